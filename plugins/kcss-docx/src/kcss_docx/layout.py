"""The pages of a template: size, margins, headers, footers, and the place where the report goes. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from kcss_docx.design import MARGIN_BOTTOM, MARGIN_SIDE, MARGIN_TOP, Page
from kcss_docx.guard import Guarded
from kcss_docx.markup import R, W

_W, _R = f"{{{W}}}", f"{{{R}}}"

#: The bookmark that marks where the report goes.
BODY_BOOKMARK = "report_body"
#: Shortest line, and height of a page's text, that a report can be set in, in twips: 60 mm.
_SHORTEST = 3_400
# What Word draws, in twips; where a template says nothing, A4 and not the American letter that Word would take.
_LEAST_SIDE, _MOST_SIDE = 4_000, 31_680
_A4 = 11_906, 16_838
_HEADER_DISTANCE = 708


@frozen(kw_only=True)
class Layout:
    """What a template says of pages.

    Attributes:
        references: Relation of each header and footer, by kind (``header``) and page (``default`` …).
        before, after: The template's own elements around the report; empty unless it marks the place.
        is_filled: Whether it marks the place.
        has_title_page: Whether the first page has a header and footer of its own.
        borders: Lines around the page, as an element; None for none.
        remarks: What of the template is not taken over.
    """

    page: Page
    references: Mapping[tuple[str, str], str] = field(default=MappingProxyType({}))
    before: tuple[Any, ...] = ()
    after: tuple[Any, ...] = ()
    is_filled: bool = False
    has_title_page: bool = False
    borders: Any | None = None
    remarks: tuple[str, ...] = ()


def layout_of(guarded: Guarded) -> Layout:
    """Return the pages of a template: those of the section that the report goes into, else of its last one."""
    root, remarks = guarded.trees[guarded.main], list[str]()
    body = root.find(f"{_W}body")
    children = [] if body is None else list(body)
    sections = [section for section in root.iter(f"{_W}sectPr") if section.getparent().tag != f"{_W}sectPrChange"]
    before: tuple[Any, ...] = ()
    after: tuple[Any, ...] = ()
    marks = [mark for mark in root.iter(f"{_W}bookmarkStart") if mark.get(f"{_W}name", "").lower() == BODY_BOOKMARK]
    span = _span(children, marks[0]) if marks else None
    if span is not None:
        before, after = tuple(children[: span[0]]), tuple(children[span[1] :])
        own = next((section for element in after for section in element.iter(f"{_W}sectPr")), None)
        if own is not None:
            sections = sections[: sections.index(own) + 1]
    elif marks:
        remarks.append(f"the bookmark {BODY_BOOKMARK} stands in a table or frame and is not used")
    elif any((text.text or "").strip() for text in root.iter(f"{_W}t")):
        remarks.append(f"the words in the template are left out; a bookmark {BODY_BOOKMARK} among them keeps them")
    references = {}
    for section in sections:  # a section without a header has that of the one before it
        for reference in section.iter(f"{_W}headerReference", f"{_W}footerReference"):
            kind = reference.tag.removeprefix(_W).removesuffix("Reference")
            references[kind, reference.get(f"{_W}type", "default")] = reference.get(f"{_R}id", "")
    last = sections[-1] if sections else None
    page = _page(last, remarks)
    columns = _child(last, "cols")
    if columns is not None and columns.get(f"{_W}num", "1") not in ("0", "1"):
        remarks.append("the columns of the template are not used: a report has tables as wide as the page")
    title = _child(last, "titlePg")
    return Layout(
        page=page,
        references=references,
        before=before,
        after=after,
        is_filled=span is not None,
        has_title_page=title is not None and is_on(title),
        borders=_child(last, "pgBorders"),
        remarks=tuple(remarks),
    )


def is_on(element: Any) -> bool:
    """Say whether a property that is a switch is on."""
    return element.get(f"{_W}val") not in ("0", "false", "off")


def _child(section: Any | None, name: str) -> Any | None:
    return None if section is None else section.find(f"{_W}{name}")


def _page(section: Any | None, remarks: list[str]) -> Page:
    size, margin = _child(section, "pgSz"), _child(section, "pgMar")
    width, height = _twips(size, "w", _A4[0]), _twips(size, "h", _A4[1])
    if not (_LEAST_SIDE <= width <= _MOST_SIDE and _LEAST_SIDE <= height <= _MOST_SIDE):
        remarks.append("the page of the template has an impossible size; A4 is used")
        width, height = _A4
    page = Page(
        width=width,
        height=height,
        top=_twips(margin, "top", MARGIN_TOP),
        right=_twips(margin, "right", MARGIN_SIDE),
        bottom=_twips(margin, "bottom", MARGIN_BOTTOM),
        left=_twips(margin, "left", MARGIN_SIDE),
        header=_twips(margin, "header", _HEADER_DISTANCE),
        footer=_twips(margin, "footer", _HEADER_DISTANCE),
        gutter=_twips(margin, "gutter", 0),
    )
    if page.text_width < _SHORTEST or page.text_height < _SHORTEST:
        remarks.append("the margins of the template leave too little of the page; narrower ones are used")
        side = max(min(MARGIN_SIDE, (width - _SHORTEST) // 2, (height - _SHORTEST) // 2), 0)
        page = Page(width=width, height=height, top=side, right=side, bottom=side, left=side)
    return page


def _twips(element: Any | None, name: str, default: int) -> int:
    try:
        return default if element is None else round(float(element.get(f"{_W}{name}", default)))
    except (ValueError, OverflowError):
        return default


def _span(children: list[Any], mark: Any) -> tuple[int, int] | None:
    """Return the paragraphs of the body, from and to, that a bookmark covers; None where it stands deeper."""
    identifier, start = mark.get(f"{_W}id"), _place(children, mark)
    if start is None:
        return None
    ends = [end for end in mark.getroottree().iter(f"{_W}bookmarkEnd") if end.get(f"{_W}id") == identifier]
    end = _place(children, ends[0]) if ends else None
    last = max(start, start if end is None else end) + 1
    # A paragraph that ends a section keeps the section.
    while last > start and next(children[last - 1].iter(f"{_W}sectPr"), None) is not None:
        last -= 1
    return start, last


def _place(children: list[Any], element: Any) -> int | None:
    while element is not None and element not in children:
        if element.tag in (f"{_W}tc", f"{_W}txbxContent"):
            return None
        element = element.getparent()
    return None if element is None else children.index(element)
