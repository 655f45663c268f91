"""Measures: sums, distinct values, sums of figures, functions, staff; what has no data, and what a filter leaves."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kcss_core.edition import Edition
from kcss_core.errors import UsageError
from kcss_core.figures import Address, Evidence, Figure, Measure, Value
from kcss_core.model import (
    Activity,
    Aggregate,
    Dataset,
    Institution,
    MediaAppearance,
    Network,
    Organization,
    Program,
    Project,
    Publication,
    Reach,
    StaffCount,
)
from kcss_core.origin import Origin
from kcss_core.period import PartialDate, Period
from kcss_core.text import Text
from kcss_core.vocabulary import Basis, Qualifier, ReachMetric

YEAR = Period.year(2022)
VIEWS, ACCOUNTS = ReachMetric.VIEWS, ReachMetric.ACCOUNTS_REACHED


def figure(measure: Measure, subject: str = "", id: str = "f", **declared: Any) -> Figure:
    return Figure(id=id, title=Text(id), measure=measure, subject=subject, **declared)


def dataset(**families: Any) -> Dataset:
    return Dataset(organization=Organization(id="o", name=Text("O")), **families)


def value(records: Dataset, *figures: Figure, period: Period = YEAR, **settings: Any) -> Value:
    return Edition(records, figures, period=period, **settings).value(figures[0].id)


def campaign(id: str, *reach: Reach, **fields: Any) -> Activity:
    return Activity(id=id, kind="campaign", reach=reach, reported=YEAR, **fields)


# --- sums


def test_reach_is_summed_within_one_metric() -> None:
    """Views of two campaigns add up; accounts reached stay out; the unit is the metric's."""
    records = dataset(
        activities=(
            campaign("a", Reach(metric=VIEWS, number=100_000), Reach(metric=ACCOUNTS, number=7)),
            campaign("b", Reach(metric=VIEWS, number=33_660)),
        )
    )
    views = figure(Measure.SUM, "activity.reach.number", where={"kind": "campaign", "activity.reach.metric": "views"})
    found = value(records, views)
    assert (found.number, found.unit, found.population) == (133_660, "unit.view", "reach")
    assert [(entry.label, entry.weight) for entry in found.evidence.included] == [("a, views", 100_000), ("b, views", 33_660)]


@pytest.mark.parametrize("where", [{}, {"metric": ["views", "shares"]}, {"metric": {"not": "views"}}])
def test_reach_of_several_metrics_is_refused(where: dict[str, Any]) -> None:
    """A sum that names no single metric is refused when it is declared."""
    wrong = figure(Measure.SUM, "reach.number", where=where, origin=Origin("figures.toml", row=9))
    assert [str(problem) for problem in Edition(dataset(), [wrong], period=YEAR).problems] == [
        "figures.toml:9 sum: figure 'f': reach is summed within one metric only, and the conditions name none; "
        'add a condition such as "activity.reach.metric" = "views"'
    ]


def test_nothing_inexact_is_summed() -> None:
    """Over 100 views and 50 views make no sum; a single number keeps its qualifier."""
    over = Reach(metric=VIEWS, number=100, qualifier=Qualifier.OVER)
    views = figure(Measure.SUM, "reach.number", where={"metric": "views"})
    one = value(dataset(activities=(campaign("a", over),)), views)
    assert (one.number, one.qualifier) == (100, "over")
    two = value(dataset(activities=(campaign("a", over, Reach(metric=VIEWS, number=50)),)), views)
    assert two.number is None
    assert two.note is not None
    assert two.note.within("en") == "Not summed, because not every part is known exactly."


def test_sum_names_records_without_a_number() -> None:
    """A survey without a sample size is undecided; where no survey has one there is no sum, and not zero."""
    sizes = figure(Measure.SUM, "activities.sample_size")
    surveys = [Activity(id=f"s{n}", kind="survey", reported=YEAR, sample_size=n) for n in (1000, 500)]
    open_one = Activity(id="s", kind="survey", reported=YEAR)
    both = value(dataset(activities=(*surveys, open_one)), sizes)
    assert (both.number, both.undecided, both.unit) == (1500, 1, "unit.person")
    assert [entry.why for entry in both.evidence.undecided] == ["sample_size is not recorded, or too vague"]
    none = value(dataset(activities=(open_one,)), sizes)
    assert (none.number, none.undecided) == (None, 1)


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        ("activities.title", "expected a path to whole numbers that can be summed, got 'activities.title'; activities.sample_size, projects.sample_size and activities.reach.number are some"),
        ("activites.sample_size", "expected a path such as activity.places, got 'activites.sample_size'; did you mean 'activities'?"),
        ("activities", "expected a path such as activity.places, got 'activities'; go on with a field: activities.…"),
        ("activities.sampel_size", "there is no 'sampel_size' in 'activity.sampel_size'; did you mean 'sample_size'?"),
    ],
)  # fmt: skip
def test_path_that_cannot_be_summed_is_a_problem(subject: str, message: str) -> None:
    """Words, unknown fields and whole populations have no sum."""
    wrong = figure(Measure.SUM, subject, origin=Origin("figures.toml", row=9))
    assert [str(problem) for problem in Edition(dataset(), [wrong], period=YEAR).problems] == [
        f"figures.toml:9 sum: figure 'f': {message}"
    ]


# --- distinct values


def test_distinct_values_are_counted_once_over_all_records() -> None:
    """Three places in four mentions; an activity without a place is undecided."""
    visits = [Activity(id=f"a{i}", kind="meeting", reported=YEAR, places=places) for i, places in enumerate(
        (("Pejë", "Gjakovë"), ("Pejë",), ("Prizren",), ())
    )]
    found = value(dataset(activities=tuple(visits)), figure(Measure.COUNT_DISTINCT, "activity.places"))
    assert (found.number, found.undecided, found.unit) == (3, 1, "unit.municipality")


def test_both_words_for_a_population_begin_a_path() -> None:
    """``activity.institutions`` and ``activities.institutions`` are one; nobody met is a fact, not a gap."""
    records = dataset(
        institutions=(Institution(id="i", name=Text("I")),),
        activities=(
            Activity(id="a", kind="meeting", institutions=("i",), reported=YEAR),
            Activity(id="b", kind="meeting", reported=YEAR),
        ),
    )
    for subject in ("activity.institutions", "activities.institutions", "activity.institutions.id"):
        found = value(records, figure(Measure.COUNT_DISTINCT, subject))
        assert (found.number, found.undecided, found.unit) == (1, 0, "unit.institution")


# --- sums of figures and functions


def kept(id: str, number: int, qualifier: Qualifier = Qualifier.EXACT) -> Aggregate:
    return Aggregate(figure=id, reported=YEAR, value=Decimal(number), qualifier=qualifier, source="S")


PARTS = (figure(Measure.COUNT, "networks", "a"), figure(Measure.COUNT, "policies", "b"))


def test_sum_of_exact_figures_adds_them() -> None:
    """Fifty and two are fifty-two, from aggregates as from records."""
    total = figure(Measure.SUM_OF, parts=("a", "b"))
    records = dataset(networks=(Network(id="n", name=Text("N"), reported=YEAR),), aggregates=(kept("b", 2),))
    found = value(records, total, *PARTS)
    assert (found.number, found.basis) == (3, "both")
    assert [entry.label for entry in found.evidence.included] == ["N"]


def test_sum_of_inexact_figures_has_no_number_and_says_why() -> None:
    """Over fifty and something unknown: no number, a note, and one problem that names both parts."""
    total = figure(Measure.SUM_OF, parts=("a", "b"), origin=Origin("figures.toml", row=9))
    edition = Edition(dataset(aggregates=(kept("a", 50, Qualifier.OVER),)), [total, *PARTS], period=YEAR)
    assert edition.value("f").number is None
    assert [str(problem) for problem in edition.problems] == [
        "figures.toml:9: figure 'f' for 2022: a sum needs parts that are known exactly, and 'a' is over 50, "
        "'b' is not known; keep an aggregate for the sum, or count its records"
    ]


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        (
            [figure(Measure.SUM_OF, parts=("networks",)), figure(Measure.COUNT, "networks", "network")],
            "<figures> sum-of: figure 'f': expected a figure's id, got 'networks'; did you mean 'network'?",
        ),
        (
            [figure(Measure.SUM_OF, parts=("g",)), figure(Measure.SUM_OF, id="g", parts=("f",))],
            "<figures> sum-of: figure 'f': the figure is part of itself: 'f' → 'g' → 'f'",
        ),
        (
            [
                figure(Measure.SUM_OF, parts=("g",)),
                figure(Measure.SHARE, "staff", "g", of={"gender": "woman"}),
            ],
            "<figures> sum-of: figure 'f': shares cannot be summed, and 'g' is one",
        ),
        ([figure(Measure.SUM_OF)], "<figures> sum-of: figure 'f': expected the ids of the figures to sum, got none"),
        (
            [figure(Measure.COUNT, "activites")],
            "<figures> count: figure 'f': expected a population, got 'activites'; did you mean 'activities'?",
        ),
        (
            [figure(Measure.SHARE, "staff")],
            "<figures> of: figure 'f': a share needs conditions of its numerator, got none",
        ),
        (
            [figure(Measure.COUNT, "networks", unit="unit.netwrok")],
            "<figures> unit: figure 'f': expected a unit, got 'unit.netwrok'; did you mean 'unit.network'?",
        ),
    ],
)
def test_figure_that_means_nothing_is_a_problem_and_has_no_number(figures: list[Figure], message: str) -> None:
    """The first figure is wrong; the message names what was probably meant."""
    edition = Edition(dataset(), figures, period=YEAR)
    assert message in [str(problem) for problem in edition.problems]
    assert (edition.value("f").number, edition.value("f").basis) == (None, "none")


def test_function_returns_a_value_with_its_evidence() -> None:
    """A function is given the edition of the period that is asked for; an aggregate answers before it."""

    def networks_doubled(edition: Edition) -> Value:
        number = 2 * int(edition.value("a").number or 0)
        address = Address("anything", edition.period)
        evidence = Evidence(included=edition.value("a").evidence.included)
        return Value(
            address=address, title=Text("F"), unit="unit.network", number=number, find_evidence=lambda: evidence
        )

    doubled = figure(Measure.FUNCTION, compute=networks_doubled)
    records = dataset(networks=(Network(id="n", name=Text("N"), since=PartialDate(2022)),))
    found = value(records, doubled, *PARTS)
    assert (found.number, found.address, len(found.evidence.included)) == (2, Address("f", YEAR), 1)
    answered = value(dataset(networks=records.networks, aggregates=(kept("f", 9),)), doubled, *PARTS)
    assert (answered.number, answered.basis) == (9, "both")
    with pytest.raises(UsageError, match="figure 'f' is computed by a function and has no cells"):
        Edition(records, [doubled, *PARTS], period=YEAR).value("f", cell=(("scope", "local"),))


def test_function_that_asks_for_itself_is_refused() -> None:
    """A figure cannot be computed from itself, not even by way of a sum."""
    function = figure(Measure.FUNCTION, compute=lambda edition: edition.value("g"))
    through = figure(Measure.SUM_OF, id="g", parts=("f",))
    with pytest.raises(UsageError, match=r"^figure 'f' is computed from itself$"):
        Edition(dataset(), [function, through], period=YEAR).value("f")


# --- staff


def test_staff_is_the_latest_head_count_and_its_share_of_women() -> None:
    """Nine of twenty: the count at the end of the year, not the earlier one; the rest is not recorded."""
    staff = (
        StaffCount(id="2021", date=PartialDate(2021, 12, 31), women=5, men=10),
        StaffCount(id="2022", date=PartialDate(2022, 12, 31), women=9, men=11, total=22),
    )
    total = figure(Measure.COUNT, "staff")
    share = figure(Measure.SHARE, "staff", "s", of={"gender": "woman"})
    edition = Edition(dataset(staff=staff), [total, share], period=YEAR)
    assert (edition.value("f").number, edition.value("f").unit) == (22, "unit.person")
    women = edition.value("s").share
    assert women is not None
    assert (women.numerator, women.denominator, women.low, women.high) == (9, 20, Fraction(9, 22), Fraction(11, 22))
    assert edition.value("f", period=Period.year(2021)).number == 15
    assert edition.value("f", period=Period.year(2020)).basis is Basis.NONE


# --- no data, or zero

ONE = Publication(id="p", title=Text("P"), date=PartialDate(2022, 2))
LATER = MediaAppearance(id="m", date=PartialDate(2023, 1))


@pytest.mark.parametrize(
    ("records", "period", "number"),
    [
        (dataset(), "2022", None),
        (dataset(media_appearances=(LATER,)), "2023", None),
        (dataset(publications=(ONE,)), "2022", 1),
        (dataset(publications=(ONE,)), "2022-Q3", 0),
        (dataset(publications=(ONE,)), "2021", None),
        (dataset(publications=(ONE,)), "2023", None),
        (dataset(publications=(ONE,), media_appearances=(LATER,)), "2023", 0),
        (dataset(publications=(Publication(id="p", title=Text("P")),)), "2022", None),
    ],
)
def test_zero_is_said_only_of_years_that_somebody_recorded(records: Dataset, period: str, number: int | None) -> None:
    """From the first publication on, to the last year of which any record tells; before and after there are no data."""
    found = value(records, figure(Measure.COUNT, "publications"), period=Period.parse(period))
    assert (found.number, found.basis) == (number, "none" if number is None else "records")


# --- filters


def filtered(*figures: Figure, **wanted: Any) -> Edition:
    records = dataset(
        programs=(Program(id="peace", name=Text("Peace")), Program(id="gender", name=Text("Gender"))),
        institutions=(Institution(id="eu", name=Text("EU")), Institution(id="ch", name=Text("CH"))),
        projects=(
            Project(id="p", title=Text("P"), programs=("peace",), funders=("eu",), reported=YEAR),
            Project(id="q", title=Text("Q"), programs=("gender",), funders=("ch",), reported=YEAR),
        ),
        activities=(
            campaign("a", programs=("peace",), projects=("p",)),
            campaign("b", programs=("gender",), projects=("q",)),
            campaign("c", programs=("gender",)),
        ),
        media_appearances=(MediaAppearance(id="m", reported=YEAR, programs=("peace",)),),
        staff=(StaffCount(id="s", date=PartialDate(2022), women=1, men=1),),
    )
    return Edition(records, figures, period=YEAR, filter=wanted)


@pytest.mark.parametrize(
    ("wanted", "subject", "number", "undecided"),
    [
        ({"program": "peace"}, "activities", 1, 0),
        ({"program": ["peace", "gender"]}, "activities", 3, 0),
        ({"project": "q"}, "activities", 1, 1),
        ({"funder": "eu"}, "activities", 1, 1),
        ({"funder": "eu"}, "projects", 1, 0),
        ({"project": "p"}, "projects", 1, 0),
        ({"program": "peace"}, "programs", 1, 0),
        ({"program": "peace"}, "media-appearances", 1, 0),
    ],
)
def test_filter_narrows_every_population_that_it_reaches(
    wanted: dict[str, Any], subject: str, number: int, undecided: int
) -> None:
    """An activity without a project cannot be assigned to a donor: it is undecided."""
    found = filtered(figure(Measure.COUNT, subject), **wanted).value("f")
    assert (found.number, found.undecided) == (number, undecided)


def test_filter_that_records_cannot_answer_leaves_no_number() -> None:
    """Media appearances name no project: for a project there is no number, and the note says why."""
    found = filtered(figure(Measure.COUNT, "media-appearances"), project="p").value("f")
    assert (found.number, found.basis) == (None, "none")
    assert found.note is not None
    assert found.note.within("en") == "The records do not tell to which part of the work these belong."


def test_staff_is_of_the_whole_organization_and_says_so() -> None:
    """No filter divides the staff; the note says whose it is."""
    found = filtered(figure(Measure.COUNT, "staff"), funder="eu").value("f")
    assert found.number == 2
    assert found.note is not None
    assert found.note.within("en") == "For the whole organization."


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"funders": "eu"}, "filter: expected one of program, project, funder, got 'funders'; did you mean 'funder'?"),
        ({"program": "peac"}, "filter program: expected the id of one of the programs, got 'peac'; did you mean 'peace'?"),
    ],
)
def test_filter_that_names_nothing_is_refused(wanted: dict[str, Any], message: str) -> None:
    """An unknown kind of filter or an unknown id."""
    with pytest.raises(UsageError) as error:
        filtered(figure(Measure.COUNT, "activities"), **wanted)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("subject", "number", "undecided", "unit"),
    [
        ("activity.series", 1, [], "unit.series"),
        ("project.scheme", 1, [], "unit.scheme"),
        ("project.consortium", 0, [], "unit.consortium"),
        ("activities.projects.scheme", 1, [("c", "projects is not recorded, or too vague")], "unit.scheme"),
    ],
)
def test_no_series_and_no_scheme_is_a_fact(
    subject: str, number: int, undecided: list[tuple[str, str]], unit: str
) -> None:
    """Of three activities one is of a series, of two projects one of a scheme; only a missing project is a gap."""
    dataset = Dataset(
        organization=Organization(id="o", name=Text("O")),
        projects=(
            Project(id="p", title=Text("P"), scheme="Horizon 2020", reported=YEAR),
            Project(id="q", title=Text("Q"), reported=YEAR),
        ),
        activities=(
            Activity(id="a", kind="forum", series="summer-school", projects=("p",), reported=YEAR),
            Activity(id="b", kind="forum", projects=("q",), reported=YEAR),
            Activity(id="c", kind="forum", reported=YEAR),
        ),
    )
    one = Figure(id="f", title=Text("F"), measure=Measure.COUNT_DISTINCT, subject=subject)
    value = Edition(dataset, [one], period=YEAR).value("f")
    assert (value.number, value.undecided, value.unit) == (number, len(undecided), unit)
    assert [(entry.label, entry.why) for entry in value.evidence.undecided] == undecided
