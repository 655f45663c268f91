"""Published statements: what a text said, where, and whether it can be true. Reads no file and builds no report."""

from __future__ import annotations

from kcss_core.statements.check import agreements, check_statements
from kcss_core.statements.declared import STATEMENTS_FILE, structure_statements
from kcss_core.statements.statement import Change, Manner, Place, PublishedDocument, Statement, Statements

__all__ = [
    "STATEMENTS_FILE",
    "Change",
    "Manner",
    "Place",
    "PublishedDocument",
    "Statement",
    "Statements",
    "agreements",
    "check_statements",
    "structure_statements",
]
