"""What tables, tiles and galleries share, which all are tables in Word: start, bookmark, gaps. Knows no cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kcss_docx.markup import attribute, one_line
from kcss_docx.store import KeptTable
from kcss_docx.values import mark

if TYPE_CHECKING:
    from kcss_docx.document import Document

#: Between two tables, which Word would join otherwise, and after each.
GAP = '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'
_GAP_AT_END = re.compile(r'<w:p><w:pPr><w:pStyle w:val="Gap"/>(?:<w:spacing [^<>]*/>)?</w:pPr></w:p>\Z')
HEADER_ROW = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
ROW = "<w:trPr><w:cantSplit/></w:trPr>"
#: Letters of what a screen reader says of a table.
LONGEST_SUMMARY = 1000
_LONGEST_TITLE = 255


def gap(lines: int) -> str:
    """Return one gap as high as several: empty paragraphs in a row are read aloud one by one."""
    height = f'<w:spacing w:before="0" w:after="0" w:line="{120 * lines}" w:lineRule="exact"/>'
    return GAP.replace("</w:pPr>", f"{height}</w:pPr>")


def without_gaps_at_end(xml: str) -> str:
    """Return some XML without the gaps that it ends with."""
    # Asked from its last paragraph on: to try the pattern at every place of a long table takes longer than writing it.
    while _GAP_AT_END.match(xml, at := xml.rfind("<w:p>")):
        xml = xml[:at]
    return xml


def marks_of(title: str, summary: str) -> dict[str, str]:
    """Return what is kept of the words that a screen reader says of a table, under the names that `KeptTable` has."""
    return {
        "title": mark(one_line(title, _LONGEST_TITLE)) if title else "",
        "summary": mark(one_line(summary, LONGEST_SUMMARY)) if summary else "",
    }


def opened(
    style: str, widths: Sequence[int], title: str, summary: str = "", *, margins: str = "", has_names: bool = False
) -> str:
    """Return the start of a table.

    Args:
        title, summary: What a screen reader says of it.
        has_names: Whether the first column names the rows.
    """
    said = (f'<w:tblCaption w:val="{attribute(title, _LONGEST_TITLE)}"/>' if title else "") + (
        f'<w:tblDescription w:val="{attribute(summary, LONGEST_SUMMARY)}"/>' if summary else ""
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{margins}<w:tblLook w:val="{"00A0" if has_names else "0020"}" w:firstRow="1" '
        f'w:lastRow="0" w:firstColumn="{int(has_names)}" w:lastColumn="0" w:noHBand="0" w:noVBand="0"/>{said}'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
    )


def shared(total: int, weights: Sequence[float]) -> list[int]:
    """Return ``total`` divided by weights into whole numbers that add up to it."""
    whole = sum(weights)
    ends, seen = [], 0.0
    for weight in weights:
        seen += weight
        ends.append(round(total * seen / whole))
    return [end - start for start, end in zip([0, *ends[:-1]], ends, strict=True)]


def marked(written: str, name: str, kept: KeptTable, document: Document) -> str:
    """Return a table in a hidden bookmark, by which a refresh finds it and what is kept of it."""
    identifier, name = document.words.next_id(), document.place(name)
    document.kept_tables[name] = kept
    return f'<w:bookmarkStart w:id="{identifier}" w:name="{name}"/>{written}<w:bookmarkEnd w:id="{identifier}"/>'
