"""Conditions: what they select, what they leave undecided, and what is said of those that mean nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kcss_core.edition import Edition
from kcss_core.figures import Figure, Measure
from kcss_core.model import (
    Activity,
    Dataset,
    Institution,
    MediaAppearance,
    Organization,
    Program,
    Project,
    Publication,
)
from kcss_core.origin import Origin
from kcss_core.period import PartialDate, Period
from kcss_core.text import Text
from kcss_core.vocabulary import ActivityInvolvement, Medium, ProjectInvolvement, PublicationStatus, Scope

YEAR = Period.year(2022)


def activity(id: str, kind: str = "meeting", **fields: Any) -> Activity:
    return Activity(id=id, kind=kind, reported=YEAR, **fields)


def project(id: str, **fields: Any) -> Project:
    return Project(id=id, title=Text(id), reported=YEAR, **fields)


def dataset(**families: Any) -> Dataset:
    families.setdefault("programs", (Program(id="gender", name=Text("Gender")), Program(id="peace", name=Text("Peace"))))
    return Dataset(organization=Organization(id="o", name=Text("O")), **families)


def selected(records: Dataset, where: dict[str, Any], subject: str = "activities") -> tuple[list[str], list[str]]:
    """Return the labels of the records that count, and of those that are undecided."""
    figure = Figure(id="f", title=Text("F"), measure=Measure.COUNT, subject=subject, where=where)
    evidence = Edition(records, [figure], period=YEAR).value("f").evidence
    return [entry.label for entry in evidence.included], [entry.label for entry in evidence.undecided]


def test_kind_holds_its_whole_subtree() -> None:
    """``meeting`` selects meetings and every kind of meeting, and nothing beside or above."""
    records = dataset(
        activities=(activity("a"), activity("b", "bilateral-meeting"), activity("c", "advocacy-meeting"), activity("d", "forum"))
    )
    assert selected(records, {"kind": "meeting"}) == (["a", "b"], [])


def test_own_kind_counts_below_its_parent() -> None:
    """A workspace's own kind is selected by itself and by what it hangs under."""
    kinds = Dataset(organization=Organization(id="o", name=Text("O"))).kinds.with_kinds({"community-forum": "meeting"})
    records = dataset(activities=(activity("a", "community-forum"), activity("b")), kinds=kinds)
    assert selected(records, {"kind": "community-forum"}) == (["a"], [])
    assert selected(records, {"kind": "meeting"}) == (["a", "b"], [])


def test_list_means_any_of() -> None:
    """Several values in a list: one of them."""
    records = dataset(
        activities=(
            activity("a", scope=Scope.LOCAL),
            activity("b", scope=Scope.REGIONAL),
            activity("c", scope=Scope.NATIONAL),
        )
    )
    assert selected(records, {"scope": ["local", "regional"]}) == (["a", "b"], [])


def test_missing_value_matches_neither_a_condition_nor_its_negation() -> None:
    """An activity without a scope is neither local nor not local: it is undecided."""
    records = dataset(activities=(activity("a", scope=Scope.LOCAL), activity("b"), activity("c", scope=Scope.REGIONAL)))
    assert selected(records, {"scope": "local"}) == (["a"], ["b"])
    assert selected(records, {"scope": {"not": "local"}}) == (["c"], ["b"])


def test_missing_value_decides_nothing_where_another_condition_fails() -> None:
    """What fails one condition is out, whatever else is not recorded of it."""
    records = dataset(activities=(activity("a"), activity("b", involvement=ActivityInvolvement.CONTRIBUTOR)))
    assert selected(records, {"scope": "local", "involvement": "organizer"}) == ([], ["a"])


def test_not_on_many_values_means_that_none_matches() -> None:
    """Of an activity in two programs, one of them is enough to fail ``not``; one in no program is undecided."""
    records = dataset(
        activities=(activity("a", programs=("gender",)), activity("b", programs=("gender", "peace")), activity("c"))
    )
    assert selected(records, {"program": {"not": "peace"}}) == (["a"], ["c"])


def test_all_needs_every_value() -> None:
    """``all`` selects what is in both programs."""
    records = dataset(activities=(activity("a", programs=("gender",)), activity("b", programs=("gender", "peace"))))
    assert selected(records, {"program": {"all": ["gender", "peace"]}}) == (["b"], [])


def test_any_takes_conditions_as_well_as_values() -> None:
    """``any`` joins a value and a negation."""
    records = dataset(
        activities=(
            activity("a", places=("Pejë",)),
            activity("b", places=("Prishtinë",)),
            activity("c", places=("Prishtinë", "Pejë")),
            activity("d", places=("Gjakovë",)),
        )
    )
    assert selected(records, {"place": {"any": ["Pejë", {"not": "Prishtinë"}]}}) == (["a", "c", "d"], [])


@pytest.mark.parametrize(
    ("condition", "included"),
    [
        ({"from": 100}, ["b", "c"]),
        ({"to": 100}, ["a", "b"]),
        ({"from": 100, "to": 100}, ["b"]),
        (100, ["b"]),
        ([99, 101], ["a", "c"]),
    ],
)
def test_ranges_of_numbers_include_both_ends(condition: Any, included: list[str]) -> None:
    """A range holds its ends; a project without a sample is undecided."""
    records = dataset(projects=tuple(project(id, sample_size=n) for id, n in zip("abcd", (99, 100, 101, None), strict=True)))
    assert selected(records, {"project.sample_size": condition}, "projects") == (included, ["d"])


@pytest.mark.parametrize(
    ("condition", "included", "undecided"),
    [
        ({"from": "2022-05-01"}, ["b", "c"], ["d"]),
        ({"to": "2022-05"}, ["a", "b"], ["d"]),
        ("2022-05", ["b"], ["d"]),
        (date(2022, 5, 1), [], ["b", "d"]),
        ({"from": date(2022, 1, 1), "to": date(2022, 12, 31)}, ["a", "b", "c", "d"], []),
        ({"not": "2022-05"}, ["a", "c"], ["d"]),
    ],
)
def test_dates_too_vague_for_a_range_are_undecided(condition: Any, included: list[str], undecided: list[str]) -> None:
    """April, May and June of 2022, and 2022 without a month, which may be any of them."""
    starts = (PartialDate(2022, 4, 30), PartialDate(2022, 5), PartialDate(2022, 6, 1), PartialDate(2022))
    records = dataset(activities=tuple(activity(id, start=start) for id, start in zip("abcd", starts, strict=True)))
    assert selected(records, {"start": condition}) == (included, undecided)


def test_truth_is_a_condition() -> None:
    """True and false, as TOML has them."""
    records = dataset(activities=(activity("a", sensitive=True), activity("b")))
    assert selected(records, {"sensitive": True}) == (["a"], [])
    assert selected(records, {"sensitive": False}) == (["b"], [])


def test_month_of_a_date_is_a_name() -> None:
    """Dates are cut down to a month or quarter; a year alone tells none."""
    works = tuple(
        Publication(id=id, title=Text(id), date=when, reported=YEAR)
        for id, when in (("a", PartialDate(2022, 5, 31)), ("b", PartialDate(2022, 4)), ("c", PartialDate(2022)))
    )
    records = dataset(publications=works)
    assert selected(records, {"month": "2022-05"}, "publications") == (["a"], ["c"])
    assert selected(records, {"quarter": "2022-Q2"}, "publications") == (["a", "b"], ["c"])


def test_path_leads_through_references() -> None:
    """A full path goes from an activity to its projects, and from these to their funders."""
    records = dataset(
        institutions=(Institution(id="eu", name=Text("EU"), country="BE"), Institution(id="ch", name=Text("CH"))),
        projects=(project("p", funders=("eu",)), project("q", funders=("ch",)), project("r", funders=("eu", "ch"))),
        activities=(activity("a", projects=("p",)), activity("b", projects=("q",)), activity("c", projects=("r", "q"))),
    )
    assert selected(records, {"activity.projects.funders": "eu"}) == (["a", "c"], [])
    assert selected(records, {"funder": "eu"}) == (["a", "c"], [])
    assert selected(records, {"project.funders.country": "BE"}) == (["a", "c"], ["b"])


def test_conditions_under_one_prefix_hold_for_the_same_thing() -> None:
    """Led *and* of one scheme: one project must be both; two projects that are one each are not enough."""
    lead, partner = ProjectInvolvement.LEAD, ProjectInvolvement.PARTNER
    records = dataset(
        projects=(
            project("p", scheme="Horizon 2020", involvement=partner),
            project("q", scheme="Erasmus+", involvement=lead),
            project("r", scheme="Horizon 2020", involvement=lead),
        ),
        activities=(activity("a", projects=("p", "q")), activity("b", projects=("q", "r"))),
    )
    assert selected(records, {"project.scheme": "Horizon 2020", "project.involvement": "lead"}) == (["b"], [])


def test_id_and_field_of_a_reference_share_the_prefix() -> None:
    """``project = "p"`` and ``project.involvement`` speak of the same project."""
    records = dataset(
        projects=(project("p", involvement=ProjectInvolvement.PARTNER), project("q", involvement=ProjectInvolvement.LEAD)),
        activities=(activity("a", projects=("p", "q")),),
    )
    assert selected(records, {"project": "p", "project.involvement": "lead"}) == ([], [])
    assert selected(records, {"project": "q", "project.involvement": "lead"}) == (["a"], [])


def test_nothing_listed_is_a_fact_for_partners_and_a_gap_for_programs() -> None:
    """An activity that lists no partners has none; one that lists no programs has one that nobody wrote down."""
    records = dataset(
        institutions=(Institution(id="eu", name=Text("EU")),),
        activities=(activity("a"), activity("b", partners=("eu",), programs=("peace",))),
    )
    assert selected(records, {"partner": {"not": "eu"}}) == (["a"], [])
    assert selected(records, {"program": {"not": "peace"}}) == ([], ["a"])


def test_text_in_several_languages_matches_in_any() -> None:
    """A title is equal to its words in whichever language."""
    records = dataset(media_appearances=(
        MediaAppearance(id="a", topic=Text({"en": "Police", "sq": "Policia"}), medium=Medium.RADIO, reported=YEAR),
    ))
    assert selected(records, {"media-appearance.topic": "Policia"}, "media-appearances")[0] == ["Police"]


def test_status_selects_published_works() -> None:
    """A closed word list is matched by its words."""
    works = tuple(
        Publication(id=id, title=Text(id), status=status, reported=YEAR)
        for id, status in (("a", PublicationStatus.PUBLISHED), ("b", PublicationStatus.DRAFT))
    )
    assert selected(dataset(publications=works), {"status": "published"}, "publications") == (["a"], [])


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ({"scop": "local"}, "x.toml:3 scop: figure 'f': expected a name that conditions may use here, got 'scop'; did you mean 'scope'?"),
        (
            {"scope": "locl"},
            "x.toml:3 scope: figure 'f': expected one of 'local', 'national', 'regional', 'international', got 'locl'; "
            "did you mean 'local'?",
        ),
        (
            {"kind": "conferense"},
            "x.toml:3 kind: figure 'f': expected a kind of activity, got 'conferense'; did you mean 'conference'?",
        ),
        (
            {"program": "gendr"},
            "x.toml:3 program: figure 'f': expected the id of one of the programs, got 'gendr'; did you mean 'gender'?",
        ),
        ({"sensitive": "maybe"}, "x.toml:3 sensitive: figure 'f': expected yes, no, true or false, got 'maybe'"),
        ({"scope": {"form": 1}}, "x.toml:3 scope: figure 'f': expected one of all, any, not, from, to, got 'form'; did you mean 'from'?"),
        ({"scope": {"from": "a"}}, "x.toml:3 scope: figure 'f': a range needs numbers or dates, and 'scope' has none"),
        (
            {"start": {"from": "2022-06", "to": "2022-05"}},
            "x.toml:3 start: figure 'f': the range ends at 2022-05-31, before it begins at 2022-06-01",
        ),
        ({"scope": []}, "x.toml:3 scope: figure 'f': expected at least one value, got a list"),
        ({"scope": {}}, "x.toml:3 scope: figure 'f': expected a condition, got an empty table"),
        ({"scope": {"any": "local"}}, "x.toml:3 scope: figure 'f': expected a list of values after 'any', got 'local'"),
        ({"scope.name": "x"}, "x.toml:3 scope.name: figure 'f': 'scope.name' goes on after 'scope', which is a value"),
        (
            {"activity.reach": 1},
            "x.toml:3 activity.reach: figure 'f': 'activity.reach' is no value but holds some; "
            "after 'activity.reach' may stand metric, number, platform, qualifier, date",
        ),
        (
            {"project.shceme": "H"},
            "x.toml:3 project.shceme: figure 'f': there is no 'shceme' in 'project.shceme'; did you mean 'scheme'?",
        ),
    ],
)
def test_condition_that_means_nothing_is_a_problem(where: dict[str, Any], message: str) -> None:
    """Each says which figure, which name, what was expected and what was probably meant."""
    figure = Figure(
        id="f", title=Text("F"), measure=Measure.COUNT, subject="activities", where=where, origin=Origin("x.toml", row=3)
    )
    edition = Edition(dataset(activities=(activity("a"),)), [figure], period=YEAR)
    assert [str(problem) for problem in edition.problems] == [message]
    assert edition.value("f").number is None


def test_id_of_a_participant_is_never_echoed() -> None:
    """Ids of participants may be personal: a wrong one is refused without being shown."""
    where = {"participant": "1234567890"}
    figure = Figure(id="f", title=Text("F"), measure=Measure.COUNT, subject="persons", where=where, plugin="p")
    (problem,) = Edition(dataset(), [figure], period=YEAR).problems
    assert str(problem) == "plugin p participant: figure 'f': expected the id of one of the participants"
