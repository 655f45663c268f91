"""Checks on what is known of gender: head counts that do not add up, people of whom nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from kcss_core.edition import Edition
from kcss_core.formatting import format_counts, format_period, format_share
from kcss_core.model import HeadCount, StaffCount
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.text import Text
from kcss_gender_balance.figures import FIGURED, GENDER, Counting, Group

#: Percent of people whose gender may be unknown without a warning. With ten percent unknown the bounds of an even
#: share are 45 and 55 percent, well inside 40 to 60; with twenty they fill that zone and hardly any verdict is left.
DEFAULT_LIMIT = 10


def check(edition: Edition) -> Iterator[Problem]:
    """Yield what is wrong with counts of women and men, whether or not a chapter shows them."""
    yield from _that_do_not_sum(edition)
    found = _too_many(edition, FIGURED, Fraction(DEFAULT_LIMIT, 100), Fraction(1))
    if found:
        period = format_period(edition.period, edition.language)
        yield _not_recorded(f"{period}: {_expected(DEFAULT_LIMIT, found)}", None)


def _that_do_not_sum(edition: Edition) -> Iterator[Problem]:
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


def too_many_not_recorded(
    edition: Edition, groups: Iterable[Group], limit: int, origin: Origin
) -> Problem | None:
    """Return a warning that names the groups of which more is not recorded than a chapter allows, or None.

    Args:
        limit: Percent of all, fewer than ``check`` allows; what that reports is not said again.
    """
    found = _too_many(edition, groups, Fraction(limit, 100), Fraction(DEFAULT_LIMIT, 100))
    return _not_recorded(f"gender-balance: {_expected(limit, found)}", origin) if found else None


def _expected(limit: int, found: Sequence[str]) -> str:
    return f"expected the gender of at most {limit} percent to be not recorded, got {', '.join(found)}"


def _not_recorded(message: str, origin: Origin | None) -> Problem:
    hint = "record the gender of those who are missing, or say in kcss.toml why it is not: [[silence]]"
    return Problem("gender.not-recorded", message, origin, Severity.WARNING, hint=hint)


def _too_many(edition: Edition, groups: Iterable[Group], least: Fraction, most: Fraction) -> list[str]:
    """Return the groups of which a share that is not recorded lies above a limit and up to another, in words.

    Those who prefer not to say did answer.
    """
    found: dict[tuple[Text, int, int], str] = {}
    for counting in Counting:
        for who in groups:
            if counting not in who.countings:
                continue
            total = edition.value(who.total(counting), cell=who.cell)
            if total.hidden or not total.number:
                continue
            missing = edition.value(who.total(counting), cell=(*who.cell, (GENDER, None)))
            if missing.hidden or not missing.number:
                continue
            share = Fraction(int(missing.number), int(total.number))
            if least < share <= most:
                is_told = edition.may_tell(total) and edition.may_tell(missing)
                counts = format_counts(int(missing.number), int(total.number), edition.language)
                name, unit = edition.text(who.name).lower(), edition.text(who.unit(counting))
                # Where all who attended are participants, they are named as such, and once.
                same = (who.unit(counting), int(missing.number), int(total.number))
                told = f"{format_share(share, edition.language)} of {name} ({counts} {unit})"
                found[same] = told if is_told else f"a share of {name} that is withheld for small groups"
    return list(found.values())
