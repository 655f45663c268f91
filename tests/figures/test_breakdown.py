"""Breakdowns: which rows there are, in which order, what they are called, and what overlaps."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kcss_core.edition import Edition
from kcss_core.errors import UsageError
from kcss_core.figures import Figure, Measure
from kcss_core.model import (
    Activity,
    Aggregate,
    Dataset,
    Network,
    Organization,
    Participant,
    Participation,
    Program,
    Publication,
    StaffCount,
    Table,
)
from kcss_core.period import PartialDate, Period
from kcss_core.text import Text
from kcss_core.vocabulary import PublicationKind, Scope

YEAR = Period.year(2022)
EVENTS = Figure(id="events", title=Text("Events"), measure=Measure.COUNT, subject="activities")


def edition(*activities: Activity, figures: tuple[Figure, ...] = (EVENTS,), **families: Any) -> Edition:
    dataset = Dataset(
        organization=Organization(id="o", name=Text("O")),
        programs=(
            Program(id="peace", name=Text({"en": "Peace", "sq": "Paqja"})),
            Program(id="gender", name=Text({"en": "Gender", "sq": "Gjinia"})),
        ),
        activities=activities,
        **families,
    )
    return Edition(dataset, figures, period=YEAR)


def event(id: str, kind: str = "forum", **fields: Any) -> Activity:
    return Activity(id=id, kind=kind, reported=YEAR, **fields)


def rows(found: Any) -> list[tuple[Any, Any]]:
    return [(tuple(value for _, value in row.cell), row.value.number) for row in found.rows]


def test_rows_stand_in_the_order_of_the_vocabulary_then_not_recorded() -> None:
    """Local before regional before what is not recorded, whatever the file's order; national, which is nowhere, has no row."""
    found = edition(event("a"), event("b", scope=Scope.REGIONAL), event("c", scope=Scope.LOCAL)).breakdown("events", ["scope"])
    assert rows(found) == [(("local",), 1), (("regional",), 1), ((None,), 1)]
    assert [str(row.label) for row in found.rows] == ["Local", "Regional", "Not recorded"]
    assert (found.total.number, found.overlap) == (3, 0)


def test_every_program_has_a_row_in_file_order() -> None:
    """A program without an event is a zero that a reader wants to see."""
    found = edition(event("a", programs=("gender",))).breakdown("events", ["program"])
    assert rows(found) == [(("peace",), 0), (("gender",), 1)]
    assert [row.label.within("sq") for row in found.rows] == ["Paqja", "Gjinia"]


def test_record_in_two_rows_is_once_in_the_total_and_named_as_overlap() -> None:
    """Two events, one of both programs: rows 2 and 1, total 2, overlap 1."""
    found = edition(event("a", programs=("peace",)), event("b", programs=("peace", "gender"))).breakdown("events", ["program"])
    assert rows(found) == [(("peace",), 2), (("gender",), 1)]
    assert (found.total.number, found.overlap) == (2, 1)


def test_second_dimension_varies_fastest() -> None:
    """Two programs by two scopes: four rows, and the overlap of the one event in both programs."""
    found = edition(
        event("a", programs=("peace",), scope=Scope.LOCAL),
        event("b", programs=("peace", "gender"), scope=Scope.REGIONAL),
    ).breakdown("events", ["program", "scope"])
    assert rows(found) == [
        (("peace", "local"), 1),
        (("peace", "regional"), 1),
        (("gender", "local"), 0),
        (("gender", "regional"), 1),
    ]
    assert [str(row.label) for row in found.rows] == ["Peace, Local", "Peace, Regional", "Gender, Local", "Gender, Regional"]
    assert found.overlap == 1


def test_kinds_stand_in_the_order_of_the_tree() -> None:
    """A kind holds its subtree in rows as in conditions, so a meeting of a special kind is in both rows."""
    found = edition(event("a", "bilateral-meeting"), event("b", "meeting"), event("c", "conference")).breakdown("events", ["kind"])
    assert rows(found) == [(("conference",), 1), (("meeting",), 2), (("bilateral-meeting",), 1)]
    assert found.overlap == 1


def test_women_and_men_have_rows_even_where_nobody_is_one() -> None:
    """No man among the staff is a number, not a gap."""
    staff = Figure(id="staff", title=Text("Staff"), measure=Measure.COUNT, subject="staff")
    found = edition(
        figures=(staff,), staff=(StaffCount(id="s", date=PartialDate(2022), women=3, undisclosed=1, total=5),)
    ).breakdown("staff", ["gender"])
    assert rows(found) == [(("woman",), 3), (("man",), 0), (("undisclosed",), 1), ((None,), 1)]
    assert found.total.number == 5


def test_months_are_rows_in_the_order_of_the_year() -> None:
    """Dates are cut to months; a date without one is not recorded."""
    found = edition(
        event("a", start=PartialDate(2022, 11)), event("b", start=PartialDate(2022, 2, 3)), event("c", start=PartialDate(2022))
    ).breakdown("events", ["month"])
    assert rows(found) == [(("2022-02",), 1), (("2022-11",), 1), ((None,), 1)]
    assert [row.label.within("en") for row in found.rows] == ["February 2022", "November 2022", "Not recorded"]


def test_own_words_are_sorted_as_words() -> None:
    """Places have no order of their own: accents do not matter."""
    found = edition(event("a", places=("Shtime", "Çabër")), event("b", places=("Deçan",))).breakdown("events", ["place"])
    assert [values for values, _ in rows(found)] == [("Çabër",), ("Deçan",), ("Shtime",)]


def test_truth_and_numbers_have_rows() -> None:
    """Yes before no, and numbers by their size."""
    some = edition(event("a", sensitive=True, sample_size=100), event("b", sample_size=20))
    assert rows(some.breakdown("events", ["sensitive"])) == [(("yes",), 1), (("no",), 1)]
    assert [str(row.label) for row in some.breakdown("events", ["sensitive"]).rows] == ["Yes", "No"]
    assert rows(some.breakdown("events", ["activity.sample_size"])) == [(("20",), 1), (("100",), 1)]


def test_aggregates_of_cells_are_rows() -> None:
    """Ten local, seven regional and thirteen international events of thirty, none of them recorded."""
    kept = tuple(
        Aggregate(figure="events", reported=YEAR, by=by, value=Decimal(number), source="S")
        for by, number in (
            ((), 30),
            ((("scope", "international"),), 13),
            ((("scope", "local"),), 10),
            ((("scope", "regional"),), 7),
        )
    )
    found = edition(aggregates=kept).breakdown("events", ["scope"])
    assert rows(found) == [(("local",), 10), (("regional",), 7), (("international",), 13)]
    assert (found.total.number, found.overlap) == (30, 0)


def test_row_is_found_by_its_values() -> None:
    """``get`` takes the values of the dimensions, None for what is not recorded."""
    found = edition(event("a"), event("b", scope=Scope.LOCAL)).breakdown("events", ["scope"])
    local, missing = found.get("local"), found.get(None)
    assert local is not None
    assert missing is not None
    assert (local.number, missing.number, found.get("national")) == (1, 1, None)


def test_share_by_a_dimension_has_its_own_denominators() -> None:
    """One of two local events is of the program, none of the one regional event."""
    share = Figure(id="share", title=Text("S"), measure=Measure.SHARE, subject="activities", of={"program": "peace"})
    found = edition(
        event("a", scope=Scope.LOCAL, programs=("peace",)),
        event("b", scope=Scope.LOCAL, programs=("gender",)),
        event("c", scope=Scope.REGIONAL, programs=("gender",)),
        figures=(share,),
    ).breakdown("share", ["scope"])
    shares = [row.value.share for row in found.rows]
    assert [(share.numerator, share.denominator) for share in shares if share is not None] == [(1, 2), (0, 1)]


def test_sum_of_figures_of_one_population_has_rows() -> None:
    """Local and regional networks, summed by their scope."""
    local, regional = (
        Figure(id=scope, title=Text(scope), measure=Measure.COUNT, subject="networks", where={"scope": scope})
        for scope in ("local", "regional")
    )
    both = Figure(id="both", title=Text("B"), measure=Measure.SUM_OF, parts=("local", "regional"))
    found = edition(
        figures=(both, local, regional),
        networks=tuple(
            Network(id=id, name=Text(id), scope=scope, reported=YEAR)
            for id, scope in (("a", Scope.LOCAL), ("b", Scope.REGIONAL), ("c", Scope.REGIONAL))
        ),
    ).breakdown("both", ["scope"])
    assert rows(found) == [(("local",), 1), (("regional",), 2)]
    assert found.total.number == 3


def test_sum_of_figures_in_a_cell_lists_the_records_of_its_parts() -> None:
    """Also by a dimension that has a short name only, such as the programs of activities."""
    local, regional = (
        Figure(id=scope, title=Text(scope), measure=Measure.COUNT, subject="activities", where={"scope": scope})
        for scope in ("local", "regional")
    )
    both = Figure(id="both", title=Text("B"), measure=Measure.SUM_OF, parts=("local", "regional"))
    found = edition(
        event("a", scope=Scope.LOCAL, programs=("peace",)),
        event("b", scope=Scope.REGIONAL, programs=("peace",)),
        event("c", scope=Scope.REGIONAL, programs=("gender",)),
        figures=(both, local, regional),
    ).breakdown("both", ["program", "start.month"])
    listed = {row.cell[0][1]: len(row.value.evidence.included) for row in found.rows if row.value.number}
    assert listed == {"peace": 2, "gender": 1}


@pytest.mark.parametrize(
    ("figure", "by", "message"),
    [
        ("evnts", ["scope"], "there is no figure 'evnts'; did you mean 'events'?"),
        (
            "events",
            ["scoop"],
            "figure 'events' by 'scoop': expected a name that conditions may use here, got 'scoop'; did you mean 'scope'?",
        ),
        ("events", [], "expected one or two dimensions, got none"),
        ("events", ["scope", "scope"], "expected one or two dimensions, got scope, scope"),
        ("events", ["scope", "kind", "program"], "expected one or two dimensions, got scope, kind, program"),
    ],
)
def test_breakdown_that_means_nothing_is_refused(figure: str, by: list[str], message: str) -> None:
    """Unknown figures and dimensions are named with what was probably meant."""
    with pytest.raises(UsageError) as error:
        edition(event("a")).breakdown(figure, by)
    assert str(error.value) == message


def test_cell_that_cannot_be_is_refused() -> None:
    """A value that the dimension does not have."""
    with pytest.raises(UsageError) as error:
        edition(event("a")).value("events", cell=(("scope", "locl"),))
    assert str(error.value) == (
        "scope = 'locl': expected one of 'local', 'national', 'regional', 'international', got 'locl'; did you mean 'local'?"
    )


def test_words_of_a_closed_list_are_labels() -> None:
    """Kinds of publications in the languages of reports."""
    works = Figure(id="works", title=Text("W"), measure=Measure.COUNT, subject="publications")
    found = edition(
        figures=(works,),
        publications=(
            Publication(id="p", title=Text("P"), kind=PublicationKind.POLICY_BRIEF, languages=("sq",), reported=YEAR),
        ),
    )
    (kind,) = found.breakdown("works", ["kind"]).rows
    (language,) = found.breakdown("works", ["language"]).rows
    assert kind.label.within("en") == "Policy brief"
    assert (language.label.within("en"), language.label.within("sr-Latn")) == ("Albanian", "albanski")


def people(*affiliations: str | None) -> Edition:
    """Return the edition of a training with a person from each office."""
    ids = [f"p{number}" for number in range(len(affiliations))]
    persons = [Participant(id=id, name=f"N{id}", affiliation=each) for id, each in zip(ids, affiliations, strict=True)]
    return edition(
        event("t", "training"),
        figures=(Figure(id="persons", title=Text("P"), measure=Measure.COUNT, subject="persons"),),
        participants=Table.of(Participant, persons),
        participations=Table.of(Participation, [Participation(participant=id, activity="t", attended=True) for id in ids]),
    )


def test_words_about_persons_need_three_who_share_them() -> None:
    """Where columns were swapped these words are names; who has them is in the total, and how many words is told."""
    offices = ("Court", "Court", "Court", "Police", "Police", "Zamira Quetzal", None)
    found = people(*offices).breakdown("persons", ["participant.affiliation"])
    assert rows(found) == [(("Court",), 3), ((None,), 1)]
    assert (found.total.number, found.unnamed) == (7, 2)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "participant",
            "figure 'persons' by 'participant': expected something that several persons share, got who they are; "
            "kcss persons --with-names lists them",
        ),
        (
            "participant.name",
            "figure 'persons' by 'participant.name': there is no 'name' in 'participant.name'; after 'participant' may stand "
            "id, gender, affiliation, municipality, country, age_group, birth_year",
        ),
    ],
)
def test_nothing_is_broken_down_by_who_somebody_is(name: str, message: str) -> None:
    """Neither ids, which may be names, nor names are rows of a table."""
    with pytest.raises(UsageError) as error:
        people("Court").breakdown("persons", [name])
    assert str(error.value) == message
