"""Headings of a report: what is wrong with them, and the anchors that contents and references lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.report.blocks import Block, Heading, plain
from kcss_core.report.narrative import Placed
from kcss_core.text import fold


def check_headings(placed: Sequence[Placed]) -> Iterator[Problem]:
    """Yield what is wrong with the headings of a report: anchors used twice, levels skipped, sections without words."""
    anchors: dict[str, Origin] = {}
    titles: dict[str, Origin] = {}
    level = 0
    for index, part in enumerate(placed):
        heading, origin = part.block, part.origin
        if not isinstance(heading, Heading):
            continue
        title = plain(heading.content)
        if part.is_written and heading.anchor:
            if heading.anchor in anchors:
                message = f"the anchor {heading.anchor!r} is used twice, it stands also at {anchors[heading.anchor]}"
                yield Problem("chapter.duplicate-anchor", message, origin, hint="give one of them another name")
            anchors.setdefault(heading.anchor, origin)
        if heading.level == 1:
            if fold(title) in titles:
                message = f"two chapters are called {title!r}, the other stands at {titles[fold(title)]}"
                yield Problem("chapter.duplicate-title", message, origin, Severity.WARNING, hint="rename one of them")
            titles.setdefault(fold(title), origin)
        if heading.level > level + 1:
            message = f"expected a heading of level {level + 1} or higher up, got level {heading.level}"
            remedy = f"begin the line with {'#' * (level + 1)}"
            yield Problem("chapter.skipped-level", message, origin, Severity.WARNING, hint=remedy)
        level = heading.level
        after = placed[index + 1].block if index + 1 < len(placed) else None
        if after is None or (isinstance(after, Heading) and after.level <= heading.level):
            message = f"nothing stands under the heading {title!r}"
            remedy = "write what belongs there, or delete the heading"
            yield Problem("chapter.empty-section", message, origin, Severity.WARNING, hint=remedy)


def with_anchors(placed: Sequence[Placed]) -> tuple[Block, ...]:
    """Return the blocks with an anchor on every heading, each used once; those that chapters give stay as they are."""
    used = {part.block.anchor for part in placed if part.is_written and isinstance(part.block, Heading)}
    blocks: list[Block] = []
    for part in placed:
        block = part.block
        if isinstance(block, Heading) and not (part.is_written and block.anchor):
            block = attrs.evolve(block, anchor=_unused(block.anchor or _slug(plain(block.content)), used))
            used.add(block.anchor)
        blocks.append(block)
    return tuple(blocks)


def _slug(title: str) -> str:
    return re.sub(r"[^\w]+", "-", fold(title)).strip("-") or "section"


def _unused(anchor: str, used: set[str]) -> str:
    number, name = 1, anchor
    while name in used:
        number += 1
        name = f"{anchor}-{number}"
    return name
