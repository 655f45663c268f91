"""Words in a piece of a Word document, as a reader sees them with every tracked change accepted. Knows no value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from kcss_core.text import clean
from kcss_docx.markup import W
from kcss_docx.trees import child, unwrap

w = f"{{{W}}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

#: Who is said to have made the tracked changes of a refresh.
AUTHOR = "kcss-docx"

_T, _R, _P, _FACE = f"{w}t", f"{w}r", f"{w}p", f"{w}rPr"
_FIELD, _INSTRUCTION, _SIMPLE = f"{w}fldChar", f"{w}instrText", f"{w}fldSimple"
_LETTERS = {
    f"{w}tab": "\t",
    f"{w}br": "\n",
    f"{w}cr": "\n",
    f"{w}noBreakHyphen": "\u2011",
    f"{w}ptab": "\t",
}
# What holds no words of this place: properties, what was deleted or moved away, drawings with their text boxes, and
# the copies that older programs would read instead.
_SILENT = frozenset(
    {
        f"{w}{name}"
        for name in (
            "pPr", "rPr", "sdtPr", "sdtEndPr", "tcPr", "trPr", "tblPr", "del", "moveFrom", "drawing", "pict", "object",
        )
    }
    | {f"{MC}AlternateContent"}
)  # fmt: skip
#: Elements of a tracked change of words.
CHANGES = tuple(f"{w}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_GONE = frozenset({f"{w}del", f"{w}moveFrom"})
# A run may hold these besides words; such a run is kept when its words go.
_WORDS = frozenset({f"{w}t", f"{w}rPr", f"{w}delText", f"{w}lastRenderedPageBreak", *_LETTERS})


def said(*elements: Any) -> str:
    """Return the words of some elements."""
    found: list[str] = []
    gather(elements, found)
    return "".join(found)


def gather(elements: Iterable[Any], found: list[str]) -> None:
    """Add the words of some elements to a list."""
    for element in elements:
        tag = element.tag
        if tag == _T:
            found.append(element.text or "")
        elif tag in _LETTERS:
            found.append(_LETTERS[tag])
        elif tag not in _SILENT:
            gather(element, found)


def changes_of_others(*elements: Any) -> bool:
    """Say whether a person has tracked changes in or around some elements of a paragraph."""
    for element in elements:
        if element.tag in CHANGES and element.get(f"{w}author") != AUTHOR:
            return True
        if any(one.get(f"{w}author") != AUTHOR for one in element.iter(*CHANGES)):
            return True
    # Inside a sentence that somebody deletes or moves away; one that somebody inserts is read like any other.
    for parent in elements[0].iterancestors() if elements else ():
        if parent.tag == _P:
            break
        if parent.tag in _GONE and parent.get(f"{w}author") != AUTHOR:
            return True
    return False


def runs_of(*elements: Any) -> Iterator[Any]:
    """Yield the runs whose words are read, in order."""
    for element in elements:
        if element.tag == _R:
            yield element
        elif element.tag not in _SILENT:
            yield from runs_of(*element)


_OF_OFFICE = (["FILLIN"], ["FILLIN", '""'])


def has_field(*elements: Any) -> bool:
    """Say whether somebody has put a field, such as a formula, where words stood.

    A fill-in field without a question is none of a person: LibreOffice makes it of a control.
    """
    for element in elements:
        for one in element.iter(_SIMPLE, _INSTRUCTION):
            if one.tag == _SIMPLE or (one.text or "").split() not in _OF_OFFICE:
                return True
    return False


def _without_fields(elements: Iterable[Any]) -> None:
    """Take fields away and leave what they show."""
    for element in elements:
        pieces = [*element.iter(_FIELD, _INSTRUCTION, _SIMPLE)]
        if not pieces:
            continue
        marks = [one.get(f"{w}fldCharType") for one in pieces if one.tag == _FIELD]
        if marks.count("begin") != marks.count("end"):
            continue  # one that reaches further than the place
        for one in pieces:
            if one.tag != _SIMPLE:
                run = one.getparent()
                run.remove(one)
                if all(other.tag == _FACE for other in run) and run is not element and run.getparent() is not None:
                    run.getparent().remove(run)
        for one in [*element.iter(_SIMPLE)]:
            unwrap(one)


def rewrite(elements: Iterable[Any], words: str, *, track: bool = False, change_id: int = 0) -> None:
    """Put other words in the place of those of some elements, in the face of the first run.

    Args:
        track: Whether it is done as tracked change, which a person accepts or rejects.
        change_id: For a tracked change: this number and the next are not used by another.
    """
    # What an earlier refresh has tracked is accepted.
    places = _accepted(elements, of=AUTHOR)
    _without_fields(places)
    runs = list(runs_of(*places))
    if not runs:
        run = etree.SubElement(places[-1], _R)
        _fill(run, words)
        return
    first = runs[0]
    if not track:
        _fill(first, words)
        for run in runs[1:]:
            _empty(run)
            if not _holds_more(run):
                run.getparent().remove(run)
        return
    new = etree.Element(f"{w}ins")
    _sign(new, change_id)
    run = etree.SubElement(new, _R)
    face = first.find(_FACE)
    if face is not None:
        run.append(deepcopy(face))
    _fill(run, words)
    old = etree.Element(f"{w}del")
    _sign(old, change_id + 1)
    first.addprevious(old)
    old.addnext(new)
    for run in runs:
        if words_before := said(run):
            gone = etree.SubElement(old, f"{w}r")
            face = run.find(f"{w}rPr")
            if face is not None:
                gone.append(deepcopy(face))
            etree.SubElement(gone, f"{w}delText").text = words_before
            gone[-1].set(_SPACE, "preserve")
        _empty(run)
        if not _holds_more(run):
            run.getparent().remove(run)
    if len(old) == 0:
        old.getparent().remove(old)


def _sign(change: Any, number: int) -> None:
    # Without a date: a document that depends on the moment of its refresh would differ from run to run.
    change.set(f"{w}id", str(number))
    change.set(f"{w}author", AUTHOR)


def purge(elements: Iterable[Any]) -> list[Any]:
    """Settle every tracked change, whoever made it, so that no deleted word is left, and return what then stands."""
    return _accepted(elements, of=None)


def _accepted(elements: Iterable[Any], *, of: str | None) -> list[Any]:
    """Accept the tracked changes of an author, or of all: deletions go, insertions become plain words.

    Returns what then stands in the place of the elements, which may be changes themselves.
    """
    found: list[Any] = []
    for place in list(elements):
        changes = [*place.iter(*CHANGES)]
        if not changes and place.getparent() is not None:
            found.append(place)
            continue
        inner = [] if place.tag in _GONE else list(place)
        for change in changes:
            if of is None or change.get(f"{w}author") == of:
                parent = change.getparent()
                at = parent.index(change)
                parent[at : at + 1] = [] if change.tag in _GONE else list(change)
        found += [place] if place.getparent() is not None else [one for one in inner if one.getparent() is not None]
    return found


def _empty(run: Any) -> None:
    for one in _words(run):
        run.remove(one)


def _words(run: Any) -> list[Any]:
    return [one for one in run if one.tag in _WORDS and one.tag != _FACE]


def _holds_more(run: Any) -> bool:
    return any(one.tag not in _WORDS for one in run)


def _fill(run: Any, words: str) -> None:
    """Let a run say some words, and no others."""
    said_before, face = _words(run), child(run, _FACE)
    if len(said_before) == 1 and said_before[0].tag == _T and said_before[0].getprevious() is face:
        text = said_before[0]
        text.attrib.pop(_SPACE, None)
    else:
        for one in said_before:
            run.remove(one)
        text = etree.SubElement(run, _T)
        run.insert(0 if face is None else 1, text)
    text.text = clean(words)[0]
    if words != words.strip() or "  " in words:
        text.set(_SPACE, "preserve")
