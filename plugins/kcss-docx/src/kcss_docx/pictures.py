"""Pictures as Word may hold them: upright, without metadata, as large as printed. Knows no document."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from kcss_core.errors import FileError
from kcss_core.frozen import frozen
from kcss_core.reading.images import Image
from kcss_docx.design import EMU_PER_INCH, MUTED, RULE, TINT, WHITE

if TYPE_CHECKING:
    from PIL.Image import Image as Decoded

#: Dots an inch that print well; more only makes the file heavier.
SHARP = 220
#: Below this a picture looks coarse, so it is placed smaller.
COARSE = 96
#: The part of a picture that must be left when it is cropped to fill a room.
LEAST_SEEN = 0.45
#: More pixels than any camera of the field takes; a file of a few kilobytes can claim to hold billions.
MOST_PIXELS = 60_000_000

#: Bytes up to which nothing is gained by drawing a picture smaller, if it does not unpack to far more pixels.
_LIGHT = 60_000
_FEW_PIXELS = 4_000_000

_PNG = b"\x89PNG\r\n\x1a\n"
# What a PNG needs to look as it should; all other chunks (text, Exif, time) tell where and by whom it was made.
_PNG_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD"}
)
# What a JPEG needs: JFIF, color profile (ICC), Adobe's note on color transforms.
_JPEG_SEGMENTS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_EXIF_ORIENTATION = 0x0112
_SIDEWAYS = (5, 6, 7, 8)
#: Bytes at the start of a photograph in which its orientation stands.
_HEAD = 4096


@frozen(kw_only=True)
class Prepared:
    """A picture ready to be placed.

    **Units**: ``width`` and ``height`` in pixels, upright.

    Attributes:
        suffix: ``png`` or ``jpeg``.
    """

    data: bytes
    suffix: str
    width: int
    height: int


def placed(width: int, height: int, room: tuple[int, int]) -> tuple[int, int]:
    """Return the size at which a picture is placed: as large as the room allows, but never coarse.

    **Units**: width and height in pixels; room and result in EMU.
    """
    scale = min(room[0] / width, room[1] / height, EMU_PER_INCH / COARSE)
    return max(round(width * scale), 1), max(round(height * scale), 1)


def cropped(width: int, height: int, room: tuple[int, int]) -> tuple[int, int] | None:
    """Return what is cut from a picture that fills a room: at left and right each, and at top and bottom each.

    None where it would look coarse, or where too much of it would be cut.

    **Units**: width and height in pixels; room in EMU; result in 1/1000 percent of the picture's side.
    """
    scale = max(room[0] / width, room[1] / height)
    seen = room[0] / (width * scale), room[1] / (height * scale)
    if scale > EMU_PER_INCH / COARSE or seen[0] * seen[1] < LEAST_SEEN:
        return None
    return round((1 - seen[0]) * 50_000), round((1 - seen[1]) * 50_000)


def prepare(image: Image, room: tuple[int, int]) -> Prepared:
    """Return a picture for the room it is given (EMU).

    A clean file of the right size is copied without its metadata; any other is decoded and written anew.

    Raises:
        FileError: The file is missing, broken, too large or of a kind that Word does not show.
    """
    try:
        data = image.data()
    except OSError as error:
        raise _refused(image, f"cannot be read ({error.strerror or error})", "put the file back") from error
    copied = _copied(data, room)
    return copied or _redrawn(image, data, room)


def _refused(image: Image, what: str, remedy: str) -> FileError:
    return FileError(f"{image.file}: {what}; {remedy}")


def stripped(data: bytes) -> bytes:
    """Return a PNG or JPEG without metadata and without what hangs on to its end; other bytes as they are."""
    copied = _copied_png(data) if data.startswith(_PNG) else _copied_jpeg(data)
    return data if copied is None else copied.data


def is_bearable(data: bytes) -> bool:
    """Say whether a picture can be opened and has no more pixels than a photograph; decodes nothing."""
    from PIL import Image as Pillow

    try:
        with Pillow.open(BytesIO(data)) as file:
            return 0 < file.width * file.height <= MOST_PIXELS
    except (OSError, SyntaxError, ValueError, EOFError, Pillow.DecompressionBombError):
        return False


# --- copied without decoding


def _copied(data: bytes, room: tuple[int, int]) -> Prepared | None:
    """Return the picture without its metadata; None when it must be drawn anew."""
    prepared = _copied_png(data) if data.startswith(_PNG) else _copied_jpeg(data)
    if prepared is None or prepared.width == 0 or prepared.height == 0:
        return None
    if len(prepared.data) <= _LIGHT and prepared.width * prepared.height <= _FEW_PIXELS:
        return prepared
    width, _ = placed(prepared.width, prepared.height, room)
    # A tenth more than needed is not worth the time that decoding takes, nor the loss.
    return prepared if prepared.width <= width / EMU_PER_INCH * SHARP * 1.1 else None


def _copied_png(data: bytes) -> Prepared | None:
    kept, at, size = [_PNG], len(_PNG), (0, 0)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            return None
        if kind == b"IHDR":
            size = int.from_bytes(data[at + 8 : at + 12], "big"), int.from_bytes(data[at + 12 : at + 16], "big")
        if kind in (b"eXIf", b"acTL"):
            return None  # may be turned, or moves
        if kind in _PNG_CHUNKS:
            kept.append(data[at:end])
        if kind == b"IEND":
            return Prepared(data=b"".join(kept), suffix="png", width=size[0], height=size[1])
        at = end
    return None


def _copied_jpeg(data: bytes) -> Prepared | None:
    if not data.startswith(b"\xff\xd8") or not data.endswith(b"\xff\xd9"):
        return None
    kept, at, size = [b"\xff\xd8"], 2, (0, 0)
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, end = data[at + 1], at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : end]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if marker not in _JPEG_FRAMES or len(body) < 6 or body[0] != 8 or body[5] not in (1, 3):
                return None  # lossless, arithmetic, or CMYK
            size = int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big")
        if marker == 0xE1 and body.startswith(b"Exif\0\0") and _orientation(body[6:]) != 1:
            return None
        is_metadata = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not is_metadata or (marker in _JPEG_SEGMENTS and body.startswith(_JPEG_SEGMENTS[marker])):
            kept.append(data[at:end])
        if marker == 0xDA:  # pixels up to the end
            kept.append(data[end:])
            return Prepared(data=b"".join(kept), suffix="jpeg", width=size[0], height=size[1])
        at = end
    return None


def _orientation(exif: bytes) -> int:
    """Return how the first directory of Exif data asks to turn a picture: 1 for not at all, 0 where it is broken."""
    if exif[:2] not in (b"II", b"MM"):
        return 0
    order: Literal["little", "big"] = "little" if exif[:2] == b"II" else "big"
    start = int.from_bytes(exif[4:8], order)
    count = int.from_bytes(exif[start : start + 2], order)
    for number in range(count):
        entry = exif[start + 2 + 12 * number : start + 14 + 12 * number]
        if int.from_bytes(entry[:2], order) == _EXIF_ORIENTATION:
            return int.from_bytes(entry[8:10], order)
    return 1


def form(image: Image) -> float:
    """Return how many times wider than high a picture stands on the page, turned as its camera asks."""
    try:
        with image.path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        head = b""  # whoever draws the picture says that it is gone
    at = head.find(b"Exif\0\0")
    is_turned = head.startswith(b"\xff\xd8") and at > 0 and _orientation(head[at + 6 :]) in _SIDEWAYS
    return image.height / image.width if is_turned else image.width / image.height


# --- drawn anew


def _redrawn(image: Image, data: bytes, room: tuple[int, int]) -> Prepared:
    from PIL import Image as Pillow
    from PIL import ImageOps, UnidentifiedImageError

    try:
        with Pillow.open(BytesIO(data)) as file:
            if file.width * file.height > MOST_PIXELS:
                raise _refused(
                    image,
                    f"expected at most {MOST_PIXELS // 1_000_000} million pixels, got {file.width} x {file.height}",
                    "save it smaller",
                )
            turned = file.getexif().get(_EXIF_ORIENTATION, 1) in _SIDEWAYS
            width, height = (file.height, file.width) if turned else file.size
            sharp = tuple(max(round(side / EMU_PER_INCH * SHARP), 1) for side in placed(width, height, room))
            # Lets the JPEG decoder skip what would be thrown away.
            file.draft("RGB", (sharp[1], sharp[0]) if turned else (sharp[0], sharp[1]))
            ImageOps.exif_transpose(file, in_place=True)
            drawn: Decoded = file
            has_alpha = drawn.mode in ("LA", "PA", "RGBA") or "transparency" in drawn.info
            # What was lossless and has few colors is a diagram, which JPEG would blur.
            is_lossless = file.format in ("PNG", "GIF", "BMP", "TIFF", "WEBP")
            mode = "RGBA" if has_alpha else "RGB"
            drawn = _in_common_colors(drawn, mode)
            if drawn.width > sharp[0]:
                drawn = drawn.resize((sharp[0], sharp[1]), Pillow.Resampling.LANCZOS, reducing_gap=3.0)
            return _written(drawn, is_png=has_alpha or (is_lossless and drawn.getcolors(2_000) is not None))
    except Pillow.DecompressionBombError as error:
        raise _refused(image, "holds more pixels than any photograph", "save it smaller") from error
    except UnidentifiedImageError as error:
        raise _refused(image, "is no image that Word can show", "save it as JPEG or PNG") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise _refused(image, "is broken or not complete", "copy it again from where it came from") from error


def _in_common_colors(drawn: Decoded, mode: str) -> Decoded:
    """Return a picture in the colors that every screen shows (sRGB), by its own profile where it bears one.

    A phone's or a printer's profile is not stored with what is drawn anew, so without this its colors would shift.
    """
    from PIL import ImageCms

    profile = drawn.info.get("icc_profile")
    if isinstance(profile, bytes) and b"sRGB" not in profile[:512] and drawn.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            output = "RGB" if drawn.mode == "CMYK" else mode
            turned = ImageCms.profileToProfile(drawn, source, target, outputMode=output)
        except (ImageCms.PyCMSError, OSError, ValueError):
            turned = None  # a broken profile says nothing
        if turned is not None:
            return turned if turned.mode == mode else turned.convert(mode)
    return drawn if drawn.mode == mode else drawn.convert(mode)


def _written(drawn: Decoded, *, is_png: bool) -> Prepared:
    buffer = BytesIO()
    if is_png:
        drawn.save(buffer, "PNG")
    else:
        drawn.save(buffer, "JPEG", quality=86, subsampling=0 if drawn.width < 600 else 2)
    suffix = "png" if is_png else "jpeg"
    return Prepared(data=buffer.getvalue(), suffix=suffix, width=drawn.width, height=drawn.height)


# --- drawn here


def solid(color: str) -> bytes:
    """Return a PNG of one pixel, to be stretched into a colored area."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    header = (1).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"  # 1 x 1, 8 bits, RGB
    pixel = zlib.compress(b"\0" + bytes.fromhex(color))
    return _PNG + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def empty_frame() -> Prepared:
    """Return the sign for a missing photograph: a frame with hills and a sun."""
    from PIL import Image as Pillow
    from PIL import ImageDraw

    width, height = 1200, 600
    drawn = Pillow.new("RGB", (width, height), f"#{TINT}")
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, 0, width - 1, height - 1), outline=f"#{RULE}", width=6)
    pen.rounded_rectangle((480, 200, 720, 400), radius=14, fill=f"#{WHITE}", outline=f"#{MUTED}", width=8)
    pen.ellipse((520, 232, 566, 278), fill=f"#{MUTED}")
    pen.polygon(((504, 376), (572, 300), (612, 340), (654, 280), (698, 376)), fill=f"#{MUTED}")
    return _written(drawn, is_png=True)
