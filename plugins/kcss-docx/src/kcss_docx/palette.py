"""Colors of a house style, from the theme of a template: which one leads, and which can be read on which. Knows no XML.

**Units**: colors as RRGGBB.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kcss_docx.design import ACCENT, INK, MUTED, RULE, SERIES, TINT, WHITE

#: Words can be told from their ground at this contrast (WCAG 2.2, 1.4.3).
READABLE = 4.5
# Of the built-in style; what stands on a light area is set in it.
_DEEP = "3A4750"
#: A color that differs less than this between its channels is a grey, and leads nobody's eye.
_COLORFUL = 40


def luminance(color: str) -> float:
    """Return relative luminance (WCAG 2.2)."""
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(color: str, with_: str, part: float) -> str:
    """Return a color with a part (0 to 1) of another in it."""
    pairs = ((int(color[at : at + 2], 16), int(with_[at : at + 2], 16)) for at in (0, 2, 4))
    return "".join(f"{round(one * (1 - part) + other * part):02X}" for one, other in pairs)


def _darkened(color: str, ground: str = WHITE, least: float = READABLE) -> str:
    """Return the color, with as much black as it needs to be read on a ground."""
    steps = (mixed(color, "000000", step / 20) for step in range(20))
    return next((shade for shade in steps if contrast(shade, ground) >= least), "000000")


def _lightened(color: str, ink: str, least: float = 6.0) -> str:
    """Return the color, with as much white as it needs for ink to be read on it."""
    steps = (mixed(color, WHITE, step / 20) for step in range(20))
    return next((shade for shade in steps if contrast(shade, ink) >= least), WHITE)


def swaps(accents: Sequence[str], text: str) -> Mapping[str, str]:
    """Return the color of a house style for each color of the built-in one.

    Dark colors stay dark and light ones light, so that what could be read stays readable, and neighbors in a chart
    can be told apart in grey print.

    Args:
        accents: The six accents of a theme, in order.
        text: The color of running text.
    """
    colorful = [color for color in accents if _spread(color) >= _COLORFUL] or [ACCENT]
    # The first that can be read on white as it is; a house with pale colors only gets its first one darkened.
    first = next((color for color in colorful if contrast(color, WHITE) >= READABLE), colorful[0])
    accent = _darkened(first)
    others = [color for color in colorful if color != first] or [first]
    second, third = others[0], others[1 % len(others)]
    tint = mixed(accent, WHITE, 0.92)
    ink = text if contrast(text, WHITE) >= 7 else _darkened(text, least=7)
    accent = _darkened(accent, tint)
    swapped = {
        ACCENT: accent,
        INK: ink,
        TINT: tint,
        MUTED: _darkened(mixed(ink, WHITE, 0.35), tint),
        RULE: mixed(mixed(ink, accent, 0.5), WHITE, 0.78),
        _DEEP: _darkened(mixed(ink, WHITE, 0.12), tint, least=7),
    }
    light = _lightened(mixed(second, WHITE, 0.25), ink)
    house = (
        accent,
        light,
        swapped[_DEEP],
        _lightened(mixed(ink, WHITE, 0.7), ink),
        _darkened(third if third != accent else mixed(accent, WHITE, 0.2)),
        _lightened(mixed(ink, WHITE, 0.6), ink),
    )
    return {**dict(zip(SERIES, house, strict=True)), **swapped}


def _spread(color: str) -> int:
    channels = [int(color[at : at + 2], 16) for at in (0, 2, 4)]
    return max(channels) - min(channels)
