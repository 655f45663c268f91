"""The one strict converter, and what is said when it fails. Knows no files and no formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin

import attrs
from attrs import field

from kcss_core.frozen import frozen
from kcss_core.model.fields import Kind
from kcss_core.reading.values import (
    CLASS_RULES,
    SEPARATOR,
    TYPE_RULES,
    UnfitError,
    each,
    of_kind,
    of_literal,
    shown,
    text_of,
    without_empty,
)
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import KindTree
from kcss_core.withheld import LOOK, names_nobody

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")


@frozen
class Flaw:
    """One thing that is wrong inside a record.

    Attributes:
        path: Key path inside the record (``identifiers[2].scheme``); empty for the whole record.
        got: What was found, in words; what it may say of persons is left out by ``told``.
    """

    code: str
    path: str
    message: str
    got: str = field(default="", repr=False)
    hint: str | None = None

    def told(self, *, is_personal: bool, is_of_people: bool) -> tuple[str, str | None]:
        """Return message and hint without what may be personal.

        Args:
            is_personal: Whether the field is; then nothing is said of what was found.
            is_of_people: Whether the record is of a file in which a name may stand in any field.
        """
        if self.code == "field.missing":
            return f"{self.message}, got {self.got}", None if is_personal else self.hint
        if is_personal:
            return self.message, None
        if self.got and is_of_people and self.got not in _SHAPES and not names_nobody(self.got.strip("'\"")):
            return self.message, f"{self.hint} Else {LOOK}" if self.hint else LOOK
        return self.message + (f", got {self.got}" if self.got else ""), self.hint


# What was found where it is no text and no number.
_SHAPES = frozenset({"nothing", "a table", "an empty table", "a list", "true", "false", "none", "neither"})


def convert(cls: type[T], fields: Mapping[str, Any], kinds: KindTree) -> tuple[T | None, tuple[Flaw, ...]]:
    """Return an instance of an attrs class, or None and everything that is wrong with its fields.

    Fields ``origin`` and ``unread`` are no fields of files; they stay at their defaults.
    """
    from cattrs.errors import ClassValidationError

    try:
        return converter(kinds).structure(fields, cls), ()
    except (ClassValidationError, UnfitError) as error:
        return None, tuple(flaws(error))


def hook_for(type_: Any, kinds: KindTree) -> Callable[[Any], Any]:
    """Return the function from a raw value to a value of a type; raises what ``flaws`` explains."""
    if type_ is str:
        return text_of  # what the converter would find, without asking for enumerations at each of many ids
    hook = converter(kinds).get_structure_hook(type_)
    return lambda value: hook(value, type_)


def flaws(error: Exception, path: str = "") -> Iterator[Flaw]:
    """Yield what an exception of the converter says, one flaw a field, each with its key path."""
    from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError

    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from flaws(inner, path + _step(inner, path))
    elif isinstance(error, ForbiddenExtraKeysError):
        yield from _unknown_fields(error.cl, error.extra_fields, path)
    elif isinstance(error, UnfitError):
        yield Flaw("field.invalid", path, error.message, error.got, error.hint)
    elif isinstance(error, KeyError):
        yield Flaw("field.missing", path, "a value is required", "nothing")
    elif isinstance(error, ValueError):
        # An attrs class checked itself; its words are all there is.
        yield Flaw("field.invalid", path, str(error))
    else:
        raise error


def _step(error: Exception, path: str) -> str:
    from cattrs import AttributeValidationNote, IterableValidationNote

    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            step = f".{note.name}"
        elif isinstance(note, IterableValidationNote):
            # People count from one, as in rows.
            step = f"[{note.index + 1}]" if isinstance(note.index, int) else f".{note.index}"
        else:
            continue
        return step if path else step.removeprefix(".")
    return ""


def _unknown_fields(cls: type[Any], names: set[str], path: str) -> Iterator[Flaw]:
    known = [attribute.name for attribute in attrs.fields(cls) if attribute.name not in SET]
    for name in sorted(names, key=str):
        hint = did_you_mean(str(name), known) or f"the fields are {', '.join(known)}"
        yield Flaw("field.unknown", f"{path}.{name}" if path else str(name), "there is no such field", hint=hint)


def _is_many(type_: Any) -> bool:
    return get_origin(type_) is tuple and get_args(type_)[1:] == (Ellipsis,)


def _is_mapping(type_: Any) -> bool:
    origin = get_origin(type_)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _is_literal(type_: Any) -> bool:
    origin: Any = get_origin(type_)
    return origin is Literal


# Fields that are set by who reads, and not read.
SET = ("origin", "unread")


@lru_cache(maxsize=8)
def converter(kinds: KindTree) -> Converter:
    """Return the converter for a tree of activity kinds; built once, with hooks made when first needed."""
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn, override

    built = Converter()

    def of_many(type_: Any) -> Callable[[Any, Any], Any]:
        inner = get_args(type_)[0]
        hook = built.get_structure_hook(inner)

        def many(value: Any, _: Any) -> tuple[Any, ...]:
            if isinstance(value, str):
                value = [part for part in value.split(SEPARATOR) if part.strip()]
            if not isinstance(value, list | tuple):
                raise UnfitError("expected a list", shown(value))
            return tuple(each(enumerate(value), lambda _, part: hook(part, inner), type_))

        return many

    def of_mapping(type_: Any) -> Callable[[Any, Any], Any]:
        inner = get_args(type_)[1]
        hook = built.get_structure_hook(inner)

        def mapping(value: Any, _: Any) -> Mapping[str, Any]:
            if not isinstance(value, Mapping):
                raise UnfitError("expected a table", shown(value))
            pairs = each(value.items(), lambda key, part: (text_of(key), hook(part, inner)), type_)
            return MappingProxyType(dict(pairs))

        return mapping

    def of_class(type_: Any) -> Callable[[Any, Any], Any]:
        overrides = {a.name: override(omit=True) for a in attrs.fields(type_) if a.name in SET}
        structure = make_dict_structure_fn(
            type_,
            built,
            _cattrs_forbid_extra_keys=True,
            _cattrs_detailed_validation=True,
            **overrides,  # type: ignore[arg-type]  # mypy takes them for the keywords above
        )

        def instance(value: Any, _: Any) -> Any:
            if isinstance(value, type_):
                return value
            if not isinstance(value, Mapping):
                raise UnfitError("expected a table", shown(value))
            return structure(without_empty(value), type_)

        return instance

    for type_, rule in CLASS_RULES.items():
        built.register_structure_hook(type_, rule)
    # The last one is asked first.
    built.register_structure_hook_factory(attrs.has, of_class)
    built.register_structure_hook_factory(_is_mapping, of_mapping)
    built.register_structure_hook_factory(_is_many, of_many)
    built.register_structure_hook_factory(_is_literal, of_literal)
    built.register_structure_hook_func(lambda type_: type_ == Kind, of_kind(kinds))
    built.register_structure_hook_factory(lambda type_: type_ in TYPE_RULES, lambda type_: TYPE_RULES[type_])
    return built
