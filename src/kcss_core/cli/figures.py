"""``kcss figures``: lists the figures of a workspace with their values."""

from __future__ import annotations

from pathlib import Path

import click

from kcss_core.cli.options import (
    UNPROTECTED,
    format_option,
    language_option,
    output_option,
    parsed_period,
    period_option,
    plugin_options,
    plugins_of,
    workspace_folder,
)


@click.command(
    "figures",
    short_help="List the figures of a workspace with their values.",
    epilog="\b\nExamples:\n"
    "  kcss figures my-centre\n"
    "  kcss figures --period 2021 --language sq\n"
    "  kcss figures my-centre --format csv -o figures.csv",
)
@click.argument("workspace", required=False, type=click.Path(path_type=Path))
@period_option
@language_option
@format_option("How they are listed.", "text", "json", "csv")
@output_option
@plugin_options
@click.pass_context
def command(
    ctx: click.Context,
    workspace: Path | None,
    period: str | None,
    language: str | None,
    format_: str,
    output: Path | None,
) -> None:
    """List the figures of a workspace, its own and those of plugins, with their values.

    WORKSPACE is a folder with kcss.toml; by default the nearest one, from this folder upward. What is listed is
    internal: small groups are not protected, as they are in a report.
    """
    from kcss_core import stages
    from kcss_core.cli.output import page_width, summarize, write_out
    from kcss_core.export import render
    from kcss_core.problems import has_errors
    from kcss_core.report.blocks import Align, Form, Span, Table, TableRow, words
    from kcss_core.report.shown import shown

    plugins = plugins_of(ctx)
    asked_for = parsed_period(period)
    loaded = stages.load(workspace_folder(workspace), plugins=plugins)
    edition = stages.open_edition(loaded, plugins=plugins, period=asked_for, language=language)
    problems = (*loaded.problems, *edition.problems)
    rows = []
    for figure in edition.figures.values():
        value = edition.value(figure.id)
        basis = edition.label(f"basis.{value.basis.value}")
        rows.append(
            TableRow(
                cells=(
                    (Span(figure.id),),
                    (shown(value, edition, Form.QUANTITY),),
                    words(edition.text(value.title)),
                    words(basis),
                )
            )
        )
    table = Table(
        caption=(),
        header=tuple(words(name) for name in ("figure", "value", "title", "basis")),
        rows=tuple(rows),
        align=(Align.START,) * 4,
    )
    summarize(problems)
    exporter = plugins.exporters[format_]
    options = {"width": page_width()} if format_ == "text" else None
    if format_ == "csv":
        click.echo(f"kcss: {UNPROTECTED}", err=True)
    report = stages.report_of([table], edition, id="figures", title=UNPROTECTED)
    write_out(render(report, exporter, options), output)
    if has_errors(problems):
        ctx.exit(1)
