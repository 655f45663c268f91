"""Families of many rows: each distinct cell text of a column is converted once. Knows no files and no formats."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain, compress
from typing import Any, Generic, TypeVar

import attrs
from attrs import field

from kcss_core.frozen import frozen
from kcss_core.model import Column, RowOrigins, Table
from kcss_core.model.table import packed
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.reading.converter import Flaw, flaws, hook_for
from kcss_core.reading.raw import RawTable
from kcss_core.reading.values import text_of
from kcss_core.text import clean
from kcss_core.vocabulary import KindTree

Row = TypeVar("Row", bound=attrs.AttrsInstance)

# A column that was mapped to the wrong field has as many distinct bad cells as rows; nobody reads more than these.
_SHOWN_PROBLEMS = 20


@frozen
class Rows(Generic[Row]):
    """A structured table, with what is wrong.

    Attributes:
        left_out: Ids of the rows that have an error.
        lost: Tables none of whose rows could be taken.
    """

    table: Table[Row]
    problems: list[Problem] = field(factory=list)
    left_out: set[str] = field(factory=set)
    lost: list[RawTable] = field(factory=list)


def structured_rows(
    schema: type[Row],
    tables: Iterable[RawTable],
    single: Sequence[Row],
    kinds: KindTree,
    unknown_column: Callable[[RawTable, str, Collection[str]], Problem],
) -> Rows[Row]:
    """Return one table of all rows of all raw tables and of rows that are records already."""
    found: Rows[Row] = Rows(Table.of(schema, single))
    parts = [_structured(schema, table, kinds, unknown_column, found) for table in tables]
    if single:
        parts.append(found.table)
    table = _joined(schema, parts) if len(parts) != 1 else parts[0]
    if "id" in table.columns:
        table = _each_once(table, found.problems)
    return attrs.evolve(found, table=table)


def _structured(
    schema: type[Row],
    raw: RawTable,
    kinds: KindTree,
    unknown_column: Callable[[RawTable, str, Collection[str]], Problem],
    found: Rows[Row],
) -> Table[Row]:
    attributes = [a for a in attrs.fields(attrs.resolve_types(schema)) if a.name != "origin"]
    known = [attribute.name for attribute in attributes]
    cells = dict(zip(raw.header, raw.columns, strict=True))
    found.problems.extend(unknown_column(raw, name, known) for name in raw.header if name not in known)
    length = len(raw.rows)
    columns: dict[str, Column] = {}
    keep = bytearray(b"\1") * length
    for attribute in attributes:
        hook = hook_for(attribute.type, kinds)
        default = _default_of(attribute)
        if attribute.name in raw.constants:
            value, wrong, _ = _converted(raw.constants[attribute.name], hook, default)
            if wrong:
                found.problems.extend(_problem(flaw, raw, attribute, None) for flaw in wrong)
                found.lost.append(raw)
                return Table.of(schema)
            default = value
        if attribute.name not in cells:
            if default is attrs.NOTHING:
                found.problems.append(missing_column(raw, attribute.name))
                found.lost.append(raw)
                return Table.of(schema)
            columns[attribute.name] = Column.constant(default, length)
            continue
        column = cells[attribute.name]
        coded = column if isinstance(column, Column) else Column.of(column)
        columns[attribute.name] = _structured_column(coded, attribute, hook, default, raw, keep, found.problems)
    origins = RowOrigins(
        (attrs.evolve(raw.origin, row=None, part=None),), array("B", bytes(length)), array("I", raw.rows)
    )
    if b"\0" not in keep:
        return Table(schema, columns, origins)
    if "id" in columns:
        found.left_out.update(
            str(id) for id, kept in zip(columns["id"], keep, strict=True) if not kept and id is not None
        )
    dropped = keep.count(0)
    are, theirs = ("is", "it") if dropped == 1 else ("are", "theirs")
    found.problems.append(
        Problem(
            "table.rows-left-out",
            f"{dropped} of {length} rows {are} left out, because a cell of {theirs} is wrong",
            attrs.evolve(raw.origin, row=None, part=None),
            Severity.NOTE,
        )
    )
    return selected(Table(schema, columns, origins), keep)


def missing_column(table: RawTable, name: str) -> Problem:
    """Return the problem of a table without a column that every row needs."""
    return Problem(
        "column.missing",
        "expected this column, got a file without it",
        table.origin.at(name),
        hint=f'add it, or map the column that holds it in kcss.toml: columns = {{ "its header" = "{name}" }}',
    )


def _default_of(attribute: attrs.Attribute[Any]) -> Any:
    default: Any = attribute.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]


def _converted(cell: Any, hook: Callable[[Any], Any], default: Any) -> tuple[Any, list[Flaw], int]:
    """Return the typed value of a cell, what is wrong with it, and how many control characters were replaced."""
    replaced = 0
    if isinstance(cell, str):
        cell, replaced = clean(cell)
        cell = cell.strip()
    if cell is None or cell == "":
        if default is attrs.NOTHING:
            return None, [Flaw("field.missing", "", "a value is required", "nothing")], 0
        return default, [], 0
    try:
        return hook(cell), [], replaced
    except Exception as error:  # noqa: BLE001  # flaws() raises what is no fault of the data
        return None, list(flaws(error)), 0


def _structured_column(
    column: Column,
    attribute: attrs.Attribute[Any],
    hook: Callable[[Any], Any],
    default: Any,
    raw: RawTable,
    keep: bytearray,
    problems: list[Problem],
) -> Column:
    if hook is text_of and _are_plain(column.values):
        return Column(packed(column.codes, len(column.values)), column.values)
    values: list[Any] = []
    bad: dict[int, list[Flaw]] = {}
    cleaned: dict[int, int] = {}
    for code, cell in enumerate(column.values):
        value, wrong, replaced = _converted(cell, hook, default)
        values.append(value)
        if wrong:
            bad[code] = wrong
        elif replaced:
            cleaned[code] = replaced
    if bad or cleaned:
        counts = Counter(column.codes)
        wrong_codes = sorted((code for code in bad if counts[code]), key=column.codes.index)
        for code in wrong_codes[:_SHOWN_PROBLEMS]:
            row = raw.rows[column.codes.index(code)]
            problems.extend(_problem(flaw, raw, attribute, row, counts[code]) for flaw in bad[code])
        if len(wrong_codes) > _SHOWN_PROBLEMS:
            rest = wrong_codes[_SHOWN_PROBLEMS:]
            problems.append(
                Problem(
                    "field.invalid",
                    f"{len(rest)} more different cells are wrong, in {sum(counts[code] for code in rest)} rows",
                    _cell(raw, raw.rows[column.codes.index(rest[0])], attribute),
                )
            )
        problems.extend(
            Problem(
                "text.control-characters",
                "control characters were replaced" + _often(counts[code]),
                _cell(raw, raw.rows[column.codes.index(code)], attribute),
                Severity.WARNING,
                hint="delete them where the text comes from",
            )
            for code in cleaned
        )
        for index, code in enumerate(column.codes):
            if code in bad:
                keep[index] = 0
    return Column(packed(column.codes, len(values)), tuple(values))


def _are_plain(cells: Sequence[Any]) -> bool:
    """Say whether all cells are texts to be kept as they stand; hundreds of thousands of ids are looked at together."""
    if not {*map(type, cells)} <= {str} or not all(cells):
        return False
    # The only white space that can be printed is the space.
    joined = "|".join(cells)
    return joined.isprintable() and not (" |" in joined or "| " in joined or joined.strip() != joined)


def _often(rows: int) -> str:
    return "" if rows == 1 else f" ({rows} rows, this is the first)"


def _problem(
    flaw: Flaw, raw: RawTable, attribute: attrs.Attribute[Any], row: int | None, rows: int = 1
) -> Problem:
    # Families of many rows are of people, all of them; what has no row was stated in the manifest.
    message, hint = flaw.told(is_personal=attribute.repr is False, is_of_people=row is not None)
    return Problem(flaw.code, message + _often(rows), _cell(raw, row, attribute), hint=hint)


def _cell(raw: RawTable, row: int | None, attribute: attrs.Attribute[Any]) -> Origin:
    return attrs.evolve(raw.origin, row=row, part=attribute.name)


def selected(table: Table[Row], keep: bytearray) -> Table[Row]:
    """Return the rows whose byte in ``keep`` is not zero."""
    columns = {
        name: Column(array(column.codes.typecode, compress(column.codes, keep)), column.values)
        for name, column in table.columns.items()
    }
    origins = table.origins
    if origins.rows:
        origins = RowOrigins(
            origins.places,
            array(origins.codes.typecode, compress(origins.codes, keep)),
            array("I", compress(origins.rows, keep)),
        )
    return Table(table.schema, columns, origins)


def _joined(schema: type[Row], parts: Sequence[Table[Row]]) -> Table[Row]:
    """Return the rows of all tables below one another."""
    if not parts:
        return Table.of(schema)
    columns = {}
    for name in parts[0].columns:
        pieces = [part.columns[name] for part in parts]
        offsets = _offsets(len(piece.values) for piece in pieces)
        codes = chain.from_iterable(
            (code + offset for code in piece.codes) if offset else piece.codes
            for piece, offset in zip(pieces, offsets, strict=True)
        )
        values = tuple(chain.from_iterable(piece.values for piece in pieces))
        columns[name] = Column(array(packed((), len(values)).typecode, codes), values)
    offsets = _offsets(len(part.origins.places) for part in parts)
    places = tuple(chain.from_iterable(part.origins.places for part in parts))
    place_codes = chain.from_iterable(
        (code + offset for code in part.origins.codes) for part, offset in zip(parts, offsets, strict=True)
    )
    rows = chain.from_iterable(part.origins.rows for part in parts)
    origins = RowOrigins(places, array(packed((), len(places)).typecode, place_codes), array("I", rows))
    return Table(schema, columns, origins)


def _offsets(lengths: Iterable[int]) -> list[int]:
    offsets, total = [], 0
    for length in lengths:
        offsets.append(total)
        total += length
    return offsets


def _each_once(table: Table[Row], problems: list[Problem]) -> Table[Row]:
    """Return the table without rows whose id an earlier row has. The id may be personal and is not echoed."""
    column = table.column("id")
    if len({*column.values}) == len(column.values) and len({*column.codes}) == len(column.codes):
        return table
    ids = list(column)
    first: dict[Any, int] = {}
    keep = bytearray(b"\1") * len(ids)
    for row, id in enumerate(ids):
        if first.setdefault(id, row) != row:
            keep[row] = 0
            if len(ids) - sum(keep) <= _SHOWN_PROBLEMS:
                origin = table.origin(row)
                problems.append(
                    Problem(
                        "record.duplicate-id",
                        f"expected an id that is used once, got the one of {table.origin(first[id])} again",
                        None if origin is None else origin.at("id"),
                        hint="give one of them another id, or delete it",
                    )
                )
    repeated = keep.count(0)
    if repeated > _SHOWN_PROBLEMS:
        problems.append(
            Problem("record.duplicate-id", f"{repeated - _SHOWN_PROBLEMS} more rows repeat the id of another row")
        )
    return selected(table, keep)
