"""The cube of participations and head counts: attendances, and persons each once. Knows no figures.

One pass groups all participations by every dimension that figures name; each group is a cell of the cube. Conditions
are then asked of cells, of which there are far fewer than participations, and a figure combines them bit by bit as in
any frame. Unique persons are counted in the sets of the cells.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, compress
from typing import Any

from kcss_core.figures.conditions import Atom, Demand, Missing, Truth, holds_for
from kcss_core.figures.frames import Answer, Frame, Weights, bits, label_of, positions
from kcss_core.figures.paths import Path
from kcss_core.figures.populations import Population, heads
from kcss_core.figures.sides import Activities, Persons, Side
from kcss_core.figures.value import Entry
from kcss_core.figures.when import years
from kcss_core.frozen import frozen
from kcss_core.model import Activity, Column, Dataset, HeadCount
from kcss_core.model.table import numbering
from kcss_core.period import Period
from kcss_core.vocabulary import Gender, Presence, Role


@frozen
class _Slot:
    """Persons of one gender in one head count of an activity."""

    count: HeadCount
    gender: Gender | None
    number: int


@frozen
class _Said:
    """What a participation or a head count says by itself; of a participation ``counts`` is None."""

    role: Role
    invited: bool | None
    attended: bool | None
    counts: Presence | None = None

    @property
    def took_part(self) -> Truth:
        """Whether somebody attended, where a figure names neither ``invited`` nor ``attended``.

        Where nothing is recorded of whose coming, nobody can tell.
        """
        return self.attended if self.counts is None else self.counts is Presence.ATTENDED


# Where persons are told apart by more than their gender, counting each class for itself saves nothing.
_FEW_CLASSES = 12

# What was counted is asked again soon, by the share that it was counted for or the next row of a table.
_REMEMBERED = 256


class Cube(Frame):
    """Participations and head counts in cells; a bit is a cell, those of participations first.

    A record is in the cell of the class of its activity, the class of its person, and what it says by itself. What
    figures ask is foreseen before cells are used; then classes are parted so far that a condition says the same of all
    records of a cell. What was found in cells holds for one ``version`` of them.
    """

    def __init__(self, population: Population, dataset: Dataset) -> None:
        super().__init__(population, dataset)
        table = dataset.participations
        self._slots = tuple(
            _Slot(count, gender, number)
            for count in dataset.head_counts
            for gender, number in heads(count)
            if number
        )
        # A dangling id is a person all the same.
        persons, codes = _different(table.column("participant"))
        genders = list(dict.fromkeys(slot.gender for slot in self._slots))
        head_counted = (len(persons) + genders.index(slot.gender) for slot in self._slots)
        self._person_of = array("I", chain(codes, head_counted))
        ids, codes = _different(table.column("activity"))
        activities = numbering(ids)
        self._activity_of = array("I", chain(codes, [activities[slot.count.activity] for slot in self._slots]))
        columns = [table.column(name) for name in ("role", "invited", "attended")]
        said = numbering()
        self._said_of = [
            *map(said.__getitem__, zip(*(column.codes for column in columns), strict=True)),
            *(said[_said_by(slot.count)] for slot in self._slots),
        ]
        self._said: list[_Said] = [
            key if isinstance(key, _Said) else _Said(*(c.values[code] for c, code in zip(columns, key, strict=True)))
            for key in said
        ]
        self._rows = len(table)
        self._person_count = len(persons)
        self._activities = Activities(activities, dataset, self._replaced())
        self._persons = Persons(persons, genders, dataset)
        self.version = 1
        self._grouped = 0

    def _replaced(self) -> Mapping[str, frozenset[tuple[Presence, Role]]]:
        """Return for which roles and presences of an activity head counts are used instead of participations."""
        found: dict[str, set[tuple[Presence, Role]]] = {}
        if self._slots:
            listed = {presence: self._listed(presence) for presence in Presence}
            for count in {id(slot.count): slot.count for slot in self._slots}.values():
                if (count.activity, count.role) not in listed[count.presence]:
                    found.setdefault(count.activity, set()).add((count.presence, count.role))
        return {activity: frozenset(pairs) for activity, pairs in found.items()}

    def _listed(self, presence: Presence) -> set[tuple[str, Role]]:
        """Return the pairs of activity and role whose participations tell who was invited, or who attended."""
        ids = self.dataset.participations.column("activity")
        found = set()
        for code, number in set(zip(ids.codes, self._said_of, strict=False)):
            said = self._said[number]
            if (said.invited if presence is Presence.INVITED else said.attended) is not None:
                found.add((ids.values[code], said.role))
        return found

    # ------------------------------------------------------------ cells

    def foresee(
        self, atoms: Iterable[Atom] = (), periods: Iterable[Period] = (), dimensions: Iterable[Demand] = ()
    ) -> None:
        changed = [self._activities.foresee_period(period) for period in periods]
        for several, by_value in ((atoms, False), (dimensions, True)):
            for atom in several:
                side = self._side(atom)
                if side is not None:
                    changed.append(side.foresee(atom, by_value=by_value))
        self.version += any(changed)

    def _side(self, atom: Atom) -> Side | None:
        """Return what a condition is about: activities, persons, or None for what participations say by themselves."""
        if isinstance(atom, Demand):
            if not atom.path.steps:
                return None
            if atom.path.steps[0].name == "participant":
                return self._persons
        # All that participations lead to in numbers lies beyond their activity.
        return self._activities

    def _group(self) -> None:
        """Group all records by what is foreseen, where more was foreseen since they were."""
        if self._grouped == self.version:
            return
        self._grouped = self.version
        cells = numbering()
        keys = zip(
            map(self._activities.classes.__getitem__, self._activity_of),
            map(self._persons.classes.__getitem__, self._person_of),
            self._said_of,
            strict=True,
        )
        self._cell_of = array("I", [*map(cells.__getitem__, keys)])
        self._length = len(cells)
        classes = [*zip(*cells, strict=True)] or [(), (), ()]
        self._classes = [_narrow(of_cells[::-1]) for of_cells in classes]
        sizes = Counter(self._cell_of[: self._rows])
        # A head count says something of its own, so it shares a cell with no participation.
        self._all_rows = (1 << len(sizes)) - 1
        for cell, slot in zip(self._cell_of[self._rows :], self._slots, strict=True):
            sizes[cell] += slot.number
        self._sizes = Weights.of([sizes[cell] for cell in range(self._length)])
        self._all_slots = ((1 << self._length) - 1) ^ self._all_rows
        self._answers.clear()
        self._periods.clear()
        self._bases: dict[Presence, int] = {}
        self._records: dict[int, int] = {}
        self._people: list[list[int]] = []
        self._counts: dict[int, int] = {}
        kinds = range(len(self._persons.examples))
        self._parts = [self._all_rows]
        if len(kinds) <= _FEW_CLASSES:
            self._parts = [_packed(self._classes[1], [other == one for other in kinds]) for one in kinds]

    def _marked(self, side: Side | None, truths: Sequence[Truth]) -> Answer:
        """Return the answer of the cells from what is true of each class of a side."""
        classes = self._classes[_SIDES.index(type(side))]
        yes = _packed(classes, [truth is True for truth in truths])
        if None not in truths:
            return Answer(yes, yes)
        return Answer(yes, _packed(classes, [truth is not False for truth in truths]))

    @property
    def is_empty(self) -> bool:
        return not self._activity_of

    # ------------------------------------------------------------ what a mask of cells comes to

    def size(self, mask: int, *, is_unique: bool = False) -> int:
        return self._count_people(mask & self._all_rows) if is_unique else self._sizes.total(mask)

    def heads(self, mask: int) -> int:
        """Return how many attendances of a mask are known from head counts only."""
        return self._sizes.total(mask & self._all_slots)

    def rows_of(self, mask: int) -> int:
        """Return the cells of participations in a mask."""
        return mask & self._all_rows

    def slots_of(self, mask: int, presence: Presence | None = None) -> int:
        """Return the cells of head counts in a mask, perhaps only those of one presence."""
        found = mask & self._all_slots
        if presence is not None and found:
            found &= self._marked(None, [said.counts is presence for said in self._said]).yes
        return found

    def _count_people(self, mask: int) -> int:
        """Return how many different persons a mask has: of each class of them for itself, since no person has two.

        So a share and its whole, and the genders of a breakdown, look at the same persons once.
        """
        total = 0
        for part in self._parts:
            part &= mask
            if not part:
                continue
            known = self._counts.get(part)
            if known is None:
                if len(self._counts) > _REMEMBERED:
                    self._counts = {}
                known = self._counts[part] = len(self._people_in(part))
            total += known
        return total

    def _people_in(self, mask: int) -> set[int]:
        """Return the persons of a mask, by number."""
        if not self._people:
            self._people = [[] for _ in range(self._length)]
            # One number object a person, however often one came.
            numbers = [*range(self._person_count)]
            persons = map(numbers.__getitem__, self._person_of[: self._rows])
            for cell, person in zip(self._cell_of, persons, strict=False):
                self._people[cell].append(person)
        mask &= self._all_rows
        if mask.bit_count() > self._length // 8:
            return set().union(*compress(self._people, _flags(mask, self._length, b"\0\1")))
        return set().union(*map(self._people.__getitem__, positions(mask)))

    def in_several(self, masks: Iterable[int], *, is_unique: bool = False) -> int:
        if not is_unique:
            return super().in_several(masks)
        once: set[int] = set()
        twice: set[int] = set()
        for mask in masks:
            people = self._people_in(mask)
            twice |= once & people
            once |= people
        return len(twice)

    def person_bits(self, mask: int) -> int:
        return bits(self._people_in(mask), self._person_count)

    def record_bits(self, mask: int) -> int:
        known = self._records.get(mask)
        if known is None:
            marks = _flags(mask, self._length, b"01")
            known = self._records[mask] = int(bytes(map(marks.__getitem__, reversed(self._cell_of))) or b"0", 2)
        return known

    def persons_at(self, records: int) -> Iterator[int]:
        """Yield the person of each participation among records, by number."""
        return map(self._person_of.__getitem__, positions(records & ((1 << self._rows) - 1)))

    def counted_by_heads(self, records: int) -> int:
        """Return the head counts among records."""
        return records >> self._rows << self._rows

    def weigh(self, records: int) -> int:
        rows = records & ((1 << self._rows) - 1)
        return rows.bit_count() + sum(self._slots[index].number for index in positions(records >> self._rows))

    def _indexes(self, mask: int) -> Iterator[int]:
        """Yield the records of a mask: rows of the table, then head counts."""
        marks = _flags(mask, self._length, b"\0\1")
        return compress(range(len(self._cell_of)), map(marks.__getitem__, self._cell_of))

    # ------------------------------------------------------------ participations where they tell, else head counts

    def base(self, presence: Presence) -> int:
        self._group()
        known = self._bases.get(presence)
        if known is None:
            known = self._bases[presence] = self._base(presence)
        return known

    def _base(self, presence: Presence) -> int:
        replaced = [self._activities.replaced(number) for number in self._activities.examples]
        if not any(replaced):
            return self._all_rows
        # What is said of a role is kept, unless head counts are used; a head count is used, unless it is not.
        of_activities, _, of_said = self._classes
        marks = []
        for activity, number in zip(of_activities, of_said, strict=True):
            said = self._said[number]
            is_replaced = (presence, said.role) in replaced[activity]
            marks.append(said.counts is presence if is_replaced else said.counts is None)
        return _packed(bytes(marks), [False, True])

    @cached_property
    def _tells_invited(self) -> Demand:
        return Demand(self.population.find("invited"), Missing())

    @property
    def tells_invited(self) -> int:
        """The cells that tell who was invited."""
        silent = self.answer(self._tells_invited).yes
        return (self._all_rows & ~silent) | self.slots_of(self._all_slots, Presence.INVITED)

    @property
    def took_part(self) -> Answer:
        """Which attendances took place, where a figure names neither ``invited`` nor ``attended``."""
        self._group()
        known = self._answers.get("")
        if known is None:
            known = self._answers[""] = self._marked(None, [said.took_part for said in self._said])
        return known

    # ------------------------------------------------------------ conditions

    def when(self, period: Period) -> Answer:
        self._group()
        return super().when(period)

    def _ask(self, atom: Atom) -> Answer:
        side = self._side(atom)
        if side is not None:
            return self._marked(side, side.truths(atom))
        assert isinstance(atom, Demand)
        name, may_be_empty = atom.path.name, atom.path.may_be_empty
        values = [(getattr(said, name),) for said in self._said]
        return self._marked(None, [holds_for(atom.condition, one, may_be_empty=may_be_empty) for one in values])

    def _ask_when(self, period: Period) -> Answer:
        return self._marked(self._activities, self._activities.truths_when(period))

    # ------------------------------------------------------------ values and evidence

    def values(self, path: Path, mask: int) -> set[Any]:
        if not path.steps:
            return {getattr(self._said[self._said_of[index]], path.name) for index in self._indexes(mask)}
        is_of_persons = path.steps[0].name == "participant"
        side: Side = self._persons if is_of_persons else self._activities
        things = self._person_of if is_of_persons else self._activity_of
        axis = side.axis(path)
        codes = set(map(axis.codes.__getitem__, set(map(things.__getitem__, self._indexes(mask)))))
        return {value for code in codes for value in axis.values[code] or (None,)}

    def entries(self, mask: int, why: Callable[[Any], str] | str = "") -> tuple[Entry, ...]:
        return tuple(self._entry(index, why) for index in self._indexes(mask))

    def _entry(self, index: int, why: Callable[[Any], str] | str) -> Entry:
        table = self.dataset.participations
        record = self._record(index)
        reason = why if isinstance(why, str) else why(record)
        if not isinstance(record, HeadCount):
            label = f"participation {index + 1}"
            return Entry("participations", label, table.origin(index), reason, id=record.activity)
        slot = self._slots[index - self._rows]
        activity = self.dataset.find("activities", record.activity)
        # An id that no activity has may be a name that stands in the wrong column.
        title = "an activity that does not exist" if activity is None else label_of(activity)
        gender = "gender not recorded" if slot.gender is None else slot.gender.value
        label = f"head count of {title}, {record.role.value}, {gender}"
        return Entry("head-counts", label, record.origin, reason, slot.number, record.activity)

    def _record(self, index: int) -> Any:
        return self.dataset.participations[index] if index < self._rows else self._slots[index - self._rows].count

    def sample(self, mask: int) -> Any:
        """Return a record of the first cell of a mask; what holds for it holds for all of the cell."""
        return self._record(self._cell_of.index((mask & -mask).bit_length() - 1))

    @cached_property
    def years(self) -> tuple[int, int] | None:
        return years(one for one in self._activities.things if isinstance(one, Activity))


# What each of the three numbers that make a cell is the class of.
_SIDES = (Activities, Persons, type(None))


def _different(column: Column) -> tuple[Sequence[Any], Sequence[int]]:
    """Return the different values of a column, and the number of its value for each row; two codes may have one."""
    if len(set(column.values)) == len(column.values):
        return column.values, column.codes
    numbers = numbering()
    number_of = [numbers[value] for value in column.values]
    return list(numbers), [*map(number_of.__getitem__, column.codes)]


def _said_by(count: HeadCount) -> _Said:
    is_invited = count.presence is Presence.INVITED
    return _Said(count.role, True if is_invited else None, None if is_invited else True, count.presence)


def _narrow(codes: Sequence[int]) -> Sequence[int]:
    """Return codes as bytes where they fit, which are marked at once."""
    return bytes(codes) if max(codes, default=0) < 256 else codes


def _packed(codes: Sequence[int], marks: Sequence[bool]) -> int:
    """Return a bit for each code whose mark is set; the codes are those of the cells, the last cell first."""
    letters = bytes(0x31 if mark else 0x30 for mark in marks)
    if isinstance(codes, bytes):
        return int(codes.translate(letters.ljust(256)) or b"0", 2)
    return int(bytes(map(letters.__getitem__, codes)), 2)


def _flags(mask: int, length: int, signs: bytes) -> bytes:
    """Return a sign for each cell: the second where its bit is set, else the first."""
    return f"{mask:0{length}b}"[::-1].encode().translate(signs.rjust(0x32, b"\0").ljust(256, b"\0"))
