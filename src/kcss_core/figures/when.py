"""When a record counts: the one place that decides whether a record belongs to a period. Knows no figures.

``reported`` decides, the period to which the organization assigned the record. Else an activity counts by its start, a
publication and a media appearance by their date, what lasts (project, membership, policy, program, objective) by
overlap, a photograph by the activities that show it, and a head count of the staff if it is the latest up to the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeAlias

from kcss_core.model import (
    Activity,
    Dataset,
    Institution,
    MediaAppearance,
    Network,
    Objective,
    Photograph,
    Policy,
    Program,
    Project,
    Publication,
    StaffCount,
)
from kcss_core.period import PartialDate, Period

Rule: TypeAlias = Callable[[Any, Period, Dataset], bool | None]


def counts_in(record: Any, period: Period, dataset: Dataset) -> bool | None:
    """Say whether a record belongs to a period; None when its dates are too vague, or absent."""
    reported: Period | None = getattr(record, "reported", None)
    if reported is not None:
        if reported in period:
            return True
        return None if reported.start <= period.end and period.start <= reported.end else False
    return _RULES[type(record)](record, period, dataset)


def _by(name: str) -> Rule:
    def rule(record: Any, period: Period, _: Dataset) -> bool | None:
        when: PartialDate | None = getattr(record, name)
        return None if when is None else period.holds(when)

    return rule


def _lasting(start: str, end: str | None) -> Rule:
    def rule(record: Any, period: Period, _: Dataset) -> bool | None:
        return period.overlaps(getattr(record, start), None if end is None else getattr(record, end))

    return rule


def _program(program: Program, period: Period, _: Dataset) -> bool | None:
    # A program without dates is as lasting as the organization.
    if program.started is None and program.ended is None:
        return True
    return period.overlaps(program.started, program.ended)


def _objective(objective: Objective, period: Period, _: Dataset) -> bool | None:
    dates = _measured(objective)
    return period.overlaps(min(dates), max(dates)) if dates else None


def _measured(objective: Objective) -> list[PartialDate]:
    measured = (objective.baseline, objective.midline, objective.endline, objective.target)
    return [one.date for one in measured if one is not None and one.date is not None]


def _photograph(photograph: Photograph, period: Period, dataset: Dataset) -> bool | None:
    answers = [
        counts_in(activity, period, dataset)
        for activity in dataset.activities
        if photograph.id in activity.photographs
    ]
    if True in answers:
        return True
    return None if not answers or None in answers else False


def _always(_record: Any, _period: Period, _dataset: Dataset) -> bool:
    return True


_RULES: Mapping[type[Any], Rule] = MappingProxyType(
    {
        Activity: _by("start"),
        Publication: _by("date"),
        MediaAppearance: _by("date"),
        Project: _lasting("start", "end"),
        Network: _lasting("since", "until"),
        Policy: _lasting("in_force", None),
        Program: _program,
        Objective: _objective,
        Photograph: _photograph,
        Institution: _always,
    }
)

# What the remedy names: the field that would decide.
_DECIDING = MappingProxyType(
    {
        Activity: "start",
        Publication: "date",
        MediaAppearance: "date",
        Project: "start",
        Network: "since",
        Policy: "in_force",
        Program: "started",
        Objective: "a dated baseline",
        Photograph: "an activity that shows it",
    }
)


def deciding_field(record: Any) -> str:
    """Return the name of the field that decides when a record counts, where ``reported`` does not."""
    return _DECIDING.get(type(record), "date")


def latest_staff(dataset: Dataset, period: Period) -> tuple[StaffCount | None, tuple[StaffCount, ...]]:
    """Return the latest head count of the staff up to the end of a period, and those too vague to tell.

    Of two on the same date the first in file order is taken.
    """
    latest: StaffCount | None = None
    vague = []
    for count in dataset.staff:
        if count.date.last <= period.end:
            if latest is None or count.date.last > latest.date.last:
                latest = count
        elif count.date.first <= period.end:
            vague.append(count)
    return latest, tuple(vague)


def years(records: Iterable[Any]) -> tuple[int, int] | None:
    """Return the first and the last year of which some records tell; None where none tells of any.

    Something that began and has no end tells of the year in which it began.
    """
    dates = [day for record in records for day in _days(record)]
    return (min(dates).year, max(dates).year) if dates else None


def _days(record: Any) -> tuple[date, ...]:
    reported: Period | None = getattr(record, "reported", None)
    if reported is not None:
        return (reported.start, reported.end)
    found: list[date] = []
    for name in ("start", "end", "date", "since", "until", "in_force", "started", "ended"):
        when = getattr(record, name, None)
        if isinstance(when, PartialDate):
            found += (when.first, when.last)
    if isinstance(record, Objective):
        found += (day for when in _measured(record) for day in (when.first, when.last))
    return tuple(found)
