"""The house style in numbers: colors, type sizes, page. Knows no XML; whoever wants another look changes this page.

**Units**: lengths in twips (1/20 point) unless a name says otherwise; type sizes in half-points; colors as RRGGBB.
"""

from __future__ import annotations

from types import MappingProxyType

from kcss_core.frozen import frozen

#: English Metric Units, the unit of drawings.
EMU_PER_TWIP = 635
EMU_PER_INCH = 914_400
EMU_PER_MM = 36_000

# A4 with margins that leave 145 mm, about 88 letters a line, which is as long as a line of this size may be.
PAGE_WIDTH = 11_906
PAGE_HEIGHT = 16_838
MARGIN_SIDE = 1_843
MARGIN_TOP = 1_644
MARGIN_BOTTOM = 1_361
HEADER_DISTANCE = 737
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN_SIDE


@frozen(kw_only=True)
class Page:
    """A page and what its margins leave. **Units**: twips."""

    width: int = PAGE_WIDTH
    height: int = PAGE_HEIGHT
    top: int = MARGIN_TOP
    right: int = MARGIN_SIDE
    bottom: int = MARGIN_BOTTOM
    left: int = MARGIN_SIDE
    header: int = HEADER_DISTANCE
    footer: int = HEADER_DISTANCE
    gutter: int = 0

    @property
    def text_width(self) -> int:
        """Length of a line."""
        return self.width - self.left - self.right - self.gutter

    @property
    def text_height(self) -> int:
        """Height of what a page holds."""
        return self.height - self.top - self.bottom

    def turned(self) -> Page:
        """Return the page on its side, with margins turned along as a printer turns the sheet."""
        return Page(
            width=self.height, height=self.width, top=self.left, right=self.top, bottom=self.right, left=self.bottom,
            header=self.header, footer=self.footer, gutter=0,
        )  # fmt: skip


#: On every machine with Word; Carlito has the same widths and stands in for it elsewhere.
FONT = "Calibri"
FONT_METRIC_TWIN = "Carlito"
#: Mean width of a bold letter or digit of it, in parts of its size.
BOLD_LETTER = 0.53

# One accent and greys. Contrast on white (WCAG 2.2): accent 7.4, ink 14.6, muted 6.1; white on accent 7.4.
ACCENT = "0F5C73"
INK = "222B33"
MUTED = "55626B"
RULE = "CBD5DA"
TINT = "EAF1F4"
WHITE = "FFFFFF"

#: Series of a chart, in order; neighbors differ in lightness, so that a grey print still tells them apart.
SERIES = ("0F5C73", "8DB8C6", "3A4750", "BFC8CD", "3B788C", "A5AFB5")

#: The palette as a theme, so that the colors offered for editing are those of the house.
THEME = MappingProxyType(
    {
        "dk1": INK,
        "lt1": WHITE,
        "dk2": "3A4750",
        "lt2": TINT,
        "accent1": SERIES[0],
        "accent2": SERIES[1],
        "accent3": SERIES[2],
        "accent4": SERIES[3],
        "accent5": SERIES[4],
        "accent6": SERIES[5],
        "hlink": ACCENT,
        "folHlink": "55626B",
    }
)
