"""The public face: every name is there, typed and lazy."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import kcss_core
from kcss_core import Edition, Form, Period, Text, UsageError
from kcss_core.testing import sample_dataset, sample_edition


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
    """Completion finds the names before they were used, and nothing that only the module itself needs."""
    assert [name for name in dir(kcss_core) if not name.startswith("__")] == sorted(kcss_core.__all__)


def test_an_unknown_name() -> None:
    """A name that does not exist is an AttributeError like any module's, and Python says what was meant."""
    program = "import kcss_core\nkcss_core.lod"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, text=True)
    said = "AttributeError: module 'kcss_core' has no attribute 'lod'. Did you mean: 'load'?"
    assert result.stderr.splitlines()[-1] == said


def test_importing_the_face_imports_nothing_else() -> None:
    """``import kcss_core`` costs nothing until a name is used."""
    program = "import sys, kcss_core; print([name for name in sys.modules if name.startswith('kcss_core.')])"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert result.stdout == "[]\n"


def test_no_name_hides_a_module() -> None:
    """No exported name is that of a module below, which would take its place once it is imported."""
    below = {path.stem for path in Path(kcss_core.__file__).parent.iterdir()}
    assert below & set(kcss_core.__all__) == set()


# Misuse


EXAMPLE = Path(__file__).parents[1] / "examples" / "kcss-2022"


@pytest.mark.parametrize("step", [kcss_core.open_edition, kcss_core.build_report, kcss_core.check])
def test_a_folder_is_no_workspace(step: Callable[[Any], object]) -> None:
    """Whoever forgets to load is told so, by each step that takes a workspace."""
    with pytest.raises(UsageError, match=r"^expected a workspace, as load\(folder\) returns one, got str$"):
        step(str(EXAMPLE))


def test_a_format_is_no_exporter() -> None:
    """Rendering takes an exporter, and says where one is."""
    edition = sample_edition()
    said = r"^expected an exporter, such as load_plugins\(\)\.exporters\['text'\], got 'json'$"
    with pytest.raises(UsageError, match=said):
        kcss_core.render(kcss_core.report_of((), edition, id="x"), "json")  # type: ignore[arg-type]


def asked(edition: Edition) -> dict[str, Callable[[], object]]:
    """Return ways to ask for what is not there, by what is said."""
    value = edition.value("publications")
    return {
        "there is no figure 'publicatons'; did you mean 'publications'?": lambda: edition.value("publicatons"),
        "expected a period such as 2022, 2022-Q1, 2022-05 or 2022-01/2022-06, got 'soon'": lambda: edition.value(
            "publications", period="soon"
        ),
        "expected a period, got 2022": lambda: edition.with_period(2022),  # type: ignore[arg-type]
        "there is no family 'publicatons'; did you mean 'publications'?": lambda: edition.dataset.of("publicatons"),
        "there is no form 'word'; did you mean 'words'?": lambda: kcss_core.shown(value, edition, "word"),
        "there is no qualifier 'nearly'; it is one of exact, over, around, at-least": lambda: kcss_core.shown(
            value, edition, qualifier="nearly"
        ),
    }


@pytest.mark.parametrize("said", asked(sample_edition()))
def test_what_is_not_there(said: str) -> None:
    """One sentence, with what was probably meant."""
    with pytest.raises(UsageError) as caught:
        asked(sample_edition())[said]()
    assert str(caught.value) == said


def test_words_do_where_they_are_clear() -> None:
    """A period, a cell, a dimension and a form may be given as one would write them."""
    edition = sample_edition()
    assert edition.value("publications", period="2021") is edition.value("publications", period=Period.year(2021))
    assert edition.with_period("2021").period == Period.year(2021)
    cell = {"kind": "report"}
    assert edition.value("publications", cell=cell) is edition.value("publications", cell=(("kind", "report"),))
    assert edition.breakdown("publications", "kind") == edition.breakdown("publications", ["kind"])
    value = edition.value("publications")
    assert kcss_core.shown(value, edition, "words") == kcss_core.shown(value, edition, Form.WORDS)


# What an interactive session shows


def test_objects_say_what_they_are() -> None:
    """One short line each, whatever they hold."""
    workspace = kcss_core.load(EXAMPLE)
    edition = kcss_core.open_edition(workspace)
    report, _ = kcss_core.build_report(workspace)
    value = edition.value("publications")
    assert [repr(one) for one in (workspace, edition, report, value, value.evidence)] == [
        f"<Workspace {EXAMPLE}: reports annual-report-2022>",
        "<Edition of kcss for 2022 in en>",
        f"<Report annual-report-2022 for 2022 in en: {len(report.blocks) if report else 0} blocks>",
        "<Value publications@2022: 18>",
        "<Evidence: 18 included, 0 undecided, 0 excluded>",
    ]
    assert repr(edition.value("meetings.good-governance")) == "<Value meetings.good-governance@2022: over 50>"
    assert repr(edition.value("staff.women")) == "<Value staff.women@2022: 45 percent>"
    assert repr(edition.value("publications", period="2021")) == "<Value publications@2021: no data>"
    assert repr(value.concealed()) == "<Value publications@2022: hidden>"
    assert repr(edition.breakdown("publications", "kind")) == "<Breakdown of publications@2022 by kind: 6 rows>"
    assert repr(workspace.dataset).startswith("<Dataset of kcss: 6 programs, 12 institutions, ")
    assert repr(kcss_core.load_plugins(discover=False)) == "<Plugins builtin>"


@pytest.mark.parametrize(
    "one", [Text("Work"), Text({"en": "Work", "sq": "Punë"}), Period.parse("2022-Q3"), kcss_core.PartialDate.parse("2022-05")]
)
def test_words_and_dates_can_be_pasted(one: object) -> None:
    """What is shown makes the same again."""
    names = {name: getattr(kcss_core, name) for name in ("Text", "Period", "PartialDate")}
    assert eval(repr(one), names) == one  # of what was made here


def test_nobody_is_named() -> None:
    """Names, ids, affiliations and municipalities of participants are shown by no object that holds them."""
    dataset = sample_dataset()
    shown = [repr(one) for one in (dataset, dataset.participants, dataset.participations)]
    shown += [repr(one) for one in (*dataset.participants, *dataset.participations)]
    told = {
        word
        for person in dataset.participants
        for word in (person.id, person.name, person.affiliation, person.municipality)
        if word is not None
    }
    assert told
    assert [word for word in told if any(word in words for words in shown)] == []
