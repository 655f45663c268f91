"""What `living_charts` plans, done: names and numbers of a chart renewed, and how each is drawn kept."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from kcss_docx.charts import chart_bookmark
from kcss_docx.controls import between
from kcss_docx.current import Current
from kcss_docx.edited import Edited
from kcss_docx.living_charts import (
    CHART,
    DOC_PR,
    RELATION,
    ChartState,
    Found,
    c,
    find_charts,
    read_drawn,
    without_additions,
)
from kcss_docx.markup import WP
from kcss_docx.trees import whole
from kcss_docx.wording import w

_EXTENT = f"{{{WP}}}extent"
_KINDS = frozenset(f"{c}{name}" for name in ("barChart", "lineChart", "doughnutChart", "pieChart", "areaChart"))


def refresh_chart(state: ChartState, edited: Edited, now: Current, *, take_records: bool) -> list[str]:
    """Do what there is to do with a chart, and return that, one phrase each."""
    done = list(state.to_do)
    if take_records and state.now is None and state.kept.data and state.found.run is not None:
        # The records know nothing of it, and win.
        state.redrawn = now.redrawn(state.kept, blank=True)
        if state.redrawn is not None:
            state.now = state.redrawn.kept
            done.append("words instead, since the records know nothing of it")
    writes_data = any(one != "alternative text" for one in done)
    if take_records and not writes_data and state.now is not None:
        if state.is_rebuilt and state.found.drawn.mark != state.now.data:
            done += ["numbers", without_additions(state.now)]
            writes_data = True
        elif state.has_edits and not state.is_adopted:
            done.append("numbers")
            writes_data = True
    if not done:
        return done
    assert state.now is not None
    source, name = (now, state.name) if state.redrawn is None else (state.redrawn.alone, state.redrawn.name)
    anew = source.only([name])
    new = find_charts(anew, [name])[name]
    found = state.found
    if writes_data and (found.run is None) != (new.run is None):
        _swap(found, new, edited, anew)
        _rename(state, edited)
        return done
    if writes_data and found.run is not None:
        merge(found.root, new.root)
        if state.now.is_hiding:
            _silence(found.root)
        edited.changed.add(found.part)
        _rename(state, edited)
        if found.workbook:
            edited.parts[found.workbook] = anew.parts[new.workbook]
        extent, wanted = next(found.run.iter(_EXTENT)), next(new.run.iter(_EXTENT))
        is_theirs = (whole(extent, "cx"), whole(extent, "cy")) != state.kept.size
        if not is_theirs and dict(extent.attrib) != dict(wanted.attrib):
            extent.attrib.update(wanted.attrib)
            edited.changed.add(edited.main)
    if "alternative text" in done:
        next(found.run.iter(DOC_PR)).set("descr", new.title)
        edited.changed.add(edited.main)
    return done


def _rename(state: ChartState, edited: Edited) -> None:
    """Let the bookmark remember what is drawn now."""
    assert state.now is not None
    if state.found.start.tag == f"{w}bookmarkStart":
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
    plot = olds[0].getparent() if olds else next((one for one in root.iter() if one.tag in _KINDS), None)
    if plot is None:  # nothing of it is left to keep
        _replace(root, new)
        return
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


def _silence(root: Any) -> None:
    """Take away what people have typed into a chart that hides something, where it tells a number."""
    for words in [*root.iter(f"{c}rich"), *root.iter(f"{c}ext")]:
        # The numbers of labels that Word takes from cells stand in an extension.
        is_telling = any(map(str.isdigit, "".join(words.itertext())))
        holder = words if words.tag == f"{c}ext" else words.getparent()
        if holder.getparent() is not None and holder.getparent().tag == f"{c}title":
            holder = holder.getparent()
        if is_telling and holder.getparent() is not None:
            holder.getparent().remove(holder)


def _replace(root: Any, new: Any) -> None:
    """Put another chart into a part, whose workbook stays."""
    old, chart = root.find(f"{c}chart"), deepcopy(new.find(f"{c}chart"))
    if old is not None:
        root.replace(old, chart)
    else:
        external = root.find(f"{c}externalData")
        root.append(chart) if external is None else external.addprevious(chart)


def _renew(series: Any, fresh: Any, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Write the names and numbers of a series, and carry what is said of single points to where they stand now."""
    if any(series.find(f"{c}{name}") is None for name in ("idx", "order", "val")):
        series[:] = deepcopy(list(fresh))  # damaged: nothing of it can be kept
        return
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
    found = element.find(f"{c}idx")
    return -1 if found is None else whole(found, "val")


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


def _swap(found: Found, new: Found, edited: Edited, anew: Edited) -> None:
    """Put words in the place of a chart that has nothing to draw any more, or a chart in that of such words."""
    old_parts = (found.part, found.workbook)
    paragraph, fresh = found.paragraph, new.paragraph
    if found.run is not None:
        holder, gone = found.run.getparent(), [found.run]
    else:
        holder, gone = paragraph, [one for one in between(found.start) if one.tag == f"{w}r"]
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
        _bring(new, holder, edited, anew)
    edited.changed.add(edited.main)


def _bring(new: Found, holder: Any, edited: Edited, anew: Edited) -> None:
    """Copy the parts of a chart into a document and let a drawing that was copied there show them."""
    turn = 1
    while f"word/charts/chart{turn}.xml" in edited.parts or f"word/embeddings/chart{turn}.xlsx" in edited.parts:
        turn += 1
    part, book = f"word/charts/chart{turn}.xml", f"word/embeddings/chart{turn}.xlsx"
    edited.parts[book] = anew.parts[new.workbook]
    edited.ensure_default("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    edited.add(part, anew.parts[new.part], "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")
    link = edited.relate(part, "package", book)
    edited.tree(part).find(f"{c}externalData").set(RELATION, link)
    edited.changed.add(part)
    drawn = next(holder.iter(CHART))
    drawn.set(RELATION, edited.relate(edited.main, "chart", part))
    used = {one.get("id") for one in edited.tree(edited.main).iter(DOC_PR)}
    named = next(holder.iter(DOC_PR))
    number_ = 1
    while str(number_) in used:
        number_ += 1
    named.set("id", str(number_))
