"""XML text: escaping and what every part repeats. Knows no element's meaning."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from kcss_core.text import clean

#: Longest text of one place, in characters: parsers refuse a node above 10 MB, which is a file nobody can open.
LONGEST = 100_000

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"

#: Declared once, on the root of every part that holds text.
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:a="{A}" xmlns:pic="{PIC}" xmlns:c="{C}"'

# One entry a language of the library; any other tag is written as it is.
_LOCALES = {"en": "en-GB", "sq": "sq-AL", "sr-Latn": "sr-Latn-RS", "sr-Cyrl": "sr-Cyrl-RS"}


def escape(words: str) -> str:
    """Return words as they may stand in an element: legal characters only, cut at `LONGEST`."""
    if not words.isprintable():  # what is printable is legal
        words = clean(words)[0]
    if len(words) > LONGEST:
        words = words[: LONGEST - 1] + "…"
    if "&" in words:
        words = words.replace("&", "&amp;")
    if "<" in words:
        words = words.replace("<", "&lt;")
    if ">" in words:
        words = words.replace(">", "&gt;")
    return words


def one_line(words: str, longest: int = LONGEST) -> str:
    """Return words on one line, legal characters only, cut at ``longest`` of them."""
    words = " ".join(words.split())
    if not words.isprintable():  # what is printable is legal
        words = clean(words)[0]
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def attribute(words: str, longest: int = LONGEST) -> str:
    """Return words as they may stand between double quotes, on one line, cut at ``longest`` characters."""
    return escape(one_line(words, longest)).replace('"', "&quot;")


def digest(parts: Iterable[str], length: int) -> str:
    """Return the first hexadecimal digits of a hash over some words."""
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:length]


def locale(language: str) -> str:
    """Return a language as Word names it, e.g. ``sq-AL``."""
    return _LOCALES.get(language, language)
