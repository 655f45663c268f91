"""Workbooks as people keep them: two readers, an exporter, commands and a check. Declares no figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kcss_core.export import Exporter
from kcss_core.plugins import hookimpl
from kcss_core.reading.raw import Raw, Reader, Source
from kcss_core.report.directives import NoOptions
from kcss_spreadsheet.signs import is_export

if TYPE_CHECKING:
    import click

    from kcss_core.edition import Edition
    from kcss_core.problems import Problem
    from kcss_core.report.report import Report


def _read(source: Source) -> Raw:
    # Most workspaces hold no workbook, and every command asks for all readers.
    from kcss_spreadsheet.reader import read_workbook

    return read_workbook(source)


def _read_form(source: Source) -> Raw:
    from kcss_spreadsheet.reader import read_form

    return read_form(source)


@hookimpl
def kcss_readers() -> Iterable[Reader]:
    """Return ``spreadsheet`` and ``kobo``."""
    return (
        Reader(
            name="spreadsheet",
            suffixes=(".xlsx", ".xlsm", ".xls", ".ods"),
            summary="Sheets of persons, activities or head counts, and lists, as workbooks",
            read=_read,
        ),
        Reader(
            name="kobo",
            suffixes=(),
            summary="Exports of Kobo and ODK forms, as CSV or workbooks",
            read=_read_form,
            recognizes=is_export,
            is_joining=True,
        ),
    )


def _render(report: Report, options: NoOptions) -> bytes:
    from kcss_spreadsheet.workbook import render

    return render(report, options)


def _is_untouched(data: bytes) -> bool:
    from kcss_spreadsheet.seal import is_untouched

    return is_untouched(data)


@hookimpl
def kcss_exporters() -> Iterable[Exporter]:
    """Return ``xlsx``."""
    summary = "The tables, charts and headline figures as a workbook"
    return (Exporter(name="xlsx", suffix=".xlsx", summary=summary, render=_render, is_untouched=_is_untouched),)


@hookimpl
def kcss_commands() -> Iterable[click.Command]:
    """Return ``kcss template``, ``kcss import`` and ``kcss same-as``."""
    from kcss_spreadsheet.command import command
    from kcss_spreadsheet.import_command import command as import_
    from kcss_spreadsheet.same_as_command import command as same_as

    return (command, import_, same_as)


@hookimpl
def kcss_check(edition: Edition) -> Iterable[Problem]:
    """Return a note where nobody has looked which similar names are one person."""
    from kcss_spreadsheet.doubles import not_looked_at

    return not_looked_at(edition.dataset)
