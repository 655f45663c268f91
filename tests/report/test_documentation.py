"""What the reference of chapters says is what happens."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from kcss_core.edition import Edition
from kcss_core.figures import Figure, Measure, Share, Value
from kcss_core.figures.value import Address
from kcss_core.model import Dataset, Organization
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.report.definition import read_definition
from kcss_core.report.roles import answer
from kcss_core.text import Text

PAGE = (Path(__file__).parents[2] / "docs/reference/chapters.md").read_text("utf-8")
ROWS = re.findall(r"^\| `` \{value\}`([^`]+)` `` \| (\d[^|]*) \| ([^|;]+)", PAGE, re.MULTILINE)


def counted(edition: Edition, figure: str, words: str) -> Value:
    """Return the value that the second column of the table describes: ``18``, or ``9 of 20``."""
    numbers = [int(number) for number in words.split(" of ")]
    value = Value(
        address=Address(figure, edition.period),
        title=Text(figure),
        unit=f"unit.{figure.removesuffix('s')}" if len(numbers) == 1 else "unit.percent",
        number=numbers[0],
    )
    if len(numbers) == 1:
        return value
    share = Share(numerator=numbers[0], denominator=numbers[1])
    return Value(address=value.address, title=value.title, unit=value.unit, number=share.exact, share=share)


def test_the_table_is_read() -> None:
    """The table of values is found, so that the test below tests something."""
    assert len(ROWS) == 11


@pytest.mark.parametrize(("words", "counts", "printed"), ROWS)
def test_table_of_values(words: str, counts: str, printed: str) -> None:
    """Each line of the table prints what it says."""
    id = words.partition("|")[0]
    figure = Figure(
        id=id, title=Text(id), measure=Measure.FUNCTION, compute=lambda edition: counted(edition, id, counts.strip())
    )
    dataset = Dataset(organization=Organization(id="c", name=Text("Centre")))
    span, problems = answer(Edition(dataset, [figure], period=Period.year(2022)), words, Origin("c.md"))
    assert problems == ()
    assert span is not None
    assert span.text == printed.strip()


def test_report_toml() -> None:
    """The example of report.toml is one."""
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    definition, problems = read_definition(example, "reports/r/report.toml")
    assert problems == ()
    assert definition is not None
    assert definition.export == {"docx": {"pages": True}}
    assert definition.filter == {"project": "…"}


def test_derived_qualifiers_of_the_design_page() -> None:
    """The numbers that the page on design promises are those that are printed."""
    from kcss_core.report.shown import qualified
    from kcss_core.vocabulary import Qualifier

    page = (Path(__file__).parents[2] / "docs/design/report.md").read_text("utf-8")
    rows = re.findall(r"^\| `(over|at-least|around)` \| [^|]+ \|(.*)\|$", page, re.MULTILINE)
    assert [name for name, _ in rows] == ["over", "at-least", "around"]
    for name, cells in rows:
        promised = [int(re.sub(r"\D", "", cell)) for cell in cells.split("|")]
        derived = [qualified(Decimal(number), Qualifier.EXACT, Qualifier(name)) for number in (52, 50, 7, 476417)]
        assert [found and found[0] for found in derived] == promised
