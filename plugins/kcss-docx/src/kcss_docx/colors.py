"""How a color is written: by its name in the theme, so that it follows where somebody changes that in Word.

Whoever knows no themes finds the value beside the name; drawings have either the one or the other.
"""

from __future__ import annotations

from types import MappingProxyType

from kcss_docx.design import THEME

#: The place of a color in the built-in theme. Greys of captions and hairlines have none, and stay as they are.
SLOTS = MappingProxyType({THEME[slot]: slot for slot in ("dk1", "lt1", "lt2", *(f"accent{n}" for n in range(1, 7)))})

# Ink and ground of a page are called by what they are for; accents are called as in the theme.
_IN_TEXT = MappingProxyType({"dk1": "text1", "lt1": "background1", "lt2": "background2"})
_IN_DRAWINGS = MappingProxyType({"dk1": "tx1", "lt1": "bg1", "lt2": "bg2"})
#: The built-in color by its name in a drawing.
DRAWN = MappingProxyType({_IN_DRAWINGS.get(slot, slot): color for color, slot in SLOTS.items()})


def fill(color: str) -> str:
    """Return the attributes of a ground of a built-in color."""
    return in_text("w:fill", color, SLOTS.get(color))


def edge(color: str) -> str:
    """Return the attributes of a line of a built-in color."""
    return in_text("w:color", color, SLOTS.get(color))


def ink(color: str) -> str:
    """Return the element of words in a built-in color."""
    return f"{in_text('<w:color w:val', color, SLOTS.get(color))}/>"


def paint(color: str) -> str:
    """Return the element of a drawing in a built-in color."""
    return in_drawing(color, SLOTS.get(color))


def in_text(attribute: str, color: str, slot: str | None) -> str:
    """Return the attribute that gives a color, and the one that names its place in the theme, if it has one."""
    if slot is None:
        return f'{attribute}="{color}"'
    what = "Fill" if attribute == "w:fill" else "Color"
    return f'{attribute}="{color}" w:theme{what}="{_IN_TEXT.get(slot, slot)}"'


def in_drawing(color: str, slot: str | None) -> str:
    """Return the element of a drawing that gives a color, by its place in the theme if it has one."""
    return f'<a:srgbClr val="{color}"/>' if slot is None else f'<a:schemeClr val="{_IN_DRAWINGS.get(slot, slot)}"/>'
