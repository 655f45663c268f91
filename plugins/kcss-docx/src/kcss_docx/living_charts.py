"""Charts that follow the records: numbers, names, series and categories, in the colors that people gave them.

Compared are the names and numbers that were drawn, that are drawn, and that would be drawn now; what a person has
changed in *Edit data* is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from typing import Any

from attrs import define, field, frozen
from lxml import etree

from kcss_core.errors import FileError
from kcss_docx.archive import parsed, read_parts
from kcss_docx.charts import chart_bookmark, fingerprint, number
from kcss_docx.current import Current
from kcss_docx.edited import Edited
from kcss_docx.markup import WP, C, R
from kcss_docx.store import KeptChart
from kcss_docx.values import mark
from kcss_docx.wording import w

c = f"{{{C}}}"
_CHART = f"{{{C}}}chart"
_DOC_PR = f"{{{WP}}}docPr"
_EXTENT = f"{{{WP}}}extent"
_ID = f"{{{R}}}id"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BOOKMARK = re.compile(r"(_chart_[0-9a-f]{12}_\d+)(?:_([0-9a-f]{12}))?")
_KINDS = frozenset(f"{c}{name}" for name in ("barChart", "lineChart", "doughnutChart", "pieChart", "areaChart"))


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
        start: Start of its bookmark.
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
    def drawn(self) -> Drawn:
        """Names and numbers as they are drawn."""
        return read_drawn(self.root)

    @property
    def title(self) -> str:
        """The alternative text."""
        named = None if self.run is None else next(self.run.iter(_DOC_PR), None)
        return "" if named is None else named.get("descr", "")


@define(kw_only=True, eq=False)
class ChartState:
    """A chart and what there is to do with it.

    Attributes:
        now: As it would be written now; None where the report has it no more.
        has_edits: Whether somebody has changed its numbers or names.
        is_adopted: Whether these are what the records now say.
        to_do, left: One phrase each.
    """

    name: str
    found: Found
    kept: KeptChart
    now: KeptChart | None
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
        match = _BOOKMARK.fullmatch(start.get(f"{w}name", ""))
        if match is None or match[1] not in wanted:
            continue
        name, drawn_before = match[1], match[2] or ""
        paragraph = next(start.iterancestors(f"{w}p"), None)
        if paragraph is None:
            paragraph = next(start.itersiblings(f"{w}p"), None)
        if paragraph is None:
            continue
        drawn = next((one for one in paragraph.iter(_CHART) if one.get(_ID) in targets), None)
        if drawn is None:
            found[name] = Found(start=start, mark=drawn_before)
            continue
        part = targets[drawn.get(_ID)].target
        if part not in edited.parts:
            continue
        root = edited.tree(part)
        external = root.find(f"{c}externalData")
        books = edited.relations(part)
        book = books.get(external.get(_ID)) if external is not None else None
        found[name] = Found(
            start=start,
            mark=drawn_before,
            run=next(drawn.iterancestors(f"{w}r")),
            part=part,
            root=root,
            workbook=book.target if book is not None and book.target in edited.parts else "",
        )
    return found


def read_drawn(root: Any) -> Drawn:
    """Return names and numbers of a chart part, from what it draws without asking its workbook."""
    categories: tuple[str, ...] = ()
    series = []
    for one in root.iter(f"{c}ser"):
        names = {int(point.get("idx")): point.findtext(f"{c}v") or "" for point in one.iterfind(f"{c}cat//{c}pt")}
        count = max([_count(one, "cat"), _count(one, "val")])
        categories = categories or tuple(names.get(at, "") for at in range(count))
        numbers = {int(point.get("idx")): _number(point.findtext(f"{c}v")) for point in one.iterfind(f"{c}val//{c}pt")}
        name = " ".join(point.findtext(f"{c}v") or "" for point in one.iterfind(f"{c}tx//{c}pt"))
        series.append((name, tuple(numbers.get(at) for at in range(count))))
    return Drawn(categories, tuple(series))


def _count(series: Any, kind: str) -> int:
    found = series.find(f"{c}{kind}//{c}ptCount")
    return 0 if found is None else int(found.get("val", "0"))


def _number(text: str | None) -> str | None:
    try:
        return number(Decimal(text)) if text else None
    except InvalidOperation:
        return text


def read_workbook(data: bytes) -> Drawn | None:
    """Return names and numbers of a chart's workbook; None where it is not laid out as Word lays it out."""
    try:
        parts = read_parts(data, "the workbook of a chart")
        sheet = parsed(parts["xl/worksheets/sheet1.xml"], "the workbook of a chart", "sheet1.xml")
        shared: list[str] = []
        if "xl/sharedStrings.xml" in parts:
            strings = parsed(parts["xl/sharedStrings.xml"], "the workbook of a chart", "sharedStrings.xml")
            shared = ["".join(item.itertext()) for item in strings.iter(f"{_MAIN}si")]
        cells: dict[tuple[int, int], str] = {}
        for cell in sheet.iter(f"{_MAIN}c"):
            match = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", ""))
            if match is None:
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
    for name, found in find_charts(edited, store.charts).items():
        kept = store.charts[name]
        state = ChartState(name=name, found=found, kept=kept, now=now.document.kept_charts.get(name))
        drawn = found.drawn.mark if found.run is not None else ""
        in_workbook = read_workbook(edited.parts[found.workbook]) if found.workbook else None
        state.has_edits = drawn != kept.data or (in_workbook is not None and in_workbook.mark != drawn)
        if state.now is not None:
            state.is_adopted = state.has_edits and drawn == state.now.data
            _plan(state, drawn)
            if state.is_adopted and in_workbook is not None and in_workbook.mark != drawn:
                state.to_do.append("the workbook behind it")
        yield state


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
    elif drawn != now.data:
        state.to_do.append("numbers" if now.data else "words instead, since there is nothing to draw")
    if now.data and state.kept.data and mark(state.found.title) != now.alt:
        if now.is_hiding or not state.found.title or mark(state.found.title) == state.kept.alt:
            state.to_do.append("alternative text")
        else:
            state.left.append("somebody has written another alternative text")


# --- done


def refresh_chart(state: ChartState, edited: Edited, now: Current, *, take_records: bool) -> list[str]:
    """Do what there is to do with a chart, and return that, one phrase each."""
    done = list(state.to_do)
    writes_data = any(one != "alternative text" for one in done)
    if take_records and state.has_edits and not state.is_adopted and not writes_data and state.now is not None:
        done.append("numbers")
        writes_data = True
    if not done:
        return done
    assert state.now is not None
    new = find_charts(now.anew, [state.name])[state.name]
    found = state.found
    if writes_data and (found.run is None) != (new.run is None):
        _swap(found, new, edited, now)
        _rename(state, edited)
        return done
    if writes_data and found.run is not None:
        merge(found.root, new.root)
        edited.changed.add(found.part)
        _rename(state, edited)
        if found.workbook:
            edited.parts[found.workbook] = now.anew.parts[new.workbook]
        extent, wanted = next(found.run.iter(_EXTENT)), next(new.run.iter(_EXTENT))
        is_theirs = (int(extent.get("cx")), int(extent.get("cy"))) != state.kept.size
        if not is_theirs and dict(extent.attrib) != dict(wanted.attrib):
            extent.attrib.update(wanted.attrib)
            edited.changed.add(edited.main)
    if "alternative text" in done:
        next(found.run.iter(_DOC_PR)).set("descr", new.title)
        edited.changed.add(edited.main)
    return done


def _rename(state: ChartState, edited: Edited) -> None:
    """Let the bookmark remember what is drawn now."""
    assert state.now is not None
    state.found.start.set(f"{w}name", chart_bookmark(state.name, state.now.data))
    edited.changed.add(edited.main)


def merge(root: Any, new: Any) -> None:
    """Put names and numbers of another chart part into one, series by series, and keep how each is drawn."""
    before = read_drawn(root)
    olds, news = list(root.iter(f"{c}ser")), list(new.iter(f"{c}ser"))
    names = [name for name, _ in before.series]
    wanted = [name for name, _ in read_drawn(new).series]
    partners: list[Any] = [olds[names.index(name)] if name in names else None for name in wanted]
    if len(olds) == len(news) and not any(one is not None for one in partners):
        partners = list(olds)  # every name is new, as in another language
    plot = olds[0].getparent() if olds else next(one for one in root.iter() if one.tag in _KINDS)
    at = plot.index(olds[0]) if olds else 0
    had_legend = len(olds) > 1
    written = []
    after = read_drawn(new).categories
    taken = {_face(one) for one in partners if one is not None}
    for fresh, partner in zip(news, partners, strict=True):
        if partner is not None:
            series = partner
            _renew(series, fresh, before.categories, after)
        elif fresh.getparent().tag == plot.tag:
            # In a color that no series has that was there before.
            model = next((one for one in news if _face(one) not in taken), fresh)
            taken.add(_face(model))
            series = deepcopy(model)
            _renew(series, fresh, after, after)
        else:  # somebody has made it a chart of another kind
            series = deepcopy(olds[-1])
            _renew(series, fresh, before.categories, after)
        written.append(series)
    for old in olds:
        if old not in written:
            old.getparent().remove(old)
    for series in written:
        if series.getparent() is None or series.getparent() is plot:
            plot.insert(at, series)
            at += 1
    legend = new.find(f"{c}chart/{c}legend")
    if legend is not None and not had_legend and len(written) > 1 and root.find(f"{c}chart/{c}legend") is None:
        root.find(f"{c}chart/{c}plotArea").addnext(deepcopy(legend))


def _renew(series: Any, fresh: Any, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Write the names and numbers of a series, and carry what is said of single points to where they stand now."""
    narrow = _narrow(series)
    for name in ("idx", "order", "tx", "cat", "val"):
        element, wanted = series.find(f"{c}{name}"), fresh.find(f"{c}{name}")
        if wanted is None:
            continue
        if element is not None:
            series.replace(element, deepcopy(wanted))
        elif name == "cat":
            series.find(f"{c}val").addprevious(deepcopy(wanted))
        elif name == "tx":
            series.find(f"{c}order").addnext(deepcopy(wanted))
    labels, fresh_labels = series.find(f"{c}dLbls"), fresh.find(f"{c}dLbls")
    silent = [] if labels is None else [one for one in labels.findall(f"{c}dLbl") if one.find(f"{c}delete") is not None]
    if labels is not None and fresh_labels is not None and {_index(one) for one in silent} == narrow:
        # As it was written: parts that are too narrow for their number keep silent. Which these are has changed.
        for one in silent:
            labels.remove(one)
        _carry(labels, "dLbl", old, new)
        for one in reversed([one for one in fresh_labels.findall(f"{c}dLbl") if one.find(f"{c}delete") is not None]):
            labels.insert(0, deepcopy(one))
        _sort(labels, "dLbl")
    elif labels is not None:
        _carry(labels, "dLbl", old, new)
    _carry(series, "dPt", old, new)
    _add_points(series, fresh, old, new)


def _add_points(series: Any, fresh: Any, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Give points that came a look and a label of their own, where those that were there have one."""
    points, models = series.findall(f"{c}dPt"), fresh.findall(f"{c}dPt")
    if not points or not models:
        return
    taken = {_face(one) for one in points}
    known = {_index(one) for one in points}
    labels = {_index(one): one for one in fresh.iterfind(f"{c}dLbls/{c}dLbl")}
    holder = series.find(f"{c}dLbls")
    for at, name in enumerate(new):
        if name in old or at in known:
            continue
        # In a color that no point has that was there before, with the label that can be read on it.
        model = next((one for one in models if _face(one) not in taken), models[0])
        taken.add(_face(model))
        for source, place, kind in ((model, series, "dPt"), (labels.get(_index(model)), holder, "dLbl")):
            if source is not None and place is not None:
                copied = deepcopy(source)
                copied.find(f"{c}idx").set("val", str(at))
                place.insert(0, copied) if kind == "dLbl" else place.findall(f"{c}dPt")[-1].addnext(copied)
                _sort(place, kind)


def _face(element: Any) -> bytes:
    """Return how a series or point is drawn, for comparing."""
    found = element.find(f"{c}spPr")
    return b"" if found is None else etree.tostring(found, method="c14n")


def _narrow(series: Any) -> set[int]:
    """Return which points were silent when the series was written."""
    labels = series.find(f"{c}dLbls")
    if labels is None:
        return set()
    return {_index(one) for one in labels.findall(f"{c}dLbl") if [*one] and one.find(f"{c}delete") is not None}


def _index(element: Any) -> int:
    return int(element.find(f"{c}idx").get("val"))


def _carry(holder: Any, name: str, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Let what is said of a category follow it to its place, or go with it."""
    for element in holder.findall(f"{c}{name}"):
        at = _index(element)
        if at < len(old) and old[at] in new:
            element.find(f"{c}idx").set("val", str(new.index(old[at])))
        elif at >= len(new) or at < len(old):
            holder.remove(element)
    _sort(holder, name)


def _sort(holder: Any, name: str) -> None:
    found = holder.findall(f"{c}{name}")
    if found:
        at = holder.index(found[0])
        for element in found:
            holder.remove(element)
        for number_, element in enumerate(sorted(found, key=_index)):
            holder.insert(at + number_, element)


def _swap(found: Found, new: Found, edited: Edited, now: Current) -> None:
    """Put words in the place of a chart that has nothing to draw any more, or a chart in that of such words."""
    old_parts = (found.part, found.workbook)
    paragraph, fresh = found.paragraph, new.paragraph
    if found.run is not None:
        holder, gone = found.run.getparent(), [found.run]
    else:
        holder, gone = paragraph, list(paragraph.iterchildren(f"{w}r"))
    at = holder.index(gone[0]) if gone else len(holder)
    for one in gone:
        holder.remove(one)
    for run in reversed(list(fresh.iterchildren(f"{w}r"))):
        holder.insert(at, deepcopy(run))
    style, wanted = paragraph.find(f"{w}pPr/{w}pStyle"), fresh.find(f"{w}pPr/{w}pStyle")
    if style is not None and wanted is not None:
        style.set(f"{w}val", wanted.get(f"{w}val"))
    if found.run is not None:
        for identifier, relation in list(edited.relations(edited.main).items()):
            if relation.target == found.part:
                edited.unrelate(edited.main, identifier)
        for part in filter(None, old_parts):
            edited.remove(part)
    if new.run is not None:
        _bring(new, holder, edited, now)
    edited.changed.add(edited.main)


def _bring(new: Found, holder: Any, edited: Edited, now: Current) -> None:
    """Copy the parts of a chart into a document and let a drawing that was copied there show them."""
    turn = 1
    while f"word/charts/chart{turn}.xml" in edited.parts or f"word/embeddings/chart{turn}.xlsx" in edited.parts:
        turn += 1
    part, book = f"word/charts/chart{turn}.xml", f"word/embeddings/chart{turn}.xlsx"
    edited.parts[book] = now.anew.parts[new.workbook]
    edited.ensure_default("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    edited.add(part, now.anew.parts[new.part], "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")
    link = edited.relate(part, "package", book)
    edited.tree(part).find(f"{c}externalData").set(_ID, link)
    edited.changed.add(part)
    drawn = next(holder.iter(_CHART))
    drawn.set(_ID, edited.relate(edited.main, "chart", part))
    used = {one.get("id") for one in edited.tree(edited.main).iter(_DOC_PR)}
    named = next(holder.iter(_DOC_PR))
    number_ = 1
    while str(number_) in used:
        number_ += 1
    named.set("id", str(number_))
