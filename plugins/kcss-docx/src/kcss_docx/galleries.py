"""Works with their covers, and photographs in rows. Knows no other block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kcss_core.report.blocks import Gallery, GalleryItem, plain, words
from kcss_docx.colors import edge, fill
from kcss_docx.design import ACCENT, BOLD_LETTER, EMU_PER_TWIP
from kcss_docx.grids import GAP, ROW, gap, opened, shared
from kcss_docx.pictures import form
from kcss_docx.side_by_side import HIGHEST, row_widths, side_by_side

if TYPE_CHECKING:
    from kcss_docx.document import Document

# Of a title on a cover, in twips: the width of a letter, and the margins of its cell with some air.
_COVER_LETTER = 11 * 20 * BOLD_LETTER
_COVER_MARGINS = 380
_WORD_END = re.compile(r"[\s/–—-]+")
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
    written, highest = [], HIGHEST
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
        rows += f"<w:tr>{ROW}{''.join(_foot(item, width, document) for item, width in placed)}</w:tr>"
    if any(item.image or item.note for item in items):
        said = "".join(_said(item, width, document, has_foot=has_foot) for item, width in placed)
        rows += f"<w:tr>{ROW}{said}</w:tr>"
    title = "; ".join(plain(item.title) for item in items)
    return f"{opened('ReportGallery', widths, title)}{rows}</w:tbl>"


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


def _ground(width: int, *sides: str) -> str:
    # An edge of its own color: without it paper shines through between a cover and its foot.
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" {edge(ACCENT)}/>' for side in sides)
    return (
        f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{lines and f"<w:tcBorders>{lines}</w:tcBorders>"}'
        f'<w:shd w:val="clear" w:color="auto" {fill(ACCENT)}/></w:tcPr>'
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
