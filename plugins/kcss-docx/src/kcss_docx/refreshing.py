"""An edited document brought up to date in place: what nobody touched follows the records, what people wrote stays.

Three sides are compared: what was printed, what stands there, what the records say now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum

from attrs import evolve, frozen

from kcss_docx import controls
from kcss_docx.anchors import taken
from kcss_docx.chart_writing import refresh_chart
from kcss_docx.current import Current
from kcss_docx.echoes import follow, repeated
from kcss_docx.edited import Edited, find_places, heading_above
from kcss_docx.judging import GROUP, Judged, judged, regrouped
from kcss_docx.living_charts import chart_states
from kcss_docx.living_tables import table_states
from kcss_docx.places import Place, is_untouched
from kcss_docx.statuses import Finding, Kind, Status
from kcss_docx.store import Stored
from kcss_docx.table_writing import refresh_table
from kcss_docx.trees import whole
from kcss_docx.wording import CHANGES, changes_of_others, purge, rewrite, said, w


class Take(StrEnum):
    """Who wins where somebody typed something else than the records say."""

    EDITS = "edits"
    RECORDS = "records"


@frozen(kw_only=True)
class Done:
    """One thing that a refresh did.

    Attributes:
        what: In one word or two: *refreshed*, *hidden*, *restored* …
        was, now: What stood there and what does.
    """

    what: str
    kind: Kind
    label: str
    heading: str = ""
    was: str = ""
    now: str = ""


#: What was done where something may not be shown any more.
HIDDEN = "hidden"

_SAID_OF_TABLES = (f"{w}tblCaption", f"{w}tblDescription")

#: Written whoever wins.
_FOLLOWS = frozenset({Status.STALE, Status.TO_BE_HIDDEN})
#: Written where the records win. Tracked changes wait for a person all the same.
_GIVES_WAY = frozenset({Status.TYPED_OVER, Status.EMPTIED, Status.FORMAT_ONLY})


def refresh_values(edited: Edited, now: Current, *, take: Take, track: bool) -> list[Done]:
    """Write what the records say into the places that follow them, and return what was written."""
    done: list[Done] = []
    hidden: list[Place] = []
    gone: dict[str, Stored] = {}
    for place in edited.places:
        if place.doubles:
            controls.join(place)
            edited.changed.add(place.part)
            once = Done(what="restored", kind=Kind.VALUE, label=place.text, heading=place.heading, now="written once")
            done.append(once)
    known = repeated(edited)
    change_ids = _change_ids(edited)
    copies = [place for place in edited.places if place.is_copy]
    for one in list(judged(edited, now)):
        place, answer = one.place, _to_write(one, now, take)
        if answer is None:
            continue
        if one.answer is None:
            gone[place.key] = answer
        words, was = answer.text, place.text
        if one.status is Status.STALE and not is_untouched(place, one.known):
            words = _grouped_as(was, words, now.report.language)
        is_hidden = one.status is Status.TO_BE_HIDDEN
        _write(edited, place, words, track=track and not is_hidden, change_ids=change_ids, clean=is_hidden)
        for copy in copies:
            if copy.key == place.key and (is_hidden or copy.text == was):
                _write(edited, copy, words, track=False, change_ids=change_ids, clean=is_hidden)
                hidden += [copy] if is_hidden else []
        hidden += [place] if is_hidden else []
        done.append(
            Done(
                what=HIDDEN if is_hidden else "refreshed",
                kind=Kind.VALUE,
                label=answer.label,
                heading=place.heading,
                was="" if is_hidden else was,
                now=words,
            )
        )
    follow(edited, known, hidden)
    if gone and edited.store is not None:
        edited.store = evolve(edited.store, values={**edited.store.values, **gone})
    return done + _without_words(edited, now, hidden)


def _to_write(one: Judged, now: Current, take: Take) -> Stored | None:
    """Return what a place is to show; None where it is left as it is."""
    if one.status in _FOLLOWS or (take is Take.RECORDS and one.status in _GIVES_WAY):
        return one.answer
    if take is Take.RECORDS and one.status is Status.UNKNOWN and one.known and one.place.key not in now.values:
        # Its figure is gone, and the records win: neither the place nor the store keeps the number.
        nothing = now.nothing(one.known)
        return nothing if one.place.text.strip() != nothing.text else None
    return None


def _without_words(edited: Edited, now: Current, hidden: Iterable[Place]) -> list[Done]:
    """Take away what is said for screen readers, and below, of tables that hide something, unless the report says it.

    Such tables are copies, or stand in the report no more, and their words may tell the number.
    """
    places = list(hidden)
    kept = edited.store.tables if edited.store is not None else {}
    if not places and kept.keys() <= now.document.kept_tables.keys():
        return []
    tables = {table: place.heading for place in places for table in place.elements[0].iterancestors(f"{w}tbl")}
    notes = []
    for state in table_states(edited, now):
        keys = {key for row in state.kept.rows for cell in row for key in cell.keys}
        if state.now is None and any(_is_hidden(edited, now, key) for key in keys):
            tables.setdefault(state.shape.element, "")
            if state.kept.note and state.shape.note_mark == state.kept.note:
                notes.append(state.shape.note)
        if any(place in places for place in state.shape.above):
            tables.setdefault(state.shape.element, "")
    if not tables:
        return []
    known = {one.get(f"{w}val") for one in now.anew.tree(now.anew.main).iter(*_SAID_OF_TABLES)}
    done = []
    for table, heading in tables.items():
        title = table.find(f"{w}tblPr/{w}tblCaption")
        label = "" if title is None else title.get(f"{w}val", "")
        for name in _SAID_OF_TABLES:
            element = table.find(f"{w}tblPr/{name}")
            words = "" if element is None else element.get(f"{w}val", "")
            if words in known or (element is title and not any(map(str.isdigit, words))):
                continue
            if element is not None:
                element.getparent().remove(element)
                root = table.getroottree().getroot()
                edited.changed.update(part for part in edited.texts if edited.tree(part) is root)
                label = "" if element is title else label
                what = "title" if element is title else "summary"
                done.append(
                    Done(what=HIDDEN, kind=Kind.TABLE, label=label, heading=heading, now=f"{what} for screen readers")
                )
    for note in notes:
        if any(map(str.isdigit, said(note))):
            taken(note).hang_on([*note.getprevious().iter(f"{w}p")][-1])
            note.getparent().remove(note)
            edited.changed.add(edited.main)
            done.append(Done(what=HIDDEN, kind=Kind.TABLE, label="", now="note below it"))
    return done


def _is_hidden(edited: Edited, now: Current, key: str) -> bool:
    answer, _ = now.value(key, edited.store.values.get(key) if edited.store is not None else None)
    return answer is not None and answer.is_hidden


def refresh_tables(edited: Edited, now: Current) -> tuple[list[Done], list[Finding]]:
    """Bring the tables of a document up to date but for their values, and return what was done, and what was left.

    Called before the values are written: a row goes only where nobody has touched its values.
    """
    done: list[Done] = []
    left = []
    tables = dict(edited.store.tables) if edited.store is not None else {}
    before = _counted(edited)
    for state in list(table_states(edited, now)):
        places = (place for _, cells in state.shape.rows for cell in cells for place in cell.places)
        under = next((place.heading for place in places), "")
        label = state.shape.title or "a table"
        refresh_table(state, edited)
        if state.left:
            status = Status.RESTRUCTURED if state.is_restructured else Status.TYPED_OVER
            note = "; ".join(state.left)
            left.append(Finding(status=status, kind=Kind.TABLE, label=label, heading=under, note=note))
        done += [Done(what="refreshed", kind=Kind.TABLE, label=label, heading=under, now=line) for line in state.to_do]
        if state.now is not None:
            rows = state.kept.rows if state.is_restructured else state.now.rows
            tables[state.name] = evolve(state.now, rows=rows)
    if done:
        find_places(edited)
    if edited.store is not None:
        # Places that came and went with rows are none that people have copied or deleted.
        after = _counted(edited)
        values = dict(edited.store.values)
        for key in values.keys() & {key for key in before | after if before[key] != after[key]}:
            values[key] = evolve(values[key], places=max(0, values[key].places + after[key] - before[key]))
            if not values[key].places and not after[key]:
                del values[key]  # a copy would be bound to nothing
        edited.store = evolve(edited.store, tables=tables, values=values)
    return done, left


def _counted(edited: Edited) -> Counter[str]:
    return Counter(place.key for place in edited.places if not place.is_copy)


def refresh_charts(edited: Edited, now: Current, *, take: Take) -> list[Done]:
    """Bring the charts of a document up to date, and return what was done."""
    done = []
    kept = dict(edited.store.charts) if edited.store is not None else {}
    for state in list(chart_states(edited, now)):
        title = state.found.title or "a chart"
        under = heading_above(edited, state.found.paragraph)
        lines = refresh_chart(state, edited, now, take_records=take is Take.RECORDS)
        what = HIDDEN if state.now is not None and state.now.is_hiding else "refreshed"
        done += [Done(what=what, kind=Kind.CHART, label=title, heading=under, now=line) for line in lines]
        if state.now is not None:
            is_theirs = bool(state.left) and not lines
            kept[state.name] = evolve(state.now, data=state.kept.data, alt=state.kept.alt) if is_theirs else state.now
    if edited.store is not None:
        edited.store = evolve(edited.store, charts=kept)
    return done


def _write(
    edited: Edited, place: Place, words: str, *, track: bool, change_ids: Iterator[int], clean: bool
) -> None:
    if clean:
        place.elements = purge(place.elements)
        place.has_changes = changes_of_others(*place.elements)
    if place.control is not None:
        controls.fill(place.control)
    if track:
        rewrite(place.elements, words, track=True, change_id=next(change_ids))
        next(change_ids)
    else:
        rewrite(place.elements, words)
    if place.control is None:
        place.elements = controls.between(place.bookmark)
    place.text = words
    edited.changed.add(place.part)


def _change_ids(edited: Edited) -> Iterator[int]:
    used = [
        whole(change, f"{w}id") for part in edited.texts for change in edited.tree(part).iter(*CHANGES)
    ]
    number = max(used, default=0)
    while True:
        number += 1
        yield number


def _grouped_as(shown: str, words: str, language: str) -> str:
    """Return a number with its thousands parted as somebody has parted those that stand there."""
    theirs = GROUP.search(shown)
    return regrouped(words, "" if theirs is None else theirs[1], language)
