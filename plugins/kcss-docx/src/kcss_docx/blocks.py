"""Blocks as WordprocessingML, each written as text: no tree is built. Knows no package but to ask for parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, assert_never

from kcss_core.report.blocks import (
    Block,
    Chart,
    Contents,
    Extension,
    Gallery,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    ParagraphRole,
    Picture,
    Table,
    Tiles,
    plain,
)
from kcss_core.vocabulary import label
from kcss_docx import tables
from kcss_docx.charts import is_drawable
from kcss_docx.contents import contents
from kcss_docx.inline import text
from kcss_docx.markup import digest
from kcss_docx.template import BULLETS, LIST_LEVELS

if TYPE_CHECKING:
    from kcss_docx.document import Document

_STYLES = {
    ParagraphRole.BODY: "",
    ParagraphRole.LEAD: '<w:pStyle w:val="Lead"/>',
    ParagraphRole.QUOTE: '<w:pStyle w:val="Quote"/>',
    ParagraphRole.NOTE: '<w:pStyle w:val="Note"/>',
}


_AFTER_LIST = '<w:spacing w:after="160"/>'
#: Letters of a credit up to which it is kept on one line.
_LONGEST_WHOLE = 45


def flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks as this exporter shows them: an extension is its fallback."""
    for block in blocks:
        if isinstance(block, Extension):
            yield from flat(block.fallback)
        else:
            yield block


def body(blocks: Sequence[Block], document: Document) -> str:
    """Return all blocks as the content of the body.

    A page break belongs to the paragraph after it, and none is needed before a chapter, which starts a page anyway:
    so no page stays empty.
    """
    written: list[str] = []
    breaks = False
    for block in blocks:
        if isinstance(block, PageBreak):
            breaks = bool(written)
            continue
        if (breaks and not _starts_page(block)) or (written and isinstance(block, Contents)):
            written.append('<w:p><w:pPr><w:pStyle w:val="Gap"/><w:pageBreakBefore/></w:pPr></w:p>')
        breaks = isinstance(block, Contents)
        written.append(_block(block, document))
    return "".join(written)


def _starts_page(block: Block) -> bool:
    return isinstance(block, Heading) and block.level <= 1


def _block(block: Block, document: Document) -> str:
    match block:
        case Paragraph():
            style = _STYLES[block.role]
            return f"<w:p>{style and f'<w:pPr>{style}</w:pPr>'}{document.words.runs(block.content)}</w:p>"
        case Heading():
            return _heading(block, document)
        case ListBlock():
            return _list(block, document, 0)
        case Table():
            return tables.table(block, document)
        case Tiles():
            return tables.tiles(block, document)
        case Gallery():
            return tables.gallery(block, document)
        case Picture():
            return _picture(block, document)
        case Chart():
            return _chart(block, document)
        case Contents():
            return contents(block, document)
        case Extension():
            return body(tuple(flat(block.fallback)), document)
        case PageBreak():
            return ""
        case _:
            assert_never(block)


def _heading(heading: Heading, document: Document) -> str:
    entry, identifier = document.next_heading(), document.words.next_id()
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Heading{entry.level}"/></w:pPr>'
        f'<w:bookmarkStart w:id="{identifier}" w:name="{entry.bookmark}"/>{document.words.runs(heading.content)}'
        f'<w:bookmarkEnd w:id="{identifier}"/></w:p>'
    )


def _list(block: ListBlock, document: Document, depth: int) -> str:
    level = min(depth, LIST_LEVELS - 1)
    number = document.new_list(level) if block.is_ordered else BULLETS
    style = "ListNumber" if block.is_ordered else "ListBullet"
    face = f'<w:pStyle w:val="{style}"/><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    written = []
    for item in block.items:
        # The last paragraph of a whole list keeps the distance of a paragraph, not that of an item.
        is_last = depth == 0 and item is block.items[-1] and not item.below
        space = _AFTER_LIST if is_last else ""
        written.append(f"<w:p><w:pPr>{face}{space}</w:pPr>{document.words.runs(item.content)}</w:p>")
        written += [_list(below, document, depth + 1) for below in item.below]
    return "".join(written)


def _picture(picture: Picture, document: Document) -> str:
    caption = document.words.runs(picture.caption)
    if picture.credit:
        credit = label("report.photo-credit", document.language).format(credit=picture.credit)
        if len(credit) <= _LONGEST_WHOLE:
            credit = credit.replace(" ", "\u00a0")
        caption += f"<w:r>{text(f'  ·  {credit}' if caption else credit)}</w:r>"
    if picture.image is None:
        drawing = document.pictures.placeholder(plain(picture.caption))
    else:
        drawing = document.pictures.inline(picture.image, picture.alt)
    below = f'<w:p><w:pPr><w:pStyle w:val="Caption"/></w:pPr>{caption}</w:p>' if caption else ""
    style = "Picture" if caption else "Drawing"
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{drawing}</w:p>{below}'


def _chart(chart: Chart, document: Document) -> str:
    runs = document.words.runs(chart.caption)
    above = f'<w:p><w:pPr><w:pStyle w:val="TableCaption"/></w:pPr>{runs}</w:p>' if chart.caption else ""
    if not is_drawable(chart):
        return f'{above}<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr><w:r>{text(chart.alt)}</w:r></w:p>'
    bookmark = document.place(f"_chart_{digest([chart.key], 12)}")
    return f'{above}<w:p><w:pPr><w:pStyle w:val="Drawing"/></w:pPr>{document.charts.inline(chart, bookmark)}</w:p>'
