"""What a document is set in: page, lists, names of styles, colors. The built-in house style, or that of a template.

Blocks are written with the names and colors of the built-in style; those of a template are swapped in once the XML
stands. So the usual way costs nothing, and no function needs to be handed a palette.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import field

from kcss_core.frozen import frozen
from kcss_docx.colors import DRAWN, in_drawing, in_text
from kcss_docx.design import FONT, Page

if TYPE_CHECKING:
    from kcss_docx.adoption import Template

_NOTHING: Mapping[str, str] = MappingProxyType({})
_SWAPPED = re.compile(
    r'(<w:(?:pStyle|rStyle|tblStyle) w:val=")([^"]+)"'
    r'|(w:fill|w:color|<w:color w:val)="([0-9A-F]{6})"(?: w:theme\w+="\w+")?'
    r'|<a:srgbClr val="([0-9A-F]{6})"/>|<a:schemeClr val="(\w+)"/>'
    rf'|<a:latin typeface="{FONT}"/>'
)


class CoverKind(Enum):
    """How the first page is made."""

    FIELD = "field"  # words on a field of color
    PLAIN = "plain"  # in the template's own title styles, on its own paper
    NONE = "none"  # the template brings its first pages


@frozen(kw_only=True)
class Lists:
    """The lists of the numbering part.

    Attributes:
        bullets: Number of the list without numbers.
        numbered: What numbered lists are made after.
        first: Number of the first numbered list of the text.
        levels: How deep lists go.
    """

    bullets: int = 1
    numbered: int = 1
    first: int = 2
    levels: int = 4


@frozen(kw_only=True)
class House:
    """A house style.

    Attributes:
        body: Style of running text; empty for the default one.
        starts_pages: Whether the style of a chapter's heading starts a page by itself.
        styles: Id of a style by the id that the built-in one has.
        colors: Color by that of the built-in style.
        slots: Place in the template's theme by color; one that was made lighter or darker has none.
        template: Where all this was read; None for the built-in house style.
    """

    page: Page = field(factory=Page)
    lists: Lists = field(factory=Lists)
    body: str = ""
    starts_pages: bool = True
    cover: CoverKind = CoverKind.FIELD
    styles: Mapping[str, str] = field(default=_NOTHING)
    colors: Mapping[str, str] = field(default=_NOTHING)
    slots: Mapping[str, str] = field(default=_NOTHING)
    template: Template | None = None

    def color(self, color: str) -> str:
        """Return the color that stands for one of the built-in style."""
        return self.colors.get(color, color)

    def dressed(self, xml: str) -> str:
        """Return XML with the styles, colors and fonts of this house instead of the built-in ones."""
        if self.template is None:
            return xml

        def swap(match: re.Match[str]) -> str:
            if match[1]:
                return f'{match[1]}{self.styles.get(match[2], match[2])}"'
            if match[3]:
                color = self.color(match[4])
                return in_text(match[3], color, self.slots.get(color))
            if match[5] or match[6]:
                color = self.color(match[5] or DRAWN[match[6]])
                return in_drawing(color, self.slots.get(color))
            return '<a:latin typeface="+mn-lt"/>'

        return _SWAPPED.sub(swap, xml)


BUILT_IN = House()
