"""The hooks that plugins may implement. Each returns frozen records; none registers anything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

from kcss_core.edition import Edition
from kcss_core.export import Exporter
from kcss_core.figures import Figure
from kcss_core.plugins import GROUP
from kcss_core.problems import Problem
from kcss_core.reading.raw import Reader
from kcss_core.report.directives import Directive

if TYPE_CHECKING:
    import click

hookspec = pluggy.HookspecMarker(GROUP)


@hookspec
def kcss_readers() -> Iterable[Reader]:  # type: ignore[empty-body]  # a specification has no body
    """Return readers. Called once, when plugins are loaded."""


@hookspec
def kcss_figures() -> Iterable[Figure]:  # type: ignore[empty-body]
    """Return figures that every workspace gets. Called once, when plugins are loaded."""


@hookspec
def kcss_directives() -> Iterable[Directive]:  # type: ignore[empty-body]
    """Return directives for chapters. Called once, when plugins are loaded."""


@hookspec
def kcss_exporters() -> Iterable[Exporter]:  # type: ignore[empty-body]
    """Return exporters. Called once, when plugins are loaded."""


@hookspec
def kcss_commands() -> Iterable[click.Command]:  # type: ignore[empty-body]
    """Return commands for the command line. Called only by the command."""


@hookspec
def kcss_check(edition: Edition) -> Iterable[Problem]:  # type: ignore[empty-body]
    """Return what is wrong with the data of an edition. Called for every edition that is checked, of every plugin."""
