"""Text, JSON and CSV of one report that holds every block: what each shows, and what none may show."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from kcss_core.builtin.exporters import CSV, EXPORTERS, JSON, TEXT
from kcss_core.builtin.exporters.text import TextOptions
from kcss_core.export import Exporter, render
from kcss_core.figures.value import Address, Evidence, Value
from kcss_core.model import Aggregate
from kcss_core.period import Period
from kcss_core.report.blocks import (
    Align,
    Block,
    Chart,
    ChartKind,
    Content,
    Contents,
    Extension,
    Form,
    Gallery,
    GalleryItem,
    Heading,
    LineBreak,
    ListBlock,
    ListItem,
    PageBreak,
    Paragraph,
    ParagraphRole,
    Picture,
    Series,
    Span,
    Table,
    TableRow,
    Tile,
    Tiles,
    ValueSpan,
    words,
)
from kcss_core.report.report import Cover, Report
from kcss_core.testing import check_exporter, sample_report
from kcss_core.text import Text
from kcss_core.vocabulary import Basis

YEAR = Period(date(2022, 1, 1), date(2022, 12, 31))


def value(number: int | None = 18, figure: str = "publications", **more: Any) -> Value:
    return Value(
        address=Address(figure, YEAR), title=Text("Publications"), unit="unit.publication", number=number, **more
    )


def report(*blocks: Block, language: str = "en", cover: Cover | None = None) -> Report:
    nothing = Cover(title="", organization="")
    return evolve(sample_report(language), blocks=blocks, cover=cover or nothing)


def text(*blocks: Block, width: int = 40) -> str:
    return render(report(*blocks), TEXT, TextOptions(width=width)).decode()


def rows(*blocks: Block, language: str = "en") -> list[list[str]]:
    data = render(report(*blocks, language=language), CSV)
    delimiter = "," if language == "en" else ";"
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def paragraph(*content: Any, role: ParagraphRole = ParagraphRole.BODY) -> Paragraph:
    return Paragraph(content=content, role=role)


# ---------------------------------------------------------------- text


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Heading(level=1, content=words("Results"), anchor="r"), "\nResults\n=======\n"),
        (Heading(level=2, content=words("Results"), anchor="r"), "Results\n-------\n"),
        (Heading(level=4, content=words("Results"), anchor="r"), "Results\n~~~~~~~\n"),
        (
            paragraph(Span("It held "), ValueSpan(value(50), "over 50"), Span(" meetings."), LineBreak(), Span("More.")),
            "It held over 50 meetings.\nMore.\n",
        ),
        (
            paragraph(Span("One two three four five six seven eight nine ten")),
            "One two three four five six seven eight\nnine ten\n",
        ),
        (
            paragraph(Span("One two three four five six seven eight nine"), role=ParagraphRole.QUOTE),
            "    One two three four five six seven\n    eight nine\n",
        ),
        (
            paragraph(Span("the page", href="https://example.org"), Span(" and "), Span("x.org", href="x.org")),
            "the page (https://example.org) and x.org\n",
        ),
        (
            ListBlock(
                items=(
                    ListItem(
                        content=words("A first item that is longer than its line"),
                        below=(ListBlock(items=(ListItem(content=words("Inner")),), is_ordered=True),),
                    ),
                    ListItem(content=words("Second")),
                )
            ),
            "- A first item that is longer than its\n  line\n  1. Inner\n- Second\n",
        ),
        (
            Tiles(
                items=(
                    Tile(value=ValueSpan(value(), "18"), label=words("Publications")),
                    Tile(value=ValueSpan(value(), "over 50"), label=words("Meetings with many institutions")),
                )
            ),
            "     18  Publications\nover 50  Meetings with many institutions\n",
        ),
        (
            Picture(image=None, caption=words("At noon"), alt="Two hills", credit="A. B."),
            "[Photograph missing: click to insert it:\nTwo hills]\nAt noon · Photo: A. B.\n",
        ),
        (
            Chart(kind=ChartKind.BAR, caption=words("Staff"), categories=(), series=(), alt="Five women, five men"),
            "Staff\n\n[Five women, five men]\n",
        ),
        (
            Gallery(
                items=(
                    GalleryItem(title=words("Trust"), kicker="Policy brief", note=words("2022")),
                    GalleryItem(title=words("Budget")),
                )
            ),
            "- Policy brief: Trust (2022)\n- Budget\n",
        ),
        (PageBreak(), "\n"),
        (Extension(name="map", fallback=(paragraph(Span("No map here.")),)), "No map here.\n"),
    ],
    ids=lambda case: type(case).__name__ if not isinstance(case, str) else "",
)
def test_text_of_a_block(block: Block, expected: str) -> None:
    """Each block reads as plain text in lines of the width asked for."""
    assert text(block) == expected


def test_text_contents_list_headings_to_their_depth() -> None:
    """The contents name the headings of the whole report, indented by level, down to the depth asked for."""
    blocks = (
        Contents(title=words("Contents"), depth=2),
        Heading(level=1, content=words("A"), anchor="a"),
        Heading(level=2, content=words("B"), anchor="b"),
        Heading(level=3, content=words("C"), anchor="c"),
    )
    assert text(*blocks).startswith("Contents\n  A\n    B\n\n\nA\n=\n")


def table(*rows: TableRow, header: tuple[str, ...], align: tuple[Align, ...]) -> Table:
    return Table(caption=(), header=tuple(words(name) for name in header), rows=rows, align=align)


def row(*cells: str | Content, is_total: bool = False) -> TableRow:
    return TableRow(cells=tuple(words(cell) if isinstance(cell, str) else cell for cell in cells), is_total=is_total)


def test_text_table_is_aligned() -> None:
    """Columns are aligned as the table says, and a line stands over the total."""
    block = table(
        row("Local", "8"),
        row("Regional", (ValueSpan(value(40), "over 40"),)),
        row("Total", "50", is_total=True),
        header=("Scope", "Meetings"),
        align=(Align.START, Align.END),
    )
    assert text(evolve(block, caption=words("By scope"), note=words("All are counted."))) == (
        "By scope\n\n"
        "Scope     Meetings\n"
        "--------  --------\n"
        "Local            8\n"
        "Regional   over 40\n"
        "--------  --------\n"
        "Total           50\n\n"
        "All are counted.\n"
    )


def test_text_table_wraps_its_widest_column() -> None:
    """A table that is wider than the page has its widest column made narrower."""
    block = table(
        row("Good governance in the security sector", "8"),
        header=("Program", "Meetings"),
        align=(Align.START, Align.END),
    )
    assert text(block) == (
        "Program                         Meetings\n"
        "------------------------------  --------\n"
        "Good governance in the                 8\n"
        "security sector\n"
    )


def test_text_table_breaks_no_word_that_has_room() -> None:
    """A column of long words keeps them whole where others can give way, and only where nothing helps are they cut."""
    long = ("Nonbinary people", *["a b c d e f g"] * 3)
    lines = text(table(row(*long), header=("Group", *"123"), align=(Align.START,) * 4)).splitlines()
    assert lines[2].split("  ")[0] == "Nonbinary"
    assert all(len(line) <= 40 for line in lines)
    lines = text(table(row("x" * 50), header=("Group",), align=(Align.START,))).splitlines()
    assert [line for line in lines if "x" in line] == ["x" * 40, "x" * 10]


def test_text_table_parts_words_at_their_hyphens_before_it_breaks_any() -> None:
    """Where whole words do not fit, "Non-binary" is parted as it is written, and no other word is broken."""
    header = ("Attendance", "Non-binary", "undecided")
    lines = text(table(row("a", "b", "c"), header=header, align=(Align.START,) * 3)).splitlines()
    assert lines[0].split() == ["Attendance", "Non-binary", "undecided"]
    wider = (*header, "x y")
    lines = text(table(row("a", "b", "c", "recorded"), header=wider, align=(Align.START,) * 4)).splitlines()
    assert [line.split() for line in lines[:2]] == [["Attendance", "Non-", "undecided", "x", "y"], ["binary"]]


def test_text_begins_with_the_cover() -> None:
    """Title, subtitle, organization, period and note stand first; a draft says that it is one."""
    cover = Cover(title="Annual report", organization="Centre", period="2022", note="All data are fictional.")
    shown = render(evolve(report(cover=cover), is_draft=True), TEXT).decode()
    assert shown == "[Draft]\nAnnual report\nCentre\n2022\nAll data are fictional.\n"


def test_text_refuses_a_width_nobody_can_read() -> None:
    """The width has a lower bound."""
    with pytest.raises(ValueError, match=r"^'width' must be >= 40: 10$"):
        TextOptions(width=10)


# ---------------------------------------------------------------- JSON


def test_json_of_a_value() -> None:
    """A printed value points to the values by its address, which hold it exactly."""
    document = json.loads(render(report(paragraph(Span("In all "), ValueSpan(value(), "18"))), JSON))
    assert document["schema_version"] == 1
    assert document["blocks"] == [
        {
            "type": "paragraph",
            "role": "body",
            "content": [
                {"type": "words", "text": "In all "},
                {"type": "value", "text": "18", "value": "publications@2022", "form": "number"},
            ],
        }
    ]
    assert document["values"] == {
        "publications@2022": {
            "figure": "publications",
            "title": "Publications",
            "period": "2022",
            "cell": {},
            "number": 18,
            "numerator": None,
            "denominator": None,
            "low": None,
            "high": None,
            "stated_percent": None,
            "is_share": False,
            "unit": "unit.publication",
            "qualifier": "exact",
            "basis": "records",
            "population": "",
            "undecided": 0,
            "hidden": False,
            "note": None,
        }
    }


def test_json_keeps_shares_exact() -> None:
    """A share is a fraction with its counts, never a rounded number; one without counts is as it was stated."""
    values = json.loads(render(sample_report(), JSON))["values"]
    share, stated = values["speakers.women@2022"], values["panels.women@2022"]
    assert (share["number"], share["numerator"], share["denominator"]) == ("9/20", 9, 20)
    assert (stated["number"], stated["numerator"], stated["stated_percent"]) == (None, None, "45")
    assert values["hours@2022"]["number"] == "1234.5"


def test_json_holds_every_block_once() -> None:
    """Every kind of block is in the tree, in the order of the report."""
    document = json.loads(render(sample_report(is_draft=True), JSON))
    assert [block["type"] for block in document["blocks"][:4]] == ["contents", "page-break", "heading", "paragraph"]
    assert {block["type"] for block in document["blocks"]} == {
        "chart",
        "contents",
        "extension",
        "gallery",
        "heading",
        "list",
        "page-break",
        "paragraph",
        "picture",
        "table",
        "tiles",
    }


# ---------------------------------------------------------------- CSV


def test_csv_has_a_row_for_each_value() -> None:
    """A value is one row, however often the report prints it, with its source where it is an aggregate."""
    source = Aggregate(figure="publications", reported=YEAR, value=Decimal(50), source="Annual plan, page 3")
    kept = value(50, "meetings", basis=Basis.AGGREGATE, find_evidence=lambda: Evidence(aggregate=source))
    spans = (ValueSpan(value(), "18"), ValueSpan(kept, "50"), ValueSpan(value(), "eighteen", form=Form.WORDS))
    assert rows(paragraph(*spans)) == [
        [
            "figure",
            "title",
            "period",
            "cell",
            "value",
            "numerator",
            "denominator",
            "qualifier",
            "unit",
            "basis",
            "source",
        ],
        ["publications", "Publications", "2022", "", "18", "", "", "exact", "publication", "records", ""],
        ["meetings", "Publications", "2022", "", "50", "", "", "exact", "publication", "aggregate", "Annual plan, page 3"],
    ]


def test_csv_finds_values_in_charts_and_fallbacks() -> None:
    """Values that only a chart or an extension's fallback shows have their rows."""
    chart = Chart(
        kind=ChartKind.BAR,
        caption=(),
        categories=("2022",),
        series=(Series(name="Women", values=(value(9, "women"),)),),
        alt="",
    )
    inner = Extension(name="map", fallback=(chart, paragraph(ValueSpan(value(2, "places"), "2"))))
    assert [line[0] for line in rows(inner)[1:]] == ["women", "places"]


@pytest.mark.parametrize(
    ("language", "start", "decimal"),
    [("en", b"\xef\xbb\xbffigure,title,", "1234.5"), ("sq", b"\xef\xbb\xbffigure;title;", "1234,5")],
)
def test_csv_is_what_a_spreadsheet_expects(language: str, start: bytes, decimal: str) -> None:
    """UTF-8 with its mark; a semicolon between cells where the language writes a decimal comma."""
    block = paragraph(ValueSpan(evolve(value(), number=Decimal("1234.5")), "1,234.5"))
    assert render(report(block, language=language), CSV).startswith(start)
    assert rows(block, language=language)[1][4] == decimal


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_csv_guards_formulas(start: str) -> None:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    evil = evolve(value(), title=Text(f"{start}HYPERLINK(1)"))
    assert rows(paragraph(ValueSpan(evil, "18")))[1][1] == f"'{start}HYPERLINK(1)"


# ---------------------------------------------------------------- all


@pytest.mark.parametrize("exporter", EXPORTERS, ids=[exporter.name for exporter in EXPORTERS])
def test_a_hidden_number_is_nowhere(exporter: Exporter) -> None:
    """A value that may not be shown leaves no digit in any format."""
    hidden = evolve(value(3417, hidden=True, undecided=2931), note=Text("7123 left out"))
    chart = Chart(
        kind=ChartKind.BAR, caption=(), categories=("a",), series=(Series(name="b", values=(hidden,)),), alt="c"
    )
    data = render(report(paragraph(ValueSpan(hidden, "hidden")), chart), exporter).decode()
    assert not {digits for digits in ("3417", "2931", "7123") if digits in data}


@pytest.mark.parametrize("exporter", EXPORTERS, ids=[exporter.name for exporter in EXPORTERS])
@pytest.mark.parametrize("language", ["en", "sq", "sr-Latn", "sr-Cyrl"])
def test_the_same_report_gives_the_same_bytes(exporter: Exporter, language: str) -> None:
    """Rendering twice, from reports built twice, gives equal bytes in every language."""
    assert render(sample_report(language), exporter) == render(sample_report(language), exporter)


def test_text_keeps_the_promises_of_exporters() -> None:
    """Every word of any tree of blocks is in the text, and no tree makes it fail."""
    check_exporter(TEXT, bytes.decode)


@pytest.mark.parametrize("exporter", [JSON, CSV], ids=["json", "csv"])
def test_data_formats_keep_the_promises_of_exporters(exporter: Exporter) -> None:
    """No tree of blocks makes them fail, and the same tree gives the same bytes."""
    check_exporter(exporter)
