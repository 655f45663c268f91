"""The cover, headers, footers and document properties: what surrounds the blocks. Knows no block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kcss_core.report.report import Report
from kcss_core.vocabulary import label
from kcss_docx.design import (
    ACCENT,
    EMU_PER_MM,
    EMU_PER_TWIP,
    HEADER_DISTANCE,
    MARGIN_BOTTOM,
    MARGIN_SIDE,
    MARGIN_TOP,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    TEXT_WIDTH,
)
from kcss_docx.inline import DOCUMENT, text
from kcss_docx.markup import DECLARATION, NAMESPACES, escape, locale
from kcss_docx.pictures import solid

if TYPE_CHECKING:
    from kcss_docx.document import Document

_BAND_WIDTH = 14 * EMU_PER_MM
_LOGO_ROOM = 60 * EMU_PER_MM, 22 * EMU_PER_MM
_LONG_TITLE = 57  # letters: three lines of the larger style
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml."

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
#: Word refuses longer ones.
_LONGEST_PROPERTY = 255


def cover(report: Report, document: Document) -> str:
    """Return the cover: a section of its own, without header and page number."""
    shown = report.cover
    lines, is_long = [], len(shown.title) > _LONG_TITLE
    # Where the rest stands, as far as it can be told from here: millimeters that lines take at their sizes.
    taken = 40 + (12 * -(-len(shown.title) // 26) if is_long else 17 * -(-len(shown.title) // 19))
    taken += 8 * -(-len(shown.subtitle) // 46) + (40 if shown.period else 0) + (30 if shown.logo else 0)
    taken += 5 * -(-len(shown.note) // 100)
    free = max((PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM) * EMU_PER_TWIP // EMU_PER_MM - taken, 0)
    picture = min(free - 12, 106) if shown.image is not None else 0
    above = min(max(free - picture, 0), 62)
    if shown.logo is not None:
        alt = label("report.logo-of", report.language).format(name=shown.organization)
        drawing = document.pictures.inline(shown.logo, alt, room=_LOGO_ROOM)
        lines.append(f'<w:p><w:pPr><w:pStyle w:val="Drawing"/></w:pPr>{drawing}</w:p>')
    lines.append(_line("CoverOrganization", shown.organization))
    # Space that belongs to this page only, so it stands here and not in the style.
    space = f'<w:spacing w:before="{round(above * EMU_PER_MM / EMU_PER_TWIP)}"/>'
    lines.append(_line("TitleLong" if is_long else "Title", shown.title, space))
    if shown.subtitle:
        lines.append(_line("Subtitle", shown.subtitle))
    if shown.period:
        lines.append(_line("CoverPeriod", shown.period))
    if shown.image is not None:
        room = TEXT_WIDTH * EMU_PER_TWIP, max(picture, 40) * EMU_PER_MM
        drawing = document.pictures.inline(shown.image, shown.image_alt, room=room)
        lines.append(f'<w:p><w:pPr><w:pStyle w:val="Drawing"/></w:pPr>{drawing}</w:p>')
    if shown.note:
        # A frame at the foot of the page, however much stands above it.
        frame = (
            f'<w:framePr w:w="{TEXT_WIDTH}" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin" '
            'w:xAlign="left" w:yAlign="bottom"/>'
        )
        lines.append(f'<w:p><w:pPr><w:pStyle w:val="CoverNote"/>{frame}</w:pPr><w:r>{text(shown.note)}</w:r></w:p>')
    header = "word/header1.xml"
    band = document.pictures.anchored(
        solid(ACCENT), header, x=0, y=0, width=_BAND_WIDTH, height=PAGE_HEIGHT * EMU_PER_TWIP
    )
    section = _section(
        _margin_part(document, "header", 1, f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{band}</w:p>'),
        _margin_part(document, "footer", 1, '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr></w:p>'),
    )
    lines.append(f'<w:p><w:pPr><w:pStyle w:val="Gap"/>{section}</w:pPr></w:p>')
    return "".join(lines)


def last_section(report: Report, document: Document) -> str:
    """Return the section of everything after the cover: header, footer, pages counted from 1."""
    draft = f" · {label('report.draft', report.language)}" if report.is_draft else ""
    page = (
        '<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return _section(
        _margin_part(document, "header", 2, _line("Header", f"{report.cover.organization}\t{report.title}{draft}")),
        _margin_part(document, "footer", 2, f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{page}</w:p>'),
        first_page=1,
    )


def _line(style: str, words: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr><w:r>{text(words)}</w:r></w:p>'


def _margin_part(document: Document, kind: str, number: int, xml: str) -> str:
    """Add a header or footer and return the reference to it."""
    root = "hdr" if kind == "header" else "ftr"
    name = document.package.add(
        f"word/{kind}{number}.xml", f"{DECLARATION}<w:{root} {NAMESPACES}>{xml}</w:{root}>", f"{_KIND}{kind}+xml"
    )
    return f'<w:{kind}Reference w:type="default" r:id="{document.package.relate(DOCUMENT, kind, name)}"/>'


def _section(*references: str, first_page: int | None = None) -> str:
    numbering = "" if first_page is None else f'<w:pgNumType w:start="{first_page}"/>'
    return (
        f'<w:sectPr>{"".join(references)}<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{MARGIN_TOP}" w:right="{MARGIN_SIDE}" w:bottom="{MARGIN_BOTTOM}" w:left="{MARGIN_SIDE}" '
        f'w:header="{HEADER_DISTANCE}" w:footer="{HEADER_DISTANCE}" w:gutter="0"/>{numbering}<w:cols w:space="708"/>'
        "</w:sectPr>"
    )


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
