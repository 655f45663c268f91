"""Who stands behind a value that counts people: which records, and of which genders. Hides nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from attrs import evolve

from kcss_core.figures.conditions import Atom, Demand, Missing, OneOf, Truth, both, holds_for
from kcss_core.figures.cube import Cube
from kcss_core.figures.definition import Measure
from kcss_core.figures.frames import Answer, Frame
from kcss_core.figures.plan import Plan
from kcss_core.figures.populations import OF_PARTICIPATIONS, POPULATIONS
from kcss_core.figures.value import Address, Value
from kcss_core.frozen import frozen
from kcss_core.vocabulary import Basis, Gender, Presence

if TYPE_CHECKING:
    from kcss_core.figures.evaluate import Evaluation

#: Populations of people.
OF_PEOPLE = OF_PARTICIPATIONS | {"staff"}

#: Some genders; None is not recorded.
Genders: TypeAlias = frozenset[Gender | None]
EVERY: Genders = frozenset((*Gender, None))

#: Records as bits, whatever the gender, and which genders of these.
Members: TypeAlias = tuple[tuple[int, Genders], ...]

#: How somebody came: sort of records to how many of them; heads that were counted are one of one sort, and no person.
Way: TypeAlias = frozenset[tuple[int, int]]


@frozen(kw_only=True)
class Group:
    """Some people of whom a value tells how many they are.

    Attributes:
        population: ``persons``, ``attendances`` or ``staff``.
        asks: What they have in common: pairs of path and condition. A group that asks more is part of one that asks
            less.
        genders: Of which genders they are; all where gender is not asked.
        members: The records behind them; none where nobody knows which they are.
        without: Who of these is not counted: a record, and of persons whoever has such a record.
        parts: What a sum of figures is the sum of.
        is_telling: Whether it tells of somebody where it is small. That something is not recorded tells of nobody.
    """

    population: str
    number: int
    asks: frozenset[tuple[str, str]]
    genders: Genders = EVERY
    members: Members = ()
    without: Members = ()
    parts: tuple[Address, ...] = ()
    is_telling: bool = True

    @property
    def is_cell(self) -> bool:
        """Whether gender is asked."""
        return self.genders != EVERY

    @property
    def identity(self) -> Hashable:
        """What is equal for the same people."""
        return (self.population, (self.members, self.without) if self.members else self.asks, self.genders)

    @property
    def row(self) -> Hashable:
        """What is equal for all genders of the same people: their row in a table."""
        if len(self.members) == 1 and not self.without:
            return self.population, self.members[0][0]
        return self.population, frozenset(pair for pair in self.asks if not pair[0].endswith(_GENDER)), self.without

    def holds(self, other: Group) -> bool:
        """Say whether everybody of another group is in this one, and why is no accident of who came."""
        if self.population != other.population or not other.genders <= self.genders:
            return False
        if len(self.members) == len(other.members) == 1 and not self.without:
            return not other.members[0][0] & ~self.members[0][0]
        return not (self.members or other.members) and self.asks < other.asks


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


_GENDER = "gender"


def people_of(evaluation: Evaluation, address: Address) -> tuple[Group, ...]:
    """Return the groups whose numbers a value tells; none where it counts no people.

    A share tells three: those of whom it is one, the others of whom anything is known, and by its bounds the rest. Any
    value tells how many are undecided, and one of persons how many attendances name nobody.

    Raises:
        UsageError: There is no such figure or dimension.
    """
    value = evaluation.value(address.figure, address.period, address.cell)
    plan = evaluation.plan(address.figure)
    if plan is None or value.population not in OF_PEOPLE:
        return ()
    if plan.population is None:
        return _told(evaluation, plan, value)
    if plan.subject is not None and plan.subject.family != "participants":
        return ()
    return tuple(_Selected(evaluation, plan, value).groups())


def _told(evaluation: Evaluation, plan: Plan, value: Value) -> tuple[Group, ...]:
    """Return the group of a sum of figures or of a function, of which nobody knows the records."""
    if not isinstance(value.number, int):
        return ()
    address = value.address
    cell = evaluation.normal(address.figure, address.cell)
    genders = EVERY
    for name, word in cell:
        if evaluation.dimension(address.figure, name).type is Gender:
            genders &= {None if word is None else Gender(word)}
    return (
        Group(
            population=value.population,
            number=value.number,
            asks=frozenset(
                {("figure", address.figure), ("period", str(address.period))}
                | {(name, word or "") for name, word in cell}
            ),
            genders=genders,
            parts=tuple(Address(part, address.period, address.cell) for part in plan.figure.parts),
            is_telling=None not in genders or genders == EVERY,
        ),
    )


@frozen
class _Chosen:
    """What conditions choose: of which records it is certain, and of which open, each whatever the gender."""

    records: Answer
    genders: Mapping[Gender | None, Truth]

    def __and__(self, other: _Chosen) -> _Chosen:
        genders = {gender: both((self.genders[gender], other.genders[gender])) for gender in EVERY}
        return _Chosen(self.records & other.records, genders)

    def _of(self, *truths: Truth) -> Genders:
        return frozenset(gender for gender, truth in self.genders.items() if truth in truths)

    def yes(self, frame: Frame) -> Members:
        return _members(frame, (self.records.yes, self._of(True)))

    def maybe(self, frame: Frame) -> Members:
        return _members(frame, (self.records.maybe, self._of(True, None)))

    def undecided(self, frame: Frame) -> Members:
        return _members(frame, (self.records.undecided, self._of(True, None)), (self.records.yes, self._of(None)))


def _members(frame: Frame, *parts: tuple[int, Genders]) -> Members:
    return tuple((frame.record_bits(mask), genders) for mask, genders in parts if mask and genders)


class _Selected:
    """The groups of a figure that counts records."""

    def __init__(self, evaluation: Evaluation, plan: Plan, value: Value) -> None:
        assert plan.population is not None
        self.value = value
        self.plan = plan
        selection, address = evaluation.selection, value.address
        self.frame = selection.frame(plan.population)
        is_distinct = plan.is_of_persons or plan.figure.measure is Measure.COUNT_DISTINCT
        self.population = "persons" if is_distinct else plan.population.name
        # Where an aggregate answers, the records do not say who they are.
        self.is_kept = value.basis in (Basis.AGGREGATE, Basis.BOTH)
        base = self.frame.base(plan.presence)
        records = Answer(base, base) & self.frame.when(address.period)
        if plan.is_open and isinstance(self.frame, Cube):
            records &= self.frame.took_part
        cell = evaluation.normal(address.figure, address.cell)
        self.asked = selection.atoms(plan, cell)
        in_cell = [selection.cell_atom(plan.population, name, word) for name, word in cell]
        chosen = _Chosen(records, dict.fromkeys(EVERY, True))
        for atom in self.asked:
            # What is not recorded of a dimension stands in a cell of its own, so it is undecided in no other.
            chosen &= self._choose(atom, is_certain=any(atom is one for one in in_cell))
        self.chosen = chosen
        self.fixed = {("period", str(address.period)), ("presence", f"{plan.presence} {plan.is_open}")}

    def _choose(self, atom: Atom, *, is_certain: bool = False) -> _Chosen:
        """Return what a condition chooses; where it must be certain, nothing of it is open."""
        if not _asks_gender(atom):
            answer = self.frame.answer(atom)
            return _Chosen(Answer(answer.yes, answer.yes) if is_certain else answer, dict.fromkeys(EVERY, True))
        assert isinstance(atom, Demand)
        truths = {gender: holds_for(atom.condition, (gender,)) for gender in EVERY}
        if is_certain:
            truths = {gender: truth is True for gender, truth in truths.items()}
        every = self.frame.base(self.plan.presence)
        return _Chosen(Answer(every, every), truths)

    def groups(self) -> Iterator[Group]:
        value, share, frame = self.value, self.value.share, self.frame
        whole = self.chosen.yes(frame)
        if share is None:
            if isinstance(value.number, int):
                yield self._group(value.number, self.asked, whole)
        elif share.numerator is not None and share.denominator is not None:
            inside = self.chosen
            for atom in self.plan.of:
                inside &= self._choose(atom)
            # Who is undecided in the whole is no part of the share.
            inside &= _Chosen(
                Answer(self.chosen.records.yes, self.chosen.records.yes),
                {gender: truth is True for gender, truth in self.chosen.genders.items()},
            )
            certain, unknown = inside.yes(frame), inside.undecided(frame)
            of = [*self.asked, *self.plan.of]
            yield self._group(share.numerator, of, certain)
            yield self._group(share.denominator - share.numerator, of, *_rest(whole, (*certain, *unknown)), "not")
            yield self._group(share.unknown, of, unknown, (), "unknown", is_telling=False)
        if value.undecided:
            undecided = self.chosen.undecided(frame)
            without = whole if self.population == "persons" else ()
            yield self._group(value.undecided, self.asked, undecided, without, "undecided", is_telling=False)
        if self.population == "persons" and isinstance(frame, Cube) and not self.is_kept:
            yield from self._heads(frame)

    def _heads(self, frame: Cube) -> Iterator[Group]:
        """Yield the attendances that name nobody, whose number the note of a value of persons tells."""
        slots = Answer(*(frame.slots_of(mask) for mask in (self.chosen.records.yes, self.chosen.records.maybe)))
        members = _Chosen(slots, self.chosen.genders).maybe(frame)
        if members:
            # That there are none is told as well: then the number is not said to be the least.
            group = self._group(frame.weigh(_bits(frame, members)), self.asked, members)
            yield evolve(group, population="attendances", asks=group.asks | {("source", "heads")})

    def _group(
        self,
        number: int,
        asked: Sequence[Atom],
        members: Members,
        without: Members = (),
        word: str = "",
        *,
        is_telling: bool = True,
    ) -> Group:
        genders = frozenset[Gender | None]().union(*(genders for _, genders in members))
        if self.is_kept or not members:
            genders = _asked_genders(asked) if word != "not" else EVERY - _asked_genders(asked)
            members = without = ()
        return Group(
            population=self.population,
            number=number,
            asks=frozenset(self.fixed | {(path, f"{word} {key}".strip()) for path, key in map(_pair, asked)}),
            genders=genders,
            members=members,
            without=without,
            is_telling=is_telling and (None not in genders or genders == EVERY),
        )


def _rest(whole: Members, inside: Members) -> tuple[Members, Members]:
    """Return who is of a whole and not inside, plainly where only their gender tells them apart."""
    if len(whole) == 1 and all(records == whole[0][0] for records, _ in inside):
        ((records, genders),) = whole
        left = genders.difference(*(others for _, others in inside))
        return ((records, left),) if left else (), ()
    return whole, inside


def _asked_genders(atoms: Iterable[Atom]) -> Genders:
    genders = EVERY
    for atom in atoms:
        if _asks_gender(atom):
            assert isinstance(atom, Demand)
            genders &= {gender for gender in EVERY if holds_for(atom.condition, (gender,)) is True}
    return genders


def _pair(atom: Atom) -> tuple[str, str]:
    return (atom.path.words if isinstance(atom, Demand) else atom.key), atom.key


def _asks_gender(atom: Atom) -> bool:
    return isinstance(atom, Demand) and atom.path.type is Gender


# ---------------------------------------------------------------- who is like whom

# How many ways of coming to the same records are kept for a gender. They are for reading a report in another way, and
# simple ones do for that; a year has thousands of ways to come to its events.
_WAYS = 4
# To how many other sorts of records some are thought to have come instead.
_NEAR = 3



def size_of(evaluation: Evaluation, group: Group) -> int:
    """Return how many there are of a group whose records are known."""
    frame = _frame(evaluation, group)
    if group.population == "persons" and isinstance(frame, Cube):
        inside, outside = (set(frame.persons_at(_bits(frame, one))) for one in (group.members, group.without))
        return len(inside - outside)
    return frame.weigh(_bits(frame, group.members) & ~_bits(frame, group.without))


def _bits(frame: Frame, members: Members) -> int:
    return _either(records & _of_genders(frame, genders) for records, genders in members)


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
        found += _alike(_frame(evaluation, next(iter(counted.values()))), counted)
    return found


def _frame(evaluation: Evaluation, group: Group) -> Frame:
    return evaluation.selection.frame(POPULATIONS["staff" if group.population == "staff" else "attendances"])


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
    for way, others in _usual(numbers, _near(len(sorts), groups, of_mask)).items():
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
        everybody = _of_genders(frame, frozenset({gender}))
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


def _usual(
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


def _near(number: int, groups: Mapping[int, Group], of_mask: Mapping[int, Sequence[int]]) -> dict[int, list[int]]:
    """Return the other sorts of records that most groups count alike, above all those that ask a gender."""
    marks: list[dict[tuple[int, int], int]] = [{} for _ in range(number)]
    for index, one in groups.items():
        for side, members in enumerate((one.members, one.without)):
            for records, _ in members:
                for sort in of_mask[records]:
                    marks[sort][index, side] = 3 if one.is_cell else 1

    def unlike(sort: int, other: int) -> int:
        mine, theirs = marks[sort], marks[other]
        return sum(weight for mark, weight in mine.items() if mark not in theirs) + sum(
            weight for mark, weight in theirs.items() if mark not in mine
        )

    return {
        sort: sorted((other for other in range(number) if other != sort), key=lambda other: unlike(sort, other))[:_NEAR]
        for sort in range(number)
    }


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


def _either(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _of_genders(frame: Frame, genders: Genders) -> int:
    path = frame.population.find(_GENDER)
    demands = [Demand(path, Missing() if gender is None else OneOf(frozenset({gender}))) for gender in genders]
    frame.foresee(demands)
    frame.base(Presence.ATTENDED)
    return _either(frame.record_bits(frame.answer(demand).yes) for demand in demands)
