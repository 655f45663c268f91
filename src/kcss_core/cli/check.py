"""``kcss check``: runs every stage but rendering and shows all problems. Changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kcss_core.cli.options import format_option, is_strict, output_option, plugin_options, plugins_of, workspace_folder

if TYPE_CHECKING:
    from kcss_core.problems import Problem


@click.command(
    "check",
    short_help="Say everything that is wrong with the data, and where.",
    epilog="\b\nExamples:\n"
    "  kcss check my-centre\n"
    "  kcss check --strict                           warnings count as well\n"
    "  kcss check my-centre --format csv -o list.csv for a spreadsheet",
)
@click.argument("workspace", required=False, type=click.Path(path_type=Path))
@format_option("How the problems are written.", "table", "json", "csv")
@output_option
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings as well.")
@click.option("--consistent", is_flag=True, help="Also list the published numbers on which places agree.")
@click.option("-v", "--verbose", is_flag=True, help="Tell each note, and what was guessed of files.")
@plugin_options
@click.pass_context
def command(
    ctx: click.Context,
    workspace: Path | None,
    format_: str,
    output: Path | None,
    strict: bool,
    consistent: bool,
    verbose: bool,
) -> None:
    """Say everything that is wrong with the data of a workspace, and where.

    Reads all files, evaluates all figures, runs the checks of all plugins and builds every report, in one run. Errors
    stop a report, warnings do not.

    WORKSPACE is a folder with kcss.toml; by default the nearest one, from this folder upward.
    """
    from kcss_core import stages
    from kcss_core.cli.output import counted, exit_code, slow

    plugins = plugins_of(ctx, quiet=True)
    with slow("reading the records"):
        loaded = stages.load(workspace_folder(workspace), plugins=plugins)
    language = next(iter(loaded.manifest.workspace.languages), "en")
    with slow("checking"):
        problems = stages.check(loaded, plugins=plugins, strict=is_strict(ctx), consistent=consistent)
    if verbose:
        for file, guesses in sorted(loaded.guesses.items()):
            words = ", ".join(f"{name} {guess}" for name, guess in sorted(guesses.items()))
            click.echo(f"{file}: guessed {words}", err=True)
    _show(problems, format_, output, language, is_whole=verbose)
    click.echo(counted(problems), err=True)
    ctx.exit(exit_code(problems, strict=strict))


def _show(problems: tuple[Problem, ...], format_: str, output: Path | None, language: str, *, is_whole: bool) -> None:
    from kcss_core.builtin.exporters.json import as_bytes
    from kcss_core.cli.output import problem_csv, problem_document, problem_table, write_out

    if format_ == "json":
        write_out(as_bytes(problem_document(problems)), output)
    elif format_ == "csv":
        write_out(problem_csv(problems, language), output)
    elif output is not None:
        write_out(click.unstyle(problem_table(problems, is_whole=is_whole)) + "\n", output)
    elif problems:
        write_out(problem_table(problems, is_whole=is_whole), None)
