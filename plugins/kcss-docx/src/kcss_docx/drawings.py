"""Drawings inline with text: pictures, placeholders and charts, and their parts. Knows no block's place in the text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kcss_core.reading.images import Image
from kcss_core.report.blocks import Chart
from kcss_core.vocabulary import label
from kcss_docx import charts
from kcss_docx.design import EMU_PER_MM, EMU_PER_TWIP, Page
from kcss_docx.house import House
from kcss_docx.inline import DOCUMENT
from kcss_docx.markup import PIC, A, C, attribute, digest
from kcss_docx.package import Package
from kcss_docx.pictures import Prepared, cropped, empty_frame, form, placed, prepare
from kcss_docx.workbooks import workbook

if TYPE_CHECKING:
    from kcss_docx.inline import Writer

#: Letters of an alternative text; nobody listens to more.
LONGEST_ALT = 2_000

#: Form of the sign for a missing photograph, as that of pictures.
FRAME = 2.0

# Highest pictures in the text, in EMU, lying and upright.
_LYING, _UPRIGHT = 110 * EMU_PER_MM, 92 * EMU_PER_MM
_LEAST_LYING = 1.3  # width to height: from here on the line's length leaves a height below that of the room


class Pictures:
    """The pictures of one document; a file that is shown twice in one size is stored once."""

    def __init__(self, package: Package, writer: Writer, language: str, page: Page) -> None:
        self._package = package
        self._writer = writer
        self._language = language
        self._page = page
        self._prepared: dict[tuple[Path, tuple[int, int]], Prepared] = {}
        self._names: dict[bytes, str] = {}

    def room_of(self, image: Image | None) -> tuple[int, int]:
        """Return the room that a picture of the text is given (EMU).

        A lying one is as wide as the line; an upright or square one stands at its start, clearly narrower, for what is
        nearly as wide as the line looks like a mistake. Three fifths of a page are the most.
        """
        line, most = self._page.text_width * EMU_PER_TWIP, self._page.text_height * EMU_PER_TWIP * 3 // 5
        if image is None or form(image) >= _LEAST_LYING:
            return line, min(_LYING, most)
        return line * 2 // 3, min(_UPRIGHT, most)

    def inline(self, image: Image, alt: str, *, room: tuple[int, int]) -> str:
        """Return a picture in a run. An empty ``alt`` says that it only decorates."""
        prepared = self._ready(image, room)
        return self._run(prepared, alt, placed(prepared.width, prepared.height, room))

    def area(self, data: bytes, *, x: int, y: int, width: int, height: int) -> str:
        """Return a PNG that only decorates, stretched behind the text at a place of the page (EMU)."""
        relation = self._package.relate(DOCUMENT, "image", self._name(data, "png"))
        return self._anchored(relation, "", x, y, (width, height))

    def filling(self, image: Image, alt: str, *, room: tuple[int, int]) -> str | None:
        """Return a picture in a run that fills a room (EMU), its edges cropped evenly.

        None where the picture would look coarse, or most of it would be cropped.
        """
        height = max(room[0] / form(image), room[1])
        prepared = self._ready(image, (round(height * form(image)), round(height)))
        crop = cropped(prepared.width, prepared.height, room)
        if crop is None:
            return None
        return self._run(prepared, alt, room, crop)

    def _anchored(self, relation: str, alt: str, x: int, y: int, size: tuple[int, int]) -> str:
        identifier = self._writer.next_id()
        # Later ones stand above earlier ones, and all behind the text.
        return (
            f'<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
            f'relativeHeight="{identifier}" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1">'
            '<wp:simplePos x="0" y="0"/>'
            f'<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
            f'<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
            f'<wp:extent cx="{size[0]}" cy="{size[1]}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
            f"{_named(identifier, f'Cover {identifier}', alt)}<wp:cNvGraphicFramePr/>"
            f"{_picture(relation, identifier, *size)}</wp:anchor></w:drawing></w:r>"
        )

    def placeholder(self, title: str, room: tuple[int, int]) -> str:
        """Return a picture control that shows where a photograph is missing; one click on it opens a file dialog."""
        identifier = self._writer.next_id()
        invitation = label("report.photograph-missing", self._language)
        run = self._run(empty_frame(), invitation, (room[0], round(room[0] / FRAME)))
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{attribute(title or invitation, 64)}"/><w:tag w:val="picture"/>'
            f'<w:id w:val="{identifier}"/><w:showingPlcHdr/><w:picture/></w:sdtPr><w:sdtContent>{run}</w:sdtContent>'
            "</w:sdt>"
        )

    def _ready(self, image: Image, room: tuple[int, int]) -> Prepared:
        key = (image.path, room)
        if key not in self._prepared:
            self._prepared[key] = prepare(image, room)
        return self._prepared[key]

    def _name(self, data: bytes, suffix: str) -> str:
        # A dictionary of bytes hashes each file once, and compares whole contents: no collision can mix two up.
        if data not in self._names:
            name = self._package.free_name("word/media/image", suffix)
            self._names[data] = self._package.add(name, data)
        return self._names[data]

    def _run(self, prepared: Prepared, alt: str, size: tuple[int, int], crop: tuple[int, int] = (0, 0)) -> str:
        relation = self._package.relate(DOCUMENT, "image", self._name(prepared.data, prepared.suffix))
        identifier = self._writer.next_id()
        picture = _picture(relation, identifier, *size, crop)
        return f"<w:r>{_inline(identifier, f'Picture {identifier}', alt, size, picture)}</w:r>"


class Charts:
    """The charts of one document, each with the workbook that Word opens for editing."""

    def __init__(self, package: Package, writer: Writer, language: str, house: House) -> None:
        self._package = package
        self._writer = writer
        self._language = language
        self._house = house
        self._count = 0

    def inline(self, chart: Chart, bookmark: str) -> str:
        """Return a chart in a run, with a hidden bookmark around it that names it for refreshing."""
        self._count += 1
        book = self._package.add(f"word/embeddings/chart{self._count}.xlsx", workbook(chart))
        part = f"word/charts/chart{self._count}.xml"
        link = self._package.relate(part, "package", book)
        kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
        self._package.add(part, self._house.dressed(charts.chart(chart, link, self._language)), kind)
        relation = self._package.relate(DOCUMENT, "chart", part)
        identifier = self._writer.next_id()
        size = self.size(chart)
        graphic = f'<a:graphic><a:graphicData uri="{C}"><c:chart r:id="{relation}"/></a:graphicData></a:graphic>'
        run = f"<w:r>{_inline(identifier, f'chart:{digest([chart.key], 12)}', chart.alt, size, graphic)}</w:r>"
        if not chart.key:
            return run
        return (
            f'<w:bookmarkStart w:id="{identifier}" w:name="{bookmark}"/>{run}<w:bookmarkEnd w:id="{identifier}"/>'
        )

    def size(self, chart: Chart) -> tuple[int, int]:
        """Return how large a chart is drawn, in EMU."""
        return self._house.page.text_width * EMU_PER_TWIP, charts.height(chart) * EMU_PER_MM


_DECORATIVE = (
    f'<a:extLst xmlns:a="{A}"><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def _named(identifier: int, name: str, alt: str) -> str:
    said = attribute(alt, LONGEST_ALT)
    rest = "/>" if said else f">{_DECORATIVE}</wp:docPr>"
    return f'<wp:docPr id="{identifier}" name="{name}" descr="{said}"{rest}'


def _inline(identifier: int, name: str, alt: str, size: tuple[int, int], graphic: str) -> str:
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{size[0]}" cy="{size[1]}"/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/>{_named(identifier, name, alt)}<wp:cNvGraphicFramePr/>{graphic}'
        "</wp:inline></w:drawing>"
    )


def _picture(relation: str, identifier: int, width: int, height: int, crop: tuple[int, int] = (0, 0)) -> str:
    """Return a picture. ``crop`` is what is cut at left and right, and at top and bottom, in 1/1000 percent."""
    cut = f'<a:srcRect l="{crop[0]}" t="{crop[1]}" r="{crop[0]}" b="{crop[1]}"/>' if any(crop) else ""
    return (
        f'<a:graphic><a:graphicData uri="{PIC}"><pic:pic><pic:nvPicPr><pic:cNvPr id="{identifier}" name=""/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>{cut}<a:stretch><a:fillRect/>'
        '</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic>"
    )
