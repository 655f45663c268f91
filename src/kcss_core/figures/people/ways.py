"""Ways to come: to which records somebody came, and to which else they could have come instead."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import TypeAlias

from kcss_core.figures.people.group import Group
from kcss_core.vocabulary import Gender

#: How somebody came: sort of records to how many of them; heads that were counted are one of one sort, and no person.
Way: TypeAlias = frozenset[tuple[int, int]]

# How many ways of coming to the same records are kept for a gender. They are for reading a report in another way, and
# simple ones do for that; a year has thousands of ways to come to its events.
_WAYS = 4
# To how many other sorts of records some are thought to have come instead.
_NEAR = 3


def usual(
    numbers: Mapping[tuple[Gender | None, Way], int], near: Mapping[int, Sequence[int]]
) -> Mapping[Way, Iterable[Way]]:
    """Return ways to come, simple ones, so many that each gender came to each sort of records in a few of them.

    Where few of a gender came, they and some others could have come elsewhere instead, to what is told of much alike:
    a way to the ways that differ so.
    """
    kept: Counter[tuple[Gender | None, int]] = Counter()
    ways: defaultdict[tuple[Gender | None, int], list[Way]] = defaultdict(list)
    found: dict[Way, set[Way]] = {}
    for gender, way in sorted(numbers, key=lambda one: (len(one[1]), -numbers[one], str(one[0]), sorted(one[1]))):
        if len(way) == 1 or any(kept[gender, sort] < _WAYS for sort, _ in way):
            kept.update((gender, sort) for sort, _ in way)
            found[way] = set()
            for sort, _ in way:
                ways[gender, sort].append(way)
    few = dict.fromkeys(sort for (_, sort), number in kept.items() if number <= _WAYS)
    pairs = ((sort, other) for sort in few for other in near[sort])
    for (sort, other), gender in product(pairs, dict.fromkeys(gender for gender, _ in numbers)):
        for here, there in ((sort, other), (other, sort)):
            for way in ways[gender, here][:_WAYS]:
                instead = _instead(way, here, there)
                found.setdefault(instead, set())
                found[way].add(instead)
    return found


def _instead(way: Way, sort: int, other: int) -> Way:
    """Return a way with one record of another sort instead."""
    came = Counter(dict(way))
    step = 1 if came[sort] > 0 else -1
    came[sort] -= step
    came[other] += step
    return frozenset((one, number) for one, number in came.items() if number)


def near(number: int, groups: Mapping[int, Group], of_mask: Mapping[int, Sequence[int]]) -> dict[int, list[int]]:
    """Return the other sorts of records that most groups count alike, above all those that ask a gender."""
    # A bit for each group and side, of those that ask a gender and of the others.
    weighty, others = [0] * number, [0] * number
    for index, one in groups.items():
        for side, members in enumerate((one.members, one.without)):
            for records, _ in members:
                for sort in of_mask[records]:
                    (weighty if one.is_cell else others)[sort] |= 1 << (2 * index + side)

    def unlike(sort: int, other: int) -> int:
        return 3 * (weighty[sort] ^ weighty[other]).bit_count() + (others[sort] ^ others[other]).bit_count()

    return {
        sort: sorted((other for other in range(number) if other != sort), key=lambda other: unlike(sort, other))[:_NEAR]
        for sort in range(number)
    }
