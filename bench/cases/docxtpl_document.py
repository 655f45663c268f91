"""The document with docxtpl: one template with loops, as its documentation shows."""

from __future__ import annotations

import json
import sys
import time

from document import read_sections
from docxtpl import DocxTemplate

_, source, template, target = sys.argv
sections = read_sections(source)
started = time.perf_counter()
document = DocxTemplate(template)
document.render({"sections": sections}, autoescape=True)  # off by default, and "&" would be lost
document.save(target)
print(json.dumps({"work": time.perf_counter() - started}))
