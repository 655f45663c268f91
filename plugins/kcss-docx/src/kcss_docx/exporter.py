"""From a report to the bytes of a Word document: the parts put together. Knows no block and no style."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kcss_core.report.report import Report
from kcss_docx import template as built_in
from kcss_docx.archive import A_TEMPLATE, read_file
from kcss_docx.blocks import body, flat, section_end
from kcss_docx.document import Document
from kcss_docx.front import add_properties, cover
from kcss_docx.house import BUILT_IN, CoverKind, House
from kcss_docx.inline import DOCUMENT, FOOTNOTES, footnotes
from kcss_docx.markup import DECLARATION, NAMESPACES
from kcss_docx.package import Package
from kcss_docx.store import PROPERTIES_TYPE, STORE_PART, STORE_PROPERTIES_PART, Store, store_properties

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def render(report: Report, *, pages: bool = False, bind: bool = True, template: Path | None = None) -> bytes:
    """Return a report as a Word document; the same report gives the same bytes.

    Args:
        pages: Whether LibreOffice lays the pages out, so that the contents bear page numbers.
        bind: Whether all places of one value change when one is typed over.
        template: House style; None for the built-in one.

    Raises:
        FileError: A picture or template cannot be read, or pages are asked for and LibreOffice is missing or fails.
    """
    if not pages:
        return compose(report, None, bind=bind, template=template).package.to_bytes()
    from kcss_docx.pages import pages_of

    first = compose(report, {}, bind=bind, template=template)
    uncounted = 0 if first.house.cover is CoverKind.NONE else 1
    numbers = pages_of(first.package.to_bytes(), uncounted=uncounted)
    return compose(report, numbers, bind=bind, template=template).package.to_bytes()


def _house(template: Path | None, report: Report, *, has_pages: bool) -> House:
    """Return the house style, read anew for each document, which changes it."""
    if template is None:
        return BUILT_IN
    from kcss_docx.adoption import house_of

    return house_of(read_file(template, A_TEMPLATE), template.name, report.language, has_pages=has_pages)


def compose(
    report: Report, pages: Mapping[str, int] | None = None, *, bind: bool = True, template: Path | None = None
) -> Document:
    """Return a report with all its parts written.

    Args:
        pages: Page of each heading; None for contents without page numbers, which are set in another way.
        template: House style; None for the built-in one.
    """
    document = write_text(report, pages, bind=bind, template=template)
    finish(document, report, has_pages=pages is not None, bind=bind)
    return document


def write_text(
    report: Report, pages: Mapping[str, int] | None = None, *, bind: bool = True, template: Path | None = None
) -> Document:
    """Return a report of which the text is written, with its charts; `finish` adds what every document has."""
    house = _house(template, report, has_pages=pages is not None)
    blocks = tuple(flat(report.blocks))
    document = Document(report, blocks, pages or {}, house, bind=bind)
    xml = house.dressed(cover(report, document) + body(blocks, document))
    if house.cover is CoverKind.NONE:
        before, after = house.template.surrounding() if house.template else ("", "")
        end = "" if document.page is house.page else section_end(document)
        xml = before + xml + end + after
    else:
        xml += document.sections.text(document.page)
    package = document.package
    package.add(
        DOCUMENT,
        f"{DECLARATION}<w:document {NAMESPACES}><w:body>{xml}</w:body></w:document>",
        f"{_WORD}document.main+xml",
    )
    package.relate("", "officeDocument", DOCUMENT)
    notes = document.words.notes
    if notes:
        part = package.add(FOOTNOTES, house.dressed(footnotes(notes)), f"{_WORD}footnotes+xml")
        package.relate(DOCUMENT, "footnotes", part)
    return document


def finish(document: Document, report: Report, *, has_pages: bool = False, bind: bool = True) -> None:
    """Add styles, settings, store and properties to a report of which the text is written."""
    package, template = document.package, document.house.template
    if template is None:
        _add_built_in(package, document, built_in.styles(report.language, has_pages=has_pages))
    else:
        template.finish(package, document.restarts, has_footnotes=bool(document.words.notes))
    values = document.words.values.stored()
    if values or document.kept_charts:
        store = Store(
            report=report.id,
            organization=report.edition.dataset.organization.id,
            period=str(report.edition.period),
            language=report.language,
            is_draft=report.is_draft,
            is_bound=bind,
            values=values,
            tables=document.kept_tables,
            charts=document.kept_charts,
        )
        package.relate(DOCUMENT, "customXml", package.add(STORE_PART, store.to_xml()))
        properties = package.add(STORE_PROPERTIES_PART, store_properties(), PROPERTIES_TYPE)
        package.relate(STORE_PART, "customXmlProps", properties)
    add_properties(report, document)


def _add_built_in(package: Package, document: Document, styles: str) -> None:
    settings = built_in.settings(document.language, has_footnotes=bool(document.words.notes))
    for name, data, kind in (
        ("styles", styles, f"{_WORD}styles+xml"),
        ("numbering", built_in.numbering(document.restarts), f"{_WORD}numbering+xml"),
        ("settings", settings, f"{_WORD}settings+xml"),
        ("fontTable", built_in.fonts(), f"{_WORD}fontTable+xml"),
        ("theme", built_in.theme(), "application/vnd.openxmlformats-officedocument.theme+xml"),
    ):
        part = f"word/{'theme/theme1' if name == 'theme' else name}.xml"
        package.relate(DOCUMENT, name, package.add(part, data, kind))
