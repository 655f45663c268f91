"""What a reader sees of a value: every form, qualifier and language, and the values that are not numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from kcss_core.figures.value import Address, Share, Value
from kcss_core.period import Period
from kcss_core.report.blocks import Form
from kcss_core.report.shown import qualified, shown
from kcss_core.text import Text
from kcss_core.vocabulary import Qualifier

EXACT, OVER, AROUND, AT_LEAST = Qualifier.EXACT, Qualifier.OVER, Qualifier.AROUND, Qualifier.AT_LEAST


@frozen
class In:
    language: str


def value(number: int | Decimal | None, qualifier: Qualifier = EXACT, unit: str = "unit.publication") -> Value:
    return Value(
        address=Address("publications", Period.year(2022)),
        title=Text("Publications"),
        unit=unit,
        number=number,
        qualifier=qualifier,
    )


def share(numerator: int | None, denominator: int | None, stated: str | None = None) -> Value:
    found = Share(numerator=numerator, denominator=denominator, stated=None if stated is None else Decimal(stated))
    return evolve(value(None, unit="unit.percent"), number=found.exact, share=found)


@pytest.mark.parametrize(
    ("form", "language", "text"),
    [
        (Form.NUMBER, "en", "1,234"),
        (Form.NUMBER, "sq", "1\u00a0234"),
        (Form.NUMBER, "sr-Latn", "1.234"),
        (Form.WORDS, "en", "1,234"),
        (Form.QUANTITY, "en", "1,234 publications"),
        (Form.QUANTITY, "sr-Latn", "1.234 publikacije"),
        (Form.QUANTITY, "sr-Cyrl", "1.234 публикације"),
    ],
)
def test_number(form: Form, language: str, text: str) -> None:
    """A number has the separators of its language, and its noun in the form that follows it."""
    assert shown(value(1234), In(language), form).text == text


@pytest.mark.parametrize(("language", "text"), [("en", "two"), ("sq", "dy"), ("sr-Latn", "dve"), ("sr-Cyrl", "две")])
def test_words_agree_with_the_noun(language: str, text: str) -> None:
    """A spelt number takes the gender of what is counted: publikacija is feminine."""
    assert shown(value(2), In(language), Form.WORDS).text == text


@pytest.mark.parametrize(
    ("qualifier", "form", "language", "text"),
    [
        (OVER, Form.NUMBER, "en", "over 50"),
        (OVER, Form.QUANTITY, "sq", "mbi 50 publikime"),
        (AROUND, Form.NUMBER, "sr-Latn", "oko 50"),
        (AT_LEAST, Form.WORDS, "en", "at least fifty"),
    ],
)
def test_own_qualifier_is_always_printed(qualifier: Qualifier, form: Form, language: str, text: str) -> None:
    """A total that is kept with a qualifier never loses it."""
    assert shown(value(50, qualifier), In(language), form).text == text


@pytest.mark.parametrize("form", list(Form))
def test_no_data_in_every_form(form: Form) -> None:
    """A value without data says so, whatever was asked for."""
    assert shown(value(None), In("en"), form, OVER).text == "no data"


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("hidden", [value(3), share(3, 4), share(None, None, "45")])
def test_hidden_in_every_form(form: Form, hidden: Value) -> None:
    """A hidden value shows no digit in any form."""
    assert shown(evolve(hidden, hidden=True), In("en"), form, AROUND).text == "hidden"


@pytest.mark.parametrize(
    ("form", "counted", "stated"),
    [
        (Form.NUMBER, "45%", "45.5%"),
        (Form.WORDS, "45%", "45.5%"),
        (Form.SHARE, "45%", "45.5%"),
        (Form.COUNTS, "9 of 20", "45.5%"),
        (Form.REST, "55%", "54.5%"),
        (Form.QUANTITY, "45% (9 of 20)", "45.5% (stated without counts)"),
    ],
)
def test_share(form: Form, counted: str, stated: str) -> None:
    """A share shows its counts, or says that none exist; a stated percentage keeps its digits."""
    assert shown(share(9, 20), In("en"), form).text == counted
    assert shown(share(None, None, "45.5"), In("en"), form).text == stated


def test_the_rest_of_a_share() -> None:
    """What is left to a hundred percent keeps "around"; of a lower bound nothing can be said, and there is no word."""
    assert shown(evolve(share(9, 20), qualifier=AROUND), In("en"), Form.REST).text == "around 55%"
    assert shown(share(9, 20), In("en"), Form.REST, OVER).text == "over 50%"
    for bound in (OVER, AT_LEAST):
        assert shown(evolve(share(9, 20), qualifier=bound), In("en"), Form.REST).text == "no data"


def test_share_of_nobody() -> None:
    """A share with nothing to divide by has no data."""
    assert shown(share(0, 0), In("en"), Form.QUANTITY).text == "no data"


def test_span_remembers_what_was_asked() -> None:
    """Form and qualifier stay with the value, so that the same text can be made again."""
    span = shown(value(52), In("en"), Form.QUANTITY, OVER)
    assert (span.text, span.form, span.qualifier) == ("over 50 publications", Form.QUANTITY, OVER)


@pytest.mark.parametrize(
    ("number", "asked", "expected"),
    [
        (52, OVER, 50),
        (50, OVER, 40),
        (7, OVER, 6),
        (11, OVER, 10),
        (100, OVER, 90),
        (101, OVER, 100),
        (476, OVER, 470),
        (1234, OVER, 1200),
        (476417, OVER, 470000),
        (50, AT_LEAST, 50),
        (52, AT_LEAST, 50),
        (476417, AROUND, 480000),
        (52, AROUND, 50),
        (Decimal("12.5"), OVER, 10),
        (Fraction(9, 20), OVER, Fraction(8, 20)),
        (Fraction(46, 100), OVER, Fraction(45, 100)),
        (Fraction(46, 100), AROUND, Fraction(45, 100)),
    ],
)
def test_derived(number: int | Decimal | Fraction, asked: Qualifier, expected: int | Fraction) -> None:
    """What a chapter asks for is a round number: two digits from 100 on, tens up to 100, five percent for shares."""
    assert qualified(number, EXACT, asked) == (expected, asked)


@given(st.integers(1, 10**12))
def test_over_is_never_false(number: int) -> None:
    """Over is strictly below the number, at least is not above it."""
    over, at_least = qualified(number, EXACT, OVER), qualified(number, EXACT, AT_LEAST)
    assert over is not None
    assert at_least is not None
    assert over[0] < number
    assert at_least[0] <= number


@pytest.mark.parametrize(
    ("own", "asked", "expected"),
    [
        (OVER, OVER, (50, OVER)),
        (OVER, AT_LEAST, (50, AT_LEAST)),
        (AT_LEAST, OVER, (40, OVER)),
        (OVER, AROUND, None),
        (AT_LEAST, AROUND, None),
        (AROUND, OVER, None),
        (AROUND, AT_LEAST, None),
    ],
)
def test_derived_from_inexact(own: Qualifier, asked: Qualifier, expected: tuple[int, Qualifier] | None) -> None:
    """From a lower bound only a lower bound follows; from "around" nothing does."""
    assert qualified(50, own, asked) == expected


def test_underivable_keeps_own() -> None:
    """Where what was asked could be false, the value's own qualifier is printed."""
    assert shown(value(40, AROUND), In("en"), Form.NUMBER, OVER).text == "around 40"


def test_over_a_stated_percentage() -> None:
    """A stated 45 percent may be 44.5, so it is over 40 and at least 40, not at least 45."""
    assert shown(share(None, None, "45"), In("en"), Form.SHARE, AT_LEAST).text == "at least 40%"
