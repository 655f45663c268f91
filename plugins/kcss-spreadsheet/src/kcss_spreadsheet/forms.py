"""What Kobo and ODK export: questions under their groups, choices, and rows of one sheet that belong to another's.

Turns such sheets into ones with plain headers. Knows the families' fields by their headers only, and makes no records.

**Source**: KoboToolbox, pyxform and ODK Central documentation of exports; ``_index`` is counted from 1 by some versions
and from 0 by others, so nothing is assumed about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

import attrs
from attrs import evolve, frozen

from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import Source
from kcss_spreadsheet.cells import as_text, plain
from kcss_spreadsheet.compared import key
from kcss_spreadsheet.header import Header, Title, field_by_name, field_of
from kcss_spreadsheet.inspection import column_letters
from kcss_spreadsheet.places import municipalities
from kcss_spreadsheet.sheets import ErrorCell, Sheet
from kcss_spreadsheet.signs import ENOUGH, SIGNS

INDEX, PARENT, PARENT_SHEET = "_index", "_parent_index", "_parent_table_name"
KEY, PARENT_KEY = "KEY", "PARENT_KEY"
# Of the row of a form that all rows of its repeat groups name, beside that of the row which they belong to.
_SUBMISSION = (("_submission__uuid", "_uuid"), ("_submission__id", "_id"))
_ROOT = -1
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
# What the header of a repeat group in a file of its own begins with, somewhere.
_IN_HEADER = (PARENT.encode(), PARENT_KEY.encode())
# Letterheads never stand above an export, but somebody may have inserted a row.
_DEEPEST = 5
_HEAD = 1 << 14


@frozen
class JoinedTitle(Title):
    """A column of the sheet that the rows belong to.

    Attributes:
        rows: Row of this sheet to the row there.
    """

    rows: Mapping[int, int] = attrs.field(factory=dict, repr=False)

    def at(self, row: int) -> str:
        """Return the address of the cell in the other sheet: ``Sessions!C3 Activity``."""
        return f"{self.letters}{self.rows.get(row, '')} {self.words}".rstrip()


@frozen
class Passed:
    """A column that the rows of a repeat group take from the rows that they belong to.

    Attributes:
        letters: As Excel refers to it from another sheet: ``Sessions!C``.
        cells: Row number there to cell.
    """

    field: str
    words: str
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
                found[title.field] = Passed(title.field, title.words, letters, cells)
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
        Title(column_letters(sheet.first_column + place), words, _field(words, source))
        for place, words in enumerate(written)
    )
    return _with_choices(Form(sheet, row, titles, rows), source)


def may_belong(sources: Iterable[Source]) -> bool:
    """Say whether rows of one of some files may belong to those of another; nothing is read for it."""
    return any(mark in source.data[:_HEAD] for source in sources for mark in _IN_HEADER)


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
        titles[chosen[0]] = evolve(titles[chosen[0]], words=question, field=_field(question, source))
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


# ---------------------------------------------------------------- repeat groups


def parent_of(form: Form, forms: Sequence[Form]) -> Form | None:
    """Return the sheet to whose rows the rows of a sheet belong; None for a sheet whose rows belong to none."""
    if not _belongs(form):
        return None
    others = [other for other in forms if other is not form]
    if keys := _cells(form, PARENT_KEY):
        return next((other for other in others if keys & _cells(other, KEY)), None)
    named = {as_text(name) for name in form.column(PARENT_SHEET).values() if name is not None}
    if named:
        # Excel cuts the names of sheets.
        found = next((other for other in others if other.name[:31] in {name[:31] for name in named}), None)
        return found if found is not None else _file_of(form, others, named)
    return next((other for other in others if not _belongs(other)), None)


def _file_of(form: Form, others: Sequence[Form], named: set[str]) -> Form | None:
    """Return the file that holds what was a sheet of an export: by its name, by the submissions, or the only one."""
    files = [other for other in others if other.file]
    for other in files:
        if other.file.rpartition(".")[0].endswith(tuple(named)):
            return other
    for mine, theirs in _SUBMISSION:
        if wanted := _cells(form, mine):
            return next((other for other in files if wanted & _cells(other, theirs)), None)
    roots = [other for other in files if not _belongs(other)]
    return roots[0] if len(roots) == 1 else None


def _cells(form: Form, name: str) -> set[str]:
    return {as_text(cell) for cell in form.column(name).values() if cell is not None}


def _belongs(form: Form) -> bool:
    return any(_number(cell) not in (None, _ROOT) for cell in form.column(PARENT).values()) or any(
        cell is not None for cell in form.column(PARENT_KEY).values()
    )


def is_repeat(form: Form) -> bool:
    """Say whether the rows of a sheet are made to belong to those of another one, even if it has none."""
    has_parent = any(title.words.casefold() in (PARENT, PARENT_KEY.casefold()) for title in form.titles)
    return has_parent and (_belongs(form) or not form.rows)


def _number(cell: Any) -> int | None:
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int):
        return cell
    return int(cell) if isinstance(cell, str) and re.fullmatch(r"-?\d+", cell) else None


def joined(
    form: Form, parent: Form | None, passed: Sequence[Passed], source: Source
) -> tuple[Form, tuple[Problem, ...]]:
    """Return a form whose rows have the cells of the rows that they belong to, and what is wrong with that.

    Rows that belong to none are left out: nobody can tell at which activity they were.
    """
    if parent is None:
        if not _belongs(form):
            return form, ()
        return form, (
            Problem(
                "repeat.no-parent",
                "these rows belong to rows of another sheet, which neither this file nor its folder holds",
                Origin(source.file, form.name, form.row),
                Severity.WARNING,
                hint="export the form with all its sheets, or keep all its files in one folder",
            ),
        )
    is_keyed = bool(_cells(form, PARENT_KEY))
    found, problem = (_by_key(form, parent), None) if is_keyed else _links(form, parent, source)
    problems = [] if problem is None else [problem]
    kept = {row: cells for row, cells in form.rows.items() if row in found}
    lost = [row for row in form.rows if row not in found]
    if lost and (problem is None or not problem.is_error):
        often = "" if len(lost) == 1 else f" ({len(lost)} rows, this is the first)"
        problems.append(
            Problem(
                "repeat.orphan",
                f"expected in {PARENT_KEY if is_keyed else PARENT} the {KEY if is_keyed else INDEX} of a row of "
                f"{parent.place}, got another {'key' if is_keyed else 'number'}{often}; "
                f"{'the row is' if len(lost) == 1 else 'the rows are'} left out",
                Origin(source.file, form.name, lost[0]),
                hint="export the form anew, and delete no rows",
            )
        )
    own = {title.field for title in form.titles}
    taken = [each for each in passed if each.field not in own]
    places = {form.row: parent.row, **found}
    titles = [JoinedTitle(each.letters, each.words, each.field, places) for each in taken]
    rows = {row: [*cells, *(each.cells.get(found[row], "") for each in taken)] for row, cells in kept.items()}
    return evolve(form, titles=(*form.titles, *titles), rows=rows), tuple(problems)


def _by_key(form: Form, parent: Form) -> Mapping[int, int]:
    """Return row to the row of the parent's file that has the key which it names."""
    keys = {as_text(cell): row for row, cell in parent.column(KEY).items() if cell is not None}
    named = ((row, as_text(cell)) for row, cell in form.column(PARENT_KEY).items() if cell is not None)
    return {row: keys[key] for row, key in named if key in keys}


def _links(form: Form, parent: Form, source: Source) -> tuple[Mapping[int, int], Problem | None]:
    """Return row to the row of the parent sheet; and what is doubtful about the numbers."""
    wanted = {row: number for row, cell in form.column(PARENT).items() if (number := _number(cell)) is not None}
    numbers = {number: row for row, cell in parent.column(INDEX).items() if (number := _number(cell)) is not None}
    asked = set(wanted.values()) - {_ROOT}
    note = None
    if numbers:
        # Only a 0 tells that rows are counted otherwise: another number may be that of a row that somebody deleted.
        is_from_0 = 0 in asked and 0 not in numbers and asked <= {number - 1 for number in numbers}
        shift = -1 if is_from_0 else 0
        if is_from_0:
            note = Problem(
                "repeat.base",
                f"{PARENT} is taken to count from 0, and {INDEX} of {parent.place} from 1",
                Origin(source.file, form.name, form.row),
                Severity.NOTE,
            )
        by_number = {number + shift: row for number, row in numbers.items()}
    else:
        in_order = list(parent.rows)
        bases = [base for base in (1, 0) if asked <= set(range(base, base + len(in_order)))]
        if len(bases) > 1:
            return {}, Problem(
                "repeat.unclear",
                f"expected a column {INDEX} in {parent.place}, to which the numbers in {PARENT} refer, "
                "got none, and they could be counted from 0 or from 1; the rows are left out",
                Origin(source.file, form.name, form.row),
                hint="export the form anew with all its columns",
            )
        by_number = dict(enumerate(in_order, bases[0] if bases else 1))
    return {row: by_number[number] for row, number in wanted.items() if number in by_number}, note


def in_order(forms: Sequence[Form]) -> list[tuple[Form, Form | None]]:
    """Return each sheet with the one that its rows belong to, which comes first."""
    parents = {form.name: parent_of(form, forms) for form in forms}
    done: dict[str, tuple[Form, Form | None]] = {}
    left = list(forms)
    while left:
        ready = [form for form in left if (up := parents[form.name]) is None or up.name in done]
        if not ready:
            # Sheets that name one another in a circle belong to none.
            ready, parents = left, dict.fromkeys(parents)
        for form in ready:
            done[form.name] = (form, parents[form.name])
        left = [form for form in left if form.name not in done]
    return list(done.values())
