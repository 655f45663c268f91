"""``kcss evidence``: what each value of a report means and rests on. Protects nothing, and says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kcss_core.cli.formats import exporter_name, exporter_of
from kcss_core.cli.options import (
    UNPROTECTED,
    language_option,
    named_report,
    output_option,
    parsed_period,
    period_option,
    plugin_options,
    plugins_of,
)
from kcss_core.errors import DataError, UsageError

if TYPE_CHECKING:
    from kcss_core.edition import Edition
    from kcss_core.figures.value import Value


@click.command(
    "evidence",
    short_help="Write what each value of a report means and the records behind it.",
    epilog="\b\nExamples:\n"
    "  kcss evidence my-centre -o evidence.xlsx               a workbook: values, programs, records\n"
    "  kcss evidence my-centre annual-2022 -o evidence.csv    one row a record\n"
    "  kcss evidence --to json                                for programs, to the screen",
)
@click.argument("names", metavar="[WORKSPACE] [REPORT]", nargs=-1)
@output_option
@click.option("--to", metavar="FORMAT", help="xlsx, csv, json, text …; by default what FILE ends in.")
@language_option
@period_option
@plugin_options
@click.pass_context
def command(
    ctx: click.Context,
    names: tuple[str, ...],
    output: Path | None,
    to: str | None,
    language: str | None,
    period: str | None,
) -> None:
    """Write what each value of a report means, what it rests on, and the records behind it with file and row.

    Records that were left out, or of which nobody can tell, are there with the reason. A table shows figures by
    program, the total counted once.

    What it writes is internal: small groups are not protected, as they are in a report. Participants are never named.
    """
    plugins = plugins_of(ctx)
    name = exporter_name(plugins, to, None if output is None else str(output), "text")
    exporter = exporter_of(plugins, name)
    folder, report_id = named_report(names)

    from kcss_core import stages
    from kcss_core.cli.output import counted, page_width, slow, summarize, write_out
    from kcss_core.export import render
    from kcss_core.report.evidence import evidence_blocks
    from kcss_core.report.values import values_of

    workspace = stages.load(folder, plugins=plugins)
    with slow("building the report"):
        report, problems = stages.build_report(
            workspace, report_id, plugins=plugins, language=language, period=parsed_period(period)
        )
    if report is None:
        raise DataError(f"no evidence was written: {counted(problems)}; kcss check shows all", problems)
    edition = report.edition.unprotected
    values = [_unprotected(value, edition) for value in values_of(report.blocks)]
    with slow("looking for the records"):
        if name == "json":
            data = _json(values, edition)
        elif name == "csv":
            data = _csv(values, edition)
        else:
            title = f"{report.title}: {edition.label('report.evidence')}"
            blocks = evidence_blocks(values, edition)
            shown = stages.report_of(blocks, edition, id=f"{report.id}-evidence", title=f"{title}. {UNPROTECTED}")
            data = render(shown, exporter, {"width": page_width()} if name == "text" else None)
    summarize(problems)
    if name == "csv":
        click.echo(f"kcss: {UNPROTECTED}", err=True)
    write_out(data, output)


def _unprotected(value: Value, edition: Edition) -> Value:
    """Return a value of a report with everything that is known of it."""
    address = value.address
    try:
        return edition.value(address.figure, period=address.period, cell=address.cell)
    except UsageError:
        # What a directive derives from two values, such as a change, is nobody's figure and has no records.
        return value


def _json(values: Sequence[Value], edition: Edition) -> bytes:
    from kcss_core.builtin.exporters.json import value_as_dict
    from kcss_core.figures.explain import explain
    from kcss_core.report.evidence import evidence_rows

    explained = {value.address: explain(value, edition) for value in values}
    document = {
        "schema_version": 1,
        "protection": UNPROTECTED,
        "values": [
            {
                **value_as_dict(value, edition.language),
                "address": str(value.address),
                "definition": explained[value.address].definition,
                "relations": list(explained[value.address].facts),
                "records": [_cells(row) for row in evidence_rows(value)],
            }
            for value in values
        ],
    }
    from kcss_core.builtin.exporters.json import as_bytes

    return as_bytes(document)


def _csv(values: Sequence[Value], edition: Edition) -> bytes:
    """Return one row a record, with what it is a record of; a value without records has a row all the same."""
    from kcss_core.builtin.exporters.csv import guarded, table
    from kcss_core.figures.explain import define
    from kcss_core.report.blocks import Form
    from kcss_core.report.evidence import evidence_rows
    from kcss_core.report.shown import shown

    header = ["address", "title", "value", "basis", "definition", *_COLUMNS]
    rows = []
    for value in values:
        head = [
            str(value.address),
            edition.text(value.title),
            shown(value, edition, Form.QUANTITY).text,
            value.basis.value,
            define(edition.figures[value.address.figure], edition),
        ]
        found = [list(_cells(row).values()) for row in evidence_rows(value)] or [[""] * len(_COLUMNS)]
        rows += [[guarded(str(cell)) for cell in (*head, *record)] for record in found]
    return table([header, *rows], edition.language)


_COLUMNS = ("state", "family", "label", "file", "sheet", "rows", "part", "records", "weight", "why")


def _cells(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _COLUMNS}
