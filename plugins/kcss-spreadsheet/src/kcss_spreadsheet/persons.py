"""Sheets with one row a person: participants and their participations. Keeps no name unless the source asks for it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from attrs import evolve

from kcss_core.model import Column
from kcss_core.model.table import packed
from kcss_core.problems import Problem, Severity
from kcss_core.reading.persons import derived_id
from kcss_core.reading.raw import RawTable
from kcss_spreadsheet import cells
from kcss_spreadsheet.compared import folded
from kcss_spreadsheet.grid import Grid, joined
from kcss_spreadsheet.places import municipality

NAMES = ("name", "first_name", "last_name")
#: What rows of persons may tell.
FIELDS = (
    *("id", "participant", *NAMES, "gender", "affiliation", "municipality", "country"),
    *("age", "age_group", "birth_date", "birth_year"),
    *("activity", "title", "role", "invited", "attended"),
)
#: What tells rows of persons from others.
TELLING = frozenset({*NAMES, "gender", "participant", "birth_date", "affiliation"})


def tables(grid: Grid, activity: str | None = None, *, keep_names: bool = False) -> tuple[RawTable, ...]:
    """Return participants, and participations where the rows say at which activity.

    Args:
        activity: Id of the activity of all rows that name none.
    """
    if activity is not None:
        column = grid.columns.get("activity") or grid.columns.pop("title", None)
        grid.columns["activity"] = (
            Column.constant(activity, len(grid))
            if column is None
            else Column(column.codes, tuple(activity if cell is None else cell for cell in column.values))
        )
    name = _name(grid)
    gender = grid.read("gender", cells.gender, personal=NAMES)
    affiliation = grid.read("affiliation", cells.as_text)
    place = grid.read("municipality", municipality)
    participants = {
        "gender": gender,
        "affiliation": affiliation,
        "municipality": place,
        "country": grid.read("country", cells.country),
        "age_group": grid.read("age_group", cells.age) or grid.read("age", cells.age),
        "birth_year": grid.read("birth_date", cells.birth_year) or grid.read("birth_year", cells.birth_year),
    }
    about = "activity" if "activity" in grid.columns else "title"
    where = grid.read(about, cells.as_text)
    role = grid.read("role", cells.word("role"), personal=NAMES)
    invited = grid.read("invited", cells.word("yes-no"), personal=NAMES)
    attended = grid.read("attended", cells.word("yes-no"), personal=NAMES)
    if invited is None and attended is None:
        attended = Column.constant(True, len(grid))
    ids = _ids(grid, name, affiliation, place, gender)
    if keep_names:
        participants["name"] = name
    grid.note_left_out()
    made = [evolve(grid.table("participants", {"id": ids, **participants}), is_repeated=True)]
    if where is not None:
        _note_twice(grid, ids, where, role)
        columns = {"participant": ids, "activity": where, "role": role, "invited": invited, "attended": attended}
        made.append(grid.table("participations", columns))
    elif grid.source.family != "participants":
        grid.problems.append(
            Problem(
                "sheet.no-activity",
                "these rows name persons, and nothing says at which activity they were; no participation is counted",
                grid.origin,
                Severity.WARNING,
                hint='add a column Activity with its id, or say in kcss.toml: constants = { activity = "id" }',
            )
        )
    return tuple(made)


def _name(grid: Grid) -> Column | None:
    parts = [column for part in NAMES if (column := grid.read(part, cells.as_text)) is not None]
    return joined(parts) if len(parts) > 1 else parts[0] if parts else None


def _ids(
    grid: Grid, name: Column | None, affiliation: Column | None, place: Column | None, gender: Column | None
) -> Column:
    """Return the id of the person in each row: the one that the sheet gives, else one derived from who it is."""
    own = grid.read("id", cells.as_text) or grid.read("participant", cells.as_text)
    nothing = Column.constant(None, len(grid))
    columns = [column or nothing for column in (own, name, affiliation, place, gender)]
    given, _, _, _, sexes = (column.values for column in columns)
    # Each different text is folded once, not once a row.
    names, affiliations, homes = (
        tuple("" if value is None else folded(value) for value in column.values) for column in columns[1:4]
    )
    rows = list(zip(*(column.codes for column in columns), strict=True))
    different = dict.fromkeys(rows, 0)
    found: dict[str, int] = {}
    nameless = set()
    for each in different:
        id, who, where_from, home, sex = each
        person = given[id]
        if person is None:
            person = derived_id(_digest(names[who], affiliations[where_from], homes[home]), sexes[sex])
        different[each] = found.setdefault(person, len(found))
        if given[id] is None and not names[who]:
            nameless.add(different[each])
    values = list(found)
    codes = list(map(different.__getitem__, rows))
    if nameless:
        # Nobody can tell whether a row without a name is a person met before.
        for index, code in enumerate(codes):
            if code in nameless:
                codes[index] = len(values)
                values.append(derived_id(_digest(grid.source.file, grid.sheet, str(grid.rows[index]))))
    return Column(packed(codes, len(values)), tuple(values))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


def _note_twice(grid: Grid, ids: Column, where: Column, role: Column | None) -> None:
    """Warn of the rows that name a person, role and activity again."""
    roles: Sequence[int] = role.codes if role is not None else bytes(len(grid))
    rows = list(zip(ids.codes, where.codes, roles, strict=True))
    if len(set(rows)) == len(rows):
        return
    seen: set[tuple[int, int, int]] = set()
    again = []
    for index, each in enumerate(rows):
        if each in seen:
            again.append(index)
        seen.add(each)
    others = "" if len(again) == 1 else f" ({len(again)} rows, this is the first)"
    grid.problems.append(
        Problem(
            "participation.twice",
            "expected a person once in a role at an activity, got the same name, affiliation and municipality "
            f"again{others}; every row is counted",
            evolve(grid.origin, row=grid.rows[again[0]]),
            Severity.WARNING,
            hint="delete the row, or tell the persons apart with a column ID",
        )
    )
