"""What stands between a Word document and who cannot see it: the rules of Word's own checker, and three of WCAG.

Works on the parts of any document, whoever wrote it. Changes nothing.

**Source**: Microsoft, *Rules for the Accessibility Checker* (errors, warnings, tips for Word); WCAG 2.2, 1.4.3
contrast, 2.4.2 page titled, 3.1.1 and 3.1.2 language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from attrs import frozen

from kcss_docx.archive import is_markup, parsed, read_parts
from kcss_docx.inheritance import Styles
from kcss_docx.markup import W
from kcss_docx.palette import READABLE, contrast
from kcss_docx.relations import main_part, relations

_W = f"{{{W}}}"
_VAL = f"{_W}val"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"

#: Parts with words, by the last word of their relationship.
_TEXTS = frozenset({"header", "footer", "footnotes", "endnotes"})
_FILE_NAME = re.compile(r"\S+\.(png|jpe?g|gif|bmp|tiff?|svg|emf|wmf|webp)", re.IGNORECASE)
_VAGUE = re.compile(r"(click here|here|link|more|read more|this page|https?://\S+)", re.IGNORECASE)
#: Empty paragraphs in a row from which somebody made space with them; spaces in a row likewise.
_EMPTY_RUN, _SPACE_RUN = 3, 4
_LONG_HEADING = 100
_READABLE_LARGE = 3.0
_PLACES = 5


class Level(StrEnum):
    """How much a fault matters: as Word's checker says it."""

    ERROR = "error"
    WARNING = "warning"
    TIP = "tip"


@frozen
class Rule:
    """One rule: its name, level, and what it asks for."""

    name: str
    level: Level
    asks: str


RULES = MappingProxyType(
    {
        rule.name: rule
        for rule in (
            Rule("alternative-text", Level.ERROR, "every picture and chart says what it shows, or that it decorates"),
            Rule("table-header", Level.ERROR, "every table has a header row"),
            Rule("headings", Level.ERROR, "a document of several pages has headings"),
            Rule("control-title", Level.ERROR, "every content control has a title"),
            Rule("access", Level.ERROR, "nothing keeps programs from reading the document"),
            Rule("title", Level.ERROR, "the document has a title"),
            Rule("language", Level.ERROR, "every word has a language"),
            Rule("simple-table", Level.WARNING, "no cell is merged or split, no table stands in another"),
            Rule("inline-object", Level.WARNING, "pictures stand in the line of text, unless they decorate"),
            Rule("link-text", Level.WARNING, "a link says where it leads"),
            Rule("contrast", Level.WARNING, "words can be told from their ground: 4.5 to 1, large ones 3 to 1"),
            Rule("blank-header-cell", Level.WARNING, "no cell of a header row is empty"),
            Rule("heading-order", Level.TIP, "no level of headings is skipped"),
            Rule("blank-characters", Level.TIP, "space is not made of empty paragraphs or of spaces"),
            Rule("short-headings", Level.TIP, "headings are short"),
            Rule("watermark", Level.TIP, "no picture lies behind the text as watermark"),
        )
    }
)  # fmt: skip


@frozen
class Fault:
    """A place that breaks a rule."""

    rule: Rule
    place: str
    what: str


def faults(data: bytes, name: str) -> tuple[Fault, ...]:
    """Return every place of a document that breaks a rule, in the order of the rules.

    Args:
        name: What messages call it.

    Raises:
        FileError: It cannot be read, or is no Word document.
    """
    document = _Document(read_parts(data, name), name)
    order = list(RULES)
    return tuple(sorted(document.faults(), key=lambda fault: order.index(fault.rule.name)))


class _Document:
    def __init__(self, parts: Mapping[str, bytes], name: str) -> None:
        self.parts, self.name = parts, name
        self.main = main_part(parts, name)
        self.styles = Styles(self._tree(self._target(self.main, "styles")))
        every = relations(parts, self.main, name).values()
        margins = sorted({one.target for one in every if one.kind in _TEXTS and one.target in parts})
        self.texts = {place: self._tree(place) for place in (self.main, *margins)}

    def _tree(self, place: str) -> Any:
        from lxml import etree

        if place not in self.parts or not is_markup(place):
            return etree.Element("none")
        return parsed(self.parts[place], self.name, place)

    def _target(self, source: str, kind: str) -> str:
        every = relations(self.parts, source, self.name).values()
        return next((one.target for one in every if one.kind == kind and not one.is_external), "")

    def faults(self) -> Iterator[Fault]:
        yield from self._whole()
        for place, tree in self.texts.items():
            yield from _drawings(tree, place, is_margin=place != self.main)
            yield from _tables(tree, place)
            yield from _controls(tree, place)
            yield from _links(tree, place)
            yield from self._contrast(tree, place)
        yield from self._headings()
        yield from _blanks(self.texts[self.main], self.main)

    def _whole(self) -> Iterator[Fault]:
        core = self._tree(self._target("", "core-properties"))
        title = core.find(f"{_DC}title")
        if title is None or not (title.text or "").strip():
            yield Fault(RULES["title"], "the document", "has no title among its properties")
        if not self.styles.language:
            yield Fault(RULES["language"], "the document", "its styles name no language")
        for tree in self.texts.values():
            for lang in tree.iter(f"{_W}lang"):
                if lang.get(_VAL) == "":
                    yield Fault(RULES["language"], "some words", "have an empty language")
        settings = self._tree(self._target(self.main, "settings"))
        protection = settings.find(f"{_W}documentProtection")
        if protection is not None and protection.get(f"{_W}enforcement") in ("1", "true", "on"):
            yield Fault(RULES["access"], "the document", "is protected")

    def _headings(self) -> Iterator[Fault]:
        found, before, letters = 0, 0, 0
        for paragraph in self.texts[self.main].iter(f"{_W}p"):
            said = _words(paragraph)
            letters += len(said)
            level = self.styles.level(paragraph)
            if level is None or not said:
                continue
            found += 1
            if level > before + 1:
                yield Fault(RULES["heading-order"], f"“{said[:50]}”", f"is of level {level}, after level {before}")
            if len(said) > _LONG_HEADING:
                yield Fault(RULES["short-headings"], f"“{said[:50]}…”", f"has {len(said)} letters")
            before = level
        if found == 0 and letters > 3_000:  # about two pages
            yield Fault(RULES["headings"], "the document", "has no headings")

    def _contrast(self, tree: Any, place: str) -> Iterator[Fault]:
        seen = set[tuple[str, str]]()
        for paragraph in tree.iter(f"{_W}p"):
            for run in paragraph.iter(f"{_W}r"):
                said = "".join(text.text or "" for text in run.iterchildren(f"{_W}t")).strip()
                if not said:
                    continue
                color, ground = self.styles.color(run, paragraph), self.styles.ground(run, paragraph)
                least = _READABLE_LARGE if self.styles.is_large(run, paragraph) else READABLE
                measured = contrast(color, ground)
                if measured < least and (color, ground) not in seen:
                    seen.add((color, ground))
                    what = f"{color} on {ground} is {measured:.1f} to 1"
                    yield Fault(RULES["contrast"], f"{place} “{said[:40]}”", what)


def _words(paragraph: Any) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{_W}t")).strip()


def _drawings(tree: Any, place: str, *, is_margin: bool) -> Iterator[Fault]:
    for named in tree.iter(f"{_WP}docPr"):
        said = (named.get("descr") or named.get("title") or "").strip()
        is_decorative = any(mark.get("val") in ("1", "true") for mark in named.iter(_DECORATIVE))
        called = f"{place} {named.get('name', '')}".strip()
        if not said and not is_decorative:
            yield Fault(RULES["alternative-text"], called, "says nothing of what it shows")
        elif _FILE_NAME.fullmatch(said):
            yield Fault(RULES["alternative-text"], called, f"says only its file: {said[:60]}")
        parent = named.getparent()
        if parent.tag == f"{_WP}anchor" and not is_decorative:
            if is_margin and parent.get("behindDoc") in ("1", "true"):
                yield Fault(RULES["watermark"], called, "lies behind the text of every page")
            elif not is_margin:
                yield Fault(RULES["inline-object"], called, "floats over the text")
    for shape in tree.iter(f"{_V}shape", f"{_V}rect", f"{_V}imagedata"):
        if shape.tag == f"{_V}imagedata" and not (shape.getparent().get("alt") or "").strip():
            yield Fault(RULES["alternative-text"], place, "an older picture says nothing of what it shows")


def _tables(tree: Any, place: str) -> Iterator[Fault]:
    for number, table in enumerate(tree.iter(f"{_W}tbl"), 1):
        rows = table.findall(f"{_W}tr")
        first = rows[0] if rows else None
        called = f"{place} table {number}"
        mark = None if first is None else first.find(f"{_W}trPr/{_W}tblHeader")
        if mark is None or mark.get(_VAL) in ("0", "false", "off"):
            yield Fault(RULES["table-header"], called, "has no header row")
        elif first is not None and len(rows) > 1 and len(cells := first.findall(f"{_W}tc")) > 1:
            empty = [str(at) for at, cell in enumerate(cells, 1) if not _words(cell) and not _pictured(cell)]
            if empty:
                yield Fault(RULES["blank-header-cell"], called, f"the header of column {', '.join(empty)} is empty")
        if any(_spans(mark) for mark in table.iter(f"{_W}gridSpan", f"{_W}vMerge", f"{_W}hMerge")):
            yield Fault(RULES["simple-table"], called, "has merged cells")
        if next(table.iterancestors(f"{_W}tbl"), None) is not None:
            yield Fault(RULES["simple-table"], called, "stands in another table")


def _pictured(cell: Any) -> bool:
    return next(cell.iter(f"{_WP}docPr"), None) is not None


def _spans(mark: Any) -> bool:
    return mark.tag != f"{_W}gridSpan" or mark.get(_VAL) not in ("0", "1")


def _controls(tree: Any, place: str) -> Iterator[Fault]:
    for properties in tree.iter(f"{_W}sdtPr"):
        alias, tag = properties.find(f"{_W}alias"), properties.find(f"{_W}tag")
        if not any(one is not None and (one.get(_VAL) or "").strip() for one in (alias, tag)):
            shown = "".join(text.text or "" for text in properties.getparent().iter(f"{_W}t"))[:40]
            yield Fault(RULES["control-title"], f"{place} “{shown}”", "has no title")


def _links(tree: Any, place: str) -> Iterator[Fault]:
    for link in tree.iter(f"{_W}hyperlink"):
        said = _words(link)
        if link.get(f"{_R}id") is None:
            continue
        if not said and not _pictured(link):
            yield Fault(RULES["link-text"], place, "a link has no words")
        elif _VAGUE.fullmatch(said):
            yield Fault(RULES["link-text"], f"{place} “{said[:50]}”", "does not say where it leads")


def _blanks(tree: Any, place: str) -> Iterator[Fault]:
    run = 0
    body = tree.find(f"{_W}body")
    for element in () if body is None else body:
        is_empty = element.tag == f"{_W}p" and not _words(element) and len(element.findall(f".//{_W}drawing")) == 0
        is_empty = is_empty and element.find(f"{_W}pPr/{_W}sectPr") is None
        run = run + 1 if is_empty else 0
        if run == _EMPTY_RUN:
            yield Fault(RULES["blank-characters"], place, f"{_EMPTY_RUN} or more empty paragraphs stand together")
    for text in tree.iter(f"{_W}t"):
        if " " * _SPACE_RUN in (text.text or ""):
            said = text.text.strip()[:40]
            yield Fault(RULES["blank-characters"], f"{place} “{said}”", "holds spaces in a row")


def described(found: Iterable[Fault]) -> Iterator[str]:
    """Yield the faults for a reader, a few of each rule."""
    by_rule: dict[str, list[Fault]] = {}
    for fault in found:
        by_rule.setdefault(fault.rule.name, []).append(fault)
    for name, ones in by_rule.items():
        rule = RULES[name]
        yield f"{rule.level.value}: {rule.asks}  [{name}]"
        yield from (f"  {one.place}: {one.what}" for one in ones[:_PLACES])
        if len(ones) > _PLACES:
            yield f"  … and {len(ones) - _PLACES} more"
