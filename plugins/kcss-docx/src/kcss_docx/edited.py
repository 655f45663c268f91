"""A document that came back from people: its parts, its headings and the places of its values. Judges nothing.

Works on the parts and not on a library's paragraphs: those leave out content controls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
from kcss_docx.values import mark, title_of
from kcss_docx.wording import MC, changes_of_others, said, w

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TEXTS = frozenset({"header", "footer", "footnotes", "endnotes"})
_BOOKMARK = re.compile(r"_fig_(v[0-9a-f]{12})_(\d+)(?:_([0-9a-f]{8}))?")
_KEY_IN_PATH = re.compile(r"/\w+:figures(?:\[1\])?/\w+:(\w+)(?:\[1\])?/")
_TAG = "figure:"
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
        is_copy: Whether it is the second form of a text box, for older programs: kept in step, not told.
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
    is_copy: bool = False

    @property
    def paragraph(self) -> Any:
        """The paragraph that it stands in; None where the control holds whole paragraphs."""
        return next((one for one in self.elements[0].iterancestors(f"{w}p")), None)


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
        for override in self.tree(TYPES_PART).findall(f"{_TYPES}Override"):
            if override.get("PartName", "").lstrip("/") == name:
                override.getparent().remove(override)
                self.changed.add(TYPES_PART)

    def relations(self, source: str) -> dict[str, Relation]:
        """Return what a part points to, by id."""
        part = relationships_part(source)
        if part in self.changed:
            self.parts[part] = _written(self.trees[part])
        return relations(self.parts, source, self.name)

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
        return f"rId{number}"

    def unrelate(self, source: str, identifier: str) -> None:
        """Take a relationship away."""
        part = relationships_part(source)
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
    parts = read_parts(data, name)
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
    edited.places = [place for part in edited.texts for place in _places(edited, part)]


def place_of(name: str) -> tuple[str, str]:
    """Return key and mark that the name of a bookmark says; both empty where it is no place's."""
    match = _BOOKMARK.fullmatch(name)
    return ("", "") if match is None else (match[1], match[3] or "")


def heading_above(edited: Edited, paragraph: Any) -> str:
    """Return the words of the heading that a paragraph of the body stands under."""
    found = ""
    for element in edited.tree(edited.main).iter(f"{w}p"):
        if element is paragraph:
            break
        style = element.find(f"{w}pPr/{w}pStyle")
        if style is not None and style.get(f"{w}val") in edited.headings:
            found = " ".join(said(element).split()) or found
    return found


def is_untouched(place: Place, stored: Stored | None) -> bool:
    """Say whether a place shows what was printed in it."""
    text = place.text.strip()
    return (stored is not None and text == stored.base) or (bool(place.mark) and mark(text) == place.mark)


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
    root, headings, heading = edited.tree(part), edited.headings, ""
    around: dict[Any, Any] = {}  # control -> start of the bookmark around it
    candidates: list[tuple[Any, list[Any], str]] = []  # control or start of a bookmark, what it holds, heading
    for element in root.iter(f"{w}p", f"{w}bookmarkStart", f"{w}sdt"):
        if element.tag == f"{w}p":
            style = element.find(f"{w}pPr/{w}pStyle")
            if style is not None and style.get(f"{w}val") in headings:
                heading = " ".join(said(element).split()) or heading
        elif element.tag == f"{w}sdt":
            content = element.find(f"{w}sdtContent")
            if content is not None:
                candidates.append((element, [content], heading))
        elif _BOOKMARK.fullmatch(element.get(f"{w}name", "")):
            elements, is_closed = _range(element)
            control = _around(element)
            if control is None:
                control = next((one for held in elements for one in held.iter(f"{w}sdt")), None)
            if control is not None:
                around.setdefault(control, element)
            elif is_closed and said(*elements).strip():
                candidates.append((element, elements, heading))
    for element, elements, heading in candidates:
        place = _place(element, elements, around, edited.store)
        if place is not None:
            place.part, place.heading = part, heading
            place.is_copy = any(True for _ in element.iterancestors(f"{MC}Fallback"))
            yield place


def _place(element: Any, elements: list[Any], around: Mapping[Any, Any], store: Store | None) -> Place | None:
    """Return the place of a control, or of a bookmark without one; None where it is no value's."""
    control = element if element.tag == f"{w}sdt" else None
    start = element if control is None else around.get(control)
    match = None if start is None else _BOOKMARK.fullmatch(start.get(f"{w}name"))
    found = _recognized(control, match, store)
    if found is None:
        return None
    key, found_by = found
    place = Place(key=key, part="", found_by=found_by, control=control, bookmark=None, elements=elements)
    # A bookmark that was carried to another value's control says nothing of it.
    if match is not None and match[1] == key:
        place.bookmark, place.number, place.mark = start, int(match[2]), match[3] or ""
    is_empty = control is not None and control.find(f"{w}sdtPr/{w}showingPlcHdr") is not None
    place.text = "" if is_empty else said(*elements)
    place.has_changes = changes_of_others(*elements)
    return place


def _recognized(control: Any, match: re.Match[str] | None, store: Store | None) -> tuple[str, FoundBy] | None:
    properties = None if control is None else control.find(f"{w}sdtPr")
    if properties is not None:
        tag = _value(properties, "tag")
        if tag.startswith(_TAG):
            return tag.removeprefix(_TAG), FoundBy.TAG
        binding = properties.find(f"{w}dataBinding")
        if binding is not None and binding.get(f"{w}storeItemID", "").upper() == STORE_ID:
            path = _KEY_IN_PATH.match(binding.get(f"{w}xpath", ""))
            if path is not None:
                return path[1], FoundBy.BINDING
    if match is not None:
        return match[1], FoundBy.BOOKMARK
    title = "" if properties is None else _value(properties, "alias")
    if not title or store is None:
        return None
    key = _titles(store).get(title)
    return None if key is None else (key, FoundBy.TITLE)


def _value(properties: Any, name: str) -> str:
    element = properties.find(f"{w}{name}")
    return "" if element is None else element.get(f"{w}val", "")


def _range(start: Any) -> tuple[list[Any], bool]:
    """Return the elements beside the start of a bookmark up to its end, and whether that is among them."""
    found: list[Any] = []
    for element in start.itersiblings():
        if element.tag == f"{w}bookmarkEnd" and element.get(f"{w}id") == start.get(f"{w}id"):
            return found, True
        found.append(element)
    return found, False


def _around(start: Any) -> Any:
    """Return the control inside a paragraph that the start of a bookmark was moved into, or None."""
    for parent in start.iterancestors():
        if parent.tag == f"{w}p":
            return None
        if parent.tag == f"{w}sdt":
            return parent
    return None
