"""Tallies: a whole number for each of many things, packed into one, so that adding two tallies is one addition.

A thing is an index, its number is 32 bits of the tally. Of tens of thousands of sorts of people each has a tally of
hundreds of counts; as mappings they took most of the time that protecting a report takes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypeAlias

#: Numbers by index. Equal numbers make equal tallies; sums, differences and multiples are those of the numbers.
Tally: TypeAlias = int

# A number may be no larger than this, either way: that one person came two billion times is not to be expected.
_WIDTH = 32
_SIGN = 1 << (_WIDTH - 1)


def tally(numbers: Mapping[int, int]) -> Tally:
    """Return the tally of some numbers; what is not among them is 0."""
    return sum(number << (_WIDTH * index) for index, number in numbers.items())


def marks(indexes: Iterable[int]) -> Tally:
    """Return the tally of 1 for some indexes; of two such, ``|`` and ``&`` are those of the indexes."""
    return sum(1 << (_WIDTH * index) for index in indexes)


def only(indexes: Iterable[int], start: int) -> int:
    """Return what ``&`` leaves of a tally only some indexes with, and all from one on.

    Before that one no number of the tally may be negative.
    """
    return marks(indexes) * ((1 << _WIDTH) - 1) | -1 << (_WIDTH * start)


def numbers_of(tally: Tally) -> dict[int, int]:
    """Return the numbers that are not 0, lowest index first."""
    size = tally.bit_length() // _WIDTH + 1
    # With its sign added each number is one that a machine reads, whether it was negative or not.
    numbers = struct.unpack(f"<{size}I", (tally + _signs(size)).to_bytes(size * _WIDTH // 8, "little"))
    return {index: number - _SIGN for index, number in enumerate(numbers) if number != _SIGN}


@cache
def _signs(size: int) -> int:
    return marks(range(size)) * _SIGN


def number_at(tally: Tally, index: int) -> int:
    """Return the number of one thing, where no number up to it is negative."""
    return tally >> (_WIDTH * index) & (_SIGN - 1)
