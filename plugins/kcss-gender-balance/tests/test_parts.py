"""Balance by dimension and over time, against a naive recount, and kept from who may not know."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from kcss_core.model import Activity, HeadCount, StaffCount
from kcss_core.period import PartialDate, Period
from kcss_core.report.blocks import Chart, ChartKind
from kcss_core.vocabulary import Gender, Role
from kcss_gender_balance.figures import Counting, group
from kcss_gender_balance.lines import difference, line_of

from .centre import EMPTY, STAFF, TRAINING, YEAR, built, edition_of, tables, with_people

COUNTED = evolve(
    TRAINING,
    head_counts=(HeadCount(activity="a", women=8, men=2, total=10), HeadCount(activity="b", women=1, men=9)),
)
FOUR = {"p1": Gender.WOMAN, "p2": Gender.WOMAN, "p3": Gender.MAN, "p4": None}


def test_by_program_shows_a_row_for_each_and_the_total() -> None:
    """Each program has its counts and its share; the total is the figure without programs."""
    assert tables(built(COUNTED, groups=("participants",), by=("program",))) == {
        "Participants: women and men by program (attendances)": [
            ["Program", "Women", "Men", "Total", "Share of women", "Assessment"],
            ["Gender", "8", "2", "10", "80%", "above the target"],
            ["Police", "1", "9", "10", "10%", "below the target"],
            ["Total", "9", "11", "20", "45%", "within the target"],
        ]
    }


@pytest.mark.parametrize(
    ("name", "heading", "rows"),
    [
        ("kind", "Kind", ["Conference", "Training"]),
        ("scope", "Scope", ["Local", "National"]),
        ("role", "Role", ["Participants"]),
        ("municipality", "Municipality of the activity", ["Pejë", "Prizren"]),
        ("month", "Month", ["May 2022", "September 2022"]),
        ("quarter", "Quarter", ["April–June 2022", "July–September 2022"]),
        ("year", "Year", ["2022"]),
        ("project", "Project", ["Not recorded"]),
    ],
)
def test_each_dimension(name: str, heading: str, rows: list[str]) -> None:
    """By default it is all who attended; every dimension that a newcomer may write has its rows."""
    (table,) = tables(built(COUNTED, by=(name,))).values()
    assert table[0][0] == heading
    assert sorted(row[0] for row in table[1:-1]) == rows
    assert table[-1][:4] == ["Total", "9", "11", "20"]


def test_municipality_of_a_person_is_another() -> None:
    """Three persons from Gjilan, of whom one came to both trainings; it is named apart from the place of the activity."""
    rows = [(id, "a", Role.PARTICIPANT, None, True) for id in FOUR]
    people = with_people(TRAINING, FOUR, [*rows, ("p1", "b", Role.PARTICIPANT, None, True)])
    found = tables(built(people, by=("participant.municipality",), not_recorded=100))

    assert found["Attended: women and men by municipality of the participant (attendances)"][:2] == [
        ["Municipality of the participant", "Women", "Men", "Not recorded", "Total", "Share of women", "Assessment"],
        ["Gjilan", "3", "1", "0", "4", "75%", "above the target"],
    ]
    persons = found["Attended: women and men by municipality of the participant (persons, each once)"]
    assert persons[1:] == [
        ["Gjilan", "2", "1", "0", "3", "67%", "above the target"],
        ["Not recorded", "0", "0", "1", "1", "no data\n0%–100%", "undetermined"],
        ["Total", "2", "1", "1", "4", "67%\n50%–75%", "undetermined"],
    ]


def test_a_row_of_whom_nothing_is_recorded_stays() -> None:
    """Three of unknown gender have no share, but the rows make up the total."""
    counts = (HeadCount(activity="a", women=1, men=1), HeadCount(activity="b", not_recorded=3))
    (table,) = tables(built(evolve(TRAINING, head_counts=counts), by=("program",))).values()
    assert table[2] == ["Police", "0", "0", "3", "3", "no data\n0%–100%", "undetermined"]


def test_groups_without_the_dimension_are_left_out() -> None:
    """Staff belongs to no program; the participants of the programs are shown all the same."""
    found = tables(built(evolve(COUNTED, staff=STAFF.staff), groups=("staff", "participants"), by=("program",)))
    assert list(found) == ["Participants: women and men by program (attendances)"]


def test_dimension_that_no_group_has_is_a_problem() -> None:
    """A misspelt dimension is refused with the nearest name."""
    assert [str(problem) for problem in built(COUNTED, by=("progam",)).problems] == [
        "<call>: gender-balance: expected a dimension of attended, got 'progam'; did you mean 'program'?"
    ]


def test_staff_has_no_dimension() -> None:
    """Staff is counted by gender alone; so there is nothing to mean."""
    assert [str(problem) for problem in built(STAFF, groups=("staff",), by=("program",)).problems] == [
        "<call>: gender-balance: expected a dimension of staff, got 'program'; "
        "head counts of the staff tell nothing but gender; leave the option out"
    ]


def test_nobody_in_any_row_is_said() -> None:
    """There is no empty table by program."""
    assert [str(problem) for problem in built(STAFF, by=("program",)).problems] == [
        "<call>: gender-balance: no records tell women and men by program; "
        "add head counts, participations, staff counts or an aggregate, or leave the directive out"
    ]


def test_invited_against_attended_by_program() -> None:
    """Of a woman and a man who were invited the woman came: 100 less 50 percent."""
    rows = [("p1", "a", Role.PARTICIPANT, True, True), ("p3", "a", Role.PARTICIPANT, True, False)]
    people = with_people(TRAINING, FOUR, rows)
    found = tables(built(people, groups=("invited", "attended"), by=("program",)))

    expected = [
        ["Program", "Invited", "Attended", "Difference (percentage points)"],
        ["Gender", "50% (1 of 2)", "100% (1 of 1)", "50.0"],
        ["Total", "50% (1 of 2)", "100% (1 of 1)", "50.0"],
    ]
    assert found["Invited against attended: share of women by program (invitations, attendances)"] == expected
    assert found["Invited against attended: share of women by program (persons, each once)"] == expected


def test_charts_of_time_are_lines_without_a_total() -> None:
    """A total is no month."""
    chart = built(COUNTED, by=("month",)).blocks[-1]
    assert isinstance(chart, Chart)
    assert chart.kind is ChartKind.LINE
    assert chart.categories == ("May 2022", "September 2022")
    assert [value.magnitude for value in chart.series[0].values] == [Fraction(8, 10), Fraction(1, 10)]


YEARS = evolve(
    EMPTY,
    staff=tuple(
        StaffCount(id=f"s{year}", date=PartialDate(year, 12, 31), women=women, men=10 - women)
        for year, women in ((2019, 3), (2022, 5))
    ),
    activities=tuple(
        Activity(id=f"t{year}", kind="training", start=PartialDate(year, 3, 1)) for year in (2020, 2022)
    ),
    head_counts=(
        HeadCount(activity="t2020", women=2, men=3),
        HeadCount(activity="t2022", women=3, men=3),
    ),
)


def test_trend_goes_back_as_far_as_there_are_data() -> None:
    """Trainings began in 2020 and paused in 2021, which is a gap; staff counts hold until the next."""
    result = built(YEARS, trend=True)
    assert tables(result) == {
        "Share of women over time (attendances)": [
            ["Period", "Participants"],
            ["2020", "40% (2 of 5)"],
            ["2021", "no data"],
            ["2022", "50% (3 of 6)"],
        ],
        "Share of women over time (persons, each once)": [
            ["Period", "Staff"],
            ["2019", "30% (3 of 10)"],
            ["2020", "30% (3 of 10)"],
            ["2021", "30% (3 of 10)"],
            ["2022", "50% (5 of 10)"],
        ],
    }
    chart = result.blocks[1]
    assert isinstance(chart, Chart)
    assert chart.kind is ChartKind.LINE
    assert [value.magnitude for value in chart.series[0].values] == [Fraction(2, 5), None, Fraction(1, 2)]


def test_trend_of_a_quarter_is_of_quarters() -> None:
    """Periods are as long as the report's."""
    found = tables(built(YEARS, period=Period.parse("2022-Q1"), trend=True, groups=("participants",)))
    (table,) = found.values()
    assert [row[0] for row in table[1:3]] == ["January–March 2020", "April–June 2020"]


def test_hidden_values_are_in_no_words() -> None:
    """The difference of a hidden share is hidden, whatever the other is."""
    rows = [("p1", "a", Role.PARTICIPANT, True, True), ("p3", "a", Role.PARTICIPANT, True, False)]
    edition = edition_of(with_people(TRAINING, FOUR, rows))
    told = edition.value

    def protected(figure_id: str, **asked: object) -> object:
        value = told(figure_id, **asked)  # type: ignore[arg-type]
        return evolve(value, hidden=True, number=None) if figure_id == "attended.women" else value

    edition.value = protected  # type: ignore[method-assign, assignment]
    value = difference(edition, Counting.ATTENDANCES)
    assert value is not None
    assert (value.hidden, value.number, value.magnitude) == (True, None, None)


PEOPLE = [f"p{number}" for number in range(6)]
ROLES = [Role.PARTICIPANT, Role.SPEAKER, Role.PANELIST, Role.MODERATOR]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[dict[str, Gender | None], list[tuple[str, str, Role, bool | None, bool | None]]]:
    """Return who there is, and what they took part in, each pair of person and activity and role once."""
    genders = {id: draw(st.sampled_from([*Gender, None])) for id in PEOPLE}
    places = draw(
        st.lists(
            st.tuples(st.sampled_from(PEOPLE), st.sampled_from("ab"), st.sampled_from(ROLES)), unique=True, max_size=15
        )
    )
    truth = st.sampled_from([True, False, None])
    return genders, [(*place, draw(truth), draw(truth)) for place in places]


@settings(max_examples=60, deadline=None)
@given(worlds(), st.sampled_from(["invited", "attended", "participants", "speakers", "moderators"]))
def test_counts_agree_with_a_naive_recount(
    world: tuple[dict[str, Gender | None], list[tuple[str, str, Role, bool | None, bool | None]]], who: str
) -> None:
    """Attendances, persons and not recorded are what a loop over the rows finds, in each program and in all."""
    genders, rows = world
    edition = edition_of(with_people(TRAINING, genders, rows))
    roles = {
        "participants": {Role.PARTICIPANT},
        "speakers": {Role.SPEAKER, Role.PANELIST},
        "moderators": {Role.MODERATOR},
    }.get(who, set(ROLES))
    for activity, cell in (("a", (("program", "gender"),)), ("b", (("program", "police"),)), ("", ())):
        came = [
            person
            for person, at, role, invited, attended in rows
            if (not activity or at == activity)
            and role in roles
            and (invited is True if who == "invited" else attended is True)
        ]
        for counting, members in ((Counting.ATTENDANCES, came), (Counting.PERSONS, list(set(came)))):
            line = line_of(edition, group(who), counting, cell)
            of = [genders[person] for person in members]
            if not members:
                assert line is None
                continue
            assert line is not None
            assert line.total is not None
            assert line.share.share is not None
            assert line.total.number == len(members)
            assert [value.number for value in line.counts] == [of.count(gender) for gender in (*Gender, None)]
            assert line.share.share.numerator == of.count(Gender.WOMAN)
            assert line.share.share.unknown == of.count(None) + of.count(Gender.UNDISCLOSED)
            assert line.share.share.low == Fraction(of.count(Gender.WOMAN), len(of))


def test_a_period_of_the_edition_is_the_year() -> None:
    """What the tests above count belongs to 2022; the same records tell nothing of 2021."""
    assert line_of(edition_of(COUNTED), group("attended"), Counting.ATTENDANCES, period=YEAR.previous) is None
