"""Explanations: a figure in words, and where its value comes from."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kcss_core.edition import Edition
from kcss_core.figures import Figure, Measure, Target
from kcss_core.figures.explain import define, explain
from kcss_core.figures.populations import POPULATIONS
from kcss_core.model import Activity, Aggregate, Dataset, Institution, Organization, Program, Publication, StaffCount
from kcss_core.origin import Origin
from kcss_core.period import PartialDate, Period
from kcss_core.text import Text
from kcss_core.vocabulary import Scope

YEAR = Period.year(2022)


def edition(*figures: Figure, language: str = "en", only: dict[str, Any] | None = None, **families: Any) -> Edition:
    dataset = Dataset(
        organization=Organization(id="o", name=Text("O")),
        programs=(Program(id="peace", name=Text("Peace")),),
        **families,
    )
    return Edition(dataset, figures, period=YEAR, language=language, filter=only or {})


def figure(measure: Measure, subject: str = "", **declared: Any) -> Figure:
    return Figure(id="f", title=Text({"en": "F", "sq": "Ë"}), measure=measure, subject=subject, **declared)


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        (
            figure(Measure.COUNT, "activities", where={"kind": "conference", "scope": ["local", "regional"]}),
            "The number of activities where kind is conference (with all kinds below) and scope is local or regional. "
            "An activity counts where it is reported, else by its start.",
        ),
        (
            figure(Measure.COUNT, "publications", where={"kind": {"not": "report"}, "date": {"from": "2022-05"}}),
            "The number of publications where kind is not report and date is from 2022-05 on. "
            "A publication counts where it is reported, else by its date.",
        ),
        (
            figure(Measure.COUNT, "projects", where={"sector": {"all": ["15180", "15160"]}, "end": {"to": "2023"}}),
            "The number of projects where sector has 15180 and 15160 and end is up to 2023. "
            "A project counts where it is reported, else in every period that it runs in.",
        ),
        (
            figure(Measure.SUM, "projects.sample_size", where={"project.sample_size": {"from": 1, "to": 9}}),
            "The sum of projects.sample_size where project.sample_size is from 1 to 9. "
            "A project counts where it is reported, else in every period that it runs in.",
        ),
        (
            figure(Measure.COUNT_DISTINCT, "activities.places", where={"sensitive": False}),
            "The number of different values of activities.places where sensitive is no. "
            "An activity counts where it is reported, else by its start.",
        ),
        (
            figure(Measure.COUNT, "persons", where={"role": {"any": ["speaker", {"not": "guest"}]}}),
            "The number of persons where role is speaker or is not guest, of those who attended, each person once. "
            "A participation counts with its activity, which counts where it is reported, else by its start. "
            "A list that asks neither who was invited nor who attended is one of who attended; "
            "where a list asks and an answer is missing, it is undecided.",
        ),
        (
            figure(Measure.SHARE, "attendances", where={"attended": True}, of={"gender": "woman"}),
            "The share of attendances where attended is yes for which gender is woman, among those for which this is "
            "recorded. An attendance counts with its activity, which counts where it is reported, else by its start. "
            "A list that asks neither who was invited nor who attended is one of who attended; "
            "where a list asks and an answer is missing, it is undecided.",
        ),
        (figure(Measure.SUM_OF, parts=("a", "b")), "The sum of the figures 'a' and 'b'."),
        (figure(Measure.FUNCTION, description=Text("Twice the networks.")), "Computed by a function. Twice the networks."),
    ],
)
def test_definition_in_words(declared: Figure, words: str) -> None:
    """What is counted, under which conditions, and when a record counts."""
    parts = [Figure(id=id, title=Text(id), measure=Measure.COUNT, subject="networks") for id in ("a", "b")]
    assert define(declared, edition(declared, *parts)) == words


@pytest.mark.parametrize("population", POPULATIONS)
def test_every_population_says_when_its_records_count(population: str) -> None:
    """No population is without the sentence on time; people who come have one on lists besides."""
    words = define(figure(Measure.COUNT, population), edition())
    assert words.count(". ") == 1 + (population in ("attendances", "persons"))


def test_definition_names_the_filter() -> None:
    """What an edition is narrowed to belongs to the definition, and so does what it cannot narrow."""
    narrowed = edition(only={"program": "peace"})
    assert define(figure(Measure.COUNT, "publications"), narrowed).endswith(" Only what is of program peace counts.")
    assert define(figure(Measure.COUNT, "staff"), narrowed).endswith(" It is told for the whole organization.")
    by_funder = edition(only={"funder": "eu"}, institutions=(Institution(id="eu", name=Text("EU")),))
    assert define(figure(Measure.COUNT, "media-appearances"), by_funder).endswith(
        " The records do not tell to which funder these belong."
    )


def test_explanation_lists_records_with_their_places_and_reasons() -> None:
    """One publication counts, of another nobody knows the kind: both are listed, in the language of the edition."""
    reports = figure(Measure.COUNT, "publications", where={"program": "peace"})
    one = edition(
        reports,
        language="sq",
        publications=(
            Publication(id="p", title=Text("Trust"), programs=("peace",), reported=YEAR, origin=Origin("p.csv", row=2)),
            Publication(id="q", title=Text("Hope"), reported=YEAR, origin=Origin("p.csv", row=3)),
        ),
    )
    found = explain(one.value("f"), one)
    assert (found.title, found.period, found.basis, found.note) == ("Ë", "2022", "e numëruar nga regjistrimet", "")
    assert [(entry.label, str(entry.origin)) for entry in found.included] == [("Trust", "p.csv:2")]
    assert [(entry.label, entry.why) for entry in found.undecided] == [("Hope", "programs is not recorded, or too vague")]
    assert (found.excluded, found.aggregate, found.verdict, found.facts) == ((), None, None, ())


def test_explanation_names_aggregate_and_verdict() -> None:
    """The aggregate is given with its source, the verdict by the figure's target."""
    trainings = figure(Measure.COUNT, "activities", target=Target(low=Fraction(30)))
    kept = Aggregate(figure="f", reported=YEAR, value=Decimal(40), source="Annual report")
    one = edition(trainings, aggregates=(kept,))
    found = explain(one.value("f"), one)
    assert (found.aggregate, found.verdict) == (kept, "within")


def test_evidence_of_staff_weighs_persons() -> None:
    """A head count is one line a gender, with how many persons it adds."""
    staff = figure(Measure.COUNT, "staff")
    one = edition(staff, staff=(StaffCount(id="end", date=PartialDate(2022), women=3, men=2, total=6),))
    entries = explain(one.value("f"), one).included
    assert [(entry.label, entry.weight) for entry in entries] == [("end, woman", 3), ("end, man", 2), ("end, not recorded", 1)]


def test_evidence_of_a_share_lists_what_leaves_it_open() -> None:
    """One of one local activity: the activity without scope is no part of the denominator, and says why."""
    activities = (
        Activity(id="a", kind="forum", title=Text("A"), scope=Scope.LOCAL, reported=YEAR),
        Activity(id="b", kind="forum", title=Text("B"), reported=YEAR),
    )
    local = figure(Measure.SHARE, "activities", of={"scope": "local"})
    one = edition(local, activities=activities)
    explanation = explain(one.value("f"), one)
    assert [entry.label for entry in explanation.included] == ["A"]
    assert [(entry.label, entry.why) for entry in explanation.undecided] == [
        ("B", "scope is not recorded, or too vague")
    ]


def test_definition_of_a_broken_figure_says_so() -> None:
    """A condition that means nothing is no definition: what is wrong stands in its place."""
    broken = figure(Measure.COUNT, "activities", where={"scope": {"nto": "local"}})
    one = edition(broken)
    found = explain(one.value("f"), one)
    assert found.definition == (
        "What is declared is broken, so nothing is counted: figure 'f': expected one of all, any, not, from, to, got 'nto'."
    )
    assert [problem.code for problem in found.problems] == ["figure.invalid"]
