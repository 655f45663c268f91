"""The page about the command tells every option and exit code, and its examples run."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest

from kcss_core.cli import COMMANDS, EXIT_CODES

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "command.md").read_text("utf-8")


def test_the_examples_run(kcss: Any) -> None:
    """The commands at the top of the page run one after the other."""
    commands = re.findall(r"^\$ kcss (.+)$", PAGE, re.MULTILINE)
    assert len(commands) == 6
    for words in commands:
        result = kcss(*words.split())
        assert result.exit_code == 0, f"kcss {words}: {result.stderr}"
    assert Path("annual-report.txt").read_text("utf-8").startswith("Annual report 2024\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_on_the_page(name: str) -> None:
    """Each option of a command stands in the command's section, or is said of all."""
    command = import_module(f"kcss_core.cli.{name}").command
    section = re.search(rf"^## kcss {name}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    told = (section[1] if section else "") + "`-p no:NAME` `--strict-plugins`"
    for option in command.params:
        if isinstance(option, click.Option):
            for flag in (*option.opts, *option.secondary_opts):
                assert re.search(rf"`{flag}\b", told), f"kcss {name}: {flag} is not on the page"


def test_every_exit_code_is_on_the_page() -> None:
    """The exit codes of the help are those of the page."""
    codes = set(re.findall(r"\b(\d+) ", EXIT_CODES))
    assert codes == set(re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE))
