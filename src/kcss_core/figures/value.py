"""Values: what a figure comes to, with its evidence, bounds and basis. Computes and formats nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import evolve, field

from kcss_core.frozen import frozen
from kcss_core.model import Aggregate
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.text import Text
from kcss_core.vocabulary import Basis, Qualifier

#: A cell of a breakdown: pairs of dimension and value, in the order of the dimensions; None is "not recorded".
Cell: TypeAlias = tuple[tuple[str, str | None], ...]


@frozen(cache_hash=True)
class Address:
    """What a value is the value of: figure, period and cell. The same address has the same value everywhere."""

    figure: str
    period: Period
    cell: Cell = ()

    def __str__(self) -> str:
        words = self.figure
        if self.cell:
            words += "[" + ",".join(f"{name}={value or ''}" for name, value in self.cell) + "]"
        return f"{words}@{self.period}"


@frozen
class Entry:
    """One record behind a value, or one that was left out.

    Attributes:
        family: Family of the record.
        label: What a person recognizes it by: title or id; a row number for participations, never a person's name.
        origin: Where it stands.
        why: Why it was left out; empty for a record that counts.
        weight: How many it adds: 1 for a record, the persons of a head count, the number of a sum.
        id: Id of the record; of a participation and a head count that of their activity, never a person's.
    """

    family: str
    label: str
    origin: Origin | None = None
    why: str = ""
    weight: int = 1
    id: str = ""


@frozen
class Evidence:
    """The records behind a value.

    Attributes:
        included: Records that count.
        undecided: Records of which nobody can tell, each with the reason: a missing value, a date too vague.
        excluded: Records that nearly counted, each with the reason: another record of the same cell was used instead.
        aggregate: The aggregate that answers, if one does.
    """

    included: tuple[Entry, ...] = ()
    undecided: tuple[Entry, ...] = ()
    excluded: tuple[Entry, ...] = ()
    aggregate: Aggregate | None = None

    def __repr__(self) -> str:
        counts = (("included", self.included), ("undecided", self.undecided), ("excluded", self.excluded))
        words = ", ".join(f"{len(entries)} {name}" for name, entries in counts)
        return f"<Evidence: {words}{', an aggregate' if self.aggregate is not None else ''}>"


def _no_evidence() -> Evidence:
    return Evidence()


@frozen(kw_only=True)
class Share:
    """A share with what it was computed from.

    Attributes:
        numerator, denominator: Counts; None where a percentage was stated without counts.
        low, high: Bounds that what is not recorded, or the rounding of a stated percentage, leaves open.
            ``high`` is exclusive for a percentage stated without counts.
        stated: The percentage as stated without counts; None where counts exist.
        opposite: In a share of women the men, in one of men the women; None for other shares. Where some are neither,
            balance needs both counts.
        unknown: How many could stand on either side: not recorded, or preferring not to say.
    """

    numerator: int | None = None
    denominator: int | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    stated: Decimal | None = None
    opposite: int | None = None
    unknown: int = 0

    @property
    def exact(self) -> Fraction | None:
        """Numerator over denominator; None without counts or with nothing to divide by."""
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator, self.denominator)


@frozen(kw_only=True)
class Value:
    """The result of a figure for one period and cell.

    Attributes:
        number: Whole number, sum or share; None where there are no data, or a percentage is stated without counts.
        share: Set for shares only.
        unit: Id of a unit label, e.g. ``unit.publication``.
        qualifier: Of an aggregate as kept; ``at-least`` for persons when head counts were left out.
        note: Why it is what it is, for a reader: persons left out, overlap, a conflict.
        undecided: How many records are undecided; None where a report may not tell it, because they are of one gender.
        hidden: Set by disclosure: the number may not be shown. Then there is none; a share tells only that it is one.
        population: What was counted: ``activities``, ``persons``, ``attendances`` …; disclosure looks at it.
        find_evidence: Finds the evidence when it is asked for.
    """

    address: Address
    title: Text
    unit: str
    number: int | Decimal | Fraction | None
    population: str = ""
    qualifier: Qualifier = Qualifier.EXACT
    basis: Basis = Basis.RECORDS
    share: Share | None = None
    note: Text | None = None
    undecided: int | None = 0
    hidden: bool = False
    find_evidence: Callable[[], Evidence] = field(default=_no_evidence, eq=False, repr=False)

    def __repr__(self) -> str:
        share = self.share
        if self.hidden or self.magnitude is None:
            words = "hidden" if self.hidden else "no data"
        elif share is not None and share.exact is not None:
            words = f"{share.numerator} of {share.denominator}"
        else:
            words = f"{self.number}" if share is None else f"{share.stated} percent"
        if self.qualifier is not Qualifier.EXACT:
            words = f"{self.qualifier.value.replace('-', ' ')} {words}"
        return f"<Value {self.address}: {words}>"

    @property
    def magnitude(self) -> int | Decimal | Fraction | None:
        """What a chart draws: the number, or the percentage stated without counts, as a share; None for a gap."""
        if self.hidden:
            return None
        if self.number is None and self.share is not None and self.share.stated is not None:
            return Fraction(self.share.stated) / 100
        return self.number

    def concealed(self) -> Value:
        """Return the value as a report may carry it that must not say it: no number and nothing that tells of one."""
        return evolve(
            self,
            number=None,
            share=None if self.share is None else Share(),
            note=None,
            undecided=0,
            hidden=True,
            find_evidence=_no_evidence,
        )

    @property
    def evidence(self) -> Evidence:
        """The records behind it, found anew each time it is asked for."""
        return self.find_evidence()


@frozen(kw_only=True)
class BreakdownRow:
    """One row of a breakdown.

    Attributes:
        cell: The row's pairs of dimension and value.
        label: Words for readers.
        value: What the figure comes to in this cell.
    """

    cell: Cell
    label: Text
    value: Value


@frozen(kw_only=True)
class Breakdown:
    """A figure by one or two dimensions.

    Attributes:
        by: The dimensions.
        rows: In vocabulary order, then "not recorded"; with two dimensions the second varies fastest.
        total: The figure without dimensions, never a sum of the rows.
        overlap: How many records stand in more than one row; 0 where rows add up, None where they do not and how many
            may not be shown.
        unnamed: How many words about persons have no row, because too few persons share them.
    """

    figure: str
    by: tuple[str, ...]
    rows: tuple[BreakdownRow, ...]
    total: Value
    overlap: int | None = 0
    unnamed: int = 0

    def __repr__(self) -> str:
        return f"<Breakdown of {self.total.address} by {' and '.join(self.by)}: {len(self.rows)} rows>"

    def get(self, *values: Any) -> Value | None:
        """Return the value of the row with these dimension values, or None."""
        for row in self.rows:
            if tuple(value for _, value in row.cell) == values:
                return row.value
        return None
