"""What one document gathers while its blocks are written: words, pictures, charts, lists, headings. Writes no block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kcss_core.report.blocks import Block, Content, Table, ValueSpan
from kcss_core.report.captions import Captioned, label_of
from kcss_core.report.report import Report
from kcss_docx.contents import Entry, captions, entries
from kcss_docx.drawings import Charts, Pictures
from kcss_docx.house import BUILT_IN, House
from kcss_docx.inline import NO_BREAK, Writer, field, text
from kcss_docx.package import Package
from kcss_docx.sections import Sections
from kcss_docx.store import KeptCell, KeptChart, KeptTable
from kcss_docx.values import mark_of


class Document:
    """The state of one rendering.

    Attributes:
        headings: All headings in order.
        page: The sheet that is written on, and what its margins leave; a turned one for a wide table.
        pages: Page of a heading by its bookmark; empty where nobody has laid out pages.
        restarts: Level of each numbered list, for the numbering part.
        kept_tables, kept_charts: What the document keeps of them for a refresh, by the name of their bookmark.
    """

    def __init__(
        self,
        report: Report,
        blocks: Sequence[Block],
        pages: Mapping[str, int],
        house: House = BUILT_IN,
        *,
        bind: bool = True,
    ) -> None:
        language = self.language = report.language
        self.house = house
        self.page = house.page
        self.package = Package()
        self.sections = Sections(report, house, self.package)
        self.headings = entries(blocks)
        self.pages = pages
        anchors = {entry.anchor: entry.bookmark for entry in reversed(self.headings)}
        self.captions = captions(blocks, language)
        anchors |= {anchor: caption.bookmark for anchor, caption in self.captions.items()}
        labels = {anchor: caption.label for anchor, caption in self.captions.items()}
        first_id = 0 if house.template is None else house.template.last_id()
        self.words = Writer(self.package, language, anchors, labels, first_id=first_id, bind=bind)
        self.pictures = Pictures(self.package, self.words, language, house.page)
        self.charts = Charts(self.package, self.words, language, house)
        self.restarts: list[int] = []
        self.kept_tables: dict[str, KeptTable] = {}
        self.kept_charts: dict[str, KeptChart] = {}
        self._labelled: set[str] = set()
        self._coming = iter(self.headings)
        self._places: dict[str, int] = {}

    @property
    def line(self) -> int:
        """Length of a line, in twips."""
        return self.page.text_width

    def next_heading(self) -> Entry:
        """Return the entry of the heading that is written now; they are written in order."""
        return next(self._coming)

    def label(self, block: Captioned) -> str:
        """Return what a caption begins with: its number as a field, in the bookmark that references lead to."""
        if block.number is None:
            return ""
        word, _, number = label_of(block, self.language).rpartition(" ")
        sequence = "Table" if isinstance(block, Table) else "Figure"
        identifier = self.words.next_id()
        counted = field(f"SEQ {sequence} \\* ARABIC", f"<w:r>{text(number)}</w:r>")
        runs = f"<w:r>{text(word + NO_BREAK)}</w:r>{counted}"
        known = self.captions.get(block.anchor)
        if known is not None and block.anchor not in self._labelled:
            self._labelled.add(block.anchor)
            start = f'<w:bookmarkStart w:id="{identifier}" w:name="{known.bookmark}"/>'
            runs = f'{start}{runs}<w:bookmarkEnd w:id="{identifier}"/>'
        return f"{runs}<w:r>{text('. ')}</w:r>"

    def caption_above(self, block: Captioned) -> str:
        """Return the caption of a table or chart; nothing where it has none."""
        if not block.caption:
            return ""
        runs = self.label(block) + self.words.runs(block.caption)
        return f'<w:p><w:pPr><w:pStyle w:val="TableCaption"/></w:pPr>{runs}</w:p>'

    def new_list(self, level: int) -> int:
        """Return the number of a numbered list that starts at a level."""
        self.restarts.append(level)
        return self.house.lists.first + len(self.restarts) - 1

    def kept(self, content: Content) -> KeptCell:
        """Return what is kept of some words, to see later whether somebody has changed them."""
        values = self.words.values
        return KeptCell(mark_of(content), tuple(values.key(part) for part in content if isinstance(part, ValueSpan)))

    def place(self, name: str) -> str:
        """Return the bookmark of the next place that shows something by this name."""
        self._places[name] = self._places.get(name, 0) + 1
        return f"{name}_{self._places[name]}"
