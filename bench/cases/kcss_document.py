"""The document with kcss-docx: blocks of kcss-core, rendered and written as ``kcss report`` does."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from types import SimpleNamespace

from document import read_sections

from kcss_core.export import render, write
from kcss_core.figures.value import Address, Value
from kcss_core.period import Period
from kcss_core.reading.images import look_at
from kcss_core.report.blocks import Align, Block, Heading, Paragraph, Picture, Span, Table, TableRow, ValueSpan, words
from kcss_core.report.report import Cover, Report
from kcss_core.text import Text
from kcss_docx import kcss_exporters

source, target = sys.argv[1:3]
# Each bold word as a living value, with its control, bookmark and place in the store.
ALIVE = "--alive" in sys.argv
PERIOD = Period.year(2022)
EDITION = SimpleNamespace(
    period=PERIOD, dataset=SimpleNamespace(organization=SimpleNamespace(id="bench"))
)  # no figure in it


def bold(text: str, number: int) -> Span | ValueSpan:
    if not ALIVE:
        return Span(text, strong=True)
    address = Address(f"v{number}", PERIOD)
    return ValueSpan(Value(address=address, title=Text(f"Value {number}"), unit="", number=number), text, strong=True)


sections = read_sections(source)
started = time.perf_counter()
blocks: list[Block] = []
for number, section in enumerate(sections):
    blocks.append(Heading(level=1, content=words(section["title"]), anchor=f"section-{number}"))
    for first, middle, last in section["paragraphs"]:
        blocks.append(Paragraph(content=(Span(first), bold(middle, len(blocks)), Span(last))))
    if section["rows"]:
        header, *rows = (tuple(words(text) for text in row) for row in section["rows"])
        align = (Align.START, *[Align.END] * (len(header) - 1))
        blocks.append(Table(caption=(), header=header, rows=tuple(TableRow(cells=row) for row in rows), align=align))
    for file in section["pictures"]:
        image, _ = look_at(Path(source).parent, file)
        blocks += [Picture(image=image, alt="A photograph"), Paragraph(content=words(file))]
report = Report(
    id="bench",
    edition=EDITION,
    language="en",
    title="Bench",
    cover=Cover(title="Bench", organization="Fictional centre"),
    blocks=tuple(blocks),
)
(exporter,) = kcss_exporters()
write(render(report, exporter), target, exporter=exporter)
print(json.dumps({"work": time.perf_counter() - started}))
