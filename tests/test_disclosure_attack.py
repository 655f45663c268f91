"""No small group that a report speaks of can be worked out: random reports against an attacker with an exact solver."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

from attrs import field, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from kcss_core.export import render
from kcss_core.model import Activity, Dataset, HeadCount, Organization, Participant, Participation, Program, Table
from kcss_core.period import PartialDate
from kcss_core.plugins.registry import load_plugins
from kcss_core.reading.workspace import Disclosure, Manifest, Workspace
from kcss_core.report.build import build
from kcss_core.text import Text
from kcss_core.vocabulary import Gender, Role

from .attacker import GENDERS, Attacker, Group, Sort, Told

PLUGINS = load_plugins()
#: Random reports that are attacked. A night can be spent on more.
EXAMPLES = int(os.environ.get("KCSS_ATTACKS", "60"))

FIGURES = """\
[[figure]]
id = "heads"
title = "Heads"
count = "attendances"

[[figure]]
id = "people"
title = "People"
count = "persons"

[[figure]]
id = "women-who-spoke"
title = "Women who spoke"
count = "attendances"
where = { gender = "woman", role = "speaker" }

[[figure]]
id = "share-who-spoke"
title = "Women among who spoke"
share = "attendances"
where = { role = "speaker" }
of = { gender = "woman" }
"""
BLOCKS = (
    ":::{gender-balance}\n:groups: attended\n:by: program\n:::",
    ":::{gender-balance}\n:groups: attended\n:by: quarter\n:as: table\n:::",
    ":::{gender-balance}\n:groups: attended\n:by: role\n:as: table\n:::",
    ":::{gender-balance}\n:groups: attended participants speakers\n:::",
    ":::{breakdown} heads\n:by: program\n:::",
    ":::{breakdown} heads\n:by: program role\n:::",
    ":::{breakdown} heads\n:by: program quarter\n:::",
    ":::{breakdown} heads\n:by: program\n:as: chart\n:::",
    ":::{breakdown} heads\n:by: gender role\n:::",
    ":::{breakdown} people\n:by: program\n:::",
    ":::{breakdown} people\n:by: gender\n:::",
    ":::{tiles} heads people women-who-spoke share-who-spoke\n:::",
    "In all {value}`heads[gender=woman]` women and {value}`heads[role=speaker]` who spoke.",
    "Of these {value}`share-who-spoke|share` were women.",
)
PROGRAMS = ("p0", "p1", "p2")
#: Figure to what it counts: persons or attendances, in which role, of which gender; empty for any.
COUNTED = {
    "heads": ("attendances", "", ""),
    "attended.total": ("attendances", "", ""),
    "attended.women": ("attendances", "", ""),
    "participants.total": ("attendances", "participant", ""),
    "participants.women": ("attendances", "participant", ""),
    "speakers.total": ("attendances", "speaker", ""),
    "speakers.women": ("attendances", "speaker", ""),
    "women-who-spoke": ("attendances", "speaker", "woman"),
    "share-who-spoke": ("attendances", "speaker", ""),
    "people": ("persons", "", ""),
    "attended.persons": ("persons", "", ""),
    "attended.persons.women": ("persons", "", ""),
    "participants.persons": ("persons", "participant", ""),
    "participants.persons.women": ("persons", "participant", ""),
    "speakers.persons": ("persons", "speaker", ""),
    "speakers.persons.women": ("persons", "speaker", ""),
}


@frozen
class Place:
    """Where people came: to an activity of programs in a quarter, in a role. ``is_listed`` with names, or by heads."""

    programs: tuple[str, ...]
    quarter: str
    role: str
    is_listed: bool

    @property
    def activity(self) -> str:
        return f"{'-'.join(self.programs)}.{self.quarter}"


def _shown(numbers: Mapping[tuple[str | None, frozenset[Place]], int]) -> str:
    return str({
        (gender, *sorted(f"{place.activity}.{place.role}" for place in places)): number
        for (gender, places), number in numbers.items()
    })  # fmt: skip


@frozen
class People:
    """Everybody who came: how many of a gender came to just these places; to one alone where heads were counted."""

    places: tuple[Place, ...]
    numbers: Mapping[tuple[str | None, frozenset[Place]], int] = field(repr=_shown)

    def dataset(self) -> Dataset:
        """Return them as records."""
        activities = {place.activity: place for place in self.places}
        participants: list[Participant] = []
        participations: list[Participation] = []
        counts: list[HeadCount] = []
        for (gender, places), number in self.numbers.items():
            for index in range(number if all(place.is_listed for place in places) else 0):
                id = f"{gender}-{len(participants)}-{index}"
                participants.append(Participant(id=id, gender=None if gender is None else Gender(gender)))
                participations += [
                    Participation(participant=id, activity=place.activity, role=Role(place.role), attended=True)
                    for place in sorted(places, key=str)
                ]
        for place in self.places:
            if not place.is_listed:
                women, men, others, undisclosed, unknown = (
                    self.numbers.get((gender, frozenset({place})), 0)
                    for gender in ("woman", "man", "non-binary", "undisclosed", None)
                )
                counts.append(
                    HeadCount(
                        activity=place.activity, role=Role(place.role), women=women, men=men, non_binary=others,
                        undisclosed=undisclosed, not_recorded=unknown,
                    )
                )  # fmt: skip
        return Dataset(
            organization=Organization(id="centre", name=Text("Centre")),
            programs=tuple(
                Program(id=id, name=Text(id)) for id in sorted({id for place in self.places for id in place.programs})
            ),
            activities=tuple(
                Activity(
                    id=id, title=Text(id), kind="meeting", programs=place.programs,
                    start=PartialDate.parse(f"2022-{3 * int(place.quarter[1]):02}"),
                )
                for id, place in activities.items()
            ),
            head_counts=tuple(counts),
            participants=Table.of(Participant, participants),
            participations=Table.of(Participation, participations),
        )  # fmt: skip


def told_of(people: People, blocks: Iterable[str], k: int) -> Told:
    """Return the values of a report as its JSON tells them; with k = 1 nothing is hidden."""
    chapter = "\n\n".join(blocks)
    workspace = Workspace(
        root=Path("ws"),
        manifest=Manifest(disclosure=Disclosure(k=k)),
        dataset=people.dataset(),
        texts={
            "figures.toml": FIGURES,
            "reports/r/report.toml": 'title = "R"\nperiod = "2022"\nchapters = ["c.md"]\ncontents = false\n',
            "reports/r/c.md": f"# The year\n\n{chapter}\n",
        },
        images={},
    )
    report, problems = build(workspace, "r", directives=PLUGINS.directives.values(), figures=PLUGINS.figures.values())
    assert report is not None, problems
    told: Told = json.loads(render(report, PLUGINS.exporters["json"]))
    return told


class OfPlaces(Attacker):
    """The attacker of a random report."""

    def __init__(self, people: People, told: Told, asked: Told, k: int) -> None:
        self.places = people.places
        listed = [place for place in people.places if place.is_listed]
        sets = chain.from_iterable(combinations(listed, size) for size in range(1, len(listed) + 1))
        ways = [*sets, *((place,) for place in people.places if not place.is_listed)]
        unknown = [sort_of(gender, way) for gender, way in product(GENDERS, ways)]
        truth = {sort_of(gender, places): number for (gender, places), number in people.numbers.items()}
        super().__init__(truth, told, asked, k, unknown)

    def is_listed(self, place: Any) -> bool:
        return bool(place.is_listed)

    def group(self, value: Mapping[str, Any]) -> Group:
        counting, role, gender = COUNTED[value["figure"]]
        places = [place for place in self.places if role in ("", place.role)]
        genders = {gender} if gender else set(GENDERS)
        for dimension, word in value["cell"].items():
            name = dimension.rpartition(".")[2]
            if name == "gender":
                genders &= {word}
            elif name == "program":
                places = [place for place in places if word in place.programs]
            else:
                prefix = "2022-" if name == "quarter" else ""
                places = [place for place in places if prefix + getattr(place, name) == word]
        return Group(counting, frozenset(places), frozenset(genders))


def sort_of(gender: str | None, places: Iterable[Place]) -> Sort:
    """Return people of a gender who came once to each of some places."""
    return gender, frozenset((place, 1) for place in places)


def without_small_numbers(told: Told, k: int) -> Told:
    """Return what would be told if only what is small were hidden, and nothing for its sake."""

    def is_small(value: Mapping[str, Any]) -> bool:
        if value["is_share"]:
            counts = [value["numerator"], value["denominator"] - value["numerator"]]
        else:
            counts = [value["number"] or 0]
        return value["cell"].get("gender", "") is not None and any(0 < count < k for count in counts)

    return {**told, "values": {name: {**one, "hidden": is_small(one)} for name, one in told["values"].items()}}


# ---------------------------------------------------------------- the attacker can break what is not protected

_A, _B = (Place((program,), "Q1", "participant", is_listed=False) for program in "ab")
TWO_WOMEN = People(
    (_A, _B),
    {
        ("woman", frozenset({_A})): 2,
        ("man", frozenset({_A})): 20,
        ("woman", frozenset({_B})): 12,
        ("man", frozenset({_B})): 30,
    },
)
BY_PROGRAM = BLOCKS[0]
HEADS_BY_PROGRAM = ":::{breakdown} heads\n:by: program\n:::"


def given_away(people: People, told: Told, asked: Told) -> set[tuple[str, int]]:
    """Return which women or men of program a an attacker finds, and how many."""
    found = OfPlaces(people, told, asked, 5).pinned()
    return {
        (str(gender), number) for group, number in found if group.places == {_A} for gender in group.genders
        if len(group.genders) == 1
    }  # fmt: skip


def test_a_report_without_protection_gives_two_women_away() -> None:
    """What is printed is known: the attacker reads two women in a."""
    told = told_of(TWO_WOMEN, [BY_PROGRAM], 1)
    assert given_away(TWO_WOMEN, told, told) == {("woman", 2)}


def test_a_report_without_its_small_numbers_gives_them_away() -> None:
    """With nothing but the two hidden, the attacker has 14 women in all less 12 in b, and 22 people less 20 men."""
    asked = told_of(TWO_WOMEN, [BY_PROGRAM], 1)
    told = without_small_numbers(asked, 5)
    assert told["values"]["attended.total[program=a,gender=woman]@2022"]["hidden"]
    assert given_away(TWO_WOMEN, told, asked) == {("woman", 2)}


def test_a_protected_report_does_not() -> None:
    """The same table as the library tells it."""
    asked, told = (told_of(TWO_WOMEN, [BY_PROGRAM], k) for k in (1, 5))
    assert given_away(TWO_WOMEN, told, asked) == set()


def test_an_overlap_beside_a_hidden_row_gives_it_away() -> None:
    """Of 29 in all 20 came to p0 and 12 to p1, and six to both: the three of p2 are the rest, and are not without six."""
    heads = {("p0",): 14, ("p0", "p1"): 6, ("p1",): 6, ("p2",): 3}
    places = {programs: Place(programs, "Q1", "participant", is_listed=False) for programs in heads}
    numbers: dict[tuple[str | None, frozenset[Place]], int] = {
        ("man", frozenset({places[programs]})): number for programs, number in heads.items()
    }
    people = People((*places.values(),), numbers)
    asked = told_of(people, [HEADS_BY_PROGRAM], 1)
    told = without_small_numbers(asked, 5)
    of_p2 = frozenset({places["p2",]})
    assert [(group.places, number) for group, number in OfPlaces(people, told, asked, 5).pinned()] == [(of_p2, 3)]
    assert [*OfPlaces(people, {**told, "blocks": []}, asked, 5).pinned()] == []
    assert [*OfPlaces(people, told_of(people, [HEADS_BY_PROGRAM], 5), asked, 5).pinned()] == []


# ---------------------------------------------------------------- random reports


@st.composite
def peoples(draw: st.DrawFn) -> People:
    """Return who came to events of one program or two, in one quarter or two, in two roles, by lists or by heads."""
    places: list[Place] = []
    of_events = [(one,) for one in PROGRAMS[: draw(st.integers(1, 3))]]
    shared = draw(st.lists(st.sampled_from([*combinations(PROGRAMS, 2)]), max_size=2, unique=True))
    for programs in [*of_events, *shared]:
        for quarter in draw(st.sampled_from((("Q1",), ("Q2",), ("Q1", "Q2")))):
            for role in draw(st.sampled_from((("participant",), ("participant", "speaker"), ("speaker",)))):
                # Of more lists there would be too many ways to come to several.
                is_listed = draw(st.booleans()) and sum(place.is_listed for place in places) < 4
                places.append(Place(programs, quarter, role, is_listed))
    usual = st.one_of(st.integers(0, 4), st.integers(0, 12), st.just(0))
    rare = st.sampled_from((0, 0, 0, 0, 0, 1, 2, 6))
    numbers: Counter[tuple[str | None, frozenset[Place]]] = Counter()
    for place in places:
        for gender in GENDERS:
            numbers[gender, frozenset({place})] += draw(usual if gender in ("woman", "man") else rare)
    listed = [place for place in places if place.is_listed]
    for _ in range(draw(st.integers(0, 4)) if len(listed) > 1 else 0):
        among = draw(st.sets(st.sampled_from(listed), min_size=2))
        numbers[draw(st.sampled_from(("woman", "man", None))), frozenset(among)] += draw(st.integers(1, 6))
    return People(tuple(places), {who: number for who, number in numbers.items() if number})


@settings(max_examples=EXAMPLES)
@given(
    people=peoples().filter(lambda people: bool(people.numbers)),
    blocks=st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=6, unique=True),
    k=st.sampled_from((3, 5)),
)
def test_no_small_group_is_pinned(people: People, blocks: list[str], k: int) -> None:
    """Every group of 1 to k-1 people of which a report speaks can be of another number as well."""
    attacker = OfPlaces(people, told_of(people, blocks, k), told_of(people, blocks, 1), k)
    assert attacker.wrong() == []
    assert [*attacker.pinned()] == []
