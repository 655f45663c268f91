"""``kcss persons``: who came, without names unless somebody asks for them; and that no other command names anybody."""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from kcss_core import load, load_plugins

from ..planted import inside

#: A name, a mail address and a telephone that nobody else has; whatever shows a part of one of them is found.
CANARIES = ("Zamfirana", "Quetzalovci", "canary-7731", "044 773 199", "044773199")
PERSON = "Zamfirana Quetzalovci"
PARTICIPANTS = f"""\
id,name,gender,affiliation,municipality,birth_year
n1,{PERSON},woman,Police,pristina,1980
n2,{PERSON} e Dytë,man,Police,pristina,1981
n3,Agim {PERSON},cactus,Court,nowhere-at-all,1982
n3,{PERSON},woman,Court,pristina,{PERSON}
"""
PARTICIPATIONS = """\
participant,activity,role,attended
n1,first-aid,participant,yes
n2,first-aid,speaker,yes
n1,second,participant,yes
n9,first-aid,participant,yes
"""
ACTIVITIES = """\
id,title,kind,start
first-aid,First aid,training,2022-03
second,Second aid,training,2022-05
"""
CHAPTER = """\
# People

:::{gender-balance}
:::

{value}`attended.persons` persons.
"""


@pytest.fixture
def kcss(kcss: Any) -> Any:
    """Return a function that runs the command, with all plugins: they too must be silent about names."""
    return partial(kcss, KCSS_LOAD_PLUGINS=None)


@pytest.fixture
def people(write: Any, tmp_path: Path) -> Path:
    """Return a workspace with a list of participants that has faults, and a sheet that is no better."""
    folder = Path(write())
    for name, text in (
        ("records/participants.csv", PARTICIPANTS),
        ("records/participations.csv", PARTICIPATIONS),
        ("records/activities.csv", ACTIVITIES),
        ("reports/annual/01.md", CHAPTER),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    with xlsxwriter.Workbook(folder / "records" / "second.xlsx") as book:
        sheet = book.add_worksheet("second")
        rows = [
            ("Name", "Gender", "Organization", "E-mail", "Phone", "Signature", "Activity"),
            (PERSON, "F", "Police", "canary-7731@example.org", "044 773 199", PERSON, "second"),
            (PERSON, "M", "Court", "canary-7731@example.org", "044 773 199", "", "second"),
            (f"B. {PERSON}", PERSON, "Court", "", "044773199", "", "second"),
            ("", "F", PERSON, "canary-7731@example.org", "", "", "no-such-activity"),
        ]
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
    return folder


def mended(folder: Path) -> Path:
    """Return the workspace without its faults, for what stops at errors."""
    (folder / "records" / "participants.csv").write_text("\n".join(PARTICIPANTS.splitlines()[:3]), "utf-8")
    (folder / "records" / "participations.csv").write_text("\n".join(PARTICIPATIONS.splitlines()[:4]), "utf-8")
    (folder / "records" / "second.xlsx").unlink()
    return folder


def named(data: bytes) -> list[str]:
    """Return which canaries sing in some bytes."""
    return [canary for canary in CANARIES if any(canary.encode() in part for part in inside(data))]


def test_the_canaries_are_found_where_they_are(people: Path) -> None:
    """The search sees a name in a workbook's cells: a check that cannot fail would say nothing."""
    assert named((people / "records" / "second.xlsx").read_bytes()) == list(CANARIES)


COMMANDS = (
    *(("check", "{}", "--format", form) for form in ("table", "json", "csv")),
    *(("figures", "{}", "--format", form) for form in ("text", "json", "csv")),
    *(("explain", "attended.persons", "-w", "{}", "--format", form) for form in ("text", "json", "csv")),
    ("explain", "attended.persons", "-w", "{}", "--by", "participant.affiliation"),
    *(("show", "gender-balance", "-w", "{}", "--format", form) for form in ("text", "json", "csv")),
    ("show", "gender-balance", "-w", "{}", "--groups", "attended", "--by", "participant.municipality"),
    ("import", "--dry-run", "{}"),
    ("import", "--dry-run", "{}/records/second.xlsx"),
    ("same-as", "{}"),
    ("report", "{}", "annual"),
    ("plugins",),
    ("persons", "{}"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words).replace("{}", "ws"))
def test_no_command_names_anybody(kcss: Any, people: Path, words: tuple[str, ...]) -> None:
    """With faults in every list, names, addresses and telephones are in no output and no message."""
    result = kcss(*(word.format(people) for word in words))
    # Neither an unknown command nor a defect: what was to be said was said.
    assert result.exit_code in (0, 1)
    assert named(result.stdout_bytes + result.stderr.encode()) == []


@pytest.mark.parametrize("form", ["docx", "json", "csv", "text", "xlsx"])
def test_no_report_names_anybody(kcss: Any, people: Path, tmp_path: Path, form: str) -> None:
    """No part of a report in any format holds a name, nor does the evidence behind it."""
    folder = mended(people)
    for command in ("report", "evidence"):
        file = tmp_path / f"{command}.{form}"
        result = kcss(command, str(folder), "annual", "--to", form, "-o", str(file))
        assert result.exit_code == 0, result.stderr
        assert named(file.read_bytes()) == []


def test_no_record_shows_whom_it_is_of(people: Path) -> None:
    """Neither persons nor tables nor the workspace show a name where a program prints them."""
    workspace = load(mended(people), plugins=load_plugins())
    persons = workspace.dataset.participants
    assert persons[0].name == PERSON
    for thing in (workspace, workspace.dataset, persons, persons[0], workspace.dataset.participations[0]):
        assert named(repr(thing).encode()) == []
        assert named(str(thing).encode()) == []


# ---------------------------------------------------------------- the list of persons


def test_persons_are_numbered_unless_names_are_asked_for(kcss: Any, people: Path) -> None:
    """Without --with-names a row says nothing but what many share."""
    result = kcss("persons", str(mended(people)), "--to", "csv")
    assert result.stdout.splitlines() == [
        "\ufeffperson,gender,age_group,country,participations", "1,woman,,,2", "2,man,,,1",
    ]  # fmt: skip
    assert result.stderr == (
        "kcss: 2 persons are written; internal: one row a person is personal data, without names too; "
        "for statistics send the tables of kcss show, in which small groups are hidden\n"
    )


def test_nobody_is_recorded(kcss: Any) -> None:
    """An empty list is not called personal data on the way."""
    kcss("init", "centre")
    assert kcss("persons", "centre", "--to", "csv").stderr == "kcss: no participants are recorded\n"


def test_names_are_asked_for(kcss: Any, people: Path) -> None:
    """With --with-names there is all that is known, and the command says what that is."""
    result = kcss("persons", str(mended(people)), "--to", "csv", "--with-names")
    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))
    assert [(row["id"], row["name"], row["birth_year"], row["file"], row["row"]) for row in rows] == [
        ("n1", PERSON, "1980", "records/participants.csv", "2"),
        ("n2", f"{PERSON} e Dytë", "1981", "records/participants.csv", "3"),
    ]
    assert result.stderr == (
        "kcss: 2 persons are written; internal, with names: ids, names, organizations, municipalities and years of "
        "birth of persons, and where they stand; "
        "give it to nobody who has no right to know who came, and delete it when it has served\n"
    )


def test_the_notice_is_given_once(kcss: Any, people: Path, tmp_path: Path) -> None:
    """On the screen stderr says what is written, and a document says it as well, for whoever gets it; once each."""
    folder = mended(people)
    result = kcss("persons", str(folder), "--with-names")
    assert (result.stdout.count("internal"), result.stderr.count("internal")) == (0, 1)
    assert PERSON in result.stdout
    file = tmp_path / "persons.txt"
    result = kcss("persons", str(folder), "--with-names", "-o", str(file))
    assert (file.read_text("utf-8").count("internal"), result.stderr.count("internal")) == (1, 1)
    assert f"kcss: 2 persons are written to {file}; internal, with names: " in result.stderr


def test_persons_in_other_formats(kcss: Any, people: Path, tmp_path: Path) -> None:
    """JSON says that it is internal, and so does a workbook."""
    folder = mended(people)
    document = json.loads(kcss("persons", str(folder), "--to", "json").stdout)
    assert document["protection"].startswith("internal: one row a person")
    assert document["persons"][0] == {
        "person": 1, "gender": "woman", "age_group": None, "country": None, "participations": 2,
    }  # fmt: skip
    file = tmp_path / "persons.xlsx"
    assert kcss("persons", str(folder), "-o", str(file)).exit_code == 0
    assert any(b"one row a person is personal data" in part for part in inside(file.read_bytes()))
