"""Tables of text and numbers: their columns, rows and cells. Knows no package and no other block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from kcss_core.report.blocks import Align, Content, Footnote, LineBreak, Table, plain
from kcss_docx.colors import edge
from kcss_docx.design import INK, TEXT_WIDTH
from kcss_docx.grids import HEADER_ROW, LONGEST_SUMMARY, ROW, gap, marked, opened, shared
from kcss_docx.markup import digest, one_line
from kcss_docx.store import KeptTable
from kcss_docx.values import mark, mark_of

if TYPE_CHECKING:
    from kcss_docx.document import Document

# Where a line may end inside a cell.
_BREAK = re.compile(r"\s+|(?<=-)")

# Of words in a table: letters on a line of full width, and twips of a letter.
_LINE = 86
_LETTER = TEXT_WIDTH // _LINE
#: With more columns a table takes the whole line.
_FEW_COLUMNS = 3
#: Rows up to which a table is kept on one page.
_SHORT = 9

# Words after a column of numbers keep away from them.
_AFTER_NUMBER = '<w:tcMar><w:left w:w="340" w:type="dxa"/></w:tcMar>'
#: With more columns there is less air between them, because words would be broken otherwise.
_MANY_COLUMNS = 7
_DENSE = '<w:tblCellMar><w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar>'
_DENSE_AFTER_NUMBER = '<w:tcMar><w:left w:w="110" w:type="dxa"/></w:tcMar>'
_TOTAL_EDGE = f'<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" {edge(INK)}/></w:tcBorders>'


def table(block: Table, document: Document) -> str:
    """Return a table with its caption above and its note below."""
    runs = document.words.runs
    columns = max([len(block.header), *(len(row.cells) for row in block.rows)], default=0)
    above = document.caption_above(block)
    below = f'<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr>{runs(block.note)}</w:p>' if block.note else ""
    if columns == 0:
        return above + below
    align = [*block.align[:columns], *[Align.START] * (columns - len(block.align))]
    widths = _widths(block, align, document.line)
    # A short table stays on one page, and with its note.
    kept = len(block.rows) if len(block.rows) <= _SHORT else 0
    if kept and not block.note:
        kept -= 1
    cells = {
        face: _cells(*face, widths, align)
        for face in ((True, False, False), *product((False,), (False, True), (False, True)))
    }
    rows = [_row(block.header, cells[True, False, False], HEADER_ROW, document)]
    rows += [
        _row(row.cells, cells[False, row.is_total, number < kept], ROW, document)
        for number, row in enumerate(block.rows)
    ]
    title = plain(block.caption)
    margins = _DENSE if columns > _MANY_COLUMNS else ""
    written = (
        f"{above}{opened('ReportTable', widths, title, block.summary, margins=margins, has_names=True)}"
        f"{''.join(rows)}</w:tbl>"
    )
    if block.key:
        contents = [block.header, *(row.cells for row in block.rows)]
        shape = KeptTable(
            rows=tuple(
                tuple(document.kept(row[at] if at < len(row) else ()) for at in range(columns)) for row in contents
            ),
            note=mark_of(block.note),
            summary=mark(one_line(block.summary, LONGEST_SUMMARY)),
        )
        written = marked(written, f"_table_{digest([block.key], 12)}", shape, document)
    return f"{written}{below or gap(2)}"


def _cells(
    is_header: bool, is_total: bool, is_kept: bool, widths: Sequence[int], align: Sequence[Align]
) -> list[str]:
    """Return the cells of a row up to their words. ``is_kept`` binds the row to what follows it."""
    kind = "Header" if is_header else "Total" if is_total else ""
    keep = "<w:keepNext/>" if is_kept else ""
    cells, before = [], Align.START
    for width, side in zip(widths, align, strict=True):
        style = f"Table{kind}Number" if side is Align.END else f"Table{kind or 'Text'}"
        face = f'<w:tcW w:w="{width}" w:type="dxa"/>{_TOTAL_EDGE if is_total else ""}'
        if side is Align.START and before is Align.END:
            face += _DENSE_AFTER_NUMBER if len(widths) > _MANY_COLUMNS else _AFTER_NUMBER
        cells.append(f'<w:tc><w:tcPr>{face}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr>')
        before = side
    return cells


def _row(contents: Sequence[Content], cells: Sequence[str], face: str, document: Document) -> str:
    runs = document.words.runs
    contents = [*contents, *[()] * (len(cells) - len(contents))]
    written = [f"{cell}{runs(content)}</w:p></w:tc>" for cell, content in zip(cells, contents, strict=True)]
    return f"<w:tr>{face}{''.join(written)}</w:tr>"


def is_wide_table(block: Table, line: int) -> bool:
    """Say whether words would be broken in a table on an upright page, so that it is better read on a turned one."""
    columns = max([len(block.header), *(len(row.cells) for row in block.rows)], default=0)
    align = [*block.align[:columns], *[Align.START] * (columns - len(block.align))]
    _, word, weights = _letters(block, align)
    least = sum(min(weight, part + 3) for weight, part in zip(weights, word, strict=True))
    return columns > _FEW_COLUMNS and least > line // _LETTER


def _letters(block: Table, align: Sequence[Align]) -> tuple[list[int], list[int], list[int]]:
    """Return, for each column, the letters of its longest cell and word, and how many it should have on a line."""
    longest, word = [], []
    for column in range(len(align)):
        cells = (block.header, *(row.cells for row in block.rows))
        said = [_plain(row[column]) for row in cells if column < len(row)]
        longest.append(max(map(len, said), default=0))
        word.append(max(map(len, _BREAK.split(" ".join(said))), default=0))
    # In letters of table text.
    weights = [
        min(max(long + 3, 10), 22) if side is Align.END else min(max(long, 10), 45)
        for long, side in zip(longest, align, strict=True)
    ]
    return longest, word, [max(weight, min(part + 3, 30)) for weight, part in zip(weights, word, strict=True)]


def _widths(block: Table, align: Sequence[Align], line: int) -> list[int]:
    """Return column widths: numbers get what they need, words share the rest by their length, within bounds."""
    longest, word, weights = _letters(block, align)
    whole = _table_width(sum(map(max, weights, longest)) + 2 * len(align), len(align), line)
    texts = [column for column, side in enumerate(align) if side is Align.START]
    spare = whole // _LETTER - sum(weights)
    if spare < 0:
        # What breaks between words gives way before a word is broken.
        air = 2 if len(align) > _MANY_COLUMNS else 5
        slack = [max(weight - min(part + air, weight), 0) for weight, part in zip(weights, word, strict=True)]
        given = min(-spare, sum(slack))
        weights = [weight - part * given // max(sum(slack), 1) for weight, part in zip(weights, slack, strict=True)]
    if texts and spare > 0:
        among = sum(weights[column] for column in texts)
        for column in texts:
            weights[column] += spare * weights[column] // among
    return shared(whole, weights)


def _table_width(letters: int, columns: int, line: int) -> int:
    """Return half, two thirds or the whole of a line: few short columns are read together only when they are near."""
    if columns > _FEW_COLUMNS:
        return line
    return next((part for part in (line // 2, line * 2 // 3) if letters * _LETTER <= part), line)


def _plain(content: Content) -> str:
    if len(content) == 1 and not isinstance(content[0], LineBreak | Footnote):
        return content[0].text
    return plain(content)
