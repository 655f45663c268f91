"""From one cell to a value of the model, by rules, and what is said when a cell does not fit. Knows no sheets."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from attrs import field, frozen

from kcss_core.period import PartialDate
from kcss_core.problems import Severity
from kcss_spreadsheet.compared import key, words
from kcss_spreadsheet.sheets import ErrorCell


@frozen(kw_only=True)
class Misfit:
    """Why a cell does not fit; equal ones of a column become one problem.

    Attributes:
        expected: What was expected; for a word, the name of the list.
        got: What was found, in words; empty where the message says it all.
        value: What the cell is read as all the same; a row is left out where this is None.
        is_plain: Whether ``got`` has a form that no name and no number of a person has.
    """

    code: str
    expected: str
    got: str = field(default="", repr=False)
    hint: str | None = None
    severity: Severity = Severity.ERROR
    value: Any = field(default=None, repr=False)
    is_plain: bool = False


#: From a cell that is not blank to a value of the model, or what is wrong.
Rule: TypeAlias = Callable[[Any], Any]

UNKNOWN_WORD = "value.unknown-word"


def plain(cell: Any) -> Any:
    """Return a cell as people see it: whole numbers as int, others exactly, text trimmed; None for a blank one."""
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else Decimal(repr(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    return cell


def as_text(cell: Any) -> str:
    """Return a cell as text: a number or date as it is written down."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return cell if isinstance(cell, str) else str(cell)


def broken(cell: ErrorCell) -> Misfit:
    """Return the misfit of a formula that could not be worked out."""
    got = f"the error {cell.shown}"
    return Misfit(code="cell.error", expected="a value", got=got, hint="mend the formula", is_plain=True)


# ---------------------------------------------------------------- words


def word(vocabulary: str) -> Rule:
    """Return the rule of one list of words."""

    def rule(cell: Any) -> Any:
        if isinstance(cell, bool):
            cell = "yes" if cell else "no"
        text = as_text(cell)
        found = words(vocabulary).get(key(text))
        if found is None:
            return Misfit(code=UNKNOWN_WORD, expected=vocabulary, got=text)
        return found or None

    return rule


_NO_WORD = re.compile(r"[-–—./?]+")
_OWN_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def gender(cell: Any) -> Any:
    """Return a gender. Role nouns that tell a gender in some languages are no words for it."""
    if isinstance(cell, date | datetime) or (isinstance(cell, str) and not isinstance(day(cell), Misfit)):
        return Misfit(
            code="gender.date",
            expected="a word for gender",
            got="a date",
            is_plain=True,
            hint="look whether dates of birth stand in this column",
        )
    text = as_text(cell)
    if text.replace(".", "").isdigit():
        return Misfit(
            code="gender.codes",
            expected="words for gender, or codes with a legend",
            got=repr(text),
            hint='say in kcss.toml what the codes mean: values = { gender = { "1" = "woman", "2" = "man" } }',
        )
    if _NO_WORD.fullmatch(text):
        return None
    return word("gender")(text)


def kind(cell: Any) -> Any:
    """Return a kind of activity; what may be a kind of the workspace's own is left to the model to judge."""
    found = word("kind")(cell)
    return cell if isinstance(found, Misfit) and isinstance(cell, str) and _OWN_ID.fullmatch(cell) else found


def country(cell: Any) -> Any:
    """Return the code of a country near Kosovo; other words are left to the model to judge."""
    found = word("country")(cell)
    return cell if isinstance(found, Misfit) else found


_AGE_GROUPS = ((15, "under-15"), (25, "15-24"), (45, "25-44"), (65, "45-64"), (120, "65-plus"))


def age(cell: Any) -> Any:
    """Return the age group of an age in years, or of the name of a group."""
    text = as_text(cell)
    if text.isdigit():
        group = next((name for end, name in _AGE_GROUPS if int(text) < end), None)
        if group is not None:
            return group
    plainly = text.lower().replace("–", "-").replace(" ", "").replace("65+", "65-plus")
    if plainly in [name for _, name in _AGE_GROUPS]:
        return plainly
    return Misfit(code="age.invalid", expected="an age in years or an age group such as 15-24")


# ---------------------------------------------------------------- dates

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ]\d{1,2}:\d{2}.*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})\.?")
_YEAR = re.compile(r"(\d{4})\.?")
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{2}\.?")
_DAYS = re.compile(r"(\d{1,2})\.?\s*[-–]\s*(\d{1,2})\s*([./])\s*(\d{1,2})\s*[./]\s*(\d{4})\.?")
# Days since 30 December 1899, as Excel counts them: 1930 to 2100. Less is a count of something, or a year.
_SERIALS = range(10_959, 73_415)
_EPOCH = date(1899, 12, 30)
_TO_1904 = (date(1904, 1, 1) - _EPOCH).days
_DATE_WORDS = "a date such as 31.05.2022 or 2022-05-31"


def day(cell: Any) -> Any:
    """Return a date; day before month, where a text leaves it open."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return PartialDate(cell.year, cell.month, cell.day)
    if isinstance(cell, PartialDate):
        return cell
    if isinstance(cell, int) and not isinstance(cell, bool):
        if cell in _SERIALS:
            return day(_EPOCH + timedelta(days=cell))
        cell = str(cell)
    if isinstance(cell, Decimal) and int(cell) in _SERIALS:
        return day(_EPOCH + timedelta(days=int(cell)))
    if not isinstance(cell, str):
        return Misfit(code="date.invalid", expected=_DATE_WORDS, got=as_text(cell))
    if (match := _ISO.fullmatch(cell)) or (match := _YEAR.fullmatch(cell)):
        return _existing(cell, *match.groups())
    if match := _DAY_FIRST.fullmatch(cell):
        first, second, year = match.groups()
        if int(second) > 12 >= int(first) > 0:
            return Misfit(
                code="date.month-first",
                expected="the day before the month, as in 31.05.2022",
                got=repr(cell),
                hint="if this column is written month first, its other dates are read wrongly too: "
                "format it as dates, or write 2022-05-31",
                is_plain=True,
            )
        return _existing(cell, year, second, first)
    is_short = _SHORT_YEAR.fullmatch(cell) is not None
    hint = "write the year with four digits" if is_short else None
    return Misfit(code="date.invalid", expected=_DATE_WORDS, got=repr(cell), hint=hint, is_plain=is_short)


def _existing(cell: str, year: str, month: str | None = None, of_month: str | None = None) -> Any:
    try:
        return PartialDate(*(None if part is None else int(part) for part in (year, month, of_month)))  # type: ignore[arg-type]
    except ValueError:
        return Misfit(code="date.invalid", expected="a day that exists", got=repr(cell), is_plain=True)


def from_1904(cell: Any) -> Any:
    """Return a number of days since 1904 as one since 1900, as all others are; anything else as it is."""
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool) and int(cell) + _TO_1904 in _SERIALS:
        return cell + _TO_1904
    return cell


def days(cell: Any) -> Any:
    """Return first and last day, as a pair, of ``12-14.05.2022`` or of two dates; a single date alone."""
    if isinstance(cell, str):
        if match := _DAYS.fullmatch(cell):
            first, last, _, month, year = match.groups()
            return _pair(day(f"{first}.{month}.{year}"), day(f"{last}.{month}.{year}"))
        parts = re.split(r"\s+[-–]\s+|\s*–\s*", cell)
        if len(parts) == 2:
            return _pair(*map(day, parts))
    return day(cell)


def _pair(first: Any, last: Any) -> Any:
    return first if isinstance(first, Misfit) else last if isinstance(last, Misfit) else (first, last)


def birth_year(cell: Any) -> Any:
    """Return the year of a date of birth. The date is not kept and, being personal, never repeated in a message."""
    found = day(cell)
    if isinstance(found, Misfit):
        return Misfit(code=found.code, expected="a date of birth such as 31.05.1980", hint=found.hint)
    return found.year


#: Rules that take bare numbers for days.
OF_DATES: frozenset[Rule] = frozenset({day, days, birth_year})
