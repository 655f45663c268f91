"""Decisions that two participants are one person: followed, undone, or refused; and the key that ids are made with."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcss_core.builtin.readers import read_csv
from kcss_core.errors import FileError
from kcss_core.model import Dataset
from kcss_core.origin import Origin
from kcss_core.reading.identity import digest, key_file, make_key, number_digest, read_key
from kcss_core.reading.persons import NumberKind
from kcss_core.reading.raw import RawRecord, Source
from kcss_core.reading.same_as import fewest
from kcss_core.reading.structure import structure
from kcss_core.vocabulary import KindTree

PERSONS = "id,gender,municipality,birth_year\nbesa,woman,,\nbesa-k,,Pejë,1980\nfatmir,man,,\nfatmire,woman,,\n"
CAME = "participant,activity\nbesa,a-1\nbesa-k,a-2\nfatmir,a-1\nfatmire,a-1\n"
CENTRE = [
    RawRecord("organization", {"id": "c", "name": "Centre"}, Origin("centre.toml")),
    *(RawRecord("activities", {"id": id, "kind": "meeting"}, Origin("centre.toml")) for id in ("a-1", "a-2")),
]


def read(same_as: str, persons: str = PERSONS, came: str = CAME) -> tuple[Dataset, list[str]]:
    """Return the dataset of three CSV files, and what is wrong with it."""
    files = {"participants.csv": persons, "participations.csv": came, "same-as.csv": same_as}
    raws = [read_csv(Source(file=name, data=text.encode())) for name, text in files.items()]
    assert [problem for raw in raws for problem in raw.problems] == []
    dataset, problems = structure([*CENTRE, *(one for raw in raws for one in raw.records)], KindTree.standard())
    assert dataset is not None
    return dataset, [f"{problem.severity}: {problem}" for problem in problems]


def who_came(dataset: Dataset) -> list[str]:
    return list(dataset.participations.column("participant"))


def test_two_are_made_one():
    """The person who is kept has the participations of both, and what only the other one records."""
    dataset, problems = read("participant,same_as\nbesa-k,besa\n")
    assert problems == []
    assert [person.id for person in dataset.participants] == ["besa", "fatmir", "fatmire"]
    kept = dataset.participants[0]
    assert (kept.gender, kept.municipality, kept.birth_year) == ("woman", "Pejë", 1980)
    assert str(kept.origin) == "participants.csv:2"
    assert who_came(dataset) == ["besa", "besa", "fatmir", "fatmire"]
    assert [str(record.origin) for record in dataset.same_as] == ["same-as.csv:2"]


def test_it_is_undone_by_deleting_the_row():
    """Without the row the two are two again, for nothing was written anywhere else."""
    dataset, problems = read("participant,same_as\n")
    assert problems == []
    assert [person.id for person in dataset.participants] == ["besa", "besa-k", "fatmir", "fatmire"]
    assert who_came(dataset) == ["besa", "besa-k", "fatmir", "fatmire"]


@pytest.mark.parametrize("decision", ["different", "open"])
def test_what_is_not_decided_merges_nobody(decision):
    """Only the decision *same* makes two participants one."""
    dataset, problems = read(f"participant,same_as,decision\nbesa-k,besa,{decision}\n")
    assert problems == []
    assert len(dataset.participants) == 4
    assert fewest(dataset.same_as) == ({"besa-k": "besa"} if decision == "open" else {})


def test_one_activity_twice():
    """Where both came to one activity, the person came once, and the row is asked about: may be they are two."""
    dataset, problems = read("participant,same_as\nbesa-k,besa\n", came="participant,activity\nbesa,a-1\nbesa-k,a-1\n")
    assert who_came(dataset) == ["besa"]
    assert problems == [
        "warning: participations.csv:3: expected a person once in a role at an activity, got the same as at "
        "participations.csv:2, which counts once; delete the row, or give two persons two ids"
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            "fatmire,fatmir",
            ["2 same_as: expected two participants with one gender, got two; the row is not followed; "
             "mend the list, or delete this row"],
        ),
        (
            "besa-k,besa\nfatmir,besa-k",
            ["3 same_as: expected the id that is kept, got one that same-as.csv:2 says is the same as another; "
             "the row is not followed; write the id under same_as of that row here too"],
        ),
        (
            "besa,besa-k\nbesa-k,fatmire\nfatmire,besa",
            [f"{row} same_as: expected another person, got one who by other rows is the same as this one: a circle; "
             "the row is not followed; delete one of the rows" for row in (2, 3, 4)],
        ),
        ("besa,besa", ["2 same_as: expected another participant, got the same one; the row is not followed; "
                       "delete the row"]),
        (
            "besa-k,besa\nbesa-k,fatmire",
            ["3 same_as: expected one person who is the same, got a second; the first stands at same-as.csv:2; "
             "the row is not followed; decide for one of them"],
        ),
        (
            "Agim Gashi,besa\nfatmir,Agim",
            ["2 participant: expected the id of one of the participants, got another (2 rows, this is the first); "
             "these rows are not followed; mend the id, or delete the row"],
        ),
        (
            "~k0123,besa",
            ["2 participant: expected the id of one of the participants, got another; the row is not followed; "
             "ids that begin with ~ hold for one key only: look whether it is in its place (kcss same-as says so), "
             "then list the persons anew"],
        ),
        (
            "besa-k,besa\nbesa,besa-k",
            ["3: expected one decision about two participants, got the same as at same-as.csv:2; delete one of them"],
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_followed(rows, said):
    """Conflicts, chains, circles, contradictory and unknown rows are errors, without any id; they merge nobody."""
    dataset, problems = read(f"participant,same_as\n{rows}\n")
    assert problems == [f"error: same-as.csv:{each}" for each in said]
    merged = 1 if rows.startswith("besa-k,besa") else 0
    assert len(dataset.participants) == 4 - merged


def test_a_third_must_fit_both():
    """A woman and a man may not be one person by way of a third whose gender nobody recorded."""
    dataset, problems = read("participant,same_as\nfatmir,besa-k\nfatmire,besa-k\n")
    assert [problem.partition(": expected")[0] for problem in problems] == ["error: same-as.csv:3 same_as"]
    assert [person.id for person in dataset.participants] == ["besa", "besa-k", "fatmire"]


def test_fewest_follows_chains_and_circles():
    """The lower bound takes all that is open together, however the rows lead."""
    dataset, _ = read(
        "participant,same_as,decision\nbesa,besa-k,open\nbesa-k,fatmire,open\nfatmire,besa,open\nfatmir,besa,different\n"
    )
    assert fewest(dataset.same_as) == {"besa": "fatmire", "besa-k": "fatmire"}


# ---------------------------------------------------------------- the key


def test_a_key_is_made_once(tmp_path: Path):
    """A new key is random, only its owner reads it, and no second one is written over it."""
    file = tmp_path / "config" / "key"
    make_key(file)
    key, problems = read_key(file, tmp_path / "workspace")
    assert problems == ()
    assert key is not None and len(key) == 64
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(FileError, match="there is a key already; with another one all persons would get other ids"):
        make_key(file)
    assert file.read_bytes().strip() == key


def test_no_key_is_no_problem(tmp_path: Path):
    """Who has none is told apart by name, and is not told off."""
    assert read_key(tmp_path / "key", tmp_path) == (None, ())


def test_a_key_in_the_workspace_is_refused(tmp_path: Path):
    """A key that travels with the records protects nobody."""
    file = tmp_path / "records" / "key"
    make_key(file)
    key, [problem] = read_key(file, tmp_path)
    assert key is None
    assert str(problem) == (
        "key: expected the key outside the workspace, where nobody gets it along with the records; it is not used; "
        "move it, name its new place in KCSS_KEY_FILE, and make a new one if somebody may have it"
    )


def test_a_short_key_is_refused(tmp_path: Path):
    """A word that somebody thought of can be guessed."""
    file = tmp_path / "key"
    file.write_text("secret\n")
    key, [problem] = read_key(file, tmp_path / "workspace")
    assert key is None
    assert str(problem) == (
        "key: expected a key of 32 letters or more, got 6; it is not used; kcss same-as --make-key writes a new one "
        "where there is none; kcss same-as says where it is looked for"
    )


def test_where_the_key_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """In the user's folder of settings, or where the environment says."""
    monkeypatch.setenv("KCSS_KEY_FILE", str(tmp_path / "elsewhere"))
    assert key_file() == tmp_path / "elsewhere"
    monkeypatch.delenv("KCSS_KEY_FILE")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert key_file() == tmp_path / ".config" / "kcss" / "identity-key"


def test_digests_depend_on_the_key():
    """HMAC-SHA-256 as RFC 4231 defines it, test case 2; another key gives another digest, and so does no key."""
    assert digest(b"Jefe", "what do ya want for nothing?") == "k5bdcc146bf60754e6a04"
    assert digest(b"jefe", "what do ya want for nothing?") != digest(b"Jefe", "what do ya want for nothing?")
    assert digest(None, "abc") == "ba7816bf8f01cfea4141"
    assert number_digest(b"key", NumberKind.EMAIL, "1") != number_digest(b"key", NumberKind.PHONE, "1")
