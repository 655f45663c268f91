"""What the tests of the command share: a small workspace on disk, and a way to run the command in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kcss_core.cli import main

MANIFEST = """\
[workspace]
languages = ["en"]
period = "2022"
"""
ORGANIZATION = """\
[organization]
id = "centre"
name = "Sample Centre"

[[aggregates]]
figure = "meetings"
reported = "2022"
value = 50
qualifier = "over"
source = "Director's notebook"
"""
PUBLICATIONS = """\
id,title,kind,date
first,First brief,policy-brief,2022-03-14
second,A survey,survey-report,2022-06
undated,No date,report,
"""
FIGURES = """\
[[figure]]
id = "publications"
title = "Publications"
count = "publications"
headline = true

[[figure]]
id = "meetings"
title = "Meetings"
count = "activities"
where = { kind = "meeting" }
headline = true
"""
REPORT = """\
title = "Annual report"
chapters = ["01.md"]
contents = false
"""
CHAPTER = """\
# The year

In all {value}`publications` works and {value}`meetings` meetings.
"""

FILES = {
    "kcss.toml": MANIFEST,
    "records/organization.toml": ORGANIZATION,
    "records/publications.csv": PUBLICATIONS,
    "figures.toml": FIGURES,
    "reports/annual/report.toml": REPORT,
    "reports/annual/01.md": CHAPTER,
}

Write = Callable[..., Path]
Kcss = Callable[..., Result]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes the small workspace, with some of its files changed, added or left out (None)."""

    def write(changes: dict[str, str | None] | None = None) -> Path:
        root = tmp_path / "ws"
        for name, text in {**FILES, **(changes or {})}.items():
            if text is not None:
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8", newline="\n")
        return root

    return write


@pytest.fixture
def kcss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kcss:
    """Return a function that runs the command, in a folder of its own and with the core's own plugins only."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)

    def run(*words: str | Path, **environment: str) -> Result:
        settings: dict[str, Any] = {"KCSS_LOAD_PLUGINS": "", "KCSS_DEBUG": None, **environment}
        return CliRunner().invoke(main, [str(word) for word in words], prog_name="kcss", env=settings)

    return run
