"""``kcss docx``: what can be done with a Word document that was written from a report. One function a subcommand."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("docx", short_help="Look after a Word document that people edit.")
def command() -> None:
    """Look after a Word document that was written from a report and that people edit."""


@command.command(
    "audit",
    short_help="Say which numbers of a document are stale, typed over or missing.",
    epilog="\b\nExamples:\n  kcss docx audit annual-2022.docx",
)
@click.argument("file", type=click.Path(path_type=Path))
def audit(file: Path) -> None:
    """List the numbers of a document that kcss report wrote."""
    from kcss_core.cli.output import rows_table
    from kcss_core.errors import FileError
    from kcss_docx.archive import read_parts
    from kcss_docx.store import store_of

    try:
        data = file.read_bytes()
    except OSError as error:
        raise FileError(f"{file}: expected a Word document, got none: {error.strerror}") from error
    found = store_of(read_parts(data, str(file)), str(file))
    if found is None:
        raise FileError(f"{file}: the document holds no living values; kcss report writes documents with them")
    rows = [[one.label, str(one.address), one.base, str(one.places)] for one in found[1].values.values()]
    click.echo(rows_table(["value", "address", "printed", "places"], rows, ends=["places"]))
