"""From raw records and tables to a dataset, with everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcss_core.model import Column, Dataset, Participant, Participation
from kcss_core.model.unread import Unread
from kcss_core.origin import Origin
from kcss_core.problems import Problem
from kcss_core.reading import converter, rows
from kcss_core.reading.raw import RawRecord, RawTable
from kcss_core.reading.structure import structure, structure_record
from kcss_core.vocabulary import Gender, KindTree, Role

ORGANIZATION = RawRecord(
    "organization", {"id": "kcss", "name": "KCSS"}, Origin("records/organization.toml", row=1, part="organization")
)
LOOK = "look into the cell: what stands there may name a person, and is not repeated"


def table(family: str, text: str, constants: dict[str, Any] | None = None, file: str | None = None) -> RawTable:
    """Return a raw table from comma-separated lines; the header stands in row 1."""
    header, *rows = [line.split(",") for line in text.strip().split("\n")]
    columns: list[Sequence[str]] = list(zip(*rows, strict=True)) if rows else [() for _ in header]
    origin = Origin(file or f"records/{family}.csv", row=1)
    return RawTable(family, tuple(header), columns, range(2, len(rows) + 2), origin, constants or {})


def dataset_of(*raw: RawRecord | RawTable) -> tuple[Dataset, list[str]]:
    """Return the dataset of an organization and further records, and the problems as shown."""
    dataset, problems = structure([ORGANIZATION, *raw], KindTree.standard())
    assert dataset is not None
    return dataset, [shown(problem) for problem in problems]


def shown(problem: Problem) -> str:
    """Return a problem with its weight, but for errors."""
    return str(problem) if problem.is_error else f"[{problem.severity}] {problem}"


ACTIVITIES = "id,kind\na1,conference\na2,meeting"


# ---------------------------------------------------------------- the organization


def test_a_dataset_needs_an_organization() -> None:
    """Without one something stands in, and the message says what to write."""
    dataset, problems = structure([table("activities", ACTIVITIES)], KindTree.standard())
    assert dataset.organization.id == "?"
    assert len(dataset.activities) == 2
    assert [shown(problem) for problem in problems] == [
        "expected one organization, got none; write [organization] with id and name into a TOML file under records/"
    ]


def test_other_problems_are_found_without_an_organization_too() -> None:
    """All problems come in one run, dangling references included."""
    broken = RawRecord("organization", {"id": "kcss"}, Origin("records/o.toml", row=1, part="organization"))
    _, problems = structure([broken, table("activities", "id,kind,programs\na1,conference,peace")], KindTree.standard())
    assert [shown(problem) for problem in problems] == [
        "records/activities.csv:2 programs: expected the id of one of the programs, got 'peace'; "
        "add it to the programs, or mend the id",
        "records/o.toml:1 organization.name: a value is required, got nothing",
    ]


def test_a_second_organization_is_refused() -> None:
    """A workspace is of one organization; both places are named."""
    second = RawRecord("organization", {"id": "x", "name": "X"}, Origin("records/x.toml", row=4, part="organization"))
    dataset, problems = dataset_of(second)
    assert dataset.organization.id == "kcss"
    assert problems == [
        "records/x.toml:4 organization: expected one organization, got a second; "
        "the first stands at records/organization.toml:1 organization; "
        "a workspace is of one organization: delete one of them"
    ]


# ---------------------------------------------------------------- families kept as objects


def test_rows_of_a_table_become_records() -> None:
    """Rows carry their row number; empty cells are absent; a header with a point nests."""
    dataset, problems = dataset_of(table("activities", "id,kind,title.en,title.sq\na1,conference,Forum,\na2,meeting,,"))
    assert problems == []
    first, second = dataset.activities
    assert first.title is not None
    assert first.title.forms == (("en", "Forum"),)
    assert first.origin == Origin("records/activities.csv", row=2)
    assert second.title is None


def test_a_constant_fills_the_rows_that_have_no_value_of_their_own() -> None:
    """What a file states for all its rows gives way to a cell."""
    dataset, problems = dataset_of(
        table("activities", "id,kind,reported\na1,conference,\na2,meeting,2021", {"reported": "2022"})
    )
    assert problems == []
    assert [str(activity.reported) for activity in dataset.activities] == ["2022", "2021"]


def test_a_record_with_an_error_is_left_out_and_no_reference_to_it_dangles() -> None:
    """One mistake is one problem."""
    dataset, problems = dataset_of(
        table("programs", "id,name,started\npeace,Peace,soon\ngender,Gender,2010"),
        table("activities", "id,kind,programs\na1,conference,peace;gender"),
    )
    assert [program.id for program in dataset.programs] == ["gender"]
    assert problems == [
        "records/programs.csv:2 started: expected a date such as 2022-05-31, 2022-05 or 2022, got 'soon'"
    ]


def test_references_to_families_of_unread_files_are_not_judged() -> None:
    """What could not be read may hold the record."""
    raw: list[RawRecord | RawTable] = [
        ORGANIZATION,
        table("activities", "id,kind,programs\na1,conference,peace"),
    ]
    _, problems = structure(raw, KindTree.standard(), unread=Unread(families=frozenset({"programs"})))
    assert problems == ()


def test_a_duplicate_id_names_both_places() -> None:
    """Ids are unique within a family, across files; the first record stays."""
    dataset, problems = dataset_of(
        table("programs", "id,name\npeace,Peace"), table("programs", "id,name\npeace,War", file="records/more.csv")
    )
    assert [str(program.name) for program in dataset.programs] == ["Peace"]
    assert problems == [
        "records/more.csv:2 id: expected an id that is used once, got 'peace', "
        "which stands also at records/programs.csv:2; give one of them another id, or delete it"
    ]


def test_the_id_of_a_record_with_an_error_is_taken_too() -> None:
    """Mending the first record must not bring up a second problem."""
    _, problems = dataset_of(table("programs", "id,name,started\npeace,Peace,soon\npeace,War,2020"))
    assert problems == [
        "records/programs.csv:2 started: expected a date such as 2022-05-31, 2022-05 or 2022, got 'soon'",
        "records/programs.csv:3 id: expected an id that is used once, got 'peace', "
        "which stands also at records/programs.csv:2; give one of them another id, or delete it",
    ]


def test_families_may_use_the_same_id() -> None:
    """A program and a project may share a name."""
    _, problems = dataset_of(table("programs", "id,name\npeace,Peace"), table("projects", "id,title\npeace,Peace"))
    assert problems == []


def test_a_head_count_or_aggregate_is_given_once() -> None:
    """Families without ids are compared by what they answer; the order of a cell does not matter."""
    aggregate = {"figure": "f", "reported": "2022", "value": 1, "source": "s"}
    place = Origin("records/a.toml", row=3, part="aggregates[1]")
    again = Origin("records/a.toml", row=9, part="aggregates[2]")
    _, problems = dataset_of(
        table("activities", ACTIVITIES),
        table("head-counts", "activity,role,women\na1,speaker,3\na1,trainer,1\na1,speaker,4"),
        RawRecord("aggregates", {**aggregate, "by": {"scope": "local", "role": "speaker"}}, place),
        RawRecord("aggregates", {**aggregate, "by": {"role": "speaker", "scope": "local"}}, again),
    )
    assert problems == [
        "records/a.toml:9 aggregates[2]: expected one aggregate for a figure, period and cell, "
        "got the same as at records/a.toml:3 aggregates[1]; delete one of them",
        "records/head-counts.csv:4: expected one head count for an activity, role and presence, "
        "got the same as at records/head-counts.csv:2; delete one of them",
    ]


def test_an_unknown_column_is_refused_with_the_remedy() -> None:
    """A column that no field answers to may hold data under another name; it is said once a file."""
    dataset, problems = dataset_of(
        table("programs", "id,name,Emri,sumary\na,A,x,y\nb,B,x,y"),
    )
    assert [program.id for program in dataset.programs] == ["a", "b"]
    assert problems == [
        'records/programs.csv:1 Emri: no field of programs has this name; map it in kcss.toml, '
        'columns = { "Emri" = "field" }, or to "" to leave it out; '
        "the fields are id, name, short_name, summary, started, ended",
        "records/programs.csv:1 sumary: no field of programs has this name; did you mean 'summary'? "
        'Else map it in kcss.toml, columns = { "sumary" = "field" }, or to "" to leave it out',
    ]


def test_a_text_stands_in_one_column_or_in_one_a_language() -> None:
    """Both together would contradict one another."""
    _, problems = dataset_of(table("programs", "id,name,name.en\na,A,B"))
    assert problems == [
        "records/programs.csv:1 name: expected either one column 'name' or one a language or part, got both"
    ]


def test_an_unknown_family_is_refused() -> None:
    """A misspelt family is not an empty one."""
    _, problems = dataset_of(RawRecord("programmes", {"id": "x"}, Origin("records/a.toml", row=2, part="programmes[1]")))
    assert problems == [
        "records/a.toml:2 programmes[1]: expected the name of a family of records, got 'programmes'; "
        "did you mean 'programs'?"
    ]


# ---------------------------------------------------------------- families kept in columns


def test_rows_of_people_become_a_table() -> None:
    """Cells are typed, empty ones take the default, rows know where they stand."""
    dataset, problems = dataset_of(
        table("activities", ACTIVITIES),
        table("participants", "id,gender,birth_year\np1,woman,1988\np2,,"),
        table("participations", "participant,activity,role,attended\np1,a1,speaker,yes\np2,a1,,no"),
    )
    assert problems == []
    assert list(dataset.participants) == [
        Participant(id="p1", gender=Gender.WOMAN, birth_year=1988),
        Participant(id="p2"),
    ]
    assert list(dataset.participations) == [
        Participation(participant="p1", activity="a1", role=Role.SPEAKER, attended=True),
        Participation(participant="p2", activity="a1", attended=False),
    ]
    assert dataset.participations.origin(1) == Origin("records/participations.csv", row=3)


def test_a_bad_cell_is_reported_once_with_its_first_row_and_number() -> None:
    """Hundreds of rows with one misspelt word are one problem; their number is said, and the rows are left out."""
    dataset, problems = dataset_of(
        table("activities", ACTIVITIES),
        table("participants", "id\np1"),
        table(
            "participations",
            "participant,activity,role,attended\n"
            "p1,a1,speaker,yes\np1,a1,spekaer,yes\np1,a2,spekaer,perhaps\np1,a2,trainer,no",
        ),
    )
    assert [row.role for row in dataset.participations] == [Role.SPEAKER, Role.TRAINER]
    assert dataset.participations.origin(1) == Origin("records/participations.csv", row=5)
    assert problems == [
        "[note] records/participations.csv: 2 of 4 rows are left out, because a cell of theirs is wrong",
        "records/participations.csv:3 role: expected one of 'participant', 'speaker', 'panelist', 'moderator', "
        "'trainer', 'organizer', 'facilitator', 'observer', 'guest' (2 rows, this is the first); "
        f"did you mean 'speaker'? Else {LOOK}",
        "records/participations.csv:4 attended: expected yes, no, true or false; "
        f"{LOOK}",
    ]


def test_an_empty_required_cell_is_missing() -> None:
    """An empty id is no id, also where the cell holds spaces."""
    dataset, problems = dataset_of(table("participants", "id,gender\np1,woman\n,man\n  ,man"))
    assert len(dataset.participants) == 1
    assert problems == [
        "[note] records/participants.csv: 2 of 3 rows are left out, because a cell of theirs is wrong",
        "records/participants.csv:3 id: a value is required, got nothing",
        "records/participants.csv:4 id: a value is required, got nothing",
    ]


def test_personal_cells_of_a_table_are_not_echoed() -> None:
    """Neither a bad year of birth nor any other word that may be a name is shown; a letter or a known word is."""
    _, problems = dataset_of(table("participants", "id,birth_year,country\np1,3.5.1988,Kosova"))
    assert problems == [
        "[note] records/participants.csv: 1 of 1 rows is left out, because a cell of it is wrong",
        "records/participants.csv:2 birth_year: expected a year of birth with four digits, 1900 or later",
        "records/participants.csv:2 country: expected a country, ISO 3166-1 alpha-2 or XK; "
        f"did you mean 'XK' (Kosovo)? Else {LOOK}",
    ]
    _, problems = dataset_of(table("participants", "id,gender\np1,F\np2,speaker\np3,Zamira\np4,17\np5,1980"))
    expected = "expected one of 'woman', 'man', 'non-binary', 'undisclosed'"
    assert problems[1:] == [
        f"records/participants.csv:2 gender: {expected}, got 'F'",
        f"records/participants.csv:3 gender: {expected}, got 'speaker'",
        f"records/participants.csv:4 gender: {expected}; {LOOK}",
        f"records/participants.csv:5 gender: {expected}, got '17'",
        f"records/participants.csv:6 gender: {expected}; {LOOK}",
    ]


def test_repeated_participants_are_left_out_without_their_ids() -> None:
    """An id may stand once over all files; both places are named, the id is not."""
    dataset, problems = dataset_of(
        table("participants", "id,gender\nAgim,man\nBesa,woman"),
        table("participants", "id,gender\nCufe,\nAgim,woman", file="records/more.csv"),
    )
    assert [person.gender for person in dataset.participants] == [Gender.MAN, Gender.WOMAN, None]
    assert problems == [
        "records/more.csv:3 id: expected an id that is used once, got the one of records/participants.csv:2 again; "
        "give one of them another id, or delete it"
    ]


def test_a_person_left_out_does_not_dangle() -> None:
    """Participations of a participant with a bad cell are not reported again."""
    _, problems = dataset_of(
        table("activities", ACTIVITIES),
        table("participants", "id,gender\np1,femme"),
        table("participations", "participant,activity\np1,a1"),
    )
    assert problems == [
        "[note] records/participants.csv: 1 of 1 rows is left out, because a cell of it is wrong",
        "records/participants.csv:2 gender: expected one of 'woman', 'man', 'non-binary', 'undisclosed'; "
        f"{LOOK}",
    ]


def test_a_missing_column_is_one_problem() -> None:
    """Where every row lacks a required cell, the file lacks a column; references to it are not judged."""
    dataset, problems = dataset_of(
        table("activities", ACTIVITIES),
        table("participants", "Nr,gender\n1,woman\n2,man"),
        table("participations", "participant,activity\np1,a1"),
    )
    assert len(dataset.participants) == 0
    assert problems == [
        "records/participants.csv:1 column 1: no field of participants has this name; map it in kcss.toml, "
        'columns = { "its header" = "field" }, or to "" to leave it out; '
        "the fields are id, gender, affiliation, municipality, country, age_group, birth_year, name",
        "records/participants.csv:1 id: expected this column, got a file without it; "
        'add it, or map the column that holds it in kcss.toml: columns = { "its header" = "id" }',
    ]


def test_a_missing_column_of_records_is_one_problem() -> None:
    """A file of publications or programs without a column says it once, not for each row; a constant may give it."""
    text = "id,short_name\na,A\nb,B"
    dataset, problems = dataset_of(table("programs", text), table("publications", "id,title,programs\np,P,a"))
    assert dataset.programs == ()
    assert problems == [
        "records/programs.csv:1 name: expected this column, got a file without it; "
        'add it, or map the column that holds it in kcss.toml: columns = { "its header" = "name" }',
    ]
    dataset, problems = dataset_of(table("programs", text, {"name": "One name"}))
    assert ([program.id for program in dataset.programs], problems) == (["a", "b"], [])


def test_a_constant_may_stand_for_a_column() -> None:
    """What a file states for all its rows needs no column; a bad constant is one problem."""
    raw = [table("activities", ACTIVITIES), table("participants", "id\np1")]
    good = table("participations", "participant,role\np1,\np1,trainer", {"activity": "a1", "role": "guest"})
    dataset, problems = dataset_of(*raw, good)
    assert problems == []
    assert [row.role for row in dataset.participations] == [Role.GUEST, Role.TRAINER]
    _, problems = dataset_of(*raw, table("participations", "participant,activity\np1,a1", {"role": "gest"}))
    assert problems == [
        "records/participations.csv role: expected one of 'participant', 'speaker', 'panelist', 'moderator', "
        "'trainer', 'organizer', 'facilitator', 'observer', 'guest', got 'gest'; did you mean 'guest'?"
    ]


def test_control_characters_in_a_table_are_replaced() -> None:
    """The row is kept, and the cell is not echoed."""
    dataset, problems = dataset_of(table("participants", "id,name\np1,A\x00\np2,A\x00\np3,B"))
    assert [person.name for person in dataset.participants] == ["A\ufffd", "A\ufffd", "B"]
    assert problems == [
        "[warning] records/participants.csv:2 name: control characters were replaced (2 rows, this is the first); "
        "delete them where the text comes from"
    ]


def test_a_flood_of_bad_cells_is_cut_short() -> None:
    """A column mapped to the wrong field says so with twenty problems, and how many more there are."""
    rows = "\n".join(f"p{number},x{number}" for number in range(50))
    _, problems = dataset_of(table("participants", f"id,birth_year\n{rows}"))
    assert len(problems) == 22
    assert problems[0] == (
        "[note] records/participants.csv: 50 of 50 rows are left out, because a cell of theirs is wrong"
    )
    assert problems[-1] == "records/participants.csv:22 birth_year: 30 more different cells are wrong, in 30 rows"


def test_people_in_toml_files_are_rows_like_others() -> None:
    """Single records and tables of a family end up in one table, in this order: tables, then records."""
    single = RawRecord(
        "participants", {"id": "p9", "gender": "man"}, Origin("records/people.toml", row=4, part="participants[1]")
    )
    bad = RawRecord("participants", {"id": "p8", "gender": 3}, Origin("records/people.toml", row=8, part="participants[2]"))
    dataset, problems = dataset_of(single, bad, table("participants", "id\np1"))
    assert [row.origin for row in dataset.participants] == [Origin("records/participants.csv", row=2), single.origin]
    assert problems == [
        "records/people.toml:8 participants[2].gender: expected one of 'woman', 'man', 'non-binary', "
        "'undisclosed', got 3"
    ]


CELLS = st.sampled_from(["", " ", "speaker", " trainer", "spkr", "x\x01", "yes", "no", "maybe", "a1", "a2"])


@given(st.lists(st.tuples(*[CELLS] * 5), max_size=30))
def test_columns_and_rows_agree(rows: list[tuple[str, ...]]) -> None:
    """Converting each distinct cell once finds the same rows and the same faults as converting row by row."""
    header = ("participant", "activity", "role", "invited", "attended")
    # A person of its own in each row, so that none repeats another.
    rows = [(f"{row[0]}{number}" if row[0].strip() else row[0], *row[1:]) for number, row in enumerate(rows)]
    columns = list(zip(*rows, strict=True)) if rows else [()] * 5
    raw = RawTable("participations", header, columns, range(2, len(rows) + 2), Origin("p.csv", row=1))
    people = [RawRecord("participants", {"id": cell.strip().replace("\x01", "\ufffd")}, Origin("x")) for row in rows
              for cell in row[:1] if cell.strip()]  # fmt: skip
    dataset, problems = structure([ORGANIZATION, raw, *people], KindTree.standard(), unread=Unread(families=frozenset({"activities"})))
    assert dataset is not None
    expected, faulty = [], set()
    for number, row in enumerate(rows, 2):
        origin = Origin("p.csv", row=number)
        record, wrong = structure_record(Participation, dict(zip(header, row, strict=True)), origin)
        if record is not None:
            expected.append(record)
        faulty |= {(problem.code, problem.origin.part) for problem in wrong if problem.origin and problem.is_error}
    assert list(dataset.participations) == expected
    assert [row.origin for row in dataset.participations] == [record.origin for record in expected]
    found = {(p.code, p.origin.part) for p in problems if p.origin and p.origin.file == "p.csv" and p.is_error}
    assert found == faulty


def test_each_distinct_cell_is_converted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand rows of two roles cost two conversions of a role: this is what makes large tables quick."""
    asked: list[Any] = []
    real = converter.hook_for

    def counting(type_: Any, kinds: KindTree) -> Callable[[Any], Any]:
        hook = real(type_, kinds)

        def counted(value: Any) -> Any:
            asked.append(value)
            return hook(value)

        return counted

    monkeypatch.setattr(rows, "hook_for", counting)
    cells = "\n".join(f"p{number},a1,{('speaker', 'trainer')[number % 2]}" for number in range(1000))
    dataset, problems = dataset_of(
        table("activities", ACTIVITIES), table("participants", "\n".join(["id", *(f"p{n}" for n in range(1000))])),
        table("participations", f"participant,activity,role\n{cells}"),
    )  # fmt: skip
    assert problems == []
    assert len(dataset.participations) == 1000
    # That such a list is one of who attended is one value for all rows.
    assert sorted(word for word in map(str, asked) if not word.startswith("p")) == ["True", "a1", "speaker", "trainer"]


FIELDS = ("id", "kind", "title.en", "title.sq", "start", "end", "programs", "scope", "reported", "sample_size")
WORDS = {
    "id": ("a1", "a2", " a3 ", "a 4", "a5"),
    "kind": ("conference", "meeting", " training"),
    "title.en": ("Talks", " Talks ", "1\r\n2", " "),
    "title.sq": ("Bisedime", ""),
    "start": ("2022-05-01", "2022", ""),
    "end": ("2022-05-02", ""),
    "programs": ("p1", "p1; p2", ";", ""),
    "scope": ("local", ""),
    "reported": ("2022", "2022-Q1", " "),
    "sample_size": ("12", ""),
}
FAULTS = {
    "id": "", "kind": "meating", "title.en": "x\x01", "title.sq": "", "start": "soon", "end": "2021", "programs": "\x02",
    "scope": "locl", "reported": "never", "sample_size": "-1",
}  # fmt: skip
CONSTANTS = st.sampled_from([{}, {"scope": "local"}, {"scope": "locl"}, {"reported": "2022"}, {"nothing": "1"}])


@given(
    st.lists(st.tuples(*[st.sampled_from((*WORDS[name] * 8, FAULTS[name])) for name in FIELDS]), max_size=12),
    st.sets(st.sampled_from((*FIELDS[2:], "title", "unknown"))),
    CONSTANTS,
)
def test_records_of_columns_and_of_rows_agree(
    rows: list[tuple[str, ...]], names: set[str], constants: dict[str, str]
) -> None:
    """What is made column by column is what is made row by row, with the same places and the same faults."""
    cells = {name: [row[place] for row in rows] for place, name in enumerate(FIELDS)}
    cells |= {"title": cells["id"], "unknown": cells["id"]}
    header = ("id", "kind", *sorted(names))
    found = []
    for columns in ([cells[name] for name in header], [Column.of(cells[name]) for name in header]):
        raw = RawTable("activities", header, columns, range(2, len(rows) + 2), Origin("a.csv", row=1), constants)
        dataset, problems = structure([ORGANIZATION, raw], KindTree.standard())
        found.append((dataset.activities, [one.origin for one in dataset.activities], problems))
    assert found[0] == found[1]


def test_ids_that_nothing_can_name_are_reported() -> None:
    """Chapters end an id at a space and lists at a semicolon; the record is kept, and its place told."""
    rows = {"works 1": "a report", "works;2": "another", "works-3": "a third"}
    raw = [
        RawRecord("organization", {"id": "o", "name": "O"}, Origin("o.toml")),
        *(
            RawRecord("publications", {"id": id, "title": title, "kind": "report"}, Origin("publications.csv", row=row))
            for row, (id, title) in enumerate(rows.items(), 2)
        ),
    ]
    dataset, problems = structure(raw, KindTree.standard())
    assert dataset is not None
    assert len(dataset.publications) == 3
    assert [str(problem) for problem in problems] == [
        "publications.csv:2 id: expected an id without spaces and semicolons, which chapters and lists cannot name, "
        "got 'works 1'; write 'works-1', here and where it is named",
        "publications.csv:3 id: expected an id without spaces and semicolons, which chapters and lists cannot name, "
        "got 'works;2'; write 'works-2', here and where it is named",
    ]
