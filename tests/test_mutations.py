"""The measurement of what kcss check notices: what it changes, and that it puts everything back."""

from __future__ import annotations

import importlib.util
import random
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[1] / "bench" / "mutations.py"
FILES = {
    "kcss.toml": '[workspace]\nperiod = "2024"\n',
    "records/centre.toml": """\
[organization]
id = "c"
name = "Centre of Water"

[[programs]]
id = "water"
name = "Clean water"

[[programs]]
id = "air"
name = "Clean air"

[[aggregates]]
figure = "meetings"
reported = "2024"
value = 12
source = "Diary"
""",
    "records/publications.csv": "id,title,date,programs\nwells,Wells of the valley,2024-05,water\n",
    "figures.toml": '[[figure]]\nid = "meetings"\ntitle = "Meetings"\ncount = "activities"\n',
    "statements.toml": """\
[[document]]
id = "d"
title = "Web page"
period = "2024"

[[statement]]
section = "Front"
line = 3
figure = "meetings"
value = 12
says = "Twelve"
""",
    "reports/year/report.toml": 'title = "The year"\nchapters = ["a.md"]\n',
    "reports/year/a.md": "# A\n\nIn 2024 {value}`meetings` meetings.\n",
}


@pytest.fixture
def script() -> ModuleType:
    """Return the script as a module."""
    spec = importlib.util.spec_from_file_location("mutations", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutations"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small workspace on disk."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    return tmp_path


def test_what_is_changed(script: ModuleType, root: Path) -> None:
    """Numbers, names, attributions and dates of records, statements and chapters; places and ids are left alone."""
    sites = [(site.kind, site.file, site.words) for site in script.all_sites(root)]
    assert Counter(sites) == Counter(
        [
            ("name", "records/centre.toml", "Centre of Water"),
            ("name", "records/centre.toml", "Clean water"),
            ("name", "records/centre.toml", "Clean air"),
            ("attribution", "records/centre.toml", "meetings"),
            ("date", "records/centre.toml", "2024"),
            ("number", "records/centre.toml", "12"),
            ("name", "records/publications.csv", "Wells of the valley"),
            ("date", "records/publications.csv", "2024-05"),
            ("attribution", "records/publications.csv", "water"),
            ("name", "statements.toml", "Web page"),
            ("date", "statements.toml", "2024"),
            ("attribution", "statements.toml", "meetings"),
            ("number", "statements.toml", "12"),
            ("attribution", "reports/year/a.md", "meetings"),
            ("date", "reports/year/a.md", "2024"),
        ]
    )


def test_a_site_is_where_its_words_stand(script: ModuleType, root: Path) -> None:
    """The place of each is that of its words in the file."""
    for site in script.all_sites(root):
        assert (root / site.file).read_text("utf-8")[site.start : site.end] == site.words


def test_something_else_is_written(script: ModuleType, root: Path) -> None:
    """What is written instead is never what stood there."""
    sites = list(script.all_sites(root))
    for seed in range(50):
        dice = random.Random(seed)
        assert all(script.another(site, sites, dice) != site.words for site in sites)


def test_everything_is_put_back(script: ModuleType, root: Path) -> None:
    """While a check runs one file differs; afterwards none does, even where the check fails."""
    site = next(script.all_sites(root))
    seen = []

    def look() -> Counter[tuple[str, str]]:
        seen.append((root / site.file).read_text("utf-8"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        script.changed(root, site, "Something else", look)
    assert seen == [FILES[site.file].replace(site.words, "Something else", 1)]
    assert {name: (root / name).read_text("utf-8") for name in FILES} == FILES


def test_the_share_is_printed(script: ModuleType, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A number that the statements repeat is noticed each time; a misspelt title that stands once is missed."""
    script.measure(root, 40, random.Random(1), publish=False, show=True)
    lines = capsys.readouterr().out.splitlines()
    (numbers,) = [line for line in lines if line.startswith("number: ")]
    assert numbers.endswith("noticed (100 percent)")
    assert any(line.startswith("missed: records/publications.csv  name: 'Wells of the valley' -> ") for line in lines)
