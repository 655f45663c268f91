"""``kcss docx``: what can be done with a Word document that was written from a report. One function a subcommand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kcss_core.cli.options import plugin_options, plugins_of, workspace_folder

if TYPE_CHECKING:
    from kcss_core.report.report import Report
    from kcss_docx.edited import Edited

_FILE = click.argument("file", type=click.Path(path_type=Path))
_WORKSPACE = click.argument("workspace", required=False, type=click.Path(path_type=Path))
_REPORT = click.option("--report", "report_id", metavar="ID", help="For a document that does not say which it is.")


@click.group("docx", short_help="Look after a Word document that people edit.")
def command() -> None:
    """Look after a Word document that was written from a report and that people edit."""


@command.command(
    "audit",
    short_help="Say which numbers are stale, typed over or missing.",
    epilog="\b\nExamples:\n"
    "  kcss docx audit annual-2022.docx                          against the workspace that this folder is in\n"
    "  kcss docx audit annual-2022.docx my-centre --all          with the places that are up to date\n"
    "  kcss docx audit annual-2022.docx --comment checked.docx   doubtful places as comments in a copy",
)
@_FILE
@_WORKSPACE
@click.option("--all", "show_all", is_flag=True, help="Also list the places that need nobody.")
@click.option(
    "--format", "format_", type=click.Choice(("table", "json", "csv")), default="table", show_default=True,
    help="The last two list every place.",
)  # fmt: skip
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write the list to a file.")
@click.option(
    "--comment", "copy", metavar="COPY", type=click.Path(path_type=Path), help="Write doubtful places into a copy."
)
@click.option(
    "--beside", metavar="SIDE", type=click.Path(path_type=Path), help="The side file that kcss docx remember wrote."
)
@_REPORT
@plugin_options
@click.pass_context
def audit(
    ctx: click.Context,
    /,
    file: Path,
    workspace: Path | None,
    show_all: bool,
    format_: str,
    output: Path | None,
    copy: Path | None,
    beside: Path | None,
    report_id: str | None,
) -> None:
    """Hold every number of a document against the records.

    Without WORKSPACE the nearest one is taken, from this folder upward. Ends with 1 if a place wants to be looked at.
    """
    from kcss_core.cli.output import write_out
    from kcss_core.export import write
    from kcss_docx import alive, findings
    from kcss_docx.archive import read_file
    from kcss_docx.comments import comment
    from kcss_docx.surroundings import A_SIDE_FILE, LARGEST, from_json

    _spare(file, output)
    if copy is not None:
        _expect_new(copy)
    _expect_apart({"-o": output, "--comment": copy, "--beside": beside})
    edited, report = _opened(ctx, file, workspace, report_id, may_be_stripped=beside is not None)
    known = from_json(read_file(beside, A_SIDE_FILE, LARGEST), str(beside)) if beside is not None else []
    found = alive.audit(edited, report, beside=known)
    doubtful = [one for one in found if not one.is_quiet]
    if copy is not None:
        count = comment(edited, found)
        written = write(edited.to_bytes(), copy)
        click.echo(f"kcss: {written}: {findings.number_of(count, 'comment')}", err=True)
    if format_ == "json":
        write_out(findings.as_json(found, file.name), output)
    elif format_ == "csv":
        write_out(findings.as_csv(found, report.language), output)
    else:
        shown = found if show_all else doubtful
        text = findings.as_table(shown) if shown else ""
        if text or output:
            write_out(text, output)
    click.echo(f"kcss: {findings.summary(found)}", err=True)
    if doubtful:
        ctx.exit(1)


@command.command(
    "refresh",
    short_help="Bring numbers, tables and charts up to date in place.",
    epilog="\b\nExamples:\n"
    "  kcss docx refresh annual-2022.docx -o annual-2022-b.docx    what people typed stays\n"
    "  kcss docx refresh annual-2022.docx my-centre -o new.docx --take records\n"
    "  kcss docx refresh annual-2022.docx -o new.docx --track      as tracked changes, to accept or reject",
)
@_FILE
@_WORKSPACE
@click.option(
    "-o", "--output", metavar="NEW", type=click.Path(path_type=Path), required=True, help="Where to write; a new file."
)
@click.option(
    "--take", type=click.Choice(("edits", "records")), default="edits", show_default=True,
    help="Who wins where somebody typed another number.",
)  # fmt: skip
@click.option("--track", is_flag=True, help="Write new numbers as tracked changes.")
@click.option("--forget-missing", is_flag=True, help="Tell no more what people have deleted.")
@_REPORT
@plugin_options
@click.pass_context
def refresh(
    ctx: click.Context,
    /,
    file: Path,
    workspace: Path | None,
    output: Path,
    take: str,
    track: bool,
    forget_missing: bool,
    report_id: str | None,
) -> None:
    """Write a copy of a document in which everything that nobody touched says what the records say.

    Words, formatting, tracked changes and typed numbers of people stay as they are; FILE is not touched. What was done
    is listed; kcss docx audit NEW lists what is left.
    """
    from kcss_core.export import write
    from kcss_docx import alive, findings
    from kcss_docx.refreshing import Take

    _expect_new(output)
    edited, report = _opened(ctx, file, workspace, report_id)
    refreshed = alive.refresh(edited, report, take=Take(take), track=track, forget_missing=forget_missing)
    written = write(refreshed.data, output)
    if refreshed.done:
        click.echo(findings.done_table(refreshed.done))
    left = findings.counted(refreshed.left)
    told = "; left for you: " + ", ".join(f"{number} {status}" for status, number in left.items()) if left else ""
    click.echo(f"kcss: {written}: {findings.number_of(len(refreshed.done), 'change')}{told}", err=True)


@command.command(
    "remember",
    short_help="Keep the words around every number in a side file.",
    epilog="\b\nExamples:\n  kcss docx remember annual-2022.docx            to annual-2022.places.json",
)
@_FILE
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="By default FILE.places.json.")
def remember(file: Path, output: Path | None) -> None:
    """Keep the words around every number of a document in a small file beside it.

    Where a program strips everything that marks the numbers, such as Google Docs, an audit with --beside proposes by
    these words where they stand.
    """
    from kcss_core.errors import FileError
    from kcss_core.export import write
    from kcss_docx import alive
    from kcss_docx.surroundings import to_json

    _spare(file, output)
    found = alive.remember(alive.opened(file))
    if not found:
        raise FileError(f"{file}: the document holds no living values; kcss report writes documents with them")
    target = output or file.with_suffix(".places.json")
    click.echo(write(to_json(found, file.name).encode(), target))


@command.command(
    "styles",
    short_help="Say what a template holds, what it lacks and what will be used.",
    epilog="\b\nExamples:\n  kcss docx styles house-style.dotx",
)
@click.argument("template", type=click.Path(path_type=Path))
def styles(template: Path) -> None:
    """List the styles that a report needs, and which of them a template has.

    What a template lacks is taken from the built-in house style, in the template's fonts and colors.
    """
    from kcss_core.cli.output import rows_table
    from kcss_docx.survey import described, survey

    found = survey(template)
    rows = [[one.name, one.kind, one.theirs or "(built-in)", one.remark] for one in found.found]
    click.echo(rows_table(["style", "kind", "used", "remark"], rows))
    click.echo("")
    for line in described(found):
        click.echo(line)


@command.command(
    "accessibility",
    short_help="Say what stands between a document and who cannot see it.",
    epilog="\b\nExamples:\n  kcss docx accessibility annual-2022.docx",
)
@_FILE
@click.pass_context
def accessibility(ctx: click.Context, file: Path) -> None:
    """Hold a document against the rules of Word's own checker, and against title, language and contrast.

    Takes any Word document, templates too. Ends with 1 if there is an error or a warning.
    """
    from kcss_docx.accessibility import Level, described, faults
    from kcss_docx.archive import A_DOCUMENT, read_file

    found = faults(read_file(file, A_DOCUMENT), file.name)
    for line in described(found):
        click.echo(line)
    counts = {level: sum(fault.rule.level is level for fault in found) for level in Level}
    said = ", ".join(f"{count} {level.value}{'s' if count != 1 else ''}" for level, count in counts.items() if count)
    click.echo(said or "nothing found", err=True)
    ctx.exit(int(any(count for level, count in counts.items() if level is not Level.TIP)))


def _expect_new(path: Path) -> None:
    from kcss_core.errors import FileError

    if path.exists():
        raise FileError(f"{path} exists already, and may hold what people wrote; name another file")


def _expect_apart(named: Mapping[str, Path | None]) -> None:
    """Refuse options that name the same file: what one of them says would be lost."""
    from kcss_core.errors import UsageError

    seen: dict[Path, str] = {}
    for option, path in named.items():
        if path is not None:
            other = seen.setdefault(path.resolve(), option)
            if other != option:
                raise UsageError(f"{path}: {other} and {option} name the same file; name two")


def _spare(file: Path, output: Path | None) -> None:
    """Refuse to write something else over a document; a list or side file of an earlier run may be replaced."""
    if output is not None and output.suffix.lower() == file.suffix.lower():
        _expect_new(output)


def _opened(
    ctx: click.Context, file: Path, workspace: Path | None, report_id: str | None, *, may_be_stripped: bool = False
) -> tuple[Edited, Report]:
    """Return a document and its report as the records are now."""
    from kcss_core import stages
    from kcss_core.cli.output import counted, slow, summarize
    from kcss_core.errors import DataError, FileError
    from kcss_docx import alive

    edited = alive.opened(file)
    if edited.store is None and not edited.places and report_id is None and not may_be_stripped:
        raise FileError(
            f"{file}: the document holds no living values; if another program has stripped them, say of which report "
            "it is with --report ID, and where its side file is with --beside"
        )
    plugins = plugins_of(ctx)
    with slow("reading the records"):
        loaded = stages.load(workspace_folder(workspace), plugins=plugins)
    with slow("building the report"):
        report, problems = alive.report_behind(edited, loaded, report_id, plugins=plugins)
    if report is None:
        raise DataError(f"{file} was not compared: {counted(problems)}; kcss check shows all", problems)
    summarize(problem for problem in problems if problem.is_error)
    return edited, report
