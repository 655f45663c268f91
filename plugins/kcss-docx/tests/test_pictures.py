"""Pictures as they stand in the document: upright, clean, no larger than printed, stored once."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, PngImagePlugin

from kcss_core.errors import FileError
from kcss_core.reading.images import Image
from kcss_core.report.blocks import Gallery, GalleryItem, Picture, words
from kcss_docx.pictures import cropped, placed

from .lint import W


def noise(width: int, height: int) -> Pillow.Image:
    """Return a picture with many colors, which no encoder makes small: a photograph, for our purpose."""
    return Pillow.effect_noise((width, height), 80).convert("RGB")


def file(folder: Path, name: str, data: bytes) -> Image:
    """Return an image as reading a workspace gives it: with the pixels as they are stored, not turned."""
    (folder / name).write_bytes(data)
    try:
        width, height = Pillow.open(BytesIO(data)).size
    except Pillow.UnidentifiedImageError:
        width = height = 1
    kind = "image/png" if name.endswith("png") else "image/jpeg"
    return Image(file=f"images/{name}", path=folder / name, media_type=kind, width=width, height=height)


def jpeg(drawn: Pillow.Image, **more) -> bytes:
    buffer = BytesIO()
    drawn.save(buffer, "JPEG", quality=90, **more)
    return buffer.getvalue()


def media(document) -> dict[str, bytes]:
    """Return the pictures of a document but the band of its cover."""
    found = {name: part for name, part in document.parts.items() if name.startswith("word/media/")}
    return {name: part for name, part in found.items() if len(part) > 100}


def opened(document) -> Pillow.Image:
    (data,) = media(document).values()
    return Pillow.open(BytesIO(data))


def test_a_fit_picture_is_copied_without_decoding(write, tmp_path):
    """A clean JPEG of the right size keeps its very bytes."""
    data = jpeg(noise(800, 500))
    document = write(Picture(image=file(tmp_path, "a.jpg", data), alt="Noise"))
    assert list(media(document).values()) == [data]


def test_what_tells_the_place_is_left_behind(write, tmp_path):
    """Exif with coordinates, comments and XMP go; the picture itself stays as it is."""
    exif = Pillow.Exif()
    exif[0x010E] = "secret place"
    exif.get_ifd(0x8825)[1] = "N"
    clean = jpeg(noise(800, 500))
    dirty = jpeg(noise(800, 500), exif=exif, comment=b"secret place", xmp=b"secret place")
    assert dirty.count(b"secret place") == 3
    document = write(Picture(image=file(tmp_path, "a.jpg", dirty), alt="Noise"))
    (stored,) = media(document).values()
    assert b"secret place" not in stored
    assert b"Exif" not in stored
    assert abs(len(stored) - len(clean)) < 200


def test_text_in_a_png_is_left_behind(write, tmp_path):
    """Chunks that describe the picture go, and what makes its colors stays."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "secret name")
    notes.add_itxt("Comment", "secret name")
    buffer = BytesIO()
    noise(400, 300).save(buffer, "PNG", pnginfo=notes)
    assert b"secret name" in buffer.getvalue()
    document = write(Picture(image=file(tmp_path, "a.png", buffer.getvalue()), alt="Noise"))
    (stored,) = media(document).values()
    assert b"secret name" not in stored
    assert Pillow.open(BytesIO(stored)).tobytes() == Pillow.open(BytesIO(buffer.getvalue())).tobytes()


def test_a_turned_photograph_stands_upright(write, tmp_path):
    """A phone writes 600 x 300 and "turn it": the page shows 300 x 600, with its top on top."""
    drawn = Pillow.new("RGB", (600, 300), "white")
    ImageDraw.Draw(drawn).rectangle((0, 0, 100, 300), fill="black")  # the left edge becomes the top
    exif = Pillow.Exif()
    exif[0x0112] = 6
    document = write(Picture(image=file(tmp_path, "a.jpg", jpeg(drawn, exif=exif)), alt="Turned"))
    stored = opened(document)
    assert stored.size == (300, 600)
    assert max(stored.getpixel((150, 20))) < 60
    assert min(stored.getpixel((150, 500))) > 200
    width, height = re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"/>', document.xml("word/document.xml"))[-1]
    assert int(height) == pytest.approx(2 * int(width), abs=2)


def test_a_large_photograph_is_made_as_large_as_it_prints(write, tmp_path):
    """145 mm at 220 dots an inch are 1,256 pixels, whatever the camera took."""
    document = write(Picture(image=file(tmp_path, "a.jpg", jpeg(noise(4000, 2000))), alt="Noise"))
    assert opened(document).size == (1256, 628)
    assert opened(document).mode == "RGB"


def test_a_diagram_stays_sharp_and_a_photograph_small(write, tmp_path):
    """Few colors without loss are kept without loss; a photograph, be it grey, is a JPEG."""
    buffer = BytesIO()
    lines = Pillow.new("RGB", (4000, 2000), "white")
    ImageDraw.Draw(lines).rectangle((0, 0, 2000, 1000), fill="navy")
    lines.save(buffer, "PNG", compress_level=0)
    diagram = write(Picture(image=file(tmp_path, "a.png", buffer.getvalue()), alt="Diagram"))
    photograph = write(Picture(image=file(tmp_path, "b.jpg", jpeg(noise(4000, 2000).convert("L"))), alt="Grey"))
    assert (opened(diagram).format, opened(photograph).format) == ("PNG", "JPEG")


@pytest.mark.parametrize("mode", ["CMYK", "L", "P", "RGBA", "LA", "I;16", "1"])
def test_every_kind_of_color_is_shown(write, tmp_path, mode):
    """Print colors, greys, palettes and transparency become what Word shows."""
    drawn = noise(300, 200) if mode in ("CMYK", "L", "P", "1") else Pillow.new("RGBA", (300, 200), (9, 9, 9, 99))
    if mode == "I;16":
        drawn = Pillow.new("I;16", (300, 200), 5000)
    buffer = BytesIO()
    drawn.convert(mode).save(buffer, "TIFF")
    stored = opened(write(Picture(image=file(tmp_path, "a.tif", buffer.getvalue()), alt="Colors")))
    assert stored.size == (300, 200)
    assert stored.mode in ("RGB", "RGBA")
    assert stored.format in ("PNG", "JPEG")


def test_a_picture_shown_twice_is_stored_once(write, tmp_path):
    """By its content: two files with the same bytes are one as well."""
    data = jpeg(noise(600, 400))
    first, copy = file(tmp_path, "a.jpg", data), file(tmp_path, "b.jpg", data)
    document = write(*(Picture(image=image, alt="Noise") for image in (first, first, copy)))
    assert len(media(document)) == 1
    assert document.xml("word/document.xml").count('descr="Noise"') == 3


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.jpg", jpeg(noise(300, 200))[:4000], "images/a.jpg: is broken or not complete; copy it again from where it came from"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "images/a.png: is no image that Word can show; save it as JPEG or PNG"),
        ("a.svg", b"<svg/>", "images/a.svg: is no image that Word can show; save it as JPEG or PNG"),
        ("a.jpg", b"", "images/a.jpg: is no image that Word can show; save it as JPEG or PNG"),
    ],
)  # fmt: skip
def test_a_broken_picture_is_named(write, tmp_path, name, data, message):
    """One sentence with the file and what to do, and no document."""
    with pytest.raises(FileError) as raised:
        write(Picture(image=file(tmp_path, name, data), alt="Broken"))
    assert str(raised.value) == message


def test_a_picture_that_is_gone_is_named(write, tmp_path):
    """A file that was there when the workspace was read may be missing when it is written."""
    image = file(tmp_path, "a.jpg", b"")
    image.path.unlink()
    with pytest.raises(FileError) as raised:
        write(Picture(image=image, alt="Gone"))
    assert str(raised.value) == "images/a.jpg: cannot be read (No such file or directory); put the file back"


def test_a_picture_that_claims_too_many_pixels_is_refused(write, tmp_path):
    """A small file must not fill the memory."""
    buffer = BytesIO()
    Pillow.new("1", (9000, 9000)).save(buffer, "TIFF", compression="group4")
    with pytest.raises(FileError) as raised:
        write(Picture(image=file(tmp_path, "a.tif", buffer.getvalue()), alt="Huge"))
    assert str(raised.value) == (
        "images/a.tif: expected at most 60 million pixels, got 9000 x 9000; save it smaller"
    )


@pytest.mark.parametrize(
    ("size", "room", "expected"),
    [
        ((2000, 1000), (914_400, 914_400), (914_400, 457_200)),  # as wide as the room
        ((1000, 2000), (914_400, 914_400), (457_200, 914_400)),  # as high as the room
        ((96, 48), (9_144_000, 9_144_000), (914_400, 457_200)),  # never coarser than 96 dots an inch
    ],
)
def test_pictures_are_placed_as_large_as_they_look_good(size, room, expected):
    """Pixels and room decide; a small picture stays small."""
    assert placed(*size, room) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((2000, 1000), (0, 0)),  # of the room's form
        ((4000, 1000), (25_000, 0)),  # a quarter of the width at each side
        ((2000, 2000), (0, 25_000)),
        ((2000, 4000), None),  # a quarter would be left
        ((90, 45), None),  # 90 dots an inch
    ],
)
def test_pictures_fill_a_room_with_their_middle(size, expected):
    """A room of 2 by 1 inches: the edges are cut evenly, unless little would be left or it would look coarse."""
    assert cropped(*size, (1_828_800 // 2, 914_400 // 2)) == expected


@pytest.mark.parametrize(
    ("size", "extent"),
    [
        ((3000, 2000), (8220, 5480)),  # as wide as the line
        ((2000, 2000), (5215, 5215)),  # 92 mm
        ((2000, 4000), (2608, 5215)),
    ],
)
def test_only_lying_pictures_take_the_whole_line(write, tmp_path, size, extent):
    """Upright and square ones stand clearly narrower (twips)."""
    document = write(Picture(image=file(tmp_path, "a.jpg", jpeg(Pillow.new("RGB", size))), alt="Black"))
    found = re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"/>', document.xml("word/document.xml"))[-1]
    assert tuple(int(side) / 635 for side in found) == pytest.approx(extent, abs=6)  # a pixel, at 220 an inch


def test_two_pictures_stand_side_by_side_in_one_height(write, tmp_path):
    """Whatever their forms; of three the last one stands alone."""
    pictures = [
        Picture(image=file(tmp_path, f"{width}.jpg", jpeg(Pillow.new("RGB", (width, 2000)))), alt="Black", caption=words(said))
        for width, said in ((3000, "one"), (1500, "two"), (2500, "three"))
    ]
    document = write(*pictures)
    first, second, third = re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"/>', document.xml("word/document.xml"))[-3:]
    assert int(first[1]) == pytest.approx(int(second[1]), rel=0.001)
    assert int(first[0]) + int(second[0]) == pytest.approx((8220 - 240) * 635, rel=0.001)
    assert int(third[0]) == pytest.approx(5 * int(third[1]) / 4, rel=0.001)
    assert [text for face, text in document.paragraphs() if face == "Caption"] == ["one", "two", "three"]
    assert [len(row.findall(f"{W}tc")) for row in document.body.iter(f"{W}tr")] == [2, 2]


def test_photographs_of_a_gallery_stand_in_one_height(write, tmp_path):
    """A shorter last row is no higher than the one above it."""
    images = [file(tmp_path, f"{number}.jpg", jpeg(Pillow.new("RGB", (3000 - number, 2000)))) for number in range(4)]
    items = tuple(GalleryItem(title=words("Forum"), image=image, alt="Black") for image in images)
    document = write(Gallery(items=items, columns=3))
    heights = [int(high) for high in re.findall(r'<wp:extent cx="\d+" cy="(\d+)"/>', document.xml("word/document.xml"))[-4:]]
    assert max(heights) - min(heights) <= 2 * 635
    assert [len(row.findall(f"{W}tc")) for row in document.body.iter(f"{W}tr")] == [3, 3, 1, 1]


def test_a_panorama_does_not_squeeze_its_neighbor(write, tmp_path):
    """A picture with too little room for a caption stands alone."""
    pictures = [
        Picture(image=file(tmp_path, f"{width}.jpg", jpeg(Pillow.new("RGB", (width, 1000)))), alt="Black")
        for width in (6000, 500)
    ]
    assert list(write(*pictures).body.iter(f"{W}tbl")) == []


def test_caption_credit_and_alternative_text(write, tmp_path):
    """What a reader sees below the picture, and what one hears who cannot see it."""
    image = file(tmp_path, "a.jpg", jpeg(noise(300, 200)))
    document = write(Picture(image=image, caption=words("Panel"), alt='Five "experts"', credit="A. Photographer"))
    assert document.paragraphs() == [("Picture", ""), ("Caption", "Panel  ·  Photo:\u00a0A.\u00a0Photographer")]
    assert 'descr="Five &quot;experts&quot;"' in document.xml("word/document.xml")


def test_a_cover_image_is_shown_with_its_title(write, tmp_path):
    """Kind and title stand below it, since nobody can search in a picture."""
    image = file(tmp_path, "a.jpg", jpeg(noise(300, 420)))
    document = write(Gallery(items=(GalleryItem(title=words("Trust"), image=image, kicker="Report", note=words("2022")),)))
    assert [face for face in document.paragraphs() if face[1]] == [
        ("WorkLabel", "Report"),
        ("WorkTitle", "Trust"),
        ("WorkNote", "2022"),
    ]
    assert 'descr="Trust"' in document.xml("word/document.xml")


def _profile() -> bytes:
    """Return a profile of a screen that shows other colors than common ones: red and green are exchanged."""
    from PIL import ImageCms

    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    table = {bytes(data[at : at + 4]): int.from_bytes(data[at + 4 : at + 8], "big") for at in range(132, 132 + 12 * 20, 12)}
    red, green = table[b"rXYZ"], table[b"gXYZ"]
    data[red : red + 20], data[green : green + 20] = data[green : green + 20], data[red : red + 20]
    return bytes(data).replace(b"sRGB", b"xRGB").replace("sRGB".encode("utf-16-be"), "xRGB".encode("utf-16-be"))


def test_colors_are_those_of_the_profile(write, tmp_path):
    """A photograph that is drawn anew looks as its camera meant it, though its profile is not stored."""
    buffer = BytesIO()
    Pillow.new("RGB", (4000, 3000), (200, 30, 30)).save(buffer, "JPEG", icc_profile=_profile(), quality=95)
    stored = opened(write(Picture(image=file(tmp_path, "a.jpg", buffer.getvalue()), alt="Red")))
    red, green, _ = stored.convert("RGB").getpixel((5, 5))
    assert green > red + 100
    assert "icc_profile" not in stored.info


@pytest.mark.parametrize("name", ["a.webp", "a.gif", "a.bmp"])
def test_kinds_that_word_does_not_show_are_drawn_anew(write, tmp_path, name):
    """WebP is what websites give; Word gets a JPEG or PNG of it."""
    buffer = BytesIO()
    noise(300, 200).save(buffer, name[2:].upper())
    stored = opened(write(Picture(image=file(tmp_path, name, buffer.getvalue()), alt="Noise")))
    assert stored.format in ("PNG", "JPEG")
    assert stored.size == (300, 200)


def test_a_mislabelled_picture_is_what_it_is(write, tmp_path):
    """The first bytes decide and not the name."""
    document = write(Picture(image=file(tmp_path, "a.png", jpeg(noise(300, 200))), alt="Noise"))
    assert opened(document).format == "JPEG"
    assert any(name.endswith(".jpeg") for name in media(document))
