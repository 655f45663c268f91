"""``kcss show``: calls one directive and prints what it builds, in any format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kcss_core.cli.options import (
    DeclaringCommand,
    declared_options,
    given_options,
    language_option,
    output_option,
    parsed_period,
    period_option,
    plugin_options,
    plugins_of,
    workspace_folder,
    workspace_option,
)
from kcss_core.errors import DataError, UsageError

if TYPE_CHECKING:
    from kcss_core.edition import Edition
    from kcss_core.plugins.registry import Plugins
    from kcss_core.report.directives import Built, Directive

_PLACE = "kcss show"


class ShowCommand(DeclaringCommand):
    """The command with the options of the directive that is asked for."""

    def declared(self, ctx: click.Context, named: Mapping[str, Any]) -> Iterable[click.Option]:
        """Return the options of the directive that is named."""
        name = named.get("directive")
        directive = plugins_of(ctx).directives.get(name) if isinstance(name, str) else None
        return () if directive is None else declared_options(directive.options)


@click.command(
    "show",
    cls=ShowCommand,
    short_help="Show one directive on its own, such as in-figures.",
    epilog="\b\nExamples:\n"
    "  kcss show                                    which directives there are\n"
    "  kcss show in-figures\n"
    "  kcss show gender-balance --by program --format csv\n"
    "  kcss show breakdown publications --by kind --help",
)
@click.argument("directive", required=False)
@click.argument("arguments", nargs=-1)
@workspace_option
@period_option
@language_option
@click.option(
    "--format", "format_", metavar="FORMAT", default="text", show_default=True, help="Any that reports are written in."
)
@output_option
@plugin_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    directive: str | None,
    arguments: tuple[str, ...],
    workspace: Path | None,
    period: str | None,
    language: str | None,
    format_: str,
    output: Path | None,
    **declared: Any,
) -> None:
    """Show what a directive builds, as a chapter would that calls it.

    The words after DIRECTIVE are its arguments; its options follow as --name value. With the name of a directive,
    --help lists them. What is shown is what a report would show.
    """
    plugins = plugins_of(ctx)
    if directive is None:
        _list(plugins)
        return
    called = _directive(plugins, directive)
    asked_for = parsed_period(period)

    from attrs import evolve

    from kcss_core import stages
    from kcss_core.cli.output import counted, summarize, write_out
    from kcss_core.export import render
    from kcss_core.origin import Origin
    from kcss_core.problems import has_errors, sorted_problems
    from kcss_core.report.calls import call_directive, option_name
    from kcss_core.report.protection import guarded, protect, with_notes

    exporter = stages.exporter_for(format_, plugins)
    loaded = stages.load(workspace_folder(workspace), plugins=plugins)
    disclosure = loaded.manifest.disclosure
    edition = stages.open_edition(loaded, plugins=plugins, period=asked_for, language=language)
    edition = guarded(edition, disclosure)
    options = {option_name(name): text for name, text in given_options(declared).items()}

    def call(edition: Edition) -> Built:
        return call_directive(edition, called, arguments, options, origin=Origin(_PLACE), level=1, images=loaded.images)

    built = call(edition)
    wrong = [problem for problem in built.problems if problem.origin is not None and problem.origin.file == _PLACE]
    if has_errors(wrong):
        certain = list(edition.unread.certain(wrong))
        if not has_errors(certain):
            # What is not there may stand in a file that could not be read.
            problems = sorted_problems((*loaded.problems, *edition.problems))
            raise DataError(f"{called.name} names what could not be read; mend that first", problems)
        # What is wrong with figures.toml may be why a figure is not there.
        summarize(one for one in edition.problems if one.is_error)
        raise UsageError("; ".join(str(evolve(problem, origin=None)) for problem in certain if problem.is_error))
    problems = (*loaded.problems, *built.problems)
    summarize(problems)
    if built.blocks:
        edition, concealed = protect(built.blocks, edition, disclosure)
        blocks = call(edition).blocks if concealed else built.blocks
        report = stages.report_of(with_notes(blocks, disclosure.k, edition.language), edition, id=called.name)
        write_out(render(report, exporter), output)
    if has_errors(problems):
        click.echo(f"kcss: what is shown leaves out what is wrong: {counted(problems)}", err=True)
        ctx.exit(1)


def _directive(plugins: Plugins, name: str) -> Directive:
    if name in plugins.directives:
        return plugins.directives[name]
    from kcss_core.origin import Origin
    from kcss_core.report.calls import unknown_directive

    problem = unknown_directive(name, plugins.directives, Origin(_PLACE))
    raise UsageError(f"{problem.message}; {problem.hint}")


def _list(plugins: Plugins) -> None:
    from kcss_core.cli.output import rows_table

    rows = [
        [one.name, f"[{one.arguments}]" if one.arguments else "", one.summary] for one in plugins.directives.values()
    ]
    click.echo(rows_table(["directive", "arguments", "shows"], rows))
