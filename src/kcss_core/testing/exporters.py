"""What every exporter must do, as one check for the tests of plugin authors. Knows no format."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator

import attrs

from kcss_core.export import Exporter, render
from kcss_core.report.blocks import Block, Extension, Gallery, Picture, plain
from kcss_core.report.report import Report
from kcss_core.report.traversal import contents_of
from kcss_core.testing.report import sample_report
from kcss_core.vocabulary import LANGUAGES


def check_exporter(
    exporter: Exporter,
    words_of: Callable[[bytes], str] | None = None,
    *,
    extensions: Iterable[str] = (),
    examples: int = 50,
) -> None:
    """Check an exporter with the sample report in every language and with random trees of blocks.

    Bytes come out and are not empty; the same report gives the same bytes; no tree makes it fail; and every word that
    a reader is to see is in them.

    Args:
        words_of: Returns the text that a reader finds in the bytes; without it no words are looked for.
        extensions: Names of the extensions that the exporter knows itself, whose fallback it does not show.
        examples: How many random trees are tried; 0 needs no Hypothesis.

    Raises:
        AssertionError: It breaks a promise; says which, for which report.
    """
    known = frozenset(extensions)
    for language in LANGUAGES:
        for is_draft in (False, True):
            report = sample_report(language, is_draft=is_draft)
            _check(exporter, report, words_of, known, f"the sample report in {language}{' (draft)' * is_draft}")
    if examples:
        _check_random(exporter, words_of, known, examples)


def _check_random(
    exporter: Exporter, words_of: Callable[[bytes], str] | None, known: frozenset[str], examples: int
) -> None:
    import hypothesis

    from kcss_core.testing.strategies import block_trees

    reports = {language: sample_report(language) for language in LANGUAGES}

    @hypothesis.settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        # Without the phase that explains: it costs more than all others together.
        phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(blocks=block_trees(), language=hypothesis.strategies.sampled_from(LANGUAGES))
    def try_tree(blocks: tuple[Block, ...], language: str) -> None:
        report = attrs.evolve(reports[language], blocks=blocks)
        _check(exporter, report, words_of, known, f"a report with these blocks: {blocks}")

    try_tree()


def _check(
    exporter: Exporter, report: Report, words_of: Callable[[bytes], str] | None, known: frozenset[str], name: str
) -> None:
    data = render(report, exporter)
    assert data, f"{exporter.name}: expected bytes, got none, for {name}"
    assert render(report, exporter) == data, f"{exporter.name}: two runs differ for {name}"
    if words_of is not None:
        lost = missing_words(report.blocks, words_of(data), extensions=known)
        assert not lost, f"{exporter.name}: these words are lost: {', '.join(lost)}, for {name}"


def missing_words(blocks: Iterable[Block], text: str, *, extensions: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the words of blocks that a text lacks, in reading order, each once.

    Line breaks and hyphenless wrapping of the text do not matter; upper and lower case do not either, since a format
    may set a heading in capitals.
    """
    known = frozenset(extensions)
    spaced = unicodedata.normalize("NFC", text).casefold()
    closed = "".join(spaced.split())
    wanted = (word for block in blocks for content in _seen(block, known) for word in content.split())
    lost = (
        word
        for word in wanted
        if unicodedata.normalize("NFC", word).casefold() not in spaced
        and unicodedata.normalize("NFC", word).casefold() not in closed
    )
    return tuple(dict.fromkeys(lost))


def _seen(block: Block, known: frozenset[str]) -> Iterator[str]:
    """Yield what a reader sees of a block in any format; the numbers of a chart stand beside it."""
    if isinstance(block, Extension):
        if block.name not in known:
            for fallback in block.fallback:
                yield from _seen(fallback, known)
        return
    for content in contents_of(block):
        yield plain(content)
    match block:
        case Picture():
            yield block.credit
        case Gallery():
            for item in block.items:
                yield item.kicker
