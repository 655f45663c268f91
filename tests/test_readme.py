"""What the README says can be typed, run and found."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from types import ModuleType

import pytest

from kcss_core import load, load_plugins, open_edition

from .pages import ROOT, blocks, follow

README = ROOT / "README.md"
TEXT = README.read_text("utf-8")
WAYS = [block for block in blocks(README) if block.info in ("console", "python")][1:]
PLUGINS = sorted(folder.name for folder in (ROOT / "plugins").glob("kcss-*"))


def test_what_it_says_is_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its commands and its code run, and print what stands below them."""
    follow(README, tmp_path, monkeypatch)


def test_three_ways_in_under_ten_lines() -> None:
    """A report, the library, a plugin: each takes fewer than ten lines."""
    assert [block.info for block in WAYS] == ["console", "python", "python"]
    assert all(len(block.text.splitlines()) < 10 for block in WAYS)


def test_the_plugin_is_one() -> None:
    """The module of the third way is a plugin, whose figure is counted."""
    module = ModuleType("readme")
    exec(compile(WAYS[2].text, "README.md", "exec"), vars(module))  # the README is ours
    plugins = load_plugins(module, discover=False, strict=True)
    edition = open_edition(load(ROOT / "examples" / "kcss-2022", plugins=plugins), plugins=plugins)
    assert edition.value("partners").number == len(edition.dataset.institutions) > 0


def test_the_lines_for_windows() -> None:
    """They install the core with what tests need and every plugin, with the pinned versions."""
    (lines,) = (block.text.replace("\\", "/") for block in blocks(README) if block.info == "bat")
    venv, install, report, test = (shlex.split(line) for line in lines.splitlines())
    assert venv == ["py", "-m", "venv", ".venv"]
    assert install[:6] == [".venv/Scripts/python", "-m", "pip", "install", "-c", "constraints.txt"]
    assert install[6:] == [word for folder in [".[dev]", *(f"plugins/{name}" for name in PLUGINS)] for word in ("-e", folder)]
    assert report == [".venv/Scripts/kcss", "report", "examples/kcss-2022", "-o", "build/annual-report-2022.docx"]
    assert test == [".venv/Scripts/python", "-m", "pytest"]


def test_every_folder_is_listed_and_exists() -> None:
    """The table names every plugin and example, and nothing that is not there."""
    listed = re.findall(r"`([\w/-]+)`", "\n".join(re.findall(r"^\| (`[^|]+) \|", TEXT, re.MULTILINE)))
    assert all((ROOT / name).is_dir() for name in listed)
    examples = [f"examples/{folder.name}" for folder in (ROOT / "examples").iterdir() if not folder.name.startswith("_")]
    assert {*(f"plugins/{name}" for name in PLUGINS), *examples, "src/kcss_core", "docs", "tests", "bench"} == set(listed)


def test_every_link_leads_somewhere() -> None:
    """Links and the picture are files of the repository, and their anchors headings."""
    links = re.findall(r"\]\(([^)]+)\)", TEXT)
    assert len(links) == 7
    for link in links:
        file, _, anchor = link.partition("#")
        assert (ROOT / file).is_file(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", (ROOT / file).read_text("utf-8"), re.MULTILINE)
            assert anchor in [heading.lower().replace(" ", "-") for heading in headings]
