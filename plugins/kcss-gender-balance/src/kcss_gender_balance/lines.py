"""Lines of balance: who, how many of each gender, the share of women. Asks an edition, and shows nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from attrs import evolve, frozen

from kcss_core.edition import Edition
from kcss_core.figures import Address, Cell, Target, Value, Verdict
from kcss_core.figures.verdict import verdict
from kcss_core.formatting import format_period
from kcss_core.period import Period
from kcss_core.vocabulary import Basis, Gender, Qualifier
from kcss_gender_balance import words
from kcss_gender_balance.figures import GENDER, Counting, Group, all_groups, group

#: In the order of columns; None is not recorded.
GENDERS: tuple[Gender | None, ...] = (*Gender, None)


@frozen(kw_only=True)
class Line:
    """One line of a table.

    Attributes:
        group: Id of the group that it is about, or is part of.
        label: Who it is about, in words.
        unit: What is counted, in words.
        total: How many there are; None where a percentage was stated without counts.
        counts: One value a gender, in the order of ``GENDERS``; none where a percentage was stated without counts.
        is_total: Whether it holds the lines above it.
    """

    group: str
    label: str
    unit: str
    share: Value
    total: Value | None = None
    counts: tuple[Value, ...] = ()
    is_total: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether disclosure hides the share."""
        return self.share.hidden

    @property
    def is_stated(self) -> bool:
        """Whether it is a percentage stated without counts."""
        return self.total is None

    def count(self, gender: Gender | None) -> Value | None:
        """Return how many of a gender there are; None without counts."""
        return self.counts[GENDERS.index(gender)] if self.counts else None

    @property
    def bounds(self) -> tuple[Fraction, Fraction] | None:
        """The least and the greatest that the share can be, where those of unknown gender leave it open."""
        return bounds_of(self.share)

    def verdict(self, target: Target) -> Verdict:
        """Return how the share stands to a target.

        Persons of whom some are in head counts only are known in part, so nobody can tell.
        """
        if self.total is not None and self.total.qualifier is not Qualifier.EXACT:
            return Verdict.UNDETERMINED
        return verdict(self.share, target)


def bounds_of(value: Value) -> tuple[Fraction, Fraction] | None:
    """Return the least and the greatest that a share can be; None where that is hidden, or the share itself."""
    share = value.share
    if value.hidden or share is None or share.low is None or share.high is None or not share.unknown:
        return None
    return share.low, share.high


def line_of(
    edition: Edition,
    who: Group,
    counting: Counting,
    cell: Cell = (),
    *,
    label: str | None = None,
    period: Period | None = None,
    is_total: bool = False,
) -> Line | None:
    """Return a line, or None where nobody knows anything about the gender of these people.

    Args:
        cell: A part of the group, as ``(("program", "police"),)``.
        label: Instead of the group's name.
        period: Another period than the edition's.
    """
    cell = (*who.cell, *cell)
    share = edition.value(who.women(counting), period=period, cell=cell)
    named = edition.text(who.name) if label is None else label
    unit = edition.text(who.unit(counting))
    if share.share is None:
        return None
    if share.share.stated is not None:
        return Line(group=who.id, label=named, unit=unit, share=share, is_total=is_total)
    if not share.hidden and not share.share.denominator and not share.share.unknown:
        return None
    total = edition.value(who.total(counting), period=period, cell=cell)
    counts = tuple(
        edition.value(who.total(counting), period=period, cell=(*cell, (GENDER, gender))) for gender in GENDERS
    )
    return Line(
        group=who.id, label=named, unit=unit, share=share, total=total, counts=counts, is_total=is_total
    )


def group_lines(edition: Edition, groups: Iterable[Group], counting: Counting) -> list[Line]:
    """Return the lines of groups that can be counted so and of which there are data."""
    found = (line_of(edition, who, counting) for who in groups if counting in who.countings)
    return [line for line in found if line is not None]


def usual_groups(edition: Edition) -> list[Group]:
    """Return the groups of which there are data.

    All who attended are one of them only where they are something else than the participants: where there are several
    roles, or invitations to be held against.
    """
    known = [who for who in all_groups() if any(line_of(edition, who, counting) for counting in who.countings)]
    roles = [who for who in known if who.is_role]
    is_useful = len(roles) > 1 or group("invited") in known
    return [who for who in known if who.id != "attended" or is_useful]


def rows_by(edition: Edition, who: Group, counting: Counting, path: str) -> list[Line]:
    """Return a line for each value of a dimension and one for all; none where there are no data."""
    total = line_of(edition, who, counting, label=edition.label("report.total"), is_total=True)
    found = edition.breakdown(who.women(counting), [path])
    rows = [line_of(edition, who, counting, row.cell, label=edition.text(row.label)) for row in found.rows]
    lines = [line for line in rows if line is not None]
    return [*lines, *([] if total is None else [total])] if lines else []


def periods_with_data(edition: Edition) -> tuple[Period, ...]:
    """Return the edition's period and all of the same length before it, down to the first that anybody recorded."""
    first = _first_day(edition)
    periods = [edition.period]
    while first is not None and periods[-1].start > first:
        periods.append(periods[-1].previous)
    return tuple(reversed(periods))


def _first_day(edition: Edition) -> date | None:
    dataset = edition.dataset
    days = [
        *(one.start.first for one in dataset.activities if one.start is not None),
        *(one.reported.start for one in dataset.activities if one.reported is not None),
        *(one.date.first for one in dataset.staff),
        *(one.reported.start for one in dataset.aggregates),
    ]
    return min(days, default=None)


def over_time(edition: Edition, who: Group, counting: Counting, periods: Iterable[Period]) -> dict[Period, Line]:
    """Return the line of each period of which there are data."""
    lines = {
        period: line_of(edition, who, counting, label=format_period(period, edition.language), period=period)
        for period in periods
    }
    return {period: line for period, line in lines.items() if line is not None}


def difference(edition: Edition, counting: Counting, cell: Cell = ()) -> Value | None:
    """Return by how much the share of women among those who attended differs from that among the invited.

    It is a value of its own, with the cell ``less = invited.women``. None where one of the two was not counted.

    **Units**: percentage points, with one decimal.
    """
    came = edition.value(group("attended").women(counting), cell=cell)
    asked = edition.value(group("invited").women(counting), cell=cell)
    if came.hidden or asked.hidden:
        number = None
    else:
        shares = [None if one.share is None else one.share.exact for one in (came, asked)]
        if shares[0] is None or shares[1] is None:
            return None
        number = _rounded((shares[0] - shares[1]) * 100)
    return evolve(
        came,
        address=Address(came.address.figure, came.address.period, (*cell, ("less", asked.address.figure))),
        title=words.ATTENDED_LESS_INVITED,
        unit="unit.percentage-point",
        number=number,
        basis=Basis.RECORDS,
        share=None,
        note=None,
        undecided=(came.undecided or 0) + (asked.undecided or 0),
        hidden=came.hidden or asked.hidden,
        find_evidence=lambda: came.evidence,
    )


def _rounded(points: Fraction) -> Decimal:
    # Exact before it is rounded: fractions of two counts have few digits before the mark, and 28 after it decide.
    return (Decimal(points.numerator) / Decimal(points.denominator)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def is_unlisted(edition: Edition, who: Group) -> bool:
    """Say whether the members of a group are known from head counts only, and so not as persons."""
    if len(who.countings) == 1 or line_of(edition, who, Counting.ATTENDANCES) is None:
        return False
    persons = edition.value(who.total(Counting.PERSONS), cell=who.cell)
    # Where somebody is named they are "at least" so many; where nobody is there are no data, and a note says why.
    is_short = persons.qualifier is Qualifier.AT_LEAST or (persons.number is None and persons.note is not None)
    return is_short and line_of(edition, who, Counting.PERSONS) is None
