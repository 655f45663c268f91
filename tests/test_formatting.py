"""What readers see of numbers, shares, dates, periods, lists and quantities, in the four languages of reports."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcss_core.formatting import (
    format_counts,
    format_date,
    format_list,
    format_number,
    format_period,
    format_quantity,
    format_share,
    locale_of,
    spell_number,
    word_language,
)
from kcss_core.period import PartialDate, Period
from kcss_core.vocabulary import LANGUAGES, Qualifier

languages = st.sampled_from(LANGUAGES)


def in_all(form: Callable[..., str], *arguments: Any, **options: Any) -> tuple[str, ...]:
    return tuple(form(*arguments, language, **options) for language in LANGUAGES)


# Numbers


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, ("0", "0", "0", "0")),
        (18, ("18", "18", "18", "18")),
        (999, ("999", "999", "999", "999")),
        (4500, ("4,500", "4\u00a0500", "4.500", "4.500")),
        (476417, ("476,417", "476\u00a0417", "476.417", "476.417")),
        (1234567, ("1,234,567", "1\u00a0234\u00a0567", "1.234.567", "1.234.567")),
        (-12345, ("-12,345", "-12\u00a0345", "-12.345", "-12.345")),
        (Decimal("1234.50"), ("1,234.50", "1\u00a0234,50", "1.234,50", "1.234,50")),
        (Decimal("1E+3"), ("1,000", "1\u00a0000", "1.000", "1.000")),
        (Decimal("-0.5"), ("-0.5", "-0,5", "-0,5", "-0,5")),
        (Fraction(8, 2), ("4", "4", "4", "4")),
    ],
)
def test_numbers_have_the_separators_of_the_language(number, written):
    """Groups of three; a decimal keeps its own digits, a whole fraction has none."""
    assert in_all(format_number, number) == written


@pytest.mark.parametrize(
    ("number", "places", "written"),
    [
        (Fraction(2, 3), 1, "0.7"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 1000), 1, "0.0"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("999.95"), 1, "1,000.0"),
        (7, 2, "7.00"),
    ],
)
def test_places_round_half_away_from_zero(number, places, written):
    """Halves go away from zero, and what rounds to zero has no sign."""
    assert format_number(number, "en", places=places) == written


def test_a_float_is_refused():
    """A float in a figure is a mistake of the program."""
    with pytest.raises(TypeError, match=r"^expected an int, Decimal or Fraction, got the float 0\.45$"):
        format_number(0.45, "en")  # type: ignore[arg-type]


def test_a_fraction_needs_places():
    """A number that has no end in digits is not cut in silence."""
    with pytest.raises(ValueError, match=r"^expected places for 1/3, which is not whole$"):
        format_number(Fraction(1, 3), "en")


def test_not_a_number_is_refused():
    """A decimal that is no number is never printed."""
    with pytest.raises(ValueError, match=r"^expected a number, got NaN$"):
        format_number(Decimal("NaN"), "en")


@given(st.integers(), languages)
def test_a_number_reads_back(number, language):
    """Without its separators the printed number is the number."""
    assert int(re.sub(r"[^\d-]", "", format_number(number, language))) == number


@given(st.fractions(), st.integers(0, 6))
def test_rounding_is_off_by_half_a_unit_at_most(number, places):
    """What is printed lies within half a unit of the last digit."""
    written = Fraction(format_number(number, "en", places=places).replace(",", ""))
    assert abs(written - number) <= Fraction(1, 2 * 10**places)


# Shares


@pytest.mark.parametrize(
    ("share", "places", "written"),
    [
        (Fraction(9, 20), 0, ("45%", "45%", "45%", "45%")),
        (Fraction(1, 8), 0, ("13%", "13%", "13%", "13%")),
        (Fraction(1, 200), 0, ("1%", "1%", "1%", "1%")),
        (Fraction(0), 0, ("0%", "0%", "0%", "0%")),
        (Fraction(1), 0, ("100%", "100%", "100%", "100%")),
        (Fraction(397, 1000), 1, ("39.7%", "39,7%", "39,7%", "39,7%")),
        (Fraction(-1, 40), 1, ("-2.5%", "-2,5%", "-2,5%", "-2,5%")),
    ],
)
def test_shares_are_percentages(share, places, written):
    """A share is printed as a percentage with the language's decimal mark, halves rounded up."""
    assert in_all(format_share, share, places=places) == written


@given(st.integers(1, 5000), st.data())
def test_a_share_is_within_half_a_percent(denominator, data):
    """The printed percentage is the exact share to half a percent, for any counts."""
    share = Fraction(data.draw(st.integers(0, denominator)), denominator)
    assert abs(int(format_share(share, "sq").removesuffix("%")) - share * 100) <= Fraction(1, 2)


def test_counts_stand_beside_a_share():
    """Numerator and denominator are said in words."""
    assert in_all(format_counts, 9, 20) == ("9 of 20", "9 nga 20", "9 od 20", "9 од 20")
    assert format_counts(1200, 4500, "sr-Latn") == "1.200 od 4.500"


# Dates


@pytest.mark.parametrize(
    ("when", "written"),
    [
        ("2022-12-31", ("31 December 2022", "31 dhjetor 2022", "31. decembar 2022.", "31. децембар 2022.")),
        ("2022-05-01", ("1 May 2022", "1 maj 2022", "1. maj 2022.", "1. мај 2022.")),
        ("2022-12", ("December 2022", "dhjetor 2022", "decembar 2022.", "децембар 2022.")),
        ("2022", ("2022", "2022", "2022.", "2022.")),
    ],
)
def test_dates_say_what_is_known(when, written):
    """A day, a month or a year; British order in English, full stops in Serbian."""
    assert in_all(format_date, PartialDate.parse(when)) == written


def test_a_plain_date_is_a_full_one():
    """A date of the standard library is printed as the same partial date."""
    assert in_all(format_date, date(2022, 12, 31)) == in_all(format_date, PartialDate(2022, 12, 31))


@pytest.mark.parametrize(
    ("length", "day", "month"),
    [
        ("full", "Saturday, 31 December 2022", "December 2022"),
        ("medium", "31 Dec 2022", "Dec 2022"),
        ("short", "31/12/2022", "12/2022"),
    ],
)
def test_dates_in_other_lengths(length, day, month):
    """Tables may ask for shorter dates."""
    assert format_date(date(2022, 12, 31), "en", length=length) == day
    assert format_date(PartialDate(2022, 12), "en", length=length) == month


@pytest.mark.parametrize(
    ("period", "written"),
    [
        ("2022", ("2022", "2022", "2022.", "2022.")),
        ("2021/2022", ("2021–2022", "2021–2022", "2021–2022.", "2021–2022.")),
        ("2022-03", ("March 2022", "mars 2022", "mart 2022.", "март 2022.")),
        ("2022-Q1", ("January–March 2022", "janar–mars 2022", "januar–mart 2022.", "јануар–март 2022.")),
        (
            "2021-11/2022-02",
            (
                "November 2021 – February 2022",
                "nëntor 2021 – shkurt 2022",
                "novembar 2021. – februar 2022.",
                "новембар 2021. – фебруар 2022.",
            ),
        ),
        ("2022-12-31", ("31 December 2022", "31 dhjetor 2022", "31. decembar 2022.", "31. децембар 2022.")),
        ("2022-04-01/2022-04-15", ("1–15 April 2022", "1–15 prill 2022", "1.–15. april 2022.", "1.–15. април 2022.")),
        (
            "2022-03-01/2022-04-15",
            (
                "1 March – 15 April 2022",
                "1 mars – 15 prill 2022",
                "1. mart – 15. april 2022.",
                "1. март – 15. април 2022.",
            ),
        ),
        (
            "2021-12-31/2022-01-02",
            (
                "31 December 2021 – 2 January 2022",
                "31 dhjetor 2021 – 2 janar 2022",
                "31. decembar 2021. – 2. januar 2022.",
                "31. децембар 2021. – 2. јануар 2022.",
            ),
        ),
    ],
)
def test_periods_are_said_in_the_shortest_words(period, written):
    """Whole years and months drop what goes without saying; nothing said twice."""
    assert in_all(format_period, Period.parse(period)) == written


# Lists and words


@pytest.mark.parametrize(
    ("items", "written"),
    [
        ([], ("", "", "", "")),
        (["a"], ("a", "a", "a", "a")),
        (["a", "b"], ("a and b", "a dhe b", "a i b", "a и b")),
        (["a", "b", "c"], ("a, b and c", "a, b dhe c", "a, b i c", "a, b и c")),
        (["{0}", "{1}", "c"], ("{0}, {1} and c", "{0}, {1} dhe c", "{0}, {1} i c", "{0}, {1} и c")),
    ],
)
def test_lists_are_one_phrase(items, written):
    """No comma before the last item; items are never read as patterns."""
    assert in_all(format_list, items) == written


def test_lists_of_choices():
    """Choices are joined by or, and any iterable will do."""
    assert in_all(lambda language: format_list(iter("abc"), language, style="or")) == (
        "a, b or c",
        "a, b ose c",
        "a, b ili c",
        "a, b или c",
    )


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, ("zero", "zero", "nula", "нула")),
        (1, ("one", "një", "jedan", "један")),
        (2, ("two", "dy", "dva", "два")),
        (3, ("three", "tre", "tri", "три")),
        (11, ("eleven", "njëmbëdhjetë", "jedanaest", "једанаест")),
        (18, ("eighteen", "tetëmbëdhjetë", "osamnaest", "осамнаест")),
        (19, ("nineteen", "nëntëmbëdhjetë", "devetnaest", "деветнаест")),
        (20, ("twenty", "njëzet", "dvadeset", "двадесет")),
        (42, ("forty-two", "dyzet e dy", "četrdeset dva", "четрдесет два")),
        (60, ("sixty", "gjashtëdhjetë", "šezdeset", "шездесет")),
        (99, ("ninety-nine", "nëntëdhjetë e nëntë", "devedeset devet", "деведесет девет")),
        (100, ("one hundred", "njëqind", "sto", "сто")),
        (101, ("101", "101", "101", "101")),
        (4500, ("4,500", "4\u00a0500", "4.500", "4.500")),
        (-1, ("-1", "-1", "-1", "-1")),
    ],
)
def test_numbers_in_words(number, written):
    """Zero to a hundred in words, in the form used for counting; all others in digits."""
    assert in_all(spell_number, number) == written


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_to_a_hundred_has_its_own_words(language):
    """101 numbers, 101 different phrases without digits."""
    phrases = [spell_number(number, language) for number in range(101)]
    assert len(set(phrases)) == 101
    assert not any(character.isdigit() for phrase in phrases for character in phrase)


@pytest.mark.parametrize(
    ("number", "gender", "language", "written"),
    [
        (1, "feminine", "sr-Latn", "jedna"),
        (1, "neuter", "sr-Latn", "jedno"),
        (2, "feminine", "sr-Latn", "dve"),
        (2, "neuter", "sr-Latn", "dva"),
        (22, "feminine", "sr-Cyrl", "двадесет две"),
        (12, "feminine", "sr-Latn", "dvanaest"),
        (3, "feminine", "sq", "tri"),
        (23, "feminine", "sq", "njëzet e tri"),
        (2, "feminine", "en", "two"),
    ],
)
def test_number_words_agree_with_their_noun(number, gender, language, written):
    """Serbian one and two and Albanian three have a gender, also at the end of a compound."""
    assert spell_number(number, language, gender=gender) == written


# Quantities


@pytest.mark.parametrize(
    ("number", "unit", "written"),
    [
        (18, "unit.publication", ("18 publications", "18 publikime", "18 publikacija", "18 публикација")),
        (19, "unit.project", ("19 projects", "19 projekte", "19 projekata", "19 пројеката")),
        (2, "unit.conference", ("2 conferences", "2 konferenca", "2 konferencije", "2 конференције")),
        (1, "unit.meeting", ("1 meeting", "1 takim", "1 sastanak", "1 састанак")),
        (21, "unit.meeting", ("21 meetings", "21 takime", "21 sastanak", "21 састанак")),
        (40, "unit.training", ("40 trainings", "40 trajnime", "40 obuka", "40 обука")),
        (476417, "unit.account", ("476,417 accounts", "476\u00a0417 llogari", "476.417 naloga", "476.417 налога")),
        (45, "unit.percent", ("45 percent", "45 për qind", "45 odsto", "45 одсто")),
    ],
)
def test_quantities_have_the_right_noun(number, unit, written):
    """The noun follows the number as the language demands."""
    assert in_all(lambda language: format_quantity(number, unit, language)) == written


@pytest.mark.parametrize(
    ("qualifier", "written"),
    [
        (Qualifier.EXACT, ("50 meetings", "50 takime", "50 sastanaka", "50 састанака")),
        (Qualifier.OVER, ("over 50 meetings", "mbi 50 takime", "preko 50 sastanaka", "преко 50 састанака")),
        (Qualifier.AROUND, ("around 50 meetings", "rreth 50 takime", "oko 50 sastanaka", "око 50 састанака")),
        (
            Qualifier.AT_LEAST,
            ("at least 50 meetings", "së paku 50 takime", "najmanje 50 sastanaka", "најмање 50 састанака"),
        ),
    ],
)
def test_quantities_say_how_exact_they_are(qualifier, written):
    """The qualifier comes with the number, in the reader's language."""
    assert in_all(lambda language: format_quantity(50, "unit.meeting", language, qualifier=qualifier)) == written


def test_quantities_in_words():
    """Spelled numbers take the gender of the noun; above a hundred they are digits again."""
    assert in_all(lambda language: format_quantity(2, "unit.conference", language, words=True)) == (
        "two conferences",
        "dy konferenca",
        "dve konferencije",
        "две конференције",
    )
    assert format_quantity(3, "unit.project", "sq", words=True) == "tri projekte"
    assert format_quantity(3, "unit.month", "sq", words=True) == "tre muaj"
    assert format_quantity(1, "unit.attendance", "sr-Latn", words=True) == "jedno učešće"
    assert format_quantity(50, "unit.meeting", "en", qualifier=Qualifier.OVER, words=True) == "over fifty meetings"
    assert format_quantity(150, "unit.media-appearance", "en", words=True) == "150 media appearances"


# Languages and cost


def test_word_processors_know_the_language():
    """Each language of reports has the tag that Word knows, and English is British."""
    assert [word_language(language) for language in LANGUAGES] == ["en-GB", "sq-AL", "sr-Latn-RS", "sr-Cyrl-RS"]
    assert [str(locale_of(language)) for language in LANGUAGES] == ["en_GB", "sq", "sr_Latn", "sr_Cyrl"]


@pytest.mark.parametrize(
    "call",
    [
        lambda: format_number(1, "de"),
        lambda: format_date(date(2022, 1, 1), "de"),
        lambda: format_list(["a"], "de"),
        lambda: spell_number(1, "de"),
        lambda: word_language("de"),
        lambda: format_quantity(1, "unit.person", "de"),
    ],
)
def test_an_unknown_language_is_refused(call):
    """No function falls back to another language in silence."""
    with pytest.raises(KeyError) as caught:
        call()
    assert caught.value.args == ("expected a language, one of en, sq, sr-Latn, sr-Cyrl, got 'de'",)


def test_babel_is_loaded_by_the_first_use_only():
    """Importing the module does not import Babel, which takes longer than the rest of a short command."""
    code = "import sys, kcss_core.formatting as f; print('babel' in sys.modules, f.format_number(1000, 'sr-Latn'))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False 1.000"
