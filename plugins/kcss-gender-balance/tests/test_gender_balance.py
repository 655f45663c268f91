"""The figures, the directive and the checks of gender balance. Expected numbers are counted by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from kcss_core.edition import Edition
from kcss_core.model import (
    Activity,
    Aggregate,
    Dataset,
    HeadCount,
    Organization,
    Participant,
    Participation,
    Program,
    StaffCount,
)
from kcss_core.model import (
    Table as Rows,
)
from kcss_core.origin import Origin
from kcss_core.period import PartialDate, Period
from kcss_core.report.blocks import Chart, Table, plain
from kcss_core.report.directives import Call
from kcss_core.text import Text
from kcss_core.vocabulary import Gender, Qualifier, Role
from kcss_gender_balance.checks import check
from kcss_gender_balance.directive import GENDER_BALANCE, As, GenderBalanceOptions
from kcss_gender_balance.figures import FIGURES

YEAR = Period.year(2022)
CENTRE = Organization(id="o", name=Text("Centre"))


def edition_of(dataset: Dataset, language: str = "en") -> Edition:
    """Return the edition of 2022 with the plugin's figures."""
    return Edition(dataset, FIGURES, period=YEAR, language=language)


def built(dataset: Dataset, **options: object) -> Call:
    """Return a call of the directive on a dataset."""
    return Call(edition=edition_of(dataset), options=GenderBalanceOptions(**options))  # type: ignore[arg-type]


def cells(table: object) -> list[list[str]]:
    """Return header and rows of a table as text."""
    assert isinstance(table, Table)
    return [[plain(cell) for cell in row] for row in (table.header, *(row.cells for row in table.rows))]


STAFF = evolve(
    Dataset(CENTRE),
    staff=(StaffCount(id="s", date=PartialDate(2022, 12, 31), women=9, men=11, total=20),),
)


def test_share_shows_numerator_and_denominator() -> None:
    """Nine women of twenty are 45 percent, with both counts in the table."""
    blocks = GENDER_BALANCE.build(built(STAFF)).blocks

    assert cells(blocks[0]) == [
        ["Group", "Women", "Men", "Total", "Share of women", "Assessment"],
        ["Staff", "9", "11", "20", "45%", "within the target"],
    ]


def test_percentage_without_counts_says_so() -> None:
    """A stated percentage is shown as stated, with no counts made up and a note that there are none."""
    stated = evolve(
        Dataset(CENTRE),
        aggregates=(Aggregate(figure="staff.women", reported=YEAR, percent=Decimal(45), source="annual report"),),
    )
    table = GENDER_BALANCE.build(built(stated)).blocks[0]

    assert cells(table) == [["Group", "Share of women", "Assessment"], ["Staff", "45%", "within the target"]]
    assert isinstance(table, Table)
    assert "Stated without counts: staff." in plain(table.note)


def test_around_forty_percent_is_undetermined() -> None:
    """ "Around 40 percent" without counts can be on either side of the limit, so there is no verdict."""
    around = evolve(
        Dataset(CENTRE),
        aggregates=(
            Aggregate(
                figure="speakers.women",
                reported=YEAR,
                percent=Decimal(40),
                qualifier=Qualifier.AROUND,
                source="annual report",
            ),
        ),
    )
    table, chart = GENDER_BALANCE.build(built(around)).blocks

    assert cells(table)[1] == ["Speakers", "around 40%", "undetermined"]
    assert isinstance(chart, Chart)
    assert chart.categories == ("Speakers (around 40%)",)


TRAINING = evolve(
    Dataset(CENTRE),
    programs=(Program(id="gender", name=Text("Gender")), Program(id="police", name=Text("Police"))),
    activities=(
        Activity(id="a", kind="training", start=PartialDate(2022, 5, 1), programs=("gender",)),
        Activity(id="b", kind="training", start=PartialDate(2022, 6, 1), programs=("police",)),
    ),
)


def test_head_counts_and_rows_are_counted_together_as_attendances() -> None:
    """One activity has rows (2 women, 1 man, 1 not recorded), the other head counts (3 women, 4 men)."""
    people = [("p1", Gender.WOMAN), ("p2", Gender.WOMAN), ("p3", Gender.MAN), ("p4", None)]
    dataset = evolve(
        TRAINING,
        participants=Rows.of(Participant, [Participant(id=id, gender=gender) for id, gender in people]),
        participations=Rows.of(
            Participation,
            [Participation(participant=id, activity="a", role=Role.PARTICIPANT, attended=True) for id, _ in people],
        ),
        head_counts=(HeadCount(activity="b", women=3, men=4, total=7),),
    )
    blocks = GENDER_BALANCE.build(built(dataset)).blocks

    assert cells(blocks[0]) == [
        ["Group", "Women", "Men", "Not recorded", "Total", "Share of women", "Assessment"],
        ["Participants", "5", "5", "1", "11", "50%", "within the target"],
    ]
    assert isinstance(blocks[1], Chart)
    assert [value.magnitude for value in blocks[1].series[0].values] == [Fraction(1, 2)]
    assert blocks[1].alt == "Share of women: Participants 50%"


def test_by_program_shows_a_row_for_each_and_the_total() -> None:
    """Each program has its counts and its share; the total is the figure without programs."""
    dataset = evolve(
        TRAINING,
        head_counts=(HeadCount(activity="a", women=8, men=2, total=10), HeadCount(activity="b", women=1, men=9)),
    )
    blocks = GENDER_BALANCE.build(built(dataset, groups=("participants",), by=("program",), show=As.TABLE)).blocks

    assert cells(blocks[0]) == [
        ["Program", "Women", "Men", "Total", "Share of women", "Assessment"],
        ["Gender", "8", "2", "10", "80%", "above the target"],
        ["Police", "1", "9", "10", "10%", "below the target"],
        ["Total", "9", "11", "20", "45%", "within the target"],
    ]


def test_nobody_counted_is_said_not_shown() -> None:
    """Without any data on gender there is no empty table but a warning with a remedy."""
    result = GENDER_BALANCE.build(built(Dataset(CENTRE)))

    assert result.blocks == ()
    assert [str(problem) for problem in result.problems] == [
        "<call>: gender-balance: neither records nor aggregates tell the gender of anyone; "
        "add head counts, participations, staff counts or an aggregate, or leave the directive out"
    ]


def test_groups_without_the_dimension_are_left_out() -> None:
    """Staff belongs to no program; the participants of the programs are shown all the same."""
    dataset = evolve(
        STAFF,
        programs=TRAINING.programs,
        activities=TRAINING.activities,
        head_counts=(HeadCount(activity="a", women=8, men=2),),
    )
    blocks = GENDER_BALANCE.build(built(dataset, by=("program",), show=As.TABLE)).blocks

    assert [cells(block)[1][:3] for block in blocks] == [["Gender", "8", "2"]]


def test_dimension_that_no_group_has_is_a_problem() -> None:
    """A misspelt dimension is refused with the nearest name."""
    result = GENDER_BALANCE.build(built(STAFF, by=("progam",)))

    assert [str(problem) for problem in result.problems] == [
        "<call>: gender-balance: expected a dimension of staff, invited, participants, speakers, got 'progam'; "
        "did you mean 'program'?"
    ]


def test_unknown_group_is_a_problem() -> None:
    """A group that does not exist is refused with the nearest name."""
    result = GENDER_BALANCE.build(built(STAFF, groups=("speaker",)))

    assert [str(problem) for problem in result.problems] == [
        "<call>: gender-balance: expected a group, one of staff, invited, participants, speakers, got 'speaker'; "
        "did you mean 'speakers'?"
    ]


def test_parts_that_do_not_sum_are_reported_with_their_row() -> None:
    """Seven women and two men are not ten; the row is named and nothing is changed."""
    origin = Origin("records/head-counts.csv", row=2)
    dataset = evolve(TRAINING, head_counts=(HeadCount(activity="a", women=7, men=2, total=10, origin=origin),))

    assert [str(problem) for problem in check(edition_of(dataset))] == [
        "records/head-counts.csv:2 total: expected women, men and the others to make the total of 10, got 9; "
        "mend the number that is wrong, or put the rest under not_recorded"
    ]


def test_parts_that_sum_are_not_reported() -> None:
    """A head count without a stated total, and one whose parts make it, are in order."""
    counts = (HeadCount(activity="a", women=7, men=3, total=10), HeadCount(activity="b", women=7))

    assert list(check(edition_of(evolve(TRAINING, head_counts=counts)))) == []
