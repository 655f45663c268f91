"""Tallies say the same as the mappings of numbers that they stand for."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kcss_core.figures.people.tally import marks, number_at, numbers_of, only, tally

_NUMBERS = st.dictionaries(st.integers(0, 80), st.integers(-(2**30), 2**30).filter(bool), max_size=12)
_NATURAL = st.dictionaries(st.integers(0, 80), st.integers(1, 2**31 - 1), max_size=12)


@given(_NUMBERS)
def test_a_tally_gives_its_numbers_back(numbers: dict[int, int]) -> None:
    """Negative numbers beside others are read as they were written, in the order of their indexes."""
    assert [*numbers_of(tally(numbers)).items()] == sorted(numbers.items())


@given(_NUMBERS, _NUMBERS)
def test_differences_of_tallies_are_those_of_their_numbers(one: dict[int, int], other: dict[int, int]) -> None:
    """So tallies differ by the same where what they stand for does."""
    wanted = Counter(one)
    wanted.subtract(other)
    assert numbers_of(tally(one) - tally(other)) == {index: number for index, number in wanted.items() if number}


@given(_NATURAL, st.integers(0, 80))
def test_one_number_is_read_alone(numbers: dict[int, int], index: int) -> None:
    """What is not among the numbers is 0."""
    assert number_at(tally(numbers), index) == numbers.get(index, 0)


@given(_NATURAL, _NUMBERS, st.sets(st.integers(0, 80)))
def test_some_numbers_are_left(natural: dict[int, int], bonds: dict[int, int], wanted: set[int]) -> None:
    """Of the first 81 those that are asked for, of the later ones all, negative ones too."""
    later = {index + 81: number for index, number in bonds.items()}
    left = {index: number for index, number in natural.items() if index in wanted}
    assert numbers_of(tally({**natural, **later}) & only(wanted, 81)) == {**left, **later}


@given(st.sets(st.integers(0, 80)), st.sets(st.integers(0, 80)))
def test_marks_are_sets(one: set[int], other: set[int]) -> None:
    """Bit by bit, marks are joined and taken out as their indexes are."""
    assert set(numbers_of(marks(one) | marks(other))) == one | other
    assert set(numbers_of(marks(one) & ~marks(other))) == one - other
