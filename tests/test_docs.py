"""Every example of the documentation is tried: files are written, commands typed, code run, outputs compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcss_core import check, load, load_plugins

from .pages import ROOT, blocks, follow

DOCS = ROOT / "docs"

# Pages whose examples another test tries, with more than a page can say.
TRIED_ELSEWHERE = {DOCS / "reference" / "hooks.md": "tests/test_hooks.py"}

PAGES = [
    *sorted(DOCS.rglob("*.md")),
    *sorted((ROOT / "examples").glob("*/README.md")),
]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", [page for page in PAGES if page not in TRIED_ELSEWHERE], ids=name_of)
def test_what_a_page_says_is_what_happens(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader who follows the page finds each output as it is printed there."""
    follow(page, tmp_path, monkeypatch)


@pytest.mark.parametrize(("page", "test"), TRIED_ELSEWHERE.items(), ids=str)
def test_pages_tried_elsewhere(page: Path, test: str) -> None:
    """A page that is left out here is read by the test that is named."""
    assert page.name in (ROOT / test).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_block_is_untried(page: Path) -> None:
    """Code and commands stand in blocks that are tried: no other way of marking them is used."""
    assert {block.info for block in blocks(page)} & {"sh", "bash", "shell", "pycon", "py", "python3", ""} == set()


LIES = {
    "an output that is not printed": "```console\n$ kcss init centre\ncentre/kcss.tml\n```\n",
    "a command that fails": "```console\n$ kcss check nowhere\n```\n",
    "an exit code": "```console\n$ kcss check nowhere\n...\n$ echo $?\n1\n```\n",
    "a failure that is not told": "```console\n$ kcss check nowhere\nkcss: nowhere: ...\n```\n",
    "a target that make does not have": "```console\n$ make coffee\n```\n",
    "a program that nobody has": "```console\n$ kcss-report\n```\n",
    "code that prints something else": '```python\nprint("a")\n```\n\n```text\nb\n```\n',
    "TOML that is none": "```toml\na = \n```\n",
}


@pytest.mark.parametrize("page", LIES.values(), ids=LIES.keys())
def test_a_page_that_is_wrong_is_found(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with a false sentence does not pass, so the tests above test something."""
    file = tmp_path / "page.md"
    file.write_text(page, "utf-8")
    with pytest.raises((AssertionError, ValueError)):
        follow(file, tmp_path, monkeypatch)


# What the page on what is missing says; who adds one of these finds this test, and mends the page.
NOT_YET = (DOCS / "explanation" / "not-yet.md").read_text("utf-8")


def test_some_typed_numbers_are_not_noticed_yet(tmp_path: Path) -> None:
    """Ordinals, shares in words and "one" are let pass, as the page says."""
    assert "**Not every typed number is noticed.**" in NOT_YET
    files = {
        "kcss.toml": '[workspace]\nperiod = "2024"\n',
        "records/centre.toml": '[organization]\nid = "c"\nname = "Centre"\n',
        "reports/year/report.toml": 'title = "The year"\nchapters = ["year.md"]\n',
        "reports/year/year.md": "# The year\n\nOne work, the 18th, was half of all; it treats COVID-19.\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    plugins = load_plugins()
    assert check(load(tmp_path, plugins=plugins), plugins=plugins) == ()


def test_formats_are_few_yet() -> None:
    """The formats of all distributions of this repository are those that the page names."""
    assert "There are Word, plain text, JSON, CSV, and the tables of a report as a workbook." in NOT_YET
    ours = {"kcss-core", *(folder.name for folder in (ROOT / "plugins").iterdir())}
    found = [info for info in load_plugins().found if info.distribution in ours]
    assert {name for info in found for name in info.hooks.get("kcss_exporters", ())} == {
        "docx", "text", "json", "csv", "xlsx",
    }
