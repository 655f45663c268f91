"""What repeats the words of a heading or caption: contents, lists of tables and figures, links. Judges no value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from kcss_docx.edited import Edited
from kcss_docx.places import Place
from kcss_docx.wording import rewrite, said, w

_ANCHOR = re.compile(r"_(Toc|Ref)\d+")
_DIGIT = re.compile(r"\d")


@frozen
class Repeated:
    """A paragraph with values to which something else may link. ``before`` are its words before a refresh."""

    paragraph: Any
    anchors: frozenset[str]
    before: str


def repeated(edited: Edited) -> list[Repeated]:
    """Return the paragraphs with values that contents, lists or links may repeat, with their words."""
    paragraphs = {place.paragraph for place in edited.places if place.part == edited.main}
    anchors: dict[Any, set[str]] = {}
    for start in edited.tree(edited.main).iter(f"{w}bookmarkStart"):
        name = start.get(f"{w}name", "")
        if _ANCHOR.fullmatch(name):
            for paragraph in start.iterancestors(f"{w}p"):
                if paragraph in paragraphs:
                    anchors.setdefault(paragraph, set()).add(name)
    return [Repeated(paragraph, frozenset(names), _line(paragraph)) for paragraph, names in anchors.items()]


def follow(edited: Edited, known: Iterable[Repeated], hidden: Iterable[Place]) -> None:
    """Write what paragraphs say now into what repeated them.

    Where a number of a paragraph may not be told any more, what repeats it is written even where the two had come
    apart, if it tells a number.
    """
    telling = {id(place.paragraph) for place in hidden if place.part == edited.main}
    changed = [one for one in known if _line(one.paragraph) != one.before or id(one.paragraph) in telling]
    by_anchor = {anchor: one for one in changed for anchor in one.anchors}
    by_words = {one.before: one for one in changed}
    if not changed:
        return
    for anchor, runs in _echoes(edited):
        words = _line(*runs)
        one = by_words.get(words) or by_anchor.get(anchor)
        if one is None:
            continue
        now = _line(one.paragraph)
        is_telling = id(one.paragraph) in telling and _DIGIT.search(words.replace(_label(now), "", 1))
        if words != now and (words == one.before or is_telling):
            rewrite(runs, now)
            edited.changed.add(edited.main)


def _label(words: str) -> str:
    """Return what a caption begins with, whose digits are no value: ``Table 1``."""
    found = re.match(r"\w+ \d+(?=\. )", words)
    return "" if found is None else found[0]


def _echoes(edited: Edited) -> Iterator[tuple[str, list[Any]]]:
    """Yield runs that may repeat a paragraph, with the bookmark that they link to; the page number is none of them."""
    for link in edited.tree(edited.main).iter(f"{w}hyperlink"):
        runs: list[Any] = []
        for run in link.iterchildren(f"{w}r"):
            if run.find(f"{w}tab") is not None or run.find(f"{w}fldChar") is not None:
                break
            runs.append(run)
        if runs:
            yield link.get(f"{w}anchor", ""), runs


def _line(*elements: Any) -> str:
    return " ".join(said(*elements).split())
