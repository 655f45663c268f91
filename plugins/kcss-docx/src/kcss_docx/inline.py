"""Words inside a paragraph: faces, links, languages, living values. Knows no block."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from kcss_core.report.blocks import Content, LineBreak, Span, ValueSpan
from kcss_docx.markup import LONGEST, attribute, escape, locale
from kcss_docx.package import Package
from kcss_docx.values import Values

DOCUMENT = "word/document.xml"

# Other schemes run programs or read files when they are clicked; their words are printed without the link.
_LINKABLE = re.compile(r"(https?://[^\s/]|mailto:[^\s@]+@)", re.IGNORECASE)
_SPACES = re.compile("[\t\n\r]")


class Writer:
    """Turns content into runs; counts the ids and links of one document.

    Attributes:
        anchors: Bookmark of each heading by its anchor.
    """

    def __init__(
        self, package: Package, language: str, anchors: Mapping[str, str], *, first_id: int = 0, bind: bool = True
    ) -> None:
        self.values = Values(language, bind=bind)
        self.anchors = anchors
        self._package = package
        self._language = language
        self._last_id = first_id

    def next_id(self) -> int:
        """Return an id that nothing else in the document has."""
        self._last_id += 1
        return self._last_id

    def runs(self, content: Content) -> str:
        """Return content as runs."""
        if len(content) == 1:  # most cells of most tables
            return self._run(content[0])
        return "".join([self._run(part) for part in content])

    def _run(self, part: Span | ValueSpan | LineBreak) -> str:
        if isinstance(part, Span):
            if not (part.strong or part.emphasis or part.href or part.language):
                return f"<w:r>{text(part.text)}</w:r>"
            if part.href is not None:
                return self._link(part, part.href)
            face = self._face(part)
            return f"<w:r>{face and f'<w:rPr>{face}</w:rPr>'}{text(part.text)}</w:r>"
        if isinstance(part, ValueSpan):
            face = ("<w:b/>" if part.strong else "") + ("<w:i/>" if part.emphasis else "")
            return self.values.place(part, face, self.next_id())
        return "<w:r><w:br/></w:r>"

    def _face(self, span: Span) -> str:
        face = ("<w:b/>" if span.strong else "") + ("<w:i/>" if span.emphasis else "")
        if span.language is not None and span.language != self._language:
            face += f'<w:lang w:val="{attribute(locale(span.language), 40)}"/>'
        return face

    def _link(self, span: Span, href: str) -> str:
        if href.startswith("#"):
            bookmark = self.anchors.get(href[1:])
            target = bookmark and f'w:anchor="{bookmark}"'
        elif _LINKABLE.match(href):
            # Everything that is legal in an address stays as it is; spaces and letters outside ASCII are encoded.
            address = quote(href, safe="%/:=&?~#+!$,;'@()*[]")
            target = f'r:id="{self._package.relate(DOCUMENT, "hyperlink", address, is_external=True)}"'
        else:
            target = None
        face = self._face(span)
        if target is None:
            return f"<w:r>{face and f'<w:rPr>{face}</w:rPr>'}{text(span.text)}</w:r>"
        return (
            f'<w:hyperlink {target} w:history="1"><w:r><w:rPr><w:rStyle w:val="Hyperlink"/>{face}</w:rPr>'
            f"{text(span.text)}</w:r></w:hyperlink>"
        )


def text(words: str) -> str:
    """Return words as the content of a run; tabs and line ends become elements."""
    if words.isprintable():  # legal, and one line
        if "&" in words or "<" in words or ">" in words or len(words) > LONGEST:
            words = escape(words)
    elif _SPACES.search(words):
        lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "<w:br/>".join("<w:tab/>".join(text(piece) for piece in line.split("\t")) for line in lines)
    else:
        words = escape(words)
    if not words:
        return ""
    if words[0] == " " or words[-1] == " " or "  " in words:
        return f'<w:t xml:space="preserve">{words}</w:t>'
    return f"<w:t>{words}</w:t>"
