"""What is missing for a report to be complete: fields that nobody filled in, works that no chapter mentions.

None of it is wrong, and there may be much of it, so each sort is one note with how many there are and the first few.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from kcss_core.edition import Edition
from kcss_core.figures.frames import label_of
from kcss_core.figures.when import counts_in, deciding_field
from kcss_core.model import Photograph, Publication
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.reading.workspace import Workspace
from kcss_core.report.blocks import plain
from kcss_core.report.report import Report
from kcss_core.report.traversal import contents_of
from kcss_core.report.values import values_of
from kcss_core.text import fold
from kcss_core.vocabulary import Basis, PublicationStatus

_OF_PROGRAMS = ("projects", "activities", "publications", "media-appearances")
_DATED = ("projects", "activities", "publications", "media-appearances")
_NAMED = 3
_PLACED = re.compile(r"^ *:{3,}\{(?:photo|gallery)\} *(.*)$", re.MULTILINE)


def check_completeness(
    workspace: Workspace, editions: Iterable[Edition], reports: Sequence[Report], told: Iterable[Problem]
) -> Iterator[Problem]:
    """Yield a note for each sort of thing that is missing in the period of an edition.

    A period inside another is left out, and so are editions that are narrowed to a part of the work: what is missing
    there is missing in the whole.

    Args:
        reports: All that could be built.
        told: What was found before, so that nothing is told twice.
    """
    whole = {edition.period: edition for edition in editions if not edition.filter}
    codes = {problem.code for problem in told}
    for period, edition in whole.items():
        if any(period in other and period != other for other in whole):
            continue
        yield from _fields(edition)
        if "gender.not-recorded" not in codes:
            yield from _genders(edition)
        yield from _programs(edition)
        inside = [report for report in reports if report.edition.period in period]
        yield from _totals(edition, inside)
        yield from _mentions(edition, inside)
        yield from _photographs(edition, workspace)


# ---------------------------------------------------------------- fields


def _fields(edition: Edition) -> Iterator[Problem]:
    """Yield which records of the period name no program, or are assigned to it without a date."""
    for family in _OF_PROGRAMS if edition.dataset.programs else ():
        without = "name no program, so that no program counts them"
        yield from _missing(edition, family, "record.no-program", without, lambda one: not one.programs)
    for family in _DATED:
        without = "have no date, so that no month and no quarter counts them"
        yield from _missing(edition, family, "record.no-date", without, _is_undated)


def _is_undated(record: Any) -> bool:
    return getattr(record, deciding_field(record)) is None and getattr(record, "end", None) is None


def _missing(
    edition: Edition, family: str, code: str, what: str, is_missing: Callable[[Any], bool]
) -> Iterator[Problem]:
    records = _of_period(edition, family)
    found = [record for record in records if is_missing(record)]
    if found:
        number = f"{len(found)} of {len(records)} {family} of {edition.period}"
        verb, _, rest = (what if len(found) > 1 else what.replace(" them", " it")).partition(" ")
        yield _note(code, f"{number} {_does(found, verb)} {rest}: {_some(found)}", found)


def _genders(edition: Edition) -> Iterator[Problem]:
    """Yield of how many who are listed in the period no gender is recorded; by number, for none is named."""
    dataset, period = edition.dataset, edition.period
    table = dataset.participations
    activities = {one.id for one in dataset.activities if counts_in(one, period, dataset)}
    inside = table.column("activity").select(lambda id: id in activities)
    genders = dataset.participants.column("gender")
    row_of = dataset.by_id("participants")
    persons = table.column("participant")
    unknown = persons.select(lambda id: id in row_of and genders[row_of[id]] is None)
    codes = zip(table.column("activity").codes, persons.codes, strict=True)
    rows = [index for index, (activity, person) in enumerate(codes) if inside[activity] and unknown[person]]
    if rows:
        total = sum(1 for activity in table.column("activity").codes if inside[activity])
        yield Problem(
            "record.no-gender",
            f"{len(rows)} of {total} participations of {period} {_does(rows, 'are')} of people "
            "whose gender is not recorded",
            table.origin(rows[0]),
            Severity.NOTE,
            hint="record it, or say that they prefer not to tell: undisclosed",
        )


def _does(things: Sequence[Any], verb: str) -> str:
    """Return a verb as one thing does it, or several."""
    one = {"have": "has", "are": "is"}.get(verb, f"{verb}s")
    return one if len(things) == 1 else verb


def _of_period(edition: Edition, family: str) -> list[Any]:
    return [one for one in edition.dataset.of(family) if counts_in(one, edition.period, edition.dataset)]


# ---------------------------------------------------------------- programs, totals, publications, photographs


def _programs(edition: Edition) -> Iterator[Problem]:
    activities = _of_period(edition, "activities")
    active = {program for activity in activities for program in activity.programs}
    idle = [program for program in _of_period(edition, "programs") if program.id not in active]
    if idle and active:
        number = f"{len(idle)} of {len(edition.dataset.programs)}"
        message = f"{number} programs {_does(idle, 'have')} no activities in {edition.period}: {_some(idle)}"
        yield _note("program.no-activities", message, idle, hint="record what they did, or end the program")


def _totals(edition: Edition, reports: Sequence[Report]) -> Iterator[Problem]:
    """Yield which of the figures that reports show rest on nothing but a total that the organization keeps."""
    shown = {value.address: value for report in reports for value in values_of(report.blocks)}
    here = [value for address, value in shown.items() if not address.cell and address.period == edition.period]
    kept = [value for value in here if value.basis is Basis.AGGREGATE]
    if kept:
        names = [value.address.figure for value in kept]
        aggregate = edition.value(names[0]).evidence.aggregate
        yield Problem(
            "figure.only-total",
            f"{len(kept)} of {len(here)} figures of {edition.period} in reports {_does(kept, 'rest')} on a total only, "
            f"without records: {_listed([repr(name) for name in names])}",
            None if aggregate is None else aggregate.origin,
            Severity.NOTE,
            hint="keep the records too, so that somebody can look behind the number",
        )


def _mentions(edition: Edition, reports: Sequence[Report]) -> Iterator[Problem]:
    if not reports:
        return
    contents = (content for report in reports for block in report.blocks for content in contents_of(block))
    words = _bare(" ".join(map(plain, contents)))
    works: list[Publication] = [
        one for one in _of_period(edition, "publications") if one.status is PublicationStatus.PUBLISHED
    ]
    silent = [one for one in works if not any(_bare(form) in words for _, form in one.title.forms)]
    if silent:
        yield _note(
            "publication.not-mentioned",
            f"{len(silent)} of {len(works)} publications of {edition.period} {_does(silent, 'stand')} in no report: "
            f"{_some(silent)}",
            silent,
            hint="list them with :::{publications}, or write about them",
        )


def _bare(words: str) -> str:
    """Return words without the signs that are set differently from how they are typed."""
    return " ".join(re.sub(r"[^\w\s]", " ", fold(words)).split())


def _photographs(edition: Edition, workspace: Workspace) -> Iterator[Problem]:
    """Yield which photographs lack words or consent; what a chapter shows without alternative text is told there."""
    texts = (text for name, text in workspace.texts.items() if name.endswith(".md"))
    placed = {id for text in texts for ids in _PLACED.findall(text) for id in ids.split()}
    photographs: list[Photograph] = _of_period(edition, "photographs")
    gaps: tuple[tuple[str, str, Callable[[Photograph], bool]], ...] = (
        ("photo.no-alt", "alternative text", lambda one: not one.alt and (one.id not in placed or one.file is None)),
        ("photo.no-caption", "caption", lambda one: not one.caption),
        ("photo.consent-not-recorded", "consent", lambda one: one.consent is None),
    )
    for code, what, is_missing in gaps:
        found = [one for one in photographs if is_missing(one)]
        if found:
            number = f"{len(found)} of {len(photographs)}"
            message = f"{number} photographs of {edition.period} {_does(found, 'have')} no {what}: {_some(found)}"
            yield _note(code, message, found, hint="write it down before they are used")


# ---------------------------------------------------------------- words


def _note(code: str, message: str, records: Sequence[Any], hint: str = "fill it in where it is known") -> Problem:
    first: Origin | None = records[0].origin
    return Problem(code, message, first, Severity.NOTE, hint=hint)


def _some(records: Sequence[Any]) -> str:
    return _listed([repr(label_of(record)) for record in records])


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
