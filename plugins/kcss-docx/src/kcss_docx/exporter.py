"""From a report to the bytes of a Word document: the parts put together. Knows no block and no style."""

from __future__ import annotations

from collections.abc import Mapping

from kcss_core.errors import FileError
from kcss_core.report.report import Report
from kcss_docx import template
from kcss_docx.blocks import body, flat
from kcss_docx.document import Document
from kcss_docx.front import add_properties, cover, last_section
from kcss_docx.inline import DOCUMENT
from kcss_docx.markup import DECLARATION, NAMESPACES
from kcss_docx.store import PROPERTIES_TYPE, STORE_PART, STORE_PROPERTIES_PART, Store, store_properties

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def render(report: Report, *, pages: bool = False, bind: bool = True) -> bytes:
    """Return a report as a Word document; the same report gives the same bytes.

    Args:
        pages: Whether LibreOffice lays the pages out, so that the contents bear page numbers.
        bind: Whether all places of one value change when one is typed over.

    Raises:
        FileError: A picture cannot be shown, or pages are asked for and LibreOffice is missing or fails.
    """
    if report.template is not None:
        raise FileError(
            f"report.toml template: expected none, got {report.template!r}; Word documents have the built-in house "
            "style only: remove the line"
        )
    if not pages:
        return compose(report, None, bind=bind).package.to_bytes()
    from kcss_docx.pages import pages_of

    numbers = pages_of(compose(report, {}, bind=bind).package.to_bytes())
    return compose(report, numbers, bind=bind).package.to_bytes()


def compose(report: Report, pages: Mapping[str, int] | None = None, *, bind: bool = True) -> Document:
    """Return a report with all its parts written.

    Args:
        pages: Page of each heading; None for contents without page numbers, which are set in another way.
    """
    blocks = tuple(flat(report.blocks))
    document = Document(blocks, report.language, pages or {}, bind=bind)
    xml = [cover(report, document), body(blocks, document), last_section(report, document)]
    package = document.package
    package.add(
        DOCUMENT,
        f"{DECLARATION}<w:document {NAMESPACES}><w:body>{''.join(xml)}</w:body></w:document>",
        f"{_WORD}document.main+xml",
    )
    package.relate("", "officeDocument", DOCUMENT)
    for name, data, kind in (
        ("styles", template.styles(report.language, has_pages=pages is not None), f"{_WORD}styles+xml"),
        ("numbering", template.numbering(document.restarts), f"{_WORD}numbering+xml"),
        ("settings", template.settings(report.language), f"{_WORD}settings+xml"),
        ("fontTable", template.fonts(), f"{_WORD}fontTable+xml"),
        ("theme", template.theme(), "application/vnd.openxmlformats-officedocument.theme+xml"),
    ):
        part = f"word/{'theme/theme1' if name == 'theme' else name}.xml"
        package.relate(DOCUMENT, name, package.add(part, data, kind))
    values = document.words.values.stored()
    if values:
        store = Store(
            report=report.id,
            organization=report.edition.dataset.organization.id,
            period=str(report.edition.period),
            language=report.language,
            is_draft=report.is_draft,
            is_bound=bind,
            values=values,
        )
        package.relate(DOCUMENT, "customXml", package.add(STORE_PART, store.to_xml()))
        properties = package.add(STORE_PROPERTIES_PART, store_properties(), PROPERTIES_TYPE)
        package.relate(STORE_PART, "customXmlProps", properties)
    add_properties(report, document)
    return document
