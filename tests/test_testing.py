"""What plugin authors are given for their tests: a sample that holds everything, and a check that finds faults."""

from __future__ import annotations

from collections import Counter
from secrets import token_bytes

import pytest

from kcss_core.builtin.exporters import TEXT
from kcss_core.export import Exporter
from kcss_core.report.blocks import (
    Block,
    Extension,
    Footnote,
    Gallery,
    Heading,
    LineBreak,
    ListBlock,
    ListItem,
    Paragraph,
    Picture,
    Span,
    ValueSpan,
    plain,
    words,
)
from kcss_core.report.report import Report
from kcss_core.report.traversal import contents_of, with_contents
from kcss_core.testing import check_exporter, missing_words, sample_edition, sample_images, sample_report
from kcss_core.vocabulary import LANGUAGES, Qualifier


def exporter(render, name: str = "faulty") -> Exporter:
    return Exporter(name=name, suffix=".txt", summary="", render=lambda report, _: render(report))


def all_words(report: Report) -> bytes:
    """Render every content, credit and kicker; what an exporter without faults does."""
    lines = [plain(content) for block in report.blocks for content in contents_of(block)]
    lines += [block.credit for block in report.blocks if isinstance(block, Picture)]
    lines += [item.kicker for block in report.blocks if isinstance(block, Gallery) for item in block.items]
    return "\n".join([report.title, *lines]).encode()


def decode(data: bytes) -> str:
    return data.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_sample_report_holds_every_block_and_inline(language: str) -> None:
    """Every kind of block and of inline stands in it, in every language."""
    blocks = sample_report(language, is_draft=True).blocks
    assert Counter(type(block).__name__ for block in blocks).keys() == {
        "Chart", "Contents", "Extension", "Gallery", "Heading", "ListBlock", "PageBreak", "Paragraph", "Picture",
        "Table", "Tiles",
    }  # fmt: skip
    inlines = [inline for block in blocks for content in contents_of(block) for inline in content]
    assert {type(inline) for inline in inlines} == {Span, ValueSpan, LineBreak, Footnote}
    spans = [inline for inline in inlines if isinstance(inline, Span)]
    assert any(span.strong for span in spans)
    assert any(span.emphasis for span in spans)
    assert any(span.href for span in spans)
    assert any(span.language for span in spans)


def test_sample_report_has_a_placeholder_in_a_draft_only() -> None:
    """The final report holds no picture without an image."""
    final, draft = sample_report(), sample_report(is_draft=True)
    assert [block.image is None for block in final.blocks if isinstance(block, Picture)] == [False]
    assert [block.image is None for block in draft.blocks if isinstance(block, Picture)] == [False, True]


def test_values_of_the_sample_report_are_those_of_its_edition() -> None:
    """What it prints, and does not hide, is what its edition says of the address."""
    report = sample_report()
    values = [
        inline.value
        for block in report.blocks
        for content in contents_of(block)
        for inline in content
        if isinstance(inline, ValueSpan) and not inline.value.hidden
    ]
    assert {value.qualifier for value in values} == set(Qualifier)
    for value in values:
        assert report.edition.value(value.address.figure, cell=value.address.cell) == value


def test_sample_data_have_no_problems() -> None:
    """No reference dangles, and evaluating all figures finds nothing wrong."""
    edition = sample_edition()
    assert list(edition.dataset.dangling()) == []
    assert edition.problems == ()


def test_sample_images_are_what_they_say() -> None:
    """The files come with the library, and their kind is that of their content."""
    starts = {image.media_type: image.data()[:4] for image in sample_images().values()}
    assert starts == {"image/jpeg": b"\xff\xd8\xff\xe0", "image/png": b"\x89PNG"}


def test_a_faultless_exporter_passes() -> None:
    """An exporter that shows everything, and the core's own text, keep all promises."""
    check_exporter(exporter(all_words), decode, examples=5)
    check_exporter(TEXT, decode, examples=20)


@pytest.mark.parametrize(
    ("render", "message"),
    [
        (lambda _: b"", "faulty: expected bytes, got none, for the sample report in en"),
        (
            lambda _: token_bytes(8),
            "faulty: two runs differ for the sample report in en",
        ),
        (
            lambda report: all_words(report).replace(b"Surveys", b""),
            "faulty: these words are lost: Surveys, for the sample report in en",
        ),
        (
            lambda report: all_words(report).replace("заокруж".encode(), b"").replace("Брда".encode(), b""),
            "faulty: these words are lost: Брда, for the sample report in sr-Cyrl",
        ),
    ],
)
def test_a_fault_is_named(render, message: str) -> None:
    """A broken promise says which, and for which report."""
    with pytest.raises(AssertionError) as caught:
        check_exporter(exporter(render), decode, examples=0)
    assert str(caught.value).startswith(message)


def test_a_crash_on_some_tree_is_found() -> None:
    """A tree that the sample report does not hold is tried too: a heading of level four."""

    def render(report: Report) -> bytes:
        assert all(block.level < 4 for block in report.blocks if isinstance(block, Heading))
        return b"fine"

    with pytest.raises(Exception, match="exporter 'faulty' failed with AssertionError"):
        check_exporter(exporter(render))


def test_missing_words() -> None:
    """Words are looked for without regard to case and line breaks; fallbacks count unless the extension is known."""
    blocks: tuple[Block, ...] = (
        Paragraph(content=words("One long-word three")),
        Extension(name="map", fallback=(Paragraph(content=words("Four")),)),
    )
    assert missing_words(blocks, "ONE\nlong-\nword") == ("three", "Four")
    assert missing_words(blocks, "one long-word three", extensions=["map"]) == ()


def test_with_contents_reaches_what_contents_of_yields() -> None:
    """A change reaches every content of every block, and nothing else."""
    blocks = sample_report(is_draft=True).blocks
    seen = [content for block in blocks for content in contents_of(block)]
    changed: list[object] = []

    def remember(content):
        changed.append(content)
        return content

    assert tuple(with_contents(block, remember) for block in blocks) == blocks
    assert sorted(map(repr, changed)) == sorted(map(repr, seen))


def test_with_contents_changes_nested_lists() -> None:
    """Items below items are changed too."""
    inner = ListBlock(items=(ListItem(content=words("b")),))
    block = ListBlock(items=(ListItem(content=words("a"), below=(inner,)),))
    assert with_contents(block, lambda _: words("x")) == ListBlock(
        items=(ListItem(content=words("x"), below=(ListBlock(items=(ListItem(content=words("x")),)),)),)
    )
