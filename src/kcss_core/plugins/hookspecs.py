"""The hooks that plugins may implement. Each returns frozen records; none registers anything.

A hook takes the arguments named here or fewer, none with a default, and returns an iterable; what it returns is
checked before anything uses it. A plugin that fails in a hook is named with its distribution and version.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

from kcss_core.plugins import GROUP

if TYPE_CHECKING:
    import click

    from kcss_core.edition import Edition
    from kcss_core.export import Exporter
    from kcss_core.figures import Figure
    from kcss_core.problems import Problem
    from kcss_core.reading.raw import Reader
    from kcss_core.report.directives import Directive

hookspec = pluggy.HookspecMarker(GROUP)


@hookspec
def kcss_readers() -> Iterable[Reader]:  # type: ignore[empty-body]  # a specification has no body
    """Return ways to read record files.

    **When**: once, when plugins are loaded. **On failure**: nothing of the plugin is used.
    A reader is named in ``kcss.toml`` or selected by the suffix of a file; names and suffixes are each given once.
    """


@hookspec
def kcss_figures() -> Iterable[Figure]:  # type: ignore[empty-body]
    """Return figures that every workspace gets.

    **When**: once, when plugins are loaded. **On failure**: nothing of the plugin is used.
    Ids are given once over all plugins; a workspace that declares the same id has a problem.
    """


@hookspec
def kcss_directives() -> Iterable[Directive]:  # type: ignore[empty-body]
    """Return directives for chapters and for ``kcss show``.

    **When**: once, when plugins are loaded. **On failure**: nothing of the plugin is used.
    What a directive's ``build`` raises later stops the report and names the plugin.
    """


@hookspec
def kcss_exporters() -> Iterable[Exporter]:  # type: ignore[empty-body]
    """Return formats that reports can be written in.

    **When**: once, when plugins are loaded; so import what is slow inside ``render``. **On failure**: nothing of the
    plugin is used. What ``render`` raises later is reported with the plugin's name, and no file is touched.
    """


@hookspec
def kcss_commands() -> Iterable[click.Command]:  # type: ignore[empty-body]
    """Return commands for the command line.

    **When**: once, when the command line meets a command that is not its own, or lists plugins. **On failure**: the
    other commands go on. A command of the core keeps its name.
    """


@hookspec
def kcss_check(edition: Edition) -> Iterable[Problem]:  # type: ignore[empty-body]
    """Return what is wrong with the data of an edition.

    **When**: of every plugin, for the edition of every report that is checked. **On failure**: the failure is itself a
    problem, which names the plugin, and the checks of the others go on.
    """
