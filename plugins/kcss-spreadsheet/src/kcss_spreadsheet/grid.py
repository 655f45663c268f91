"""The rows of one sheet by field: what a cell means, and where one stands that does not fit. Makes no records."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress
from operator import add
from typing import Any

from attrs import evolve, field, frozen

from kcss_core.model import Column
from kcss_core.model.table import packed
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import RawTable, Source
from kcss_core.text import nearest
from kcss_spreadsheet.cells import OF_DATES, UNKNOWN_WORD, Misfit, Rule, broken, from_1904
from kcss_spreadsheet.compared import folded, key, words
from kcss_spreadsheet.header import Title
from kcss_spreadsheet.sheets import ErrorCell

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
        is_from_1904: Whether bare numbers count days from 1904.
        doubtful: Numbers of the rows that have a cell which is read, and asked about.
    """

    source: Source
    sheet: str
    header_row: int
    titles: Mapping[str, Title]
    columns: dict[str, Column]
    rows: array[int]
    keep: bytearray
    problems: list[Problem] = field(factory=list)
    is_from_1904: bool = False
    doubtful: set[int] = field(factory=set)

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
        mapped = {**self.source.values.get(name, {}), **self.source.values.get(other_name(name), {})}
        by_key = {key(word): value for word, value in mapped.items()}
        shifts = self.is_from_1904 and rule in OF_DATES
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
                found = broken(cell) if isinstance(cell, ErrorCell) else rule(from_1904(cell) if shifts else cell)
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
        for index, code in enumerate(column.codes):
            if code in lost:
                self.keep[index] = 0
            elif code in misfits:
                self.doubtful.add(self.rows[index])

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


def other_name(name: str) -> str:
    """Return the field of the model that a sheet calls otherwise; either may stand under ``values``."""
    if name in ("place", "municipality"):
        return "places"
    return f"{name}s" if name in ("program", "project") else name


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


def combined(columns: Sequence[Column]) -> list[int]:
    """Return a number for each row, the same for rows that are the same in all columns.

    Numbers are cheaper to make and to compare than tuples of cells, and sheets may have many rows.
    """
    numbers: Iterable[int] = columns[0].codes
    for column in columns[1:]:
        numbers = map(add, map(len(column.values).__mul__, numbers), column.codes)
    return list(numbers)


def different(columns: Sequence[Column], numbers: Iterable[int]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield each different number that columns were combined to, with the cells that it stands for."""
    for number in dict.fromkeys(numbers):
        rest, cells = number, []
        for column in columns[:0:-1]:
            rest, code = divmod(rest, len(column.values))
            cells.append(column.values[code])
        yield number, (columns[0].values[rest], *reversed(cells))


def joined(columns: Sequence[Column]) -> Column:
    """Return the texts of several columns joined with a space, in one column."""
    rows = combined(columns)
    codes: dict[int, int] = {}
    values: list[str | None] = []
    for number, cells in different(columns, rows):
        codes[number] = len(values)
        values.append(" ".join(str(cell) for cell in cells if cell is not None) or None)
    return Column(packed(list(map(codes.__getitem__, rows)), len(values)), tuple(values))
