"""What could not be read, so that nobody says of it that it is missing. Knows no files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType

from attrs import field

from kcss_core.frozen import frozen
from kcss_core.problems import Problem

# An id in TOML that is no whole text, so that nobody knows whose it is.
_BROKEN_ID = re.compile(
    r"""^[ \t]*id\b(?![ \t]*=[ \t]*(?:"[^"\n]*"|'[^'\n]*')[ \t]*(?:\#.*)?$)""", re.MULTILINE
)
# What ids stand between, in files of records and figures.
_BETWEEN = re.compile(r"[\s,;|\"'=\[\]{}()]+")


def has_broken_id(text: str) -> bool:
    """Say whether an id itself is broken in a text of TOML, so that the text may be of any record."""
    return _BROKEN_ID.search(text) is not None


@frozen(slots=False)
class UnreadText:
    """The text of a file of which something could not be read.

    Attributes:
        families: Families of records, ``organization`` or ``figures``: what may stand in it.
    """

    families: frozenset[str]
    text: str = field(repr=False)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_BETWEEN.split(self.text))

    def may_hold(self, family: str, id: str) -> bool:
        """Say whether it may define a record or figure: only where it names it."""
        return family in self.families and (id in self._words or (bool(_BETWEEN.search(id)) and id in self.text))


@frozen
class Unread:
    """What could not be read of the files of a workspace: what these define is not missing, only unknown.

    Attributes:
        families: Families of which any record may stand in a file that could not be read at all.
        ids: Family to ids of records and figures that stand in a file and have an error.
        texts: Files of which something could not be read.
    """

    families: frozenset[str] = frozenset()
    ids: Mapping[str, Collection[str]] = MappingProxyType({})
    texts: tuple[UnreadText, ...] = ()

    def may_hold(self, family: str, id: str) -> bool:
        """Say whether a record or figure may stand in what could not be read."""
        return (
            family in self.families
            or id in self.ids.get(family, ())
            or any(text.may_hold(family, id) for text in self.texts)
        )

    @property
    def holds_records(self) -> bool:
        """Whether any record, but the organization itself, may stand in what could not be read."""
        named = (family for family, ids in self.ids.items() if ids)
        families = {*self.families, *named, *(family for text in self.texts for family in text.families)}
        return bool(families - {"organization", "figures"})

    def may_hold_any(self, family: str) -> bool:
        """Say whether any record of a family may stand in what could not be read."""
        return (
            family in self.families
            or bool(self.ids.get(family))
            or any(family in text.families for text in self.texts)
        )

    def __or__(self, other: Unread) -> Unread:
        ids = {family: {*self.ids.get(family, ()), *other.ids.get(family, ())} for family in {**self.ids, **other.ids}}
        texts = tuple(dict.fromkeys((*self.texts, *other.texts)))
        return Unread(self.families | other.families, MappingProxyType(ids), texts)

    def certain(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Yield problems without those that say of what may stand in it that it is missing."""
        return (one for one in problems if one.missing is None or not self.may_hold(*one.missing))
