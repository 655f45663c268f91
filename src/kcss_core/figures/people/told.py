"""Which people a value tells of: the groups whose numbers it says, or lets a reader work out by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from kcss_core.figures.conditions import Atom, Demand, Truth, both, holds_for
from kcss_core.figures.cube import Cube
from kcss_core.figures.definition import Measure
from kcss_core.figures.frames import Answer, Frame
from kcss_core.figures.people.group import EVERY, OF_PEOPLE, Genders, Group, Members, bits_of
from kcss_core.figures.plan import Plan
from kcss_core.figures.value import Address, Value
from kcss_core.frozen import frozen
from kcss_core.vocabulary import Basis, Gender

if TYPE_CHECKING:
    from kcss_core.figures.evaluate import Evaluation


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
        self.is_of_gender = evaluation.is_of_gender(address)
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
        if value.undecided and not self.is_of_gender:
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
            group = self._group(frame.weigh(bits_of(frame, members)), self.asked, members)
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
