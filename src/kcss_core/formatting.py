"""Numbers, shares, dates, periods, lists and quantities as readers see them; nothing printed is formatted elsewhere.

Rounds once, here, exactly; knows figures as plain numbers only. Symbols, patterns and plural rules are CLDR's, by
Babel, which is loaded when the first thing is formatted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from kcss_core.period import PartialDate, Period
from kcss_core.vocabulary import NounGender, Qualifier, label, label_id, locale_of, noun_gender, plural, transliterate

__all__ = [
    "format_counts",
    "format_date",
    "format_list",
    "format_number",
    "format_period",
    "format_quantity",
    "format_share",
    "locale_of",
    "spell_number",
    "word_language",
]

# Language tags that word processors know (BCP 47 with a region); there is no Serbian or Albanian of Kosovo in Word.
_WORD_LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"en": "en-GB", "sq": "sq-AL", "sr-Latn": "sr-Latn-RS", "sr-Cyrl": "sr-Cyrl-RS"}
)

# CLDR skeletons of a month in a year, by the length asked for.
_MONTH_OF_YEAR: Mapping[str, str] = MappingProxyType(
    {"full": "yMMMM", "long": "yMMMM", "medium": "yMMM", "short": "yM"}
)

_EN_DASH = "\u2013"


def word_language(language: str) -> str:
    """Return the tag that marks a document's language: ``sr-Latn-RS`` for ``sr-Latn``."""
    locale_of(language)
    return _WORD_LANGUAGES[language]


def format_number(number: int | Decimal | Fraction, language: str, *, places: int | None = None) -> str:
    """Return a number with the separators of a language: ``476,417``, ``476 417`` (U+00A0), ``476.417``.

    Args:
        places: Digits after the decimal mark, rounded half away from zero; None prints a whole number or a decimal
            with exactly the digits that it has.

    Raises:
        ValueError: A fraction that is not whole came without places, or a decimal is no number.
        TypeError: The number is a float, which no figure ever is.
    """
    symbols = _symbols(language)
    sign, whole, fraction = _digits(number, places)
    grouped = f"{int(whole):,}".replace(",", symbols.group)
    return (symbols.minus if sign else "") + grouped + (symbols.decimal + fraction if fraction else "")


def format_share(share: Fraction, language: str, *, places: int = 0) -> str:
    """Return a share as a percentage: ``45%``.

    Rounded half away from zero, on the exact fraction: 1/8 is 13%, and 0.5 percent more or less are both 1.
    """
    symbols = _symbols(language)
    return symbols.before_percent + format_number(share * 100, language, places=places) + symbols.after_percent


def format_counts(numerator: int, denominator: int, language: str) -> str:
    """Return the two counts behind a share: ``9 of 20``, ``9 nga 20``, ``9 od 20``."""
    return label("report.counts", language).format(
        numerator=format_number(numerator, language), denominator=format_number(denominator, language)
    )


def format_date(
    when: date | PartialDate, language: str, *, length: Literal["full", "long", "medium", "short"] = "long"
) -> str:
    """Return a date as far as it is known: ``31 December 2022``, ``December 2022``, ``2022``.

    Serbian keeps its full stops: ``31. decembar 2022.``, ``2022.``
    """
    if isinstance(when, PartialDate) and when.day is not None:
        when = when.first
    return _date(when, language, length)


def format_period(period: Period, language: str) -> str:
    """Return the shortest words for a period.

    ``2022``, ``2021–2022``, ``March 2022``, ``January–March 2022``, ``1–15 April 2022``, ``1 March – 15 April 2022``,
    ``31 December 2022``. CLDR's own intervals are not used: they mix thin spaces, zero-padded days and missing full
    stops from one language to the next.
    """
    return _period(period, language)


def format_list(items: Iterable[str], language: str, *, style: Literal["and", "or"] = "and") -> str:
    """Return items as one phrase: ``a, b and c``, ``a, b dhe c``, ``a, b i c``; empty for no items."""
    from babel.lists import format_list as join

    return join(list(items), style="standard" if style == "and" else "or", locale=locale_of(language))


def spell_number(number: int, language: str, *, gender: NounGender = "masculine") -> str:
    """Return a number from 0 to 100 in words, any other in digits: ``eighteen``, ``tetëmbëdhjetë``, ``osamnaest``.

    Args:
        gender: What the number agrees with; masculine is also the form for counting without a noun. It matters for
            1 and 2 in Serbian (``jedna``, ``dve``) and for 3 in Albanian (``tri``).
    """
    if not 0 <= number <= 100:
        return format_number(number, language)
    return _spelled(number, language, gender)


def format_quantity(
    number: int | Decimal,
    unit_id: str,
    language: str,
    *,
    qualifier: Qualifier = Qualifier.EXACT,
    words: bool = False,
) -> str:
    """Return a number with its noun and qualifier: ``18 publications``, ``over 50 meetings``, ``dve publikacije``.

    Args:
        words: Whether whole numbers up to 100 are spelled out, in the gender of the noun.
    """
    if words and isinstance(number, int):
        amount = spell_number(number, language, gender=noun_gender(unit_id, language))
    else:
        amount = format_number(number, language)
    return label(label_id(qualifier), language).format(number=f"{amount} {plural(unit_id, number, language)}")


class _Symbols(NamedTuple):
    group: str
    decimal: str
    minus: str
    before_percent: str
    after_percent: str


@cache
def _symbols(language: str) -> _Symbols:
    locale = locale_of(language)
    latin = locale.number_symbols["latn"]
    percent = locale.percent_formats[None]
    return _Symbols(latin["group"], latin["decimal"], latin["minusSign"], percent.prefix[0], percent.suffix[0])


def _digits(number: int | Decimal | Fraction, places: int | None) -> tuple[bool, str, str]:
    """Return whether it is negative, the digits before the decimal mark and those after it."""
    if isinstance(number, float):
        raise TypeError(f"expected an int, Decimal or Fraction, got the float {number!r}")
    if isinstance(number, Decimal) and not number.is_finite():
        raise ValueError(f"expected a number, got {number}")
    if places is None:
        if isinstance(number, Decimal):
            whole, _, fraction = f"{number.copy_abs():f}".partition(".")
            return number < 0, whole, fraction
        if number.denominator != 1:
            raise ValueError(f"expected places for {number}, which is not whole")
        return number < 0, str(abs(number)), ""
    exact = abs(Fraction(number)) * 10**places
    rounded = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    digits = f"{rounded:0{places + 1}d}"
    cut = len(digits) - places
    return number < 0 < rounded, digits[:cut], digits[cut:]


@lru_cache(maxsize=4096)
def _date(when: date | PartialDate, language: str, length: Literal["full", "long", "medium", "short"]) -> str:
    if isinstance(when, date):
        return _written(when, length, language)
    return _written(when.first, _pattern("y" if when.month is None else _MONTH_OF_YEAR[length], language), language)


def _written(day: date, pattern: str, language: str) -> str:
    from babel.dates import format_date as written

    return written(day, pattern, locale_of(language))


@cache
def _pattern(skeleton: str, language: str) -> str:
    return str(locale_of(language).datetime_skeletons[skeleton].pattern)


@lru_cache(maxsize=256)
def _period(period: Period, language: str) -> str:
    first, last = period.start, period.end
    one_year = first.year == last.year
    one_month = one_year and first.month == last.month
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    if whole_months and first.month == 1 and last.month == 12:
        year = _date(PartialDate(last.year), language, "long")
        return year if one_year else f"{first.year}{_EN_DASH}{year}"
    if whole_months:
        end = _date(PartialDate(last.year, last.month), language, "long")
        if one_month:
            return end
        if one_year:
            return f"{_written(first, 'LLLL', language)}{_EN_DASH}{end}"
        return f"{_date(PartialDate(first.year, first.month), language, 'long')} {_EN_DASH} {end}"
    end = _date(last, language, "long")
    if first == last:
        return end
    if one_month:
        # What stands before the month: "d", or "d." in Serbian, which CLDR's own pattern of a day leaves out.
        day = _pattern("MMMMd", language).partition("MMMM")[0].strip()
        return f"{_written(first, day, language)}{_EN_DASH}{end}"
    if one_year:
        return f"{_written(first, _pattern('MMMMd', language), language)} {_EN_DASH} {end}"
    return f"{_date(first, language, 'long')} {_EN_DASH} {end}"


@lru_cache(maxsize=1024)
def _spelled(number: int, language: str, gender: NounGender) -> str:
    if language == "sr-Cyrl":
        return transliterate(_spelled(number, "sr-Latn", gender))
    locale_of(language)
    table = _number_words()[language]
    by_gender: dict[str, str] = table.get(gender, {})
    below_twenty: list[str] = table["below-twenty"]
    if number == 100:
        return str(table["hundred"])
    if number < 20:
        return by_gender.get(str(number), below_twenty[number])
    tens, ones = divmod(number, 10)
    words: str = table["tens"][tens - 2]
    return words if not ones else words + table["between"] + _spelled(ones, language, gender)


@cache
def _number_words() -> dict[str, dict[str, Any]]:
    from kcss_core.vocabulary.lists import tables_of

    return tables_of("number-words.toml")


def decimal_places(number: Decimal) -> int:
    """Return how many digits stand after the point."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
