"""Image files: known by their content, measured, and refused when something is wrong with them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kcss_core.reading import images
from kcss_core.reading.images import look_at


def chunk(name: bytes, data: bytes = b"") -> bytes:
    """Return a PNG chunk; nobody here checks its sum."""
    return struct.pack(">I", len(data)) + name + data + b"sums"


def png(width: int = 4, height: int = 3) -> bytes:
    """Return a PNG that is whole but for its picture."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"x" * 20) + chunk(b"IEND")


def segment(marker: int, data: bytes) -> bytes:
    """Return a JPEG segment."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


# A thumbnail inside the header has an end marker of its own.
THUMBNAIL = segment(0xE1, b"Exif\0\0" + b"\xff\xd8thumbnail\xff\xd9")
JPEG = (
    b"\xff\xd8"
    + THUMBNAIL
    + segment(0xC2, struct.pack(">BHHB", 8, 3, 4, 3) + b"\0" * 9)
    + segment(0xDA, b"\0" * 10)
    + b"picture\xff\xd9"
)
GIF = b"GIF89a" + struct.pack("<HH", 4, 3) + b"\0\0\0" + b"picture;"
BMP = b"BM" + struct.pack("<IIII", 60, 0, 54, 40) + struct.pack("<ii", 4, -3) + b"\0" * 34
WEBP = {
    "extended": b"VP8X" + struct.pack("<I", 10) + b"\0" * 4 + b"\x03\0\0" + b"\x02\0\0",
    "lossless": b"VP8L" + struct.pack("<I", 10) + b"\x2f" + struct.pack("<I", 3 | 2 << 14) + b"\0" * 5,
    "lossy": b"VP8 " + struct.pack("<I", 10) + b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 4, 3),
}


def webp(kind: str) -> bytes:
    """Return a WebP file of one kind."""
    return b"RIFF" + struct.pack("<I", len(WEBP[kind]) + 4) + b"WEBP" + WEBP[kind]


def tiff(order: str, data_length: int = 8) -> bytes:
    """Return a TIFF of two strips, whose offsets and lengths stand outside of the directory."""
    directory = struct.pack(
        f"{order}H" + "HHIHH" * 2 + "HHII" * 2 + "I",
        *(4, 256, 3, 1, 4, 0, 257, 3, 1, 3, 0, 273, 4, 2, 62, 279, 4, 2, 70, 0),
    )
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    return head + directory + struct.pack(f"{order}4I", 78, 82, 4, 4) + b"x" * data_length


WHOLE = {
    "a.png": (png(), "image/png"),
    "a.jpg": (JPEG, "image/jpeg"),
    "padded.jpeg": (JPEG + b"\0" * 100, "image/jpeg"),
    "a.gif": (GIF, "image/gif"),
    "a.bmp": (BMP, "image/bmp"),
    "old.bmp": (b"BM" + struct.pack("<IIII", 26, 0, 26, 12) + struct.pack("<HHHH", 4, 3, 1, 24), "image/bmp"),
    "extended.webp": (webp("extended"), "image/webp"),
    "lossless.webp": (webp("lossless"), "image/webp"),
    "lossy.webp": (webp("lossy"), "image/webp"),
    "intel.tif": (tiff("<"), "image/tiff"),
    "motorola.tiff": (tiff(">"), "image/tiff"),
}


def said(root: Path, file: str) -> str:
    """Return what is wrong with a file for which there is no image."""
    image, problem = look_at(root, file)
    assert image is None
    assert problem is not None
    return f"[{problem.severity} {problem.code}] {problem}"


@pytest.mark.parametrize("name", WHOLE)
def test_an_image_is_known_and_measured_by_its_content(tmp_path: Path, name: str) -> None:
    """Six formats, with their width and height."""
    data, media_type = WHOLE[name]
    (tmp_path / name).write_bytes(data)
    image, problem = look_at(tmp_path, name)
    assert problem is None
    assert image is not None
    assert (image.file, image.media_type, image.width, image.height) == (name, media_type, 4, 3)
    assert image.data() == data


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("missing", [1, 2])
def test_an_image_without_its_end_is_refused(tmp_path: Path, name: str, missing: int) -> None:
    """A download that broke off is found by its missing end, wherever the header says that it should be."""
    data = WHOLE[name][0].rstrip(b"\0") if name == "padded.jpeg" else WHOLE[name][0]
    (tmp_path / name).write_bytes(data[:-missing])
    assert said(tmp_path, name) in (
        f"[warning image.truncated] {name}: expected a whole image, but its end is missing; "
        "copy it anew from where it came from",
        f"[warning image.truncated] {name}: expected a whole image, but it ends inside its header; "
        "copy it anew from where it came from",
    )


def test_an_image_without_most_of_its_header_is_refused(tmp_path: Path) -> None:
    """Even the sizes are missing."""
    (tmp_path / "a.png").write_bytes(png()[:20])
    assert said(tmp_path, "a.png") == (
        "[warning image.truncated] a.png: expected a whole image, but it ends inside its header; "
        "copy it anew from where it came from"
    )


def test_a_jpeg_of_broken_segments_is_refused(tmp_path: Path) -> None:
    """Segments must follow one another."""
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8" + THUMBNAIL + b"nonsense")
    assert said(tmp_path, "a.jpg") == (
        "[warning image.truncated] a.jpg: expected a whole image, but its segments do not follow one another; "
        "copy it anew from where it came from"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "[warning image.empty] images/a.png: expected an image, got an empty file; copy it anew from where it came from"),
        (
            b"PK\x03\x04",
            "[warning image.not-an-image] images/a.png: expected an image (PNG, JPEG, GIF, TIFF, BMP, WEBP), "
            "got something else; save the picture as JPEG or PNG",
        ),
        (
            png(0, 3),
            "[warning image.empty] images/a.png: expected a picture, got 0 × 3 pixels; "
            "copy it anew from where it came from",
        ),
        (
            png(10_000, 5_001),
            "[warning image.huge] images/a.png: expected at most 50 million pixels, got 10000 × 5001; make it smaller",
        ),
    ],
    ids=["nothing", "no-image", "no-size", "pixels"],
)
def test_what_no_document_can_show_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    """Each fault has its message."""
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").write_bytes(data)
    assert said(tmp_path, "images/a.png") == message


def test_a_file_of_too_many_bytes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document cannot be sent with pictures of tens of megabytes."""
    monkeypatch.setattr(images, "MOST_BYTES", 1_000_000)
    (tmp_path / "a.png").write_bytes(png() + b"x" * 2_000_000)
    assert said(tmp_path, "a.png") == (
        "[warning image.huge] a.png: expected at most 1 MB, got 2 MB; make it smaller"
    )


def test_a_misleading_suffix_is_said_and_the_image_taken(tmp_path: Path) -> None:
    """Programs that go by the name would not open it; the content decides here."""
    (tmp_path / "a.jpg").write_bytes(png())
    image, problem = look_at(tmp_path, "a.jpg")
    assert image is not None
    assert image.media_type == "image/png"
    assert str(problem) == (
        "a.jpg: the file is PNG by its content, but its name ends in '.jpg'; let it end in '.png'"
    )


def test_a_missing_file_names_a_near_one(tmp_path: Path) -> None:
    """Another case, another suffix, a slip of the finger."""
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "Forum.JPG").write_bytes(JPEG)
    assert said(tmp_path, "images/forum.jpg") == (
        "[warning image.missing] images/forum.jpg: there is no such file; did you mean 'images/Forum.JPG'?"
    )
    assert said(tmp_path, "images/xyz.png") == (
        "[warning image.missing] images/xyz.png: there is no such file; put the file there, or mend the path"
    )
    assert said(tmp_path, "pictures/forum.jpg") == (
        "[warning image.missing] pictures/forum.jpg: there is no such file; put the file there, or mend the path"
    )


@pytest.mark.parametrize("file", ["../secret.png", "images/../../secret.png"])
def test_a_path_that_leads_out_of_the_workspace_is_refused(tmp_path: Path, file: str) -> None:
    """A workspace that somebody sent must not carry other files of this machine into a report."""
    root = tmp_path / "workspace"
    (root / "images").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(png())
    assert said(root, file) == (
        f"[error image.outside] {file}: expected a file inside the workspace, got one outside of it; "
        "copy it into the folder images/"
    )


def test_a_link_that_leads_out_of_the_workspace_is_refused(tmp_path: Path) -> None:
    """A symbolic link is followed before it is judged; one that stays inside is fine."""
    root = tmp_path / "workspace"
    root.mkdir()
    (tmp_path / "secret.png").write_bytes(png())
    (root / "inside.png").write_bytes(png())
    (root / "out.png").symlink_to(tmp_path / "secret.png")
    (root / "in.png").symlink_to(root / "inside.png")
    (root / "round.png").symlink_to(root / "round.png")
    assert said(root, "out.png") == (
        "[error image.outside] out.png: expected a file inside the workspace, got one outside of it; "
        "copy it into the folder images/"
    )
    assert look_at(root, "in.png")[1] is None
    assert look_at(root, "round.png")[0] is None


@pytest.mark.parametrize("file", ["/etc/logo.png", "C:/logo.png", "images\\logo.png", "a\0.png"])
def test_a_path_of_one_machine_is_refused(tmp_path: Path, file: str) -> None:
    """A workspace must mean the same on every machine."""
    assert said(tmp_path, file) == (
        f"[error image.path] {file}: expected a path below the workspace with forward slashes; "
        "write it as images/name.jpg"
    )


def test_a_folder_is_no_image(tmp_path: Path) -> None:
    """A folder under the name of an image is no file."""
    (tmp_path / "a.png").mkdir()
    assert said(tmp_path, "a.png").startswith("[warning image.missing] a.png: there is no such file")


STARTS = [data[:40] for data, _ in WHOLE.values()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(STARTS), st.integers(0, 40), st.binary(max_size=60))
def test_any_bytes_give_an_image_or_a_problem(tmp_path: Path, start: bytes, kept: int, rest: bytes) -> None:
    """Whatever follows the first bytes of an image, there is no exception and no endless walk."""
    (tmp_path / "a.png").write_bytes(start[:kept] + rest)
    image, problem = look_at(tmp_path, "a.png")
    assert image is not None or problem is not None


@pytest.mark.parametrize(
    ("head", "got"),
    [
        (b"\0\0\0\x18ftypheic", "HEIC; in the settings of the phone's camera choose JPEG (Most Compatible), and save this one as JPEG"),
        (b"\0\0\0\x18ftypmif1", "HEIC; in the settings of the phone's camera choose JPEG (Most Compatible), and save this one as JPEG"),
        (b"\0\0\0\x18ftypavif", "AVIF; save it as JPEG"),
        (b"<svg onload='alert(1)'/>", "SVG; export it as a large PNG"),
        (b'<?xml version="1.0"?>\n<svg/>', "SVG; export it as a large PNG"),
        (b"%PDF-1.7", "PDF; export the page as PNG"),
        (b"\0\0\0\x18ftypcrx ", "a raw photograph; develop it and save it as JPEG"),
    ],
)  # fmt: skip
def test_kinds_that_no_document_shows_are_named(tmp_path: Path, head: bytes, got: str) -> None:
    """With what to do about each."""
    (tmp_path / "images").mkdir()
    (tmp_path / "images/a.jpg").write_bytes(head + bytes(40))
    image, problem = look_at(tmp_path, "images/a.jpg")
    assert image is None
    assert str(problem) == f"images/a.jpg: expected an image (PNG, JPEG, GIF, TIFF, BMP, WEBP), got {got}"
