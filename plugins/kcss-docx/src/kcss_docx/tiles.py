"""Headline figures side by side. Knows no other block."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from kcss_core.report.blocks import LineBreak, Tile, Tiles, plain
from kcss_docx.colors import fill
from kcss_docx.design import BOLD_LETTER, TINT
from kcss_docx.grids import GAP, HEADER_ROW, ROW, gap, marked, marks_of, opened, shared
from kcss_docx.markup import digest
from kcss_docx.store import KeptTable
from kcss_docx.template import TILE_SIZES

if TYPE_CHECKING:
    from kcss_docx.document import Document


def tiles(block: Tiles, document: Document) -> str:
    """Return headline figures in rows as even as possible, so that no row looks unfinished.

    Rows of one length are one table; a shorter row is a table of its own with wider cells.
    """
    if not block.items:
        return ""
    written, start = [], 0
    lengths = even_rows(len(block.items), 4)
    style = _tile_style(block, lengths[0], document.line)
    for columns, rows in groupby(lengths):
        count = columns * len(list(rows))
        written.append(_tile_table(block.items[start : start + count], columns, style, block.summary, document))
        start += count
    return GAP.join(written) + gap(3)


def even_rows(count: int, most: int) -> list[int]:
    """Return how many items stand in each row: at most ``most``, long rows first, never differing by two."""
    rows = -(-count // most)
    short, longer = divmod(count, rows)
    return [short + 1] * longer + [short] * (rows - longer)


def _tile_style(block: Tiles, columns: int, line: int) -> str:
    """Return the largest style in which every number stays on one line; all tiles share it."""
    longest = max(len(tile.value.text) for tile in block.items)
    room = (line / columns - 290) / 10  # half-points between the margins of a cell
    fitting = (name for name, size in TILE_SIZES.items() if longest * size * BOLD_LETTER <= room)
    return next(fitting, list(TILE_SIZES)[-1]).replace(" ", "")


def _tile_table(items: Sequence[Tile], columns: int, style: str, summary: str, document: Document) -> str:
    runs = document.words.runs
    widths = shared(document.line, [1] * columns)
    shade = (
        f'<w:tcPr><w:tcW w:w="{widths[0]}" w:type="dxa"/>'
        f'<w:shd w:val="clear" w:color="auto" {fill(TINT)}/></w:tcPr>'
    )
    rows = []
    for start in range(0, len(items), columns):
        cells = "".join(
            f'<w:tc>{shade}<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs((tile.value,))}</w:p>'
            f'<w:p><w:pPr><w:pStyle w:val="TileLabel"/></w:pPr>{runs(tile.label)}</w:p></w:tc>'
            for tile in items[start : start + columns]
        )
        rows.append(f"<w:tr>{ROW if start else HEADER_ROW}{cells}</w:tr>")
    title = ", ".join(plain(tile.label) for tile in items)
    written = f"{opened('ReportTiles', widths, title, summary or title)}{''.join(rows)}</w:tbl>"
    kept = [document.kept((tile.value, LineBreak(), *tile.label)) for tile in items]
    shape = KeptTable(
        rows=tuple(tuple(kept[at : at + columns]) for at in range(0, len(kept), columns)),
        **marks_of(title, summary or title),
    )
    return marked(written, f"_tiles_{digest([one.keys[0] for one in kept], 12)}", shape, document)
