"""The values that a report shows, each once. Knows no format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kcss_core.figures.value import Address, Value
from kcss_core.report.blocks import Block, Chart, Content, Extension, ValueSpan, contents_of


def values_of(blocks: Iterable[Block]) -> tuple[Value, ...]:
    """Return every value that the blocks show, in reading order, the same address once."""
    found: dict[Address, Value] = {}
    for block in blocks:
        for value in _values(block):
            found.setdefault(value.address, value)
    return tuple(found.values())


def _values(block: Block) -> Iterator[Value]:
    if isinstance(block, Extension):
        for fallback in block.fallback:
            yield from _values(fallback)
        return
    for content in contents_of(block):
        yield from _in_content(content)
    if isinstance(block, Chart):
        for series in block.series:
            yield from series.values


def _in_content(content: Content) -> Iterator[Value]:
    return (part.value for part in content if isinstance(part, ValueSpan))
