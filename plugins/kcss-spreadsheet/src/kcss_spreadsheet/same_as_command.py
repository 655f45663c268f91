"""``kcss same-as``: lists participants who may be one person. Merges nobody; that is for records/same-as.csv."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kcss_core.cli.options import format_option, output_option, plugin_options, plugins_of, workspace_folder

if TYPE_CHECKING:
    from kcss_spreadsheet.doubles import Double, Doubles

_HEADER = ("participant", "same as", "decision", "why", "stands at", "the other at")


@click.command(
    "same-as",
    short_help="List participants who may be one person.",
    epilog="\b\nExamples:\n"
    "  kcss same-as                      who may be one person, by id and row\n"
    "  kcss same-as --save               append them, undecided, to records/same-as.csv\n"
    "  kcss same-as --with-names         with their names, for who decides\n"
    "  kcss same-as --make-key           make the key with which ids and numbers become digests",
)
@click.argument("workspace", required=False, type=click.Path(path_type=Path))
@click.option("--save", is_flag=True, help="Append the pairs to records/same-as.csv, for you to decide.")
@click.option("--with-names", is_flag=True, help="Show the names. They are personal data: keep and send them as such.")
@click.option("--make-key", is_flag=True, help="Write a new key outside the workspace, and do nothing else.")
@format_option("How the pairs are written.", "table", "json", "csv")
@output_option
@plugin_options
@click.pass_context
def command(
    ctx: click.Context,
    workspace: Path | None,
    save: bool,
    with_names: bool,
    make_key: bool,
    format_: str,
    output: Path | None,
) -> None:
    """List participants whose names are similar, and who may therefore be one person.

    Nothing is merged. A row of records/same-as.csv with the decision "same" does that, and deleting it undoes it;
    "different" means that the pair is not listed again; "open" that somebody has yet to look.
    """
    from kcss_core.cli.output import counted, summarize
    from kcss_core.reading import identity
    from kcss_spreadsheet import doubles

    file = identity.key_file()
    if make_key:
        identity.make_key(file)
        click.echo(
            f"{file}: made. Who shares the work on these records needs the same key; "
            "keep a copy where the records are not, and give it to nobody else.",
            err=True,
        )
        return
    root = workspace_folder(workspace)
    found = doubles.look(root, plugins_of(ctx).readers, file)
    if with_names:
        click.echo("internal: these are names of participants; no report and no other command shows them", err=True)
    _show(found.pairs, format_, output, with_names=with_names)
    click.echo(_summary(found), err=True)
    if not file.is_file():
        click.echo(f"no key at {file}: {_WITHOUT_KEY}; kcss same-as --make-key makes one", err=True)
    if save:
        click.echo(doubles.save(root, found.pairs), err=True)
    # A list of decisions without a line has its columns now.
    problems = [one for one in found.problems if not (save and one.code == "csv.empty")]
    if problems:
        summarize(problems)
        click.echo(f"kcss: persons or decisions may be missing here: {counted(problems)}", err=True)
        ctx.exit(1)


_WITHOUT_KEY = (
    "personal numbers, e-mail addresses and telephones tell nobody apart, and persons whom sheets give no id "
    "have none that may be written down"
)


def _summary(found: Doubles) -> str:
    number = len(found.pairs)
    return (
        f"{number} {'pair' if number == 1 else 'pairs'} of participants who may be one person; "
        f"decided before: {found.same} the same, {found.different} different"
    )


# What tells a number that somebody gave from a telephone or a personal number.
_LONGEST_NUMBER = 5
_UNTOLD = "(not repeated)"


def _shown(id: str | None, *, is_told: bool) -> str:
    """Return an id as it is shown: an id may be a name, unless it is a digest, or a short number and a letter."""
    from kcss_core.reading.persons import KEYED

    if id is None or is_told or id.startswith(KEYED):
        return id or ""
    letters, digits = (sum(map(kind, id)) for kind in (str.isalpha, str.isnumeric))
    return id if letters <= 1 and digits <= _LONGEST_NUMBER else _UNTOLD


def _show(pairs: Sequence[Double], format_: str, output: Path | None, *, with_names: bool) -> None:
    from kcss_core.builtin.exporters.csv import guarded, table
    from kcss_core.builtin.exporters.json import as_bytes
    from kcss_core.cli.output import rows_table, write_out

    header = [*_HEADER, *(("name", "other name") if with_names else ())]
    fields = [name.replace(" ", "_") for name in header]
    rows = [
        [_shown(pair.participant, is_told=with_names), _shown(pair.same_as, is_told=with_names)]
        + ["open" if pair.is_open else "", pair.why]
        + [str(origin or "") for origin in (pair.origin, pair.other)]
        + ([*pair.names] if with_names else [])
        for pair in pairs
    ]
    if format_ == "json":
        document = {"schema_version": 1, "pairs": [dict(zip(fields, row, strict=True)) for row in rows]}
        write_out(as_bytes(document), output)
    elif format_ == "csv":
        write_out(table([fields, *([guarded(cell) for cell in row] for row in rows)], "en"), output)
    elif rows:
        write_out(rows_table(header, rows) + ("\n" if output else ""), output)
