"""What is hidden is nowhere in a report: the numbers are searched in all bytes of every format, packages unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kcss_core.export import render
from kcss_core.figures.value import Value
from kcss_core.model import Activity, Dataset, HeadCount, Organization, Participant, Participation, Program, Table
from kcss_core.period import PartialDate
from kcss_core.plugins.registry import load_plugins
from kcss_core.reading.workspace import Disclosure, Manifest, Workspace
from kcss_core.report.build import build
from kcss_core.report.report import Report
from kcss_core.report.values import values_of
from kcss_core.text import Text
from kcss_core.vocabulary import Gender, Role

PLUGINS = load_plugins()
# Nobody meets these numbers by accident, so a group is small here where it is below five thousand.
K = 5000
HEADS: Mapping[tuple[str, int], tuple[int, int]] = {
    ("a", 2024): (4703, 7919),
    ("b", 2024): (8861, 9973),
    ("c", 2024): (10007, 12011),
    ("a", 2023): (20011, 30011),
}
LISTED = 61
FIGURES = """\
[[figure]]
id = "heads"
title = "Heads"
count = "attendances"
headline = true

[[figure]]
id = "women-in-a"
title = "Women in a"
count = "attendances"
where = { gender = "woman", program = "a" }
headline = true

[[figure]]
id = "share-in-a"
title = "Women among all in a"
share = "attendances"
where = { program = "a" }
of = { gender = "woman" }
"""
CHAPTER = """\
# The year

There came {value}`women-in-a` women to a, {value}`share-in-a|share`, that is {value}`share-in-a|counts` or about {value}`women-in-a|around`.

:::{in-figures}
:::

:::{tiles} heads women-in-a share-in-a
:::

:::{gender-balance}
:groups: attended participants speakers
:::

:::{gender-balance}
:groups: attended
:by: program
:::

:::{gender-balance}
:groups: attended
:trend: yes
:::

:::{breakdown} heads
:by: gender program
:as: both
:kind: stacked-bar
:::

:::{breakdown} share-in-a
:by: quarter
:as: chart
:::
"""


def dataset() -> Dataset:
    persons = [
        Participant(id=f"{role}-{number}", gender=Gender.WOMAN if number % 3 else Gender.MAN)
        for role in ("speaker", "participant")
        for number in range(LISTED)
    ]
    return Dataset(
        organization=Organization(id="centre", name=Text("Centre")),
        programs=tuple(Program(id=id, name=Text(id)) for id in "abc"),
        activities=(
            *(
                Activity(id=f"{id}{year}", title=Text(id), kind="meeting", programs=(id,), start=PartialDate(year, 5))
                for id, year in HEADS
            ),
            Activity(id="listed", title=Text("Listed"), kind="meeting", programs=("c",), start=PartialDate(2024, 5)),
        ),
        head_counts=tuple(
            HeadCount(activity=f"{id}{year}", women=women, men=men) for (id, year), (women, men) in HEADS.items()
        ),
        participants=Table.of(Participant, persons),
        participations=Table.of(
            Participation,
            [
                Participation(
                    participant=str(id), activity="listed", role=Role(str(id).split("-")[0]), attended=True
                )
                for id in (one.id for one in persons)
            ],
        ),
    )


def report(k: int, language: str) -> Report:
    workspace = Workspace(
        root=Path("ws"),
        manifest=Manifest(disclosure=Disclosure(k=k)),
        dataset=dataset(),
        texts={
            "figures.toml": FIGURES,
            "reports/r/report.toml": 'title = "R"\nperiod = "2024"\nchapters = ["c.md"]\nannex = ["evidence"]\n',
            "reports/r/c.md": CHAPTER,
        },
        images={},
    )
    built, problems = build(
        workspace, "r", directives=PLUGINS.directives.values(), figures=PLUGINS.figures.values(), language=language
    )
    assert built is not None, problems
    return built


def numbers(value: Value) -> set[int]:
    """Return the numbers that would tell a value."""
    share = value.share
    if share is None:
        return {int(value.number)} if value.number is not None else set()
    counts = {share.numerator or 0, (share.denominator or 0) - (share.numerator or 0)}
    return {count for count in counts if count}


def secrets(protected: Report, open_: Report) -> set[int]:
    """Return the numbers of what is hidden, as far as nothing that is told has the same number."""
    known = {value.address: value for value in values_of(open_.blocks)}
    hidden: set[int] = set()
    told: set[int] = set()
    for value in values_of(protected.blocks):
        (hidden if value.hidden else told).update(numbers(known[value.address]))
    shown = {value.address for value in values_of(protected.blocks)}
    for address, value in known.items():
        if address not in shown:
            hidden |= numbers(value)
    # Of small numbers there are too many in any file.
    return {number for number in hidden - told if number > 999}


def parts(data: bytes) -> Iterator[bytes]:
    """Yield some bytes, or what they hold where they are a package: document, charts, workbooks in it, properties."""
    if not data.startswith(b"PK"):
        yield data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield from parts(archive.read(name))


def found(data: bytes, number: int) -> bool:
    """Say whether a number is in some bytes, however its thousands are set apart."""
    head, tail = str(number)[:-3], str(number)[-3:]
    ways = [f"{head}{sign}{tail}".encode() for sign in ("", ",", ".", "\u00a0", "\u202f", " ", "&#160;")]
    return any(way in part for part in parts(data) for way in ways)


@pytest.mark.parametrize("language", ["en", "sq"])
@pytest.mark.parametrize("form", ["docx", "xlsx", "json", "csv", "text"])
def test_what_is_hidden_is_nowhere(form: str, language: str) -> None:
    """Words, alternative texts, charts, their workbooks and stored baselines: none holds the number of a hidden value."""
    protected, open_ = report(K, language), report(1, language)
    hidden = secrets(protected, open_)
    # Women and men of a, and as the whole is told those of b or c.
    assert {4703, 7919} < hidden
    assert 50022 not in hidden
    data = render(protected, PLUGINS.exporters[form])
    assert [number for number in sorted(hidden) if found(data, number)] == []
    # The same search finds each of them in the report without protection.
    leak = render(open_, PLUGINS.exporters[form])
    assert [number for number in sorted(hidden) if not found(leak, number)] == []


@pytest.mark.parametrize("place", ["word/document.xml", "customXml/item", "word/charts/chart", "word/embeddings/"])
def test_the_search_sees_every_part_of_a_document(place: str) -> None:
    """A number that is planted in a part of the package, or in a workbook within it, is found there."""
    data = render(report(1, "en"), PLUGINS.exporters["docx"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith(place)]
        assert any(found(archive.read(name), 4703) for name in names)
