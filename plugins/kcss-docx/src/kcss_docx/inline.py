"""Words inside a paragraph: faces, links, languages, living values. Knows no block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from kcss_core.report.blocks import Content, Footnote, Inline, Span, ValueSpan, spoken
from kcss_core.text import clean
from kcss_docx.markup import DECLARATION, LONGEST, NAMESPACES, attribute, escape, locale
from kcss_docx.package import Package
from kcss_docx.values import Values

DOCUMENT = "word/document.xml"
FOOTNOTES = "word/footnotes.xml"
#: Footnotes that are none: the lines above those of a page. Id, type and mark.
SEPARATORS = ((-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator"))
NO_BREAK = "\u00a0"
_MARK = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'

# Other schemes run programs or read files when they are clicked; their words are printed without the link.
_LINKABLE = re.compile(r"(https?://[^\s/]|mailto:[^\s@]+@)", re.IGNORECASE)
_SPACES = re.compile("[\t\n\r]")


class Writer:
    """Turns content into runs; counts the ids and links of one document.

    Attributes:
        anchors: Bookmark of each heading, table and figure by its anchor.
        labels: What a reference to a table or figure says, by its anchor: ``Table 2``.
        notes: The footnotes so far, as XML.
    """

    def __init__(
        self,
        package: Package,
        language: str,
        anchors: Mapping[str, str],
        labels: Mapping[str, str],
        *,
        first_id: int = 0,
        bind: bool = True,
    ) -> None:
        self.values = Values(language, bind=bind)
        self.anchors = anchors
        self.labels = labels
        self.notes: list[str] = []
        self._part = DOCUMENT
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
            part = content[0]
            if isinstance(part, Span) and not (part.strong or part.emphasis or part.href or part.language):
                return f"<w:r>{text(part.text)}</w:r>"
            return self._run(part)
        return "".join([self._run(part) for part in content])

    def _run(self, part: Inline) -> str:
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
        if isinstance(part, Footnote):
            return self._footnote(part)
        return "<w:r><w:br/></w:r>"

    def _footnote(self, note: Footnote) -> str:
        """Return the mark of a footnote, whose words go to a part of their own."""
        if self._part == FOOTNOTES:  # there is none within another
            return f"<w:r>{text(spoken((note,)))}</w:r>"
        number = len(self.notes) + 1
        self.notes.append("")  # keeps its place
        self._part = FOOTNOTES
        runs = self.runs(note.content)
        self._part = DOCUMENT
        self.notes[number - 1] = (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r>{_MARK}'
            f'<w:footnoteRef/></w:r><w:r>{text(NO_BREAK)}</w:r>{runs}</w:p></w:footnote>'
        )
        return f'<w:r>{_MARK}<w:footnoteReference w:id="{number}"/></w:r>'

    def _face(self, span: Span) -> str:
        face = ("<w:b/>" if span.strong else "") + ("<w:i/>" if span.emphasis else "")
        if span.language is not None and span.language != self._language:
            face += f'<w:lang w:val="{attribute(locale(span.language), 40)}"/>'
        return face

    def _link(self, span: Span, href: str) -> str:
        if href.startswith("#"):
            bookmark = self.anchors.get(href[1:])
            if bookmark and self.labels.get(href[1:]) == span.text:
                face = self._face(span)
                words = span.text.replace(" ", NO_BREAK)
                return field(f"REF {bookmark} \\h", f"<w:r>{face and f'<w:rPr>{face}</w:rPr>'}{text(words)}</w:r>")
            target = bookmark and f'w:anchor="{bookmark}"'
        elif _LINKABLE.match(href):
            # Everything that is legal in an address stays as it is; spaces and letters outside ASCII are encoded.
            address = quote(clean(href)[0], safe="%/:=&?~#+!$,;'@()*")
            target = f'r:id="{self._package.relate(self._part, "hyperlink", address, is_external=True)}"'
        else:
            target = None
        face = self._face(span)
        if target is None:
            return f"<w:r>{face and f'<w:rPr>{face}</w:rPr>'}{text(span.text)}</w:r>"
        return (
            f'<w:hyperlink {target} w:history="1"><w:r><w:rPr><w:rStyle w:val="Hyperlink"/>{face}</w:rPr>'
            f"{text(span.text)}</w:r></w:hyperlink>"
        )


def field(instruction: str, result: str) -> str:
    """Return a field with what it shows until somebody updates it."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
        f'{instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def footnotes(notes: Iterable[str]) -> str:
    """Return the part of the footnotes, with the lines that part them from the text."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        for number, kind, mark in SEPARATORS
    )
    return f'{DECLARATION}<w:footnotes {NAMESPACES}>{lines}{"".join(notes)}</w:footnotes>'


def text(words: str) -> str:
    """Return words as the content of a run; tabs and line ends become elements."""
    if words.isalnum() and len(words) <= LONGEST:  # most cells of most tables
        return f"<w:t>{words}</w:t>"
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
