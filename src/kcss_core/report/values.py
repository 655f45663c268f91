"""The values that a report shows, each once. Knows no format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kcss_core.figures.value import Address, Value
from kcss_core.report.blocks import Block, Chart, Extension, Heading, ValueSpan, plain
from kcss_core.report.report import Report
from kcss_core.report.shown import shown
from kcss_core.report.traversal import contents_of


def values_of(blocks: Iterable[Block]) -> tuple[Value, ...]:
    """Return every value that the blocks show, in reading order, the same address once."""
    found: dict[Address, Value] = {}
    for block in blocks:
        for part in _printed(block):
            value = part.value if isinstance(part, ValueSpan) else part
            found.setdefault(value.address, value)
    return tuple(found.values())


def printed_values(report: Report) -> Iterator[tuple[Value, str, str]]:
    """Yield each value that a report shows, with its words and the heading it stands under, in reading order."""
    heading = ""
    for block in report.blocks:
        if isinstance(block, Heading):
            heading = plain(block.content)
        for part in _printed(block):
            value, words = (part.value, part.text) if isinstance(part, ValueSpan) else (part, shown(part, report).text)
            yield value, words, heading


def _printed(block: Block) -> Iterator[ValueSpan | Value]:
    if isinstance(block, Extension):
        for fallback in block.fallback:
            yield from _printed(fallback)
        return
    for content in contents_of(block):
        yield from (part for part in content if isinstance(part, ValueSpan))
    if isinstance(block, Chart):
        for series in block.series:
            yield from series.values
