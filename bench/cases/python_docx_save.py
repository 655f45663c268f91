"""Opens and saves a document with python-docx, which is the least that a program of its own would do: ``FILE``."""

from __future__ import annotations

import json
import sys
import time

from docx import Document

started = time.perf_counter()
document = Document(sys.argv[1])
document.save(f"{sys.argv[1]}.saved")
print(json.dumps({"work": time.perf_counter() - started}))
