"""Native charts: what is drawn, what is not, and the workbook behind them."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from attrs import evolve
from python_calamine import CalamineWorkbook

from kcss_core.report.blocks import Chart, ChartKind, Series, words
from kcss_docx.charts import height, is_horizontal
from kcss_docx.workbooks import number

from .test_values import value


def chart(kind: ChartKind = ChartKind.BAR, numbers=((3, None, 5),), **more) -> Chart:
    return Chart(
        kind=kind,
        caption=words("Persons"),
        categories=("speakers", "panelists", "trainers")[: len(numbers[0])],
        series=tuple(
            Series(name=f"series {at}", values=tuple(value(one) for one in row)) for at, row in enumerate(numbers)
        ),
        alt="Speakers and trainers",
        **more,
    )


def rows(document) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(document.parts["word/embeddings/chart1.xlsx"]))
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(
    ("kind", "element"),
    [
        (ChartKind.BAR, '<c:grouping val="clustered"/>'),
        (ChartKind.STACKED_BAR, '<c:grouping val="stacked"/>'),
        (ChartKind.LINE, "<c:lineChart>"),
        (ChartKind.DOUGHNUT, "<c:doughnutChart>"),
    ],
)
def test_each_kind_is_a_chart_of_word(write, kind, element):
    """It can be edited, has alternative text, and its caption stands above it."""
    document = write(chart(kind, key="k"))
    assert element in document.xml("word/charts/chart1.xml")
    assert document.paragraphs() == [("TableCaption", "Persons"), ("Drawing", "")]
    assert 'descr="Speakers and trainers"' in document.xml("word/document.xml")
    assert re.search(r'w:name="_chart_[0-9a-f]{12}_1_[0-9a-f]{12}"', document.xml("word/document.xml"))


def test_numbers_stand_in_chart_and_workbook(write):
    """Word draws the first and opens the second for editing; a missing number is a gap in both."""
    document = write(chart())
    assert re.findall(r'<c:pt idx="(\d)"><c:v>(\d+)</c:v>', document.xml("word/charts/chart1.xml")) == [("0", "3"), ("2", "5")]
    assert '<c:dispBlanksAs val="gap"/>' in document.xml("word/charts/chart1.xml")
    assert rows(document) == [["", "series 0"], ["speakers", 3.0], ["panelists", ""], ["trainers", 5.0]]


def test_a_hidden_number_is_in_neither(write):
    """Disclosure holds in what Word can open as well."""
    hidden = Series(name="women", values=(value(8), evolve(value(73), hidden=True), value(9)))
    document = write(evolve(chart(), series=(hidden,)))
    assert "73" not in document.xml("word/charts/chart1.xml").partition("<c:val>")[2].partition("</c:val>")[0]
    assert rows(document)[2] == ["panelists", ""]


def test_names_never_become_formulas(write):
    """A name that starts with = is a name."""
    document = write(evolve(chart(), categories=('=HYPERLINK("http://example.org")', "+1", "@x")))
    assert [row[0] for row in rows(document)[1:]] == ['=HYPERLINK("http://example.org")', "+1", "@x"]
    from .lint import parts_of

    assert b"<f>" not in parts_of(document.parts["word/embeddings/chart1.xlsx"])["xl/worksheets/sheet1.xml"]


def test_shares_are_percentages(write):
    """9 of 20 is drawn as 0.45 and written as 45%."""
    share = evolve(value(), number=Fraction(9, 20))
    document = write(evolve(chart(is_share=True), categories=("a",), series=(Series(name="women", values=(share,)),)))
    assert "<c:v>0.45</c:v>" in document.xml("word/charts/chart1.xml")
    assert '<c:numFmt formatCode="0%" sourceLinked="0"/>' in document.xml("word/charts/chart1.xml")
    assert rows(document)[1] == ["a", 0.45]


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (None, None),
        (18, "18"),
        (Decimal("1234.50"), "1234.5"),
        (Fraction(1, 3), "0.333333"),
        (Fraction(40, 20), "2"),
        (10**15, "1000000000000000"),
        (Fraction(1, 10**5), "0.00001"),
    ],
)
def test_numbers_are_written_plainly(given, written):
    """No powers of ten, no binary rests."""
    assert number(given) == written


def test_a_chart_without_numbers_says_so_in_words(write):
    """An empty frame would look like a mistake."""
    document = write(chart(numbers=((None, None),)))
    assert document.paragraphs() == [("TableCaption", "Persons"), ("Note", "Speakers and trainers")]
    assert "word/charts/chart1.xml" not in document.parts


def test_bars_lie_unless_they_are_steps():
    """Names are read beside bars; years stand in order below columns; a line always runs from left to right."""
    assert is_horizontal(chart())
    years = evolve(chart(), categories=("2020", "2021", "2022"))
    assert not is_horizontal(years)
    assert is_horizontal(evolve(years, categories=tuple(str(year) for year in range(2010, 2019))))
    assert not is_horizontal(evolve(chart(ChartKind.LINE), categories=("A very long name of a year", "b", "c")))


def test_a_chart_is_as_high_as_its_bars_need():
    """Three bars take 33 mm: 9 each and 6 for the edges."""
    assert height(chart()) == 33


@pytest.mark.parametrize(
    ("is_share", "share", "stands"),
    [(True, Fraction(45, 100), True), (True, Fraction(20, 100), False), (False, Fraction(45, 100), False)],
)
def test_lines_across_stand_at_every_ten_percent(write, is_share, share, stands):
    """Where shares go far, and not where one line or none would be left; what is no share is left to the office."""
    drawn = evolve(chart(ChartKind.LINE, ((share, share, share),)), is_share=is_share)
    assert ('<c:majorUnit val="0.1"/>' in write(drawn).xml("word/charts/chart1.xml")) is stands


def test_parts_too_narrow_for_their_number_stay_silent(write):
    """1 beside 99 is drawn, and its number is not printed over the edge."""
    xml = write(chart(ChartKind.STACKED_BAR, ((99,), (1,)))).xml("word/charts/chart1.xml")
    assert [bool(re.search('<c:idx val="0"/><c:delete val="1"/>', series)) for series in xml.split("<c:ser>")[1:]] == [False, True]


def test_a_wide_workbook_names_its_columns(write):
    """After column Z comes AA."""
    document = write(chart(numbers=tuple((at,) for at in range(30))))
    assert rows(document)[0][-1] == "series 29"
    assert "Sheet1!$AE$2:$AE$2" in document.xml("word/charts/chart1.xml")


def test_bars_differ_without_color(write):
    """Two series differ in lightness, the third and the fourth besides in pattern; each pattern is used once."""
    document = write(chart(numbers=((1, 2), (3, 4), (5, 6), (7, 8))))
    part = document.xml("word/charts/chart1.xml")
    fills = re.findall(r'</c:tx><c:spPr><a:(\w+)(?: prst="(\w+)")?', part)
    assert fills == [("solidFill", ""), ("solidFill", ""), ("pattFill", "wdUpDiag"), ("pattFill", "ltHorz")]


def test_numbers_on_a_pattern_stand_on_white(write):
    """Stripes behind a number would make it hard to read."""
    document = write(chart(ChartKind.STACKED_BAR, numbers=((5, 5), (5, 5), (5, 5))))
    part = document.xml("word/charts/chart1.xml")
    grounds = re.findall(r'sourceLinked="0"/><c:spPr>(<a:noFill/>|<a:solidFill><a:schemeClr val="\w+"/>)', part)
    assert grounds[:3] == ["<a:noFill/>", "<a:noFill/>", '<a:solidFill><a:schemeClr val="bg1"/>']


def test_lines_differ_without_color(write):
    """Lines cross, so that dashes and marks tell each from every other."""
    document = write(chart(ChartKind.LINE, numbers=((1, 2), (3, 4), (5, 6))))
    part = document.xml("word/charts/chart1.xml")
    assert re.findall(r'prstDash val="(\w+)"', part) == ["solid", "dash", "sysDot"]
    assert re.findall(r'symbol val="(\w+)"', part) == ["circle", "diamond", "square"]
