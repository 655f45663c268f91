"""``kcss evidence``: every value of a report with its records, in each format, and the annex of a report."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from kcss_core.cli.options import UNPROTECTED

from .conftest import REPORT


def test_text(kcss: Any, write: Any) -> None:
    """Without a format the tables come to the screen, headed internal, unprotected."""
    result = kcss("evidence", write())
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Annual report: Evidence. {UNPROTECTED}\n")
    assert "records/publications.csv" in result.stdout


def test_csv_has_a_row_for_each_record(kcss: Any, write: Any) -> None:
    """A row names the value, the record with its place, and why it does not count; a value without records has a row."""
    result = kcss("evidence", write(), "--to", "csv")
    assert f"kcss: {UNPROTECTED}" in result.stderr
    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))
    assert [(row["address"], row["state"], row["label"], row["file"], row["rows"]) for row in rows] == [
        ("publications@2022", "counted", "First brief", "records/publications.csv", "2"),
        ("publications@2022", "counted", "A survey", "records/publications.csv", "3"),
        ("publications@2022", "undecided", "No date", "records/publications.csv", "4"),
        ("meetings@2022", "total", "Director's notebook", "records/organization.toml", "5"),
    ]
    assert rows[0]["definition"].startswith("The number of publications.")
    assert rows[2]["why"] == "date is not recorded, or too vague to tell the period"


def test_json(kcss: Any, write: Any) -> None:
    """JSON holds each value with definition and records, and says that nothing is protected."""
    document = json.loads(kcss("evidence", write(), "--to", "json").stdout)
    assert (document["schema_version"], document["protection"]) == (1, UNPROTECTED)
    first = document["values"][0]
    assert (first["address"], first["number"], len(first["records"])) == ("publications@2022", 2, 3)
    assert first["records"][0] == {
        "state": "counted", "family": "publications", "label": "First brief", "file": "records/publications.csv",
        "sheet": "", "rows": "2", "part": "", "records": 1, "weight": 1, "why": "",
    }


def test_a_format_that_is_not_installed(kcss: Any, write: Any) -> None:
    """Without kcss-spreadsheet the command says what to install, and writes nothing."""
    result = kcss("evidence", write(), "-o", "evidence.xlsx")
    assert result.exit_code == 4
    assert result.stderr.startswith("kcss: the format 'xlsx' needs ")
    assert "kcss-spreadsheet" in result.stderr


def test_a_workbook(kcss: Any, write: Any) -> None:
    """With it a workbook is written."""
    result = kcss("evidence", write(), "-o", "evidence.xlsx", KCSS_LOAD_PLUGINS="spreadsheet")
    assert (result.exit_code, result.stdout) == (0, "evidence.xlsx\n")


def test_errors_stop_it(kcss: Any, write: Any) -> None:
    """Where no report can be built there is no evidence of it."""
    result = kcss("evidence", write({"reports/annual/01.md": "# A\n\n{value}`nothing`\n"}))
    assert result.exit_code == 1
    assert "no evidence was written: 1 error" in result.stderr


def test_the_annex(kcss: Any, write: Any) -> None:
    """`annex = "evidence"` puts the evidence behind the chapters; another word is refused."""
    root = write({"reports/annual/report.toml": REPORT + 'annex = "evidence"\n'})
    text = kcss("report", root, "--to", "text", "-o", "-").stdout
    assert "First brief (records/publications.csv:2)" in text.partition("Evidence\n")[2]
    refused = kcss("check", write({"reports/annual/report.toml": REPORT + 'annex = "evidense"\n'}))
    assert "annex" in refused.stdout
    assert "'evidense'" in refused.stdout
    assert refused.exit_code == 1
