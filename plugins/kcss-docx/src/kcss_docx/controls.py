"""Content controls, bookmarks and the store's part in an edited document: filled, healed, made anew. Judges nothing."""

from __future__ import annotations

from typing import Any

from lxml import etree

from kcss_docx.edited import Edited
from kcss_docx.markup import W
from kcss_docx.places import FoundBy, Place
from kcss_docx.store import (
    PROPERTIES_TYPE,
    STORE_PART,
    STORE_PROPERTIES_PART,
    Store,
    Stored,
    store_properties,
)
from kcss_docx.trees import child, whole
from kcss_docx.values import bookmark, properties, title_of
from kcss_docx.wording import w

_SETTINGS, _TAG, _BINDING = f"{w}sdtPr", f"{w}tag", f"{w}dataBinding"
_PLACEHOLDER, _FACE = f"{w}showingPlcHdr", f"{w}rStyle"
# The order of CT_SdtPr in Word's own files; LibreOffice writes another, which the schema refuses.
_ORDER = {
    f"{w}{name}": place
    for place, name in enumerate(
        ("rPr", "alias", "tag", "id", "lock", "placeholder", "temporary", "showingPlcHdr", "dataBinding")
    )
}
_PLACEHOLDER_STYLE = "PlaceholderText"


def fill(control: Any) -> None:
    """Let a control that invites to type show words instead."""
    settings = child(control, _SETTINGS)
    mark = None if settings is None else child(settings, _PLACEHOLDER)
    if mark is not None:
        settings.remove(mark)
    for style in control.iter(_FACE):
        if style.get(f"{w}val") == _PLACEHOLDER_STYLE:
            style.getparent().remove(style)
            break


def between(start: Any) -> list[Any]:
    """Return the elements of a bookmark that has no control, up to its end."""
    found: list[Any] = []
    for element in start.itersiblings():
        if element.tag == f"{w}bookmarkEnd" and element.get(f"{w}id") == start.get(f"{w}id"):
            break
        found.append(element)
    return found


def join(place: Place) -> None:
    """Take away what LibreOffice has put behind a place, and let its bookmark end behind the place."""
    for double in reversed(place.doubles):
        for end in list(double.iter(f"{w}bookmarkEnd", f"{w}commentRangeEnd")):
            place.control.addnext(end)
        double.getparent().remove(double)
    place.doubles = []


def rename(start: Any, key: str, number: int, mark: str) -> None:
    """Give a bookmark the name that says what is printed in it."""
    start.set(f"{w}name", bookmark(key, number, mark))


def heal(place: Place, known: Stored, edited: Edited, *, bind: bool) -> bool:
    """Give a place the control, tag and binding that it should have, and say whether a program had lost any.

    Args:
        bind: Whether it shares its words with the other places of its value.
    """
    if place.control is None:
        if place.bookmark is None or place.has_changes:
            return False
        _wrap(place, known, edited.tree(place.part), bind=bind)
        edited.changed.add(place.part)
        return True
    settings = child(place.control, _SETTINGS)
    if settings is None:
        settings = etree.Element(_SETTINGS)
        place.control.insert(0, settings)
    tags = [one.tag for one in settings]
    ranks = [_ORDER.get(tag, len(_ORDER)) for tag in tags]
    if place.found_by is FoundBy.TAG and (_BINDING in tags) is bind and ranks == sorted(ranks):
        return False
    title = title_of(known.label, known.address)
    fresh = etree.fromstring(
        f'<w:sdt xmlns:w="{W}">{properties(place.key, title, 1, "", bind=bind)}</w:sdt>'
    )[0]
    before = etree.tostring(settings)
    is_lost = _TAG not in tags
    for name in ("alias", "tag", "dataBinding"):
        old, new = settings.find(f"{w}{name}"), fresh.find(f"{w}{name}")
        if name == "alias" and old is not None:
            continue  # somebody may have given it another title
        if old is not None and (new is None or dict(old.attrib) != dict(new.attrib)):
            if name == "dataBinding" and new is not None and old.get(f"{w}storeItemID") == new.get(f"{w}storeItemID"):
                continue  # the same in other writing
            settings.remove(old)
            old = None
        if old is None and new is not None:
            settings.append(new)
    children = sorted(settings, key=lambda one: _ORDER.get(one.tag, len(_ORDER)))
    if children != list(settings):
        settings[:] = children
    if etree.tostring(settings) == before:
        return False
    edited.changed.add(place.part)
    return is_lost


def _wrap(place: Place, known: Stored, tree: Any, *, bind: bool) -> None:
    """Put a control around what stands in a bookmark."""
    used = {whole(one, f"{w}val") for one in tree.iterfind(f".//{w}sdtPr/{w}id")}
    number = whole(place.bookmark, f"{w}id")
    while number in used:
        number += 100_003
    control = etree.fromstring(
        f'<w:sdt xmlns:w="{W}">{properties(place.key, title_of(known.label, known.address), number, "", bind=bind)}'
        "<w:sdtContent/></w:sdt>"
    )
    place.elements[0].addprevious(control)
    control[1].extend(place.elements)
    place.control, place.elements = control, [control[1]]


def add_store(edited: Edited, store: Store) -> None:
    """Add a store where the document has none."""
    edited.add(STORE_PART, store.to_xml(), "application/xml")
    edited.relate(edited.main, "customXml", STORE_PART)
    _add_properties(edited, STORE_PART)


def heal_store(edited: Edited) -> None:
    """Give the store its name again where LibreOffice has lost that."""
    part = edited.store_part
    assert part is not None
    if not any(one.kind == "customXmlProps" for one in edited.relations(part).values()):
        _add_properties(edited, part)


def _add_properties(edited: Edited, part: str) -> None:
    name = STORE_PROPERTIES_PART if part == STORE_PART else part.replace("item", "itemProps")
    edited.add(name, store_properties(), PROPERTIES_TYPE)
    edited.relate(part, "customXmlProps", name)
