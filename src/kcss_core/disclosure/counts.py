"""All counts of people that a report tells or lets work out, and which are sums of others. Hides nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from attrs import define, field

from kcss_core.edition import Edition
from kcss_core.errors import UsageError
from kcss_core.figures import Address, Overlap
from kcss_core.figures.people import Group
from kcss_core.frozen import frozen


@define(eq=False)
class Count:
    """How many people some groups are that are the same people.

    Attributes:
        told_by: Addresses that tell the number.
        sums: Sums that it is the whole or a part of.
        is_secret: Whether it is a small group that the report tells, or lets work out.
        is_slack: Whether it is only what lies between two others, and may be nothing.
    """

    number: int
    groups: list[Group] = field(factory=list)
    told_by: set[Address] = field(factory=set)
    sums: list[Sum] = field(factory=list)
    is_secret: bool = False
    is_slack: bool = False

    @property
    def rows(self) -> set[Hashable]:
        """The rows that it is a cell of; none where gender is not asked."""
        return {group.row for group in self.groups if group.row is not None}

    @property
    def is_unrecorded(self) -> bool:
        """Whether it counts those whose gender is not recorded, which says nothing of anybody."""
        return any(group.row is not None and not group.is_gender for group in self.groups)

    def holds(self, other: Count) -> bool:
        """Say whether it counts everybody whom another counts; those of one gender hold no group of all."""
        return any(
            mine.holds(theirs) and (mine.row is None or theirs.row is not None)
            for mine in self.groups
            for theirs in other.groups
        )


@frozen(eq=False)
class Sum:
    """A count and what it is made of.

    Where people are in several parts the whole is less than their sum, by a number that is taken for known: then what
    the parts change by, the whole does.
    """

    whole: Count
    parts: tuple[Count, ...]

    @property
    def counts(self) -> tuple[Count, ...]:
        """The whole and its parts."""
        return (self.whole, *self.parts)

    def gap(self, change: Mapping[Count, int]) -> int:
        """Return by how much the whole changes more than its parts."""
        return change.get(self.whole, 0) - sum(change.get(part, 0) for part in self.parts)


class Counts:
    """The counts of a report.

    Args:
        addresses: What the report tells.
        k: Fewer people than these are a small group.
        populations: Whose numbers are protected.

    Attributes:
        all: Every count; zero is none, for it tells of nobody.
        told: Each address to what it tells.
        rows: Identity of a row, to the addresses that tell of its cells.
    """

    def __init__(self, addresses: Iterable[Address], edition: Edition, k: int, populations: frozenset[str]) -> None:
        self.all: list[Count] = []
        self.told: dict[Address, list[Count]] = {}
        self.rows: defaultdict[Hashable, set[Address]] = defaultdict(set)
        self._edition = edition
        self._k = k
        self._populations = populations
        self._known: dict[Hashable, Count] = {}
        self._genders: defaultdict[Hashable, set[frozenset[tuple[str, str]]]] = defaultdict(set)
        for address in dict.fromkeys(addresses):
            self._tell(address)
        for address in self.told:
            for wider in _wider(address):
                # What tables are the parts of binds them, told or not.
                self._counts(wider)
        self._add_declared_sums()
        counted = list(self.all)
        for whole in counted:
            for parts in _families([count for count in counted if count is not whole and whole.holds(count)]):
                self._add_rows(whole, parts)
        self._add_presences(counted)

    def whole_of(self, row: Hashable) -> Count | None:
        """Return the count of everybody in a row; None where nobody asks for it."""
        return self._known.get(row)

    def _groups(self, address: Address) -> list[Group]:
        try:
            return [group for group in self._edition.people(address) if group.population in self._populations]
        except UsageError:
            # A directive worked it out of other values, and is not given these where they are hidden.
            return []

    def _counts(self, address: Address) -> list[Count]:
        return [self._count(group) for group in self._groups(address) if group.number > 0]

    def _count(self, group: Group) -> Count:
        count = self._known.get(group.identity)
        if count is None:
            count = self._new(group.identity, group.number)
        if group not in count.groups:
            count.groups.append(group)
        return count

    def _new(self, identity: Hashable, number: int, *, is_secret: bool = False) -> Count:
        count = self._known[identity] = Count(number, is_secret=is_secret)
        self.all.append(count)
        return count

    def _tell(self, address: Address) -> None:
        self.told[address] = self._counts(address)
        for group in self._groups(address):
            if group.row is not None:
                self.rows[group.row].add(address)
                self._genders[group.row] |= {group.asks} if group.is_gender else set()
        for count in self.told[address]:
            count.told_by.add(address)
            count.is_secret = count.number < self._k and not count.is_unrecorded

    def _add(self, whole: Count, parts: Sequence[Count]) -> None:
        if not any(one.whole is whole and set(one.parts) == set(parts) for one in whole.sums):
            found = Sum(whole, tuple(parts))
            for count in found.counts:
                count.sums.append(found)

    def _add_declared_sums(self) -> None:
        """Add figures that are sums of others, and relations whose parts add up."""
        for count in list(self.all):
            for group in count.groups:
                if group.parts:
                    self._add(count, [part for address in group.parts for part in self._counts(address)])
        periods = dict.fromkeys(address.period for address in self.told)
        for relation in self._edition.relations:
            for period in periods if relation.overlap is Overlap.NONE else ():
                whole, *parts = (self._counts(Address(id, period)) for id in (relation.total, *relation.parts))
                if len(whole) == 1:
                    self._add(whole[0], [part for counts in parts for part in counts])

    def _add_rows(self, whole: Count, parts: list[Count]) -> None:
        """Add that a count is the sum of some rows or cells, and of what is left over."""
        group = whole.groups[0]
        known = [next((one for one in part.groups if one.records), None) for part in parts]
        records, bits = group.records, group.bits
        for one in known:
            records = 0 if one is None else records & ~one.records
            bits = 0 if one is None else bits & ~one.bits
        is_told = group.records and None not in known
        left = group.size(bits) if is_told else whole.number - sum(part.number for part in parts)
        if left == 0 and not records:
            self._add(whole, parts)
        if left <= 0:
            # Records and nobody: it is an accident that all of these people are in the parts as well.
            return
        identity = (group.population, records, any(part.rows for part in parts)) if records else (whole, *parts)
        rest = self._known.get(identity)
        if rest is None or rest.number != left:
            is_of_unknown_gender = len(self._genders[group.identity]) > 1 and all(
                group.identity in part.rows for part in parts
            )
            if left >= self._k or is_of_unknown_gender:
                return
            rest = self._known.get((identity, left)) or self._new((identity, left), left, is_secret=True)
        self._add(whole, [*parts, rest])

    def _add_presences(self, counted: Sequence[Count]) -> None:
        """Bind persons to attendances: nobody attends less than once."""
        pairs = [(group, count) for count in counted for group in count.groups if group.records]
        attendances = {group.records: count for group, count in pairs if group.population == "attendances"}
        for group, persons in pairs:
            times = attendances.get(group.records) if group.population == "persons" else None
            if times is not None and times.number >= persons.number:
                self._add(times, [persons, Count(times.number - persons.number, is_slack=True)])


def _wider(address: Address) -> Iterator[Address]:
    """Yield the addresses of which a cell is a part, each without one of its dimensions."""
    for index in range(len(address.cell)):
        yield Address(address.figure, address.period, (*address.cell[:index], *address.cell[index + 1 :]))


def _families(inside: Sequence[Count]) -> Iterator[list[Count]]:
    """Yield counts that differ in one condition, such as the rows of a table; and each count for itself.

    Where one of a family holds another, as a kind of activity holds the kinds below it, only the wider is of it.
    """
    families: defaultdict[Hashable, dict[Count, None]] = defaultdict(dict)
    for count in inside:
        families[count][count] = None
        for group in count.groups:
            for pair in group.asks:
                families[group.asks - {pair}, pair[0]][count] = None
    for family in families.values():
        yield [one for one in family if not any(other is not one and other.holds(one) for other in family)]
