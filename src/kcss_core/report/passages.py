"""Words of a chapter: faces, links, values, references and footnotes inside a paragraph. Knows no block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.report.blocks import Content, Footnote, Inline, LineBreak, Span, ValueSpan
from kcss_core.report.markdown import Node, dashes
from kcss_core.report.meaning import Meaning
from kcss_core.text import did_you_mean

if TYPE_CHECKING:
    from markdown_it.token import Token

_FOOTNOTE = re.compile(r"\[\^[^\]]*\]")
_BRACES = re.compile(r"\{[#\w-]+\}`?")
COMMENT = re.compile(r"\s*(<!--.*?-->\s*)+", re.DOTALL)

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


class Passages:
    """Reads the words of one chapter.

    Attributes:
        problems: Everything that was wrong so far.
        notes: Footnotes by the parser's number, each with the lines that stand before its text.
    """

    def __init__(self, file: str, meaning: Meaning) -> None:
        self.file = file
        self.meaning = meaning
        self.problems: list[Problem] = []
        self.notes: Mapping[int, tuple[Node, int]] = {}

    def origin(self, line: int) -> Origin:
        return Origin(self.file, row=line or None)

    def problem(
        self, code: str, message: str, line: int, hint: str | None, severity: Severity = Severity.ERROR
    ) -> None:
        self.problems.append(Problem(code, message, self.origin(line), severity, hint=hint))

    def refuse(self, kind: str, line: int) -> None:
        what, instead = _REFUSED[kind]
        self.problem("chapter.unsupported", f"{what} has no place in a report", line, instead)

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
                case "html_inline" if COMMENT.fullmatch(token.content):
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
