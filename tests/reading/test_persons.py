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
