"""What a document keeps of itself, brought in line with what stands in it; put together anew where it was lost.

Writes no value, table or chart; that is done by ``refreshing``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrs import evolve

from kcss_docx import controls
from kcss_docx.current import Current
from kcss_docx.edited import Edited
from kcss_docx.living_charts import find_charts
from kcss_docx.living_tables import shapes
from kcss_docx.places import Place, place_of
from kcss_docx.refreshing import Done
from kcss_docx.statuses import Kind
from kcss_docx.store import STORE_PART, Store, Stored
from kcss_docx.values import mark
from kcss_docx.wording import CHANGES, w


def restore_store(edited: Edited, now: Current) -> None:
    """Let a document whose store was lost, as by way of ODT, keep what can be told of it from its bookmarks."""
    if edited.store is not None or not edited.places:
        return
    values = {}
    for key in {place.key for place in edited.places} & set(now.values):
        marks = {place.mark for place in edited.places if place.key == key}
        known = now.values[key]
        # What was printed is known by its mark only, unless it is what would be printed now.
        values[key] = evolve(known, base=known.base if mark(known.base) in marks else "", is_hidden=False)
    report = now.report
    tables, charts = now.document.kept_tables, now.document.kept_charts
    edited.store = Store(
        report=report.id,
        organization=report.edition.dataset.organization.id,
        period=str(report.edition.period),
        language=report.language,
        is_draft=report.is_draft,
        values=values,
        tables={name: tables[name] for name in shapes(edited, tables)},
        charts={
            name: evolve(charts[name], data=found.mark or charts[name].data)
            for name, found in find_charts(edited, charts).items()
        },
    )


def renew_store(edited: Edited, now: Current, *, forget_missing: bool = False) -> list[Done]:
    """Bring store, bookmarks and bindings in line with what stands in the document, and return what was healed.

    Args:
        forget_missing: Whether what people have deleted is not told any more.
    """
    done: list[Done] = []
    store = edited.store
    if store is None:
        return done
    told: dict[str, list[Place]] = defaultdict(list)
    for place in edited.places:
        told[place.key].append(place)
    values: dict[str, Stored] = {}
    healed = 0
    for key in [*store.values, *(key for key in told if key not in store.values)]:
        places = told.get(key, [])
        old = store.values.get(key)
        answer, _ = now.value(key, old)
        known = _kept(old, answer, places)
        if known is None or (forget_missing and not places):
            continue
        if old is not None and not forget_missing:
            known.places = max(known.places, old.places)
        values[key] = known
        if not places:
            continue
        # Word writes the stored words into bound controls when it opens the document, and with that would settle what
        # is tracked in them and level what differs.
        is_level = len({place.text for place in places}) == 1 and not any(map(_has_changes, places))
        base_mark = mark(known.base)
        for place in places:
            if place.text.strip() == known.base and place.bookmark is not None and place.mark != base_mark:
                place.mark = base_mark
                controls.rename(place.bookmark, key, place.number, place.mark)
                edited.changed.add(place.part)
            if controls.heal(place, known, edited, bind=store.is_bound and is_level):
                healed += 1
    _forget_marks(edited, values, now)
    new = evolve(store, values=values)
    if forget_missing:
        tables, charts = shapes(edited, store.tables), find_charts(edited, store.charts)
        new = evolve(
            new,
            tables={name: one for name, one in store.tables.items() if name in tables},
            charts={name: one for name, one in store.charts.items() if name in charts},
        )
    edited.store = new
    if edited.store_part is not None:
        controls.heal_store(edited)
    _write_store(edited, new)
    if healed:
        done.append(Done(what="restored", kind=Kind.VALUE, label=f"marks of {healed} places that a program had lost"))
    return done


def _forget_marks(edited: Edited, values: Mapping[str, Stored], now: Current) -> None:
    """Let no bookmark remember words that may not be told any more, not even one that stands around nothing now."""
    hidden = {}
    for key, stored in {**values, **(edited.store.values if edited.store is not None else {})}.items():
        if key in now.values and not now.values[key].is_hidden:
            continue
        answer, _ = now.value(key, stored)
        if answer is not None and answer.is_hidden:
            hidden[key] = mark(answer.text)
    if not hidden:
        return
    for part in edited.texts:
        for start in edited.tree(part).iter(f"{w}bookmarkStart"):
            key, said_before = place_of(start.get(f"{w}name", ""))
            if said_before and said_before != hidden.get(key, said_before):
                start.set(f"{w}name", start.get(f"{w}name").removesuffix(said_before) + hidden[key])
                edited.changed.add(part)


def _has_changes(place: Place) -> bool:
    return place.has_changes or any(next(element.iter(*CHANGES), None) is not None for element in place.elements)


def _kept(old: Stored | None, answer: Stored | None, places: Iterable[Place]) -> Stored | None:
    """Return what the store is to keep of a value."""
    shown = [place.text for place in places if not place.is_copy]
    if answer is None:
        return old and evolve(old, places=len(shown), text=_most(shown))
    base = answer.text
    if old is not None and not answer.is_hidden and answer.text not in shown:
        base = old.base
    return Stored(
        text=_most(shown),
        base=base,
        value=answer.value,
        label=answer.label,
        places=len(shown),
        address=answer.address,
        form=answer.form,
        qualifier=answer.qualifier,
    )


def _most(shown: list[str]) -> str:
    """Return what most places show."""
    return shown[0] if len(shown) == 1 else max(shown, key=lambda text: (shown.count(text), text), default="")


def _write_store(edited: Edited, store: Store) -> None:
    if edited.store_part is None:
        controls.add_store(edited, store)
        edited.store_part = STORE_PART
        return
    data = store.to_xml().encode()
    if edited.parts[edited.store_part] != data:
        edited.parts[edited.store_part] = data
        edited.trees.pop(edited.store_part, None)
        edited.changed.discard(edited.store_part)
