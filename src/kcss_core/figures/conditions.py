"""Conditions of figures: from what was declared to what can be asked of a record. Knows records, not populations.

An answer is true, false, or None where the records do not tell.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from attrs import field

from kcss_core.figures.paths import GrammarError, Path, Step, base_type
from kcss_core.frozen import frozen
from kcss_core.model import Dataset
from kcss_core.period import PartialDate
from kcss_core.reading.converter import hook_for
from kcss_core.reading.values import UnfitError, shown
from kcss_core.text import Text, did_you_mean
from kcss_core.vocabulary import Gender

Truth: TypeAlias = bool | None

_KEYS = ("all", "any", "not", "from", "to")


@frozen
class OneOf:
    """The value is one of several.

    Attributes:
        unknown: Values that tell nothing: a gender that a person prefers not to say, when shares are counted.
    """

    values: frozenset[Any]
    unknown: frozenset[Any] = frozenset()

    def test(self, value: Any) -> Truth:
        """Say whether one value meets it."""
        if value is None or value in self.unknown:
            return None
        if isinstance(value, Text):
            return any(words in self.values for _, words in value.forms)
        return value in self.values


@frozen
class Within:
    """The value lies between two bounds, both included; None for no bound. Dates are compared by their days."""

    low: Any
    high: Any

    def test(self, value: Any) -> Truth:
        """Say whether one value meets it; None for a date too vague to tell."""
        if value is None:
            return None
        first, last = (value.first, value.last) if isinstance(value, PartialDate) else (value, value)
        if (self.low is not None and last < self.low) or (self.high is not None and first > self.high):
            return False
        is_inside = (self.low is None or first >= self.low) and (self.high is None or last <= self.high)
        return True if is_inside else None


@frozen
class Missing:
    """Nothing was recorded."""


@frozen
class AnyOf:
    """At least one of several conditions holds."""

    parts: tuple[Condition, ...]


@frozen
class AllOf:
    """All of several conditions hold, each perhaps for another value."""

    parts: tuple[Condition, ...]


@frozen
class NoneOf:
    """The condition holds for no value."""

    part: Condition


Condition: TypeAlias = OneOf | Within | Missing | AnyOf | AllOf | NoneOf


def holds_for(condition: Condition, values: Sequence[Any], *, may_be_empty: bool = False) -> Truth:
    """Say whether a condition holds for the values that a record has at a path."""
    if isinstance(condition, OneOf | Within):
        if not values:
            return False if may_be_empty else None
        return either(condition.test(value) for value in values)
    if isinstance(condition, Missing):
        return all(value is None for value in values)
    if isinstance(condition, AnyOf):
        return either(holds_for(part, values, may_be_empty=may_be_empty) for part in condition.parts)
    if isinstance(condition, AllOf):
        return both(holds_for(part, values, may_be_empty=may_be_empty) for part in condition.parts)
    answer = holds_for(condition.part, values, may_be_empty=may_be_empty)
    return None if answer is None else not answer


def both(answers: Iterable[Truth]) -> Truth:
    """Return false if any is false, else None if any is unknown, else true."""
    result: Truth = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            result = None
    return result


def either(answers: Iterable[Truth]) -> Truth:
    """Return true if any is true, else None if any is unknown, else false."""
    result: Truth = False
    for answer in answers:
        if answer is True:
            return True
        if answer is None:
            result = None
    return result


@frozen
class Demand:
    """A condition on the values at a path. Two with the same key ask the same.

    Attributes:
        key: Path and condition in words.
    """

    path: Path = field(eq=False)
    condition: Condition = field(eq=False)
    key: str = field(init=False)

    @key.default
    def _key(self) -> str:
        return f"{self.path.words} {_written(self.condition)}"

    def holds(self, thing: Any, dataset: Dataset) -> Truth:
        """Say whether a record meets it."""
        return holds_for(
            self.condition, self.path.values(thing, dataset), may_be_empty=self.path.may_be_empty
        )

    def beyond(self, count: int) -> Demand:
        """Return what it asks of what stands some steps further on."""
        return Demand(self.path.beyond(count), self.condition)


@frozen
class Together:
    """Demands that one and the same thing must meet, of the several that some steps lead to."""

    steps: tuple[Step, ...] = field(eq=False)
    parts: tuple[Demand | Together, ...] = field(eq=False)
    key: str = field(init=False)

    @key.default
    def _key(self) -> str:
        return f"{'.'.join(step.name for step in self.steps)} ({'; '.join(sorted(part.key for part in self.parts))})"

    def holds(self, thing: Any, dataset: Dataset) -> Truth:
        """Say whether at least one thing that the steps lead to meets all."""
        things: tuple[Any, ...] = (thing,)
        for step in self.steps:
            things = tuple(reached for one in things for reached in step.follow(one, dataset))
        if not things:
            return False if any(step.may_be_empty for step in self.steps) else None
        return either(both(part.holds(one, dataset) for part in self.parts) for one in things)

    def beyond(self, count: int) -> Together:
        """Return what it asks of what stands some steps further on."""
        return Together(self.steps[count:], self.parts)


Atom: TypeAlias = Demand | Together


def joined(demands: Iterable[Demand]) -> tuple[Atom, ...]:
    """Return demands with those put together that must hold for the same thing.

    Conditions under one prefix that may lead to several things hold for one of them. *None of* and *all of* speak of
    all of its values and stand alone.
    """
    alone: list[Atom] = []
    by_prefix: dict[str, list[Demand]] = {}
    for demand in demands:
        first = demand.path.first_many
        if first is None or not isinstance(demand.condition, OneOf | Within):
            alone.append(demand)
        else:
            by_prefix.setdefault(".".join(step.name for step in demand.path.steps[: first + 1]), []).append(demand)
    for group in by_prefix.values():
        first = group[0].path.first_many
        assert first is not None
        if len(group) == 1:
            alone.append(group[0])
        else:
            inner = joined(demand.beyond(first + 1) for demand in group)
            alone.append(Together(group[0].path.steps[: first + 1], inner))
    return tuple(alone)


# ---------------------------------------------------------------- what was declared


def condition_of(declared: Any, path: Path, dataset: Dataset) -> Condition:
    """Return the condition that was declared for a path.

    Raises:
        GrammarError: A value that the path cannot have, or an unknown key; with what to do.
    """
    if isinstance(declared, Mapping):
        return _table(declared, path, dataset)
    if isinstance(declared, list | tuple | set | frozenset):
        if not declared:
            raise GrammarError(f"expected at least one value, got {shown(declared)}")
        parts = [condition_of(one, path, dataset) for one in declared]
        values = [part.values for part in parts if isinstance(part, OneOf)]
        return OneOf(frozenset().union(*values)) if len(values) == len(parts) else AnyOf(tuple(parts))
    return _equal(declared, path, dataset)


def _table(declared: Mapping[str, Any], path: Path, dataset: Dataset) -> Condition:
    for key in declared:
        if key not in _KEYS:
            raise GrammarError(
                f"expected one of {', '.join(_KEYS)}, got {key!r}", did_you_mean(key, _KEYS)
            )
    if not declared:
        raise GrammarError("expected a condition, got an empty table")
    parts: list[Condition] = []
    if "from" in declared or "to" in declared:
        parts.append(_range(declared, path, dataset))
    for key, wrap in (("all", AllOf), ("any", AnyOf)):
        if key in declared:
            several = declared[key]
            if not isinstance(several, list | tuple) or not several:
                raise GrammarError(f"expected a list of values after {key!r}, got {shown(several)}")
            parts.append(wrap(tuple(condition_of(one, path, dataset) for one in several)))
    if "not" in declared:
        parts.append(NoneOf(condition_of(declared["not"], path, dataset)))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _equal(declared: Any, path: Path, dataset: Dataset) -> Condition:
    value = _value(declared, path, dataset)
    if isinstance(value, PartialDate):
        return Within(value.first, value.last)
    if _is_kind(path):
        return OneOf(dataset.kinds.subtree(value))
    return OneOf(frozenset({value}))


def _range(declared: Mapping[str, Any], path: Path, dataset: Dataset) -> Within:
    plain = base_type(path.type)
    if not (plain is PartialDate or (issubclass(plain, int | Decimal) and plain is not bool)) or path.family:
        raise GrammarError(f"a range needs numbers or dates, and {path.words!r} has none")
    bounds: list[Any] = []
    for key in ("from", "to"):
        value = _value(declared[key], path, dataset) if key in declared else None
        if isinstance(value, PartialDate):
            value = value.first if key == "from" else value.last
        bounds.append(value)
    low, high = bounds
    if low is not None and high is not None and high < low:
        raise GrammarError(f"the range ends at {high}, before it begins at {low}")
    return Within(low, high)


def _value(declared: Any, path: Path, dataset: Dataset) -> Any:
    if isinstance(declared, datetime.date) and base_type(path.type) is PartialDate:
        declared = declared.isoformat()
    type_ = str if base_type(path.type) is Text else path.type
    try:
        value = hook_for(type_, dataset.kinds)(declared)
    except UnfitError as error:
        got = f", got {error.got}" if error.got else ""
        raise GrammarError(f"{error.message}{got}", error.hint) from None
    if path.family is not None:
        known = dataset.by_id(path.family)
        if value not in known:
            # Ids of participants may be personal: they are neither echoed nor compared.
            got = "" if path.family == "participants" else f", got {value!r}"
            raise GrammarError(
                f"expected the id of one of the {path.family}{got}",
                did_you_mean(value, known) if got else None,
                (path.family, value),
            )
    return value


def _is_kind(path: Path) -> bool:
    return "kind" in getattr(path.type, "__metadata__", ())


def without_undisclosed(demand: Demand) -> Demand:
    """Return a demand on gender that takes "prefers not to say" for unknown, unless it asks for just that."""
    condition = demand.condition
    if (
        demand.path.type is Gender
        and isinstance(condition, OneOf)
        and Gender.UNDISCLOSED not in condition.values
    ):
        return Demand(demand.path, OneOf(condition.values, frozenset({Gender.UNDISCLOSED})))
    return demand


def _written(condition: Condition) -> str:
    if isinstance(condition, OneOf):
        words = " | ".join(sorted(str(value) for value in condition.values))
        return f"= {words}" + (f" ?{'|'.join(sorted(condition.unknown))}" if condition.unknown else "")
    if isinstance(condition, Within):
        return f"in {condition.low}..{condition.high}"
    if isinstance(condition, Missing):
        return "missing"
    if isinstance(condition, NoneOf):
        return f"not ({_written(condition.part)})"
    word = "any" if isinstance(condition, AnyOf) else "all"
    return f"{word} ({', '.join(_written(part) for part in condition.parts)})"
