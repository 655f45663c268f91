"""Blank workbooks: what they hold, and that they are read back without a mapping once they are filled in."""

from __future__ import annotations

import io

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from kcss_core.errors import FileError
from kcss_spreadsheet.command import command
from kcss_spreadsheet.templates import TEMPLATES, choices, header, template

from .books import book, dataset, read, said

LANGUAGES = ("en", "sq", "sr-Latn", "sr-Cyrl")


def rows(data: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_template_in_albanian():
    """A template has its header and one example in the language asked for."""
    assert rows(template("head-counts", "sq")) == [
        ["ID e aktivitetit", "Roli", "Gra", "Burra", "Tjetër", "Nuk dëshirojnë të përgjigjen", "E panjohur", "Gjithsej"],
        ["Shembull: tryeza-1", "Pjesëmarrës", 12, 9, 0, 0, 1, 22],
    ]


def test_template_is_the_same_bytes_every_time():
    """Nothing of the time or the machine is in a template."""
    assert template("participants", "sq") == template("participants", "sq")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEMPLATES)
def test_blank_template_is_read_without_a_mapping(name, language):
    """The example row is left out with a note, every header is known, and the hidden words are no news."""
    raw = read(template(name, language))
    assert said(raw) == [
        f"note: records/list.xlsx · {name}:2: the example row of a template is left out",
        f"warning: records/list.xlsx · {name}:1: expected rows below the header, got none",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("vocabulary", ["gender", "role", "kind", "scope"])
def test_every_choice_is_read_as_what_it_stands_for(vocabulary, language):
    """Each word of a drop-down is the value that it was made from."""
    about = [("Title", "Kind", "Scope", "Place"), *(("A", word, None, "Pejë") for word in choices("kind", language).values())]
    if vocabulary == "scope":
        about = [("Title", "Kind", "Scope"), *(("A", "Panel", word) for word in choices("scope", language).values())]
    if vocabulary in ("gender", "role"):
        about = [("Name", vocabulary), *((f"N{n}", word) for n, word in enumerate(choices(vocabulary, language).values()))]
    raw = read(about, constants={} if vocabulary in ("kind", "scope") else {"activity": "a-1"})
    assert said(raw) == []
    found = dataset(raw)
    records = {"gender": found.participants, "role": found.participations}.get(vocabulary, found.activities[1:])
    assert [str(getattr(record, vocabulary)) for record in records] == list(choices(vocabulary, language))


def test_filled_template_of_participants():
    """What somebody fills in under the headers of a template becomes persons and participations."""
    head = [header(column.field, "sr-Latn") for column in TEMPLATES["participants"]]
    raw = read([head, ("Ana", "Ženski", "KCSS", "Priština", 1990, "a-1", "Govornik", "Da", "Ne")])
    assert said(raw) == []
    found = dataset(raw)
    assert [(p.gender, p.affiliation, p.municipality, p.birth_year) for p in found.participants] == [("woman", "KCSS", "Prishtinë", 1990)]
    assert [(p.activity, p.role, p.invited, p.attended) for p in found.participations] == [("a-1", "speaker", True, False)]


def test_filled_template_of_activities():
    """A row of the template of activities is an activity."""
    head = [header(column.field, "sq") for column in TEMPLATES["activities"]]
    raw = read([head, ("x", "Tryezë", "Tryezë e rrumbullakët", "3.5.2022", "4.5.2022", "Pejë", "Lokal", None, None)])
    assert said(raw) == []
    [activity] = dataset(raw, activities=()).activities
    assert (activity.id, activity.kind, str(activity.start), str(activity.end), activity.places, activity.scope) == (
        "x", "roundtable", "2022-05-03", "2022-05-04", ("Pejë",), "local",
    )  # fmt: skip


def test_example_that_somebody_wrote_over_is_a_row():
    """Only a row whose first cell still begins as the example is left out."""
    raw = read([("Name", "Gender"), ("Example: Name", "Woman"), ("Arta", "Example: F")], constants={"activity": "a-1"})
    assert said(raw)[0] == "note: records/list.xlsx · List:2: the example row of a template is left out"
    assert "List:3 B3 Gender: expected a word for gender, got another word" in said(raw)[1]


def test_command_writes_a_file_and_overwrites_none(tmp_path, monkeypatch):
    """The command writes NAME.xlsx, and refuses a file that exists."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(command, ["activities", "--lang", "sq"])
    assert (result.exit_code, result.stderr) == (0, "activities.xlsx: fill it in and put it below records/\n")
    assert (tmp_path / "activities.xlsx").read_bytes() == template("activities", "sq")
    result = CliRunner().invoke(command, ["activities"])
    assert isinstance(result.exception, FileError)
    assert str(result.exception) == "activities.xlsx exists already, and may have been filled in; name another file with -o"


def test_workbooks_written_for_tests_are_visible():
    """The helper of these tests leaves out what is None."""
    assert rows(book(("A", [("x", None, 1)]))) == [["x", "", 1]]
