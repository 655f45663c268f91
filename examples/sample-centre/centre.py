"""What the fictional centre did, and who came: drawn at random from a fixed seed. Writes nothing."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator

import words
from attrs import define, field, frozen

YEARS = (2022, 2023, 2024)
SIZE = 200
_SEED = 1999
# Who organizes what, and what funders' projects work on.
PROJECTS = {"safe-streets": "community-safety", "open-budgets": "oversight", "women-in-uniform": "gender-and-security"}
# What no funder pays for belongs to any program.
_CORE = "core-work"
# What the sheets share of women should come to, so that the years differ: 38, 41, 44 percent.
_WOMEN = {2022: 38, 2023: 41, 2024: 44}


@frozen
class Person:
    """Somebody invented. ``gender`` is None for who is never asked."""

    first: str
    last: str
    language: str
    gender: str | None
    affiliation: str
    place: int


@frozen
class Activity:
    """One activity; ``listed`` says where its people stand: list, counts, partner, webinar or form."""

    id: str
    date: datetime.date
    kind: str
    topic: int
    place: int
    scope: str
    program: str
    project: str
    listed: str


@define
class Row:
    """One person at one activity. ``is_lost`` once a planted fault keeps the row from being read."""

    activity: Activity
    person: Person
    role: str
    is_invited: bool | None
    has_attended: bool
    says_gender: bool
    is_lost: bool = False


@define
class Heads:
    """Heads counted at one activity where nobody is listed."""

    activity: Activity
    women: int
    men: int
    others: int
    is_lost: bool = False


@define
class Centre:
    """All that the centre did, before it is written."""

    activities: list[Activity] = field(factory=list)
    rows: list[Row] = field(factory=list)
    heads: list[Heads] = field(factory=list)

    def of(self, year: int, listed: str) -> list[Activity]:
        """Return the activities of a year whose people stand in one kind of place."""
        return [each for each in self.activities if each.date.year == year and each.listed == listed]


def draw(size: int = SIZE, seed: int = _SEED) -> Centre:
    """Return a centre drawn at random; the same for the same size and seed."""
    dice = random.Random(seed)  # noqa: S311  # nothing here is secret
    centre = Centre()
    persons = list(_persons(dice, max(size * 12, 600)))
    women = [person for person in persons if person.gender == "woman"]
    others = [person for person in persons if person.gender != "woman"]
    for year in YEARS:
        for number in range(1, size + 1):
            centre.activities.append(_activity(dice, year, number, size))
        for activity in centre.activities[-size:]:
            people = dice.randint(30, 80)
            share = min(max(dice.gauss(_WOMEN[year], 6), 5), 95) / 100
            ladies = round(people * share)
            if activity.listed in ("counts", "partner"):
                rest = dice.choice((0, 0, 0, 1))
                centre.heads.append(Heads(activity, ladies, people - ladies - rest, rest))
                continue
            chosen = dice.sample(women, ladies) + dice.sample(others, people - ladies)
            dice.shuffle(chosen)
            first = {"training": "trainer", "debate": "moderator"}.get(activity.kind, "speaker")
            is_told = activity.listed == "webinar" or quarter_of(activity) in (1, 4)
            for place, person in enumerate(chosen):
                second = "participant" if activity.kind == "training" else "panelist"
                role = first if place == 0 else second if place < 3 else "participant"
                came = not is_told or dice.random() < 0.85
                says = person.gender is not None and dice.random() < 0.97
                centre.rows.append(Row(activity, person, role, True if is_told else None, came, says))
    return centre


def _persons(dice: random.Random, number: int) -> Iterator[Person]:
    taken: set[tuple[str, str, str, int]] = set()
    while len(taken) < number:
        language = dice.choices(("sq", "sr", "en"), (70, 24, 6))[0]
        gender = dice.choices(("woman", "man", "non-binary"), (47, 52, 1))[0]
        first = dice.choice(words.FIRST_NAMES[language]["man" if gender == "man" else "woman"])
        last = dice.choice(words.LAST_NAMES[language])
        affiliation, place = dice.choice(words.AFFILIATIONS), dice.randrange(len(words.PLACES))
        who = (first, last, affiliation, place)
        # A list tells two people of one name, affiliation and town apart by nothing at all; here there are none.
        if who not in taken:
            taken.add(who)
            yield Person(first, last, language, gender if dice.random() > 0.03 else None, affiliation, place)


def _activity(dice: random.Random, year: int, number: int, size: int) -> Activity:
    day = datetime.date(year, 1, 1) + datetime.timedelta(days=int(364 * number / size))
    listed = "counts" if number % 5 == 0 else "partner" if number % 20 == 3 else "list"
    if number % 25 == 7:
        listed = "form"
    kind = dice.choice([each for each in words.KINDS if each != "webinar"])
    if listed == "list" and number % 33 == 1:
        listed, kind = "webinar", "webinar"
    project = dice.choice((*PROJECTS, _CORE))
    program = PROJECTS[project] if project in PROJECTS else dice.choice(sorted(PROJECTS.values()))
    scope = dice.choices(tuple(words.SCOPES), (60, 30, 10))[0]
    place = dice.randrange(len(words.PLACES) - 2)
    topic = dice.randrange(len(words.TOPICS))
    return Activity(f"a{year % 100}-{number:03}", day, kind, topic, place, scope, program, project, listed)


def quarter_of(activity: Activity) -> int:
    return (activity.date.month + 2) // 3
