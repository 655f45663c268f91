"""Words that break files: put into every place that takes words, they leave a document that opens and hides nothing.

That they were replaced is said where the words are read: ``text.control-characters`` and ``chapter.control-characters``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from attrs import evolve

from kcss_core.report.blocks import (
    Align,
    Chart,
    ChartKind,
    Contents,
    Footnote,
    Gallery,
    GalleryItem,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Picture,
    Series,
    Span,
    Table,
    TableRow,
    Tile,
    Tiles,
    ValueSpan,
    words,
)
from kcss_core.report.report import Report
from kcss_core.testing import sample_report
from kcss_core.testing.report import sample_images
from kcss_core.text import Text
from kcss_docx.exporter import render
from kcss_docx.markup import LONGEST

from .conftest import Read
from .schema import invalid
from .templates import relations, template
from .test_values import value

HOSTILE = {
    "NUL and other controls": "a\x00b\x01c\x08d\x1be\x7ff\x9f",
    "vertical tab of Word": "first\x0bsecond\x0cthird",
    "lone surrogates": "a\ud800b\udfffc",
    "noncharacters": "a\ufffeb\uffffc\ufdd0",
    "reversed reading": "18 \u202e81\u202c \u2066x\u2069",
    "markup": "<w:p/> & ]]> <!-- \" ' <?xml?> <!DOCTYPE x>",
    "line ends and tabs": "a\r\nb\rc\td\u2028e\u0085f",
    "a formula": '=HYPERLINK("http://evil.example","x")',
    "a field": '{ DDEAUTO cmd "/k calc" }',
    "combining marks": "e" + "\u0301" * 500,
    "emoji and other scripts": "\U0001f98a العربية עברית 中文 \U0010fffd",
    "spaces only": "   \t  ",
    "a very long word": "W" * 5_000,
    "a book in one place": "word " * 60_000,
}
_LEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def everywhere(text: str) -> Report:
    """Return a report with some words in every place that takes words."""
    report, said = sample_report("en"), words(text)
    image = sample_images()["images/photo.jpg"]
    shown = evolve(value(), title=Text(text))
    span = ValueSpan(shown, text)
    blocks = (
        Contents(title=said),
        Heading(level=1, content=said, anchor="one"),
        Paragraph(content=(Span(text, strong=True), Span(text, href="https://example.org/" + text[:50]), Span(text, language="sq"), span, Footnote(said))),
        ListBlock(items=(ListItem(content=said),)),
        Table(caption=said, header=(said,), rows=(TableRow(cells=(said,)),), align=(Align.START,), note=said, summary=text, anchor="t", number=1),
        Tiles(items=(Tile(value=span, label=said),), summary=text),
        Picture(image=image, caption=said, alt=text, credit=text, anchor="f", number=1),
        Chart(kind=ChartKind.BAR, caption=said, categories=(text,), series=(Series(name=text, values=(value(),)),), alt=text),
        Gallery(items=(GalleryItem(title=said, kicker=text, note=said), GalleryItem(title=said, image=image, alt=text))),
    )
    cover = evolve(report.cover, title=text, organization=text, subtitle=text, period=text[:200], note=text, image_alt=text)
    return evolve(report, title=text, cover=cover, blocks=blocks, author=text, subject=text, keywords=(text, text))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_leave_a_sound_document(name, schemas):
    """It passes lint and schema, holds no illegal sign, and no text is longer than programs read."""
    data = render(everywhere(HOSTILE[name]))
    read = Read(data)
    assert invalid(data, schemas) == []
    for part, xml in read.parts.items():
        if part.endswith((".xml", ".rels")):
            said = xml.decode()
            assert _LEGAL.search(said) is None
            assert max(map(len, re.split("<[^>]*>", said))) <= LONGEST * 1.2


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_fill_a_template(name, tmp_path):
    """Where its bookmarks ask for words of the report."""
    mark = '<w:p><w:bookmarkStart w:id="3" w:name="report_title"/><w:bookmarkEnd w:id="3"/></w:p><w:p><w:bookmarkStart w:id="4" w:name="report_body"/><w:bookmarkEnd w:id="4"/></w:p><w:sectPr/>'
    file = tmp_path / "house.docx"
    file.write_bytes(template({"word/_rels/document.xml.rels": relations()}, mark))
    read = Read(render(everywhere(HOSTILE[name]), template=file))
    assert _LEGAL.search(read.xml("word/document.xml")) is None


def test_a_name_that_is_a_formula_stays_a_name():
    """In the workbook of a chart it is a string, and no cell holds a formula."""
    from .lint import parts_of

    parts = Read(render(everywhere(HOSTILE["a formula"]))).parts
    sheet = parts_of(parts["word/embeddings/chart1.xlsx"])["xl/worksheets/sheet1.xml"]
    assert b"<f>" not in sheet
    assert b't="inlineStr"><is><t>=HYPERLINK(' in sheet


def test_words_that_look_like_a_field_are_words():
    """No field is made of them."""
    xml = Read(render(everywhere(HOSTILE["a field"]))).xml("word/document.xml")
    assert "DDEAUTO" not in "".join(re.findall("<w:instrText[^>]*>([^<]*)<", xml))
    assert "DDEAUTO" in xml


def test_every_hostile_word_stands_in_the_documentation():
    """The table names each of them, and no other."""
    page = (Path(__file__).parents[3] / "docs/reference/word-templates.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip() for line in page.partition("## Hostile words")[2].partition("\n## ")[0].splitlines() if line.startswith("| ")]
    assert rows[1:] == [*HOSTILE]
