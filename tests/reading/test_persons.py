"""Persons whom several lists name: each once, with what any list records, unless lists contradict one another."""

from __future__ import annotations

from array import array

from kcss_core.origin import Origin
from kcss_core.reading.persons import derived_id, one_each
from kcss_core.reading.raw import RawRecord, RawTable
from kcss_core.reading.structure import structure
from kcss_core.vocabulary import KindTree

HEADER = ("id", "gender", "municipality")


def mentions(sheet: str, *rows: tuple[str | None, ...], is_repeated: bool = True) -> RawTable:
    """Return the participants of a list, from row 2 on."""
    columns = tuple(zip(*rows, strict=True))
    numbers = array("I", range(2, 2 + len(rows)))
    return RawTable("participants", HEADER, columns, numbers, Origin("list.xlsx", sheet, 1), is_repeated=is_repeated)


def persons(*tables: RawTable) -> list[tuple[str | None, ...]]:
    """Return the rows of participants that remain, each with its place."""
    found, problems = one_each(tables)
    assert problems == ()
    rows = []
    for table in found:
        assert isinstance(table, RawTable)
        columns = {name: tuple(column) for name, column in zip(table.header, table.columns, strict=True)}
        for index, row in enumerate(table.rows):
            cells = (columns[name][index] if name in columns else None for name in HEADER)
            rows.append((*cells, f"{table.origin.sheet}:{row}"))
    return rows


def test_a_person_of_two_lists_stands_once():
    """The first mention is kept, with what the second adds."""
    first = mentions("A", ("7", None, None), ("8", "man", None))
    second = mentions("B", ("7", "woman", "Pejë"))
    assert persons(first, second) == [("7", "woman", "Pejë", "A:2"), ("8", "man", None, "A:3")]


def test_derived_ids_without_conflict_are_one():
    """A row that records no gender is the person of the rows that record one."""
    table = mentions("A", (derived_id("abc"), None, None), (derived_id("abc", "woman"), "woman", None))
    assert persons(table) == [("~abc", "woman", None, "A:2")]


def test_derived_ids_with_conflict_are_distinct():
    """Two recorded genders are two persons, wherever they stand; a row without gender is neither."""
    first = mentions("A", (derived_id("abc"), None, None), (derived_id("abc", "woman"), "woman", None))
    second = mentions("B", (derived_id("abc", "man"), "man", None))
    assert persons(first, second) == [
        ("~abc.", None, None, "A:2"), ("~abc.woman", "woman", None, "A:3"), ("~abc.man", "man", None, "B:2"),
    ]  # fmt: skip


def test_a_defined_person_is_not_repeated():
    """Who is defined in a file of participants is not made again by a list."""
    defined = mentions("Persons", ("7", "woman", None), is_repeated=False)
    assert persons(defined, mentions("B", ("7", None, "Pejë"))) == [("7", "woman", None, "Persons:2")]


def test_definitions_stay_as_they_are():
    """Without lists nothing changes: an id that is defined twice is for the converter to refuse."""
    defined = mentions("Persons", ("7", None, None), ("7", None, None), is_repeated=False)
    assert one_each([defined]) == ([defined], ())


def test_contradiction_of_lists():
    """Two genders under one given id are a problem, with both places and without the person."""
    _, problems = one_each([mentions("A", ("7", "woman", None)), mentions("B", ("7", "man", None))])
    assert [str(problem) for problem in problems] == [
        "list.xlsx · B:2 gender: expected the gender that list.xlsx · A:2 gives for the same person, got another; "
        "the first is kept; mend one of the rows, or give two persons two ids",
    ]


def test_participations_follow_their_persons():
    """References are those of the persons that remain, so the dataset has none that dangles."""
    at = Origin("centre.toml")
    records: list[RawRecord | RawTable] = [
        RawRecord("organization", {"id": "c", "name": "Centre"}, at),
        RawRecord("activities", {"id": "a", "kind": "meeting"}, at),
        mentions("A", (derived_id("abc"), None, None), (derived_id("abc", "woman"), "woman", None)),
        RawTable(
            "participations", ("participant", "activity", "role"),
            ((derived_id("abc"), derived_id("abc", "woman")), ("a", "a"), ("speaker", "trainer")),
            array("I", (2, 3)), Origin("list.xlsx", "A", 1),
        ),
    ]  # fmt: skip
    dataset, problems = structure(records, KindTree.standard())
    assert problems == ()
    assert dataset is not None
    assert [row.participant for row in dataset.participations] == ["~abc", "~abc"]


# ---------------------------------------------------------------- numbers


def told(digest: str, gender: str | None = None, number: str = "") -> tuple[str | None, ...]:
    """Return a row of which a reader made the id."""
    return derived_id(digest, gender, number=number), gender, None


def ids(*rows: tuple[str | None, ...]) -> list[str | None]:
    return [row[0] for row in persons(mentions("A", *rows))]


def test_one_number_is_one_person():
    """A number tells a person whatever else the rows say, and rows without it that are told like one of them join."""
    assert ids(told("a", "woman", "p1"), told("b", None, "p1"), told("a"), told("b", "woman")) == ["~p1"]


def test_two_numbers_of_one_kind_are_two_persons():
    """Two who are told alike and have different numbers are two; a row without number is a third, for it may be either."""
    assert ids(told("a", "woman", "t1"), told("a", "woman", "t2"), told("a")) == ["~t1", "~t2", "~a"]


def test_numbers_of_two_kinds_are_one_person():
    """One list asks for the personal number, another for the e-mail: who is told alike is one, under the surer number."""
    assert ids(told("a", "woman", "m1"), told("a", "woman", "p1"), told("a", None, "t1")) == ["~p1"]


def test_two_personal_numbers_are_never_one_person():
    """Not even by way of an e-mail that the rows of both share."""
    rows = [told("a", None, "p1"), told("a", None, "m1"), told("b", None, "m1"), told("b", None, "p2")]
    assert ids(*rows) == ["~p1", "~p2"]


def test_namesakes_of_two_genders_stay_apart():
    """A number joins nobody whose gender differs from that of the rows which are told like it."""
    assert ids(told("a", "woman", "m1"), told("a", "man"), told("a")) == ["~m1", "~a.man", "~a."]


def test_one_personal_number_with_two_genders_is_a_contradiction():
    """The number is one person's, so a gender was written wrongly; the first is kept, and the rows are named."""
    table = mentions("A", told("a", "woman", "p1"), told("b", "man", "p1"))
    [found], problems = one_each([table])
    assert isinstance(found, RawTable)
    assert [list(column) for column in found.columns] == [["~p1"], ["woman"]]
    assert [str(problem) for problem in problems] == [
        "list.xlsx · A:3 gender: expected the gender that list.xlsx · A:2 gives for the same person, got another; "
        "the first is kept; mend one of the rows, or give two persons two ids"
    ]


def test_decisions_name_a_person_by_any_of_the_digests():
    """A number that is found later changes the id of a person, and decisions about the old one hold."""
    lists = mentions("A", told("a", None, "p1"), told("a"), told("b"))
    decisions = RawTable("same-as", ("participant", "same_as"), (("~b",), ("~a",)), array("I", [2]), Origin("same-as.csv"))
    found, _ = one_each([lists, decisions])
    assert isinstance(found[1], RawTable)
    assert [list(column) for column in found[1].columns] == [["~b"], ["~p1"]]
