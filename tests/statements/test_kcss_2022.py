"""The statements of the published report of 2022: what is found in them, row by row, and what agrees."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from kcss_core import Workspace, check, load, load_plugins
from kcss_core.problems import Problem
from kcss_core.stages import open_edition
from kcss_core.statements import STATEMENTS_FILE, check_statements, structure_statements

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation" / "contradictions.md").read_text("utf-8")

#: Lines of the published text that each row must name, as a reader found them before there was a checker.
PLACES = {
    "B1": (65, 226, 220),
    "B2": (165, 201),
    "B3": (97, 220),
    "B4": (45, 75, 97),
    "B5": (41, 75, 97, 115, 125, 145, 165),
    "B6": (75, 226),
    "B7": (18, 49, 53, 57, 61),
    "B8": (75, 49, 53),
    "B9": (57, 75, 201),
    "B10": (145, 240),
    "B11": (218, 236),
    "B12": (193, 199),
    "B13": (185,),
    "C1": (135, 226),
    "C2": (171, 230, 191),
    "C3": (143, 155),
    "C4": (163, 201),
    "C5": (171, 230),
    "C6": (81, 240),
}


@cache
def workspace() -> Workspace:
    """Return the example."""
    return load(ROOT / "examples" / "kcss-2022")


@cache
def everything(*, consistent: bool = False) -> tuple[Problem, ...]:
    """Return all that ``kcss check`` finds in the example."""
    return check(workspace(), consistent=consistent)


def told(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Return code and message of what is found in the statements."""
    return [(one.code, one.message) for one in problems if one.origin is not None and one.origin.file == STATEMENTS_FILE]


def table() -> dict[str, tuple[str, str]]:
    """Return code and message of each row of the page."""
    rows = re.findall(r"^\| ([BC]\d+) \| .+? \| `(.+?)` \| (.+) \|$", PAGE, re.MULTILINE)
    return {id: (code, message) for id, code, message in rows}


def test_nineteen_of_nineteen_each_once_and_nothing_else() -> None:
    """The page has every row, and what is found is what the page says, each once."""
    assert list(table()) == list(PLACES)
    assert sorted(told(everything())) == sorted(table().values())


@pytest.mark.parametrize("id", PLACES)
def test_a_row_names_all_its_places(id: str) -> None:
    """Each message leads to every line that the row is about."""
    _, message = table()[id]
    lines = {int(number) for spots in re.findall(r"lines? ([\d, and]+)", message) for number in re.findall(r"\d+", spots)}
    assert set(PLACES[id]) <= lines


def test_what_agrees_is_listed_only_when_asked_for() -> None:
    """The headline figures, the listed titles, appearances, surveys and programs are notes of the switch."""
    agreed = [message for code, message in told(everything(consistent=True)) if code == "statement.consistent"]
    for both in (
        "18 (2022 in figures, line 41; Conclusion, line 226; List of publications, line 240); the records have 18",
        "19 (2022 in figures, line 45; Conclusion, line 226)",
        "50 (2022 in figures, line 49; Conclusion, line 226)",
        "2 (2022 in figures, line 53; Conclusion, line 226)",
        "50 (2022 in figures, line 57; Conclusion, line 226)",
        "40 (2022 in figures, line 61; Conclusion, line 226)",
        "30 (2022 in figures, line 65; Conclusion, line 226)",
        "150 (Communication and outreach, line 220; Conclusion, line 238)",
        "4,500 (Western Balkans Security Barometer, line 143; Conclusion, line 226); the records have 4,500",
        "6 (Introduction, line 30; Conclusion, line 226); the records have 6",
    ):
        assert sum(both in message for message in agreed) == 1, both
    assert not [code for code, _ in told(everything()) if code == "statement.consistent"]


#: What would mend each row: a statement by its line and figure, and what it would say instead.
MENDED = {
    "B1": [(65, "external-events", "value = 30", "value = 20"), (226, "external-events", "value = 30", "value = 20")],
    "B2": [(201, "municipalities.gender-events", "value = 20", "value = 17")],
    "B3": [(97, "projects.resilient-communities.horizon-2020", "value = 3", "value = 4")],
    "B7": [(18, "public-events", 'figure = "public-events"\nvalue = 200\nqualifier = "over"', 'name = "Nothing"')],
    "B8": [(75, "public-events.good-governance", "value = 60", "value = 52")],
    "B9": [(75, "meetings.good-governance", "value = 50", "value = 39")],
    "B10": [(145, "publications.barometer", "value = 9", "value = 7")],
    "B13": [(185, "staff.women", 'change = "increased"\n', "")],
}


@pytest.mark.parametrize("id", MENDED)
def test_a_row_that_is_mended_is_no_longer_found(id: str) -> None:
    """Rows are found because of what is written: with another number each is gone, and no other is."""
    text = workspace().texts[STATEMENTS_FILE]
    for line, figure, old, new in MENDED[id]:
        (block,) = [
            one for one in text.split("\n\n") if f"line = {line}\n" in one and f'figure = "{figure}"\n' in one and old in one
        ]
        text = text.replace(block, block.replace(old, new))
    edition = open_edition(workspace(), plugins=load_plugins())
    statements, problems = structure_statements(text, STATEMENTS_FILE, edition)
    assert problems == ()
    codes = [one.code for one in check_statements(statements, edition) if one.code != "statement.contradicts-records"]
    rows = {row: code for row, (code, _) in table().items() if not code.startswith("name.")}
    gone = rows.pop(id)
    if id == "B13":
        rows["a share that was told with the change"] = "share.no-counts"
    assert sorted(codes) == sorted(rows.values()), gone


def test_each_sort_of_contradiction_says_what_to_do() -> None:
    """The remedies of all that the example holds, whole."""
    found = [one for one in everything(consistent=True) if one.origin is not None and one.origin.file == STATEMENTS_FILE]
    which = "find out which number is right, and give that one everywhere"
    assert {one.code: one.hint for one in found} == {
        "list.differs": "find out which list is right, and give it everywhere, or say that it is not complete",
        "name.varies": "write one name in one way, or keep both: accept under [names] in kcss.toml",
        "relation.beyond-whole": which,
        "relation.not-a-sum": which,
        "relation.not-same": "find out which number is right; if they are two different things, say so in the text",
        "relation.shared": "say beside the numbers that the parts overlap, or give each record to one part",
        "share.no-counts": "give each share with the numbers that it comes from, and say what is measured",
        "statement.beyond-headlines": "say which headline figure counts them, or give them one",
        "statement.consistent": "nothing to do: these are consistent",
        "statement.contradicts-statement": which,
        "statement.no-baseline": "give the earlier value and its year, or leave the change out",
        "statement.worded-wider": "say in the sentence itself what these are numbers of",
    }
