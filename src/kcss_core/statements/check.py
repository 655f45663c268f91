"""What published statements contradict: one another, and the records. Knows no report and no chapter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kcss_core.edition import Edition
from kcss_core.figures.definition import Relation, RelationKind
from kcss_core.figures.relations import listed
from kcss_core.problems import Problem, Severity
from kcss_core.statements.conflicts import Conflict, conflicts
from kcss_core.statements.definitions import Definitions
from kcss_core.statements.headlines import beyond_headlines
from kcss_core.statements.quantities import Quantity, quantities_of
from kcss_core.statements.records import Held, held_against_records
from kcss_core.statements.statement import Statement, Statements
from kcss_core.statements.wording import check_changes, check_lists, check_shares, check_words, same_lists
from kcss_core.statements.words import Words

_FIND_OUT = "find out which number is right; mend the records, or say in the next text that it was corrected"


def check_statements(statements: Statements, edition: Edition) -> Iterator[Problem]:
    """Yield what is contradicted, each contradiction once; warnings, since a report can be printed all the same.

    Args:
        edition: Of the whole organization; each statement is held against its own period.
    """
    edition = edition.unprotected
    definitions = Definitions(edition)
    words = Words(has_several_documents=len(statements.titles) > 1)
    quantities = quantities_of(statements, definitions)
    found = [
        *conflicts(quantities, (*edition.relations, *statements.relations), definitions, words),
        *beyond_headlines(quantities, definitions, words),
    ]
    yield from (conflict.problem for conflict in found)
    yield from _unlisted(quantities, (*edition.relations, *statements.relations), edition, words)
    said = statements.statements
    yield from check_words(said, quantities, definitions, words)
    yield from check_lists(said, edition, words)
    yield from check_shares(said, edition, definitions, words)
    yield from check_changes(said, edition, definitions, words)
    for statement in statements.statements:
        for held in held_against_records(statement, edition, definitions):
            if held.is_contradicted and not _is_settled(held, found):
                yield Problem(
                    "statement.contradicts-records",
                    f"{definitions.title(held.figure, statement.part)}: "
                    f"{words.said(statement.amount, [statement])}, but the records have {held.answer}",
                    statement.origin,
                    Severity.WARNING,
                    hint=_FIND_OUT,
                )


def _unlisted(
    quantities: Iterable[Quantity], relations: Iterable[Relation], edition: Edition, words: Words
) -> Iterator[Problem]:
    """Yield each stated number of things that are all recorded one by one, where the records are not as many."""
    ids = {relation.total for relation in relations if relation.kind is RelationKind.LISTED}
    for quantity in quantities:
        if quantity.part or not ids & set(quantity.figures):
            continue
        value = edition.value(quantity.figure, period=quantity.period)
        records = listed(value)
        # Where no total is kept the records are the value, and each statement is held against them.
        if value.evidence.aggregate is not None and not quantity.bounds.meets(records):
            listed_ = int(records.low) if edition.may_tell(value) else "others"
            yield Problem(
                "relation.not-listed",
                f"{quantity.title}: {words.of(quantity)}, but {listed_} are recorded one by one",
                quantity.statements[0].origin,
                Severity.WARNING,
                hint="record those that are missing, or find out which number is right",
            )


def _is_settled(held: Held, found: Iterable[Conflict]) -> bool:
    """Say whether what the records say would end a contradiction that was found already, so that it is told in it."""
    return any(
        conflict.settles(quantity, held.bounds)
        for conflict in found
        for quantity in conflict.quantities
        if held.statement in quantity.statements
    )


def agreements(statements: Statements, edition: Edition) -> Iterator[Problem]:
    """Yield a note for each quantity of which several places, or a place and the records, say the same.

    For who wants to see what was held against what; a quantity may still contradict others.
    """
    edition = edition.unprotected
    definitions = Definitions(edition)
    words = Words(has_several_documents=len(statements.titles) > 1)
    for quantity in quantities_of(statements, definitions):
        if not quantity.is_agreed:
            continue
        held = [
            one
            for statement in quantity.statements[:1]
            for one in held_against_records(statement, edition, definitions)
            if one.figure == quantity.figure and not one.is_contradicted
        ]
        places = {statement.place.passage for statement in quantity.statements}
        if held or len(places) > 1:
            records = f"; the records have {held[0].answer}" if held else ""
            yield _consistent(f"{quantity.title}: {words.of(quantity)}{records}", quantity.statements[0])
    for name, lists in same_lists([one for one in statements.statements if one.about], edition):
        yield _consistent(f"{name}: {', '.join(lists[0].items)} ({words.places(lists)})", lists[0])


def _consistent(message: str, statement: Statement) -> Problem:
    return Problem(
        "statement.consistent",
        message,
        statement.origin,
        Severity.NOTE,
        hint="nothing to do: these are consistent",
    )
