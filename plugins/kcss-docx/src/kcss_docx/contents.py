"""The contents: a field whose result is complete, so that nothing is blank before Word updates it. Knows no page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kcss_core.frozen import frozen
from kcss_core.report.blocks import Block, Contents, Heading, Listed, plain
from kcss_core.report.captions import listed
from kcss_core.vocabulary import label
from kcss_docx.design import MUTED
from kcss_docx.inline import text
from kcss_docx.markup import attribute, digest
from kcss_docx.template import HEADING_LEVELS

if TYPE_CHECKING:
    from kcss_docx.document import Document

# The heading's rule stands above the first entry already.
_UNRULED = '<w:pBdr><w:top w:val="nil"/></w:pBdr>'

# Leaders are guides for the eye, quieter than words.
_TO_THE_PAGE = f'<w:r><w:rPr><w:b w:val="0"/><w:color w:val="{MUTED}"/></w:rPr><w:tab/></w:r>'

#: Levels that the template has entries for.
DEPTHS = 3


@frozen(kw_only=True)
class Entry:
    """A heading as the contents and the links see it. ``bookmark`` is unique in the document."""

    level: int
    words: str
    anchor: str
    bookmark: str


def entries(blocks: Iterable[Block]) -> tuple[Entry, ...]:
    """Return all headings in order."""
    found: list[Entry] = []
    taken: set[str] = set()
    for block in blocks:
        if isinstance(block, Heading):
            turn = 0
            # Word takes a bookmark for one of its own contents when it is _Toc and digits.
            while (name := f"_Toc{int(digest([block.anchor, str(turn)], 8), 16) % 10**9:09}") in taken:
                turn += 1
            taken.add(name)
            level = min(max(block.level, 1), HEADING_LEVELS)
            words = " ".join(plain(block.content).split())
            found.append(Entry(level=level, words=words, anchor=block.anchor, bookmark=name))
    return tuple(found)


@frozen(kw_only=True)
class CaptionEntry:
    """A numbered table or figure as references and lists see it."""

    label: str
    words: str
    bookmark: str
    of: Listed


def captions(blocks: Iterable[Block], language: str) -> dict[str, CaptionEntry]:
    """Return the numbered tables and figures in order, by their anchor."""
    blocks = tuple(blocks)
    found: dict[str, CaptionEntry] = {}
    for of in (Listed.TABLES, Listed.FIGURES):
        for entry in listed(blocks, of, language):
            # Word's list of what can be referred to shows bookmarks of this form only.
            name = f"_Ref{int(digest(['caption', entry.anchor], 8), 16) % 10**9:09}"
            found.setdefault(
                entry.anchor, CaptionEntry(label=entry.label, words=entry.words, bookmark=name, of=of)
            )
    return found


def contents(block: Contents, document: Document) -> str:
    """Return a list of headings, or of tables or figures."""
    if block.of is Listed.HEADINGS:
        return _chapters(block, document)
    return _captions(block, document)


def _captions(block: Contents, document: Document) -> str:
    """Return the list of tables or figures as a field that is complete."""
    listed_ = [one for one in document.captions.values() if one.of is block.of]
    space = '<w:spacing w:before="560"/>'
    heading = f'<w:p><w:pPr><w:pStyle w:val="TOCHeading"/>{space}</w:pPr>{document.words.runs(block.title)}</w:p>'
    sequence = "Table" if block.of is Listed.TABLES else "Figure"
    begin, end = _marks(f'TOC \\h \\z \\c "{sequence}"')
    lines = [
        f'<w:p><w:pPr><w:pStyle w:val="TableofFigures"/>{"" if number else _UNRULED}</w:pPr>{"" if number else begin}'
        f"{_entry(f'{one.label}. {one.words}', one.bookmark, document)}</w:p>"
        for number, one in enumerate(listed_)
    ]
    lines.append(f'<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr>{"" if listed_ else begin}{end}</w:p>')
    return f"{heading if block.title else ''}{''.join(lines)}"


def _marks(instruction: str) -> tuple[str, str]:
    """Return the start and the end of a field around paragraphs."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
        f'{instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    return begin, '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _chapters(block: Contents, document: Document) -> str:
    """Return the contents as Word's own building block: entries that link, with their page where it is known."""
    depth = min(max(block.depth, 1), DEPTHS)
    listed = [entry for entry in document.headings if entry.level <= depth and entry.words]
    title = plain(block.title)
    heading = (
        f'<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr>{document.words.runs(block.title)}</w:p>' if title else ""
    )
    begin, end = _marks(f'TOC \\o "1-{depth}" \\h \\z \\u')
    lines = [
        f'<w:p><w:pPr><w:pStyle w:val="TOC{entry.level}"/>{"" if number else _UNRULED}</w:pPr>{"" if number else begin}'
        f"{_entry(entry.words, entry.bookmark, document)}</w:p>"
        for number, entry in enumerate(listed)
    ]
    lines.append(f'<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr>{"" if listed else begin}{end}</w:p>')
    identifier = document.words.next_id()
    named = attribute(title, 64) or label("report.contents", document.language)
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{named}"/><w:id w:val="{identifier}"/>'
        '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{heading}{''.join(lines)}</w:sdtContent></w:sdt>"
    )


def _entry(words: str, bookmark: str, document: Document) -> str:
    page = document.pages.get(bookmark)
    number = "" if page is None else f"<w:r><w:t>{page}</w:t></w:r>"
    return (
        f'<w:hyperlink w:anchor="{bookmark}" w:history="1"><w:r>{text(words)}</w:r>{_TO_THE_PAGE}'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
        f'PAGEREF {bookmark} \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{number}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink>'
    )
