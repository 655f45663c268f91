"""Verdicts: within, below or above a target, and undetermined where what is not known could change it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from kcss_core.edition import Edition
from kcss_core.figures import Address, Figure, Measure, Target, Value, Verdict
from kcss_core.figures.verdict import verdict
from kcss_core.model import Aggregate, Dataset, Organization, StaffCount
from kcss_core.period import PartialDate, Period
from kcss_core.text import Text
from kcss_core.vocabulary import Qualifier

YEAR = Period.year(2022)
BALANCED = Target(low=Fraction(40, 100), high=Fraction(60, 100), is_balance=True)


def share(women: int, men: int, non_binary: int = 0, not_recorded: int = 0) -> Value:
    count = StaffCount(
        id="s", date=PartialDate(2022), women=women, men=men, non_binary=non_binary, not_recorded=not_recorded
    )
    return shown(Dataset(organization=Organization(id="o", name=Text("O")), staff=(count,)))


def stated(percent: str, qualifier: Qualifier = Qualifier.EXACT) -> Value:
    aggregate = Aggregate(figure="f", reported=YEAR, percent=Decimal(percent), qualifier=qualifier, source="S")
    return shown(Dataset(organization=Organization(id="o", name=Text("O")), aggregates=(aggregate,)))


def shown(dataset: Dataset) -> Value:
    figure = Figure(id="f", title=Text("F"), measure=Measure.SHARE, subject="staff", of={"gender": "woman"})
    return Edition(dataset, [figure], period=YEAR).value("f")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (share(9, 11), Verdict.WITHIN),
        (share(40, 60), Verdict.WITHIN),
        (share(60, 40), Verdict.WITHIN),
        (share(399, 601), Verdict.BELOW),
        (share(601, 399), Verdict.ABOVE),
        # Women are 45 of 100, men 38: one of the two is below 40.
        (share(45, 38, non_binary=17), Verdict.BELOW),
        (share(45, 45, non_binary=10), Verdict.WITHIN),
        # 8 of 18 known; with two unknown women are 40 to 50 of 100, men at least 50: nothing can turn it.
        (share(8, 10, not_recorded=2), Verdict.WITHIN),
        # With three unknown women may be 8 of 21, below 40.
        (share(8, 10, not_recorded=3), Verdict.UNDETERMINED),
        (share(1, 9, not_recorded=1), Verdict.BELOW),
        (share(9, 1, not_recorded=1), Verdict.ABOVE),
        (share(0, 0, not_recorded=5), Verdict.UNDETERMINED),
        (stated("45"), Verdict.WITHIN),
        # Around 40 percent may be 39.6 or 40.4, whatever is printed.
        (stated("40"), Verdict.UNDETERMINED),
        (stated("40", Qualifier.AROUND), Verdict.UNDETERMINED),
        (stated("50", Qualifier.AROUND), Verdict.UNDETERMINED),
        (stated("40.5"), Verdict.WITHIN),
        (stated("39"), Verdict.BELOW),
        # The interval of 39.5 ends before 39.55, that of 39.9 before 39.95.
        (stated("39.9"), Verdict.BELOW),
        (stated("61"), Verdict.ABOVE),
    ],
)
def test_balance_of_women_and_men(value: Value, expected: Verdict) -> None:
    """Balanced is 40 to 60 percent, both included, with neither women nor men below 40."""
    assert verdict(value, BALANCED) is expected


def test_target_without_balance_looks_at_the_share_alone() -> None:
    """Between 40 and 60 percent women, whatever the share of men."""
    target = Target(low=Fraction(40, 100), high=Fraction(60, 100))
    assert verdict(share(45, 38, non_binary=17), target) is Verdict.WITHIN


def number(count: int | None, qualifier: Qualifier = Qualifier.EXACT) -> Value:
    return Value(
        address=Address("f", YEAR), title=Text("F"), unit="unit.training", number=count, qualifier=qualifier
    )


@pytest.mark.parametrize(
    ("value", "target", "expected"),
    [
        (number(30), Target(low=Fraction(30)), Verdict.WITHIN),
        (number(29), Target(low=Fraction(30)), Verdict.BELOW),
        (number(31), Target(high=Fraction(30)), Verdict.ABOVE),
        (number(None), Target(low=Fraction(30)), Verdict.UNDETERMINED),
        (number(30, Qualifier.OVER), Target(low=Fraction(30)), Verdict.WITHIN),
        (number(29, Qualifier.AT_LEAST), Target(low=Fraction(30)), Verdict.UNDETERMINED),
        (number(30, Qualifier.OVER), Target(high=Fraction(30)), Verdict.ABOVE),
        (number(30, Qualifier.AT_LEAST), Target(high=Fraction(30)), Verdict.UNDETERMINED),
        (number(99, Qualifier.AROUND), Target(low=Fraction(30)), Verdict.UNDETERMINED),
    ],
)
def test_counts_against_targets(value: Value, target: Target, expected: Verdict) -> None:
    """Bounds are included; a lower bound can meet a lowest target and never a highest one."""
    assert verdict(value, target) is expected


def test_hidden_value_has_no_verdict() -> None:
    """A verdict would tell what was hidden."""
    from attrs import evolve

    assert verdict(evolve(share(9, 11), hidden=True), BALANCED) is Verdict.UNDETERMINED
