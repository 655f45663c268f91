"""The plugin in examples/kcss-hello is whole: it loads, counts and writes."""

from __future__ import annotations

import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from attrs import evolve

from kcss_core.export import render
from kcss_core.plugins.registry import Plugins, load_plugins
from kcss_core.report.blocks import Heading, Paragraph, words
from kcss_core.testing import sample_report

HELLO = Path(__file__).parents[2] / "examples" / "kcss-hello"


@pytest.fixture(scope="module")
def hello() -> ModuleType:
    """Return the plugin's module, from its file: it is not installed here."""
    spec = spec_from_file_location("kcss_hello", HELLO / "src" / "kcss_hello" / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def plugins(hello: ModuleType) -> Plugins:
    """Return the core's plugins and this one; a failure is an error."""
    return load_plugins(hello, discover=False, strict=True)


def test_it_contributes_a_figure_and_a_format(plugins: Plugins) -> None:
    """Its two hooks give one record each."""
    assert dict(plugins.found[-1].hooks) == {"kcss_exporters": ("outline",), "kcss_figures": ("hello.memberships",)}


def test_its_format_shows_the_headings(plugins: Plugins) -> None:
    """The outline is the headings, indented by level."""
    blocks = (
        Heading(level=1, content=words("Results"), anchor="results"),
        Paragraph(content=words("Not shown.")),
        Heading(level=2, content=words("Women"), anchor="women"),
    )
    shown = render(evolve(sample_report(), blocks=blocks), plugins.exporters["outline"])
    assert shown == b"Results\n  Women\n"


def test_its_entry_point_names_its_module() -> None:
    """What pyproject.toml says leads to the module."""
    project = tomllib.loads((HELLO / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["entry-points"]["kcss_core"] == {"hello": "kcss_hello"}
