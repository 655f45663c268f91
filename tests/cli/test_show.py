"""``kcss show``: one directive on its own, with its options, in any format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def test_a_directive_as_text(kcss: Any, write: Any) -> None:
    """What a directive builds is printed as text."""
    result = kcss("show", "tiles", "publications", "meetings", "-w", write())
    assert (result.exit_code, result.stdout) == (0, "      2  Publications\nover 50  Meetings\n")


def test_options_of_the_directive(kcss: Any, write: Any) -> None:
    """The options of a directive are options of the command."""
    result = kcss("show", "breakdown", "publications", "--by", "kind", "-w", write())
    assert result.exit_code == 0
    assert result.stdout == (
        "Publications by kind\n\n"
        "Kind           Number\n"
        "-------------  ------\n"
        "Survey report       1\n"
        "Policy brief        1\n"
        "-------------  ------\n"
        "Total               2\n\n"
        "Left out, because the records do not tell: 1.\n"
    )


def test_help_lists_the_options_of_the_directive(kcss: Any) -> None:
    """With a directive, --help lists what it takes."""
    words = " ".join(kcss("show", "breakdown", "--help").stdout.split())
    assert "--by TEXT One or two dimensions." in words
    assert "--as table|chart|both" in words


def test_in_another_format(kcss: Any, write: Any) -> None:
    """Any format of reports will do; -o writes a file."""
    result = kcss("show", "tiles", "publications", "-w", write(), "--format", "json", "-o", "tiles.json")
    assert result.stdout == "tiles.json\n"
    document = json.loads(Path("tiles.json").read_text("utf-8"))
    assert document["values"]["publications@2022"]["number"] == 2


def test_in_another_period(kcss: Any, write: Any) -> None:
    """The period can be chosen."""
    result = kcss("show", "tiles", "publications", "-w", write(), "--period", "2022-03")
    assert result.stdout == "1  Publications\n"


def test_the_list_of_directives(kcss: Any) -> None:
    """Without a directive those that there are are listed, with what they show."""
    lines = kcss("show").stdout.splitlines()
    assert lines[0].split() == ["directive", "arguments", "shows"]
    assert any(line.startswith("breakdown ") and "A figure by one or two dimensions" in line for line in lines)


def test_an_unknown_directive(kcss: Any) -> None:
    """A slip in a directive gets the nearest one."""
    result = kcss("show", "tils")
    assert (result.exit_code, result.stderr) == (2, "kcss: there is no directive 'tils'; did you mean 'tiles'?\n")


def test_a_directive_of_a_plugin_that_is_not_there(kcss: Any) -> None:
    """A directive that another distribution brings says which one to install."""
    result = kcss("show", "in-figures")
    assert (result.exit_code, result.stderr) == (
        2,
        "kcss: there is no directive 'in-figures'; install kcss-figure-summary, which brings it\n",
    )


def test_a_wrong_option(kcss: Any, write: Any) -> None:
    """A value that an option does not take is wrong usage, with what was expected."""
    result = kcss("show", "breakdown", "publications", "--by", "kind", "--as", "pie", "-w", write())
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "kcss: breakdown, option as: expected one of 'table', 'chart', 'both', got 'pie'\n"


def test_an_unknown_figure(kcss: Any, write: Any) -> None:
    """A slip in a figure is wrong usage, with the nearest one."""
    result = kcss("show", "tiles", "publicatons", "-w", write())
    assert result.exit_code == 2
    assert "did you mean 'publications'?" in result.stderr


def test_a_figure_may_stand_in_a_file_that_cannot_be_read(kcss: Any, write: Any) -> None:
    """That nobody defines a figure is not said alone, where its file is broken."""
    result = kcss("show", "tiles", "publications", "-w", write({"figures.toml": "[[figure]\n"}))
    assert result.exit_code == 2
    assert result.stderr.startswith("error: figures.toml:1: broken TOML")
    assert "kcss: tiles: nobody defines the figure 'publications'" in result.stderr


def test_errors_in_the_data_are_said(kcss: Any, write: Any) -> None:
    """What can be shown is shown; errors in the data are on stderr and in the exit code."""
    root = write({"records/publications.csv": "id,title,date\na,A,2022\nb,B,20222\n"})
    result = kcss("show", "tiles", "publications", "-w", root)
    assert (result.exit_code, result.stdout) == (1, "1  Publications\n")
    assert "error: records/publications.csv:3 date: " in result.stderr
    assert result.stderr.endswith("kcss: what is shown leaves out what is wrong: 1 error\n")
