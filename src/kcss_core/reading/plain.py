"""Rows made records column by column, where nothing is wrong with them. Reports nothing: who finds a row left out looks
at it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from kcss_core.frozen import frozen
from kcss_core.model import Column
from kcss_core.origin import Origin
from kcss_core.reading.converter import SET, hook_for
from kcss_core.reading.raw import RawTable
from kcss_core.reading.rules import broken
from kcss_core.reading.values import UnfitError
from kcss_core.text import clean
from kcss_core.vocabulary import KindTree

# Columns of one field, by what their headers say after its name: ("en",) of title.en, () of title.
_Parts = Mapping[tuple[str, ...], Column]


class _Unfit:
    """What stands for a cell that does not fit, or of which something is to be said."""


_UNFIT: Final = _Unfit()


@frozen
class _Field:
    """The values of one field.

    Attributes:
        of_rows: A value for each row.
        is_fit: Whether none of them is unfit.
    """

    of_rows: Iterator[Any]
    is_fit: bool


def plain_records(cls: type[Any], table: RawTable, kinds: KindTree) -> list[Any]:
    """Return the record of each row; None where the row has to be looked at alone, which tells what is wrong with it.

    What a text comes to is worked out once, however many rows hold it, and all of them share the value.
    """
    nothing = [None] * len(table.rows)
    attributes = {a.name: a for a in attrs.fields(attrs.resolve_types(cls)) if a.name not in SET}
    parts = _parts_of_fields(table)
    if parts is None or not attributes.keys() >= {*parts, *table.constants}:
        return nothing
    if any(a.default is attrs.NOTHING and name not in {*parts, *table.constants} for name, a in attributes.items()):
        return nothing
    constants = {
        name: _fitting(value, hook_for(attributes[name].type, kinds), attributes[name])
        for name, value in table.constants.items()
    }
    if any(value is _UNFIT for value in constants.values()):
        return nothing
    fields = [_field(columns, attributes[name], kinds) for name, columns in parts.items()]
    is_fit = all(field.is_fit for field in fields)
    file, sheet, part = table.origin.file, table.origin.sheet, table.origin.part
    made: list[Any] = []
    for row, values in zip(table.rows, zip(*(field.of_rows for field in fields), strict=True), strict=True):
        if not is_fit and any(value is _UNFIT for value in values):
            made.append(None)
            continue
        try:
            record = cls(**dict(zip(parts, values, strict=True)), **constants, origin=Origin(file, sheet, row, part))
        except ValueError:
            # A class that checks itself; the converter finds the words for it.
            made.append(None)
        else:
            made.append(None if any(broken(record)) else record)
    return made


def _parts_of_fields(table: RawTable) -> Mapping[str, _Parts] | None:
    """Return the columns of each field; None where two or a constant say the same, or cells are not coded."""
    parts: dict[str, dict[tuple[str, ...], Column]] = {}
    for name, column in zip(table.header, table.columns, strict=True):
        first, *steps = name.split(".")
        if first in table.constants or not isinstance(column, Column):
            return None
        parts.setdefault(first, {})[tuple(steps)] = column
    is_twice = any(() in columns and len(columns) > 1 for columns in parts.values())
    return None if is_twice or not parts else parts


def _field(columns: _Parts, attribute: attrs.Attribute[Any], kinds: KindTree) -> _Field:
    hook = hook_for(attribute.type, kinds)
    if () in columns:
        column = columns[()]
        values = [_fitting(cell, hook, attribute) for cell in column.values]
        return _Field(map(values.__getitem__, column.codes), not any(value is _UNFIT for value in values))
    known = {
        codes: _fitting(_nested(columns, codes), hook, attribute)
        for codes in dict.fromkeys(zip(*(column.codes for column in columns.values()), strict=True))
    }
    of_rows = map(known.__getitem__, zip(*(column.codes for column in columns.values()), strict=True))
    return _Field(of_rows, not any(value is _UNFIT for value in known.values()))


def _nested(columns: _Parts, codes: Sequence[int]) -> Mapping[str, Any] | None:
    """Return the table that cells of several columns make; None where all of them are empty."""
    table: dict[str, Any] = {}
    for (steps, column), code in zip(columns.items(), codes, strict=True):
        cell = column.values[code]
        if cell is None or cell == "":
            continue
        into = table
        for step in steps[:-1]:
            into = into.setdefault(step, {})
        into[steps[-1]] = cell
    return table or None


def _fitting(raw: Any, hook: Callable[[Any], Any], attribute: attrs.Attribute[Any]) -> Any:
    """Return the value of a cell or table, or that it is unfit."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        default: Any = attribute.default
        if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # it is a class, typed as a function
            return _UNFIT if default.takes_self else default.factory()
        return _UNFIT if default is attrs.NOTHING else default
    try:
        return hook(_clean(raw))
    except Exception:  # noqa: BLE001  # whatever it is, it is told where the row is looked at alone
        return _UNFIT


def _clean(raw: Any) -> Any:
    """Return what is to be converted.

    Raises:
        UnfitError: A character had to be replaced, which is to be told.
    """
    if isinstance(raw, str):
        words, replaced = clean(raw)
        if replaced:
            raise UnfitError("the text holds control characters")
        return words
    if isinstance(raw, Mapping):
        return {key: _clean(inner) for key, inner in raw.items()}
    if isinstance(raw, list | tuple):
        return [_clean(inner) for inner in raw]
    return raw
