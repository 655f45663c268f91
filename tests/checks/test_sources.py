"""Participations and head counts of the same people that disagree, and records that no period can claim."""

from __future__ import annotations

from typing import Any

from kcss_core.checks import check
from kcss_core.checks.sources import check_sources
from kcss_core.checks.undecided import check_undecided
from kcss_core.edition import Edition
from kcss_core.figures import Figure, Measure
from kcss_core.model import (
    Activity,
    Dataset,
    HeadCount,
    Organization,
    Participant,
    Participation,
    Photograph,
    Program,
    Publication,
    Table,
)
from kcss_core.origin import Origin
from kcss_core.period import PartialDate, Period
from kcss_core.text import Text
from kcss_core.vocabulary import Gender, Presence

YEAR = Period.year(2022)


def listed(*head_counts: HeadCount, **came: bool | None) -> Edition:
    """Return an edition with women listed at the activity ``a``, who came or not, and head counts of it."""
    dataset = Dataset(
        organization=Organization(id="o", name=Text("O")),
        activities=(Activity(id="a", kind="forum", reported=YEAR),),
        participants=Table.of(Participant, (Participant(id=id, gender=Gender.WOMAN) for id in came)),
        participations=Table.of(
            Participation, (Participation(participant=id, activity="a", attended=truth) for id, truth in came.items())
        ),
        head_counts=head_counts,
    )
    return Edition(dataset, [], period=YEAR)


def test_head_count_that_differs_from_the_list_is_a_warning() -> None:
    """Two women are listed, three women and a man were counted."""
    count = HeadCount(activity="a", women=3, men=1, origin=Origin("counts.csv", row=2))
    (problem,) = check_sources(listed(count, ana=True, bora=True))
    assert (problem.code, problem.severity) == ("count.disagrees", "warning")
    assert str(problem) == (
        "counts.csv:2: expected the head count of activity 'a' to match the participations of role 'participant' that "
        "attended; women 3 counted and 2 listed, men 1 counted and 0 listed, in all 4 counted and 2 listed; "
        "the participations are used; mend whichever is wrong, or delete the head count"
    )


def test_head_count_that_agrees_is_no_problem() -> None:
    """Who is listed and did not come is not counted; parts that nobody stated are not compared."""
    assert list(check_sources(listed(HeadCount(activity="a", total=1), ana=True, bora=False))) == []


def test_other_presence_is_another_count() -> None:
    """Who was invited is not held against who came."""
    count = HeadCount(activity="a", presence=Presence.INVITED, total=9)
    assert list(check_sources(listed(count, ana=True))) == []


def works(*publications: Publication, **families: Any) -> Edition:
    dataset = Dataset(organization=Organization(id="o", name=Text("O")), publications=publications, **families)
    return Edition(dataset, [], period=YEAR)


def test_record_without_a_date_is_left_out_and_reported() -> None:
    """Nobody can tell in which year it was published; the remedy names the field and ``reported``."""
    (problem,) = check_undecided(works(Publication(id="p", title=Text("Trust"), origin=Origin("p.csv", row=3))))
    assert (problem.code, problem.severity) == ("record.undecided", "warning")
    assert str(problem) == (
        "p.csv:3: expected a date that tells whether 'Trust' belongs to 2022; it is left out of every figure; "
        'give date, or assign it: reported = "2022"'
    )


def test_records_that_tell_are_no_problem() -> None:
    """A year is enough for a year; another year is an answer too."""
    dates = (PartialDate(2022), PartialDate(2019))
    publications = (Publication(id=str(date), title=Text("P"), date=date) for date in dates)
    assert list(check_undecided(works(*publications))) == []


def test_photographs_are_asked_only_where_a_figure_counts_them() -> None:
    """A picture without a date matters to nobody until it is counted."""
    photographs = (Photograph(id="x"),)
    assert list(check_undecided(works(photographs=photographs))) == []
    figure = Figure(id="f", title=Text("F"), measure=Measure.COUNT, subject="photographs")
    edition = Edition(works(photographs=photographs).dataset, [figure], period=YEAR)
    assert [problem.code for problem in check_undecided(edition)] == ["record.undecided"]


def test_check_asks_every_check_of_the_core() -> None:
    """One call finds what each of them finds."""
    count = HeadCount(activity="a", women=3)
    edition = listed(count, ana=True)
    undated = Dataset(
        organization=edition.dataset.organization,
        activities=(*edition.dataset.activities, Activity(id="b", kind="forum")),
        participants=edition.dataset.participants,
        participations=edition.dataset.participations,
        head_counts=(count,),
    )
    assert {problem.code for problem in check(Edition(undated, [], period=YEAR))} == {"count.disagrees", "record.undecided"}


def test_figure_says_what_its_records_leave_open() -> None:
    """Two publications without a program are left out of a program's figure; the undated one is told of itself."""
    dataset = Dataset(
        organization=Organization(id="o", name=Text("O")),
        programs=(Program(id="peace", name=Text("Peace")),),
        publications=(
            Publication(id="p", title=Text("P"), reported=YEAR),
            Publication(id="q", title=Text("Q"), reported=YEAR),
            Publication(id="r", title=Text("R"), programs=("peace",)),
        ),
    )
    figure = Figure(
        id="works",
        title=Text("W"),
        measure=Measure.COUNT,
        subject="publications",
        where={"program": "peace"},
        origin=Origin("figures.toml", row=3),
    )
    found = list(check_undecided(Edition(dataset, [figure], period=YEAR)))
    assert [(problem.code, problem.severity) for problem in found] == [
        ("record.undecided", "warning"),
        ("figure.undecided", "note"),
    ]
    assert str(found[1]) == (
        "figures.toml:3: figure 'works' of 2022 leaves out 2 of which nobody can tell: 2 because programs is not recorded, or too "
        "vague; record what is missing; kcss explain works@2022 lists them"
    )
    narrowed = Edition(dataset, [figure], period=YEAR, filter={"program": ["peace"]})
    [note] = [problem for problem in check_undecided(narrowed) if problem.code == "figure.undecided"]
    assert note.message.startswith("figure 'works' of 2022 (program peace) leaves out 2 of which")
    assert note.hint == "record what is missing; kcss explain works@2022 lists them among those of the whole organization"
