"""The package: parts, content types, relationships, and the same bytes for the same parts. Knows no part's meaning."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from hashlib import sha256
from io import BytesIO
from posixpath import relpath

from kcss_docx.markup import DECLARATION, attribute

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
#: What a relationship of the standard starts with; the rest of its type is one word.
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CONTENT_TYPES = "[Content_Types].xml"

# Parts whose type follows from the suffix.
_DEFAULTS = {
    "bmp": "image/bmp",
    "emf": "image/x-emf",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    "png": "image/png",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "tiff": "image/tiff",
    "wmf": "image/x-wmf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
}
# Compressed already: to deflate them again costs most of the time and gains nothing.
_STORED = frozenset({"jpeg", "png", "xlsx"})
# The earliest moment that a zip archive can name; a real one would differ from run to run.
_MOMENT = (1980, 1, 1, 0, 0, 0)

# Holds the digest over all other parts. Word and LibreOffice rewrite parts whenever they save.
_SEAL_PART = "docProps/custom.xml"
_SEAL_NAME = "kcss-docx"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # ISO/IEC 29500-1, 22.3.2.2: custom properties


#: No report unpacks to more bytes; a small archive can claim to.
_LARGEST = 2_000_000_000


class Package:
    """The parts of one document while it is written."""

    def __init__(self) -> None:
        self.parts: dict[str, bytes] = {}
        self._types: dict[str, str] = {}
        self._relationships: dict[str, dict[tuple[str, str, bool], str]] = {}
        self._last_numbers: dict[str, int] = {}
        self._adopted: dict[str, dict[str, tuple[str, str, bool]]] = {}

    def add(self, name: str, data: bytes | str, content_type: str | None = None) -> str:
        """Add a part and return its name. ``content_type`` is None where the suffix tells."""
        self.parts[name] = data.encode() if isinstance(data, str) else data
        if content_type is not None:
            self._types[name] = content_type
        return name

    def relate(self, source: str, kind: str, target: str, *, is_external: bool = False) -> str:
        """Return the id of the relationship from a part (empty: the package) to another part or an address.

        The same relationship has the same id however often it is asked for.
        """
        known = self._relationships.setdefault(source, {})
        start = "rId" if source not in self._adopted else "rKcss"
        key = (kind if "/" in kind else OFFICE + kind, target, is_external)
        return known.setdefault(key, f"{start}{len(known) + 1}")

    def adopt(self, source: str, identifier: str, kind: str, target: str, *, is_external: bool = False) -> None:
        """Add a relationship of a template's part under the id that its XML names.

        To be called before a part has relationships of its own, which begin with other letters then.
        """
        self._adopted.setdefault(source, {})[identifier] = (kind, target, is_external)

    def free_name(self, start: str, suffix: str) -> str:
        """Return the next name of a numbered part: ``word/header`` and ``xml`` give ``word/header1.xml``."""
        number = self._last_numbers[start] = self._last_numbers.get(start, 0) + 1
        return f"{start}{number}.{suffix}"

    def to_bytes(self) -> bytes:
        """Return the package as a zip archive, sealed: equal parts give equal bytes."""
        parts = self.finished()
        parts[_SEAL_PART] = _seal_xml(_digest(parts))
        return archive(parts)

    def finished(self) -> dict[str, bytes]:
        """Return the parts with their relationships and content types, but for the seal."""
        parts = dict(self.parts)
        types = self._types | {_SEAL_PART: "application/vnd.openxmlformats-officedocument.custom-properties+xml"}
        self.relate("", "custom-properties", _SEAL_PART)
        for source in {**self._relationships, **self._adopted}:
            rows = [(identifier, *key) for key, identifier in self._relationships.get(source, {}).items()]
            rows += [(identifier, *key) for identifier, key in self._adopted.get(source, {}).items()]
            parts[relationships_part(source)] = _relationships_xml(source, rows)
        suffixes = {name.rpartition(".")[2] for name in parts}
        parts[_CONTENT_TYPES] = _types_xml(suffixes, types)
        return parts


def archive(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as a zip archive in one fixed order with one fixed date."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in sorted(parts, key=lambda name: (name != _CONTENT_TYPES, name != "_rels/.rels", name)):
            info = zipfile.ZipInfo(name, _MOMENT)
            info.create_system = 0
            is_stored = name.rpartition(".")[2] in _STORED
            info.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
            file.writestr(info, parts[name], compresslevel=None if is_stored else 6)
    return buffer.getvalue()


def is_untouched(data: bytes) -> bool:
    """Say whether a document is as it was written: no program has saved it since."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            if sum(part.file_size for part in file.infolist()) > _LARGEST:
                return False
            parts = {name: file.read(name) for name in file.namelist()}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        return False  # not a zip archive, a broken one, or one with a password
    return parts.get(_SEAL_PART) == _seal_xml(_digest(parts))


def _digest(parts: Mapping[str, bytes]) -> str:
    total = sha256()
    for name in sorted(parts):
        if name != _SEAL_PART:
            total.update(f"{name}\0{len(parts[name])}\0".encode())
            total.update(parts[name])
    return total.hexdigest()


def relationships_part(source: str) -> str:
    """Return the name of the part with the relationships of a part (empty: the package)."""
    folder, _, name = source.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _relationships_xml(source: str, rows: Iterable[tuple[str, str, str, bool]]) -> bytes:
    folder = source.rpartition("/")[0]
    lines = []
    for identifier, kind, target, is_external in rows:
        if is_external:
            place, mode = attribute(target), ' TargetMode="External"'
        else:
            place, mode = (relpath(target, folder) if folder else target), ""
        lines.append(f'<Relationship Id="{identifier}" Type="{kind}" Target="{place}"{mode}/>')
    return f'{DECLARATION}<Relationships xmlns="{_RELATIONSHIPS}">{"".join(lines)}</Relationships>'.encode()


def _types_xml(suffixes: set[str], types: Mapping[str, str]) -> bytes:
    defaults = "".join(
        f'<Default Extension="{suffix}" ContentType="{kind}"/>'
        for suffix, kind in _DEFAULTS.items()
        if suffix in suffixes
    )
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{types[name]}"/>' for name in sorted(types))
    return f'{DECLARATION}<Types xmlns="{_TYPES}">{defaults}{overrides}</Types>'.encode()


def _seal_xml(seal: str) -> bytes:
    return (
        f'{DECLARATION}<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VARIANT}">'
        f'<property fmtid="{_FORMAT_ID}" pid="2" name="{_SEAL_NAME}"><vt:lpwstr>{seal}</vt:lpwstr></property>'
        "</Properties>"
    ).encode()
