"""Relations between figures: whether values contradict what must hold. Reports nothing, only says what is so."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from kcss_core.figures.definition import Overlap, Relation
from kcss_core.figures.value import Value
from kcss_core.vocabulary import Basis, Qualifier


@frozen
class Bounds:
    """Between which numbers the truth lies, both included; ``high`` None where nothing is known above."""

    low: Fraction
    high: Fraction | None


def bounds(value: Value) -> Bounds:
    """Return between which numbers a count lies, by its qualifier and by the records that are undecided.

    *Around* bounds nothing.
    """
    if value.number is None or value.hidden or value.qualifier is Qualifier.AROUND:
        return Bounds(Fraction(0), None)
    number = Fraction(value.number)
    if value.qualifier is Qualifier.OVER:
        # The least whole number above.
        return Bounds(Fraction(number.__floor__() + 1), None)
    if value.qualifier is Qualifier.AT_LEAST:
        return Bounds(number, None)
    return Bounds(number, number + value.undecided)


def contradicts(relation: Relation, total: Value, parts: Sequence[Value]) -> bool:
    """Say whether values cannot all be true, whatever stands behind qualifiers and undecided records."""
    whole = bounds(total)
    ranges = [bounds(part) for part in parts]
    least = sum((one.low for one in ranges), Fraction(0))
    highest = [one.high for one in ranges if one.high is not None]
    too_few = len(highest) == len(ranges) and whole.low > sum(highest, Fraction(0))
    if relation.overlap is Overlap.NONE:
        return too_few or (whole.high is not None and least > whole.high)
    largest = max((one.low for one in ranges), default=Fraction(0))
    return too_few or (whole.high is not None and largest > whole.high)


def least_shared(relation: Relation, total: Value, parts: Sequence[Value]) -> int | None:
    """Return how many times, at least, a record stands in a part after its first; None where nothing follows.

    Eighteen projects of one program and seven of another among nineteen in all: six are shared, at least. With more
    than two parts one record may account for several of these.
    """
    whole = bounds(total)
    if relation.overlap is Overlap.NONE or whole.high is None or any(part.number is None for part in parts):
        return None
    shared = sum((bounds(part).low for part in parts), Fraction(0)) - whole.high
    return int(shared) if shared > 0 else None


def is_published(values: Sequence[Value]) -> bool:
    """Say whether any of some values rests on an aggregate rather than on records alone."""
    return any(value.basis in (Basis.AGGREGATE, Basis.BOTH) for value in values)
