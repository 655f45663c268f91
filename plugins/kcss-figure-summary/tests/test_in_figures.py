"""The directive ``in-figures``."""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve

from kcss_core.edition import Edition
from kcss_core.figures import Figure, Measure
from kcss_core.model import Aggregate, Dataset, Organization, Publication
from kcss_core.period import Period
from kcss_core.report.blocks import Table, Tiles, ValueSpan, plain
from kcss_core.report.directives import Call
from kcss_core.testing import sample_edition
from kcss_core.text import Text
from kcss_core.vocabulary import Basis, PublicationKind
from kcss_figure_summary.directive import IN_FIGURES, InFiguresOptions

CALL = Call(edition=sample_edition(), options=InFiguresOptions())


def publications(*years: int) -> Dataset:
    """Return a dataset with one publication for each year named."""
    return Dataset(
        Organization(id="o", name=Text("Centre")),
        publications=tuple(
            Publication(id=f"p{index}", title=Text(f"Work {index}"), reported=Period.year(year))
            for index, year in enumerate(years)
        ),
    )


def test_headline_figures_are_shown_when_none_is_named() -> None:
    """Without arguments the figures marked as headline are set as tiles, in the order of their declaration."""
    tiles = IN_FIGURES.build(evolve(CALL, options=InFiguresOptions(compare=False))).blocks[0]

    assert isinstance(tiles, Tiles)
    assert [(tile.value.text, plain(tile.label)) for tile in tiles.items] == [
        ("3", "Publications"),
        ("2", "Conferences"),
        ("over 50", "Meetings"),
    ]
    assert tiles.summary == "3 Publications, 2 Conferences and over 50 Meetings"


def test_figures_named_are_shown_in_the_order_named() -> None:
    """The arguments choose the figures and their order."""
    tiles = IN_FIGURES.build(evolve(CALL, arguments=("conferences", "publications"))).blocks[0]

    assert isinstance(tiles, Tiles)
    assert [plain(tile.label) for tile in tiles.items] == ["Conferences", "Publications"]


def test_previous_period_stands_beside_where_it_has_data() -> None:
    """A table shows both periods and the difference with its sign."""
    edition = sample_edition(dataset=publications(2021, 2021, 2022))
    blocks = IN_FIGURES.build(evolve(CALL, edition=edition, arguments=("publications",))).blocks

    assert isinstance(blocks[1], Table)
    assert [plain(cell) for cell in blocks[1].header] == ["Indicator", "2022", "2021", "Change"]
    assert [[plain(cell) for cell in row.cells] for row in blocks[1].rows] == [["Publications", "1", "2", "−1"]]


def test_a_change_from_a_total_to_records_rests_on_both() -> None:
    """Where one year was counted and the other is a total that was kept, the difference does not claim records."""
    total = Aggregate(figure="publications", reported=Period.year(2021), value=Decimal(5), source="annual report")
    edition = sample_edition(dataset=evolve(publications(2022), aggregates=(total,)))
    table = IN_FIGURES.build(evolve(CALL, edition=edition, arguments=("publications",))).blocks[1]

    assert isinstance(table, Table)
    (change,) = table.rows[0].cells[3]
    assert isinstance(change, ValueSpan)
    assert (change.text, change.value.basis) == ("−4", Basis.BOTH)


def test_no_comparison_without_earlier_data() -> None:
    """Where the previous period has no data, no table says that it had none of anything."""
    edition = sample_edition(dataset=publications(2022))
    blocks = IN_FIGURES.build(evolve(CALL, edition=edition, arguments=("publications",))).blocks

    assert [type(block) for block in blocks] == [Tiles]


def test_difference_of_inexact_numbers_is_not_computed() -> None:
    """ "Over 50" less 1 is no number, so the change is a dash."""
    blocks = IN_FIGURES.build(evolve(CALL, arguments=("meetings",))).blocks

    assert isinstance(blocks[1], Table)
    assert [plain(cell) for cell in blocks[1].rows[0].cells] == ["Meetings", "over 50", "1", "–"]


def test_unknown_figure_is_a_problem_with_the_nearest_name() -> None:
    """A figure that nobody defines is reported with the place of the call and what was probably meant."""
    built = IN_FIGURES.build(evolve(CALL, arguments=("publicatons",)))

    assert built.blocks == ()
    assert [str(problem) for problem in built.problems] == [
        "<call>: in-figures: expected the id of a figure, got 'publicatons'; did you mean 'publications'?"
    ]


def test_a_share_stands_with_its_counts() -> None:
    """A percentage alone would hide how few stand behind it, in a tile as in the comparison."""
    local = Figure(
        id="reports", title=Text("Reports"), measure=Measure.SHARE, subject="publications", of={"kind": "report"}
    )
    dataset = publications(2021, 2022, 2022)
    dataset = evolve(
        dataset, publications=tuple(evolve(one, kind=PublicationKind.REPORT) for one in dataset.publications)
    )
    edition = Edition(dataset, [local], period=Period.year(2022))
    tiles, table = IN_FIGURES.build(evolve(CALL, edition=edition, arguments=("reports",))).blocks

    assert isinstance(tiles, Tiles)
    assert [(tile.value.text, plain(tile.label)) for tile in tiles.items] == [("100%", "Reports (2 of 2)")]
    assert isinstance(table, Table)
    assert [plain(cell) for cell in table.rows[0].cells] == ["Reports", "100% (2 of 2)", "100% (1 of 1)", "–"]


def test_without_figures_something_is_said() -> None:
    """A workspace that declares nothing gets no empty section in silence."""
    built = IN_FIGURES.build(evolve(CALL, edition=Edition(publications(2022), (), period=Period.year(2022))))

    assert built.blocks == ()
    assert [str(problem) for problem in built.problems] == [
        "<call>: in-figures: there is no figure to show; "
        "declare figures in figures.toml, mark some as headline = true, or take the directive out"
    ]
