"""``kcss init``: writes a small workspace to start from. Its centre and its records are fictional, and say so."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from kcss_core.errors import FileError

# Files of the package, in starter/ beside this module; each goes to the same place in the workspace.
_STARTER = (
    "kcss.toml",
    "figures.toml",
    "records/organization.toml",
    "records/publications.csv",
    "reports/annual-report/report.toml",
    "reports/annual-report/01-introduction.md",
)


@click.command(
    "init",
    short_help="Make a small workspace to start from.",
    epilog="\b\nExample:\n  kcss init my-centre",
)
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Make a small workspace in FOLDER: records of a fictional centre, figures, and a first report.

    FOLDER is made; it may exist if it is empty.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            got = "one with files" if folder.is_dir() else "a file"
            raise FileError(f"{folder}: expected an empty folder or none, got {got}; choose another name")
        for name in _STARTER:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(files("kcss_core.cli").joinpath("starter", *name.split("/")).read_bytes())
    except OSError as error:
        raise FileError(f"{folder} cannot be written: {error.strerror}; choose another place") from error
    for name in _STARTER:
        click.echo(folder / name)
    click.echo(
        "The centre in it is fictional: put your own in its place.\n"
        f"Next: kcss check {folder}\n"
        f"      kcss report {folder} --to text -o -",
        err=True,
    )
