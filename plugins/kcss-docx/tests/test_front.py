"""Cover, headers, footers and properties: what surrounds the blocks."""

from __future__ import annotations

import re

import pytest
from attrs import evolve
from lxml import etree

from kcss_core.period import PartialDate
from kcss_core.report.blocks import Heading, words
from kcss_core.testing import sample_report
from kcss_docx.exporter import render

from .conftest import Read
from .lint import W


def lines(document: Read) -> list[tuple[str, str]]:
    """Return style and words of each paragraph that has a style."""
    return [
        (style.get(f"{W}val"), "".join(words.text for words in style.getparent().getparent().iter(f"{W}t")))
        for style in document.body.iter(f"{W}pStyle")
    ]


def test_the_cover_says_who_what_and_when():
    """In reading order, in a section of its own."""
    document = Read(render(sample_report("en")))
    assert [line for line in lines(document) if line[1]][:5] == [
        ("CoverOrganization", "Sample Research Centre"),
        ("Title", "Annual report"),
        ("CoverPeriod", "2022"),
        ("Subtitle", "The year in review"),
        ("CoverNote", "All data are fictional."),
    ]


@pytest.mark.parametrize(
    ("title", "period", "expected"),
    [
        ("Annual Report 2022", "", [("Title", "Annual Report"), ("CoverPeriod", "2022")]),
        ("Godišnji izveštaj 2022.", "", [("Title", "Godišnji izveštaj"), ("CoverPeriod", "2022.")]),
        ("Report 2021–2022", "", [("Title", "Report"), ("CoverPeriodLong", "2021–2022")]),
        ("2022", "", [("Title", "2022")]),
        ("Vision 2030", "2022", [("Title", "Vision 2030"), ("CoverPeriod", "2022")]),
        ("Report", "January – June 2022", [("Title", "Report"), ("CoverPeriodLongest", "January – June 2022")]),
    ],
)
def test_the_year_is_said_once_and_large(title, period, expected):
    """That of the title where no period is given, as large as it fits on one line."""
    report = sample_report("en")
    document = Read(render(evolve(report, cover=evolve(report.cover, title=title, period=period))))
    assert [line for line in lines(document) if line[0].startswith(("Title", "CoverPeriod"))] == expected


def test_words_on_the_field_bear_its_color():
    """White words can be read where a program does not show the field behind them."""
    styles = Read(render(sample_report("en"))).parts["word/styles.xml"]
    for name in ("Title", "TitleLong", "Subtitle", "CoverOrganization", "CoverPeriod"):
        style = etree.fromstring(styles).find(f"{W}style[@{W}styleId='{name}']")
        base = etree.fromstring(styles).find(f"{W}style[@{W}styleId='Title']")
        fill = [one.find(f"{W}pPr/{W}shd") for one in (style, base)]
        assert next(shade for shade in fill if shade is not None).get(f"{W}fill") == "0F5C73"


def test_what_stands_on_the_cover_stays_on_the_page():
    """Field and edge end above the foot and are decoration; image and logo stand in lines, in frames that do."""
    xml = Read(render(sample_report("en"))).xml("word/document.xml")
    found = re.findall(
        r'<wp:posOffset>(\d+)</wp:posOffset></wp:positionV><wp:extent cx="\d+" cy="(\d+)"/>.*?descr="([^"]*)"', xml
    )
    assert [alt for _, _, alt in found] == ["", ""]
    assert all(int(top) + int(size) <= 297 * 36_000 for top, size, _ in found)
    frames = re.findall(r'<w:framePr w:w="(\d+)" w:h="(\d+)" [^>]* w:x="(\d+)" w:y="(\d+)"/>.*?descr="([^"]*)"', xml)
    assert [alt for *_, alt in frames] == ["Two green hills under a yellow sun", "Logo of Sample Research Centre"]
    for width, height, left, top, _ in frames:
        assert int(left) + int(width) <= 11_907
        assert int(top) + int(height) <= 16_838


def test_a_cover_image_is_shown_however_long_the_words_are():
    """Long words take room from it, never its place."""
    report = sample_report("en")
    cover = evolve(report.cover, title="Annual report on the security sector " * 6, note="An example. " * 40)
    image = cover.image_alt
    assert image
    assert f'descr="{image}"' in Read(render(evolve(report, cover=cover))).xml("word/document.xml")


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
