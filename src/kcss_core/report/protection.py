"""Protection of built blocks: what they tell of people, and the edition to build them from again. Decides no rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve

from kcss_core.disclosure import POPULATIONS, hidden
from kcss_core.edition import Edition, Protection
from kcss_core.figures import Address
from kcss_core.period import Period
from kcss_core.reading.workspace import Disclosure, Workspace
from kcss_core.report.blocks import Block, Extension, Span, Table, ValueSpan
from kcss_core.report.definition import read_definition
from kcss_core.report.traversal import contents_of
from kcss_core.report.values import values_of
from kcss_core.vocabulary import label


def protect(
    blocks: Iterable[Block], edition: Edition, disclosure: Disclosure, told: Iterable[Address] = ()
) -> tuple[Edition, frozenset[Address]]:
    """Return an edition that tells of people only what blocks may tell, and what of these it hides.

    Blocks are built again from it, so that what their words say is hidden too: summaries, alternative texts, verdicts.
    What the blocks do not show of people it hides as well, for nobody has looked whether it may be told.

    Args:
        blocks: Built from an edition that hides no value.
        told: What readers are told besides, in a document that people have changed.
    """
    populations = protected_populations(disclosure)
    shown = list(dict.fromkeys([*(value.address for value in values_of(blocks)), *told]))
    concealed = hidden(shown, edition, disclosure.k, populations)
    if disclosure.k <= 1:
        return edition, concealed
    cleared = frozenset(shown) - concealed
    return edition.protected(Protection(populations, cleared, disclosure.k, concealed)), concealed


def guarded(edition: Edition, disclosure: Disclosure) -> Edition:
    """Return an edition to build from first, which tells all values, but no small number of people besides."""
    if disclosure.k <= 1:
        return edition
    everything = Protection(protected_populations(disclosure), None, disclosure.k)
    return edition.discreet(everything).protected(everything)


def protected_populations(disclosure: Disclosure) -> frozenset[str]:
    """Return whose numbers are protected."""
    return POPULATIONS | {"staff"} if disclosure.staff else POPULATIONS


def overlapping(workspace: Workspace, report_id: str, edition: Edition) -> tuple[str, ...]:
    """Return the other reports of a workspace that tell of all these people and perhaps more, or of some of them only.

    Each is protected on its own, so what one of them hides may be the difference of two numbers that both tell.
    """

    def holds(one: tuple[Period, Mapping[str, Any]], other: tuple[Period, Mapping[str, Any]]) -> bool:
        is_longer = one[0].start <= other[0].start and other[0].end <= one[0].end
        return is_longer and all(other[1].get(name) == wanted for name, wanted in one[1].items())

    this = (edition.period, edition.filter)
    found = []
    for id in workspace.report_ids:
        file = f"reports/{id}/report.toml"
        definition, _ = read_definition(workspace.texts[file], file)
        period = None if definition is None else definition.period or workspace.manifest.workspace.period
        if id != report_id and definition is not None and period is not None:
            that = (period, definition.filter)
            if holds(this, that) or holds(that, this):
                found.append(id)
    return tuple(found)


def with_notes(blocks: Iterable[Block], k: int, language: str) -> tuple[Block, ...]:
    """Return blocks with a note under each table that hides something."""
    return tuple(_with_note(block, Span(label("report.hidden-note", language).format(threshold=k))) for block in blocks)


def _with_note(block: Block, note: Span) -> Block:
    if isinstance(block, Extension):
        return evolve(block, fallback=tuple(_with_note(inner, note) for inner in block.fallback))
    if not isinstance(block, Table):
        return block
    spans = (part for content in contents_of(block) for part in content if isinstance(part, ValueSpan))
    if not any(span.value.hidden for span in spans):
        return block
    return evolve(block, note=(*block.note, *((Span(" "),) if block.note else ()), note))
