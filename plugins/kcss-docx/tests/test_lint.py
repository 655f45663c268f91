"""The lint is worth nothing unless it finds what is broken: each defect is planted and must be named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kcss_core.testing import sample_report
from kcss_docx.exporter import render
from kcss_docx.package import archive

from .lint import faults, faults_of_parts, parts_of
from .schema import invalid

DOCUMENT = "word/document.xml"


@pytest.fixture(scope="module")
def parts():
    return parts_of(render(sample_report("en", is_draft=True)))


def test_a_rendered_document_has_no_fault():
    """What the exporter writes passes its own lint."""
    assert faults(render(sample_report("en", is_draft=True))) == []


# Name, part, what is replaced once (a pattern), by what, and what the lint says.
STYLES, NUMBERING, SETTINGS = "word/styles.xml", "word/numbering.xml", "word/settings.xml"
RELATIONS, STORE = "word/_rels/document.xml.rels", "customXml/item1.xml"
PLANTED = {
    "style that nobody defines": (DOCUMENT, '<w:pStyle w:val="Lead"/>', '<w:pStyle w:val="Leed"/>', "paragraph style Leed: not defined"),
    "base of a style that nobody defines": (STYLES, '<w:basedOn w:val="TableText"/>', '<w:basedOn w:val="TabText"/>', "style TabText: not defined"),
    "two styles of one name": (STYLES, '<w:name w:val="Lead"/>', '<w:name w:val="Note"/>', "style name Note: given 2 times"),
    "list that nobody defines": (DOCUMENT, '<w:numId w:val="2"/>', '<w:numId w:val="77"/>', "list 77: not defined"),
    "level that a list has not": (DOCUMENT, '<w:ilvl w:val="1"/>', '<w:ilvl w:val="8"/>', "list 2: has no level 8"),
    "table without header row": (DOCUMENT, "<w:tblHeader/>", "", "table 1: has no header row"),
    "row with a cell too few": (DOCUMENT, r"<w:tc>(?:(?!</w:tc>).)*</w:tc></w:tr>", "</w:tr>", "table 1: a row has not 3 cells"),
    "cell without paragraph": (DOCUMENT, r"(<w:tc><w:tcPr>(?:(?!</w:tcPr>).)*</w:tcPr>)(?:(?!</w:tc>).)*</w:tc>", r"\1</w:tc>", "cell: does not end with a paragraph"),
    "field without end": (DOCUMENT, '<w:fldChar w:fldCharType="end"/>', "", "word/document.xml: 1 fields without end"),
    "reference to a bookmark that is gone": (DOCUMENT, r" REF _Ref\d{9} ", " REF _Ref000000000 ", "field: refers to bookmark _Ref000000000, which is not there"),
    "link to a bookmark that is gone": (DOCUMENT, r'<w:hyperlink w:anchor="_Toc\d+"', '<w:hyperlink w:anchor="_Toc000000000"', "link: leads to bookmark _Toc000000000, which is not there"),
    "bookmark without end": (DOCUMENT, r'<w:bookmarkEnd w:id="\d+"/>', "", "has no end"),
    "bookmark name too long": (DOCUMENT, r'w:name="_fig_', 'w:name="_fig_' + "x" * 40, "longer than 40 letters"),
    "id of two drawings": (DOCUMENT, r'<wp:docPr id="\d+"(.*?)<wp:docPr id="\d+"', r'<wp:docPr id="5"\1<wp:docPr id="5"', "drawing id 5: given 2 times"),
    "drawing without alternative text": (DOCUMENT, 'descr="Women and men"', 'descr=""', "has neither alternative text nor the mark of a decoration"),
    "control without title": (DOCUMENT, '<w:alias w:val="Contents"/>', "", "control: has no title"),
    "picture that is not related": (DOCUMENT, 'r:embed="rId1"', 'r:embed="rId99"', "word/document.xml: uses relationship rId99, which is not there"),
    "value unlike its store": (STORE, "<f:text>1,234</f:text>", "<f:text>1,235</f:text>", "stores '1,235', shows '1,234'"),
    "store of another name": ("customXml/itemProps1.xml", r"\{6A1D8C52", "{00000000", "has no store"),
    "question on opening": (SETTINGS, "<w:zoom", "<w:updateFields/><w:zoom", "settings: updateFields makes Word ask a question on opening"),
    "zoom without percentage": (SETTINGS, ' w:percent="100"', "", "settings: zoom has no percentage"),
    "part without type": ("[Content_Types].xml", '<Default Extension="png" ContentType="image/png"/>', "", "word/media/image1.png: has no content type"),
    "relationship to a part that is gone": (RELATIONS, 'Target="charts/chart1.xml"', 'Target="charts/chart99.xml"', "leads to word/charts/chart99.xml, which is not there"),
    "link out of the web": (RELATIONS, 'Target="https://', 'Target="file://', "leads outside to file://"),
    "element out of order": (DOCUMENT, r"<w:pPr>(<w:pStyle [^>]*/>)(<w:keepNext/>)", r"<w:pPr>\2\1", ""),
    "element that nobody knows": (DOCUMENT, "<w:keepNext/>", "<w:keepNest/>", ""),
    "number that is none": (DOCUMENT, r'<w:tblW w:w="\d+"', '<w:tblW w:w="0.0.1"', ""),
    "color that is none": (STYLES, '<w:color w:val="0F5C73" w:themeColor="accent1"/>', '<w:color w:val="teal"/>', ""),
    "list before what it is made after": (NUMBERING, r'(<w:abstractNum .*</w:abstractNum>)(<w:num .*</w:num>)', r"\2\1", ""),
    "axis of a chart below zero": ("word/charts/chart1.xml", 'c:axId val="111111111"', 'c:axId val="-5"', ""),
}  # fmt: skip


def broken(parts, name):
    """Return the parts with one defect."""
    part, old, new, _ = PLANTED[name]
    was = parts[part].decode()
    now, count = re.subn(old if "\\" in old or "(" in old else re.escape(old), new, was, count=1, flags=re.DOTALL)
    assert count == 1
    assert now != was
    return {**parts, part: now.encode()}


@pytest.mark.parametrize("name", [name for name in PLANTED if PLANTED[name][3]])
def test_each_planted_defect_is_named(parts, name):
    """One change to one part is one fault, and it is said what and where."""
    found = faults_of_parts(broken(parts, name))
    assert any(PLANTED[name][3] in one for one in found), found


def test_the_table_of_planted_defects_is_true(parts, schemas):
    """The documentation says of each defect what catches it, and one of the two layers always does."""
    page = (Path(__file__).parents[3] / "docs/design/docx.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:4]] for line in page.partition("### Planted defects")[2].partition("\n## ")[0].splitlines() if line.startswith("| ")]
    caught = []
    for name in PLANTED:
        changed = broken(parts, name)
        by_lint, by_schema = bool(faults_of_parts(changed)), bool(invalid(archive(changed), schemas))
        assert by_lint or by_schema
        caught.append([name, "caught" if by_lint else "–", "caught" if by_schema else "–"])
    assert rows[1:] == caught


def test_an_id_given_twice_is_named(parts):
    """Two controls with one id are a fault."""
    changed = re.sub(r'<w:id w:val="\d+"/>', '<w:id w:val="987654"/>', parts[DOCUMENT].decode(), count=2)
    found = faults_of_parts({**parts, DOCUMENT: changed.encode()})
    assert "control id 987654: given 2 times" in found
