"""Audits or refreshes a document of 2,000 values, or a chart: ``living_document.py make|audit|refresh|chart FILE``.

Prints the seconds inside of the process after imports, and how many numbers differ from the records.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from types import SimpleNamespace

from kcss_core.figures.value import Address, Value
from kcss_core.period import Period
from kcss_core.report.blocks import Block, Chart, ChartKind, Heading, Paragraph, Series, Span, words
from kcss_core.report.report import Cover, Report
from kcss_core.report.shown import shown
from kcss_core.text import Text

PLACES = 2_000
PERIOD = Period.year(2022)
EDITION = SimpleNamespace(
    period=PERIOD, language="en", dataset=SimpleNamespace(organization=SimpleNamespace(id="bench")), figures={}
)


def value(name: str, number: int) -> Value:
    """Return a value of a figure that is only a name."""
    return Value(address=Address(name, PERIOD), title=Text(f"Value {name}"), unit="", number=number)


def report(more: int) -> Report:
    """Return a report of 2,000 values in 2,000 paragraphs, each larger by a number, and a chart."""
    blocks: list[Block] = []
    for at in range(PLACES):
        if at % 50 == 0:
            blocks.append(Heading(level=1, content=words("A chapter of this report"), anchor=f"chapter-{at}"))
        printed = shown(value(f"v{at}", at + more), EDITION)
        before = Span("In this part of the country the centre held more than was planned, in all ")
        blocks.append(Paragraph(content=(before, printed, Span(" meetings with people who asked for them."))))
    categories = tuple(f"Category {at}" for at in range(8))
    series = tuple(
        Series(name=f"Series {number}", values=tuple(value(f"c{number}.{at}", at + more) for at in range(8)))
        for number in range(3)
    )
    name = words("Chart")
    blocks.append(
        Chart(kind=ChartKind.BAR, caption=name, categories=categories, series=series, alt="Chart", key="chart")
    )
    return Report(
        id="bench",
        edition=EDITION,  # type: ignore[arg-type]  # no figure is evaluated
        language="en",
        title="Bench",
        cover=Cover(title="Bench", organization="Fictional centre"),
        blocks=tuple(blocks),
    )


def chart(file: str) -> tuple[float, int]:
    """Return how long one chart takes, once document and report are read."""
    from kcss_docx.alive import opened
    from kcss_docx.chart_writing import refresh_chart
    from kcss_docx.current import current
    from kcss_docx.living_charts import chart_states

    edited, now = opened(file), current(report(1))
    (state,) = chart_states(edited, now)
    _ = now.anew
    started = time.perf_counter()
    (state,) = chart_states(edited, now)
    done = refresh_chart(state, edited, now, take_records=False)
    return time.perf_counter() - started, len(done)


def main() -> None:
    """Do what was asked for."""
    gc.set_threshold(100_000)  # as the command kcss does
    what, file = sys.argv[1:]
    from kcss_docx.alive import audit, refresh
    from kcss_docx.exporter import render

    now = report(1)
    if what == "make":
        Path(file).write_bytes(render(report(0)))
        return
    started = time.perf_counter()
    if what == "audit":
        check = sum(1 for finding in audit(file, now) if finding.place is not None and not finding.is_quiet)
    elif what == "refresh":
        refreshed = refresh(file, now)
        Path(f"{file}.new").write_bytes(refreshed.data)
        check = sum(1 for one in refreshed.done if one.kind.value == "value")
    else:
        took, check = chart(file)
        print(json.dumps({"work": took}))
        return
    print(json.dumps({"work": time.perf_counter() - started, "check": str(check)}))


if __name__ == "__main__":
    main()
