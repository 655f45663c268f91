"""Tables of text and numbers: their rows and cells. Knows no package and no other block."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from kcss_core.report.blocks import Align, Content, Table, plain
from kcss_docx.colors import edge
from kcss_docx.columns import Columns
from kcss_docx.design import INK
from kcss_docx.grids import HEADER_ROW, ROW, gap, marked, marks_of, opened
from kcss_docx.markup import digest
from kcss_docx.store import KeptTable
from kcss_docx.values import mark_of

if TYPE_CHECKING:
    from kcss_docx.document import Document

#: Rows up to which a table is kept on one page.
_SHORT = 9

# Words after a column of numbers keep away from them.
_AFTER_NUMBER = '<w:tcMar><w:left w:w="340" w:type="dxa"/></w:tcMar>'
# Where there are many columns, there is less air.
_DENSE = '<w:tblCellMar><w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar>'
_DENSE_AFTER_NUMBER = '<w:tcMar><w:left w:w="110" w:type="dxa"/></w:tcMar>'
_TOTAL_EDGE = f'<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" {edge(INK)}/></w:tcBorders>'


def table(block: Table, columns: Columns, document: Document) -> str:
    """Return a table with its caption above and its note below."""
    runs, count = document.words.runs, len(columns.align)
    above = document.caption_above(block)
    below = f'<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr>{runs(block.note)}</w:p>' if block.note else ""
    if count == 0:
        return above + below
    # A short table stays on one page, and with its note.
    kept = len(block.rows) if len(block.rows) <= _SHORT else 0
    if kept and not block.note:
        kept -= 1
    widths = columns.widths(document.line)
    cells = {
        face: _cells(*face, widths, columns)
        for face in ((True, False, False), *product((False,), (False, True), (False, True)))
    }
    rows = [_row(block.header, cells[True, False, False], HEADER_ROW, document)]
    rows += [
        _row(row.cells, cells[False, row.is_total, number < kept], ROW, document)
        for number, row in enumerate(block.rows)
    ]
    title = plain(block.caption)
    margins = _DENSE if columns.are_dense else ""
    written = (
        f"{above}{opened('ReportTable', widths, title, block.summary, margins=margins, has_names=True)}"
        f"{''.join(rows)}</w:tbl>"
    )
    if block.key:
        contents = [block.header, *(row.cells for row in block.rows)]
        shape = KeptTable(
            rows=tuple(
                tuple(document.kept(row[at] if at < len(row) else ()) for at in range(count)) for row in contents
            ),
            note=mark_of(block.note),
            **marks_of(title, block.summary),
        )
        written = marked(written, f"_table_{digest([block.key], 12)}", shape, document)
    return f"{written}{below or gap(2)}"


def _cells(is_header: bool, is_total: bool, is_kept: bool, widths: Sequence[int], columns: Columns) -> list[str]:
    """Return the cells of a row up to their words. ``is_kept`` binds the row to what follows it."""
    kind = "Header" if is_header else "Total" if is_total else ""
    keep = "<w:keepNext/>" if is_kept else ""
    cells, before = [], Align.START
    for width, side in zip(widths, columns.align, strict=True):
        style = f"Table{kind}Number" if side is Align.END else f"Table{kind or 'Text'}"
        face = f'<w:tcW w:w="{width}" w:type="dxa"/>{_TOTAL_EDGE if is_total else ""}'
        if side is Align.START and before is Align.END:
            face += _DENSE_AFTER_NUMBER if columns.are_dense else _AFTER_NUMBER
        cells.append(f'<w:tc><w:tcPr>{face}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr>')
        before = side
    return cells


def _row(contents: Sequence[Content], cells: Sequence[str], face: str, document: Document) -> str:
    runs = document.words.runs
    contents = [*contents, *[()] * (len(cells) - len(contents))]
    written = [f"{cell}{runs(content)}</w:p></w:tc>" for cell, content in zip(cells, contents, strict=True)]
    return f"<w:tr>{face}{''.join(written)}</w:tr>"
