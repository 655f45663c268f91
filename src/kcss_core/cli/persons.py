"""``kcss persons``: lists the participants, with names only where somebody asks for them. Protects nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kcss_core.cli.formats import exporter_name, exporter_of
from kcss_core.cli.options import output_option, plugin_options, plugins_of, workspace_folder

if TYPE_CHECKING:
    from kcss_core.model import Dataset

_ROWS = (
    "internal: one row a person is personal data, without names too; for statistics send the tables of kcss show, in "
    "which small groups are hidden"
)
_NAMES = (
    "internal, with names: ids, names, organizations, municipalities and years of birth of persons, and where they "
    "stand; give it to nobody who has no right to know who came, and delete it when it has served"
)
# What tells a person apart from few others, or names one, is asked for.
_PLAIN = ("person", "gender", "age_group", "country", "participations")
_PERSONAL = ("id", "name", "affiliation", "municipality", "birth_year", "file", "sheet", "row")


@click.command(
    "persons",
    short_help="List the participants, without names unless asked.",
    epilog="\b\nExamples:\n"
    "  kcss persons my-centre                                    numbers instead of names\n"
    "  kcss persons my-centre --with-names -o participants.csv   a list for who must know",
)
@click.argument("workspace", required=False, type=click.Path(path_type=Path))
@click.option(
    "--with-names",
    is_flag=True,
    help="Also ids, names, organizations, municipalities and years of birth. They are personal data.",
)
@output_option
@click.option("--to", metavar="FORMAT", help="csv, json, text, xlsx …; by default what FILE ends in.")
@plugin_options
@click.pass_context
def command(
    ctx: click.Context, workspace: Path | None, output: Path | None, to: str | None, *, with_names: bool
) -> None:
    """List each participant once: gender, age group, country, and in how many lists.

    Persons are numbered; neither the number nor anything else says who it is, until --with-names asks for that. Names
    are those that record files keep; readers of attendance sheets forget them, unless keep_names is set for a source.
    What is written is internal in either case.
    """
    plugins = plugins_of(ctx)
    name = exporter_name(plugins, to, None if output is None else str(output), "text")
    exporter = exporter_of(plugins, name)

    from kcss_core import stages
    from kcss_core.builtin.exporters.csv import guarded, table
    from kcss_core.builtin.exporters.json import as_bytes
    from kcss_core.cli.output import page_width, summarize, write_out
    from kcss_core.export import render
    from kcss_core.report.blocks import Align, Table, TableRow, words

    loaded = stages.load(workspace_folder(workspace), plugins=plugins)
    columns = (*_PLAIN, *_PERSONAL) if with_names else _PLAIN
    rows = [{column: row[column] for column in columns} for row in _persons(loaded.dataset)]
    said = _NAMES if with_names else _ROWS
    cells = [["" if row[column] is None else guarded(str(row[column])) for column in columns] for row in rows]
    if name == "json":
        document = {"schema_version": 1, "protection": said, "persons": rows}
        data = as_bytes(document)
    elif name == "csv":
        data = table([list(columns), *cells], "en")
    else:
        block = Table(
            caption=words("Participants"),
            header=tuple(words(column.replace("_", " ")) for column in columns),
            rows=tuple(TableRow(cells=tuple(words(cell) for cell in row)) for row in cells),
            align=(Align.START,) * len(columns),
        )
        # A document says what it is when it is passed on; on the screen stderr has said it.
        title = "" if name == "text" and output is None else said
        shown = stages.report_of([block], _edition(loaded), id="persons", title=title)
        data = render(shown, exporter, {"width": page_width()} if name == "text" else None)
    summarize(loaded.problems)
    number = "1 person is" if len(rows) == 1 else f"{len(rows)} persons are"
    told = f"{number} written{'' if output is None else f' to {output}'}; {said}"
    click.echo(f"kcss: {told}" if rows else "kcss: no participants are recorded", err=True)
    write_out(data, output)


def _edition(loaded: Any) -> Any:
    """Return any edition: a list of persons belongs to no period, but a document has one."""
    from kcss_core.edition import open_edition
    from kcss_core.period import Period

    return open_edition(loaded, period=loaded.manifest.workspace.period or Period.year(2000))


def _persons(dataset: Dataset) -> Iterator[dict[str, Any]]:
    """Yield the participants in the order of the records, each with everything that is known."""
    table = dataset.participants
    often = Counter(dataset.participations.column("participant"))
    for index in range(len(table)):
        person, origin = table[index], table.origin(index)
        yield {
            "person": index + 1,
            "gender": None if person.gender is None else person.gender.value,
            "age_group": None if person.age_group is None else person.age_group.value,
            "country": person.country,
            "participations": often[person.id],
            "id": person.id,
            "name": person.name,
            "affiliation": person.affiliation,
            "municipality": person.municipality,
            "birth_year": person.birth_year,
            "file": None if origin is None else origin.file,
            "sheet": None if origin is None else origin.sheet,
            "row": None if origin is None else origin.row,
        }
