"""Every content of a block, wherever it stands: to be read, and to be changed. Knows no format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from attrs import evolve

from kcss_core.report.blocks import (
    Block,
    Chart,
    Content,
    Contents,
    Extension,
    Footnote,
    Gallery,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    Picture,
    Table,
    Tile,
    Tiles,
    ValueSpan,
)


def contents_of(block: Block) -> Iterator[Content]:
    """Yield every content of a block, in reading order, footnotes included; for search, disclosure and audit."""
    for content in _own_contents(block):
        yield content
        for part in content:
            if isinstance(part, Footnote):
                yield part.content


def _own_contents(block: Block) -> Iterator[Content]:
    match block:
        case Heading() | Paragraph():
            yield block.content
        case ListBlock():
            for item in block.items:
                yield item.content
                for below in item.below:
                    yield from _own_contents(below)
        case Table():
            yield block.caption
            yield from block.header
            for row in block.rows:
                yield from row.cells
            yield block.note
        case Tiles():
            for tile in block.items:
                yield (tile.value,)
                yield tile.label
        case Picture() | Chart():
            yield block.caption
        case Gallery():
            for work in block.items:
                yield work.title
                yield work.note
        case Contents():
            yield block.title
        case Extension():
            for fallback in block.fallback:
                yield from _own_contents(fallback)
        case PageBreak():
            pass


def with_contents(block: Block, change: Callable[[Content], Content]) -> Block:
    """Return a block with every content changed, at the same places that ``contents_of`` yields.

    The change must leave the value of a tile one value, and footnotes as they are: their words are changed after it.
    """

    def deeply(content: Content) -> Content:
        return tuple(
            evolve(part, content=change(part.content)) if isinstance(part, Footnote) else part
            for part in change(content)
        )

    return _with_own(block, deeply)


def _with_own(block: Block, change: Callable[[Content], Content]) -> Block:
    match block:
        case Heading() | Paragraph():
            return evolve(block, content=change(block.content))
        case ListBlock():
            return _list_with(block, change)
        case Table():
            rows = tuple(evolve(row, cells=tuple(change(cell) for cell in row.cells)) for row in block.rows)
            header = tuple(change(cell) for cell in block.header)
            return evolve(block, caption=change(block.caption), header=header, rows=rows, note=change(block.note))
        case Tiles():
            return evolve(block, items=tuple(_tile_with(tile, change) for tile in block.items))
        case Picture() | Chart():
            return evolve(block, caption=change(block.caption))
        case Gallery():
            works = tuple(evolve(work, title=change(work.title), note=change(work.note)) for work in block.items)
            return evolve(block, items=works)
        case Contents():
            return evolve(block, title=change(block.title))
        case Extension():
            return evolve(block, fallback=tuple(_with_own(inner, change) for inner in block.fallback))
        case PageBreak():
            return block
        case _:
            assert_never(block)


def _list_with(block: ListBlock, change: Callable[[Content], Content]) -> ListBlock:
    items = tuple(
        evolve(item, content=change(item.content), below=tuple(_list_with(below, change) for below in item.below))
        for item in block.items
    )
    return evolve(block, items=items)


def _tile_with(tile: Tile, change: Callable[[Content], Content]) -> Tile:
    value = change((tile.value,))
    assert len(value) == 1
    assert isinstance(value[0], ValueSpan)
    return evolve(tile, value=value[0], label=change(tile.label))
