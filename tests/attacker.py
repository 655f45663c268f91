"""An attacker who has all that a report tells of people, and solves for what it hides.

The attacker reads the report as JSON, which tells more than any other format, and knows how each number is counted,
which places there were to come to, whether people there were listed or only counted, in which rows there is a small
group, and which totals are none: more than any reader. Who came where, of which gender, is the unknown. All that is
told becomes a system over whole numbers of people, and an exact solver says which values a hidden number can have.

Nothing here uses the code that decides what to hide.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import inf
from typing import Any, TypeAlias

from attrs import field, frozen
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from kcss_core.vocabulary import Gender

#: All genders; None is not recorded.
GENDERS: tuple[str | None, ...] = (*(gender.value for gender in Gender), None)
#: Whose small number tells of somebody; who is not recorded is nobody in particular.
RECORDED = frozenset(GENDERS) - {None}

# What the solver says where no solution exists.
_INFEASIBLE = 2

#: A report, as its JSON holds it: ``blocks``, and ``values`` by address.
Told: TypeAlias = Mapping[str, Any]
#: A sum of unknowns: which, and how often.
Form: TypeAlias = Mapping[int, int]
#: People of one gender who all came to the same places, to each so many times.
Sort: TypeAlias = tuple[str | None, frozenset[tuple[Hashable, int]]]


@frozen(order=True)
class Group:
    """People that a number counts: persons or attendances, at which places, of which genders."""

    counting: str
    places: frozenset[Hashable] = field(order=str)
    genders: frozenset[str | None] = field(order=str)

    @property
    def row(self) -> Group:
        """The group of all genders."""
        return Group(self.counting, self.places, frozenset(GENDERS))

    def of(self, *genders: str | None) -> Group:
        """Return those of some genders."""
        return Group(self.counting, self.places, frozenset(genders))


@frozen
class Overlap:
    """People who stand in more than one row of a table, as a note below it says: persons or attendances.

    Attributes:
        rows: The places of each row, of those of one gender where gender is asked: nobody stands in the rows of two.
    """

    counting: str
    rows: tuple[frozenset[Hashable], ...]


class Attacker(ABC):
    """What follows from a report.

    Args:
        truth: How many of each sort there are. Of these the attacker is told no more than the module says.
        told: The report.
        asked: The same without protection: of these the attacker is told which they are.
        k: Fewer people than these are a small group.
        unknown: Sorts that can be others than they are, where not all; fewer make the attacker too sure, never unsure.
    """

    def __init__(
        self, truth: Mapping[Sort, int], told: Told, asked: Told, k: int, unknown: Iterable[Sort] | None = None
    ) -> None:
        self.k = k
        self._truth = truth
        self.known: dict[Group, int] = {}
        self.overlaps: dict[Overlap, int] = {}
        self.hidden: set[Group] = set()
        self._read(asked["values"])
        self.cells = [group for group in self.known if group.genders <= RECORDED]
        self.known.clear()
        self._read(told["values"])
        self._read_overlaps(told)
        self.unknown = self._alike(truth if unknown is None else unknown)

    def _alike(self, sorts: Iterable[Sort]) -> dict[Sort, int]:
        """Return sorts of people that the report tells apart, one for all that it does not, and how many there are."""
        rows = sorted({group.row for group in (*self.known, *self.hidden, *self.cells)})
        first: dict[Hashable, Sort] = {}
        numbers: dict[Sort, int] = {}
        for sort in dict.fromkeys(sorts):
            times = (*(self.times(row, sort) for row in rows), *(self.times(one, sort) for one in self.overlaps))
            one = first.setdefault((sort[0], times), sort)
            numbers[one] = numbers.get(one, 0) + self._truth.get(sort, 0)
        return numbers

    # What is particular to what was reported

    @abstractmethod
    def group(self, value: Mapping[str, Any]) -> Group | None:
        """Return what a value counts, for a share all of whom it is one; None where it counts no people."""

    @abstractmethod
    def is_listed(self, place: Any) -> bool:
        """Say whether those who came to a place are known as persons."""

    def undecided(self, value: Mapping[str, Any], group: Group) -> Group | None:
        """Return whom a value leaves undecided; of a figure of one gender those whose gender nobody recorded."""
        return group.of(None) if group.genders != group.row.genders and not value["cell"] else None

    # What the report tells

    def _read(self, told: Told) -> None:
        for value in told.values():
            # Differences follow from what they are the differences of.
            if "less" not in value["cell"] and "change-from" not in value["cell"]:
                group = self.group(value)
                if group is not None:
                    self._read_value(value, group)

    def _read_value(self, value: Mapping[str, Any], group: Group) -> None:
        if value["is_share"]:
            self._read_share(value, group)
        elif value["hidden"]:
            self.hidden.add(group)
        elif value["number"] is not None:
            self.known[group] = value["number"]
        heads = Group("attendances", frozenset(one for one in group.places if not self.is_listed(one)), group.genders)
        if group.counting == "persons" and value["qualifier"] == "exact" and value["number"] is not None:
            # Were there heads besides, the number would say that it is the least.
            self.known[heads] = 0
        if value["note"] and (match := re.search(r"([\d,]+) attendance", value["note"])):
            self.known[heads] = int(match[1].replace(",", ""))
        if value["undecided"]:
            undecided = self.undecided(value, group)
            if undecided is not None:
                self.known[undecided] = value["undecided"]

    def _read_share(self, value: Mapping[str, Any], row: Group) -> None:
        women, others = row.of("woman"), row.of("man", "non-binary")
        if value["hidden"]:
            self.hidden.add(women)
        elif value["denominator"]:
            numerator, denominator = value["numerator"], value["denominator"]
            self.known |= {women: numerator, others: denominator - numerator}
            low, high = Fraction(value["low"]), Fraction(value["high"])
            everybody = numerator / low if low else denominator / (1 - high) if high < 1 else None
            if everybody is not None:
                assert everybody.denominator == 1
                self.known[row.of("undisclosed", None)] = int(everybody) - denominator

    def _read_overlaps(self, told: Told) -> None:
        """Read the notes of tables, whatever other tables hide."""
        for table in _tables(told["blocks"]):
            note = "".join(part.get("text", "") for part in table["note"])
            if match := re.search(r"in more than one row \(([\d,]+)\)", note):
                parts = (part for row in table["rows"] for content in row["cells"] for part in content)
                values = [told["values"][part["value"]] for part in parts if part["type"] == "value"]
                # The others are sums of rows or columns.
                most = max(len(value["cell"]) for value in values)
                rows = [self.group(value) for value in values if len(value["cell"]) == most]
                groups = [group for group in rows if group is not None]
                if groups:
                    asked = tuple(group.places for group in groups if group.genders == groups[0].genders)
                    self.overlaps[Overlap(groups[0].counting, asked)] = int(match[1].replace(",", ""))

    # What it comes to

    def times(self, group: Group | Overlap, sort: Sort) -> int:
        """Return how often a group counts somebody."""
        gender, places = sort
        if isinstance(group, Overlap):
            if group.counting == "persons":
                listed = {place for place, _ in places if self.is_listed(place)}
                return int(sum(not listed.isdisjoint(row) for row in group.rows) > 1)
            return sum(number for place, number in places if sum(place in row for row in group.rows) > 1)
        if gender not in group.genders:
            return 0
        if group.counting == "persons":
            return int(any(place in group.places and self.is_listed(place) for place, _ in places))
        return sum(number for place, number in places if place in group.places)

    def form(self, group: Group | Overlap) -> dict[int, int]:
        """Return a group as a sum of unknowns; what is not unknown is left to ``fixed``."""
        times = ((index, self.times(group, sort)) for index, sort in enumerate(self.unknown))
        return {index: number for index, number in times if number}

    def truth(self, group: Group | Overlap) -> int:
        """Return how many there are."""
        return sum(number * self.times(group, sort) for sort, number in self._truth.items() if number)

    def is_small(self, group: Group) -> bool:
        """Say whether there are some and too few."""
        return 0 < self.truth(group) < self.k

    def wrong(self) -> list[Group | Overlap]:
        """Return the numbers that the attacker misunderstood: none, or what follows says nothing."""
        return [
            *(group for group, number in self.known.items() if self.truth(group) != number),
            *(overlap for overlap, number in self.overlaps.items() if self.truth(overlap) != number),
        ]

    def system(self) -> System:
        """Return all that is known."""
        system = System([*self.unknown.values()])
        for group in self.known:
            system.fix(self.form(group))
        for overlap in self.overlaps:
            system.fix(self.form(overlap))
        for row in sorted({group.row for group in self.hidden if group.genders <= RECORDED}):
            # A row that holds a small group holds one in every reading; one that does not, in none.
            cells = [cell for cell in self.cells if cell.row == row]
            is_small = any(map(self.is_small, cells))
            marks = [system.choose(self.form(cell), self.truth(cell), self.k, may_be_small=is_small) for cell in cells]
            if is_small:
                system.add(dict.fromkeys(marks, 1), 1, inf)
        for group in self.hidden:
            if group.genders == group.row.genders:
                # Nobody would be told as 0.
                system.bound(self.form(group), self.truth(group), 1 if self.is_small(group) else self.k)
        return system

    def pinned(self) -> Iterator[tuple[Group, int]]:
        """Yield each small group that the report speaks of and gives away, with its number."""
        system = self.system()
        readings: list[Sequence[int]] = []
        for group in self.small_groups():
            form = self.form(group)

            def change(reading: Sequence[int], form: Form = form) -> int:
                return sum(reading[index] * times for index, times in form.items())

            if any(map(change, readings)):
                continue
            for sign in (1, -1):
                other = system.other(form, sign)
                if other is not None:
                    readings.append(other)
                    break
            else:
                yield group, self.truth(group)

    def small_groups(self) -> list[Group]:
        """Return groups that are small: totals and genders of all that the report speaks of, told or not."""
        spoken = {*self.hidden, *self.known}
        cells = (group.of(gender) for group in spoken for gender in RECORDED & group.genders)
        totals = (group for group in spoken if group == group.row)
        return sorted(group for group in {*cells, *totals} if self.is_small(group))


def _tables(block: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the tables of blocks as JSON holds them, wherever they stand."""
    if isinstance(block, dict):
        if block.get("type") == "table":
            yield block
        block = [*block.values()]
    if isinstance(block, list):
        for inner in block:
            yield from _tables(inner)


class System:
    """Equations and bounds over what whole numbers change by from what they are; none becomes negative."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._size = len(numbers)
        # Bounds of the change of each number; then of the marks.
        self._low: list[float] = [-number for number in numbers]
        self._high: list[float] = [max(60, number) for number in numbers]
        self._rows: list[tuple[Form, float, float]] = []

    def add(self, form: Form, low: float, high: float) -> None:
        """Add bounds of a sum."""
        self._rows.append((form, low, high))

    def fix(self, form: Form) -> None:
        """Add that a sum does not change."""
        self.add(form, 0, 0)

    def bound(self, form: Form, number: int, least: int) -> None:
        """Add that a number is no less than something."""
        self.add(form, least - number, inf)

    def choose(self, form: Form, number: int, k: int, *, may_be_small: bool) -> int:
        """Add that a number is 0, or small, or k or more; return the mark that says that it is small."""
        small, large = len(self._low), len(self._low) + 1
        self._low += [0, 0]
        self._high += [int(may_be_small), 1]
        most = number + sum(abs(times) * 60 for times in form.values()) + k
        self.add({small: 1, large: 1}, 0, 1)
        # small + k * large <= number <= (k-1) * small + most * large
        self.add({**form, small: -1, large: -k}, -number, inf)
        self.add({**form, small: 1 - k, large: -most}, -inf, -number)
        return small

    def other(self, form: Form, sign: int) -> Sequence[int] | None:
        """Return a change that makes a sum larger, or smaller; None where nothing does."""
        size = len(self._low)
        rows = [*self._rows, ({index: sign * times for index, times in form.items()}, 1, inf)]
        entries = [(row, index, times) for row, (one, _, _) in enumerate(rows) for index, times in one.items()]
        at, columns, times_ = zip(*entries, strict=True)
        matrix = csr_array((times_, (at, columns)), shape=(len(rows), size))
        found = milp(
            [0] * size,
            integrality=[1] * size,
            bounds=Bounds(self._low, self._high),
            constraints=LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows]),
        )
        if found.x is None:
            # That there is none is proved, or what follows says nothing.
            assert found.status == _INFEASIBLE, found.message
            return None
        changes = [round(number) for number in found.x]
        for one, low, high in rows:
            assert low <= sum(changes[index] * times for index, times in one.items()) <= high, "it keeps to the system"
        return changes[: self._size]
