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
    Listed,
    PageBreak,
    Paragraph,
    ParagraphRole,
    Picture,
    Table,
    Tiles,
    plain,
)
from kcss_core.vocabulary import label
from kcss_docx.charts import chart_bookmark, fingerprint_of, is_drawable
from kcss_docx.columns import Columns, columns_of
from kcss_docx.contents import contents
from kcss_docx.design import EMU_PER_TWIP
from kcss_docx.drawings import FRAME, LONGEST_ALT
from kcss_docx.galleries import gallery
from kcss_docx.grids import without_gaps_at_end
from kcss_docx.inline import text
from kcss_docx.markup import digest, one_line
from kcss_docx.pictures import form
from kcss_docx.side_by_side import fit_together, row_widths, side_by_side
from kcss_docx.store import KeptChart
from kcss_docx.tables import table
from kcss_docx.tiles import tiles
from kcss_docx.values import mark

if TYPE_CHECKING:
    from kcss_docx.document import Document

_STYLES = {
    ParagraphRole.BODY: "",
    ParagraphRole.LEAD: '<w:pStyle w:val="Lead"/>',
    ParagraphRole.QUOTE: '<w:pStyle w:val="Quote"/>',
    ParagraphRole.NOTE: '<w:pStyle w:val="Note"/>',
}


_AFTER_LIST = '<w:spacing w:after="240"/>'
# What follows a cell brings its own distance.
_IN_CELL = '<w:spacing w:after="160"/>'
#: Letters of a paragraph up to which it is kept with the list that it leads to: three lines.
_LONGEST_LEADING = 260
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
    groups = list(_groups(blocks, document.line))
    for group, following in zip(groups, [*groups[1:], ()], strict=False):
        block = group[0]
        if isinstance(block, PageBreak):
            breaks = bool(written)
            continue
        upright = document.house.page
        columns = columns_of(block) if isinstance(block, Table) else None
        is_wide = columns is not None and columns.are_wide(upright.text_width)
        if is_wide is (document.page is upright):
            _turn(written, document, is_wide=is_wide)  # a new sheet is a new page
        elif (breaks and not _starts_page(block)) or (written and _is_list_of_chapters(block)):
            written.append('<w:p><w:pPr><w:pStyle w:val="Gap"/><w:pageBreakBefore/></w:pPr></w:p>')
        breaks = isinstance(block, Contents) and not (following and isinstance(following[0], Contents))
        if len(group) > 1:
            written.append(_pictures(group, document))
        elif isinstance(block, Paragraph):
            written.append(_paragraph(block, following, document))
        else:
            written.append(_block(block, columns, document))
        if following and isinstance(following[0], Heading):
            # A heading brings its own distance, and no table touches it.
            written[-1] = without_gaps_at_end(written[-1])
    return "".join(written)


def _turn(written: list[str], document: Document, *, is_wide: bool) -> None:
    """Turn the sheet for a table that is too wide, or back again; headings over the table go with it."""
    at = len(written)
    while is_wide and at and written[at - 1].startswith('<w:p><w:pPr><w:pStyle w:val="Heading'):
        at -= 1
    if at:
        written.insert(at, section_end(document))
    document.page = document.house.page.turned() if is_wide else document.house.page


def section_end(document: Document) -> str:
    """Return the end of a section on the sheet that is written on now."""
    return f'<w:p><w:pPr><w:pStyle w:val="Gap"/>{document.sections.text(document.page)}</w:pPr></w:p>'


def _groups(blocks: Sequence[Block], line: int) -> Iterator[tuple[Block, ...]]:
    """Yield blocks one by one, but two pictures that follow each other together, if they fit."""
    at = 0
    while at < len(blocks):
        forms = [_form(block) for block in blocks[at : at + 2] if isinstance(block, Picture)]
        count = 2 if len(forms) == 2 and fit_together(forms, line) else 1
        yield tuple(blocks[at : at + count])
        at += count


def _form(picture: Picture) -> float:
    return FRAME if picture.image is None else form(picture.image)


def _paragraph(block: Paragraph, following: Sequence[Block], document: Document) -> str:
    """Return a paragraph; one that leads to figures, and a short one that leads to a list, stays with them."""
    face = _STYLES[block.role]
    if not face and document.house.body:
        face = f'<w:pStyle w:val="{document.house.body}"/>'
    match following:
        case (Tiles(),):
            face += "<w:keepNext/>"
        # LibreOffice would carry a long one over whole, though a list can well begin on the next page.
        case (ListBlock(),) if len(plain(block.content)) <= _LONGEST_LEADING:
            face += "<w:keepNext/>"
    return f"<w:p>{face and f'<w:pPr>{face}</w:pPr>'}{document.words.runs(block.content)}</w:p>"


def _starts_page(block: Block) -> bool:
    return isinstance(block, Heading) and block.level <= 1


def _is_list_of_chapters(block: Block) -> bool:
    return isinstance(block, Contents) and block.of is Listed.HEADINGS


def _block(block: Block, columns: Columns | None, document: Document) -> str:
    match block:
        case Paragraph():
            return _paragraph(block, (), document)
        case Heading():
            return _heading(block, document)
        case ListBlock():
            return _list(block, document, 0)
        case Table():
            return table(block, columns or columns_of(block), document)
        case Tiles():
            return tiles(block, document)
        case Gallery():
            return gallery(block, document)
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
        f'<w:p><w:pPr><w:pStyle w:val="Heading{entry.level}"/>{_breaking(entry.level, document)}</w:pPr>'
        f'<w:bookmarkStart w:id="{identifier}" w:name="{entry.bookmark}"/>{document.words.runs(heading.content)}'
        f'<w:bookmarkEnd w:id="{identifier}"/></w:p>'
    )


def _breaking(level: int, document: Document) -> str:
    """Return what lets a chapter start a page where its style does not."""
    return "<w:pageBreakBefore/>" if level == 1 and not document.house.starts_pages else ""


def _list(block: ListBlock, document: Document, depth: int) -> str:
    level = min(depth, document.house.lists.levels - 1)
    number = document.new_list(level) if block.is_ordered else document.house.lists.bullets
    style = "ListNumber" if block.is_ordered else "ListBullet"
    style = f'<w:pStyle w:val="{style}"/>'
    face = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    written, last = [], len(block.items) - 1
    for place, item in enumerate(block.items):
        # The last paragraph of a whole list keeps the distance of a paragraph, not that of an item.
        space = _AFTER_LIST if depth == 0 and place == last and not item.below else ""
        # Neither the first nor the last item stands alone on a page.
        keep = "<w:keepNext/>" if depth == 0 and place != last and place in (0, last - 1) else ""
        written.append(f"<w:p><w:pPr>{style}{keep}{face}{space}</w:pPr>{document.words.runs(item.content)}</w:p>")
        written += [_list(below, document, depth + 1) for below in item.below]
    return "".join(written)


def _picture(picture: Picture, document: Document) -> str:
    caption = _caption(picture, document)
    style = "Picture" if caption else "Drawing"
    drawing = _drawing(picture, document, document.pictures.room_of(picture.image))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{drawing}</w:p>{caption}'


def _pictures(pictures: Sequence[Block], document: Document) -> str:
    """Return pictures side by side, each above its caption."""
    shown = [picture for picture in pictures if isinstance(picture, Picture)]
    widths = row_widths([_form(picture) for picture in shown], document.line)
    cells = [
        (
            _drawing(picture, document, (width * EMU_PER_TWIP, document.page.height * EMU_PER_TWIP)),
            _caption(picture, document, space=_IN_CELL),
        )
        for width, picture in zip(widths, shown, strict=True)
    ]
    said = [plain(picture.caption) or picture.alt for picture in shown]
    return side_by_side(widths, cells, "; ".join(filter(None, said)))


def _drawing(picture: Picture, document: Document, room: tuple[int, int]) -> str:
    if picture.image is None:
        return document.pictures.placeholder(plain(picture.caption), room)
    return document.pictures.inline(picture.image, picture.alt, room=room)


def _caption(picture: Picture, document: Document, *, space: str = "") -> str:
    caption = document.label(picture) + document.words.runs(picture.caption)
    if picture.credit:
        credit = label("report.photo-credit", document.language).format(credit=picture.credit)
        if len(credit) <= _LONGEST_WHOLE:
            credit = credit.replace(" ", "\u00a0")
        caption += f"<w:r>{text(f'  ·  {credit}' if caption else credit)}</w:r>"
    return f'<w:p><w:pPr><w:pStyle w:val="Caption"/>{space}</w:pPr>{caption}</w:p>' if caption else ""


def _chart(chart: Chart, document: Document) -> str:
    above = document.caption_above(chart)
    bookmark = document.place(f"_chart_{digest([chart.key], 12)}")
    if chart.key:
        kept = document.kept_charts[bookmark] = _kept(chart, document)
        bookmark = chart_bookmark(bookmark, kept.data)
    if not is_drawable(chart):
        words_ = f"<w:r>{text(chart.alt)}</w:r>"
        if chart.key:
            number = document.words.next_id()
            words_ = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark}"/>{words_}<w:bookmarkEnd w:id="{number}"/>'
        return f'{above}<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr>{words_}</w:p>'
    return f'{above}<w:p><w:pPr><w:pStyle w:val="Drawing"/></w:pPr>{document.charts.inline(chart, bookmark)}</w:p>'


def _kept(chart: Chart, document: Document) -> KeptChart:
    """Return what is kept of a chart, to see later whether somebody has changed it."""
    return KeptChart(
        data=fingerprint_of(chart) if is_drawable(chart) else "",
        alt=mark(one_line(chart.alt, LONGEST_ALT)),
        size=document.charts.size(chart),
        kind=chart.kind,
        is_share=chart.is_share,
        categories=chart.categories,
        series=tuple((one.name, tuple(value.address for value in one.values)) for one in chart.series),
        is_hiding=any(value.hidden for series in chart.series for value in series.values),
    )
