"""What must be known of a workbook before it is opened: its true size, and the cells that hold errors.

calamine lays a sheet out as one block from its first cell to its last, so two stray cells can ask for more memory than
there is and end the process; and it returns a formula's error as an empty cell. Knows nothing of headers and records.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree  # expat since 2.4.1 stops entities that grow, and loads none

from attrs import field, frozen

#: What a workbook may unpack to. 800,000 attendance rows are half of it.
MOST_BYTES = 512 << 20
#: How many cells a sheet may span from its first to its last; calamine takes 24 bytes for each, empty or not.
MOST_CELLS = 32_000_000

# Of packed data; no more than a thousand times as much can come out of it.
_PIECE = 1 << 15
_COLUMNS = re.compile(rb' r=["\']([A-Z]{2,3})[0-9]')
_ROWS = re.compile(rb' r=["\'](?:[A-Z]{1,3})?([0-9]+)["\']')
_ERRORS = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_ADDRESS = re.compile(rb'\br=["\']([A-Z]{1,3})([0-9]+)["\']')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{1,20})</")


class UnsafeError(Exception):
    """A workbook that would take more memory than any real one; its text says how much, expected and got."""


@frozen
class Inspected:
    """What was found in a workbook.

    Attributes:
        errors: Sheet to (row, column, both from 0) to what Excel shows there (``#N/A``).
        is_from_1904: Whether bare numbers count days from 1904, as old workbooks from a Mac do.
        merged: Sheet to ranges (first row, first column, last row, last column); only where calamine does not tell.
    """

    errors: Mapping[str, Mapping[tuple[int, int], str]] = field(factory=dict)
    merged: Mapping[str, tuple[tuple[int, int, int, int], ...]] = field(factory=dict)
    is_from_1904: bool = False


def column_number(letters: str) -> int:
    """Return the number of a column, from 0: ``AA`` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def inspect(data: bytes) -> Inspected:
    """Return what was found in a workbook.

    Raises:
        UnsafeError: It is too large.
        zipfile.BadZipFile, zlib.error, ElementTree.ParseError: It is broken.
    """
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {info.filename: info for info in archive.infolist() if not info.is_dir()}
        _refuse_bytes(sum(info.file_size for info in parts.values() if _is_read(info.filename)))
        return _open_document(data, parts) if "content.xml" in parts else _office_open(data, parts)
    return _binary(data)


def _is_read(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".bin"))


def _refuse_bytes(size: int) -> None:
    if size > MOST_BYTES:
        most = MOST_BYTES >> 20
        raise UnsafeError(f"expected a workbook that unpacks to at most {most} MB, got {size >> 20} MB or more")


def _refuse_cells(sheet: str, rows: int, columns: int) -> None:
    if rows * columns > MOST_CELLS:
        raise UnsafeError(
            f"expected sheets of at most {MOST_CELLS:,} cells, got {rows:,} rows × {columns:,} columns in {sheet!r}"
        )


def _pieces(data: bytes, info: zipfile.ZipInfo, left: int) -> Iterator[bytes]:
    """Yield what a part of the archive unpacks to, counted: what the archive says of its size may be a lie."""
    start = info.header_offset
    name, extra = struct.unpack("<HH", data[start + 26 : start + 30])
    begin = start + 30 + name + extra
    packed = memoryview(data)[begin : begin + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile("unknown compression")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for place in range(0, len(packed), _PIECE):
        piece = inflater.decompress(packed[place : place + _PIECE])
        left -= len(piece)
        _refuse_bytes(MOST_BYTES - left)
        yield piece
    yield inflater.flush()


# ---------------------------------------------------------------- XLSX


def _office_open(data: bytes, parts: Mapping[str, zipfile.ZipInfo]) -> Inspected:
    errors: dict[str, dict[tuple[int, int], str]] = {}
    left = MOST_BYTES
    sheets, is_from_1904 = _sheet_parts(data, parts)
    for name, info in parts.items():
        if not _is_read(name):
            continue
        size, rows, columns = 0, 0, 1
        found: dict[tuple[int, int], str] = {}
        for piece in _whole_rows(_pieces(data, info, left)) if name in sheets else _pieces(data, info, left):
            size += len(piece)
            if name in sheets:
                rows = max(rows, *map(int, _ROWS.findall(piece, max(0, piece.rfind(b"<row")))), 0)
                wide = set(_COLUMNS.findall(piece))
                columns = max(columns, *(column_number(letters.decode()) + 1 for letters in wide), 26 if rows else 1)
                if b"v>#" in piece:
                    found.update(_errors_in(piece))
        left -= size
        if name in sheets:
            _refuse_cells(sheets[name], rows, columns)
            if found:
                errors[sheets[name]] = found
    return Inspected(errors=errors, is_from_1904=is_from_1904)


def _whole_rows(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the same bytes, cut after the end of a row."""
    rest = b""
    for piece in pieces:
        rest += piece
        end = rest.rfind(b"</row>") + 6
        if end > 5:
            yield rest[:end]
            rest = rest[end:]
    yield rest


def _errors_in(piece: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for match in _ERRORS.finditer(piece):
        address, value = _ADDRESS.search(match[1]), _VALUE.search(match[2])
        if address is not None:
            place = int(address[2]) - 1, column_number(address[1].decode())
            yield place, "#N/A" if value is None else value[1].decode("ascii", "replace")


def _sheet_parts(data: bytes, parts: Mapping[str, zipfile.ZipInfo]) -> tuple[Mapping[str, str], bool]:
    """Return the name of the sheet that each part of the archive holds, and whether days are counted from 1904."""

    def tree(name: str) -> ElementTree.Element:
        if name not in parts:
            raise zipfile.BadZipFile(f"{name} is missing")
        return ElementTree.fromstring(b"".join(_pieces(data, parts[name], MOST_BYTES)))  # noqa: S314  # see above

    targets = {
        element.get("Id"): "xl/" + element.get("Target", "").removeprefix("/xl/")
        for element in tree("xl/_rels/workbook.xml.rels")
    }
    found = {}
    is_from_1904 = False
    for element in tree("xl/workbook.xml").iter():
        if element.tag.endswith("}workbookPr"):
            is_from_1904 = element.get("date1904") in ("1", "true")
        if element.tag.endswith("}sheet"):
            relation = next((value for name, value in element.items() if name.endswith("}id")), None)
            found[targets.get(relation, "")] = element.get("name", "")
    return found, is_from_1904


# ---------------------------------------------------------------- ODS

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def _open_document(data: bytes, parts: Mapping[str, zipfile.ZipInfo]) -> Inspected:
    """Return errors and merged cells. Repeated cells are counted: a few bytes may stand for millions of them."""
    parser: Any = ElementTree.XMLPullParser(("start", "end"))
    errors: dict[str, dict[tuple[int, int], str]] = {}
    merged: dict[str, list[tuple[int, int, int, int]]] = {}
    sheet, row, column, width, height = "", 0, 0, 0, 0
    for piece in _pieces(data, parts["content.xml"], MOST_BYTES):
        parser.feed(piece)
        for event, element in parser.read_events():
            tag = element.tag
            if event == "start":
                if tag == _TABLE + "table":
                    sheet, row, width, height = element.get(_TABLE + "name", ""), 0, 0, 0
                elif tag == _TABLE + "table-row":
                    column = 0
                continue
            if tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
                times = _number(element, "number-columns-repeated")
                if len(element) or element.get(_OFFICE + "value-type"):
                    width = max(width, column + times)
                    height = max(height, row + 1)
                    if element.get(_CALC + "value-type") == "error":
                        errors.setdefault(sheet, {})[row, column] = "".join(element.itertext()).strip() or "#N/A"
                    across, down = _number(element, "number-columns-spanned"), _number(element, "number-rows-spanned")
                    if across > 1 or down > 1:
                        area = (row, column, row + down - 1, column + across - 1)
                        merged.setdefault(sheet, []).append(area)
                column += times
            elif tag == _TABLE + "table-row":
                row += _number(element, "number-rows-repeated")
                if any(len(cell) for cell in element):
                    height = row
                _refuse_cells(sheet, height, width)
                element.clear()
    return Inspected(errors=errors, merged={name: tuple(areas) for name, areas in merged.items()})


def _number(element: ElementTree.Element, name: str) -> int:
    written = element.get(_TABLE + name, "1")
    return int(written) if written.isdigit() else 1


# ---------------------------------------------------------------- XLS

_SECTOR_SHIFT = 30
_FREE = 0xFFFFFFFA
_BIFF_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_FORMULA, _BOOLERR, _BOUNDSHEET, _DATE_MODE = 0x0006, 0x0205, 0x0085, 0x0022


def _binary(data: bytes) -> Inspected:
    """Return what was found in a workbook of Excel 97 to 2003; nothing where the file is built otherwise.

    **Source**: [MS-CFB] for the sectors, [MS-XLS] 2.4.28 BoundSheet8, 2.4.24 BoolErr, 2.4.77 Date1904, 2.4.127 Formula.
    """
    stream = _workbook_stream(data)
    names: dict[int, str] = {}
    errors: dict[str, dict[tuple[int, int], str]] = {}
    place, sheet, is_from_1904 = 0, "", False
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        body = stream[place + 4 : place + 4 + size]
        sheet = names.get(place, sheet)
        if kind == _BOUNDSHEET and size >= 8:
            start, length, wide = *struct.unpack_from("<I", body), body[6], body[7] & 1
            names[start] = body[8 : 8 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")
        is_from_1904 = is_from_1904 or (kind == _DATE_MODE and body[:2] == b"\1\0")
        code = None
        if kind == _BOOLERR and size >= 8 and body[7]:
            code = body[6]
        elif kind == _FORMULA and size >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
            code = body[8]
        if code is not None:
            row, column = struct.unpack_from("<HH", body)
            errors.setdefault(sheet, {})[row, column] = _BIFF_ERRORS.get(code, "#N/A")
        place += 4 + size
    return Inspected(errors=errors, is_from_1904=is_from_1904)


def _workbook_stream(data: bytes) -> bytes:
    """Return the stream ``Workbook`` of a compound file; nothing where the file is broken, which calamine reports."""
    try:
        sector = 1 << struct.unpack_from("<H", data, _SECTOR_SHIFT)[0]
        table_sectors, directory = struct.unpack_from("<I", data, 44)[0], struct.unpack_from("<I", data, 48)[0]
        if sector not in (512, 4096):
            return b""
        table: list[int] = []
        for number in struct.unpack_from("<109I", data, 76)[: min(table_sectors, 109)]:
            table += struct.unpack_from(f"<{sector // 4}I", data, (number + 1) * sector)

        def chain(number: int, sectors: Sequence[int], source: bytes, width: int, skipped: int) -> bytes:
            found, seen = [], set()
            while number < min(_FREE, len(sectors)) and number not in seen:
                seen.add(number)
                found.append(source[(number + skipped) * width : (number + skipped + 1) * width])
                number = sectors[number]
            return b"".join(found)

        entries = chain(directory, table, data, sector, 1)
        inner = b""
        for start in range(0, len(entries), 128):
            entry = entries[start : start + 128]
            name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", entry, 116)
            if start == 0:
                # The root holds the streams of less than 4,096 bytes, in sectors of 64.
                inner = chain(first, table, data, sector, 1)
            elif name in ("Workbook", "Book"):
                if size >= 4096:
                    return chain(first, table, data, sector, 1)[:size]
                small = chain(struct.unpack_from("<I", data, 60)[0], table, data, sector, 1)
                return chain(first, struct.unpack(f"<{len(small) // 4}I", small), inner, 64, 0)[:size]
    except struct.error:
        return b""
    return b""
