"""Whether figures contradict the relations that were declared between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kcss_core.edition import Edition
from kcss_core.figures.definition import Overlap, Relation
from kcss_core.figures.relations import contradicts, is_published
from kcss_core.figures.value import Value
from kcss_core.problems import Problem, Severity
from kcss_core.vocabulary import Qualifier


def check_relations(edition: Edition) -> Iterator[Problem]:
    """Yield a problem for each relation that the values of the period contradict, and for relations in a circle.

    A contradiction that rests on published aggregates is a warning: the report can be printed, and somebody has to
    find out which number is wrong. Between counted records it is an error.
    """
    yield from _circles(edition.relations)
    for relation in edition.relations:
        if relation.total not in edition.figures or any(part not in edition.figures for part in relation.parts):
            continue
        total = edition.value(relation.total)
        parts = [edition.value(part) for part in relation.parts]
        if contradicts(relation, total, parts):
            severity = Severity.WARNING if is_published([total, *parts]) else Severity.ERROR
            yield Problem("relation.broken", _message(relation, total, parts), relation.origin, severity, hint=_REMEDY)


_REMEDY = "find out which number is wrong, or declare the relation as it is"


def _message(relation: Relation, total: Value, parts: Sequence[Value]) -> str:
    said = f"{relation.total!r} is {_number(total)} ({_place(total)})"
    named = [f"{part.address.figure!r} {_number(part)} ({_place(part)})" for part in parts]
    together = " + ".join(named)
    if relation.overlap is Overlap.NONE:
        return f"expected parts that add up to their total; {said}, and its parts are {together}"
    return f"expected a total between the largest and the sum of its parts; {said}, and its parts are {together}"


def _number(value: Value) -> str:
    if value.number is None:
        return "not known"
    if value.qualifier is Qualifier.EXACT:
        return str(value.number)
    return f"{value.qualifier.value.replace('-', ' ')} {value.number}"


def _place(value: Value) -> str:
    aggregate = value.evidence.aggregate
    if aggregate is not None:
        return aggregate.source if aggregate.origin is None else str(aggregate.origin)
    return "counted" if not value.undecided else f"counted, {value.undecided} undecided"


def _circles(relations: Sequence[Relation]) -> Iterator[Problem]:
    below: dict[str, list[str]] = {}
    for relation in relations:
        below.setdefault(relation.total, []).extend(relation.parts)
    for relation in relations:
        way = _way_back(relation.total, below)
        if way:
            yield Problem(
                "relation.circle",
                "expected no total that is part of its own parts, got " + " → ".join(repr(id) for id in way),
                relation.origin,
                hint="leave one of these relations out",
            )


def _way_back(start: str, below: Mapping[str, Sequence[str]]) -> list[str]:
    waiting = [[start]]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        for part in below.get(way[-1], ()):
            if part == start:
                return [*way, part]
            if part not in seen:
                seen.add(part)
                waiting.append([*way, part])
    return []
