"""Rows of one sheet of an export that belong to rows of another: repeat groups, by number or by key, across files.

**Source**: KoboToolbox, pyxform and ODK Central documentation of exports; ``_index`` is counted from 1 by some versions
and from 0 by others, so nothing is assumed about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import evolve

from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import Source
from kcss_spreadsheet.cells import as_text
from kcss_spreadsheet.forms import Form, JoinedTitle, Passed

INDEX, PARENT, PARENT_SHEET = "_index", "_parent_index", "_parent_table_name"
KEY, PARENT_KEY = "KEY", "PARENT_KEY"
# Of the row of a form that all rows of its repeat groups name, beside that of the row which they belong to.
_SUBMISSION = (("_submission__uuid", "_uuid"), ("_submission__id", "_id"))
_ROOT = -1
# What the header of a repeat group in a file of its own begins with, somewhere.
_IN_HEADER = (PARENT.encode(), PARENT_KEY.encode())
_HEAD = 1 << 14


def may_belong(sources: Iterable[Source]) -> bool:
    """Say whether rows of one of some files may belong to those of another; nothing is read for it."""
    return any(mark in source.data[:_HEAD] for source in sources for mark in _IN_HEADER)


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
    titles = [JoinedTitle(each.letters, each.words, each.field, each.told, places) for each in taken]
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
