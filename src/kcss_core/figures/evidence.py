"""Evidence: the records behind a value, those left out, and why, found when somebody asks. Computes no value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from kcss_core.figures.conditions import Atom, Demand, Missing, OneOf
from kcss_core.figures.cube import Cube
from kcss_core.figures.frames import Answer, Frame, positions
from kcss_core.figures.plan import Plan
from kcss_core.figures.populations import Heads, ReachEntry
from kcss_core.figures.value import Entry, Evidence
from kcss_core.figures.when import counts_in, deciding_field
from kcss_core.model import Aggregate, Dataset, HeadCount, Participation
from kcss_core.period import Period
from kcss_core.vocabulary import Presence


def evidence_of(
    plan: Plan, frame: Frame, found: Answer, period: Period, atoms: Iterable[Atom], aggregate: Aggregate | None
) -> Evidence:
    """Return the evidence of a figure.

    Args:
        found: Which records meet its conditions.
        atoms: These conditions, to say which of them a record leaves open.
    """
    included, undecided = _parted(plan, frame, found)
    atoms = list(atoms)
    excluded: tuple[Entry, ...] = ()
    if isinstance(frame, Cube):
        if plan.population is not None and plan.population.name == "persons":
            named = "a head count names no persons"
            excluded = frame.entries(frame.slots_of(found.maybe), named)
            included, undecided = frame.rows_of(included), frame.rows_of(undecided)
        excluded += _replaced(plan, frame, period, atoms)
    why = _reason(plan, frame.dataset, period, atoms)
    return Evidence(frame.entries(included), frame.entries(undecided, why), excluded, aggregate)


def undecided_of(
    plan: Plan, frame: Frame, found: Answer, period: Period, atoms: Iterable[Atom]
) -> Mapping[str, int]:
    """Return how many records are undecided for which reason: what the evidence says of each, added up.

    Participations are many and leave few things open, so one of each sort is asked and the others are counted.
    """
    atoms = list(atoms)
    why = _reason(plan, frame.dataset, period, atoms)
    _, undecided = _parted(plan, frame, found)
    counted: Counter[str] = Counter()
    if isinstance(frame, Cube):
        if plan.is_of_persons:
            undecided = frame.rows_of(undecided)
        # Whose activity has no date that tells is asked in each cell: the activity may not exist either.
        sorts = [undecided & ~frame.when(period).undecided]
        for mask in _open(plan, frame, atoms):
            sorts = [part for sort in sorts for part in (sort & mask, sort & ~mask) if part]
        for sort in (*sorts, *(1 << cell for cell in positions(undecided & frame.when(period).undecided))):
            if sort:
                counted[why(frame.sample(sort))] += frame.size(sort)
        return counted
    for entry in frame.entries(undecided, why):
        counted[entry.why] += entry.weight
    return counted


def _parted(plan: Plan, frame: Frame, found: Answer) -> tuple[int, int]:
    """Return the records that count and those of which nobody can tell, for want of a subject too.

    Of a share those count of whom it is one: its denominator.
    """
    if plan.of:
        within = Answer(found.yes, found.yes)
        for atom in plan.of:
            within &= frame.answer(atom)
        return found.yes & ~within.undecided, found.undecided | within.undecided
    gap = None if plan.subject is None else plan.subject.gap
    if gap is None:
        return found.yes, found.undecided
    missing = frame.answer(Demand(gap, Missing())).yes & found.yes
    return found.yes & ~missing, found.undecided | missing


def _open(plan: Plan, frame: Cube, atoms: list[Atom]) -> Iterator[int]:
    """Yield the records that leave each thing open which a reason may name."""
    for atom in (*atoms, *plan.of):
        yield frame.answer(atom).undecided
    if plan.subject is not None and plan.subject.gap is not None:
        yield frame.answer(Demand(plan.subject.gap, Missing())).yes
    if plan.is_open:
        yield frame.took_part.undecided
    # A head count has a reason of its own.
    yield frame.slots_of(-1)


def _replaced(plan: Plan, frame: Cube, period: Period, atoms: list[Atom]) -> tuple[Entry, ...]:
    """Return participations and head counts that would count, had another source of the same cell not been used."""
    nearly = frame.when(period)
    for atom in atoms:
        nearly &= frame.answer(atom)
    other = nearly.yes & ~frame.base(plan.presence)
    verb = "attended" if plan.presence is Presence.ATTENDED else "was invited"
    return frame.entries(
        frame.rows_of(other), f"it does not tell who {verb}; the head count of this activity and role is used"
    ) + frame.entries(
        frame.slots_of(other, plan.presence), "the participations of this activity and role are used instead"
    )


def _reason(plan: Plan, dataset: Dataset, period: Period, atoms: list[Atom]) -> Callable[[Any], str]:
    """Return the function that says in words what a record leaves open."""

    gap = None if plan.subject is None else plan.subject.gap
    kept = {_name(atom) for atom in plan.of if _may_be_undisclosed(atom)}

    def why(record: Any) -> str:
        if isinstance(record, HeadCount):
            return "a head count does not tell what the conditions ask"
        gaps = list(
            dict.fromkeys(_name(atom) for atom in (*atoms, *plan.of) if atom.holds(record, dataset) is None)
        )
        if gap is not None and not gaps and all(value is None for value in gap.values(record, dataset)):
            gaps.append(gap.words.removesuffix(".id"))
        reasons = [f"{gap} is not recorded, or {'not disclosed' if gap in kept else 'too vague'}" for gap in gaps]
        dated = _dated(record, dataset)
        if isinstance(dated, str):
            reasons.append(dated)
        elif dated is not None and counts_in(dated, period, dataset) is None:
            reasons.append(f"{deciding_field(dated)} is not recorded, or too vague to tell the period")
        if plan.is_open and isinstance(record, Participation) and record.attended is None:
            reasons.append("attended is not recorded")
        return "; ".join(reasons)

    return why


def _dated(record: Any, dataset: Dataset) -> Any:
    """Return the record whose dates decide for another; a reason where it is missing; None where no date decides."""
    if isinstance(record, ReachEntry):
        return record.activity
    if isinstance(record, Participation):
        return dataset.find("activities", record.activity) or "its activity does not exist"
    if isinstance(record, Heads):
        return "the date is too vague to tell whether it is the latest"
    return record


def _may_be_undisclosed(atom: Atom) -> bool:
    return isinstance(atom, Demand) and isinstance(atom.condition, OneOf) and bool(atom.condition.unknown)


def _name(atom: Atom) -> str:
    if isinstance(atom, Demand):
        return atom.path.words.removesuffix(".id")
    return ".".join(step.name for step in atom.steps)
