"""What people hang on words: comments, bookmarks, permissions. Taken along when the words go. Knows no table."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from attrs import field, frozen
from lxml import etree

from kcss_docx.places import place_of
from kcss_docx.wording import w

_STARTS = frozenset(f"{w}{name}" for name in ("commentRangeStart", "bookmarkStart", "permStart"))
_ENDS = frozenset(f"{w}{name}" for name in ("commentRangeEnd", "bookmarkEnd", "permEnd"))
_COMMENT = f"{w}commentReference"
_PROPERTIES = f"{w}pPr"


@frozen
class Anchors:
    """What hung on some words, to be put elsewhere."""

    starts: list[Any] = field(factory=list)
    ends: list[Any] = field(factory=list)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.starts or self.ends)

    def hang_on(self, paragraph: Any) -> None:
        """Put what was taken around the words of a paragraph."""
        at = 0 if paragraph.find(_PROPERTIES) is None else 1
        for one in reversed(self.starts):
            paragraph.insert(at, one)
        paragraph.extend(self.ends)


def taken(element: Any) -> Anchors:
    """Take from an element that goes what hangs on its words, but for the bookmarks of places, which go with them."""
    ours = {one.get(f"{w}id") for one in element.iter(f"{w}bookmarkStart") if place_of(one.get(f"{w}name", ""))[0]}
    found = Anchors()
    for one in list(element.iter(*_STARTS, *_ENDS, _COMMENT)):
        if one.tag == _COMMENT:
            run = etree.Element(f"{w}r")
            run.append(deepcopy(one))
            found.ends.append(run)
        elif not (one.tag.startswith(f"{w}bookmark") and one.get(f"{w}id") in ours):
            (found.starts if one.tag in _STARTS else found.ends).append(one)
    for one in [*found.starts, *found.ends]:
        if one.getparent() is not None:
            one.getparent().remove(one)
    return found
