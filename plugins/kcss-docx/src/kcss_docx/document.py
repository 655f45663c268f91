"""What one document gathers while its blocks are written: words, pictures, charts, lists, headings. Writes no block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kcss_core.report.blocks import Block
from kcss_docx.contents import Entry, entries
from kcss_docx.drawings import Charts, Pictures
from kcss_docx.inline import Writer
from kcss_docx.package import Package
from kcss_docx.template import BULLETS


class Document:
    """The state of one rendering.

    Attributes:
        headings: All headings in order.
        pages: Page of a heading by its bookmark; empty where nobody has laid out pages.
        restarts: Level of each numbered list, for the numbering part.
    """

    def __init__(self, blocks: Sequence[Block], language: str, pages: Mapping[str, int], *, bind: bool = True) -> None:
        self.language = language
        self.package = Package()
        self.headings = entries(blocks)
        self.pages = pages
        anchors = {entry.anchor: entry.bookmark for entry in reversed(self.headings)}
        self.words = Writer(self.package, language, anchors, bind=bind)
        self.pictures = Pictures(self.package, self.words, language)
        self.charts = Charts(self.package, self.words, language)
        self.restarts: list[int] = []
        self._coming = iter(self.headings)
        self._places: dict[str, int] = {}

    def next_heading(self) -> Entry:
        """Return the entry of the heading that is written now; they are written in order."""
        return next(self._coming)

    def new_list(self, level: int) -> int:
        """Return the number of a numbered list that starts at a level."""
        self.restarts.append(level)
        return BULLETS + len(self.restarts)

    def place(self, name: str) -> str:
        """Return the bookmark of the next place that shows something by this name."""
        self._places[name] = self._places.get(name, 0) + 1
        return f"{name}_{self._places[name]}"
