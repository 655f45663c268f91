"""Every word can be told from its ground: contrast of 4.5 to 1 or more (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from attrs import evolve
from lxml import etree

from kcss_core.report.blocks import Gallery, GalleryItem, Heading, Paragraph, ParagraphRole, words
from kcss_core.testing import sample_report
from kcss_docx.design import SERIES, TINT
from kcss_docx.exporter import render

from .conftest import Read
from .lint import W


def luminance(color: str) -> float:
    """Return relative luminance (WCAG 2.2)."""
    levels = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in levels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(document: Read) -> Iterator[tuple[str, str, str]]:
    """Yield style, color of words and color of ground of each paragraph with words."""
    styles = etree.fromstring(document.parts["word/styles.xml"])
    by_id = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}
    default = styles.find(f"{W}docDefaults//{W}color").get(f"{W}val")

    def found(name: str | None, path: str, key: str) -> str | None:
        while name in by_id:
            element = by_id[name].find(path)
            if element is not None:
                return str(element.get(key))
            base = by_id[name].find(f"{W}basedOn")
            name = None if base is None else base.get(f"{W}val")
        return None

    for paragraph in document.body.iter(f"{W}p"):
        if not "".join(text.text or "" for text in paragraph.iter(f"{W}t")).strip():
            continue
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = "Normal" if style is None else style.get(f"{W}val")
        color = found(name, f"{W}rPr/{W}color", f"{W}val") or default
        shade = found(name, f"{W}pPr/{W}shd", f"{W}fill")
        cell = next(paragraph.iterancestors(f"{W}tc"), None)
        if shade is None and cell is not None:
            fill = cell.find(f"{W}tcPr/{W}shd")
            row = cell.getparent()
            table = row.getparent().find(f"{W}tblPr/{W}tblStyle").get(f"{W}val")
            if fill is not None:
                shade = fill.get(f"{W}fill")
            elif table == "ReportTable" and row.find(f"{W}trPr/{W}tblHeader") is not None:
                shade = TINT
        yield name, color, shade or "FFFFFF"


def test_words_can_be_told_from_their_ground():
    """In the cover, the contents and every kind of block."""
    report = sample_report("en")
    works = Gallery(items=(GalleryItem(title=words("Trust"), kicker="Report", note=words("2022")),))
    more = [Heading(level=level, content=words("One"), anchor=f"one{level}") for level in (1, 2, 3, 4)]
    roles = [Paragraph(content=words("One"), role=role) for role in ParagraphRole]
    document = Read(render(evolve(report, blocks=(*report.blocks, works, *more, *roles))))
    seen = set(pairs(document))
    assert {"Title", "CoverNote", "TileLabel", "TableHeader", "WorkCover", "WorkKicker", "Caption", "TOC2", "Lead"} <= {
        name for name, _, _ in seen
    }
    assert [(name, color, ground) for name, color, ground in sorted(seen) if contrast(color, ground) < 4.5] == []


@pytest.mark.parametrize("color", SERIES)
def test_numbers_on_the_colors_of_a_chart_are_ink_or_white(color):
    """Whichever is read better."""
    from kcss_docx.charts import _on

    assert contrast(_on(color), color) >= 4.5


def test_contrast_is_that_of_the_standard():
    """Black on white is 21 to 1; 767676 is the lightest grey on white that passes."""
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("767676", "FFFFFF") >= 4.5 > contrast("777777", "FFFFFF")
    assert re.fullmatch("[0-9A-F]{6}", TINT)
