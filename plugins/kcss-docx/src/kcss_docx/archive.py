"""A Word file from outside, read into memory within limits. Knows no part's meaning and fetches nothing."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

from kcss_core.errors import FileError

#: Bytes of a file, of one part and of all parts unpacked. House styles have a few megabytes of pictures.
LARGEST_FILE, LARGEST_PART, LARGEST_WHOLE = 60_000_000, 40_000_000, 250_000_000
#: How many times its packed size a part may unpack to; repetitive XML reaches about 60, a bomb 1000.
MOST_RATIO = 200
#: Below this size nobody is harmed by any ratio.
_HARMLESS = 1_000_000
MOST_MEMBERS = 3_000

#: What messages say is expected.
A_DOCUMENT, A_TEMPLATE = "a Word document (.docx)", "a template (.docx or .dotx)"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DRIVE = re.compile(r"[A-Za-z]:")
_DOCTYPE = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml"
_MARKUP = (".xml", ".rels", ".vml")

_SAVE_AS_DOCX = "open it in Word and save it as .docx"


def is_markup(name: str) -> bool:
    """Say whether a part holds XML."""
    return name.lower().endswith(_MARKUP)


def refused(name: str, what: str, remedy: str) -> FileError:
    """Return the error that says why a file is not read, and what to do."""
    return FileError(f"{name}: {what}; {remedy}")


def read_file(path: Path, what: str, most: int = LARGEST_FILE) -> bytes:
    """Return the bytes of a file; of one that is larger than allowed, one byte more than is, which its reader refuses.

    Args:
        what: What is expected there, e.g. ``a Word document (.docx)``.

    Raises:
        FileError: There is no such file, or it cannot be read.
    """
    if path.is_dir():
        raise FileError(f"{path} is a folder, expected {what}")
    try:
        with path.open("rb") as opened:
            return opened.read(most + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise FileError(f"{path}: expected {what}, got none: {reason}") from None


def read_parts(data: bytes, name: str) -> dict[str, bytes]:
    """Return the parts of a package by name.

    Args:
        name: What messages call the file.

    Raises:
        FileError: It is no package, has a password, is larger than any document, or names parts outside of itself.
    """
    if len(data) > LARGEST_FILE:
        what = f"expected a Word document of at most {LARGEST_FILE // 1_000_000} MB, got more"
        raise refused(name, what, "make its pictures smaller")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise refused(name, "the file has a password", "open it in Word, take the password away and save it")
        raise refused(name, "expected a Word document (.docx), got one of Word 97–2003", _SAVE_AS_DOCX)
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            return _unpacked(file, name)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, zlib.error) as error:
        if data[:2] == b"PK":
            what = "the file is broken or not complete"
            raise refused(name, what, "copy it again from where it came from") from error
        raise refused(name, f"expected a Word document (.docx), got {_kind(data)}", _SAVE_AS_DOCX) from error


def _kind(data: bytes) -> str:
    head = data[:64].lstrip().lower()
    for start, kind in ((b"{\\rtf", "RTF"), (b"%pdf", "a PDF"), (b"<", "a page of HTML or XML")):
        if head.startswith(start):
            return kind
    return "an empty file" if not data else "something else"


def _unpacked(file: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    members = [member for member in file.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise refused(name, f"expected at most {MOST_MEMBERS} parts, got {len(members)}", _SAVE_AS_DOCX)
    seen: set[str] = set()
    for member in members:
        if member.flag_bits & 1:
            raise refused(name, "the file has a password", "open it in Word, take the password away and save it")
        # orig_filename: zipfile cuts a name at its first NUL and turns backslashes on some systems.
        path = member.orig_filename
        if path.startswith("/") or _DRIVE.match(path) or "\\" in path or "\0" in path or ".." in path.split("/"):
            raise refused(name, f"a part is called {path[:80]!r}, which leads out of the document", _SAVE_AS_DOCX)
        if path.lower() in seen:
            raise refused(name, f"two parts are called {path[:80]!r}", _SAVE_AS_DOCX)
        seen.add(path.lower())
    parts, left = {}, LARGEST_WHOLE
    for member in members:
        # What the archive says of sizes may be a lie, so no more is unpacked than is allowed.
        most = min(LARGEST_PART, left, max(_HARMLESS, member.compress_size * MOST_RATIO))
        with file.open(member) as opened:
            part = opened.read(most + 1)
        if len(part) > most:
            what = f"the part {member.filename!r} unpacks to far more than a document holds"
            raise refused(name, what, "do not open it; ask who sent it")
        left -= len(part)
        parts[member.filename] = part
    return parts


def parsed(part: bytes, name: str, place: str) -> Any:
    """Return the root of a part that holds XML: no entity is resolved, no address opened.

    Raises:
        FileError: It declares a document type, or is no XML.
    """
    from lxml import etree

    if _STRICT in part:
        raise refused(name, "the document is saved as Strict Open XML", "save it in Word as Word Document (*.docx)")
    if not any(mark in part for mark in _DOCTYPE):
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(part, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise refused(name, f"the part {place!r} is broken", _SAVE_AS_DOCX) from error
        if root.getroottree().docinfo.internalDTD is None:
            return root
    raise refused(
        name, f"the part {place!r} declares a document type, which no program for documents writes", "ask who sent it"
    )
