"""When a record counts: ``reported`` decides, else the dates; what is too vague or absent is undecided."""

from __future__ import annotations

from typing import Any

import pytest

from kcss_core.figures.when import counts_in, latest_staff
from kcss_core.model import (
    Activity,
    Dataset,
    Institution,
    Measurement,
    MediaAppearance,
    Network,
    Objective,
    Organization,
    Photograph,
    Policy,
    Program,
    Project,
    Publication,
    StaffCount,
)
from kcss_core.period import PartialDate, Period
from kcss_core.text import Text


def day(words: str) -> PartialDate:
    return PartialDate.parse(words)


def activity(**fields: Any) -> Activity:
    return Activity(id="a", kind="meeting", **fields)


def project(**fields: Any) -> Project:
    return Project(id="p", title=Text("P"), **fields)


NOBODY = Dataset(organization=Organization(id="o", name=Text("O")))


@pytest.mark.parametrize(
    ("record", "period", "expected"),
    [
        (activity(start=day("2022-05-01")), "2022", True),
        (activity(start=day("2021-12-31"), end=day("2022-01-02")), "2022", False),
        (activity(start=day("2022")), "2022", True),
        (activity(start=day("2022")), "2022-Q1", None),
        (activity(start=day("2022-03")), "2022-Q1", True),
        (activity(), "2022", None),
        (activity(start=day("2021-12-31"), reported=Period.parse("2022")), "2022", True),
        (activity(start=day("2022-05-01"), reported=Period.parse("2021")), "2022", False),
        (activity(start=day("2022-02-01"), reported=Period.parse("2022")), "2022-Q1", None),
        (activity(reported=Period.parse("2022-Q1")), "2022", True),
        (Publication(id="p", title=Text("P"), date=day("2022-12")), "2022", True),
        (Publication(id="p", title=Text("P")), "2022", None),
        (MediaAppearance(id="m", date=day("2023-01-01")), "2022", False),
        (project(start=day("2020"), end=day("2022-01-01")), "2022", True),
        (project(start=day("2020"), end=day("2021-12-31")), "2022", False),
        (project(start=day("2020")), "2022", True),
        (project(end=day("2025")), "2022", None),
        (project(), "2022", None),
        (Network(id="n", name=Text("N"), since=day("2015")), "2022", True),
        (Network(id="n", name=Text("N"), since=day("2015"), until=day("2020")), "2022", False),
        (Network(id="n", name=Text("N")), "2022", None),
        (Policy(id="p", title=Text("P"), in_force=day("2019-03-01")), "2022", True),
        (Policy(id="p", title=Text("P"), in_force=day("2023")), "2022", False),
        (Program(id="p", name=Text("P")), "2022", True),
        (Program(id="p", name=Text("P"), ended=day("2020")), "2022", False),
        (Objective(id="o", text=Text("O")), "2022", None),
        (
            Objective(id="o", text=Text("O"), baseline=Measurement(date=day("2020")), endline=Measurement(date=day("2023"))),
            "2022",
            True,
        ),
        (Institution(id="i", name=Text("I")), "2022", True),
    ],
)
def test_record_counts_in_a_period(record: Any, period: str, expected: bool | None) -> None:
    """True, false, or None where nobody can tell."""
    assert counts_in(record, Period.parse(period), NOBODY) is expected


@pytest.mark.parametrize(
    ("starts", "expected"),
    [(["2022-05-01"], True), (["2021-05-01", "2022-05-01"], True), (["2021-05-01"], False), ([None], None), ([], None)],
)
def test_photograph_counts_with_the_activities_that_show_it(starts: list[str | None], expected: bool | None) -> None:
    """A photograph without ``reported`` belongs to the period of an activity that shows it."""
    activities = tuple(
        Activity(id=f"a{i}", kind="meeting", start=None if start is None else day(start), photographs=("x",))
        for i, start in enumerate(starts)
    )
    dataset = Dataset(organization=NOBODY.organization, activities=activities)
    assert counts_in(Photograph(id="x"), Period.year(2022), dataset) is expected


def test_staff_is_the_latest_count_up_to_the_end() -> None:
    """Not a later one, not an earlier one, whatever their order in the file; a vague one is named."""
    counts = [StaffCount(id=words, date=day(words), total=1) for words in ("2022-06-30", "2023-01-31", "2021-12-31", "2022")]
    dataset = Dataset(organization=NOBODY.organization, staff=tuple(counts))
    assert latest_staff(dataset, Period.parse("2022-01/2022-06")) == (counts[0], (counts[3],))
    assert latest_staff(dataset, Period.year(2021)) == (counts[2], ())
    assert latest_staff(dataset, Period.year(2020)) == (None, ())
