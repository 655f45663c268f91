"""Frozen classes: whatever attrs would say of two records, our maker says."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from attrs import field

from kcss_core.frozen import frozen


def made(maker: Any) -> tuple[type[Any], type[Any]]:
    """Return a class with all that fields may have, and one without fields."""

    @maker(kw_only=True)
    class Pair:
        first: int
        second: tuple[str, ...] = ()
        secret: str = field(default="", repr=False)
        place: str | None = field(default=None, eq=False, repr=lambda value: f"<{value}>")

    @maker
    class Nothing:
        pass

    return Pair, Nothing


OURS, THEIRS = made(frozen), made(attrs.frozen)
FIELDS = ({"first": 1}, {"first": 1, "place": "here"}, {"first": 1, "secret": "x"}, {"first": 2, "second": ("a",)})


@pytest.mark.parametrize("one", FIELDS)
@pytest.mark.parametrize("other", FIELDS)
def test_records_are_equal_where_attrs_says_so(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Fields that are not compared make no difference, and equal records have one hash."""
    (ours, _), (theirs, _) = OURS, THEIRS
    expected = theirs(**one) == theirs(**other)
    assert (ours(**one) == ours(**other)) is expected
    assert (ours(**one) != ours(**other)) is not expected
    assert (len({ours(**one), ours(**other)}) == 1) is expected


@pytest.mark.parametrize("fields", FIELDS)
def test_records_say_of_themselves_what_attrs_would_say(fields: dict[str, Any]) -> None:
    """Fields that are not shown stay out of the words."""
    (ours, _), (theirs, _) = OURS, THEIRS
    assert repr(ours(**fields)) == repr(theirs(**fields))


def test_records_of_two_classes_are_never_equal() -> None:
    """A class without fields has one value, which no other class has."""
    (pair, nothing), (_, other) = OURS, THEIRS
    assert nothing() == nothing()
    assert hash(nothing()) == hash(nothing())
    assert nothing() != other()
    assert pair(first=1) != (1, (), "")
    assert repr(nothing()) == "Nothing()"


def test_records_stay_frozen_slotted_and_of_attrs() -> None:
    """Everything else is as attrs makes it."""
    one = OURS[0](first=1)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.first = 2
    assert not hasattr(one, "__dict__")
    assert attrs.evolve(one, first=3) == OURS[0](first=3)


def test_what_a_class_says_itself_is_kept() -> None:
    """Options about these methods, and methods of its own, go to attrs as they are."""

    @frozen(eq=False)
    class Alone:
        number: int

    @frozen
    class Worded:
        number: int

        def __repr__(self) -> str:
            return "worded"

    assert Alone(1) != Alone(1)
    assert repr(Worded(1)) == "worded"
    assert Worded(1) == Worded(1)
