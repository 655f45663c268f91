"""Checks on what is known of gender: head counts that do not add up, people of whom nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kcss_core.edition import Edition
from kcss_core.formatting import format_counts, format_share
from kcss_core.model import HeadCount, StaffCount
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_gender_balance.lines import Line

#: Percent of people whose gender may be unknown without a warning. With ten percent unknown the bounds of an even
#: share are 45 and 55 percent, well inside 40 to 60; with twenty they fill that zone and hardly any verdict is left.
DEFAULT_LIMIT = 10


def check(edition: Edition) -> Iterator[Problem]:
    """Yield a warning for each head count or staff count whose parts do not sum to the total that it states.

    The numbers are kept as they are: nobody can tell from here which of them is wrong.
    """
    counts: tuple[HeadCount | StaffCount, ...] = (*edition.dataset.head_counts, *edition.dataset.staff)
    for count in counts:
        parts = _parts(count)
        if count.total is None or not parts or sum(parts) == count.total:
            continue
        yield Problem(
            "gender.parts-do-not-sum",
            f"expected women, men and the others to make the total of {count.total}, got {sum(parts)}",
            None if count.origin is None else count.origin.at("total"),
            Severity.WARNING,
            hint="mend the number that is wrong, or put the rest under not_recorded",
        )


def _parts(count: HeadCount | StaffCount) -> list[int]:
    parts = (count.women, count.men, count.non_binary, count.undisclosed, count.not_recorded)
    return [part for part in parts if part is not None]


def too_many_not_recorded(edition: Edition, lines: Sequence[Line], limit: int, origin: Origin) -> Problem | None:
    """Return a warning that names the groups of which more is not recorded than a limit allows, or None.

    Args:
        limit: Percent of all; those who prefer not to say did answer.
    """
    found = [words for line in lines if (words := _not_recorded(edition, line, limit))]
    if not found:
        return None
    return Problem(
        "gender.not-recorded",
        f"gender-balance: expected the gender of at most {limit} percent to be not recorded, got {', '.join(found)}",
        origin,
        Severity.WARNING,
        hint="record the gender of those who are missing, or allow more with not-recorded",
    )


def _not_recorded(edition: Edition, line: Line, limit: int) -> str:
    """Return by how much a line is above the limit, in words; empty where it is not."""
    missing, total = line.count(None), line.total
    if missing is None or total is None or missing.hidden or total.hidden or not missing.number or not total.number:
        return ""
    share = Fraction(int(missing.number), int(total.number))
    if share <= Fraction(limit, 100):
        return ""
    counts = format_counts(int(missing.number), int(total.number), edition.language)
    return f"{format_share(share, edition.language)} of {line.label.lower()} ({counts} {line.unit})"
