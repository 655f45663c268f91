"""The public face: every name is there, typed and lazy."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import kcss_core


def typed_imports() -> dict[str, str]:
    """Return the names that type checkers see, with their modules."""
    tree = ast.parse(Path(kcss_core.__file__).read_text("utf-8"))
    return {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kcss_core.")
        for alias in node.names
        if node.module is not None
    }


def test_types_and_names_agree() -> None:
    """What type checkers see is what is exported, in alphabetical order."""
    assert sorted(typed_imports(), key=str.casefold) == sorted(kcss_core.__all__, key=str.casefold)


@pytest.mark.parametrize("name", kcss_core.__all__)
def test_a_name_is_what_its_module_defines(name: str) -> None:
    """Each name leads to the very object that type checkers take it for."""
    assert getattr(kcss_core, name) is getattr(import_module(typed_imports()[name]), name)


def test_dir_lists_the_names() -> None:
    """Completion finds the names before they were used."""
    assert set(kcss_core.__all__) <= set(dir(kcss_core))


def test_an_unknown_name() -> None:
    """A name that does not exist is an AttributeError like any module's."""
    with pytest.raises(AttributeError, match=r"^module 'kcss_core' has no attribute 'lod'$"):
        kcss_core.lod  # noqa: B018  # the attribute is asked for


def test_importing_the_face_imports_nothing_else() -> None:
    """``import kcss_core`` costs nothing until a name is used."""
    program = "import sys, kcss_core; print([name for name in sys.modules if name.startswith('kcss_core.')])"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert result.stdout == "[]\n"


def test_no_name_hides_a_module() -> None:
    """No exported name is that of a module below, which would take its place once it is imported."""
    below = {path.stem for path in Path(kcss_core.__file__).parent.iterdir()}
    assert below & set(kcss_core.__all__) == set()
