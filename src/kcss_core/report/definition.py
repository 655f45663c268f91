"""What ``report.toml`` says about a report. Reads no chapter and no record."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import attrs
from attrs import field

from kcss_core.frozen import frozen
from kcss_core.model.fields import ReportLanguage
from kcss_core.origin import Origin
from kcss_core.period import PartialDate, Period
from kcss_core.problems import Problem, has_errors
from kcss_core.reading.structure import structure_record
from kcss_core.reading.toml import parse_toml
from kcss_core.reading.workspace import Workspace
from kcss_core.text import Text

# Of files that are there.
_UNREADABLE = frozenset({"file.unreadable", "file.encoding"})


class Annex(StrEnum):
    """What may follow the chapters of a report: the evidence of its values."""

    EVIDENCE = "evidence"


@frozen(kw_only=True)
class CoverDefinition:
    """The ``[cover]`` of a report.

    Attributes:
        image: Image file below the workspace; None for none.
        alt: What the image shows, for who cannot see it.
        note: Small words at the foot: what the document is.
    """

    image: str | None = None
    alt: Text | None = None
    note: Text | None = None


@frozen(kw_only=True)
class ReportDefinition:
    """A report as its ``report.toml`` describes it.

    Attributes:
        chapters: Markdown files in the report's folder, in reading order.
        period: None for the workspace's own.
        language: The language that the chapters are written in; the first of ``languages`` where it is not given.
        languages: All languages that it comes in; ``01-intro.sq.md`` is the chapter ``01-intro.md`` in Albanian.
        filter: Conditions that every record must meet: one donor, one project.
        template: House-style file below the workspace; None for the exporter's own.
        author: Of the document; the organization's name where it is not given.
        date: Day that the document bears; the end of the period where it is not given.
        logo: Image file below the workspace; the organization's logo where it is not given.
        allowed_numbers: Words with a number in them that chapters may hold as they are typed: ``24 hours``.
        annex: What follows the chapters; nothing where none is given.
        contents: Whether a list of contents opens the report, where no chapter places one.
        export: Options by name of exporter.
        unread: Names of the fields that could not be read; those that a report needs have something that stands in.
    """

    title: Text
    chapters: tuple[str, ...]
    subtitle: Text | None = None
    period: Period | None = None
    language: ReportLanguage | None = None
    languages: tuple[ReportLanguage, ...] = ()
    filter: Mapping[str, Any] = MappingProxyType({})
    template: str | None = None
    author: Text | None = None
    subject: Text | None = None
    keywords: tuple[str, ...] = ()
    date: PartialDate | None = None
    cover: CoverDefinition = CoverDefinition()
    logo: str | None = None
    allowed_numbers: tuple[str, ...] = ()
    annex: tuple[Annex, ...] = ()
    contents: bool = True
    export: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    unread: frozenset[str] = frozenset()
    origin: Origin | None = field(default=None, eq=False, repr=False)

    @property
    def written_in(self) -> str | None:
        """The language of chapters without a language in their name; None where nothing says it."""
        return self.language or (self.languages[0] if self.languages else None)


def read_definition(text: str, file: str) -> tuple[ReportDefinition | None, tuple[Problem, ...]]:
    """Return the definition that the text of a ``report.toml`` holds, or None, and everything that is wrong with it."""
    definition, problems = read_parts(text, file)
    return None if has_errors(problems) else definition, problems


def definition_of(workspace: Workspace, report_id: str) -> tuple[ReportDefinition, tuple[Problem, ...]]:
    """Return the definition of a report of a workspace, or what can be read of it, and what is wrong with it."""
    file = f"reports/{report_id}/report.toml"
    definition, problems = read_parts(workspace.texts[file], file)
    told = (one.code for one in workspace.problems if one.origin is not None and one.origin.file == file)
    if _UNREADABLE & {*told}:
        # Nothing is known of it, and that was told.
        return attrs.evolve(definition, unread=frozenset(attrs.fields_dict(ReportDefinition))), ()
    return definition, problems


def read_parts(text: str, file: str) -> tuple[ReportDefinition, tuple[Problem, ...]]:
    """Return what can be read of a definition, so that chapters are checked in the same run, and what is wrong with it.

    The title and the list of chapters may stand in for others; ``unread`` says so.
    """
    document, problems = parse_toml(text, file)
    whole, found = structure_record(ReportDefinition, document.data, document.origin(), rows=document.rows)
    if whole is not None and not document.broken:
        return whole, (*problems, *found)
    stand_in = {"title": "?", "chapters": ["?"]}
    parts: dict[str, Any] = {}
    wrong = set()
    for name, value in document.data.items():
        part, _ = structure_record(ReportDefinition, {**stand_in, name: value}, document.origin())
        if part is not None and not document.is_broken(name):
            parts[name] = getattr(part, name)
        else:
            wrong.add(name)
    missing = ({*attrs.fields_dict(ReportDefinition)} if "" in document.broken else {*stand_in}) - {*parts}
    stood_in, _ = structure_record(ReportDefinition, stand_in, document.origin())
    assert stood_in is not None
    told = (one for one in found if one.origin is None or not document.is_within_broken(one.origin.part or ""))
    return attrs.evolve(stood_in, **parts, unread=frozenset({*wrong, *missing})), (*problems, *told)
