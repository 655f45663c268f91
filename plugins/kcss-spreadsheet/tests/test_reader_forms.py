"""Exports of Kobo and ODK: questions under groups, choices, repeat groups and what the service adds."""

from __future__ import annotations

import pytest

from kcss_core.reading.raw import Raw, Source
from kcss_spreadsheet.reader import read_form

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
    """Two choices for a role are not one: the words are named, and mapped ones are not."""
    rows = [
        ("name", "role", "role/spk", "role/org", "_id", "_uuid"),
        ("Arta", "spk org", 1, 1, 1, "a"),
        ("Ben", "spk", 1, 0, 2, "b"),
    ]
    [first, note] = said(read(rows, constants=AT, values={"role": {"spk": "speaker"}}))
    assert first.startswith("error: records/list.xlsx · List:2 B2 role: expected a word for role, got 'speaker; org' (1 row);")
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
        "warning: records/form.csv:1: these rows belong to rows of another sheet, which this file does not hold; "
        "export the form as XLSX, with all its sheets",
    ]
    assert len(dataset(raw).participations) == 1


def test_family_is_that_of_the_persons():
    """A family that the manifest states is that of the repeat group, or of the sessions, as it says."""
    data = book(("Sessions", SESSIONS), ("People", people(1)))
    assert presences(read(data, family="participations")) == [(2, REFORM)]
    assert presences(read(data, family="activities")) == [(2, REFORM)]
