"""Image files: what kind they are, how large, whether they are whole. Decodes nothing."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import BinaryIO

from attrs import field

from kcss_core.frozen import frozen
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.text import fold, nearest

#: Larger files are refused: a document of forty such pictures cannot be sent to anybody. In bytes.
MOST_BYTES = 40_000_000
#: Pictures of more pixels are refused: small files can unpack to gigabytes.
MOST_PIXELS = 50_000_000
#: What to do where the system does not let a file be read.
READ_IT = "look whether it is a file, whether you may read it, and whether another program holds it"
_ANEW = "copy it anew from where it came from"


@frozen(kw_only=True)
class Image:
    """An image file that was looked at when the workspace was read; its bytes are read when it is rendered.

    **Units**: ``width`` and ``height`` in pixels.

    Attributes:
        file: Path below the workspace, for messages.
        path: Where it stands on this machine.
        media_type: ``image/png``, ``image/jpeg`` …, from the content, not from the name.
    """

    file: str
    path: Path = field(repr=False, eq=False)
    media_type: str
    width: int
    height: int

    def data(self) -> bytes:
        """Return the file's bytes."""
        return self.path.read_bytes()


class _BrokenImageError(ValueError):
    """An image is not whole, or its header contradicts itself."""


def look_at(root: Path, file: str) -> tuple[Image | None, Problem | None]:
    """Return the image file at a path below the workspace, and what is wrong with it.

    Reads its header and its end only. An image with a misleading name is returned together with the problem.

    Args:
        root: The workspace's folder.
        file: Path below it, with forward slashes.
    """
    origin = Origin(file)
    path, problem = _inside(root, file)
    if path is None:
        return None, problem
    try:
        size = path.stat().st_size
        with path.open("rb") as opened:
            head = opened.read(512)
            media_type = _media_type(head)
            problem = _unfit(media_type, head, size, origin)
            if media_type is None or problem is not None:
                return None, problem
            opened.seek(0)
            width, height = _FORMATS[media_type](opened, size)
    except (_BrokenImageError, struct.error) as error:
        reason = str(error) if isinstance(error, _BrokenImageError) else "it ends inside its header"
        return None, _problem(
            "image.truncated", f"expected a whole image, but {reason}", origin, _ANEW
        )
    except OSError as error:
        return None, _problem("image.unreadable", f"the file cannot be read: {error.strerror}", origin, READ_IT)
    if width <= 0 or height <= 0:
        message = f"expected a picture, got {width} × {height} pixels"
        return None, _problem("image.empty", message, origin, _ANEW)
    if width * height > MOST_PIXELS:
        return None, _problem(
            "image.huge",
            f"expected at most {MOST_PIXELS // 1_000_000} million pixels, got {width} × {height}",
            origin,
            "make it smaller",
        )
    image = Image(file=file, path=path, media_type=media_type, width=width, height=height)
    return image, _misnamed(image, origin)


def _inside(root: Path, file: str) -> tuple[Path | None, Problem | None]:
    """Return the path on this machine, or what is wrong: outside the workspace, or missing."""
    origin = Origin(file)
    pure = PurePosixPath(file)
    if pure.is_absolute() or "\\" in file or ":" in file or "\0" in file:
        message = "expected a path below the workspace with forward slashes"
        return None, _problem("image.path", message, origin, "write it as images/name.jpg", Severity.ERROR)
    path = root / file
    try:
        resolved = path.resolve()
        is_inside = resolved.is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        is_inside = False
    if not is_inside:
        return None, _problem(
            "image.outside",
            "expected a file inside the workspace, got one outside of it",
            origin,
            "copy it into the folder images/",
            Severity.ERROR,
        )
    if not path.is_file():
        hint = _near(root, path) or "put the file there, or mend the path"
        return None, _problem("image.missing", "there is no such file", origin, hint)
    # Windows and macOS open a file by a name in other case; the next machine may not.
    if resolved.name != path.name and fold(resolved.name) == fold(path.name) and not path.is_symlink():
        return None, _problem(
            "image.missing", "there is no such file", origin, f"did you mean {resolved.name!r}? Case matters"
        )
    return path, None


def _near(root: Path, path: Path) -> str | None:
    if not path.parent.is_dir():
        return None
    name = nearest(path.name, [other.name for other in path.parent.iterdir() if other.is_file()])
    return None if name is None else f"did you mean {path.with_name(name).relative_to(root).as_posix()!r}?"


# Kinds of picture that documents cannot show: what they begin with, their name, and what to do.
_IN_PHONES = "in the settings of the phone's camera choose JPEG (Most Compatible), and save this one as JPEG"
_OTHER_KINDS = (
    (re.compile(rb".{4}ftyp(?:heic|heix|heim|heis|hevc|mif1|msf1)", re.DOTALL), "HEIC", _IN_PHONES),
    (re.compile(rb".{4}ftyp(?:avif|avis)", re.DOTALL), "AVIF", "save it as JPEG"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml.*|<!--.*)?<svg", re.DOTALL), "SVG", "export it as a large PNG"),
    (re.compile(rb"%PDF"), "PDF", "export the page as PNG"),
    (re.compile(rb"(?:II\*\0.{4}CR|.{4}ftypcrx)", re.DOTALL), "a raw photograph", "develop it and save it as JPEG"),
)


def _unfit(media_type: str | None, head: bytes, size: int, origin: Origin) -> Problem | None:
    if size == 0:
        return _problem("image.empty", "expected an image, got an empty file", origin, _ANEW)
    if media_type is None:
        kinds = ", ".join(name.removeprefix("image/").upper() for name in _FORMATS)
        got, hint = "something else", "save the picture as JPEG or PNG"
        for pattern, name, remedy in _OTHER_KINDS:
            if pattern.match(head):
                got, hint = name, remedy
        return _problem("image.not-an-image", f"expected an image ({kinds}), got {got}", origin, hint)
    if size > MOST_BYTES:
        return _problem(
            "image.huge",
            f"expected at most {MOST_BYTES // 1_000_000} MB, got {size // 1_000_000} MB",
            origin,
            "make it smaller",
        )
    return None


def _problem(
    code: str, message: str, origin: Origin, hint: str | None, severity: Severity = Severity.WARNING
) -> Problem:
    return Problem(code, message, origin, severity, hint=hint)


def _misnamed(image: Image, origin: Origin) -> Problem | None:
    suffix = PurePosixPath(image.file).suffix.lower()
    if suffix in _SUFFIXES[image.media_type]:
        return None
    right = _SUFFIXES[image.media_type][0]
    kind = image.media_type.removeprefix("image/").upper()
    message = f"the file is {kind} by its content, but its name ends in {suffix!r}"
    return _problem("image.suffix", message, origin, f"let it end in {right!r}")


# ---------------------------------------------------------------- formats: width and height, or why it is broken


def _media_type(head: bytes) -> str | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head.startswith((b"II*\0", b"MM\0*")):
        return "image/tiff"
    if head.startswith(b"BM"):
        return "image/bmp"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return None


def _png(opened: BinaryIO, size: int) -> tuple[int, int]:
    """Walk the chunks to the last. **Source**: PNG, ISO/IEC 15948, 5.3 and 11.2.2."""
    opened.seek(8)
    width = height = 0
    while True:
        length, name = struct.unpack(">I4s", opened.read(8))
        if name == b"IHDR":
            width, height = struct.unpack(">II", opened.read(8))
            opened.seek(length - 8 + 4, 1)
        else:
            opened.seek(length + 4, 1)
        if opened.tell() > size or (opened.tell() == size and name != b"IEND"):
            raise _BrokenImageError("its end is missing")
        if name == b"IEND":
            return width, height


# SOF0 to SOF15 but DHT, JPG and DAC, which share the range.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_END = b"\xff\xd9"
# Some cameras write more data after the end of the image.
_JPEG_TAIL = 65536


def _jpeg(opened: BinaryIO, size: int) -> tuple[int, int]:
    """Walk the segments to the first scan and look for the end marker. **Source**: JPEG, ITU-T T.81, annex B."""
    opened.seek(2)
    width = height = 0
    while True:
        lead, marker = struct.unpack(">BB", opened.read(2))
        while lead == marker == 0xFF:
            (marker,) = struct.unpack(">B", opened.read(1))
        if lead != 0xFF:
            raise _BrokenImageError("its segments do not follow one another")
        (length,) = struct.unpack(">H", opened.read(2))
        if marker in _JPEG_FRAMES:
            _, height, width = struct.unpack(">BHH", opened.read(5))
            length -= 5
        elif marker == 0xDA:
            break
        opened.seek(length - 2, 1)
    scan = opened.tell()
    opened.seek(max(scan, size - _JPEG_TAIL))
    if _JPEG_END not in opened.read():
        raise _BrokenImageError("its end is missing")
    return width, height


def _gif(opened: BinaryIO, size: int) -> tuple[int, int]:
    """**Source**: GIF89a specification, 18 and 27."""
    _, width, height = struct.unpack("<6sHH", opened.read(10))
    opened.seek(max(10, size - 64))
    if not opened.read().rstrip(b"\0").endswith(b";"):
        raise _BrokenImageError("its end is missing")
    return width, height


# Length of one value of each type of field, in bytes.
_TIFF_TYPES: Mapping[int, int] = MappingProxyType(
    {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
)
# Offsets and lengths of the strips, and of the tiles that may stand for them.
_TIFF_PARTS = ((273, 279), (324, 325))


def _tiff(opened: BinaryIO, size: int) -> tuple[int, int]:
    """Read the first directory, and whether all that it points to lies in the file. **Source**: TIFF 6.0, 2 and 15."""
    order = "<" if opened.read(2) == b"II" else ">"
    _, offset = struct.unpack(f"{order}HI", opened.read(6))
    opened.seek(offset)
    (entries,) = struct.unpack(f"{order}H", opened.read(2))
    found: dict[int, tuple[int, ...]] = {}
    for entry in [opened.read(12) for _ in range(entries)]:
        tag, kind, count, inside = struct.unpack(f"{order}HHI4s", entry)
        length = _TIFF_TYPES.get(kind, 1) * count
        if length > 4:
            (start,) = struct.unpack(f"{order}I", inside)
            if start + length > size:
                raise _BrokenImageError("its end is missing")
            opened.seek(start)
            inside = opened.read(length)
        if kind in (3, 4):
            found[tag] = struct.unpack(f"{order}{count}{'H' if kind == 3 else 'I'}", inside[:length])
    for starts, lengths in _TIFF_PARTS:
        for start, length in zip(found.get(starts, ()), found.get(lengths, ()), strict=False):
            if start + length > size:
                raise _BrokenImageError("its end is missing")
    return found.get(256, (0,))[0], found.get(257, (0,))[0]


def _bmp(opened: BinaryIO, size: int) -> tuple[int, int]:
    """**Source**: Microsoft, BITMAPFILEHEADER and BITMAPINFOHEADER; a negative height runs from top to bottom."""
    _, stated, _, _, header = struct.unpack("<2sIIII", opened.read(18))
    width, height = struct.unpack("<HH", opened.read(4)) if header == 12 else struct.unpack("<ii", opened.read(8))
    if stated > size:
        raise _BrokenImageError("its end is missing")
    return width, abs(height)


def _webp(opened: BinaryIO, size: int) -> tuple[int, int]:
    """**Source**: RFC 9649, 2.3 to 2.7."""
    stated, _, kind, _ = struct.unpack("<4xI4s4sI", opened.read(20))
    if stated + 8 > size:
        raise _BrokenImageError("its end is missing")
    body = opened.read(10)
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack("<xI", body[:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<6xHH", body)
    return width & 0x3FFF, height & 0x3FFF


_FORMATS: Mapping[str, Callable[[BinaryIO, int], tuple[int, int]]] = MappingProxyType(
    {
        "image/png": _png,
        "image/jpeg": _jpeg,
        "image/gif": _gif,
        "image/tiff": _tiff,
        "image/bmp": _bmp,
        "image/webp": _webp,
    }
)
_SUFFIXES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "image/png": (".png",),
        "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
        "image/gif": (".gif",),
        "image/tiff": (".tif", ".tiff"),
        "image/bmp": (".bmp", ".dib"),
        "image/webp": (".webp",),
    }
)
#: Endings of image files.
SUFFIXES: frozenset[str] = frozenset(suffix for suffixes in _SUFFIXES.values() for suffix in suffixes)
