"""What Kobo and ODK export: questions under their groups, choices, and what the service adds.

Turns such sheets into ones with plain headers. Knows the families' fields by their headers only, and makes no records.

**Source**: KoboToolbox, pyxform and ODK Central documentation of exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

import attrs
from attrs import evolve, frozen

from kcss_core.origin import column_letters
from kcss_core.reading.raw import Source
from kcss_spreadsheet.cells import as_text, plain
from kcss_spreadsheet.compared import key
from kcss_spreadsheet.header import Header, Title, field_by_name, field_of
from kcss_spreadsheet.places import municipalities
from kcss_spreadsheet.sheets import ErrorCell, Sheet
from kcss_spreadsheet.signs import ENOUGH, SIGNS

#: What rows below take from the row that they belong to, where that row is no activity with an id of its own.
PASSED = ("activity", "title", "role")

# What the service adds; all others that begin with "_" as well. "start" and "end" say when the form was filled in.
_METADATA = SIGNS | frozenset(
    {
        *("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "audit"),
        *("instanceid", "instancename", "rootuuid", "meta/instancename", "meta/rootuuid", "meta-instancename"),
        *("submittername", "attachmentspresent", "attachmentsexpected", "reviewstate", "edits", "status"),
    }
)
_TAG = re.compile(r"#[A-Za-z][A-Za-z0-9_]*(\s*\+[A-Za-z0-9_]+)*")
# Letterheads never stand above an export, but somebody may have inserted a row.
_DEEPEST = 5


@frozen
class JoinedTitle(Title):
    """A column of the sheet that the rows belong to.

    Attributes:
        rows: Row of this sheet to the row there.
    """

    rows: Mapping[int, int] = attrs.field(factory=dict, repr=False)

    def address(self, row: int) -> str:
        """Return the address of the cell in the other sheet: ``Sessions!C3``."""
        return f"{self.letters}{self.rows.get(row, '')}"


@frozen
class Passed:
    """A column that the rows of a repeat group take from the rows that they belong to.

    Attributes:
        letters: As Excel refers to it from another sheet: ``Sessions!C``.
        cells: Row number there to cell.
    """

    field: str
    words: str = attrs.field(repr=False)
    told: str
    letters: str
    cells: Mapping[int, Any] = attrs.field(repr=False)


@frozen
class Form:
    """One sheet of an export, read whole, because rows of other sheets may belong to its rows.

    Attributes:
        row: Its header's.
        titles: One a column; metadata and columns of choices are fields to leave out.
        rows: Row number to cells, blank rows left out.
        file: Name of the file whose only sheet it is; empty for a sheet of a workbook.
        source: The file that it lies in, where that is another one than the one that is read.
    """

    sheet: Sheet
    row: int
    titles: tuple[Title, ...]
    rows: Mapping[int, list[Any]] = attrs.field(repr=False)
    file: str = ""
    source: Source | None = attrs.field(default=None, repr=False)

    @property
    def is_file(self) -> bool:
        """Whether it lies in another file than the one that is read."""
        return self.source is not None

    @property
    def place(self) -> str:
        """What messages call it."""
        return f"the {'file' if self.is_file else 'sheet'} {self.name!r}"

    @property
    def name(self) -> str:
        """The name of the sheet."""
        return self.sheet.name

    def column(self, name: str) -> Mapping[int, Any]:
        """Return row number to cell of the column with a header; empty where there is none."""
        for place, title in enumerate(self.titles):
            if title.words.casefold() == name.casefold():
                return {row: plain(cells[place]) for row, cells in self.rows.items()}
        return {}

    def passed(self) -> tuple[Passed, ...]:
        """Return the columns that rows of other sheets take from this one."""
        found: dict[str, Passed] = {}
        name = self.name if self.name.isidentifier() or self.is_file else f"'{self.name}'"
        for place, title in enumerate(self.titles):
            if title.field in PASSED and title.field not in found:
                letters = title.letters if isinstance(title, JoinedTitle) else f"{name}!{title.letters}"
                cells = {row: cells[place] for row, cells in self.rows.items()}
                found[title.field] = Passed(title.field, title.words, title.told, letters, cells)
        return tuple(found.values())

    def header(self) -> Header:
        """Return the header with the rows below, as any other sheet has."""
        last = max(self.rows, default=self.row)
        blank = [""] * len(self.titles)
        rows = (self.rows.get(row, blank) for row in range(self.row + 1, last + 1))
        return Header(self.row, self.row, self.titles, rows)


def form_or_sheet(sheet: Sheet, source: Source, *, is_stated: bool = False) -> Form | Sheet:
    """Return a sheet as a form's where its header says so, else the sheet as it was.

    Args:
        is_stated: Whether the manifest says that it is an export.
    """
    top: list[list[Any]] = []
    for cells in islice(sheet.rows, _DEEPEST):
        top.append(cells)
        if any(cell != "" for cell in cells):
            break
    written = [as_text(cell).strip() for cell in top[-1]] if top else []
    if not any(written) or (not is_stated and len({each.casefold() for each in written} & SIGNS) < ENOUGH):
        return evolve(sheet, rows=chain(top, sheet.rows))
    row = len(top)
    rows = dict(_below(sheet, row))
    if rows and _is_tagged(rows[first := min(rows)]) and first <= row + 2:
        del rows[first]
    titles = tuple(
        Title(column_letters(sheet.first_column + place), words, (meant := _field(words, source)), _told(words, meant))
        for place, words in enumerate(written)
    )
    return _with_choices(Form(sheet, row, titles, rows), source)


def _below(sheet: Sheet, header_row: int) -> Iterator[tuple[int, list[Any]]]:
    for number, cells in enumerate(sheet.rows, header_row + 1):
        if any(cell != "" for cell in cells):
            cells = list(cells)
            for place in range(len(cells)):
                shown = sheet.errors.get((number - 1, place + sheet.first_column))
                if shown is not None:
                    cells[place] = ErrorCell(shown)
            yield number, cells


def _is_tagged(cells: Iterable[Any]) -> bool:
    written = [cell for cell in cells if cell != ""]
    return all(isinstance(cell, str) and _TAG.fullmatch(cell.strip()) for cell in written)


# ---------------------------------------------------------------- headers


def _field(title: str, source: Source) -> str | None:
    """Return what a column holds: by its whole header, else without its groups; empty for metadata."""
    if title in source.columns:
        return source.columns[title]
    if not title:
        return None
    if title.startswith(("_", "SET-OF-")) or title.casefold() in _METADATA:
        return ""
    names = [title, *_without_groups(title)]
    # A group may be named as a field is: "activity/date" is a date.
    found = next((known for name in names if (known := field_by_name(name, source)) is not None), None)
    return found if found is not None else field_of(names[-1], source)


def _told(title: str, meant: str | None) -> str:
    """Return a header as messages repeat it: a question that is known under its groups, or what the service adds."""
    return title if meant or title.casefold() in _METADATA else ""


def _without_groups(title: str) -> Iterator[str]:
    """Yield a header without its first group, its first two groups …"""
    for match in re.finditer(r"[/-]", title):
        # "Gender M/F" has no group.
        if len(title) - match.end() > 1:
            yield title[match.end() :].strip()


def _with_choices(form: Form, source: Source) -> Form:
    """Return a form whose columns of single choices are taken together, so that an answer counts once."""
    places = {title.words: place for place, title in enumerate(form.titles) if title.words}
    alone = _choices_alone(form, source, places)
    places |= {question: chosen[0] for question, chosen in alone.items()}
    answers: dict[int, list[tuple[int, str]]] = {}
    titles = list(form.titles)
    for question, chosen in alone.items():
        meant = _field(question, source)
        titles[chosen[0]] = evolve(titles[chosen[0]], words=question, field=meant, told=_told(question, meant))
    for place, title in enumerate(form.titles):
        question, slash, choice = title.words.rpartition("/")
        while slash and question not in places:
            question, slash, more = question.rpartition("/")
            choice = f"{more}/{choice}"
        if slash and title.words not in source.columns:
            answers.setdefault(places[question], []).append((place, choice))
            if place != places[question]:
                titles[place] = evolve(title, field="")
        elif title.words.endswith("_URL") and title.words.removesuffix("_URL") in places:
            titles[place] = evolve(title, field="")
    if not answers and not any(title.field in ("places", "place", "municipality") for title in titles):
        return evolve(form, titles=tuple(titles))
    combined = {chosen[0] for chosen in alone.values()}
    rows = {}
    for row, cells in form.rows.items():
        cells = list(cells)
        for question_place, choices in answers.items():
            mapped = source.values.get(titles[question_place].field or "", {})
            words = [str(mapped.get(choice, choice)) for place, choice in choices if _is_chosen(cells[place])]
            if words or question_place in combined:
                cells[question_place] = "; ".join(words)
        for place, title in enumerate(titles):
            if title.field in ("places", "place", "municipality") and place not in answers:
                cells[place] = _divided(cells[place])
        rows[row] = cells
    return evolve(form, titles=tuple(titles), rows=rows)


def _choices_alone(form: Form, source: Source, places: Mapping[str, int]) -> Mapping[str, list[int]]:
    """Return question to its columns of choices, where the export has no column of all of them.

    Such columns say yes or no only, and no field but the question's is known for any of them: those of a group that is
    named as a field is, such as "participants/women", are questions.
    """
    found: dict[str, list[int]] = {}
    for place, title in enumerate(form.titles):
        question, slash, choice = title.words.rpartition("/")
        if slash and question not in places and title.words not in source.columns:
            found.setdefault(question, []).append(place)
            if field_by_name(choice, source) is not None:
                found[question] = [-1]
    return {
        question: chosen
        for question, chosen in found.items()
        if len(chosen) > 1
        and -1 not in chosen
        and _field(question, source)
        and all(_is_yes_or_no(cells[place]) for cells in form.rows.values() for place in chosen)
    }


def _is_yes_or_no(cell: Any) -> bool:
    return _is_chosen(cell) or cell == 0 or (isinstance(cell, str) and cell.strip().casefold() in ("", "0", "false"))


def _is_chosen(cell: Any) -> bool:
    return cell is True or cell == 1 or (isinstance(cell, str) and cell.strip().casefold() in ("1", "true"))


def _divided(cell: Any) -> Any:
    """Return several towns, divided by spaces as choices are, divided as people do."""
    if isinstance(cell, str) and " " in cell.strip() and key(cell) not in municipalities():
        names = cell.split()
        if all(key(name) in municipalities() for name in names):
            return "; ".join(names)
    return cell
