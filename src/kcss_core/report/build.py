"""From a workspace and one of its reports to a built report: definition, edition, composition, protection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from kcss_core.edition import Edition, open_edition
from kcss_core.errors import UsageError
from kcss_core.figures import Address, Figure
from kcss_core.formatting import format_list
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.problems import Problem, Severity, has_errors, silenced, sorted_problems
from kcss_core.reading.workspace import MANIFEST, Workspace
from kcss_core.report.composition import Composition
from kcss_core.report.definition import definition_of
from kcss_core.report.directives import Directive
from kcss_core.report.protection import guarded, overlapping, protect, with_notes
from kcss_core.report.report import Report
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import LANGUAGES

# What follows where records or figures could not be read, or nobody knows which of them are meant.
_NO_DATA = frozenset({"no-data", "directive.nothing-to-show"})
_OF_YEARS = frozenset({"chapter.stale-year"})
_OF_WORDS = frozenset({"chapter.typed-number", "chapter.not-translated", "statement.no-baseline"})
# What follows where a field of report.toml could not be read.
_CONSEQUENCES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "period": _NO_DATA | _OF_YEARS,
        "filter": _NO_DATA,
        "chapters": frozenset({"chapter.duplicate-title", "chapter.duplicate-anchor"}),
        "allowed_numbers": _OF_WORDS | _OF_YEARS,
        "language": _OF_WORDS | _OF_YEARS,
        "languages": _OF_WORDS | _OF_YEARS,
    }
)
# Stands in where nobody knows which period is meant, so that chapters are checked all the same.
_SOME_PERIOD = Period.year(2000)


def build(
    workspace: Workspace,
    report_id: str,
    *,
    directives: Iterable[Directive],
    figures: Iterable[Figure] = (),
    language: str | None = None,
    period: Period | str | None = None,
    is_draft: bool = False,
    told: Iterable[Address] = (),
) -> tuple[Report | None, tuple[Problem, ...]]:
    """Return a report, or None where there are errors, and all problems: of the workspace, figures and chapters.

    Args:
        directives: What chapters may call.
        figures: Figures of plugins, beside those of the workspace.
        language, period: Instead of those in ``report.toml``.
        is_draft: Whether missing photographs are shown as placeholders.
        told: Values that readers are told besides; small groups are protected over both together.

    Raises:
        UsageError: There is no such report, or reports cannot be written in the language.
    """
    folder = f"reports/{report_id}/"
    file = f"{folder}report.toml"
    if file not in workspace.texts:
        known = workspace.report_ids
        hint = did_you_mean(report_id, known) or (f"the reports are {', '.join(known)}" if known else f"write {file}")
        raise UsageError(f"there is no report {report_id!r}; {hint}")
    if language is not None and language not in LANGUAGES:
        raise UsageError(f"expected a language of reports, one of {', '.join(LANGUAGES)}, got {language!r}")
    definition, problems = definition_of(workspace, report_id)
    period = period or definition.period or workspace.manifest.workspace.period
    lost = set(definition.unread)
    if period is None and ("period" in lost or _is_wrong(workspace, MANIFEST)):
        period = _SOME_PERIOD
        lost.add("period")

    def opened(filter: Mapping[str, Any]) -> Edition:  # noqa: A002  # the word of report.toml
        return open_edition(
            workspace,
            figures=figures,
            period=period,
            language=language or definition.written_in,
            filter=filter,
        )

    try:
        edition = opened(definition.filter)
    except UsageError as error:
        if not definition.filter:
            raise
        # Built without the filter, so that what is wrong with the chapters is said in the same run.
        wrong = Problem("report.wrong-filter", str(error), Origin(file, part="filter"), missing=error.missing)
        problems = (*problems, wrong)
        edition = opened({})

    def built(edition: Edition) -> tuple[Report, list[Problem]]:
        return Composition(workspace, report_id, definition, edition, by_name, is_draft).report()

    disclosure = workspace.manifest.disclosure
    edition = guarded(edition, disclosure)
    by_name = {directive.name: directive for directive in directives}
    report, found = built(edition)
    untold = {code for field in lost for code in _CONSEQUENCES.get(field, ())}
    if has_errors((*workspace.problems, *edition.problems)):
        untold |= _NO_DATA
    found = [one for one in edition.unread.certain((*problems, *found)) if _kind_of(one) not in untold]
    everything = sorted_problems((*workspace.problems, *found, *edition.problems))
    everything = silenced(everything, workspace.manifest.silence)
    if has_errors(everything):
        return None, everything
    edition, concealed = protect(report.blocks, edition, disclosure, told)
    if not concealed:
        return attrs.evolve(report, edition=edition), everything
    # The second build is told less, and finds that more is missing: what is wrong is what a build finds that is told
    # everything. Its messages may not tell it on.
    if found:
        _, found = built(edition.discreet(edition.protection))
        found = [one for one in edition.unread.certain((*problems, *found)) if _kind_of(one) not in untold]
        everything = sorted_problems((*workspace.problems, *found, *edition.problems))
    report, _ = built(edition)
    report = attrs.evolve(report, blocks=with_notes(report.blocks, disclosure.k, report.language))
    others = overlapping(workspace, report_id, edition)
    notes = [_hidden(len(concealed), disclosure.k, file), *([_overlapping(others, file)] if others else [])]
    everything = sorted_problems((*everything, *notes))
    return report, silenced(everything, workspace.manifest.silence)


def _kind_of(problem: Problem) -> str:
    """Return the code of a problem; of whatever says that there are no data, as plugins do too, only that."""
    return "no-data" if problem.code.endswith(".no-data") else problem.code


def _is_wrong(workspace: Workspace, file: str) -> bool:
    return any(one.is_error and one.origin is not None and one.origin.file == file for one in workspace.problems)


def _hidden(number: int, k: int, file: str) -> Problem:
    return Problem(
        "report.small-groups",
        f"{number} numbers of people are hidden, for some tell of groups of fewer than {k} and the others would reveal "
        "these",
        Origin(file),
        Severity.NOTE,
        hint="kcss explain tells them for internal use; [disclosure] in kcss.toml says how small a group may be",
    )


def _overlapping(others: Sequence[str], file: str) -> Problem:
    named = format_list([repr(other) for other in others], "en")
    return Problem(
        "report.overlapping",
        f"{named} {'tells' if len(others) == 1 else 'tell'} of the same people, or of more or fewer of them, and what "
        "is hidden here may be the difference of two numbers",
        Origin(file),
        Severity.NOTE,
        hint="each report is protected on its own: publish one of them, or leave numbers of people out of the smaller",
    )
