"""Whether figures contradict the relations between them: those that were declared, and those that definitions imply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kcss_core.edition import WITHHELD, Edition
from kcss_core.figures.declared_relations import impossible
from kcss_core.figures.definition import Overlap, Relation, RelationKind
from kcss_core.figures.relations import contradicts, is_published, listed
from kcss_core.figures.value import Value
from kcss_core.problems import Problem, Severity
from kcss_core.statements.definitions import Definitions
from kcss_core.vocabulary import Basis, Qualifier


def check_relations(edition: Edition) -> Iterator[Problem]:
    """Yield a problem for each relation that the period’s values contradict, and for those that cannot hold together.

    A contradiction that rests on published aggregates is a warning: the report can be printed, and somebody has to
    find out which number is wrong. Between counted records it is an error.
    """
    yield from impossible(edition.relations)
    for relation in edition.relations:
        if relation.total not in edition.figures or any(part not in edition.figures for part in relation.parts):
            continue
        total = edition.value(relation.total)
        parts = [edition.value(part) for part in relation.parts]
        if contradicts(relation, total, parts):
            severity = Severity.WARNING if is_published([total, *parts]) else Severity.ERROR
            message = _message(relation, total, parts, edition)
            yield Problem("relation.broken", message, relation.origin, severity, hint=_REMEDY)
    yield from _implied(edition)


def _implied(edition: Edition) -> Iterator[Problem]:
    """Yield a warning for each total that is kept and is larger than what its figure is plainly a part of.

    What was counted needs no look: fewer conditions never count fewer records.
    """
    values = [edition.value(id) for id in edition.figures]
    kept = [value for value in values if value.number is not None and is_published([value])]
    if not kept:
        return
    definitions = Definitions(edition)
    declared = {frozenset((one.total, part)) for one in edition.relations for part in one.parts}
    for part in kept:
        narrow = definitions.scope(part.address.figure)
        if narrow is None or not definitions.grows(narrow):
            continue
        for id in edition.figures:
            wide = definitions.scope(id)
            if wide is None or id == part.address.figure or not narrow.is_within(wide):
                continue
            whole = edition.value(id)
            relation = Relation(total=id, parts=(part.address.figure,), kind=RelationKind.WITHIN, why=_NARROWER)
            is_known = whole.basis is not Basis.NONE and frozenset((id, part.address.figure)) not in declared
            if is_known and contradicts(relation, whole, [part]):
                aggregate = part.evidence.aggregate
                origin = None if aggregate is None else aggregate.origin
                message = _message(relation, whole, [part], edition)
                yield Problem("relation.broken", message, origin, Severity.WARNING, hint=_MEND)


_NARROWER = "the conditions of the part are narrower"
_MEND = "find out which number is wrong, or mend the conditions of the figures"
_REMEDY = "find out which number is wrong, or declare the relation as it is"


def _message(relation: Relation, total: Value, parts: Sequence[Value], edition: Edition) -> str:
    said = f"{relation.total!r} is {_number(total, edition)} ({_place(total, edition)})"
    named = [f"{part.address.figure!r} {_number(part, edition)} ({_place(part, edition)})" for part in parts]
    together = " + ".join(named)
    why = f", since {relation.why}" if relation.why else ""
    if relation.kind is RelationKind.LISTED:
        return f"expected as many records as the total that is kept of them; {said}, and {_listed(total, edition)}"
    if relation.kind is RelationKind.SAME:
        return f"expected the same number of the same thing{why}; {said}, and {' and '.join(named)}"
    if relation.kind is RelationKind.WITHIN:
        return f"expected parts within the whole{why}; {said}, and parts of it are {together}"
    if relation.overlap is Overlap.NONE:
        return f"expected parts that add up to their total; {said}, and its parts are {together}"
    return f"expected a total between the largest and the sum of its parts; {said}, and its parts are {together}"


def _number(value: Value, edition: Edition) -> str:
    if not edition.may_tell(value):
        return WITHHELD
    if value.number is None:
        return "not known"
    if value.qualifier is Qualifier.EXACT:
        return str(value.number)
    return f"{value.qualifier.value.replace('-', ' ')} {value.number}"


def _place(value: Value, edition: Edition) -> str:
    aggregate = value.evidence.aggregate
    if aggregate is not None:
        return aggregate.source if aggregate.origin is None else str(aggregate.origin)
    return "counted" if not value.undecided or not edition.may_tell(value) else f"counted, {value.undecided} undecided"


def _listed(value: Value, edition: Edition) -> str:
    if not edition.may_tell(value):
        return "another number is recorded"
    found = listed(value)
    assert found.high is not None
    undecided = int(found.high - found.low)
    return f"{int(found.low)} are recorded" + (f", of {undecided} nobody can tell" if undecided else "")
