"""The way from a folder to a document, one function a stage, with what plugins contribute passed along.

Each takes ``plugins``; without them it loads those that are installed, so who calls several stages loads them once.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kcss_core import edition as editions
from kcss_core import export as exports
from kcss_core.edition import Edition
from kcss_core.errors import PluginError, UsageError
from kcss_core.export import Exporter
from kcss_core.figures import Address
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.plugins.registry import Plugins, load_plugins
from kcss_core.problems import Problem, Severity, has_errors, silenced, sorted_problems
from kcss_core.reading.identity import key_file
from kcss_core.reading.load import load as read
from kcss_core.reading.structure import structure_record
from kcss_core.reading.toml import parse_toml
from kcss_core.reading.workspace import Workspace
from kcss_core.report.blocks import Block
from kcss_core.report.definition import ReportDefinition, definition_of
from kcss_core.report.report import Cover, Report
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from kcss_core.edition import Protection
    from kcss_core.statements import Statements

# What follows where records could not be read: numbers are smaller than others say.
_OF_NUMBERS = frozenset(
    {
        "count.disagrees",
        "list.contradicts-records",
        "relation.broken",
        "relation.not-listed",
        "statement.contradicts-records",
    }
)

# What follows where a figure or a statement could not be read: what others tell of is in neither.
_OF_FILES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "figures.toml": frozenset({"statement.beyond-headlines"}),
        "statements.toml": frozenset({"share.no-counts"}),
    }
)

__all__ = [
    "build_report",
    "check",
    "export_options",
    "export_report",
    "exporter_for",
    "load",
    "only_report",
    "open_edition",
    "report_of",
]


def load(folder: str | os.PathLike[str], *, plugins: Plugins | None = None) -> Workspace:
    """Return the workspace in a folder; what is wrong with its data is in ``problems``.

    Persons are told apart with the key of the person at this machine, where there is one.

    Args:
        folder: The workspace; it holds ``kcss.toml``.
        plugins: What reads the files, as ``load_plugins`` returns them; those installed where none are given.

    Raises:
        FileError: There is no such folder, or nothing in it is of a workspace.
        PluginError: A reader failed, and the plugins were loaded strictly.
    """
    plugins = plugins or load_plugins()
    return read(Path(folder), plugins.readers.values(), key_file=key_file(), strict=plugins.is_strict)


def open_edition(
    workspace: Workspace,
    *,
    plugins: Plugins | None = None,
    period: Period | str | None = None,
    language: str | None = None,
    filter: Mapping[str, Any] | None = None,  # noqa: A002  # the word of report.toml
) -> Edition:
    """Return the edition of a workspace: its values for a period, in a language.

    Args:
        period, language: The workspace's own where none is given.
        filter: ``program``, ``project`` or ``funder`` to an id or ids.

    Raises:
        UsageError: No period is given, neither here nor in ``kcss.toml``; or no workspace.
    """
    _demand(workspace)
    plugins = plugins or load_plugins()
    return editions.open_edition(
        workspace, figures=plugins.figures.values(), period=period, language=language, filter=filter
    )


def _demand(workspace: Workspace) -> None:
    """Refuse what is no workspace, such as the folder of one."""
    if not isinstance(workspace, Workspace):
        raise UsageError(f"expected a workspace, as load(folder) returns one, got {type(workspace).__name__}")


def only_report(workspace: Workspace) -> str:
    """Return the id of the only report of a workspace.

    Raises:
        UsageError: There are several, or none.
    """
    ids = workspace.report_ids
    if not ids:
        raise UsageError(f"{workspace.root}: there is no report; write reports/annual-report/report.toml")
    if len(ids) > 1:
        raise UsageError(f"which report? there are {', '.join(ids)}")
    return ids[0]


def build_report(
    workspace: Workspace,
    report_id: str | None = None,
    *,
    plugins: Plugins | None = None,
    period: Period | str | None = None,
    language: str | None = None,
    is_draft: bool = False,
    told: Iterable[Address] = (),
) -> tuple[Report | None, tuple[Problem, ...]]:
    """Return a report, or None where the data have errors, and all problems, sorted.

    Args:
        report_id: Name of a folder below ``reports/``; the only one where none is given.
        period, language: Instead of those in ``report.toml``.
        is_draft: Whether missing photographs are shown as placeholders.
        told: Values that readers are told besides, as in a document that people have changed; small groups are
            protected over both together.

    Raises:
        UsageError: There is no such report or language, or nobody says of which period.
    """
    # Figures and checks of a workspace without reports need none of it, and it takes as long to import as they take.
    from kcss_core.report.build import build

    _demand(workspace)
    plugins = plugins or load_plugins()
    report_id = report_id or only_report(workspace)
    return build(
        workspace,
        report_id,
        directives=plugins.directives.values(),
        figures=plugins.figures.values(),
        period=period,
        language=language,
        is_draft=is_draft,
        told=told,
    )


def report_of(
    blocks: Iterable[Block], edition: Edition, *, id: str, title: str = ""
) -> Report:
    """Return a report that holds some blocks and has no cover, for showing them in any format."""
    return Report(
        id=id,
        edition=edition,
        language=edition.language,
        title=title,
        cover=Cover(title=title, organization=""),
        blocks=tuple(blocks),
    )


def check(
    workspace: Workspace, *, plugins: Plugins | None = None, strict: bool = False, consistent: bool = False
) -> tuple[Problem, ...]:
    """Return everything that is wrong with a workspace, sorted: every stage is run but rendering.

    A plugin that fails over a report is a problem, ``plugin.failed``, and the other reports are checked.

    Args:
        strict: Whether a plugin that fails is raised.
        consistent: Whether a note is given for each published number on which places or records agree, too.

    Raises:
        PluginError: A plugin failed, and strict is asked for.
    """
    # What only this stage needs; other commands start without it.
    from kcss_core.checks.names import check_names
    from kcss_core.checks.silences import check_silences
    from kcss_core.checks.spelling import check_spelling
    from kcss_core.report.completeness import check_completeness

    _demand(workspace)
    plugins = plugins or load_plugins()
    problems = [*plugins.problems, *workspace.problems]
    checked: list[Edition] = []
    reports: list[Report] = []
    for report_id in workspace.report_ids:
        file = f"reports/{report_id}/report.toml"
        definition, found = definition_of(workspace, report_id)
        report = None
        try:
            for number, language in enumerate(definition.languages or (None,)):
                report, found = build_report(workspace, report_id, plugins=plugins, language=language)
                problems += found
                # Checks look at records and values, which are the same in every language.
                if report is not None:
                    reports.append(report)
                if report is not None and number == 0:
                    checked.append(report.edition.unprotected)
            if report is None:
                checked += _records_of(workspace, definition, plugins)
        except UsageError as error:
            problems.append(Problem("report.not-built", str(error), Origin(file)))
        except PluginError as error:
            if strict:
                raise
            problems.append(Problem("plugin.failed", str(error), Origin(file)))
        for name, exporter in plugins.exporters.items():
            if name not in definition.export and exporter.remarks is None:
                continue
            options, found = export_options(workspace, report_id, exporter)
            problems += found
            if exporter.remarks is not None and report is not None and options is not None:
                problems += exporter.remarks(report, options)
        for name in definition.export:
            if name in plugins.exporters:
                continue
            hint = did_you_mean(name, plugins.exporters) or f"the formats are {', '.join(plugins.exporters)}"
            origin = Origin(file, part=f"export.{name}")
            message = f"there is no format {name!r}, so its options reach nobody"
            problems.append(Problem("report.unknown-format", message, origin, Severity.WARNING, hint=hint))
    # Where no report could be built, the records are checked all the same.
    if not checked and workspace.manifest.workspace.period is not None:
        checked.append(open_edition(workspace, plugins=plugins))
    # What one report hides no message may tell, whatever it is about.
    discretion = _discretion(workspace, reports)
    checked = [edition.discreet(discretion) for edition in checked]
    if not checked:
        # Nobody says of which period, but figures are declared all the same.
        problems += _open(workspace, plugins).problems
    for edition in checked:
        problems += edition.problems
        problems += edition.unread.certain(plugins.check(edition, strict=strict))
    problems += _restated(workspace, reports, discretion)
    statements, found = _statements(workspace, plugins, discretion, consistent=consistent)
    problems += found
    untold = _OF_NUMBERS if workspace.dataset.unread.holds_records else frozenset()
    wrong = {one.origin.file for one in problems if one.is_error and one.origin is not None}
    for file in wrong & _OF_FILES.keys():
        untold |= _OF_FILES[file]
    problems = [problem for problem in problems if problem.code not in untold]
    written = (workspace.dataset, statements, _english_chapters(workspace), workspace.manifest.names.accept)
    varying = list(check_names(*written))
    rows = {(one.origin.file, one.origin.row) for one in varying if one.origin is not None}
    # A misspelt name is one fault, and the whole name tells more.
    problems += varying
    for one in check_spelling(*written):
        if one.origin is None or (one.origin.file, one.origin.row) not in rows:
            problems.append(one)
    if not has_errors(problems):
        # Beside records that could not be read, what is missing is no news.
        problems += check_completeness(workspace, checked, reports, problems)
    silences = workspace.manifest.silence
    return silenced(sorted_problems((*problems, *check_silences(silences, problems))), silences)


def _records_of(workspace: Workspace, definition: ReportDefinition, plugins: Plugins) -> Iterator[Edition]:
    """Yield the edition of a report that could not be built, so that its records are checked all the same."""
    period = definition.period or workspace.manifest.workspace.period
    if period is not None and not definition.unread & {"period", "filter"}:
        with suppress(UsageError):
            yield open_edition(workspace, plugins=plugins, period=period, filter=definition.filter)


def _discretion(workspace: Workspace, reports: Iterable[Report]) -> Protection:
    """Return what messages may not tell: what any of some reports hides, and small groups."""
    from kcss_core.edition import Protection
    from kcss_core.report.protection import protected_populations

    disclosure = workspace.manifest.disclosure
    protections = (report.edition.protection for report in reports)
    hidden = frozenset[Address]().union(*(one.hidden for one in protections if one is not None))
    return Protection(protected_populations(disclosure), frozenset(), disclosure.k, hidden)


def _restated(workspace: Workspace, reports: Iterable[Report], discretion: Protection) -> Iterator[Problem]:
    """Yield what has become another number since reports were published."""
    from kcss_core.report.shown import ways_to_say
    from kcss_core.report.values import printed_values
    from kcss_core.statements.published import PUBLISHED_FILE, read_published
    from kcss_core.statements.restated import check_published

    # Words differ from language to language, values do not; the first language is the one that is frozen.
    built = {report.id: report for report in reversed(list(reports))}
    for report_id in workspace.report_ids:
        file = f"reports/{report_id}/{PUBLISHED_FILE}"
        if file not in workspace.texts:
            continue
        published, problems = read_published(workspace.texts[file], file)
        yield from problems
        if report_id not in built:
            continue
        report = built[report_id]
        edition, k = report.edition.discreet(discretion), workspace.manifest.disclosure.k
        ways = partial(ways_to_say, first=report.language)
        for one in check_published(published, file, printed_values(report), edition, k, ways):
            # Beside values that could not be read, what is missing is no change of the chapters.
            if one.code != "published.edited" or not has_errors(problems):
                yield one


def _statements(
    workspace: Workspace, plugins: Plugins, discretion: Protection, *, consistent: bool
) -> tuple[Statements, tuple[Problem, ...]]:
    """Return what texts have stated, and what is wrong with it beside the whole organization and one another."""
    from attrs import evolve

    from kcss_core.statements import STATEMENTS_FILE, Statements, agreements, check_statements, structure_statements
    from kcss_core.statements.published import PUBLISHED_FILE, as_statements, read_published

    text = workspace.texts.get(STATEMENTS_FILE)
    if text is None:
        return Statements(), ()
    # Each statement has a period of its own; the edition's is never used.
    edition = _open(workspace, plugins).discreet(discretion)
    statements, problems = structure_statements(text, STATEMENTS_FILE, edition)
    # What is wrong with these files is said where they are held against the records.
    files = [f"reports/{id}/{PUBLISHED_FILE}" for id in workspace.report_ids]
    published = [read_published(workspace.texts[file], file)[0] for file in files if file in workspace.texts]
    known = [one for report in published for one in as_statements(report) if one.figure in edition.figures]
    statements = evolve(statements, frozen=tuple(known))
    agreed = agreements(statements, edition) if consistent else ()
    return statements, (*edition.unread.certain(problems), *check_statements(statements, edition), *agreed)


def _open(workspace: Workspace, plugins: Plugins) -> Edition:
    """Return the edition of the whole organization, of some period where nobody says which."""
    period = workspace.manifest.workspace.period or Period.year(2000)
    return open_edition(workspace, plugins=plugins, period=period)


def _english_chapters(workspace: Workspace) -> Mapping[str, str]:
    """Return what readers see of the chapters that are written in English, by path."""
    from kcss_core.checks.chapters import seen

    found = {}
    for report_id in workspace.report_ids:
        folder = f"reports/{report_id}/"
        definition, _ = definition_of(workspace, report_id)
        written = definition.written_in or next(iter(workspace.manifest.workspace.languages), "en")
        for file, text in workspace.texts.items():
            language = file.rpartition(".")[0].rpartition(".")[2]
            is_english = language == "en" or (language not in LANGUAGES and written == "en")
            if file.startswith(folder) and file.endswith(".md") and is_english:
                found[file] = seen(text)
    return found


def export_options(workspace: Workspace, report_id: str, exporter: Exporter) -> tuple[Any, tuple[Problem, ...]]:
    """Return an exporter's options as ``report.toml`` sets them, or None, and everything that is wrong with them."""
    file = f"reports/{report_id}/report.toml"
    document, _ = parse_toml(workspace.texts[file], file)
    definition, _ = definition_of(workspace, report_id)
    if document.is_broken("export"):
        return exporter.options(), ()
    stated = definition.export.get(exporter.name, {})
    path = f"export.{exporter.name}"
    return structure_record(exporter.options, stated, document.origin(path), rows=document.rows_below(path))


def exporter_for(name: str, plugins: Plugins) -> Exporter:
    """Return the exporter of a format.

    Raises:
        UsageError: There is none of that name.
    """
    if name not in plugins.exporters:
        hint = did_you_mean(name, plugins.exporters) or f"the formats are {', '.join(plugins.exporters)}"
        raise UsageError(f"there is no format {name!r}; {hint}")
    return plugins.exporters[name]


def export_report(
    report: Report,
    to: str | Exporter,
    path: str | os.PathLike[str],
    *,
    plugins: Plugins | None = None,
    options: Mapping[str, Any] = MappingProxyType({}),
) -> Path:
    """Write a report in a format, and return where it stands.

    A document that people have edited since it was written is left alone; the report goes beside it.

    Args:
        to: Name of a format, or an exporter.
        options: Options of the exporter by name.

    Raises:
        UsageError: There is no such format.
        DataError: An option does not exist or has a wrong value.
        FileError: The file cannot be written; it is as it was.
    """
    exporter = to if isinstance(to, Exporter) else exporter_for(to, plugins or load_plugins())
    return exports.write(exports.render(report, exporter, options), path, exporter=exporter)
