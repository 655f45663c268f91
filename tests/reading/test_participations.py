"""A person stands once in a role at an activity, however many rows say so."""

from __future__ import annotations

from kcss_core.model import Dataset
from kcss_core.origin import Origin
from kcss_core.reading.raw import RawRecord, RawTable
from kcss_core.reading.structure import structure
from kcss_core.vocabulary import KindTree

_ORGANIZATION = RawRecord("organization", {"id": "c", "name": "Centre"}, Origin("o.toml"))
_ACTIVITY = RawRecord("activities", {"id": "forum", "kind": "meeting"}, Origin("a.toml", row=1))
_PERSONS = tuple(RawRecord("participants", {"id": id}, Origin("p.toml", row=1)) for id in ("p1", "p2"))
_HEADER = ("participant", "activity", "role", "invited", "attended")


def dataset_of(*rows: tuple[str, str, str, str, str], file: str = "list.csv") -> tuple[Dataset, list[str]]:
    """Return the dataset of some rows, with their problems and how much each weighs."""
    columns = tuple(zip(*rows, strict=True))
    table = RawTable("participations", _HEADER, columns, range(2, len(rows) + 2), Origin(file, row=1))
    dataset, problems = structure((_ORGANIZATION, _ACTIVITY, *_PERSONS, table), KindTree.standard())
    assert dataset is not None
    return dataset, [f"{problem.severity}: {problem}" for problem in problems]


def test_a_row_that_repeats_another_counts_once_and_is_reported() -> None:
    """Copying rows into a list raises no number; the words name the rows and no person."""
    row = ("p1", "forum", "participant", "", "yes")
    dataset, problems = dataset_of(row, ("p2", "forum", "participant", "", "yes"), row, row)
    assert [(one.participant, one.attended) for one in dataset.participations] == [("p1", True), ("p2", True)]
    assert problems == [
        "warning: list.csv:4: expected a person once in a role at an activity, got the same as at list.csv:2, "
        "which counts once (2 rows, this is the first); delete the row, or give two persons two ids"
    ]


def test_an_invitation_and_an_attendance_are_one_participation() -> None:
    """Two lists that each record their part of it are joined, and nothing is wrong."""
    dataset, problems = dataset_of(
        ("p1", "forum", "participant", "yes", ""), ("p1", "forum", "participant", "", "yes")
    )
    assert [(one.invited, one.attended) for one in dataset.participations] == [(True, True)]
    assert problems == []


def listed(header: tuple[str, ...], *rows: tuple[str, ...], **constants: object) -> list[tuple[object, object]]:
    """Return what a list says of invited and attended, a pair a person."""
    columns = tuple(zip(*rows, strict=True))
    origin = Origin("list.csv", row=1)
    table = RawTable("participations", header, columns, range(2, len(rows) + 2), origin, constants)
    dataset, problems = structure((_ORGANIZATION, _ACTIVITY, *_PERSONS, table), KindTree.standard())
    assert dataset is not None and not problems
    return [(one.invited, one.attended) for one in dataset.participations]


def test_a_list_that_asks_for_neither_is_one_of_who_attended() -> None:
    """A sheet of attendance needs no column that says so; one of invitations does not tell who came."""
    assert listed(("participant", "activity"), ("p1", "forum"), ("p2", "forum")) == [(None, True), (None, True)]
    assert listed(("participant", "activity"), ("p1", "forum"), invited=True) == [(True, None)]
    assert listed(("participant", "activity", "attended"), ("p1", "forum", "yes"), ("p2", "forum", "")) == [
        (None, True), (None, None),
    ]  # fmt: skip


def test_records_of_a_file_that_asks_for_neither_attended() -> None:
    """In TOML the records of a file are its list; where one of them says who came, another's silence is a gap."""

    def record(file: str, person: str, **said: bool) -> RawRecord:
        return RawRecord("participations", {"participant": person, "activity": "forum", **said}, Origin(file, row=1))

    raw = (record("plain.toml", "p1"), record("asking.toml", "p1", attended=False), record("asking.toml", "p2"))
    for records, expected in ((raw[:1], [True]), (raw[1:], [False, None])):
        dataset, _ = structure((_ORGANIZATION, _ACTIVITY, *_PERSONS, *records), KindTree.standard())
        assert dataset is not None
        assert [one.attended for one in dataset.participations] == expected


def test_an_invitation_and_a_plain_list_are_one_participation() -> None:
    """Who was invited by one list, and stands on a sheet of attendance, was invited and came."""
    invited = RawTable("participations", ("participant", "activity"), (("p1",), ("forum",)), (2,), Origin("i.csv"), {"invited": True})
    came = RawTable("participations", ("participant", "activity"), (("p1",), ("forum",)), (2,), Origin("a.csv"))
    dataset, problems = structure((_ORGANIZATION, _ACTIVITY, *_PERSONS, invited, came), KindTree.standard())
    assert dataset is not None and not problems
    assert [(one.invited, one.attended) for one in dataset.participations] == [(True, True)]


def test_rows_that_contradict_each_other_are_an_error() -> None:
    """Nobody can tell which of two answers holds, so the report stops."""
    _, problems = dataset_of(("p1", "forum", "participant", "", "yes"), ("p1", "forum", "participant", "", "no"))
    assert problems == [
        "error: list.csv:3: expected what list.csv:2 says of the same person, activity and role, "
        "got another answer to invited or attended; mend one of the rows, or give two persons two ids"
    ]


def test_another_role_is_another_participation() -> None:
    """Who speaks and listens at one event stands in two rows."""
    dataset, problems = dataset_of(("p1", "forum", "speaker", "", "yes"), ("p1", "forum", "participant", "", "yes"))
    assert len(dataset.participations) == 2
    assert problems == []
