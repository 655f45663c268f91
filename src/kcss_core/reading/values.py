"""The strict rules from one raw value to one typed value, one a type. Knows no records and no files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias, get_args

from kcss_core.model.fields import (
    BirthYear,
    Count,
    Country,
    Language,
    Percent,
    ReportLanguage,
    Sector,
)
from kcss_core.period import NoSuchDateError, PartialDate, Period
from kcss_core.text import Text, did_you_mean, nearest
from kcss_core.vocabulary import LANGUAGES, KindTree, country_name, is_country, is_sector, language_name

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


def listed(names: Iterable[Any]) -> str:
    """Return names as messages list them: ``'a', 'b'``."""
    return ", ".join(repr(str(name)) for name in names)


def text_of(value: Any, _: Any = None) -> str:
    """Return words that are not empty."""
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
    except NoSuchDateError as error:
        raise UnfitError(str(error), shown(value), "mend it, or write as much as is known: 2022-05 or 2022") from None
    except ValueError as error:
        raise UnfitError(str(error), shown(value)) from None


def _period(value: Any, _: Any = None) -> Period:
    if isinstance(value, Period):
        return value
    try:
        return Period.parse(_written(value) or "")
    except NoSuchDateError as error:
        raise UnfitError(str(error), shown(value), "mend it, or write the year: 2022") from None
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
    code = text_of(value)
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


def each(pairs: Any, convert_one: Callable[[Any, Any], Any], what: Any) -> list[Any]:
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


def without_empty(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a table without keys that hold empty text, which is the same as no such key."""
    return {key: value for key, value in table.items() if not (isinstance(value, str) and not value.strip())}


def _in_languages(value: Any, _: Any = None) -> Text:
    if isinstance(value, Text):
        return value
    if not isinstance(value, Mapping):
        if not isinstance(value, str):
            raise UnfitError("expected text, or a table of texts by language", shown(value))
        return Text(text_of(value))
    forms = each(without_empty(value).items(), lambda key, words: (_report_language(key), text_of(words)), Text)
    if not forms:
        raise UnfitError("expected text in at least one language", "an empty table")
    return Text(tuple(forms))


def _pairs(value: Any, _: Any = None) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        raise UnfitError('expected a table such as { scope = "local" }', shown(value))
    return tuple(each(value.items(), lambda key, word: (text_of(key), text_of(word)), tuple))


@cache
def _members(type_: type[Enum]) -> Mapping[str, Enum]:
    return MappingProxyType({str(member.value): member for member in type_})


def _member(value: Any, type_: type[Enum]) -> Enum:
    members = _members(type_)
    word = value.strip() if isinstance(value, str) else ""
    if word in members:
        return members[word]
    raise UnfitError(f"expected one of {listed(members)}", shown(value), did_you_mean(word, members) if word else None)


def of_literal(type_: Any) -> Callable[[Any, Any], Any]:
    """Return the rule of a closed list of words that is no enumeration."""
    words = get_args(type_)

    def one_of(value: Any, _: Any) -> Any:
        word = value.strip() if isinstance(value, str) else value
        if word in words and not isinstance(word, bool):
            return word
        hint = did_you_mean(word, words) if isinstance(word, str) else None
        raise UnfitError(f"expected one of {listed(words)}", shown(value), hint)

    return one_of


def _or_member(rule: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """Return the hook of a class for itself and for the enumerations that inherit from it."""
    return lambda value, type_: _member(value, type_) if issubclass(type_, Enum) else rule(value)


#: For classes, and the enumerations that inherit from them.
CLASS_RULES: Mapping[type[Any], Callable[[Any, Any], Any]] = MappingProxyType(
    {
        str: _or_member(text_of),
        int: _or_member(_whole),
        Enum: _member,
        bool: _yes_or_no,
        Decimal: _decimal,
        # For lengths in options; no figure is a float.
        float: lambda value, _: float(_decimal(value)),
        PartialDate: _partial_date,
        Period: _period,
        Text: _in_languages,
    }
)
#: For types that are no classes of their own.
TYPE_RULES: Mapping[Any, Callable[[Any, Any], Any]] = MappingProxyType(
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


def of_kind(kinds: KindTree) -> Callable[[Any, Any], str]:
    """Return the rule of kinds of activities in a tree."""

    def kind(value: Any, _: Any) -> str:
        word = text_of(value)
        if word in kinds:
            return word
        hint = did_you_mean(word, kinds) or "take the nearest, or add your own under [kinds] in kcss.toml"
        raise UnfitError("expected a kind of activity", shown(value), hint)

    return kind
