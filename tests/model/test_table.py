"""Tables: rows in columns of codes."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcss_core.model import Column, Participant, Participation, Table
from kcss_core.model.table import RowOrigins, packed
from kcss_core.origin import Origin
from kcss_core.vocabulary import AgeGroup, Gender, Role

participants = st.builds(
    Participant,
    id=st.text(min_size=1),
    gender=st.none() | st.sampled_from(Gender),
    age_group=st.none() | st.sampled_from(AgeGroup),
    country=st.none() | st.just("XK"),
    birth_year=st.none() | st.integers(1900, 2020),
    name=st.none() | st.text(),
)


@given(st.lists(participants))
def test_rows_come_out_as_they_went_in(rows: list[Participant]) -> None:
    """A table is a sequence of equal rows."""
    table = Table.of(Participant, rows)
    assert list(table) == rows
    assert len(table) == len(rows)
    assert table == Table.of(Participant, rows)


def test_a_row_is_found_by_index_from_both_ends() -> None:
    """Indexes and slices work as in a list; beyond the end is an IndexError."""
    rows = [Participant(id=name) for name in "abc"]
    table = Table.of(Participant, rows)
    assert table[0] == table[-3] == rows[0]
    assert table[1:] == rows[1:]
    with pytest.raises(IndexError):
        table[3]
    with pytest.raises(IndexError):
        table[-4]


def test_a_column_holds_each_value_once() -> None:
    """Equal values share a code."""
    rows = [Participation(participant=p, activity="a", role=r) for p in "xyz" for r in (Role.SPEAKER, Role.TRAINER)]
    column = Table.of(Participation, rows).column("role")
    assert column.values == (Role.SPEAKER, Role.TRAINER)
    assert column.codes == array("B", [0, 1, 0, 1, 0, 1])
    assert list(column) == [row.role for row in rows]


def test_a_condition_is_asked_once_a_distinct_value() -> None:
    """`select` answers by code, not by row."""
    asked: list[str] = []

    def is_a(value: str) -> bool:
        asked.append(value)
        return value == "a"

    assert Column.of(["a", "b", "a", "a"]).select(is_a) == [True, False]
    assert asked == ["a", "b"]


def test_a_constant_column_has_one_value_in_every_row() -> None:
    """A constant takes one byte a row."""
    column = Column.constant("2022", 3)
    assert list(column) == ["2022", "2022", "2022"]
    assert column.codes.itemsize == 1


@pytest.mark.parametrize(("distinct", "size"), [(256, 1), (257, 2), (65536, 2), (65537, 4)])
def test_codes_take_as_few_bytes_as_they_can(distinct: int, size: int) -> None:
    """One, two or four bytes a row, by the number of distinct values; the largest code still fits."""
    codes = packed([0, distinct - 1], distinct)
    assert codes.itemsize == size
    assert list(codes) == [0, distinct - 1]


def test_columns_must_have_one_length() -> None:
    """A table of unequal columns is a mistake of the program."""
    with pytest.raises(ValueError, match=r"^columns of Participation differ in length: \[1, 2\]$"):
        Table(Participation, {"activity": Column.of(["a"]), "participant": Column.of(["x", "y"])})


def test_rows_know_where_they_stand() -> None:
    """The origin of a row is put together when it is asked for."""
    table = Table(
        Participation,
        {
            "participant": Column.of(["x", "y"]),
            "activity": Column.of(["a", "a"]),
            "role": Column.constant(Role.GUEST, 2),
            "invited": Column.constant(None, 2),
            "attended": Column.constant(None, 2),
        },
        RowOrigins((Origin("records/participations.csv"),), array("B", [0, 0]), array("I", [2, 7])),
    )
    assert table.origin(1) == Origin("records/participations.csv", row=7)
    assert table[1].origin == table.origin(1)


def test_origins_of_single_records_are_kept() -> None:
    """Records that were made one by one keep their places, the key path included."""
    places = [Origin("a.toml", row=3, part="participants[1]"), Origin("a.toml", row=9, part="participants[2]")]
    table = Table.of(Participant, [Participant(id=str(n), origin=place) for n, place in enumerate(places)])
    assert [table.origin(0), table.origin(1)] == places


def test_a_place_without_a_row_stays_without() -> None:
    """No row number is not row 0."""
    table = Table.of(Participant, [Participant(id="x", origin=Origin("<script>"))])
    assert table.origin(0) == Origin("<script>")


def test_rows_made_in_a_script_have_no_origin() -> None:
    """Without origins every row's origin is None."""
    table = Table.of(Participant, [Participant(id="x")])
    assert table.origin(0) is None
    assert table[0].origin is None


def test_an_empty_table_has_columns() -> None:
    """Whoever asks an empty table for a column gets an empty one."""
    table = Table.of(Participation)
    assert len(table) == 0
    assert list(table.column("role")) == []
    assert repr(table) == "<Table of 0 Participation>"


def test_a_person_is_not_shown_by_repr() -> None:
    """Neither ids nor names stand in logs or test failures."""
    person = Participant(
        id="person-1",
        gender=Gender.WOMAN,
        affiliation="Agency",
        municipality="Prizren",
        birth_year=1988,
        name="A. B.",
    )
    assert repr(person) == "Participant(gender=<Gender.WOMAN: 'woman'>, country=None, age_group=None)"
    assert repr(Participation(participant="person-1", activity="a")) == (
        "Participation(role=<Role.PARTICIPANT: 'participant'>, invited=None, attended=None)"
    )
