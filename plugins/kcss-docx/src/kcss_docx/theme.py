"""The colors of a template: those of its theme, or of its headings where nobody has chosen a theme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kcss_docx.design import INK, WHITE
from kcss_docx.guard import Guarded
from kcss_docx.markup import A, W
from kcss_docx.palette import swaps

_W, _A = f"{{{W}}}", f"{{{A}}}"
_NAMESPACES = {"w": W}

#: First accents of the themes that Word and LibreOffice give to a document nobody has chosen colors for.
_NOBODYS = frozenset({"", "4472C4", "4F81BD", "5B9BD5", "156082", "18A303"})
_HEADING = re.compile(r"(heading [123]|title)", re.IGNORECASE)
_INK_PATHS = ("w:style[@w:default='1'][@w:type='paragraph']/w:rPr/w:color", "w:docDefaults//w:color")


def colors_of(guarded: Guarded) -> Mapping[str, str]:
    """Return the color of a template for each color of the built-in style."""
    styles = guarded.part("styles")
    field = title_field(styles)
    ink = _ink(guarded, styles)
    accents = [field] if field else []
    theme = [_theme_color(guarded, f"accent{number}") for number in range(1, 7)]
    headings = [color for color in _heading_colors(styles) if color not in (ink, WHITE)]
    accents += [*headings, *theme] if theme[0] in _NOBODYS else [*theme, *headings]
    return swaps([color for color in accents if color], ink)


def slots_of(guarded: Guarded) -> Mapping[str, str]:
    """Return the place of each accent in the template's theme, by color; the first where two are the same."""
    slots = [f"accent{number}" for number in range(6, 0, -1)]
    return {color: slot for slot in slots if (color := _theme_color(guarded, slot))}


def title_field(styles: Any | None) -> str:
    """Return the color on which the template's titles stand; empty where they stand on paper."""
    if styles is None:
        return ""
    for style in styles.iterfind("w:style[w:name]", _NAMESPACES):
        if style.find(f"{_W}name").get(f"{_W}val", "").lower() == "title":
            shade = style.find(f"{_W}pPr/{_W}shd")
            fill = "" if shade is None else _hex(shade.get(f"{_W}fill"))
            return "" if fill == WHITE else fill
    return ""


def _theme_color(guarded: Guarded, slot: str) -> str:
    theme = guarded.part("theme")
    element = None if theme is None else theme.find(f"{_A}themeElements/{_A}clrScheme/{_A}{slot}")
    if element is None or len(element) == 0:
        return ""
    return _hex(element[0].get("lastClr") or element[0].get("val"))


def _heading_colors(styles: Any | None) -> Iterator[str]:
    for style in () if styles is None else styles.iterfind("w:style[w:name]", _NAMESPACES):
        color = style.find(f"{_W}rPr/{_W}color")
        if color is not None and _HEADING.fullmatch(style.find(f"{_W}name").get(f"{_W}val", "")):
            yield _hex(color.get(f"{_W}val"))


def _ink(guarded: Guarded, styles: Any | None) -> str:
    """Return the color of running text; black where nobody says it and the template has styles."""
    if styles is None:
        return INK
    for path in _INK_PATHS:
        color = styles.find(path, _NAMESPACES)
        if color is not None and (value := _hex(color.get(f"{_W}val"))):
            return value
    return _theme_color(guarded, "dk1") or "000000"


def _hex(value: str | None) -> str:
    return value.upper() if value and re.fullmatch(r"[0-9A-Fa-f]{6}", value) else ""
