"""Where the header of a sheet stands and which field each column holds. Knows no records and reads no cell below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import Any

import attrs
from attrs import evolve, field, frozen

from kcss_core.model import FAMILIES
from kcss_core.origin import Origin, column_letters
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import Source
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import LANGUAGES
from kcss_spreadsheet.compared import headers, key, names_nobody, words
from kcss_spreadsheet.sheets import Sheet

# Letterheads, titles and notes stand above a header; nobody writes more of them.
_DEEPEST = 100
_ENOUGH = 2
# What divides a header in several languages.
_BETWEEN = "(|\n/"

#: Columns that are never kept, whatever the family. What they hold identifies or exposes a person.
PERSONAL = frozenset({"personal_number", "phone", "email", "signature", "ethnicity", "birth_place"})
#: Columns that sheets have and records do not.
UNUSED = frozenset({"row_number", "position", "notes"})

# Columns whose cells may be words that are headers elsewhere: "Femra" is a gender and a column of counts.
_WORDY = MappingProxyType(
    {"gender": "gender", "role": "role", "kind": "kind", "invited": "yes-no", "attended": "yes-no"}
)


@frozen
class Title:
    """The header of one column.

    Attributes:
        letters: The column as Excel names it.
        words: The header as it is written; of the group where a merged header spans several columns.
        field: What the column holds; None where nobody knows the word, empty for a column to leave out.
        told: The header as messages repeat it; empty where it may name a person.
    """

    letters: str
    words: str = field(repr=False)
    field: str | None
    told: str = ""

    def address(self, row: int) -> str:
        """Return the address of a cell below: ``C12``."""
        return f"{self.letters}{row}"

    def at(self, row: int) -> str:
        """Return the address of a cell below, with the header: ``C12 Gjinia``."""
        return f"{self.address(row)} {self.told}".rstrip()


@frozen
class Header:
    """The header of a sheet.

    Attributes:
        row: Its row as Excel numbers it.
        last_row: The same, or that of a second header row.
        titles: One a column of the sheet, in order.
        rows: The rows below; once only.
        problems: What is doubtful about it.
    """

    row: int
    last_row: int
    titles: tuple[Title, ...]
    rows: Iterator[list[Any]] = field(repr=False)
    problems: tuple[Problem, ...] = ()


@cache
def _fields(family: str | None) -> Mapping[str, str]:
    """Return the fields of a family, or of all, by the key of their names."""
    families = FAMILIES.values() if family is None else [FAMILIES[family]]
    return MappingProxyType(
        {
            key(attribute.name): attribute.name
            for each in families
            for attribute in attrs.fields(each.record)
            if attribute.name != "origin"
        }
    )


def field_of(title: str, source: Source) -> str | None:
    """Return what a column holds, by its header; None where nobody knows the word.

    What the manifest says comes first, then the fields of a stated family, then the words of the field. A header in
    several languages, divided by line breaks, slashes or brackets, counts where its known parts agree.
    """
    title = title.strip()
    if title in source.columns:
        return source.columns[title]
    stem, dot, language = title.partition(".")
    if dot and key(stem) in _fields(source.family) and language in LANGUAGES:
        return f"{_fields(source.family)[key(stem)]}.{language}"
    found = field_by_name(title, source)
    if found is None and any(mark in title for mark in _BETWEEN):
        parts = {field_by_name(part, source) for part in _parts(title)} - {None}
        found = parts.pop() if len(parts) == 1 else None
    return found


def _parts(title: str) -> list[str]:
    for mark in _BETWEEN:
        title = title.replace(mark, "/")
    return [part.rstrip(") ") for part in title.split("/")]


def told_of(title: str, source: Source) -> str:
    """Return a header as messages repeat it: nothing unless every part of it is known, for else it may be a name."""
    title = title.strip()
    known = title in source.columns or title.partition(".")[2] in LANGUAGES
    return title if known or all(field_by_name(part, source) or names_nobody(part) for part in _parts(title)) else ""


def field_by_name(name: str, source: Source) -> str | None:
    """Return the field that a whole header stands for, taken for one name in one language."""
    each = key(name)
    own = _fields(source.family) if source.family else {}
    return own.get(each) or headers().get(each) or _fields(None).get(each)


def find_header(sheet: Sheet, source: Source) -> Header | None:
    """Return the header of a sheet, and with it the rows below.

    The first row with two known headers is taken. Cells that end in a colon are labels of a form, not headers.
    """
    written = 0
    above: list[list[Any]] = []
    for index, row in enumerate(sheet.rows):
        fields = {field_of(cell, source) for cell in row if _is_title(cell)} - {None}
        if len(fields) >= _ENOUGH:
            return _header(sheet, source, index, _reaching_down(sheet, index, row, above))
        above.append(row)
        written += any(cell not in ("", None) for cell in row)
        if written >= _DEEPEST:
            break
    return None


def _reaching_down(sheet: Sheet, index: int, row: list[Any], above: Sequence[list[Any]]) -> list[Any]:
    """Return a row with the cells of those above that are merged down into it, where it has none of its own."""
    cells = list(row)
    for first, left, last, _ in sheet.merged:
        place = left - sheet.first_column
        if first < index <= last and 0 <= place < len(cells) and cells[place] in ("", None) and first < len(above):
            cells[place] = above[first][place]
    return cells


def _is_title(cell: Any) -> bool:
    return isinstance(cell, str) and bool(cell.strip()) and not cell.rstrip().endswith(":")


def _header(sheet: Sheet, source: Source, index: int, row: list[Any]) -> Header:
    titles = [cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell) for cell in row]
    problems: tuple[Problem, ...] = ()
    filled: set[int] = set()
    is_grouped = False
    for first, left, last, right in sheet.merged:
        if first <= index <= last:
            start = left - sheet.first_column
            is_grouped = is_grouped or right > left or last > index
            for column in range(start + 1, min(len(titles), right - sheet.first_column + 1)):
                titles[column] = titles[start]
                filled.add(column)
    rows, last_row = sheet.rows, index + 1
    lower = next(rows, None)
    if lower is not None:
        fields = [field_of(cell, source) if _is_title(cell) else None for cell in lower]
        if _is_second(titles, lower, fields, source, is_grouped):
            last_row += 1
            if not is_grouped:
                problems = (_second(sheet, source, index, titles, lower, fields),)
            else:
                for column, cell in enumerate(lower):
                    if _is_title(cell):
                        titles[column] = cell.strip()
                        filled.discard(column)
        else:
            rows = chain([lower], rows)
    named: list[Title] = []
    for column, title in enumerate(titles):
        field = field_of(title, source) if title else None
        if column in filled:
            # One header over the cells of first and last name is usual; over other columns it names only the first.
            field = "last_name" if field == "name" and "last_name" not in [each.field for each in named] else None
            title = title if field else ""
        letters = column_letters(sheet.first_column + column)
        named.append(Title(letters, title, field, told_of(title, source)))
    return Header(index + 1, last_row, tuple(named), rows, problems)


def _is_second(
    titles: Sequence[str], cells: Sequence[Any], fields: Sequence[str | None], source: Source, is_grouped: bool
) -> bool:
    """Say whether the row below a header is a header too: words only, known ones, and none a value of its column."""
    for title, cell, known in zip(titles, cells, fields, strict=True):
        if cell in ("", None):
            continue
        if not isinstance(cell, str) or (known is None and not is_grouped):
            return False
        vocabulary = _WORDY.get(field_of(title, source) or "")
        if vocabulary is not None and key(cell) in words(vocabulary):
            return False
    return sum(known is not None for known in fields) >= (1 if is_grouped else _ENOUGH)


def _second(
    sheet: Sheet,
    source: Source,
    index: int,
    titles: Sequence[str],
    cells: Sequence[Any],
    fields: Sequence[str | None],
) -> Problem:
    origin = Origin(source.file, sheet.name, index + 2)
    agree = all(field is None or field == field_of(title, source) for title, field in zip(titles, fields, strict=True))
    if agree:
        return Problem("header.second", "a second header row is left out", origin, Severity.NOTE)
    column = next(n for n, field in enumerate(fields) if field is not None and field != field_of(titles[n], source))
    upper, lower = (told_of(str(each), source) for each in (titles[column], cells[column]))
    title = Title(column_letters(sheet.first_column + column), "", None, lower)
    named = f" with {lower!r} under {upper!r}" if lower and upper else ""
    return Problem(
        "header.second",
        f"expected one header row, got a second{named}; the second is left out",
        origin.at(title.at(index + 2)),
        hint="leave one header row",
    )


def resolved(
    sheet: str, header: Header, source: Source, wanted: Sequence[str]
) -> tuple[dict[str, Title], tuple[Problem, ...]]:
    """Return the column of each field that is wanted, and what is wrong with the others.

    Args:
        wanted: The fields that the rows of this sheet have, by any of their names in headers. Columns of personal data
            are among them where persons are told apart by them; they are found only where there is a key.
    """
    origin = Origin(source.file, sheet, header.row)
    problems: list[Problem] = []
    found: dict[str, Title] = {}
    personal: list[Title] = []
    unused: list[str] = []
    for title in header.titles:
        field = title.field
        if field is None and title.words:
            problems.append(_unknown(title, origin, wanted))
        if not field:
            continue
        if field in PERSONAL:
            personal.append(title)
            if field in wanted and source.key is not None:
                found.setdefault(field, title)
        elif title.words in source.columns and field.partition(".")[0] not in (*wanted, *UNUSED):
            problems.append(_unfit(title, origin, wanted))
        elif field.partition(".")[0] not in wanted:
            if field != "row_number":
                unused.append(title.letters)
        elif field in found:
            problems.append(_twice(found[field], title, origin))
        else:
            found[field] = title
    if personal:
        letters = [title.letters for title in personal]
        note = _left_out("sheet.personal-columns", letters, "of personal data", "not kept", origin)
        if (telling := [title.letters for title in personal if title.field in wanted]) and source.key is None:
            hint = f"{', '.join(telling)} would tell persons apart, as a digest, if there were a key: kcss same-as"
            note = evolve(note, hint=hint)
        problems.append(note)
    if unused:
        problems.append(
            _left_out("sheet.unused-columns", unused, "that these records have no field for", "left out", origin)
        )
    return found, tuple(problems)


def _left_out(code: str, letters: Sequence[str], what: str, how: str, origin: Origin) -> Problem:
    count = "a column" if len(letters) == 1 else f"{len(letters)} columns"
    verb = "is" if len(letters) == 1 else "are"
    return Problem(code, f"{count} {what} {verb} {how} ({', '.join(letters)})", origin, Severity.NOTE)


def _unknown(title: Title, origin: Origin, wanted: Sequence[str]) -> Problem:
    header = title.told or "its header"
    remedy = f'map it in kcss.toml, columns = {{ "{header}" = "field" }}, or to "" to leave it out silently'
    meant = did_you_mean(title.words, wanted)
    return Problem(
        "column.unknown",
        "nobody knows what this column holds, and it is left out",
        origin.at(title.at(origin.row or 0)),
        Severity.WARNING,
        hint=f"{meant} Else {remedy}" if meant else remedy,
    )


def _unfit(title: Title, origin: Origin, wanted: Sequence[str]) -> Problem:
    return Problem(
        "column.unknown-field",
        f"kcss.toml maps this column to {title.field!r}, which rows of this sheet do not have; it is left out",
        origin.at(title.at(origin.row or 0)),
        hint=did_you_mean(title.field or "", wanted) or f"the fields are {', '.join(wanted)}",
    )


def _twice(first: Title, second: Title, origin: Origin) -> Problem:
    if key(first.words) == key(second.words):
        message = f"expected this column once, got it twice; column {first.letters} is read"
        hint = "delete one, or give it another header"
    else:
        got = " and ".join(repr(title.told) if title.told else f"column {title.letters}" for title in (first, second))
        message = f"expected one column for {first.field!r}, got {got}; column {first.letters} is read"
        hint = f'leave one out in kcss.toml: columns = {{ "{second.told or "its header"}" = "" }}'
    return Problem("column.twice", message, origin.at(second.at(origin.row or 0)), hint=hint)
