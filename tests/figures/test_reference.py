"""The reference page: its examples are sound, and its table lists every population with every name."""

from __future__ import annotations

import re
from pathlib import Path

from kcss_core.figures.declared import structure_figures
from kcss_core.figures.populations import POPULATIONS
from kcss_core.model import Dataset, Organization
from kcss_core.text import Text

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "figures.md").read_text("utf-8")


def test_examples_of_figures_are_sound() -> None:
    """Every figure on the page can be declared as it stands."""
    blocks = [block for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL) if "[[figure]]" in block]
    assert len(blocks) == 2
    for block in blocks:
        figures, _, problems = structure_figures(block, "figures.toml", Dataset(organization=Organization(id="o", name=Text("O"))))
        assert [str(problem) for problem in problems] == []
        assert len(figures) == block.count("[[figure]]")


def test_table_lists_every_population_with_its_names() -> None:
    """What conditions may use is what the page says."""
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| .*? \| (`.*`) \|$", PAGE, re.MULTILINE))
    documented = {name: re.findall("`(.+?)`", names) for name, names in rows.items() if name in POPULATIONS}
    assert {name: set(names) for name, names in documented.items()} == {
        name: set(population.names) for name, population in POPULATIONS.items()
    }
