"""The lint is worth nothing unless it finds what is broken: each defect is planted and must be named."""

from __future__ import annotations

import re

import pytest

from kcss_core.testing import sample_report
from kcss_docx.exporter import render

from .lint import faults, faults_of_parts, parts_of

DOCUMENT = "word/document.xml"


@pytest.fixture(scope="module")
def parts():
    return parts_of(render(sample_report("en", is_draft=True)))


def test_a_rendered_document_has_no_fault():
    """What the exporter writes passes its own lint."""
    assert faults(render(sample_report("en", is_draft=True))) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        (DOCUMENT, '<w:pStyle w:val="Lead"/>', '<w:pStyle w:val="Leed"/>', "paragraph style Leed: not defined"),
        (DOCUMENT, '<w:numId w:val="2"/>', '<w:numId w:val="77"/>', "list 77: not defined"),
        (DOCUMENT, '<w:ilvl w:val="1"/>', '<w:ilvl w:val="8"/>', "list 2: has no level 8"),
        (DOCUMENT, "<w:tblHeader/>", "", "table 1: has no header row"),
        (DOCUMENT, '<w:fldChar w:fldCharType="end"/>', "", "word/document.xml: 1 fields without end"),
        (DOCUMENT, 'descr="Women and men"', 'descr=""', ": has neither alternative text nor the mark of a decoration"),
        (DOCUMENT, '<w:alias w:val="Contents"/>', "", "control: has no title"),
        (DOCUMENT, 'r:embed="rId1"', 'r:embed="rId99"', "word/document.xml: uses relationship rId99, which is not there"),
        ("customXml/item1.xml", "<f:text>1,234</f:text>", "<f:text>1,235</f:text>", "stores '1,235', shows '1,234'"),
        ("customXml/itemProps1.xml", "{6A1D8C52", "{00000000", "has no store"),
        ("word/settings.xml", "<w:zoom", "<w:updateFields/><w:zoom", "settings: updateFields makes Word ask a question on opening"),
        ("word/settings.xml", ' w:percent="100"', "", "settings: zoom has no percentage"),
        ("word/styles.xml", '<w:basedOn w:val="TableText"/>', '<w:basedOn w:val="TabText"/>', "style TabText: not defined"),
        ("[Content_Types].xml", '<Default Extension="png" ContentType="image/png"/>', "", "word/media/image1.png: has no content type"),
        ("word/_rels/document.xml.rels", 'Target="charts/chart1.xml"', 'Target="charts/chart99.xml"', "leads to word/charts/chart99.xml, which is not there"),
        ("word/_rels/document.xml.rels", 'Target="https://', 'Target="file://', "leads outside to file://"),
    ],
)  # fmt: skip
def test_each_planted_defect_is_named(parts, part, old, new, fault):
    """One change to one part is one fault, and it is said what and where."""
    broken = parts[part].decode().replace(old, new, 1)
    assert broken != parts[part].decode()
    found = faults_of_parts({**parts, part: broken.encode()})
    assert any(fault in one for one in found), found


def test_a_bookmark_without_end_is_named(parts):
    """A start without its end is a fault."""
    broken, count = re.subn(r'<w:bookmarkEnd w:id="\d+"/>', "", parts[DOCUMENT].decode(), count=1)
    assert count == 1
    assert [one for one in faults_of_parts({**parts, DOCUMENT: broken.encode()}) if one.endswith("has no end")]


def test_an_id_given_twice_is_named(parts):
    """Two controls with one id are a fault."""
    broken = re.sub(r'<w:id w:val="\d+"/>', '<w:id w:val="987654"/>', parts[DOCUMENT].decode(), count=2)
    found = faults_of_parts({**parts, DOCUMENT: broken.encode()})
    assert "control id 987654: given 2 times" in found


def test_a_link_to_nowhere_is_named(parts):
    """An entry of the contents must lead to a heading."""
    bookmark = parts[DOCUMENT].decode().partition('w:anchor="')[2].partition('"')[0]
    broken = parts[DOCUMENT].decode().replace(f'w:name="{bookmark}"', 'w:name="_Toc000000000"')
    found = faults_of_parts({**parts, DOCUMENT: broken.encode()})
    assert f"link: leads to bookmark {bookmark}, which is not there" in found
    assert f"field: refers to bookmark {bookmark}, which is not there" in found
