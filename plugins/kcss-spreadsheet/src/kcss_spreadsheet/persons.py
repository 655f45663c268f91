"""Sheets with one row a person: participants and their participations. Keeps no name unless the source asks for it."""

from __future__ import annotations

import hashlib

from attrs import evolve

from kcss_core.model import Column
from kcss_core.model.table import packed
from kcss_core.problems import Problem, Severity
from kcss_core.reading.persons import derived_id
from kcss_core.reading.raw import RawTable
from kcss_spreadsheet import cells
from kcss_spreadsheet.compared import folded
from kcss_spreadsheet.grid import Grid, combined, different, joined
from kcss_spreadsheet.places import municipality

NAMES = ("name", "first_name", "last_name")
#: What rows of persons may tell.
FIELDS = (
    *("id", "participant", *NAMES, "gender", "affiliation", "municipality", "country"),
    *("age", "age_group", "birth_date", "birth_year"),
    *("activity", "title", "role", "invited", "attended"),
)
#: What tells rows of persons from others.
TELLING = frozenset({*NAMES, "gender", "participant", "birth_date"})


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
    # Who gives every person an id, and no activity, defines persons; an id that is used twice is then a fault.
    given = grid.columns.get("id")
    is_repeated = where is not None or given is None or None in given.values
    made = [evolve(grid.table("participants", {"id": ids, **participants}), is_repeated=is_repeated)]
    if where is not None:
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
    # Each different text is folded once, not once a row.
    compared = (_folded(column or nothing) for column in (name, affiliation, place))
    columns = [own or nothing, *compared, gender or nothing]
    rows = combined(columns)
    codes: dict[int, int] = {}
    found: dict[str, int] = {}
    nameless = set()
    for number, (person, who, where_from, home, sex) in different(columns, rows):
        id = person if person is not None else derived_id(_digest(who, where_from, home), sex)
        codes[number] = found.setdefault(id, len(found))
        if person is None and not who:
            nameless.add(codes[number])
    values = list(found)
    coded = list(map(codes.__getitem__, rows))
    if nameless:
        # Nobody can tell whether a row without a name is a person met before.
        for index, code in enumerate(coded):
            if code in nameless:
                coded[index] = len(values)
                values.append(derived_id(_digest(grid.source.file, grid.sheet, str(grid.rows[index]))))
    return Column(packed(coded, len(values)), tuple(values))


def _folded(column: Column) -> Column:
    return Column(column.codes, tuple("" if value is None else folded(value) for value in column.values))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]
