"""Cover, headers, footers and properties: what surrounds the blocks."""

from __future__ import annotations

import re

from attrs import evolve
from lxml import etree

from kcss_core.period import PartialDate
from kcss_core.report.blocks import Heading, words
from kcss_core.testing import sample_report
from kcss_docx.exporter import render

from .conftest import Read
from .lint import W


def test_the_cover_says_who_what_and_when():
    """In reading order, in a section of its own."""
    document = Read(render(sample_report("en")))
    cover = [
        (paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), "".join(paragraph.itertext()))
        for paragraph in list(document.body.iter(f"{W}p"))[:7]
    ]
    assert cover == [
        ("Drawing", ""),
        ("CoverOrganization", "Sample Research Centre"),
        ("Title", "Annual report"),
        ("Subtitle", "The year in review"),
        ("CoverPeriod", "2022"),
        ("Drawing", ""),
        ("CoverNote", "All data are fictional."),
    ]


def test_pages_are_counted_after_the_cover():
    """The cover has neither header nor number; the page after it is page 1."""
    document = Read(render(sample_report("en")))
    first, last = document.body.iter(f"{W}sectPr")
    assert first.find(f"{W}pgNumType") is None
    assert last.find(f"{W}pgNumType").get(f"{W}start") == "1"
    assert "<w:t>" not in document.xml("word/header1.xml")
    assert " PAGE " in document.xml("word/footer2.xml")
    assert " PAGE " not in document.xml("word/footer1.xml")


def test_the_header_names_organization_and_report():
    """One left, one right."""
    document = Read(render(sample_report("en")))
    words_ = "".join(
        "\t" if element.tag == f"{W}tab" else element.text
        for element in etree.fromstring(document.parts["word/header2.xml"]).iter(f"{W}t", f"{W}tab")
    )
    assert words_ == "Sample Research Centre\tAnnual report"


def test_properties_tell_what_the_document_is(write):
    """Title, author, subject, keywords, language, and the report's own day."""
    document = write(
        author="Ana & Sons", subject="Security", keywords=("police", "trust"), date=PartialDate(2022), language="sq"
    )
    core = document.xml("docProps/core.xml").partition(">")[2].partition(">")[2]
    assert core == (
        "<dc:title>Small report</dc:title><dc:subject>Security</dc:subject><dc:creator>Ana &amp; Sons</dc:creator>"
        "<cp:keywords>police, trust</cp:keywords><dc:language>sq-AL</dc:language>"
        "<cp:lastModifiedBy>Ana &amp; Sons</cp:lastModifiedBy>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2022-12-31T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2022-12-31T00:00:00Z</dcterms:modified></cp:coreProperties>'
    )


def test_properties_are_no_longer_than_word_takes(write):
    """255 letters, however many keywords there are."""
    document = write(keywords=("k" * 200, "l" * 200))
    found = re.search("<cp:keywords>(.*)</cp:keywords>", document.xml("docProps/core.xml"))
    assert found is not None
    assert len(found[1]) == 255


def test_a_long_title_is_set_smaller():
    """A title of three lines leaves room for the rest of the cover."""
    report = sample_report("en")
    long = evolve(report, cover=evolve(report.cover, title="Annual report on the security sector and " * 2))
    assert '<w:pStyle w:val="TitleLong"/>' in Read(render(long)).xml("word/document.xml")


def test_word_asks_no_question_on_opening(write):
    """No field is to be updated by itself, and the layout rules are the current ones."""
    settings = write(Heading(level=1, content=words("One"), anchor="one")).xml("word/settings.xml")
    assert "updateFields" not in settings
    assert '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>' in settings
