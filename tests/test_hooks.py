"""Each hook is documented with its signature and an example, and the example does what the page says."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from kcss_core import Edition, Problem, Workspace, build_report, check, load, load_plugins, open_edition, render
from kcss_core.plugins import hookspecs
from kcss_core.plugins.contributions import KINDS
from kcss_core.plugins.registry import Plugins

PAGE = (Path(__file__).parents[1] / "docs" / "reference" / "hooks.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (kcss_\w+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
HOOKS = [name for name in vars(hookspecs) if name.startswith("kcss_")]

Write = Callable[..., Path]


def example(hook: str) -> Plugins:
    """Return the plugins of the core and the example of a hook's section, loaded strictly."""
    code = re.search(r"```python\n(.*?)```", SECTIONS[hook], re.DOTALL)
    assert code is not None, f"{hook}: the page has no example"
    module = ModuleType("example")
    exec(compile(code[1], f"hooks.md, {hook}", "exec"), vars(module))  # the page is ours
    return load_plugins(module, discover=False, strict=True)


@pytest.fixture
def workspace_of(tmp_path: Path) -> Callable[..., Workspace]:
    """Return a function that makes a workspace with one publication, and further files."""

    def make(plugins: Plugins, **files: str) -> Workspace:
        everything = {
            "kcss.toml": '[workspace]\nperiod = "2022"\n',
            "records/centre.toml": '[organization]\nid = "c"\nname = "Centre"\n[[publications]]\nid = "a"\ntitle = "A"\ndate = 2022\n',
            "figures.toml": '[[figure]]\nid = "publications"\ntitle = "Publications"\ncount = "publications"\n',
            "reports/r/report.toml": 'title = "R"\nchapters = ["a.md"]\ncontents = false\n',
            "reports/r/a.md": "# One\n\nWords.\n\n## Two\n\nWords.\n",
            **files,
        }
        for name, text in everything.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return load(tmp_path, plugins=plugins)

    return make


def test_the_page_has_every_hook_and_no_other() -> None:
    """Each hook has a section of its own, in the order of the specifications."""
    assert list(SECTIONS) == HOOKS


@pytest.mark.parametrize("hook", HOOKS)
def test_the_section_has_the_signature(hook: str) -> None:
    """The signature on the page is that of the specification."""
    specification = getattr(hookspecs, hook)
    assert f"```text\ndef {hook}{inspect.signature(specification)}\n```".replace("'", "") in SECTIONS[hook]


@pytest.mark.parametrize("hook", HOOKS)
def test_the_section_and_the_docstring_say_when_and_what_on_failure(hook: str) -> None:
    """Page and docstring say when the hook is called; the docstring says what becomes of a failure."""
    doc = inspect.getdoc(getattr(hookspecs, hook)) or ""
    assert "**When**: " in doc
    assert "**On failure**: " in doc
    assert "\nCalled " in SECTIONS[hook]
    assert "\nSince " in SECTIONS[hook]


def test_every_hook_has_a_test() -> None:
    """This file has a test for the example of each hook."""
    tests = {node.name for node in ast.parse(Path(__file__).read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}
    assert {f"test_{hook}" for hook in HOOKS} <= tests


def test_contributing_hooks_are_known_to_the_registry() -> None:
    """Every hook but the two that are asked later has its records checked when plugins are loaded."""
    assert {kind.hook for kind in KINDS} == set(HOOKS) - {"kcss_commands", "kcss_check"}


def test_kcss_readers(workspace_of: Callable[..., Workspace]) -> None:
    """The reader of the example reads records of a workspace, chosen by suffix."""
    files = {"records/networks.jsonl": '{"id": "n1", "name": "Network"}\n{"id": "n2", "name": "Another"}\n'}
    workspace = workspace_of(example("kcss_readers"), **files)
    assert workspace.problems == ()
    assert [str(network.origin) for network in workspace.dataset.networks] == [
        "records/networks.jsonl:1",
        "records/networks.jsonl:2",
    ]


def test_kcss_figures(workspace_of: Callable[..., Workspace]) -> None:
    """The figure of the example is counted in every workspace."""
    plugins = example("kcss_figures")
    files = {"records/policies.csv": "id,title,in_force\np,Policy,2022-03-01\n"}
    edition = open_edition(workspace_of(plugins, **files), plugins=plugins)
    assert edition.value("policies.in-force").number == 1


def test_kcss_directives(workspace_of: Callable[..., Workspace]) -> None:
    """The directive of the example builds a sentence in a chapter."""
    plugins = example("kcss_directives")
    chapter = "# One\n\n:::{sentence}\n:figure: publications\n:::\n"
    report, problems = build_report(workspace_of(plugins, **{"reports/r/a.md": chapter}), plugins=plugins)
    assert problems == ()
    assert report is not None
    assert "In all: 1 publication." in render(report, plugins.exporters["text"]).decode()


def test_kcss_exporters(workspace_of: Callable[..., Workspace]) -> None:
    """The exporter of the example writes the headings."""
    plugins = example("kcss_exporters")
    report, _ = build_report(workspace_of(plugins), plugins=plugins)
    assert report is not None
    assert render(report, plugins.exporters["titles"]) == b"One\nTwo"


def test_kcss_commands() -> None:
    """The command of the example runs."""
    commands, problems = example("kcss_commands").commands()
    assert problems == ()
    assert CliRunner().invoke(commands["greet"], ["Arta"]).output == "hello Arta\n"


def test_kcss_check(workspace_of: Callable[..., Workspace]) -> None:
    """The check of the example finds a publication without authors."""
    plugins = example("kcss_check")
    found = check(workspace_of(plugins), plugins=plugins)
    assert [str(problem) for problem in found if problem.code == "publication.no-author"] == [
        "records/centre.toml:4 publications[1]: expected an author, got none; fill in authors"
    ]
    assert all(isinstance(problem, Problem) for problem in found)


def test_kcss_check_gets_an_edition(workspace_of: Callable[..., Workspace]) -> None:
    """What a check is given is the edition of the report."""
    seen: list[Any] = []
    from kcss_core.plugins import hookimpl

    def look(edition: Any) -> Any:
        seen.append(edition)
        return ()

    plugins = load_plugins(type("look", (), {"kcss_check": staticmethod(hookimpl(look))}), discover=False)
    check(workspace_of(plugins), plugins=plugins)
    assert [type(edition) for edition in seen] == [Edition]
    assert str(seen[0].period) == "2022"
