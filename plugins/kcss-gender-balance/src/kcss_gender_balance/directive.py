"""The directive ``gender-balance``: which tables and charts a call asks for. Counts nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

from attrs import frozen

from kcss_core.edition import Edition
from kcss_core.figures import Target
from kcss_core.figures.paths import GrammarError
from kcss_core.figures.populations import POPULATIONS
from kcss_core.problems import Problem, Severity
from kcss_core.report.blocks import Block
from kcss_core.report.directives import Built, Call, Directive
from kcss_core.text import did_you_mean
from kcss_gender_balance.checks import DEFAULT_LIMIT, too_many_not_recorded
from kcss_gender_balance.figures import GENDER, Counting, Group, all_groups, group
from kcss_gender_balance.lines import usual_groups
from kcss_gender_balance.measure import USUAL, measure_of
from kcss_gender_balance.parts import Dimension, against_by, by_dimension, by_group, over_periods

#: Words for dimensions of activities that attendances know by a longer path.
_OF_ACTIVITY: Mapping[str, str] = MappingProxyType(
    {"kind": "kind", "scope": "scope", "municipality": "places", "place": "places", "country": "countries"}
)
_USUAL_NAMES = (
    *("program", "project", "kind", "scope", "role", "municipality", "participant.municipality"),
    *("month", "quarter", "year"),
)


class As(StrEnum):
    """What the directive shows."""

    TABLE = "table"
    CHART = "chart"
    BOTH = "both"


@frozen(kw_only=True)
class GenderBalanceOptions:
    """What the directive shows.

    Attributes:
        groups: Which groups of people: staff, invited, attended, participants, speakers, moderators, trainers …; all
            of which there are data when empty, and with "by" all who attended.
        by: Dimensions, a table each: program, project, kind, scope, role, municipality (of the activity),
            participant.municipality, month, quarter, year.
        trend: Shares over all periods of which there are data, with a line chart.
        measure: What the share of women is held against: 40-60 unless told otherwise; 50 for half and half; any other
            number as the least for women and men each, or two as 45-55.
        not_recorded: Percentage of people whose gender is not recorded above which that is reported, where it is to be
            fewer than the ten percent of which kcss check warns anyway.
        as_: A table, a chart or both.
    """

    groups: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    trend: bool = False
    measure: str = USUAL
    not_recorded: int = DEFAULT_LIMIT
    as_: As = As.BOTH


def build(call: Call) -> Built:
    """Return the tables and charts asked for."""
    edition, options = call.edition, call.options
    measure = measure_of(options.measure)
    problems = tuple(_wrong(call, measure))
    if problems or measure is None:
        return Built(problems=problems)
    known = {one.id: one for one in all_groups()}
    groups = [known[id] for id in options.groups]
    edition.prepare(
        [id for one in all_groups() for counting in one.countings for id in (one.total(counting), one.women(counting))]
    )
    show = (options.as_ is not As.CHART, options.as_ is not As.TABLE)
    blocks: list[Block] = []
    if options.by:
        blocks += _by(edition, groups, options.by, measure, show)
    if options.trend:
        blocks += over_periods(edition, groups or usual_groups(edition), show)
    if not options.by and not options.trend:
        blocks += by_group(edition, groups or usual_groups(edition), measure, show)
    if not blocks:
        return Built(problems=(_nothing(call),))
    checked = groups or (usual_groups(edition) if not options.by else [group("attended")])
    found = too_many_not_recorded(edition, checked, options.not_recorded, call.origin)
    return Built(tuple(blocks), () if found is None else (found,))


def _by(
    edition: Edition, groups: list[Group], names: tuple[str, ...], measure: Target, show: tuple[bool, bool]
) -> Iterator[Block]:
    """Yield tables by dimensions: of the groups named, or of all who attended."""
    compared = {one.id for one in groups} >= {"attended", "invited"}
    for name in names:
        for one in groups or [group("attended")]:
            dimension = _dimension(one, name)
            if dimension is not None:
                yield from by_dimension(edition, one, dimension, measure, show)
        dimension = _dimension(group("attended"), name)
        if compared and dimension is not None:
            yield from against_by(edition, dimension, show)


def _dimension(one: Group, name: str) -> Dimension | None:
    """Return what a word for a dimension means for a group; None where these people cannot be told apart by it."""
    population = POPULATIONS["staff" if Counting.ATTENDANCES not in one.countings else Counting.ATTENDANCES.value]
    path = f"activity.{_OF_ACTIVITY[name]}" if name in _OF_ACTIVITY and "activity" in population.names else name
    try:
        found = population.find(path)
    except GrammarError:
        return None
    return None if found.name == GENDER else Dimension(path)


def _wrong(call: Call, measure: Target | None) -> Iterator[Problem]:
    options = call.options
    known = {one.id: one for one in all_groups()}
    for id in options.groups:
        if id not in known:
            yield Problem(
                "directive.unknown-group",
                f"gender-balance: expected a group, one of {', '.join(known)}, got {id!r}",
                call.origin,
                hint=did_you_mean(id, known),
            )
    groups = [known[id] for id in options.groups if id in known] or [group("attended")]
    for name in options.by:
        if not any(_dimension(one, name) for one in groups):
            yield Problem(
                "directive.unknown-dimension",
                f"gender-balance: expected a dimension of {', '.join(one.id for one in groups)}, got {name!r}",
                call.origin,
                hint=_other_dimension(name, groups),
            )
    if measure is None:
        yield Problem(
            "directive.wrong-option",
            f"gender-balance: expected a measure in percent, got {options.measure!r}",
            call.origin,
            hint="write 40-60, 50 for half and half, 30 for at least 30 percent of each, or 40-100 for no upper bound",
        )
    if not 0 <= options.not_recorded <= 100:
        yield Problem(
            "directive.wrong-option",
            f"gender-balance: expected a percentage after not-recorded, got {options.not_recorded}",
            call.origin,
            hint=f"write a number from 0 to 100; {DEFAULT_LIMIT} is usual",
        )


def _other_dimension(name: str, groups: list[Group]) -> str:
    names = [usual for usual in _USUAL_NAMES if any(_dimension(one, usual) for one in groups)]
    if not names:
        return "head counts of the staff tell nothing but gender; leave the option out"
    return did_you_mean(name, names) or f"the dimensions are {', '.join(names)}"


def _nothing(call: Call) -> Problem:
    by = call.options.by
    found = "neither records nor aggregates tell the gender of anyone"
    if by:
        found = f"no records tell women and men by {' or '.join(by)}"
    return Problem(
        "gender.no-data",
        f"gender-balance: {found}",
        call.origin,
        Severity.WARNING,
        hint="add head counts, participations, staff counts or an aggregate, or leave the directive out",
    )


GENDER_BALANCE = Directive(
    name="gender-balance",
    summary="Women and men among staff, invited and attending people: counts, share of women, assessment.",
    options=GenderBalanceOptions,
    build=build,
)
