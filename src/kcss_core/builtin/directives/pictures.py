"""Directives that show photographs: ``photo`` and ``gallery``. Reads no image file: what was found is in the call."""

from __future__ import annotations

from collections.abc import Iterator

from kcss_core.builtin.directives.selection import said, unknown
from kcss_core.frozen import frozen
from kcss_core.model import Photograph
from kcss_core.problems import Problem, Severity
from kcss_core.report.blocks import Block, Gallery, GalleryItem, Picture
from kcss_core.report.directives import Built, Call, Directive
from kcss_core.vocabulary import Consent


@frozen(kw_only=True)
class GalleryOptions:
    """What ``gallery`` shows.

    Attributes:
        columns: How many pictures stand side by side, 1 to 6.
    """

    columns: int = 3


def _photo(call: Call) -> Built:
    photographs, problems = _photographs(call, "photo")
    edition = call.edition
    blocks: list[Block] = [
        Picture(
            image=call.images.get(photograph.file or ""),
            caption=said(photograph.caption, edition),
            alt=edition.text(photograph.alt or photograph.caption),
            credit=photograph.credit or "",
        )
        for photograph in photographs
    ]
    return Built(tuple(blocks), tuple(problems))


def _gallery(call: Call) -> Built:
    photographs, problems = _photographs(call, "gallery")
    edition, columns = call.edition, call.options.columns
    if not 1 <= columns <= 6:
        problems.append(
            Problem("directive.wrong-option", f"gallery: expected 1 to 6 columns, got {columns}", call.origin)
        )
    shown = [photograph for photograph in photographs if photograph.file in call.images]
    # A cell of a gallery cannot invite a click: in a draft its missing pictures stand below it, one by one.
    missing = [photograph for photograph in photographs if photograph.file not in call.images]
    blocks: list[Block] = []
    if shown:
        items = tuple(
            GalleryItem(
                title=said(photograph.caption, edition),
                image=call.images[photograph.file or ""],
                alt=edition.text(photograph.alt or photograph.caption),
            )
            for photograph in shown
        )
        blocks.append(Gallery(items=items, columns=columns))
    blocks += [
        Picture(image=None, caption=said(photograph.caption, edition), alt=edition.text(photograph.alt))
        for photograph in missing
    ]
    return Built(tuple(blocks), tuple(problems))


def _photographs(call: Call, name: str) -> tuple[list[Photograph], list[Problem]]:
    """Return the photographs that may be shown, those without a file in a draft only, and what is wrong."""
    known = call.edition.dataset.by_id("photographs")
    problems: list[Problem] = []
    shown: list[Photograph] = []
    if not call.arguments:
        problems.append(
            Problem(
                "directive.wrong-arguments",
                f"{name}: expected the ids of photographs, got none",
                call.origin,
                hint=f"write them after the name, as :::{{{name}}} some-photograph",
            )
        )
    for id in call.arguments:
        if id not in known:
            problems.append(unknown(call, name, "photographs", id, known))
            continue
        photograph: Photograph = known[id]
        problems += _objections(call, name, photograph)
        if photograph.file in call.images or call.is_draft:
            shown.append(photograph)
    return shown, problems


def _objections(call: Call, name: str, photograph: Photograph) -> Iterator[Problem]:
    """Yield why a photograph may not be shown, cannot be shown, or cannot be understood by everyone."""
    shows = [one for one in call.edition.dataset.activities if photograph.id in one.photographs]
    if photograph.consent is Consent.REFUSED:
        yield Problem(
            "photo.consent-refused",
            f"{name}: the persons in {photograph.id!r} refused their consent",
            call.origin,
            hint="take it out",
        )
    elif (
        photograph.file in call.images
        and photograph.consent is not Consent.RECORDED
        and any(activity.sensitive for activity in shows)
    ):
        yield Problem(
            "photo.no-consent",
            f"{name}: {photograph.id!r} shows a sensitive activity, and no consent is recorded",
            call.origin,
            # Where the picture itself is missing nobody is exposed yet.
            Severity.ERROR if photograph.file in call.images else Severity.WARNING,
            hint="record the consent of the persons shown (consent = recorded), or take the photograph out",
        )
    if photograph.file not in call.images:
        what = "has no file" if photograph.file is None else f"has no image file {photograph.file!r}"
        outcome = "a placeholder stands for it" if call.is_draft else "it is left out"
        yield Problem(
            "photo.missing-file",
            f"{name}: {photograph.id!r} {what}, {outcome}",
            call.origin,
            Severity.NOTE if call.is_draft else Severity.WARNING,
            hint="put the image below the workspace and its path into the field file",
        )
    elif not photograph.alt:
        yield Problem(
            "photo.no-alt",
            f"{name}: nothing says what {photograph.id!r} shows, for who cannot see it",
            call.origin,
            Severity.WARNING,
            hint="describe it in the field alt",
        )


PHOTO = Directive(
    name="photo",
    summary="A photograph with caption and credit; one without a file is left out, or a placeholder in a draft.",
    arguments="photograph ids",
    build=_photo,
)
GALLERY = Directive(
    name="gallery",
    summary="Photographs side by side.",
    arguments="photograph ids",
    options=GalleryOptions,
    build=_gallery,
)
