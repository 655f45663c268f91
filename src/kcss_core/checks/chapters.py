"""What a reader sees of a chapter in its source, each place as in the author's editor. Judges nothing."""

from __future__ import annotations

import re

from kcss_core.prose import PLACEHOLDER

#: A role with what stands in it as second group: ``{value}`publications```.
ROLE = re.compile(r"\{[\w-]+\}(`+)(.+?)\1")

# What no reader sees: comments, fences, options but for the words of captions, anchors, marks of footnotes, addresses,
# and the numbers of items and headings.
_UNREAD = (
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"^[ >]*:{3,}.*$", re.MULTILINE),
    re.compile(r"^[ >]*:(?!caption:|title:)[\w-]+:.*$", re.MULTILINE),
    re.compile(r"^[ >]*:(?:caption|title):", re.MULTILINE),
    re.compile(r"\{#[^}\n]*\}"),
    re.compile(r"\[\^[^\]\n]*\]:?"),
    re.compile(r"(?<=\])\([^()\s]*\)"),
    re.compile(r"<[^<>\s]+>|\w+://\S+|[\w.+-]+@[\w-]+\.[\w.-]+"),
    re.compile(r"^[ >]*\d+[.)](?= )", re.MULTILINE),
    re.compile(r"(?<=# )(?:\d{1,2}[.)]|\d+(?:\.\d+)+[.)]?)(?= )"),
)
_BUT_LINES = re.compile(r"[^\n]")


def seen(text: str) -> str:
    """Return a chapter's text with as many spaces for what no reader sees, and placeholders for what is filled in."""
    text = ROLE.sub(lambda match: PLACEHOLDER * len(match[0]), text)
    for unread in _UNREAD:
        text = unread.sub(lambda match: _BUT_LINES.sub(" ", match[0]), text)
    return text
