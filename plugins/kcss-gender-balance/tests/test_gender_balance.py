"""Tables and charts of groups of people, their figures and the checks. Expected numbers are counted by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve

from kcss_core.model import Aggregate, HeadCount, SameAs
from kcss_core.origin import Origin
from kcss_core.report.blocks import Chart, Table, plain
from kcss_core.text import Text
from kcss_core.vocabulary import Decision, Gender, Presence, Qualifier, Role
from kcss_gender_balance.checks import check

from .centre import EMPTY, STAFF, TRAINING, YEAR, built, cells, edition_of, tables, with_people

FOUR = {"p1": Gender.WOMAN, "p2": Gender.WOMAN, "p3": Gender.MAN, "p4": None}


def test_share_shows_numerator_and_denominator() -> None:
    """Nine women of twenty are 45 percent, with both counts in the table; staff is persons."""
    assert tables(built(STAFF)) == {
        "Women and men (persons, each once)": [
            ["Group", "Women", "Men", "Total", "Share of women", "Assessment"],
            ["Staff", "9", "11", "20", "45%", "within the target"],
        ]
    }


def test_percentage_without_counts_says_so() -> None:
    """A stated percentage is shown as stated, with no counts made up and a note that there are none."""
    stated = evolve(
        EMPTY,
        aggregates=(Aggregate(figure="staff.women", reported=YEAR, percent=Decimal(45), source="annual report"),),
    )
    table = built(stated).blocks[0]

    assert cells(table) == [["Group", "Share of women", "Assessment"], ["Staff", "45%", "within the target"]]
    assert isinstance(table, Table)
    assert "Stated without counts: staff." in plain(table.note)


def test_around_forty_percent_is_undetermined() -> None:
    """ "Around 40 percent" without counts can be on either side of the limit, so there is no verdict."""
    around = evolve(
        EMPTY,
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
    table, chart = built(around).blocks

    assert cells(table)[1] == ["Speakers and panelists", "around 40%", "undetermined"]
    assert isinstance(chart, Chart)
    assert chart.categories == ("Speakers and panelists (around 40%)",)


def test_percentages_of_several_groups_are_one_table() -> None:
    """Nobody knows whether published percentages are of persons or attendances, so they stay together."""
    stated = evolve(
        EMPTY,
        aggregates=tuple(
            Aggregate(figure=f"{id}.women", reported=YEAR, percent=Decimal(percent), source="annual report")
            for id, percent in (("staff", 45), ("invited", 50), ("participants", 44))
        ),
    )

    assert tables(built(stated)) == {
        "Women and men": [
            ["Group", "Share of women", "Assessment"],
            ["Staff", "45%", "within the target"],
            ["Invited", "50%", "within the target"],
            ["Participants", "44%", "within the target"],
        ]
    }


def test_tables_say_of_how_many_it_is_not_recorded_whether_they_came() -> None:
    """Three came and of one nobody filled it in: the note has the number, once a table, with the group's name if asked."""
    rows = [(id, "a", Role.PARTICIPANT, None, True) for id in ("p1", "p2", "p3")]
    people = with_people(TRAINING, FOUR, [*rows, ("p4", "a", Role.PARTICIPANT, None, None)])
    notes = [plain(block.note) for block in built(people).blocks if isinstance(block, Table)]
    told = "Not counted, because it is not recorded whether, or when, they were invited or came: 1."
    assert [note.count(told) for note in notes] == [1, 1]
    both = [plain(block.note) for block in built(people, groups=("attended", "participants")).blocks if isinstance(block, Table)]
    assert all("invited or came: Attended (1) and Participants (1)." in note for note in both)


def test_persons_stand_with_the_least_that_open_pairs_leave() -> None:
    """Three came, of whom two may be one: "≥ 2" below the number of persons, and nothing below that of attendances."""
    rows = [(id, "a", Role.PARTICIPANT, None, True) for id in ("p1", "p2", "p3")]
    open_ = SameAs(participant="p1", same_as="p2", decision=Decision.OPEN)
    people = evolve(with_people(TRAINING, FOUR, rows), same_as=(open_,))
    shown = tables(built(people))
    assert shown["Women and men (attendances)"][1][3] == "3"
    assert shown["Women and men (persons, each once)"][1][3] == "3\n≥ 2"
    (note,) = [plain(block.note) for block in built(people).blocks if isinstance(block, Table) and "≥" in plain(block.note)]
    assert note.endswith(
        "the number after ≥ is how many persons are left if each of the pairs saved as open is one person "
        "(in all lists: 1). Pairs that nobody has saved are not in it."
    )


def test_a_trend_has_the_bounds_of_its_shares() -> None:
    """Of four who came the gender of one is not known: a share of 67 percent is 50 to 75, over time as elsewhere."""
    rows = [(id, "a", Role.PARTICIPANT, None, True) for id in FOUR]
    table = built(with_people(TRAINING, FOUR, rows), trend=True, groups=("attended",)).blocks[0]
    assert isinstance(table, Table)
    assert cells(table)[1] == ["2022", "67% (2 of 3)\n50%–75%"]
    assert "the range below it puts them on either side" in plain(table.note)


def test_attendances_and_persons_are_two_tables() -> None:
    """Two women came to both trainings: four attendances of two persons; never added, never mixed."""
    rows = [(id, activity, Role.PARTICIPANT, None, True) for id in ("p1", "p2") for activity in "ab"]
    people = with_people(TRAINING, FOUR, [*rows, ("p3", "a", Role.PARTICIPANT, None, True)])

    assert tables(built(people)) == {
        "Women and men (attendances)": [
            ["Group", "Women", "Men", "Total", "Share of women", "Assessment"],
            ["Participants", "4", "1", "5", "80%", "above the target"],
        ],
        "Women and men (persons, each once)": [
            ["Group", "Women", "Men", "Total", "Share of women", "Assessment"],
            ["Participants", "2", "1", "3", "67%", "above the target"],
        ],
    }


def test_head_counts_and_rows_are_counted_together_as_attendances() -> None:
    """One activity has rows (2 women, 1 man, 1 not recorded), the other head counts (3 women, 4 men).

    Women are 5 of 10 whose gender is known: 50 percent, and from 5 of 11 to 6 of 11. Persons are known at least.
    """
    rows = [(id, "a", Role.PARTICIPANT, None, True) for id in FOUR]
    dataset = evolve(
        with_people(TRAINING, FOUR, rows), head_counts=(HeadCount(activity="b", women=3, men=4, total=7),)
    )
    result = built(dataset)

    assert tables(result) == {
        "Women and men (attendances)": [
            ["Group", "Women", "Men", "Not recorded", "Total", "Share of women", "Assessment"],
            ["Participants", "5", "5", "1", "11", "50%\n45%–55%", "within the target"],
        ],
        "Women and men (persons, each once)": [
            ["Group", "Women", "Men", "Not recorded", "Total", "Share of women", "Assessment"],
            ["Participants", "at least 2", "at least 1", "1", "at least 4", "67%\n50%–75%", "undetermined"],
        ],
    }
    persons = result.blocks[1]
    assert isinstance(persons, Table)
    assert "Head counts name no persons and are left out: 7 attendances." in plain(persons.note)
    chart = result.blocks[2]
    assert isinstance(chart, Chart)
    assert chart.categories == ("Participants",)
    assert [value.magnitude for value in chart.series[0].values] == [Fraction(1, 2)]
    assert chart.alt == "Share of women: Participants 50%"


def test_head_counts_alone_have_no_persons() -> None:
    """Without names there is no table of persons, and a note says why."""
    (table, _) = built(evolve(TRAINING, head_counts=(HeadCount(activity="a", women=3, men=2),))).blocks
    assert isinstance(table, Table)
    assert plain(table.note).endswith(
        "How many different persons these are is not known: head counts name nobody."
    )


def test_each_role_is_a_line_and_all_together_another() -> None:
    """A moderator and a trainer are no participants; all three attended. A panelist is with the speakers."""
    rows = [
        ("p1", "a", Role.PARTICIPANT, None, True),
        ("p2", "a", Role.MODERATOR, None, True),
        ("p3", "a", Role.TRAINER, None, True),
        ("p3", "b", Role.PANELIST, None, True),
    ]
    attendances = tables(built(with_people(TRAINING, FOUR, rows)))["Women and men (attendances)"]

    assert [row[:4] for row in attendances] == [
        ["Group", "Women", "Men", "Total"],
        ["Attended", "2", "2", "4"],
        ["Participants", "1", "0", "1"],
        ["Speakers and panelists", "0", "1", "1"],
        ["Moderators", "1", "0", "1"],
        ["Trainers", "0", "1", "1"],
    ]


def test_invited_against_attended() -> None:
    """Two women and two men were invited, both women and one man came: 66.7 less 50 percent are 16.7 points."""
    genders = {**FOUR, "p4": Gender.MAN}
    rows = [(id, "a", Role.PARTICIPANT, True, id != "p4") for id in genders]
    result = built(with_people(TRAINING, genders, rows))

    assert tables(result)["Women and men (invitations, attendances)"] == [
        ["Group", "Women", "Men", "Total", "Share of women", "Assessment"],
        ["Invited", "2", "2", "4", "50%", "within the target"],
        ["Attended", "2", "1", "3", "67%", "above the target"],
        ["Participants", "2", "1", "3", "67%", "above the target"],
        ["Attended less invited", "", "", "", "16.7", ""],
    ]
    table = result.blocks[0]
    assert isinstance(table, Table)
    (difference,) = table.rows[-1].cells[-2]
    assert str(difference.value.address) == "attended.women[less=invited.women]@2022"  # type: ignore[union-attr]


def test_more_who_came_than_were_invited() -> None:
    """One training has invitations, the other a head count at the door only; that the two differ is said."""
    counts = (
        HeadCount(activity="a", presence=Presence.INVITED, women=1, men=1),
        HeadCount(activity="a", women=1, men=1),
        HeadCount(activity="b", women=5, men=5),
    )
    table = built(evolve(TRAINING, head_counts=counts)).blocks[0]
    assert isinstance(table, Table)
    assert plain(table.note).endswith(
        "More attended than were invited, so not every activity has a list of invitations."
    )


@pytest.mark.parametrize(
    ("women", "men", "measure", "expected"),
    [
        (8, 12, "40-60", "within the target"),
        (7, 13, "40-60", "below the target"),
        (10, 10, "50", "within the target"),
        (9, 11, "50", "below the target"),
        (11, 9, "50", "above the target"),
        (9, 11, "45-55", "within the target"),
        (9, 11, "30%", "within the target"),
        (16, 4, "30", "above the target"),
        (16, 4, "40–100", "within the target"),
    ],
)
def test_measure(women: int, men: int, measure: str, expected: str) -> None:
    """The share is held against the measure that was asked for; both ends belong to it."""
    counts = (HeadCount(activity="a", women=women, men=men),)
    table = built(evolve(TRAINING, head_counts=counts), measure=measure).blocks[0]
    assert cells(table)[1][-1] == expected


@pytest.mark.parametrize(
    ("measure", "meaning"),
    [
        ("50", "The target is met where neither women nor men are below 50%."),
        ("45-60", "The target is met where the share of women is from 45% to 60%."),
        ("33.3-100", "The target is met where the share of women is 33.3% or more."),
    ],
)
def test_the_table_says_what_its_measure_means(measure: str, meaning: str) -> None:
    """Nobody has to guess what "50" was taken for."""
    table = built(STAFF, measure=measure).blocks[0]
    assert isinstance(table, Table)
    assert plain(table.note) == meaning


@pytest.mark.parametrize("measure", ["half", "60-40", "140", "60", ""])
def test_no_measure(measure: str) -> None:
    """What is no measure is refused with examples; 60 percent for each of two is impossible."""
    assert [str(problem) for problem in built(STAFF, measure=measure).problems] == [
        f"<call>: gender-balance: expected a measure in percent, got {measure!r}; write 40-60, 50 for half and half, "
        "30 for at least 30 percent of each, or 40-100 for no upper bound"
    ]


def test_those_not_recorded_can_turn_a_verdict() -> None:
    """Four women of ten whose gender is known are 40 percent; with two unknown it could be 4 of 12."""
    counts = (HeadCount(activity="a", women=4, men=6, not_recorded=2),)
    table = built(evolve(TRAINING, head_counts=counts), not_recorded=20).blocks[0]
    assert cells(table)[1] == ["Participants", "4", "6", "2", "12", "40%\n33%–50%", "undetermined"]


def test_too_many_not_recorded_are_reported() -> None:
    """Two of twelve are more than ten percent, whether or not a chapter shows them; who prefers not to say did answer."""
    counts = (HeadCount(activity="a", women=4, men=5, undisclosed=1, not_recorded=2),)
    dataset = evolve(TRAINING, head_counts=counts)
    assert [str(problem) for problem in check(edition_of(dataset))] == [
        "2022: expected the gender of at most 10 percent to be not recorded, got 17% of participants "
        "(2 of 12 attendances); "
        "record the gender of those who are missing, or say in kcss.toml why it is not: [[silence]]"
    ]
    assert built(dataset).problems == ()


def test_a_chapter_may_allow_fewer() -> None:
    """One of twelve is in order anywhere but in a chapter that allows five percent."""
    counts = (HeadCount(activity="a", women=5, men=6, not_recorded=1),)
    dataset = evolve(TRAINING, head_counts=counts)
    assert list(check(edition_of(dataset))) == []
    assert [str(problem) for problem in built(dataset, not_recorded=5).problems] == [
        "<call>: gender-balance: expected the gender of at most 5 percent to be not recorded, got 8% of participants "
        "(1 of 12 attendances); "
        "record the gender of those who are missing, or say in kcss.toml why it is not: [[silence]]"
    ]


def test_few_not_recorded_are_in_order() -> None:
    """The limit itself is allowed: one of ten at ten percent, and one of twenty at five."""
    ten = evolve(TRAINING, head_counts=(HeadCount(activity="a", women=4, men=5, not_recorded=1),))
    assert list(check(edition_of(ten))) == []
    twenty = evolve(TRAINING, head_counts=(HeadCount(activity="a", women=9, men=10, not_recorded=1),))
    assert built(twenty, not_recorded=5).problems == ()


def test_limit_is_a_percentage() -> None:
    """More than a hundred percent is refused."""
    assert [str(problem) for problem in built(STAFF, not_recorded=101).problems] == [
        "<call>: gender-balance: expected a percentage after not-recorded, got 101; "
        "write a number from 0 to 100; 10 is usual"
    ]


def test_nobody_counted_is_said_not_shown() -> None:
    """Without any data on gender there is no empty table but a warning with a remedy."""
    result = built(EMPTY)

    assert result.blocks == ()
    assert [str(problem) for problem in result.problems] == [
        "<call>: gender-balance: neither records nor aggregates tell the gender of anyone; "
        "add head counts, participations, staff counts or an aggregate, or leave the directive out"
    ]


def test_unknown_group_is_a_problem() -> None:
    """A group that does not exist is refused with the nearest name."""
    assert [str(problem) for problem in built(STAFF, groups=("speaker",)).problems] == [
        "<call>: gender-balance: expected a group, one of staff, invited, attended, participants, speakers, "
        "moderators, trainers, organizers, facilitators, observers, guests, got 'speaker'; did you mean 'speakers'?"
    ]


def test_the_chart_has_one_bar_a_group() -> None:
    """However many groups there are, each has the bar of its attendances, and staff that of persons."""
    genders = {**FOUR, "p4": Gender.MAN}
    roles = [Role.PARTICIPANT, Role.SPEAKER, Role.MODERATOR, Role.TRAINER]
    people = with_people(TRAINING, genders, [(id, "a", role, True, True) for id in genders for role in roles])
    chart = built(evolve(people, staff=STAFF.staff)).blocks[-1]
    assert isinstance(chart, Chart)
    assert chart.categories == (
        "Staff (persons)", "Invited (invitations)", "Attended (attendances)", "Participants (attendances)",
        "Speakers and panelists (attendances)", "Moderators (attendances)", "Trainers (attendances)",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "header"),
    [
        ("sq", ["Grupi", "Gra", "Burra", "Gjithsej", "Përqindja e grave", "Vlerësimi"]),
        ("sr-Latn", ["Grupa", "Žene", "Muškarci", "Ukupno", "Udeo žena", "Ocena"]),
        ("sr-Cyrl", ["Група", "Жене", "Мушкарци", "Укупно", "Удео жена", "Оцена"]),
    ],
)
def test_every_language(language: str, header: list[str]) -> None:
    """No word of English is left in another language."""
    genders = {**FOUR, "p4": Gender.MAN}
    people = with_people(TRAINING, genders, [(id, "a", Role.PARTICIPANT, True, id != "p4") for id in genders])
    table = built(people, language, groups=("invited", "attended")).blocks[0]
    assert isinstance(table, Table)
    assert cells(table)[0] == header
    english = built(people, groups=("invited", "attended")).blocks[0]
    assert isinstance(english, Table)
    assert set(plain(table.note).split()) & set(plain(english.note).split()) == {"40%."}


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


def test_titles_of_figures_tell_persons_from_attendances() -> None:
    """Who lists the figures sees which counts each person once."""
    figures = edition_of(EMPTY).figures
    assert figures["participants.women"].title == Text(
        {
            "en": "Women among participants",
            "sq": "Gratë ndër pjesëmarrësit",
            "sr-Latn": "Žene među učesnicima",
            "sr-Cyrl": "Жене међу учесницима",
        }
    )
    assert str(figures["participants.persons.women"].title) == "Women among participants (persons, each once)"
