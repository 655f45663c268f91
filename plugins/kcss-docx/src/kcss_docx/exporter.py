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
from kcss_docx.values import STORE_PART, STORE_PROPERTIES_PART, store_properties

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def render(report: Report, *, pages: bool = False) -> bytes:
    """Return a report as a Word document; the same report gives the same bytes.

    Args:
        pages: Whether LibreOffice lays the pages out, so that the contents bear page numbers.

    Raises:
        FileError: A picture cannot be shown, or pages are asked for and LibreOffice is missing or fails.
    """
    if report.template is not None:
        raise FileError(
            f"report.toml template: expected none, got {report.template!r}; Word documents have the built-in house "
            "style only: remove the line"
        )
    if not pages:
        return _write(report, None)
    from kcss_docx.pages import pages_of

    return _write(report, pages_of(_write(report, {})))


def _write(report: Report, pages: Mapping[str, int] | None) -> bytes:
    """Return the document. ``pages`` is None for contents without page numbers, which are set in another way."""
    blocks = tuple(flat(report.blocks))
    document = Document(blocks, report.language, pages or {})
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
    if document.words.values:
        package.relate(DOCUMENT, "customXml", package.add(STORE_PART, document.words.values.store()))
        properties = package.add(
            STORE_PROPERTIES_PART,
            store_properties(),
            "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        )
        package.relate(STORE_PART, "customXmlProps", properties)
    add_properties(report, document)
    return package.to_bytes()
