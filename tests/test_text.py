"""Texts in several languages, folding, cleaning, nearest names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcss_core.text import Text, clean, did_you_mean, fold, nearest


def test_words_without_a_language_are_shown_in_every_language() -> None:
    """A text that states no language is the same for all readers, and counts as written for each."""
    text = Text("KCSS")
    assert text.within("sq") == text.within("en") == str(text) == "KCSS"
    assert text.has("sr-Cyrl")


def test_a_language_has_its_own_words() -> None:
    """A reader gets the words of the language asked for."""
    text = Text({"en": "Report", "sq": "Raport"})
    assert text.within("sq") == "Raport"
    assert text.languages == ("en", "sq")
    assert not text.has("sr-Latn")


@pytest.mark.parametrize(
    ("forms", "language", "words"),
    [
        ({"en": "Report", "sr-Latn": "Izveštaj"}, "sr-Cyrl", "Izveštaj"),
        ({"sq": "Raport", "en": "Report"}, "sr-Latn", "Report"),
        ({"sq": "Raport", "": "KCSS"}, "sr-Latn", "KCSS"),
        ({"sq": "Raport", "sr-Latn": "Izveštaj"}, "en", "Raport"),
        ({}, "en", ""),
    ],
    ids=["other-script", "english", "no-language", "first", "nothing"],
)
def test_a_missing_language_falls_back(forms: dict[str, str], language: str, words: str) -> None:
    """First the other script, then English, then words without a language, then the first form."""
    assert Text(forms).within(language) == words


def test_a_text_without_words_is_false() -> None:
    """A text counts as there when any language has words."""
    assert not Text("")
    assert not Text({"en": "", "sq": ""})
    assert Text({"en": "", "sq": "x"})


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("  Ferizaj   QYTETI ", "ferizaj qyteti"),
        ("Gjakovë", "gjakove"),
        ("Đakovica", "djakovica"),
        ("Gjakove\u0308", "gjakove"),
        ("ŽENSKI", "zenski"),
        ("Straße", "strasse"),
    ],
)
def test_folding_drops_case_accents_and_spaces(words: str, folded: str) -> None:
    """Words that people take for the same are equal when folded; đ is dj, as the field writes it."""
    assert fold(words) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(words: str) -> None:
    """Folded words are folded already."""
    assert fold(fold(words)) == fold(words)


@pytest.mark.parametrize(
    ("words", "cleaned", "count"),
    [
        ("plain", "plain", 0),
        ("Gjakovë – Đakovica\n\tЂ", "Gjakovë – Đakovica\n\tЂ", 0),
        ("a\x00b\x1fc", "a\ufffdb\ufffdc", 2),
        ("a\x85b", "a\ufffdb", 1),
        ("a\ud800b", "a\ufffdb", 1),
        ("\u202e81\u202c", "81", 2),
        ("first\x0bsecond", "first\nsecond", 0),
        ("first\r\nsecond\rthird", "first\nsecond\nthird", 0),
        ("a\ufffeb", "a\ufffdb", 1),
        ("a\u200bb\u00a0c", "a\u200bb\u00a0c", 0),
    ],
    ids=["ascii", "letters", "controls", "c1", "surrogate", "direction", "word-break", "breaks", "nonchar", "spaces"],
)
def test_cleaning_leaves_what_every_format_can_hold(words: str, cleaned: str, count: int) -> None:
    """Illegal characters are replaced and counted, line breaks become one kind and are not counted."""
    assert clean(words) == (cleaned, count)


@given(st.text(st.characters(codec=None)))
def test_cleaned_words_fit_into_xml_and_utf8(words: str) -> None:
    """Nothing is left that XML 1.0 forbids, and cleaning again finds nothing."""
    cleaned, _ = clean(words)
    cleaned.encode("utf-8")
    assert all(letter in "\t\n" or ord(letter) >= 0x20 for letter in cleaned)
    assert clean(cleaned) == (cleaned, 0)


def test_the_nearest_name_is_found_without_case_and_accents() -> None:
    """A name is near when its folded form is; a far one is nobody's name."""
    assert nearest("Gjakove", ["Prizren", "Gjakovë"]) == "Gjakovë"
    assert nearest("xyz", ["Prizren", "Gjakovë"]) is None
    assert did_you_mean("locl", ["local", "national"]) == "did you mean 'local'?"
    assert did_you_mean("zzz", ["local", "national"]) is None
