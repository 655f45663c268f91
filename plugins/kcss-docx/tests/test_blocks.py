"""Each block as paragraphs and tables of Word, read back from the XML."""

from __future__ import annotations

import re

import pytest
from attrs import evolve
from lxml import etree

from kcss_core.reading.images import Image
from kcss_core.report.blocks import (
    Align,
    Contents,
    Extension,
    Gallery,
    GalleryItem,
    Heading,
    ListBlock,
    ListItem,
    PageBreak,
    Paragraph,
    ParagraphRole,
    Picture,
    Span,
    Table,
    TableRow,
    Tile,
    Tiles,
    ValueSpan,
    words,
)
from kcss_docx.columns import columns_of
from kcss_docx.design import ACCENT, TEXT_WIDTH
from kcss_docx.grids import shared
from kcss_docx.pictures import solid
from kcss_docx.tiles import even_rows

from .lint import W
from .test_values import value


def chapter(title: str, level: int = 1) -> Heading:
    return Heading(level=level, content=words(title), anchor=title.lower())


def body(*titles: str) -> tuple[Heading, ...]:
    return tuple(chapter(title) for title in titles)


# --- words


def test_paragraphs_have_the_style_of_their_role(write):
    """Body text has the default style; the others are named."""
    document = write(*(Paragraph(content=words(role.value), role=role) for role in ParagraphRole))
    assert document.paragraphs() == [("", "body"), ("Lead", "lead"), ("Quote", "quote"), ("Note", "note")]


def test_text_that_no_document_can_hold_is_made_legal(write):
    """Control characters, lone surrogates and direction marks neither break the file nor hide in it."""
    document = write(Paragraph(content=words("a\x00b\x0bc\ud800d\u202ee & <f> ]]>")))
    assert document.paragraphs() == [("", "a\ufffdb\nc\ufffdde & <f> ]]>")]


def test_a_text_longer_than_a_parser_takes_is_cut(write):
    """A node of ten megabytes would make a file that nobody can open."""
    ((_, text),) = write(Paragraph(content=words("x" * 12_000_000))).paragraphs()
    assert len(text) == 100_000
    assert text.endswith("x…")


def test_tabs_and_lines_in_words_are_kept(write):
    """They become elements, not characters that Word drops."""
    assert write(Paragraph(content=words(" a\tb\r\nc "))).paragraphs() == [("", " a\tb\nc ")]


def test_words_in_another_language_say_so(write):
    """A screen reader and a spelling checker take them for what they are; the report's own language is the default."""
    content = (Span("raport", language="sq"), Span("report", language="en"))
    xml = write(Paragraph(content=content)).xml("word/document.xml")
    assert '<w:rPr><w:lang w:val="sq-AL"/></w:rPr><w:t>raport</w:t>' in xml
    assert "<w:r><w:t>report</w:t></w:r>" in xml


def test_the_reports_language_is_that_of_all_words(write):
    """The default stands in the styles."""
    assert '<w:lang w:val="sr-Latn-RS"' in write(language="sr-Latn").xml("word/styles.xml")


def test_links_lead_where_they_say(write):
    """An address outside is one relationship however often it is used; one inside leads to the heading."""
    link = Span("page", href="https://example.org/a b?x=1&y=ë")
    document = write(chapter("Gender"), Paragraph(content=(link, link, Span("above", href="#gender"))))
    relations = document.xml("word/_rels/document.xml.rels")
    assert relations.count('Target="https://example.org/a%20b?x=1&amp;y=%C3%AB" TargetMode="External"') == 1
    heading = re.search(r'w:name="(_Toc\d{9})"', document.xml("word/document.xml"))
    assert heading is not None
    assert f'<w:hyperlink w:anchor="{heading[1]}"' in document.xml("word/document.xml")


@pytest.mark.parametrize("href", ["javascript:alert(1)", "file:///etc/passwd", "#nowhere", "C:\\x.docx", "http://"])
def test_other_links_are_words(write, href):
    """What is no address of a page or a person is not made clickable."""
    document = write(Paragraph(content=(Span("words", href=href),)))
    assert "<w:hyperlink" not in document.xml("word/document.xml")
    assert document.words() == "words"


# --- headings, contents, pages


def test_headings_have_levels_that_word_knows(write):
    """Levels below the deepest style share it."""
    document = write(*(chapter(f"Level {level}", level) for level in (1, 2, 3, 4, 6)))
    assert [style for style, _ in document.paragraphs()] == ["Heading1", "Heading2", "Heading3", "Heading4", "Heading4"]


def test_contents_are_complete_and_lead_to_the_headings(write):
    """Nothing is blank before Word updates the field; the level below its depth is left out."""
    document = write(
        Contents(title=words("Contents"), depth=2), chapter("One"), chapter("Part", 2), chapter("Deep", 3), chapter("Two")
    )
    assert document.paragraphs()[:4] == [("TOCHeading", "Contents"), ("TOC1", "One\t"), ("TOC2", "Part\t"), ("TOC1", "Two\t")]
    xml = document.xml("word/document.xml")
    assert ' TOC \\o "1-2" \\h \\z \\u ' in xml
    assert xml.count(" PAGEREF ") == 3
    assert '<w:docPartGallery w:val="Table of Contents"/>' in xml


def test_contents_without_headings_are_an_empty_field(write):
    """The field stays, so that Word fills it when there are headings."""
    assert write(Contents(title=words("Contents"))).words().strip() == "Contents"


def test_headings_with_one_name_have_bookmarks_of_their_own(write):
    """Two chapters with one anchor do not break the document; a link leads to the first."""
    first, second = chapter("Same"), chapter("Same")
    document = write(first, second, Paragraph(content=(Span("up", href="#same"),)))
    names = re.findall(r'w:name="(_Toc\d{9})"', document.xml("word/document.xml"))
    assert len(set(names)) == 2
    assert f'w:anchor="{names[0]}"' in document.xml("word/document.xml")


@pytest.mark.parametrize(
    ("blocks", "breaks"),
    [
        ((PageBreak(), *body("One")), 0),  # at the start
        ((*body("One"), PageBreak(), *body("Two")), 0),  # a chapter starts a page anyway
        ((*body("One"), PageBreak()), 0),  # at the end
        ((*body("One"), PageBreak(), PageBreak(), Paragraph(content=words("x"))), 1),
        ((Contents(title=words("C")), Paragraph(content=words("x"))), 1),  # contents have their page
        ((Contents(title=words("C")), PageBreak(), *body("One")), 0),
        ((*body("One"), Contents(title=words("C"))), 1),
        ((Extension(name="x", fallback=(PageBreak(),)), *body("One")), 0),
    ],
)
def test_page_breaks_leave_no_page_empty(write, blocks, breaks):
    """A break belongs to what follows, and is made once."""
    assert write(*blocks).xml("word/document.xml").count("<w:pageBreakBefore/>") == breaks


def test_an_unknown_extension_is_its_fallback(write):
    """No plugin's block is lost."""
    document = write(Extension(name="map", fallback=(chapter("Map", 2), Paragraph(content=words("Prishtina")))))
    assert document.paragraphs() == [("Heading2", "Map"), ("", "Prishtina")]


# --- lists


def numbers(document) -> list[tuple[str, str]]:
    return [
        (element.find(f"{W}numId").get(f"{W}val"), element.find(f"{W}ilvl").get(f"{W}val"))
        for element in document.body.iter(f"{W}numPr")
    ]


def test_lists_are_lists_of_word(write):
    """Bullets share one list, each numbered list starts anew, and a list below stands one level deeper."""
    item = ListItem(content=words("x"))
    inner = ListBlock(items=(item,), is_ordered=True)
    numbered = ListBlock(items=(item, item), is_ordered=True)
    document = write(ListBlock(items=(ListItem(content=words("a"), below=(inner,)),)), numbered, numbered)
    assert numbers(document) == [("1", "0"), ("2", "1"), ("3", "0"), ("3", "0"), ("4", "0"), ("4", "0")]
    assert document.xml("word/numbering.xml").count("<w:startOverride") == 3


def test_lists_deeper_than_the_template_stay_on_its_last_level(write):
    """Depth is cut, words are not."""
    block = ListBlock(items=(ListItem(content=words("5")),))
    for name in "4321":
        block = ListBlock(items=(ListItem(content=words(name), below=(block,)),))
    document = write(block)
    assert [level for _, level in numbers(document)] == ["0", "1", "2", "3", "3"]
    assert document.words() == "1\n2\n3\n4\n5"


@pytest.mark.parametrize(("letters", "is_kept"), [(250, True), (500, False)])
def test_a_short_paragraph_stays_with_its_list(write, letters, is_kept):
    """And the list's first and last item with the next and the one before; a long paragraph may stand alone."""
    items = tuple(ListItem(content=words(name)) for name in ("a", "b", "c", "d"))
    document = write(Paragraph(content=words("x" * letters)), ListBlock(items=items))
    kept = [
        paragraph.find(f"{W}pPr/{W}keepNext") is not None
        for paragraph in document.body.iter(f"{W}p")
        if len("".join(paragraph.itertext())) in (1, letters)
    ]
    assert kept == [is_kept, True, False, True, False]


# --- tables and tiles


def table(**more) -> Table:
    return Table(
        caption=words("Meetings"),
        header=(words("Scope"), words("Meetings")),
        rows=(
            TableRow(cells=(words("local"), words("8"))),
            TableRow(cells=(words("total"), words("9")), is_total=True),
        ),
        align=(Align.START, Align.END),
        **more,
    )


def test_a_table_has_caption_header_numbers_total_and_note(write):
    """Numbers stand right, the header and the total have styles of their own, caption and note belong to it."""
    document = write(table(note=words("From records."), summary="Meetings by scope"))
    assert document.paragraphs() == [
        ("TableCaption", "Meetings"),
        ("TableHeader", "Scope"),
        ("TableHeaderNumber", "Meetings"),
        ("TableText", "local"),
        ("TableNumber", "8"),
        ("TableTotal", "total"),
        ("TableTotalNumber", "9"),
        ("Note", "From records."),
    ]
    xml = document.xml("word/document.xml")
    assert '<w:tblCaption w:val="Meetings"/><w:tblDescription w:val="Meetings by scope"/>' in xml
    assert xml.count("<w:tblHeader/>") == 1
    assert xml.count("<w:cantSplit/>") == 3


def test_a_table_with_figures_is_named_for_refreshing(write):
    """Each place of one key has a bookmark of its own."""
    xml = write(table(key="breakdown.meetings.scope"), table(key="breakdown.meetings.scope")).xml("word/document.xml")
    names = re.findall(r'w:name="(_table_\w+)"', xml)
    assert [name[-2:] for name in names] == ["_1", "_2"]
    assert names[0][:-2] == names[1][:-2]


def test_ragged_rows_are_filled(write):
    """A row that is too short gets empty cells; one that is too long keeps its words."""
    rows = (TableRow(cells=(words("a"),)), TableRow(cells=(words("b"), words("c"), words("d"))))
    document = write(Table(caption=(), header=(words("H"), words("I")), rows=rows, align=(Align.START,)))
    assert document.words().split() == ["H", "I", "a", "b", "c", "d"]


def test_a_table_without_columns_is_its_caption_and_note(write):
    """Word opens no table without cells."""
    document = write(Table(caption=words("Empty"), header=(), rows=(), align=(), note=words("No data.")))
    assert document.paragraphs() == [("TableCaption", "Empty"), ("Note", "No data.")]


@pytest.mark.parametrize(
    ("columns", "share"), [(("Scope", "Number"), (1, 2)), (("A group of people", "Women", "An assessment"), (2, 3))]
)
def test_few_short_columns_do_not_take_the_whole_line(write, columns, share):
    """What belongs together is read together."""
    document = write(Table(caption=(), header=tuple(map(words, columns)), rows=(), align=(Align.START,) * 3))
    assert int(next(document.body.iter(f"{W}tblW")).get(f"{W}w")) == TEXT_WIDTH * share[0] // share[1]


@pytest.mark.parametrize(("columns", "margins"), [(7, []), (8, ["45"])])
def test_many_columns_stand_closer(write, columns, margins):
    """Eight columns have narrow margins, so that a word of a header is not broken; seven have those of the style."""
    header = tuple(words(f"Column {number}") for number in range(columns))
    document = write(Table(caption=(), header=header, rows=(), align=(Align.END,) * columns))
    assert [each.find(f"{W}left").get(f"{W}w") for each in document.body.iter(f"{W}tblCellMar")] == margins


def test_a_short_table_is_not_torn(write):
    """Every row but the last stays with the next one, and with a note the last one too."""
    rows = (TableRow(cells=(words("a"),)), TableRow(cells=(words("b"),)))
    bare = Table(caption=(), header=(words("H"),), rows=rows, align=(Align.START,))

    def kept(block):
        body = write(block).body
        return [row.find(f".//{W}p/{W}pPr/{W}keepNext") is not None for row in body.iter(f"{W}tr")]

    assert kept(bare) == [False, True, False]  # that of the header stands in its style
    assert kept(evolve(bare, note=words("n"))) == [False, True, True]


def test_columns_share_the_whole_width():
    """Rounding loses no twip: 10 in three parts of weight 1 is 3, 4 and 3."""
    assert shared(10, [1, 1, 1]) == [3, 4, 3]


@pytest.mark.parametrize(
    ("count", "rows"),
    [(1, [1]), (4, [4]), (5, [3, 2]), (6, [3, 3]), (7, [4, 3]), (8, [4, 4]), (9, [3, 3, 3]), (13, [4, 3, 3, 3])],
)
def test_tiles_stand_in_even_rows(count, rows):
    """No row looks unfinished: lengths differ by one at most."""
    assert even_rows(count, 4) == rows


def test_tiles_are_read_number_first(write):
    """The number comes before its label, and no cell is empty or merged."""
    tiles = Tiles(
        items=tuple(
            Tile(value=ValueSpan(value(number, figure=f"f{number}"), str(number)), label=words(f"label {number}"))
            for number in range(1, 6)
        ),
        summary="Five figures",
    )
    document = write(tiles)
    assert [text for style, text in document.paragraphs() if style.startswith("Tile")] == [
        text for number in range(1, 6) for text in (str(number), f"label {number}")
    ]
    assert [len(row.findall(f"{W}tc")) for row in document.body.iter(f"{W}tr")] == [3, 2]
    assert document.xml("word/document.xml").count('<w:tblDescription w:val="Five figures"/>') == 2


@pytest.mark.parametrize(
    ("text", "style"), [("50", "TileNumber"), ("over 4,700", "TileNumberLong"), ("around 476,417", "TileNumberLongest")]
)
def test_tiles_are_set_so_that_no_number_breaks(write, text, style):
    """All tiles of a block share the size that the longest number allows."""
    items = tuple(Tile(value=ValueSpan(value(figure=shown), shown), label=words("x")) for shown in (text, "7", "8"))
    assert {face for face, _ in write(Tiles(items=items)).paragraphs() if face.startswith("TileN")} == {style}


def test_empty_tiles_and_galleries_leave_no_trace(write):
    """No empty table is written."""
    assert write(Tiles(items=()), Gallery(items=())).paragraphs() == []


# --- galleries


def test_a_work_without_cover_gets_one_of_its_title(write):
    """Title and kind stand on the cover as text; where a kind is unknown the foot is there all the same."""
    document = write(
        Gallery(
            items=(
                GalleryItem(title=words("Trust in the police"), kicker="Report"),
                GalleryItem(title=words("Ten lessons"), note=words("2022")),
                GalleryItem(title=words("Oversight"), kicker="Report"),
            ),
            columns=2,
        )
    )
    faces = [face for face in document.paragraphs() if face[0].startswith("Work")]
    assert faces == [
        ("WorkCover", "Trust in the police"),
        ("WorkCover", "Ten lessons"),
        ("WorkKicker", "Report"),
        ("WorkKicker", ""),
        ("WorkNote", "2022"),
        ("WorkCover", "Oversight"),
        ("WorkKicker", "Report"),
    ]
    assert len(set(re.findall(r'w:fill="(\w{6})"', document.xml("word/document.xml").partition("WorkCover")[2]))) == 1


def test_covers_without_kinds_have_no_foot(write):
    """An empty line on every cover would look like something that is missing."""
    document = write(Gallery(items=(GalleryItem(title=words("Trust")), GalleryItem(title=words("Oversight")))))
    assert [face for face, _ in document.paragraphs() if face.startswith("Work")] == ["WorkCover", "WorkCover"]


def test_covers_grow_with_their_titles(write):
    """Type is never set smaller, and a row is as high as its longest title."""
    document = write(Gallery(items=(GalleryItem(title=words("Trust " * 60)), GalleryItem(title=words("Oversight")))))
    assert [face for face, _ in document.paragraphs() if face.startswith("Work")] == ["WorkCover", "WorkCover"]
    assert 'w:hRule="atLeast"' in document.xml("word/document.xml")


@pytest.mark.parametrize(("word", "columns"), [("Trust", 6), ("Radicalization", 4), ("Counterintelligence", 3)])
def test_fewer_covers_stand_side_by_side_where_a_word_would_break(write, word, columns):
    """A letter is 5.8 points: 14 letters are 82 points, of which a fourth of the line, less 19, has 84."""
    document = write(Gallery(items=(GalleryItem(title=words(word)),) * 6, columns=6))
    assert len(next(document.body.iter(f"{W}tr")).findall(f"{W}tc")) == columns


def test_photographs_side_by_side_are_as_high_as_they_are(write, tmp_path):
    """No minimal height leaves white above them."""
    path = tmp_path / "a.png"
    path.write_bytes(solid(ACCENT))
    image = Image(file="a.png", path=path, media_type="image/png", width=1, height=1)
    document = write(Gallery(items=(GalleryItem(title=words("Opening"), image=image),) * 3))
    assert "w:trHeight" not in document.xml("word/document.xml")


# --- drafts


def test_a_draft_invites_to_insert_what_is_missing(write):
    """A picture control with a drawn sign stands where the photograph belongs, and says so."""
    xml = write(Picture(image=None, caption=words("Opening of the forum")), is_draft=True).xml("word/document.xml")
    assert '<w:alias w:val="Opening of the forum"/>' in xml
    assert "<w:showingPlcHdr/><w:picture/>" in xml
    assert 'descr="Photograph missing: click to insert it"' in xml


def test_a_draft_says_that_it_is_one(write):
    """The header bears the word; that of a final report does not."""
    assert "Small report · Draft" in write(is_draft=True).xml("word/header2.xml")
    assert "Draft" not in write().xml("word/header2.xml")


def wide_table(columns: int = 9) -> Table:
    """Return a table of long words, too wide for an upright page."""
    cells = tuple(words("Representatives") for _ in range(columns))
    return Table(caption=words("Wide"), header=cells, rows=(TableRow(cells=cells),), align=(Align.START,) * columns)


def sheets(document):
    """Return width and orientation of the sheet of each section after the cover."""
    sizes = [one.find(f"{W}pgSz") for one in document.body.iter(f"{W}sectPr")][1:]
    return [(int(one.get(f"{W}w")), one.get(f"{W}orient", "portrait")) for one in sizes]


UPRIGHT, TURNED = (11_906, "portrait"), (16_838, "landscape")


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((wide_table(),), [TURNED]),
        ((wide_table(), wide_table()), [TURNED]),
        ((Paragraph(content=words("One")), wide_table()), [UPRIGHT, TURNED]),
        ((Paragraph(content=words("One")), wide_table(), Paragraph(content=words("Two"))), [UPRIGHT, TURNED, UPRIGHT]),
        ((wide_table(), PageBreak(), Paragraph(content=words("Two"))), [TURNED, UPRIGHT]),
        ((wide_table(3),), [UPRIGHT]),
    ],
)
def test_a_wide_table_stands_on_a_turned_sheet(write, blocks, expected):
    """For as long as tables are wide; no sheet is empty, and the table is as wide as its line."""
    document = write(*blocks)
    assert sheets(document) == expected
    if expected[0] == TURNED:
        assert int(next(document.body.iter(f"{W}tblW")).get(f"{W}w")) > TEXT_WIDTH
    assert "pageBreakBefore" not in document.xml("word/document.xml")


def test_pages_are_counted_through_turned_sheets(write):
    """Only the first section after the cover starts at 1, and a turned sheet's header ends where its line does."""
    document = write(Paragraph(content=words("One")), wide_table(), Paragraph(content=words("Two")))
    starts = [one.find(f"{W}pgNumType") is not None for one in document.body.iter(f"{W}sectPr")]
    assert starts == [False, True, False, False]
    tabs = {tab.get(f"{W}pos") for part in document.parts if part.startswith("word/header") for tab in etree.fromstring(document.parts[part]).iter(f"{W}tab")}
    assert tabs - {None} == {str(TEXT_WIDTH), str(16_838 - 1_644 - 1_361)}


def test_the_heading_of_a_wide_table_goes_with_it(write):
    """A heading does not stay alone at the foot of the sheet before."""
    document = write(Paragraph(content=words("One")), Heading(level=2, content=words("Over"), anchor="o"), wide_table())
    paragraphs = [one for one in document.body if one.tag == f"{W}p"]
    ends = [number for number, one in enumerate(paragraphs) if one.find(f".//{W}sectPr") is not None]
    over = next(number for number, one in enumerate(paragraphs) if "Over" in "".join(one.itertext()))
    assert ends[-1] == over - 1


def test_a_dense_table_whose_words_fit_stays_upright():
    """Eight columns have little air between them: what fits with it is no reason to turn the page."""
    header = ("Group", "Women", "Men", "Non-binary", "Not recorded", "Total", "Share of women", "Assessment")
    cells = ("Participants", "at least 497", "hidden", "at least 7", "37", "hidden", "45%–50%", "undetermined")
    table = Table(
        caption=words("Women and men"), header=tuple(map(words, header)),
        rows=(TableRow(cells=tuple(map(words, cells))),), align=(Align.START, *[Align.END] * 6, Align.START),
    )  # fmt: skip
    assert not columns_of(table).are_wide(TEXT_WIDTH)
    wider = evolve(table, rows=(TableRow(cells=tuple(words(f"{cell} Nothingness") for cell in cells)),))
    assert columns_of(wider).are_wide(TEXT_WIDTH)
