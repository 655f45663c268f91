"""Who is like whom: everybody sorted by which groups count them. Knows records, no values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING

from kcss_core.figures.cube import Cube
from kcss_core.figures.frames import Frame
from kcss_core.figures.people.group import EVERY, Group, frame_of, records_of
from kcss_core.figures.people.tally import Tally, marks
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
        times: How often each group counts one of them, by its index.
        gender: Their gender.
        way: How they came: sort of records to how many of them.
        others: Ways that differ in one record, in which they are thought to have come instead.
    """

    number: int
    times: Tally
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
    counting = _Counting(groups, of_mask)
    for way, others in usual(numbers, near(len(sorts), groups, of_mask)).items():
        some = frozenset(others)
        for gender in genders:
            yield Alike(numbers[gender, way], counting.times(gender, way), gender, way, some)


class _Counting:
    """How often groups count who came in some way."""

    def __init__(self, groups: Mapping[int, Group], of_mask: Mapping[int, Sequence[int]]) -> None:
        # Of each gender and sort of records: how often it counts for attendances, which persons' groups count whoever
        # has one, and which count nobody who has.
        self._records: defaultdict[tuple[Gender | None, int], Tally] = defaultdict(int)
        self._persons: defaultdict[tuple[Gender | None, int], Tally] = defaultdict(int)
        self._nobody: defaultdict[tuple[Gender | None, int], Tally] = defaultdict(int)
        for index, one in groups.items():
            mark = marks([index])
            for members, is_inside in ((one.members, True), (one.without, False)):
                for records, genders in members:
                    for key in product(genders, of_mask[records]):
                        if one.population != "persons":
                            self._records[key] += mark if is_inside else -mark
                        elif is_inside:
                            self._persons[key] |= mark
                        else:
                            self._nobody[key] |= mark

    def times(self, gender: Gender | None, way: Way) -> Tally:
        """Return how often each group counts somebody of a gender who came in a way."""
        times = inside = outside = 0
        for sort, number in way:
            times += self._records[gender, sort] * abs(number)
            outside |= self._nobody[gender, sort]
            if number > 0:
                # Heads name nobody.
                inside |= self._persons[gender, sort]
        return times + (inside & ~outside)


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
