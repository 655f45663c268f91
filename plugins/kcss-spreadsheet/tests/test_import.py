"""``kcss import``: what it shows of sheets, what it saves, and that it changes nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kcss_core.cli import main

from .books import book

LIST = [
    ("Lista e pjesëmarrësve", None, None, None, None),
    ("Emri dhe mbiemri", "Gjinia", "Komuna", "Telefoni", "ID e aktivitetit"),
    ("Arta", "F", "Pejë", "044", "a-1"),  # valid
    ("Ben", "Mashkul?", "Pejë", "044", "a-1"),  # invalid: an unknown word
    ("Arta", "F", "Pejë", None, "a-1"),  # repeated
    ("Cen", "M", "Mitrovica", None, "a-1"),  # doubtful: which Mitrovica
    ("Dea", "F", "Klinë", None, "a-9"),  # invalid: there is no such activity
    ("Gjithsej: 5", None, None, None, None),  # dropped
]
CENTRE = """[organization]
id = "c"
name = "Centre"

[[activities]]
id = "a-1"
kind = "meeting"
"""
KOBO = "person/name;person/gender;Diet;_id;_uuid\nXhema;F;x;1;a\n"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "records").mkdir()
    (tmp_path / "kcss.toml").write_text('# ours\n[workspace]\nperiod = "2022"', encoding="utf-8")
    (tmp_path / "records" / "centre.toml").write_text(CENTRE, encoding="utf-8")
    (tmp_path / "records" / "list.xlsx").write_bytes(book(("List", LIST)))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["import", *words])


def numbers(result: Result) -> list[list[int]]:
    keys = ("valid", "doubtful", "invalid", "repeated", "dropped")
    return [[sheet[name] for name in keys] for sheet in json.loads(result.stdout)["sheets"]]


def test_table(workspace):
    """Each sheet has its rows counted, its columns mapped and its problems below."""
    result = run("--dry-run")
    lines = [re.sub(r" {2,}", " | ", line).rstrip() for line in result.stdout.splitlines()]
    lines = [line for line in lines if line.replace("-", "").replace("|", "").strip()]
    assert lines == [
        "file | sheet | becomes | header | valid | doubtful | invalid | repeated | dropped",
        "records/list.xlsx | List | one row a person, who attended | 2 | 1 | 1 | 2 | 1 | 1",
        "records/list.xlsx · List",
        "column | header | field",
        "A | Emri dhe mbiemri | name",
        "B | Gjinia | gender",
        "C | Komuna | municipality",
        "D | Telefoni | personal, not kept",
        "E | ID e aktivitetit | activity",
        "records/list.xlsx · List",
        " | note: 1 of 5 rows is left out: a cell of it cannot be read | [sheet.rows-left-out]",
        " | 2: note: a column of personal data is not kept (D) | [sheet.personal-columns]",
            " | -> D would tell persons apart, as a digest, if there were a key: kcss same-as",
        " | 4 B4 Gjinia: error: expected a word for gender, got another word in B4 (did you mean 'man'?) | [value.unknown-word]",
        " | -> look there, for what may name persons is not repeated; where it names none, "
        'say in kcss.toml what it means: values = { gender = { "the word" = "…" } }; '
        "the values are woman, man, non-binary, undisclosed",
        " | 5: warning: expected a person once in a role at an activity, got the same as at records/list.xlsx · List:3, "
        "which counts once | [participation.twice]",
        " | -> delete the row, or give two persons two ids",
        " | 6 C6 Komuna: warning: expected Mitrovicë e Jugut or Mitrovicë e Veriut, got a name that may mean either | "
        "[municipality.ambiguous]",
        ' | -> say in kcss.toml which: values = { municipality = { "Mitrovica" = "Mitrovicë e Jugut" } }',
        " | 7 activity: error: expected the id of one of the activities, got 'a-9' | [reference.dangling]",
        " | -> did you mean 'a-1'?",
        " | 8: note: a row of totals is left out | [sheet.total-row]",
    ]
    assert (result.stderr, result.exit_code) == ("2 errors, 2 warnings, 3 notes\n", 1)


def test_nothing_is_written(workspace):
    """A dry run leaves every file as it was and makes none."""
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    run("--dry-run", "--save-mapping")
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before


def test_names_of_persons_are_not_shown(workspace):
    """No name and no number of a person is in any format."""
    for format_ in ("table", "json", "csv"):
        result = run("--dry-run", "--format", format_)
        assert [word for word in ("Arta", "Ben", "Cen", "Dea", "044") if word in result.output] == []


def test_csv(workspace):
    """CSV has one row a sheet."""
    assert run("--dry-run", "--format", "csv").stdout_bytes.decode("utf-8-sig").splitlines() == [
        "file,sheet,becomes,header,valid,doubtful,invalid,repeated,dropped,columns",
        'records/list.xlsx,List,"one row a person, who attended",2,1,1,2,1,1,"A Emri dhe mbiemri name; B Gjinia gender; '
        'C Komuna municipality; D Telefoni personal, not kept; E ID e aktivitetit activity"',
    ]


def test_json(workspace):
    """JSON has the sheets with their columns, and the problems as kcss check writes them."""
    document = json.loads(run("--dry-run", "--format", "json").stdout)
    [sheet] = document["sheets"]
    columns = sheet.pop("columns")
    assert columns[3] == {"column": "D", "header": "Telefoni", "field": "personal, not kept"}
    assert sheet == {
        "file": "records/list.xlsx",
        "sheet": "List",
        "becomes": "one row a person, who attended",
        "family": "participations",
        "header": 2,
        "valid": 1,
        "doubtful": 1,
        "invalid": 2,
        "repeated": 1,
        "dropped": 1,
    }
    assert (document["schema_version"], document["errors"], len(document["problems"])) == (1, 2, 7)


def test_file_outside_of_a_workspace(tmp_path):
    """A file of no workspace is read alone; whether its activities exist is not judged."""
    (tmp_path / "list.xlsx").write_bytes(book(("List", LIST)))
    result = run("--dry-run", "--format", "json", str(tmp_path / "list.xlsx"))
    assert numbers(result) == [[2, 1, 1, 1, 1]]
    assert "a-9" not in result.stdout


@pytest.mark.parametrize("name", ["other.csv", "notes.txt"])
def test_file_that_is_no_sheet(tmp_path, name):
    """A file that no reader of sheets takes is said to be none."""
    (tmp_path / name).write_text("a,b\n", encoding="utf-8")
    result = run("--dry-run", str(tmp_path / name))
    assert (result.stderr, result.exit_code) == (
        f"kcss: {tmp_path / name}: expected a workbook or an export of a form, got another file; "
        "name a workbook or an export of a form, or put the file into a workspace and run kcss check\n",
        3,
    )


def test_folder_of_sheets(tmp_path):
    """A folder without kcss.toml is read sheet by sheet; other files in it are nobody's business."""
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    (tmp_path / "other.csv").write_text("a,b\n", encoding="utf-8")
    (tmp_path / "kobo.csv").write_text(KOBO, encoding="utf-8")
    (tmp_path / "list.xlsx").write_bytes(book(("List", LIST)))
    document = json.loads(run("--dry-run", "--format", "json", str(tmp_path)).stdout)
    assert [Path(sheet["file"]).name for sheet in document["sheets"]] == ["kobo.csv", "list.xlsx"]


def test_folder_without_sheets(tmp_path):
    """An empty folder, and a workspace without sheets, are said to be so."""
    result = run("--dry-run", str(tmp_path))
    expected = "expected workbooks (.xlsx, .xlsm, .xls, .ods) or exports of forms as CSV, got none"
    assert (result.stderr, result.exit_code) == (f"kcss: {tmp_path}: {expected}\n", 3)
    (tmp_path / "records").mkdir()
    (tmp_path / "kcss.toml").touch()
    (tmp_path / "records" / "centre.toml").write_text(CENTRE, encoding="utf-8")
    result = run("--dry-run", str(tmp_path))
    expected = "expected sheets to read, got none; put workbooks, or exports of forms, below records/ of the workspace"
    assert (result.stderr, result.exit_code) == (f"kcss: {tmp_path}: {expected}\n", 3)


def test_workspace_without_organization(workspace):
    """Sheets are shown also where a report could not be built yet."""
    (workspace / "records" / "centre.toml").unlink()
    assert numbers(run("--dry-run", "--format", "json")) == [[2, 1, 1, 1, 1]]


def test_neither_option(workspace):
    """Without an option it says what there is to do, and that nothing need be imported."""
    result = run()
    assert (result.stderr, result.exit_code) == (
        "kcss: expected --dry-run or --save-mapping, got neither; "
        "sheets below records/ are read as they are, and --dry-run shows what they become\n",
        2,
    )


# ---------------------------------------------------------------- the mapping

SAVED = """
[[source]]
file = "records/list.xlsx"
family = "participations"
[source.columns]
"Emri dhe mbiemri" = "name"
"Gjinia" = "gender"
"Komuna" = "municipality"
"ID e aktivitetit" = "activity"
"""


def test_mapping_is_appended(workspace):
    """The mapping is shown and appended; what was there stays, and the sheet is read as before."""
    before = numbers(run("--dry-run", "--format", "json"))
    result = run("--save-mapping")
    assert result.stderr == f"2 errors, 2 warnings, 3 notes\nkcss.toml: is appended\n{SAVED}\n"
    assert (workspace / "kcss.toml").read_text(encoding="utf-8") == f'# ours\n[workspace]\nperiod = "2022"\n{SAVED}'
    assert numbers(run("--dry-run", "--format", "json")) == before


def test_mapping_of_an_export_names_its_reader(workspace):
    """A CSV export of a form is known, and saved with the reader that it needs; then kcss check reads it."""
    (workspace / "records" / "list.xlsx").unlink()
    (workspace / "records" / "kobo.csv").write_text(KOBO, encoding="utf-8")
    assert run("--save-mapping").exit_code == 0
    assert (workspace / "kcss.toml").read_text(encoding="utf-8").partition("\n\n")[2] == (
        '[[source]]\nfile = "records/kobo.csv"\nfamily = "participations"\nreader = "kobo"\n'
        '[source.columns]\n"person/name" = "name"\n"person/gender" = "gender"\n'
    )
    assert "one row a person" in run("--dry-run").stdout
    assert "family.unknown" not in CliRunner().invoke(main, ["check"]).stdout


def test_saved_mapping_of_choices_reads_as_before(workspace):
    """Columns of single choices are still one answer once the mapping of their question is saved."""
    (workspace / "records" / "list.xlsx").unlink()
    head = ("title", "kind", "places/peja", "places/prizren", "_id", "_uuid")
    (workspace / "records" / "form.xlsx").write_bytes(book(("Form", [head, ("A", "panel", 1, 1, 1, "a")])))
    run("--save-mapping")
    assert '"places" = "places"' in (workspace / "kcss.toml").read_text(encoding="utf-8")
    document = json.loads(run("--dry-run", "--format", "json").stdout)
    assert document["problems"] == []
    assert document["sheets"][0]["columns"][2:4] == [
        {"column": "C", "header": "places", "field": "places"},
        {"column": "D", "header": "(not repeated)", "field": "left out"},
    ]


def test_one_rule_for_files_of_one_shape(workspace):
    """Files with the same mapping get one rule, and line ends stay as they are."""
    (workspace / "records" / "more.xlsx").write_bytes(book(("List", LIST)))
    (workspace / "kcss.toml").write_bytes(b'[workspace]\r\nperiod = "2022"\r\n')
    run("--save-mapping")
    data = (workspace / "kcss.toml").read_bytes()
    assert data.startswith(b'[workspace]\r\nperiod = "2022"\r\n\r\n[[source]]\r\nfile = ["records/list.xlsx", "records/more.xlsx"]\r\n')
    assert data.count(b"\n") == data.count(b"\r\n")


def test_existing_rule_is_left_alone(workspace):
    """A file that a rule matches already gets no second one."""
    text = '[[source]]\nfile = "records/*.xlsx"\nconstants = { role = "participant" }\n'
    (workspace / "kcss.toml").write_text(text, encoding="utf-8")
    result = run("--save-mapping")
    assert result.stderr.splitlines()[1:] == [
        "records/list.xlsx: kcss.toml:1 source[1] says already how it is read, and is left as it is",
        "kcss.toml: nothing to append",
    ]
    assert (workspace / "kcss.toml").read_text(encoding="utf-8") == text


def test_manifest_that_cannot_be_appended_to(workspace):
    """Where rules stand as source = […], a table cannot follow; nothing is written, and the text is shown."""
    text = 'source = [{ file = "records/centre.toml" }]\n'
    (workspace / "kcss.toml").write_text(text, encoding="utf-8")
    result = run("--save-mapping")
    assert result.exit_code == 2
    assert result.stderr.partition("kcss: ")[2] == (
        f"{workspace / 'kcss.toml'}: expected a file that can be added to, got one whose rules this would change; "
        f"write [[source]] tables instead of source = […], mend what kcss check says, or copy by hand:\n{SAVED[1:]}\n"
    )
    assert (workspace / "kcss.toml").read_text(encoding="utf-8") == text


def test_files_of_no_workspace_cannot_be_saved(tmp_path):
    """A file outside of a workspace has no manifest to write to."""
    (tmp_path / "list.xlsx").write_bytes(book(("List", LIST)))
    result = run("--save-mapping", str(tmp_path / "list.xlsx"))
    assert result.stderr.splitlines()[1:] == [
        "kcss: --save-mapping: expected files below records/ of a workspace, got others; move them there"
    ]
