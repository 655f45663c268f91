"""Sheets with one row a person: participants and their participations. Keeps no name unless the source asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from attrs import evolve

from kcss_core.model import Column
from kcss_core.model.table import packed
from kcss_core.problems import Problem, Severity
from kcss_core.reading.identity import digest, number_digest
from kcss_core.reading.persons import NumberKind, derived_id
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
#: Numbers that tell persons apart, the surest first. They are read where there is a key, and never kept.
NUMBERS: Mapping[str, NumberKind] = MappingProxyType(
    {"personal_number": NumberKind.PERSONAL, "email": NumberKind.EMAIL, "phone": NumberKind.PHONE}
)
#: What tells rows of persons from others.
TELLING = frozenset({*NAMES, "gender", "participant", "birth_date"})
# Of the personal numbers and telephones of the region; less is a number of a row, or of an extension.
_SHORTEST_NUMBER = 6
_DIGITS_AT_HOME = 8


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
    gender = grid.read("gender", cells.gender)
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
    role = grid.read("role", cells.word("role"))
    invited = grid.read("invited", cells.word("yes-no"))
    attended = grid.read("attended", cells.word("yes-no"))
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
    key = grid.source.key
    numbers = [_numbers(kind, grid.columns.pop(field, None)) for field, kind in NUMBERS.items()] if key else []
    if own is not None and None not in own.values:
        # Where the sheet says who everybody is, nobody has to be told by anything else.
        return own
    nothing = Column.constant(None, len(grid))
    # Each different text is folded once, not once a row.
    compared = [_folded(column or nothing) for column in (name, affiliation, place)]
    columns = [own or nothing, *compared, gender or nothing, *(column for column in numbers if column is not None)]
    rows = combined(columns)
    codes: dict[int, int] = {}
    found: dict[str, int] = {}
    nameless = set()
    for row, (person, who, where_from, home, sex, *stated) in different(columns, rows):
        number = ""
        if key is not None and (first := next(filter(None, stated), None)) is not None:
            kind, written = first
            # Offices share telephones and addresses: these tell a person only together with the name.
            number = number_digest(key, kind, written, *(() if kind is NumberKind.PERSONAL else (who,)))
        id = person if person is not None else derived_id(digest(key, who, where_from, home), sex, number=number)
        codes[row] = found.setdefault(id, len(found))
        if person is None and not who and not number.startswith(NumberKind.PERSONAL):
            nameless.add(codes[row])
    values = list(found)
    coded = list(map(codes.__getitem__, rows))
    if nameless:
        # Nobody can tell whether a row without a name is a person met before.
        for index, code in enumerate(coded):
            if code in nameless:
                coded[index] = len(values)
                values.append(derived_id(digest(key, grid.source.file, grid.sheet, str(grid.rows[index]))))
    return Column(packed(coded, len(values)), tuple(values))


def _numbers(kind: NumberKind, column: Column | None) -> Column | None:
    """Return a column of numbers as they are compared, each with its kind; None for what is none."""
    if column is None:
        return None
    values = (None if cell is None else _number(kind, cells.as_text(cell)) for cell in column.values)
    return Column(column.codes, tuple(None if number is None else (kind, number) for number in values))


def _number(kind: NumberKind, written: str) -> str | None:
    """Return a number without what people write it with; None for a cell that holds none, such as a dash."""
    if kind is NumberKind.EMAIL:
        return written.strip().casefold() if "@" in written else None
    marks = "".join(filter(str.isalnum, written)).upper().lstrip("0")
    if kind is NumberKind.PHONE:
        # With or without the code of a country, of which there were four in twenty years, or the 0 instead of it.
        marks = "".join(filter(str.isdigit, marks))[-_DIGITS_AT_HOME:]
    # A row of zeros or ones stands for none.
    return marks if len(marks) >= _SHORTEST_NUMBER and len(set(marks)) > 1 else None


def _folded(column: Column) -> Column:
    return Column(column.codes, tuple("" if value is None else folded(value) for value in column.values))
