"""Charts that stand in a document, and what there is to do with them; `chart_writing` does it.

Compared are the names and numbers that were drawn, that are drawn, and that would be drawn now; what a person has
changed in *Edit data* is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from attrs import define, field, frozen

from kcss_core.errors import FileError
from kcss_docx.archive import parsed, read_parts
from kcss_docx.charts import fingerprint
from kcss_docx.controls import between
from kcss_docx.current import Current, Redrawn
from kcss_docx.edited import Edited
from kcss_docx.markup import WP, C, R
from kcss_docx.store import KeptChart
from kcss_docx.trees import whole
from kcss_docx.values import mark
from kcss_docx.wording import said, w
from kcss_docx.workbooks import number

c = f"{{{C}}}"
CHART = f"{{{C}}}chart"
DOC_PR = f"{{{WP}}}docPr"
RELATION = f"{{{R}}}id"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: Excel draws no more points of a series; a damaged chart may claim any number.
_MOST_POINTS = 32_000
# What Word and Excel write beside the names and numbers of a chart when they save its workbook. Anything else in it is
# somebody's; how cells look is not asked.
_OF_PROGRAMS = re.compile(
    r"\[Content_Types\]\.xml|(_rels|docProps|docMetadata)/.*|xl/(workbook|styles|sharedStrings|calcChain)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/(sheet1\.xml|_rels/sheet1\.xml\.rels)|xl/(theme|printerSettings)/.*"
)
_OF_SHEETS = frozenset(
    f"{_MAIN}{name}"
    for name in (
        "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "phoneticPr",
        "ignoredErrors", "printOptions", "pageMargins", "pageSetup",
    )
)  # fmt: skip
_BOOKMARK = re.compile(r"(_chart_[0-9a-f]{12}_\d+)(?:_([0-9a-f]{12}))?")


@frozen
class Drawn:
    """Names and numbers of a chart. **Shape**: of series, its name and a number, as text, for each category."""

    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[str | None, ...]], ...]

    @property
    def mark(self) -> str:
        """What is kept of them."""
        return fingerprint(self.categories, self.series)


@define(kw_only=True, eq=False)
class Found:
    """A chart that stands in a document.

    Attributes:
        start: Start of its bookmark; of a copy, which has none, its run.
        mark: What the bookmark remembers of what was drawn; empty where it does not.
        run: The run that holds it; None where words stand instead.
        part: Name of its part.
        workbook: Name of its workbook's part; empty where it has none.
    """

    start: Any
    mark: str = ""
    run: Any = None
    part: str = ""
    root: Any = None
    workbook: str = ""

    @property
    def paragraph(self) -> Any:
        """The paragraph that it stands in."""
        found = next(self.start.iterancestors(f"{w}p"), None)
        return found if found is not None else next(self.start.itersiblings(f"{w}p"))

    @property
    def words(self) -> str:
        """Mark of the words that stand where there is nothing to draw."""
        return mark(" ".join(said(*between(self.start)).split()))

    @property
    def drawn(self) -> Drawn:
        """Names and numbers as they are drawn."""
        return read_drawn(self.root)

    @property
    def title(self) -> str:
        """The alternative text."""
        named = None if self.run is None else next(self.run.iter(DOC_PR), None)
        return "" if named is None else named.get("descr", "")


@define(kw_only=True, eq=False)
class ChartState:
    """A chart and what there is to do with it.

    Attributes:
        now: As it would be written now; None where nobody can tell.
        redrawn: Drawn from the addresses of its values, where the report does not show it any more.
        is_rebuilt: Whether somebody has added to its workbook, so that to write it anew would lose that.
        has_edits: Whether somebody has changed its numbers or names.
        is_adopted: Whether these are what the records now say.
        to_do, left: One phrase each.
    """

    name: str
    found: Found
    kept: KeptChart
    now: KeptChart | None
    redrawn: Redrawn | None = None
    is_rebuilt: bool = False
    has_edits: bool = False
    is_adopted: bool = False
    to_do: list[str] = field(factory=list)
    left: list[str] = field(factory=list)


def find_charts(edited: Edited, names: Iterable[str]) -> dict[str, Found]:
    """Return the charts of a document that have one of some bookmarks, or the words that stand instead."""
    wanted = set(names)
    found: dict[str, Found] = {}
    targets = edited.relations(edited.main)
    for start in edited.tree(edited.main).iter(f"{w}bookmarkStart"):
        called = start.get(f"{w}name", "")
        match = _BOOKMARK.fullmatch(called) if called.startswith("_chart_") else None
        if match is None or match[1] not in wanted:
            continue
        name, drawn_before = match[1], match[2] or ""
        paragraph = next(start.iterancestors(f"{w}p"), None)
        if paragraph is None:
            paragraph = next(start.itersiblings(f"{w}p"), None)
        if paragraph is None:
            continue
        drawn = next((one for one in paragraph.iter(CHART) if one.get(RELATION) in targets), None)
        if drawn is None:
            found[name] = Found(start=start, mark=drawn_before)
            continue
        one = _found(edited, start, drawn, targets[drawn.get(RELATION)].target, drawn_before)
        if one is not None:
            found[name] = one
    return found


def _copies(edited: Edited, known: Mapping[str, Found], kept: Mapping[str, KeptChart]) -> Iterator[tuple[str, Found]]:
    """Yield charts that somebody has copied, with the name of what they are copies of.

    A name stands once in a document, so that copies have no bookmark; they are known by what they draw.
    """
    runs = {one.run for one in known.values()}
    names = {one.data: name for name, one in kept.items() if one.data}
    targets = edited.relations(edited.main)
    for drawn in edited.tree(edited.main).iter(CHART):
        run = next(drawn.iterancestors(f"{w}r"), None)
        if run is not None and run not in runs and drawn.get(RELATION) in targets:
            one = _found(edited, run, drawn, targets[drawn.get(RELATION)].target)
            if one is not None and one.drawn.mark in names:
                yield names[one.drawn.mark], one


def _found(edited: Edited, start: Any, drawn: Any, part: str, mark: str = "") -> Found | None:
    if part not in edited.parts:
        return None
    root = edited.tree(part)
    external = root.find(f"{c}externalData")
    books = edited.relations(part)
    book = books.get(external.get(RELATION)) if external is not None else None
    return Found(
        start=start,
        mark=mark,
        run=next(drawn.iterancestors(f"{w}r")),
        part=part,
        root=root,
        workbook=book.target if book is not None and book.target in edited.parts else "",
    )


def read_drawn(root: Any) -> Drawn:
    """Return names and numbers of a chart part, from what it draws without asking its workbook."""
    categories: tuple[str, ...] = ()
    series = []
    for one in root.iter(f"{c}ser"):
        names = {whole(point, "idx"): point.findtext(f"{c}v") or "" for point in one.iterfind(f"{c}cat//{c}pt")}
        count = max([_count(one, "cat"), _count(one, "val")])
        categories = categories or tuple(names.get(at, "") for at in range(count))
        numbers = {whole(point, "idx"): _number(point.findtext(f"{c}v")) for point in one.iterfind(f"{c}val//{c}pt")}
        name = " ".join(point.findtext(f"{c}v") or "" for point in one.iterfind(f"{c}tx//{c}pt"))
        series.append((name, tuple(numbers.get(at) for at in range(count))))
    return Drawn(categories, tuple(series))


def _count(series: Any, kind: str) -> int:
    found = series.find(f"{c}{kind}//{c}ptCount")
    return 0 if found is None else max(0, min(whole(found, "val"), _MOST_POINTS))


def _number(text: str | None) -> str | None:
    try:
        return number(Decimal(text)) if text else None
    except InvalidOperation:
        return text


def read_workbook(data: bytes) -> Drawn | None:
    """Return names and numbers of a chart's workbook; None where it holds anything else, or nobody can read it."""
    try:
        parts = read_parts(data, "the workbook of a chart")
        book = parsed(parts["xl/workbook.xml"], "the workbook of a chart", "workbook.xml")
        if not all(map(_OF_PROGRAMS.fullmatch, parts)) or any(True for _ in book.iter(f"{_MAIN}definedName")):
            return None
        sheet = parsed(parts["xl/worksheets/sheet1.xml"], "the workbook of a chart", "sheet1.xml")
        if not {one.tag for one in sheet} <= _OF_SHEETS:
            return None
        shared: list[str] = []
        if "xl/sharedStrings.xml" in parts:
            strings = parsed(parts["xl/sharedStrings.xml"], "the workbook of a chart", "sharedStrings.xml")
            shared = ["".join(item.itertext()) for item in strings.iter(f"{_MAIN}si")]
        cells: dict[tuple[int, int], str] = {}
        for cell in sheet.iter(f"{_MAIN}c"):
            match = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", ""))
            if match is None or cell.find(f"{_MAIN}f") is not None:
                return None
            text = cell.findtext(f"{_MAIN}v")
            if cell.get("t") == "inlineStr":
                text = "".join(cell.find(f"{_MAIN}is").itertext())
            elif cell.get("t") == "s" and text:
                text = shared[int(text)]
            cells[int(match[2]), _column(match[1])] = text or ""
    except (FileError, KeyError, IndexError, ValueError, AttributeError):
        return None
    rows = [row for row in range(2, max((row for row, _ in cells), default=1) + 1) if cells.get((row, 0))]
    columns = [column for column in range(1, max((at for _, at in cells), default=0) + 1) if cells.get((1, column))]
    at_home = {(row, column) for row in (1, *rows) for column in (0, *columns)}
    if any(text.strip() for at, text in cells.items() if at not in at_home):
        return None
    return Drawn(
        tuple(cells[row, 0] for row in rows),
        tuple((cells[1, column], tuple(_number(cells.get((row, column))) for row in rows)) for column in columns),
    )


def _column(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1


# --- what there is to do


def chart_states(edited: Edited, now: Current) -> Iterator[ChartState]:
    """Yield every chart that the document keeps and that stands there, with what there is to do."""
    store = edited.store
    if store is None or not store.charts:
        return
    known = find_charts(edited, store.charts)
    redrawn: dict[str, Redrawn | None] = {}
    for name, found in (*known.items(), *_copies(edited, known, store.charts)):
        kept = store.charts[name]
        state = ChartState(name=name, found=found, kept=kept, now=now.document.kept_charts.get(name))
        if state.now is None:
            state.redrawn = redrawn[name] if name in redrawn else redrawn.setdefault(name, now.redrawn(kept))
            state.now = None if state.redrawn is None else state.redrawn.kept
        drawn = found.drawn.mark if found.run is not None else ""
        in_workbook = read_workbook(edited.parts[found.workbook]) if found.workbook else None
        state.is_rebuilt = bool(found.workbook) and in_workbook is None
        state.has_edits = drawn != kept.data or (in_workbook is not None and in_workbook.mark != drawn)
        if state.now is not None:
            state.is_adopted = state.has_edits and drawn == state.now.data
            _plan(state, drawn)
            if state.is_adopted and in_workbook is not None and in_workbook.mark != drawn:
                state.to_do.append("the workbook behind it")
        yield state


def without_additions(now: KeptChart) -> str:
    """Return what is done where something that somebody added to a workbook has to go, as a phrase."""
    if now.data:
        return "its workbook written anew, without what somebody added to it"
    return "its workbook taken away, with what somebody added to it"


def _plan(state: ChartState, drawn: str) -> None:
    now = state.now
    assert now is not None
    if state.has_edits and not state.is_adopted:
        # What somebody typed over a number that may not be told any more may tell it.
        if now.is_hiding:
            state.to_do.append("numbers that may not be shown any more")
        else:
            # Its alternative text says the numbers that are drawn, so that it is theirs as well.
            state.left.append("somebody has changed its data")
            return
    elif drawn != now.data and state.found.run is None and state.found.words != state.kept.alt:
        state.left.append("somebody has rewritten the words that stand for it")
        return
    elif drawn != now.data and state.is_rebuilt and not now.is_hiding:
        state.left.append("its data have changed in the records, and somebody has added to its workbook")
        return
    elif drawn != now.data:
        state.to_do.append("numbers" if now.data else "words instead, since there is nothing to draw")
    if state.is_rebuilt and now.is_hiding:
        state.to_do.append(without_additions(now))  # they may tell the number
    if now.data and state.kept.data and mark(state.found.title) != now.alt:
        if now.is_hiding or not state.found.title or mark(state.found.title) == state.kept.alt:
            state.to_do.append("alternative text")
        else:
            state.left.append("somebody has written another alternative text")
