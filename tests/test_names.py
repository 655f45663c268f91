"""Forms of names: which are one name, how sure that is, and which are two names that look alike."""

from __future__ import annotations

import pytest

from kcss_core.names import distance, kinds, proper_names, tokens, variation


def alike(one: str, other: str) -> tuple[int, str] | None:
    """Return confidence and reason of a variation; None for the same, and for two names."""
    found = variation(tokens(one), tokens(other))
    back = variation(tokens(other), tokens(one))
    assert found == back
    return None if found is None else (found.confidence, found.why)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Regional Youth Partnership", "Regional Youth Program", (60, "the word for what it is")),
        ("Women, Peace and Security Forum", "Women, Peace and Security Conference", (60, "the word for what it is")),
        ("Western Balkans Security Barometer", "Western Balkan Security Barometer", (90, "the form of a word")),
        ("Kosovo Security Force", "Kosovo Security Forces", (90, "the form of a word")),
        ("Women in Security Sector", "Women in the Security Sector", (90, "a small word")),
        ("Citizens’ perceptions of integrity", "Citizens perceptions of integrity", (95, "an apostrophe")),
        ("Ministry of Internal Affairs", "Ministry of Internal Afairs", (80, "a letter")),
        (
            "European Centre for Security Studies",
            "European Center for Security Study",
            (75, "a letter and the form of a word"),
        ),
        ("Trust in the Integrity of Institutions", "Trust in the ntegrity of Institutions", (80, "a letter")),
        ("Police of Kosovo Districts", "Police in Kosovo Districts", (90, "a small word")),
    ],
)
def test_forms_of_one_name(one: str, other: str, expected: tuple[int, str]) -> None:
    """A plural, an article, an apostrophe, a slip of the pen, and another word for the same kind of thing are told."""
    assert alike(one, other) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kosovo Security Force", "kosovo SECURITY force"),
        ("Citizens’ perceptions", "Citizens' perceptions"),
        ("Resilient Communities/Prevention", "Resilient Communities / Prevention"),
        ("Këshilli i Komunës", "Keshilli i Komunes"),
    ],
)
def test_capitals_accents_and_marks_make_no_other_name(one: str, other: str) -> None:
    """What only looks different is the same form."""
    assert [token.word for token in tokens(one)] == [token.word for token in tokens(other)]
    assert alike(one, other) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Online and Offline (De)radicalisation in the Balkans",
            "Online and Offline (De)radicalisation in the Balkans and MENA Region Synthesis Report",
        ),
        (
            "Citizens’ perceptions of integrity of public institutions in Kosovo",
            "Public perception on Trust, Corruption and Integrity of Public Institutions in Kosovo",
        ),
        ("Probation Service of Kosovo", "Correctional Service of Kosovo"),
        ("Ministry of Internal Affairs", "Ministry of Defense"),
        ("Meeting against domestic violence in Lipjan", "Meeting against domestic violence in Klina"),
        ("Gender Equality Policy", "Gender Equality Code of Conduct"),
        ("Gender and Security", "Gender and Security Program"),
        ("Kosovo Security Force", "Kosovo Security Council"),
        ("Centre for Wells Annual Report", "Centre for Wells Annual Conference"),
        ("Kosovo Security Force", "Kosovo Security Forum"),
        ("Survey of Wells 2022", "Survey of Wells 2023"),
        ("Kosovo Police", "Kosova Police"),
        ("National Youth Council", "Rational Youth Council"),
    ],
)
def test_two_names_that_look_alike(one: str, other: str) -> None:
    """Another word that means something, a longer title, another year: these are two names."""
    assert alike(one, other) is None


def test_kinds_are_words_for_things_that_have_names() -> None:
    """The words that are exchanged without a thought come from the kinds of activities, and a few more."""
    assert kinds()["conference"] == kinds()["forum"] == kinds()["workshop"]
    assert kinds()["project"] == kinds()["program"] == kinds()["partnership"]
    assert not {"security", "police", "force"} & kinds().keys()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("", "", 0), ("force", "force", 0), ("force", "forces", 1), ("form", "from", 1), ("abc", "xyz", 3), ("a", "abc", 2)],
)
def test_distance(one: str, other: str, expected: int) -> None:
    """Letters put in, left out, exchanged or turned round are counted."""
    assert distance(one, other, 5) == distance(other, one, 5) == expected


def test_distance_stops_counting() -> None:
    """What is further than asked for is not counted to the end."""
    assert distance("conference", "partnership", 2) == 3


def test_quotation_marks_are_no_apostrophes() -> None:
    """A mark that closes what its like opened belongs to no word; one without an opening is an apostrophe."""
    assert [token.word for token in tokens("'Kosovo Security Forces' met")] == ["kosovo", "security", "forces", "met"]
    assert [token.word for token in tokens("the ‘Force’ and the Citizens’ trust")][1:5] == ["force", "and", "the", "citizens'"]
    assert [token.word for token in tokens("the panel' is")] == ["the", "panel", "is"]


def test_what_only_stands_in_a_row_is_no_name() -> None:
    """Places one after another are an enumeration; of a name with commas the last part has several words."""
    assert list(proper_names("We ask in Albania, Kosovo and Serbia, or in Albania, Kosovo or Montenegro.")) == []
    assert len(list(proper_names("the Women, Peace and Security Forum"))) == 1


def test_names_in_a_sentence() -> None:
    """Three words with capitals and the small words between them look like a name; a sign or a full stop ends it."""
    text = "At the Women, Peace and Security Forum in March we met. Kosovo Police came; the Regional Youth Program too."
    assert [text[run[0].start : run[-1].end] for run in proper_names(text)] == [
        "Women, Peace and Security Forum in March",
        "Regional Youth Program",
    ]


def test_name_goes_on_in_the_next_line_and_not_in_the_next_item() -> None:
    """A line break inside a paragraph is no end of a name; the next paragraph and the next item are."""
    text = "the Regional\nYouth Program\n\nPeace met\n- Clean Wells\n- Old Rivers"
    assert [text[run[0].start : run[-1].end] for run in proper_names(text)] == ["Regional\nYouth Program"]
