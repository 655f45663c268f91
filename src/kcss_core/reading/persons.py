"""Persons whom attendance lists name again and again: each becomes one raw row. Knows no files and compares no names.

A reader that finds no id derives one from digests: of a number that belongs to one person, and of whatever else the
row tells. Rows with one number are one person. So are rows that tell the same, unless they record different genders or
numbers; then each of these is a person, and so are the rows that record none, because nobody can tell whose they are.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import attrs

from kcss_core.frozen import frozen
from kcss_core.model import FAMILIES, Column, Participant
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import RawRecord, RawTable

_MARK = "~"
#: How ids begin that were made with a key.
KEYED = ("~k", "~p", "~m", "~t")
_FIELDS = tuple(a.name for a in attrs.fields(Participant) if a.name not in ("id", "origin"))
# What one person cannot have two of; name, affiliation, municipality and age group may change.
_LASTING = ("gender", "birth_year")


class NumberKind(StrEnum):
    """What tells persons apart, the surest first; its letter begins the digest, and begins no other digest."""

    PERSONAL = "p"
    EMAIL = "m"
    PHONE = "t"


_SUREST = "".join(NumberKind)


def derived_id(digest: str, gender: str | None = None, *, number: str = "") -> str:
    """Return the id of a person whose row gives none: equal ones are one person, as far as the row tells.

    Args:
        digest: Of what the row tells of the person; neither it nor the number has a dot.
        number: The kind of a number followed by its keyed digest; empty where the row has none.
    """
    return f"{_MARK}{digest}.{number}.{gender or ''}"


def is_private(id: str) -> bool:
    """Say whether an id must not be written down: one that was made of a name without a key can be guessed."""
    return id.startswith(_MARK) and not id.startswith(KEYED)


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
    """Return the id of the person for each derived id, and for each digest that stands for one person."""
    told = {id: _Told(*id[len(_MARK) :].split(".")) for table in tables for id in _ids(table) if id.startswith(_MARK)}
    groups = _groups(set(told.values()))
    recorded: dict[str, set[str]] = {}
    for one in told.values():
        # Rows without number may also be those of a namesake who has one.
        for node in {one.node, one.digest} & groups.keys():
            recorded.setdefault(groups[node], set()).add(one.gender)
    # Who has a personal number is one person, whatever rows say of the gender.
    single = {group for group, genders in recorded.items() if len(genders - {""}) < 2 or _is_personal(group)}
    found = {node: f"{_MARK}{group}" for node, group in groups.items() if group in single}
    renamed = {f"{_MARK}{node}": id for node, id in found.items()}
    for id, one in told.items():
        renamed[id] = found.get(one.node, f"{_MARK}{groups[one.node]}.{one.gender}")
    return renamed


@frozen
class _Told:
    """What a derived id says of a person."""

    digest: str
    number: str
    gender: str

    @property
    def node(self) -> str:
        """What tells the person: the number, else all else."""
        return self.number or self.digest


def _is_personal(number: str) -> bool:
    return number.startswith(NumberKind.PERSONAL)


def _groups(told: Collection[_Told]) -> Mapping[str, str]:
    """Return the name of the person for each digest: the surest of the person's numbers, else the digest itself."""
    numbers: dict[str, set[str]] = {}
    genders: dict[str, set[str]] = {}
    for one in told:
        numbers.setdefault(one.digest, set())
        if one.number:
            numbers[one.digest].add(one.number)
        genders.setdefault(one.digest, set()).add(one.gender)
    up = {one.node: one.node for one in told}

    def top(node: str) -> str:
        while up[node] != node:
            node = up[node]
        return node

    for digest, of_digest in sorted(numbers.items()):
        # Two numbers of one kind, or two genders, are two persons who are told alike.
        if len({number[0] for number in of_digest}) < len(of_digest) or len(genders[digest] - {""}) > 1:
            continue
        tops = {top(node): None for node in (*sorted(of_digest), digest) if node in up}
        if sum(map(_is_personal, tops)) < 2:
            first = min(tops, key=lambda node: (_SUREST + node[0]).index(node[0]))
            up.update(dict.fromkeys(tops, first))
    return {node: top(node) for node in up}


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
    """Return participations and what is said of persons with the ids of the persons as they are now."""
    names = FAMILIES[item.family].references if item.family in FAMILIES else {}
    naming = [name for name, family in names.items() if family == "participants"]
    if not isinstance(item, RawTable) or not naming:
        return item
    columns = [*item.columns]
    for place, name in enumerate(item.header):
        if name in naming:
            column = _coded(columns[place])
            if any(str(value) in renamed for value in column.values):
                columns[place] = Column(column.codes, tuple(renamed.get(str(value), value) for value in column.values))
    return attrs.evolve(item, columns=tuple(columns))
