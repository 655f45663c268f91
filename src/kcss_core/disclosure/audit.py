"""What to hide: counts, until no small group can be worked out. Knows sorts of people, and not where they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush
from itertools import count as numbers_from
from itertools import islice

from kcss_core.disclosure.counts import Count, Counts
from kcss_core.figures import Address
from kcss_core.figures.people.tally import Tally
from kcss_core.frozen import frozen

# How many steps are taken in search of another reading, and how many ways are followed from each. Longer searches
# hardly find more, and what is not found only hides more.
_STEPS = 300
_WAYS = 40

# How many pairs of swaps are looked at of those that undo each other.
_PAIRS = 40

_NEVER = float("inf")
_MUCH = 1e9


@frozen
class _Reading:
    """The same report read with more people of some sorts and fewer of others.

    Attributes:
        change: Sort of people to how many more there are.
        steps: Count to how many more it counts.
        gaps: Numbers that are told and would be others, and by how much.
        debts: Numbers that are hidden and would have to be so much larger or smaller for what is known of them.
        is_possible: Whether there are no debts, and every row that is hidden for a small group still has one.
    """

    change: Mapping[int, int]
    steps: Mapping[Count, int]
    gaps: Mapping[Count, int]
    debts: Mapping[Count, int]
    is_possible: bool

    @property
    def distance(self) -> int:
        """How far it is from a reading that nothing speaks against."""
        return sum(map(abs, (*self.gaps.values(), *self.debts.values()))) + (not self.is_possible)


_NOTHING = _Reading({}, {}, {}, {}, is_possible=True)


class Audit:
    """Hides counts until, for each small group, the report could be read in another way as well.

    In another way: with other people, so that every number that is told is the same, and so are the groups that are
    small and the rows that hold one; but the small group is of another number.

    Attributes:
        hidden: Addresses that may not be told.
    """

    def __init__(self, counts: Counts, k: int) -> None:
        self.hidden: set[Address] = set()
        self._counts = counts
        self._k = k
        self._cells: defaultdict[int, list[Count]] = defaultdict(list)
        self._totals: dict[int, Count] = {}
        told = {count: None for counts_ in counts.told.values() for count in counts_ if count.group.is_telling}
        for count in told:
            if count.group.is_cell:
                self._cells[count.row].append(count)
            else:
                self._totals[count.row] = count
        self._small_rows = {row for row, cells in self._cells.items() if any(map(self._is_small, cells))}
        # What is told, and what no reading changes.
        self._told = {*counts.bonds, *(count for counts_ in counts.told.values() for count in counts_)}
        self._ways: dict[Count, list[int]] = {}
        self._swaps: defaultdict[Tally, list[tuple[int, int]]] = defaultdict(list)

    def run(self) -> None:
        """Hide what must be."""
        secrets = self._counts.secrets
        # Totals first: a hidden total takes its row along.
        for count in sorted(secrets, key=lambda count: count.group.is_cell):
            if count.told_by:
                self._hide(count)
        for count in sorted(secrets, key=lambda count: not count.told_by):
            self._protect(count)

    def _is_small(self, count: Count) -> bool:
        return 0 < count.number < self._k

    def _hide(self, count: Count) -> None:
        """Hide a count wherever it is told, with all cells of its row."""
        for address in count.told_by.union(self._counts.rows.get(count.row, ())) - self.hidden:
            self.hidden.add(address)
            self._told -= {other for other in self._counts.told[address] if other.told_by <= self.hidden}
            for other in self._counts.told[address]:
                if other.group.is_cell and other.group.is_telling:
                    self._hide(other)
        self._ways.clear()
        self._swaps.clear()

    # Reading the report in another way

    def _protect(self, secret: Count) -> None:
        """Hide what keeps the report from being read with another number of a small group; the least people first."""
        times = self._counts.times(secret)
        while not self._is_swapped(secret):
            cheapest, price = None, _NEVER
            for reading in self._readings(secret):
                if sum(times.get(sort, 0) * step for sort, step in reading.change.items()) == 0:
                    continue
                if not reading.gaps:
                    if reading.is_possible:
                        return
                    continue
                # Where nothing else is found, even what is impossible says what stands in the way.
                cost = self._price(reading.gaps) + (0 if reading.is_possible else _MUCH)
                if cost < price:
                    cheapest, price = reading, cost
            if cheapest is None:
                return
            for count in cheapest.gaps:
                self._hide(count)

    def _is_swapped(self, secret: Count) -> bool:
        """Say whether two swaps that undo each other in all that is told read a small group as another number.

        Mostly a woman for a man in one row, and a man for a woman in another.
        """
        if not self._swaps:
            self._find_swaps()
        times = self._counts.times(secret)

        def step_of(more: int, fewer: int) -> int:
            return times.get(more, 0) - times.get(fewer, 0)

        for effect, swaps in self._swaps.items():
            for swap in swaps:
                if (step := step_of(*swap)) == 0:
                    continue
                others = (other for other in self._swaps.get(-effect, ()) if step_of(*other) != -step)
                if not effect and self._is_read(swap):
                    return True
                if any(self._is_read(swap, other) for other in islice(others, _PAIRS)):
                    return True
        return False

    def _find_swaps(self) -> None:
        """Sort all swaps by what they change of what is told."""
        told = self._counts.only(self._told.difference(self._counts.bonds))
        effects = [sort.times & told for sort in self._counts.sorts]
        for more, fewer in self._counts.swaps:
            self._swaps[effects[more] - effects[fewer]].append((more, fewer))

    def _is_read(self, *swaps: tuple[int, int]) -> bool:
        """Say whether a report could be read with some swaps."""
        reading: _Reading | None = _NOTHING
        for more, fewer in swaps:
            for sort, step in ((fewer, -1), (more, 1)):
                reading = None if reading is None else self._further(reading, sort, step)
        return reading is not None and not reading.gaps and reading.is_possible

    def _readings(self, secret: Count) -> Iterator[_Reading]:
        """Yield readings with another number of a small group, those that need less to be hidden sooner."""
        heap: list[tuple[int, int, _Reading]] = []
        serial = numbers_from()

        def follow(readings: Iterable[_Reading]) -> Iterator[_Reading]:
            for reading in sorted(readings, key=lambda one: one.distance)[:_WAYS]:
                heappush(heap, (reading.distance + len(reading.change), next(serial), reading))
                yield reading

        usual = (sort for sort in self._counts.times(secret) if self._counts.sorts[sort].is_usual)
        starts = (self._further(_NOTHING, sort, step) for sort in usual for step in (1, -1))
        yield from follow(one for one in starts if one is not None)
        for _ in range(_STEPS):
            if not heap:
                return
            _, _, reading = heappop(heap)
            for gap, number in sorted(
                (*reading.gaps.items(), *reading.debts.items()), key=lambda pair: len(self._way(pair[0]))
            ):
                # What nobody else can make up for stays a gap, and would have to be hidden.
                ways = list(self._ways_to_close(reading, gap, number))
                if ways:
                    yield from follow(ways)
                    break

    def _ways_to_close(self, reading: _Reading, gap: Count, number: int) -> Iterator[_Reading]:
        for sort in self._way(gap)[: 4 * _WAYS]:
            times = self._counts.times(gap)[sort]
            if abs(times) <= abs(number):
                further = self._further(reading, sort, -1 if number * times > 0 else 1)
                if further is not None:
                    yield further

    def _further(self, reading: _Reading, sort: int, step: int) -> _Reading | None:
        """Return a reading with one more or one fewer of a sort; None where there are no fewer, or it goes back."""
        before = reading.change.get(sort, 0)
        if before * step < 0 or self._counts.sorts[sort].number + before + step < 0:
            return None
        steps = dict(reading.steps)
        for count, times in self._counts.counting(sort).items():
            number = steps.pop(count, 0) + step * times
            if number:
                steps[count] = number
        gaps = {count: number for count, number in steps.items() if count in self._told}
        debts = {count: -debt for count, number in steps.items() if (debt := self._debt(count, count.number + number))}
        rows = {count.row for count in steps if count.row in self._small_rows and count.group.is_cell}
        is_possible = not debts and all(
            any(0 < cell.number + steps.get(cell, 0) < self._k for cell in self._cells[row]) for row in rows
        )
        return _Reading({**reading.change, sort: before + step}, steps, gaps, debts, is_possible)

    def _debt(self, count: Count, number: int) -> int:
        """Return how many are missing from, or too many of, a number for what is known of it: small stays small."""
        if not count.group.is_telling or count in self._counts.bonds:
            return 0
        if count.group.is_cell:
            if count.row in self._small_rows or not 0 < number < self._k:
                return 0
            return self._k - number if count.number >= self._k else -number
        return max((1 if self._is_small(count) else self._k) - number, 0)

    def _way(self, count: Count) -> list[int]:
        """Return the sorts of people that a count counts, those of whom least is told first."""
        known = self._ways.get(count)
        if known is None:
            usual = (sort for sort in self._counts.times(count) if self._counts.sorts[sort].is_usual)
            known = self._ways[count] = sorted(usual, key=self._told_of)
        return known

    def _told_of(self, sort: int) -> int:
        return len(self._told.intersection(self._counts.counting(sort)))

    # What to hide next

    def _price(self, gaps: Iterable[Count]) -> float:
        """Return how many people would not be told of any more."""
        if not self._counts.bonds.keys().isdisjoint(gaps):
            return _NEVER
        rows = {count.row: count for count in gaps}
        price = 0.0
        for row, count in rows.items():
            total = self._totals.get(row)
            people = sum(cell.number for cell in self._cells.get(row, ())) if total is None else total.number
            price += max(people, count.number) * (1 if all(one.group.is_cell for one in gaps if one.row == row) else 2)
        return price

