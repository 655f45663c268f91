"""Imports go strictly downward; the rules are read from the syntax trees, so nothing is imported here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = ROOT / "src" / "kcss_core"

# Lowest first. A name stands for the module or the whole package, except where a longer name is listed.
ORDER = (
    "frozen",
    "vocabulary",
    "text",
    "origin",
    "period",
    "names",
    "withheld",
    "problems",
    "errors",
    "formatting",
    "prose",
    "plugins",  # the marker only
    "model",
    "reading",
    "figures",
    "edition",
    "disclosure",
    "statements",
    "checks",
    "report",
    "export",
    "plugins.installed",
    "plugins.hookspecs",
    "plugins.contributions",
    "plugins.registry",
    "builtin",
    "stages",
    "testing",
    "cli",
)

# Belongs to kcss-docx: a core without Word must work where none of these is installed.
WORD_LIBRARIES = frozenset({"docx", "lxml", "PIL", "pptx"})

# click is the command line's; the hook that takes commands and what collects them name its type and import nothing.
CLICK_AT_RUN_TIME = frozenset({"cli"})
CLICK_FOR_TYPES = frozenset({"plugins.hookspecs", "plugins.registry"})


def layer(module: str) -> str | None:
    """Return the entry of ORDER that holds a module below kcss_core; None for a module nobody listed."""
    parts = module.split(".")
    candidates = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in candidates if name in ORDER), None)


def imports(tree: ast.Module, package: str) -> Iterator[tuple[str, int, bool]]:
    """Yield each imported name as full dotted path, with its line and whether it is for type checking only."""
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno, id(node) in for_types) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            anchor = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*anchor, *([node.module] if node.module else [])])
            yield from ((f"{base}.{alias.name}", node.lineno, id(node) in for_types) for alias in node.names)


def violations(module: str, source: str, *, is_package: bool = False) -> list[str]:
    """Return what a module of the core, given by its name below kcss_core, imports against the rules."""
    own = layer(module)
    if own is None:
        return [f"{module}: not in ORDER; give it a place"]
    full = f"kcss_core.{module}"
    package = full if is_package else full.rpartition(".")[0]
    found = []
    for name, line, for_types in imports(ast.parse(source), package):
        top, _, rest = name.partition(".")
        if top in WORD_LIBRARIES:
            found.append(f"{module}:{line}: imports {top}, which belongs to kcss-docx")
        if top == "click" and own not in (CLICK_AT_RUN_TIME | CLICK_FOR_TYPES if for_types else CLICK_AT_RUN_TIME):
            found.append(f"{module}:{line}: imports click")
        if top != "kcss_core":
            continue
        target = layer(rest)
        if target is None:
            found.append(f"{module}:{line}: imports the face ({name}); name the module that defines it")
        elif target != own and ORDER.index(target) > ORDER.index(own):
            found.append(f"{module}:{line}: imports {name}, which lies above")
    return found


def core_modules() -> list[tuple[str, Path]]:
    """Return name below kcss_core and file of every module, without the face, which may import everything."""
    found = []
    for path in sorted(CORE.rglob("*.py")):
        parts = path.relative_to(CORE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name:
            found.append((name, path))
    return found


@pytest.mark.parametrize(("module", "path"), core_modules(), ids=[name for name, _ in core_modules()])
def test_imports_go_down(module: str, path: Path) -> None:
    """No module of the core imports from above it, the face, a library for Word, or click outside the command."""
    assert violations(module, path.read_text("utf-8"), is_package=path.name == "__init__.py") == []


@pytest.mark.parametrize(
    ("module", "source", "expected"),
    [
        ("model", "from kcss_core.edition import Edition", "model:1: imports kcss_core.edition.Edition, which lies above"),
        (
            "text",
            "def f():\n    import kcss_core.cli.main",
            "text:2: imports kcss_core.cli.main, which lies above",
        ),
        (
            "figures.value",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from kcss_core import edition",
            "figures.value:3: imports kcss_core.edition, which lies above",
        ),
        ("figures.value", "from ..report import blocks", "figures.value:1: imports kcss_core.report.blocks, which lies above"),
        ("export", "from kcss_core.plugins import registry", "export:1: imports kcss_core.plugins.registry, which lies above"),
        (
            "builtin.text",
            "from kcss_core import Report",
            "builtin.text:1: imports the face (kcss_core.Report); name the module that defines it",
        ),
        ("report.blocks", "from PIL import Image", "report.blocks:1: imports PIL, which belongs to kcss-docx"),
        ("plugins.hookspecs", "import click", "plugins.hookspecs:1: imports click"),
        ("newcomer", "", "newcomer: not in ORDER; give it a place"),
    ],
)
def test_forbidden_import_is_found(module: str, source: str, expected: str) -> None:
    """A planted import that breaks a rule is named with module, line and reason."""
    assert violations(module, source) == [expected]


def test_allowed_imports_pass() -> None:
    """Downward imports, neighbors in one package, and click for types in the hooks are no violations."""
    source = "from typing import TYPE_CHECKING\nfrom kcss_core.export import Exporter\nif TYPE_CHECKING:\n    import click"
    assert violations("plugins.hookspecs", source) == []
    assert violations("figures", "from .value import Value\nfrom kcss_core.model import Dataset", is_package=True) == []


def plugin_sources() -> list[Path]:
    """Return every Python file of the plugins and of the example plugin."""
    return sorted([*ROOT.glob("plugins/*/src/**/*.py"), *ROOT.glob("examples/*/src/**/*.py")])


def foreign_plugins(path: Path, source: str) -> list[str]:
    """Return the plugins other than its own that a plugin's file imports."""
    own = path.relative_to(ROOT).parts[3]
    names = {name.partition(".")[0] for name, _, _ in imports(ast.parse(source), own)}
    return sorted(name for name in names if name.startswith("kcss_") and name not in ("kcss_core", own))


@pytest.mark.parametrize("path", plugin_sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_plugins_do_not_import_one_another(path: Path) -> None:
    """A plugin imports kcss_core and itself, never another plugin."""
    assert foreign_plugins(path, path.read_text("utf-8")) == []


def test_import_of_another_plugin_is_found() -> None:
    """A planted import of a neighbor is named."""
    path = ROOT / "plugins" / "kcss-docx" / "src" / "kcss_docx" / "package.py"
    assert foreign_plugins(path, "from kcss_hello import hello\nimport kcss_core, kcss_docx") == ["kcss_hello"]
