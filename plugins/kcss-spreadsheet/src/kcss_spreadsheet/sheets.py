"""From the bytes of a workbook to sheets with true row numbers. The only place that knows calamine."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.text import did_you_mean
from kcss_spreadsheet.inspection import Inspected, UnsafeError, inspect

#: The hidden sheet of a template, with the words of its drop-downs.
LISTS = "kcss-lists"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@frozen
class ErrorCell:
    """What a formula shows that could not be worked out: ``#N/A``."""

    shown: str


@frozen
class Sheet:
    """One sheet.

    Attributes:
        first_column: Number of the first column that holds anything, from 0; the first cell of each row stands there.
        rows: Rows from row 1 on, leading blank ones included; once only.
        merged: First row, first column, last row, last column of each merged range, from 0.
        is_from_1904: Whether bare numbers in it count days from 1904.
        errors: Row and column, from 0, of cells that hold errors, which calamine shows as empty.
    """

    name: str
    first_column: int
    rows: Iterator[list[Any]] = field(repr=False)
    merged: tuple[tuple[int, int, int, int], ...] = ()
    errors: Mapping[tuple[int, int], str] = MappingProxyType({})
    is_from_1904: bool = False


def sheets_of(
    data: bytes, file: str, only: Sequence[str] = ()
) -> tuple[Iterable[Sheet], tuple[Problem, ...]]:
    """Return the visible sheets of a workbook that hold anything, one by one, and what is wrong with the file.

    Args:
        only: Names of the sheets to read, hidden or not; all visible ones where none is named.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    origin = Origin(file)
    refused = _refused(data, origin)
    if refused is not None:
        return (), (refused,)
    try:
        inspected = inspect(data)
    except UnsafeError as error:
        hint = "delete the rows and columns that only look empty, or split the workbook"
        return (), (Problem("workbook.too-large", str(error), origin, hint=hint),)
    except Exception:  # noqa: BLE001  # broken in one of a hundred ways, all mended alike
        return (), (_broken(origin),)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        return (), (_locked(origin),)
    except CalamineError:
        return (), (_broken(origin),)
    problems = []
    names = []
    for sheet in workbook.sheets_metadata:
        if only:
            continue
        if sheet.visible is SheetVisibleEnum.Visible:
            names.append(sheet.name)
        elif sheet.name != LISTS:
            problems.append(
                Problem(
                    "sheet.hidden",
                    "a hidden sheet is not read",
                    Origin(file, sheet.name),
                    Severity.NOTE,
                    hint=f'to read it, name it in kcss.toml: sheet = "{sheet.name}"',
                )
            )
    for name in only:
        if name in workbook.sheet_names:
            names.append(name)
        else:
            hint = did_you_mean(name, workbook.sheet_names) or f"the sheets are {', '.join(workbook.sheet_names)}"
            problems.append(Problem("sheet.missing", f"expected a sheet {name!r}, got none", origin, hint=hint))
    return _opened(workbook, names, inspected), tuple(problems)


def _opened(workbook: Any, names: Sequence[str], inspected: Inspected) -> Iterator[Sheet]:
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        ranges = sheet.merged_cell_ranges
        merged = (
            inspected.merged.get(name, ())
            if ranges is None
            else tuple((*first, *last) for first, last in ranges)
        )
        errors = inspected.errors.get(name, {})
        yield Sheet(name, sheet.start[1], sheet.iter_rows(), merged, errors, inspected.is_from_1904)


def _refused(data: bytes, origin: Origin) -> Problem | None:
    """Return what tells from the first bytes that this is no workbook that can be read."""
    if not data:
        return Problem("workbook.empty", "expected a workbook, got an empty file", origin)
    if data.startswith(_OLE):
        return _locked(origin) if _ENCRYPTED in data else None
    if data.startswith(b"PK"):
        return None
    start = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        got = "a web page or XML"
    elif b"\0" not in data[:512]:
        got = "plain text"
    else:
        got = "something else"
    return Problem(
        "workbook.not-one",
        f"expected a workbook, got {got} under the name of one",
        origin,
        hint="open it in Excel or LibreOffice and save it as .xlsx",
    )


def _locked(origin: Origin) -> Problem:
    return Problem(
        "workbook.encrypted",
        "expected a workbook that opens without a password, got an encrypted one",
        origin,
        hint="save it without a password, or export the sheet as CSV",
    )


def _broken(origin: Origin) -> Problem:
    return Problem(
        "workbook.broken",
        "expected a workbook, got a file that is broken or of another kind",
        origin,
        hint="open it in Excel or LibreOffice and save it anew as .xlsx",
    )
