"""Participants that somebody has found to be one person: made one, or refused. Compares no names and knows no files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

import attrs
from attrs import evolve

from kcss_core.model import Column, Participant, Participation, SameAs, Table
from kcss_core.model.table import packed
from kcss_core.problems import Problem, Severity
from kcss_core.reading.persons import KEYED
from kcss_core.reading.rows import selected
from kcss_core.vocabulary import Decision

# What one person cannot have two of.
_LASTING = ("gender", "birth_year")


def followed(
    records: Sequence[SameAs], persons: Table[Participant], is_elsewhere: Callable[[str], bool]
) -> tuple[Mapping[str, str], tuple[SameAs, ...], tuple[Problem, ...]]:
    """Return id to the id that is kept, the records that can be followed, and what is wrong with the others.

    Args:
        is_elsewhere: Says of an id whether a participant has it that could not be taken over.
    """
    rows = {id: row for row, id in enumerate(persons.column("id"))}
    problems: list[Problem] = []
    known: list[SameAs] = []
    unknown: list[tuple[SameAs, str]] = []
    for record in records:
        lost = [name for name in ("participant", "same_as") if getattr(record, name) not in rows]
        if not lost:
            known.append(record)
        elif not any(is_elsewhere(getattr(record, name)) for name in lost):
            unknown.append((record, lost[0]))
    if unknown:
        problems.append(_unknown(unknown))
    same = [record for record in known if record.decision is Decision.SAME]
    wrong = {id(record): problem for record, problem in _unclear(same)}
    same = [record for record in same if id(record) not in wrong]
    wrong |= {id(record): problem for record, problem in _contradicting(same, persons, rows)}
    problems += wrong.values()
    kept = {record.participant: record.same_as for record in same if id(record) not in wrong}
    return kept, tuple(record for record in known if id(record) not in wrong), tuple(problems)


def _unknown(found: Sequence[tuple[SameAs, str]]) -> Problem:
    record, name = found[0]
    often = "" if len(found) == 1 else f" ({len(found)} rows, this is the first)"
    rows = "the row is not followed" if len(found) == 1 else "these rows are not followed"
    is_keyed = any(getattr(record, name).startswith(KEYED) for record, name in found)
    # The id may be a name, and is not repeated.
    return Problem(
        "same-as.unknown",
        f"expected the id of one of the participants, got another{often}; {rows}",
        None if record.origin is None else record.origin.at(name),
        hint="ids that begin with ~ hold for one key only: look whether it is in its place (kcss same-as says so), "
        "then list the persons anew"
        if is_keyed
        else "mend the id, or delete the row",
    )


def _unclear(records: Iterable[SameAs]) -> Iterator[tuple[SameAs, Problem]]:
    """Yield records that lead in a circle, over another record, or to two persons."""
    first: dict[str, SameAs] = {}
    for record in records:
        first.setdefault(record.participant, record)
    for record in records:
        other = first[record.participant]
        after = first.get(record.same_as)
        if record.participant == record.same_as:
            message = "expected another participant, got the same one"
            yield record, _wrong("same-as.circle", message, record, "delete the row")
        elif other is not record:
            message = f"expected one person who is the same, got a second; the first stands at {other.origin}"
            yield record, _wrong("same-as.twice", message, record, "decide for one of them")
        elif record.participant in _reached(record, first):
            message = "expected another person, got one who by other rows is the same as this one: a circle"
            yield record, _wrong("same-as.circle", message, record, "delete one of the rows")
        elif after is not None:
            message = f"expected the id that is kept, got one that {after.origin} says is the same as another"
            yield record, _wrong("same-as.chain", message, record, "write the id under same_as of that row here too")


def _reached(record: SameAs, first: Mapping[str, SameAs]) -> Collection[str]:
    reached = {record.same_as}
    step = first.get(record.same_as)
    while step is not None and step.same_as not in reached:
        reached.add(step.same_as)
        step = first.get(step.same_as)
    return reached


def _contradicting(
    records: Iterable[SameAs], persons: Table[Participant], rows: Mapping[str, int]
) -> Iterator[tuple[SameAs, Problem]]:
    """Yield records of two participants who cannot be one person."""
    recorded: dict[tuple[str, str], object] = {}
    for record in records:
        for name in _LASTING:
            column = persons.column(name)
            kept = recorded.setdefault((record.same_as, name), column[rows[record.same_as]])
            value = column[rows[record.participant]]
            if None not in (kept, value) and kept != value:
                message = f"expected two participants with one {name.replace('_', ' ')}, got two"
                yield record, _wrong("same-as.contradiction", message, record, "mend the list, or delete this row")
                break
        else:
            for name in _LASTING:
                if recorded[record.same_as, name] is None:
                    recorded[record.same_as, name] = persons.column(name)[rows[record.participant]]


def _wrong(code: str, message: str, record: SameAs, hint: str) -> Problem:
    origin = None if record.origin is None else record.origin.at("same_as")
    return Problem(code, f"{message}; the row is not followed", origin, Severity.ERROR, hint=hint)


# ---------------------------------------------------------------- made one


def made_one(persons: Table[Participant], kept: Mapping[str, str]) -> Table[Participant]:
    """Return persons without those that are another one, who takes over what only they record."""
    if not kept:
        return persons
    rows = {id: row for row, id in enumerate(persons.column("id"))}
    columns = dict(persons.columns)
    for attribute in attrs.fields(Participant):
        if attribute.name in ("id", "origin"):
            continue
        column = persons.column(attribute.name)
        values = None
        for other, id in kept.items():
            if column[rows[other]] is not None and (values or column)[rows[id]] is None:
                values = values or list(column)
                values[rows[id]] = column[rows[other]]
        if values is not None:
            columns[attribute.name] = Column.of(values)
    keep = bytearray(b"\1") * len(persons)
    for other in kept:
        keep[rows[other]] = 0
    return selected(evolve(persons, columns=columns), keep)


def with_kept(table: Table[Participation], kept: Mapping[str, str]) -> Table[Participation]:
    """Return participations of the persons that are kept."""
    column = table.column("participant")
    if not any(value in kept for value in column.values):
        return table
    values = [kept.get(value, value) for value in column.values]
    codes = {value: code for code, value in enumerate(dict.fromkeys(values))}
    of_code = [codes[value] for value in values]
    coded = Column(packed([of_code[code] for code in column.codes], len(codes)), tuple(codes))
    return evolve(table, columns={**table.columns, "participant": coded})


def fewest(records: Iterable[SameAs]) -> Mapping[str, str]:
    """Return id to the id that is kept if all that is open were the same; chains and circles are followed."""
    up: dict[str, str] = {}

    def top(id: str) -> str:
        while id in up:
            id = up[id]
        return id

    for record in records:
        if record.decision is Decision.OPEN and (first := top(record.participant)) != (last := top(record.same_as)):
            up[first] = last
    return {id: top(id) for id in up}
