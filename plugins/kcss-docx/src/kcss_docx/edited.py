"""A document that came back from people: its parts, its headings and the places of its values. Judges nothing.

Works on the parts and not on a library's paragraphs: those leave out content controls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from posixpath import relpath
from typing import Any

from attrs import define, field
from lxml import etree

from kcss_docx.archive import parsed, read_parts, refused
from kcss_docx.markup import DECLARATION
from kcss_docx.package import OFFICE, archive, relationships_part
from kcss_docx.relations import TYPES_PART, Relation, main_part, relations
from kcss_docx.store import STORE_ID, Store, Stored, store_of
from kcss_docx.trees import child
from kcss_docx.values import mark, title_of
from kcss_docx.wording import CHANGES, MC, changes_of_others, has_field, said, w

_P, _START, _END, _SDT = f"{w}p", f"{w}bookmarkStart", f"{w}bookmarkEnd", f"{w}sdt"
_NAME, _VALUE, _ID = f"{w}name", f"{w}val", f"{w}id"
_PROPERTIES, _STYLE, _SETTINGS, _CONTENT = f"{w}pPr", f"{w}pStyle", f"{w}sdtPr", f"{w}sdtContent"
_TAG, _ALIAS, _BINDING, _PLACEHOLDER = f"{w}tag", f"{w}alias", f"{w}dataBinding", f"{w}showingPlcHdr"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TEXTS = frozenset({"header", "footer", "footnotes", "endnotes"})
_OURS = "_fig_"
_BOOKMARK = re.compile(rf"{_OURS}(v[0-9a-f]{{12}})_(\d+)(?:_([0-9a-f]{{8}}))?")
_KEY_IN_PATH = re.compile(r"/\w+:figures(?:\[1\])?/\w+:(\w+)(?:\[1\])?/")
_FIGURE = "figure:"
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


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


@define(kw_only=True)
class Edited:
    """A document as it came back.

    Attributes:
        name: What messages call it.
        store_part: Name of the part with the store; None where it is lost, as by way of ODT.
        places: In reading order.
        texts: Names of the parts that hold text, the body first.
        headings: Ids of the styles that are headings.
    """

    name: str
    parts: dict[str, bytes]
    main: str
    texts: tuple[str, ...]
    store_part: str | None = None
    store: Store | None = None
    places: list[Place] = field(factory=list)
    headings: frozenset[str] = frozenset()
    trees: dict[str, Any] = field(factory=dict, repr=False)
    changed: set[str] = field(factory=set)
    _relations: dict[str, dict[str, Relation]] = field(factory=dict, init=False, repr=False)

    def tree(self, part: str) -> Any:
        """Return the root of a part that holds XML."""
        if part not in self.trees:
            self.trees[part] = parsed(self.parts[part], self.name, part)
        return self.trees[part]

    def add(self, name: str, data: bytes | str, content_type: str) -> None:
        """Add a part, or put another in its place."""
        self.parts[name] = data.encode() if isinstance(data, str) else data
        self.trees.pop(name, None)
        types = self.tree(TYPES_PART)
        for override in types.iter(f"{_TYPES}Override"):
            if override.get("PartName", "").lstrip("/") == name:
                return
        etree.SubElement(types, f"{_TYPES}Override", PartName=f"/{name}", ContentType=content_type)
        self.changed.add(TYPES_PART)

    def ensure_default(self, suffix: str, content_type: str) -> None:
        """Let parts with a suffix have a content type."""
        types = self.tree(TYPES_PART)
        if not any(one.get("Extension", "").lower() == suffix for one in types.iter(f"{_TYPES}Default")):
            types.insert(0, etree.Element(f"{_TYPES}Default", Extension=suffix, ContentType=content_type))
            self.changed.add(TYPES_PART)

    def remove(self, name: str) -> None:
        """Take a part away, with its relationships; who points to it must be mended by the caller."""
        for gone in (name, relationships_part(name)):
            self.parts.pop(gone, None)
            self.trees.pop(gone, None)
            self.changed.discard(gone)
        self._relations.pop(name, None)
        for override in self.tree(TYPES_PART).findall(f"{_TYPES}Override"):
            if override.get("PartName", "").lstrip("/") == name:
                override.getparent().remove(override)
                self.changed.add(TYPES_PART)

    def relations(self, source: str) -> dict[str, Relation]:
        """Return what a part points to, by id."""
        if source not in self._relations:
            part = relationships_part(source)
            if part in self.changed:
                self.parts[part] = _written(self.trees[part])
            self._relations[source] = relations(self.parts, source, self.name)
        return self._relations[source]

    def relate(self, source: str, kind: str, target: str) -> str:
        """Return the id of the relationship from a part to another, which is made where there is none."""
        known = self.relations(source)
        for identifier, relation in known.items():
            if (relation.kind, relation.target) == (kind, target):
                return identifier
        part = relationships_part(source)
        if part not in self.parts:
            self.parts[part] = f'{DECLARATION}<Relationships xmlns="{_RELATIONSHIPS[1:-1]}"/>'.encode()
        number = 1
        while f"rId{number}" in known:
            number += 1
        folder = source.rpartition("/")[0]
        etree.SubElement(
            self.tree(part),
            f"{_RELATIONSHIPS}Relationship",
            Id=f"rId{number}",
            Type=OFFICE + kind,
            Target=relpath(target, folder) if folder else target,
        )
        self.changed.add(part)
        del self._relations[source]
        return f"rId{number}"

    def unrelate(self, source: str, identifier: str) -> None:
        """Take a relationship away."""
        part = relationships_part(source)
        self._relations.pop(source, None)
        for element in self.tree(part).findall(f"{_RELATIONSHIPS}Relationship"):
            if element.get("Id") == identifier:
                element.getparent().remove(element)
                self.changed.add(part)

    def to_bytes(self) -> bytes:
        """Return the package: every part that was not changed is, byte for byte, what it was."""
        parts = dict(self.parts)
        for part in self.changed & set(self.trees):
            parts[part] = _written(self.trees[part])
        return archive(parts)


def _written(root: Any) -> bytes:
    written: bytes = etree.tostring(root, encoding="utf-8")
    return DECLARATION.encode() + written


def read_edited(data: bytes, name: str) -> Edited:
    """Return a document with the places of its values.

    Args:
        name: What messages call it.

    Raises:
        FileError: It is no Word document, has a password, is broken, or another version of this library wrote it.
    """
    return edited_of(read_parts(data, name), name)


def edited_of(parts: dict[str, bytes], name: str) -> Edited:
    """Return a document of which the parts are known; otherwise as `read_edited`."""
    main = main_part(parts, name)
    related = relations(parts, main, name).values()
    margins = sorted({one.target for one in related if one.kind in _TEXTS and one.target in parts})
    edited = Edited(name=name, parts=parts, main=main, texts=(main, *margins))
    if edited.tree(main).find(f"{w}body") is None:
        raise refused(name, f"the part {main!r} holds no text", "open it in Word and save it as .docx")
    found = store_of(parts, name)
    if found is not None:
        edited.store_part, edited.store = found
    edited.headings = _headings(edited, related)
    find_places(edited)
    return edited


def find_places(edited: Edited) -> None:
    """Look for the places of a document, again where blocks have been changed."""
    edited.places = []
    for part in edited.texts:
        for place in _places(edited, part):
            first = edited.places[-1] if edited.places else None
            if first is not None and _is_double(place, first):
                first.doubles.append(place.control)
            else:
                edited.places.append(place)


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


def heading_above(edited: Edited, paragraph: Any) -> str:
    """Return the words of the heading that a paragraph of the body stands under."""
    above = (one for one in _above(paragraph) if style_of(one) in edited.headings)
    return next((words for one in above if (words := " ".join(said(one).split()))), "")


def _above(paragraph: Any) -> Iterator[Any]:
    """Yield the paragraphs that begin before another, the nearest first."""
    element = paragraph
    while element is not None:
        for before in element.itersiblings(preceding=True):
            yield from reversed([*before.iter(_P)])
        element = element.getparent()
        if element is not None and element.tag == _P:
            yield element


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


def _headings(edited: Edited, related: Any) -> frozenset[str]:
    """Return the ids of styles that are headings."""
    styles = next((one.target for one in related if one.kind == "styles" and one.target in edited.parts), None)
    if styles is None:
        return frozenset()
    return frozenset(
        style.get(f"{w}styleId", "")
        for style in edited.tree(styles).iter(f"{w}style")
        if (named := style.find(f"{w}name")) is not None and _HEADING.fullmatch(named.get(f"{w}val", ""))
    )


def _places(edited: Edited, part: str) -> Iterator[Place]:
    root, heading = edited.tree(part), ""
    around: dict[Any, tuple[Any, re.Match[str]]] = {}  # control -> start of the bookmark around it
    # Control or start of a bookmark, what it holds, the heading above it.
    candidates: list[tuple[Any, Any, re.Match[str] | None, list[Any], str]] = []
    for element in root.iter(_STYLE, _START, _SDT):
        tag = element.tag
        if tag == _STYLE:
            if element.get(_VALUE) in edited.headings:  # one that a tracked change keeps has no words around it
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
        place = _place(control, start, match, elements, edited.store)
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
