"""Records of people in every shape that is read, to plant names in. All persons in them are invented."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from attrs import evolve, field, frozen

#: Nobody is called so, and no word of the project holds a part of one.
NAMES = ("Zamfirana Quetzalovci", "Ploxhida Wyvernaj", "Brunhaxha Yggdraku")
#: What is looked for, in lower case: also what a slug or a folded word keeps of a name.
PARTS = tuple(part.lower() for name in NAMES for part in name.split())

Rows = Sequence[Sequence[Any]]

COMMON: Mapping[str, str] = {
    "kcss.toml": '[workspace]\nlanguages = ["en"]\nperiod = "2022"\n',
    "records/organization.toml": '[organization]\nid = "centre"\nname = "Fictional Centre"\n',
    "reports/annual/report.toml": 'title = "Annual"\nchapters = ["01.md"]\nannex = "evidence"\n',
    "reports/annual/01.md": "# People\n\n:::{gender-balance}\n:::\n\n{value}`attended.persons` persons.\n",
}
ACTIVITIES = (
    ("id", "title", "kind", "start"),
    ("first-aid", "First aid", "training", "2022-03"),
    ("second", "Second aid", "training", "2022-05"),
)


@frozen
class Shape:
    """One way in which people keep records of persons.

    Attributes:
        tables: File and sheet to rows, the first of which is the header; None for the only sheet of a file.
        name: Column of each table that holds names.
        free: Headers of columns in which any word is believed, or nothing is read.
        says: What the manifest says beside the usual.
    """

    id: str
    tables: Mapping[tuple[str, str | None], Rows]
    name: Mapping[tuple[str, str | None], int] = field(factory=dict)
    says: str = ""
    free: frozenset[str] = frozenset()

    def files(self) -> dict[str, bytes]:
        """Return the files of a workspace that holds these records."""
        texts = {**COMMON, "kcss.toml": COMMON["kcss.toml"] + self.says}
        files = {name: text.encode() for name, text in texts.items()}
        if not any(file.startswith("records/activities") for file, _ in self.tables):
            files["records/activities.csv"] = as_csv(ACTIVITIES)
        for file in dict.fromkeys(file for file, _ in self.tables):
            sheets = {sheet: rows for (each, sheet), rows in self.tables.items() if each == file}
            if file.endswith(".xlsx"):
                files[file] = as_workbook({sheet or "List": rows for sheet, rows in sheets.items()})
            elif file.endswith(".toml"):
                files[file] = as_toml(Path(file).stem, sheets[None])
            else:
                files[file] = as_csv(sheets[None], ";" if "kobo" in file else ",")
        return files


def as_csv(rows: Rows, delimiter: str = ",") -> bytes:
    """Return rows as CSV."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


def as_workbook(sheets: Mapping[str, Rows]) -> bytes:
    """Return sheets as a workbook."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    return stream.getvalue()


def as_toml(family: str, rows: Rows) -> bytes:
    """Return rows as an array of tables; the header gives the keys."""
    lines = []
    for row in rows[1:]:
        lines.append(f"[[{family}]]")
        lines += [f"{json.dumps(key)} = {json.dumps(cell)}" for key, cell in zip(rows[0], row, strict=True) if cell != ""]
    return ("\n".join(lines) + "\n").encode()


# ---------------------------------------------------------------- shapes

_PERSONS = (
    ("id", "name", "gender", "affiliation", "municipality", "country", "age_group", "birth_year"),
    ("n1", NAMES[0], "woman", "Police", "Peja", "XK", "25-44", "1980"),
    ("n2", NAMES[1], "man", "Court", "Gjilan", "XK", "25-44", "1985"),
    ("n3", NAMES[2], "woman", "Court", "Peja", "XK", "25-44", "1990"),
)
_CAME = (
    ("participant", "activity", "role", "invited", "attended"),
    ("n1", "first-aid", "participant", "yes", "yes"),
    ("n2", "first-aid", "speaker", "yes", "yes"),
    ("n3", "second", "participant", "no", "yes"),
)
_TOML_PERSONS = (_PERSONS[0], *((*row[:-1], int(row[-1])) for row in _PERSONS[1:]))
_TOML_CAME = (_CAME[0], *((*row[:3], *(cell == "yes" for cell in row[3:])) for row in _CAME[1:]))
_SAME = (("participant", "same_as", "decision"), ("n1", "n3", "different"), ("n2", "n3", "different"))
_COUNTS = (
    ("activity", "role", "presence", "women", "men", "total"),
    ("first-aid", "participant", "attended", "12", "9", "21"),
    ("second", "participant", "attended", "7", "7", "14"),
)
_LIST = (
    ("Name", "Gender", "Organization", "Municipality", "Country", "Age", "Date of birth", "Personal number",
     "E-mail", "Phone", "Signature", "Activity", "Role", "Invited", "Attended"),
    (NAMES[0], "F", "Police", "Peja", "Kosovo", 42, "03.05.1980", "1000000001", "a@b.org", "044 100 200", "x",
     "first-aid", "Speaker", "yes", "yes"),
    (NAMES[1], "M", "Court", "Gjilan", "Kosovo", 37, "04.06.1985", "1000000002", "c@d.org", "044 100 201", "x",
     "first-aid", "Participant", "yes", "no"),
    (NAMES[2], "F", "Court", "Peja", "Kosovo", 32, "05.07.1990", "1000000003", "e@f.org", "044 100 202", "x",
     "second", "Participant", "no", "yes"),
)  # fmt: skip
_EVENTS = (
    ("Title", "Kind", "Date", "Municipality", "Scope", "Program", "Women", "Men", "Total"),
    ("First aid", "Training", "03.05.2022", "Peja", "Local", "", 12, 9, 21),
    ("Second aid", "Training", "04.05.2022", "Gjilan", "Local", "", 7, 7, 14),
)
_A_SHEET = (
    ("First name", "Last name", "Gender", "Organization", "Role"),
    (*NAMES[0].split(), "F", "Police", "Participant"),
    (*NAMES[1].split(), "M", "Court", "Participant"),
)
_FORM = (
    ("start", "group/name", "group/gender", "group/affiliation", "activity", "role", "_id", "_uuid", "_index"),
    ("2022-01-01", NAMES[0], "female", "Police", "first-aid", "speaker", "1", "u-1", "1"),
    ("2022-01-02", NAMES[1], "male", "Court", "second", "participant", "2", "u-2", "2"),
)
_SESSIONS = (
    ("title", "kind", "date", "_id", "_uuid", "_index"),
    ("First session", "training", "2022-05-03", "1", "u-1", "1"),
    ("Second session", "training", "2022-05-04", "2", "u-2", "2"),
)
_REPEATED = (
    ("name", "gender", "role", "_index", "_parent_table_name", "_parent_index", "_submission__uuid"),
    (NAMES[0], "female", "speaker", "1", "Sessions", "1", "u-1"),
    (NAMES[1], "male", "participant", "2", "Sessions", "2", "u-2"),
)
_ODK = (
    ("SubmissionDate", "title", "kind", "date", "meta-instanceID", "KEY"),
    ("2022-05-03", "First session", "training", "2022-05-03", "uuid:1", "uuid:1"),
    ("2022-05-04", "Second session", "training", "2022-05-04", "uuid:2", "uuid:2"),
)
_ODK_REPEATED = (
    ("name", "gender", "role", "PARENT_KEY", "KEY"),
    (NAMES[0], "female", "speaker", "uuid:1", "uuid:1/1"),
    (NAMES[1], "male", "participant", "uuid:2", "uuid:2/1"),
)

SHAPES = (
    Shape(
        "csv",
        {
            ("records/participants.csv", None): _PERSONS,
            ("records/participations.csv", None): _CAME,
            ("records/same-as.csv", None): _SAME,
        },
        {("records/participants.csv", None): 1},
        free=frozenset({"affiliation", "municipality"}),
    ),
    Shape(
        "toml",
        {("records/participants.toml", None): _TOML_PERSONS, ("records/participations.toml", None): _TOML_CAME},
        {("records/participants.toml", None): 1},
        free=frozenset({"affiliation", "municipality"}),
    ),
    Shape("head counts", {("records/head-counts.csv", None): _COUNTS}),
    Shape(
        "list",
        {("records/list.xlsx", None): _LIST},
        {("records/list.xlsx", None): 0},
        free=frozenset({"Organization", "Municipality", "Personal number", "E-mail", "Phone", "Signature"}),
    ),
    Shape("events", {("records/events.xlsx", None): _EVENTS}),
    Shape(
        "sheet an activity",
        {("records/sheets.xlsx", "first-aid"): _A_SHEET, ("records/sheets.xlsx", "second"): _A_SHEET},
        {("records/sheets.xlsx", "first-aid"): 0, ("records/sheets.xlsx", "second"): 0},
        '[[source]]\nfile = "records/sheets.xlsx"\n[source.options]\nactivity_from = "sheet"\n',
        frozenset({"First name", "Last name", "Organization"}),
    ),
    Shape(
        "kobo csv",
        {("records/kobo.csv", None): _FORM},
        {("records/kobo.csv", None): 1},
        free=frozenset({"start", "group/affiliation", "_id", "_uuid", "_index"}),
    ),
    Shape(
        "kobo xlsx",
        {("records/form.xlsx", "Sessions"): _SESSIONS, ("records/form.xlsx", "people"): _REPEATED},
        {("records/form.xlsx", "people"): 0},
        free=frozenset({"_id", "_uuid", "_submission__uuid"}),
    ),
    Shape(
        "odk csv",
        {("records/odk.csv", None): _ODK, ("records/odk-people.csv", None): _ODK_REPEATED},
        {("records/odk-people.csv", None): 0},
        free=frozenset({"SubmissionDate", "meta-instanceID"}),
    ),
)


# ---------------------------------------------------------------- planting


def planted(shape: Shape) -> Iterator[tuple[str, Shape]]:
    """Yield the shape with names where none belong, one place at a time, and what was planted where."""
    for place, rows in shape.tables.items():
        where = f"{Path(place[0]).name} {place[1] or ''}".strip()
        for column, title in enumerate(rows[0]):
            others = [[*row] for row in rows[1:]]
            for index, row in enumerate(others):
                row[column] = NAMES[index % len(NAMES)]
            yield f"{where}: cells of {title}", _with(shape, place, [rows[0], *others])
            header = [*rows[0]]
            header[column] = NAMES[0]
            yield f"{where}: header {title}", _with(shape, place, [header, *rows[1:]])
            name = shape.name.get(place)
            if name is not None and name != column:
                swapped = [[*row] for row in rows[1:]]
                for row in swapped:
                    row[name], row[column] = row[column], row[name]
                yield f"{where}: {title} swapped with the name", _with(shape, place, [rows[0], *swapped])
        if not place[0].endswith(".toml"):
            yield f"{where}: no header", _with(shape, place, rows[1:])
            beside = [(*row, NAMES[2]) for row in rows]
            yield f"{where}: a column named after a person", _with(shape, place, beside)
            yield f"{where}: the header twice", _with(shape, place, [rows[0], [NAMES[1]] * len(rows[0]), *rows])
            title = [NAMES[0], *[""] * (len(rows[0]) - 1)]
            yield f"{where}: a title above", _with(shape, place, [title, *rows])


def believed(shape: Shape) -> Shape:
    """Return the shape with names wherever nothing tells that they are none of what belongs there; ids are names too."""
    ids = {f"n{number}": name for number, name in enumerate(NAMES, 1)}
    tables = {}
    for place, rows in shape.tables.items():
        planted_rows = [
            [
                NAMES[index % len(NAMES)] if title in shape.free else ids.get(cell, cell)
                for title, cell in zip(rows[0], row, strict=True)
            ]
            for index, row in enumerate(rows[1:])
        ]
        tables[place] = [rows[0], *planted_rows]
    return evolve(shape, tables=tables)


def _with(shape: Shape, place: tuple[str, str | None], rows: Rows) -> Shape:
    return evolve(shape, tables={**shape.tables, place: rows})


def write(files: Mapping[str, bytes], root: Path) -> Path:
    """Write files into a folder."""
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


# ---------------------------------------------------------------- looking


def inside(data: bytes) -> Iterator[bytes]:
    """Yield some bytes, and what they hold where they are an archive, however deep."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from inside(archive.read(name))


def found_in(data: bytes | str) -> list[str]:
    """Return which parts of the names stand in some bytes or words, in whatever case."""
    data = data.encode() if isinstance(data, str) else data
    text = b"\n".join(inside(data)).decode("utf-8", "replace").lower()
    return [part for part in PARTS if part in text]
