"""What lists say of coming, and participations that several of them record, made one. Reads no files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import attrs

from kcss_core.model import Column, Participation, Table
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import RawRecord, RawTable
from kcss_core.reading.rows import selected

# What makes two rows the same participation, and what each of them may record of it.
_KEY = ("participant", "activity", "role")
_FACTS = ("invited", "attended")


def as_attended(items: Iterable[RawRecord | RawTable]) -> Iterator[RawRecord | RawTable]:
    """Yield participations as they are, but those of lists that ask neither for invited nor for attended: these came.

    Such a list is one of attendance. Where a list asks and a cell is empty, nothing is recorded of that person.
    """
    items = tuple(items)
    asking = {item.origin.file for item in items if isinstance(item, RawRecord) and _asks(item.fields)}
    came = {"attended": True}
    for item in items:
        if isinstance(item, RawTable):
            is_asked = _asks((*item.header, *item.constants))
            yield item if is_asked else attrs.evolve(item, constants={**item.constants, **came})
        else:
            is_asked = item.origin.file in asking
            yield item if is_asked else attrs.evolve(item, fields={**item.fields, **came})


def _asks(names: Iterable[str]) -> bool:
    return not set(_FACTS).isdisjoint(names)


def once_each(table: Table[Participation], problems: list[Problem]) -> Table[Participation]:
    """Return the table with one row for each person, activity and role; what each row records is kept.

    A row that only repeats an earlier one is reported and counts for nothing. One that contradicts it is an error.
    """
    if _is_plain(table):
        return table
    keys = _keys(table)
    if len(set(keys)) == len(keys):
        return table
    facts = {name: list(table.column(name)) for name in _FACTS}
    first: dict[int, int] = {}
    keep = bytearray(b"\1") * len(keys)
    repeated: list[tuple[int, int]] = []
    contradicting: list[tuple[int, int]] = []
    for row, key in enumerate(keys):
        earlier = first.setdefault(key, row)
        if earlier == row:
            continue
        keep[row] = 0
        pairs = [(values, values[earlier], values[row]) for values in facts.values()]
        if any(None not in (before, now) and before != now for _, before, now in pairs):
            contradicting.append((row, earlier))
            continue
        if all(now is None or before is not None for _, before, now in pairs):
            repeated.append((row, earlier))
        for values, before, now in pairs:
            values[earlier] = now if before is None else before
    problems += _reported(table, repeated, contradicting)
    made = {**table.columns, **{name: Column.of(values) for name, values in facts.items()}}
    return selected(attrs.evolve(table, columns=made), keep)


def _is_plain(table: Table[Participation]) -> bool:
    """Say whether the rows of each activity stand together and none of them repeats another, as in most files.

    It takes a tenth of the time and none of the memory that comparing all rows takes.
    """
    persons, activities, roles = columns = [table.column(name) for name in _KEY]
    if any(len(set(column.values)) < len(column.values) for column in columns):
        return False
    start, seen = 0, 0
    for _, rows in groupby(activities.codes):
        end = start + len(list(rows))
        if len(set(zip(persons.codes[start:end], roles.codes[start:end], strict=True))) < end - start:
            return False
        start, seen = end, seen + 1
    return seen == len(set(activities.codes))


def _keys(table: Table[Participation]) -> Sequence[int]:
    """Return a number for each row, equal for rows of one participation."""
    keys = [0] * len(table)
    for name in _KEY:
        column = table.column(name)
        numbers: dict[object, int] = {}
        # Two codes may stand for equal values.
        of_code = [numbers.setdefault(value, len(numbers)) for value in column.values]
        keys = [key * len(numbers) + of_code[code] for key, code in zip(keys, column.codes, strict=True)]
    return keys


def _reported(
    table: Table[Participation], repeated: list[tuple[int, int]], contradicting: list[tuple[int, int]]
) -> list[Problem]:
    problems = []
    if repeated:
        row, earlier = repeated[0]
        problems.append(
            Problem(
                "participation.twice",
                f"expected a person once in a role at an activity, got the same as at {table.origin(earlier)}, "
                f"which counts once{_often(repeated)}",
                table.origin(row),
                Severity.WARNING,
                hint="delete the row, or give two persons two ids",
            )
        )
    if contradicting:
        row, earlier = contradicting[0]
        problems.append(
            Problem(
                "participation.contradiction",
                f"expected what {table.origin(earlier)} says of the same person, activity and role, "
                f"got another answer to invited or attended{_often(contradicting)}",
                table.origin(row),
                hint="mend one of the rows, or give two persons two ids",
            )
        )
    return problems


def _often(rows: list[tuple[int, int]]) -> str:
    return "" if len(rows) == 1 else f" ({len(rows)} rows, this is the first)"
