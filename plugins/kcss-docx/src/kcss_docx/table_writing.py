"""What `living_tables` plans, done: rows and columns of an edited table added, taken out, put in order."""

from __future__ import annotations

from copy import deepcopy
from itertools import count
from typing import Any

from lxml import etree

from kcss_docx.anchors import taken
from kcss_docx.edited import Edited
from kcss_docx.living_tables import BETWEEN, Cell, TableState
from kcss_docx.places import place_of
from kcss_docx.trees import whole
from kcss_docx.values import bookmark
from kcss_docx.wording import runs_of, w


def refresh_table(state: TableState, edited: Edited) -> None:
    """Do what there is to do with a table; formatting that people gave it stays."""
    if state.new is None:
        return
    before = etree.tostring(state.shape.element)
    numbers = _Numbers(edited)
    if state.has_new_rows:
        _write_rows(state, numbers)
    if state.has_new_title:
        _describe(state.shape.element, "tblCaption", state.new.title)
    if state.has_new_summary:
        _describe(state.shape.element, "tblDescription", state.new.summary)
    if state.has_new_note:
        _write_note(state, numbers)
        edited.changed.add(edited.main)
    if etree.tostring(state.shape.element) != before:
        edited.changed.add(edited.main)


def _write_rows(state: TableState, numbers: _Numbers) -> None:
    assert state.now is not None
    assert state.new is not None
    shape, new, table = state.shape, state.new, state.shape.element
    order: list[Any] = []
    for at, row in enumerate(state.rows):
        (fresh, fresh_cells) = new.rows[at]
        source = row if row is not None else _model(state, at)
        element, cells = shape.rows[source]
        if row is None:
            element = _copy(element)
            copies = list(element.iterchildren(f"{w}tc"))
            cells = [Cell(element=copies[number], mark="", places=()) for number, _ in enumerate(cells)]
        written = []
        for to, column in enumerate(state.columns):
            fresh_cell = fresh_cells[to].element
            if column is None:
                beside = cells[-1] if to else cells[0]
                cell = _copy(beside.element)
                _fill(cell, fresh_cell, numbers)
            else:
                cell = cells[column].element
                if row is None or (at, to) in state.new_words:
                    _fill(cell, fresh_cell, numbers)
            written.append(cell)
        for cell in element.findall(f"{w}tc"):
            element.remove(cell)
            if row is not None and cell not in written and (anchors := taken(cell)):
                anchors.hang_on(written[-1].find(f"{w}p"))
        element.extend(written)
        if None in state.columns or len(state.columns) != len(state.kept.rows[0]):
            _widen(element, fresh)
        order.append(element)
    for row, (element, _) in enumerate(shape.rows):
        if row in state.gone_rows:
            _hang_on_neighbor(state, row)
            table.remove(element)
        elif row not in state.rows:
            # Somebody's row stays below the one that it stood below.
            above = shape.rows[row - 1][0] if row else None
            order.insert(order.index(above) + 1 if above in order else len(order), element)
    if [*table.iterchildren(f"{w}tr")] != order:
        for element in order:
            table.append(element)
    if None in state.columns or len(state.columns) != len(state.kept.rows[0]):
        grid, fresh_grid = table.find(f"{w}tblGrid"), new.element.find(f"{w}tblGrid")
        grid[:] = [deepcopy(column) for column in fresh_grid]


def _hang_on_neighbor(state: TableState, row: int) -> None:
    """Let comments at a row that goes hang on the nearest row that stays."""
    rows = state.shape.rows
    staying = [at for at in (*range(row - 1, -1, -1), *range(row + 1, len(rows))) if at not in state.gone_rows]
    for at, cell in enumerate(rows[row][1]):
        anchors = taken(cell.element)
        cells = list(rows[staying[0]][0].iter(f"{w}tc")) if staying else []
        if anchors and cells:
            anchors.hang_on(cells[min(at, len(cells) - 1)].find(f"{w}p"))


def _copy(element: Any) -> Any:
    """Return a copy of a row or cell, without the names that Word gives to single paragraphs, and what hangs on it."""
    copied = deepcopy(element)
    taken(copied)
    for one in copied.iter(f"{w}tr", f"{w}p"):
        for name in [name for name in one.attrib if name.endswith(("}paraId", "}textId"))]:
            del one.attrib[name]
    return copied


def _model(state: TableState, at: int) -> int:
    """Return the row that a new one is made like: the nearest above that is neither header nor total."""
    total = len(state.kept.rows) - 1
    known = [row for row in state.rows[:at] if row] or [row for row in state.rows[at:] if row]
    inner = [row for row in known if row != total] or [row for row in state.rows if row and row != total] or known
    return inner[-1] if inner else 0


def _fill(cell: Any, fresh: Any, numbers: _Numbers) -> None:
    """Put the words of a cell as it would be written now into one that stands there, in its formatting."""
    paragraphs = cell.findall(f"{w}p")
    for number, new in enumerate(fresh.findall(f"{w}p")):
        if number >= len(paragraphs):
            cell.append(new := deepcopy(new))
            numbers.give(new)
            continue
        _put(paragraphs[number], new, numbers)
    for more in paragraphs[len(fresh.findall(f"{w}p")) :]:
        taken(more).hang_on(paragraphs[0])
        cell.remove(more)


def _put(paragraph: Any, new: Any, numbers: _Numbers) -> None:
    face = next((run.find(f"{w}rPr") for run in runs_of(paragraph)), None)
    anchors = taken(paragraph)
    for child in list(paragraph):
        if child.tag != f"{w}pPr":
            paragraph.remove(child)
    for child in new:
        if child.tag != f"{w}pPr":
            paragraph.append(deepcopy(child))
    if face is not None:
        for run in runs_of(paragraph):
            if run.find(f"{w}rPr") is None:
                run.insert(0, deepcopy(face))
    numbers.give(paragraph)
    anchors.hang_on(paragraph)


class _Numbers:
    """Ids of bookmarks and controls, and names of bookmarks, that nothing in a document has."""

    def __init__(self, edited: Edited) -> None:
        starts, controls = [], []
        for part in edited.texts:
            starts += list(edited.tree(part).iter(f"{w}bookmarkStart"))
            controls += edited.tree(part).findall(f".//{w}sdtPr/{w}id")
        used = {whole(one, f"{w}id") for one in starts} | {whole(one, f"{w}val") for one in controls}
        self._names = {one.get(f"{w}name", "") for one in starts}
        self._ids = (number for number in count(1) if number not in used)

    def give(self, element: Any) -> None:
        """Give what was copied into the document ids and names of its own."""
        ends = {end.get(f"{w}id"): end for end in element.iter(f"{w}bookmarkEnd")}
        for start in element.iter(f"{w}bookmarkStart"):
            number, end = str(next(self._ids)), ends.get(start.get(f"{w}id"))
            start.set(f"{w}id", number)
            if end is not None:
                end.set(f"{w}id", number)
            key, mark = place_of(start.get(f"{w}name", ""))
            if key:
                turn = next(one for one in count(1) if not self._has(f"_fig_{key}_{one}"))
                start.set(f"{w}name", bookmark(key, turn, mark))
                self._names.add(start.get(f"{w}name"))
        for identifier in element.iterfind(f".//{w}sdtPr/{w}id"):
            identifier.set(f"{w}val", str(next(self._ids)))

    def _has(self, beginning: str) -> bool:
        return any(name == beginning or name.startswith(f"{beginning}_") for name in self._names)


def _widen(row: Any, fresh: Any) -> None:
    """Give cells the widths that the table has now."""
    for cell, new in zip(row.findall(f"{w}tc"), fresh.findall(f"{w}tc"), strict=True):
        width, wanted = cell.find(f"{w}tcPr/{w}tcW"), new.find(f"{w}tcPr/{w}tcW")
        if width is not None and wanted is not None:
            width.attrib.update(wanted.attrib)


def _describe(table: Any, name: str, words: str) -> None:
    settings = table.find(f"{w}tblPr")
    element = settings.find(f"{w}{name}")
    if element is None and words:
        element = etree.SubElement(settings, f"{w}{name}")
    if element is not None:
        element.set(f"{w}val", words)


def _write_note(state: TableState, numbers: _Numbers) -> None:
    assert state.now is not None
    assert state.new is not None
    old, new = state.shape.note, state.new.note
    if state.kept.note and state.now.note:
        _put(old, new, numbers)
    elif state.kept.note:
        taken(old).hang_on([*state.shape.element.iter(f"{w}p")][-1])
        old.getparent().remove(old)
    else:
        last = state.shape.element
        while last.getnext() is not None and last.getnext().tag in BETWEEN:
            last = last.getnext()
        note = deepcopy(new)
        last.addnext(note)
        numbers.give(note)
