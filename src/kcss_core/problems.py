"""Problems: what is wrong with data, as values that are collected, sorted and shown; never raised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from fnmatch import fnmatchcase

from attrs import evolve, field

from kcss_core.frozen import frozen
from kcss_core.origin import Origin


class Severity(StrEnum):
    """How much a problem weighs: an error stops a report, a warning does not, a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@frozen
class Problem:
    """One thing that is wrong, where, and what to do about it.

    Attributes:
        code: ``area.fact`` in lower case, stable between versions, e.g. ``reference.dangling``.
        message: What is wrong, expected …, got …; one sentence without the place, never with personal data.
        origin: Where it stands; None for a problem of the whole workspace or of an installation.
        hint: What to do; None where the message says it.
        silenced: Why somebody silenced it, in their words; such a problem is a note. Empty for all others.
        missing: Family and id of the record, or ``figures`` and id of the figure, that nobody has found; None for
            other problems. While it may stand in a file that could not be read, the problem is not told.
    """

    code: str
    message: str
    origin: Origin | None = None
    severity: Severity = Severity.ERROR
    hint: str | None = field(default=None, kw_only=True)
    silenced: str = field(default="", kw_only=True)
    missing: tuple[str, str] | None = field(default=None, kw_only=True, eq=False, repr=False)

    @property
    def is_error(self) -> bool:
        """Whether it stops a report."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        place = "" if self.origin is None else f"{self.origin}: "
        remedy = "" if self.hint is None else f"; {self.hint}"
        return f"{place}{self.message}{remedy}"


def sorted_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return each problem once, sorted by file, sheet, row, part, then by weight; those without a place first."""
    def order(problem: Problem) -> tuple[object, ...]:
        place = ("", "", 0, "") if problem.origin is None else problem.origin.order
        return (*place, _WEIGHT[problem.severity], problem.code, problem.message)

    return tuple(sorted(dict.fromkeys(problems), key=order))


@frozen(kw_only=True)
class Silence:
    """Problems that somebody looked at and need not hear of again: one ``[[silence]]`` of the manifest.

    Attributes:
        code: Code of the problems.
        reason: Why they may stay.
        file: Paths below the workspace, with ``*`` for any letters; empty for all files.
    """

    code: str
    reason: str
    file: tuple[str, ...] = ()
    origin: Origin | None = field(default=None, eq=False, repr=False)

    def covers(self, problem: Problem) -> bool:
        """Say whether a problem is one of these; errors never are, for a report must not be built over them."""
        return not problem.is_error and self.names(problem)

    def names(self, problem: Problem) -> bool:
        """Say whether a problem has this code and stands in these files."""
        file = "" if problem.origin is None else problem.origin.file
        return problem.code == self.code and (not self.file or any(fnmatchcase(file, one) for one in self.file))


def silenced(problems: Iterable[Problem], silences: Sequence[Silence]) -> tuple[Problem, ...]:
    """Return problems with those that are silenced made notes, each with its reason."""

    def quiet(problem: Problem) -> Problem:
        reason = next((one.reason for one in silences if one.covers(problem)), None)
        return problem if reason is None else evolve(problem, severity=Severity.NOTE, silenced=reason)

    return tuple(problems) if not silences else tuple(quiet(problem) for problem in problems)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Say whether any problem stops a report."""
    return any(problem.is_error for problem in problems)
