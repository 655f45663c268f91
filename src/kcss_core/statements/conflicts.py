"""Contradictions between quantities that texts give numbers for. Looks at no records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from attrs import evolve

from kcss_core.figures.conditions import OneOf
from kcss_core.figures.definition import Overlap, Relation, RelationKind
from kcss_core.figures.relations import Bounds, excludes, shared_at_least
from kcss_core.frozen import frozen
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.statements.definitions import Conditions, Definitions, Scope
from kcss_core.statements.quantities import Quantity
from kcss_core.statements.words import Words

_FIND_OUT = "find out which number is right, and give that one everywhere"
_NAME_APART = "find out which number is right; if they are two different things, say so in the text"
_SAY_SHARED = "say beside the numbers that the parts overlap, or give each record to one part"


@frozen
class Conflict:
    """Numbers that cannot all be true.

    Attributes:
        settles: Whether the numbers could all be true if one of the quantities were what the records say.
    """

    quantities: tuple[Quantity, ...]
    problem: Problem
    settles: Callable[[Quantity, Bounds], bool]

    def names(self, quantity: Quantity) -> bool:
        """Say whether it is about a quantity."""
        return quantity in self.quantities


def conflicts(
    quantities: Sequence[Quantity], relations: Sequence[Relation], definitions: Definitions, words: Words
) -> Iterator[Conflict]:
    """Yield each contradiction once.

    First what is said of one quantity, then relations as declared, then those that follow from definitions; of these
    only what the others do not name already.
    """
    found = [conflict for one in quantities if (conflict := _within(one, words)) is not None]
    for relation in relations:
        found += _declared(relation, quantities, words)
    declared = {frozenset((relation.total, *relation.parts)) for relation in relations}
    for relation, whole, parts in implied(quantities, definitions):
        several = (whole, *parts)
        if any(conflict.names(one) for conflict in found for one in several):
            continue
        if frozenset(one.figure for one in several) not in declared:
            found += _between(relation, whole, parts, words)
    yield from found


def _within(quantity: Quantity, words: Words) -> Conflict | None:
    if quantity.is_agreed:
        return None
    first, *others = quantity.sides
    told = "; ".join(words.said(side.amount, side.statements) for side in others)
    typed = [one for side in (*others, first) for one in side.statements if not one.is_frozen]
    problem = Problem(
        "statement.contradicts-statement",
        f"{quantity.title}: {words.said(first.amount, first.statements)}, but {told}",
        typed[0].origin,
        Severity.WARNING,
        hint=_FIND_OUT,
    )
    return Conflict((quantity,), problem, lambda one, records: any(side.bounds.meets(records) for side in one.sides))


# ---------------------------------------------------------------- relations as declared


def _declared(relation: Relation, quantities: Sequence[Quantity], words: Words) -> Iterator[Conflict]:
    """Yield what a relation excludes, in each period that anything is said of."""
    for period in dict.fromkeys(one.period for one in quantities):
        stated = {id: one for one in quantities if one.period == period and not one.part for id in one.figures}
        whole, *parts = (stated.get(id) for id in (relation.total, *relation.parts))
        known = [part for part in parts if part is not None and part is not whole]
        if relation.kind is RelationKind.SAME and whole is None and known:
            whole, *known = known
        if whole is not None and known:
            yield from _between(relation, whole, known, words, is_complete=len(known) == len(parts))


def _between(
    relation: Relation, whole: Quantity, parts: Sequence[Quantity], words: Words, *, is_complete: bool = True
) -> Iterator[Conflict]:
    if not is_complete and relation.kind is RelationKind.TOTAL:
        # Of what is not stated nobody knows how much it adds.
        relation = evolve(relation, kind=RelationKind.WITHIN)
    ranges = [part.bounds for part in parts]
    several = (whole, *parts)
    why = f", since {relation.why}" if relation.why else ""

    def settles(quantity: Quantity, records: Bounds) -> bool:
        first, *others = (records if one is quantity else one.bounds for one in several)
        return not excludes(relation, first, others)

    if excludes(relation, whole.bounds, ranges):
        code, message, hint = _told(relation, whole, parts, words)
        yield Conflict(several, Problem(code, message + why, _origin(parts), Severity.WARNING, hint=hint), settles)
    elif relation.overlap is Overlap.ALLOWED and relation.kind is not RelationKind.SAME:
        shared = shared_at_least(evolve(relation, kind=RelationKind.TOTAL), whole.bounds, ranges)
        if shared is not None:
            told = words.sum_of(parts)
            message = f"{whole.title}: {words.of(whole)}, but its parts make {told}; {_shared(shared, len(parts))}"
            problem = Problem("relation.shared", message, _origin(parts), Severity.WARNING, hint=_SAY_SHARED)
            yield Conflict(several, problem, lambda *_: False)


def _shared(number: int, parts: int) -> str:
    if parts == 2:
        how = f"at least {number} of them {'stands' if number == 1 else 'stand'} in both"
    else:
        how = f"at least {number} {'time' if number == 1 else 'times'} one of them stands in a further part"
    return f"{how}, and the text does not say so"


def _told(relation: Relation, whole: Quantity, parts: Sequence[Quantity], words: Words) -> tuple[str, str, str]:
    if relation.kind is RelationKind.SAME:
        differing = [part for part in parts if not part.bounds.meets(whole.bounds)] or parts
        others = "; ".join(f"{words.of(part)} as {part.title!r}" for part in differing)
        return "relation.not-same", f"{whole.title}: {words.of(whole)}, but {others}; they are one thing", _NAME_APART
    if relation.overlap is Overlap.ALLOWED:
        larger = [part for part in parts if not whole.bounds.reaches(part.bounds.low)]
        if larger:
            told = "; ".join(f"{words.of(part)}, {part.title!r}" for part in larger)
            return "relation.beyond-whole", f"{whole.title}: {words.of(whole)}, but a part of it is {told}", _FIND_OUT
    told = words.sum_of(parts)
    if relation.kind is RelationKind.TOTAL:
        return "relation.not-a-sum", f"{whole.title}: {words.of(whole)}, but its parts make {told}", _FIND_OUT
    what = "parts of it make" if len(parts) > 1 else "a part of it is"
    return "relation.beyond-whole", f"{whole.title}: {words.of(whole)}, but {what} {told}", _FIND_OUT


def _origin(quantities: Iterable[Quantity]) -> Origin | None:
    return next(statement.origin for one in quantities for statement in one.statements)


# ---------------------------------------------------------------- relations that follow from definitions


def implied(
    quantities: Sequence[Quantity], definitions: Definitions
) -> Iterator[tuple[Relation, Quantity, tuple[Quantity, ...]]]:
    """Yield what must hold between quantities by their definitions: the strongest first.

    Parts that share nothing and are together the whole add up to it; parts that share nothing lie within it; and so
    does each part alone.
    """
    inside: list[tuple[Quantity, list[Quantity]]] = []
    for alike in _comparable(quantities, definitions).values():
        for whole, scope in alike:
            parts = [one for one, narrower in alike if one is not whole and narrower.is_within(scope)]
            if parts:
                inside.append((whole, parts))
    for whole in quantities:
        ids = definitions.figures[whole.figure].parts
        parts = [one for one in quantities if one.figure in ids and one.is_beside(whole)] if ids else []
        if len(parts) == len(ids) > 0:
            yield _relation(RelationKind.TOTAL, whole, parts), whole, tuple(parts)
    for kind in (RelationKind.TOTAL, RelationKind.WITHIN):
        for whole, parts in inside:
            for apart, union in _apart(parts):
                is_whole = whole.scope is not None and whole.scope.conditions == union
                if is_whole == (kind is RelationKind.TOTAL):
                    yield _relation(kind, whole, apart), whole, apart
    for whole, parts in inside:
        for part in parts:
            yield _relation(RelationKind.WITHIN, whole, (part,)), whole, (part,)


def _comparable(quantities: Iterable[Quantity], definitions: Definitions) -> dict[object, list[tuple[Quantity, Scope]]]:
    """Return the quantities of which one may be part of another, by what they measure and when."""
    found: dict[object, list[tuple[Quantity, Scope]]] = {}
    for one in quantities:
        if one.scope is not None and definitions.grows(one.scope):
            found.setdefault((one.scope.measured, one.period), []).append((one, one.scope))
    return found


def _apart(parts: Iterable[Quantity]) -> Iterator[tuple[tuple[Quantity, ...], Conditions]]:
    """Yield parts of which no two share anything, and what they take in together.

    They differ in one condition, on a field with one value a record.
    """
    by_rest: dict[tuple[str, Conditions], list[tuple[Quantity, frozenset[Any]]]] = {}
    for part in parts:
        for path, values, rest in part.scope.divisions() if part.scope is not None else ():
            by_rest.setdefault((path, rest), []).append((part, values))
    for (path, rest), several in by_rest.items():
        group: list[Quantity] = []
        taken: frozenset[Any] = frozenset()
        for part, values in several:
            if not taken & values:
                group.append(part)
                taken |= values
        if len(group) > 1:
            yield tuple(group), rest | {(path, OneOf(taken))}


def _relation(kind: RelationKind, whole: Quantity, parts: Iterable[Quantity]) -> Relation:
    return Relation(total=whole.figure, parts=tuple(part.figure for part in parts), kind=kind)
