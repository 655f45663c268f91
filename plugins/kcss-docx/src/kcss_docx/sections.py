"""Sections: sheets with their margins, headers, footers and page numbers, built in or those of a template."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from kcss_core.report.report import Report
from kcss_core.vocabulary import label
from kcss_docx.design import EMU_PER_MM, EMU_PER_TWIP, MARGIN_TOP, Page
from kcss_docx.house import CoverKind, House
from kcss_docx.inline import DOCUMENT, text
from kcss_docx.markup import DECLARATION, NAMESPACES
from kcss_docx.package import Package

_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_EMPTY = '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr></w:p>'
_PAGE_NUMBER = (
    '<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
#: White below the last line of a cover on a field of color, in millimeters.
_COVER_FOOT = 15


class Sections:
    """The sections of one document, in the order in which they are asked for."""

    def __init__(self, report: Report, house: House, package: Package) -> None:
        self._report = report
        self._house = house
        self._package = package
        self._is_counted = house.cover is CoverKind.NONE
        template = house.template
        self._theirs = {} if template is None else template.install(package, words_of(report))
        self._own: dict[tuple[str, int], str] = {}

    @property
    def bears_picture(self) -> bool:
        """Whether the template's letterhead shows a picture, which is the logo then."""
        template = self._house.template
        return template is not None and template.has_picture

    def cover(self) -> str:
        """Return the section of the cover, which has no page number."""
        page, house = self._house.page, self._house
        if house.cover is CoverKind.FIELD:
            references = self._blank("header") + self._blank("footer")
            foot = evolve(page, top=MARGIN_TOP, bottom=_COVER_FOOT * EMU_PER_MM // EMU_PER_TWIP)
            return self._section(references, foot)
        template = house.template
        assert template is not None
        first = "first" if template.layout.has_title_page else "default"
        header = self._theirs.get(("header", first))
        footer = self._theirs.get(("footer", first))
        if footer is not None and template.numbers_pages(first):
            footer = None
        references = _reference("header", header) if header else self._blank("header")
        references += _reference("footer", footer) if footer else self._blank("footer")
        return self._section(references, page)

    def text(self, sheet: Page) -> str:
        """Return the next section of the report's text; the first one counts its pages from 1."""
        references = self._of_kind("header", sheet) + self._of_kind("footer", sheet)
        numbering = "" if self._is_counted else '<w:pgNumType w:start="1"/>'
        self._is_counted = True
        return self._section(references, sheet, numbering)

    def _of_kind(self, kind: str, sheet: Page) -> str:
        """Return the headers or footers of a section; built-in ones where the template has none."""
        default = self._theirs.get((kind, "default")) or self._built_in(kind, sheet)
        template = self._house.template
        if template is None or not template.has_even_pages:
            return _reference(kind, default)
        return _reference(kind, self._theirs.get((kind, "even"), default), "even") + _reference(kind, default)

    def _built_in(self, kind: str, sheet: Page) -> str:
        """Return the relation of the built-in header or footer for a sheet."""
        key = (kind, sheet.text_width)
        if key not in self._own:
            report = self._report
            if kind == "header":
                draft = f" · {label('report.draft', report.language)}" if report.is_draft else ""
                said = f"{report.cover.organization}\t{report.title}{draft}"
                words = f"<w:r>{text(said)}</w:r>"
            else:
                words = _PAGE_NUMBER
            tabs = ""
            if sheet.text_width != self._house.page.text_width:
                old, new = self._house.page.text_width, sheet.text_width
                tabs = f'<w:tabs><w:tab w:val="clear" w:pos="{old}"/><w:tab w:val="right" w:pos="{new}"/></w:tabs>'
            xml = f'<w:p><w:pPr><w:pStyle w:val="{kind.title()}"/>{tabs}</w:pPr>{words}</w:p>'
            self._own[key] = self._added(kind, xml)
        return self._own[key]

    def _blank(self, kind: str) -> str:
        blank = self._added(kind, _EMPTY)
        template = self._house.template
        even = _reference(kind, blank, "even") if template is not None and template.has_even_pages else ""
        return even + _reference(kind, blank)

    def _added(self, kind: str, xml: str) -> str:
        root = "hdr" if kind == "header" else "ftr"
        data = self._house.dressed(f"{DECLARATION}<w:{root} {NAMESPACES}>{xml}</w:{root}>")
        name = self._package.add(self._package.free_name(f"word/{kind}", "xml"), data, f"{_KIND}{kind}+xml")
        return self._package.relate(DOCUMENT, kind, name)

    def _section(self, references: str, page: Page, numbering: str = "") -> str:
        turned = ' w:orient="landscape"' if page.width > page.height else ""
        borders = "" if self._house.template is None else self._house.template.borders()
        return (
            f'<w:sectPr>{references}<w:pgSz w:w="{page.width}" w:h="{page.height}"{turned}/>'
            f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}" '
            f'w:header="{page.header}" w:footer="{page.footer}" w:gutter="{page.gutter}"/>{borders}{numbering}'
            '<w:cols w:space="708"/></w:sectPr>'
        )


def _reference(kind: str, relation: str, page: str = "default") -> str:
    return f'<w:{kind}Reference w:type="{page}" r:id="{relation}"/>'


def words_of(report: Report) -> Mapping[str, str]:
    """Return the words that bookmarks of a template may ask for, by the name of the bookmark."""
    shown = report.cover
    return {
        "report_title": report.title,
        "report_subtitle": shown.subtitle,
        "report_period": shown.period,
        "report_organization": shown.organization,
        "report_note": shown.note,
    }
