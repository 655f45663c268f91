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
from kcss_core.withheld import LOOK
from kcss_spreadsheet.cells import OF_DATES, UNKNOWN_WORD, Misfit, Rule, broken, from_1904
from kcss_spreadsheet.compared import key, names_nobody, words
from kcss_spreadsheet.header import Title
from kcss_spreadsheet.sheets import ErrorCell

# A column that holds something else has as many different words as rows; nobody reads more than these.
_MOST_WORDS = 12
_LONGEST_WORD = 24


@frozen
class _Found:
    """The first cell with a word, and how many rows have it."""

    cell: str
    rows: int

    def told(self, meant: str | None) -> str:
        """Return the place with what is known of the word: ``C4 (3 rows, did you mean 'woman'?)``."""
        notes = [_rows(self.rows)] if self.rows > 1 else []
        notes += [] if meant is None else [f"did you mean {meant!r}?"]
        return f"{self.cell} ({', '.join(notes)})" if notes else self.cell


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
        is_of_people: Whether a name of a participant may stand in any cell, so that messages repeat no word that may
            be one.
    """

    source: Source
    sheet: str
    header_row: int
    titles: Mapping[str, Title]
    columns: dict[str, Column] = field(repr=False)
    rows: array[int]
    keep: bytearray
    problems: list[Problem] = field(factory=list)
    is_from_1904: bool = False
    doubtful: set[int] = field(factory=set)
    is_of_people: bool = False

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

    def address(self, name: str, index: int) -> str:
        """Return the address of the cell of a field in a row: ``C12``."""
        row = self.rows[index]
        title = self.titles.get(name)
        return f"row {row}" if title is None else title.address(row)

    def read(self, name: str, rule: Rule) -> Column | None:
        """Return a column with each different cell read once by a rule; None where the sheet has no such column.

        Rows with a cell that does not fit are marked to be left out. Equal misfits are one problem, with their count.
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
            self._report(name, column, misfits)
        return Column(column.codes, tuple(values))

    def _report(self, name: str, column: Column, misfits: Mapping[int, Misfit]) -> None:
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
                found: dict[str, _Found] = {}
                for code in sorted(codes, key=column.codes.index):
                    place = self.address(name, column.codes.index(code))
                    earlier = found.setdefault(misfits[code].got, _Found(place, 0))
                    found[misfits[code].got] = evolve(earlier, rows=earlier.rows + counts[code])
                problem = self._unknown_words(name, misfit, found)
            else:
                told = [misfits[code].got for code in codes if misfits[code].got and self._is_told(misfits[code])]
                gots = list(dict.fromkeys(told))
                got = f", got {_few(gots)}" if gots else ""
                message = f"expected {misfit.expected}{got}{_often(number)}"
                hint = misfit.hint or (LOOK if not gots and any(misfits[code].got for code in codes) else None)
                problem = Problem(misfit.code, message, severity=misfit.severity, hint=hint)
            self.problems.append(evolve(problem, origin=self.cell(name, first)))
        lost = {code for code, misfit in misfits.items() if misfit.value is None}
        for index, code in enumerate(column.codes):
            if code in lost:
                self.keep[index] = 0
            elif code in misfits:
                self.doubtful.add(self.rows[index])

    def _is_told(self, misfit: Misfit) -> bool:
        return misfit.is_plain or not self.is_of_people or names_nobody(misfit.got.strip("'\""))

    def _unknown_words(self, name: str, misfit: Misfit, found: Mapping[str, _Found]) -> Problem:
        """Return the problem of words that no list has; of those that may name a person it tells the first cells."""
        told = [
            word
            for word in found
            if len(word) <= _LONGEST_WORD and (not self.is_of_people or names_nobody(word))
        ]
        hidden = [word for word in found if word not in told]
        is_other = len(found) > 2 * _MOST_WORDS
        listed = [f"{word!r} ({_rows(found[word].rows)})" for word in told[: 0 if is_other else _MOST_WORDS]]
        if rest := told[len(listed) :]:
            listed.append(f"{_other(len(rest))} ({_rows(sum(found[word].rows for word in rest))})")
        if hidden:
            cells = [found[word].told(_nearest(word, misfit.expected)) for word in hidden[:_MOST_WORDS]]
            more = [f"{len(hidden) - len(cells)} more"] if len(hidden) > len(cells) else []
            listed.append(f"{_other(len(hidden))} in {_few([*cells, *more], _MOST_WORDS + 1)}")
        example = told[0] if told else "the word"
        near = _nearest(example, misfit.expected) if told else None
        remedy = f'say in kcss.toml what it means: values = {{ {name} = {{ "{example}" = "{near or "…"}" }} }}'
        if hidden:
            look = "look whether columns were swapped" if is_other else "look there"
            remedy = f"{look}, for what may name persons is not repeated; where it names none, {remedy}"
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
        return RawTable(
            family,
            tuple(present),
            tuple(present.values()),
            rows,
            self.origin,
            is_of_people=self.is_of_people,
        )

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


def _other(number: int) -> str:
    return "another word" if number == 1 else f"{number} other words"


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
