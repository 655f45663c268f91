"""Hypothesis strategies for trees of blocks. Needs Hypothesis, which plugin authors install for their tests."""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from kcss_core.figures.value import Address, Share, Value
from kcss_core.period import Period
from kcss_core.report.blocks import (
    Align,
    Block,
    Chart,
    ChartKind,
    Content,
    Contents,
    Extension,
    Footnote,
    Form,
    Gallery,
    GalleryItem,
    Heading,
    LineBreak,
    ListBlock,
    Listed,
    ListItem,
    PageBreak,
    Paragraph,
    ParagraphRole,
    Picture,
    Series,
    Span,
    Table,
    TableRow,
    Tile,
    Tiles,
    ValueSpan,
)
from kcss_core.report.captions import numbered, reference_words
from kcss_core.report.shown import shown
from kcss_core.testing.report import sample_images
from kcss_core.text import Text
from kcss_core.vocabulary import LANGUAGES, Qualifier

# Letters of the reports' languages, digits, and every sign that means something to some format.
_SIGNS = "abzABZ019ëçščćžđŠĐљњџЋ“”„’–…<>&'\"#*_`|\\{}[]()%$@^~:;,.!?-+=/\U0001f98a"

#: Short words, so that a narrow column need not break them.
text_words = st.text(_SIGNS, min_size=1, max_size=6)
#: One to five words with single spaces.
phrases = st.lists(text_words, min_size=1, max_size=5).map(" ".join)


@st.composite
def values(draw: st.DrawFn) -> Value:
    """Return values of every sort: counts, shares with and without counts, hidden ones, and none."""
    number = draw(st.none() | st.integers(0, 10**7))
    share = None
    if draw(st.booleans()):
        denominator = draw(st.integers(1, 500))
        numerator = draw(st.integers(0, denominator))
        number, share = None, Share(numerator=numerator, denominator=denominator)
    return Value(
        address=Address(draw(st.sampled_from(("publications", "a.b-c", "x"))), Period.year(2022)),
        title=Text(draw(phrases)),
        unit="unit.publication" if share is None else "unit.percent",
        number=number if share is None else Fraction(share.numerator or 0, share.denominator or 1),
        share=share,
        qualifier=draw(st.sampled_from(Qualifier)),
        hidden=draw(st.booleans()),
    )


@st.composite
def value_spans(draw: st.DrawFn) -> ValueSpan:
    """Return values as they are printed, in any form and language."""
    language = draw(st.sampled_from(LANGUAGES))
    form = draw(st.sampled_from(Form))
    span = shown(draw(values()), _In(language), form, draw(st.none() | st.sampled_from(Qualifier)))
    return evolve(span, strong=draw(st.booleans()), emphasis=draw(st.booleans()))


class _In:
    def __init__(self, language: str) -> None:
        self.language = language


_spans = st.builds(
    Span,
    phrases,
    strong=st.booleans(),
    emphasis=st.booleans(),
    href=st.none() | st.sampled_from(("https://example.org/?a=1&b=%20#c", "mailto:a@example.org")),
    language=st.none() | st.sampled_from(LANGUAGES),
)


_footnotes = st.lists(_spans | value_spans(), min_size=1, max_size=2).map(lambda parts: Footnote(tuple(parts)))


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Return words of a paragraph or cell, maybe none: spans, values, breaks and footnotes, with spaces between."""
    parts = draw(st.lists(_spans | value_spans() | st.just(LineBreak()) | _footnotes, max_size=4))
    return tuple(inline for part in parts for inline in (part, Span(" ")))


_lists: SearchStrategy[ListBlock] = st.deferred(
    lambda: st.builds(
        ListBlock,
        items=st.lists(
            st.builds(ListItem, content=contents(), below=st.lists(_lists, max_size=1).map(tuple)),
            min_size=1,
            max_size=3,
        ).map(tuple),
        is_ordered=st.booleans(),
    )
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Return tables with as many cells in each row as in the header."""
    columns = draw(st.integers(1, 4))
    cells = st.lists(contents(), min_size=columns, max_size=columns).map(tuple)
    return Table(
        caption=draw(contents()),
        header=draw(cells),
        rows=tuple(draw(st.lists(st.builds(TableRow, cells=cells, is_total=st.booleans()), max_size=4))),
        align=tuple(draw(st.lists(st.sampled_from(Align), min_size=columns, max_size=columns))),
        note=draw(contents()),
        summary=draw(phrases),
        key=draw(st.sampled_from(("", "breakdown.a.b"))),
    )


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Return charts with a value of each series in each category; a doughnut has one series."""
    kind = draw(st.sampled_from(ChartKind))
    categories = tuple(draw(st.lists(phrases, min_size=1, max_size=4)))
    count = 1 if kind is ChartKind.DOUGHNUT else draw(st.integers(1, 3))
    row = st.lists(values(), min_size=len(categories), max_size=len(categories)).map(tuple)
    return Chart(
        kind=kind,
        caption=draw(contents()),
        categories=categories,
        series=tuple(Series(name=draw(phrases), values=draw(row)) for _ in range(count)),
        alt=draw(phrases),
        is_share=draw(st.booleans()),
        key=draw(st.sampled_from(("", "breakdown.a.b.chart"))),
    )


def blocks() -> SearchStrategy[Block]:
    """Return a strategy of single blocks of every kind; an extension holds up to three others."""
    images = st.sampled_from(tuple(sample_images().values()))
    single: SearchStrategy[Block] = st.one_of(
        st.builds(Heading, level=st.integers(1, 6), content=contents(), anchor=st.just("a")),
        st.builds(Paragraph, content=contents(), role=st.sampled_from(ParagraphRole)),
        _lists,
        tables(),
        st.builds(
            Tiles,
            items=st.lists(st.builds(Tile, value=value_spans(), label=contents()), min_size=1, max_size=7).map(tuple),
            summary=phrases,
        ),
        st.builds(Picture, image=images, caption=contents(), alt=phrases, credit=st.just("") | phrases),
        charts(),
        st.builds(
            Gallery,
            items=st.lists(
                st.builds(
                    GalleryItem,
                    title=contents(),
                    image=st.none() | images,
                    alt=phrases,
                    kicker=st.just("") | phrases,
                    note=contents(),
                ),
                min_size=1,
                max_size=4,
            ).map(tuple),
            columns=st.integers(1, 6),
        ),
        st.builds(Contents, title=contents(), depth=st.integers(1, 6), of=st.sampled_from(Listed)),
        st.just(PageBreak()),
    )
    extension = st.builds(
        Extension, name=st.just("unknown.extension"), fallback=st.lists(single, min_size=1, max_size=3).map(tuple)
    )
    return single | extension


def block_trees(max_size: int = 6) -> SearchStrategy[tuple[Block, ...]]:
    """Return a strategy of whole reports' blocks, anchors on headings, captions numbered where a list asks for it.

    Its last paragraph refers to every anchor.
    """
    return st.lists(blocks(), max_size=max_size).map(_with_anchors)


def _with_anchors(blocks: list[Block]) -> tuple[Block, ...]:
    anchored = numbered(
        (
            evolve(block, anchor=f"section-{number}") if isinstance(block, Heading) else block
            for number, block in enumerate(blocks)
        ),
        (),
    )
    leading = reference_words(anchored, "en")
    references = tuple(Span(words, href=f"#{anchor}") for anchor, words in leading.items() if words)
    return (*anchored, Paragraph(content=references)) if references else anchored
