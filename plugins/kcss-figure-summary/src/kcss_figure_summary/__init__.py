"""The year in figures: the directive ``in-figures``. Declares no figures of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kcss_core.plugins import hookimpl

if TYPE_CHECKING:
    from kcss_core.report.directives import Directive


@hookimpl
def kcss_directives() -> Iterable[Directive]:
    """Return ``in-figures``."""
    from kcss_figure_summary.directive import IN_FIGURES

    return (IN_FIGURES,)
