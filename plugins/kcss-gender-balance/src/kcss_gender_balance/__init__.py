"""Women and men in an organization's year: figures, the directive ``gender-balance`` and checks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kcss_core.plugins import hookimpl

if TYPE_CHECKING:
    from kcss_core.edition import Edition
    from kcss_core.figures import Figure
    from kcss_core.problems import Problem
    from kcss_core.report.directives import Directive


@hookimpl
def kcss_figures() -> Iterable[Figure]:
    """Return the counts and shares of women among staff, invited, participants, and speakers and panelists."""
    from kcss_gender_balance.figures import FIGURES

    return FIGURES


@hookimpl
def kcss_directives() -> Iterable[Directive]:
    """Return ``gender-balance``."""
    from kcss_gender_balance.directive import GENDER_BALANCE

    return (GENDER_BALANCE,)


@hookimpl
def kcss_check(edition: Edition) -> Iterable[Problem]:
    """Return head counts whose parts do not sum to their total, and groups of which too much is not recorded."""
    from kcss_gender_balance.checks import check

    return check(edition)
