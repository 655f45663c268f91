"""The reader ``spreadsheet``: what each sheet of a workbook is, and its rows as raw tables. Touches no disk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import PurePosixPath

from kcss_core.model import FAMILIES
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import Raw, RawRecord, RawTable, Source
from kcss_core.reading.structure import unknown_family
from kcss_core.text import did_you_mean
from kcss_spreadsheet import events, lists, persons
from kcss_spreadsheet.grid import Grid, other_name
from kcss_spreadsheet.header import Header, find_header, resolved
from kcss_spreadsheet.rows import grid_of
from kcss_spreadsheet.sheets import Sheet, sheets_of

_OPTIONS = ("sheet", "keep_names", "activity_from")
# Two families of one sheet each.
_PERSONS, _EVENTS, _COUNTS = "one row a person", "one row an activity", "one row a head count"


def read_workbook(source: Source) -> Raw:
    """Return the rows of all visible sheets of a workbook, and what each sheet was taken for."""
    origin = Origin(source.file)
    problems = _wrong_options(source)
    stem = PurePosixPath(source.file).stem
    if source.family is None and stem in FAMILIES:
        from attrs import evolve

        source = evolve(source, family=stem)
    if source.family is not None and source.family not in FAMILIES:
        return Raw(problems=(*problems, unknown_family(source.family, origin)))
    stated = source.options.get("sheet", ())
    only = (stated,) if isinstance(stated, str) else tuple(stated)
    sheets, found = sheets_of(source.data, source.file, only)
    problems += found
    records: list[RawRecord | RawTable] = []
    guesses: dict[str, str] = {}
    titles: list[str] = []
    fields: set[str] = set()
    has_sheets = False
    for sheet in sheets:
        has_sheets = True
        header = find_header(sheet, source)
        if header is None:
            problems.append(_headless(source, sheet))
            continue
        titles += [title.words for title in header.titles]
        made, found, guess, read = _read_sheet(sheet, header, source)
        fields.update(read)
        records += made
        problems += found
        guesses[f"sheet {sheet.name}"] = f"{guess}, header in row {header.row}"
    if not has_sheets and not problems:
        problems.append(Problem("workbook.no-rows", "expected a header and rows, got a workbook without any", origin))
    elif has_sheets and not guesses:
        problems.append(Problem("workbook.no-rows", "no sheet of this workbook could be read", origin))
    problems += _unused_mappings(source, titles, fields)
    return Raw(tuple(records), tuple(problems), guesses)


def _read_sheet(
    sheet: Sheet, header: Header, source: Source
) -> tuple[tuple[RawTable, ...], tuple[Problem, ...], str, Collection[str]]:
    """Return what a sheet holds, what is wrong with it, what it was taken for, and the fields that it has."""
    problems = list(header.problems)
    has = {title.field for title in header.titles if title.field} | set(source.constants)
    shape = _shape(source.family, has)
    if shape is None:
        problems.append(
            Problem(
                "sheet.unclear",
                f"expected columns that tell what its rows are, got only {', '.join(sorted(map(str, has)))}",
                Origin(source.file, sheet.name, header.row),
                hint='say in kcss.toml what they are: family = "activities"',
            )
        )
        return (), tuple(problems), "unknown", ()
    if shape == _PERSONS:
        wanted: Sequence[str] = persons.FIELDS
    elif shape == _EVENTS:
        wanted = (*events.FIELDS, *events.PRESENCES)
    elif shape == _COUNTS:
        wanted = ("activity", "title", "id", "role", "presence", *events.COUNTS, *events.PRESENCES)
    else:
        wanted = lists.fields(shape)
    fields, found = resolved(sheet.name, header, source, wanted)
    problems += found
    grid = grid_of(sheet, header, fields, source)
    problems += _unknown_constants(grid, wanted)
    made: tuple[RawTable, ...] = ()
    if not len(grid):
        grid.problems.append(
            Problem("sheet.no-rows", "expected rows below the header, got none", grid.origin, Severity.WARNING)
        )
    elif shape == _PERSONS:
        made = persons.tables(grid, _activity(source, sheet.name), keep_names=source.options.get("keep_names") is True)
    elif shape == _EVENTS:
        made = events.tables(grid)
    elif shape == _COUNTS:
        made = events.tables(grid, with_activities=False)
    else:
        made = lists.tables(grid, shape)
    guess = shape if shape in (_PERSONS, _EVENTS, _COUNTS) else f"one row one of the {shape}"
    if shape == _PERSONS and not {"invited", "attended"} & has and any(t.family == "participations" for t in made):
        guess += ", who attended"
    return made, (*problems, *grid.problems), guess, [*grid.columns, *map(other_name, grid.columns)]


def _shape(family: str | None, has: set[str]) -> str | None:
    """Return what the rows are: persons, events, head counts, or a family; None where the columns do not tell."""
    if family in ("participants", "participations"):
        return _PERSONS
    if family == "activities":
        return _EVENTS
    if family == "head-counts":
        return _COUNTS
    if family is not None:
        return family
    is_of_persons = bool(has & persons.TELLING)
    if has & set(events.COUNTS) or (has & {"title", "kind"} and has & set(events.PRESENCES) and not is_of_persons):
        return _EVENTS if "kind" in has else _COUNTS
    if is_of_persons and "kind" not in has:
        return _PERSONS
    if {"title", "kind"} <= has and has & {"place", "places", "municipality", "scope", "start", "series"}:
        return _EVENTS
    fitting = [
        name
        for name in FAMILIES
        if lists.required(name) <= {lists.stands_for(name, each) for each in has if each in lists.fields(name)}
        and has <= {*lists.fields(name), "row_number", "notes"}
    ]
    return fitting[0] if len(fitting) == 1 else None


def _activity(source: Source, sheet: str) -> str | None:
    """Return the activity that a sheet or file stands for, where the manifest says so."""
    place = source.options.get("activity_from")
    if place == "sheet":
        return events.slug(sheet)
    return events.slug(PurePosixPath(source.file).stem) if place == "file" else None


# ---------------------------------------------------------------- what is wrong


def _wrong_options(source: Source) -> list[Problem]:
    origin = Origin(source.file)
    problems = [
        Problem(
            "option.unknown",
            f"the reader of workbooks has no option {name!r}",
            origin,
            hint=did_you_mean(name, _OPTIONS) or f"it has {', '.join(_OPTIONS)}",
        )
        for name in source.options
        if name not in _OPTIONS
    ]
    place = source.options.get("activity_from")
    if place not in (None, "sheet", "file"):
        message = f"activity_from: expected 'sheet' or 'file', got {place!r}"
        problems.append(Problem("option.invalid", message, origin))
    names = source.options.get("keep_names")
    if names not in (None, True, False):
        problems.append(Problem("option.invalid", f"keep_names: expected true or false, got {names!r}", origin))
    return problems


def _headless(source: Source, sheet: Sheet) -> Problem:
    return Problem(
        "sheet.no-header",
        "expected a row with at least two known headers, got none; the sheet is not read",
        Origin(source.file, sheet.name),
        Severity.WARNING,
        hint='map its headers in kcss.toml: columns = { "its header" = "field" }',
    )


def _unknown_constants(grid: Grid, wanted: Sequence[str]) -> list[Problem]:
    problems = []
    for name in grid.source.constants:
        if name not in wanted:
            del grid.columns[name]
            problems.append(
                Problem(
                    "constant.unknown",
                    f"kcss.toml states {name!r} for all rows, for which rows of this sheet have no field",
                    grid.origin,
                    # A period for all files of a folder is no mistake where some of them hold persons.
                    Severity.NOTE if name == "reported" else Severity.WARNING,
                    hint=did_you_mean(name, wanted),
                )
            )
    return problems


def _unused_mappings(source: Source, titles: Sequence[str], fields: Collection[str]) -> list[Problem]:
    if not titles:
        return []
    problems = [
        Problem(
            "column.missing",
            f"kcss.toml maps values of the field {name!r}, for which no sheet of this workbook has a column",
            Origin(source.file),
            Severity.WARNING,
            hint=did_you_mean(name, fields),
        )
        for name in source.values
        if name not in fields
    ]
    return problems + [
        Problem(
            "column.missing",
            f"kcss.toml maps a column {title!r}, which no sheet of this workbook has",
            Origin(source.file),
            Severity.WARNING,
            hint=did_you_mean(title, [each for each in titles if each]),
        )
        for title in source.columns
        if title not in titles
    ]
