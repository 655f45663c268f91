"""The cover and the document properties: what stands before the blocks and around them. Knows no block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import evolve

from kcss_core.reading.images import Image
from kcss_core.report.report import Cover, Report
from kcss_core.vocabulary import label
from kcss_docx.design import ACCENT, EMU_PER_MM, EMU_PER_TWIP, PAGE_HEIGHT, SERIES, Page
from kcss_docx.house import CoverKind
from kcss_docx.inline import text
from kcss_docx.markup import DECLARATION, escape, locale
from kcss_docx.pictures import solid
from kcss_docx.template import PERIOD_SIZES

if TYPE_CHECKING:
    from kcss_docx.document import Document

# The cover from above, in millimeters of a page as high as A4: the color field, with an image below it, and the foot
# for logo and note.
_A4 = PAGE_HEIGHT * EMU_PER_TWIP // EMU_PER_MM
_TOP = 29
_FOOT = 15  # below the note
_FIELD, _FIELD_OVER_IMAGE = 204, 150
_LOWEST = 244  # where the field, or the image below it, ends at the latest
_STRIPE = 3  # a lighter edge of the field
_LEAST_GAP, _BELOW = 14, 16  # above the period; below the last line of the field
_LEAST_IMAGE = 45
_LOGO = 62, 17
_LONG_TITLE = 57  # letters: three lines of the larger style
_LARGE_PERIOD, _MIDDLE_PERIOD = 5, 9  # letters: "2022", "2021–2022"
_YEAR_AT_END = re.compile(r"(.*\w)\s+(\d{4}(?:[–/-]\d{2,4})?\.?)")
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
#: Word refuses longer ones.
_LONGEST_PROPERTY = 255


def cover(report: Report, document: Document) -> str:
    """Return the cover: a section of its own, without page number; nothing where a template brings its first pages."""
    kind = document.house.cover
    if kind is CoverKind.NONE:
        return ""
    shown = _with_period(report.cover)
    lines = _field_cover(shown, report, document) if kind is CoverKind.FIELD else _plain_cover(shown, report, document)
    if shown.note:
        # A frame at the foot of the page, however much stands above it.
        frame = (
            f'<w:framePr w:w="{document.line}" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin" '
            'w:xAlign="left" w:yAlign="bottom"/>'
        )
        lines.append(f'<w:p><w:pPr><w:pStyle w:val="CoverNote"/>{frame}</w:pPr><w:r>{text(shown.note)}</w:r></w:p>')
    lines.append(f'<w:p><w:pPr><w:pStyle w:val="Gap"/>{document.sections.cover()}</w:pPr></w:p>')
    return "".join(lines)


def _field_cover(shown: Cover, report: Report, document: Document) -> list[str]:
    """Return a cover whose words stand on a field of color.

    The field bears organization, period, title and subtitle; an image stands below it; logo and note stand at the foot,
    on white, for which logos are made.
    """
    page, house = document.page, document.house
    high = page.height * EMU_PER_TWIP // EMU_PER_MM
    # Lower pages get a lower field, and what does not shrink with them, the words, takes more of it.
    part = high / _A4
    is_long = len(shown.title) > _LONG_TITLE * page.text_width / Page().text_width
    period = _period_style(shown, is_long=is_long or part < 0.8)
    taken = _taken(shown, period, page, is_long=is_long)
    note = min(4.2 * -(-len(shown.note) // 95), high / 4)
    lowest = min(round(_LOWEST * part), round(high - _FOOT - note - (_LOGO[1] + 14 if shown.logo else 8)))
    lowest = max(lowest, 2 * _LEAST_IMAGE)  # of a page so low that all of it cannot stand one below the other
    # Words that need more than the field can give bear its color themselves, and so stand before an image.
    least = round((_FIELD if shown.image is None else _FIELD_OVER_IMAGE) * part)
    most = lowest if shown.image is None else max(lowest - _LEAST_IMAGE, 1)
    field = min(max(taken, least), most)
    ground = [
        _area(document, house.color(ACCENT), 0, field),
        _area(document, house.color(SERIES[1]), field, _STRIPE),
    ]
    lines = [
        f'<w:p><w:pPr><w:pStyle w:val="CoverOrganization"/></w:pPr>{"".join(ground)}'
        f"<w:r>{text(shown.organization)}</w:r></w:p>"
    ]
    # Space that belongs to this page only, so it stands here and not in the style: the words stand low in the field.
    above = round(max(field - taken + _LEAST_GAP, _LEAST_GAP) * EMU_PER_MM / EMU_PER_TWIP)
    said = [("TitleLong" if is_long else "Title", shown.title), (period, shown.period), ("Subtitle", shown.subtitle)]
    for style, words in said:
        if words:
            lines.append(_line(style, words, f'<w:spacing w:before="{above}"/>' if above else ""))
            above = 0
    if shown.image is not None:
        lines.append(_image(document, shown.image, shown.image_alt, field + _STRIPE, lowest))
    if shown.logo is not None:
        alt = label("report.logo-of", report.language).format(name=shown.organization)
        room = _LOGO[0] * EMU_PER_MM, _LOGO[1] * EMU_PER_MM
        y = round(high - _FOOT - note - _LOGO[1] - 6) * EMU_PER_MM
        drawing = document.pictures.inline(shown.logo, alt, room=room)
        lines.append(_framed(drawing, page.left * EMU_PER_TWIP, y, room))
    return lines


def _plain_cover(shown: Cover, report: Report, document: Document) -> list[str]:
    """Return a cover in the title styles of the house, on its own paper: words in the upper third, an image below."""
    page = document.page
    lines = []
    # In the upper half, higher where an image stands below; nothing is in the middle of the page.
    above = page.text_height * 3 // (16 if shown.image is not None else 11)
    if shown.logo is not None and not document.sections.bears_picture:
        alt = label("report.logo-of", report.language).format(name=shown.organization)
        drawing = document.pictures.inline(shown.logo, alt, room=(_LOGO[0] * EMU_PER_MM, _LOGO[1] * EMU_PER_MM))
        lines.append(f'<w:p><w:pPr><w:pStyle w:val="Drawing"/></w:pPr>{drawing}</w:p>')
        above //= 2
    lines.append(_line("CoverOrganization", shown.organization, f'<w:spacing w:before="{above}" w:after="240"/>'))
    lines.append(_line("Title", shown.title))
    if shown.period:
        small = len(shown.period) > _MIDDLE_PERIOD
        lines.append(_line("CoverPeriodLongest" if small else "CoverPeriodLong", shown.period))
    if shown.subtitle:
        lines.append(_line("Subtitle", shown.subtitle))
    if shown.image is not None:
        room = document.line * EMU_PER_TWIP, page.text_height * EMU_PER_TWIP * 2 // 5
        drawing = document.pictures.inline(shown.image, shown.image_alt, room=room)
        space = '<w:spacing w:before="480"/>'
        lines.append(f'<w:p><w:pPr><w:pStyle w:val="Drawing"/>{space}</w:pPr>{drawing}</w:p>')
    return lines


def _with_period(shown: Cover) -> Cover:
    """Return the cover with the year that ends its title as its period, unless it has one: it is said once, large."""
    if shown.period or not (found := _YEAR_AT_END.fullmatch(shown.title)):
        return shown
    return evolve(shown, title=found[1], period=found[2])


def _period_style(shown: Cover, *, is_long: bool) -> str:
    """Return the largest style in which the period stays on one line; smaller where the title needs the room."""
    largest, middle, least = (name.replace(" ", "") for name in PERIOD_SIZES)
    if len(shown.period) > _MIDDLE_PERIOD:
        return least
    return largest if len(shown.period) <= _LARGE_PERIOD and not (is_long and shown.image) else middle


def _taken(shown: Cover, period: str, page: Page, *, is_long: bool) -> int:
    """Return how much of the field its words need with the least white, in millimeters, by letters a line."""
    size = {name.replace(" ", ""): size for name, size in PERIOD_SIZES.items()}[period]
    share = page.text_width / Page().text_width  # of the letters that a line of the built-in page holds

    def lines(words: str, letters: int) -> int:
        return -(-len(words) // max(round(letters * share), 1))

    taken = _TOP + 7 * lines(shown.organization, 50) + _LEAST_GAP + _BELOW
    height = lines(shown.period, 20) if size <= 72 else 1
    taken += round(height * size * 0.19) + 2 if shown.period else 0
    taken += (12 * lines(shown.title, 25) if is_long else 17 * lines(shown.title, 18)) + 4
    return taken + 8 * lines(shown.subtitle, 45)


def _area(document: Document, color: str, top: int, height: int) -> str:
    """Return an area of color across the page (millimeters).

    It stands in the body: what stands in a header is shown pale while the body is edited.
    """
    # A millimeter more on either side: else a hair of paper shines through at the edge.
    width = document.page.width * EMU_PER_TWIP + 2 * EMU_PER_MM
    return document.pictures.area(
        solid(color), x=-EMU_PER_MM, y=top * EMU_PER_MM, width=width, height=height * EMU_PER_MM
    )


def _image(document: Document, image: Image, alt: str, top: int, end: int) -> str:
    """Return the image across the page, or, where it is too small or too high for that, whole within the margins."""
    across = document.page.width * EMU_PER_TWIP, (end - top) * EMU_PER_MM
    filled = document.pictures.filling(image, alt, room=across)
    if filled is not None:
        return _framed(filled, 0, top * EMU_PER_MM, across)
    within = document.line * EMU_PER_TWIP, (end - top - 10) * EMU_PER_MM
    drawing = document.pictures.inline(image, alt, room=within)
    return _framed(drawing, document.page.left * EMU_PER_TWIP, (top + 10) * EMU_PER_MM, within)


def _framed(drawing: str, x: int, y: int, room: tuple[int, int]) -> str:
    """Return a picture in a line of its own at a place of the page (EMU).

    A frame holds the line: a picture that floats by itself is hard to reach for who reads by ear.
    """
    width, height, left, top = (round(size / EMU_PER_TWIP) for size in (*room, x, y))
    # Word takes a place of 0 for none.
    frame = (
        f'<w:framePr w:w="{width}" w:h="{height}" w:hRule="exact" w:wrap="around" w:vAnchor="page" w:hAnchor="page" '
        f'w:x="{max(left, 1)}" w:y="{max(top, 1)}"/><w:spacing w:before="0" w:after="0"/>'
    )
    return f'<w:p><w:pPr><w:pStyle w:val="Drawing"/>{frame}</w:pPr>{drawing}</w:p>'


def _line(style: str, words: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr><w:r>{text(words)}</w:r></w:p>'


def add_properties(report: Report, document: Document) -> None:
    """Add title, author, subject, keywords, language and the day that the report bears; never today's."""

    def element(name: str, words: str) -> str:
        return f"<{name}>{escape(words[:_LONGEST_PROPERTY])}</{name}>" if words else ""

    day = "" if report.date is None else f"{report.date.last.isoformat()}T00:00:00Z"
    stamps = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day}</dcterms:{name}>' for name in ("created", "modified") if day
    )
    core = (
        element("dc:title", report.title)
        + element("dc:subject", report.subject)
        + element("dc:creator", report.author or report.cover.organization)
        + element("cp:keywords", ", ".join(report.keywords))
        + element("dc:language", locale(report.language))
        + element("cp:lastModifiedBy", report.author or report.cover.organization)
        + stamps
    )
    package = document.package
    part = package.add(
        "docProps/core.xml",
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{core}</cp:coreProperties>",
        "application/vnd.openxmlformats-package.core-properties+xml",
    )
    package.relate(
        "", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", part
    )
    part = package.add(
        "docProps/app.xml",
        f'{DECLARATION}<Properties xmlns="{_EXTENDED}"><Application>kcss-docx</Application>'
        f"{element('Company', report.cover.organization)}</Properties>",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    )
    package.relate("", "extended-properties", part)
