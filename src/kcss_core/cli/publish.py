"""``kcss publish``: freezes the values of a finished report, so that later data tell what they restate."""

from __future__ import annotations

from pathlib import Path

import click

from kcss_core.cli.options import language_option, named_report, plugin_options, plugins_of
from kcss_core.errors import DataError, FileError


@click.command(
    "publish",
    short_help="Freeze the values of a finished report.",
    epilog="\b\nExamples:\n"
    "  kcss publish my-centre annual-2022\n"
    "  kcss publish my-centre annual-2022 --again   a corrected edition came out",
)
@click.argument("names", metavar="[WORKSPACE] [REPORT]", nargs=-1)
@click.option("--again", is_flag=True, help="Freeze it anew, over what was frozen before.")
@language_option
@plugin_options
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...], again: bool, language: str | None) -> None:
    """Freeze the values of a finished report in published.toml beside its report.toml.

    From then on kcss check says which published numbers later data have restated, by how much and because of which
    records. What a report hides is not frozen, and nobody is named.
    """
    from kcss_core import stages
    from kcss_core.cli.output import counted, summarize
    from kcss_core.export import write
    from kcss_core.report.values import printed_values
    from kcss_core.statements.published import PUBLISHED_FILE, freeze

    plugins = plugins_of(ctx)
    folder, report_id = named_report(names)
    workspace = stages.load(folder, plugins=plugins)
    report_id = report_id or stages.only_report(workspace)
    report, problems = stages.build_report(workspace, report_id, plugins=plugins, language=language)
    if report is None:
        raise DataError(f"nothing was frozen: {counted(problems)}; kcss check shows all", problems)
    target = workspace.root / "reports" / report_id / PUBLISHED_FILE
    if target.exists() and not again:
        raise FileError(f"{target}: the report is frozen already; --again freezes it anew, as for a corrected edition")
    edition = report.edition.unprotected
    text = freeze(printed_values(report), edition, workspace.manifest.disclosure.k, title=report.title)
    summarize(problems)
    written, here = write(text.encode(), target), Path.cwd()
    click.echo(written.relative_to(here) if written.is_relative_to(here) else written)
