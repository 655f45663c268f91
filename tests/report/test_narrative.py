"""Chapters: what each Markdown form becomes, and what is refused, with line and remedy."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcss_core.figures.value import Address, Value
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.problems import Problem
from kcss_core.report.blocks import (
    Align,
    Block,
    Heading,
    LineBreak,
    ListBlock,
    ListItem,
    Paragraph,
    ParagraphRole,
    Span,
    Table,
    TableRow,
    ValueSpan,
)
from kcss_core.report.meaning import DirectiveCall, Meaning
from kcss_core.report.narrative import read_chapter
from kcss_core.text import Text

VALUE = Value(address=Address("f", Period.year(2022)), title=Text("F"), unit="unit.person", number=18)


def read(text: str, language: str = "en") -> tuple[list[Block], list[str], list[DirectiveCall]]:
    """Return blocks, problems as a user reads them, and calls; a value is printed as 18, a directive gives nothing."""
    calls: list[DirectiveCall] = []

    def value(words: str, _: Origin) -> tuple[ValueSpan | None, tuple[Problem, ...]]:
        return ValueSpan(VALUE, f"18 {words}"), ()

    def directive(call: DirectiveCall) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
        calls.append(call)
        return (), ()

    placed, problems = read_chapter(
        text, "c.md", language, Meaning(value=value, directive=directive, reference=lambda *_: None)
    )
    return [part.block for part in placed], [str(problem) for problem in problems], calls


def blocks(text: str, language: str = "en") -> list[Block]:
    found, problems, _ = read(text, language)
    assert problems == []
    return found


def paragraph(*content: Any) -> Paragraph:
    return Paragraph(content=content)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("# Title", Heading(level=1, content=(Span("Title"),), anchor="")),
        ("## A *b* {#a-b.c}", Heading(level=2, content=(Span("A "), Span("b", emphasis=True)), anchor="a-b.c")),
        ("One\ntwo", paragraph(Span("One two"))),
        ("One  \ntwo\\\nthree", paragraph(Span("One"), LineBreak(), Span("two"), LineBreak(), Span("three"))),
        ("*a* **b** ***c***", paragraph(
            Span("a", emphasis=True), Span(" "), Span("b", strong=True), Span(" "),
            Span("c", strong=True, emphasis=True),
        )),
        ("[page](https://example.org/?a=1&b)", paragraph(Span("page", href="https://example.org/?a=1&b"))),
        ("<mailto:a@example.org>", paragraph(Span("mailto:a@example.org", href="mailto:a@example.org"))),
        ("> Said.", Paragraph(content=(Span("Said."),), role=ParagraphRole.QUOTE)),
        ("a {value}`x|over` b", paragraph(Span("a "), ValueSpan(VALUE, "18 x|over"), Span(" b"))),
        ("**{value}`x`**", paragraph(ValueSpan(VALUE, "18 x", strong=True))),
        ("\\{value} and \\*", paragraph(Span("{value} and *"))),
        ("a <!-- not for readers --> b", paragraph(Span("a  b"))),
        ("- a\n  1. b\n- c", ListBlock(items=(
            ListItem(
                content=(Span("a"),),
                below=(ListBlock(items=(ListItem(content=(Span("b"),)),), is_ordered=True),),
            ),
            ListItem(content=(Span("c"),)),
        ))),
        ("| a | b |\n|---|--:|\n| c | {value}`x` |", Table(
            caption=(),
            header=((Span("a"),), (Span("b"),)),
            rows=(TableRow(cells=((Span("c"),), (ValueSpan(VALUE, "18 x"),))),),
            align=(Align.START, Align.END),
        )),
    ],
)  # fmt: skip
def test_form(text: str, block: Block) -> None:
    """Each form of Markdown that the tree can carry becomes its block."""
    assert blocks(text) == [block]


def test_comment_block_is_left_out() -> None:
    """A comment is for who writes the chapter, and no reader sees it."""
    assert blocks("<!-- to do -->\n\nText") == [paragraph(Span("Text"))]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "“Yes,” it’s – really — so… ‘a’"),
        ("sq", "“Yes,” it’s – really — so… ‘a’"),
        ("sr-Latn", "„Yes,“ it’s – really — so… ‚a‘"),
        ("sr-Cyrl", "„Yes,“ it’s – really — so… ‚a‘"),
    ],
)
def test_typography(language: str, expected: str) -> None:
    """Quotes, apostrophes, dashes and ellipses are set as the language sets them."""
    assert blocks("\"Yes,\" it's -- really --- so... 'a'", language) == [paragraph(Span(expected))]


def test_quotes_around_a_value() -> None:
    """Quotation marks open and close around a value as around words."""
    assert blocks('"{value}`x`"') == [paragraph(Span("“"), ValueSpan(VALUE, "18 x"), Span("”"))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n\n![a](b.png)", "c.md:3: an image inside text has no place in a report; record the photograph and use :::{photo} with its id"),
        ("a\nb `c`", "c.md:2: code has no place in a report; use *emphasis*, or put a backslash before the backtick"),
        ("a <b>c", "c.md:1: HTML has no place in a report; write Markdown, or put a backslash before the <"),
        ("<div>\n</div>", "c.md:1: HTML has no place in a report; write Markdown, or use a directive"),
        ("a\n\n    b", "c.md:3: an indented code block has no place in a report; begin the line at the margin"),
        ("```{tiles}\n```", "c.md:1: a code block has no place in a report; write a directive with colons: :::{name}"),
        ("a\n\n---", "c.md:3: a line across the page has no place in a report; use :::{page-break}, or leave it out"),
        ("a\n---", "c.md:2: a line across the page has no place in a report; use :::{page-break}, or leave it out"),
        ("a[^1]", "c.md:1: there is no footnote [^1], and the mark would be printed as it stands; write [^1]: and its words on a line below"),
        ("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c", "c.md:3: a footnote in a footnote has no place in a report; join them"),
        ("a[^1]\n\n[^1]: b\n\n    c", "c.md:1: a footnote holds one paragraph; join its paragraphs; what needs more room belongs into the text"),
        ("a\n\n[^1]: b", "c.md:3: nothing refers to the footnote [^1], and it is left out; write [^1] where it belongs, or delete it"),
        ("3. a", "c.md:1: a list that begins with 3 has no place in a report; begin with 1"),
        ("- a\n\n  b", "c.md:3: an item of a list holds one paragraph, and lists below it; end the list before it, or join the paragraphs"),
        ("- " * 10 + "a", "c.md:1: expected at most 9 levels of lists, got more; end the list, and begin with a heading"),
        ("> - a", "c.md:1: a quotation holds paragraphs only; end it before this line"),
        ("[a](b.md)", "c.md:1: expected an address that begins with https://, http://, mailto: or #, got 'b.md'; give the whole address, or leave the link out"),
        ("[a](javascript:b)", "c.md:1: expected an address that begins with https://, http://, mailto: or #, got 'javascript:b'; give the whole address, or leave the link out"),
        ("a\n{vlaue}`x`", "c.md:2: expected the role 'value' or 'ref', got 'vlaue'; did you mean 'value'?"),
        ("{value}x", "c.md:1: {value} would be printed as it stands; write a value as {value}`figure-id`, or a brace that is meant as \\{"),
        ("# {#a}", "c.md:1: a heading without words; write it, or delete the line"),
        ("# A {#a b}", "c.md:1: expected an anchor of letters, digits, hyphens and dots, got 'a b'; write it as {#some-name} at the end of the heading"),
        (":::photo\n:::", "c.md:1: expected the name of a directive in braces after :::, got 'photo'; write it as :::{name}"),
        ("a\n\n:::{photo} x", "c.md:3: the directive 'photo' is not closed; put a line ::: after it"),
        ("a\x01", "c.md:1: the line holds signs that cannot be printed, or that turn the reading direction: 1; delete them; often they come with text that was pasted"),
    ],
)  # fmt: skip
def test_refused(text: str, message: str) -> None:
    """What the tree cannot carry is named with its line and with what to write instead."""
    _, problems, _ = read(text)
    assert problems == [message]


def test_all_problems_of_a_chapter() -> None:
    """One run finds every problem, each on its own line."""
    _, problems, _ = read("`a`\n`b`\n\n> c `d`\n\n- e\n  - f <b>")
    assert [problem.split(" ")[0] for problem in problems] == ["c.md:1:", "c.md:2:", "c.md:4:", "c.md:7:"]


def test_directive() -> None:
    """A directive is called with words, options, and the level of the heading above it."""
    _, problems, calls = read("## A\n\n:::{breakdown} a.b c\n:by: program role\n  gender\n:draft:\n:::")
    assert problems == []
    assert calls == [
        DirectiveCall(
            name="breakdown",
            arguments=("a.b", "c"),
            options=(("by", "program role gender"), ("draft", "")),
            body=(),
            origin=Origin("c.md", row=3),
            level=2,
        )
    ]


def test_body_of_a_directive() -> None:
    """What follows the options is the body, in blocks, with its own lines."""
    _, problems, calls = read("a\n\n::::{note}\n:x: y\n\nb *c*\n\n`d`\n\n:::{inner}\n:::\n::::")
    assert [call.name for call in calls] == ["inner", "note"]
    assert calls[0].origin == Origin("c.md", row=10)
    assert calls[1].body == (paragraph(Span("b "), Span("c", emphasis=True)),)
    assert problems == ["c.md:8: code has no place in a report; use *emphasis*, or put a backslash before the backtick"]


def test_unclosed_directive_before_another() -> None:
    """A missing fence is found even where a later directive closes it by accident."""
    _, problems, _ = read(":::{photo} a\n\nText\n\n:::{photo} b\n:::")
    assert problems == [
        "c.md:1: the directive 'photo' is not closed before the next one begins in line 5; put a line ::: after it; a directive around others needs more colons than they have"
    ]


def test_fence_at_the_very_end() -> None:
    """A fence in a quotation at the end of a file is refused like any other."""
    assert read("> :::{a}\n>")[1] == ["c.md:1: a quotation holds paragraphs only; end it before this line"]


@given(st.text(alphabet="ab \n#*_-+>:{}[]()!<>|`\\\"'^1.=~\tç\x00", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever a file holds, the reader returns blocks and problems."""
    read(text)


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=4), min_size=1, max_size=6))
def test_no_word_is_lost(lines: list[str]) -> None:
    """Each word of plain lines is in the paragraph, in order."""
    content = " ".join(lines)
    assert blocks("\n".join(lines)) == [paragraph(Span(content))]
