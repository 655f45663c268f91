"""Tables, tiles and galleries: blocks that are tables in Word. Knows no package and no other block."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from kcss_core.report.blocks import (
    Align,
    Content,
    Gallery,
    GalleryItem,
    LineBreak,
    Table,
    Tile,
    Tiles,
    plain,
    words,
)
from kcss_docx.design import COVERS, EMU_PER_TWIP, INK, TEXT_WIDTH, TINT
from kcss_docx.markup import attribute, digest
from kcss_docx.template import COVER_SIZES, TILE_SIZES

if TYPE_CHECKING:
    from kcss_docx.document import Document

#: Between two tables, which Word would join otherwise, and after each.
GAP = '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'

#: Mean width of a bold letter or digit of the house font, in parts of its size.
_BOLD_LETTER = 0.53
_WITHOUT_KICKER = '<w:spacing w:before="460"/>'

_HEADER_ROW = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
_ROW = "<w:trPr><w:cantSplit/></w:trPr>"
_TOTAL_EDGE = f'<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{INK}"/></w:tcBorders>'


def _open(style: str, widths: Sequence[int], title: str, summary: str, look: str) -> str:
    """Return the start of a table. ``title`` and ``summary`` are what a screen reader says of it."""
    said = (f'<w:tblCaption w:val="{attribute(title, 255)}"/>' if title else "") + (
        f'<w:tblDescription w:val="{attribute(summary, 1000)}"/>' if summary else ""
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook {look}/>{said}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )


def _look(*, first_column: bool = False) -> str:
    value = "00A0" if first_column else "0020"
    return (
        f'w:val="{value}" w:firstRow="1" w:lastRow="0" w:firstColumn="{int(first_column)}" w:lastColumn="0" '
        'w:noHBand="0" w:noVBand="0"'
    )


def shared(total: int, weights: Sequence[float]) -> list[int]:
    """Return ``total`` divided by weights into whole numbers that add up to it."""
    whole = sum(weights)
    ends, seen = [], 0.0
    for weight in weights:
        seen += weight
        ends.append(round(total * seen / whole))
    return [end - start for start, end in zip([0, *ends[:-1]], ends, strict=True)]


# --- tables of text and numbers


def table(block: Table, document: Document) -> str:
    """Return a table with its caption above and its note below."""
    runs = document.words.runs
    columns = max([len(block.header), *(len(row.cells) for row in block.rows)], default=0)
    above = f'<w:p><w:pPr><w:pStyle w:val="TableCaption"/></w:pPr>{runs(block.caption)}</w:p>' if block.caption else ""
    below = f'<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr>{runs(block.note)}</w:p>' if block.note else ""
    if columns == 0:
        return above + below
    align = [*block.align[:columns], *[Align.START] * (columns - len(block.align))]
    widths = _widths(block, align)
    cells = {
        face: [_cell(*face, width, side) for width, side in zip(widths, align, strict=True)]
        for face in ((True, False), (False, False), (False, True))
    }
    rows = [_row(block.header, cells[True, False], _HEADER_ROW, document)]
    rows += [_row(row.cells, cells[False, row.is_total], _ROW, document) for row in block.rows]
    title = plain(block.caption)
    written = (
        f"{above}{_open('ReportTable', widths, title, block.summary, _look(first_column=True))}"
        f"{''.join(rows)}</w:tbl>"
    )
    if block.key:
        identifier = document.words.next_id()
        name = document.place(f"_table_{digest([block.key], 12)}")
        written = (
            f'<w:bookmarkStart w:id="{identifier}" w:name="{name}"/>{written}<w:bookmarkEnd w:id="{identifier}"/>'
        )
    return f"{written}{below or GAP * 2}"


def _cell(is_header: bool, is_total: bool, width: int, side: Align) -> str:
    """Return a cell of one column up to its words."""
    kind = "Header" if is_header else "Total" if is_total else ""
    style = f"Table{kind}Number" if side is Align.END else f"Table{kind or 'Text'}"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{_TOTAL_EDGE if is_total else ""}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
    )


def _row(contents: Sequence[Content], cells: Sequence[str], face: str, document: Document) -> str:
    runs = document.words.runs
    contents = [*contents, *[()] * (len(cells) - len(contents))]
    written = [f"{cell}{runs(content)}</w:p></w:tc>" for cell, content in zip(cells, contents, strict=True)]
    return f"<w:tr>{face}{''.join(written)}</w:tr>"


def _widths(block: Table, align: Sequence[Align]) -> list[int]:
    """Return column widths: numbers get what they need, words share the rest by their length, within bounds."""
    longest, word = [], []
    for column in range(len(align)):
        cells = (block.header, *(row.cells for row in block.rows))
        said = [_plain(row[column]) for row in cells if column < len(row)]
        longest.append(max(map(len, said), default=0))
        word.append(max(map(len, " ".join(said).split()), default=0))
    # In letters of table text; a line of full width holds about 92 of them.
    weights = [
        min(max(long + 3, 10), 22) if side is Align.END else min(max(long, 10), 45)
        for long, side in zip(longest, align, strict=True)
    ]
    weights = [max(weight, min(part + 3, 30)) for weight, part in zip(weights, word, strict=True)]
    texts = [column for column, side in enumerate(align) if side is Align.START]
    spare = 92 - sum(weights)
    if texts and spare > 0:
        among = sum(weights[column] for column in texts)
        for column in texts:
            weights[column] += spare * weights[column] // among
    return shared(TEXT_WIDTH, weights)


def _plain(content: Content) -> str:
    if len(content) == 1 and not isinstance(content[0], LineBreak):
        return content[0].text
    return plain(content)


# --- headline figures


def tiles(block: Tiles, document: Document) -> str:
    """Return headline figures in rows as even as possible, so that no row looks unfinished.

    Rows of one length are one table; a shorter row is a table of its own with wider cells.
    """
    if not block.items:
        return ""
    written, start = [], 0
    lengths = even_rows(len(block.items), 4)
    style = _tile_style(block, lengths[0])
    for columns, rows in groupby(lengths):
        count = columns * len(list(rows))
        written.append(_tile_table(block.items[start : start + count], columns, style, block.summary, document))
        start += count
    return GAP.join(written) + GAP * 3


def even_rows(count: int, most: int) -> list[int]:
    """Return how many items stand in each row: at most ``most``, long rows first, never differing by two."""
    rows = -(-count // most)
    short, longer = divmod(count, rows)
    return [short + 1] * longer + [short] * (rows - longer)


def _tile_style(block: Tiles, columns: int) -> str:
    """Return the largest style in which every number stays on one line; all tiles share it."""
    longest = max(len(tile.value.text) for tile in block.items)
    room = (TEXT_WIDTH / columns - 290) / 10  # half-points between the margins of a cell
    fitting = (name for name, size in TILE_SIZES.items() if longest * size * _BOLD_LETTER <= room)
    return next(fitting, list(TILE_SIZES)[-1]).replace(" ", "")


def _tile_table(items: Sequence[Tile], columns: int, style: str, summary: str, document: Document) -> str:
    runs = document.words.runs
    widths = shared(TEXT_WIDTH, [1] * columns)
    shade = (
        f'<w:tcPr><w:tcW w:w="{widths[0]}" w:type="dxa"/>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr>'
    )
    rows = []
    for start in range(0, len(items), columns):
        cells = "".join(
            f'<w:tc>{shade}<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs((tile.value,))}</w:p>'
            f'<w:p><w:pPr><w:pStyle w:val="TileLabel"/></w:pPr>{runs(tile.label)}</w:p></w:tc>'
            for tile in items[start : start + columns]
        )
        rows.append(f"<w:tr>{_ROW if start else _HEADER_ROW}{cells}</w:tr>")
    title = ", ".join(plain(tile.label) for tile in items)
    return f"{_open('ReportTiles', widths, title, summary or title, _look())}{''.join(rows)}</w:tbl>"


# --- works with covers


def gallery(block: Gallery, document: Document) -> str:
    """Return works side by side; each row is a table of its own: covers, and what is said of each below.

    A row of covers that were the header of one long table would be repeated on every page.
    """
    columns = max(block.columns, 1)
    kinds = list(dict.fromkeys(item.kicker for item in block.items))
    rows = [block.items[start : start + columns] for start in range(0, len(block.items), columns)]
    return "".join(_shelf(row, columns, kinds, document) + GAP for row in rows) + (GAP if rows else "")


def _shelf(items: Sequence[GalleryItem], columns: int, kinds: Sequence[str], document: Document) -> str:
    widths = shared(TEXT_WIDTH, [1] * columns)[: len(items)]
    height = widths[0] * 13 // 12  # three shelves and a chapter's heading fill a page
    covers = "".join(
        _cover(item, width, height, kinds.index(item.kicker), document)
        for item, width in zip(items, widths, strict=True)
    )
    said = "".join(_said(item, width, document) for item, width in zip(items, widths, strict=True))
    face = f'<w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/><w:tblHeader/></w:trPr>'
    title = "; ".join(plain(item.title) for item in items)
    opened = _open("ReportGallery", widths, title, "", _look())
    below = f"<w:tr>{_ROW}{said}</w:tr>" if any(item.image or item.note for item in items) else ""
    return f"{opened}<w:tr>{face}{covers}</w:tr>{below}</w:tbl>"


def _cover(item: GalleryItem, width: int, height: int, kind: int, document: Document) -> str:
    if item.image is not None:
        room = (width - 120) * EMU_PER_TWIP, (height - 20) * EMU_PER_TWIP
        drawing = document.pictures.inline(item.image, item.alt or plain(item.title), room=room)
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:tcMar><w:top w:w="0" w:type="dxa"/>'
            '<w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tcMar>'
            '<w:vAlign w:val="bottom"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="WorkPicture"/></w:pPr>{drawing}</w:p></w:tc>'
        )
    ground = COVERS[kind % len(COVERS)]
    kicker = f'<w:p><w:pPr><w:pStyle w:val="WorkKicker"/></w:pPr>{document.words.runs(words(item.kicker))}</w:p>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/></w:tcPr>'
        f'{kicker if item.kicker else ""}<w:p><w:pPr><w:pStyle w:val="{_cover_style(item, width, height)}"/>'
        # Without a kind the title stands as low as its neighbors'.
        f'{"" if item.kicker else _WITHOUT_KICKER}</w:pPr>{document.words.runs(item.title)}</w:p></w:tc>'
    )


def _cover_style(item: GalleryItem, width: int, height: int) -> str:
    """Return the largest style in which a title fits on its cover."""
    letters = len(plain(item.title))
    # Half-points between the margins and below the kind; a fifth of each line stays empty.
    wide, high = (width - 400) / 10 * 0.8, (height - 970) / 10
    fitting = (
        name for name, size in COVER_SIZES.items() if letters <= high // (size * 1.25) * wide / (size * _BOLD_LETTER)
    )
    return next(fitting, list(COVER_SIZES)[-1]).replace(" ", "")


def _said(item: GalleryItem, width: int, document: Document) -> str:
    runs = document.words.runs
    title = ""
    if item.image is not None:  # a typographic cover says this itself
        title = f'<w:p><w:pPr><w:pStyle w:val="WorkTitle"/></w:pPr>{runs(item.title)}</w:p>'
        if item.kicker:
            title = f'<w:p><w:pPr><w:pStyle w:val="WorkLabel"/></w:pPr>{runs(words(item.kicker))}</w:p>{title}'
    note = f'<w:p><w:pPr><w:pStyle w:val="WorkNote"/></w:pPr>{runs(item.note)}</w:p>' if item.note else ""
    margin = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:tcMar><w:left w:w="0" w:type="dxa"/></w:tcMar></w:tcPr>'
    return f"<w:tc>{margin}{(title + note) or GAP}</w:tc>"
