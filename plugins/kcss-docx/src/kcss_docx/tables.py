"""Tables, tiles and galleries: blocks that are tables in Word. Knows no package and no other block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, product
from typing import TYPE_CHECKING

from kcss_core.report.blocks import (
    Align,
    Content,
    Footnote,
    Gallery,
    GalleryItem,
    LineBreak,
    Table,
    Tile,
    Tiles,
    plain,
    words,
)
from kcss_docx.design import ACCENT, EMU_PER_TWIP, INK, TEXT_WIDTH, TINT
from kcss_docx.markup import attribute, digest, one_line
from kcss_docx.pictures import form
from kcss_docx.store import KeptTable
from kcss_docx.template import TILE_SIZES
from kcss_docx.values import mark, mark_of

if TYPE_CHECKING:
    from kcss_docx.document import Document

#: Between two tables, which Word would join otherwise, and after each.
GAP = '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'
#: Gaps at the end of some XML.
GAPS_AT_END = re.compile(r'(?:<w:p><w:pPr><w:pStyle w:val="Gap"/>(?:<w:spacing [^<>]*/>)?</w:pPr></w:p>)+$')


def gap(lines: int) -> str:
    """Return one gap as high as several: empty paragraphs in a row are read aloud one by one."""
    height = f'<w:spacing w:before="0" w:after="0" w:line="{120 * lines}" w:lineRule="exact"/>'
    return GAP.replace("</w:pPr>", f"{height}</w:pPr>")


#: Mean width of a bold letter or digit of the house font, in parts of its size.
_BOLD_LETTER = 0.53
# Of a title on a cover, in twips: the width of a letter, and the margins of its cell with some air.
_COVER_LETTER = 11 * 20 * _BOLD_LETTER
_COVER_MARGINS = 380
_WORD_END = re.compile(r"[\s/–—-]+")
# Where a line may end inside a cell.
_BREAK = re.compile(r"\s+|(?<=-)")

# Of words in a table: letters on a line of full width, and twips of a letter.
_LINE = 86
_LETTER = TEXT_WIDTH // _LINE
#: With more columns a table takes the whole line.
_FEW_COLUMNS = 3
#: Rows up to which a table is kept on one page.
_SHORT = 9

# Words after a column of numbers keep away from them.
_AFTER_NUMBER = '<w:tcMar><w:left w:w="340" w:type="dxa"/></w:tcMar>'
#: With more columns there is less air between them, because words would be broken otherwise.
_MANY_COLUMNS = 7
_DENSE = '<w:tblCellMar><w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar>'
_DENSE_AFTER_NUMBER = '<w:tcMar><w:left w:w="110" w:type="dxa"/></w:tcMar>'

_HEADER_ROW = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
_ROW = "<w:trPr><w:cantSplit/></w:trPr>"
_TOTAL_EDGE = f'<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{INK}"/></w:tcBorders>'


_LONGEST_SUMMARY = 1000


def _open(style: str, widths: Sequence[int], title: str, summary: str, look: str, margins: str = "") -> str:
    """Return the start of a table. ``title`` and ``summary`` are what a screen reader says of it."""
    said = (f'<w:tblCaption w:val="{attribute(title, 255)}"/>' if title else "") + (
        f'<w:tblDescription w:val="{attribute(summary, _LONGEST_SUMMARY)}"/>' if summary else ""
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{margins}<w:tblLook {look}/>{said}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
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
    above = document.caption_above(block)
    below = f'<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr>{runs(block.note)}</w:p>' if block.note else ""
    if columns == 0:
        return above + below
    align = [*block.align[:columns], *[Align.START] * (columns - len(block.align))]
    widths = _widths(block, align, document.line)
    # A short table stays on one page, and with its note.
    kept = len(block.rows) if len(block.rows) <= _SHORT else 0
    if kept and not block.note:
        kept -= 1
    cells = {
        face: _cells(*face, widths, align)
        for face in ((True, False, False), *product((False,), (False, True), (False, True)))
    }
    rows = [_row(block.header, cells[True, False, False], _HEADER_ROW, document)]
    rows += [
        _row(row.cells, cells[False, row.is_total, number < kept], _ROW, document)
        for number, row in enumerate(block.rows)
    ]
    title = plain(block.caption)
    margins = _DENSE if columns > _MANY_COLUMNS else ""
    written = (
        f"{above}{_open('ReportTable', widths, title, block.summary, _look(first_column=True), margins)}"
        f"{''.join(rows)}</w:tbl>"
    )
    if block.key:
        contents = [block.header, *(row.cells for row in block.rows)]
        shape = KeptTable(
            rows=tuple(
                tuple(document.kept(row[at] if at < len(row) else ()) for at in range(columns)) for row in contents
            ),
            note=mark_of(block.note),
            summary=mark(one_line(block.summary, _LONGEST_SUMMARY)),
        )
        written = _marked(written, f"_table_{digest([block.key], 12)}", shape, document)
    return f"{written}{below or gap(2)}"


def _marked(written: str, name: str, kept: KeptTable, document: Document) -> str:
    """Return a table in a hidden bookmark, by which a refresh finds it and what is kept of it."""
    identifier, name = document.words.next_id(), document.place(name)
    document.kept_tables[name] = kept
    return f'<w:bookmarkStart w:id="{identifier}" w:name="{name}"/>{written}<w:bookmarkEnd w:id="{identifier}"/>'


def _cells(
    is_header: bool, is_total: bool, is_kept: bool, widths: Sequence[int], align: Sequence[Align]
) -> list[str]:
    """Return the cells of a row up to their words. ``is_kept`` binds the row to what follows it."""
    kind = "Header" if is_header else "Total" if is_total else ""
    keep = "<w:keepNext/>" if is_kept else ""
    cells, before = [], Align.START
    for width, side in zip(widths, align, strict=True):
        style = f"Table{kind}Number" if side is Align.END else f"Table{kind or 'Text'}"
        face = f'<w:tcW w:w="{width}" w:type="dxa"/>{_TOTAL_EDGE if is_total else ""}'
        if side is Align.START and before is Align.END:
            face += _DENSE_AFTER_NUMBER if len(widths) > _MANY_COLUMNS else _AFTER_NUMBER
        cells.append(f'<w:tc><w:tcPr>{face}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr>')
        before = side
    return cells


def _row(contents: Sequence[Content], cells: Sequence[str], face: str, document: Document) -> str:
    runs = document.words.runs
    contents = [*contents, *[()] * (len(cells) - len(contents))]
    written = [f"{cell}{runs(content)}</w:p></w:tc>" for cell, content in zip(cells, contents, strict=True)]
    return f"<w:tr>{face}{''.join(written)}</w:tr>"


def is_wide(block: Table, line: int) -> bool:
    """Say whether words would be broken in a table on an upright page, so that it is better read on a turned one."""
    columns = max([len(block.header), *(len(row.cells) for row in block.rows)], default=0)
    align = [*block.align[:columns], *[Align.START] * (columns - len(block.align))]
    _, word, weights = _letters(block, align)
    least = sum(min(weight, part + 3) for weight, part in zip(weights, word, strict=True))
    return columns > _FEW_COLUMNS and least > line // _LETTER


def _letters(block: Table, align: Sequence[Align]) -> tuple[list[int], list[int], list[int]]:
    """Return, for each column, the letters of its longest cell and word, and how many it should have on a line."""
    longest, word = [], []
    for column in range(len(align)):
        cells = (block.header, *(row.cells for row in block.rows))
        said = [_plain(row[column]) for row in cells if column < len(row)]
        longest.append(max(map(len, said), default=0))
        word.append(max(map(len, _BREAK.split(" ".join(said))), default=0))
    # In letters of table text.
    weights = [
        min(max(long + 3, 10), 22) if side is Align.END else min(max(long, 10), 45)
        for long, side in zip(longest, align, strict=True)
    ]
    return longest, word, [max(weight, min(part + 3, 30)) for weight, part in zip(weights, word, strict=True)]


def _widths(block: Table, align: Sequence[Align], line: int) -> list[int]:
    """Return column widths: numbers get what they need, words share the rest by their length, within bounds."""
    longest, word, weights = _letters(block, align)
    whole = _table_width(sum(map(max, weights, longest)) + 2 * len(align), len(align), line)
    texts = [column for column, side in enumerate(align) if side is Align.START]
    spare = whole // _LETTER - sum(weights)
    if spare < 0:
        # What breaks between words gives way before a word is broken.
        air = 2 if len(align) > _MANY_COLUMNS else 5
        slack = [max(weight - min(part + air, weight), 0) for weight, part in zip(weights, word, strict=True)]
        given = min(-spare, sum(slack))
        weights = [weight - part * given // max(sum(slack), 1) for weight, part in zip(weights, slack, strict=True)]
    if texts and spare > 0:
        among = sum(weights[column] for column in texts)
        for column in texts:
            weights[column] += spare * weights[column] // among
    return shared(whole, weights)


def _table_width(letters: int, columns: int, line: int) -> int:
    """Return half, two thirds or the whole of a line: few short columns are read together only when they are near."""
    if columns > _FEW_COLUMNS:
        return line
    return next((part for part in (line // 2, line * 2 // 3) if letters * _LETTER <= part), line)


def _plain(content: Content) -> str:
    if len(content) == 1 and not isinstance(content[0], LineBreak | Footnote):
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
    fitting = (name for name, size in TILE_SIZES.items() if longest * size * _BOLD_LETTER <= room)
    return next(fitting, list(TILE_SIZES)[-1]).replace(" ", "")


def _tile_table(items: Sequence[Tile], columns: int, style: str, summary: str, document: Document) -> str:
    runs = document.words.runs
    widths = shared(document.line, [1] * columns)
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
    written = f"{_open('ReportTiles', widths, title, summary or title, _look())}{''.join(rows)}</w:tbl>"
    kept = [document.kept((tile.value, LineBreak(), *tile.label)) for tile in items]
    shape = KeptTable(
        rows=tuple(tuple(kept[at : at + columns]) for at in range(0, len(kept), columns)),
        summary=mark(one_line(summary or title, _LONGEST_SUMMARY)),
    )
    return _marked(written, f"_tiles_{digest([one.keys[0] for one in kept], 12)}", shape, document)


# --- pictures side by side

_GUTTER = 240
#: In twips: two upright pictures may take this much of a page, and a caption needs this much of a line.
_HIGHEST, _NARROWEST = 5_200, 2_000


def row_widths(forms: Sequence[float], line: int, *, highest: int = _HIGHEST) -> list[int]:
    """Return how wide pictures are that stand side by side in one height (twips).

    Args:
        forms: How many times wider than high each of them is.
        line: Length of the line that they share.
    """
    height = min((line - _GUTTER * (len(forms) - 1)) / sum(forms), highest)
    return [round(form * height) for form in forms]


def fit_together(forms: Sequence[float], line: int) -> bool:
    """Say whether pictures can stand side by side: none becomes too narrow for its caption."""
    return min(row_widths(forms, line)) >= _NARROWEST


def side_by_side(widths: Sequence[int], cells: Sequence[tuple[str, str]], title: str) -> str:
    """Return drawings side by side, each above its caption, which may be empty."""
    faces, last = [], len(cells) - 1
    for place, width in enumerate(widths):
        right = 0 if place == last else _GUTTER
        faces.append(
            f'<w:tcPr><w:tcW w:w="{width + right}" w:type="dxa"/><w:tcMar><w:right w:w="{right}" w:type="dxa"/>'
            "</w:tcMar></w:tcPr>"
        )
    drawings = "".join(
        f'<w:tc>{face}<w:p><w:pPr><w:pStyle w:val="Picture"/></w:pPr>{drawing}</w:p></w:tc>'
        for face, (drawing, _) in zip(faces, cells, strict=True)
    )
    captions = "".join(
        f'<w:tc>{face}{caption or GAP}</w:tc>' for face, (_, caption) in zip(faces, cells, strict=True)
    )
    below = f"<w:tr>{_ROW}{captions}</w:tr>" if any(caption for _, caption in cells) else ""
    columns = [width + _GUTTER for width in widths[:-1]] + list(widths[-1:])
    opened = _open("TableNormal", columns, title, "", _look())
    return f"{opened}<w:tr>{_HEADER_ROW}{drawings}</w:tr>{below}</w:tbl>{GAP}"


# --- works with covers


#: Of a page with works, in twips: a heading with some lines below it; the foot of a shelf and the gap after it.
_OPENING, _SHELF_FOOT = 3_300, 540


def gallery(block: Gallery, document: Document) -> str:
    """Return works side by side; each row is a table of its own: covers, and what is said of each below.

    A row of covers that were the header of one long table would be repeated on every page.
    """
    if block.items and all(item.image and not item.kicker and not item.note for item in block.items):
        return _photographs(block, document)
    columns = _fitting_columns(block, document.line)
    widths = shared(document.line, [1] * columns)
    # Either every drawn cover has a foot for its kind or none has: they stay of one form where a kind is unknown.
    has_foot = any(item.kicker and item.image is None for item in block.items)
    rows = [block.items[start : start + columns] for start in range(0, len(block.items), columns)]
    shelves = GAP.join(_shelf(row, widths, document, has_foot=has_foot) for row in rows)
    return shelves + gap(2) if rows else ""


def _photographs(block: Gallery, document: Document) -> str:
    """Return photographs in rows of one height each, whatever their forms."""
    columns = max(block.columns, 1)
    written, highest = [], _HIGHEST
    for start in range(0, len(block.items), columns):
        items = block.items[start : start + columns]
        images = [(item, item.image, form(item.image)) for item in items if item.image]
        widths = row_widths([shape for _, _, shape in images], document.line, highest=highest)
        # A shorter last row is not higher than the row above it.
        highest = min(highest, max(round(width / shape) for width, (*_, shape) in zip(widths, images, strict=True)))
        cells = []
        for width, (item, image, shape) in zip(widths, images, strict=True):
            room = width * EMU_PER_TWIP, round(width / shape) * EMU_PER_TWIP
            drawing = document.pictures.inline(image, item.alt or plain(item.title), room=room)
            words_ = document.words.runs(item.title)
            cells.append((drawing, f'<w:p><w:pPr><w:pStyle w:val="WorkNote"/></w:pPr>{words_}</w:p>'))
        written.append(side_by_side(widths, cells, "; ".join(plain(item.title) for item in items)))
    return f"{''.join(written)}{GAP}"


def _fitting_columns(block: Gallery, line: int) -> int:
    """Return how many works stand side by side: fewer where a word of a drawn cover would break."""
    titles = [plain(item.title) for item in block.items if item.image is None]
    longest = max((len(word) for title in titles for word in _WORD_END.split(title)), default=0)
    columns = max(block.columns, 1)
    while columns > 2 and longest * _COVER_LETTER > line // columns - _COVER_MARGINS:
        columns -= 1
    return columns


def _shelf(items: Sequence[GalleryItem], widths: Sequence[int], document: Document, *, has_foot: bool) -> str:
    widths = widths[: len(items)]
    # Three shelves, each with its foot, and the opening of a chapter fill a page, unless it is very low.
    height = max(min(widths[0] * 13 // 12, (document.page.text_height - _OPENING) // 3 - _SHELF_FOOT), widths[0] // 2)
    placed = list(zip(items, widths, strict=True))
    covers = "".join(_cover(item, width, height, document) for item, width in placed)
    # A row of pictures is as high as they are; a drawn cover grows with its title.
    least = "" if all(item.image for item in items) else f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    rows = f"<w:tr><w:trPr><w:cantSplit/>{least}<w:tblHeader/></w:trPr>{covers}</w:tr>"
    if has_foot:
        rows += f"<w:tr>{_ROW}{''.join(_foot(item, width, document) for item, width in placed)}</w:tr>"
    if any(item.image or item.note for item in items):
        said = "".join(_said(item, width, document, has_foot=has_foot) for item, width in placed)
        rows += f"<w:tr>{_ROW}{said}</w:tr>"
    title = "; ".join(plain(item.title) for item in items)
    return f"{_open('ReportGallery', widths, title, '', _look())}{rows}</w:tbl>"


def _cover(item: GalleryItem, width: int, height: int, document: Document) -> str:
    if item.image is not None:
        room = (width - 120) * EMU_PER_TWIP, height * EMU_PER_TWIP
        drawing = document.pictures.inline(item.image, item.alt or plain(item.title), room=room)
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:tcMar><w:top w:w="0" w:type="dxa"/>'
            '<w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tcMar>'
            '<w:vAlign w:val="bottom"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="WorkPicture"/></w:pPr>{drawing}</w:p></w:tc>'
        )
    words_ = document.words.runs(item.title)
    return f'<w:tc>{_ground(width, "bottom")}<w:p><w:pPr><w:pStyle w:val="WorkCover"/></w:pPr>{words_}</w:p></w:tc>'


def _ground(width: int, *edges: str) -> str:
    # An edge of its own color: without it paper shines through between a cover and its foot.
    lines = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{ACCENT}"/>' for edge in edges)
    return (
        f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{lines and f"<w:tcBorders>{lines}</w:tcBorders>"}'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{ACCENT}"/></w:tcPr>'
    )


def _foot(item: GalleryItem, width: int, document: Document) -> str:
    """Return the foot of a cover: the kind of work; on paper below a picture, on the ground of a drawn cover."""
    kind = document.words.runs(words(item.kicker))
    style, face = ("WorkKicker", _ground(width, "top")) if item.image is None else ("WorkLabel", _unshaded(width))
    return f'<w:tc>{face}<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{kind}</w:p></w:tc>'


def _unshaded(width: int) -> str:
    return f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:tcMar><w:left w:w="0" w:type="dxa"/></w:tcMar></w:tcPr>'


def _said(item: GalleryItem, width: int, document: Document, *, has_foot: bool) -> str:
    runs = document.words.runs
    title = ""
    if item.image is not None:  # a drawn cover says this itself
        title = f'<w:p><w:pPr><w:pStyle w:val="WorkTitle"/></w:pPr>{runs(item.title)}</w:p>'
        if item.kicker and not has_foot:
            title = f'<w:p><w:pPr><w:pStyle w:val="WorkLabel"/></w:pPr>{runs(words(item.kicker))}</w:p>{title}'
    note = f'<w:p><w:pPr><w:pStyle w:val="WorkNote"/></w:pPr>{runs(item.note)}</w:p>' if item.note else ""
    return f"<w:tc>{_unshaded(width)}{(title + note) or GAP}</w:tc>"
