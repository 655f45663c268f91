"""``kcss import``: shows what sheets would become, and saves the mapping found. Changes no record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kcss_core.cli.options import format_option, output_option, plugin_options, plugins_of, workspace_folder
from kcss_core.errors import UsageError

if TYPE_CHECKING:
    from kcss_spreadsheet.mapping import Addition
    from kcss_spreadsheet.preview import Preview, SheetPreview

_HEADER = ("file", "sheet", "becomes", "header", "valid", "doubtful", "invalid", "repeated", "dropped")


@click.command(
    "import",
    short_help="Show what sheets would become, before anything is believed.",
    epilog="\b\nExamples:\n"
    "  kcss import --dry-run                          all sheets of this workspace\n"
    "  kcss import --dry-run Downloads/list.xlsx      a file, before it goes into records/\n"
    "  kcss import --dry-run --format csv -o list.csv for a spreadsheet\n"
    "  kcss import --dry-run --save-mapping           what would be appended to kcss.toml\n"
    "  kcss import --save-mapping records/list.xlsx   append it",
)
@click.argument("paths", metavar="[WORKSPACE|FILE...]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show everything and write nothing.")
@click.option("--save-mapping", is_flag=True, help="Append the mapping found to kcss.toml, or with --dry-run show it.")
@format_option("How it is written.", "table", "json", "csv")
@output_option
@plugin_options
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    dry_run: bool,
    save_mapping: bool,
    format_: str,
    output: Path | None,
) -> None:
    """Show what each sheet would become: what its rows are, where its header stands, which field each column is.

    Each row is valid, doubtful, invalid, repeated or dropped, and the problems say why. Sheets below records/ are read
    by every report as they are, so there is nothing to import; this command lets you look first.

    Exits with 1 where a problem is an error.
    """
    from kcss_core.cli.output import counted
    from kcss_core.problems import has_errors
    from kcss_spreadsheet.mapping import addition
    from kcss_spreadsheet.preview import preview

    if not dry_run and not save_mapping:
        raise UsageError(
            "expected --dry-run or --save-mapping, got neither; "
            "sheets below records/ are read as they are, and --dry-run shows what they become"
        )
    found = preview(paths or (workspace_folder(None),), plugins_of(ctx).readers)
    _show(found, format_, output)
    click.echo(counted(found.problems), err=True)
    if save_mapping:
        _save(addition(found), dry_run=dry_run)
    ctx.exit(int(has_errors(found.problems)))


def _save(made: Addition, *, dry_run: bool) -> None:
    for file, place in made.skipped:
        click.echo(f"{file}: {place} says already how it is read, and is left as it is", err=True)
    here = Path.cwd()
    path = made.path.relative_to(here) if made.path.is_relative_to(here) else made.path
    if not made.text:
        click.echo(f"{path}: nothing to append", err=True)
        return
    click.echo(f"{path}: {'would be' if dry_run else 'is'} appended\n\n{made.text}", err=True)
    if not dry_run:
        made.save()


def _show(found: Preview, format_: str, output: Path | None) -> None:
    from kcss_core.builtin.exporters.csv import guarded, table
    from kcss_core.builtin.exporters.json import as_bytes
    from kcss_core.cli.output import problem_document, write_out

    if format_ == "json":
        document = problem_document(found.problems)
        rows = [_as_json(sheet) for sheet in found.sheets]
        words = {"schema_version": document.pop("schema_version"), "sheets": rows, **document}
        write_out(as_bytes(words), output)
    elif format_ == "csv":
        lines = [[*_cells(sheet), "; ".join(" ".join(column) for column in sheet.columns)] for sheet in found.sheets]
        cells = [[guarded(cell) for cell in line] for line in lines]
        write_out(table([[*_HEADER, "columns"], *cells], "en"), output)
    else:
        text = "\n".join(_lines(found))
        write_out(text if output is None else click.unstyle(text) + "\n", output)


def _cells(sheet: SheetPreview) -> list[str]:
    counts = sheet.counts
    numbers = (counts.valid, counts.doubtful, counts.invalid, counts.repeated, counts.dropped)
    row = "" if sheet.row is None else str(sheet.row)
    return [sheet.file, sheet.sheet or "", sheet.becomes or "not read", row, *map(str, numbers)]


def _as_json(sheet: SheetPreview) -> dict[str, Any]:
    import attrs

    from kcss_spreadsheet.reader import family_of

    return {
        "file": sheet.file,
        "sheet": sheet.sheet,
        "becomes": sheet.becomes,
        "family": family_of(sheet.read),
        "header": sheet.row,
        **attrs.asdict(sheet.counts),
        "columns": [dict(zip(("column", "header", "field"), column, strict=True)) for column in sheet.columns],
    }


def _lines(found: Preview) -> Iterator[str]:
    from kcss_core.cli.output import problem_table, rows_table

    yield rows_table(list(_HEADER), [_cells(sheet) for sheet in found.sheets], _HEADER[3:])
    for sheet in found.sheets:
        if sheet.columns:
            yield ""
            yield click.style(sheet.file if sheet.sheet is None else f"{sheet.file} · {sheet.sheet}", bold=True)
            yield rows_table(["column", "header", "field"], [list(column) for column in sheet.columns])
    if found.problems:
        yield ""
        yield problem_table(found.problems)
