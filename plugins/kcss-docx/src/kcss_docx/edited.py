"""A document that came back from people: its parts, its headings and where its places are. Judges nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import relpath
from typing import Any

from attrs import define, field
from lxml import etree

from kcss_docx.archive import parsed, read_parts, refused
from kcss_docx.markup import DECLARATION
from kcss_docx.package import OFFICE, archive, relationships_part
from kcss_docx.places import Place, places_in, style_of
from kcss_docx.relations import TYPES_PART, Relation, main_part, relations
from kcss_docx.store import Store, store_of
from kcss_docx.wording import said, w

_P = f"{w}p"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TEXTS = frozenset({"header", "footer", "footnotes", "endnotes"})
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


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
        edited.places += places_in(edited.tree(part), part, edited.headings, edited.store)


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
