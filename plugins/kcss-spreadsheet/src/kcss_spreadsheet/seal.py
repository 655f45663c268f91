"""The seal of a workbook, by which a later run knows whether anybody has saved it since. Knows nothing of its sheets.

It is a custom property with the digest of all other parts: whatever program saves the workbook rewrites these.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from hashlib import sha256

#: Name of the property, and what stands there until all other parts are written.
NAME = "kcss-spreadsheet"
PLACEHOLDER = "0" * 64
_PART = "docProps/custom.xml"
#: No report unpacks to more bytes; a small archive can claim to.
_LARGEST = 500_000_000


def sealed(data: bytes) -> bytes:
    """Return a workbook that bears the placeholder with its seal instead."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        parts = {info.filename: old.read(info) for info in old.infolist()}
        parts[_PART] = parts[_PART].replace(PLACEHOLDER.encode(), _digest(parts))
        for info in old.infolist():
            new.writestr(info, parts[info.filename])
    return stream.getvalue()


def is_untouched(data: bytes) -> bool:
    """Say whether a workbook is as it was written: no program has saved it since."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            if sum(part.file_size for part in file.infolist()) > _LARGEST:
                return False
            parts = {name: file.read(name) for name in file.namelist()}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        return False  # not a zip archive, a broken one, or one with a password
    return b">" + _digest(parts) + b"<" in parts.get(_PART, b"")


def _digest(parts: Mapping[str, bytes]) -> bytes:
    total = sha256()
    for name in sorted(parts):
        if name != _PART:
            total.update(f"{name}\0{len(parts[name])}\0".encode())
            total.update(parts[name])
    return total.hexdigest().encode()
