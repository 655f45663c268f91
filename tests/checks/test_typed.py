"""What is typed by hand into a chapter: numbers, stale years, baseless changes; and what may stand there."""

from __future__ import annotations

from fractions import Fraction

from kcss_core.checks.typed import check_chapter, check_title
from kcss_core.edition import Edition
from kcss_core.figures import Figure, Measure
from kcss_core.figures.definition import Target
from kcss_core.model import Dataset, Organization, Project, Publication
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.text import Text

DATASET = Dataset(
    organization=Organization(id="o", name=Text("O")),
    projects=(Project(id="p", title=Text("Europe of 27"), scheme="Fund 21", reported=Period.year(2022)),),
    publications=tuple(Publication(id=f"b{n}", title=Text("B"), reported=Period.year(2022)) for n in range(3)),
)
FIGURES = (
    Figure(id="publications", title=Text("P"), measure=Measure.COUNT, subject="publications"),
    Figure(
        id="women",
        title=Text("W"),
        measure=Measure.SHARE,
        subject="persons",
        of={"participant.gender": "woman"},
        target=Target(low=Fraction(2, 5), high=Fraction(3, 5), is_balance=True),
    ),
)
EDITION = Edition(DATASET, FIGURES, period=Period.year(2022))
NAME_IT = "or name the words under allowed_numbers in report.toml"


def found(text: str, language: str = "en", *allowed: str) -> list[str]:
    return [f"{one.code} {one}" for one in check_chapter(text, "a.md", language, EDITION, allowed)]


def test_a_typed_number_is_told_with_its_place_and_the_figures_that_have_it() -> None:
    """Line and column are the editor's; a figure with the same value is proposed; the words around are quoted."""
    assert found("# A\n\nWords before.\nThe centre *published* three works {value}`publications`.\n") == [
        "chapter.typed-number a.md:4 column 24: expected a value, got 'three' typed by hand: “The centre published "
        f"three works ….”; write {{value}}`publications`, {NAME_IT}"
    ]
    assert found("We met 77 times.") == [
        "chapter.typed-number a.md:1 column 8: expected a value, got '77' typed by hand: “We met 77 times.”; "
        f"write {{value}}`figure-id`, {NAME_IT}"
    ]


def test_every_place_with_words_is_read() -> None:
    """Headings, items, cells, quotations, captions and the text of directives are words of the author."""
    text = (
        "# Twelve events\n\n- 13 in Pristina\n- another 14\n\n| a | b |\n|---|---|\n| c | 15 |\n\n> 16 came\n\n"
        ":::{breakdown} publications\n:caption: All 17\n:::\n\n:::{note}\nIn all 18.\n:::\n"
    )
    places = [one.split(":")[1:2][0] for one in found(text)]
    assert places == ["1 column 3", "3 column 3", "4 column 11", "8 column 7", "10 column 3", "13 column 15", "17 column 8"]


def test_what_nobody_reads_as_a_count() -> None:
    """Comments, links, anchors, options, numbers of items and headings, values themselves."""
    text = (
        "# 1. Title {#part-12}\n\n1. One [page](https://a.org/12) <!-- 13 works -->\n2. https://a.org/14\n\n"
        ":::{breakdown} publications-12\n:by: 15\n:::\n\n{value}`publications@2021|words` and Resolution 1325, 12 May 2022.\n"
    )
    assert found(text) == []


def test_names_of_records_targets_and_what_is_allowed() -> None:
    """A number in the title of a record, the target of a figure, and allowed words stand as they are, and only these."""
    assert found("Europe of 27 is paid by Fund 21. Between 40 and 60 percent is balanced. It is open 24 hours.", "en", "24 hours") == []
    codes = found("The 28 of Europe. Between 41 and 60 percent. It is open 25 hours; 24 people.", "en", "24 hours")
    assert [one.split("got ")[1].split(" ")[0] for one in codes] == ["'28'", "'41'", "'25'", "'24'"]


def test_a_name_with_another_number_than_its_record() -> None:
    """What is called as a record is, but for a number, is probably meant to be it."""
    assert found("Half is paid by Fund 22, which goes on.") == [
        "chapter.other-number a.md:1 column 17: expected 'Fund 21', as a record is called, got 'Fund 22': "
        "“Half is paid by Fund 22, which goes on.”; mend the number, or add what it names to the records"
    ]
    assert found("Half is paid by Fund 21.") == []


def test_words_of_the_language() -> None:
    """Numbers in words are those of the language that the chapter is written in."""
    assert [one.split("'")[1] for one in found("Пет обука.", "sr-Cyrl")] == ["Пет"]
    assert [one.split("'")[1] for one in found("Tri raporte.", "sq")] == ["Tri"]
    assert found("A pet is no number.", "en") == []


def test_a_stale_year() -> None:
    """A year that is not the report's, in a sentence with a value of the report's period or in a heading."""
    assert found("In 2021 we published {value}`publications`. It was founded in 2008.\n\n# 2020 in figures\n") == [
        "chapter.stale-year a.md:1 column 4: expected a year of the report, 2022, got 2021: “In 2021 we published ….”; "
        "mend the year; where another is meant, ask for its value, such as {value}`figure-id@2021`",
        "chapter.stale-year a.md:3 column 3: expected a year of the report, 2022, got 2020: “2020 in figures”; "
        "mend the year; where another is meant, ask for its value, such as {value}`figure-id@2021`",
    ]


def test_a_year_that_is_meant() -> None:
    """A comparison with another year asks for its value or names the report's own year; Horizon 2020 is no year."""
    assert found("It was {value}`publications`, and in 2021 {value}`publications@2021`.") == []
    assert found("From 2021 to 2022 there were {value}`publications`.") == []
    assert found("Horizon 2020 pays for {value}`publications`.") == []


def test_a_title_with_another_year() -> None:
    """A title whose years are all others is last year's; one that spans the period is not."""
    origin = Origin("report.toml", part="title")
    told = [str(one) for one in check_title(Text("Annual report 2021"), EDITION, origin)]
    assert told == [
        "report.toml title: expected a year of the report, 2022, got 'Annual report 2021'; mend the year, or the period"
    ]
    assert list(check_title(Text("2020–2024, an overview"), EDITION, origin)) == []


def test_a_change_without_an_earlier_value() -> None:
    """A share that "increased" needs the earlier one; with its value it is fine."""
    assert found("The share of women increased, to {value}`women|share`.") == [
        "statement.no-baseline a.md:1 column 20: expected an earlier value beside 'increased', got none: "
        "“The share of women increased, to ….”; give the earlier value too, such as {value}`figure-id@2021`, "
        "or say how things stand now"
    ]
    assert found("The share of women increased to {value}`women|share`, from {value}`women@2021|share`.") == []
