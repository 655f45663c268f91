"""Native charts, written as text. Knows no document.

Hidden and missing values are gaps: neither the chart nor the workbook behind it holds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from kcss_core.origin import column_letters
from kcss_core.report.blocks import Chart, ChartKind, Series
from kcss_core.text import clean
from kcss_docx.colors import paint
from kcss_docx.design import FONT, INK, MUTED, RULE, SERIES, WHITE
from kcss_docx.markup import DECLARATION, A, C, R, attribute, digest, escape, locale
from kcss_docx.workbooks import SHEET, number

#: Names longer than this do not stand below columns; they would be turned or cut.
_LONGEST_BELOW = 14
_MOST_COLUMNS = 8
#: With more points than this, numbers at the points run into each other: an axis is drawn instead.
_MOST_LABELS = 36
#: The part of the longest stack below which a number does not fit into its piece.
_NARROWEST = Fraction(1, 20)

#: With shares up to this, lines at every ten percent would be too few.
_FAR = Fraction(3, 10)

_CATEGORY_AXIS, _VALUE_AXIS = 111_111_111, 222_222_222


def is_drawable(chart: Chart) -> bool:
    """Say whether there is anything to draw: a chart of gaps would be an empty frame."""
    shown = (value.magnitude for series in chart.series for value in series.values[: len(chart.categories)])
    return any(value is not None for value in shown)


def is_horizontal(chart: Chart) -> bool:
    """Say whether bars lie, which names are read best beside; short steps in order, like years, stand."""
    if chart.kind not in (ChartKind.BAR, ChartKind.STACKED_BAR):
        return False
    are_steps = all(len(name) <= _LONGEST_BELOW and any(map(str.isdigit, name)) for name in chart.categories)
    return not are_steps or len(chart.categories) > _MOST_COLUMNS


def height(chart: Chart) -> int:
    """Return how high a chart is drawn, in millimeters: no higher than it needs to be read."""
    if is_horizontal(chart):
        bars = len(chart.series) if chart.kind is ChartKind.BAR else 1
        legend = 8 if len(chart.series) > 1 else 0
        return min(6 + legend + len(chart.categories) * max(4 * bars + 4, 9), 190)
    return 58


def chart(chart: Chart, workbook: str, language: str) -> str:
    """Return the chart part.

    Args:
        workbook: Id of the relationship to the embedded workbook.
    """
    plot = {
        ChartKind.BAR: _bars,
        ChartKind.STACKED_BAR: _bars,
        ChartKind.LINE: _lines,
        ChartKind.DOUGHNUT: _doughnut,
    }[chart.kind](chart)
    has_legend = len(chart.series) > 1 or chart.kind is ChartKind.DOUGHNUT
    place = "r" if chart.kind is ChartKind.DOUGHNUT else "t"
    legend = (
        f'<c:legend><c:legendPos val="{place}"/><c:overlay val="0"/>{_face(950, INK)}</c:legend>' if has_legend else ""
    )
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:date1904 val="0"/>'
        f'<c:lang val="{attribute(locale(language), 40)}"/><c:roundedCorners val="0"/><c:chart>'
        f'<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{plot}</c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln>'
        f'</c:spPr>{_face(900, MUTED)}<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData>'
        "</c:chartSpace>"
    )


def _face(size: int, color: str, *, bold: bool = False) -> str:
    """Return how words of a chart look. **Units**: size in hundredths of a point."""
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="{int(bold)}"><a:solidFill>'
        f'{paint(color)}</a:solidFill><a:latin typeface="{FONT}"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def _fill(color: str) -> str:
    return f'<a:solidFill>{paint(color)}</a:solidFill>'


# Two series differ in lightness; from the third on the lightnesses come again, and a pattern tells them apart in grey
# print and for who sees no colors. Lines differ in dashes and marks from the second on, since they cross.
_PATTERNS = ("", "", "wdUpDiag", "ltHorz", "wdDnDiag", "pct25")
_DASHES = ("solid", "dash", "sysDot", "lgDashDot", "lgDash", "sysDash")
# Filled ones only: crosses would be drawn in the white of the edges.
_MARKS = ("circle", "diamond", "square", "triangle", "dash", "dot")


def _area(number: int) -> str:
    """Return how the areas of a series are filled."""
    pattern = _PATTERNS[number % len(_PATTERNS)]
    if not pattern:
        return _fill(_color(number))
    return (
        f'<a:pattFill prst="{pattern}"><a:fgClr>{paint(_color(number))}</a:fgClr>'
        f'<a:bgClr>{paint(WHITE)}</a:bgClr></a:pattFill><a:ln w="9525">{_fill(_color(number))}</a:ln>'
    )


def _color(number: int) -> str:
    return SERIES[number % len(SERIES)]


def _on(color: str) -> str:
    """Return ink or white, whichever is read better on a color (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(int(color[at : at + 2], 16)) for at in (0, 2, 4))
    return INK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.25 else WHITE


def _linear(level: int) -> float:
    part = level / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


# --- numbers


def fingerprint(categories: Sequence[str], series: Iterable[tuple[str, Sequence[str | None]]]) -> str:
    """Return a short mark of names and numbers, which tells later whether somebody has changed them."""
    parts = [*categories]
    for name, numbers in series:
        parts += ["\x1e", name, *("" if one is None else one for one in numbers)]
    return digest(parts, 12)


def chart_bookmark(name: str, data: str) -> str:
    """Return the name of a chart's bookmark, which remembers what was drawn should the store be lost."""
    return f"{name}_{data}" if data else name


def fingerprint_of(chart: Chart) -> str:
    """Return the mark of a chart's names and numbers as its part holds them."""
    count = len(chart.categories)

    def numbers(series: Series) -> list[str | None]:
        found = [number(value.magnitude) for value in series.values[:count]]
        return found + [None] * (count - len(found))

    names = [clean(name)[0] for name in chart.categories]
    return fingerprint(names, [(clean(series.name)[0], numbers(series)) for series in chart.series])


def _format(chart: Chart) -> str:
    if chart.is_share:
        return "0%"
    values = (value.magnitude for series in chart.series for value in series.values)
    whole = all(value is None or Fraction(value).denominator == 1 for value in values)
    return "#,##0" if whole else "#,##0.0"


# --- parts of a plot


def _data(chart: Chart, column: int, series: Series) -> str:
    """Return names and numbers of a series, each with its place in the workbook."""
    count = len(chart.categories)
    names = "".join(
        f'<c:pt idx="{index}"><c:v>{escape(name)}</c:v></c:pt>' for index, name in enumerate(chart.categories)
    )
    numbers = "".join(
        f'<c:pt idx="{index}"><c:v>{written}</c:v></c:pt>'
        for index, value in enumerate(series.values[:count])
        if (written := number(value.magnitude)) is not None
    )
    last = count + 1
    letter = column_letters(column + 1)
    return (
        f'<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f><c:strCache><c:ptCount val="{count}"/>{names}'
        f"</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>{SHEET}!${letter}$2:${letter}${last}</c:f>"
        f'<c:numCache><c:formatCode>{_format(chart)}</c:formatCode><c:ptCount val="{count}"/>{numbers}'
        "</c:numCache></c:numRef></c:val>"
    )


def _head(column: int, series: Series) -> str:
    cell = f"{SHEET}!${column_letters(column + 1)}$1"
    return (
        f'<c:idx val="{column}"/><c:order val="{column}"/><c:tx><c:strRef><c:f>{cell}</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(series.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    )


def _labels(chart: Chart, place: str, color: str, *, are_shown: bool = True, single: str = "", ground: str = "") -> str:
    """Return how the numbers of a series are printed.

    Args:
        single: What differs at single points.
        ground: Color behind the numbers, which a pattern needs; none elsewhere.
    """
    shown = int(are_shown)
    behind = _fill(ground) if ground else "<a:noFill/>"
    return (
        f'<c:dLbls>{single}<c:numFmt formatCode="{_format(chart)}" sourceLinked="0"/><c:spPr>{behind}<a:ln>'
        f"<a:noFill/></a:ln></c:spPr>{_face(900, color, bold=True)}"
        + (f'<c:dLblPos val="{place}"/>' if place else "")
        + f'<c:showLegendKey val="0"/><c:showVal val="{shown}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def _has_labels(chart: Chart) -> bool:
    return len(chart.categories) * len(chart.series) <= _MOST_LABELS


def _bars(chart: Chart) -> str:
    is_stacked, lies = chart.kind is ChartKind.STACKED_BAR, is_horizontal(chart)
    has_labels = _has_labels(chart)
    totals = [
        sum(Fraction(series.values[index].magnitude or 0) for series in chart.series if index < len(series.values))
        for index in range(len(chart.categories))
    ]
    written = []
    for column, series in enumerate(chart.series):
        color = _color(column)
        # A part that is narrower than its number keeps silent; the table beside the chart says it.
        silent = "".join(
            f'<c:dLbl><c:idx val="{index}"/><c:delete val="1"/></c:dLbl>'
            for index, value in enumerate(series.values[: len(chart.categories)])
            if is_stacked and Fraction(value.magnitude or 0) < max(totals) * _NARROWEST
        )
        # A white edge keeps neighbors of a stack apart in grey print.
        is_plain = not _PATTERNS[column % len(_PATTERNS)]
        edge = f'<a:ln w="9525">{_fill(WHITE)}</a:ln>' if is_stacked and is_plain else ""
        place, ink = ("ctr", _on(color) if is_plain else INK) if is_stacked else ("outEnd", INK)
        written.append(
            f"<c:ser>{_head(column, series)}<c:spPr>{_area(column)}{edge}</c:spPr>"
            f'<c:invertIfNegative val="0"/>'
            f"{_labels(chart, place, ink, are_shown=has_labels, single=silent, ground='' if is_plain else WHITE)}"
            f"{_data(chart, column, series)}</c:ser>"
        )
    bars = 1 if is_stacked else len(chart.series)
    # Wide enough gaps keep few bars from becoming slabs: in a plot of 140 mm none is wider than 17 mm.
    gap = 60 if lies else min(max(round((140 / max(len(chart.categories), 1) / 17 - bars) * 100), 60), 500)
    return (
        f'<c:barChart><c:barDir val="{"bar" if lies else "col"}"/>'
        f'<c:grouping val="{"stacked" if is_stacked else "clustered"}"/><c:varyColors val="0"/>{"".join(written)}'
        f'<c:gapWidth val="{gap}"/><c:overlap val="{100 if is_stacked else -5}"/>{_axis_ids()}</c:barChart>'
        f"{_axes(chart, lies=lies, has_numbers=not has_labels)}"
    )


def _lines(chart: Chart) -> str:
    has_labels = _has_labels(chart) and len(chart.series) == 1
    written = "".join(
        f'<c:ser>{_head(column, series)}<c:spPr><a:ln w="28575" cap="rnd">{_fill(_color(column))}'
        f'<a:prstDash val="{_DASHES[column % len(_DASHES)]}"/><a:round/></a:ln></c:spPr>'
        f'<c:marker><c:symbol val="{_MARKS[column % len(_MARKS)]}"/><c:size val="7"/><c:spPr>{_fill(_color(column))}'
        f'<a:ln w="9525">{_fill(WHITE)}</a:ln></c:spPr></c:marker>'
        f"{_labels(chart, 't', INK, are_shown=has_labels)}{_data(chart, column, series)}"
        '<c:smooth val="0"/></c:ser>'
        for column, series in enumerate(chart.series)
    )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{written}<c:marker val="1"/>'
        f"{_axis_ids()}</c:lineChart>{_axes(chart, lies=False, has_numbers=not has_labels)}"
    )


def _doughnut(chart: Chart) -> str:
    written = []
    for column, series in enumerate(chart.series):
        slices = "".join(
            f'<c:dPt><c:idx val="{index}"/><c:bubble3D val="0"/><c:spPr>{_fill(_color(index))}'
            f'<a:ln w="19050">{_fill(WHITE)}</a:ln></c:spPr></c:dPt>'
            for index in range(len(chart.categories))
        )
        inks = "".join(_slice_label(chart, index) for index in range(len(chart.categories)))
        labels = _labels(chart, "", WHITE, single=inks)
        written.append(f"<c:ser>{_head(column, series)}{slices}{labels}{_data(chart, column, series)}</c:ser>")
    return (
        f'<c:doughnutChart><c:varyColors val="1"/>{"".join(written)}<c:firstSliceAng val="0"/>'
        '<c:holeSize val="58"/></c:doughnutChart>'
    )


def _slice_label(chart: Chart, index: int) -> str:
    return (
        f'<c:dLbl><c:idx val="{index}"/><c:numFmt formatCode="{_format(chart)}" sourceLinked="0"/>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_face(900, _on(_color(index)), bold=True)}"
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbl>'
    )


def _axis_ids() -> str:
    return f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/>'


def _axes(chart: Chart, *, lies: bool, has_numbers: bool) -> str:
    """Return both axes. Where numbers stand at the points, the axis of numbers and its grid would say them twice."""
    order = "maxMin" if lies else "minMax"
    most = '<c:max val="1"/>' if chart.is_share and chart.kind is ChartKind.STACKED_BAR else ""
    grid = (
        f'<c:majorGridlines><c:spPr><a:ln w="6350">{_fill(RULE)}</a:ln></c:spPr></c:majorGridlines>'
        if has_numbers
        else ""
    )
    least = '<c:min val="0"/>' if _is_positive(chart) else ""
    line = f'<c:spPr><a:ln w="9525">{_fill(RULE)}</a:ln></c:spPr>'
    return (
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"l" if lies else "b"}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'{line}{_face(950, INK)}<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>{most}{least}</c:scaling>'
        f'<c:delete val="{int(not has_numbers)}"/><c:axPos val="{"b" if lies else "l"}"/>{grid}'
        f'<c:numFmt formatCode="{_format(chart)}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_face(900, MUTED)}<c:crossAx val="{_CATEGORY_AXIS}"/><c:crosses val="{"max" if lies else "autoZero"}"/>'
        f'<c:crossBetween val="between"/>{_steps(chart)}</c:valAx>'
    )


def _steps(chart: Chart) -> str:
    """Return the distance of lines across: ten percent where shares go far; LibreOffice by itself takes five."""
    shares = (value.magnitude or 0 for series in chart.series for value in series.values)
    return '<c:majorUnit val="0.1"/>' if chart.is_share and max(shares, default=0) > _FAR else ""


def _is_positive(chart: Chart) -> bool:
    return all((value.magnitude or 0) >= 0 for series in chart.series for value in series.values)
