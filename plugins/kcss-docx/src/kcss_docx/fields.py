"""Fields of a document from outside: which may stay, and how the others lose their instruction. Knows no part."""

from __future__ import annotations

import re
from typing import Any

from attrs import define, field

from kcss_docx.markup import W
from kcss_docx.trees import cut, unwrap

_W = f"{{{W}}}"

#: Fields that only look at their own document. All others are neutralized: they start programs (DDE), fetch files
#: (INCLUDETEXT, LINK, DATABASE, RD), run macros (MACROBUTTON) or ask questions (ASK, FILLIN).
_HARMLESS = frozenset(
    {
        "PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "STYLEREF", "TITLE", "AUTHOR", "SUBJECT", "KEYWORDS", "COMMENTS",
        "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "EDITTIME", "REVNUM", "LASTSAVEDBY", "FILENAME",
        "DOCPROPERTY", "INFO", "USERNAME", "USERINITIALS", "NUMWORDS", "NUMCHARS", "FILESIZE", "TEMPLATE",
        "REF", "PAGEREF", "NOTEREF", "SEQ", "TOC", "TC", "XE", "INDEX", "HYPERLINK", "LISTNUM", "AUTONUM",
        "IF", "COMPARE", "QUOTE", "SYMBOL", "EQ", "ADVANCE", "=", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN",
        "CITATION", "BIBLIOGRAPHY",
    }
)  # fmt: skip
_NAME = re.compile(r"\s*(=|[A-Za-z]+)")
_ADDRESS = re.compile(r'\s*HYPERLINK\s+(?:\\\w\s+)*"?([^"\s\\][^"\s]*)', re.IGNORECASE)
_SAFE_ADDRESS = re.compile(r"(https?://|mailto:)", re.IGNORECASE)


@define
class _Open:
    """A complex field that is being read.

    Attributes:
        own: Its marks and its instruction, as elements.
        inner: Everything that stands in its instruction, fields within it included.
    """

    own: list[Any] = field(factory=list)
    inner: list[Any] = field(factory=list)
    instruction: str = ""
    is_result: bool = False


def neutralized(root: Any) -> list[str]:
    """Take the instruction out of every field that is not known to be harmless, and return the instructions, cut short.

    What such a field shows stays as plain words. The instruction may be split over runs, and hold other fields: a field
    that only its own fields would name is none of the harmless ones.
    """
    found = []
    stack: list[_Open] = []
    for mark in [*root.iter(f"{_W}fldChar", f"{_W}instrText", f"{_W}delInstrText")]:
        kind = mark.get(f"{_W}fldCharType") if mark.tag == f"{_W}fldChar" else "instruction"
        if kind == "begin":
            stack.append(_Open())
        if not stack:
            cut(mark)  # the rest of a broken field
            continue
        for outer in stack[:-1]:
            if not outer.is_result:
                outer.inner.append(mark)
        stack[-1].own.append(mark)
        if kind == "instruction" and not stack[-1].is_result:
            stack[-1].instruction += mark.text or ""
        elif kind == "separate":
            stack[-1].is_result = True
        elif kind == "end":
            done = stack.pop()
            if not is_harmless(done.instruction):
                found.append(_short(done.instruction))
                for element in (*done.own, *done.inner):
                    cut(element)
    for unfinished in stack:  # Word shows nothing of a field without an end
        for element in (*unfinished.own, *unfinished.inner):
            cut(element)
        found.append(_short(unfinished.instruction))
    for simple in [*root.iter(f"{_W}fldSimple")]:
        instruction = simple.get(f"{_W}instr", "")
        if not is_harmless(instruction):
            found.append(_short(instruction))
            unwrap(simple)
    return found


def is_harmless(instruction: str) -> bool:
    """Say whether a field looks at nothing but its own document, and leads nowhere but to the web."""
    name = _NAME.match(instruction)
    if name is None or name[1].upper() not in _HARMLESS:
        return False
    if name[1].upper() == "HYPERLINK":
        address = _ADDRESS.match(instruction)
        is_inner = address is None or re.match(r"\s*HYPERLINK\s+\\l\s", instruction, re.IGNORECASE) is not None
        return is_inner or (address is not None and _SAFE_ADDRESS.match(address[1]) is not None)
    return True


def _short(instruction: str) -> str:
    words = " ".join(instruction.split())
    return words[:60] or "without a name"
