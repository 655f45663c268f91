"""``kcss template``: writes a blank workbook to fill in. Overwrites nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kcss_core.errors import FileError
from kcss_core.export import write
from kcss_core.vocabulary import LANGUAGES
from kcss_spreadsheet.templates import TEMPLATES, template


@click.command(
    "template",
    short_help="Write a blank workbook to fill in.",
    epilog="\b\nExamples:\n"
    "  kcss template participants --lang sq         an attendance list, to participants.xlsx\n"
    "  kcss template head-counts -o records/hc.xlsx women and men an activity, where they are read",
)
@click.argument("name", metavar="NAME", type=click.Choice(tuple(TEMPLATES)))
@click.option(
    "--lang", "--language", "language", type=click.Choice(LANGUAGES), default="en", help="Of headers and words."
)
@click.option("-o", "--output", metavar="FILE", help="Where to write; - for stdout. By default NAME.xlsx, here.")
def command(name: str, language: str, output: str | None) -> None:
    """Write a blank workbook: activities, participants or head-counts.

    It has drop-downs and one example row, and is read without a word in kcss.toml.
    A file that exists is never overwritten: somebody may have filled it in.
    """
    data = template(name, language)
    if output == "-":
        sys.stdout.buffer.write(data)
        return
    target = Path(output or f"{name}.xlsx")
    if target.is_file():
        raise FileError(f"{target} exists already, and may have been filled in; name another file with -o")
    click.echo(f"{write(data, target)}: fill it in and put it below records/", err=True)
