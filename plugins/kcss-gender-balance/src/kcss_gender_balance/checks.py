"""Checks on head counts by gender. Says nothing about persons."""

from __future__ import annotations

from collections.abc import Iterator

from kcss_core.edition import Edition
from kcss_core.model import HeadCount, StaffCount
from kcss_core.problems import Problem, Severity


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
