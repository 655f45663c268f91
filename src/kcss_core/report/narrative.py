"""Chapters: from Markdown with roles and directives to blocks. Knows no file on disk and no directive by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve

from kcss_core.frozen import frozen
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.report.blocks import (
    Align,
    Block,
    Content,
    Footnote,
    Heading,
    Inline,
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
from kcss_core.report.markdown import Node, dashes, nested, parser
from kcss_core.text import clean, did_you_mean

if TYPE_CHECKING:
    from markdown_it.token import Token

_ANCHOR_NAME = re.compile(r"[^\W_][\w.-]*")
_DIRECTIVE = re.compile(r"\{([^}\s]*)\}(?:\s+(.*))?$")
_OPTION = re.compile(r":([\w-]+):(?:\s+(.*))?$")
_FOOTNOTE = re.compile(r"\[\^[^\]]*\]")
_BRACES = re.compile(r"\{[#\w-]+\}`?")
_COMMENT = re.compile(r"\s*(<!--.*?-->\s*)+", re.DOTALL)

# Word has nine levels, and the parser drops what lies deeper than its own limit without a word.
_DEEPEST_LIST = 9

# What the tree cannot carry: token of the parser, what it is, and what to write instead.
_REFUSED = {
    "image": ("an image inside text", "record the photograph and use :::{photo} with its id"),
    "html_block": ("HTML", "write Markdown, or use a directive"),
    "html_inline": ("HTML", "write Markdown, or put a backslash before the <"),
    "code_inline": ("code", "use *emphasis*, or put a backslash before the backtick"),
    "code_block": ("an indented code block", "begin the line at the margin"),
    "fence": ("a code block", "write a directive with colons: :::{name}"),
    "hr": ("a line across the page", "use :::{page-break}, or leave it out"),
}


@frozen
class Placed:
    """A block and the place in the chapter that it comes from; ``is_written`` says that no directive made it."""

    block: Block
    origin: Origin
    is_written: bool = True


@frozen(kw_only=True)
class DirectiveCall:
    """A directive as a chapter calls it: words after the name, options as text, body as blocks."""

    name: str
    arguments: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    body: tuple[Block, ...]
    has_body: bool
    origin: Origin
    level: int


@frozen(kw_only=True)
class Meaning:
    """What a chapter's roles and directives stand for; each answers for itself and returns what is wrong.

    Attributes:
        value: From what stands in ``{value}`` and its place to what is printed.
        directive: From a call to blocks.
        reference: Told each anchor that is referred to, and where.
    """

    value: Callable[[str, Origin], tuple[ValueSpan | None, tuple[Problem, ...]]]
    directive: Callable[[DirectiveCall], tuple[tuple[Block, ...], tuple[Problem, ...]]]
    reference: Callable[[str, Origin], None]


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


class _Chapter:
    def __init__(self, file: str, language: str, meaning: Meaning) -> None:
        self.file = file
        self.meaning = meaning
        self.problems: list[Problem] = []
        self.level = 0
        self.markdown = parser(language)
        self.notes: dict[int, tuple[Node, int]] = {}

    def origin(self, line: int) -> Origin:
        return Origin(self.file, row=line or None)

    def problem(
        self, code: str, message: str, line: int, hint: str | None, severity: Severity = Severity.ERROR
    ) -> None:
        self.problems.append(Problem(code, message, self.origin(line), severity, hint=hint))

    def refuse(self, kind: str, line: int) -> None:
        what, instead = _REFUSED[kind]
        self.problem("chapter.unsupported", f"{what} has no place in a report", line, instead)

    # Blocks

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
            case "html_block" if _COMMENT.fullmatch(token.content):
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
            has_body=bool(body.strip()),
            origin=self.origin(line),
            level=level,
        )
        blocks, problems = self.meaning.directive(call)
        self.problems += problems
        yield from blocks

    # Words

    def content(self, node: Node, line: int) -> Content:
        """Return the words of an inline token that starts on a line of the file."""
        parts: list[Inline] = []
        face = Span("")
        for token in node.token.children or ():
            match token.type:
                case "text":
                    parts.append(evolve(face, text=dashes(token.content)))
                    self.leftovers(token.content, line)
                case "text_special":
                    parts.append(evolve(face, text=token.content))
                case "softbreak":
                    line += 1
                    parts.append(evolve(face, text=" "))
                case "hardbreak":
                    line += 1
                    parts.append(LineBreak())
                case "strong_open" | "strong_close":
                    face = evolve(face, strong=token.nesting > 0)
                case "em_open" | "em_close":
                    face = evolve(face, emphasis=token.nesting > 0)
                case "link_open":
                    face = evolve(face, href=self.address(str(token.attrs["href"]), line))
                case "link_close":
                    face = evolve(face, href=None)
                case "myst_role":
                    said = self.role(token, line)
                    if said is not None:
                        parts.append(evolve(said, strong=face.strong, emphasis=face.emphasis))
                case "footnote_ref":
                    parts += self.footnote(token, line)
                case "footnote_anchor":
                    pass  # a way back, which a page does not need
                case "html_inline" if _COMMENT.fullmatch(token.content):
                    pass
                case kind:
                    self.refuse(kind, line)
        return _joined(parts)

    def footnote(self, token: Token, line: int) -> Iterator[Footnote]:
        """Yield the footnote that a mark tells of, unless something is wrong with it."""
        node, offset = self.notes.get(token.meta["id"], (None, 0))
        if node is None:
            self.problem("chapter.unsupported", "a footnote in a footnote has no place in a report", line, "join them")
            return
        if len(node.inside) != 1 or node.inside[0].token.type != "paragraph_open":
            hint = "join its paragraphs; what needs more room belongs into the text"
            self.problem("chapter.unsupported", "a footnote holds one paragraph", line, hint)
            return
        notes, self.notes = self.notes, {}
        place = node.inside[0].token.map
        content = self.content(node.inside[0].inside[0], offset + 1 + (place[0] if place else 0))
        self.notes = notes
        yield Footnote(content)

    def role(self, token: Token, line: int) -> ValueSpan | Span | None:
        name = token.meta["name"]
        if name == "ref":
            return self.reference(token.content.strip(), line)
        if name != "value":
            self.problem(
                "chapter.unknown-role",
                f"expected the role 'value' or 'ref', got {name!r}",
                line,
                did_you_mean(name, ("value", "ref")) or "write a number as {value}`figure-id`",
            )
            return None
        value, problems = self.meaning.value(token.content, self.origin(line))
        self.problems += problems
        return value

    def reference(self, anchor: str, line: int) -> Span:
        """Return a reference; what it leads to gives it its words, once all chapters are read."""
        self.meaning.reference(anchor, self.origin(line))
        return Span("", href=f"#{anchor}")

    def address(self, href: str, line: int) -> str | None:
        if href.startswith("#"):
            self.meaning.reference(href[1:], self.origin(line))
            return href
        scheme, colon, _ = href.partition(":")
        if colon and scheme.lower() in ("http", "https", "mailto"):
            return href
        self.problem(
            "chapter.wrong-link",
            f"expected an address that begins with https://, http://, mailto: or #, got {href!r}",
            line,
            "give the whole address, or leave the link out",
        )
        return None

    def leftovers(self, text: str, line: int) -> None:
        """Report what was meant as a role or footnote, and would be printed as it stands."""
        for match in _BRACES.finditer(text):
            self.problem(
                "chapter.wrong-role",
                f"{match[0]} would be printed as it stands",
                line,
                "write a value as {value}`figure-id`, or a brace that is meant as \\{",
            )
        for match in _FOOTNOTE.finditer(text):
            message = f"there is no footnote {match[0]}, and the mark would be printed as it stands"
            self.problem("chapter.unknown-footnote", message, line, f"write {match[0]}: and its words on a line below")


def _notes(nodes: Sequence[Node], offset: int) -> Iterator[tuple[int, tuple[Node, int]]]:
    for node in nodes:
        if node.token.type == "footnote_block_open":
            yield from ((inner.token.meta["id"], (inner, offset)) for inner in node.inside)


def _joined(parts: Sequence[Inline]) -> Content:
    """Return content whose neighboring spans of one face are one, without spaces at its ends."""
    joined: list[Inline] = []
    for part in parts:
        before = joined[-1] if joined else None
        if isinstance(part, Span) and isinstance(before, Span) and evolve(before, text="") == evolve(part, text=""):
            joined[-1] = evolve(before, text=before.text + part.text)
        elif not isinstance(part, Span) or part.text or part.href:
            joined.append(part)
    return tuple(joined)


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
