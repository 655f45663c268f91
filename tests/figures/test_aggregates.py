"""Aggregates: totals that the organization keeps, and what they mean beside records."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kcss_core.edition import Edition
from kcss_core.figures import Figure, Measure
from kcss_core.model import Activity, Aggregate, Dataset, Organization, Program, Project
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.text import Text
from kcss_core.vocabulary import Qualifier, Scope

YEAR = Period.year(2022)

PROJECTS = Figure(id="projects", title=Text("Projects"), measure=Measure.COUNT, subject="projects")
EVENTS = Figure(id="events", title=Text("Events"), measure=Measure.COUNT, subject="activities")
WOMEN = Figure(id="women", title=Text("Women"), measure=Measure.SHARE, subject="staff", of={"gender": "woman"})


def aggregate(figure: str, value: int | None = None, **fields: Any) -> Aggregate:
    fields.setdefault("reported", YEAR)
    return Aggregate(
        figure=figure,
        value=None if value is None else Decimal(value),
        source="Annual report",
        origin=Origin("aggregates.toml", row=4),
        **fields,
    )


def edition(*aggregates: Aggregate, projects: int = 0, scopes: str = "", only: dict[str, Any] | None = None) -> Edition:
    """Return an edition with some projects of the program ``peace``, and an activity for each letter of scopes."""
    words = {"l": Scope.LOCAL, "r": Scope.REGIONAL}
    dataset = Dataset(
        organization=Organization(id="o", name=Text("O")),
        programs=(Program(id="peace", name=Text("Peace")), Program(id="labour", name=Text("Labour"))),
        projects=tuple(
            Project(id=f"p{i}", title=Text("P"), programs=("peace",), reported=YEAR, origin=Origin("projects.csv", row=i + 2))
            for i in range(projects)
        ),
        activities=tuple(
            Activity(id=f"a{i}", kind="forum", scope=words.get(letter), reported=YEAR) for i, letter in enumerate(scopes)
        ),
        aggregates=aggregates,
    )
    return Edition(dataset, [PROJECTS, EVENTS, WOMEN], period=YEAR, filter=only or {})


def test_aggregate_answers_where_nothing_is_recorded() -> None:
    """Nineteen projects, kept as a total; its source is the evidence."""
    total = aggregate("projects", 19)
    value = edition(total).value("projects")
    assert (value.number, value.basis, value.qualifier) == (19, "aggregate", "exact")
    assert value.evidence.aggregate == total


def test_records_are_partial_evidence_of_an_aggregate() -> None:
    """Three of the nineteen are recorded: the total stays, its basis is both."""
    value = edition(aggregate("projects", 19), projects=3).value("projects")
    assert (value.number, value.basis) == (19, "both")
    assert len(value.evidence.included) == 3


def test_more_records_than_an_exact_aggregate_are_an_error_that_shows_both() -> None:
    """Three records cannot be at most two."""
    both = edition(aggregate("projects", 2), projects=3)
    assert [(problem.code, problem.is_error, str(problem)) for problem in both.problems] == [
        (
            "aggregate.exceeded",
            True,
            "aggregates.toml:4: expected at most 2 records of 'projects' in 2022, as this aggregate states, got 3; "
            "the first stands at projects.csv:2; mend the aggregate, or the records that should not count",
        )
    ]


@pytest.mark.parametrize("qualifier", [Qualifier.OVER, Qualifier.AT_LEAST, Qualifier.AROUND])
def test_inexact_aggregate_is_exceeded_by_nothing(qualifier: Qualifier) -> None:
    """Over two, at least two and around two agree with three; the qualifier comes with the value."""
    inexact = edition(aggregate("projects", 2, qualifier=qualifier), projects=3)
    assert inexact.problems == ()
    assert inexact.value("projects").qualifier is qualifier


def test_aggregate_of_another_period_answers_nothing() -> None:
    """Half a year is not the year."""
    value = edition(aggregate("projects", 9, reported=Period.parse("2022-01/2022-06")), projects=1).value("projects")
    assert (value.number, value.basis) == (1, "records")


def test_aggregate_answers_exactly_its_cell() -> None:
    """Ten local events are the local row, and never the total."""
    one = edition(aggregate("events", 10, by=(("scope", "local"),)))
    assert one.value("events").number is None
    assert one.value("events", cell=(("scope", "local"),)).number == 10
    assert one.value("events", cell=(("activity.scope", "local"),)).number == 10
    assert one.value("events", cell=(("scope", "regional"),)).number is None


def test_cell_of_a_larger_total_is_a_lower_bound() -> None:
    """Two local events are recorded of thirty in all: at least two were local, and of regional ones nothing is known."""
    part = edition(aggregate("events", 30), scopes="ll")
    local = part.value("events", cell=(("scope", "local"),))
    assert (local.number, local.qualifier, local.basis) == (2, "at-least", "records")
    assert local.note is not None
    assert local.note.within("en") == (
        "Counted from the records kept singly; the total kept by the organization is larger (30)."
    )
    regional = part.value("events", cell=(("scope", "regional"),))
    assert (regional.number, regional.basis) == (None, "none")


def test_cells_are_exact_where_every_record_of_the_total_is_kept() -> None:
    """Three events recorded, three stated: nothing is missing from the rows."""
    local = edition(aggregate("events", 3), scopes="llr").value("events", cell=(("scope", "local"),))
    assert (local.number, local.qualifier, local.note) == (2, "exact", None)


def test_aggregate_says_nothing_of_a_filtered_edition() -> None:
    """Nineteen projects of all programs are not nineteen of one; what is recorded of it is a lower bound."""
    value = edition(aggregate("projects", 19), projects=3, only={"program": "peace"}).value("projects")
    assert (value.number, value.qualifier, value.basis) == (3, "at-least", "records")


def test_part_larger_than_the_whole_is_an_error() -> None:
    """Two local events are recorded in all, and more than seven are said to be local: at least eight."""
    both = edition(aggregate("events", 7, by=(("scope", "local"),), qualifier=Qualifier.OVER), scopes="ll")
    assert [str(problem) for problem in both.problems if problem.is_error] == [
        "aggregates.toml:4: expected at most 2 of 'events' in 2022, which is what the figure comes to, "
        "got over 7 for a part of it; mend the aggregate, add the records that are missing, "
        "or keep an aggregate for the whole"
    ]
    assert both.problems[0].code == "aggregate.exceeds-total"


@pytest.mark.parametrize(
    ("qualifier", "codes"),
    [
        (Qualifier.EXACT, []),
        (Qualifier.AT_LEAST, []),
        (Qualifier.OVER, ["aggregate.exceeds-total"]),
        (Qualifier.AROUND, []),
    ],
)
def test_part_as_large_as_the_whole(qualifier: Qualifier, codes: list[str]) -> None:
    """Two of two are possible, over two of two are not."""
    one = edition(aggregate("events", 2, by=(("scope", "local"),), qualifier=qualifier), scopes="ll")
    assert [problem.code for problem in one.problems] == codes


def test_part_is_compared_with_the_total_that_is_kept() -> None:
    """Ten of thirty agree, whatever is recorded; thirty-one of thirty do not, nor do ten of a whole cell of nine."""
    local = (("scope", "local"),)
    assert edition(aggregate("events", 30), aggregate("events", 10, by=local), scopes="ll").problems == ()
    total = edition(aggregate("events", 30), aggregate("events", 31, by=local))
    assert [problem.code for problem in total.problems] == ["aggregate.exceeds-total"]
    both = (*local, ("country", "XK"))
    cell = edition(aggregate("events", 30), aggregate("events", 9, by=local), aggregate("events", 10, by=both))
    (problem,) = cell.problems
    assert "which is what events[scope=local] comes to, got 10 for a part of it" in str(problem)


def test_aggregate_of_a_cell_answers_the_edition_narrowed_to_it() -> None:
    """Over seven projects of one program: the report of this program says so, and not what is recorded singly."""
    total = aggregate("projects", 7, by=(("program", "peace"),), qualifier=Qualifier.OVER)
    for wanted in ("peace", ["peace"]):
        value = edition(total, projects=3, only={"program": wanted}).value("projects")
        assert (value.number, value.qualifier, value.basis) == (7, "over", "both")
        assert value.evidence.aggregate == total


def test_aggregate_within_a_filter_is_a_lower_bound() -> None:
    """Nine projects of one of two programs: three recorded ones of both are only some of them."""
    total = aggregate("projects", 9, by=(("program", "peace"),))
    value = edition(total, projects=3, only={"program": ["peace", "labour"]}).value("projects")
    assert (value.number, value.qualifier) == (3, "at-least")
    assert value.note is not None
    assert value.note.within("en") == (
        "Counted from the records kept singly; the total kept by the organization is larger (9)."
    )


def test_aggregate_of_another_program_says_nothing_of_a_filter() -> None:
    """Nine projects of labour are none of peace."""
    total = aggregate("projects", 9, by=(("program", "labour"),))
    value = edition(total, projects=3, only={"program": "peace"}).value("projects")
    assert (value.number, value.qualifier, value.note) == (3, "exact", None)


def test_breakdown_of_a_narrowed_edition_has_its_aggregates() -> None:
    """Four projects led, of one program: a row of the breakdown, though none is recorded."""
    total = aggregate("projects", 4, by=(("program", "peace"), ("involvement", "lead")))
    rows = edition(total, only={"program": "peace"}).breakdown("projects", ["involvement"]).rows
    assert [(row.cell, row.value.number) for row in rows] == [((("involvement", "lead"),), 4)]


@pytest.mark.parametrize(
    ("percent", "low", "high"),
    [
        ("45", Fraction(445, 1000), Fraction(455, 1000)),
        ("45.0", Fraction(4495, 10000), Fraction(4505, 10000)),
        ("0", Fraction(0), Fraction(5, 1000)),
        ("100", Fraction(995, 1000), Fraction(1)),
    ],
)
def test_percentage_without_counts_is_the_interval_of_its_printed_places(
    percent: str, low: Fraction, high: Fraction
) -> None:
    """45 percent is [44.5, 45.5): no exact number, a stated share with bounds."""
    value = edition(aggregate("women", percent=Decimal(percent))).value("women")
    assert value.share is not None
    assert (value.number, value.basis, value.share.stated) == (None, "aggregate", Decimal(percent))
    assert (value.share.low, value.share.high) == (low, high)
    assert (value.share.numerator, value.share.denominator) == (None, None)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            aggregate("project", 19),
            "aggregates.toml:4: expected the id of a figure, got 'project'; did you mean 'projects'?",
        ),
        (
            aggregate("women", 9),
            "aggregates.toml:4: 'women' is a share and takes a percent, got a value; "
            "write percent =, or keep the two counts as figures of their own",
        ),
        (
            aggregate("projects", percent=Decimal(5)),
            "aggregates.toml:4: 'projects' is no share and takes a value, got a percent; write value =",
        ),
        (
            aggregate("events", 1, by=(("scop", "local"),)),
            "aggregates.toml:4: expected a name that conditions may use here, got 'scop'; did you mean 'scope'?",
        ),
        (
            aggregate("events", 1, by=(("scope", "locl"),)),
            "aggregates.toml:4: expected one of 'local', 'national', 'regional', 'international', got 'locl'; "
            "did you mean 'local'?",
        ),
    ],
)
def test_aggregate_that_answers_nothing_is_a_problem(wrong: Aggregate, message: str) -> None:
    """An unknown figure, dimension or value, or a percentage for a count."""
    assert [str(problem) for problem in edition(wrong).problems] == [message]


def test_whole_numbers_only() -> None:
    """Half a project is not kept."""
    half = Aggregate(figure="projects", reported=YEAR, value=Decimal("1.5"), source="S")
    assert [str(problem) for problem in edition(half).problems] == ["'projects' takes a whole number, got 1.5"]


def test_second_aggregate_of_a_cell_is_a_problem_whatever_its_words() -> None:
    """``scope`` and ``activity.scope`` are one dimension: the second total is refused."""
    first, second = (aggregate("events", 1, by=((name, "local"),)) for name in ("scope", "activity.scope"))
    assert [str(problem) for problem in edition(first, second).problems] == [
        "aggregates.toml:4: expected one aggregate for 'events' in 2022 and this cell, got a second; "
        "the first stands at aggregates.toml:4"
    ]


def test_problem_of_a_cell_is_found_without_asking_for_it() -> None:
    """``problems`` looks at every aggregate of the period, whether a report shows its cell or not."""
    one = edition(aggregate("events", 1, by=(("scope", "local"),)), scopes="ll")
    assert [problem.code for problem in one.problems] == ["aggregate.exceeded"]
