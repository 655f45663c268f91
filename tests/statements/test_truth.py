"""A text that gives every number as it is contradicts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from kcss_core import load, load_plugins, open_edition
from kcss_core.edition import Edition
from kcss_core.errors import UsageError
from kcss_core.figures import Measure, Value
from kcss_core.statements import check_statements, structure_statements
from kcss_core.testing import sample_edition

EXAMPLE = Path(__file__).parents[2] / "examples" / "kcss-2022"
# The totals that the example keeps are those of the published report, and so are these two faults.
_OF_THE_DATA = frozenset({"relation.shared", "statement.beyond-headlines"})
DIMENSIONS = ("scope", "gender", "role", "program", "kind", "month")
# The example knows the programs of few of its records, so its cells by program are no account of anything.
FEW = ("scope", "role")


def example() -> Edition:
    """Return the edition of the example with its aggregates."""
    plugins = load_plugins()
    return open_edition(load(EXAMPLE, plugins=plugins), plugins=plugins)


def values(edition: Edition, dimensions: Sequence[str]) -> list[Value]:
    """Return every count of an edition, and every cell of one dimension that it has."""
    found = []
    for id, figure in edition.figures.items():
        if figure.measure is Measure.SHARE:
            continue
        found.append(edition.value(id))
        for name in dimensions:
            with suppress(UsageError):  # not every figure has every dimension
                found += [row.value for row in edition.breakdown(id, [name]).rows if row.cell[0][1] is not None]
    return [value for value in found if value.number is not None]


@pytest.mark.parametrize(
    ("edition", "dimensions"), [(example(), FEW), (sample_edition(), DIMENSIONS)], ids=["kcss-2022", "sample"]
)
def test_true_statements_contradict_nothing(edition: Edition, dimensions: Sequence[str]) -> None:
    """Every value of an edition, stated as it is, agrees with the records and with all others.

    Where totals are kept that no record shows, programs that share records are told, as they are of any text.
    """
    lines = [f'[[document]]\nid = "r"\ntitle = "R"\nperiod = "{edition.period}"']
    for number, value in enumerate(values(edition, dimensions), 1):
        by = ", ".join(f'{name} = "{one}"' for name, one in value.address.cell)
        lines.append(
            f'[[statement]]\nsays = "…"\nline = {number}\nfigure = "{value.address.figure}"\nby = {{ {by} }}\n'
            f'value = {value.number}\nqualifier = "{value.qualifier.value}"'
        )
    assert len(lines) > 30
    statements, problems = structure_statements("\n".join(lines), "statements.toml", edition)
    assert problems == ()
    found = {problem.code: problem.message for problem in check_statements(statements, edition)}
    assert {code: told for code, told in found.items() if code not in _OF_THE_DATA} == {}
