"""Charts read in black and white and for the color-blind: what stands side by side is told apart without its hue.

Read back from the charts as they are written: colors, patterns, dashes, marks and edges.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from attrs import frozen
from lxml import etree

from kcss_core.report.blocks import ChartKind
from kcss_docx.design import THEME, WHITE

from .test_charts import chart

#: Linear RGB as people see it who lack one kind of cone, and in grey print.
#: Source: Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE
#: TVCG 15(6), 2009, severity 1.0; grey: relative luminance, WCAG 2.2.
SEEN = {
    "in color": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}
#: Graphical objects side by side are told apart at this contrast. Source: WCAG 2.2, 1.4.11.
CONTRAST = 3.0
#: Two colors look different from this distance in CIE Lab on. Source: Mahy, Van Eycken, Oosterlinck, "Evaluation of
#: Uniform Color Spaces Developed after the Adoption of CIELAB and CIELUV", Color Research & Application 19(2), 1994.
JUST_NOTICEABLE = 2.3

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@frozen
class Look:
    """How one series or slice is drawn: its color, and what tells it apart without."""

    color: str
    form: tuple[str, ...]
    edge: str = ""


def color_of(element: etree._Element) -> str:
    """Return the color of a fill, by value or by its name in the theme."""
    (color,) = (one for one in element.iter(f"{A}srgbClr", f"{A}schemeClr"))
    value = color.get("val")
    return str(value if color.tag == f"{A}srgbClr" else THEME[{"bg1": "lt1", "tx1": "dk1"}.get(value, value)])


def looks(xml: str) -> Iterator[Look]:
    """Yield how each series of a chart is drawn, or each slice."""
    root = etree.fromstring(xml.encode())
    for drawn in root.findall(f".//{C}dPt") or root.findall(f".//{C}ser"):
        shape = drawn.find(f"{C}spPr")
        pattern, line = shape.find(f"{A}pattFill"), shape.find(f"{A}ln")
        if pattern is not None:
            yield Look(color_of(pattern.find(f"{A}fgClr")), (pattern.get("prst"),))
        elif shape.find(f"{A}solidFill") is not None:
            edge = "" if line is None else color_of(line.find(f"{A}solidFill"))
            yield Look(color_of(shape.find(f"{A}solidFill")), (), edge)
        else:
            mark, dash = drawn.find(f"{C}marker/{C}symbol"), line.find(f"{A}prstDash")
            yield Look(color_of(line.find(f"{A}solidFill")), (dash.get("val"), mark.get("val")))


def linear(color: str, seen: str) -> list[float]:
    """Return linear red, green and blue of a color as somebody sees it."""
    levels = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    parts = [level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in levels]
    return [min(1.0, max(0.0, sum(a * b for a, b in zip(row, parts, strict=True)))) for row in SEEN[seen]]


def contrast(one: str, other: str, seen: str) -> float:
    """Return the contrast of two colors (WCAG 2.2)."""
    dark, light = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (linear(one, seen), linear(other, seen))
    )
    return (light + 0.05) / (dark + 0.05)


def lab(color: str, seen: str) -> tuple[float, float, float]:
    """Return a color in CIE Lab, under daylight (D65)."""
    red, green, blue = linear(color, seen)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    a, b, c = (part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in (x, y, z))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


def distance(one: str, other: str, seen: str) -> float:
    """Return how far two colors are in CIE Lab (1976)."""
    return float(sum((a - b) ** 2 for a, b in zip(lab(one, seen), lab(other, seen), strict=True)) ** 0.5)


def side_by_side(found: list[Look]) -> list[tuple[Look, Look]]:
    """Return neighbors; a ring closes, and so may the groups of a bar chart."""
    return [*zip(found, [*found[1:], found[0]], strict=True)]


SIX = tuple((number, number + 1) for number in range(1, 7))


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("kind", [ChartKind.BAR, ChartKind.STACKED_BAR, ChartKind.LINE])
def test_neighboring_series_are_told_apart_without_their_hue(write, kind, seen):
    """By a contrast of 3 to 1, or by another pattern, or by another dash and mark."""
    found = list(looks(write(chart(kind, numbers=SIX)).xml("word/charts/chart1.xml")))
    assert len(found) == len(SIX)
    for one, other in side_by_side(found):
        if kind is ChartKind.LINE:
            assert all(a != b for a, b in zip(one.form, other.form, strict=True))
        else:
            assert one.form != other.form or contrast(one.color, other.color, seen) >= CONTRAST


@pytest.mark.parametrize("seen", SEEN)
def test_all_series_are_told_apart_in_the_legend(write, seen):
    """Series whose colors are as light have another pattern, so a legend names each of them."""
    found = list(looks(write(chart(numbers=SIX)).xml("word/charts/chart1.xml")))
    for one, other in combinations(found, 2):
        assert one.form != other.form or contrast(one.color, other.color, seen) >= CONTRAST


@pytest.mark.parametrize("seen", SEEN)
def test_slices_are_told_apart(write, seen):
    """A white edge parts them, each has its number, and the colors of two that touch differ by more than can be seen."""
    ring = chart(ChartKind.DOUGHNUT, numbers=((1, 2, 3),))
    document = write(ring).xml("word/charts/chart1.xml")
    found = list(looks(document))
    assert len(found) == 3
    assert {one.edge for one in found} == {WHITE}
    assert document.count('<c:showVal val="1"/>') >= len(found)
    for one, other in side_by_side(found):
        assert contrast(one.color, other.color, seen) >= CONTRAST or distance(one.color, other.color, seen) > JUST_NOTICEABLE
