"""The exporter xlsx: what becomes a sheet, what becomes a number, and that nothing becomes a formula."""

from __future__ import annotations

import io
import re
import zipfile
from fractions import Fraction

import pytest
from attrs import evolve
from python_calamine import CalamineWorkbook

from kcss_core.export import Exporter, render, write
from kcss_core.figures.value import Address, Share, Value
from kcss_core.period import Period
from kcss_core.plugins.registry import load_plugins
from kcss_core.report.blocks import (
    Align,
    Block,
    Heading,
    LineBreak,
    Span,
    Table,
    TableRow,
    Tile,
    Tiles,
    ValueSpan,
    words,
)
from kcss_core.report.shown import shown
from kcss_core.stages import report_of
from kcss_core.testing import check_exporter, sample_edition
from kcss_core.text import Text
from kcss_core.vocabulary import Qualifier

EDITION = sample_edition(language="en")


@pytest.fixture(scope="module")
def xlsx() -> Exporter:
    """Return the exporter as the plugin contributes it."""
    return load_plugins().exporters["xlsx"]


def value(number: int | Fraction | None, **fields: object) -> Value:
    address = Address("f", Period.year(2022))
    return Value(address=address, title=Text("F"), unit="unit.meeting", number=number, **fields)  # type: ignore[arg-type]


def cell(one: Value, **how: object) -> tuple[ValueSpan, ...]:
    return (shown(one, EDITION, **how),)  # type: ignore[arg-type]


def table(*cells: object, caption: str = "Caption") -> Table:
    contents = tuple(one if isinstance(one, tuple) else words(str(one)) for one in cells)
    return Table(
        caption=words(caption),
        header=tuple(words(f"c{index}") for index in range(len(cells))),
        rows=(TableRow(cells=contents),),
        align=(Align.START, *(Align.END for _ in cells[1:])),
        note=words("A note"),
    )


# Formats of numbers that every workbook knows. Source: ECMA-376 part 1, 18.8.30.
BUILT_IN = {"1": "0", "3": "#,##0", "9": "0%"}


def written(exporter: Exporter, *blocks: Block) -> bytes:
    return render(report_of(blocks, EDITION, id="r", title="Title of the report"), exporter)


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_the_contract_of_exporters(xlsx: Exporter) -> None:
    """Any tree of blocks, in every language, gives the same bytes twice."""
    check_exporter(xlsx, examples=25)


def test_sheets(xlsx: Exporter) -> None:
    """Tables and tiles are sheets, listed on the first; each says what it is from, and notes stand below."""
    tiles = Tiles(items=(Tile(value=shown(value(18), EDITION), label=words("Meetings")),))
    data = written(xlsx, Heading(level=1, content=words("Chapter"), anchor="a"), tiles, table("row", cell(value(4))))
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["Contents", "1 Chapter", "2 Caption"]
    rows = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    assert rows["Contents"] == [["Title of the report"], [""], ["Chapter"], ["Caption"]]
    assert rows["1 Chapter"][:2] == [["Title of the report", ""], ["Chapter", ""]]
    assert rows["1 Chapter"][-1] == ["Meetings", 18.0]
    assert rows["2 Caption"][3:] == [["c0", "c1"], ["row", 4.0], ["", ""], ["A note", ""]]


@pytest.mark.parametrize(
    ("content", "stored", "look"),
    [
        (cell(value(1234)), "1234", "#,##0"),
        (cell(value(1000, qualifier=Qualifier.OVER)), "1000", '"over "#,##0'),
        (cell(value(Fraction(9, 20), share=Share(numerator=9, denominator=20))), "0.45", "0%"),
        ("17", "17", "0"),
        ("−17", "-17", "0"),
        ((*cell(value(4)), LineBreak(), Span("3–5")), "4", "#,##0"),
    ],
)
def test_numbers_are_numbers_that_look_as_they_are_printed(xlsx: Exporter, content: object, stored: str, look: str) -> None:
    """A value is stored as a number with a format that shows the words of the report."""
    data = written(xlsx, table("row", content))
    found = re.search(rf'<c r="B5" s="(\d+)"><v>{stored}</v></c>', part(data, "xl/worksheets/sheet2.xml"))
    assert found is not None
    styles = part(data, "xl/styles.xml")
    formats = {**BUILT_IN, **dict(re.findall(r'numFmtId="(\d+)" formatCode="([^"]*)"', styles))}
    used = re.findall(r'<xf numFmtId="(\d+)"', styles.partition("<cellXfs")[2])[int(found[1])]
    assert formats[used].replace("&quot;", '"') == look


@pytest.mark.parametrize(
    "content",
    [
        cell(value(3, hidden=True)),
        cell(value(52), qualifier=Qualifier.OVER),
        cell(value(None)),
        (Span("a"), *cell(value(3))),
        "=1+1",
        "@SUM(A1)",
    ],
)
def test_everything_else_is_text(xlsx: Exporter, content: object) -> None:
    """What may not be shown, what is said in another way, and what looks like a formula has no number and no formula."""
    sheet = part(written(xlsx, table("row", content)), "xl/worksheets/sheet2.xml")
    assert "<f>" not in sheet
    # Text points into the table of shared strings: t="s".
    assert re.findall(r'<c r="B5"[^>]*>', sheet)[0].count('t="s"') == 1


def test_words_below_a_number_stand_beside_it(xlsx: Exporter) -> None:
    """Bounds of a share get a column of their own, which rows without any leave empty."""
    bounded = (*cell(value(Fraction(9, 20), share=Share(numerator=9, denominator=20))), LineBreak(), Span("40%–50%"))
    one = table("row", bounded, "x")
    one = evolve(one, rows=(*one.rows, TableRow(cells=(words("other"), words("–"), words("y")))))
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(xlsx, one)))
    assert book.get_sheet_by_name("1 Caption").to_python()[3:6] == [
        ["c0", "c1", "", "c2"], ["row", 0.45, "40%–50%", "x"], ["other", "–", "", "y"],
    ]  # fmt: skip


def test_names_of_sheets_are_what_excel_takes(xlsx: Exporter) -> None:
    """Signs that Excel refuses are left out, names are short, and equal captions are two sheets."""
    long = table("a", caption="Women/men: [all] 'groups'? " + "x" * 40)
    names = CalamineWorkbook.from_filelike(io.BytesIO(written(xlsx, long, long))).sheet_names
    assert names == ["Contents", "1 Women men all groups xxxxxxxx", "2 Women men all groups xxxxxxxx"]
    wide = table("a", caption="🦊" * 20)
    names = CalamineWorkbook.from_filelike(io.BytesIO(written(xlsx, wide))).sheet_names
    assert names == ["Contents", "1 " + "🦊" * 14]


def saved_again(data: bytes, edit: tuple[bytes, bytes]) -> bytes:
    """Return a workbook in which somebody has typed, as a program saves it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(*edit))
    return stream.getvalue()


def test_a_workbook_that_people_edited_is_not_overwritten(xlsx, tmp_path):
    """The report goes beside it; a workbook as it was written is replaced."""
    report = report_of([table("4")], EDITION, id="r", title="Report")
    target = tmp_path / "report.xlsx"
    assert write(render(report, xlsx), target, exporter=xlsx) == target
    assert write(render(report, xlsx), target, exporter=xlsx) == target
    edited = saved_again(target.read_bytes(), (b"Caption", b"What Besa calls it"))
    target.write_bytes(edited)
    assert write(render(report, xlsx), target, exporter=xlsx) == tmp_path / "report (2).xlsx"
    assert target.read_bytes() == edited


@pytest.mark.parametrize("data", [b"", b"no workbook", saved_again(b"PK\5\6" + b"\0" * 18, (b"", b""))], ids=["empty", "text", "no parts"])
def test_what_is_no_workbook_of_ours_counts_as_edited(xlsx, data):
    """Whatever somebody has put there stays."""
    assert xlsx.is_untouched(data) is False
