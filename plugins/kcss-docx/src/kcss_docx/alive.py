"""Audit and refresh as functions of Python: a document and a report in, findings or another document out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from attrs import field, frozen

from kcss_core.errors import UsageError
from kcss_core.period import Period
from kcss_core.plugins.registry import Plugins, load_plugins
from kcss_core.problems import Problem
from kcss_core.reading.workspace import Workspace
from kcss_core.report.report import Report
from kcss_core.stages import build_report, only_report
from kcss_core.text import did_you_mean
from kcss_docx.archive import A_DOCUMENT, read_file
from kcss_docx.auditing import compare
from kcss_docx.comments import follow
from kcss_docx.current import current
from kcss_docx.edited import Edited, read_edited
from kcss_docx.loose import loose_and_hidden
from kcss_docx.refreshing import (
    HIDDEN,
    Done,
    Take,
    refresh_charts,
    refresh_tables,
    refresh_values,
)
from kcss_docx.statuses import Finding, Kind
from kcss_docx.store_renewal import renew_store, restore_store
from kcss_docx.surroundings import Context, contexts

#: A document as bytes, or where it stands.
Document = bytes | str | os.PathLike[str]


def opened(document: Document, name: str = "the document") -> Edited:
    """Return a document that came back from people.

    Raises:
        FileError: It cannot be read, is no Word document, or another version of this library wrote it.
    """
    if isinstance(document, bytes):
        return read_edited(document, name)
    path = Path(document)
    return read_edited(read_file(path, A_DOCUMENT), str(path))


def report_behind(
    edited: Edited, workspace: Workspace, report_id: str | None = None, *, plugins: Plugins | None = None
) -> tuple[Report | None, tuple[Problem, ...]]:
    """Return the report of a document as the records are now, or None where they have errors, and all problems.

    Small groups are protected over what the report tells now and what the document tells, together.

    Args:
        report_id: For a document that does not say of which report it is.

    Raises:
        UsageError: The document is another report's, or does not say of which it is.
    """
    plugins = plugins or load_plugins()
    store = edited.store
    if store is None:
        if not edited.places and report_id is None and len(workspace.report_ids) != 1:
            raise UsageError(f"{edited.name}: the document does not say of which report it is; name it with --report")
        return build_report(workspace, report_id or only_report(workspace), plugins=plugins)
    if store.report not in workspace.report_ids:
        known = ", ".join(workspace.report_ids) or "none"
        hint = did_you_mean(store.report, workspace.report_ids) or f"its reports are {known}"
        raise UsageError(
            f"{edited.name}: the document is the report {store.report!r} of {store.organization}, which "
            f"{workspace.root} does not have; {hint}; give the workspace that it was written from"
        )
    if report_id not in (None, store.report):
        raise UsageError(f"{edited.name}: expected the report {report_id!r}, got {store.report!r}")
    if (organization := workspace.dataset.organization.id) != store.organization:
        raise UsageError(
            f"{edited.name}: the document is of the organization {store.organization!r}, and {workspace.root} holds "
            f"the records of {organization!r}; give the workspace that it was written from"
        )
    return build_report(
        workspace,
        store.report,
        plugins=plugins,
        period=Period.parse(store.period),
        language=store.language,
        is_draft=store.is_draft,
        told=store.addresses,
    )


def audit(document: Document | Edited, report: Report, *, beside: Iterable[Context] = ()) -> tuple[Finding, ...]:
    """Return what is to be said of every place of a document, in reading order; what is missing stands last.

    Args:
        report: Built from the records as they are now, best by `report_behind`.
        beside: Contexts of the side file, for a document whose controls were stripped.

    Raises:
        FileError: It is no document that can be audited.
    """
    edited = document if isinstance(document, Edited) else opened(document)
    return tuple(compare(edited, current(report), beside))


def remember(document: Document | Edited) -> list[Context]:
    """Return the words around every place of a document, for its side file."""
    return contexts(document if isinstance(document, Edited) else opened(document))


@frozen(kw_only=True)
class Refreshed:
    """A document brought up to date.

    Attributes:
        data: The document.
        done: What was done, in reading order.
        left: What is left for people to look at. Numbers outside of places are told by an audit, and here only where
            they equal one that this refresh hides.
    """

    data: bytes = field(repr=False)
    done: tuple[Done, ...]
    left: tuple[Finding, ...]


def refresh(
    document: Document | Edited,
    report: Report,
    *,
    take: Take = Take.EDITS,
    track: bool = False,
    forget_missing: bool = False,
) -> Refreshed:
    """Return a document with the numbers, tables and charts of a report, and everything that people wrote.

    The document itself is not touched. A second refresh changes nothing.

    Args:
        report: Built from the records as they are now, best by `report_behind`.
        take: Whether what people typed over a number wins, or the records. Tracked changes stay as they are.
        track: Whether what is written is a tracked change, which a person accepts or rejects.
        forget_missing: Whether what people have deleted is told no more, in this refresh and later.

    Raises:
        FileError: It is no document that can be refreshed.
    """
    edited = document if isinstance(document, Edited) else opened(document)
    now = current(report)
    restore_store(edited, now)
    loose = loose_and_hidden(edited, now)
    done, left_in_tables = refresh_tables(edited, now)
    done += refresh_values(edited, now, take=take, track=track)
    done += refresh_charts(edited, now, take=take)
    done += renew_store(edited, now, forget_missing=forget_missing)
    found = compare(edited, now, with_loose=False)
    if count := follow(edited, found, is_hiding=now.is_hiding or any(one.what == HIDDEN for one in done)):
        done.append(Done(what="refreshed", kind=Kind.VALUE, label="comments of an earlier audit", now=str(count)))
    left = [one for one in found if not one.is_quiet]
    # Rows that were left are rows like others from now on, and told this once.
    told = {(one.label, one.note) for one in left}
    left += [one for one in left_in_tables if (one.label, one.note) not in told]
    left += loose
    return Refreshed(data=edited.to_bytes(), done=tuple(done), left=tuple(left))
