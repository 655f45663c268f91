"""The measures that a share of women is judged against, and what they mean in words. Judges nothing."""

from __future__ import annotations

import re
from fractions import Fraction

from kcss_core.edition import Edition
from kcss_core.figures import Target
from kcss_core.formatting import format_share
from kcss_gender_balance import words

#: The usual measure: neither women nor men below 40 percent.
#: Source: Council of Europe, Recommendation Rec(2003)3; EIGE thesaurus, "gender balance".
USUAL = "40-60"

_MEASURE = re.compile(r"(\d+(?:\.\d+)?)\s*%?(?:\s*[-–]\s*(\d+(?:\.\d+)?)\s*%?)?")


def measure_of(written: str) -> Target | None:
    """Return the target that was written, or None where the words are no measure.

    One number is the least that women and men must each have: ``50`` is half and half, as Kosovo's Law No. 05/L-020
    on Gender Equality, Article 6(8), asks of public bodies. Two are the least and the most for the share of women; with
    ``40-60``, where the two add up to a hundred, they are the least for each. ``40-100`` sets no upper bound.
    """
    match = _MEASURE.fullmatch(written.strip())
    if match is None:
        return None
    low = Fraction(match[1]) / 100
    high = 1 - low if match[2] is None else Fraction(match[2]) / 100
    if not 0 <= low <= high <= 1:
        return None
    return Target(low=low, high=high, is_balance=low + high == 1)


def meaning(target: Target, edition: Edition) -> str:
    """Return when a target is met, as a sentence for readers."""
    low, high = target.low or Fraction(0), Fraction(1) if target.high is None else target.high
    sentence = words.MEASURE_RANGE
    if target.is_balance:
        sentence = words.MEASURE_BALANCE
    elif high == 1:
        sentence = words.MEASURE_LEAST
    return edition.text(sentence).format(low=_percent(low, edition), high=_percent(high, edition))


def _percent(share: Fraction, edition: Edition) -> str:
    return format_share(share, edition.language, places=0 if (share * 100).denominator == 1 else 1)
