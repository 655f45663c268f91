"""The one place where a value becomes the words that a reader sees. Knows no chapter, no block and no format."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol, TypeVar

from kcss_core.errors import UsageError
from kcss_core.figures.value import Share, Value
from kcss_core.formatting import (
    decimal_places,
    format_counts,
    format_number,
    format_quantity,
    format_share,
    spell_number,
)
from kcss_core.report.blocks import Form, ValueSpan
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import LANGUAGES, Qualifier, label, label_id, noun_gender

_Word = TypeVar("_Word", bound=StrEnum)

#: Qualifiers of shares of which the rest can be told: of "over 40%" it is less than 60%, which has no words.
HAVE_REST = frozenset({Qualifier.EXACT, Qualifier.AROUND})


class HasLanguage(Protocol):
    """What the words depend on besides the value: an edition, or anything that has its language."""

    @property
    def language(self) -> str:
        """The language of the report."""


def shown(
    value: Value,
    edition: HasLanguage,
    form: Form | str = Form.NUMBER,
    qualifier: Qualifier | str | None = None,
) -> ValueSpan:
    """Return a value as it is printed.

    A hidden value says that it is hidden, a value without data that there are none, in every form. The value's own
    qualifier (``over 50``) is always printed.

    Args:
        form: A share is a percentage in the forms ``number``, ``words`` and ``share``, its counts in ``counts``, and
            both in ``quantity``; where it was stated without counts, ``counts`` is the percentage and ``quantity``
            says that there are none. ``rest`` is what is left to 100 percent; nothing can be said of it where only a
            lower bound is known.
        qualifier: What the chapter wants to say instead of the number itself; see :func:`qualified`. Where it cannot
            be said truthfully, the value's own qualifier stays.

    Raises:
        UsageError: There is no such form or qualifier.
    """
    form = _word(form, Form)
    qualifier = None if qualifier is None else _word(qualifier, Qualifier)
    return ValueSpan(value, _words(value, edition.language, form, qualifier), form=form, qualifier=qualifier)


def _word(word: str, words: type[_Word]) -> _Word:
    try:
        return words(word)
    except ValueError:
        known = [one.value for one in words]
        hint = did_you_mean(word, known) or f"it is one of {', '.join(known)}"
        raise UsageError(f"there is no {words.__name__.lower()} {word!r}; {hint}") from None


def ways_to_say(value: Value, first: str) -> Iterator[str]:
    """Yield everything that may be printed for a value: in each form and language, as whatever a chapter asked for.

    Args:
        first: The language to begin with.
    """
    for language in dict.fromkeys((first, *LANGUAGES)):
        # Nobody can ask for an exact number; it is what a value is by itself.
        for qualifier in (None, *(one for one in Qualifier if one is not Qualifier.EXACT)):
            yield from (_words(value, language, form, qualifier) for form in Form)


def qualified(
    number: int | Decimal | Fraction, own: Qualifier, asked: Qualifier
) -> tuple[int | Decimal | Fraction, Qualifier] | None:
    """Return number and qualifier that say what a chapter asked for, or None where that could be false.

    *over* is the largest round number strictly below, *at least* the largest round number not above, *around* the
    nearest round number. Round is a multiple of 1 up to 10, of 10 up to 100, above that a number with two significant
    digits (52: over 50; 1,234: over 1,200; 476,417: over 470,000), and for shares a multiple of five percent. What is
    kept as *over* or *at least* is a lower bound and nothing else can be derived from it; what is kept as *around*
    stays so.

    **Units**: shares are fractions of one.
    """
    if asked is own:
        return number, own
    if own is Qualifier.AROUND or (own is not Qualifier.EXACT and asked is Qualifier.AROUND):
        return None
    if asked is Qualifier.AT_LEAST and own is Qualifier.OVER:
        return number, asked
    step = _step(number)
    exact = Fraction(number)
    if asked is Qualifier.AROUND:
        steps = (exact + step / 2) // step
    else:
        steps = exact // step
        if asked is Qualifier.OVER and steps * step == exact:
            steps -= 1
    rounded = steps * step
    return (rounded if isinstance(number, Fraction) else int(rounded)), asked


def _step(number: int | Decimal | Fraction) -> Fraction:
    """Return what round numbers near a number are multiples of."""
    if isinstance(number, Fraction):
        return Fraction(1, 20)
    whole = abs(int(number))
    if whole <= 10:
        return Fraction(1)
    return Fraction(10 if whole <= 100 else 10 ** (len(str(whole)) - 2))


def _words(value: Value, language: str, form: Form, asked: Qualifier | None) -> str:
    if value.hidden:
        return label("report.hidden", language)
    if value.share is not None:
        return _share(value, value.share, language, form, asked)
    if value.number is None:
        return label("report.no-data", language)
    number, qualifier = value.number, value.qualifier
    if asked is not None:
        number, qualifier = qualified(number, qualifier, asked) or (number, qualifier)
    if form is Form.QUANTITY and not isinstance(number, Fraction):
        return format_quantity(number, value.unit, language, qualifier=qualifier)
    if form is Form.WORDS and isinstance(number, int):
        amount = spell_number(number, language, gender=noun_gender(value.unit, language))
    else:
        amount = format_number(number, language)
    return label(label_id(qualifier), language).format(number=amount)


def _share(value: Value, share: Share, language: str, form: Form, asked: Qualifier | None) -> str:
    exact = share.exact
    if exact is None and share.stated is None:
        return label("report.no-data", language)
    if form is Form.COUNTS and share.numerator is not None and share.denominator is not None:
        return format_counts(share.numerator, share.denominator, language)
    number = exact if exact is not None else Fraction(share.stated or 0) / 100
    if form is Form.REST:
        if value.qualifier not in HAVE_REST:
            return label("report.no-data", language)
        number = 1 - number
    places = 0 if share.stated is None or exact is not None else decimal_places(share.stated)
    qualifier = value.qualifier
    if asked is not None:
        # A percentage stated without counts may be half a unit of its last digit less than it says.
        sure = number if exact is not None or asked is Qualifier.AROUND else number - Fraction(1, 200 * 10**places)
        if asked is not qualifier and (derived := qualified(sure, qualifier, asked)) is not None:
            number, qualifier = Fraction(derived[0]), derived[1]
    percentage = label(label_id(qualifier), language).format(number=format_share(number, language, places=places))
    if form is not Form.QUANTITY:
        return percentage
    if share.numerator is not None and share.denominator is not None:
        return f"{percentage} ({format_counts(share.numerator, share.denominator, language)})"
    return f"{percentage} ({label('report.stated-without-counts', language)})"
