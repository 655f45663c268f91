"""The frame of participations and head counts: attendances, and persons each once. Knows no figures.

Rows are hundreds of thousands and values few, so a condition is asked of each distinct value and spread over the rows
as bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from attrs import frozen

from kcss_core.figures.conditions import Atom, Demand, Missing, Truth, holds_for
from kcss_core.figures.frames import Answer, Frame, Weights, label_of, positions
from kcss_core.figures.paths import Path, Unknown
from kcss_core.figures.populations import Population, heads
from kcss_core.figures.value import Entry
from kcss_core.figures.when import counts_in, years
from kcss_core.model import Activity, Dataset, HeadCount
from kcss_core.period import Period
from kcss_core.vocabulary import Gender, Presence


@frozen
class _Slot:
    """Persons of one gender in one head count of an activity."""

    count: HeadCount
    gender: Gender | None
    number: int


@frozen
class _Axis:
    """One field for every place of the layout: a code each, and what the codes mean.

    Attributes:
        codes: One a place, the highest bit first; the last code stands for guards and slots without meaning.
        values: What each code but the last means.
    """

    codes: Sequence[int]
    values: tuple[Any, ...]


class ParticipationFrame(Frame):
    """Participations and head counts, for attendances and for persons.

    The layout gives every participation a bit, those of one person side by side, with an empty guard bit above each
    person's. Adding all participation bits to a mask then carries into exactly the guards of the persons that the
    mask touches, so unique persons are counted by one addition. Head counts lie below: one bit for each gender of
    each count, weighted by its number.
    """

    def __init__(self, population: Population, dataset: Dataset) -> None:
        super().__init__(population, dataset)
        self._lay_out()

    def _lay_out(self) -> None:
        table = self.dataset.participations
        persons = table.column("participant")
        index = self.dataset.by_id("participants")
        numbers: dict[str, int] = {}
        # Two codes may stand for one id; a dangling id is a person all the same.
        number_of = [numbers.setdefault(id, len(numbers)) for id in persons.values]
        person_of_row = [number_of[code] for code in persons.codes]
        order = sorted(range(len(table)), key=person_of_row.__getitem__)
        places: list[int] = []
        last = -1
        for row in order:
            if person_of_row[row] != last:
                places.append(-1)
                last = person_of_row[row]
            places.append(row)
        self._rows = tuple(places)
        self._participant_rows = [index.get(id, -1) for id in numbers]
        self._person_of_row = person_of_row
        self._slots = tuple(
            _Slot(count, gender, number)
            for count in self.dataset.head_counts
            for gender, number in heads(count)
            if number
        )
        self._below = len(self._slots)
        self._length = len(places) + self._below
        self._all_rows = _packed("".join("0" if row < 0 else "1" for row in places)) << self._below
        self._all_slots = (1 << self._below) - 1
        self._guards = ((1 << self._length) - 1) ^ self._all_rows ^ self._all_slots
        self._slot_weights = Weights.of([slot.number for slot in reversed(self._slots)])
        self._axes: dict[str, _Axis] = {}
        self._bases: dict[Presence, int] = {}

    @property
    def is_empty(self) -> bool:
        return not self._length

    def size(self, mask: int, *, is_unique: bool = False) -> int:
        if is_unique:
            return self.persons(mask).bit_count()
        return self.rows_of(mask).bit_count() + self.heads(mask)

    def heads(self, mask: int) -> int:
        """Return how many attendances of a mask are known from head counts only."""
        return self._slot_weights.total(mask & self._all_slots)

    def persons(self, mask: int) -> int:
        """Return one bit for each person of a mask: the guard."""
        return (self.rows_of(mask) + self._all_rows) & self._guards

    def rows_of(self, mask: int) -> int:
        """Return the participations of a mask."""
        return mask & self._all_rows if self._below else mask

    def slots_of(self, mask: int, presence: Presence | None = None) -> int:
        """Return the head counts of a mask, perhaps only those of one presence."""
        found = mask & self._all_slots
        if presence is not None:
            found &= _packed("".join("1" if slot.count.presence is presence else "0" for slot in self._slots))
        return found

    # Sources: participations where they tell of a presence, else head counts.

    def base(self, presence: Presence) -> int:
        known = self._bases.get(presence)
        if known is None:
            known = self._bases[presence] = self._base(presence)
        return known

    def _base(self, presence: Presence) -> int:
        counted = {(slot.count.activity, slot.count.role) for slot in self._slots if slot.count.presence is presence}
        in_use = counted - self.listed(presence) if counted else counted
        slots = "".join(
            "1" if slot.count.presence is presence and (slot.count.activity, slot.count.role) in in_use else "0"
            for slot in self._slots
        )
        rows = self._all_rows
        if in_use:
            table = self.dataset.participations
            activities, roles = table.column("activity"), table.column("role")
            marks = "".join(
                "0" if row < 0 or (activities[row], roles[row]) in in_use else "1" for row in self._rows
            )
            rows = _packed(marks) << self._below
        return rows | _packed(slots)

    def listed(self, presence: Presence) -> frozenset[tuple[str, Any]]:
        """Return the pairs of activity and role whose participations tell who was invited, or who attended.

        A participation of which neither is recorded says by itself that the person took part.
        """
        table = self.dataset.participations
        columns = [table.column(name) for name in ("activity", "role", "invited", "attended")]
        activities, roles, invited, attended = columns
        found = set()
        for activity, role, i, a in set(zip(*(column.codes for column in columns), strict=True)):
            was_invited, did_attend = invited.values[i], attended.values[a]
            if presence is Presence.INVITED:
                tells = was_invited is not None
            else:
                tells = did_attend is not None or was_invited is None
            if tells:
                found.add((activities.values[activity], roles.values[role]))
        return frozenset(found)

    @cached_property
    def took_part(self) -> Answer:
        """Which attendances took place, where a figure names neither ``invited`` nor ``attended``.

        Who is recorded as having attended did; so did who is listed without either being recorded. Of who was invited
        and of whose coming nothing is recorded, nobody can tell.
        """
        table = self.dataset.participations
        invited, attended = (
            self._spread(column.codes, column.values, [_of_slot(slot, name) for slot in self._slots])
            for name in ("invited", "attended")
            for column in [table.column(name)]
        )
        pairs = list(zip(invited.codes, attended.codes, strict=True))

        def truth(pair: tuple[int, int]) -> Truth:
            i, a = pair
            if a >= len(attended.values):
                return False
            if attended.values[a] is not None:
                return bool(attended.values[a])
            return None if invited.values[i] is not None else True

        truths = {pair: truth(pair) for pair in set(pairs)}
        yes = _packed("".join("1" if truths[pair] else "0" for pair in pairs))
        maybe = _packed("".join("0" if truths[pair] is False else "1" for pair in pairs))
        return Answer(yes, maybe)

    @cached_property
    def tells_invited(self) -> int:
        """The records that tell who was invited."""
        silent = self.answer(Demand(self.population.find("invited"), Missing())).yes
        return (self._all_rows & ~silent) | self.slots_of(self._all_slots, Presence.INVITED)

    # Conditions.

    def _ask(self, atom: Atom) -> Answer:
        if isinstance(atom, Demand):
            axis = self._axis(atom.path)
            return self._mark(
                axis,
                [holds_for(atom.condition, values, may_be_empty=atom.path.may_be_empty) for values in axis.values],
            )
        # All that participations lead to in numbers lies beyond their activity.
        rest = atom.beyond(1)
        return self._mark(self._activities, [rest.holds(one, self.dataset) for one in self._activities.values])

    def _ask_when(self, period: Period) -> Answer:
        return self._mark(
            self._activities,
            [
                counts_in(activity, period, self.dataset) if isinstance(activity, Activity) else None
                for activity in self._activities.values
            ],
        )

    def _mark(self, axis: _Axis, truths: list[Truth]) -> Answer:
        yes = _marked(axis.codes, [truth is True for truth in truths])
        if None not in truths:
            return Answer(yes, yes)
        return Answer(yes, _marked(axis.codes, [truth is not False for truth in truths]))

    # Axes: each field once, laid out; what lies beyond a reference is looked up once for each thing referred to.

    @cached_property
    def _activities(self) -> _Axis:
        column = self.dataset.participations.column("activity")
        axis = self._spread(column.codes, column.values, [slot.count.activity for slot in self._slots])
        found = tuple(self.dataset.find("activities", id) or Unknown(id) for id in axis.values)
        return _Axis(axis.codes, found)

    @cached_property
    def _participants(self) -> _Axis:
        """The participants by row in their table; -1 for one who is not in it, None for the persons of head counts."""
        return self._spread(self._person_of_row, self._participant_rows, [None for _ in self._slots])

    def _axis(self, path: Path) -> _Axis:
        """Return the axis of a path; its values are the tuples of values that the path leads to."""
        known = self._axes.get(path.words)
        if known is None:
            known = self._axes[path.words] = self._make_axis(path)
        return known

    def _make_axis(self, path: Path) -> _Axis:
        if not path.steps:
            column = self.dataset.participations.column(path.name)
            axis = self._spread(column.codes, column.values, [_of_slot(slot, path.name) for slot in self._slots])
            return _Axis(axis.codes, tuple((value,) for value in axis.values))
        if path.steps[0].name == "activity":
            rest = path.beyond(1)
            return _grouped(self._activities, [rest.values(one, self.dataset) for one in self._activities.values])
        if path.words == "participant.gender" and self._slots:
            return self._genders(path.name)
        column = self.dataset.participants.column(path.name)
        return _grouped(
            self._participants,
            [(None if row is None or row < 0 else column[row],) for row in self._participants.values],
        )

    def _genders(self, name: str) -> _Axis:
        """Return the axis of gender, the one field of persons that head counts tell too."""
        column = self.dataset.participants.column(name)
        genders = [None if row < 0 else column[row] for row in self._participant_rows]
        values = list(dict.fromkeys(genders))
        codes = {value: code for code, value in enumerate(values)}
        of_person = [codes[gender] for gender in genders]
        per_row = [of_person[person] for person in self._person_of_row]
        axis = self._spread(per_row, values, [slot.gender for slot in self._slots])
        return _Axis(axis.codes, tuple((value,) for value in axis.values))

    def _spread(self, per_row: Sequence[int], values: Sequence[Any], of_slots: Sequence[Any]) -> _Axis:
        """Return codes for the whole layout from codes for each row and values for each head-count slot."""
        every = list(values)
        numbers = {value: code for code, value in enumerate(every)}
        slots = []
        for value in of_slots:
            if value not in numbers:
                numbers[value] = len(every)
                every.append(value)
            slots.append(numbers[value])
        guard = len(every)
        # Row -1 is a guard: the code after the last row.
        coded = [*per_row, guard]
        codes = [*map(coded.__getitem__, self._rows), *slots]
        return _Axis(bytes(codes) if guard < 256 else codes, tuple(every))

    # Values and evidence.

    def values(self, path: Path, mask: int) -> set[Any]:
        axis = self._axis(path)
        top = self._length - 1
        found = {axis.codes[top - position] for position in positions(mask)}
        return {value for code in found for value in axis.values[code] or (None,)}

    def entries(self, mask: int, why: Callable[[Any], str] | str = "") -> tuple[Entry, ...]:
        table = self.dataset.participations
        rows, slots = [], []
        for position in positions(mask):
            if position < self._below:
                slots.append(self._slots[self._below - 1 - position])
            else:
                rows.append(self._rows[self._length - 1 - position])
        found = [
            Entry("participations", f"participation {row + 1}", table.origin(row), self._why(why, table[row]))
            for row in sorted(rows)
        ]
        for slot in reversed(slots):
            activity = self.dataset.find("activities", slot.count.activity)
            title = slot.count.activity if activity is None else label_of(activity)
            gender = "gender not recorded" if slot.gender is None else slot.gender.value
            label = f"head count of {title}, {slot.count.role.value}, {gender}"
            found.append(Entry("head-counts", label, slot.count.origin, self._why(why, slot.count), slot.number))
        return tuple(found)

    def _why(self, why: Callable[[Any], str] | str, record: Any) -> str:
        return why if isinstance(why, str) else why(record)

    @cached_property
    def years(self) -> tuple[int, int] | None:
        return years(one for one in self._activities.values if isinstance(one, Activity))


def _of_slot(slot: _Slot, name: str) -> Any:
    if name == "role":
        return slot.count.role
    if name == slot.count.presence.value:
        return True
    return None


def _grouped(axis: _Axis, values: list[tuple[Any, ...]]) -> _Axis:
    """Return the axis of something that the values of another axis have, equal ones under one code."""
    numbers: dict[tuple[Any, ...], int] = {}
    codes = [numbers.setdefault(value, len(numbers)) for value in values]
    guard = len(numbers)
    codes += [guard] * (256 - len(codes)) if isinstance(axis.codes, bytes) else [guard]
    if guard < 256:
        if isinstance(axis.codes, bytes):
            return _Axis(axis.codes.translate(bytes(codes)), tuple(numbers))
        return _Axis(bytes(map(codes.__getitem__, axis.codes)), tuple(numbers))
    return _Axis([*map(codes.__getitem__, axis.codes)], tuple(numbers))


def _packed(marks: str | bytes) -> int:
    """Return the number whose bits are written out, the highest first; a text of no marks is zero."""
    return int(marks, 2) if marks else 0


def _marked(codes: Sequence[int], marks: list[bool]) -> int:
    """Return a bit for each code whose mark is set; the guard code has none."""
    if isinstance(codes, bytes):
        table = bytes(0x31 if code < len(marks) and marks[code] else 0x30 for code in range(256))
        return _packed(codes.translate(table))
    letters = [*("1" if mark else "0" for mark in marks), "0"]
    return _packed("".join(map(letters.__getitem__, codes)))
