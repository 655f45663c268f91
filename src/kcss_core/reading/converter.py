"""The strict rules from one raw value to one typed value, and what is said when they fail. Knows no files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar, get_args, get_origin

import attrs
from attrs import frozen

from kcss_core.model.fields import (
    BirthYear,
    Count,
    Country,
    Kind,
    Language,
    Percent,
    ReportLanguage,
    Sector,
)
from kcss_core.period import PartialDate, Period
from kcss_core.text import Text, did_you_mean, nearest
from kcss_core.vocabulary import LANGUAGES, KindTree, country_name, is_country, is_sector, language_name

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")

# Longer numbers are slips of the keyboard, and int() refuses 4,300 digits with an error of its own.
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")
_YES_NO = MappingProxyType({"yes": True, "true": True, "no": False, "false": False})
#: Text that may be empty, where that says something.
AnyText: TypeAlias = Annotated[str, "any text"]
#: What stands between several values in one cell.
SEPARATOR = ";"
_LONGEST_ECHO = 40


class UnfitError(ValueError):
    """A value that does not fit its field.

    Attributes:
        message: What is wrong or expected, without what was found.
        got: What was found, in words; empty where the message says it.
        hint: What to do; None where the message says it.
    """

    def __init__(self, message: str, got: str = "", hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.got = got
        self.hint = hint


@frozen
class Flaw:
    """One thing that is wrong inside a record.

    Attributes:
        path: Key path inside the record (``identifiers[2].scheme``); empty for the whole record.
        got: What was found, in words; left out of messages about personal fields, as is ``hint``.
    """

    code: str
    path: str
    message: str
    got: str = ""
    hint: str | None = None


def shown(value: Any) -> str:
    """Return a raw value as messages show it: text in quotes and cut short, tables and lists by name."""
    if isinstance(value, str):
        return repr(value if len(value) <= _LONGEST_ECHO else value[:_LONGEST_ECHO] + "…")
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    return str(value)


def listed(names: Any) -> str:
    """Return names as messages list them: ``'a', 'b'``."""
    return ", ".join(repr(str(name)) for name in names)


def convert(cls: type[T], fields: Mapping[str, Any], kinds: KindTree) -> tuple[T | None, tuple[Flaw, ...]]:
    """Return an instance of an attrs class, or None and everything that is wrong with its fields.

    A field ``origin`` is not a field of files; it stays at its default.
    """
    from cattrs.errors import ClassValidationError

    try:
        return converter(kinds).structure(fields, cls), ()
    except (ClassValidationError, UnfitError) as error:
        return None, tuple(flaws(error))


def hook_for(type_: Any, kinds: KindTree) -> Callable[[Any], Any]:
    """Return the function from a raw value to a value of a type; raises what ``flaws`` explains."""
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
    known = [attribute.name for attribute in attrs.fields(cls) if attribute.name != "origin"]
    for name in sorted(names, key=str):
        hint = did_you_mean(str(name), known) or f"the fields are {', '.join(known)}"
        yield Flaw("field.unknown", f"{path}.{name}" if path else str(name), "there is no such field", hint=hint)


# ---------------------------------------------------------------- the rules, one a type


def _text(value: Any, _: Any = None) -> str:
    if isinstance(value, str) and (words := value.strip()):
        return words
    raise UnfitError("expected text", shown(value))


def _any_text(value: Any, _: Any = None) -> str:
    if isinstance(value, str):
        return value.strip()
    raise UnfitError("expected text", shown(value))


def _whole(value: Any, _: Any = None) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        return int(value)
    raise UnfitError("expected a whole number", shown(value))


def _count(value: Any, _: Any = None) -> int:
    try:
        number = _whole(value)
    except UnfitError:
        number = -1
    if number < 0:
        raise UnfitError("expected a whole number, 0 or more", shown(value))
    return number


def _birth_year(value: Any, _: Any = None) -> int:
    try:
        year = _whole(value)
    except UnfitError:
        year = 0
    if not 1900 <= year < 2100:
        raise UnfitError("expected a year of birth with four digits, 1900 or later", shown(value))
    return year


def _yes_or_no(value: Any, _: Any = None) -> bool:
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    if word not in _YES_NO:
        raise UnfitError("expected yes, no, true or false", shown(value))
    return _YES_NO[word]


def _decimal(value: Any, _: Any = None) -> Decimal:
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip())
    raise UnfitError("expected a number such as 12 or 12.5", shown(value))


def _percent(value: Any, _: Any = None) -> Decimal:
    try:
        number = _decimal(value)
    except UnfitError:
        number = Decimal(-1)
    if not 0 <= number <= 100:
        raise UnfitError("expected a number from 0 to 100", shown(value))
    return number


def _written(value: Any) -> str | None:
    """Return a date or period as text; TOML may give it as a year or as a date of its own."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return None


def _partial_date(value: Any, _: Any = None) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.parse(_written(value) or "")
    except ValueError as error:
        raise UnfitError(str(error), shown(value)) from None


def _period(value: Any, _: Any = None) -> Period:
    if isinstance(value, Period):
        return value
    try:
        return Period.parse(_written(value) or "")
    except ValueError as error:
        raise UnfitError(str(error), shown(value)) from None


def _report_language(value: Any, _: Any = None) -> str:
    if value in LANGUAGES:
        return str(value)
    base = value.partition("-")[0].lower() if isinstance(value, str) else ""
    meant = " or ".join(repr(language) for language in LANGUAGES if language.partition("-")[0] == base)
    hint = f"did you mean {meant}?" if meant else None
    raise UnfitError(f"expected a language, one of {listed(LANGUAGES)}", shown(value), hint)


def _language(value: Any, _: Any = None) -> str:
    code = _text(value)
    try:
        language_name(code, "en")
    except KeyError:
        raise UnfitError("expected the code of a language such as sq or sr-Latn", shown(value)) from None
    return code


def _country(value: Any, _: Any = None) -> str:
    if isinstance(value, str) and is_country(value.strip()):
        return value.strip()
    raise UnfitError("expected a country, ISO 3166-1 alpha-2 or XK", shown(value), _country_meant(value))


def _country_meant(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    if is_country(value.strip().upper()):
        return f"did you mean {value.strip().upper()!r}?"
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    codes = (first + second for first in letters for second in letters)
    by_name = {country_name(code, "en"): code for code in codes if is_country(code)}
    name = nearest(value, by_name)
    return None if name is None else f"did you mean {by_name[name]!r} ({name})?"


def _sector(value: Any, _: Any = None) -> str:
    code = str(value) if isinstance(value, int) else value
    if isinstance(code, str) and is_sector(code.strip()):
        return code.strip()
    raise UnfitError("expected an OECD DAC purpose code of five digits", shown(value))


def _each(pairs: Any, convert_one: Callable[[Any, Any], Any], what: Any) -> list[Any]:
    """Convert every element and raise all that is wrong together, each with its index or key."""
    from cattrs import IterableValidationError, IterableValidationNote

    converted, errors = [], []
    for index, value in pairs:
        try:
            converted.append(convert_one(index, value))
        except Exception as error:  # noqa: BLE001  # raised again below, with its place
            error.add_note(IterableValidationNote("", index, None))
            errors.append(error)
    if errors:
        raise IterableValidationError("", errors, what)
    return converted


def _without_empty(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a table without keys that hold empty text, which is the same as no such key."""
    return {key: value for key, value in table.items() if not (isinstance(value, str) and not value.strip())}


def _in_languages(value: Any, _: Any = None) -> Text:
    if isinstance(value, Text):
        return value
    if not isinstance(value, Mapping):
        if not isinstance(value, str):
            raise UnfitError("expected text, or a table of texts by language", shown(value))
        return Text(_text(value))
    forms = _each(_without_empty(value).items(), lambda key, words: (_report_language(key), _text(words)), Text)
    if not forms:
        raise UnfitError("expected text in at least one language", "an empty table")
    return Text(tuple(forms))


def _pairs(value: Any, _: Any = None) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        raise UnfitError('expected a table such as { scope = "local" }', shown(value))
    return tuple(_each(value.items(), lambda key, word: (_text(key), _text(word)), tuple))


@cache
def _members(type_: type[Enum]) -> Mapping[str, Enum]:
    return MappingProxyType({str(member.value): member for member in type_})


def _member(value: Any, type_: type[Enum]) -> Enum:
    members = _members(type_)
    word = value.strip() if isinstance(value, str) else ""
    if word in members:
        return members[word]
    raise UnfitError(f"expected one of {listed(members)}", shown(value), did_you_mean(word, members) if word else None)


def _or_member(rule: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """Return the hook of a class for itself and for the enumerations that inherit from it."""
    return lambda value, type_: _member(value, type_) if issubclass(type_, Enum) else rule(value)


_CLASS_RULES: Mapping[type[Any], Callable[[Any, Any], Any]] = MappingProxyType(
    {
        str: _or_member(_text),
        int: _or_member(_whole),
        Enum: _member,
        bool: _yes_or_no,
        Decimal: _decimal,
        PartialDate: _partial_date,
        Period: _period,
        Text: _in_languages,
    }
)
_RULES: Mapping[Any, Callable[[Any, Any], Any]] = MappingProxyType(
    {
        AnyText: _any_text,
        Country: _country,
        Language: _language,
        ReportLanguage: _report_language,
        Sector: _sector,
        Count: _count,
        Percent: _percent,
        BirthYear: _birth_year,
        tuple[tuple[str, str], ...]: _pairs,
    }
)


def _is_many(type_: Any) -> bool:
    return get_origin(type_) is tuple and get_args(type_)[1:] == (Ellipsis,)


def _is_mapping(type_: Any) -> bool:
    origin = get_origin(type_)
    return isinstance(origin, type) and issubclass(origin, Mapping)


@lru_cache(maxsize=8)
def converter(kinds: KindTree) -> Converter:
    """Return the converter for a tree of activity kinds; built once, with hooks made when first needed."""
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn, override

    built = Converter()

    def kind(value: Any, _: Any) -> str:
        word = _text(value)
        if word in kinds:
            return word
        hint = did_you_mean(word, kinds) or "take the nearest, or add your own under [kinds] in kcss.toml"
        raise UnfitError("expected a kind of activity", shown(value), hint)

    def of_many(type_: Any) -> Callable[[Any, Any], Any]:
        inner = get_args(type_)[0]
        hook = built.get_structure_hook(inner)

        def many(value: Any, _: Any) -> tuple[Any, ...]:
            if isinstance(value, str):
                value = [part for part in value.split(SEPARATOR) if part.strip()]
            if not isinstance(value, list | tuple):
                raise UnfitError("expected a list", shown(value))
            return tuple(_each(enumerate(value), lambda _, part: hook(part, inner), type_))

        return many

    def of_mapping(type_: Any) -> Callable[[Any, Any], Any]:
        inner = get_args(type_)[1]
        hook = built.get_structure_hook(inner)

        def mapping(value: Any, _: Any) -> Mapping[str, Any]:
            if not isinstance(value, Mapping):
                raise UnfitError("expected a table", shown(value))
            pairs = _each(value.items(), lambda key, part: (_text(key), hook(part, inner)), type_)
            return MappingProxyType(dict(pairs))

        return mapping

    def of_class(type_: Any) -> Callable[[Any, Any], Any]:
        has_origin = any(attribute.name == "origin" for attribute in attrs.fields(type_))
        overrides = {"origin": override(omit=True)} if has_origin else {}
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
            return structure(_without_empty(value), type_)

        return instance

    for type_, rule in _CLASS_RULES.items():
        built.register_structure_hook(type_, rule)
    # The last one is asked first.
    built.register_structure_hook_factory(attrs.has, of_class)
    built.register_structure_hook_factory(_is_mapping, of_mapping)
    built.register_structure_hook_factory(_is_many, of_many)
    built.register_structure_hook_func(lambda type_: type_ == Kind, kind)
    built.register_structure_hook_factory(lambda type_: type_ in _RULES, lambda type_: _RULES[type_])
    return built
