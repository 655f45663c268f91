"""The exporter ``text``: a report as plain text that reads well in a terminal or an e-mail. Shows no evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from textwrap import wrap
from typing import assert_never

from attrs import field
from attrs.validators import ge

from kcss_core.export import Exporter
from kcss_core.frozen import frozen
from kcss_core.report.blocks import (
    Align,
    Block,
    Chart,
    Content,
    Contents,
    Extension,
    Gallery,
    Heading,
    ListBlock,
    Listed,
    PageBreak,
    Paragraph,
    ParagraphRole,
    Picture,
    Span,
    Table,
    Tiles,
    spoken,
)
from kcss_core.report.captions import Captioned, label_of, listed
from kcss_core.report.report import Report
from kcss_core.vocabulary import label

_UNDERLINES = ("=", "-", "~")
_GAP = "  "
# Where a word may be parted as it is written; as textwrap has it.
_HYPHEN = re.compile(r"(?<=[^\W\d]{2}-)(?=[^\W\d])")
# A column is not made narrower than this; a table that still does not fit is wider than the page.
_NARROWEST = 8
_INDENT = "    "


@frozen(kw_only=True)
class TextOptions:
    """What can be chosen for plain text.

    Attributes:
        width: Characters a line, 40 or more.
    """

    width: int = field(default=79, validator=ge(40))


def render(report: Report, options: TextOptions) -> bytes:
    """Return a report as plain text in UTF-8."""
    cover = report.cover
    front = [cover.title, cover.subtitle, cover.organization, cover.period, cover.note]
    if report.is_draft:
        front.insert(0, f"[{label('report.draft', report.language)}]")
    parts = ["\n".join(line for line in front if line)] if any(front) else []
    parts += Layout(report, options.width).blocks(report.blocks)
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def table_lines(header: list[str], rows: list[list[str]], ends: list[bool], width: int) -> Iterator[str]:
    """Yield the lines of a table with aligned columns; a cell that is too long goes on in the next line.

    Args:
        ends: Which columns are set at their end, as numbers are.
    """
    yield from _lines([header], rows, ends, width)


class Layout:
    """The words of one report in lines of one width."""

    def __init__(self, report: Report, width: int) -> None:
        self.report = report
        self.width = width

    def label(self, id: str) -> str:
        return label(id, self.report.language)

    def wrapped(self, words: str, indent: str = "", first: str | None = None) -> str:
        """Return words in lines; line breaks of the text stay."""
        lines: list[str] = []
        for line in words.split("\n"):
            before = indent if lines or first is None else first
            lines += wrap(
                line,
                self.width,
                initial_indent=before,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            ) or [before.rstrip()]
        return "\n".join(lines)

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                title = self.wrapped(said(block.content))
                underline = _UNDERLINES[min(block.level, len(_UNDERLINES)) - 1]
                yield ("\n" if block.level == 1 else "") + f"{title}\n{underline * _longest(title)}"
            case Paragraph():
                indent = _INDENT if block.role is ParagraphRole.QUOTE else ""
                yield self.wrapped(said(block.content), indent, indent)
            case ListBlock():
                yield "\n".join(self.list(block, ""))
            case Table():
                yield self.table(block)
            case Tiles():
                numbers = [tile.value.text for tile in block.items]
                wide = max(map(len, numbers), default=0)
                yield "\n".join(
                    self.wrapped(said(tile.label), " " * (wide + 2), f"{number:>{wide}}  ")
                    for number, tile in zip(numbers, block.items, strict=True)
                )
            case Picture():
                id = "report.photograph-missing" if block.image is None else "report.photograph"
                shown = f"[{self.label(id)}: {block.alt}]" if block.alt else f"[{self.label(id)}]"
                credit = self.label("report.photo-credit").format(credit=block.credit) if block.credit else ""
                below = " · ".join(words for words in (self.caption(block), credit) if words)
                yield "\n".join(self.wrapped(words) for words in (shown, below) if words)
            case Chart():
                if block.caption and (block.number or said(block.caption) not in block.alt):
                    yield self.wrapped(self.caption(block))
                yield self.wrapped(f"[{block.alt or self.label('report.chart')}]")
            case Gallery():
                yield "\n".join(self.works(block))
            case Contents():
                yield "\n".join(self.contents(block))
            case PageBreak():
                pass
            case Extension():
                yield from self.blocks(block.fallback)
            case _:
                assert_never(block)

    def caption(self, block: Captioned) -> str:
        number = label_of(block, self.report.language)
        return f"{number}. {said(block.caption)}" if number else said(block.caption)

    def list(self, block: ListBlock, indent: str) -> Iterator[str]:
        for number, item in enumerate(block.items, start=1):
            mark = f"{number}. " if block.is_ordered else "- "
            deeper = indent + " " * len(mark)
            yield self.wrapped(said(item.content), deeper, indent + mark)
            for below in item.below:
                yield from self.list(below, deeper)

    def table(self, block: Table) -> str:
        totals = [index for index, row in enumerate(block.rows) if row.is_total]
        lines = _lines(
            [[said(cell) for cell in block.header]],
            [[said(cell) for cell in row.cells] for row in block.rows],
            [align is Align.END for align in block.align],
            self.width,
            totals,
        )
        caption, note = self.caption(block), said(block.note)
        parts = [self.wrapped(caption)] if caption else []
        parts += ["\n".join(lines)]
        parts += [self.wrapped(note)] if note else []
        return "\n\n".join(parts)

    def works(self, block: Gallery) -> Iterator[str]:
        for item in block.items:
            words = said(item.title)
            if item.kicker:
                words = f"{item.kicker}: {words}"
            if note := said(item.note):
                words += f" ({note})"
            yield self.wrapped(words, "  ", "- ")

    def contents(self, block: Contents) -> Iterator[str]:
        yield said(block.title)
        if block.of is not Listed.HEADINGS:
            for entry in listed(self.report.blocks, block.of, self.report.language):
                yield self.wrapped(f"{entry.label}. {entry.words}", "    ", "  ")
            return
        for heading in self.report.blocks:
            if isinstance(heading, Heading) and heading.level <= block.depth:
                indent = "  " * heading.level
                yield self.wrapped(said(heading.content), indent + "  ", indent)


def said(content: Content) -> str:
    """Return content as plain words, with the address of a link after it."""
    words = ""
    for part in content:
        words += spoken((part,))
        if isinstance(part, Span) and part.href is not None and part.href != part.text and part.href[:1] != "#":
            words += f" ({part.href})"
    return words


def _longest(words: str) -> int:
    return max(map(len, words.split("\n")))


def _lines(
    header: list[list[str]], rows: list[list[str]], ends: list[bool], width: int, totals: Iterable[int] = ()
) -> Iterator[str]:
    everything = [*header, *rows]
    columns = list(zip(*everything, strict=True))
    natural = [max(map(_longest, column), default=0) for column in columns]
    words = [[word for cell in column for word in cell.split()] for column in columns]
    longest = [max(map(len, column), default=0) for column in words]
    parts = [max((len(part) for word in column for part in _HYPHEN.split(word)), default=0) for column in words]
    widths = _fitting(natural, (longest, parts), width - len(_GAP) * (len(natural) - 1))
    rule = _GAP.join("-" * wide for wide in widths)
    before = {len(header), *(len(header) + index for index in totals)}
    for index, row in enumerate(everything):
        if index in before:
            yield rule
        cells = [
            [part for line in cell.split("\n") for part in wrap(line, wide, break_on_hyphens=wide < word) or [""]]
            for cell, wide, word in zip(row, widths, longest, strict=True)
        ]
        for pieces in zip_longest(*cells, fillvalue=""):
            line = _GAP.join(
                part.rjust(wide) if at_end else part.ljust(wide)
                for part, wide, at_end in zip(pieces, widths, ends, strict=True)
            )
            yield line.rstrip()


def _fitting(natural: list[int], whole: Iterable[list[int]], width: int) -> list[int]:
    """Return widths of columns that fit together, the widest made narrower, none below what can be read.

    Words are only broken where all of them side by side do not fit, and then first at their hyphens.

    Args:
        natural: The longest line of each column.
        whole: What is to stay whole in each column, the most first: its longest word, the longest part of a word.
    """
    for least, narrowest in (*((one, 0) for one in whole), ([1] * len(natural), _NARROWEST)):
        cap = max(natural, default=0) + 1
        widths = natural
        while cap > narrowest and sum(widths) > width:
            cap -= 1
            widths = [min(wide, max(cap, word)) for wide, word in zip(natural, least, strict=True)]
        if sum(widths) <= width:
            break
    return [max(1, wide) for wide in widths]


TEXT = Exporter(
    name="text", suffix=".txt", summary="Plain text, for a terminal or an e-mail", options=TextOptions, render=render
)
