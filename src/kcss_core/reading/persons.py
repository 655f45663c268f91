"""Persons whom attendance lists name again and again: each becomes one raw row. Knows no files and compares no names.

A reader that finds no id derives one from a digest of whatever it goes by, and from the gender that the row records.
Rows with one digest are one person unless they record different genders; then each recorded gender is a person, and
so are the rows that record none, because nobody can tell whose they are.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from kcss_core.model import Column, Participant
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import RawRecord, RawTable

_MARK = "~"
_FIELDS = tuple(a.name for a in attrs.fields(Participant) if a.name not in ("id", "origin"))
# What one person cannot have two of; name, affiliation, municipality and age group may change.
_LASTING = ("gender", "birth_year")


def derived_id(digest: str, gender: str | None = None) -> str:
    """Return the id of a person whose row gives none: equal ones are one person, as far as the row tells."""
    return f"{_MARK}{digest}.{gender or ''}"


def one_each(raw: Iterable[RawRecord | RawTable]) -> tuple[list[RawRecord | RawTable], tuple[Problem, ...]]:
    """Return the same raw records with each person of repeated tables once, where first named, and what contradicts.

    What a row leaves empty is taken from the next that records it. A person whom another file defines is not repeated.
    """
    items = list(raw)
    tables = [item for item in items if isinstance(item, RawTable) and item.is_repeated]
    if not tables:
        return items, ()
    renamed = _renamed(tables)
    defined = _defined(items)
    problems: list[Problem] = []
    persons: dict[str, list[Any]] = {}
    first: dict[str, Origin] = {}
    rows: list[dict[str, int]] = []
    for table in tables:
        rows.append({})
        for index, id, values in _mentions(table):
            id = renamed.get(id, id)
            if id in defined:
                continue
            if id in persons:
                _add(persons[id], values, first[id], table, index, problems)
                continue
            persons[id] = values
            first[id] = attrs.evolve(table.origin, row=table.rows[index], part=None)
            rows[-1][id] = index
    reduced = iter([_reduced(table, kept, persons) for table, kept in zip(tables, rows, strict=True)])
    return [
        next(reduced) if isinstance(item, RawTable) and item.is_repeated else _with_ids(item, renamed)
        for item in items
    ], tuple(problems)


def _mentions(table: RawTable) -> Iterable[tuple[int, str, list[Any]]]:
    """Yield each different row once: its index, its id, and its values in the order of the fields."""
    columns = {name: _coded(column) for name, column in zip(table.header, table.columns, strict=True)}
    present = [columns[name] for name in ("id", *(name for name in _FIELDS if name in columns))]
    places = [_FIELDS.index(name) for name in _FIELDS if name in columns]
    different: dict[tuple[int, ...], int] = {}
    for index, codes in enumerate(zip(*(column.codes for column in present), strict=True)):
        if codes not in different:
            different[codes] = index
    for codes, index in different.items():
        values: list[Any] = [None] * len(_FIELDS)
        for place, column, code in zip(places, present[1:], codes[1:], strict=True):
            values[place] = column.values[code]
        yield index, str(present[0].values[codes[0]]), values


def _coded(column: Iterable[Any]) -> Column:
    return column if isinstance(column, Column) else Column.of(column)


def _renamed(tables: Iterable[RawTable]) -> Mapping[str, str]:
    """Return the id of the person for each derived id."""
    recorded: dict[str, set[str]] = {}
    ids = [id for table in tables for id in _ids(table) if id.startswith(_MARK)]
    for id in ids:
        digest, _, gender = id.rpartition(".")
        recorded.setdefault(digest, set()).add(gender)
    return {id: digest for id in ids if len(recorded[digest := id.rpartition(".")[0]] - {""}) < 2}


def _ids(table: RawTable) -> Sequence[str]:
    column = _coded(table.columns[table.header.index("id")])
    return [str(value) for value in column.values]


def _defined(items: Iterable[RawRecord | RawTable]) -> set[str]:
    """Return the ids of persons that a file defines, once each."""
    found = set()
    for item in items:
        if item.family != "participants":
            continue
        if isinstance(item, RawRecord):
            found.add(str(item.fields.get("id", "")).strip())
        elif not item.is_repeated and "id" in item.header:
            found.update(id.strip() for id in _ids(item))
    return found


def _add(
    values: list[Any], more: list[Any], first: Origin, table: RawTable, index: int, problems: list[Problem]
) -> None:
    """Fill what is not recorded of a person with what another row records."""
    for place, (name, value, other) in enumerate(zip(_FIELDS, values, more, strict=True)):
        if value is None:
            values[place] = other
        elif other is not None and other != value and name in _LASTING:
            problems.append(
                Problem(
                    "participant.contradiction",
                    f"expected the {name.replace('_', ' ')} that {first} gives for the same person, got another; "
                    "the first is kept",
                    attrs.evolve(table.origin, row=table.rows[index], part=name),
                    Severity.WARNING,
                    hint="mend one of the rows, or give two persons two ids",
                )
            )


def _reduced(table: RawTable, kept: Mapping[str, int], persons: Mapping[str, list[Any]]) -> RawTable:
    ids = sorted(kept, key=kept.__getitem__)
    columns = {
        name: Column.of(persons[id][place] for id in ids) for place, name in enumerate(_FIELDS)
    }
    present = {name: column for name, column in columns.items() if set(column.values) - {None}}
    return attrs.evolve(
        table,
        header=("id", *present),
        columns=(Column.of(ids), *present.values()),
        rows=array("I", (table.rows[kept[id]] for id in ids)),
        is_repeated=False,
    )


def _with_ids(item: RawRecord | RawTable, renamed: Mapping[str, str]) -> RawRecord | RawTable:
    """Return participations with the ids of the persons as they are now."""
    if not isinstance(item, RawTable) or item.family != "participations" or "participant" not in item.header:
        return item
    place = item.header.index("participant")
    column = _coded(item.columns[place])
    if not any(str(value) in renamed for value in column.values):
        return item
    values = tuple(renamed.get(str(value), value) for value in column.values)
    columns = [*item.columns]
    columns[place] = Column(column.codes, values)
    return attrs.evolve(item, columns=tuple(columns))
