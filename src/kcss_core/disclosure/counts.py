"""All counts of people that a report tells or lets work out, and whom each of them counts. Hides nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from attrs import define, evolve, field

from kcss_core.edition import Edition
from kcss_core.errors import UsageError
from kcss_core.figures import Address, Overlap
from kcss_core.figures.people import Alike, Group, Way
from kcss_core.figures.people.tally import Tally, marks, number_at, numbers_of, only, tally
from kcss_core.frozen import frozen
from kcss_core.vocabulary import Gender


@define(eq=False)
class Count:
    """How many people a group is, or several that are the same people.

    Attributes:
        row: What its cells and its total have in common: a number, for a search asks for it very often.
        told_by: Addresses that tell the number; none where a reader can only work it out.
    """

    number: int
    group: Group
    row: int
    told_by: set[Address] = field(factory=set)


@frozen(eq=False)
class Sort:
    """People whom no count tells apart.

    Attributes:
        number: How many there are.
        times: How often each count counts one of them, by its index; bonds after them.
        is_usual: Whether somebody came as they did; else somebody could have.
    """

    number: int
    times: Tally
    is_usual: bool = True


@frozen(eq=False)
class _Sum:
    """A count and what it is the sum of, as somebody declared or as the numbers come to."""

    whole: Count
    parts: tuple[Count, ...]


class Counts:
    """The counts of a report.

    Args:
        addresses: What the report tells.
        k: Fewer people than these are a small group.
        populations: Whose numbers are protected.

    Attributes:
        told: Each address to the counts that it tells.
        rows: Number of a row to the addresses that tell of its cells, zeros included.
        secrets: The small groups that the report tells, or that a reader could think of working out.
        sorts: The people. Every reading of the report is another number of these.
        swaps: Pairs of sorts so alike that somebody of the second could be of the first.
        bonds: What no reading changes: by how much a sum is more than its parts, to its index.
    """

    def __init__(self, addresses: Iterable[Address], edition: Edition, k: int, populations: frozenset[str]) -> None:
        self.told: dict[Address, list[Count]] = {}
        self.rows: defaultdict[int, set[Address]] = defaultdict(set)
        self.bonds: dict[Count, int] = {}
        self._edition = edition
        self._k = k
        self._populations = populations
        self._known: dict[Hashable, Count] = {}
        self._row_numbers: dict[Hashable, int] = {}
        self._sums: list[_Sum] = []
        for address in dict.fromkeys(addresses):
            groups = self._groups(address)
            self.told[address] = [self._count(group) for group in groups]
            for count in self.told[address]:
                count.told_by.add(address)
                if count.group.is_cell:
                    self.rows[count.row].add(address)
        told = [*self._known.values()]
        self._add_declared_sums()
        for whole in told:
            inside = [one for one in told if one is not whole and one.number and whole.group.holds(one.group)]
            for parts in _families(inside):
                self._add_what_is_left(whole, parts)
        for count in told:
            self._add_cells(count.group)
        self.secrets = [count for count in self._known.values() if 0 < count.number < k and count.group.is_telling]
        # Those whose records are known first.
        self._indexes = {count: index for index, count in enumerate(sorted(self._known.values(), key=_is_unknown))}
        self._times: dict[Count, dict[int, int]] = {}
        self._spoken: dict[int, dict[Count, int]] = {}
        self.sorts, self.swaps = self._sorts()
        self._bind()
        self._numbered = [*self._indexes, *self.bonds]
        self._is_spoken = self.only(count for count in self._indexes if count.told_by)

    def _groups(self, address: Address) -> list[Group]:
        try:
            return [group for group in self._edition.people(address) if group.population in self._populations]
        except UsageError:
            # A directive worked it out of other values, and is not given these where they are hidden.
            return []

    def _count(self, group: Group) -> Count:
        return self._known.setdefault(group.identity, self._new(group.number, group))

    def _new(self, number: int, group: Group) -> Count:
        return Count(number, group, self._row_numbers.setdefault(group.row, len(self._row_numbers)))

    # What can be worked out

    def _add_declared_sums(self) -> None:
        """Add figures that are sums of others, and relations whose parts add up."""
        for counts in [*self.told.values()]:
            for count in counts:
                if count.group.parts:
                    parts = (one for part in count.group.parts for one in self._plain(part))
                    self._sums.append(_Sum(count, tuple(parts)))
        periods = dict.fromkeys(address.period for address in self.told)
        for relation in self._edition.relations:
            for period in periods if relation.overlap is Overlap.NONE else ():
                whole = self._plain(Address(relation.total, period))
                parts = (one for part in relation.parts for one in self._plain(Address(part, period)))
                if len(whole) == 1:
                    self._sums.append(_Sum(whole[0], tuple(parts)))

    def _plain(self, address: Address) -> list[Count]:
        return [self._count(group) for group in self._groups(address) if group.is_telling]

    def _add_what_is_left(self, whole: Count, parts: Sequence[Count]) -> None:
        """Add whom a count holds besides some rows or cells, for their number follows from the others."""
        if whole.group.members:
            self._add_other_rows(whole.group, [part.group for part in parts])
            return
        number = whole.number - sum(part.number for part in parts)
        if number == 0:
            self._sums.append(_Sum(whole, tuple(parts)))
        told = frozenset[Gender | None]().union(*(part.group.genders for part in parts))
        is_of_unknown_gender = told != whole.group.genders and len(told) > 1
        if 0 < number < self._k and not is_of_unknown_gender:
            asks = frozenset({("left", str(len(self._known)))})
            left = self._count(Group(population=whole.group.population, number=number, asks=asks))
            self._sums.append(_Sum(whole, (*parts, left)))

    def _add_other_rows(self, whole: Group, parts: Sequence[Group]) -> None:
        if any(part.genders != whole.genders for part in parts):
            # Cells of a row: who is left of it is added gender by gender.
            return
        ((records, genders),) = whole.members
        told = 0
        for part in parts:
            told |= part.members[0][0]
        is_of_persons = whole.population == "persons"
        left = records if is_of_persons else records & ~told
        if left:
            self._add(
                evolve(
                    whole,
                    asks=frozenset(),
                    members=((left, genders),),
                    without=((told, genders),) if is_of_persons else (),
                )
            )

    def _add_cells(self, group: Group) -> None:
        """Add those of each gender."""
        if group.without:
            return
        for gender in Gender:
            members = tuple((records, frozenset({gender})) for records, genders in group.members if gender in genders)
            if members:
                self._add(
                    evolve(group, asks=frozenset(), genders=frozenset({gender}), members=members, is_telling=True)
                )

    def _add(self, group: Group) -> None:
        if group.identity not in self._known:
            self._known[group.identity] = self._new(self._edition.size_of(group), group)

    # Who they are

    def _sorts(self) -> tuple[list[Sort], list[tuple[int, int]]]:
        recorded = [count.group for count in self._indexes if not _is_unknown(count)]
        alike = self._edition.alike(recorded)
        came = {one.way for one in alike if one.number}
        sorts = [Sort(one.number, one.times, one.way in came) for one in alike]
        # Of the others each stands for itself; what they are the sum of binds them.
        sorts += [Sort(one.number, marks([index])) for one, index in self._indexes.items() if _is_unknown(one)]
        swaps = (pair for one, other in _swaps(alike) for pair in ((one, other), (other, one)))
        return sorts, [(more, fewer) for more, fewer in swaps if sorts[fewer].number]

    def _bind(self) -> None:
        """Add to each sort by how much sums change with it."""
        for sum_ in self._sums:
            times: Counter[int] = Counter(self.times(sum_.whole))
            for part in sum_.parts:
                times.subtract(self.times(part))
            bond = Count(0, sum_.whole.group, sum_.whole.row)
            index = self.bonds[bond] = len(self._indexes) + len(self.bonds)
            self._times[bond] = {sort: number for sort, number in times.items() if number}
            for sort, number in self._times[bond].items():
                self.sorts[sort] = evolve(self.sorts[sort], times=self.sorts[sort].times + tally({index: number}))

    def times(self, count: Count) -> Mapping[int, int]:
        """Return how often a count counts one of each sort of people, by its index."""
        known = self._times.get(count)
        if known is None:
            at = self._indexes[count]
            numbers = (number_at(sort.times, at) for sort in self.sorts)
            known = self._times[count] = {index: number for index, number in enumerate(numbers) if number}
        return known

    def counting(self, sort: int) -> Mapping[Count, int]:
        """Return how often one of a sort is counted by each count that is told, if only by what is hidden, and bond."""
        known = self._spoken.get(sort)
        if known is None:
            numbers = numbers_of(self.sorts[sort].times & self._is_spoken)
            known = self._spoken[sort] = {self._numbered[index]: number for index, number in numbers.items()}
        return known

    def only(self, counts: Iterable[Count]) -> int:
        """Return what ``&`` leaves of a tally only some counts with, and all bonds."""
        return only((self._indexes[count] for count in counts), len(self._indexes))


def _is_unknown(count: Count) -> bool:
    """Say whether nobody knows the records behind a count."""
    return not count.group.members


def _swaps(alike: Sequence[Alike]) -> Iterator[tuple[int, int]]:
    """Yield pairs of sorts that differ in gender alone, or in one record alone."""
    by_way: defaultdict[Way, dict[Gender | None, int]] = defaultdict(dict)
    for index, one in enumerate(alike):
        by_way[one.way][one.gender] = index
    for index, one in enumerate(alike):
        yield from ((index, other) for other in by_way[one.way].values() if other > index)
        yield from ((index, by_way[way][one.gender]) for way in one.others)


def _families(inside: Sequence[Count]) -> Iterator[list[Count]]:
    """Yield counts that differ in one condition, such as the rows of a table; and each count for itself.

    Where one of a family holds another, as a kind of activity holds the kinds below it, only the wider is of it.
    """
    families: defaultdict[Hashable, dict[Count, None]] = defaultdict(dict)
    for count in inside:
        families[count][count] = None
        for pair in count.group.asks:
            families[count.group.asks - {pair}, pair[0]][count] = None
    for family in families.values():
        yield [one for one in family if not any(other is not one and other.group.holds(one.group) for other in family)]
