"""What to hide: counts, until no small group can be worked out. Knows sums of counts, and not where they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping

from kcss_core.disclosure.counts import Count, Counts, Sum
from kcss_core.figures import Address
from kcss_core.frozen import frozen

# How many steps are taken in search of another reading. Longer searches hardly find more, and what is not found only
# hides more.
_STEPS = 400


@frozen(eq=False)
class _Wall:
    """A count that is told where another reading would have to change it.

    Attributes:
        sum: Where it is told.
        is_last: Whether nothing else there could be changed instead.
    """

    count: Count
    sum: Sum
    is_last: bool


class Audit:
    """Hides counts until, for each small group, the report could be read in another way as well.

    In another way: every number that is told is the same, and so are the groups that are small and the rows that hold
    one; but the small group has one more or one fewer.

    Attributes:
        hidden: Addresses that may not be told.
    """

    def __init__(self, counts: Counts, k: int) -> None:
        self.hidden: set[Address] = set()
        self._counts = counts
        self._k = k
        self._cells: defaultdict[Hashable, list[Count]] = defaultdict(list)
        for count in counts.all:
            for row in count.rows if count.told_by else ():
                self._cells[row].append(count)
        self._small_rows = {row for row, cells in self._cells.items() if any(cell.is_secret for cell in cells)}
        self._steps = 0
        self._walls: list[_Wall] = []

    def run(self) -> None:
        """Hide what must be."""
        # Totals first: a hidden total takes its row along.
        secrets = sorted((count for count in self._counts.all if count.is_secret), key=lambda count: bool(count.rows))
        for count in secrets:
            self._hide(count)
        for count in secrets:
            while not self._is_open(count):
                chosen = self._next_to_hide(count)
                if chosen is None:
                    break
                self._hide(chosen)

    def _hide(self, count: Count) -> None:
        """Hide a count wherever it is told, with all cells of its row, or of the row that it is the total of."""
        rows = (*count.rows, *(group.identity for group in count.groups))
        for address in count.told_by.union(*(self._counts.rows.get(row, ()) for row in rows)) - self.hidden:
            self.hidden.add(address)
            for other in self._counts.told[address]:
                if other.rows:
                    self._hide(other)

    def _is_told(self, count: Count) -> bool:
        return not count.told_by <= self.hidden

    def _next_to_hide(self, secret: Count) -> Count | None:
        """Return the smallest part, of the smallest whole, that stands in the way of another reading."""
        walls = [wall for wall in self._walls if wall.is_last] or self._walls
        return min(walls, key=lambda wall: self._cost(wall, secret)).count if walls else None

    def _cost(self, wall: _Wall, secret: Count) -> tuple[bool, bool, int, bool, int]:
        count, whole = wall.count, wall.sum.whole
        people = [everybody.number for row in count.rows if (everybody := self._counts.whole_of(row)) is not None]
        # A row of one gender only can give nothing to another.
        is_one_sided = any(len(self._cells[row]) < 2 for row in count.rows)
        is_other = bool(count.rows) is not bool(secret.rows)
        return is_other, count is whole, whole.number, is_one_sided, min(people, default=count.number)

    def _is_open(self, secret: Count) -> bool:
        """Say whether the report could be read with one more, or one fewer, of a small group."""
        self._walls = []
        for step in (1, -1):
            self._steps = _STEPS
            if self._may_change(secret, step) and self._read({secret: step}):
                return True
        return False

    def _read(self, change: Mapping[Count, int]) -> bool:
        """Say whether some counts could be others, if still others make up for it."""
        self._steps -= 1
        if self._steps < 0 or not self._keeps_rows(change):
            return False
        broken = _broken(change)
        if not broken:
            return True
        free = [[one for one in found.counts if one not in change and not self._is_told(one)] for found in broken]
        found, able = min(zip(broken, free, strict=True), key=lambda pair: len(pair[1]))
        gap = found.gap(change)
        steps = ((count, -gap if count is found.whole else gap) for count in able)
        further = [{**change, count: step} for count, step in steps if self._may_change(count, step)]
        # What leaves fewer sums open comes first: mostly two rows exchange one person of each gender, and that is all.
        if any(self._read(more) for more in sorted(further, key=lambda more: len(_broken(more)))):
            return True
        self._walls += [
            _Wall(count, one, not able)
            for one, others in zip(broken, free, strict=True)
            for count in one.counts
            if len(others) == len(able) and count.told_by and self._is_told(count)
        ]
        return False

    def _may_change(self, count: Count, step: int) -> bool:
        """Say whether a count may be another: what is small stays so, what is not stays so, and nothing gets zero."""
        number = count.number + step
        if count.is_slack:
            return number >= 0
        if count.is_secret and not count.rows:
            return 1 <= number < self._k
        if not count.told_by or count.is_unrecorded or count.rows & self._small_rows:
            return number >= 1
        return number >= self._k

    def _keeps_rows(self, change: Mapping[Count, int]) -> bool:
        """Say whether every row that is hidden for a small cell still has one."""
        rows = {row for count in change for row in count.rows & self._small_rows}
        return all(
            any(
                not cell.is_unrecorded and 1 <= cell.number + change.get(cell, 0) < self._k for cell in self._cells[row]
            )
            for row in rows
        )


def _broken(change: Mapping[Count, int]) -> list[Sum]:
    """Return the sums that a change leaves wrong."""
    touched = dict.fromkeys(found for count in change for found in count.sums)
    return [found for found in touched if found.gap(change)]
