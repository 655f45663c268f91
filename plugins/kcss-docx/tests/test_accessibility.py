"""The checker of accessibility: each rule finds what breaks it, and nothing in what we write."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve

from kcss_core.errors import FileError
from kcss_core.report.blocks import Gallery, GalleryItem, words
from kcss_core.testing import sample_report
from kcss_docx.accessibility import RULES, described, faults
from kcss_docx.exporter import render

from .templates import R, document, relations, template
from .templates import W as NS

ROOT = Path(__file__).parents[3]
REL = "word/_rels/document.xml.rels"
_DOC_PR = '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1"{}/></wp:inline></w:drawing></w:r></w:p>'
_CELL = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
_MERGED, _DARK = '<w:gridSpan w:val="2"/>', '<w:shd w:val="clear" w:fill="333333"/>'
_HEAD = "<w:trPr><w:tblHeader/></w:trPr>"
_LINK = '<w:p><w:hyperlink r:id="rId9"><w:r><w:t>{}</w:t></w:r></w:hyperlink></w:p>'
_HEADING = '<w:p><w:pPr><w:outlineLvl w:val="{}"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'

CORE = '<c:coreProperties xmlns:c="x" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title></c:coreProperties>'
STYLES = f'<w:styles xmlns:w="{NS}"><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>'
CLEAN = {
    "_rels/.rels": relations("rId1 officeDocument word/document.xml", "rId2 http://x/core-properties docProps/core.xml"),
    "docProps/core.xml": CORE,
    REL: relations("s styles styles.xml", "t settings settings.xml", "rId9 hyperlink https://example.org !"),
    "word/styles.xml": STYLES,
    "word/settings.xml": f'<w:settings xmlns:w="{NS}"/>',
}  # fmt: skip


def found(body: str, **more: str) -> list[str]:
    parts = {**CLEAN, **{name.replace("__", "/").replace("_xml", ".xml"): part for name, part in more.items()}}
    return [f"{fault.rule.name}: {fault.place}: {fault.what}" for fault in faults(template(parts, body), "x.docx")]


PLANTED = {
    "alternative-text": (_DOC_PR.format(""), {}, "alternative-text: word/document.xml Picture 1: says nothing of what it shows"),
    "alternative-text, a file name": (_DOC_PR.format(' descr="IMG_2041.jpg"'), {}, "alternative-text: word/document.xml Picture 1: says only its file: IMG_2041.jpg"),
    "table-header": (f"<w:tbl><w:tr>{_CELL.format('')}</w:tr></w:tbl>", {}, "table-header: word/document.xml table 1: has no header row"),
    "headings": ("<w:p><w:r><w:t>" + "word " * 700 + "</w:t></w:r></w:p>", {}, "headings: the document: has no headings"),
    "control-title": ("<w:p><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>18</w:t></w:r></w:sdtContent></w:sdt></w:p>", {}, "control-title: word/document.xml “18”: has no title"),
    "access": ("", {"word__settings_xml": f'<w:settings xmlns:w="{NS}"><w:documentProtection w:edit="readOnly" w:enforcement="1"/></w:settings>'}, "access: the document: is protected"),
    "title": ("", {"docProps__core_xml": CORE.replace(">T<", "> <")}, "title: the document: has no title among its properties"),
    "language": ("", {"word__styles_xml": f'<w:styles xmlns:w="{NS}"/>'}, "language: the document: its styles name no language"),
    "simple-table": (f"<w:tbl><w:tr>{_HEAD}{_CELL.format(_MERGED)}</w:tr></w:tbl>", {}, "simple-table: word/document.xml table 1: has merged cells"),
    "inline-object": (_DOC_PR.format(' descr="A"').replace("wp:inline", "wp:anchor"), {}, "inline-object: word/document.xml Picture 1: floats over the text"),
    "link-text": (_LINK.format("click here"), {}, "link-text: word/document.xml “click here”: does not say where it leads"),
    "contrast": ('<w:p><w:r><w:rPr><w:color w:val="777777"/></w:rPr><w:t>pale</w:t></w:r></w:p>', {}, "contrast: word/document.xml “pale”: 777777 on FFFFFF is 4.5 to 1"),
    "contrast, on a cell": (f"<w:tbl><w:tr>{_HEAD}{_CELL.format(_DARK)}</w:tr></w:tbl>", {}, "contrast: word/document.xml “a”: 000000 on 333333 is 1.7 to 1"),
    "blank-header-cell": (f"<w:tbl><w:tr>{_HEAD}{_CELL.format('')}{_CELL.format('').replace('>a<', '><')}</w:tr><w:tr>{_CELL.format('') * 2}</w:tr></w:tbl>", {}, "blank-header-cell: word/document.xml table 1: the header of column 2 is empty"),
    "heading-order": (_HEADING.format(0, "One") + _HEADING.format(2, "Three"), {}, "heading-order: “Three”: is of level 3, after level 1"),
    "blank-characters": ("<w:p/>" * 3, {}, "blank-characters: word/document.xml: 3 or more empty paragraphs stand together"),
    "short-headings": (_HEADING.format(0, "word " * 30), {}, f"short-headings: “{('word ' * 30)[:50]}…”: has 149 letters"),
    "watermark": (
        "", {"word__header1_xml": document(_DOC_PR.format(' descr="Draft"').replace("<wp:inline>", '<wp:anchor behindDoc="1">').replace("/wp:inline", "/wp:anchor")),
             "word___rels__document_xml.rels": relations("s styles styles.xml", "h header header1.xml")},
        "watermark: word/header1.xml Picture 1: lies behind the text of every page",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_each_rule_finds_what_breaks_it(name):
    """One place, and it is said what and where."""
    body, more, said = PLANTED[name]
    assert found(body, **more) == [said]


def test_every_rule_is_tried():
    """No rule is without a place that breaks it."""
    assert {name.partition(",")[0] for name in PLANTED} == set(RULES)


def test_a_clean_document_has_no_fault():
    """Neither has large type of less contrast, nor a decorative picture."""
    decorative = '<a:extLst><a:ext uri="x"><d:decorative xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
    body = '<w:p><w:r><w:rPr><w:color w:val="777777"/><w:sz w:val="36"/></w:rPr><w:t>large</w:t></w:r></w:p>'
    body += _DOC_PR.format("").replace("/></wp:inline>", f">{decorative}</wp:docPr></wp:inline>")
    assert found(body + _LINK.format("the page of the centre")) == []


@pytest.mark.parametrize("house", ["built-in", "institute.docx", "bare.dotx"])
@pytest.mark.parametrize("is_draft", [False, True])
def test_what_we_write_has_no_fault(house, is_draft, tmp_path):
    """In every house style that comes with the project; with covers, photographs and a wide cover image."""
    subprocess.run([sys.executable, str(ROOT / "examples/templates/make.py"), str(tmp_path)], check=True, capture_output=True)
    report = sample_report("sq", is_draft=is_draft)
    works = Gallery(items=tuple(GalleryItem(title=words(f"Work {n}"), kicker="Report") for n in range(4)))
    data = render(evolve(report, blocks=(*report.blocks, works)), template=None if house == "built-in" else tmp_path / house)
    assert [(fault.rule.name, fault.place, fault.what) for fault in faults(data, "x.docx")] == []


def test_faults_of_a_template_are_named():
    """A letterhead without alternative text is the template's, and said to be in its header."""
    header = document(_DOC_PR.format(""))
    more = {"word__header1_xml": header, "word___rels__document_xml.rels": relations("s styles styles.xml", "h header header1.xml")}
    assert found("", **more) == ["alternative-text: word/header1.xml Picture 1: says nothing of what it shows"]
    assert R in header


def test_a_reader_is_told_a_few_places_of_each_rule():
    """With how many more there are."""
    body = "".join(_DOC_PR.format("") for _ in range(7))
    lines = [*described(faults(template(CLEAN, body), "x.docx"))]
    assert lines[0] == "error: every picture and chart says what it shows, or that it decorates  [alternative-text]"
    assert lines[-1] == "  … and 2 more"
    assert len(lines) == 7


def test_the_table_of_rules_is_complete():
    """The documentation lists each rule with its level."""
    page = (ROOT / "docs/reference/word-accessibility.md").read_text("utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    assert [(row[1].strip().strip("`"), row[2].strip()) for row in rows] == [(rule.name, rule.level.value) for rule in RULES.values()]


def test_another_kind_of_file_is_refused():
    """A workbook whose name was changed has no faults of a document, and is none."""
    book = {"_rels/.rels": relations("rId1 officeDocument xl/workbook.xml"), "xl/workbook.xml": '<workbook xmlns="x"/>'}
    with pytest.raises(FileError) as said:
        faults(template(book), "list.docx")
    assert str(said.value) == "list.docx: expected a Word document (.docx or .dotx), got something else; name another file"
