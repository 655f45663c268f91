"""Tables and figures of a report by number and name: what captions begin with, what references say. Knows no format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from attrs import evolve, frozen

from kcss_core.report.blocks import (
    Block,
    Chart,
    Content,
    Contents,
    Extension,
    Heading,
    Listed,
    Picture,
    Span,
    Table,
    plain,
)
from kcss_core.report.traversal import with_contents
from kcss_core.vocabulary import label

#: Blocks that may bear a number; pictures and charts are figures and counted together.
Captioned: TypeAlias = Table | Picture | Chart


@frozen(kw_only=True)
class Entry:
    """A numbered table or figure as a list of them shows it.

    Attributes:
        label: ``Table 2``.
        words: Its caption.
    """

    label: str
    words: str
    anchor: str


def kind_of(block: Captioned) -> Listed:
    """Return which list a block belongs to."""
    return Listed.TABLES if isinstance(block, Table) else Listed.FIGURES


def label_of(block: Captioned, language: str) -> str:
    """Return what the caption of a block begins with, e.g. ``Table 2``; empty where it has no number."""
    if block.number is None:
        return ""
    word = label("report.table" if isinstance(block, Table) else "report.figure", language)
    return f"{word} {block.number}"


def captioned(blocks: Iterable[Block]) -> Iterator[Captioned]:
    """Yield every block with a caption, in reading order."""
    return (block for block in _shown(blocks) if block.caption)


def _shown(blocks: Iterable[Block]) -> Iterator[Captioned]:
    for block in blocks:
        if isinstance(block, Extension):
            yield from _shown(block.fallback)
        elif isinstance(block, Table | Picture | Chart):
            yield block


def listed(blocks: Iterable[Block], of: Listed, language: str) -> Iterator[Entry]:
    """Yield the numbered tables, or figures, of a report."""
    for block in captioned(blocks):
        if block.number is not None and kind_of(block) is of:
            words = " ".join(plain(block.caption).split())
            yield Entry(label=label_of(block, language), words=words, anchor=block.anchor)


def numbered(blocks: Iterable[Block], references: Iterable[str]) -> tuple[Block, ...]:
    """Return blocks with a number on every caption, where a reference or a list needs one; else as they are.

    Args:
        references: Anchors that chapters refer to.
    """
    blocks = tuple(blocks)
    asked = set(references)
    is_needed = any(isinstance(block, Contents) and block.of is not Listed.HEADINGS for block in blocks) or any(
        block.anchor in asked for block in captioned(blocks) if block.anchor
    )
    if not is_needed:
        return blocks
    counts = dict.fromkeys(Listed, 0)
    return tuple(_numbered(block, counts) for block in blocks)


def _numbered(block: Block, counts: dict[Listed, int]) -> Block:
    if isinstance(block, Extension):
        return evolve(block, fallback=tuple(_numbered(inner, counts) for inner in block.fallback))
    if not (isinstance(block, Table | Picture | Chart) and block.caption):
        return block
    kind = kind_of(block)
    counts[kind] += 1
    return evolve(block, number=counts[kind], anchor=block.anchor or f"{kind.value}-{counts[kind]}")


def reference_words(blocks: Iterable[Block], language: str) -> Mapping[str, str]:
    """Return what a reference says by the anchor that it leads to: a heading's words, or ``Table 2``.

    What has no caption has no number, and a reference to it no words.
    """
    blocks = tuple(blocks)
    headings = {block.anchor: " ".join(plain(block.content).split()) for block in blocks if isinstance(block, Heading)}
    return headings | {block.anchor: label_of(block, language) for block in _shown(blocks) if block.anchor}


def with_references(blocks: Iterable[Block], words: Mapping[str, str]) -> tuple[Block, ...]:
    """Return blocks in which every reference without words says what it leads to."""

    def change(content: Content) -> Content:
        return tuple(
            evolve(part, text=words.get(part.href[1:], ""))
            if isinstance(part, Span) and not part.text and part.href is not None and part.href.startswith("#")
            else part
            for part in content
        )

    return tuple(with_contents(block, change) for block in blocks)
