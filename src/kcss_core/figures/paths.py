"""Paths from a record to a value: ``activity.projects.scheme``. Knows the records' fields, and no conditions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import field

from kcss_core.frozen import frozen
from kcss_core.model import FAMILIES, Dataset, Participant
from kcss_core.period import PartialDate
from kcss_core.text import did_you_mean

#: Parts of a date that records are grouped by, coarsest first.
GRAINS = ("year", "quarter", "month")

# Where nothing is listed, nothing is there: most activities meet no institution and have no partner. An empty list of
# programs, places or languages, in contrast, only says that nobody wrote them down.
_MAY_BE_EMPTY = frozenset({"documents", "identifiers", "institutions", "partners", "photographs", "reach"})

# Values that most records do not have: a single meeting belongs to no series, and many a project to no scheme.
_MAY_BE_ABSENT = frozenset({"consortium", "scheme", "series"})

# Never the subject of a condition: where a record stands, and free words about it.
_NO_VALUES = frozenset({"origin", "reported", "source"})
# Nor is who somebody is: a breakdown by names would be a list of them.
_NAMING = frozenset({(Participant, "name")})

_FAMILY_OF = {family.record: name for name, family in FAMILIES.items()}


class GrammarError(ValueError):
    """Words of a declared figure that mean nothing: a path that leads nowhere, a value that a field cannot have.

    Attributes:
        hint: What to write instead.
        missing: Family and id of the record, or ``figures`` and id of the figure, that is not there; else None.
    """

    def __init__(self, message: str, hint: str | None = None, missing: tuple[str, str] | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.missing = missing

    @property
    def with_hint(self) -> str:
        """What is wrong and what to do, in one line."""
        return f"{self}; {self.hint}" if self.hint else str(self)


@frozen
class Step:
    """A step from a record to other things: records that it names by id, or parts of it.

    Attributes:
        record: Class of what is reached.
        family: Family in which ids are looked up; None for parts of the record itself.
        is_many: Whether it may lead to several.
        may_be_empty: Whether leading nowhere is a fact; otherwise it is something that nobody recorded.
    """

    name: str
    record: type[Any]
    family: str | None
    is_many: bool
    may_be_empty: bool

    def follow(self, thing: Any, dataset: Dataset) -> tuple[Any, ...]:
        """Return what the step reaches from one thing; a dangling id as something of which only the id is known."""
        found = getattr(thing, self.name, None)
        several = found if self.is_many and found is not None else () if found is None else (found,)
        if self.family is None:
            return tuple(several)
        return tuple(dataset.find(self.family, id) or Unknown(id) for id in several)


@frozen
class Unknown:
    """What an id points to when there is no such record."""

    id: str


@frozen
class Path:
    """A way from a record of a population to values.

    Attributes:
        words: The path from the record in full, whatever short name was used; the same way has the same words.
        steps: Steps to the thing that holds the value.
        name: Field of that thing.
        type: Type of one value, as the converter knows it.
        is_many: Whether the field holds several values.
        family: Family whose ids the values are; None for other values.
        grain: ``year``, ``quarter`` or ``month`` where a date is cut down to it.
        first_many: Index of the first step that may lead to several things; None where there is none.
    """

    words: str
    steps: tuple[Step, ...] = field(eq=False)
    name: str = field(eq=False)
    type: Any = field(eq=False)
    is_many: bool = field(default=False, eq=False)
    family: str | None = field(default=None, eq=False)
    grain: str = field(default="", eq=False)
    first_many: int | None = field(init=False, eq=False, repr=False)

    @first_many.default
    def _first_many(self) -> int | None:
        return next((index for index, step in enumerate(self.steps) if step.is_many), None)

    @property
    def may_be_empty(self) -> bool:
        """Whether finding no value at all is a fact, not a gap in the records."""
        return any(step.may_be_empty for step in self.steps)

    @property
    def is_free_text(self) -> bool:
        """Whether its values are words that no list holds."""
        return self.type is str and self.family is None and not self.grain

    @property
    def gap(self) -> Path | None:
        """What has to be recorded before nothing here is a fact; None where nothing always is one."""
        if self.may_be_empty or (self.name in _MAY_BE_ABSENT and not self.steps):
            return None
        if self.name not in _MAY_BE_ABSENT:
            return self
        # A project may have no scheme; the activity whose project nobody wrote down still leaves it open.
        words = f"{self.words.removesuffix(self.name)}id"
        return attrs.evolve(self, words=words, name="id", type=str, is_many=False)

    def beyond(self, count: int) -> Path:
        """Return the rest of the path after some steps."""
        return attrs.evolve(self, steps=self.steps[count:])

    def values(self, thing: Any, dataset: Dataset) -> tuple[Any, ...]:
        """Return all values that it leads to, with None for each that is not recorded; empty where it leads nowhere."""
        things: tuple[Any, ...] = (thing,)
        for step in self.steps:
            things = tuple(reached for one in things for reached in step.follow(one, dataset))
        found: list[Any] = []
        for one in things:
            value = getattr(one, self.name, None)
            if self.is_many and value is not None:
                found.extend(value)
            else:
                found.append(value)
        return tuple(cut(value, self.grain) for value in found) if self.grain else tuple(found)


def cut(when: PartialDate | None, grain: str) -> str | None:
    """Return the year, quarter or month of a date, as periods are written; None where the date does not tell."""
    if when is None or (when.month is None and grain != "year"):
        return None
    if grain == "year":
        return f"{when.year:04}"
    assert when.month is not None
    return f"{when.year:04}-Q{(when.month + 2) // 3}" if grain == "quarter" else f"{when.year:04}-{when.month:02}"


@frozen
class _Field:
    """One field of a record class: type of one value, whether several, class of a part, family of a reference."""

    type: Any
    is_many: bool
    record: type[Any] | None
    family: str | None


def find_path(words: str, record: type[Any], names: Mapping[str, str]) -> Path:
    """Return the path that words mean.

    Args:
        words: A short name, or a full path, perhaps beginning with a short name.
        record: Class of the records where it begins.
        names: Short name to the path from the record; the name of the record itself to the empty path.

    Raises:
        GrammarError: The words lead nowhere.
    """
    parts = words.split(".")
    for length in range(len(parts), 0, -1):
        start = names.get(".".join(parts[:length]))
        if start is not None:
            return _walk([*(start.split(".") if start else ()), *parts[length:]], record, words)
    raise GrammarError(f"expected a name that conditions may use here, got {words!r}", _hint(words, names))


def _walk(parts: list[str], record: type[Any], words: str) -> Path:
    steps: list[Step] = []
    for index, part in enumerate(parts):
        known = fields_of(record)
        if part not in known:
            shown = words.rpartition(".")[0]
            raise GrammarError(
                f"there is no {part!r} in {words!r}",
                did_you_mean(part, known) or f"after {shown!r} may stand {', '.join(known)}",
            )
        one = known[part]
        is_last = index == len(parts) - 1
        if one.family is not None or one.record is not None:
            reached = FAMILIES[one.family].record if one.family is not None else one.record
            assert reached is not None
            steps.append(Step(part, reached, one.family, one.is_many, part in _MAY_BE_EMPTY))
            record = reached
            continue
        if one.type is PartialDate and index == len(parts) - 2 and parts[-1] in GRAINS:
            return Path(".".join(parts), tuple(steps), part, str, one.is_many, None, parts[-1])
        if not is_last:
            raise GrammarError(f"{words!r} goes on after {part!r}, which is a value")
        # An empty list of a record counts like a step that leads nowhere.
        family = _FAMILY_OF.get(record) if part == "id" else None
        return Path(".".join(parts), tuple(steps), part, one.type, one.is_many, family)
    if "id" not in fields_of(record):
        raise GrammarError(
            f"{words!r} is no value but holds some", f"after {words!r} may stand {', '.join(fields_of(record))}"
        )
    return Path(".".join([*parts, "id"]), tuple(steps), "id", str, False, _FAMILY_OF.get(record))


def fields_of(record: type[Any]) -> Mapping[str, _Field]:
    """Return the fields of a record class that paths may name."""
    return _fields_of(record)  # type: ignore[arg-type]  # a class is hashable, whatever its records are


@cache
def _fields_of(record: type[Any]) -> Mapping[str, _Field]:
    hints = get_type_hints(record, include_extras=True)
    references = FAMILIES[_FAMILY_OF[record]].references if record in _FAMILY_OF else {}
    found = {}
    for attribute in attrs.fields(record):
        if attribute.name in _NO_VALUES or (record, attribute.name) in _NAMING:
            continue
        type_, is_many = _one(hints[attribute.name])
        part = type_ if attrs.has(type_) and type_ is not PartialDate and _is_record(type_) else None
        found[attribute.name] = _Field(type_, is_many, part, references.get(attribute.name))
    return MappingProxyType(found)


def _is_record(type_: type[Any]) -> bool:
    # Text is a value in several languages, every other class of the model has fields that a path can go on to.
    return type_.__module__ != "kcss_core.text"


def _one(hint: Any) -> tuple[Any, bool]:
    """Return the type of one value without "or None", and whether there may be several."""
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is tuple:
        return get_args(hint)[0], True
    return hint, False


def base_type(type_: Any) -> type[Any]:
    """Return the plain type behind a type of the model: ``str`` for a country."""
    plain: type[Any] = get_args(type_)[0] if get_origin(type_) is Annotated else type_
    return plain


def _hint(words: str, names: Mapping[str, str]) -> str:
    return did_you_mean(words, names) or f"the names are {', '.join(names)}"
