"""Workbooks as files: other formats, several sheets, and files that are no workbooks, or dangerous ones."""

from __future__ import annotations

import datetime
import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from kcss_spreadsheet import inspection

from .books import AT, book, dataset, read, said

LIST = [("Emri", "Gjinia"), ("Arta", "F")]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_hidden_sheets_are_not_read():
    """A hidden sheet is left out with a note, and read when it is named."""
    data = book(("A", LIST), ("B", LIST), also=lambda workbook: workbook.get_worksheet_by_name("B").hide())
    raw = read(data, constants=AT)
    assert said(raw) == [
        'note: records/list.xlsx · B: a hidden sheet is not read; to read it, name it in kcss.toml: sheet = "B"',
    ]
    assert [str(row.origin) for row in dataset(raw).participations] == ["records/list.xlsx · A:2"]
    raw = read(data, constants=AT, options={"sheet": "B"})
    assert said(raw) == []
    assert [str(row.origin) for row in dataset(raw).participations] == ["records/list.xlsx · B:2"]


def test_sheet_that_does_not_exist():
    """A sheet that the manifest names and the workbook lacks is a problem with the nearest name."""
    assert said(read(book(("Lista", LIST)), constants=AT, options={"sheet": "List"})) == [
        "error: records/list.xlsx: expected a sheet 'List', got none; did you mean 'Lista'?",
    ]


def test_sheets_without_a_header_do_not_stop_the_others():
    """A sheet of notes is named and the list beside it is read; blank sheets are no news."""
    raw = read(book(("Notes", [("Call", 44123)]), ("Blank", []), ("List", LIST)), constants=AT)
    assert said(raw) == [
        "warning: records/list.xlsx · Notes: expected a row with at least two known headers, got none; "
        'the sheet is not read; map its headers in kcss.toml: columns = { "its header" = "field" }',
    ]
    assert len(dataset(raw).participants) == 1


def test_persons_and_events_in_one_workbook():
    """Sheets of both shapes become one dataset."""
    events = [("Activity id", "Title", "Kind", "Women", "Men"), ("a-1", "Debate", "Debate", 3, 4)]
    raw = read(book(("Events", events), ("List", LIST)), constants={})
    found = dataset(raw, activities=())
    assert (len(found.activities), len(found.head_counts), len(found.participants)) == (1, 1, 1)


def test_workbook_without_rows():
    """An empty workbook is an error; a header without rows is a warning."""
    assert said(read([])) == ["error: records/list.xlsx: expected a header and rows, got a workbook without any"]
    assert said(read(LIST[:1], constants=AT)) == [
        "warning: records/list.xlsx · List:1: expected rows below the header, got none",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "expected a workbook, got an empty file"),
        (
            b"Emri;Gjinia\nArta;F\n",
            "expected a workbook, got plain text under the name of one; open it in Excel or LibreOffice and save it as .xlsx",
        ),
        (
            b"\xef\xbb\xbf<html><body><table>",
            "expected a workbook, got a web page or XML under the name of one; "
            "open it in Excel or LibreOffice and save it as .xlsx",
        ),
        (
            b"\x89PNG\r\n\x1a\n\0\0",
            "expected a workbook, got something else under the name of one; open it in Excel or LibreOffice and save it as .xlsx",
        ),
        (
            OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600),
            "expected a workbook that opens without a password, got an encrypted one; "
            "save it without a password, or export the sheet as CSV",
        ),
        (
            OLE + bytes(1000),
            "expected a workbook, got a file that is broken or of another kind; "
            "open it in Excel or LibreOffice and save it anew as .xlsx",
        ),
        (
            book(("List", LIST))[:3000],
            "expected a workbook, got a file that is broken or of another kind; "
            "open it in Excel or LibreOffice and save it anew as .xlsx",
        ),
    ],
    ids=["empty", "csv", "html", "png", "encrypted", "broken-xls", "cut"],
)
def test_files_that_are_no_workbooks(data, message):
    """What is no workbook, or none that can be opened, is said in one sentence and stops nothing else."""
    assert said(read(data)) == [f"error: records/list.xlsx: {message}"]


def test_word_document_under_the_name_of_a_workbook():
    """A ZIP file without sheets is no workbook."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert said(read(stream.getvalue())) == [
        "error: records/list.xlsx: expected a workbook, got a file that is broken or of another kind; "
        "open it in Excel or LibreOffice and save it anew as .xlsx",
    ]


def bomb(data: bytes) -> bytes:
    """Return a workbook whose sheet unpacks to 9 MB."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            with new.open(name, "w") as part:
                part.write(old.read(name))
                if name.endswith("sheet1.xml"):
                    part.write(b" " * (9 << 20))
    return stream.getvalue()


def lying(data: bytes) -> bytes:
    """Return a ZIP file whose directory states that the sheet unpacks to a hundred bytes."""
    changed = bytearray(data)
    place = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    assert data[place : place + 4] == b"PK\1\2"
    changed[place + 24 : place + 28] = struct.pack("<I", 100)
    changed[place + 16 : place + 20] = struct.pack("<I", zlib.crc32(b" " * 100))
    return bytes(changed)


@pytest.mark.parametrize("disguise", [bytes, lying])
def test_zip_bomb(disguise, monkeypatch):
    """A small file that unpacks to more than is allowed is refused, also where it lies about its size."""
    monkeypatch.setattr(inspection, "MOST_BYTES", 8 << 20)
    data = disguise(bomb(book(("List", LIST))))
    assert len(data) < 1 << 16
    [message] = said(read(data))
    assert re.sub("got [89] MB", "got n MB", message) == (
        "error: records/list.xlsx: expected a workbook that unpacks to at most 8 MB, got n MB or more; "
        "delete the rows and columns that only look empty, or split the workbook"
    )


def test_stray_cells_far_apart():
    """Two cells in opposite corners would take 400 GB as one block, which ends a process; the file is refused."""
    def stray(workbook):
        workbook.get_worksheet_by_name("List").write("XFD1048576", "x")

    assert said(read(book(("List", LIST), also=stray))) == [
        "error: records/list.xlsx: expected sheets of at most 32,000,000 cells, got 1,048,576 rows × 16,384 columns in 'List'; "
        "delete the rows and columns that only look empty, or split the workbook",
    ]


def test_a_million_blank_rows():
    """A cell a million rows below is read with its row number, and the blank rows are no rows."""
    def stray(workbook):
        sheet = workbook.get_worksheet_by_name("List")
        sheet.write("A1048576", "Ben")
        sheet.write("B1048576", "M")

    raw = read(book(("List", LIST), also=stray), constants=AT)
    assert said(raw) == []
    assert [row.origin.row for row in dataset(raw).participants] == [2, 1048576]


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:body><office:spreadsheet><table:table table:name="List">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def open_document(*rows: str) -> bytes:
    """Return an ODS workbook with one sheet; each row is given as its cells in XML."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.format(rows="".join(rows)))
    return stream.getvalue()


def ods_row(*cells: str, repeated: int = 1) -> str:
    inside = "".join(
        f'<table:table-cell office:value-type="string" {"calcext:value-type=" + chr(34) + "error" + chr(34) if cell[:1] == "#" else ""}>'
        f"<text:p>{cell}</text:p></table:table-cell>"
        if cell
        else '<table:table-cell table:number-columns-repeated="1"/>'
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inside}</table:table-row>'


def test_open_document():
    """An ODS sheet has the row numbers that LibreOffice shows, and its errors are problems."""
    data = open_document(ods_row("", repeated=3), ods_row("Emri", "Gjinia"), ods_row("Arta", "F"), ods_row("Ben", "#N/A"))
    raw = read(data, constants=AT, file="records/list.ods")
    assert said(raw) == [
        "error: records/list.ods · List:6 B6 Gjinia: expected a value, got the error #N/A; mend the formula",
        "note: records/list.ods · List: 1 of 2 rows is left out: a cell of it cannot be read",
    ]
    assert [str(row.origin) for row in dataset(raw).participants] == ["records/list.ods · List:5"]


def test_repeated_cells_of_open_document():
    """A few bytes of ODS that stand for a billion cells are refused."""
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="1000"><text:p>x</text:p></table:table-cell>'
    data = open_document(f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>')
    assert said(read(data)) == [
        "error: records/list.xlsx: expected sheets of at most 32,000,000 cells, got 1,000,000 rows × 1,000 columns in 'List'; "
        "delete the rows and columns that only look empty, or split the workbook",
    ]


def test_workbook_of_excel_97():
    """list.xls, which LibreOffice wrote: a header in B3:C3, Arta/F, Ben/#N/A, and a hidden sheet."""
    data = (Path(__file__).parent / "list.xls").read_bytes()
    raw = read(data, constants=AT, file="records/list.xls")
    assert said(raw) == [
        'note: records/list.xls · Hidden: a hidden sheet is not read; to read it, name it in kcss.toml: sheet = "Hidden"',
        "error: records/list.xls · List:5 C5 Gjinia: expected a value, got the error #N/A; mend the formula",
        "note: records/list.xls · List: 1 of 2 rows is left out: a cell of it cannot be read",
    ]
    assert [str(row.origin) for row in dataset(raw).participants] == ["records/list.xls · List:4"]


def test_xls_under_the_name_of_an_xlsx():
    """What a file is decides, not its name."""
    data = (Path(__file__).parent / "list.xls").read_bytes()
    assert len(dataset(read(data, constants=AT, file="records/list.xlsx")).participants) == 1


@pytest.mark.parametrize(("is_from_1904", "serial"), [(False, 44684), (True, 43222)])
def test_days_counted_from_1904(is_from_1904, serial):
    """3 May 2022 is read alike from a workbook that counts days from 1904, formatted as a date or as a bare number."""
    rows = [
        ("Title", "Kind", "Place", "Date"),
        ("A", "Panel", "Pejë", datetime.date(2022, 5, 3)),
        ("B", "Panel", "Pejë", serial),
        ("C", "Panel", "Pejë", "3.5.2022"),
        ("D", "Panel", "Pejë", 2022),
    ]
    raw = read(book(("List", rows), date_1904=is_from_1904))
    assert said(raw) == []
    days = [str(activity.start) for activity in dataset(raw, activities=()).activities]
    assert days == ["2022-05-03", "2022-05-03", "2022-05-03", "2022"]


def test_options_are_checked():
    """An option that does not exist, or has another value, is named."""
    assert said(read(LIST, constants=AT, options={"keepnames": True, "activity_from": "title", "keep_names": "si"})) == [
        "error: records/list.xlsx: the reader of workbooks has no option 'keepnames'; did you mean 'keep_names'?",
        "error: records/list.xlsx: activity_from: expected 'sheet' or 'file', got 'title'",
        "error: records/list.xlsx: keep_names: expected true or false, got 'si'",
    ]


def test_mapped_column_that_is_nowhere():
    """A header that the manifest maps and no sheet has is named, with the nearest header."""
    assert said(read(LIST, constants=AT, columns={"Gjinija": "gender"})) == [
        "warning: records/list.xlsx: kcss.toml maps a column 'Gjinija', which no sheet of this workbook has; "
        "did you mean 'Gjinia'?",
    ]
