"""The styles of a template and those copied beside them, made to fit each other. Changes one merged style part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from kcss_docx import template as built_in
from kcss_docx.contract import Merged, properties, put
from kcss_docx.design import ACCENT, MUTED, TEXT_WIDTH, TINT, WHITE
from kcss_docx.layout import Layout
from kcss_docx.markup import W, locale
from kcss_docx.numbering import Numbering

_W = f"{{{W}}}"
_VAL = f"{_W}val"

# In half-points: running text of the built-in style; small words, which do not shrink with that of a house.
_SIZE, _LEAST_SIZE = 22, 18


def complete_defaults(styles: Merged, language: str) -> None:
    """Say the report's language where the template says its own, and which fonts where it says none."""
    root = styles.root
    if root.find(f"{_W}docDefaults") is None:
        root.insert(0, etree.fromstring(built_in.styles(language).encode()).find(f"{_W}docDefaults"))
    defaults = root.find(f"{_W}docDefaults")
    for name in ("rPrDefault", "rPr"):
        inner = defaults.find(f"{_W}{name}")
        if inner is None:
            inner = etree.Element(f"{_W}{name}")
            defaults.insert(0, inner)
        defaults = inner
    old = defaults.find(f"{_W}lang")
    lang = etree.Element(f"{_W}lang", {} if old is None else dict(old.attrib))
    lang.set(_VAL, locale(language))
    put(defaults, lang)
    normal = styles.style(styles.normal)
    for element in [] if normal is None else normal.findall(f"{_W}rPr/{_W}lang"):
        element.getparent().remove(element)


def fit_copies(styles: Merged, layout: Layout, numbering: Numbering) -> None:
    """Let copied styles have the measures of the house: size of type, length of a line, its bullets."""
    size = styles.resolved(styles.normal, "rPr/sz")
    if size is None:
        size = styles.root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}sz")
    scale = min(max(_number(size, 20) / _SIZE, 0.9), 1.15)
    for copy in styles.copied.values():
        for tag in ("sz", "szCs"):
            for element in copy.iterfind(f"{_W}rPr/{_W}{tag}"):
                size_ = _number(element, _SIZE)
                if size_ < 60:
                    element.set(_VAL, str(max(round(size_ * scale), min(size_, _LEAST_SIZE))))
        for tab in copy.iter(f"{_W}tab"):
            if tab.get(f"{_W}pos") == str(TEXT_WIDTH):
                tab.set(f"{_W}pos", str(layout.page.text_width))
    if (copy := styles.copied.get("ListBullet")) is not None:
        copy.find(f"{_W}pPr/{_W}numPr/{_W}numId").set(_VAL, str(numbering.lists.bullets))


def fit_contents(styles: Merged, layout: Layout, *, has_pages: bool) -> None:
    """Lead entries of the contents to the end of the line, and let their title look as chapters of this house do."""
    for name in ("TOC1", "TOC2", "TOC3", "TableofFigures"):
        identifier = styles.ids[name]
        if name not in styles.copied and styles.resolved(identifier, "pPr/tabs") is None:
            leader = ' w:leader="dot"' if has_pages else ""
            tab = f'<w:tabs><w:tab w:val="right"{leader} w:pos="{layout.page.text_width}"/></w:tabs>'
            put(properties(styles.style(identifier), "pPr"), _element(tab))
    heading = styles.copied.get("TOCHeading")
    if heading is None or "Heading1" in styles.copied:
        return
    for name in ("pPr", "rPr"):
        for element in heading.findall(f"{_W}{name}"):
            heading.remove(element)
    heading.find(f"{_W}basedOn").set(_VAL, styles.ids["Heading1"])
    # All but what would make it a chapter.
    for xml in (
        '<w:pageBreakBefore w:val="0"/>', '<w:numPr><w:numId w:val="0"/></w:numPr>', '<w:outlineLvl w:val="9"/>',
    ):  # fmt: skip
        put(properties(heading, "pPr"), _element(xml))


def on_paper(styles: Merged, colors: Mapping[str, str]) -> None:
    """Take the field of color out of the styles of the cover, whose words stand on paper in this house."""
    for name, style in styles.copied.items():
        if not (name.startswith("Cover") or name == "Subtitle"):
            continue
        for shade in style.findall(f"{_W}pPr/{_W}shd"):
            shade.getparent().remove(shade)
        for color in style.findall(f"{_W}rPr/{_W}color"):
            if color.get(_VAL) in (WHITE, colors[TINT]):
                color.set(_VAL, colors[MUTED if name == "Subtitle" else ACCENT])
                color.attrib.pop(f"{_W}themeColor", None)
    styles.ids["TitleLong"] = styles.ids["Title"]  # the house sets titles in one size
    if (long := styles.copied.pop("TitleLong", None)) is not None:
        styles.root.remove(long)


def _element(xml: str) -> Any:
    return etree.fromstring(f'<w:x xmlns:w="{W}">{xml}</w:x>')[0]


def _number(element: Any | None, default: int) -> int:
    value = "" if element is None else element.get(_VAL, "")
    return int(value) if value.isdigit() else default
