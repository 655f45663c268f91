"""The exporter ``xlsx``: tables, charts and headline figures of a report, a sheet each. Shows no words of chapters.

Numbers are numbers, shown as the report prints them; everything else is text, and nothing is a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from kcss_core.figures.value import Value
from kcss_core.formatting import format_number, format_share
from kcss_core.report.blocks import (
    Align,
    Block,
    Chart,
    Content,
    Extension,
    Heading,
    LineBreak,
    Table,
    Tiles,
    ValueSpan,
    spoken,
)
from kcss_core.report.directives import NoOptions
from kcss_core.report.report import Report
from kcss_core.report.shown import shown
from kcss_spreadsheet.seal import NAME, PLACEHOLDER, sealed
from kcss_spreadsheet.templates import HEADER, MADE

if TYPE_CHECKING:
    import xlsxwriter

# What Excel refuses in names of sheets, and how long these may be. Source: ECMA-376, sheet names in Excel.
_REFUSED = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_LONGEST_CELL = 32_767
_WIDEST = 60
# Points; Excel shows no row higher than 409.
_LINE, _MOST_LINES = 15, 27
# Above, a double no longer holds every whole number.
_EXACT = 2**53
_FIRST_ROW = 3

#: A cell: words, or a number with the format that shows it as the report prints it.
_Cell = str | tuple[float, str]


@frozen(kw_only=True)
class _Sheet:
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[_Cell, ...], ...]
    note: str = ""
    total_rows: frozenset[int] = field(default=frozenset())


def render(report: Report, options: NoOptions) -> bytes:  # noqa: ARG001  # every exporter takes its options
    """Return a report as a workbook: a list of the sheets, then one for each table, chart and row of tiles."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": MADE, "title": report.title, "author": report.author})
        book.set_custom_property(NAME, PLACEHOLDER)
        looks = _Looks(book)
        sheets = list(_sheets(report.blocks, "", report))
        names = list(_names(sheet.caption for sheet in sheets))
        _contents(book, report, sheets, names, looks)
        for sheet, name in zip(sheets, names, strict=True):
            _write(book.add_worksheet(name), sheet, report, looks)
    return sealed(stream.getvalue())


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.caption = book.add_format({"bold": True})
        self.header = book.add_format(HEADER)

    def cell(self, number_format: str = "", *, is_total: bool = False) -> Any:
        key = (number_format, is_total)
        if key not in self._made:
            look: dict[str, Any] = {"valign": "top", "bold": is_total}
            look |= {"num_format": number_format} if number_format else {"text_wrap": True}
            self._made[key] = self._book.add_format(look)
        return self._made[key]


# ---------------------------------------------------------------- from blocks to sheets


def _sheets(blocks: Iterable[Block], heading: str, report: Report) -> Iterator[_Sheet]:
    for block in blocks:
        match block:
            case Heading():
                heading = spoken(block.content)
            case Table():
                yield _of_table(block, heading, report)
            case Chart():
                yield _of_chart(block, heading, report)
            case Tiles():
                rows = tuple((spoken(tile.label), _number(tile.value, report.language)) for tile in block.items)
                yield _Sheet(caption=heading, header=("", ""), rows=rows)
            case Extension():
                yield from _sheets(block.fallback, heading, report)
            case _:
                pass


def _of_table(table: Table, heading: str, report: Report) -> _Sheet:
    # Words below a number, such as its bounds, stand in a column of their own, so that the number is one.
    beside = [any(_is_with_words(row.cells[column]) for row in table.rows) for column in range(len(table.header))]
    rows = [
        [
            cell
            for content, align, is_wide in zip(row.cells, table.align, beside, strict=True)
            for cell in _cells(content, align, report.language)[: 1 + is_wide]
        ]
        for row in table.rows
    ]
    titles = [(spoken(cell), "")[: 1 + is_wide] for cell, is_wide in zip(table.header, beside, strict=True)]
    return _Sheet(
        caption=spoken(table.caption) or heading,
        header=tuple(chain.from_iterable(titles)),
        rows=tuple(map(tuple, rows)),
        note=spoken(table.note),
        total_rows=frozenset(index for index, row in enumerate(table.rows) if row.is_total),
    )


def _of_chart(chart: Chart, heading: str, report: Report) -> _Sheet:
    def cell(value: Value) -> _Cell:
        return _number(shown(value, report.edition), report.language)

    columns = [tuple(cell(value) for value in series.values) for series in chart.series]
    return _Sheet(
        caption=spoken(chart.caption) or heading,
        header=("", *(series.name for series in chart.series)),
        rows=tuple(zip(chart.categories, *columns, strict=True)),
        note=chart.alt,
    )


def _is_with_words(content: Content) -> bool:
    return len(content) > 1 and isinstance(content[0], ValueSpan) and isinstance(content[1], LineBreak)


def _cells(content: Content, align: Align, language: str) -> tuple[_Cell, _Cell]:
    """Return what stands in a cell, and the words below a number that stand beside it."""
    if _is_with_words(content):
        return _cell(content[:1], align, language), spoken(content[2:])
    return _cell(content, align, language), ""


def _cell(content: Content, align: Align, language: str) -> _Cell:
    if len(content) == 1 and isinstance(content[0], ValueSpan):
        return _number(content[0], language)
    words = spoken(content)
    digits = words.removeprefix("−")
    if align is Align.END and digits.isdecimal() and len(digits) < 16:
        return (float(words.replace("−", "-")), "0")
    return words


def _number(span: ValueSpan, language: str) -> _Cell:
    """Return the value as a number that looks as it is printed, or its words where they say something else."""
    number, words = span.value.number, span.text
    if span.value.hidden or number is None or not -_EXACT <= number <= _EXACT:
        return words
    if isinstance(number, Fraction):
        printed, look = format_share(number, language), "0%"
    else:
        printed, look = format_number(number, language), "#,##0" if number == int(number) else "General"
    before, found, after = words.partition(printed)
    if not found or '"' in words or any(sign.isdigit() for sign in before):
        return words
    quoted = [f'"{part}"' if part else "" for part in (before, after)]
    return (float(number), look.join(quoted))


# ---------------------------------------------------------------- from sheets to a workbook


def _names(captions: Iterable[str]) -> Iterator[str]:
    """Yield a name for each sheet: its number and as much of its caption as a name may hold."""
    for number, caption in enumerate(captions, start=1):
        bare = " ".join(_REFUSED.sub(" ", caption).split())
        yield _cut(f"{number} {bare}").strip()


def _cut(name: str) -> str:
    """Return as much of a name as Excel takes, which counts units of UTF-16: a sign such as 🦊 is two."""
    return name.encode("utf-16-le")[: 2 * _LONGEST_NAME].decode("utf-16-le", "ignore")


def _contents(
    book: xlsxwriter.Workbook, report: Report, sheets: Sequence[_Sheet], names: Sequence[str], looks: _Looks
) -> None:
    sheet = book.add_worksheet(report.edition.label("report.contents")[:_LONGEST_NAME])
    lines = [report.cover.organization, report.cover.subtitle, report.cover.period, report.cover.note]
    _text(sheet, 0, 0, report.title, looks.title)
    row = 1
    for line in filter(None, lines):
        _text(sheet, row, 0, line)
        row += 1
    sheet.set_column(0, 0, _WIDEST)
    sheet.fit_to_pages(1, 0)
    for name, one in zip(names, sheets, strict=True):
        row += 1
        # A link inside the workbook is no formula.
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=(one.caption or name)[:_LONGEST_CELL])


def _write(sheet: Any, content: _Sheet, report: Report, looks: _Looks) -> None:
    # Each sheet says what it is from, since sheets are copied into other workbooks.
    _text(sheet, 0, 0, report.title, looks.title)
    _text(sheet, 1, 0, content.caption, looks.caption)
    widths = []
    for column, words in enumerate(content.header):
        _text(sheet, _FIRST_ROW, column, words, looks.header)
        widths.append(_width([words, *(row[column] for row in content.rows)]))
        sheet.set_column(column, column, widths[-1])
    for index, row in enumerate(content.rows):
        # Excel makes room for wrapped words by itself, LibreOffice does not.
        pairs = zip(row, widths, strict=True)
        lines = max((ceil(len(cell) / width) for cell, width in pairs if isinstance(cell, str)), default=1)
        if lines > 1:
            sheet.set_row(_FIRST_ROW + 1 + index, _LINE * min(lines, _MOST_LINES))
        is_total = index in content.total_rows
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                _text(sheet, _FIRST_ROW + 1 + index, column, cell, looks.cell(is_total=is_total))
            else:
                number, look = cell
                sheet.write_number(_FIRST_ROW + 1 + index, column, number, looks.cell(look, is_total=is_total))
    if content.rows:
        sheet.freeze_panes(_FIRST_ROW + 1, 0)
        sheet.autofilter(_FIRST_ROW, 0, _FIRST_ROW + len(content.rows), len(content.header) - 1)
    _text(sheet, _FIRST_ROW + len(content.rows) + 2, 0, content.note)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_FIRST_ROW)


def _text(sheet: Any, row: int, column: int, words: str, look: Any = None) -> None:
    if words:
        # A longer cell would be left out without a word.
        fitting = words if len(words) <= _LONGEST_CELL else f"{words[: _LONGEST_CELL - 1]}…"
        sheet.write_string(row, column, fitting, look)


def _width(cells: Iterable[_Cell]) -> int:
    lengths = [len(cell.partition("\n")[0]) if isinstance(cell, str) else len(cell[1]) for cell in cells]
    return min(_WIDEST, max(lengths, default=0) + 2)
