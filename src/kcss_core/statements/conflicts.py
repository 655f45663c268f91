"""Contradictions between quantities that texts give numbers for. Looks at no records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from kcss_core.figures.definition import Overlap, Relation, RelationKind
from kcss_core.figures.relations import Bounds, excludes, shared_at_least
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.statements.definitions import Definitions
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
    problem = Problem(
        "statement.contradicts-statement",
        f"{quantity.title}: {words.said(first.amount, first.statements)}, but {told}",
        others[0].statements[0].origin,
        Severity.WARNING,
        hint=_FIND_OUT,
    )
    return Conflict((quantity,), problem, lambda one, records: any(side.bounds.meets(records) for side in one.sides))


# ---------------------------------------------------------------- relations as declared


def _declared(relation: Relation, quantities: Sequence[Quantity], words: Words) -> Iterator[Conflict]:
    """Yield what a relation excludes, in each period that anything is said of."""
    for period in dict.fromkeys(one.period for one in quantities):
        stated = {one.figure: one for one in quantities if one.period == period and not one.part}
        whole = stated.get(relation.total)
        parts = [stated[id] for id in relation.parts if id in stated]
        if whole is not None and parts:
            is_complete = len(parts) == len(relation.parts)
            yield from _between(relation, whole, parts, words, is_complete=is_complete)


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
        differing = [part for part in parts if not part.bounds.meets(whole.bounds)]
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
    for whole in quantities:
        scope = whole.scope
        if scope is None or not definitions.grows(scope):
            continue
        parts = [
            one
            for one in quantities
            if one is not whole and one.period == whole.period and one.scope and one.scope.is_within(scope)
        ]
        if parts:
            inside.append((whole, parts))
    for kind in (RelationKind.TOTAL, RelationKind.WITHIN):
        for whole, parts in inside:
            for apart in _apart(parts):
                is_whole = whole.scope is not None and whole.scope.union_of(one.scope for one in apart if one.scope)
                if is_whole == (kind is RelationKind.TOTAL):
                    yield _relation(kind, whole, apart), whole, apart
    for whole, parts in inside:
        for part in parts:
            yield _relation(RelationKind.WITHIN, whole, (part,)), whole, (part,)


def _apart(parts: Sequence[Quantity]) -> Iterator[tuple[Quantity, ...]]:
    """Yield groups of parts of which no two share anything, as large as they get from each part on."""
    seen: set[frozenset[int]] = set()
    for first in parts:
        group = [first]
        for one in parts:
            if all(_share_nothing(one, other) for other in group):
                group.append(one)
        key = frozenset(id(one) for one in group)
        if len(group) > 1 and key not in seen:
            seen.add(key)
            yield tuple(group)


def _share_nothing(one: Quantity, other: Quantity) -> bool:
    return one.scope is not None and other.scope is not None and one.scope.shares_nothing_with(other.scope)


def _relation(kind: RelationKind, whole: Quantity, parts: Iterable[Quantity]) -> Relation:
    return Relation(total=whole.figure, parts=tuple(part.figure for part in parts), kind=kind)


# ---------------------------------------------------------------- numbers that no headline figure holds


def beyond_headlines(quantities: Sequence[Quantity], definitions: Definitions, words: Words) -> Iterator[Conflict]:
    """Yield each number that is larger than what the headline figures hold of its kind.

    A reader looks for the public events of a program among the few figures that stand for the year. Where these name
    some of its kind, in the whole organization, and together fewer, nobody can tell where the rest is counted.
    """
    headlines = [
        one for one in quantities if not one.part and one.scope is not None and definitions.figures[one.figure].headline
    ]
    for quantity in quantities:
        scope = quantity.scope
        if scope is None or not scope.is_divisible or quantity in headlines:
            continue
        same = [one for one in headlines if one.period == quantity.period and one.scope is not None]
        if any(one.scope and scope.is_within(one.scope) for one in same):
            continue
        held = [one for one in same if one.scope and one.scope.is_within(scope.whole_organization)]
        if not held or not _is_more(quantity, held):
            continue
        message = f"{quantity.title}: {words.of(quantity)}, but the headline figures hold {words.sum_of(held)}"
        alike = [one for one in same if one.scope and one.scope.measured == scope.measured]
        if len(alike) > len(held) and _is_more(quantity, alike):
            message += f", and even with every other kind {words.sum_of(alike)}"
        hint = "say which headline figure counts them, or give them one"
        problem = Problem(
            "statement.beyond-headlines", message, quantity.statements[0].origin, Severity.WARNING, hint=hint
        )
        yield Conflict((quantity,), problem, lambda *_: False)


def _is_more(quantity: Quantity, others: Iterable[Quantity]) -> bool:
    highs = [one.bounds.high for one in others]
    if any(high is None for high in highs):
        return False
    return quantity.bounds.low > sum((high for high in highs if high is not None), Fraction(0))
