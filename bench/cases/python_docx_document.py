"""The document with python-docx: its usual calls; cells taken row by row, or one by one with ``--cell``."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import docx
from document import read_sections
from docx.shared import Cm

_, source, target, *options = sys.argv
sections = read_sections(source)
started = time.perf_counter()
document = docx.Document()
for section in sections:
    document.add_heading(section["title"], 1)
    for first, bold, last in section["paragraphs"]:
        paragraph = document.add_paragraph(first)
        paragraph.add_run(bold).bold = True
        paragraph.add_run(last)
    if rows := section["rows"]:
        table = document.add_table(len(rows), len(rows[0]))
        for i, row in enumerate(rows if "--cell" in options else ()):
            for j, text in enumerate(row):
                table.cell(i, j).text = text
        for row, texts in zip(table.rows, rows, strict=True) if "--cell" not in options else ():
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    for file in section["pictures"]:
        document.add_picture(str(Path(source).parent / file), width=Cm(16))
        document.add_paragraph(file)
document.save(target)
print(json.dumps({"work": time.perf_counter() - started}))
