"""A template made into a house style: colors, styles, lists, headers, footers and settings. Writes no block.

Works on the trees that the guard let through. lxml is imported from here on only, so that a report in the built-in
style does not wait for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from types import MappingProxyType
from typing import Any

from attrs import define, field
from lxml import etree

from kcss_core.text import clean
from kcss_docx import template as built_in
from kcss_docx.contract import Merged, body_text, merged
from kcss_docx.fitting import complete_defaults, fit_contents, fit_copies, on_paper
from kcss_docx.guard import Guarded, guard, picture_suffix
from kcss_docx.house import CoverKind, House
from kcss_docx.inline import DOCUMENT
from kcss_docx.layout import BODY_BOOKMARK, Layout, is_on, layout_of
from kcss_docx.markup import DECLARATION, LONGEST, W
from kcss_docx.numbering import Numbering
from kcss_docx.package import Package
from kcss_docx.theme import colors_of, slots_of, title_field
from kcss_docx.trees import cut

_W = f"{{{W}}}"
_VAL = f"{_W}val"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"

# Bookmarks of an earlier report that is used as a template; they would stand twice.
_OWN_BOOKMARKS = re.compile(r"_(fig|chart|table|Toc|Ref)\w*|_GoBack")

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DRAWING = "application/vnd.openxmlformats-officedocument.drawingml."
_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "header": f"{_WORD}header+xml",
        "footer": f"{_WORD}footer+xml",
        "fontTable": f"{_WORD}fontTable+xml",
        "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
        "chart": f"{_DRAWING}chart+xml",
        "diagramData": f"{_DRAWING}diagramData+xml",
        "diagramLayout": f"{_DRAWING}diagramLayout+xml",
        "diagramQuickStyle": f"{_DRAWING}diagramStyle+xml",
        "diagramColors": f"{_DRAWING}diagramColors+xml",
    }
)
_FOLDERS = {"image": "word/media/", "chart": "word/charts/", "theme": "word/theme/", "font": "word/fonts/"}
#: Settings that belong to the look of a page, in the order of the schema, after the one that each follows.
_SETTINGS = (
    ("mirrorMargins", "zoom"), ("bordersDoNotSurroundHeader", "zoom"), ("bordersDoNotSurroundFooter", "zoom"),
    ("gutterAtTop", "zoom"), ("autoHyphenation", "defaultTabStop"), ("hyphenationZone", "defaultTabStop"),
    ("doNotHyphenateCaps", "defaultTabStop"), ("evenAndOddHeaders", "defaultTabStop"),
    ("clrSchemeMapping", "themeFontLang"),
)  # fmt: skip


def house_of(data: bytes, name: str, language: str, *, has_pages: bool = False) -> House:
    """Return the house style of a template.

    Args:
        name: What messages call the template.
        language: Of the report.
        has_pages: Whether the contents bear page numbers.

    Raises:
        FileError: The template cannot be read.
    """
    return adopted(guard(data, name), language, has_pages=has_pages)


def adopted(guarded: Guarded, language: str, *, has_pages: bool = False) -> House:
    """Return the house style of a template that the guard let through."""
    layout, colors, slots = layout_of(guarded), colors_of(guarded), slots_of(guarded)
    has_field = bool(title_field(guarded.part("styles")))
    bare = House(colors=colors, slots=slots, template=Template(guarded=guarded, layout=layout, language=language))
    ours = etree.fromstring(bare.dressed(built_in.styles(language, has_pages=has_pages)).encode())
    styles = merged(guarded.part("styles"), ours)
    body = body_text(styles)
    numbering = Numbering(
        guarded.part("numbering"), etree.fromstring(bare.dressed(built_in.numbering(())).encode()), styles
    )
    if layout.is_filled:
        cover = CoverKind.NONE
    else:
        cover = CoverKind.FIELD if has_field or "Title" in styles.copied else CoverKind.PLAIN
    template = Template(guarded=guarded, layout=layout, language=language, styles=styles, numbering=numbering)
    complete_defaults(styles, language)
    fit_copies(styles, layout, numbering)
    fit_contents(styles, layout, has_pages=has_pages)
    if cover is CoverKind.PLAIN:
        on_paper(styles, colors)
    starts = styles.resolved(styles.ids["Heading1"], "pPr/pageBreakBefore")
    return House(
        page=layout.page,
        lists=numbering.lists,
        body=body,
        starts_pages=starts is not None and is_on(starts),
        cover=cover,
        styles={ours: theirs for ours, theirs in styles.ids.items() if ours != theirs},
        colors=colors,
        slots=slots,
        template=template,
    )


# --- the parts of a document


@define(kw_only=True)
class Template:
    """What a template puts into one document.

    Attributes:
        styles, numbering: None while the template is only looked at.
    """

    guarded: Guarded
    layout: Layout
    language: str
    styles: Merged | None = None
    numbering: Numbering | None = None
    _carried: dict[str, str] = field(factory=dict)

    def install(self, package: Package, words: Mapping[str, str]) -> Mapping[tuple[str, str], str]:
        """Add headers, footers and what they hold, and return the id of the relation of each, by kind and page.

        Args:
            words: Words of the report by the bookmark that they fill.
        """
        for tree in self.guarded.trees.values():
            _fill(tree, words)
        relations = self.guarded.relations[self.guarded.main]
        if self.layout.is_filled:
            for identifier, relation in relations.items():
                self._adopt(package, DOCUMENT, identifier, relation)
        found = {}
        for key, identifier in self.layout.references.items():
            shown = relations.get(identifier)
            if shown is not None and shown.target in self.guarded.trees:
                found[key] = package.relate(DOCUMENT, shown.kind, self._carry(package, shown.target, shown.kind))
        return found

    def _adopt(self, package: Package, source: str, identifier: str, relation: Any) -> None:
        """Let a part keep a relation under the id that its XML names."""
        if relation.is_external:
            package.adopt(source, identifier, relation.type, relation.target, is_external=True)
        elif relation.kind in ("image", "chart", "header", "footer", "font") or relation.kind.startswith("diagram"):
            package.adopt(source, identifier, relation.type, self._carry(package, relation.target, relation.kind))

    def _carry(self, package: Package, name: str, kind: str) -> str:
        """Add a part of the template, with all that it points to, and return its name in the document."""
        if name in self._carried:
            return self._carried[name]
        tree = self.guarded.trees.get(name)
        data = self.guarded.blobs[name] if tree is None else serialized(tree)
        suffix = (picture_suffix(data) if kind == "image" else None) or name.rpartition(".")[2].lower()
        folder = _FOLDERS.get(kind, "word/diagrams/" if kind.startswith("diagram") else "word/")
        new = self._carried[name] = package.add(package.free_name(folder + kind, suffix), data, _TYPES.get(kind))
        for identifier, relation in self.guarded.relations.get(name, {}).items():
            self._adopt(package, new, identifier, relation)
        return new

    def finish(self, package: Package, restarts: list[int], *, has_footnotes: bool = False) -> None:
        """Add styles, lists, settings, theme and fonts."""
        assert self.styles is not None
        assert self.numbering is not None
        for number, level in enumerate(restarts, self.numbering.lists.first):
            self.numbering.restart(number, level)
        for name, data in (
            ("styles", serialized(self.styles.root)),
            ("numbering", serialized(self.numbering.root)),
            ("settings", self._settings(has_footnotes=has_footnotes)),
        ):
            part = package.add(f"word/{name}.xml", data, f"{_WORD}{name}+xml")
            package.relate(DOCUMENT, name, part)
            if name == "numbering":  # bullets may be pictures
                for identifier, relation in self.guarded.relations.get(self._name(name), {}).items():
                    self._adopt(package, part, identifier, relation)
        for name, built in (("theme", built_in.theme), ("fontTable", built_in.fonts)):
            source = self._name(name)
            part = (
                self._carry(package, source, name)
                if source
                else package.add(f"{_FOLDERS.get(name, 'word/')}{name}.xml", built(), _TYPES[name])
            )
            package.relate(DOCUMENT, name, part)

    def _name(self, kind: str) -> str:
        relations = self.guarded.relations[self.guarded.main].values()
        return next((one.target for one in relations if one.kind == kind and one.target in self.guarded.trees), "")

    @property
    def has_even_pages(self) -> bool:
        """Whether left pages have headers of their own."""
        settings = self.guarded.part("settings")
        mark = None if settings is None else settings.find(f"{_W}evenAndOddHeaders")
        return mark is not None and is_on(mark)

    @property
    def has_picture(self) -> bool:
        """Whether a header shows a picture."""
        return any(
            relation.kind == "image"
            for part in self._parts("header")
            for relation in self.guarded.relations.get(part, {}).values()
        )

    def numbers_pages(self, page: str) -> bool:
        """Say whether the footer of a page (``default``, ``first``, ``even``) prints its number."""
        relation = self.guarded.relations[self.guarded.main].get(self.layout.references.get(("footer", page), ""))
        tree = None if relation is None else self.guarded.trees.get(relation.target)
        if tree is None:
            return False
        instructions = [element.text or "" for element in tree.iter(f"{_W}instrText")]
        instructions += [element.get(f"{_W}instr", "") for element in tree.iter(f"{_W}fldSimple")]
        return any(re.match(r"\s*(PAGE|NUMPAGES)\b", instruction) for instruction in instructions)

    def _parts(self, kind: str) -> list[str]:
        relations = self.guarded.relations[self.guarded.main]
        used = [self.layout.references[key] for key in self.layout.references if key[0] == kind]
        return [relations[identifier].target for identifier in used if identifier in relations]

    def borders(self) -> str:
        """Return the lines around the page, as part of a section."""
        if self.layout.borders is None:
            return ""
        return str(etree.tostring(self.layout.borders, encoding="unicode", with_tail=False))

    def _settings(self, *, has_footnotes: bool) -> bytes:
        """Return the built-in settings, with those of the template that belong to the look of a page."""
        ours = built_in.settings(self.language, has_footnotes=has_footnotes)
        root, theirs = etree.fromstring(ours.encode()), self.guarded.part("settings")
        for name, before in reversed(_SETTINGS):
            element = None if theirs is None else theirs.find(f"{_W}{name}")
            if element is not None:
                root.find(f"{_W}{before}").addnext(deepcopy(element))
        return serialized(root)

    def surrounding(self) -> tuple[str, str]:
        """Return the template's own pages before and after the report; both empty where it brings none."""
        ignorable = _ignorable(self.guarded.trees[self.guarded.main])
        sides = (self.layout.before, self.layout.after)
        marks = [mark for side in sides for element in side for mark in element.iter(f"{_W}bookmarkStart")]
        gone = {
            mark.get(f"{_W}id")
            for mark in marks
            if _OWN_BOOKMARKS.fullmatch(mark.get(f"{_W}name", "")) or mark.get(f"{_W}name").lower() == BODY_BOOKMARK
        }
        starts = {mark.get(f"{_W}id") for mark in marks} - gone
        written = []
        for side in sides:
            for element in side:
                for mark in [*element.iter(f"{_W}bookmarkStart", f"{_W}bookmarkEnd")]:
                    if mark.get(f"{_W}id") not in starts:
                        cut(mark)
                _without(element, ignorable)
                for note in [*element.iter(f"{_W}footnoteReference", f"{_W}endnoteReference")]:
                    cut(note)
            written.append("".join(etree.tostring(element, encoding="unicode", with_tail=False) for element in side))
        return written[0], written[1]

    def last_id(self) -> int:
        """Return the highest id of a bookmark, drawing or control of the template's own pages."""
        trees = [tree for name, tree in self.guarded.trees.items() if "/header" in name or "/footer" in name]
        elements = (*self.layout.before, *self.layout.after, *trees)
        found = (one.get(name, "") for element in elements for one in element.iter("*") for name in (f"{_W}id", "id"))
        return max((int(value) for value in found if value.isdigit() and len(value) < 9), default=0)


def _ignorable(root: Any) -> tuple[str, ...]:
    """Return the namespaces that a part says may be ignored."""
    prefixes = root.get(_IGNORABLE, "").split()
    return tuple(f"{{{root.nsmap[prefix]}}}" for prefix in prefixes if prefix in root.nsmap)


def _without(element: Any, namespaces: tuple[str, ...]) -> None:
    """Take out what may be ignored: the document that it goes into does not declare it."""
    if not namespaces:
        return
    for one in [*element.iter("*")]:
        if one.tag.startswith(namespaces):
            cut(one)
            continue
        for name in [name for name in one.attrib if name.startswith(namespaces)]:
            del one.attrib[name]


def _fill(root: Any, words: Mapping[str, str]) -> None:
    """Put words of the report where bookmarks of the template ask for them, in the face of what stands there."""
    for mark in [*root.iter(f"{_W}bookmarkStart")]:
        name, identifier = mark.get(f"{_W}name", "").lower(), mark.get(f"{_W}id")
        if name not in words:
            continue
        parent, face, covered = mark.getparent(), None, []
        for element in mark.itersiblings():
            if element.tag == f"{_W}bookmarkEnd" and element.get(f"{_W}id") == identifier:
                break
            covered.append(element)
        else:
            covered = []  # it ends in another paragraph, whose words are none of ours
        for element in covered:
            face = element.find(f"{_W}rPr") if face is None and element.tag == f"{_W}r" else face
            parent.remove(element)
        run = etree.Element(f"{_W}r")
        if face is not None:
            run.append(face)
        text = etree.SubElement(run, f"{_W}t", {_SPACE: "preserve"})
        text.text = clean(" ".join(words[name].split()))[0][:LONGEST]
        mark.addnext(run)


def serialized(root: Any) -> bytes:
    """Return a part as it is stored."""
    return f"{DECLARATION}{etree.tostring(root, encoding='unicode', with_tail=False)}".encode()
