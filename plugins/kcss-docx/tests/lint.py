"""What no schema can say of a Word document: that ids are unique, pairs are closed, and every name leads somewhere."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DS = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}"
TEXT_PARTS = re.compile(r"word/(document|footnotes|header\d+|footer\d+)\.xml")
STYLE_USES = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name."""
    with zipfile.ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def faults(data: bytes) -> list[str]:
    """Return everything that is wrong with a document, one sentence a fault."""
    with zipfile.ZipFile(BytesIO(data)) as file:
        names = file.namelist()
        moments = {info.date_time for info in file.infolist()}
    found = [f"{name}: stored twice" for name, count in Counter(names).items() if count > 1]
    if moments != {(1980, 1, 1, 0, 0, 0)}:
        found.append(f"package: expected one fixed date, got {sorted(moments)}")
    if names[0] != "[Content_Types].xml":
        found.append(f"package: expected [Content_Types].xml first, got {names[0]}")
    parts = parts_of(data)
    found += faults_of_parts(parts)
    return found


def faults_of_parts(parts: dict[str, bytes]) -> list[str]:
    """Return what is wrong with the parts of a document."""
    trees = {name: etree.fromstring(data) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    texts = {name: tree for name, tree in trees.items() if TEXT_PARTS.fullmatch(name)}
    return [
        *_content_types(parts, trees),
        *_relationships(parts, trees),
        *_ids(texts),
        *_bookmarks(texts),
        *_fields(texts),
        *_styles(texts, trees),
        *_lists(texts, trees),
        *_bindings(texts, trees),
        *_drawings(texts),
        *_tables(texts),
        *_settings(trees),
    ]


def _content_types(parts: dict[str, bytes], trees: dict[str, Any]) -> Iterator[str]:
    root = trees["[Content_Types].xml"]
    defaults = {child.get("Extension") for child in root if child.tag.endswith("}Default")}
    overrides = [child.get("PartName").lstrip("/") for child in root if child.tag.endswith("}Override")]
    for name in overrides:
        if name not in parts:
            yield f"[Content_Types].xml: names {name}, which is not there"
    for name in parts:
        if name != "[Content_Types].xml" and name not in overrides and name.rpartition(".")[2] not in defaults:
            yield f"{name}: has no content type"


def _relationships(parts: dict[str, bytes], trees: dict[str, Any]) -> Iterator[str]:
    known: dict[str, set[str]] = {}
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        source = normpath(join(dirname(name), "..", name.rpartition("/")[2].removesuffix(".rels"))) if name != "_rels/.rels" else ""
        if source and source not in parts:
            yield f"{name}: belongs to {source}, which is not there"
        ids = [child.get("Id") for child in tree]
        known[source] = set(ids)
        if len(ids) != len(set(ids)):
            yield f"{name}: an id stands twice"
        for child in tree:
            target = child.get("Target")
            if child.get("TargetMode") == "External":
                if not re.match(r"(https?://|mailto:)", target) or not child.get("Type").endswith("/hyperlink"):
                    yield f"{name}: leads outside to {target}"
                continue
            path = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(source), target))
            if path not in parts:
                yield f"{name}: leads to {path}, which is not there"
    for name, tree in trees.items():
        if name.endswith(".rels"):
            continue
        for element in tree.iter(etree.Element):
            for attribute, value in element.attrib.items():
                if attribute.startswith(R) and value not in known.get(name, set()):
                    yield f"{name}: uses relationship {value}, which is not there"


def _ids(texts: dict[str, Any]) -> Iterator[str]:
    kinds = {"bookmark": f"{W}bookmarkStart", "drawing": f"{WP}docPr"}
    for kind, tag in kinds.items():
        ids = [element.get(f"{W}id") or element.get("id") for tree in texts.values() for element in tree.iter(tag)]
        for value, count in Counter(ids).items():
            if count > 1:
                yield f"{kind} id {value}: given {count} times"
    controls = [element.get(f"{W}val") for tree in texts.values() for element in tree.iterfind(f".//{W}sdtPr/{W}id")]
    for value, count in Counter(controls).items():
        if count > 1:
            yield f"control id {value}: given {count} times"
    for tree in texts.values():
        for properties in tree.iter(f"{W}sdtPr"):
            if properties.find(f"{W}alias") is None or not properties.find(f"{W}alias").get(f"{W}val"):
                yield "control: has no title"
            for name in ("alias", "tag"):
                element = properties.find(f"{W}{name}")
                if element is not None and len(element.get(f"{W}val")) > 64:
                    yield f"control {name}: longer than 64 letters"


def _bookmarks(texts: dict[str, Any]) -> Iterator[str]:
    names: list[str] = []
    for part, tree in texts.items():
        open_: dict[str, str] = {}
        for element in tree.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            identifier = element.get(f"{W}id")
            if element.tag == f"{W}bookmarkStart":
                name = element.get(f"{W}name")
                names.append(name)
                open_[identifier] = name
                if len(name) > 40:
                    yield f"bookmark {name}: longer than 40 letters"
            elif open_.pop(identifier, None) is None:
                yield f"{part}: bookmark {identifier} ends without a start"
        for name in open_.values():
            yield f"bookmark {name}: has no end"
    for name, count in Counter(names).items():
        if count > 1:
            yield f"bookmark {name}: stands {count} times"
    for tree in texts.values():
        for link in tree.iter(f"{W}hyperlink"):
            anchor = link.get(f"{W}anchor")
            if anchor is not None and anchor not in names:
                yield f"link: leads to bookmark {anchor}, which is not there"
        for instruction in tree.iter(f"{W}instrText"):
            match = re.match(r"\s*(?:PAGEREF|REF)\s+(\S+)", instruction.text or "")
            if match and match[1] not in names:
                yield f"field: refers to bookmark {match[1]}, which is not there"


def _fields(texts: dict[str, Any]) -> Iterator[str]:
    for part, tree in texts.items():
        stack: list[str] = []
        for mark in tree.iter(f"{W}fldChar"):
            kind = mark.get(f"{W}fldCharType")
            if kind == "begin":
                stack.append(kind)
            elif kind == "separate" and stack and stack[-1] == "begin":
                stack[-1] = kind
            elif kind == "end" and stack:
                stack.pop()
            else:
                yield f"{part}: field mark {kind} out of place"
        if stack:
            yield f"{part}: {len(stack)} fields without end"


def _styles(texts: dict[str, Any], trees: dict[str, Any]) -> Iterator[str]:
    styles = {style.get(f"{W}styleId"): style.get(f"{W}type") for style in trees["word/styles.xml"].iter(f"{W}style")}
    names = Counter(name.get(f"{W}val") for name in trees["word/styles.xml"].iterfind(f"{W}style/{W}name"))
    for name, count in names.items():
        if count > 1:
            yield f"style name {name}: given {count} times"
    for relation in ("basedOn", "next", "link"):
        for element in trees["word/styles.xml"].iter(f"{W}{relation}"):
            if element.get(f"{W}val") not in styles:
                yield f"style {element.get(f'{W}val')}: not defined"
    for tree in texts.values():
        for use, kind in STYLE_USES.items():
            for name in {element.get(f"{W}val") for element in tree.iter(f"{W}{use}")}:
                if styles.get(name) != kind:
                    yield f"{kind} style {name}: not defined"


def _lists(texts: dict[str, Any], trees: dict[str, Any]) -> Iterator[str]:
    numbering = trees["word/numbering.xml"]
    levels = {
        abstract.get(f"{W}abstractNumId"): {level.get(f"{W}ilvl") for level in abstract.iter(f"{W}lvl")}
        for abstract in numbering.iter(f"{W}abstractNum")
    }
    lists = {num.get(f"{W}numId"): num.find(f"{W}abstractNumId").get(f"{W}val") for num in numbering.iter(f"{W}num")}
    for tree in texts.values():
        for numbered in tree.iter(f"{W}numPr"):
            number, level = numbered.find(f"{W}numId").get(f"{W}val"), numbered.find(f"{W}ilvl").get(f"{W}val")
            if number not in lists:
                yield f"list {number}: not defined"
            elif level not in levels.get(lists[number], set()):
                yield f"list {number}: has no level {level}"


def _bindings(texts: dict[str, Any], trees: dict[str, Any]) -> Iterator[str]:
    stores = {
        trees[name].get(f"{DS}itemID"): trees[name.replace("itemProps", "item")]
        for name in trees
        if re.fullmatch(r"customXml/itemProps\d+\.xml", name)
    }
    for tree in texts.values():
        for control in tree.iter(f"{W}sdt"):
            binding = control.find(f"{W}sdtPr/{W}dataBinding")
            if binding is None:
                continue
            path, store = binding.get(f"{W}xpath"), stores.get(binding.get(f"{W}storeItemID"))
            if store is None:
                yield f"binding {path}: has no store"
                continue
            prefixes = dict(re.findall(r"xmlns:(\w+)='([^']*)'", binding.get(f"{W}prefixMappings")))
            stored = store.getroottree().xpath(path, namespaces=prefixes)
            shown = "".join(control.find(f"{W}sdtContent").itertext())
            if len(stored) != 1:
                yield f"binding {path}: leads to {len(stored)} elements"
            elif (stored[0].text or "") != shown:
                yield f"binding {path}: stores {stored[0].text!r}, shows {shown!r}"


def _drawings(texts: dict[str, Any]) -> Iterator[str]:
    for tree in texts.values():
        for named in tree.iter(f"{WP}docPr"):
            if not named.get("descr") and not any("decorative" in str(child.tag) for child in named.iter(etree.Element)):
                yield f"drawing {named.get('id')}: has neither alternative text nor the mark of a decoration"


def _tables(texts: dict[str, Any]) -> Iterator[str]:
    for tree in texts.values():
        for number, table in enumerate(tree.iter(f"{W}tbl"), 1):
            rows = table.findall(f"{W}tr")
            columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
            if not rows or rows[0].find(f"{W}trPr/{W}tblHeader") is None:
                yield f"table {number}: has no header row"
            if any(len(row.findall(f"{W}tc")) != columns for row in rows):
                yield f"table {number}: a row has not {columns} cells"
            if any(True for _ in table.iter(f"{W}gridSpan", f"{W}vMerge")):
                yield f"table {number}: has merged cells"
            following = table.getnext()
            if following is not None and following.tag == f"{W}tbl":
                yield f"table {number}: touches the next table"
        for cell in tree.iter(f"{W}tc"):
            if cell[-1].tag != f"{W}p":
                yield "cell: does not end with a paragraph"


def _settings(trees: dict[str, Any]) -> Iterator[str]:
    settings = trees["word/settings.xml"]
    if settings.find(f"{W}updateFields") is not None:
        yield "settings: updateFields makes Word ask a question on opening"
    if settings.find(f"{W}zoom") is None or not settings.find(f"{W}zoom").get(f"{W}percent"):
        yield "settings: zoom has no percentage"
