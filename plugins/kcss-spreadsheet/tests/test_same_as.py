"""Who may be one person: numbers and the key, similar names, and ``kcss same-as``."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kcss_core.cli import main
from kcss_core.model import Participant, Table
from kcss_spreadsheet.similar import persons_of, suggestions

from .books import AT, book, dataset, read, said

KEY = b"0123456789abcdef0123456789abcdef"

# ---------------------------------------------------------------- numbers


def persons(rows, key: bytes | None = KEY) -> int:
    """Return how many persons the rows of a list are."""
    return len(dataset(read(rows, constants=AT, key=key)).participants)


@pytest.mark.parametrize(
    ("header", "one", "other", "number"),
    [
        ("Telefoni", "044 123 456", "+383 44 123 456", 1),
        ("Telefoni", 44123456, "00383-44-123-456", 1),
        ("Telefoni", "044 123 456", "044 123 457", 2),
        ("E-mail", "Besa@Example.org ", "besa@example.org", 1),
        ("JMBG", 101980710006, "0101980710006", 1),
        ("Nr. personal", "1000000001", "1000000002", 2),
        ("Telefoni", "-", "–", 1),  # no numbers: two rows told alike
        ("Nr. personal", "0000000000", "1111111111", 1),
    ],
)
def test_numbers_tell_persons_apart(header, one, other, number):
    """Rows of one name are one person or two by their numbers, however these are written."""
    activity = "ID e aktivitetit"
    rows = [("Emri", "Gjinia", header, activity), ("Besa Krasniqi", "F", one, "a-1"), ("Besa Krasniqi", "F", other, "a-2")]
    raw = read(rows, key=KEY)
    assert said(raw) == ["note: records/list.xlsx · List:1: a column of personal data is not kept (C)"]
    assert len(dataset(raw, activities=("a-1", "a-2")).participants) == number


def test_a_personal_number_outlasts_a_name():
    """Who marries and moves is one person by the personal number; without a key nobody can tell."""
    rows = [("Emri", "Komuna", "Nr. personal"), ("Besa Krasniqi", "Pejë", "1234567890"), ("Besa Hoxha", "Deçan", 1234567890)]
    before = read([rows[0], rows[1]], constants=AT, key=KEY)
    after = read([rows[0], rows[2]], constants={"activity": "a-2"}, key=KEY)
    assert len(dataset(before, after, activities=("a-1", "a-2")).participants) == 1
    assert persons(rows, key=None) == 2


def test_an_office_telephone_is_shared():
    """Different names at one telephone or address are different persons."""
    rows = [("Emri", "Telefoni"), ("Besa", "038 200 300"), ("Arta", "038 200 300")]
    assert persons(rows) == 2


def test_numbers_are_nowhere():
    """With a key as without, neither number nor name nor key is in anything that the reader returns."""
    rows = [("Emri", "Nr. personal", "Telefoni", "E-mail"), ("Zamira", 1234567890, "044 123 456", "z@example.org")]
    raw = read(rows, constants=AT, key=KEY)
    for secret in ("1234567890", "123456", "z@example", "Zamira", KEY.decode()):
        assert secret not in repr(raw)
        assert secret not in repr([list(column) for table in raw.records for column in table.columns])


def test_without_a_key_the_note_says_what_it_would_do():
    """The columns are named that would tell persons apart; others of personal data never would."""
    assert said(read([("Emri", "Telefoni", "Nënshkrimi"), ("Besa", "044 123 456", "x")], constants=AT)) == [
        "note: records/list.xlsx · List:1: 2 columns of personal data are not kept (B, C); "
        "B would tell persons apart, as a digest, if there were a key: kcss same-as"
    ]


# ---------------------------------------------------------------- similar names


def suggested(*people: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Return which of some people are suggested; each is a name, and after it gender, affiliation and year of birth."""
    fields = ("name", "gender", "affiliation", "birth_year")
    table = Table.of(
        Participant,
        (Participant(id=str(n), **dict(zip(fields, person, strict=False))) for n, person in enumerate(people)),
    )
    found = suggestions(persons_of(table), lambda _one, _other: False)
    return [(one.row, one.kept, one.why) for one in found]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Besa Krasniqi", "B. Krasniqi", "an initial"),
        ("Besa Krasniqi", "Krasniqi Besa", "the same name"),
        ("Besa Krasniqi", "BESA KRASNIQI", "the same name"),
        ("Besa Krasniqi", "Беса Краснићи", "the same name"),
        ("Ramiz Hoxha", "Ramiz Hodža", "the same name"),
        ("Милош Ђорђевић", "Milos Dordevic", "the same name"),
        ("Jovana Petrović", "Jovana Petrovć", "spelled nearly alike"),
        ("Besa Krasniqi", "Besa Hoxha Krasniqi", "one has a name more"),
        ("Xhevdet Shala", "Dževdet Šalja", "the same name"),
    ],
)
def test_similar_names_are_suggested(one, other, why):
    """Initials, orders, scripts, spellings of two languages and slips of the pen are asked about."""
    assert suggested((one,), (other,)) == [(1, 0, why)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fatmir Krasniqi", "Fatmire Krasniqi"),
        ("Luan Gashi", "Luana Gashi"),
        ("Aleksandar Ilić", "Aleksandra Ilić"),
        ("Milan Marković", "Milana Marković"),
        ("Arta Gashi", "Arba Gashi"),
        ("Besa Krasniqi", "Besa Gashi"),
        ("Besa Krasniqi", "Drita Krasniqi"),
        ("Besa", "Besa"),
        ("Besa Krasniqi", "A. Krasniqi"),
    ],
)
def test_other_names_are_not(one, other):
    """A woman's and a man's form of a name, and names that only share a part, are two persons."""
    assert suggested((one,), (other,)) == []


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        (("woman",), ("man",), 0),
        (("woman",), (None,), 1),
        ((None, "Policia"), (None, "Gjykata"), 0),
        ((None, "Kuvendi Komunal Prizren"), (None, "Kuvendi Komunal i Prizrenit"), 1),
        ((None, "Policia"), (None, None), 1),
        ((None, None, 1980), (None, None, 1981), 0),
        ((None, None, 1980), (None, None, None), 1),
    ],
)
def test_what_is_recorded_may_tell_them_apart(one, other, number):
    """A different gender, affiliation or year of birth is a veto; what only one row records is none."""
    assert len(suggested(("Besa Krasniqi", *one), ("B. Krasniqi", *other))) == number


def test_one_suggestion_a_person():
    """Of three alike two are suggested to be the first, so that whoever says yes to both makes no chain."""
    assert suggested(("Besa Krasniqi",), ("B. Krasniqi",), ("Besa A. Krasniqi",)) == [
        (1, 0, "an initial"),
        (2, 0, "one has a name more"),
    ]


# ---------------------------------------------------------------- the command

CENTRE = """[organization]
id = "c"
name = "Centre"

[[activities]]
id = "a-1"
kind = "meeting"
start = 2024-05-01
"""
LIST = [
    ("Emri dhe mbiemri", "Gjinia", "ID e aktivitetit"),
    ("Besa Krasniqi", "F", "a-1"),
    ("B. Krasniqi", "F", "a-1"),
    ("Fatmir Hoxha", "M", "a-1"),
    ("Fatmire Hoxha", None, "a-1"),
    ("Arben Shala", "M", "a-1"),
]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one list, and a place for the key beside it."""
    root = tmp_path / "centre"
    (root / "records").mkdir(parents=True)
    (root / "kcss.toml").write_text('[workspace]\nperiod = "2024"\n[disclosure]\nk = 1\n', encoding="utf-8")
    (root / "records" / "centre.toml").write_text(CENTRE, encoding="utf-8")
    (root / "records" / "list.xlsx").write_bytes(book(("List", LIST)))
    monkeypatch.chdir(root)
    monkeypatch.setenv("KCSS_KEY_FILE", str(tmp_path / "key"))
    return root


def run(*words: str) -> Result:
    return CliRunner().invoke(main, [*words])


def test_without_a_key_rows_are_shown_and_no_id(workspace, tmp_path):
    """An id made of a name can be guessed, so it is not written anywhere; the rows are."""
    result = run("same-as", "--save")
    assert result.exit_code == 0
    lines = [re.sub(r" {2,}", " | ", line).strip() for line in result.stdout.splitlines()]
    assert lines[2:] == ["| an initial | records/list.xlsx · List:3 | records/list.xlsx · List:2"]
    assert result.stderr.splitlines() == [
        "1 pair of participants who may be one person; decided before: 0 the same, 0 different",
        f"no key at {tmp_path / 'key'}: personal numbers, e-mail addresses and telephones tell nobody apart, and persons "
        "whom sheets give no id have none that may be written down; kcss same-as --make-key makes one",
        f"{workspace / 'records' / 'same-as.csv'}: nothing to append; 1 cannot be named without a key",
    ]
    assert not (workspace / "records" / "same-as.csv").exists()


def test_from_suggestion_to_decision_and_back(workspace):
    """Saved pairs are open, give a lower bound, are decided in the file, and undone there."""
    assert run("same-as", "--make-key").exit_code == 0
    result = run("same-as", "--save")
    path = workspace / "records" / "same-as.csv"
    assert result.stderr.splitlines()[1:] == [f'{path}: 1 appended as "open"; write "same" or "different" instead']
    header, row = csv.reader(path.read_text("utf-8").splitlines())
    assert header == ["participant", "same_as", "decision"]
    assert re.fullmatch(r"~k[0-9a-f]{20}", row[0]) and re.fullmatch(r"~k[0-9a-f]{20}", row[1])
    assert row[2] == "open"
    open_, same, different = (path.read_text("utf-8").replace("open", word) for word in ("open", "same", "different"))

    def shown() -> tuple[int, bool]:
        """Return how many persons there are, and whether a lower bound is shown."""
        balance = run("show", "gender-balance", "--as", "table")
        assert balance.exit_code == 0
        table = balance.stdout.partition("(persons, each once)")[2]
        [total] = re.findall(r"Participants +\d+ +\d+ +\d+ +(\d+)", table)
        return int(total), "≥ 4" in table

    assert shown() == (5, True)
    lines = run("explain", "attended.persons").stdout.splitlines()
    assert "  at least:   4, were each of the pairs saved as open (1) one person" in lines
    assert run("same-as", "--save").stderr.splitlines()[1:] == [f"{path}: nothing to append"]
    assert path.read_text("utf-8") == open_
    path.write_text(same, "utf-8")
    assert shown() == (4, False)
    path.write_text(different, "utf-8")
    assert shown() == (5, False)
    assert run("same-as").stderr == (
        "0 pairs of participants who may be one person; decided before: 0 the same, 1 different\n"
    )
    path.unlink()
    assert shown() == (5, False)


def test_check_says_that_nobody_has_looked(workspace):
    """Persons told apart by their names are noted until a pair is saved or decided; ids of their own are not."""
    told = "same-as.not-looked-at"
    assert (
        "note: expected decisions about persons with similar names, got none; each counts as another person, "
        "and no number of persons says how many they are at least  [same-as.not-looked-at]\n"
        "    -> kcss same-as lists who may be one person, and --save keeps the pairs; "
        "where there is nothing to keep, say so in kcss.toml: [[silence]]\n"
    ) in run("check").output
    assert run("same-as", "--make-key").exit_code == 0
    assert told in run("check").output
    assert run("same-as", "--save").exit_code == 0
    assert told not in run("check").output

    (workspace / "records" / "same-as.csv").unlink()
    (workspace / "records" / "list.xlsx").write_bytes(
        book(("List", [("ID", "Gjinia", "ID e aktivitetit"), ("p-1", "F", "a-1"), ("p-2", "M", "a-1")]))
    )
    assert told not in run("check").output


def test_names_only_where_they_are_asked_for(workspace):
    """Names are in no format without the option, and with it the command says what they are."""
    for format_ in ("table", "json", "csv"):
        assert "Krasniqi" not in run("same-as", "--format", format_).output
    result = run("same-as", "--with-names", "--format", "json")
    assert json.loads(result.stdout) == {
        "schema_version": 1,
        "pairs": [
            {
                "participant": "", "same_as": "", "decision": "", "why": "an initial",
                "stands_at": "records/list.xlsx · List:3", "the_other_at": "records/list.xlsx · List:2",
                "name": "B. Krasniqi", "other_name": "Besa Krasniqi",
            }
        ],
    }  # fmt: skip
    assert result.stderr.splitlines()[0] == (
        "internal: these are names of participants; no report and no other command shows them"
    )


def test_a_file_with_other_columns_is_not_appended_to(workspace):
    """Who wrote the file by hand is asked to name the columns, and the file stays."""
    assert run("same-as", "--make-key").exit_code == 0
    path = workspace / "records" / "same-as.csv"
    path.write_text("participant,same_as\n", "utf-8")
    result = run("same-as", "--save")
    assert result.exit_code == 3
    assert result.stderr.splitlines()[-1] == (
        f"kcss: {path}: expected the columns participant,same_as,decision, got others; "
        "name the columns so, or write by hand"
    )
    assert path.read_text("utf-8") == "participant,same_as\n"


def test_an_empty_file_is_appended_to(workspace):
    """Who made the file and wrote nothing in it gets the columns as well."""
    assert run("same-as", "--make-key").exit_code == 0
    path = workspace / "records" / "same-as.csv"
    path.write_text("\n", "utf-8")
    assert run("same-as", "--save").exit_code == 0
    assert [row.split(",")[-1] for row in path.read_text("utf-8").splitlines()] == ["decision", "open"]


def test_what_cannot_be_read_is_told(workspace):
    """Pairs are listed, and errors say that persons or decisions may be missing."""
    path = workspace / "records" / "same-as.csv"
    path.write_text("participant,same_as,decision\na,b,maybe\n", "utf-8")
    result = run("same-as")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-2:] == [
        "error: records/same-as.csv:2 decision: expected one of 'same', 'different', 'open'; "
        "look into the cell: what stands there may name a person, and is not repeated",
        "kcss: persons or decisions may be missing here: 1 error",
    ]
