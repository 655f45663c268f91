"""Sheets with one row an event: activities with their head counts, or head counts alone. Counts nobody itself."""

from __future__ import annotations

from typing import Any

import attrs

from kcss_core.model import Activity, Column
from kcss_core.origin import Origin
from kcss_core.period import PartialDate
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import RawTable
from kcss_core.text import fold
from kcss_spreadsheet import cells
from kcss_spreadsheet.compared import latin
from kcss_spreadsheet.grid import Grid
from kcss_spreadsheet.lists import rule_for
from kcss_spreadsheet.places import places

COUNTS = ("women", "men", "non_binary", "undisclosed", "not_recorded", "total")
_OWN = tuple(attribute.name for attribute in attrs.fields(Activity) if attribute.name != "origin")
#: What rows of events may tell.
FIELDS = (*_OWN, "activity", "date", "place", "municipality", "program", "project", "role", "presence", *COUNTS)
#: Columns that hold numbers of people in a row of an event, and yes or no in a row of a person.
PRESENCES = ("invited", "attended")
_INSTEAD = {"start": ("date",), "places": ("municipality", "place"), "programs": ("program",), "projects": ("project",)}
_LONGEST_ID = 60


def tables(grid: Grid, *, with_activities: bool = True, with_counts: bool = True) -> tuple[RawTable, ...]:
    """Return activities and head counts of the rows."""
    made: list[RawTable] = []
    activities = _activities(grid) if with_activities else {}
    ids = activities["id"] if with_activities else _references(grid)
    counts = {name: grid.read(name, _count) for name in COUNTS} if with_counts else {}
    others = {name: grid.read(name, _count) for name in PRESENCES} if with_counts else {}
    role = grid.read("role", cells.word("role"))
    presence = grid.read("presence", cells.as_text)
    grid.note_left_out()
    if with_activities:
        made.append(grid.table("activities", activities))
    if counts.get("total") is None and others.get("attended") is not None:
        counts["total"] = others["attended"]
    came = {"activity": ids, "role": role, "presence": presence, **counts}
    if _says_something(counts):
        made.append(grid.table("head-counts", came, _filled(counts, len(grid))))
    invited = {"total": others.get("invited")}
    if _says_something(invited):
        columns = {"activity": ids, "role": role, "presence": Column.constant("invited", len(grid)), **invited}
        made.append(grid.table("head-counts", columns, _filled(invited, len(grid))))
    return tuple(made)


def _activities(grid: Grid) -> dict[str, Column | None]:
    columns: dict[str, Column | None] = {}
    for name in _OWN:
        read_as = next((each for each in (name, *_INSTEAD.get(name, ())) if each in grid.columns), name)
        if name == "places":
            columns[name] = grid.read(read_as, places)
        elif name == "start":
            columns[name], columns["end"] = _period(grid, read_as)
        elif name == "kind":
            columns[name] = grid.read(name, cells.kind)
        elif columns.get(name) is None:
            columns[name] = grid.read(read_as, rule_for("activities", name))
        for other in (name, *_INSTEAD.get(name, ())):
            if other in grid.titles and other != read_as:
                _note_unread(grid, other)
    for name in grid.columns:
        if name.partition(".")[0] in _OWN and "." in name:
            columns[name] = grid.read(name, cells.as_text)
    own = columns["id"] or grid.read("activity", cells.as_text)
    columns["id"] = _ids(grid, own, columns)
    return columns


def _note_unread(grid: Grid, name: str) -> None:
    """Say that a column is not read because another one says the same better: a municipality, not a venue."""
    origin = grid.origin.at(grid.titles[name].at(grid.header_row))
    message = "this column is left out, because another one tells the same"
    grid.problems.append(Problem("column.unread", message, origin, Severity.NOTE))


def _period(grid: Grid, name: str) -> tuple[Column | None, Column | None]:
    """Return first and last days, of which one cell may hold both."""
    column = grid.read(name, cells.days)
    if column is None or not any(isinstance(value, tuple) for value in column.values):
        return column, None
    pairs = [value if isinstance(value, tuple) else (value, None) for value in column.values]
    return (
        Column(column.codes, tuple(first for first, _ in pairs)),
        None if "end" in grid.columns else Column(column.codes, tuple(last for _, last in pairs)),
    )


def _ids(grid: Grid, own: Column | None, columns: dict[str, Column | None]) -> Column:
    """Return the id of each row: its own, else its title, or kind and place, with the date."""
    values: list[str] = []
    first: dict[str, int] = {}
    titles = columns["title"] or next((column for name, column in columns.items() if name.startswith("title.")), None)
    nameless = []
    for index in range(len(grid)):
        id = own[index] if own is not None else None
        if id is None:
            what = titles[index] if titles is not None else None
            if what is None:
                what = " ".join(
                    str(column[index]) for name in ("kind", "places") if (column := columns[name]) and column[index]
                )
            when = columns["start"][index] if columns["start"] is not None else None
            id = slug(str(what))[:_LONGEST_ID].rstrip("-")
            id = f"{id}-{when}" if isinstance(when, PartialDate) and id else id
            if not id:
                nameless.append(index)
                id = f"{slug(grid.sheet)}-row-{grid.rows[index]}"
            elif id in first:
                # The same title on the same day is two occurrences; the row tells them apart, as nothing else does.
                id = f"{id}-row-{grid.rows[index]}"
        first.setdefault(id, index)
        values.append(id)
    if nameless:
        grid.problems.append(
            Problem(
                "activity.nameless",
                f"expected a title or an id of each activity, got {len(nameless)} without, of which this is the first",
                Origin(grid.source.file, grid.sheet, grid.rows[nameless[0]]),
            )
        )
        for index in nameless:
            grid.keep[index] = 0
    return Column.of(values)


def slug(words: str) -> str:
    """Return words as an id: lower case Latin letters and digits, with hyphens."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in fold(latin(words)))
    return "-".join(plain.split())


def _references(grid: Grid) -> Column | None:
    """Return the ids of the activities that head counts without activities of their own belong to."""
    name = next((each for each in ("activity", "title", "id") if each in grid.columns), "activity")
    return grid.read(name, cells.as_text)


def _count(cell: Any) -> Any:
    if isinstance(cell, int) and not isinstance(cell, bool) and cell >= 0:
        return cell
    if isinstance(cell, str) and cell.isascii() and cell.isdigit():
        return int(cell)
    if cell in ("-", "–", "—", "/"):
        return None
    return cells.Misfit(code="count.invalid", expected="a whole number, 0 or more", got=repr(cells.as_text(cell)))


def _says_something(columns: dict[str, Column | None]) -> bool:
    return any(column is not None and set(column.values) - {None} for column in columns.values())


def _filled(columns: dict[str, Column | None], length: int) -> bytes:
    """Return one byte a row, 0 where no number is given: such a row says nothing about people."""
    present = [column for column in columns.values() if column is not None]
    return bytes(any(column[index] is not None for column in present) for index in range(length))


