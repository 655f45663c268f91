"""The rows of one sheet in columns by field: what is dropped, what a cell means, where it stands. Makes no records."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress, islice
from typing import Any

from attrs import evolve, field, frozen

from kcss_core.model import Column
from kcss_core.model.table import packed
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import RawTable, Source
from kcss_core.reading.tabular import tabulate
from kcss_core.text import nearest
from kcss_spreadsheet.cells import UNKNOWN_WORD, Misfit, Rule, broken, plain
from kcss_spreadsheet.compared import folded, key, spelled, words
from kcss_spreadsheet.header import PERSONAL, Header, Title
from kcss_spreadsheet.sheets import ErrorCell, Sheet

_CHUNK = 2048
# A column that holds something else has as many different words as rows; nobody reads more than these.
_MOST_WORDS = 12
_LONGEST_WORD = 24


@frozen
class Grid:
    """The rows of one sheet.

    Attributes:
        titles: The column of each field.
        columns: The cells of each field, blank ones None, constants filled in.
        rows: Row numbers as Excel shows them.
        keep: One byte a row; 0 for a row that has a cell that cannot be read.
        problems: What was found so far.
    """

    source: Source
    sheet: str
    header_row: int
    titles: Mapping[str, Title]
    columns: dict[str, Column]
    rows: array[int]
    keep: bytearray
    problems: list[Problem] = field(factory=list)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def origin(self) -> Origin:
        """The sheet, at its header."""
        return Origin(self.source.file, self.sheet, self.header_row)

    def cell(self, name: str, index: int) -> Origin:
        """Return where the cell of a field stands in a row."""
        row = self.rows[index]
        title = self.titles.get(name)
        return Origin(self.source.file, self.sheet, row, name if title is None else title.at(row))

    def read(self, name: str, rule: Rule, *, personal: Sequence[str] = ()) -> Column | None:
        """Return a column with each different cell read once by a rule; None where the sheet has no such column.

        Rows with a cell that does not fit are marked to be left out. Equal misfits are one problem, with their count.

        Args:
            personal: Columns whose words are personal; a word found in them is not repeated in a message.
        """
        column = self.columns.get(name)
        if column is None:
            return None
        mapped = {**self.source.values.get(name, {}), **self.source.values.get(_OTHER_NAMES.get(name, ""), {})}
        by_key = {key(word): value for word, value in mapped.items()}
        values: list[Any] = []
        misfits: dict[int, Misfit] = {}
        for code, cell in enumerate(column.values):
            if cell is None:
                values.append(None)
                continue
            if mapped and str(cell) in mapped:
                found = mapped[str(cell)]
            elif by_key and isinstance(cell, str) and key(cell) in by_key:
                found = by_key[key(cell)]
            else:
                found = broken(cell) if isinstance(cell, ErrorCell) else rule(cell)
            if isinstance(found, Misfit):
                misfits[code] = found
                found = found.value
            values.append(found if found != "" else None)
        if misfits:
            self._report(name, column, misfits, personal)
        return Column(column.codes, tuple(values))

    def _report(self, name: str, column: Column, misfits: Mapping[int, Misfit], personal: Sequence[str]) -> None:
        counts = Counter(column.codes)
        groups: dict[tuple[Any, ...], list[int]] = {}
        for code, misfit in misfits.items():
            if counts[code]:
                groups.setdefault((misfit.code, misfit.expected, misfit.hint, misfit.severity), []).append(code)
        for codes in groups.values():
            misfit = misfits[codes[0]]
            first = min(column.codes.index(code) for code in codes)
            number = sum(counts[code] for code in codes)
            if misfit.code == UNKNOWN_WORD:
                found = {misfits[code].got: counts[code] for code in codes}
                problem = self._unknown_words(name, misfit, found, personal)
            else:
                gots = list(dict.fromkeys(filter(None, (misfits[code].got for code in codes))))
                got = f", got {_few(gots)}" if gots else ""
                message = f"expected {misfit.expected}{got}{_often(number)}"
                problem = Problem(misfit.code, message, severity=misfit.severity, hint=misfit.hint)
            self.problems.append(evolve(problem, origin=self.cell(name, first)))
        lost = {code for code, misfit in misfits.items() if misfit.value is None}
        if lost:
            for index, code in enumerate(column.codes):
                if code in lost:
                    self.keep[index] = 0

    def _unknown_words(
        self, name: str, misfit: Misfit, found: Mapping[str, int], personal: Sequence[str]
    ) -> Problem:
        """Return the problem of words that no list has. What may be a name or a number of a person is not repeated."""
        private = {
            part
            for other in personal
            if other in self.columns
            for cell in self.columns[other].values
            if isinstance(cell, str)
            for part in (folded(cell), *folded(cell).split())
        }
        shown = [
            word
            for word in found
            if len(word) <= _LONGEST_WORD
            and "@" not in word
            and sum(letter.isdigit() for letter in word) < 4
            and not {folded(word), *folded(word).split()} & private
        ][: _MOST_WORDS if len(found) <= 2 * _MOST_WORDS else 0]
        listed = [f"{word!r} ({_rows(found[word])})" for word in shown]
        hidden = [word for word in found if word not in shown]
        if hidden:
            number = len(hidden)
            listed.append(
                f"{'another word' if number == 1 else f'{number} other words'} that may be personal and "
                f"{'is' if number == 1 else 'are'} not repeated here ({_rows(sum(found[word] for word in hidden))})"
            )
        example = shown[0] if shown else "word"
        near = _nearest(example, misfit.expected)
        remedy = f'say in kcss.toml what it means: values = {{ {name} = {{ "{example}" = "{near or "…"}" }} }}'
        values = dict.fromkeys(filter(None, words(misfit.expected).values()))
        if near is None and len(values) <= _MOST_WORDS:
            remedy += f"; the values are {', '.join(values)}"
        return Problem(
            UNKNOWN_WORD,
            f"expected a word for {name.replace('_', ' ')}, got {_few(listed, len(listed))}",
            hint=remedy,
        )

    def table(
        self, family: str, columns: Mapping[str, Column | None], keep: Sequence[int] | None = None
    ) -> RawTable:
        """Return the raw table of a family with the rows that can be read."""
        kept = self.keep if keep is None else bytes(a and b for a, b in zip(self.keep, keep, strict=True))
        present = {name: column for name, column in columns.items() if column is not None}
        rows = self.rows
        if 0 in kept:
            rows = array("I", compress(rows, kept))
            present = {
                name: Column(array(column.codes.typecode, compress(column.codes, kept)), column.values)
                for name, column in present.items()
            }
        return RawTable(family, tuple(present), tuple(present.values()), rows, self.origin)

    def note_left_out(self) -> None:
        """Add how many rows are left out; to be called once all columns are read."""
        lost = self.keep.count(0)
        if lost:
            self.problems.append(
                Problem(
                    "sheet.rows-left-out",
                    f"{lost} of {_rows(len(self))} {'is' if lost == 1 else 'are'} left out: "
                    f"a cell of {'it' if lost == 1 else 'theirs'} cannot be read",
                    Origin(self.source.file, self.sheet),
                    Severity.NOTE,
                )
            )


# Fields of the model that sheets call otherwise, so that either name may stand under ``values``.
_OTHER_NAMES = {"place": "places", "municipality": "places", "program": "programs", "project": "projects"}


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"


def _often(number: int) -> str:
    return "" if number == 1 else f" ({number} rows, this is the first)"


def _few(items: Sequence[str], most: int = 4) -> str:
    shown = list(items[:most])
    if len(items) > most:
        shown.append(f"{len(items) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _nearest(word: str, vocabulary: str) -> str | None:
    name = nearest(key(word), words(vocabulary))
    return None if name is None else words(vocabulary)[name] or None


# ---------------------------------------------------------------- from a sheet to a grid


def grid_of(sheet: Sheet, header: Header, fields: Mapping[str, Title], source: Source) -> Grid:
    """Return the rows below a header; blank rows, rows of totals and repeated headers are left out, with a note."""
    letters = [title.letters for title in header.titles]
    wanted = {title.letters: name for name, title in fields.items()}
    unnamed = [title.letters for title in header.titles if not title.words]
    # Other columns that nobody asks for are needed to know a row of totals.
    skipped = {title.letters: "" for title in header.titles if title.field in PERSONAL}
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
    grid = Grid(source, sheet.name, header.row, fields, {}, rows, bytearray(b"\1") * len(rows))
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
                    cells.extend([""] * (place + 1 - len(cells)))
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
    for codes, what, name in (
        (total_codes, "sheet.total-row", "a row of totals is left out"),
        (example_codes, "sheet.example-row", "the example row of a template is left out"),
    ):
        for index in sorted(_rows_with(cells, codes)):
            first = next(letters for letters, column in cells.items() if column[index] is not None)
            if cells[first].codes[index] in codes.get(first, ()):
                dropped.append(index)
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


def joined(columns: Sequence[Column]) -> Column:
    """Return the texts of several columns joined with a space, in one column."""
    codes: dict[tuple[int, ...], int] = {}
    coded = [codes.setdefault(each, len(codes)) for each in zip(*(column.codes for column in columns), strict=True)]
    values = tuple(
        " ".join(
            str(column.values[code])
            for column, code in zip(columns, each, strict=True)
            if column.values[code] is not None
        )
        or None
        for each in codes
    )
    return Column(packed(coded, len(values)), values)
