"""From cells in rows to a raw table: header, mappings, blank and ragged rows. Knows no file format.

For readers of anything that has rows: CSV, workbooks, form services.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import attrs
from attrs import evolve

from kcss_core.model import FAMILIES, Column
from kcss_core.model.table import numbering, packed
from kcss_core.origin import Origin, column_letters
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import RawTable, Source
from kcss_core.text import did_you_mean
from kcss_core.withheld import names_nobody


def family_of(source: Source) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the family of a file's rows as stated, or as the file is named; None where that is no family."""
    family = source.family or PurePosixPath(source.file).stem
    if family in FAMILIES:
        return family, ()
    meant = did_you_mean(family, FAMILIES)
    remedy = 'name the family of its rows under [[source]] in kcss.toml: family = "activities"'
    problem = Problem(
        "family.unknown",
        f"expected a file named like a family of records, got {family!r}",
        Origin(source.file),
        hint=f"{meant} Else {remedy}" if meant else f"{remedy}; the families are {', '.join(FAMILIES)}",
    )
    return None, (problem,)


def tabulate(
    source: Source,
    family: str,
    header: Sequence[Any],
    chunks: Iterable[tuple[Sequence[int], Sequence[Sequence[Any]]]],
    *,
    header_row: int = 1,
    sheet: str | None = None,
) -> tuple[RawTable, tuple[Problem, ...]]:
    """Return the raw table of some rows, and what is wrong with its shape.

    Blank rows are skipped. Empty cells beyond the header are no fault; a row with other cells beyond it, or with too
    few, is left out, because nobody can tell which of its cells stands in which column.

    Args:
        source: Maps headers to fields, and words to values of the model.
        header: Cells of the header; the columns without a name must be empty.
        chunks: Row numbers and rows, in pieces of some hundred, so that neither all rows nor more cells than the
            processor's cache holds are there at once. Cells are text or hashable values; equal ones (1 and true) are
            taken for the same.
        header_row: Row number of the header.
    """
    origin = Origin(source.file, sheet, header_row)
    problems: list[Problem] = []
    is_told = _told(family, source)
    names = _names(source, header, origin, problems, is_told)
    width = len(names)
    codes = [numbering() for _ in names]
    coded = [array("I") for _ in names]
    numbers = array("I")
    for row_numbers, rows in chunks:
        if set(map(len, rows)) != {width}:
            row_numbers, rows = _even(row_numbers, rows, width, origin, problems)
        numbers.extend(row_numbers)
        for column, lookup, cells in zip(coded, codes, zip(*rows, strict=True), strict=False):
            column.fromlist(list(map(lookup.__getitem__, cells)))
    _drop_blank(numbers, coded, codes)
    columns: dict[str, Column] = {}
    letters = []
    for index, name in enumerate(names):
        cells = tuple(codes[index])
        if name is None:
            if not all(map(_is_blank, cells)):
                problems.append(
                    Problem(
                        "column.unnamed",
                        f"expected a name over column {column_letters(index)}, which is not empty, got nothing",
                        origin,
                    )
                )
        elif name:
            values = source.values.get(name)
            if values:
                cells = tuple(_mapped(cell, values) for cell in cells)
            columns[name] = Column(packed(coded[index], len(cells)), cells)
            letters.append(column_letters(index))
        coded[index] = array("I")
    problems.extend(_unused(source, columns, origin, is_told))
    table = RawTable(
        family, tuple(columns), tuple(columns.values()), numbers, origin, source.constants, letters=letters
    )
    return table, tuple(problems)


def _told(family: str, source: Source) -> Callable[[str], bool]:
    """Return what says of a header whether messages may repeat it: where persons are listed, it may be one of them."""
    if family not in FAMILIES or not FAMILIES[family].is_of_people:
        return lambda _: True
    fields = {attribute.name for attribute in attrs.fields(FAMILIES[family].record)}
    return lambda title: title in fields or title in source.columns or names_nobody(title)


def _names(
    source: Source, header: Sequence[Any], origin: Origin, problems: list[Problem], is_told: Callable[[str], bool]
) -> list[str | None]:
    """Return the field of each column; None without a header, the empty string for a column to leave out."""
    names: list[str | None] = []
    first: dict[str, str] = {}
    written = [str(cell).strip() if cell is not None else "" for cell in header]
    for index, title in enumerate(written):
        name = source.columns.get(title, title)
        if name and name in first:
            shown = title if is_told(title) else f"column {column_letters(index)}"
            problems.append(_twice(shown, shown if first[name] == title else first[name], name, origin))
            name = ""
        elif name:
            first[name] = title
        names.append(name if title else None)
    for title in source.columns:
        if title not in written:
            hint = did_you_mean(title, [name for name in written if name and is_told(name)])
            problems.append(
                Problem(
                    "column.missing",
                    f"kcss.toml maps a column {title!r}, which this file does not have",
                    origin,
                    Severity.WARNING,
                    hint=hint,
                )
            )
    return names


def _twice(title: str, first: str, name: str, origin: Origin) -> Problem:
    if title == first:
        return Problem("column.twice", "expected this column once, got it twice", origin.at(title))
    return Problem(
        "column.twice",
        f"expected one column for the field {name!r}, got {first!r} and {title!r}",
        origin.at(title),
        hint=f'leave one out in kcss.toml: columns = {{ "{title}" = "" }}',
    )


def _even(
    numbers: Sequence[int], rows: Sequence[Sequence[Any]], width: int, origin: Origin, problems: list[Problem]
) -> tuple[Sequence[int], Sequence[Sequence[Any]]]:
    """Return the rows that have as many cells as the header."""
    even_numbers, even_rows = [], []
    for number, row in zip(numbers, rows, strict=True):
        if len(row) == width or (len(row) > width and all(map(_is_blank, row[width:]))):
            even_numbers.append(number)
            even_rows.append(row[:width])
        elif not all(map(_is_blank, row)):
            problems.append(
                Problem(
                    "row.ragged",
                    f"expected {width} cells as in the header, got {len(row)}; the row is left out",
                    evolve(origin, row=number),
                    hint="put quotation marks around cells that hold the delimiter"
                    if len(row) > width
                    else "add the missing cells",
                )
            )
    return even_numbers, even_rows


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _drop_blank(numbers: array[int], coded: Sequence[array[int]], codes: Sequence[Mapping[Any, int]]) -> None:
    """Delete the rows without any cell, in place. Looks at distinct cells first, because such rows are rare."""
    # Columns of few distinct cells first: one without an empty cell is enough to know that no row is blank.
    if not all(any(map(_is_blank, lookup)) for lookup in sorted(codes, key=len)):
        return
    blank = [{code for cell, code in lookup.items() if _is_blank(cell)} for lookup in codes]
    candidates = [row for row, code in enumerate(coded[0]) if code in blank[0]]
    for row in reversed(candidates):
        if all(column[row] in among for column, among in zip(coded, blank, strict=True)):
            del numbers[row]
            for column in coded:
                del column[row]


def _mapped(cell: Any, values: Mapping[str, Any]) -> Any:
    return values.get(cell.strip(), cell) if isinstance(cell, str) else values.get(str(cell), cell)


def _unused(
    source: Source, columns: Collection[str], origin: Origin, is_told: Callable[[str], bool]
) -> Iterable[Problem]:
    for name in source.values:
        if name not in columns:
            yield Problem(
                "column.missing",
                f"kcss.toml maps values of the field {name!r}, for which this file has no column",
                origin,
                Severity.WARNING,
                hint=did_you_mean(name, filter(is_told, columns)),
            )
