"""The dataset: families, indexes, references."""

from __future__ import annotations

import attrs
import pytest

from kcss_core.model import (
    FAMILIES,
    Activity,
    Dataset,
    HeadCount,
    Objective,
    Organization,
    Participant,
    Participation,
    Photograph,
    Program,
    Project,
    Publication,
    Table,
)
from kcss_core.model.unread import Unread
from kcss_core.origin import Origin
from kcss_core.text import Text

KCSS = Organization(id="kcss", name=Text("KCSS"))
GENDER = Program(id="gender", name=Text("Gender and Security"))


def dangling(**families: object) -> list[str]:
    """Return the problems of references in a dataset, as shown."""
    return [str(problem) for problem in Dataset(organization=KCSS, **families).dangling()]  # type: ignore[arg-type]


def test_a_family_is_reached_by_its_name_in_files() -> None:
    """Every family that files may name is an attribute of the dataset, and the other way round."""
    dataset = Dataset(organization=KCSS, head_counts=(HeadCount(activity="a", women=3),))
    assert dataset.of("head-counts") == (HeadCount(activity="a", women=3),)
    attributes = {attribute.name for attribute in attrs.fields(Dataset)} - {"organization", "kinds", "unread"}
    assert {family.attribute for family in FAMILIES.values()} == attributes


@pytest.mark.parametrize("name", FAMILIES)
def test_references_name_fields_and_families_that_exist(name: str) -> None:
    """A reference without field or target would never be checked."""
    family = FAMILIES[name]
    fields = {attribute.name for attribute in attrs.fields(family.record)}
    assert set(family.references) <= fields
    assert set(family.references.values()) <= set(FAMILIES)


def test_a_record_is_found_by_id() -> None:
    """`find` gives the record, or None."""
    dataset = Dataset(organization=KCSS, programs=(GENDER,))
    assert dataset.find("programs", "gender") is GENDER
    assert dataset.find("programs", "peace") is None


def test_a_row_of_a_table_is_found_by_id() -> None:
    """A participant is found like any record, though it is kept in columns."""
    people = Table.of(Participant, [Participant(id="x"), Participant(id="y", country="XK")])
    assert Dataset(organization=KCSS, participants=people).find("participants", "y") == Participant(
        id="y", country="XK"
    )


def test_a_dangling_reference_names_what_was_probably_meant() -> None:
    """Place, what was expected, what stands there, and the nearest id."""
    project = Project(
        id="p", title=Text("P"), programs=("gendr",), origin=Origin("records/projects.csv", row=4)
    )
    assert dangling(programs=(GENDER,), projects=(project,)) == [
        "records/projects.csv:4 programs: expected the id of one of the programs, got 'gendr'; did you mean 'gender'?"
    ]


def test_a_dangling_reference_without_a_near_id_says_what_to_do() -> None:
    """Where nothing is near, the remedy is to add the record."""
    assert dangling(objectives=(Objective(id="o", text=Text("O"), programs=("xyz",)),)) == [
        "expected the id of one of the programs, got 'xyz'; add it to the programs, or mend the id"
    ]


def test_every_reference_of_a_record_is_followed() -> None:
    """Each field that holds ids is looked at, with each id in it."""
    activity = Activity(
        id="a", kind="meeting", programs=("1", "2"), projects=("3",), partners=("4",), institutions=("5",),
        photographs=("6",),
    )  # fmt: skip
    found = dangling(activities=(activity,), head_counts=(HeadCount(activity="7", men=1),))
    assert [message.split("; ")[0] for message in found] == [
        "expected the id of one of the programs, got '1'",
        "expected the id of one of the programs, got '2'",
        "expected the id of one of the projects, got '3'",
        "expected the id of one of the institutions, got '4'",
        "expected the id of one of the institutions, got '5'",
        "expected the id of one of the photographs, got '6'",
        "expected the id of one of the activities, got '7'",
    ]


def test_references_that_resolve_are_no_problem() -> None:
    """A dataset whose ids exist has no dangling references."""
    assert (
        dangling(
            programs=(GENDER,),
            photographs=(Photograph(id="f", programs=("gender",)),),
            publications=(Publication(id="b", title=Text("B"), programs=("gender",)),),
            activities=(Activity(id="a", kind="meeting", photographs=("f",)),),
            participants=Table.of(Participant, [Participant(id="x")]),
            participations=Table.of(Participation, [Participation(participant="x", activity="a")]),
        )
        == []
    )


def test_a_dangling_reference_of_many_rows_is_one_problem_with_their_number() -> None:
    """A table reports a distinct unknown id once, at its first row."""
    rows = [
        Participation(participant="x", activity=activity, origin=Origin("records/participations.csv", row=row))
        for row, activity in enumerate(["a", "b", "c", "b", "b"], 2)
    ]
    found = dangling(
        activities=(Activity(id="a", kind="meeting"),),
        participants=Table.of(Participant, [Participant(id="x")]),
        participations=Table.of(Participation, rows),
    )
    assert found == [
        "records/participations.csv:3 activity: expected the id of one of the activities, got 'b' "
        "(3 rows, this is the first); add it to the activities, or mend the id",
        "records/participations.csv:4 activity: expected the id of one of the activities, got 'c'; "
        "add it to the activities, or mend the id",
    ]


def test_the_id_of_a_participant_is_not_echoed() -> None:
    """All unknown participants are one problem, without their ids: an id may be a name."""
    rows = [
        Participation(participant=name, activity="a", origin=Origin("records/participations.csv", row=row))
        for row, name in enumerate(["Agim", "Besa", "Agim"], 2)
    ]
    found = dangling(
        activities=(Activity(id="a", kind="meeting"),),
        participants=Table.of(Participant, [Participant(id="Besa")]),
        participations=Table.of(Participation, rows),
    )
    assert found == [
        "records/participations.csv:2 participant: expected the id of one of the participants "
        "(2 rows, this is the first); add it to the participants, or mend the id"
    ]


def test_a_record_that_was_left_out_is_not_reported_at_each_reference() -> None:
    """One mistake is one problem: what a file holds but could not be taken over is not dangling."""
    project = Project(id="p", title=Text("P"), programs=("broken", "unknown"))
    dataset = Dataset(organization=KCSS, projects=(project,), unread=Unread(ids={"programs": ["broken"]}))
    found = [str(p) for p in dataset.dangling()]
    assert found == [
        "expected the id of one of the programs, got 'unknown'; add it to the programs, or mend the id"
    ]


@pytest.mark.parametrize(
    ("count", "persons", "parts"),
    [
        (HeadCount(activity="a", women=3, men=4, not_recorded=1), 8, 8),
        (HeadCount(activity="a", women=3, total=10), 10, 3),
        (HeadCount(activity="a", total=0), 0, 0),
    ],
)
def test_a_head_count_counts_its_total_as_stated(count: HeadCount, persons: int, parts: int) -> None:
    """A stated total stands, even where the parts do not add up to it; else the parts are summed."""
    assert (count.persons, count.parts) == (persons, parts)
