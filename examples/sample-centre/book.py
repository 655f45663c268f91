"""A workbook as people keep one, written row by row, and what is to be found in it. Knows no centre."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import words
import xlsxwriter
from attrs import frozen

_CREATED = datetime.datetime(2025, 1, 15)  # noqa: DTZ001  # xlsxwriter takes it without a zone


@frozen(order=True)
class Fault:
    """What is expected to be found in a cell, a row or a sheet."""

    file: str
    sheet: str
    cell: str
    code: str
    severity: str = "error"


class Book:
    """One workbook, written row by row; a row and a column are counted from 1, as Excel shows them."""

    def __init__(self, root: Path, file: str) -> None:
        self.root, self.file = root, file
        self.data = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.data, {"in_memory": True})
        self.book.set_properties({"created": _CREATED, "author": words.CENTRE["en"]})
        self.bold = self.book.add_format({"bold": True})
        self.day = self.book.add_format({"num_format": "dd.mm.yyyy"})
        self.sheet: Any = None

    def add(self, name: str) -> None:
        """Begin a sheet."""
        self.name = name
        self.sheet = self.book.add_worksheet(name)

    def row(self, number: int, cells: Sequence[Any], form: Any = None) -> None:
        """Write a row of cells; None is a blank one."""
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime.date):
                self.sheet.write_datetime(number - 1, column, cell, self.day)
            elif isinstance(cell, str) and cell.startswith("#"):
                self.sheet.write_formula(number - 1, column, "=NA()", None, cell)
            elif cell is not None:
                self.sheet.write(number - 1, column, cell, form)

    def merge(self, row: int, first: int, last: int, cell: str, *, last_row: int | None = None) -> None:
        """Write one cell over several."""
        self.sheet.merge_range(row - 1, first - 1, (last_row or row) - 1, last - 1, cell, self.bold)

    def close(self) -> None:
        """Write the file."""
        self.book.close()
        path = self.root / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.data.getvalue())
