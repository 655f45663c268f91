"""What messages may repeat of lists of persons."""

from __future__ import annotations

import pytest

from kcss_core.withheld import names_nobody


@pytest.mark.parametrize("words", ["F", "ž", "?", "", " - ", "17", "2.5", "a-9", "speaker", "Folës", "Žene", "Yes", "Panelist "])
def test_what_certainly_names_nobody(words: str) -> None:
    """Letters, short numbers, marks, and words of the lists in any language, whatever column they stand in."""
    assert names_nobody(words)


@pytest.mark.parametrize(
    "words", ["Zamira", "Zamira Quetzal", "Bo", "Jordan", "Gjakova", "grua e re", "1980", "044773199", "a.b@c.org"]
)
def test_what_may_name_a_person(words: str) -> None:
    """Any other word, countries and towns that are names as well, and numbers as long as a year of birth."""
    assert not names_nobody(words)
