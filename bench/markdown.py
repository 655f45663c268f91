"""Writes a built report as Markdown with pictures, for pandoc: the same text, tables and number of pictures.

Covers that our document draws from a work's title are text there too; a native chart is a picture of one here, because
Markdown has no charts.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from kcss_core.report.blocks import (
    Block,
    Chart,
    Content,
    Contents,
    Extension,
    Gallery,
    Heading,
    LineBreak,
    ListBlock,
    PageBreak,
    Paragraph,
    Picture,
    Span,
    Table,
    Tiles,
)
from kcss_core.report.report import Report


def write_markdown(report: Report, target: Path, chart: Path) -> None:
    """Write a report to ``target``, its pictures beside it; ``chart`` is the file that stands for every chart."""
    lines = [f"% {report.cover.title}", f"% {report.cover.organization}", "", report.cover.note, ""]
    pictures = 0
    for block in report.blocks:
        for line in _block(block):
            if isinstance(line, tuple):
                pictures += 1
                source, caption = line
                file = f"{target.stem}-{pictures}{(source or chart).suffix}"
                shutil.copyfile(source or chart, target.with_name(file))
                line = f"![{caption}]({file})"
            lines += [line, ""]
    target.write_text("\n".join(lines), encoding="utf-8")


def _block(block: Block) -> Iterator[str | tuple[Path | None, str]]:
    """Yield paragraphs of Markdown; a picture as its file (None: a chart) and caption."""
    match block:
        case Heading():
            yield f"{'#' * block.level} {_inline(block.content)}"
        case Paragraph():
            yield _inline(block.content)
        case ListBlock():
            yield "\n".join(_items(block))
        case Table():
            rows = [block.header, *(row.cells for row in block.rows)]
            lines = [f"| {' | '.join(_inline(cell) or ' ' for cell in row)} |" for row in rows]
            yield "\n".join([lines[0], "|---" * len(block.header) + "|", *lines[1:]])
            yield from filter(None, (_inline(block.caption), _inline(block.note)))
        case Tiles():
            lines = [f"| {tile.value.text} | {_inline(tile.label)} |" for tile in block.items]
            yield "\n".join(["| | |", "|---|---|", *lines])
        case Picture() if block.image is not None:
            yield block.image.path, _inline(block.caption)
        case Chart():
            yield None, _inline(block.caption)
        case Gallery():
            for work in block.items:
                if work.image is not None:
                    yield work.image.path, ""
                yield from filter(None, (work.kicker, _inline(work.title), _inline(work.note)))
        case Extension():
            for fallback in block.fallback:
                yield from _block(fallback)
        case Picture() | Contents() | PageBreak():
            pass


def _items(block: ListBlock, indent: str = "") -> Iterator[str]:
    for item in block.items:
        yield f"{indent}{'1.' if block.is_ordered else '-'} {_inline(item.content)}"
        for below in item.below:
            yield from _items(below, indent + "    ")


def _inline(content: Content) -> str:
    return "".join(_spans(content))


def _spans(content: Content) -> Iterable[str]:
    for part in content:
        if isinstance(part, LineBreak):
            yield " "
            continue
        face = "**" if part.strong else "*" if part.emphasis else ""
        words = f"{face}{part.text}{face}"
        yield f"[{words}]({part.href})" if isinstance(part, Span) and part.href else words
