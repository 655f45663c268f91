"""``kcss check``: all problems of one run, in three formats, and the exit code that they deserve."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

BAD = """\
id,title,kind,date
first,First brief,policy-breif,2022-03-14
second,A survey,survey-report,2022-13
"""


def test_nothing_wrong(kcss: Any, write: Any) -> None:
    """Without problems stdout is empty and the exit code 0."""
    chapter = "# The year\n\n:::{publications}\n:::\n"
    root = write({"records/publications.csv": "id,title,date\na,A,2022\n", "reports/annual/01.md": chapter})
    result = kcss("check", root)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no problems\n")


def test_all_problems_of_all_files_at_once(kcss: Any, write: Any) -> None:
    """Records, figures and chapters: everything is in one list, grouped by file, each with place and remedy."""
    root = write(
        {
            "records/publications.csv": BAD,
            "figures.toml": "[[figure]]\nid = 'publications'\ntitle = 'P'\ncount = 'publicatons'\n",
            "reports/annual/01.md": "# The year\n\n{value}`publicashuns` works.\n",
        }
    )
    result = kcss("check", root)
    assert result.exit_code == 1
    assert "figures.toml\n" in result.stdout
    assert "reports/annual/01.md\n  3: error: " in result.stdout
    assert "got 'policy-breif'  [field.invalid]\n    -> did you mean 'policy-brief'?\n" in result.stdout
    assert "  3 date: error: " in result.stdout


def test_problems_without_a_dataset(kcss: Any, write: Any) -> None:
    """Where no dataset can be made, every problem found is still shown."""
    root = write({"records/organization.toml": "[organization]\nid = 'c'\n", "records/publications.csv": BAD})
    result = kcss("check", root)
    assert result.exit_code == 1
    assert "records/organization.toml\n  1 organization.name: error: a value is required, got nothing" in result.stdout
    assert "records/publications.csv\n  2 kind: error: expected one of" in result.stdout


def test_warnings_alone_are_fine_unless_strict(kcss: Any, write: Any) -> None:
    """A warning leaves the exit code 0, and makes it 1 with --strict."""
    root = write()
    loose, strict = kcss("check", root), kcss("check", root, "--strict")
    assert (loose.exit_code, strict.exit_code) == (0, 1)
    assert loose.stdout == strict.stdout
    assert "\n  4: warning: " in loose.stdout


def test_json(kcss: Any, write: Any) -> None:
    """JSON has a version, counts by severity, and every part of a problem by name."""
    document = json.loads(kcss("check", write({"records/publications.csv": BAD}), "--format", "json").stdout)
    assert (document["schema_version"], document["errors"]) == (1, 2)
    assert document["problems"][0] == {
        "severity": "error",
        "code": "field.invalid",
        "file": "records/publications.csv",
        "sheet": None,
        "row": 2,
        "part": "kind",
        "message": document["problems"][0]["message"],
        "hint": "did you mean 'policy-brief'?",
        "silenced": None,
    }
    assert document["problems"][0]["message"].endswith("got 'policy-breif'")


@pytest.mark.parametrize(("language", "delimiter"), [("en", ","), ("sq", ";")])
def test_csv(language: str, delimiter: str, kcss: Any, write: Any) -> None:
    """CSV opens in the spreadsheets of the workspace's language."""
    manifest = f'[workspace]\nlanguages = ["{language}"]\nperiod = "2022"\n'
    root = write({"records/publications.csv": BAD, "kcss.toml": manifest})
    data = kcss("check", root, "--format", "csv").stdout_bytes
    assert data.startswith(b"\xef\xbb\xbfseverity")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=delimiter))
    assert rows[0] == ["severity", "code", "file", "sheet", "row", "part", "message", "hint", "silenced"]
    assert rows[1][:6] == ["error", "field.invalid", "records/publications.csv", "", "2", "kind"]


def test_to_a_file(kcss: Any, write: Any, tmp_path: Any) -> None:
    """With -o the problems are in the file and its path on stdout."""
    target = tmp_path / "list.txt"
    result = kcss("check", write({"records/publications.csv": BAD}), "-o", target)
    assert (result.exit_code, result.stdout) == (1, f"{target}\n")
    assert target.read_text("utf-8").startswith("records/publications.csv\n  2 kind: error: ")


def test_guesses_are_shown_when_asked_for(kcss: Any, write: Any) -> None:
    """-v says what was guessed about the files."""
    result = kcss("check", write(), "-v")
    assert "records/publications.csv: guessed delimiter comma, encoding utf-8\n" in result.stderr


def test_a_check_that_fails_exits_with_4(kcss: Any, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin's check that raises is a problem among the others, and the exit code says that a plugin failed."""
    from kcss_core.plugins import hookimpl
    from kcss_core.plugins.registry import load_plugins

    def check(edition: Any) -> Any:
        raise RuntimeError

    plugin = type("extra", (), {"kcss_check": staticmethod(hookimpl(check))})
    monkeypatch.setattr(
        "kcss_core.plugins.registry.load_plugins", lambda **more: load_plugins(plugin, discover=False, **more)
    )
    result = kcss("check", write())
    assert result.exit_code == 4
    assert "(the workspace)\n  error: plugin extra: kcss_check failed with RuntimeError at " in result.stdout
    assert "records/publications.csv\n" in result.stdout


def test_broken_toml_has_line_and_column(kcss: Any, write: Any) -> None:
    """A manifest that is no TOML is reported with its line and what is not known before, beside all other problems."""
    result = kcss("check", write({"kcss.toml": "[workspace\n", "records/publications.csv": BAD}))
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "kcss.toml\n"
        "  1: error: broken TOML in column 11: expected ']' at the end of a table declaration  [toml.broken]\n"
        "    -> mend it first: until then the table of line 1 is not read, and names that it may define are not checked\n"
        "\n"
        "records/publications.csv\n  2 kind: error: expected one of"
    )


def test_options_of_a_format_in_report_toml(kcss: Any, write: Any) -> None:
    """What report.toml sets for a format is checked without writing the format."""
    report = 'title = "T"\nchapters = ["01.md"]\n[export.text]\nwidht = 60\n'
    result = kcss("check", write({"reports/annual/report.toml": report}))
    assert result.exit_code == 1
    assert (
        "reports/annual/report.toml\n"
        "  4 export.text.widht: error: there is no such field  [field.unknown]\n"
        "    -> did you mean 'width'?\n"
    ) in result.stdout


def test_every_language_of_a_report_is_built(kcss: Any, write: Any) -> None:
    """A chapter that is missing in one of the report's languages is found."""
    report = 'title = "T"\nchapters = ["01.md"]\nlanguages = ["en", "sq"]\n'
    result = kcss("check", write({"reports/annual/report.toml": report}))
    assert "warning: the chapter is not written in 'sq'" in result.stdout


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colors_where_none_are_wanted(environment: dict[str, str], write: Any) -> None:
    """NO_COLOR and a dumb terminal get plain letters, others get colors."""
    from click.testing import CliRunner

    from kcss_core.cli import main

    root = write({"records/publications.csv": BAD})
    settings = {"KCSS_LOAD_PLUGINS": "", "NO_COLOR": None, "TERM": "xterm"}
    colored = CliRunner().invoke(main, ["check", str(root)], env=settings, color=True)
    plain = CliRunner().invoke(main, ["check", str(root)], env={**settings, **environment}, color=True)
    assert "\x1b[31merror" in colored.stdout
    assert "\x1b" not in plain.stdout


SILENT = """\
[workspace]
languages = ["en"]
period = "2022"

[[silence]]
code = "record.undecided"
reason = "Nobody knows when."
"""


def test_what_is_silenced_counts_nowhere_and_is_told(kcss: Any, write: Any) -> None:
    """With --strict a silenced warning leaves the exit code 0; the reason is printed, and stands in JSON and CSV."""
    root = write(
        {
            "kcss.toml": SILENT,
            "records/organization.toml": '[organization]\nid = "c"\nname = "C"\n',
            "figures.toml": None,
            "reports/annual/01.md": "# The year\n\nFirst brief, A survey.\n",
        }
    )
    result = kcss("check", root, "--strict")
    assert (result.exit_code, result.stderr) == (0, "1 silenced\n")
    assert result.stdout == "(silenced in kcss.toml)\n  1 record.undecided: Nobody knows when.\n"
    document = json.loads(kcss("check", root, "--format", "json").stdout)
    assert (document["warnings"], document["notes"], document["silenced"]) == (0, 0, 1)
    assert document["problems"][0]["silenced"] == "Nobody knows when."
    rows = list(csv.DictReader(io.StringIO(kcss("check", root, "--format", "csv").stdout.removeprefix("\ufeff"))))
    assert rows[0]["silenced"] == "Nobody knows when."
    assert kcss("report", root, "--to", "text", "-o", "-").stderr == ""


def test_a_silence_that_is_wrong(kcss: Any, write: Any) -> None:
    """A silence over errors, over nothing, or without a reason is told."""
    root = write({"kcss.toml": SILENT.replace("record.undecided", "field.invalid"), "records/publications.csv": BAD})
    strict = kcss("check", root)
    assert strict.exit_code == 1
    assert (
        "  5 silence[1]: warning: expected the code of warnings or notes, got 'field.invalid', which is an error here; "
        "it is told  [silence.error]\n    -> mend what is wrong; a report cannot be built over errors\n"
    ) in strict.stdout
    unused = kcss("check", write({"kcss.toml": SILENT.replace("record.un", "records.un")})).stdout
    assert (
        "  5 silence[1]: note: no problem with the code 'records.undecided' is left to silence  [silence.unused]\n"
        "    -> did you mean 'record.undecided'?\n"
    ) in unused
    bare = kcss("check", write({"kcss.toml": SILENT.replace('reason = "Nobody knows when."', "")}))
    assert "kcss.toml\n  5 silence[1].reason: error: a value is required, got nothing" in bare.stdout
