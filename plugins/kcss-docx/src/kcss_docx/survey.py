"""What a template holds, for who chooses one: the styles that are used, those that are missing, what is taken out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from kcss_core.errors import FileError
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_docx.adoption import adopted
from kcss_docx.archive import A_TEMPLATE, read_file
from kcss_docx.contract import Found
from kcss_docx.design import ACCENT, SERIES, TINT
from kcss_docx.guard import guard
from kcss_docx.house import CoverKind, House
from kcss_docx.layout import BODY_BOOKMARK

_MM = 56.7  # twips
_COVERS = {
    CoverKind.FIELD: "words on a field of color",
    CoverKind.PLAIN: "in the template's title styles, on its letterhead",
    CoverKind.NONE: f"the template's own pages; the report stands at the bookmark {BODY_BOOKMARK}",
}


@frozen(kw_only=True)
class Survey:
    """What a template gives.

    Attributes:
        found: Each style that a report needs.
        others: Names of styles that are there too and not needed.
        removed: What is taken out before anything is used.
        remarks: What is not taken over, or odd.
    """

    house: House
    found: tuple[Found, ...]
    others: tuple[str, ...]
    removed: tuple[str, ...]
    remarks: tuple[str, ...]


def survey(path: Path, language: str = "en") -> Survey:
    """Return what a template gives.

    Raises:
        FileError: It cannot be read.
    """
    guarded = guard(read_file(path, A_TEMPLATE), path.name)
    house = adopted(guarded, language)
    assert house.template is not None
    assert house.template.styles is not None
    return Survey(
        house=house,
        found=tuple(sorted(house.template.styles.found, key=lambda one: (not one.theirs, one.kind, one.name))),
        others=house.template.styles.others,
        removed=tuple(_removed(house)),
        remarks=tuple(_remarks(house)),
    )


def _removed(house: House) -> Iterator[str]:
    """Yield what was taken out; the workbooks of charts that are left out with the template's body are no news."""
    template = house.template
    assert template is not None
    for line in template.guarded.removed:
        if template.layout.is_filled or not line.startswith("word/charts/"):
            yield line


def _remarks(house: House) -> Iterator[str]:
    template = house.template
    assert template is not None
    yield from template.layout.remarks
    kinds = {kind for kind, _ in template.layout.references}
    for kind in ("header", "footer"):
        if kind not in kinds:
            yield f"there is no {kind}; the built-in one is used"
    if "footer" in kinds and not any(
        template.numbers_pages(page) for kind, page in template.layout.references if kind == "footer"
    ):
        yield "no footer has a page number"


def remarks(path: Path, language: str) -> tuple[Problem, ...]:
    """Return what a person should know of a template before a report is set in it, as problems."""
    origin = Origin(path.name)
    try:
        found = survey(path, language)
    except FileError as error:
        return (Problem("template.unreadable", str(error).removeprefix(f"{path.name}: "), origin),)
    hint = "save the template without it, and ask who sent it"
    return (
        *(
            Problem("template.removed", f"taken out: {what}", origin, Severity.WARNING, hint=hint)
            for what in found.removed
        ),
        *(Problem("template.remark", what, origin, Severity.NOTE) for what in found.remarks),
    )


def described(found: Survey) -> Iterator[str]:
    """Yield what a template gives, one line a fact."""
    page, colors = found.house.page, found.house.colors
    yield (
        f"page      {page.width / _MM:.0f} × {page.height / _MM:.0f} mm, lines of {page.text_width / _MM:.0f} mm"
    )
    yield f"colors    {colors[ACCENT]} leads, on {colors[TINT]}; charts {' '.join(colors[one] for one in SERIES)}"
    yield f"cover     {_COVERS[found.house.cover]}"
    lists = {"also there, not needed": found.others, "taken out": found.removed, "remarks": found.remarks}
    for title, lines in lists.items():
        if lines:
            yield ""
            yield title
            yield from (f"  {line}" for line in lines)
