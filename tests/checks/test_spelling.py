"""Misspelt words: a letter away from a word that stands often, and nothing else."""

from __future__ import annotations

import pytest

from kcss_core.checks.spelling import check_spelling
from kcss_core.model import Dataset, Organization, Publication
from kcss_core.origin import Origin
from kcss_core.statements import Statements
from kcss_core.text import Text


def found(chapter: str, *titles: str, accepted: tuple[str, ...] = ()) -> list[str]:
    works = tuple(
        Publication(id=f"p{row}", title=Text({"en": title, "sq": "Kosova"}), origin=Origin("p.csv", row=row))
        for row, title in enumerate(titles, start=2)
    )
    dataset = Dataset(organization=Organization(id="o", name=Text("O")), publications=works)
    return [str(one) for one in check_spelling(dataset, Statements(), {"a.md": chapter}, accepted)]


THREE = "Kosovo, Kosovo and Kosovo.\n"


def test_a_misspelt_word_is_told_with_its_place() -> None:
    """In a chapter with line and column, in a record with its row."""
    assert found(f"{THREE}Then Koosovo.") == [
        "a.md:2 column 6: 'Koosovo' stands here only, and 'Kosovo' 3 times in records and chapters; "
        "did you mean 'Kosovo'? else name it: accept under [names] in kcss.toml"
    ]
    assert found(THREE, "Trust in Kosvo") == [
        "p.csv:2: 'Kosvo' stands here only, and 'Kosovo' 3 times in records and chapters; "
        "did you mean 'Kosovo'? else name it: accept under [names] in kcss.toml"
    ]


@pytest.mark.parametrize("word", ["Ksovo", "Kossovo", "Kosvoo", "Koosovo"])
def test_a_letter_too_few_too_many_or_in_the_wrong_place(word: str) -> None:
    """These are how words are misspelt."""
    assert len(found(f"{THREE}{word}")) == 1


@pytest.mark.parametrize(
    "chapter",
    [
        "projects projects projects project",  # inflected
        "projects projects projects protects",  # another word
        "Kosovo Kosovo Koosovo",  # not often enough
        "Kosovo Kosovo Kosovo Koosovo Koosovo",  # twice is no slip
        "form form form fom",  # too short
    ],
)
def test_what_is_no_slip(chapter: str) -> None:
    """Endings, other words, words that stand twice, short ones, and words of other languages."""
    assert found(chapter) == []


def test_what_is_accepted() -> None:
    """A word that is meant is named once."""
    assert found(f"{THREE}Koosovo", accepted=("Koosovo Hotel",)) == []
