"""The reference lists what there is: every field and type, every word, every problem, every name of the face."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs
import pytest

import kcss_core
from kcss_core.figures.populations import POPULATIONS
from kcss_core.model import FAMILIES, Document, Family, Identifier, Measurement, Organization, Participant, Reach
from kcss_core.model.fields import BirthYear, Count, Country, Kind, Language, Percent, ReportLanguage, Sector
from kcss_core.period import PartialDate, Period
from kcss_core.problems import Silence
from kcss_core.reading.values import AnyText
from kcss_core.reading.workspace import Disclosure, OwnKind, Settings, SourceRule, structure_manifest
from kcss_core.text import Text
from kcss_core.vocabulary import labels, units, words

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
WORKSPACE = (REFERENCE / "workspace.md").read_text("utf-8")

# ---------------------------------------------------------------- records and manifest

ONE = {
    str: "text",
    AnyText: "text",
    Text: "text in languages",
    bool: "yes or no",
    Decimal: "number",
    PartialDate: "date",
    Period: "period",
    Country: "country",
    Language: "language",
    ReportLanguage: "report language",
    Sector: "sector",
    Kind: "kind of activity",
    Count: "count",
    Percent: "percent",
    BirthYear: "year of birth",
    Identifier: "identifier",
    Measurement: "measurement",
    Reach: "reach",
    Document: "document",
}
SEVERAL = {
    str: "texts",
    Text: "texts in languages",
    Country: "countries",
    Language: "languages",
    ReportLanguage: "report languages",
    Sector: "sectors",
    Identifier: "identifiers",
    Reach: "reach",
    Document: "documents",
}


def type_word(hint: Any) -> str:
    """Return what the page calls the type of a field."""
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (part for part in get_args(hint) if part is not type(None))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return f"`{hint.__name__}`"
    if get_origin(hint) is tuple and get_args(hint)[0] == tuple[str, str]:
        return "table"
    if get_origin(hint) is tuple:
        return SEVERAL[get_args(hint)[0]]
    return "table" if get_origin(hint) is not None and hint not in ONE else ONE[hint]


def fields_of(record: type[Any], references: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the first two cells of each row that a record class needs; a star for what is required."""
    hints = get_type_hints(record, include_extras=True)
    return [
        (
            f"`{field.name}`" + (" *" if field.default is attrs.NOTHING else ""),
            references.get(field.name) or type_word(hints[field.name]),
        )
        for field in attrs.fields(record)
        if field.name != "origin"
    ]


def rows_below(heading: str) -> list[tuple[str, str]]:
    """Return the first two cells of the table that follows some words of the page."""
    _, found, rest = WORKSPACE.partition(f"\n{heading}")
    assert found, f"the page has no {heading!r}"
    _, _, table = rest.partition("|---|---|---|\n")
    rows = table.partition("\n\n")[0].splitlines()
    return [tuple(cell.strip() for cell in row.split("|")[1:3]) for row in rows]  # type: ignore[misc]


@pytest.mark.parametrize("name", ["organization", *FAMILIES])
def test_every_field_of_a_family(name: str) -> None:
    """Each family has a table with every field in order, its type, and a star where it is required."""
    family = FAMILIES.get(name, Family("organization", Organization))
    assert rows_below(f"### {name}\n") == fields_of(family.record, family.references)


def test_no_other_family() -> None:
    """The page has no section of a family that does not exist."""
    section = WORKSPACE.partition("\n## Families\n")[2].partition("\n## ")[0]
    assert re.findall(r"^### (.+)$", section, re.MULTILINE) == ["organization", *FAMILIES]


@pytest.mark.parametrize(
    ("words", "record"),
    [
        ("An **identifier**", Identifier),
        ("A **measurement**", Measurement),
        ("**Reach**", Reach),
        ("A **document**", Document),
        ("`[workspace]` holds", Settings),
        ("`[kinds]` hangs", OwnKind),
        ("`[[source]]` says", SourceRule),
        ("`[disclosure]` says", Disclosure),
        ("`[[silence]]` names", Silence),
    ],
)
def test_every_field_of_a_table(words: str, record: type[Any]) -> None:
    """So has each table inside records and of the manifest."""
    assert rows_below(words) == fields_of(record, {})


def test_the_manifest_of_the_page() -> None:
    """The example of kcss.toml is one, without any problem."""
    example = WORKSPACE.partition(":caption: kcss.toml\n")[2].partition("```")[0]
    manifest, kinds, problems = structure_manifest(example)
    assert problems == ()
    assert [rule.reported for rule in manifest.source] == [Period.year(2024)]
    assert {"community-forum", "pop-up-library"} <= set(kinds)


def test_every_type_is_explained() -> None:
    """Every word for a type stands in the list of types, or is a table that the page describes."""
    explained = set(re.findall(r"^\| ([a-z ]+) \|", WORKSPACE.partition("\n## Types\n")[2], re.MULTILINE))
    tables = {"identifier", "measurement", "reach", "document"}
    assert set(ONE.values()) - tables <= explained
    assert {word for word in ONE.values() if word in tables} == tables


def test_every_kind_of_activity() -> None:
    """The tree of kinds is that of the vocabulary."""
    tree = tomllib.loads((ROOT / "src/kcss_core/vocabulary/kinds.toml").read_text("utf-8"))
    section = WORKSPACE.partition("\n## Kinds of activities\n")[2].partition("\n## ")[0]
    rows = [re.findall(r"`([a-z-]+)`", row) for row in section.splitlines() if row.startswith("| `")]
    assert {kind: below for kind, *below in rows} == tree


def test_every_word_of_every_list() -> None:
    """Each list that a field may take its words from is there, whole and in order."""
    used: dict[str, type[Enum]] = {}
    for record in (Organization, Identifier, Measurement, Reach, Document, *(one.record for one in FAMILIES.values())):
        for hint in get_type_hints(record).values():
            for part in (hint, *get_args(hint)):
                if isinstance(part, type) and issubclass(part, Enum):
                    used[part.__name__] = part
    section = WORKSPACE.partition("\n## Word lists\n")[2]
    rows = [re.findall(r"`([\w-]+)`", row) for row in section.splitlines() if row.startswith("| `")]
    listed = {name: members for name, *members in rows}
    assert listed == {name: [str(member.value) for member in part] for name, part in used.items()}
    assert all(getattr(words, name) is part for name, part in used.items())


def test_every_unit() -> None:
    """The page on figures lists every unit of the vocabulary."""
    section = (REFERENCE / "figures.md").read_text("utf-8").partition("\n## Units\n")[2]
    assert re.findall(r"`(unit\.[a-z-]+)`", section) == list(units())


# ---------------------------------------------------------------- problems

CODE = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*")

# Other words of the same shape: units, modules of the face, paths that conditions use, key paths.
NO_CODES = frozenset(
    {
        *units(),
        *kcss_core._HOMES.values(),
        *(word for population in POPULATIONS.values() for pair in population.names.items() for word in pair),
        *(f"participant.{field.name}" for field in attrs.fields(Participant)),
        "activity.start",
        "cover.image",
        "disclosure.k",
        "gender-balance.chart",
        "plugins.registry",
    }
)
# Problems that a label is called like.
ALSO_CODES = frozenset({"gender.not-recorded"})
FILES = (".csv", ".db", ".docx", ".ini", ".pdf", ".toml", ".xml")


def codes() -> Iterator[str]:
    """Yield every word in the code that has the shape of a problem's code, but for labels and what is known to be none."""
    other = NO_CODES | (labels().keys() - ALSO_CODES)
    for source in (ROOT / "src", *sorted((ROOT / "plugins").glob("*/src"))):
        for file in source.rglob("*.py"):
            nodes = () if "testing" in file.parts else ast.walk(ast.parse(file.read_text("utf-8")))
            words = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
            yield from (word for word in words if CODE.fullmatch(word) and not word.endswith(FILES) and word not in other)


def documented() -> set[str]:
    """Return the codes on the page of problems."""
    return set(re.findall(r"^\| `([a-z.-]+)` \|", (REFERENCE / "problems.md").read_text("utf-8"), re.MULTILINE))


def test_every_problem_is_explained() -> None:
    """Each code that any distribution of this repository can give has its meaning and remedy on the page."""
    assert set(codes()) - documented() == set()


def test_no_problem_is_explained_that_does_not_exist() -> None:
    """A code that no code gives any longer is not on the page."""
    assert documented() - set(codes()) == set()


def test_the_page_of_problems_is_sorted() -> None:
    """Within each section codes are in the order of the alphabet, each once."""
    sections = re.split(r"^## ", (REFERENCE / "problems.md").read_text("utf-8"), flags=re.MULTILINE)
    for section in sections:
        found = re.findall(r"^\| `([a-z.-]+)` \|", section, re.MULTILINE)
        assert found == sorted(set(found))


# ---------------------------------------------------------------- Python

API = (REFERENCE / "api.md").read_text("utf-8")


@pytest.mark.parametrize("name", kcss_core.__all__)
def test_every_name_of_the_face_is_documented(name: str) -> None:
    """Each name that ``import kcss_core`` gives stands on the page, taken from its docstring."""
    assert re.search(rf"^\.\. auto\w+:: {name}$", API, re.MULTILINE)


def test_every_record_is_documented() -> None:
    """Each record class stands on the page."""
    listed = set(re.search(r"kcss_core\.model\n   :members: (.*)", API)[1].split(", "))  # type: ignore[index]
    assert {family.record.__name__ for family in FAMILIES.values()} <= listed
