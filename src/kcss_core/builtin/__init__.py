"""What the core contributes, through the same hooks as any plugin. Wires; what it wires is imported when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kcss_core.plugins import hookimpl

if TYPE_CHECKING:
    from kcss_core.edition import Edition
    from kcss_core.export import Exporter
    from kcss_core.problems import Problem
    from kcss_core.reading.raw import Reader
    from kcss_core.report.directives import Directive


@hookimpl
def kcss_readers() -> Iterable[Reader]:
    """Return the readers of TOML and CSV files."""
    from kcss_core.builtin.readers import READERS

    return READERS


@hookimpl
def kcss_directives() -> Iterable[Directive]:
    """Return the directives that every chapter may call."""
    from kcss_core.builtin.directives import DIRECTIVES

    return DIRECTIVES


@hookimpl
def kcss_exporters() -> Iterable[Exporter]:
    """Return the exporters to text, JSON and CSV."""
    from kcss_core.builtin.exporters import EXPORTERS

    return EXPORTERS


@hookimpl
def kcss_check(edition: Edition) -> Iterable[Problem]:
    """Return contradictions between figures and between sources, and records that no period can claim."""
    from kcss_core.checks import check

    return check(edition)
