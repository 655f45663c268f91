"""Relations between figures: whether values contradict what must hold. Reports nothing, only says what is so."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from kcss_core.figures.definition import Overlap, Relation, RelationKind
from kcss_core.figures.value import Value
from kcss_core.frozen import frozen
from kcss_core.vocabulary import Basis, Qualifier


@frozen
class Bounds:
    """Between which numbers the truth lies, both included unless ``is_open``; ``high`` None: nothing is known above.

    Attributes:
        is_open: Whether ``high`` itself is excluded.
    """

    low: Fraction
    high: Fraction | None
    is_open: bool = False

    def meets(self, other: Bounds) -> bool:
        """Say whether some number lies in both."""
        return self.reaches(other.low) and other.reaches(self.low)

    def reaches(self, number: Fraction) -> bool:
        """Say whether it does not end below a number."""
        return self.high is None or number < self.high or (number == self.high and not self.is_open)


def bounds(value: Value) -> Bounds:
    """Return between which numbers a value lies, by its qualifier and by the records that are undecided.

    *Around* bounds nothing, and neither does a value without data. A percentage without counts leaves open what its
    rounding leaves open.
    """
    if value.hidden or value.qualifier is Qualifier.AROUND:
        return Bounds(Fraction(0), None)
    share = value.share
    if share is not None and share.stated is not None and share.low is not None:
        if value.qualifier is Qualifier.EXACT:
            return Bounds(share.low, share.high, is_open=True)
        return Bounds(share.low, Fraction(1))
    if value.number is None:
        return Bounds(Fraction(0), None)
    number = Fraction(value.number)
    if value.qualifier is Qualifier.OVER:
        # The least whole number above.
        return Bounds(Fraction(number.__floor__() + 1), None)
    if value.qualifier is Qualifier.AT_LEAST:
        return Bounds(number, None)
    if share is not None:
        return Bounds(number, number)
    return Bounds(number, number + (value.undecided or 0))


def contradicts(relation: Relation, total: Value, parts: Sequence[Value]) -> bool:
    """Say whether values cannot all be true, whatever stands behind qualifiers and undecided records."""
    if relation.kind is RelationKind.LISTED:
        return _is_unlisted(total)
    return excludes(relation, bounds(total), [bounds(part) for part in parts])


def excludes(relation: Relation, whole: Bounds, parts: Sequence[Bounds]) -> bool:
    """Say whether a relation between numbers cannot hold, wherever between their bounds they lie."""
    if relation.kind is RelationKind.SAME:
        return any(not one.meets(other) for one, other in combinations((whole, *parts), 2))
    least = sum((one.low for one in parts), Fraction(0))
    largest = max((one.low for one in parts), default=Fraction(0))
    if not whole.reaches(least if relation.overlap is Overlap.NONE else largest):
        return True
    highest = [one.high for one in parts if one.high is not None]
    is_whole = relation.kind is RelationKind.TOTAL and len(highest) == len(parts)
    return is_whole and whole.low > sum(highest, Fraction(0))


def _is_unlisted(value: Value) -> bool:
    """Say whether a total is kept of which the records can be counted, and they are not as many."""
    aggregate = value.evidence.aggregate
    return aggregate is not None and aggregate.value is not None and not bounds(value).meets(listed(value))


def listed(value: Value) -> Bounds:
    """Return how many single records stand behind a value, whatever total is kept of them."""
    evidence = value.evidence
    sure = sum(entry.weight for entry in evidence.included)
    return Bounds(Fraction(sure), Fraction(sure + sum(entry.weight for entry in evidence.undecided)))


def least_shared(relation: Relation, total: Value, parts: Sequence[Value]) -> int | None:
    """Return how many times, at least, a record stands in a part after its first; None where nothing follows.

    Eighteen projects of one program and seven of another among nineteen in all: six are shared, at least. With more
    than two parts one record may account for several of these.
    """
    if any(part.number is None for part in parts):
        return None
    return shared_at_least(relation, bounds(total), [bounds(part) for part in parts])


def shared_at_least(relation: Relation, whole: Bounds, parts: Sequence[Bounds]) -> int | None:
    """Return the same of numbers between bounds."""
    if relation.kind is not RelationKind.TOTAL or relation.overlap is Overlap.NONE or whole.high is None:
        return None
    shared = sum((part.low for part in parts), Fraction(0)) - whole.high
    return int(shared) if shared > 0 else None


def is_published(values: Sequence[Value]) -> bool:
    """Say whether any of some values rests on an aggregate rather than on records alone."""
    return any(value.basis in (Basis.AGGREGATE, Basis.BOTH) for value in values)
