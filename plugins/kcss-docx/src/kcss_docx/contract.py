"""The styles that a report needs, found in a template by type and name, or copied from the built-in ones.

Works on the trees of two style parts. Knows no report and no package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from types import MappingProxyType
from typing import Any

from attrs import define, field, frozen

from kcss_core.text import fold
from kcss_docx.markup import W

_W = f"{{{W}}}"
_VAL = f"{_W}val"

#: Names under which programs and languages know the styles of Word, beside the English name. Word itself stores the
#: English one whatever its language; LibreOffice, Pages, WPS and converters do not.
_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Normal": ("Standard", "Default Paragraph Style", "Default"),
        "Title": ("Titull", "Titulli", "Naslov", "Titel", "Titre", "Заглавие", "Наслов"),
        "Subtitle": ("Nëntitull", "Podnaslov", "Untertitel", "Sous-titre", "Поднаслов"),
        "Quote": ("Quotations", "Block Text", "Block Quote", "Citim", "Citat", "Zitat", "Цитат"),
        "Caption": ("Image Caption", "Illustration", "Natpis", "Beschriftung", "Légende", "Натпис"),
        "TableofFigures": ("Figure Index 1", "Illustration Index 1"),
        "FootnoteText": ("Footnote", "Fusnota", "Fußnotentext", "Note de bas de page"),
        "FootnoteReference": ("Footnote Symbol", "Footnote anchor", "Footnote Characters"),
        "TOCHeading": ("Contents Heading", "Table of Contents Heading"),
        "Header": ("Page Header", "Kopfzeile", "Zaglavlje", "En-tête"),
        "Footer": ("Page Footer", "Fußzeile", "Podnožje", "Pied de page"),
        "ListBullet": ("List Bullet 1", "Bullet List", "Bullets", "Aufzählungszeichen", "Lista sa oznakama"),
        "ListNumber": ("List Number 1", "Numbered List", "Numbering 1", "Listennummer", "Numerisana lista"),
        "Hyperlink": ("Internet Link", "Internet link", "Hiperveza", "Hiperlidhje"),
        "Lead": ("Intro", "Introduction", "Standfirst", "Lead Paragraph"),
        "TableText": ("Table Contents",),
        "TableHeader": ("Table Heading",),
    }
)
_NUMBERED_NAMES = {
    "Heading": ("Überschrift", "Titre", "Naslov", "Titulli", "Kreu", "Наслов"),
    "TOC": ("Contents", "Verzeichnis", "Sadržaj"),
}
#: What running text is set in, where a template has it: Word's "Normal" is often only the root of all others.
_BODY_TEXT = ("Body Text", "Text body", "Text Body", "Textkörper", "Osnovni tekst", "Teksti i trupit")

_P_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_R_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss",
    "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position", "sz",
    "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
    "eastAsianLayout", "specVanish", "oMath",
)  # fmt: skip
_STYLE_ORDER = (
    "name", "aliases", "basedOn", "next", "link", "autoRedefine", "hidden", "uiPriority", "semiHidden",
    "unhideWhenUsed", "qFormat", "locked", "personal", "personalCompose", "personalReply", "rsid", "pPr", "rPr",
    "tblPr", "trPr", "tcPr", "tblStylePr",
)  # fmt: skip
# What a template's default paragraph may have that no table cell, caption or tile should inherit, and how it is undone.
_P_RESETS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "keepNext": {"val": "0"},
        "keepLines": {"val": "0"},
        "pageBreakBefore": {"val": "0"},
        "ind": {"left": "0", "right": "0", "firstLine": "0"},
        "contextualSpacing": {"val": "0"},
        "jc": {"val": "left"},
        "shd": {"val": "clear", "color": "auto", "fill": "auto"},
    }
)
_R_RESETS = ("b", "i", "caps", "smallCaps", "strike", "vanish")


@frozen(kw_only=True)
class Found:
    """One style that a report needs.

    Attributes:
        name: Its name in the built-in style.
        theirs: Name of the template's style that is used; empty where there is none.
        remark: What is missing or odd; empty for nothing.
    """

    name: str
    kind: str
    theirs: str = ""
    remark: str = ""


@define(kw_only=True)
class Merged:
    """The styles of a template with those of the built-in style that it lacks.

    Attributes:
        ids: Id of each style by its id in the built-in style.
        copied: What was copied, by the id in the built-in style.
        others: Names of the template's styles that a report has no use for.
    """

    root: Any
    ids: dict[str, str] = field(factory=dict)
    copied: dict[str, Any] = field(factory=dict)
    others: tuple[str, ...] = ()
    found: list[Found] = field(factory=list)

    def style(self, identifier: str) -> Any | None:
        """Return a style by its id in the merged part."""
        for style in self.root.iterfind(f"{_W}style"):
            if style.get(f"{_W}styleId") == identifier:
                return style
        return None

    def resolved(self, identifier: str, path: str) -> Any | None:
        """Return what a style or one that it is based on says, e.g. ``pPr/spacing``; None where nobody says it."""
        where = "/".join(f"{_W}{part}" for part in path.split("/"))
        seen = set[str]()
        while identifier and identifier not in seen:
            seen.add(identifier)
            style = self.style(identifier)
            if style is None:
                return None
            if (element := style.find(where)) is not None:
                return element
            identifier = _value(style, "basedOn")
        return None

    @property
    def normal(self) -> str:
        """Id of the default paragraph style."""
        return self.ids["Normal"]


def merged(theirs: Any | None, ours: Any) -> Merged:
    """Return the styles of a template, completed.

    Args:
        theirs: Root of the template's style part; None where it has none. It is changed.
        ours: Root of the built-in one.
    """
    if theirs is None:
        root = deepcopy(ours)
        every = {style.get(f"{_W}styleId"): style for style in root.iterfind(f"{_W}style")}
        result = Merged(root=root, ids={identifier: identifier for identifier in every}, copied=every)
        result.found = [Found(name=_value(style, "name"), kind=style.get(f"{_W}type")) for style in every.values()]
        return result
    result = Merged(root=theirs)
    names = _named(theirs)
    taken_ids = {style.get(f"{_W}styleId") for style in theirs.iterfind(f"{_W}style")}
    taken_names = {name: kind for kind, name in names}
    for style in ours.iterfind(f"{_W}style"):
        identifier, kind, name = style.get(f"{_W}styleId"), style.get(f"{_W}type"), _value(style, "name")
        match = _match(style, names, theirs)
        if match is not None:
            result.ids[identifier] = match.get(f"{_W}styleId")
            remark = _odd(identifier, match)
            result.found.append(Found(name=name, kind=kind, theirs=_value(match, "name"), remark=remark))
            continue
        other = taken_names.get(fold(name))
        remark = f"there is one of this name, but for {other}" if other else ""
        result.found.append(Found(name=name, kind=kind, remark=remark))
        copy = deepcopy(style)
        new = identifier
        while new in taken_ids:
            new += "Report"
        taken_ids.add(new)
        copy.set(f"{_W}styleId", new)
        if other:
            copy.find(f"{_W}name").set(_VAL, f"Report {name}")
            copy.set(f"{_W}customStyle", "1")
        result.ids[identifier] = new
        result.copied[identifier] = copy
        theirs.append(copy)
    used = {one.theirs for one in result.found}
    there = (_value(style, "name") for style in theirs.iterfind(f"{_W}style"))
    ours_too = {_value(copy, "name") for copy in result.copied.values()}
    result.others = tuple(sorted(name for name in there if name and name not in used | ours_too))
    for copy in result.copied.values():
        for relation in ("basedOn", "next", "link"):
            for element in copy.iterfind(f"{_W}{relation}"):
                element.set(_VAL, result.ids.get(element.get(_VAL), element.get(_VAL)))
    _undo_defaults(result)
    return result


def body_text(result: Merged) -> str:
    """Return the style of running text: that of the template, or a copy of ours where paragraphs would run together."""
    names = _named(result.root)
    for name in _BODY_TEXT:
        if (style := names.get(("paragraph", fold(name)))) is not None:
            result.found.append(Found(name="Body Text", kind="paragraph", theirs=_value(style, "name")))
            return str(style.get(f"{_W}styleId"))
    if "Normal" in result.copied:
        return ""
    spacing = result.resolved(result.normal, "pPr/spacing")
    if spacing is None:
        spacing = result.root.find(f"{_W}docDefaults/{_W}pPrDefault/{_W}pPr/{_W}spacing")
    indent = result.resolved(result.normal, "pPr/ind")
    sides = (None, None) if spacing is None else (spacing.get(f"{_W}after"), spacing.get(f"{_W}before"))
    is_apart = any(side not in (None, "0") for side in sides)
    if is_apart or (indent is not None and indent.get(f"{_W}firstLine") not in (None, "0")):
        return ""
    result.root.append(_element("style", type="paragraph", customStyle="1", styleId="ReportText"))
    style = result.root[-1]
    for name, value in (("name", "Report Text"), ("basedOn", result.normal)):
        style.append(_element(name, val=value))
    style.append(_element("qFormat"))
    style.append(_element("pPr"))
    style[-1].append(_element("spacing", after="140", line="278", lineRule="auto"))
    result.found.append(Found(name="Body Text", kind="paragraph", remark="paragraphs of the template have no distance"))
    return "ReportText"


def _element(name: str, **attributes: str) -> Any:
    from lxml import etree

    return etree.Element(f"{_W}{name}", {f"{_W}{key}": value for key, value in attributes.items()})


def put(properties: Any, element: Any) -> None:
    """Put an element among paragraph or run properties, where the schema wants it, instead of one of its name."""
    order = _P_ORDER if properties.tag == f"{_W}pPr" else _R_ORDER
    names = [child.tag.removeprefix(_W) for child in properties]
    name = element.tag.removeprefix(_W)
    if name in names:
        properties.remove(properties[names.index(name)])
        names.remove(name)
    before = sum(1 for other in names if other in order and order.index(other) < order.index(name))
    properties.insert(before, element)


def properties(style: Any, name: str) -> Any:
    """Return ``pPr`` or ``rPr`` of a style, made where it has none."""
    found = style.find(f"{_W}{name}")
    if found is None:
        found = _element(name)
        names = [child.tag.removeprefix(_W) for child in style]
        before = sum(1 for other in names if _STYLE_ORDER.index(other) < _STYLE_ORDER.index(name))
        style.insert(before, found)
    return found


def _undo_defaults(result: Merged) -> None:
    """Take back, in copied styles, what the template's default paragraph has and a cell or caption must not inherit."""
    if "Normal" in result.copied:
        return
    normal = result.normal
    for copy in result.copied.values():
        if copy.get(f"{_W}type") != "paragraph" or _value(copy, "basedOn") != normal:
            continue
        for name, values in _P_RESETS.items():
            if copy.find(f"{_W}pPr/{_W}{name}") is None and result.resolved(normal, f"pPr/{name}") is not None:
                put(properties(copy, "pPr"), _element(name, **values))
        for name in _R_RESETS:
            if copy.find(f"{_W}rPr/{_W}{name}") is None and result.resolved(normal, f"rPr/{name}") is not None:
                put(properties(copy, "rPr"), _element(name, val="0"))


def _named(root: Any) -> dict[tuple[str, str], Any]:
    """Return styles by type and folded name; aliases count, and the first of a name wins."""
    found: dict[tuple[str, str], Any] = {}
    for style in root.iterfind(f"{_W}style"):
        kind = style.get(f"{_W}type", "paragraph")
        for name in (_value(style, "name"), *_value(style, "aliases").split(",")):
            if name.strip():
                found.setdefault((kind, fold(name)), style)
    return found


def _match(style: Any, names: Mapping[tuple[str, str], Any], theirs: Any) -> Any | None:
    identifier, kind, name = style.get(f"{_W}styleId"), style.get(f"{_W}type"), _value(style, "name")
    if style.get(f"{_W}default"):
        for other in theirs.iterfind(f"{_W}style"):
            if other.get(f"{_W}type") == kind and other.get(f"{_W}default") in ("1", "true", "on"):
                return other
    for candidate in (f"Report {name}", name, *_others(identifier)):
        if (found := names.get((kind, fold(candidate)))) is not None:
            return found
    return None


def _others(identifier: str) -> Iterator[str]:
    yield from _NAMES.get(identifier, ())
    base, level = identifier[:-1], identifier[-1]
    for name in _NUMBERED_NAMES.get(base, ()):
        yield f"{name} {level}"


def _odd(identifier: str, style: Any) -> str:
    """Return what a style of a template lacks to do what it is for."""
    if identifier == "ListBullet" and style.find(f"{_W}pPr/{_W}numPr") is None:
        return "it has no bullets; those of the built-in style are used"
    return ""


def _value(style: Any, name: str) -> str:
    element = style.find(f"{_W}{name}")
    return "" if element is None else element.get(_VAL, "")
