"""What words of a document look like once all styles they inherit from are asked. Changes nothing."""

from __future__ import annotations

import re
from typing import Any

from kcss_docx.markup import W

_W = f"{{{W}}}"
_VAL = f"{_W}val"
#: Type of this size, or bold of the smaller one, needs less contrast (half-points; WCAG 2.2, large scale).
_LARGE, _LARGE_BOLD = 36, 28


class Styles:
    """The styles of a document, with what each inherits."""

    def __init__(self, root: Any) -> None:
        self._by_id = {style.get(f"{_W}styleId"): style for style in root.iterfind(f"{_W}style")}
        self._default = next(
            (
                identifier
                for identifier, style in self._by_id.items()
                if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true", "on")
            ),
            "",
        )
        self._defaults = root.find(f"{_W}docDefaults")
        self._marks: dict[tuple[str, str], Any] = {}
        lang = None if self._defaults is None else self._defaults.find(f".//{_W}lang")
        normal = self._inherited(self._default, "rPr/lang")
        self.language = next((one.get(_VAL) for one in (lang, normal) if one is not None and one.get(_VAL)), "")

    def _inherited(self, identifier: str, path: str) -> Any | None:
        key = (identifier, path)
        if key in self._marks:
            return self._marks[key]
        where, seen, found, at = "/".join(f"{_W}{part}" for part in path.split("/")), set[str](), None, identifier
        while found is None and at in self._by_id and at not in seen:
            seen.add(at)
            style = self._by_id[at]
            found = style.find(where)
            base = style.find(f"{_W}basedOn")
            at = "" if base is None else base.get(_VAL, "")
        self._marks[key] = found
        return found

    def _style_of(self, paragraph: Any) -> str:
        named = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return str(named.get(_VAL)) if named is not None else self._default

    def _of_run(self, run: Any, paragraph: Any, name: str) -> Any | None:
        own = run.find(f"{_W}rPr/{_W}{name}")
        if own is not None:
            return own
        named = run.find(f"{_W}rPr/{_W}rStyle")
        for identifier in ([] if named is None else [named.get(_VAL)]) + [self._style_of(paragraph)]:
            if (found := self._inherited(identifier, f"rPr/{name}")) is not None:
                return found
        return None if self._defaults is None else self._defaults.find(f"{_W}rPrDefault/{_W}rPr/{_W}{name}")

    def level(self, paragraph: Any) -> int | None:
        """Return the level of a heading, 1 for a chapter; None for other paragraphs."""
        mark = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        if mark is None:
            mark = self._inherited(self._style_of(paragraph), "pPr/outlineLvl")
        value = "" if mark is None else mark.get(_VAL, "")
        return int(value) + 1 if value.isdigit() and int(value) < 9 else None

    def color(self, run: Any, paragraph: Any) -> str:
        """Return the color of words; black where it is automatic."""
        return _hex(self._of_run(run, paragraph, "color")) or "000000"

    def ground(self, run: Any, paragraph: Any) -> str:
        """Return the color that words stand on: their own, or that of paragraph, cell, table style, or paper."""
        shades = [self._of_run(run, paragraph, "shd"), paragraph.find(f"{_W}pPr/{_W}shd")]
        shades.append(self._inherited(self._style_of(paragraph), "pPr/shd"))
        for cell in paragraph.iterancestors(f"{_W}tc"):
            shades.append(cell.find(f"{_W}tcPr/{_W}shd"))
            row = cell.getparent()
            properties = row.getparent().find(f"{_W}tblPr") if row is not None and row.getparent() is not None else None
            style = None if properties is None else properties.find(f"{_W}tblStyle")
            if style is not None and row.find(f"{_W}trPr/{_W}tblHeader") is not None:
                parts = self._by_id.get(style.get(_VAL), ())
                shades += [part.find(f"{_W}tcPr/{_W}shd") for part in parts if part.get(f"{_W}type") == "firstRow"]
            if properties is not None:
                shades.append(properties.find(f"{_W}shd"))
        return next((value for shade in shades if (value := _hex(shade, "fill"))), "FFFFFF")

    def is_large(self, run: Any, paragraph: Any) -> bool:
        """Say whether words are set so large that they need less contrast."""
        size = self._of_run(run, paragraph, "sz")
        value = "" if size is None else size.get(_VAL, "")
        bold = self._of_run(run, paragraph, "b")
        is_bold = bold is not None and bold.get(_VAL) not in ("0", "false", "off")
        return value.isdigit() and int(value) >= (_LARGE_BOLD if is_bold else _LARGE)


def _hex(element: Any | None, name: str = "val") -> str:
    value = "" if element is None else element.get(f"{_W}{name}", "")
    return value.upper() if re.fullmatch(r"[0-9A-Fa-f]{6}", value) else ""
