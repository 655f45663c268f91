"""Verdicts: whether a value meets its target, and when nobody can tell. Knows no formatting."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from kcss_core.figures.definition import Target
from kcss_core.figures.value import Share, Value
from kcss_core.vocabulary import Qualifier


class Verdict(StrEnum):
    """How a value stands to its target; ``undetermined`` where what is not known could change it."""

    WITHIN = "within"
    BELOW = "below"
    ABOVE = "above"
    UNDETERMINED = "undetermined"


def verdict(value: Value, target: Target) -> Verdict:
    """Return how a value stands to a target, whose bounds are both inclusive.

    A share is judged by its bounds, so a verdict that those not recorded could turn is undetermined. For a target of
    balance neither women nor men may be below the lower bound.
    """
    if value.hidden:
        return Verdict.UNDETERMINED
    if value.share is not None:
        return _of_share(value.share, target, value.qualifier)
    if value.number is None:
        return Verdict.UNDETERMINED
    number = Fraction(value.number)
    if value.qualifier is Qualifier.AROUND:
        return Verdict.UNDETERMINED
    if value.qualifier is Qualifier.EXACT:
        return _between(number, number, target)
    # "Over" and "at least" leave everything above open.
    is_above = target.high is not None and (number > target.high or (_is_over(value) and number == target.high))
    if is_above:
        return Verdict.ABOVE
    is_enough = target.high is None and (target.low is None or number >= target.low)
    return Verdict.WITHIN if is_enough else Verdict.UNDETERMINED


def _is_over(value: Value) -> bool:
    return value.qualifier is Qualifier.OVER


def _of_share(share: Share, target: Target, qualifier: Qualifier) -> Verdict:
    if share.low is None or share.high is None or qualifier is not Qualifier.EXACT:
        return Verdict.UNDETERMINED
    if share.stated is not None:
        return _between(share.low, share.high, target, high_is_open=True)
    found = _between(share.low, share.high, target)
    if found is not Verdict.WITHIN or not target.is_balance or share.opposite is None or target.low is None:
        return found
    assert share.denominator is not None
    everybody = share.denominator + share.unknown
    if Fraction(share.opposite, everybody) >= target.low:
        return Verdict.WITHIN
    # The share itself is within; the other gender is below, or could be.
    return Verdict.UNDETERMINED if share.unknown else Verdict.BELOW


def _between(low: Fraction, high: Fraction, target: Target, *, high_is_open: bool = False) -> Verdict:
    floor, ceiling = target.low, target.high
    if floor is not None and (high < floor or (high_is_open and high == floor)):
        return Verdict.BELOW
    if ceiling is not None and low > ceiling:
        return Verdict.ABOVE
    is_within = (floor is None or low >= floor) and (
        ceiling is None or high <= ceiling or (high_is_open and high == ceiling)
    )
    return Verdict.WITHIN if is_within else Verdict.UNDETERMINED
