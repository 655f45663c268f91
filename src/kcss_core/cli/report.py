"""``kcss report``: builds a report and writes it in one format. Stops on errors in the data only."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kcss_core.cli.formats import exporter_name, exporter_of
from kcss_core.cli.options import (
    DeclaringCommand,
    declared_options,
    given_options,
    language_option,
    named_report,
    parsed_period,
    period_option,
    plugin_options,
    plugins_of,
)
from kcss_core.errors import DataError, FileError, UsageError

if TYPE_CHECKING:
    from kcss_core.export import Exporter
    from kcss_core.reading.workspace import Workspace

_DEFAULT = "docx"


class ReportCommand(DeclaringCommand):
    """The command with the options of the exporter that is asked for."""

    def declared(self, ctx: click.Context, named: Mapping[str, Any]) -> Iterable[click.Option]:
        """Return the options of the exporter; none where it is missing, which the command says itself."""
        plugins = plugins_of(ctx)
        name = exporter_name(plugins, named.get("to"), named.get("output"), _DEFAULT)
        exporter = plugins.exporters.get(name)
        if exporter is not None:
            return declared_options(exporter.options)
        # Their values are not known, so that a missing format is said before an option that only it would have.
        ctx.ignore_unknown_options = ctx.allow_extra_args = True
        return ()


@click.command(
    "report",
    cls=ReportCommand,
    short_help="Write a report of a workspace.",
    epilog="\b\nExamples:\n"
    "  kcss report my-centre                        the only report, as a Word document\n"
    "  kcss report my-centre annual-2022 -o r.docx  one of several, to a file of that name\n"
    "  kcss report --draft --language sq            of the workspace that this folder is in\n"
    "  kcss report my-centre --to text -o -         as plain text, to the screen",
)
@click.argument("names", metavar="[WORKSPACE] [REPORT]", nargs=-1)
@click.option("-o", "--output", metavar="FILE", help="Where to write; - for stdout. By default REPORT.docx, here.")
@click.option("--to", metavar="FORMAT", help="By default what the ending of FILE says, else docx.")
@language_option
@period_option
@click.option("--draft", "is_draft", is_flag=True, help="Show a place for each photograph that is missing.")
@plugin_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    names: tuple[str, ...],
    output: str | None,
    to: str | None,
    language: str | None,
    period: str | None,
    is_draft: bool,
    **declared: Any,
) -> None:
    """Write a report of a workspace.

    Problems in the data are summed up on stderr; errors among them stop the report, and an existing file stays as it
    was. A document that was edited since it was written is left alone: the report goes beside it.
    """
    plugins = plugins_of(ctx)
    exporter = exporter_of(plugins, exporter_name(plugins, to, output, _DEFAULT))
    asked_for = parsed_period(period)
    folder, report_id = named_report(names)

    from kcss_core import stages
    from kcss_core.cli.output import counted, slow, summarize
    from kcss_core.export import render, write
    from kcss_core.problems import sorted_problems

    with slow("reading the records"):
        workspace = stages.load(folder, plugins=plugins)
    report_id = report_id or stages.only_report(workspace)
    with slow("building the report"):
        report, problems = stages.build_report(
            workspace, report_id, plugins=plugins, language=language, period=asked_for, is_draft=is_draft
        )
    suffix = "" if language is None else f".{language}"
    target = Path(output) if output else Path(f"{report_id}{suffix}{exporter.suffix}")
    if report is None:
        wrong = DataError(f"no report was written: {counted(problems)}; kcss check shows all", problems)
        if output != "-":
            _check_target(target, wrong)
        raise wrong
    options = _options(workspace, report_id, exporter, given_options(declared))
    if exporter.remarks is not None:
        problems = sorted_problems((*problems, *exporter.remarks(report, options)))
    with slow(f"writing {exporter.name}"):
        data = render(report, exporter, options)
        beside = {} if exporter.beside is None or output == "-" else exporter.beside(data, options)
    summarize(problems)
    if output == "-":
        _to_stdout(data, exporter)
        return
    written = write(data, target, exporter=exporter)
    if written != target:
        click.echo(f"kcss: {target} was edited since it was written and stays as it is", err=True)
    click.echo(written)
    for suffix, more in beside.items():
        click.echo(write(more, written.with_suffix(suffix)))


def _check_target(target: Path, wrong: DataError) -> None:
    """Say also that the file could not be written, where that is so: it is the next thing to be mended."""
    from kcss_core.cli.output import summarize
    from kcss_core.export import check_target

    try:
        check_target(target)
    except FileError:
        summarize(wrong.problems)
        click.echo(f"kcss: {wrong}", err=True)
        raise


def _options(workspace: Workspace, report_id: str, exporter: Exporter, given: Mapping[str, str]) -> Any:
    """Return the exporter's options: those of ``report.toml``, over them those of the command line."""
    from attrs import evolve

    from kcss_core import stages
    from kcss_core.origin import Origin
    from kcss_core.reading.structure import structure_options

    options, problems = stages.export_options(workspace, report_id, exporter)
    if options is None:
        raise DataError("no report was written", problems)
    chosen, problems = structure_options(exporter.options, given, Origin("kcss report"))
    if chosen is None:
        raise UsageError("; ".join(map(str, problems)))
    return evolve(options, **{name: getattr(chosen, name) for name in given})


def _to_stdout(data: bytes, exporter: Exporter) -> None:
    from kcss_core.cli.output import write_out

    if sys.stdout.isatty() and b"\0" in data:
        raise UsageError(f"{exporter.name} is not text: send it to a file with -o FILE, or through a pipe")
    write_out(data, None)
