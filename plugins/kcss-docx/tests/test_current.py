"""What the report would show now: single tables and charts are those of the whole report written anew."""

from __future__ import annotations

import pytest
from attrs import evolve
from lxml import etree

from kcss_core.report.blocks import Heading, words
from kcss_core.testing import sample_report
from kcss_docx.current import current
from kcss_docx.living_charts import find_charts
from kcss_docx.living_tables import shapes

from .living import chart, report, sentence, span, table
from .templates import template


def xml(element) -> bytes:
    return etree.tostring(element, with_tail=False)


def described(edited, names) -> dict[str, tuple]:
    """Return everything that a refresh takes from tables and charts, by their names."""
    found: dict[str, tuple] = {
        name: (
            xml(one.element),
            one.is_plain,
            one.note_mark,
            one.summary,
            one.title,
            [[(cell.mark, [(place.key, place.mark, place.text) for place in cell.places]) for cell in cells] for _, cells in one.rows],
        )
        for name, one in shapes(edited, names).items()
    }
    for name, one in find_charts(edited, names).items():
        drawn = None if one.run is None else (one.drawn, edited.parts[one.part], edited.parts[one.workbook], one.title)
        found[name] = xml(one.paragraph), one.mark, drawn
    return found


LIVING = report(
    sentence("They held ", span("events", 24), " events."),
    table({"Local": 12, "Abroad": 5}, note="What is said below it."),
    evolve(table({"Local": 3}), key="second"),
    Heading(level=1, content=words("A chapter"), anchor="a-chapter"),
    sentence("They reached ", span("persons", 90), " persons."),
    chart({"Women": {"Local": 1, "Abroad": 2}, "Men": {"Local": 3, "Abroad": 4}}),
    evolve(chart({"Women": {"Local": None}}), key="nothing-to-draw"),
)


@pytest.mark.parametrize("of", [sample_report("en"), sample_report("sr-Cyrl"), LIVING], ids=["every block", "Cyrillic", "living"])
@pytest.mark.parametrize("has_template", [False, True])
def test_single_blocks_are_those_of_the_whole_report(of, has_template, tmp_path):
    """A table with its note, a chart with its parts, and words instead of a chart; in the built-in and another style."""
    if has_template:
        (tmp_path / "house.docx").write_bytes(template())
        of = evolve(of, template=tmp_path / "house.docx")
    now = current(of)
    names = [*now.document.kept_tables, *now.document.kept_charts]
    assert names
    one_by_one = {key: said for name in names for key, said in described(now.only([name]), [name]).items()}
    together = described(now.only(names), names)
    whole = described(now.anew, names)
    assert set(whole) == set(names)
    assert one_by_one == together == whole
