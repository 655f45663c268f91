"""Writes a report of kcss-core as a Word document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcss_core.export import Exporter
from kcss_core.frozen import frozen
from kcss_core.plugins import hookimpl
from kcss_core.problems import Problem
from kcss_core.report.report import Report

if TYPE_CHECKING:
    import click

    from kcss_docx.alive import audit, opened, refresh, remember, report_behind

#: What scripts use: none of it is imported before it is.
__all__ = ["DocxOptions", "audit", "opened", "refresh", "remember", "report_behind"]


@frozen(kw_only=True)
class DocxOptions:
    """What can be chosen for a Word document.

    Attributes:
        pages: Whether the contents bear page numbers; LibreOffice lays the pages out, which takes some seconds.
        pdf: Whether a PDF is written beside the document, with tags for screen readers, by LibreOffice.
        bind: Whether typing over a number in Word changes all its places at once; better not where a team edits mostly
            in LibreOffice or Google Docs.
        template: House style, a .docx or .dotx file, instead of the one that report.toml names.
    """

    pages: bool = False
    pdf: bool = False
    bind: bool = True
    template: str = ""


def _render(report: Report, options: DocxOptions) -> bytes:
    from kcss_docx.exporter import render

    return render(report, pages=options.pages, bind=options.bind, template=_template(report, options))


def _template(report: Report, options: DocxOptions) -> Path | None:
    return Path(options.template) if options.template else report.template


def _remarks(report: Report, options: DocxOptions) -> Iterable[Problem]:
    template = _template(report, options)
    if template is None:
        return ()
    from kcss_docx.survey import remarks

    return remarks(template, report.language)


def _beside(data: bytes, options: DocxOptions) -> Mapping[str, bytes]:
    if not options.pdf:
        return {}
    from kcss_docx.office import tagged_pdf

    return {".pdf": tagged_pdf(data)}


def _is_untouched(data: bytes) -> bool:
    from kcss_docx.package import is_untouched

    return is_untouched(data)


@hookimpl
def kcss_exporters() -> Iterable[Exporter]:
    """Return the exporter ``docx``."""
    return (
        Exporter(
            name="docx",
            suffix=".docx",
            summary="Word document with living figures, native charts and complete contents",
            options=DocxOptions,
            render=_render,
            is_untouched=_is_untouched,
            remarks=_remarks,
            beside=_beside,
        ),
    )


@hookimpl
def kcss_commands() -> Iterable[click.Command]:
    """Return ``kcss docx``."""
    from kcss_docx.commands import command

    return (command,)


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kcss_docx import alive

    return getattr(alive, name)
