"""What published statements contradict: the records, and one another. Knows no report and no chapter."""

from __future__ import annotations

from collections.abc import Iterator

from kcss_core.edition import Edition
from kcss_core.problems import Problem, Severity
from kcss_core.statements.definitions import Definitions
from kcss_core.statements.records import held_against_records
from kcss_core.statements.statement import Statements

_FIND_OUT = "find out which number is right; mend the records, or say in the next text that it was corrected"


def check_statements(statements: Statements, edition: Edition) -> Iterator[Problem]:
    """Yield what is contradicted; warnings, since a report can be printed all the same.

    Args:
        edition: Of the whole organization; each statement is held against its own period.
    """
    edition = edition.unprotected
    definitions = Definitions(edition)
    for statement in statements.statements:
        for held in held_against_records(statement, edition, definitions):
            if held.is_contradicted:
                yield Problem(
                    "statement.contradicts-records",
                    f"{definitions.title(held.figure)}: {statement.amount} in the text ({statement.place.inside}), "
                    f"{held.answer} in the records",
                    statement.origin,
                    Severity.WARNING,
                    hint=_FIND_OUT,
                )
