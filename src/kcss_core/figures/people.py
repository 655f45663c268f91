"""Who stands behind a value that counts people, as bits: so one group is seen to be part of another. Hides nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING

from attrs import field

from kcss_core.figures.conditions import Atom, Demand, Missing
from kcss_core.figures.cube import Cube
from kcss_core.figures.definition import Measure
from kcss_core.figures.frames import Answer
from kcss_core.figures.plan import Plan
from kcss_core.figures.populations import OF_PARTICIPATIONS
from kcss_core.figures.value import Address, Value
from kcss_core.frozen import frozen
from kcss_core.vocabulary import Basis, Gender

if TYPE_CHECKING:
    from kcss_core.figures.evaluate import Evaluation

#: Populations of people.
OF_PEOPLE = OF_PARTICIPATIONS | {"staff"}


@frozen(kw_only=True)
class Group:
    """Some people of whom a value tells how many they are.

    Attributes:
        population: ``persons``, ``attendances`` or ``staff``.
        asks: What they have in common: pairs of path and condition. A group that asks more is part of one that asks
            less.
        row: Identity of the group of both or all genders, where theirs is asked; None where it is not. Groups of one
            row are its cells.
        is_gender: Whether they are of a gender; false for those whose gender is not recorded.
        records: The participations and head counts behind them, as bits; 0 where nobody knows which they are.
        bits: One bit a person, or the records themselves; what is counted.
        parts: What a sum of figures is the sum of.
        size: From bits like these to how many they stand for.
    """

    population: str
    number: int
    asks: frozenset[tuple[str, str]]
    row: Hashable = None
    is_gender: bool = False
    records: int = 0
    bits: int = 0
    parts: tuple[Address, ...] = ()
    size: Callable[[int], int] = field(default=int.bit_count, eq=False, repr=False)

    @property
    def identity(self) -> Hashable:
        """What is equal for the same people; everybody of a row and its only gender stay two."""
        key = self.records or self.asks
        return self.population, key, self.row is not None

    def holds(self, other: Group) -> bool:
        """Say whether everybody of another group is in this one, and why is no accident of who came."""
        if self.population != other.population:
            return False
        return not other.records & ~self.records if self.records and other.records else self.asks < other.asks


def people_of(evaluation: Evaluation, address: Address) -> tuple[Group, ...]:
    """Return the groups whose numbers a value tells; none where it counts no people, or has no number.

    A share tells two: those of whom it is one, and the others of whom anything is known.

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
    return _selected(evaluation, plan, value)


def _told(evaluation: Evaluation, plan: Plan, value: Value) -> tuple[Group, ...]:
    """Return the group of a sum of figures or of a function, of which nobody knows the records."""
    if not isinstance(value.number, int):
        return ()
    address = value.address
    figure = {("figure", address.figure), ("period", str(address.period))}
    cell = evaluation.normal(address.figure, address.cell)
    genders = {name for name, _ in cell if evaluation.dimension(address.figure, name).type is Gender}
    plain = {(name, word or "") for name, word in cell if name not in genders}
    return (
        Group(
            population=value.population,
            number=value.number,
            asks=frozenset(figure | {(name, word or "") for name, word in cell}),
            row=(value.population, frozenset(figure | plain), False) if genders else None,
            is_gender=any(name in genders and word is not None for name, word in cell),
            parts=tuple(Address(part, address.period, address.cell) for part in plan.figure.parts),
        ),
    )


def _selected(evaluation: Evaluation, plan: Plan, value: Value) -> tuple[Group, ...]:
    """Return the groups of a figure that counts records."""
    selection, address, share = evaluation.selection, value.address, value.share
    assert plan.population is not None
    frame = selection.frame(plan.population)
    is_distinct = plan.is_of_persons or plan.figure.measure is Measure.COUNT_DISTINCT
    population = "persons" if is_distinct else plan.population.name
    # Where an aggregate answers, the records do not say who they are.
    is_kept = value.basis in (Basis.AGGREGATE, Basis.BOTH)
    base = frame.base(plan.presence)
    found = Answer(base, base) & frame.when(address.period)
    if plan.is_open and isinstance(frame, Cube):
        found &= frame.took_part
    fixed = {("period", str(address.period)), ("presence", f"{plan.presence} {plan.is_open}")}

    def bits_of(mask: int) -> int:
        return frame.person_bits(mask) if is_distinct else frame.record_bits(mask)

    def within(atoms: Iterable[Atom]) -> int:
        mask = found.yes
        for atom in atoms:
            mask &= frame.answer(atom).yes
        return mask

    def group(asked: list[Atom], number: int, mask: int, bits: int, word: str = "") -> Group:
        others = [atom for atom in asked if not _asks_gender(atom)]
        everybody = 0 if is_kept else frame.record_bits(within(others))
        is_asked = len(others) < len(asked)
        row = (population, everybody or frozenset(fixed | {_pair(atom) for atom in others}), False)
        return Group(
            population=population,
            number=number,
            asks=frozenset(fixed | {(path, word + key) for path, key in map(_pair, asked)}),
            row=row if is_asked else None,
            is_gender=is_asked and not any(_asks_gender(atom) and _is_missing(atom) for atom in asked),
            records=0 if is_kept else frame.record_bits(mask),
            bits=0 if is_kept else bits,
            size=int.bit_count if is_distinct else frame.weigh,
        )

    asked = selection.atoms(plan, evaluation.normal(address.figure, address.cell))
    whole = within(asked)
    if share is None:
        return () if value.number is None else (group(asked, int(value.number), whole, bits_of(whole)),)
    if share.numerator is None or share.denominator is None:
        return ()
    # Of some nobody knows whether they belong to the share: they are neither.
    perhaps = whole
    for atom in plan.of:
        perhaps &= frame.answer(atom).maybe
    inside = whole & within(plan.of)
    outside = bits_of(whole) & ~bits_of(perhaps)
    of = [*asked, *plan.of]
    return (
        group(of, share.numerator, inside, bits_of(inside)),
        group(of, share.denominator - share.numerator, whole & ~perhaps, outside, "not "),
    )


def _pair(atom: Atom) -> tuple[str, str]:
    return (atom.path.words if isinstance(atom, Demand) else atom.key), atom.key


def _asks_gender(atom: Atom) -> bool:
    return isinstance(atom, Demand) and atom.path.type is Gender


def _is_missing(atom: Atom) -> bool:
    return isinstance(atom, Demand) and isinstance(atom.condition, Missing)
