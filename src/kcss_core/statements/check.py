"""What published statements contradict: one another, and the records. Knows no report and no chapter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kcss_core.edition import Edition
from kcss_core.problems import Problem, Severity
from kcss_core.statements.conflicts import Conflict, beyond_headlines, conflicts
from kcss_core.statements.definitions import Definitions
from kcss_core.statements.quantities import quantities_of
from kcss_core.statements.records import Held, held_against_records
from kcss_core.statements.statement import Statements
from kcss_core.statements.wording import check_changes, check_lists, check_shares, check_words
from kcss_core.statements.words import Words

_FIND_OUT = "find out which number is right; mend the records, or say in the next text that it was corrected"


def check_statements(statements: Statements, edition: Edition) -> Iterator[Problem]:
    """Yield what is contradicted, each contradiction once; warnings, since a report can be printed all the same.

    Args:
        edition: Of the whole organization; each statement is held against its own period.
    """
    edition = edition.unprotected
    definitions = Definitions(edition)
    words = Words(has_several_documents=len(statements.documents) > 1)
    quantities = quantities_of(statements.statements, definitions)
    found = [
        *conflicts(quantities, (*edition.relations, *statements.relations), definitions, words),
        *beyond_headlines(quantities, definitions, words),
    ]
    yield from (conflict.problem for conflict in found)
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


def _is_settled(held: Held, found: Iterable[Conflict]) -> bool:
    """Say whether what the records say would end a contradiction that was found already, so that it is told in it."""
    return any(
        conflict.settles(quantity, held.bounds)
        for conflict in found
        for quantity in conflict.quantities
        if held.statement in quantity.statements
    )
