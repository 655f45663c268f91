"""Rows of totals held against the rows above them. Leaves all numbers as they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kcss_core.model import Column
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_spreadsheet.events import COUNTS, PRESENCES
from kcss_spreadsheet.grid import Grid
from kcss_spreadsheet.header import Title

#: Columns whose totals are sums of people; in any other a number is how many rows there are.
_SUMMED = frozenset({*COUNTS, *PRESENCES})

_AFTER_WORD = re.compile(r"[^\d:=]+[:=]\s*(\d+)")


def disagreeing(
    grid: Grid, cells: Mapping[str, Column], titles: Sequence[Title], totals: Sequence[int], left_out: set[int]
) -> Iterator[Problem]:
    """Yield a warning for each number in a row of totals that its rows do not come to.

    A total may be of the rows since the last one, or of all above it. What is not all numbers is not summed.

    Args:
        totals: The rows of totals, by index.
        left_out: These and the other rows that are none of data.
    """
    block: list[int] = []
    every: list[int] = []
    before = -1
    for total in totals:
        rows = [index for index in range(before + 1, total) if index not in left_out]
        every += rows
        # A second row of totals below another one is of all.
        block = rows or every
        before = total
        for title in titles:
            if title.letters in cells:
                yield from _of_cell(grid, cells[title.letters], title, total, (block, every))


def _of_cell(
    grid: Grid, column: Column, title: Title, total: int, among: Sequence[Sequence[int]]
) -> Iterator[Problem]:
    stated = _stated(column[total])
    if stated is None or not among[0]:
        return
    possible = [found for rows in among for found in [_come_to(column, title, rows)] if found is not None]
    if not possible or any(stated == number or stated in others for number, others, _ in possible):
        return
    number, _, what = possible[0]
    row = grid.rows[total]
    yield Problem(
        "sheet.total-disagrees",
        f"expected the total of {number}, {what}, got {stated}; the rows are used as they are",
        Origin(grid.source.file, grid.sheet, row, title.at(row)),
        Severity.WARNING,
        hint="mend the total, or the row that is missing, doubled or wrong",
    )


def _come_to(column: Column, title: Title, rows: Sequence[int]) -> tuple[int, frozenset[int], str] | None:
    """Return what rows come to, which other numbers are right, and in words what it is; None where nobody can tell."""
    cells = [cell for index in rows if (cell := column[index]) is not None]
    numbers = [_number(cell) for cell in cells]
    if title.field in _SUMMED and None not in numbers:
        return sum(number or 0 for number in numbers), frozenset(), "the sum of the rows above"
    if any(number is not None for number in numbers):
        # Running numbers, ages, money, or a word among counts: what their total would be nobody can tell.
        return None
    # Of words, such as yes and no, somebody may have counted one.
    counts = Counter(cell for cell in cells if isinstance(cell, str))
    return len(rows), frozenset(counts.values()), "as many as there are rows above"


def _stated(cell: Any) -> int | None:
    """Return the number of a cell in a row of totals, which may follow the word and a colon."""
    if isinstance(cell, str) and (match := _AFTER_WORD.fullmatch(cell)):
        return int(match[1])
    return _number(cell)


def _number(cell: Any) -> int | None:
    if isinstance(cell, str) and cell.isascii() and cell.isdigit():
        return int(cell)
    return cell if isinstance(cell, int) and not isinstance(cell, bool) else None
