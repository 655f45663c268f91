"""From the rows below a header to a grid, without totals, examples and repeated headers. Knows no meaning of cells."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress, islice
from typing import Any

from attrs import evolve

from kcss_core.model import Column
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import Source
from kcss_core.reading.tabular import tabulate
from kcss_spreadsheet.cells import plain
from kcss_spreadsheet.compared import key, spelled, words
from kcss_spreadsheet.grid import Grid
from kcss_spreadsheet.header import PERSONAL, Header, Title
from kcss_spreadsheet.sheets import ErrorCell, Sheet
from kcss_spreadsheet.totals import disagreeing

_CHUNK = 2048


def grid_of(
    sheet: Sheet, header: Header, fields: Mapping[str, Title], source: Source, *, is_of_people: bool
) -> Grid:
    """Return the rows below a header; blank rows, rows of totals and repeated headers are left out, with a note."""
    letters = [title.letters for title in header.titles]
    wanted = {title.letters: name for name, title in fields.items()}
    unnamed = [title.letters for title in header.titles if not title.words]
    # Other columns that nobody asks for are needed to know a row of totals.
    skipped = {
        title.letters: "" for title in header.titles if title.field in PERSONAL and title.letters not in wanted
    }
    found, shape_problems = tabulate(
        evolve(source, columns=skipped, values={}, constants={}),
        "",
        letters,
        _chunks(sheet, header),
        header_row=header.row,
        sheet=sheet.name,
    )
    by_letters = dict(zip(found.header, found.columns, strict=True))
    rows = array("I", found.rows)
    keep = bytearray(b"\1") * len(rows)
    grid = Grid(
        source,
        sheet.name,
        header.row,
        fields,
        {},
        rows,
        keep,
        is_from_1904=sheet.is_from_1904,
        is_of_people=is_of_people,
    )
    grid.problems.extend(problem for problem in shape_problems if problem.code != "column.missing")
    cells: dict[str, Column] = {}
    for name_of_column, column in by_letters.items():
        assert isinstance(column, Column)
        values = tuple(None if cell == "" else plain(cell) for cell in column.values)
        cells[name_of_column] = Column(column.codes, values)
    dropped = _totals_and_headers(grid, cells, header)
    if dropped:
        kept = bytearray(b"\1") * len(rows)
        for index in dropped:
            kept[index] = 0
        cells = {
            name: Column(array(column.codes.typecode, compress(column.codes, kept)), column.values)
            for name, column in cells.items()
        }
        grid = evolve(grid, rows=array("I", compress(rows, kept)), keep=bytearray(b"\1") * (len(rows) - len(dropped)))
    for each in unnamed:
        unread = cells.get(each)
        if unread is not None and any(unread.values[code] is not None for code in set(unread.codes)):
            grid.problems.append(
                Problem(
                    "column.unnamed",
                    "expected a name over this column, which is not empty, got nothing; the column is left out",
                    grid.origin.at(f"{each}{header.row}"),
                    Severity.WARNING,
                    hint="write a header over it, or delete it",
                )
            )
    grid.columns.update({wanted[each]: column for each, column in cells.items() if each in wanted})
    _fill_constants(grid)
    return grid


def _chunks(sheet: Sheet, header: Header) -> Iterator[tuple[Sequence[int], list[list[Any]]]]:
    number = header.last_row + 1
    with_errors = {row for row, _ in sheet.errors}
    while chunk := list(islice(header.rows, _CHUNK)):
        numbers = range(number, number + len(chunk))
        if with_errors:
            for row, column in sheet.errors:
                if row + 1 in numbers:
                    cells = chunk[row + 1 - number]
                    place = column - sheet.first_column
                    if 0 <= place < len(cells):
                        cells[place] = ErrorCell(sheet.errors[row, column])
        # A stray cell far below leaves a million blank rows above it.
        if any(cell != "" for row in chunk for cell in row):
            yield numbers, chunk
        number += len(chunk)


def _totals_and_headers(grid: Grid, cells: Mapping[str, Column], header: Header) -> list[int]:
    """Return the rows that are totals, a template's example, or the header once more; and note them."""
    totals = words("total")
    initials = {word[0].casefold() for word in spelled("total")}
    examples = tuple(f"{word}: " for word in spelled("example"))
    example_codes: dict[str, set[int]] = {}
    total_codes: dict[str, set[int]] = {}
    title_codes: dict[str, set[int]] = {}
    for title in header.titles:
        column = cells.get(title.letters)
        if column is None:
            continue
        for code, cell in enumerate(column.values):
            if isinstance(cell, str):
                if cell[0].casefold() in initials and (key(cell.rstrip(": 0123456789")) in totals or cell[0] == "Σ"):
                    total_codes.setdefault(title.letters, set()).add(code)
                if cell.startswith(examples):
                    example_codes.setdefault(title.letters, set()).add(code)
                if title.words and cell == title.words:
                    title_codes.setdefault(title.letters, set()).add(code)
    dropped = []
    totals_at = []
    for codes, what, name in (
        (total_codes, "sheet.total-row", "a row of totals is left out"),
        (example_codes, "sheet.example-row", "the example row of a template is left out"),
    ):
        for index in sorted(_rows_with(cells, codes)):
            first = next(letters for letters, column in cells.items() if column[index] is not None)
            if cells[first].codes[index] in codes.get(first, ()):
                dropped.append(index)
                totals_at += [index] if codes is total_codes else []
                place = Origin(grid.source.file, grid.sheet, grid.rows[index])
                grid.problems.append(Problem(what, name, place, Severity.NOTE))
    again = Counter(index for name, codes in title_codes.items() for index in _rows_with(cells, {name: codes}))
    for index in sorted(index for index, times in again.items() if times > 1 and index not in dropped):
        dropped.append(index)
        grid.problems.append(
            Problem(
                "header.repeated",
                "the header stands here once more, and the row is left out",
                Origin(grid.source.file, grid.sheet, grid.rows[index]),
                Severity.NOTE,
            )
        )
    grid.problems.extend(disagreeing(grid, cells, header.titles, totals_at, set(dropped)))
    return dropped


def _rows_with(cells: Mapping[str, Column], codes: Mapping[str, set[int]]) -> set[int]:
    return {
        index for name, among in codes.items() for index, code in enumerate(cells[name].codes) if code in among
    }


def _fill_constants(grid: Grid) -> None:
    """Put the constants of the source into columns, where a row has no cell of its own."""
    for name, value in grid.source.constants.items():
        if name not in grid.columns:
            grid.columns[name] = Column.constant(value, len(grid))
        else:
            column = grid.columns[name]
            grid.columns[name] = Column(column.codes, tuple(value if cell is None else cell for cell in column.values))
