"""Chapters: from Markdown with roles and directives to blocks. Knows no file on disk and no directive by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kcss_core.frozen import frozen
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.report.blocks import (
    Align,
    Block,
    Content,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    ParagraphRole,
    Table,
    TableRow,
)
from kcss_core.report.markdown import Node, nested, parser
from kcss_core.report.meaning import DirectiveCall, Meaning
from kcss_core.report.passages import COMMENT, Passages
from kcss_core.text import clean

if TYPE_CHECKING:
    from markdown_it.token import Token

_ANCHOR_NAME = re.compile(r"[^\W_][\w.-]*")
_DIRECTIVE = re.compile(r"\{([^}\s]*)\}(?:\s+(.*))?$")
_OPTION = re.compile(r":([\w-]+):(?:\s+(.*))?$")

# Word has nine levels, and the parser drops what lies deeper than its own limit without a word.
_DEEPEST_LIST = 9


@frozen
class Placed:
    """A block and the place in the chapter that it comes from; ``is_written`` says that no directive made it."""

    block: Block
    origin: Origin
    is_written: bool = True


def read_chapter(
    text: str, file: str, language: str, meaning: Meaning
) -> tuple[tuple[Placed, ...], tuple[Problem, ...]]:
    """Return the blocks of a chapter, each with its place, and everything that is wrong with it.

    A heading without ``{#anchor}`` gets an empty one. What the tree cannot carry is a problem, with its line and what
    to write instead, and is left out.
    """
    chapter = _Chapter(file, language, meaning)
    for number, line in enumerate(text.split("\n"), start=1):
        if (unprintable := clean(line)[1]) != 0:
            chapter.problem(
                "chapter.control-characters",
                f"the line holds signs that cannot be printed, or that turn the reading direction: {unprintable}",
                number,
                "delete them; often they come with text that was pasted",
                Severity.WARNING,
            )
    text, _ = clean(text)
    placed = tuple(chapter.blocks(text))
    return placed, tuple(chapter.problems)


class _Chapter(Passages):
    def __init__(self, file: str, language: str, meaning: Meaning) -> None:
        super().__init__(file, meaning)
        self.level = 0
        self.markdown = parser(language)

    def blocks(self, text: str, offset: int = 0) -> Iterator[Placed]:
        """Yield the blocks of some Markdown whose first line is line ``offset + 1`` of the file."""
        lines = text.split("\n")
        environment: dict[str, Any] = {}
        # The rule for colon fences looks one character behind a line that ends the text.
        nodes = nested(self.markdown.parse(f"{text}\n", environment))
        outer, self.notes = self.notes, dict(_notes(nodes, offset))
        self.unused_notes(environment, lines, offset)
        for node in nodes:
            if node.token.type == "footnote_block_open":
                continue
            line = offset + 1 + (node.token.map[0] if node.token.map else 0)
            for block in self.block(node, line, offset, lines):
                yield Placed(block, self.origin(line), node.token.type != "colon_fence")
        self.notes = outer

    def unused_notes(self, environment: dict[str, Any], lines: list[str], offset: int) -> None:
        for name, number in environment.get("footnotes", {}).get("refs", {}).items():
            if number < 0:
                mark = f"[^{name.removeprefix(':')}]:"
                line = next((place for place, words in enumerate(lines, 1) if words.lstrip(" >").startswith(mark)), 1)
                message = f"nothing refers to the footnote {mark[:-1]}, and it is left out"
                hint = f"write {mark[:-1]} where it belongs, or delete it"
                self.problem("chapter.unused-footnote", message, offset + line, hint, Severity.WARNING)

    def block(self, node: Node, line: int, offset: int, lines: list[str]) -> Iterator[Block]:
        token = node.token
        match token.type:
            case "heading_open":
                yield self.heading(node, line)
            case "paragraph_open":
                content = self.content(node.inside[0], line)
                if content:
                    yield Paragraph(content=content)
            case "bullet_list_open" | "ordered_list_open":
                yield self.list_block(node, offset)
            case "blockquote_open":
                yield from self.quote(node, offset)
            case "table_open":
                yield self.table(node, offset)
            case "colon_fence":
                yield from self.directive(token, line, offset, lines)
            case "html_block" if COMMENT.fullmatch(token.content):
                pass
            case kind:
                self.refuse(kind, line)

    def heading(self, node: Node, line: int) -> Heading:
        self.level = int(node.token.tag[1:])
        anchor = str(node.token.meta.get("anchor", ""))
        if node.token.meta.get("anchor") is not None and not _ANCHOR_NAME.fullmatch(anchor):
            self.problem(
                "chapter.wrong-anchor",
                f"expected an anchor of letters, digits, hyphens and dots, got {anchor!r}",
                line,
                "write it as {#some-name} at the end of the heading",
            )
            anchor = ""
        content = self.content(node.inside[0], line) if node.inside else ()
        if not content:
            self.problem("chapter.empty-heading", "a heading without words", line, "write it, or delete the line")
        return Heading(level=self.level, content=content, anchor=anchor)

    def list_block(self, node: Node, offset: int) -> ListBlock:
        line = offset + 1 + (node.token.map[0] if node.token.map else 0)
        start = node.token.attrs.get("start", 1)
        if start != 1:
            self.problem(
                "chapter.unsupported", f"a list that begins with {start} has no place in a report", line, "begin with 1"
            )
        if node.token.level >= 2 * _DEEPEST_LIST:
            message = f"expected at most {_DEEPEST_LIST} levels of lists, got more"
            self.problem("chapter.unsupported", message, line, "end the list, and begin with a heading")
            return ListBlock(items=())
        return ListBlock(
            items=tuple(self.list_item(item, offset) for item in node.inside),
            is_ordered=node.token.type == "ordered_list_open",
        )

    def list_item(self, node: Node, offset: int) -> ListItem:
        content: Content = ()
        below: list[ListBlock] = []
        for position, inner in enumerate(node.inside):
            line = offset + 1 + (inner.token.map[0] if inner.token.map else 0)
            if inner.token.type == "paragraph_open" and position == 0:
                content = self.content(inner.inside[0], line)
            elif inner.token.type in ("bullet_list_open", "ordered_list_open"):
                below.append(self.list_block(inner, offset))
            else:
                self.problem(
                    "chapter.unsupported",
                    "an item of a list holds one paragraph, and lists below it",
                    line,
                    "end the list before it, or join the paragraphs",
                )
        return ListItem(content=content, below=tuple(below))

    def quote(self, node: Node, offset: int) -> Iterator[Paragraph]:
        for inner in node.inside:
            line = offset + 1 + (inner.token.map[0] if inner.token.map else 0)
            if inner.token.type == "paragraph_open":
                yield Paragraph(content=self.content(inner.inside[0], line), role=ParagraphRole.QUOTE)
            else:
                self.problem(
                    "chapter.unsupported", "a quotation holds paragraphs only", line, "end it before this line"
                )

    def table(self, node: Node, offset: int) -> Table:
        rows: list[tuple[Content, ...]] = []
        align: tuple[Align, ...] = ()
        for row in (row for part in node.inside for row in part.inside):
            line = offset + 1 + (row.token.map[0] if row.token.map else 0)
            rows.append(tuple(self.content(cell.inside[0], line) if cell.inside else () for cell in row.inside))
            if not align:
                styles = [str(cell.token.attrs.get("style", "")) for cell in row.inside]
                align = tuple(Align.END if "right" in style else Align.START for style in styles)
        return Table(caption=(), header=rows[0], rows=tuple(TableRow(cells=cells) for cells in rows[1:]), align=align)

    def directive(self, token: Token, line: int, offset: int, lines: list[str]) -> Iterator[Block]:
        assert token.map is not None
        match = _DIRECTIVE.fullmatch(token.info.strip())
        if match is None or not match[1]:
            self.problem(
                "chapter.wrong-directive",
                f"expected the name of a directive in braces after {token.markup}, got {token.info.strip()!r}",
                line,
                "write it as :::{name}",
            )
            return
        last = lines[token.map[1] - 1].strip(" >") if token.map[1] <= len(lines) else ""
        if token.map[1] - token.map[0] < 2 or set(last) != {":"}:
            self.problem(
                "chapter.unclosed-directive",
                f"the directive {match[1]!r} is not closed",
                line,
                f"put a line {token.markup} after it",
            )
            return
        inner = re.search(rf"^ *{token.markup}\{{", token.content, re.MULTILINE)
        if inner is not None:
            again = line + 1 + token.content.count("\n", 0, inner.start())
            self.problem(
                "chapter.unclosed-directive",
                f"the directive {match[1]!r} is not closed before the next one begins in line {again}",
                line,
                f"put a line {token.markup} after it; a directive around others needs more colons than they have",
            )
            return
        options, body, skipped = _options(token.content)
        level = self.level
        blocks_inside = (
            tuple(placed.block for placed in self.blocks(body, offset + token.map[0] + 1 + skipped)) if body else ()
        )
        self.level = level
        call = DirectiveCall(
            name=match[1],
            arguments=tuple((match[2] or "").split()),
            options=options,
            body=blocks_inside,
            origin=self.origin(line),
            level=level,
        )
        blocks, problems = self.meaning.directive(call)
        self.problems += problems
        yield from blocks


def _notes(nodes: Sequence[Node], offset: int) -> Iterator[tuple[int, tuple[Node, int]]]:
    for node in nodes:
        if node.token.type == "footnote_block_open":
            yield from ((inner.token.meta["id"], (inner, offset)) for inner in node.inside)


def _options(content: str) -> tuple[tuple[tuple[str, str], ...], str, int]:
    """Return the options at the head of a directive, its body, and how many lines stand before the body."""
    lines = content.split("\n")
    options: list[tuple[str, str]] = []
    number = 0
    for number, line in enumerate(lines):  # noqa: B007  # the number of the first line that is no option is needed
        match = _OPTION.fullmatch(line.rstrip())
        if match is not None:
            options.append((match[1], match[2] or ""))
        elif options and line.startswith((" ", "\t")) and line.strip():
            name, value = options[-1]
            options[-1] = (name, f"{value} {line.strip()}".strip())
        else:
            break
    else:
        return tuple(options), "", len(lines)
    return tuple(options), "\n".join(lines[number:]), number
