"""The directive ``publications``: the works of the period as a list, or as a gallery of covers."""

from __future__ import annotations

from enum import StrEnum

from kcss_core.builtin.directives.selection import Selection, lower, said, select
from kcss_core.edition import Edition
from kcss_core.formatting import format_date, format_list
from kcss_core.frozen import frozen
from kcss_core.model import Publication
from kcss_core.problems import Problem, Severity
from kcss_core.report.blocks import Content, Gallery, GalleryItem, ListBlock, ListItem, words
from kcss_core.report.directives import Built, Call, Directive
from kcss_core.vocabulary import PublicationKind, PublicationStatus, label_id


class As(StrEnum):
    """How works are shown."""

    LIST = "list"
    GALLERY = "gallery"


@frozen(kw_only=True)
class PublicationsOptions:
    """What ``publications`` shows.

    Attributes:
        program, project: Works of at least one of these.
        kind: Works of one of these kinds.
        as_: A list, or a gallery of covers, drawn from the title where there is none.
        columns: Of a gallery, 1 to 6.
    """

    program: tuple[str, ...] = ()
    project: tuple[str, ...] = ()
    kind: tuple[PublicationKind, ...] = ()
    as_: As = As.LIST
    columns: int = 3


def _publications(call: Call) -> Built:
    options = call.options
    if not 1 <= options.columns <= 6:
        message = f"publications: expected 1 to 6 columns, got {options.columns}"
        return Built(problems=(Problem("directive.wrong-option", message, call.origin),))
    chosen = select(
        call,
        "publications",
        "publications",
        references={"programs": options.program, "projects": options.project},
        tests=[
            lambda work: not options.kind or work.kind in options.kind,
            lambda work: work.status is PublicationStatus.PUBLISHED,
        ],
    )
    if not chosen.records:
        return Built(problems=chosen.problems)
    if options.as_ is As.LIST:
        items = tuple(ListItem(content=_entry(work, call.edition)) for work in chosen.records)
        return Built((ListBlock(items=items),), chosen.problems)
    return _gallery(call, chosen)


def _gallery(call: Call, chosen: Selection) -> Built:
    edition = call.edition
    items, problems = [], list(chosen.problems)
    for work in chosen.records:
        cover = None if work.cover is None else call.images.get(work.cover)
        if work.cover is not None and cover is None:
            problems.append(
                Problem(
                    "publication.missing-cover",
                    f"publications: {work.id!r} has no image file {work.cover!r}, its cover is drawn from the title",
                    call.origin,
                    Severity.WARNING,
                    hint="put the image below the workspace, or mend the path",
                )
            )
        title = edition.text(work.title)
        items.append(
            GalleryItem(
                title=said(work.title, edition),
                image=cover,
                alt=edition.label("report.cover-of").format(title=title),
                kicker="" if work.kind is None else edition.label(label_id(work.kind)),
                note=words(", ".join(_by_and_when(work, edition))),
            )
        )
    return Built((Gallery(items=tuple(items), columns=call.options.columns),), tuple(problems))


def _by_and_when(work: Publication, edition: Edition) -> list[str]:
    known = []
    if work.authors:
        known.append(format_list(work.authors, edition.language))
    if work.date is not None:
        known.append(format_date(work.date, edition.language))
    return known


def _entry(work: Publication, edition: Edition) -> Content:
    """Return a work as one line: authors: *title*, kind, date; what is not recorded is left out."""
    title = said(work.title, edition, emphasis=True, href=work.url)
    before: Content = words(f"{format_list(work.authors, edition.language)}: ") if work.authors else ()
    after = []
    if work.kind is not None:
        after.append(lower(edition.label(label_id(work.kind))))
    if work.date is not None:
        after.append(format_date(work.date, edition.language))
    return (*before, *title, *words("".join(f", {known}" for known in after)))


PUBLICATIONS = Directive(
    name="publications",
    summary="The published works of the period as a list or a gallery of covers.",
    arguments="publication ids; those of the period when none is named",
    options=PublicationsOptions,
    build=_publications,
)
