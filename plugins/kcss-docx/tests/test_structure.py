"""Captions, references, lists of tables and figures, footnotes: fields that are complete before anybody updates them."""

from __future__ import annotations

import re

import pytest

from kcss_core.report.blocks import (
    Align,
    Contents,
    Footnote,
    Heading,
    Listed,
    Paragraph,
    Picture,
    Span,
    Table,
    TableRow,
    ValueSpan,
    words,
)
from kcss_core.report.captions import numbered
from kcss_core.testing.report import sample_images

from .lint import W
from .test_values import value


def table(caption: str, anchor: str = "") -> Table:
    return Table(caption=words(caption), header=(words("a"),), rows=(TableRow(cells=(words("b"),)),), align=(Align.START,), anchor=anchor)


def test_a_caption_counts_itself(write):
    """Its number is a field of Word's own kind, with the number in it, in the bookmark that references lead to."""
    document = write(*numbered((table("One"), table("Two", "two")), ("two",)))
    assert [said for style, said in document.paragraphs() if style == "TableCaption"] == ["Table\u00a01. One", "Table\u00a02. Two"]
    assert document.xml("word/document.xml").count(" SEQ Table \\* ARABIC ") == 2


def test_a_reference_is_a_field_that_says_the_number(write):
    """In the face of the words around it; a reference in words of one's own is a link."""
    leading = Paragraph(content=(Span("see ", strong=True), Span("Table 1", href="#two", strong=True), Span("here", href="#two")))
    document = write(leading, *numbered((table("Two", "two"),), ("two",)))
    (name,) = re.findall(r' REF (_Ref\d{9}) \\h ', document.xml("word/document.xml"))
    assert f'w:name="{name}"' in document.xml("word/document.xml")
    assert f'<w:hyperlink w:anchor="{name}"' in document.xml("word/document.xml")
    assert document.paragraphs()[0][1] == "see Table\u00a01here"


@pytest.mark.parametrize(("of", "sequence", "entries"), [(Listed.TABLES, "Table", ["Table 1. One\t"]), (Listed.FIGURES, "Figure", ["Figure 1. Hills\t"])])
def test_a_list_of_tables_or_figures_is_complete(write, of, sequence, entries):
    """Each entry with its link, and the field that Word would make the list with."""
    picture = Picture(image=sample_images()["images/photo.jpg"], caption=words("Hills"), alt="Hills")
    document = write(*numbered((Contents(title=words("List"), of=of), table("One"), picture), ()))
    assert [said for style, said in document.paragraphs() if style == "TableofFigures"] == entries
    assert f' TOC \\h \\z \\c "{sequence}" ' in document.xml("word/document.xml")


def test_lists_share_the_page_of_the_contents(write):
    """A list of tables does not start a page behind the contents."""
    lists = [Contents(title=words(of.value), of=of) for of in (Listed.HEADINGS, Listed.TABLES)]
    document = write(*lists, Heading(level=1, content=words("One"), anchor="one"))
    assert "pageBreakBefore" not in document.xml("word/document.xml")


def test_a_footnote_stands_in_its_own_part(write):
    """With value and link alive, in the report's language, after the lines that part notes from text."""
    note = Footnote((Span("Counted: "), ValueSpan(value(), "18"), Span(", see "), Span("page", href="https://example.org/a")))
    document = write(Paragraph(content=(Span("Words"), note, Span(".", strong=True))))
    assert re.findall(r'<w:footnote (?:w:type="\w+" )?w:id="(-?\d+)"', document.xml("word/footnotes.xml")) == ["-1", "0", "1"]
    assert "<w:sdt>" in document.xml("word/footnotes.xml")
    assert "https://example.org/a" in document.xml("word/_rels/footnotes.xml.rels")
    assert "https://example.org/a" not in document.xml("word/_rels/document.xml.rels")
    assert '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' in document.xml("word/settings.xml")
    (mark,) = document.body.iter(f"{W}footnoteReference")
    assert mark.get(f"{W}id") == "1"


def test_a_footnote_in_a_footnote_is_words_in_brackets(write):
    """Word knows none; a plugin may make one."""
    document = write(Paragraph(content=(Footnote((Span("outer"), Footnote((Span("inner"),)))),)))
    assert "[inner]" in document.words()


def test_without_footnotes_there_is_no_part_for_them(write):
    """Nor a word of them in the settings."""
    document = write(Paragraph(content=words("Words")))
    assert "word/footnotes.xml" not in document.parts
    assert "footnotePr" not in document.xml("word/settings.xml")
