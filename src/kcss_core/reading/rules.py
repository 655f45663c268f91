"""What must hold between the fields of one record. Knows nothing of other records: those are checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from kcss_core.model import Activity, Aggregate, HeadCount, Network, Program, Project, StaffCount
from kcss_core.period import PartialDate
from kcss_core.reading.converter import Flaw


def broken(record: Any) -> Iterator[Flaw]:
    """Yield what contradicts itself inside a record."""
    rule = _RULES.get(type(record))
    if rule is not None:
        yield from rule(record)


def _in_order(start: str, end: str) -> Callable[[Any], Iterator[Flaw]]:
    def rule(record: Any) -> Iterator[Flaw]:
        first: PartialDate | None = getattr(record, start)
        last: PartialDate | None = getattr(record, end)
        if first is not None and last is not None and last.last < first.first:
            message = f"expected a date not before {first} ({start})"
            yield Flaw("record.dates", end, message, str(last), "mend one of them; perhaps they are swapped")

    return rule


def _says_something(aggregate: Aggregate) -> Iterator[Flaw]:
    if aggregate.value is None and aggregate.percent is None:
        yield Flaw("aggregate.empty", "", "expected a value or a percent", "neither")
    if aggregate.value is not None and aggregate.value < 0:
        yield Flaw("field.invalid", "value", "expected a number, 0 or more", str(aggregate.value))


_COUNTS = ("women", "men", "non_binary", "undisclosed", "not_recorded", "total")


def _counts_somebody(record: Any) -> Iterator[Flaw]:
    if all(getattr(record, name) is None for name in _COUNTS):
        yield Flaw("count.empty", "", f"expected at least one of {', '.join(_COUNTS)}", "none")


_RULES: Mapping[type[Any], Callable[[Any], Iterator[Flaw]]] = MappingProxyType(
    {
        Activity: _in_order("start", "end"),
        Project: _in_order("start", "end"),
        Program: _in_order("started", "ended"),
        Network: _in_order("since", "until"),
        Aggregate: _says_something,
        HeadCount: _counts_somebody,
        StaffCount: _counts_somebody,
    }
)
