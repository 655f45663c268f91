"""The Markdown parser of chapters and its tokens as a tree. Knows no block: what tokens mean is the narrative's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from kcss_core.frozen import frozen

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

#: Opening and closing quotation marks, double and single, by language. Source: CLDR, delimiters.
_QUOTES = {"en": "“”‘’", "sq": "“”‘’", "sr-Latn": "„“‚‘", "sr-Cyrl": "„“‚‘"}

# What a language sets differently from how it is typed.
_STRAIGHT = re.compile(r"['\"]|--|\.\.\.")

_ANCHOR = re.compile(r"\s*\{#([^}]*)\}\s*$")


@frozen
class Node:
    """A token of the parser with what stands between it and its closing token."""

    token: Any
    inside: tuple[Node, ...] = ()


def nested(tokens: Sequence[Token]) -> tuple[Node, ...]:
    """Return a flat list of tokens as a tree."""
    waiting: list[tuple[Any, list[Node]]] = [(None, [])]
    for token in tokens:
        if token.nesting > 0:
            waiting.append((token, []))
        elif token.nesting < 0:
            opening, inside = waiting.pop()
            waiting[-1][1].append(Node(opening, tuple(inside)))
        else:
            waiting[-1][1].append(Node(token))
    return tuple(waiting[0][1])


@cache
def parser(language: str) -> MarkdownIt:
    """Return the parser of chapters: CommonMark with tables, roles, directives, anchors and a language's quotes.

    One serves all chapters: it keeps nothing of what it has parsed, and making it takes as long as parsing a chapter.
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.colon_fence import colon_fence_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.myst_role import myst_role_plugin

    markdown = MarkdownIt("commonmark", {"typographer": True, "quotes": _QUOTES[language], "maxNesting": 100})
    markdown.enable(["table", "smartquotes"])
    # "Text, then a line of hyphens" is no heading: whoever writes it means a line across the page, and is told.
    # Escaped signs stay apart from text, so that a brace that is meant is told from a role that went wrong.
    markdown.disable(["lheading", "text_join"])
    markdown.use(colon_fence_plugin).use(myst_role_plugin).use(footnote_plugin, inline=False)
    markdown.core.ruler.after("block", "heading_anchor", _take_anchors)
    # Every address is let through here and judged with its line, instead of silently staying plain text.
    setattr(markdown, "validateLink", lambda _: True)  # noqa: B010  # a method of the parser, replaced on purpose
    return markdown


def _take_anchors(state: Any) -> None:
    """Move ``{#anchor}`` from the end of a heading's words into the heading."""
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type == "heading_open" and (match := _ANCHOR.search(inline.content)) is not None:
            opening.meta["anchor"] = match[1]
            inline.content = inline.content[: match.start()]


def typeset(text: str, language: str) -> str:
    """Return words with the quotes, apostrophes, dashes and ellipses of a language; for words that are no Markdown."""
    if not _STRAIGHT.search(text):
        return text
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("zero", {"typographer": True, "quotes": _QUOTES[language]}).enable("smartquotes")
    (line,) = markdown.parseInline(text)
    return dashes("".join(token.content for token in line.children or ()))


def dashes(text: str) -> str:
    """Return words with ``--``, ``---`` and ``...`` as dashes and an ellipsis."""
    text = re.sub(r"(?<!-)---(?!-)", "—", text)
    text = re.sub(r"(?<!-)--(?!-)", "–", text)
    return re.sub(r"(?<!\.)\.\.\.(?!\.)", "…", text)
