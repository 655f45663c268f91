"""Figures as they are declared: what is counted, under which conditions. Evaluates nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import field

from kcss_core.frozen import frozen
from kcss_core.origin import Origin
from kcss_core.text import Text

if TYPE_CHECKING:
    from kcss_core.figures.value import Value


class Measure(StrEnum):
    """What a figure does with the records that its conditions select."""

    COUNT = "count"
    COUNT_DISTINCT = "count-distinct"
    SUM = "sum"
    SHARE = "share"
    SUM_OF = "sum-of"
    FUNCTION = "function"


class Overlap(StrEnum):
    """Whether the parts of a relation may share records."""

    NONE = "none"
    ALLOWED = "allowed"


class RelationKind(StrEnum):
    """What a relation says of its figures."""

    TOTAL = "total"
    WITHIN = "within"
    SAME = "same"
    LISTED = "listed"


@frozen(kw_only=True)
class Target:
    """What a value is judged against: a lowest and a highest share or number, both inclusive.

    ``balanced = "40-60"`` is a share between 40 and 60 percent. Source: Council of Europe Recommendation Rec(2003)3,
    EIGE thesaurus ("gender balance").
    """

    low: Fraction | None = None
    high: Fraction | None = None
    is_balance: bool = False


@frozen(kw_only=True)
class Figure:
    """A number with a definition.

    Attributes:
        measure: What is done with the records.
        subject: What is counted, summed or shared: a population (``activities``, ``persons``) or a path
            (``activity.places``); empty for ``sum-of`` and ``function``.
        where: Conditions as declared: name or path to what it must be.
        of: For a share, the further conditions of the numerator.
        parts: For ``sum-of``, ids of figures.
        unit: Id of a unit label; worked out from the subject where not given.
        headline: Whether it is one of the few that stand for the year; "in figures" shows these unless told.
        description: The definition in words for a reader, where the conditions do not say it all.
        compute: For ``function``: from edition, to a value with evidence.
        origin: Where it was declared; None for a plugin's.
        plugin: Name of the plugin that declares it; empty for the workspace's own.
    """

    id: str
    title: Text
    measure: Measure
    subject: str = ""
    where: Mapping[str, Any] = MappingProxyType({})
    of: Mapping[str, Any] = MappingProxyType({})
    parts: tuple[str, ...] = ()
    unit: str = ""
    target: Target | None = None
    headline: bool = False
    description: Text | None = None
    compute: Callable[[Any], Value] | None = field(default=None, eq=False, repr=False)
    origin: Origin | None = field(default=None, eq=False, repr=False)
    plugin: str = ""


@frozen(kw_only=True)
class Relation:
    """What must hold between figures.

    By kind: parts make up a **total** (``overlap = none``: they add up; ``allowed``: largest part ≤ total ≤ sum of the
    parts); parts lie **within** a total that may hold more (``none``: their sum is no more than it; ``allowed``: the
    largest is not); several figures are the **same** quantity; the records of a figure are all **listed**.

    Attributes:
        total: The total; of the same quantities the first; of a listed one the only.
        parts: The parts; of the same quantities the others; empty where it is listed.
        why: Why it holds, in words, where the definitions of the figures do not tell; None where nobody said.
    """

    total: str
    parts: tuple[str, ...]
    overlap: Overlap = Overlap.NONE
    kind: RelationKind = RelationKind.TOTAL
    why: str | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


def way_back(start: str, parts_of: Callable[[str], Sequence[str]]) -> list[str]:
    """Return the ids by which one leads back to itself through parts of parts, from it to it; empty where none does."""
    waiting = [[start]]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        for part in parts_of(way[-1]):
            if part == start:
                return [*way, part]
            if part not in seen:
                seen.add(part)
                waiting.append([*way, part])
    return []
