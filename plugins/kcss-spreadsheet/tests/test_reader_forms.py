"""Exports of Kobo and ODK: questions under groups, choices, repeat groups and what the service adds."""

from __future__ import annotations

import pytest
from attrs import evolve

from kcss_core.plugins.registry import load_plugins
from kcss_core.reading.load import load
from kcss_core.reading.raw import Raw, Source
from kcss_spreadsheet.reader import read_form
from kcss_spreadsheet.signs import is_export

from .books import AT, book, dataset, read, said


def read_csv(text: str, *, file: str = "records/form.csv", **says) -> Raw:
    return read_form(Source(file=file, data=text.encode(), **says))


SESSIONS = [
    ("start", "end", "about/title", "about/kind", "about/date", "about/place", "__version__", "_id", "_uuid", "_index"),
    ("2022-05-03T09:00:00.000+02:00", "x", "Police reform", "roundtable", "2022-05-03", "peja", "v1", 11, "u-1", 1),
    ("2022-05-04T09:00:00.000+02:00", "x", "Gun control", "panel", "2022-05-04", "prizren", "v1", 12, "u-2", 2),
]
PEOPLE_HEAD = ("person/full_name", "person/gender", "_index", "_parent_table_name", "_parent_index")


def people(*parents: int) -> list[tuple]:
    return [PEOPLE_HEAD, *((f"N{n}", "F", n, "Sessions", parent) for n, parent in enumerate(parents, 1))]


def presences(raw: Raw) -> list[tuple[int, str]]:
    return [(row.origin.row, row.activity) for row in dataset(raw, activities=()).participations]


REFORM, GUNS = "police-reform-2022-05-03", "gun-control-2022-05-04"


def test_csv_with_groups_and_metadata():
    """Questions are known below their groups; what the service adds is nobody's news; a phone number is not kept."""
    raw = read_csv(
        '"start";"today";"person/name";"person/gender";"person/phone";"contact-municipality";"_id";"_submission_time"\n'
        '"2022-05-03T09:14:11.000+02:00";"2022-05-03";"Arta";"F";"044123456";"Peja";"17";"2022-05-03T07:20:00"\n',
        constants=AT,
    )
    assert said(raw) == [
        "note: records/form.csv:1: a column of personal data is not kept (E); "
        "E would tell persons apart, as a digest, if there were a key: kcss same-as"
    ]
    [person] = dataset(raw).participants
    assert (person.gender, person.municipality, str(person.origin)) == ("woman", "Pejë", "records/form.csv:2")
    assert raw.guesses == {
        "encoding": "utf-8",
        "delimiter": "semicolon",
        "rows": "one row a person, who attended, header in row 1",
    }


def test_line_numbers_of_csv_with_line_breaks():
    """A cell of two lines moves the rows below, and messages name the line where a row begins."""
    raw = read_csv('name;gender;_id;_uuid\n"Ar\nta";F;1;a\nBen;Q;2;b\n', constants=AT)
    assert said(raw)[0].startswith("error: records/form.csv:4 B4 gender: expected a word for gender, got 'Q' (1 row)")


def test_labels_for_headers():
    """An export with labels has words for headers, below the labels of groups; a slash in a label is no group."""
    raw = read([("Personi/Emri dhe mbiemri", "Personi/Gjinia M/F", "_id", "_uuid"), ("Arta", "Femër", 1, "a")], constants=AT)
    assert said(raw) == []
    assert [person.gender for person in dataset(raw).participants] == ["woman"]


def test_hxl_row_is_left_out():
    """The row of tags below the header is no person, also where it is the only row."""
    head, tags = ("name", "gender", "_id", "_uuid"), ("#meta+name", "#indicator +sex", "", "")
    raw = read([head, tags, ("Arta", "F", 1, "a")], constants=AT)
    assert said(raw) == []
    assert [row.origin.row for row in dataset(raw).participations] == [3]
    assert said(read([head, tags], constants=AT)) == [
        "warning: records/list.xlsx · List:1: expected rows below the header, got none",
    ]


@pytest.mark.parametrize("text", ["name;gender;_id;_uuid\n", "name;gender;_id;_uuid"])
def test_csv_without_rows(text):
    """An export of a form that nobody has answered is a warning."""
    assert said(read_csv(text, constants=AT)) == ["warning: records/form.csv:1: expected rows below the header, got none"]


def test_empty_csv():
    """An empty file is an error."""
    assert said(read_csv("")) == ["error: records/form.csv: expected a header and rows, got an empty file"]


def test_select_multiple_counts_once():
    """The chosen words and the columns of single choices are one answer."""
    raw = read(
        [
            ("title", "kind", "places", "places/fushe_kosove", "places/peja", "places/prizren", "_id", "_uuid"),
            ("A", "panel", "peja fushe_kosove", 1, 1, 0, 1, "a"),
            ("B", "panel", "prizren", "False", "0", "True", 2, "b"),
            ("C", "panel", None, 0, 0, 0, 3, "c"),
        ]
    )
    assert said(raw) == []
    activities = dataset(raw, activities=()).activities
    assert [activity.places for activity in activities] == [("Fushë Kosovë", "Pejë"), ("Prizren",), ()]


def test_select_multiple_without_columns_of_choices():
    """Towns that stand in one cell, divided by spaces, are several; one of two words stays one."""
    raw = read(
        [
            ("title", "kind", "places", "_id", "_uuid"),
            ("A", "panel", "peja prizren", 1, "a"),
            ("B", "panel", "Fushë Kosovë", 2, "b"),
        ]
    )
    assert [activity.places for activity in dataset(raw, activities=()).activities] == [("Pejë", "Prizren"), ("Fushë Kosovë",)]


def test_select_multiple_as_columns_only():
    """Columns of single choices alone are one answer too; fields below a group that is named as a field are not."""
    raw = read(
        [
            ("about/title", "about/kind", "about/places/peja", "about/places/prizren", "total/women", "total/men", "_id", "_uuid"),
            ("A", "panel", 1, 1, 1, 0, 1, "a"),
            ("B", "panel", 0, 0, 1, 1, 2, "b"),
        ]
    )
    assert said(raw) == []
    found = dataset(raw, activities=())
    assert [activity.places for activity in found.activities] == [("Pejë", "Prizren"), ()]
    assert [(count.women, count.men) for count in found.head_counts] == [(1, 0), (1, 1)]


def test_select_multiple_where_one_answer_is_expected():
    """Two choices for a role are not one: their cell is named."""
    rows = [
        ("name", "role", "role/spk", "role/org", "_id", "_uuid"),
        ("Arta", "spk org", 1, 1, 1, "a"),
        ("Ben", "spk", 1, 0, 2, "b"),
    ]
    [first, note] = said(read(rows, constants=AT, values={"role": {"spk": "speaker"}}))
    assert first.startswith(
        "error: records/list.xlsx · List:2 B2 role: expected a word for role, got another word in B2 "
        "(did you mean 'speaker'?);"
    )
    assert note == "note: records/list.xlsx · List: 1 of 2 rows is left out: a cell of it cannot be read"


# ---------------------------------------------------------------- repeat groups


def test_repeat_group_is_joined():
    """Rows of the second sheet were at the activity of the row that they belong to, whose place is not theirs."""
    raw = read(book(("Sessions", SESSIONS), ("People", people(1, 1, 2))), constants={})
    assert said(raw) == []
    assert presences(raw) == [(2, REFORM), (3, REFORM), (4, GUNS)]
    assert {person.municipality for person in dataset(raw, activities=()).participants} == {None}
    assert raw.guesses == {
        "sheet Sessions": "one row an activity, header in row 1",
        "sheet People": "one row a person, who attended, header in row 1",
    }


def test_repeat_group_before_its_parent():
    """The order of sheets does not matter."""
    raw = read(book(("People", people(2)), ("Sessions", SESSIONS)))
    assert presences(raw) == [(2, GUNS)]


def test_both_count_from_0():
    """Where _index counts from 0, so does _parent_index."""
    sessions = [SESSIONS[0], (*SESSIONS[1][:-1], 0), (*SESSIONS[2][:-1], 1)]
    raw = read(book(("Sessions", sessions), ("People", people(1, 0))))
    assert said(raw) == []
    assert presences(raw) == [(2, GUNS), (3, REFORM)]


def test_only_the_parent_index_counts_from_0():
    """A 0 among the _parent_index of rows that count from 1 tells that it counts otherwise, which is said."""
    raw = read(book(("Sessions", SESSIONS), ("People", people(0, 1))))
    assert said(raw) == [
        "note: records/list.xlsx · People:1: _parent_index is taken to count from 0, and _index of the sheet 'Sessions' from 1",
    ]
    assert presences(raw) == [(2, REFORM), (3, GUNS)]


def test_numbers_that_no_row_has():
    """Rows of a session that somebody deleted are left out, and not given to the next one."""
    raw = read(book(("Sessions", SESSIONS), ("People", people(2, 3, 3))))
    assert said(raw) == [
        "error: records/list.xlsx · People:3: expected in _parent_index the _index of a row of the sheet 'Sessions', got "
        "another number (2 rows, this is the first); the rows are left out; export the form anew, and delete no rows",
    ]
    assert presences(raw) == [(2, GUNS)]


def test_parent_without_numbers():
    """Without _index the rows are counted, if the numbers leave only one way; else nothing is guessed."""
    sessions = [row[:-1] for row in SESSIONS]
    assert presences(read(book(("Sessions", sessions), ("People", people(0, 1))))) == [(2, REFORM), (3, GUNS)]
    assert presences(read(book(("Sessions", sessions), ("People", people(2, 1))))) == [(2, GUNS), (3, REFORM)]
    assert said(read(book(("Sessions", sessions), ("People", people(1))))) == [
        "error: records/list.xlsx · People:1: expected a column _index in the sheet 'Sessions', to which the numbers in "
        "_parent_index refer, got none, and they could be counted from 0 or from 1; the rows are left out; "
        "export the form anew with all its columns",
        "warning: records/list.xlsx · People:1: expected rows below the header, got none",
    ]


def test_root_has_minus_1():
    """A sheet whose rows all have -1 belongs to no other."""
    sessions = [(*SESSIONS[0], "_parent_index"), *((*row, -1) for row in SESSIONS[1:])]
    raw = read(book(("Sessions", sessions), ("People", people(1))))
    assert said(raw) == []
    assert presences(raw) == [(2, REFORM)]


def test_parent_that_names_an_activity():
    """Where the first sheet is no list of activities, its id of the activity is taken, and its cell is named."""
    sessions = [("q/activity", "enumerator", "_id", "_index"), ("a-1", "x", 1, 1), ("=NA()", "y", 2, 2)]
    raw = read(book(("The sessions", sessions), ("People", [PEOPLE_HEAD, *((*p[:3], "The sessions", p[4]) for p in people(1, 2)[1:])])))
    assert said(raw) == [
        "error: records/list.xlsx · People:3 'The sessions'!A3 q/activity: expected a value, got the error #N/A; mend the formula",
        "note: records/list.xlsx · People: 1 of 2 rows is left out: a cell of it cannot be read",
    ]
    assert [(row.origin.row, row.activity) for row in dataset(raw).participations] == [(2, "a-1")]
    assert raw.guesses["sheet The sessions"] == "what rows of other sheets belong to, header in row 1"


def test_repeat_inside_a_repeat():
    """Rows two sheets below take the activity through the one between."""
    groups = [("table", "_index", "_parent_table_name", "_parent_index"), ("1", 1, "Sessions", 2)]
    persons = [PEOPLE_HEAD, ("N", "F", 1, "Groups", 1)]
    raw = read(book(("Sessions", SESSIONS), ("Groups", groups), ("People", persons)))
    assert said(raw) == []
    assert raw.guesses["sheet Groups"] == "what rows of other sheets belong to, header in row 1"
    assert presences(raw) == [(2, GUNS)]


def test_repeat_group_alone():
    """A repeat group in a file of its own is read, and it is said that its sessions are not there."""
    raw = read_csv("name;gender;_index;_parent_index\nArta;F;1;4\n", constants=AT)
    assert said(raw) == [
        "warning: records/form.csv:1: these rows belong to rows of another sheet, which neither this file nor its folder holds; "
        "export the form with all its sheets, or keep all its files in one folder",
    ]
    assert len(dataset(raw).participations) == 1


def test_family_is_that_of_the_persons():
    """A family that the manifest states is that of the repeat group, or of the sessions, as it says."""
    data = book(("Sessions", SESSIONS), ("People", people(1)))
    assert presences(read(data, family="participations")) == [(2, REFORM)]
    assert presences(read(data, family="activities")) == [(2, REFORM)]


# ---------------------------------------------------------------- files apart


def read_apart(**files: str) -> dict[str, Raw]:
    """Return what the reader finds in each CSV file of a folder."""
    sources = {name: Source(file=f"records/odk/{name}.csv", data=text.encode()) for name, text in files.items()}
    return {
        name: read_form(evolve(source, beside=tuple(one for other, one in sources.items() if other != name)))
        for name, source in sources.items()
    }


ODK = (
    "SubmissionDate,about-title,about-kind,about-date,SET-OF-person,meta-instanceID,KEY\n"
    "2022-05-03,Police reform,roundtable,2022-05-03,u-1/person,u-1,u-1\n"
    "2022-05-04,Gun control,panel,2022-05-04,u-2/person,u-2,u-2\n"
)
ODK_PEOPLE = "name,gender,PARENT_KEY,KEY,SET-OF-person\nArta,F,u-2,u-2/1,x\nBen,M,u-1,u-1/1,x\nCen,Q,u-1,u-1/2,x\nDea,F,u-9,u-9/1,x\n"


def test_files_of_odk_are_joined_by_key():
    """ODK Central exports a file a repeat group, and each row names the key of the row that it belongs to."""
    found = read_apart(form=ODK, form_person=ODK_PEOPLE)
    assert said(found["form"]) == []
    assert said(found["form_person"]) == [
        "error: records/odk/form_person.csv:5: expected in PARENT_KEY the KEY of a row of the file 'form.csv', got another "
        "key; the row is left out; export the form anew, and delete no rows",
        "error: records/odk/form_person.csv:4 B4 gender: expected a word for gender, got 'Q' (1 row); "
        'say in kcss.toml what it means: values = { gender = { "Q" = "…" } }; '
        "the values are woman, man, non-binary, undisclosed",
        "note: records/odk/form_person.csv: 1 of 3 rows is left out: a cell of it cannot be read",
    ]
    everything = dataset(*found.values(), activities=())
    assert [activity.id for activity in everything.activities] == [REFORM, GUNS]
    assert [(str(row.origin), row.activity) for row in everything.participations] == [
        ("records/odk/form_person.csv:2", GUNS), ("records/odk/form_person.csv:3", REFORM),
    ]  # fmt: skip


def as_csv(rows) -> str:
    return "".join(";".join(str(cell) for cell in row) + "\n" for row in rows)


@pytest.mark.parametrize("name", ["export_Sessions", "other"])
def test_sheets_saved_as_files_are_joined_by_index(name):
    """Who saved each sheet of a Kobo export as CSV has them joined, by the sheet's name or as the only other file."""
    found = read_apart(**{name: as_csv(SESSIONS), "people": as_csv(people(2, 1, 2))})
    assert [said(raw) for raw in found.values()] == [[], []]
    assert [row.activity for row in dataset(*found.values(), activities=()).participations] == [GUNS, REFORM, GUNS]


def test_the_first_file_knows_that_others_belong_to_it():
    """A file of sessions that name activities, with columns of choices, is what others belong to, under its own name."""
    sessions = "session/activity;places/peja;places/prizren;_id;_index\na-1;1;0;7;1\n"
    persons = "name;gender;_index;_parent_table_name;_parent_index\nArta;F;1;my form;1\n"
    found = read_apart(**{"my form": sessions, "people": persons})
    assert [said(raw) for raw in found.values()] == [[], []]
    assert [row.activity for row in dataset(*found.values()).participations] == ["a-1"]


def test_the_file_of_the_right_form_is_taken():
    """Where two forms lie in one folder, the submission that rows name tells to which they belong."""
    head = (*PEOPLE_HEAD, "_submission__uuid")
    rows = [head, ("Arta", "F", 1, "Unknown", 2, "u-2")]
    other = [(*SESSIONS[0],), (*SESSIONS[1][:2], "Borders", *SESSIONS[1][3:8], "v-1", 2)]
    found = read_apart(a_other=as_csv(other), form=as_csv(SESSIONS), people=as_csv(rows))
    assert [row.activity for row in dataset(*found.values(), activities=()).participations] == [GUNS]


def test_a_root_that_only_names_activities():
    """Rows of the first file that tell nothing but the activity are what others belong to, and no problem."""
    found = read_apart(form="activity,SubmissionDate,KEY\na-1,2022-05-03,u-1\n", person="name,gender,PARENT_KEY,KEY\nArta,F,u-1,1\n")
    assert [said(raw) for raw in found.values()] == [[], []]
    assert [row.activity for row in dataset(*found.values()).participations] == ["a-1"]


@pytest.mark.parametrize(
    ("text", "is_known"),
    [
        ('"start";"person/name";"_id";"_uuid"\n', True),
        ("\ufeffSubmissionDate,name,KEY\r\n", True),
        ("name\tgender\t_id\t_submission_time\n", True),
        ("id,title,kind\n", False),
        ("_id,name\n", False),
        ("key,value\n", False),
        ("", False),
        ("name,gender\nx,_id;_uuid\n", False),
    ],
)
def test_exports_as_csv_are_known_by_their_header(text, is_known):
    """Two columns that only services write make a CSV file an export; one alone may be anybody's."""
    assert is_export(text.encode()) is is_known


def test_a_csv_export_needs_no_rule(tmp_path):
    """In a workspace an export is read without a word in kcss.toml; a file that is named as a family is never one."""
    (tmp_path / "records").mkdir()
    (tmp_path / "kcss.toml").write_text("")
    (tmp_path / "records" / "c.toml").write_text('[organization]\nid = "c"\nname = "C"\n')
    (tmp_path / "records" / "form.csv").write_text(ODK)
    (tmp_path / "records" / "form-person.csv").write_text("name,gender,PARENT_KEY,KEY\nArta,F,u-1,1\n")
    (tmp_path / "records" / "institutions.csv").write_text("id,name,_id,_uuid\ni,I,1,2\n")
    workspace = load(tmp_path, load_plugins().readers.values())
    assert [row.activity for row in workspace.dataset.participations] == [REFORM]
    assert [problem.code for problem in workspace.problems if problem.origin.file == "records/institutions.csv"] == [
        "column.unknown", "column.unknown",
    ]  # fmt: skip
