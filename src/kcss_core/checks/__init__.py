"""Checks of an edition's records and figures, one subject a module; each a plain function from edition to problems."""

from __future__ import annotations

from collections.abc import Iterator

from kcss_core.edition import Edition
from kcss_core.problems import Problem


def check(edition: Edition) -> Iterator[Problem]:
    """Yield what the core finds wrong with an edition, beside the problems of evaluating its figures."""
    from kcss_core.checks.relations import check_relations
    from kcss_core.checks.sources import check_sources
    from kcss_core.checks.undecided import check_undecided

    for one in (check_relations, check_sources, check_undecided):
        yield from one(edition)
