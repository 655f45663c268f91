"""A template as it came, made harmless: what runs, fetches or hides is taken out and listed. Knows no house style.

A template may come by e-mail. Nothing of it is executed, no address in it is opened, and of its parts only those kinds
are taken over that make up the look of a page; the rest is not copied at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from attrs import define, field

from kcss_docx.archive import is_markup, parsed, read_parts
from kcss_docx.fields import neutralized
from kcss_docx.markup import R, W
from kcss_docx.relations import Relation, main_part, relations
from kcss_docx.trees import cut, unwrap

_R, _W = f"{{{R}}}", f"{{{W}}}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

#: Kinds of relationship, by the last word of their type, whose parts a template may bring.
_TAKEN = frozenset(
    {
        "styles", "numbering", "settings", "theme", "fontTable", "header", "footer", "image", "font", "chart",
        "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors",
    }
)  # fmt: skip
#: What is said of the others that could do something; the rest is office housekeeping and goes unsaid.
_HARMFUL = MappingProxyType(
    {
        "vbaProject": "macros",
        "wordVbaData": "macros",
        "keyMapCustomizations": "changed keys and commands",
        "attachedToolbars": "toolbars",
        "extensibility": "commands added to the ribbon",
        "oleObject": "an embedded object",
        "package": "an embedded file",
        "control": "an ActiveX control",
        "activeXControlBinary": "an ActiveX control",
        "aFChunk": "an embedded foreign document",
        "subDocument": "a linked document",
        "attachedTemplate": "an attached template",
        "frame": "a linked frame",
        "mailMergeSource": "a source of mail merge",
        "mailMergeHeaderSource": "a source of mail merge",
        "recipientData": "a source of mail merge",
        "transform": "a stylesheet that runs on saving",
        "video": "a film",
        "audio": "a sound",
        "media": "a film or sound",
        "webextension": "an add-in",
        "taskpanes": "an add-in",
    }
)
# Parts that no relationship names and that give away what they are.
_HIDDEN = (
    (re.compile(r"vba(project|data)", re.IGNORECASE), "macros"),
    (re.compile(r"activex", re.IGNORECASE), "an ActiveX control"),
    (re.compile(r"embeddings/", re.IGNORECASE), "an embedded file"),
    (re.compile(r"\.(exe|dll|js|vbs|ps1|bat|cmd|scr|hta|lnk|jar|html?|swf)$", re.IGNORECASE), "a program or page"),
)
_OUTSIDE = {"hyperlink": "a link", "image": "a picture"}
_SAFE_ADDRESS = re.compile(r"(https?://[^\s/]|mailto:[^\s@]+@)", re.IGNORECASE)

# Elements that only exist for what is taken out, and those that stand around a use of a relationship.
_HARMFUL_ELEMENTS = MappingProxyType(
    {
        f"{_W}object": "an embedded object",
        f"{_W}control": "an ActiveX control",
        f"{_W}altChunk": "an embedded foreign document",
        f"{_W}subDoc": "a linked document",
        f"{_W}movie": "a film",
        f"{_O}OLEObject": "an embedded object",
        f"{_A}videoFile": "a film",
        f"{_A}audioFile": "a sound",
        f"{_A}quickTimeFile": "a film",
    }
)
_CONTAINERS = frozenset({f"{_A}ext", f"{_W}drawing", f"{_W}pict", f"{_W}object"})
# What points to parts that are not taken over: comments, and the store of bound controls.
_LOOSE = tuple(
    f"{_W}{name}"
    for name in (
        "commentRangeStart", "commentRangeEnd", "commentReference", "dataBinding", "proofErr", "permStart", "permEnd",
    )
)  # fmt: skip

_SIGNATURES = MappingProxyType(
    {
        b"\x89PNG\r\n\x1a\n": "png",
        b"\xff\xd8\xff": "jpeg",
        b"GIF8": "gif",
        b"BM": "bmp",
        b"II*\0": "tiff",
        b"MM\0*": "tiff",
        b"\x01\0\0\0": "emf",
        b"\xd7\xcd\xc6\x9a": "wmf",
        b"\x01\0\x09\0": "wmf",
    }
)


@define(kw_only=True)
class Guarded:
    """The parts of a template that may be used.

    Attributes:
        name: What messages call it.
        main: Name of the part with the body.
        trees: Root of each part with XML, ready to be changed.
        blobs: Pictures and fonts.
        relations: Relations of each part by their id.
        removed: What was taken out, one phrase each, with the part it stood in.
    """

    name: str
    main: str
    trees: dict[str, Any] = field(factory=dict)
    blobs: dict[str, bytes] = field(factory=dict)
    relations: dict[str, dict[str, Relation]] = field(factory=dict)
    removed: list[str] = field(factory=list)

    def part(self, kind: str) -> Any | None:
        """Return the root of the part that the body has for something, e.g. ``styles``; None where it has none."""
        for relation in self.relations[self.main].values():
            if relation.kind == kind:
                return self.trees.get(relation.target)
        return None

    def remove(self, place: str, what: str) -> None:
        """Note what was taken out, once for each place."""
        line = f"{place}: {what}"
        if line not in self.removed:
            self.removed.append(line)


def guard(data: bytes, name: str) -> Guarded:
    """Return a template made harmless.

    Raises:
        FileError: It cannot be read within the limits, is no Word document, or declares a document type.
    """
    parts = read_parts(data, name)
    guarded = Guarded(name=name, main=main_part(parts, name))
    waiting, seen = [guarded.main], {guarded.main}
    named = set[str]()
    while waiting:
        place = waiting.pop(0)
        known = relations(parts, place, name)
        named.update(relation.target for relation in known.values())
        kept = guarded.relations[place] = {
            identifier: relation for identifier, relation in known.items() if _is_kept(relation, place, parts, guarded)
        }
        if is_markup(place):
            root = guarded.trees[place] = parsed(parts[place], name, place)
            _clean(root, place, kept, guarded)
        for relation in kept.values():
            if not relation.is_external and relation.target not in seen:
                seen.add(relation.target)
                if is_markup(relation.target):
                    waiting.append(relation.target)
                else:
                    guarded.blobs[relation.target] = _blob(parts[relation.target])
    for relation in relations(parts, "", name).values():
        if relation.kind in _HARMFUL:
            guarded.remove("the document", _HARMFUL[relation.kind])
    for part, what in _hidden(parts):
        if part not in named:
            guarded.remove(part, what)
    guarded.removed.sort()
    return guarded


def _is_kept(relation: Relation, place: str, parts: Mapping[str, bytes], guarded: Guarded) -> bool:
    if relation.is_external:
        if relation.kind == "hyperlink" and _SAFE_ADDRESS.match(relation.target):
            return True
        kind = _HARMFUL.get(relation.kind) or _OUTSIDE.get(relation.kind, "something")
        guarded.remove(place, f"{kind} from outside ({relation.target[:80]})")
        return False
    if relation.kind in _HARMFUL:
        guarded.remove(place, _HARMFUL[relation.kind])
        return False
    if relation.kind not in _TAKEN or relation.target not in parts:
        return False
    if relation.kind == "image" and (problem := _wrong_picture(parts[relation.target])):
        guarded.remove(place, f"the picture {relation.target}, {problem}")
        return False
    return True


def picture_suffix(data: bytes) -> str | None:
    """Return the suffix that the first bytes of a picture ask for; None where it is of no kind that pages show."""
    return next((suffix for mark, suffix in _SIGNATURES.items() if data.startswith(mark)), None)


def _wrong_picture(data: bytes) -> str:
    """Return why a picture is not taken over; empty where nothing speaks against it."""
    suffix = picture_suffix(data)
    if suffix is None:
        return "which is SVG and may hold scripts" if b"<svg" in data[:4096] else "which is of an unknown kind"
    if suffix in ("emf", "wmf"):
        return ""
    from kcss_docx.pictures import is_bearable

    return "" if is_bearable(data) else "which is broken or has more pixels than any photograph"


def _blob(data: bytes) -> bytes:
    from kcss_docx.pictures import stripped

    return stripped(data)


# --- the elements of one part


def _clean(root: Any, place: str, kept: Mapping[str, Relation], guarded: Guarded) -> None:
    for element in [*root.iter(*_HARMFUL_ELEMENTS)]:
        guarded.remove(place, _HARMFUL_ELEMENTS[element.tag])
        cut(element)
    for element in [*root.iter(*_LOOSE)]:
        cut(element)
    for instruction in neutralized(root):
        guarded.remove(place, f"a field ({instruction})")
    for element in [*root.iter("*")]:
        _clean_references(element, kept)
        for attribute in ("href", f"{_O}href"):
            address = element.get(attribute)
            if address is not None and not _SAFE_ADDRESS.match(address) and not address.startswith("#"):
                del element.attrib[attribute]
                guarded.remove(place, f"a link ({address[:80]})")


def _clean_references(element: Any, kept: Mapping[str, Relation]) -> None:
    """Take away the uses of relations that are gone."""
    lost = [name for name, value in element.attrib.items() if _names_relation(name) and value and value not in kept]
    if not lost:
        return
    if element.tag == f"{_W}hyperlink":
        for name in lost:
            del element.attrib[name]
        if f"{_W}anchor" not in element.attrib:
            unwrap(element)
        return
    if any(_names_relation(name) and value in kept for name, value in element.attrib.items()):
        for name in lost:
            del element.attrib[name]
        return
    container = next((one for one in element.iterancestors() if one.tag in _CONTAINERS), element)
    parent = container.getparent()
    cut(container)
    if parent is not None and parent.tag == f"{_A}extLst" and len(parent) == 0:
        cut(parent)


def _names_relation(attribute: str) -> bool:
    return attribute.startswith(_R) or attribute == f"{_O}relid"


def _hidden(parts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in parts:
        for pattern, what in _HIDDEN:
            if pattern.search(name):
                yield name, what
                break


