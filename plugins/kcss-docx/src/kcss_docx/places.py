"""The places of values in a part that came back from people: how each is found and recognized. Judges nothing.

Works on elements and not on a library's paragraphs: those leave out content controls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from attrs import define, field

from kcss_docx.store import STORE_ID, Store, Stored
from kcss_docx.trees import child
from kcss_docx.values import mark, title_of
from kcss_docx.wording import CHANGES, MC, changes_of_others, has_field, said, w

_P, _START, _END, _SDT = f"{w}p", f"{w}bookmarkStart", f"{w}bookmarkEnd", f"{w}sdt"
_NAME, _VALUE, _ID = f"{w}name", f"{w}val", f"{w}id"
_PROPERTIES, _STYLE, _SETTINGS, _CONTENT = f"{w}pPr", f"{w}pStyle", f"{w}sdtPr", f"{w}sdtContent"
_TAG, _ALIAS, _BINDING, _PLACEHOLDER = f"{w}tag", f"{w}alias", f"{w}dataBinding", f"{w}showingPlcHdr"
_OURS = "_fig_"
_BOOKMARK = re.compile(rf"{_OURS}(v[0-9a-f]{{12}})_(\d+)(?:_([0-9a-f]{{8}}))?")
_KEY_IN_PATH = re.compile(r"/\w+:figures(?:\[1\])?/\w+:(\w+)(?:\[1\])?/")
_FIGURE = "figure:"


class FoundBy(StrEnum):
    """How a place was recognized; what stands first is asked first."""

    TAG = "tag"
    BINDING = "binding"
    BOOKMARK = "bookmark"
    TITLE = "title"


@define(kw_only=True, eq=False)
class Place:
    """One place of a value.

    Attributes:
        control: The content control; None where only a bookmark is left.
        bookmark: The start of its bookmark; None where that is lost.
        elements: What holds its words.
        number: The how-manieth place of its value it was when it was written; 0 where nothing says so.
        mark: What the bookmark remembers of the printed words; empty where it does not.
        text: What a reader sees.
        has_changes: Whether a person has tracked changes in it.
        doubles: Controls that LibreOffice has put behind it, with the same words.
        is_copy: Whether it is the second form of a text box, for older programs, or stands in the contents, where Word
            repeats a heading: kept in step, not told.
    """

    key: str
    part: str
    found_by: FoundBy
    control: Any
    bookmark: Any
    elements: list[Any]
    number: int = 0
    mark: str = ""
    text: str = ""
    heading: str = ""
    has_changes: bool = False
    doubles: list[Any] = field(factory=list)
    is_copy: bool = False

    @property
    def paragraph(self) -> Any:
        """The paragraph that it stands in; None where the control holds whole paragraphs."""
        return next(self.elements[0].iterancestors(_P), None)


def places_in(root: Any, part: str, headings: frozenset[str], store: Store | None) -> list[Place]:
    """Return the places of a part, in reading order.

    Args:
        root: Of the part.
        headings: Ids of the styles that are headings.
        store: Tells the value of a control of which only the title is left.
    """
    found: list[Place] = []
    for place in _places(root, part, headings, store):
        if found and _is_double(place, found[-1]):
            found[-1].doubles.append(place.control)
        else:
            found.append(place)
    return found


def _is_double(place: Place, first: Place) -> bool:
    """Say whether a place is what LibreOffice has made of the end of the place before it.

    In a paragraph with comments it cuts a control in two where its bookmark ends, and writes the words into both.
    """
    if place.control is None or place.bookmark is not None or first.bookmark is None or place.key != first.key:
        return False
    before = first.doubles[-1] if first.doubles else first.control
    return (
        before is not None
        and place.control.getprevious() is before
        and place.text in ("", first.text)
        and any(one.get(f"{w}id") == first.bookmark.get(f"{w}id") for one in place.control.iter(f"{w}bookmarkEnd"))
    )


def place_of(name: str) -> tuple[str, str]:
    """Return key and mark that the name of a bookmark says; both empty where it is no place's."""
    match = _BOOKMARK.fullmatch(name)
    return ("", "") if match is None else (match[1], match[3] or "")


def style_of(paragraph: Any) -> str | None:
    """Return the id of a paragraph's style; None where it has the default one."""
    properties = child(paragraph, _PROPERTIES)
    style = None if properties is None else child(properties, _STYLE)
    return None if style is None else style.get(_VALUE)


def is_untouched(place: Place, stored: Stored | None) -> bool:
    """Say whether a place shows what was printed in it."""
    text = place.text.strip()
    is_printed = (stored is not None and text == stored.base) or (bool(place.mark) and mark(text) == place.mark)
    return is_printed and not has_field(*place.elements)


def _titles(store: Store) -> dict[str, str]:
    """Return the keys by the titles of their controls, where a title is that of one value only."""
    found: dict[str, str] = {}
    twice = set()
    for key, stored in store.values.items():
        title = title_of(stored.label, stored.address)
        if title in found:
            twice.add(title)
        found[title] = key
    return {title: key for title, key in found.items() if title not in twice}


def _places(root: Any, part: str, headings: frozenset[str], store: Store | None) -> Iterator[Place]:
    heading = ""
    around: dict[Any, tuple[Any, re.Match[str]]] = {}  # control -> start of the bookmark around it
    # Control or start of a bookmark, what it holds, the heading above it.
    candidates: list[tuple[Any, Any, re.Match[str] | None, list[Any], str]] = []
    for element in root.iter(_STYLE, _START, _SDT):
        tag = element.tag
        if tag == _STYLE:
            if element.get(_VALUE) in headings:  # one that a tracked change keeps has no words around it
                heading = " ".join(said(element.getparent().getparent()).split()) or heading
        elif tag == _SDT:
            content = child(element, _CONTENT)
            if content is not None:
                candidates.append((element, None, None, [content], heading))
        elif (match := _match(element)) is not None:
            elements, is_closed = _range(element)
            control = _around(element)
            if control is None:
                control = next((one for held in elements for one in held.iter(_SDT)), None)
            if control is not None:
                around.setdefault(control, (element, match))
            elif is_closed and said(*elements).strip():
                candidates.append((None, element, match, elements, heading))
    # Most parts hold neither: then nothing is asked for each place.
    has_changes = next(root.iter(*CHANGES), None) is not None
    has_copies = next(root.iter(f"{MC}Fallback"), None) is not None
    for control, start, match, elements, heading in candidates:
        if control is not None:
            start, match = around.get(control, (None, None))
        place = _place(control, start, match, elements, store)
        if place is not None:
            place.part, place.heading = part, heading
            place.has_changes = has_changes and changes_of_others(*elements)
            place.is_copy = (
                has_copies and any(True for _ in elements[0].iterancestors(f"{MC}Fallback"))
            ) or _is_in_contents(place)
            yield place


def _is_in_contents(place: Place) -> bool:
    paragraph = place.paragraph
    return paragraph is not None and (style_of(paragraph) or "").upper().startswith("TOC")


def _match(start: Any) -> re.Match[str] | None:
    """Return what the name of a bookmark says; None where it is no place's."""
    name = start.get(_NAME, "")
    return _BOOKMARK.fullmatch(name) if name.startswith(_OURS) else None


def _place(
    control: Any, start: Any, match: re.Match[str] | None, elements: list[Any], store: Store | None
) -> Place | None:
    """Return the place of a control, or of a bookmark without one; None where it is no value's."""
    properties = None if control is None else child(control, _SETTINGS)
    found = _recognized(properties, match, store)
    if found is None:
        return None
    key, found_by = found
    place = Place(key=key, part="", found_by=found_by, control=control, bookmark=None, elements=elements)
    # A bookmark that was carried to another value's control says nothing of it.
    if match is not None and match[1] == key:
        place.bookmark, place.number, place.mark = start, int(match[2]), match[3] or ""
    is_empty = properties is not None and child(properties, _PLACEHOLDER) is not None
    place.text = "" if is_empty else said(*elements)
    return place


def _recognized(properties: Any, match: re.Match[str] | None, store: Store | None) -> tuple[str, FoundBy] | None:
    if properties is not None:
        tag = _value(properties, _TAG)
        if tag.startswith(_FIGURE):
            return tag.removeprefix(_FIGURE), FoundBy.TAG
        binding = child(properties, _BINDING)
        if binding is not None and binding.get(f"{w}storeItemID", "").upper() == STORE_ID:
            path = _KEY_IN_PATH.match(binding.get(f"{w}xpath", ""))
            if path is not None:
                return path[1], FoundBy.BINDING
    if match is not None:
        return match[1], FoundBy.BOOKMARK
    title = "" if properties is None else _value(properties, _ALIAS)
    if not title or store is None:
        return None
    key = _titles(store).get(title)
    return None if key is None else (key, FoundBy.TITLE)


def _value(properties: Any, name: str) -> str:
    element = child(properties, name)
    return "" if element is None else element.get(_VALUE, "")


def _range(start: Any) -> tuple[list[Any], bool]:
    """Return the elements beside the start of a bookmark up to its end, and whether that is among them."""
    found: list[Any] = []
    for element in start.itersiblings():
        if element.tag == _END and element.get(_ID) == start.get(_ID):
            return found, True
        found.append(element)
    return found, False


def _around(start: Any) -> Any:
    """Return the control inside a paragraph that the start of a bookmark was moved into, or None."""
    for parent in start.iterancestors():
        if parent.tag == _P:
            return None
        if parent.tag == _SDT:
            return parent
    return None
