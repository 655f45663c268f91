"""The scripts in examples/scripts run as they stand, and print what their records say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kcss_core.cli import main

SCRIPTS = Path(__file__).parents[1] / "examples" / "scripts"

WORKSPACE = {
    "kcss.toml": '[workspace]\nperiod = "2024"\n',
    "records/centre.toml": """\
[organization]
id = "centre"
name = { en = "Sample Centre", sq = "Qendra Shembull" }

[[programs]]
id = "oversight"
name = "Oversight"

[[programs]]
id = "trust"
name = "Trust"

[[publications]]
id = "brief"
title = "A brief"
date = "2024"
programs = ["oversight"]

[[activities]]
id = "launch"
kind = "launch"
start = "2024-05"

[[head-counts]]
activity = "launch"
women = 9
men = 11

[[aggregates]]
figure = "staff.women"
reported = "2024"
percent = 45
source = "Payroll"
""",
    "figures.toml": '[[figure]]\nid = "publications"\ntitle = "Publications"\ncount = "publications"\n',
    "reports/year/report.toml": 'title = "The year"\nchapters = ["year.md"]\ncontents = false\n',
    "reports/year/year.md": "# The year\n\nThere is {value}`publications|words` publication; women are {value}`staff.women` of the staff.\n",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a workspace with two programs, one publication, a head count, and a percentage without counts."""
    for name, text in WORKSPACE.items():
        path = tmp_path / "centre" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "centre"


def run(name: str, *words: str | Path) -> str:
    """Return what a script prints; nothing may go to stderr."""
    command = [sys.executable, "-W", "error", str(SCRIPTS / name), *map(str, words)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def test_every_script_is_tested_here_and_short() -> None:
    """No script is without its test, and none has 60 lines."""
    tests = Path(__file__).read_text("utf-8")
    for script in SCRIPTS.glob("*.py"):
        assert f'run("{script.name}"' in tests
        assert len(script.read_text("utf-8").splitlines()) < 60


def test_build_dataset(tmp_path: Path) -> None:
    """Two of three publications are of 2024, and the total says that it is one; in all formats."""
    written = run("build_dataset.py", tmp_path).split()
    assert {Path(file).suffix for file in written} >= {".txt", ".json", ".csv"}
    assert (tmp_path / "year.txt").read_text("utf-8") == (
        "The year 2024\n\n"
        "      2  Publications\n"
        "      1  Public events\n"
        "over 12  Meetings\n\n"
        "- A budget explained, manual\n"
        "- Trust, November 2024\n"
    )
    assert (tmp_path / "year.csv").read_text("utf-8-sig").splitlines()[1:] == [
        "publications,Publications,2024,,2,,,exact,publication,records,",
        "events,Public events,2024,,1,,,exact,activity,records,",
        "meetings,Meetings,2024,,12,,,over,activity,aggregate,Diary",
    ]
    values = json.loads((tmp_path / "year.json").read_text("utf-8"))["values"]
    assert [value["number"] for value in values.values()] == [2, 1, 12]


def test_build_dataset_as_a_word_document(tmp_path: Path) -> None:
    """With kcss-docx there is a Word document as well."""
    pytest.importorskip("kcss_docx")
    run("build_dataset.py", tmp_path)
    assert (tmp_path / "year.docx").read_bytes()[:2] == b"PK"


def test_gender_balance(workspace: Path) -> None:
    """A share that was counted shows its counts; one that was only stated says so, and where it was."""
    pytest.importorskip("kcss_gender_balance")
    assert run("gender_balance.py", workspace) == (
        "Sample Centre, 2024\n"
        "Women among staff: 45% (stated without counts)\n"
        "    source: Payroll\n"
        "Women among those who attended: 45% (9 of 20)\n"
        "Women among participants: 45% (9 of 20)\n"
    )


def test_gender_balance_of_the_example() -> None:
    """In the report of 2022 every share is stated without counts."""
    pytest.importorskip("kcss_gender_balance")
    lines = run("gender_balance.py", SCRIPTS.parent / "kcss-2022").splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "Kosovar Centre for Security Studies, 2022",
        "Women among staff: 45% (stated without counts)",
        "Women among those invited: 50% (stated without counts)",
        "Women among participants: around 40% (stated without counts)",
        "Women among speakers and panelists: around 40% (stated without counts)",
    ]


def test_own_figure_and_exporter(workspace: Path) -> None:
    """The figure is computed with its evidence, and the format lists the numbers of the report."""
    pytest.importorskip("kcss_gender_balance")
    assert run("own_figure_and_exporter.py", workspace) == (
        "Programs without a publication: 1\n"
        "    Trust\n"
        "one | publications@2024 | records\n"
        "45% (stated without counts) | staff.women@2024 | aggregate\n"
    )


def test_the_script_is_a_plugin_of_its_own() -> None:
    """What the file adds is there only where it is passed: the command knows neither figure nor format."""
    result = CliRunner().invoke(main, ["report", str(SCRIPTS.parent / "kcss-2022"), "--to", "proof", "-o", "-"])
    assert result.exit_code == 2
