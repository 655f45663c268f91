"""The document with kcss-docx: blocks of kcss-core, rendered and written as ``kcss report`` does."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from types import SimpleNamespace

from document import read_sections

from kcss_core.export import render, write
from kcss_core.period import Period
from kcss_core.reading.images import look_at
from kcss_core.report.blocks import Align, Block, Heading, Paragraph, Picture, Span, Table, TableRow, words
from kcss_core.report.report import Cover, Report
from kcss_docx import kcss_exporters

_, source, target = sys.argv
sections = read_sections(source)
started = time.perf_counter()
blocks: list[Block] = []
for number, section in enumerate(sections):
    blocks.append(Heading(level=1, content=words(section["title"]), anchor=f"section-{number}"))
    for first, bold, last in section["paragraphs"]:
        blocks.append(Paragraph(content=(Span(first), Span(bold, strong=True), Span(last))))
    if section["rows"]:
        header, *rows = (tuple(words(text) for text in row) for row in section["rows"])
        align = (Align.START, *[Align.END] * (len(header) - 1))
        blocks.append(Table(caption=(), header=header, rows=tuple(TableRow(cells=row) for row in rows), align=align))
    for file in section["pictures"]:
        image, _ = look_at(Path(source).parent, file)
        blocks += [Picture(image=image, alt="A photograph"), Paragraph(content=words(file))]
report = Report(
    id="bench",
    edition=SimpleNamespace(period=Period.year(2022)),  # no figure in it
    language="en",
    title="Bench",
    cover=Cover(title="Bench", organization="Fictional centre"),
    blocks=tuple(blocks),
)
(exporter,) = kcss_exporters()
write(render(report, exporter), target, exporter=exporter)
print(json.dumps({"work": time.perf_counter() - started}))
