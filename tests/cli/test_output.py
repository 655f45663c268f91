"""How problems are printed: what a summary keeps, and in which order."""

from __future__ import annotations

import sys
from time import sleep

import pytest
from click import unstyle

from kcss_core.cli.output import counted, problem_table, slow, summarize
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity


def warning(code: str, row: int) -> Problem:
    return Problem(code, f"{code} is off", Origin("a.csv", row=row), Severity.WARNING)


def test_summary_has_errors_first(capsys: pytest.CaptureFixture[str]) -> None:
    """Errors come before warnings, notes do not come at all, and stdout stays empty."""
    note = Problem("c.note", "by the way", severity=Severity.NOTE)
    summarize([warning("a.b", 1), note, Problem("x.y", "wrong", hint="mend it")])
    assert capsys.readouterr() == ("", "error: wrong; mend it\nwarning: a.csv:1: a.b is off\n")


def test_summary_shows_three_of_a_kind(capsys: pytest.CaptureFixture[str]) -> None:
    """Of problems alike three are shown, and the rest is counted."""
    summarize([warning("a.b", row) for row in range(1, 41)])
    assert capsys.readouterr().err == (
        "warning: a.csv:1: a.b is off\n"
        "warning: a.csv:2: a.b is off\n"
        "warning: a.csv:3: a.b is off\n"
        "… and 37 more; kcss check shows all\n"
    )


def test_summary_fits_a_screen(capsys: pytest.CaptureFixture[str]) -> None:
    """However many kinds there are, a summary is twenty lines and a count."""
    summarize([warning(f"a.b{row}", row) for row in range(1, 41)])
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "… and 20 more; kcss check shows all"


def test_many_notes_of_a_code_are_one_line() -> None:
    """Notes that are many are counted, with the first two places; warnings and errors never are, nor a few notes."""
    many = [
        Problem("row.total", f"row {row} is a total", Origin("a.xlsx", "S", row), Severity.NOTE, hint="nothing to do")
        for row in range(1, 5)
    ]
    few = [Problem("a.few", f"few {row}", Origin("b.csv", row=row), Severity.NOTE) for row in range(1, 4)]
    table = [*many, *few, *(warning("a.b", row) for row in range(1, 6))]
    told = "".join(f"  {row}: warning: a.b is off  [a.b]\n" for row in range(1, 6))
    assert unstyle(problem_table(table, is_whole=False)) == (
        "b.csv\n"
        "  1: note: few 1  [a.few]\n"
        "  2: note: few 2  [a.few]\n"
        "  3: note: few 3  [a.few]\n"
        "\n"
        f"a.csv\n{told}"
        "\n"
        "(many alike)\n"
        "  4 notes: such as: row 1 is a total  [row.total]\n"
        "    first: a.xlsx · S:1\n"
        "    then:  a.xlsx · S:2\n"
        "    -> nothing to do\n"
        "  -> kcss check --verbose tells each of them"
    )
    assert unstyle(problem_table(many)).count("is a total") == 4


def test_table_groups_by_file_and_sheet() -> None:
    """A file is said once, a sheet with it; the remedy stands below the problem."""
    problems = [
        Problem("w.all", "no place"),
        Problem("a.b", "wrong", Origin("a.xlsx", "People", 7, "gender"), hint="mend it"),
        Problem("a.c", "odd", Origin("a.xlsx", "People"), Severity.NOTE),
    ]
    assert unstyle(problem_table(problems)) == (
        "(the workspace)\n"
        "  error: no place  [w.all]\n"
        "\n"
        "a.xlsx · People\n"
        "  7 gender: error: wrong  [a.b]\n"
        "    -> mend it\n"
        "  note: odd  [a.c]"
    )


@pytest.mark.parametrize(
    ("severities", "words"),
    [
        ([], "no problems"),
        ([Severity.ERROR], "1 error"),
        ([Severity.NOTE, Severity.ERROR, Severity.ERROR, Severity.WARNING], "2 errors, 1 warning, 1 note"),
    ],
)
def test_counted(severities: list[Severity], words: str) -> None:
    """Problems are counted by severity, in words."""
    assert counted([Problem("a.b", "wrong", severity=severity) for severity in severities]) == words


@pytest.mark.parametrize(("is_terminal", "said"), [(True, "counting …\n"), (False, "")])
def test_what_takes_long_is_said_to_a_person(
    is_terminal: bool, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Work that takes long is named on stderr, but only where somebody watches."""
    monkeypatch.setattr("kcss_core.cli.output._LONG", 0.01)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
    with slow("counting"):
        sleep(0.1)
    assert capsys.readouterr() == ("", said)


def test_what_is_quick_is_not_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Work that is done in time is done without a word."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with slow("counting"):
        pass
    assert capsys.readouterr() == ("", "")


def test_what_several_problems_of_a_file_need_is_said_once() -> None:
    """Problems of one file with the same remedy stand below it; others keep theirs behind them, in the order of rows."""
    problems = [
        Problem("a.one", "first", Origin("f.toml", row=1), hint="mend it"),
        Problem("a.two", "second", Origin("f.toml", row=2), Severity.WARNING, hint="look"),
        Problem("a.one", "third", Origin("f.toml", row=3), hint="mend it"),
        Problem("a.six", "fourth", Origin("f.toml", row=4)),
        Problem("a.one", "fifth", Origin("g.toml", row=1), hint="mend it"),
    ]
    assert unstyle(problem_table(problems)) == (
        "f.toml\n"
        "  -> mend it\n"
        "    1: error: first  [a.one]\n"
        "    3: error: third  [a.one]\n"
        "  2: warning: second  [a.two]\n"
        "    -> look\n"
        "  4: error: fourth  [a.six]\n"
        "\n"
        "g.toml\n"
        "  1: error: fifth  [a.one]\n"
        "    -> mend it"
    )
