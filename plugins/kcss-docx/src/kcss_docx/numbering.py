"""The lists of a report, beside those that a template has. Works on the tree of one numbering part."""

from __future__ import annotations

from typing import Any

from lxml import etree

from kcss_docx.contract import Merged
from kcss_docx.house import Lists
from kcss_docx.markup import W

_W = f"{{{W}}}"
_VAL = f"{_W}val"


class Numbering:
    """A numbering part that grows.

    Attributes:
        root: Of the part.
        lists: Where the report's lists are found in it.
    """

    def __init__(self, theirs: Any | None, ours: Any, styles: Merged) -> None:
        """Put the built-in lists beside those of a template (None: it has no lists); its own are used where it can."""
        self.root = theirs if theirs is not None else etree.Element(f"{_W}numbering", nsmap={"w": W})
        kinds = [_int(one.get(f"{_W}abstractNumId")) for one in self.root.iterfind(f"{_W}abstractNum")]
        numbers = [_int(one.get(f"{_W}numId")) for one in self.root.iterfind(f"{_W}num")]
        kind, number = max(kinds, default=-1) + 1, max(numbers, default=0) + 1
        place = sum(1 for child in self.root if child.tag in (f"{_W}numPicBullet", f"{_W}abstractNum"))
        for offset, abstract in enumerate(ours.findall(f"{_W}abstractNum")):
            abstract.set(f"{_W}abstractNumId", str(kind + offset))
            self.root.insert(place + offset, abstract)
        bullets = self._own(styles, "ListBullet")
        if bullets is None:
            self._add(number, kind)
            bullets, number = number, number + 1
        numbered = self._own(styles, "ListNumber")
        abstract_id = kind + 1 if numbered is None else self._abstract(numbered)
        levels = min(self._levels(self._abstract(bullets)), self._levels(abstract_id), 4)
        self.lists = Lists(bullets=bullets, numbered=abstract_id, first=number, levels=levels)

    def restart(self, number: int, level: int) -> None:
        """Add a numbered list that starts at a level."""
        override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
        self._add(number, self.lists.numbered, override)

    def _add(self, number: int, abstract: int, override: str = "") -> None:
        element = etree.fromstring(
            f'<w:num xmlns:w="{W}" w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
        )
        self.root.insert(sum(1 for child in self.root if child.tag != f"{_W}numIdMacAtCleanup"), element)

    def _own(self, styles: Merged, identifier: str) -> int | None:
        """Return the number of the list that a style of the template belongs to; None where it belongs to none."""
        if identifier in styles.copied:
            return None
        found = styles.resolved(styles.ids[identifier], "pPr/numPr/numId")
        number = 0 if found is None else _int(found.get(_VAL))
        abstract = self._abstract(number)
        return number if self._levels(abstract) else None

    def _abstract(self, number: int) -> int:
        for one in self.root.iterfind(f"{_W}num"):
            if _int(one.get(f"{_W}numId")) == number and (kind := one.find(f"{_W}abstractNumId")) is not None:
                return _int(kind.get(_VAL))
        return -1

    def _levels(self, abstract: int) -> int:
        for one in self.root.iterfind(f"{_W}abstractNum"):
            if _int(one.get(f"{_W}abstractNumId")) == abstract:
                return len(one.findall(f"{_W}lvl"))
        return 0


def _int(value: str | None) -> int:
    return int(value) if value and value.isdigit() else -1
