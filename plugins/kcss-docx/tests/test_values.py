"""Living values: one key for one value, one store, nothing hidden in it."""

from __future__ import annotations

import re

from attrs import evolve

from kcss_core.figures.value import Address, Value
from kcss_core.period import Period
from kcss_core.report.blocks import Form, Heading, Paragraph, Span, Tile, Tiles, ValueSpan, words
from kcss_core.testing import sample_report
from kcss_core.text import Text
from kcss_core.vocabulary import Qualifier
from kcss_docx.exporter import render
from kcss_docx.store import Store, Stored, store_of

from .conftest import Read


def value(number: int | None = 18, *, figure: str = "publications", hidden: bool = False, cell=()) -> Value:
    return Value(
        address=Address(figure, Period.year(2022), cell),
        title=Text({"en": "Publications", "sq": "Publikime"}),
        unit="unit.publication",
        number=number,
        hidden=hidden,
    )


def keys(document) -> list[str]:
    return re.findall(r'<w:tag w:val="figure:(\w+)"/>', document.xml("word/document.xml"))


def test_tile_chapter_and_conclusion_share_one_key(write):
    """The same address and form is the same value, so that one edit in Word changes all places."""
    span = ValueSpan(value(), "18")
    document = write(
        Tiles(items=(Tile(value=span, label=words("publications")),)),
        Heading(level=1, content=words("Conclusion"), anchor="end"),
        Paragraph(content=(Span("The centre published "), evolve(span, strong=True), Span("."))),
    )
    assert len(keys(document)) == 2
    assert len(set(keys(document))) == 1
    assert "<f:n>2</f:n>" in document.xml("customXml/item1.xml")


def test_the_store_holds_words_number_label_and_address(write):
    """What an audit needs stands in elements, since attributes are lost in LibreOffice."""
    document = write(
        Paragraph(content=(ValueSpan(value(cell=(("scope", "local"), ("gender", None))), "eighteen", form=Form.WORDS),))
    )
    (key,) = keys(document)
    assert document.xml("customXml/item1.xml").partition("\n")[2] == (
        '<f:figures xmlns:f="urn:kcss-core:figures:1"><f:document><f:format>2</f:format><f:report>small</f:report>'
        "<f:organization>sample</f:organization><f:period>2022</f:period><f:language>en</f:language>"
        "<f:draft></f:draft><f:bound>yes</f:bound></f:document>"
        f"<f:{key}><f:text>eighteen</f:text><f:base>eighteen</f:base><f:value>18</f:value>"
        "<f:label>Publications</f:label><f:n>1</f:n><f:figure>publications</f:figure><f:period>2022</f:period>"
        "<f:cell><f:by>scope</f:by><f:is>local</f:is></f:cell><f:cell><f:by>gender</f:by></f:cell>"
        f"<f:form>words</f:form></f:{key}></f:figures>"
    )


def test_form_and_qualifier_make_keys_of_their_own(write):
    """18, eighteen and "over 10" are three texts, which one key would level."""
    spans = (
        ValueSpan(value(), "18"),
        ValueSpan(value(), "eighteen", form=Form.WORDS),
        ValueSpan(value(), "over 10", qualifier=Qualifier.OVER),
    )
    assert len(set(keys(write(Paragraph(content=spans))))) == 3


def test_other_words_under_one_address_get_a_key_of_their_own(write):
    """Two places that read differently are never levelled by Word, whatever made them differ."""
    document = write(Paragraph(content=(ValueSpan(value(), "over 50"), ValueSpan(value(), "50"), ValueSpan(value(), "50"))))
    first, second, third = keys(document)
    assert first != second == third


def test_keys_do_not_depend_on_the_rest_of_the_report(write):
    """An audit finds a value again in a report that has grown."""
    span = ValueSpan(value(), "18")
    alone = keys(write(Paragraph(content=(span,))))
    later = keys(write(Paragraph(content=(ValueSpan(value(7, figure="projects"), "7"), span))))
    assert alone == later[1:]


def test_a_hidden_number_is_nowhere(write):
    """Disclosure hides 73 from the text; the store does not tell it either."""
    document = write(Paragraph(content=(ValueSpan(value(73, hidden=True), "hidden"),)))
    assert "<f:base>hidden</f:base><f:value></f:value>" in document.xml("customXml/item1.xml")
    assert [name for name, part in document.parts.items() if b">73<" in part] == []


def test_the_control_is_named_in_the_reports_language(write):
    """Who clicks on a value reads what it is."""
    document = write(Paragraph(content=(ValueSpan(value(), "18"),)), language="sq")
    assert '<w:alias w:val="Publikime (2022)"/>' in document.xml("word/document.xml")


def test_a_report_without_values_has_no_store(write):
    """Nothing is written that nothing needs."""
    assert [name for name in write(Paragraph(content=words("No numbers."))).parts if name.startswith("customXml")] == []


def test_keys_of_other_words_do_not_depend_on_these_words(write):
    """An audit finds the second text of an address again when the records, and so the text, have changed."""

    def second(text: str) -> str:
        return keys(write(Paragraph(content=(ValueSpan(value(), "18"), ValueSpan(value(), text)))))[1]

    assert second("eighteen or so") == second("nineteen or so")


def test_the_store_reads_back_as_it_was_written(write):
    """What an audit knows of a document is what the exporter knew."""
    cell = (("scope", "local"), ("gender", None))
    span = ValueSpan(value(cell=cell), "over 10 & <more>", form=Form.WORDS, qualifier=Qualifier.OVER)
    document = write(Paragraph(content=(span, span)))
    (_, store) = store_of(document.parts, "report.docx")
    assert evolve(store, values={}) == Store(report="small", organization="sample", period="2022", language="en")
    assert list(store.values.values()) == [
        Stored(
            text="over 10 & <more>",
            base="over 10 & <more>",
            value="18",
            label="Publications",
            places=2,
            address=Address("publications", Period.year(2022), cell),
            form=Form.WORDS,
            qualifier=Qualifier.OVER,
        )
    ]


def test_a_bookmark_remembers_what_was_printed(write):
    """Where the store is lost, as by way of ODT, it still says whether somebody has typed over the place."""
    document = write(Paragraph(content=(ValueSpan(value(), "18"), ValueSpan(value(), "18"))))
    (key, _) = keys(document)
    names = re.findall(r'w:name="(_fig_\w+)"', document.xml("word/document.xml"))
    assert names == [f"_fig_{key}_1_4ec9599f", f"_fig_{key}_2_4ec9599f"]  # sha256 of "18" begins so


def test_without_binding_places_are_on_their_own(write):
    """Who edits in LibreOffice is not surprised by places that change each other."""
    document = Read(render(evolve(sample_report("en"), blocks=(Paragraph(content=(ValueSpan(value(), "18"),)),)), bind=False))
    assert "dataBinding" not in document.xml("word/document.xml")
    assert '<w:tag w:val="figure:' in document.xml("word/document.xml")
    assert "<f:bound></f:bound>" in document.xml("customXml/item1.xml")
