"""The reader ``spreadsheet``: what each sheet of a workbook is, and its rows as raw tables. Touches no disk."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from attrs import evolve, field, frozen

from kcss_core.model import FAMILIES
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import Raw, RawTable, Source
from kcss_core.reading.structure import unknown_family
from kcss_core.text import did_you_mean
from kcss_spreadsheet import events, lists, persons
from kcss_spreadsheet.forms import PASSED, Form, Passed, form_or_sheet
from kcss_spreadsheet.grid import Grid, other_name
from kcss_spreadsheet.header import PERSONAL, Header, Title, find_header, resolved
from kcss_spreadsheet.repeats import in_order, is_repeat, joined, may_belong
from kcss_spreadsheet.rows import grid_of
from kcss_spreadsheet.sheets import Sheet, sheets_of
from kcss_spreadsheet.texts import text_sheets, without_sheets

_OPTIONS = ("sheet", "keep_names", "activity_from")
# Families whose rows others belong to, where a form has repeat groups.
_OF_ACTIVITIES = ("activities", "head-counts")
# How workbooks begin, of the new kind and of the old.
_BINARY = (b"PK", b"\xd0\xcf\x11\xe0")
_PERSONS, _EVENTS, _COUNTS = "one row a person", "one row an activity", "one row a head count"


@frozen
class SheetRead:
    """What became of one sheet.

    Attributes:
        row: Its header's; None where none was found.
        guess: What its rows were taken for.
        fields: Fields that it has columns of, by all their names.
        used: Column, in letters, to the field that is read from it.
        grid: Its rows; None where they were not read.
        orphans: How many rows were left out, because those that they belong to were not found.
    """

    name: str
    row: int | None = None
    titles: tuple[Title, ...] = ()
    guess: str | None = None
    fields: Collection[str] = ()
    used: Mapping[str, str] = field(factory=dict)
    tables: tuple[RawTable, ...] = ()
    problems: tuple[Problem, ...] = ()
    grid: Grid | None = field(default=None, repr=False)
    orphans: int = 0


@frozen
class Examined:
    """What a file holds, and what became of each of its sheets."""

    raw: Raw
    sheets: tuple[SheetRead, ...] = ()


def read_workbook(source: Source) -> Raw:
    """Return the rows of all visible sheets of a workbook, and what each sheet was taken for."""
    return examine(source).raw


def read_form(source: Source) -> Raw:
    """Return the rows of an export of Kobo or ODK, as CSV or as a workbook."""
    return examine(source, is_form=True).raw


def examine(source: Source, *, is_form: bool = False) -> Examined:
    """Return what a file holds and what became of each of its sheets.

    Args:
        is_form: Whether the file is known to be an export of a form; a workbook also tells by itself.
    """
    origin = Origin(source.file)
    is_text = is_form and not source.data.startswith(_BINARY)
    problems = [] if is_text else _wrong_options(source)
    stem = PurePosixPath(source.file).stem
    if source.family is None and stem in FAMILIES:
        source = evolve(source, family=stem)
    if source.family is not None and source.family not in FAMILIES:
        return Examined(Raw(problems=(*problems, unknown_family(source.family, origin))))
    if is_text:
        sheets, found, guesses = text_sheets(source)
    else:
        stated = source.options.get("sheet", ())
        only = (stated,) if isinstance(stated, str) else tuple(stated)
        sheets, found = sheets_of(source.data, source.file, only)
        guesses = {}
    problems += found
    read: list[SheetRead] = []
    forms: list[Form] = []
    for sheet in sheets:
        opened = form_or_sheet(sheet, source, is_stated=is_form)
        if isinstance(opened, Form):
            forms.append(evolve(opened, file=PurePosixPath(source.file).name) if is_text else opened)
        else:
            header = find_header(opened, source)
            read.append(_headless(source, sheet) if header is None else _read_sheet(sheet, header, source))
    beside = tuple(_forms_beside(source)) if is_text and may_belong((source, *source.beside)) else ()
    read += _read_forms(forms, source, beside)
    for one in read:
        problems += one.problems
        if one.guess is not None:
            guesses["rows" if is_text else f"sheet {one.name}"] = f"{one.guess}, header in row {one.row}"
    if not read and not problems:
        problems.append(Problem("workbook.no-rows", "expected a header and rows, got a workbook without any", origin))
    elif read and not any(one.guess for one in read):
        problems.append(Problem("workbook.no-rows", "no sheet of this workbook could be read", origin))
    titles = {title.words: title.told for one in read for title in one.titles}
    problems += _unused_mappings(source, titles, {name for one in read for name in one.fields})
    raw = Raw(tuple(table for one in read for table in one.tables), tuple(problems), guesses)
    return Examined(without_sheets(raw) if is_text else raw, tuple(read))


def _forms_beside(source: Source) -> Iterator[Form]:
    """Yield the exports in the other files of the folder; what is wrong with them is said when they are read."""
    for other in source.beside:
        if not other.data.startswith(_BINARY):
            for sheet in text_sheets(other)[0]:
                name = PurePosixPath(other.file).name
                form = form_or_sheet(evolve(sheet, name=name), other, is_stated=True)
                if isinstance(form, Form):
                    yield evolve(form, file=name, source=other)


def _read_forms(forms: Sequence[Form], source: Source, beside: Sequence[Form] = ()) -> Iterator[SheetRead]:
    """Yield what the sheets of an export hold, those first to whose rows others belong.

    Args:
        beside: Those in other files, to whose rows the rows of this one may belong.
    """
    passed: dict[str, tuple[Passed, ...]] = {}
    ordered = in_order((*forms, *beside))
    above = {form.name: parent for form, parent in ordered if parent is not None}
    parents = {parent.name for parent in above.values()}
    asked = {form.name for form in forms}
    for form, parent in reversed(ordered):
        if form.name in asked and parent is not None:
            asked.add(parent.name)
    with_repeats = bool(parents) or (len(forms) > 1 and any(is_repeat(form) for form in forms))
    for form, parent in ordered:
        if form.name not in asked:
            continue
        own = form.source or source
        if with_repeats and (own.family in _OF_ACTIVITIES) is is_repeat(form):
            # The family is that of the persons, or that of the activities which they were at.
            own = evolve(own, family=None)
        held = len(form.rows)
        form, problems = joined(form, parent, () if parent is None else passed[parent.name], source)
        one = _read_sheet(form.sheet, form.header(), own, is_parent=form.name in parents)
        passed[form.name] = _activities_of(form, one) or form.passed()
        if not form.is_file:
            yield evolve(one, problems=(*problems, *one.problems), orphans=held - len(form.rows))


def _activities_of(form: Form, one: SheetRead) -> tuple[Passed, ...]:
    """Return the ids of the activities that rows of other sheets belong to; nothing where the rows are none."""
    for table in one.tables:
        if table.family == "activities":
            ids = table.columns[table.header.index("id")]
            of_row = dict(zip(table.rows, ids, strict=True))
            return (Passed("activity", "activity", "activity", f"{form.name}!A", of_row),)
    return ()


def _read_sheet(sheet: Sheet, header: Header, source: Source, *, is_parent: bool = False) -> SheetRead:
    """Return what a sheet holds.

    Args:
        is_parent: Whether rows of other sheets belong to its rows; then it need not hold records of its own.
    """
    problems = list(header.problems)
    read = SheetRead(sheet.name, header.row, header.titles)
    has = {title.field for title in header.titles if title.field} | set(source.constants)
    shape = None if is_parent and has <= {*PASSED} else _shape(source.family, has)
    if shape is None and is_parent and {"title", "kind"} <= has:
        # Publications have titles and kinds as well, but nobody comes to them.
        shape = _EVENTS
    if shape is None and is_parent:
        return evolve(read, guess="what rows of other sheets belong to")
    if shape is None:
        problems.append(
            Problem(
                "sheet.unclear",
                f"expected columns that tell what its rows are, got only {', '.join(sorted(map(str, has)))}",
                Origin(source.file, sheet.name, header.row),
                hint='say in kcss.toml what they are: family = "activities"',
            )
        )
        return evolve(read, guess="unknown", problems=tuple(problems))
    if shape == _PERSONS:
        wanted: Sequence[str] = (*persons.FIELDS, *persons.NUMBERS)
    elif shape == _EVENTS:
        wanted = (*events.FIELDS, *events.PRESENCES)
    elif shape == _COUNTS:
        wanted = ("activity", "title", "id", "role", "presence", *events.COUNTS, *events.PRESENCES)
    else:
        wanted = lists.fields(shape)
    is_of_people = shape in (_PERSONS, _EVENTS, _COUNTS) or not PERSONAL.isdisjoint(has)
    if not is_of_people:
        header = evolve(header, titles=tuple(evolve(title, told=title.words) for title in header.titles))
        read = evolve(read, titles=header.titles)
    fields, found = resolved(sheet.name, header, source, wanted)
    problems += found
    grid = grid_of(sheet, header, fields, source, is_of_people=is_of_people)
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
    return evolve(
        read,
        guess=guess,
        fields=(*grid.columns, *map(other_name, grid.columns)),
        used={title.letters: name for name, title in fields.items()},
        tables=made,
        problems=(*problems, *grid.problems),
        grid=grid,
    )


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


def family_of(one: SheetRead) -> str | None:
    """Return what kcss.toml says under ``family`` for a sheet to be read as it was; None where nobody can say."""
    if one.grid is None:
        return None
    named = {_PERSONS: "participations", _EVENTS: "activities", _COUNTS: "head-counts"}
    shape = (one.guess or "").removesuffix(", who attended")
    return named.get(shape, shape.removeprefix("one row one of the "))


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


def _headless(source: Source, sheet: Sheet) -> SheetRead:
    problem = Problem(
        "sheet.no-header",
        "expected a row with at least two known headers, got none; the sheet is not read",
        Origin(source.file, sheet.name),
        Severity.WARNING,
        hint='map its headers in kcss.toml: columns = { "its header" = "field" }',
    )
    return SheetRead(sheet.name, problems=(problem,))


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


def _unused_mappings(source: Source, titles: Mapping[str, str], fields: Collection[str]) -> list[Problem]:
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
            hint=did_you_mean(title, filter(None, titles.values())),
        )
        for title in source.columns
        if title not in titles
    ]
