"""Sentences: which numbers count something, which words are years, and what tells of a change."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kcss_core.formatting import spell_number
from kcss_core.prose import PLACEHOLDER, change_without_baseline, numbers_in, years_in
from kcss_core.vocabulary import LANGUAGES


@pytest.mark.parametrize(
    ("language", "words", "numbers"),
    [
        ("en", "We published 18 reports and thirty-five briefs.", [18, 35]),
        ("en", "It reached 476,417 accounts, 4.5 of them new.", [476417, Decimal("4.5")]),
        ("en", "Two hundred and five people, one hundred women.", [205, 100]),
        ("en", "Five or six came, then two thousand five hundred.", [5, 6, 2500]),
        ("en", "Between 40 and 60 percent; 18% of 2 million.", [40, 60, 18, 2]),
        ("sq", "U mbajtën dyzet e pesë trajnime dhe tri takime, 1.000 pjesëmarrës.", [45, 3, 1000]),
        ("sq", "Morën pjesë 476 417 veta, 45,5 për qind gra; dyqind e pesë folës.", [476417, Decimal("45.5"), 205]),
        ("sr-Latn", "Održano je dvadeset i pet obuka i dve hiljade petsto sastanaka.", [25, 2500]),
        ("sr-Cyrl", "Одржано је двадесет и пет обука и 1.200 састанака, четири трибине.", [25, 1200, 4]),
    ],
)
def test_numbers_in_digits_and_words(language: str, words: str, numbers: list[int]) -> None:
    """Digits with the separators of the language and numbers in words are found, in order, with what they say."""
    assert [one.number for one in numbers_in(words, language)] == numbers


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "In 2022, on 14 March, from 12–14 March 2022, March 14, on 14.3.2022, 2022-03-14, at 10:30."),
        ("en", "Resolution 1325, Articles 12, 14 and 16, Law No. 05/L-123, Horizon 2020, UNSCR 1325, page 7."),
        ("en", "COVID-19, G7, the 18th, a 24-hour and a two-day event, the Group of Seven."),
        ("en", "One of them, nobody else, one by one; zero tolerance. Call +383 38 221 420."),
        ("sq", "Në vitin 2022, më 3 maj, Rezoluta 1325, nenet 12 dhe 14, një raport, ngjarja e 18-të."),
        ("sr-Latn", "U 2022. godini, 3. maja, Rezolucija 1325, član 5, jedan događaj, 18. konferencija."),
        ("sr-Cyrl", "У 2022. години, 3. маја, Резолуција 1325, члан 5, један догађај."),
    ],
)
def test_what_is_no_count(language: str, words: str) -> None:
    """Years, dates, times, ordinals, articles, names and the article "one" are not numbers that somebody counted."""
    assert list(numbers_in(words, language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_core_spells_is_read_back(language: str) -> None:
    """Each number from 2 to 100 that a report prints in words is found in a sentence, whatever its gender."""
    for number in range(2, 101):
        for gender in ("masculine", "feminine", "neuter"):
            word = spell_number(number, language, gender=gender)
            assert [one.number for one in numbers_in(f"… {word}.", language)] == [number], word


def test_places_are_those_of_the_text() -> None:
    """A number knows where it stands."""
    text = "In all dyzet e pesë and 18."
    assert [text[one.start : one.end] for one in numbers_in(text, "sq")] == ["dyzet e pesë", "18"]


def test_years() -> None:
    """A year alone is one; after a name it is part of it, unless names are asked for, and never after Horizon."""
    text = "In 2021 the Annual Report 2020 spoke of Horizon 2020 and of 2019–2021; 1,950 people."
    assert [one.words for one in years_in(text, "en")] == ["2021", "2019", "2021"]
    assert [one.words for one in years_in(text, "en", of_names=True)] == ["2021", "2020", "2019", "2021"]


@pytest.mark.parametrize(
    ("language", "sentence", "word"),
    [
        ("en", f"The share of women increased and is now {PLACEHOLDER}.", "increased"),
        ("en", "The number of trainings has grown.", "grown"),
        ("en", "Attendance fell to 18.", "fell"),
        ("en", "The share of women increased from 40 to 45 percent.", None),
        ("en", f"The number rose to {PLACEHOLDER}, from {PLACEHOLDER}.", None),
        ("en", "The aim is to increase the number of women.", None),
        ("en", "The trainings increased awareness.", None),
        ("sq", "Numri i grave është rritur.", "rritur"),
        ("sq", "Synimi është për të rritur numrin e grave.", None),
        ("sr-Latn", "Udeo žena je povećan.", "povećan"),
        ("sr-Cyrl", f"Број обука је опао на {PLACEHOLDER}.", "опао"),
    ],
)
def test_changes_without_an_earlier_value(language: str, sentence: str, word: str | None) -> None:
    """An increase or decrease of something measured needs two values; a wish, or what is not measured, needs none."""
    assert change_without_baseline(sentence, language) == word
