"""What selected records come to: counts, distinct values, sums and shares. Knows no aggregates, periods or filters."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from kcss_core.figures.conditions import Demand, Missing
from kcss_core.figures.cube import Cube
from kcss_core.figures.definition import Measure
from kcss_core.figures.frames import Answer, Frame, RecordFrame, positions
from kcss_core.figures.notes import note
from kcss_core.figures.plan import Plan
from kcss_core.figures.value import Share
from kcss_core.frozen import frozen
from kcss_core.text import Text
from kcss_core.vocabulary import Qualifier


@frozen
class Counted:
    """What the records alone come to.

    Attributes:
        number: None for a share of nothing, and for a sum of numbers that nobody recorded or that are not exact.
        has_data: Whether the records can answer at all.
        records: How many stand behind it: the denominator of a share.
        left_out: Attendances known from head counts only, which name no persons.
    """

    number: int | Fraction | None
    has_data: bool
    records: int
    share: Share | None = None
    undecided: int = 0
    left_out: int = 0
    qualifier: Qualifier = Qualifier.EXACT
    note: Text | None = None


def count(plan: Plan, frame: Frame, found: Answer, has_data: bool) -> Counted:
    """Return what the records that a figure selects come to.

    Args:
        found: Which records meet its conditions.
        has_data: Whether the records can answer at all.
    """
    is_unique = plan.is_of_persons
    size = frame.size(found.yes, is_unique=is_unique)
    undecided = 0 if found.maybe is found.yes else frame.size(found.maybe, is_unique=is_unique) - size
    left_out = frame.heads(found.maybe) if is_unique and isinstance(frame, Cube) else 0
    measure = plan.figure.measure
    if measure is Measure.COUNT:
        return Counted(size, has_data, size, undecided=undecided, left_out=left_out)
    if measure is Measure.SHARE:
        share = share_of(plan, frame, found.yes, size)
        return Counted(share.exact, has_data, size, share, undecided, left_out)
    assert plan.subject is not None
    gap = plan.subject.gap
    missing = 0 if gap is None else frame.answer(Demand(gap, Missing())).yes & found.yes
    undecided += frame.size(missing, is_unique=is_unique)
    if measure is Measure.COUNT_DISTINCT:
        number = len(frame.values(plan.subject, found.yes) - {None})
        return Counted(number, has_data, size, undecided=undecided, left_out=left_out)
    assert isinstance(frame, RecordFrame)
    return _sum(plan, frame, found.yes, missing, Counted(None, has_data, size, undecided=undecided))


def share_of(plan: Plan, frame: Frame, within: int, whole: int) -> Share:
    """Return the share of some records that meet the further conditions of a figure, among those that tell.

    The bounds put those that do not tell on either side.

    Args:
        whole: How many the records are.
    """
    is_unique = plan.is_of_persons
    everybody = Answer(within, within)
    numerator = everybody
    for atom in plan.of:
        numerator &= frame.answer(atom)
    certain = frame.size(numerator.yes, is_unique=is_unique)
    unknown = 0 if numerator.maybe == numerator.yes else frame.size(numerator.maybe, is_unique=is_unique) - certain
    opposite = None
    if plan.opposite is not None:
        opposite = frame.size((everybody & frame.answer(plan.opposite)).yes, is_unique=is_unique)
    return Share(
        numerator=certain,
        denominator=whole - unknown,
        low=Fraction(certain, whole) if whole else None,
        high=Fraction(certain + unknown, whole) if whole else None,
        opposite=opposite,
        unknown=unknown,
    )


def stated_share(percent: Decimal) -> Share:
    """Return a percentage without counts: the shares that its printed places leave open, the upper end excluded."""
    exponent = percent.as_tuple().exponent
    assert isinstance(exponent, int)
    half = Fraction(10) ** min(exponent, 0) / 2
    low, high = (Fraction(percent) - half) / 100, (Fraction(percent) + half) / 100
    return Share(low=max(low, Fraction(0)), high=min(high, Fraction(1)), stated=percent)


def _sum(plan: Plan, frame: RecordFrame, within: int, missing: int, counted: Counted) -> Counted:
    """Return the sum of the numbers of some records; of several that are not all exact there is none."""
    assert plan.subject is not None
    if within and within == missing:
        return counted
    summed = list(positions(within & ~missing))
    inexact = [
        qualifier
        for index in summed
        if (qualifier := getattr(frame.records[index], "qualifier", Qualifier.EXACT)) is not Qualifier.EXACT
    ]
    if inexact and len(summed) > 1:
        return evolve(counted, note=note("report.inexact-note"))
    number = frame.weights(plan.subject).total(within)
    return evolve(counted, number=number, qualifier=inexact[0] if inexact else Qualifier.EXACT)
