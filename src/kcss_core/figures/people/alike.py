"""Who is like whom: everybody sorted by which groups count them. Knows records, no values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kcss_core.figures.cube import Cube
from kcss_core.figures.frames import Frame
from kcss_core.figures.people.group import EVERY, Group, frame_of, records_of
from kcss_core.figures.people.ways import Way, near, usual
from kcss_core.frozen import frozen
from kcss_core.vocabulary import Gender

if TYPE_CHECKING:
    from kcss_core.figures.evaluate import Evaluation


@frozen
class Alike:
    """People whom some groups do not tell apart.

    Attributes:
        number: How many there are; may be none, where there could be some.
        times: Index of a group to how often it counts each of them, where it does.
        gender: Their gender.
        way: How they came: sort of records to how many of them.
        others: Ways that differ in one record, in which they are thought to have come instead.
    """

    number: int
    times: Mapping[int, int]
    gender: Gender | None
    way: Way
    others: frozenset[Way] = frozenset()


def alike(evaluation: Evaluation, groups: Sequence[Group]) -> list[Alike]:
    """Return people whom some groups count, those together whom they do not tell apart.

    Of each sort there is one of any gender that anybody has, if only with nobody in it: it could be somebody's. Not all
    who came in unusual ways are among them.
    """
    found: list[Alike] = []
    by_frame: defaultdict[str, dict[int, Group]] = defaultdict(dict)
    for index, one in enumerate(groups):
        if one.members:
            by_frame["staff" if one.population == "staff" else "attendances"][index] = one
    for counted in by_frame.values():
        found += _alike(frame_of(evaluation, next(iter(counted.values()))), counted)
    return found


def _alike(frame: Frame, groups: Mapping[int, Group]) -> Iterator[Alike]:
    masks = list({records for one in groups.values() for records, _ in (*one.members, *one.without)})
    sorts = _sorts(masks)
    numbers = _came(frame, sorts, is_of_persons=any(one.population == "persons" for one in groups.values()))
    genders = list(dict.fromkeys((Gender.WOMAN, Gender.MAN, *(gender for gender, _ in numbers))))
    of_mask = {mask: [index for index, sort in enumerate(sorts) if sort & mask] for mask in masks}
    # Sort of records and gender, to the groups that count it, and to those that count nobody who has it.
    counted, barred = (
        {(sort, gender): Counter[int]() for sort in range(len(sorts)) for gender in genders} for _ in range(2)
    )
    for table, side in ((counted, "members"), (barred, "without")):
        for index, one in groups.items():
            for records, some in getattr(one, side):
                for gender in some.intersection(genders):
                    for sort in of_mask[records]:
                        table[sort, gender][index] += 1
    of_persons = {index for index, one in groups.items() if one.population == "persons"}
    for way, others in usual(numbers, near(len(sorts), groups, of_mask)).items():
        for gender in genders:
            times, without = Counter[int](), Counter[int]()
            for sort, number in way:
                for index, each in counted[sort, gender].items():
                    times[index] += each * abs(number)
                for index, each in barred[sort, gender].items():
                    without[index] += each * abs(number)
            is_named = any(number > 0 for _, number in way)
            for index in [*times]:
                if index in of_persons:
                    times[index] = int(is_named and not without[index])
                else:
                    times[index] -= without[index]
            counts = {index: number for index, number in times.items() if number}
            yield Alike(numbers[gender, way], counts, gender, way, frozenset(others))


def _came(frame: Frame, sorts: Sequence[int], *, is_of_persons: bool) -> Counter[tuple[Gender | None, Way]]:
    """Return how many of a gender came in each way; with persons each is one, else each of their records."""
    numbers: Counter[tuple[Gender | None, Way]] = Counter()
    for gender in EVERY:
        everybody = records_of(frame, frozenset({gender}))
        visits: defaultdict[int, Counter[int]] = defaultdict(Counter)
        for index, sort in enumerate(sorts):
            records = sort & everybody
            if is_of_persons and isinstance(frame, Cube):
                for person in frame.persons_at(records):
                    visits[person][index] += 1
                records = frame.counted_by_heads(records)
            if number := frame.weigh(records):
                numbers[gender, frozenset({(index, -1 if is_of_persons else 1)})] += number
        numbers.update((gender, frozenset(visited.items())) for visited in visits.values())
    return numbers


def _sorts(masks: Iterable[int]) -> list[int]:
    """Return the coarsest division of records that divides no mask."""
    sorts: list[int] = []
    for mask in masks:
        rest = mask
        divided = []
        for sort in sorts:
            divided += [part for part in (sort & mask, sort & ~mask) if part]
            rest &= ~sort
        sorts = [*divided, *([rest] if rest else [])]
    return sorts
