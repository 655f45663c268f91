"""Names of participants are in no output, message, ``repr``, log or saved file, wherever they stand in the records.

Invented names are planted into every column and every header of every shape in which records of people come.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner, Result

from kcss_core import load, load_plugins
from kcss_core.cli import main
from kcss_core.plugins.registry import Plugins
from kcss_spreadsheet.preview import preview

from .planted import NAMES, SHAPES, Shape, believed, found_in, planted, write

#: Where a planted name is shown, and why: what an activity is called and where it was held is what a report tells of
#: it. It is no list of persons, and docs/explanation/data-protection.md says so.
OF_ACTIVITIES = frozenset(
    {
        "events.xlsx: cells of Title",
        "events.xlsx: cells of Municipality",
        "form.xlsx Sessions: cells of title",
        "odk.csv: cells of title",
    }
)
#: What tells of everything that is wrong.
CHECKED = (("check", "{}", "--format", "csv"), ("import", "{}", "--dry-run", "--save-mapping", "--format", "csv"))
#: Every command that shows or writes something of a workspace without errors, in every format.
OUTPUTS = (
    ("check", "{}"),
    ("check", "{}", "--format", "json", "-v"),
    ("import", "{}", "--dry-run"),
    ("import", "{}", "--save-mapping", "--format", "json"),
    ("same-as", "{}"),
    ("same-as", "{}", "--format", "json"),
    ("same-as", "{}", "--format", "csv"),
    ("persons", "{}"),
    *(("persons", "{}", "-o", f"{{}}/persons.{form}") for form in ("json", "csv", "xlsx", "docx")),
    *(("figures", "{}", "--format", form) for form in ("text", "json", "csv")),
    *(("explain", "attended.persons", "-w", "{}", "--format", form) for form in ("text", "json", "csv")),
    *(("explain", "attended.total", "-w", "{}", "--by", by) for by in ("activity", "role", "participant.municipality")),
    ("explain", "attended.persons", "-w", "{}", "--by", "participant.affiliation", "--format", "json"),
    ("show", "breakdown", "attended.total", "--by", "participant.affiliation", "-w", "{}", "--format", "json"),
    ("show", "gender-balance", "-w", "{}", "--by", "participant.municipality"),
    *(("report", "{}", "annual", "-o", f"{{}}/annual.{form}") for form in ("txt", "json", "csv", "xlsx")),
    ("report", "{}", "annual", "-o", "{}/annual.docx"),
    ("docx", "audit", "{}/annual.docx", "{}"),
    *(("evidence", "{}", "annual", "-o", f"{{}}/evidence.{form}") for form in ("txt", "json", "csv", "xlsx")),
    ("publish", "{}", "annual"),
)


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    """Return all plugins: they too must be silent about names."""
    return load_plugins()


def run(root: Path, words: tuple[str, ...], **environment: str) -> Result:
    """Return what a command does, without a key for digests."""
    settings: dict[str, Any] = {"KCSS_DEBUG": None, "KCSS_KEY_FILE": str(root / "no-key"), **environment}
    return CliRunner().invoke(main, [word.format(root) for word in words], prog_name="kcss", env=settings)


def written(root: Path, since: set[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that commands wrote, and the manifest, which they may have changed."""
    for path in root.rglob("*"):
        if path.is_file() and (path not in since or path.name == "kcss.toml"):
            yield path.relative_to(root).as_posix(), path.read_bytes()


def plants(shape: Shape, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Yield what was planted, and the workspace in a folder of its own."""
    for number, (what, one) in enumerate(planted(shape)):
        yield what, write(one.files(), tmp_path / str(number))


def of(shapes: tuple[Shape, ...]) -> Any:
    return pytest.mark.parametrize("shape", shapes, ids=[shape.id for shape in shapes])


def test_planted_names_are_found() -> None:
    """The search sees names in cells of workbooks, slugs and other cases: one that finds nothing would say nothing."""
    for shape in SHAPES:
        assert any(map(found_in, shape.files().values())) == bool(shape.name)
    assert found_in("zamfirana-quetzalovci-2022") == ["zamfirana", "quetzalovci"]
    assert found_in("BRUNHAXHA") == ["brunhaxha"]


@of(SHAPES)
def test_no_message_and_no_repr_repeats_a_name(
    shape: Shape, tmp_path: Path, plugins: Plugins, caplog: pytest.LogCaptureFixture
) -> None:
    """One place at a time, names stand where none belong; places are told, and what was read shows nobody."""
    caplog.set_level(logging.DEBUG)
    leaks, troubled = [], 0
    for what, root in plants(shape, tmp_path):
        for words in CHECKED:
            result = run(root, words)
            assert result.exit_code < 4, (what, result.output)
            troubled += result.exit_code == 1
            leaks += [(what, words[0], line) for line in result.output.splitlines() if found_in(line)]
        workspace = load(root, plugins=plugins)
        # Activities are no persons: of them everything is shown.
        dataset = evolve(workspace.dataset, activities=())
        things = [workspace.problems, dataset, *dataset.participants, *dataset.participations, *dataset.same_as]
        things += [*dataset.head_counts, *dataset.participants.columns.values()]
        if result.exit_code < 2:
            found = preview([root], plugins.readers)
            things += [found, *(sheet.read.grid for sheet in found.sheets)]
        leaks += [(what, type(thing).__name__, "repr") for thing in things if found_in(repr(thing) + str(thing))]
    assert leaks == []
    assert troubled, "nothing that was planted was any trouble"
    assert found_in(caplog.text) == []


@of(tuple(shape for shape in SHAPES if shape.free))
def test_no_output_repeats_a_name(shape: Shape, tmp_path: Path) -> None:
    """Where names are believed to be organizations, towns or ids, they are in nothing that is shown or written."""
    root = write(believed(shape).files(), tmp_path)
    assert run(root, CHECKED[0]).exit_code == 0
    before = {*root.rglob("*")}
    leaks = []
    for words in OUTPUTS:
        result = run(root, words)
        # Where there is no workbook and no form, there is nothing to import.
        assert result.exit_code in (0, 1) or (words[0] == "import" and "expected sheets" in result.output), result.output
        leaks += [(words, line) for line in result.output.splitlines() if found_in(line)]
    leaks += [(("file",), name) for name, data in written(root, before) if found_in(data)]
    assert leaks == []
    assert (root / "annual.docx").is_file()


def test_what_is_told_of_activities_is_told(tmp_path: Path) -> None:
    """The exceptions are none but these: what an activity is called, and where it was held."""
    told = []
    for what, root in (pair for shape in SHAPES for pair in plants(shape, tmp_path / shape.id.replace(" ", "-"))):
        if (": cells of" in what and "itle" in what) or "events.xlsx: cells of Municipality" in what:
            result = run(root, ("show", "breakdown", "attended.total", "--by", "activity", "-w", "{}"))
            places = run(root, ("explain", "attended.total", "--by", "activity.places", "-w", "{}"))
            told += [what] if found_in(result.stdout + places.stdout) else []
    assert set(told) == OF_ACTIVITIES


def test_names_are_shown_to_who_asks(tmp_path: Path) -> None:
    """The two options that name persons do, which they say; so the searches above look where something is to be seen."""
    (shape,) = (shape for shape in SHAPES if shape.id == "csv")
    root = write(shape.files(), tmp_path)
    result = run(root, ("persons", "{}", "--with-names"))
    assert len(found_in(result.stdout)) == 6
    assert result.stderr.startswith("kcss: 3 persons are written; internal, with names: ")


def test_suggestions_name_rows(tmp_path: Path) -> None:
    """Where ids are names, kcss same-as tells the rows of two persons, and the ids to who asks for names."""
    people = f"id,name\n{NAMES[0]},{NAMES[0]}\nZ. Quetzalovci,Z. Quetzalovci\np-017,{NAMES[1]}\np-018,P. Wyvernaj\n"
    (shape,) = (shape for shape in SHAPES if shape.id == "csv")
    root = write({**shape.files(), "records/participants.csv": people.encode()}, tmp_path)
    (root / "records/participations.csv").unlink()
    (root / "records/same-as.csv").unlink()
    lines = run(root, ("same-as", "{}", "--format", "csv")).stdout.removeprefix("\ufeff").splitlines()
    at = "records/participants.csv"
    assert [line.split(",")[:2] + line.split(",")[4:] for line in lines[1:]] == [
        ["(not repeated)", "(not repeated)", f"{at}:3", f"{at}:2"],
        ["p-018", "p-017", f"{at}:5", f"{at}:4"],
    ]
    named = run(root, ("same-as", "{}", "--format", "csv", "--with-names")).stdout
    assert "Z. Quetzalovci,Zamfirana Quetzalovci" in named


def test_traces_do_not_quote_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """KCSS_DEBUG, of which people are told to send the output, shows where a defect came about and no words of data."""

    def fail(*_: object, **__: object) -> None:
        try:
            int(NAMES[0])
        except ValueError as error:
            raise KeyError(NAMES[1]) from error

    monkeypatch.setattr("kcss_core.stages.check", fail)
    root = write(SHAPES[0].files(), tmp_path)
    result = run(root, ("check", "{}"), KCSS_DEBUG="1")
    assert result.exit_code == 70
    assert "ValueError\n" in result.output and "KeyError\n" in result.output
    assert found_in(result.output) == []
    assert len(found_in(run(root, ("check", "{}"), KCSS_DEBUG="words").output)) == 4
