"""What the parts of a package point to, and which of them is the document. Knows nothing of what stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import dirname, normpath
from posixpath import join as joined

from attrs import frozen

from kcss_docx.archive import parsed, refused

TYPES_PART = "[Content_Types].xml"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_MAIN_TYPES = re.compile(
    r"application/vnd\.(openxmlformats-officedocument\.wordprocessingml|ms-word)\.(document|template)"
    r"(\.macroEnabled|\.macroEnabledTemplate)?\.main\+xml"
)
_OTHERS = {"spreadsheet": "an Excel workbook", "presentation": "a PowerPoint presentation"}


@frozen
class Relation:
    """What a part points to. ``kind`` is the last word of its type, ``target`` a part's name or an address."""

    kind: str
    type: str
    target: str
    is_external: bool = False


def relations(parts: Mapping[str, bytes], source: str, name: str) -> dict[str, Relation]:
    """Return what a part (empty: the package) points to, by id."""
    folder, _, base = source.rpartition("/")
    place = joined(folder, "_rels", f"{base}.rels") if source else "_rels/.rels"
    if place not in parts:
        return {}
    found = {}
    for child in parsed(parts[place], name, place).iter(f"{_RELATIONSHIPS}Relationship"):
        type_, target = child.get("Type", ""), child.get("Target", "")
        is_external = child.get("TargetMode") == "External"
        if not is_external:
            target = target.lstrip("/") if target.startswith("/") else normpath(joined(dirname(source), target))
        found[child.get("Id", "")] = Relation(type_.rpartition("/")[2], type_, target, is_external)
    return found


def main_part(parts: Mapping[str, bytes], name: str) -> str:
    """Return the name of the part with the body of a Word document or template.

    Raises:
        FileError: It is a file of another kind.
    """
    target = next((one.target for one in relations(parts, "", name).values() if one.kind == "officeDocument"), "")
    if target not in parts or TYPES_PART not in parts:
        got = "an OpenDocument file" if "mimetype" in parts else "another kind of archive"
        what = f"expected a Word document (.docx or .dotx), got {got}"
        raise refused(name, what, "open it in Word and save it as .docx")
    by_suffix, by_name = {}, {}
    for child in parsed(parts[TYPES_PART], name, TYPES_PART):
        kind = child.get("ContentType", "")
        by_name[child.get("PartName", "").lstrip("/")] = kind
        by_suffix[child.get("Extension", "").lower()] = kind
    type_ = by_name.get(target) or by_suffix.get(target.rpartition(".")[2].lower(), "")
    if not _MAIN_TYPES.fullmatch(type_):
        got = next((kind for word, kind in _OTHERS.items() if word in type_), "something else")
        raise refused(name, f"expected a Word document (.docx or .dotx), got {got}", "name another file")
    return target
