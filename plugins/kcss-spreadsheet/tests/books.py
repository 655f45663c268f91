"""Small workbooks for tests: what is written in them stands in the test."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

from kcss_core.model import Dataset
from kcss_core.origin import Origin
from kcss_core.reading.raw import Raw, RawRecord, Source
from kcss_core.reading.structure import structure
from kcss_core.vocabulary import KindTree
from kcss_spreadsheet.reader import read_workbook

FILE = "records/list.xlsx"


def book(
    *sheets: tuple[str, Sequence[Sequence[Any]]], also: Callable[[Any], None] | None = None, **options: Any
) -> bytes:
    """Return a workbook of sheets, each a name and rows; None leaves a cell out, and ``=`` begins a formula.

    Args:
        also: Does more to the workbook before it is closed.
        options: Of XlsxWriter.
    """
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    day = workbook.add_format({"num_format": "dd.mm.yyyy"})
    for name, rows in sheets:
        sheet = workbook.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(row, column, cell, day)
                elif isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(row, column, cell, None, {"=NA()": "#N/A", "=1/0": "#DIV/0!"}.get(cell, ""))
                elif cell is not None:
                    sheet.write(row, column, cell)
    if also is not None:
        also(workbook)
    workbook.close()
    return stream.getvalue()


def read(rows: Sequence[Sequence[Any]] | bytes, *, file: str = FILE, **says: Any) -> Raw:
    """Return what the reader finds in one sheet named List, or in a workbook."""
    data = rows if isinstance(rows, bytes) else book(("List", rows))
    return read_workbook(Source(file=file, data=data, **says))


def said(raw: Raw) -> list[str]:
    """Return the problems of a reading as people see them, with their weight."""
    return [f"{problem.severity}: {problem}" for problem in raw.problems]


def dataset(*raws: Raw, activities: Sequence[str] = ("a-1",)) -> Dataset:
    """Return the dataset of what readers found, with some meetings; there must be nothing wrong with it."""
    at = Origin("records/centre.toml")
    known = [RawRecord("activities", {"id": id, "kind": "meeting"}, at) for id in activities]
    records = [record for raw in raws for record in raw.records]
    found, problems = structure(
        [RawRecord("organization", {"id": "c", "name": "Centre"}, at), *known, *records], KindTree.standard()
    )
    assert [str(problem) for problem in problems] == []
    assert found is not None
    return found


AT = {"activity": "a-1"}
