"""Attendances and persons: one source for each activity, role and presence, and each person once."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from kcss_core.edition import Edition
from kcss_core.figures import Evidence, Figure, Measure, Value
from kcss_core.model import Activity, Dataset, HeadCount, Organization, Participant, Participation, Table
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.text import Text
from kcss_core.vocabulary import Gender, Presence, Role

YEAR = Period.year(2022)
WOMAN, MAN = Gender.WOMAN, Gender.MAN

PEOPLE = {"ana": WOMAN, "bora": WOMAN, "cen": MAN, "dea": Gender.NON_BINARY, "eda": Gender.UNDISCLOSED, "fat": None}


def dataset(rows: list[dict[str, Any]], *head_counts: HeadCount) -> Dataset:
    """Return two activities of 2022, ``a`` and ``b``, with the people above."""
    return Dataset(
        organization=Organization(id="o", name=Text("O")),
        activities=(
            Activity(id="a", kind="forum", title=Text("Forum"), reported=YEAR),
            Activity(id="b", kind="meeting", title=Text("Meeting"), reported=YEAR),
        ),
        participants=Table.of(Participant, (Participant(id=id, gender=gender) for id, gender in PEOPLE.items())),
        participations=Table.of(
            Participation,
            (
                Participation(origin=Origin("people.csv", row=row), **fields)
                for row, fields in enumerate(rows, 2)
            ),
        ),
        head_counts=head_counts,
    )


def came(person: str, activity: str, role: Role = Role.PARTICIPANT) -> dict[str, Any]:
    return {"participant": person, "activity": activity, "role": role, "attended": True}


def value(records: Dataset, subject: str, measure: Measure = Measure.COUNT, **declared: Any) -> Value:
    figure = Figure(id="f", title=Text("F"), measure=measure, subject=subject, **declared)
    return Edition(records, [figure], period=YEAR).value("f")


def test_attendances_count_each_participation_and_persons_each_person() -> None:
    """Ana came twice: two attendances, one person."""
    records = dataset([came("ana", "a"), came("ana", "b"), came("cen", "b")])
    assert value(records, "attendances").number == 3
    assert value(records, "persons").number == 2


def test_person_in_two_roles_is_one_person() -> None:
    """A speaker who also moderates counts once among both."""
    records = dataset([came("ana", "a", Role.SPEAKER), came("ana", "a", Role.MODERATOR)])
    assert value(records, "persons", where={"role": ["speaker", "moderator"]}).number == 1


def test_two_codes_of_one_id_are_one_person() -> None:
    """A table may hold one id under two codes; it is the same person."""
    from array import array

    from kcss_core.model import Column

    records = dataset([came("ana", "a"), came("ana", "b")])
    column = Column(array("B", [0, 1]), ("ana", "ana"))
    table = records.participations
    twice = Table(Participation, {**table.columns, "participant": column}, table.origins)
    assert value(Dataset(organization=records.organization, activities=records.activities, participations=twice), "persons").number == 1


def test_head_counts_are_attendances_where_nobody_is_listed() -> None:
    """Three listed at the forum, twelve counted at the meeting."""
    records = dataset([came(id, "a") for id in ("ana", "bora", "cen")], HeadCount(activity="b", women=7, men=5))
    assert value(records, "attendances").number == 15
    assert value(records, "attendances", where={"gender": "woman"}).number == 9


def test_head_count_is_not_added_to_a_list_of_the_same_role() -> None:
    """Where participants are listed their head count is not used, and is named as excluded; other roles are counted."""
    records = dataset(
        [came("ana", "a")],
        HeadCount(activity="a", women=4, men=1, origin=Origin("counts.csv", row=2)),
        HeadCount(activity="a", role=Role.SPEAKER, women=2),
    )
    found = value(records, "attendances")
    assert found.number == 3
    assert [(entry.label, str(entry.origin), entry.weight, entry.why) for entry in found.evidence.excluded] == [
        (
            "head count of Forum, participant, woman",
            "counts.csv:2",
            4,
            "the participations of this activity and role are used instead",
        ),
        (
            "head count of Forum, participant, man",
            "counts.csv:2",
            1,
            "the participations of this activity and role are used instead",
        ),
    ]


def test_list_of_the_invited_does_not_tell_who_came() -> None:
    """Invitations are listed, attendance was counted: each presence has its own source."""
    invited = [{"participant": id, "activity": "a", "invited": True} for id in ("ana", "bora", "cen")]
    records = dataset(invited, HeadCount(activity="a", women=1, men=0, total=1))
    assert value(records, "attendances", where={"invited": True}).number == 3
    assert value(records, "attendances", where={"attended": True}).number == 1
    excluded = value(records, "attendances", where={"attended": True}).evidence.excluded
    assert [entry.why for entry in excluded] == []


def test_participations_that_a_head_count_replaces_are_excluded() -> None:
    """Whoever is listed without ``attended`` would count, had the head count not been used."""
    invited = [{"participant": "ana", "activity": "a", "invited": True}]
    excluded = value(dataset(invited, HeadCount(activity="a", women=1)), "attendances").evidence.excluded
    assert [(entry.label, entry.why) for entry in excluded] == [
        ("participation 1", "it does not tell who attended; the head count of this activity and role is used")
    ]


def test_head_count_of_those_invited_is_no_attendance() -> None:
    """Twenty invited and nobody counted at the door: no attendance."""
    records = dataset([came("ana", "b")], HeadCount(activity="a", presence=Presence.INVITED, total=20))
    assert value(records, "attendances").number == 1
    assert value(records, "attendances", where={"invited": True}).number == 20


def test_rest_of_a_head_count_is_not_recorded() -> None:
    """Thirty in all, of whom seven women and five men: eighteen whose gender nobody recorded."""
    records = dataset([], HeadCount(activity="a", women=7, men=5, total=30))
    edition = Edition(
        records, [Figure(id="f", title=Text("F"), measure=Measure.COUNT, subject="attendances")], period=YEAR
    )
    rows = edition.breakdown("f", ["gender"]).rows
    assert [(row.cell[0][1], row.value.number) for row in rows] == [("woman", 7), ("man", 5), (None, 18)]


@pytest.mark.parametrize(
    ("attended", "invited", "number", "undecided"),
    [
        (True, None, 1, 0),
        (False, None, 0, 0),
        (False, True, 0, 0),
        (None, None, 0, 1),
        (None, True, 0, 1),
        (None, False, 0, 1),
    ],
)
def test_attendance_without_conditions_is_of_those_who_came(
    attended: bool | None, invited: bool | None, number: int, undecided: int
) -> None:
    """Where a list asks who came and says nothing of somebody, nobody can tell, whoever was invited."""
    records = dataset([{"participant": "ana", "activity": "a", "attended": attended, "invited": invited}])
    found = value(records, "attendances")
    assert (found.number, found.undecided) == (number, undecided)


def test_condition_that_head_counts_cannot_answer_leaves_them_undecided() -> None:
    """Twelve counted heads have no municipality: they are undecided, with the reason."""
    records = dataset([], HeadCount(activity="a", total=12))
    found = value(records, "attendances", where={"participant.municipality": "Pejë"})
    assert (found.number, found.undecided) == (0, 12)
    assert [(entry.weight, entry.why) for entry in found.evidence.undecided] == [
        (12, "a head count does not tell what the conditions ask")
    ]


def test_persons_are_a_lower_bound_where_head_counts_are_left_out() -> None:
    """Head counts name nobody: the number reads "at least", and the note names their attendances."""
    records = dataset([came("ana", "a"), came("cen", "a")], HeadCount(activity="b", women=7, men=5))
    found = value(records, "persons")
    assert (found.number, found.qualifier) == (2, "at-least")
    assert found.note is not None
    assert found.note.within("en") == "Head counts name no persons and are left out: 12 attendances."
    assert "12" in found.note.within("sq")


def test_persons_are_exact_where_no_head_count_meets_the_conditions() -> None:
    """The head count of another role, or of men where women are asked for, does not matter."""
    records = dataset([came("ana", "a", Role.SPEAKER)], HeadCount(activity="b", men=5))
    assert value(records, "persons", where={"role": "speaker"}).qualifier == "exact"
    assert value(records, "persons", where={"gender": "woman"}).qualifier == "exact"


def test_evidence_of_persons_lists_participations_without_names() -> None:
    """Each row has its number and place, and no id of a person."""
    found = value(dataset([came("ana", "a"), came("ana", "b")]), "persons").evidence
    assert [(entry.family, entry.label, str(entry.origin)) for entry in found.included] == [
        ("participations", "participation 1", "people.csv:2"),
        ("participations", "participation 2", "people.csv:3"),
    ]
    assert "ana" not in repr(found)


def test_share_of_women_leaves_out_who_told_nothing_and_bounds_it() -> None:
    """Two women of four whose gender is known; of six in all two could be women too: between 2/6 and 4/6."""
    records = dataset([came(id, "a") for id in PEOPLE])
    share = value(records, "persons", Measure.SHARE, of={"participant.gender": "woman"}).share
    assert share is not None
    assert (share.numerator, share.denominator, share.opposite, share.unknown) == (2, 4, 1, 2)
    assert (share.low, share.high) == (Fraction(2, 6), Fraction(4, 6))


def test_attendance_of_a_vague_activity_is_undecided() -> None:
    """An activity without a date takes its participations with it."""
    records = dataset([came("ana", "a")])
    undated = Dataset(
        organization=records.organization,
        activities=(Activity(id="a", kind="forum"), Activity(id="b", kind="forum", reported=YEAR)),
        participants=records.participants,
        participations=records.participations,
    )
    found = value(undated, "attendances")
    assert found.undecided == 1
    assert [entry.why for entry in found.evidence.undecided] == ["start is not recorded, or too vague to tell the period"]


def test_evidence_is_found_anew_each_time() -> None:
    """Evidence is not kept with the value; two looks see the same."""
    found = value(dataset([came("ana", "a")]), "attendances")
    assert isinstance(found.evidence, Evidence)
    assert found.evidence is not found.evidence
    assert found.evidence == found.evidence


def test_reasons_of_what_is_undecided_are_counted() -> None:
    """Of four, one is no woman, one has no gender, and two were invited and may have come; one of these has no gender."""
    records = dataset([came("cen", "a"), came("fat", "a")] + [
        {"participant": id, "activity": "a", "invited": True} for id in ("ana", "fat")
    ])
    figure = Figure(
        id="f", title=Text("F"), measure=Measure.COUNT, subject="attendances", where={"participant.gender": "woman"}
    )
    assert dict(Edition(records, [figure], period=YEAR).undecided("f")) == {
        "participant.gender is not recorded, or too vague": 1,
        "participant.gender is not recorded, or too vague; attended is not recorded": 1,
        "attended is not recorded": 1,
    }


def heads_at_the_door(number: int = 30) -> HeadCount:
    return HeadCount(activity="a", role=Role.PARTICIPANT, presence=Presence.ATTENDED, total=number)


@pytest.mark.parametrize("subject", ["attendances", "persons"])
def test_who_came_says_nothing_of_who_was_invited(subject: str) -> None:
    """Thirty heads at the door: nobody recorded invitations, so there is no zero of them."""
    invited = value(dataset([], heads_at_the_door()), subject, where={"invited": True})
    assert (invited.number, invited.basis) == (None, "none")


def test_zero_invitations_of_those_recorded() -> None:
    """It is recorded that Ana was not invited: zero."""
    rows = [{**came("ana", "a"), "invited": False}]
    invited = value(dataset(rows), "attendances", where={"invited": True})
    assert (invited.number, invited.basis) == (0, "records")


@pytest.mark.parametrize("where", [{}, {"attended": True}, {"gender": "woman"}])
def test_persons_of_whom_nobody_is_named(where: dict[str, Any]) -> None:
    """Thirty women counted at the door may be any number of persons: no data, and the note says why."""
    women = HeadCount(activity="a", role=Role.PARTICIPANT, presence=Presence.ATTENDED, women=30)
    persons = value(dataset([], women), "persons", where=where)
    assert (persons.number, persons.qualifier, persons.basis) == (None, "exact", "none")
    assert persons.note is not None
    assert persons.note.within("en") == "Head counts name no persons and are left out: 30 attendances."


def test_evidence_of_a_share_of_women_is_its_denominator() -> None:
    """Ana and Cen are counted; Eda does not disclose her gender and Fat's is not recorded."""
    rows = [came(person, "a") for person in ("ana", "cen", "eda", "fat")]
    share = value(dataset(rows), "attendances", Measure.SHARE, of={"gender": "woman"})
    why = "participant.gender is not recorded, or not disclosed"
    assert [entry.origin for entry in share.evidence.included] == [Origin("people.csv", row=2), Origin("people.csv", row=3)]
    assert [(entry.origin, entry.why) for entry in share.evidence.undecided] == [
        (Origin("people.csv", row=4), why),
        (Origin("people.csv", row=5), why),
    ]
