"""Tables that stand in a document, and what there is to do with them; `table_writing` does it.

Three sides are compared, as for values: the table as it was written, as it stands there, as it would be written now.
What a person rebuilt is left alone, and so is every cell whose words somebody changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from attrs import define, field

from kcss_docx.current import Current
from kcss_docx.edited import Edited
from kcss_docx.places import Place, is_untouched
from kcss_docx.store import KeptCell, KeptTable, Stored
from kcss_docx.surroundings import signs_of, with_signs
from kcss_docx.values import mark
from kcss_docx.wording import changes_of_others, said, w

_MERGED = (f"{w}gridSpan", f"{w}vMerge")
_TRACKED = frozenset(f"{w}{name}" for name in ("ins", "del", "cellIns", "cellDel", "cellMerge"))
# What only people put into a table of figures.
_THEIRS = tuple(f"{w}{name}" for name in ("drawing", "pict", "object", "footnoteReference", "endnoteReference"))
#: What may stand between a bookmark and its table, or a table and its note.
BETWEEN = frozenset(f"{w}{name}" for name in ("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd"))
#: Headline figures: a table that is no table to a reader, so that it is told only when there is something to do.
TILES = "_tiles_"


@define(kw_only=True, eq=False)
class Cell:
    """A cell that stands in a document, with the mark of its words and the places of its values."""

    element: Any
    mark: str
    places: tuple[Place, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its values."""
        return frozenset(place.key for place in self.places)


@define(kw_only=True, eq=False)
class Shape:
    """A table that stands in a document.

    Attributes:
        is_plain: Whether it has a cell for each row and column, and no tracked row.
        above: Places in the paragraph before it, which is its caption where it has one.
        note: The paragraph below it, which is its note where it was written with one.
        summary: What a screen reader says of it.
    """

    element: Any
    rows: list[tuple[Any, list[Cell]]]
    is_plain: bool
    above: tuple[Place, ...]
    note: Any
    note_mark: str
    summary: str
    title: str


@define(kw_only=True, eq=False)
class TableState:
    """A table and what there is to do with it.

    Attributes:
        kept: As it was written.
        now: As it would be written now; None where the report has it no more.
        new: The same, as elements.
        columns, rows: For each column and row of now the one of kept that it is; None for a new one.
        gone_rows: Those of kept that are no more, and that nobody has touched.
        new_words: Row and column, as of now, of the cells whose words have changed, and that nobody has touched.
        to_do: One phrase each.
        left: What is not done because somebody wrote there, one phrase each.
        is_restructured: Whether somebody rebuilt it, so that only its values follow.
    """

    name: str
    shape: Shape
    kept: KeptTable
    now: KeptTable | None
    new: Shape | None
    columns: list[int | None] = field(factory=list)
    rows: list[int | None] = field(factory=list)
    gone_rows: set[int] = field(factory=set)
    new_words: set[tuple[int, int]] = field(factory=set)
    to_do: list[str] = field(factory=list)
    left: list[str] = field(factory=list)
    is_restructured: bool = False
    has_new_title: bool = False
    has_new_summary: bool = False
    has_new_note: bool = False

    @property
    def has_new_rows(self) -> bool:
        """Whether rows, columns or words of cells follow."""
        return bool(self.rows)


def shapes(edited: Edited, names: Iterable[str]) -> dict[str, Shape]:
    """Return the tables of a document that have one of some bookmarks."""
    wanted, signs = set(names), signs_of(edited.places)
    found: dict[str, Any] = {}
    for start in edited.tree(edited.main).iter(f"{w}bookmarkStart"):
        name = start.get(f"{w}name", "")
        if name in wanted:
            table = _table_at(start)
            if table is not None and table not in found.values():
                found[name] = table
    return {name: _shape(table, signs) for name, table in found.items()}


def _table_at(start: Any) -> Any:
    """Return the table that a bookmark stands before, or into which a program has moved its start.

    Between them stands the caption, and LibreOffice moves the start into that.
    """
    around = next(start.iterancestors(f"{w}tbl", f"{w}p"), None)
    if around is not None and around.tag == f"{w}p":
        outer = next(around.iterancestors(f"{w}tbl"), None)
        if outer is not None:
            return outer
        start = around
    elif around is not None:
        return around
    following = (one for one in start.itersiblings() if one.tag not in BETWEEN)
    return next((one for one in islice(following, 2) if one.tag == f"{w}tbl"), None)


def _shape(table: Any, signs: dict[Any, Place | None]) -> Shape:
    rows = []
    is_plain = next(table.iter(*_MERGED), None) is None
    for row in table.iterchildren(f"{w}tr", f"{w}sdt"):
        settings = row.find(f"{w}trPr")
        if row.tag == f"{w}sdt" or (settings is not None and any(one.tag in _TRACKED for one in settings)):
            is_plain = False
        cells = []
        for cell in row.iterchildren(f"{w}tc", f"{w}sdt"):
            is_plain = is_plain and cell.tag == f"{w}tc"
            texts: list[str] = []
            places: list[Place] = []
            for paragraph in cell.iter(f"{w}p"):
                text, held = with_signs(paragraph, signs)
                texts.append(text)
                places += held
            cells.append(Cell(element=cell, mark=_mark("\n".join(texts)), places=tuple(places)))
        rows.append((row, cells))
    above = next((one for one in table.itersiblings(preceding=True) if one.tag not in BETWEEN), None)
    note = next((one for one in table.itersiblings() if one.tag not in BETWEEN), None)
    if note is not None and note.tag != f"{w}p":
        note = None
    return Shape(
        element=table,
        rows=rows,
        is_plain=is_plain,
        above=() if above is None or above.tag != f"{w}p" else with_signs(above, signs)[1],
        note=note,
        note_mark="" if note is None else _mark(with_signs(note, signs)[0]),
        summary=_property(table, "tblDescription"),
        title=_property(table, "tblCaption"),
    )


def _property(table: Any, name: str) -> str:
    found = table.find(f"{w}tblPr/{w}{name}")
    return "" if found is None else found.get(f"{w}val", "")


def _mark(words: str) -> str:
    words = " ".join(words.split())
    return mark(words) if words else ""


# --- what there is to do


def table_states(edited: Edited, now: Current) -> Iterator[TableState]:
    """Yield every table that the document keeps and that stands there, with what there is to do."""
    store = edited.store
    if store is None or not store.tables:
        return
    # Most tables are as they were written, and would be written so again: these are not looked at.
    kept_now = now.document.kept_tables
    found = shapes(edited, store.tables)
    changed = [name for name in found if name in kept_now and kept_now[name] != store.tables[name]]
    fresh = shapes(now.only(changed), changed) if changed else {}
    for name, shape in found.items():
        state = TableState(
            name=name, shape=shape, kept=store.tables[name], now=kept_now.get(name), new=fresh.get(name)
        )
        if state.new is not None:
            _plan(state, now, store.values)
        yield state


def _plan(state: TableState, now: Current, stored: Mapping[str, Stored]) -> None:
    assert state.now is not None
    assert state.new is not None
    kept, shape = state.kept, state.shape
    if kept.rows != state.now.rows:
        if _is_as_written(shape, kept):
            _plan_rows(state, stored)
        else:
            state.is_restructured = True
            state.left.append("its rows or columns have changed in the records, and somebody has rebuilt it")
    if kept.summary != state.now.summary:
        keys = {key for row in state.now.rows for cell in row for key in cell.keys}
        # What a person wrote for a screen reader may tell a number that may not be told any more.
        may_tell = any(now.values[key].is_hidden for key in keys)
        if may_tell or not shape.summary or mark(shape.summary) == kept.summary:
            state.has_new_summary = True
            if shape.summary != state.new.summary:
                state.to_do.append("summary for screen readers")
    if kept.title != state.now.title or shape.above:
        # A caption with values: its title is the same words, of which only the mark is kept.
        may_tell = any(place.key in now.values and now.values[place.key].is_hidden for place in shape.above)
        is_theirs = mark(shape.title) != kept.title and bool(shape.title)
        if shape.title != state.new.title and (not is_theirs or (may_tell and any(map(str.isdigit, shape.title)))):
            state.has_new_title = True
            state.to_do.append("title for screen readers")
    if kept.note != state.now.note:
        if not kept.note or shape.note_mark == kept.note:
            state.has_new_note = True
            state.to_do.append("note below it")
        elif shape.note_mark != state.now.note:
            state.left.append("the note below it has changed, and somebody has rewritten it")


def _is_as_written(shape: Shape, kept: KeptTable) -> bool:
    """Say whether a table has the rows and columns that it was written with, in their order."""
    return (
        shape.is_plain
        and [len(cells) for _, cells in shape.rows] == [len(row) for row in kept.rows]
        and all(
            cell.keys <= set(one.keys)
            for (_, cells), row in zip(shape.rows, kept.rows, strict=True)
            for cell, one in zip(cells, row, strict=True)
        )
    )


def _plan_rows(state: TableState, stored: Mapping[str, Stored]) -> None:
    assert state.now is not None
    assert state.new is not None
    old, new = state.kept.rows, state.now.rows
    columns = _matched(_turned(new), _turned(old))
    rows = _matched(new, old)
    gone_columns = set(range(len(old[0]))) - set(columns)
    touched = [row for row, _ in enumerate(old) if any(_is_touched(state, row, at, stored) for at in gone_columns)]
    if touched:
        state.is_restructured = True
        state.left.append("a column is not in the records any more, and somebody has written in it")
        return
    state.columns, state.rows = columns, rows
    for gone in sorted(set(range(len(old))) - set(rows)):
        name = _name(state.shape, gone)
        if any(_is_touched(state, gone, at, stored) for at in range(len(old[gone]))):
            state.left.append(f"the row {name!r} is not in the records any more, and somebody has written in it")
        else:
            state.gone_rows.add(gone)
            state.to_do.append(f"row {name!r} taken out")
    state.to_do += [f"row {_name(state.new, at)!r} added" for at, row in enumerate(rows) if row is None]
    state.to_do += [f"column {_name(state.shape, 0, at)!r} taken out" for at in sorted(gone_columns)]
    state.to_do += [f"column {_name(state.new, 0, at)!r} added" for at, one in enumerate(columns) if one is None]
    known = [row for row in rows if row is not None]
    if known != sorted(known):
        state.to_do.append("rows in another order")
    for at, row in enumerate(rows):
        for to, column in enumerate(columns):
            if row is not None and column is not None and old[row][column] != new[at][to]:
                name = _name(state.new, at)
                if _is_touched(state, row, column, stored):
                    state.left.append(f"the words of {name!r} have changed, and somebody wrote there")
                else:
                    state.new_words.add((at, to))
                    state.to_do.append(f"words of {name!r}")


def _is_touched(state: TableState, row: int, column: int, stored: Mapping[str, Stored]) -> bool:
    cell, kept = state.shape.rows[row][1][column], state.kept.rows[row][column]
    return (
        cell.mark != kept.mark
        or cell.keys != set(kept.keys)
        or next(cell.element.iter(*_THEIRS), None) is not None
        or changes_of_others(cell.element)
        or any(place.has_changes or not is_untouched(place, stored.get(place.key)) for place in cell.places)
    )


def _turned(rows: Sequence[Sequence[KeptCell]]) -> list[tuple[KeptCell, ...]]:
    return list(zip(*rows, strict=True))


def _matched(new: Sequence[Sequence[KeptCell]], old: Sequence[Sequence[KeptCell]]) -> list[int | None]:
    """Return for each new line, a row or a column, the old one that it is.

    Lines are the same that show a common value, or begin with the same words and show none in common with others. The
    first line says what the others are: where it shows no value it stays the first, whatever it says.
    """
    found: list[int | None] = [None] * len(new)
    keys = [{key for cell in line for key in cell.keys} for line in old]
    free = set(range(len(old)))

    def give(at: int, one: int) -> None:
        found[at] = one
        free.discard(one)

    if new and old and not keys[0] and not any(cell.keys for cell in new[0]):
        give(0, 0)
    for at, line in enumerate(new):
        mine = {key for cell in line for key in cell.keys}
        best = max(free, key=lambda one: (len(mine & keys[one]), -one), default=None)
        if best is not None and mine & keys[best]:
            give(at, best)
    for at, line in enumerate(new):
        if found[at] is None:
            same = [one for one in sorted(free) if old[one][0].mark == line[0].mark and (one == 0) == (at == 0)]
            if same:
                give(at, same[0])
    return found


def _name(shape: Shape, row: int, column: int = 0) -> str:
    return " ".join(said(shape.rows[row][1][column].element).split())
