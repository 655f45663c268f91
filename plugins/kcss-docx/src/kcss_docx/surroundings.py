"""The words around the places of values, kept beside a document, and places proposed by them. Judges no value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import asdict, frozen

from kcss_core.errors import FileError
from kcss_core.prose import PLACEHOLDER
from kcss_docx.edited import Edited
from kcss_docx.places import Place, style_of
from kcss_docx.wording import MC, gather, said, w

_FORMAT = 1
#: What messages say is expected, and how many bytes it may have: the longest reports need a hundredth of it.
A_SIDE_FILE, LARGEST = "a side file, which kcss docx remember writes", 50_000_000
#: Letters kept on either side of a place, and fewer of them to try where somebody has edited there.
_WIDTHS = (60, 30, 15, 8)
# What may hold runs, and places among them.
_HOLDERS = frozenset(
    f"{w}{name}"
    for name in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo")
)
#: Letters that may stand at a place of which nobody knows the bounds any more.
_MOST = 60


@frozen(kw_only=True)
class Paragraph:
    """A paragraph with a sign for each place in it.

    Attributes:
        element: The paragraph itself.
        places: In the order of their signs.
    """

    text: str
    heading: str
    element: Any
    places: tuple[Place, ...]


@frozen(kw_only=True)
class Context:
    """One place with the words around it, in which other places are signs."""

    key: str
    number: int
    text: str
    before: str
    after: str


@frozen(kw_only=True)
class Proposal:
    """Where a place may be. ``shown`` is what stands there; None where no spot fits, or more than one."""

    context: Context
    shown: str | None
    heading: str = ""


def paragraphs(edited: Edited) -> Iterator[Paragraph]:
    """Yield the paragraphs of a document, without its contents, which repeat the headings, and page numbers."""
    signs = signs_of(edited.places)
    for part in edited.texts:
        heading = ""
        root = edited.tree(part)
        instructions = (one for one in root.iter(f"{w}instrText") if "PAGE" in (one.text or ""))
        about_pages = {paragraph for one in instructions for paragraph in one.iterancestors(f"{w}p")}
        repeated = {paragraph for one in root.iter(f"{MC}Fallback") for paragraph in one.iter(f"{w}p")}
        for element in root.iter(f"{w}p"):
            style = style_of(element) or ""
            if element in about_pages or element in repeated or style.upper().startswith("TOC"):
                continue
            text, places = with_signs(element, signs)
            if style in edited.headings:
                heading = said(element).strip() or heading
            yield Paragraph(text=text, heading=heading, element=element, places=places)


def signs_of(places: Iterable[Place]) -> dict[Any, Place | None]:
    """Return for each element of a place that place, or None for all but its first element."""
    signs: dict[Any, Place | None] = {}
    for place in places:
        first, *others = [place.control] if place.control is not None else place.elements
        signs[first] = place
        signs.update(dict.fromkeys([*others, *place.doubles]))
    return signs


def with_signs(paragraph: Any, signs: dict[Any, Place | None]) -> tuple[str, tuple[Place, ...]]:
    """Return the words of a paragraph with a sign for each place, and the places in the order of their signs."""
    found: list[str] = []
    places: list[Place] = []
    _gather(paragraph, signs, found, places)
    return "".join(found), tuple(places)


def _gather(element: Any, signs: dict[Any, Place | None], found: list[str], places: list[Place]) -> None:
    for one in element:
        if one in signs:
            place = signs[one]
            if place is not None:
                places.append(place)
                found.append(PLACEHOLDER)
        elif one.tag in _HOLDERS:
            _gather(one, signs, found, places)
        else:
            gather((one,), found)


def contexts(edited: Edited) -> list[Context]:
    """Return every place with the words around it."""
    whole, places = _stream(edited)
    found: list[Context] = []
    at = -1
    counted: dict[str, int] = {}
    for place in places:
        at = whole.index(PLACEHOLDER, at + 1)
        counted[place.key] = counted.get(place.key, 0) + 1
        found.append(
            Context(
                key=place.key,
                number=counted[place.key],
                text=place.text,
                before=whole[max(at - _WIDTHS[0], 0) : at],
                after=whole[at + 1 : at + 1 + _WIDTHS[0]],
            )
        )
    return found


def _stream(edited: Edited) -> tuple[str, list[Place]]:
    texts: list[str] = []
    places: list[Place] = []
    for paragraph in paragraphs(edited):
        texts.append(paragraph.text)
        places += paragraph.places
    return "\n".join(texts), places


def to_json(found: Iterable[Context], document: str) -> str:
    """Return contexts as the side file of a document."""
    rows = [asdict(one) for one in found]
    return json.dumps({"format": _FORMAT, "document": document, "places": rows}, ensure_ascii=False, indent=1) + "\n"


def from_json(data: bytes, name: str) -> list[Context]:
    """Return the contexts of a side file.

    Raises:
        FileError: It is none, or somebody has damaged it.
    """
    if len(data) > LARGEST:
        raise FileError(f"{name}: expected {A_SIDE_FILE} of at most {LARGEST // 1_000_000} MB, got more; name another")
    try:
        read = json.loads(data)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict) or not isinstance(read.get("places"), list) or "format" not in read:
        raise FileError(f"{name}: expected {A_SIDE_FILE}, got something else; name the file that it wrote")
    if read["format"] != _FORMAT:
        raise FileError(
            f"{name}: expected a side file of format {_FORMAT}, got {read['format']!r}; write it again with kcss docx "
            "remember"
        )
    return [_context(row, f"{name}: place {number}") for number, row in enumerate(read["places"], 1)]


def _context(row: Any, where: str) -> Context:
    wanted: dict[str, type] = {"key": str, "number": int, "text": str, "before": str, "after": str}
    if not isinstance(row, dict) or row.keys() != wanted.keys():
        got = ", ".join(map(str, row)) if isinstance(row, dict) else type(row).__name__
        raise FileError(f"{where}: expected {', '.join(wanted)}, got {got}; write it again with kcss docx remember")
    for name, kind in wanted.items():
        if type(row[name]) is not kind:
            expected, got = "a whole number" if kind is int else "text", type(row[name]).__name__
            raise FileError(f"{where}: {name}: expected {expected}, got {got}; write it again with kcss docx remember")
    return Context(**row)


def proposals(edited: Edited, known: Iterable[Context]) -> Iterator[Proposal]:
    """Yield where places may be that were lost, by the words around them."""
    held = {(place.key) for place in edited.places}
    lost = [context for context in known if context.key not in held]
    if not lost:
        return
    found = list(paragraphs(edited))
    whole = "\n".join(paragraph.text for paragraph in found)
    ends, total = [], 0
    for paragraph in found:
        total += len(paragraph.text) + 1
        ends.append(total)
    for context in lost:
        for width in _WIDTHS:
            pattern = f"{_pattern(context.before[-width:])}([^\\n]{{0,{_MOST}}}?){_pattern(context.after[:width])}"
            spots = list(re.finditer(pattern, whole))
            if len(spots) == 1:
                at = next(number for number, end in enumerate(ends) if spots[0].start(1) < end)
                yield Proposal(context=context, shown=spots[0][1], heading=found[at].heading)
                break
            if len(spots) > 1:
                yield Proposal(context=context, shown=None)
                break
        else:
            yield Proposal(context=context, shown=None)


def _pattern(words: str) -> str:
    """Return the pattern of some words, in which a place may read in any way and spaces may have changed."""
    pieces = [re.escape(piece) for piece in words.split(PLACEHOLDER)]
    pieces = [re.sub(r"(?:\\?[ \t\n])+", r"\\s+", piece) for piece in pieces]
    return f"[^\\n]{{0,{_MOST}}}?".join(pieces)
