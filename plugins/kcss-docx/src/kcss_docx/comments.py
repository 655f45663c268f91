"""Findings written into a document as Word comments. Knows neither records nor refreshing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from kcss_docx.edited import Edited
from kcss_docx.markup import DECLARATION, W
from kcss_docx.places import Place
from kcss_docx.statuses import MEANINGS, Finding, Kind, Status
from kcss_docx.trees import whole
from kcss_docx.wording import AUTHOR, rewrite, said, w

_PART = "word/comments.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_INITIALS = "kcss"
_MARKS = frozenset(f"{w}{name}" for name in ("commentRangeStart", "commentRangeEnd", "bookmarkStart", "proofErr"))
# What an audit writes of a value, so that it is known from what somebody has typed into the comment since.
_WORDS = r"(?:(?!\. ).){1,80}"
_OURS = re.compile(
    rf"(?P<label>.+?): (?P<status>{'|'.join(Status)}) \((?:{'|'.join(map(re.escape, MEANINGS.values()))})\)\."
    rf"(?: Printed was {_WORDS}\.)?(?: The records say {_WORDS}\.)?"
    r"(?: (?:\d+ of \d+ places|A copy|Its places read differently|A copy; its places read differently)\.)?"
)
_SILENCED = "A number that this comment told may not be shown any more."


def comment(edited: Edited, findings: Iterable[Finding]) -> int:
    """Write a comment at every finding that wants to be looked at, and return how many.

    A comment that an earlier audit left stays until somebody deletes it. What is missing is told at the beginning.
    Places outside of the body, where Word allows no comment, are told at the beginning as well.
    """
    part = next((one.target for one in edited.relations(edited.main).values() if one.kind == "comments"), None)
    root = edited.tree(part) if part is not None else etree.Element(f"{w}comments", nsmap={"w": W})
    number = max([whole(one, f"{w}id") for one in root.iter(f"{w}comment")], default=-1)
    beginning = _beginning(edited)
    count = 0
    for finding in findings:
        if finding.is_quiet or finding.kind is Kind.SIDE_FILE:
            continue
        number, count = number + 1, count + 1
        root.append(_comment(number, said_of(finding)))
        place = finding.place
        if place is not None and place.part == edited.main:
            first = _first(place)
            last = place.control if place.control is not None else place.elements[-1]
            _mark(first, last, number)
        else:
            paragraph = beginning if finding.paragraph is None else finding.paragraph
            if paragraph.getroottree().getroot() is not edited.tree(edited.main):
                paragraph = beginning
            _mark_paragraph(paragraph, number)
    if count:
        edited.changed.add(edited.main)
        if part is None:
            xml = etree.tostring(root, encoding="unicode")
            edited.add(_PART, f"{DECLARATION}{xml}", _TYPE)
            edited.relate(edited.main, "comments", _PART)
        else:
            edited.changed.add(part)
    return count


def _beginning(edited: Edited) -> Any:
    """Return the first paragraph of the body; where it has none, a new one, which the caller writes into."""
    body = edited.tree(edited.main).find(f"{w}body")
    first = next(body.iter(f"{w}p"), None)
    if first is None:
        first = etree.Element(f"{w}p")
        body.insert(0, first)
    return first


def follow(edited: Edited, findings: Iterable[Finding], *, is_hiding: bool) -> int:
    """Let comments that an earlier audit left say what is to be said now, and return how many are other than before.

    What people wrote into them stays.

    Args:
        findings: What is to be said of the document as it stands now.
        is_hiding: Whether some numbers may not be told: then comments of which nobody can tell whether they tell such
            a number lose their words.
    """
    part = next((one.target for one in edited.relations(edited.main).values() if one.kind == "comments"), None)
    if part is None or part not in edited.parts:
        return 0
    count = 0
    findings = [*findings]
    by_place = {id(_first(one.place)): one for one in findings if one.place is not None and one.kind is Kind.VALUE}
    by_label: dict[tuple[str, Status], list[Finding]] = defaultdict(list)
    for one in findings:
        if one.place is None:
            by_label[one.label, one.status].append(one)
    starts = {one.get(f"{w}id"): one for one in edited.tree(edited.main).iter(f"{w}commentRangeStart")}
    for one in edited.tree(part).iter(f"{w}comment"):
        words = " ".join(said(one).split())
        if one.get(f"{w}author") != AUTHOR or words == _SILENCED:
            continue
        ours = _OURS.fullmatch(words)
        start = starts.get(one.get(f"{w}id"))
        about = None if start is None else next(filter(None, (by_place.get(id(one)) for one in _marked(start))), None)
        if about is None and ours is not None:
            same = by_label[ours["label"], Status(ours["status"])]
            about = same[0] if len(same) == 1 else None
        if ours is not None and about is not None:
            now = said_of(about)
        else:
            now = _SILENCED if is_hiding and any(map(str.isdigit, words)) else words
        if now != words:
            for paragraph in one.findall(f"{w}p")[1:]:
                one.remove(paragraph)
            rewrite([one], now)
            edited.changed.add(part)
            count += 1
    return count


def _first(place: Place) -> Any:
    return place.control if place.control is not None else place.elements[0]


def _marked(start: Any) -> Iterator[Any]:
    """Yield what the start of a comment stands before, and the controls into which LibreOffice has moved it."""
    following = start.getnext()
    while following is not None and following.tag in _MARKS:
        following = following.getnext()
    if following is not None:
        yield following
    yield from start.iterancestors(f"{w}sdt")


def said_of(finding: Finding) -> str:
    """Return what a comment says."""
    about = f"{finding.label}: {finding.status.value} ({MEANINGS[finding.status]})."
    if finding.status is Status.LOOSE_NUMBER:
        about = f"{finding.shown} is typed by hand and equals a value, {finding.label}; it will not be refreshed."
    if finding.status is Status.TO_BE_HIDDEN:
        return about
    if finding.printed and finding.printed != finding.shown:
        about += f" Printed was {finding.printed}."
    if finding.now:
        about += f" The records say {finding.now}."
    if finding.note and finding.status is not Status.LOOSE_NUMBER:
        about += f" {finding.note[0].upper()}{finding.note[1:]}."
    return about


def _comment(number: int, words: str) -> Any:
    found = etree.Element(f"{w}comment", {f"{w}id": str(number), f"{w}author": AUTHOR, f"{w}initials": _INITIALS})
    run = etree.SubElement(etree.SubElement(found, f"{w}p"), f"{w}r")
    etree.SubElement(run, f"{w}t").text = words
    return found


def _mark(first: Any, last: Any, number: int) -> None:
    """Set a comment's range around elements of a paragraph, outside of a control."""
    first.addprevious(etree.Element(f"{w}commentRangeStart", {f"{w}id": str(number)}))
    end = etree.Element(f"{w}commentRangeEnd", {f"{w}id": str(number)})
    last.addnext(end)
    end.addnext(_reference(number))


def _mark_paragraph(paragraph: Any, number: int) -> None:
    start = etree.Element(f"{w}commentRangeStart", {f"{w}id": str(number)})
    paragraph.insert(0 if paragraph.find(f"{w}pPr") is None else 1, start)
    paragraph.append(etree.Element(f"{w}commentRangeEnd", {f"{w}id": str(number)}))
    paragraph.append(_reference(number))


def _reference(number: int) -> Any:
    run = etree.Element(f"{w}r")
    etree.SubElement(run, f"{w}commentReference", {f"{w}id": str(number)})
    return run
