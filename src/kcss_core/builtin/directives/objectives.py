"""The directive ``objectives``: what is to be reached, with what was measured before, midway and after."""

from __future__ import annotations

from enum import StrEnum

from kcss_core.builtin.directives.selection import lower, said, select
from kcss_core.edition import Edition
from kcss_core.formatting import format_date, format_number
from kcss_core.frozen import frozen
from kcss_core.model import Measurement, Objective
from kcss_core.report.blocks import Align, Content, ListBlock, ListItem, Table, TableRow, words
from kcss_core.report.directives import Built, Call, Directive

_MEASURED = ("baseline", "midline", "endline", "target")


class As(StrEnum):
    """How objectives are shown."""

    LIST = "list"
    TABLE = "table"


@frozen(kw_only=True)
class ObjectivesOptions:
    """What ``objectives`` shows.

    Attributes:
        program: Objectives of at least one of these.
        as_: A list, with measurements in brackets; or a table, with a column for each measurement that there is.
    """

    program: tuple[str, ...] = ()
    as_: As = As.LIST


def _objectives(call: Call) -> Built:
    chosen = select(call, "objectives", "objectives", references={"programs": call.options.program})
    edition, records = call.edition, chosen.records
    if not records:
        return Built(problems=chosen.problems)
    if call.options.as_ is As.TABLE:
        return Built((_table(records, edition),), chosen.problems)
    items = tuple(ListItem(content=_entry(objective, edition)) for objective in records)
    return Built((ListBlock(items=items),), chosen.problems)


def _entry(objective: Objective, edition: Edition) -> Content:
    known = [
        f"{lower(edition.label(f'field.{name}'))}: {measured}"
        for name in _MEASURED
        if (measured := _measurement(getattr(objective, name), objective.unit, edition))
    ]
    text = said(objective.text, edition)
    return (*text, *words(f" ({'; '.join(known)})")) if known else text


def _measurement(measured: Measurement | None, unit: str | None, edition: Edition) -> str:
    """Return a measured state in words: ``45.5%, 2022``; empty where nothing was measured."""
    if measured is None:
        return ""
    parts = []
    if measured.value is not None:
        number = format_number(measured.value, edition.language)
        parts.append(f"{number}%" if unit == "%" else f"{number} {unit}" if unit else number)
    if measured.note:
        parts.append(edition.text(measured.note))
    if measured.date is not None:
        parts.append(format_date(measured.date, edition.language))
    return ", ".join(parts)


def _table(records: tuple[Objective, ...], edition: Edition) -> Table:
    columns = [name for name in _MEASURED if any(getattr(record, name) is not None for record in records)]
    title = edition.label("report.objectives")
    header = (edition.label("field.objective"), *(edition.label(f"field.{name}") for name in columns))
    rows = tuple(
        TableRow(
            cells=(
                said(record.text, edition),
                *(words(_measurement(getattr(record, name), record.unit, edition) or "–") for name in columns),
            )
        )
        for record in records
    )
    return Table(
        caption=words(title),
        header=tuple(words(name) for name in header),
        rows=rows,
        align=(Align.START,) * len(header),
        summary=title,
    )


OBJECTIVES = Directive(
    name="objectives",
    summary="Objectives with baseline, midline, endline and target, as a list or a table.",
    arguments="objective ids; those of the period when none is named",
    options=ObjectivesOptions,
    build=_objectives,
)
