"""Populations: what figures may count, and the names that conditions on them may use. Evaluates nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from attrs import field

from kcss_core.figures.paths import GRAINS, GrammarError, Path, find_path
from kcss_core.frozen import frozen
from kcss_core.model import (
    FAMILIES,
    Activity,
    Dataset,
    HeadCount,
    Participation,
    StaffCount,
)
from kcss_core.origin import Origin
from kcss_core.period import PartialDate
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import Gender, Qualifier, ReachMetric


@frozen(kw_only=True)
class Population:
    """Something that can be counted.

    Attributes:
        name: What figures call it.
        word: The word for one of it, with which full paths begin.
        record: Class of its records.
        names: Names that conditions may use, to the path from the record; full paths may begin with any of them.
        unit: Id of the unit of its counts.
        is_whole_organization: Whether it belongs to no program, project or funder, so that no filter touches it.
    """

    name: str
    word: str
    record: type[Any]
    names: Mapping[str, str]
    unit: str
    is_whole_organization: bool = False

    def find(self, words: str) -> Path:
        """Return the path that a name or full path means.

        Raises:
            GrammarError: It means nothing here; with what to write instead.
        """
        return find_path(words, self.record, self.names)


@frozen(kw_only=True)
class ReachEntry:
    """One number of reach of one activity."""

    activity: Activity
    metric: ReachMetric
    number: int
    platform: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    date: PartialDate | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Heads:
    """Persons of one gender in one head count of the staff. **Units**: ``number`` counts persons."""

    gender: Gender | None
    number: int
    source: StaffCount


def heads(count: HeadCount | StaffCount) -> tuple[tuple[Gender | None, int], ...]:
    """Return how many persons of each gender a head count holds; the rest of its total is not recorded.

    Where the parts exceed the total as stated, the parts are taken.
    """
    parts = [
        (Gender.WOMAN, count.women or 0),
        (Gender.MAN, count.men or 0),
        (Gender.NON_BINARY, count.non_binary or 0),
        (Gender.UNDISCLOSED, count.undisclosed or 0),
    ]
    rest = (count.total or 0) - sum(number for _, number in parts)
    return (*parts, (None, max(rest, count.not_recorded or 0)))


def _dates(name: str) -> dict[str, str]:
    return {grain: f"{name}.{grain}" for grain in GRAINS}


_ACTIVITY = {
    "activity": "",
    "kind": "kind",
    "scope": "scope",
    "involvement": "involvement",
    "series": "series",
    "sensitive": "sensitive",
    "start": "start",
    "place": "places",
    "country": "countries",
    "program": "programs",
    "project": "projects",
    "funder": "projects.funders",
    "partner": "partners",
    "institution": "institutions",
    **_dates("start"),
}

# What an activity lends to what happened at it.
_OF_ACTIVITY = {
    "program": "activity.programs",
    "project": "activity.projects",
    "funder": "activity.projects.funders",
    **_dates("activity.start"),
}

_PARTICIPATION = {
    "participation": "",
    "activity": "activity",
    "participant": "participant",
    "role": "role",
    "invited": "invited",
    "attended": "attended",
    "gender": "participant.gender",
    **_OF_ACTIVITY,
}


def _of_family(name: str, word: str, names: Mapping[str, str], **settings: Any) -> Population:
    return Population(
        name=name,
        word=word,
        record=FAMILIES[name].record,
        names=MappingProxyType({word: "", **names}),
        unit=f"unit.{word}",
        **settings,
    )


_ALL = (
    _of_family("activities", "activity", _ACTIVITY),
    _of_family(
        "projects",
        "project",
        {
            "involvement": "involvement",
            "scheme": "scheme",
            "consortium": "consortium",
            "start": "start",
            "end": "end",
            "program": "programs",
            "funder": "funders",
            "partner": "partners",
            "country": "countries",
            "sector": "sectors",
            "gender_marker": "gender_marker",
        },
    ),
    _of_family("programs", "program", {}),
    _of_family(
        "publications",
        "publication",
        {
            "kind": "kind",
            "status": "status",
            "author": "authors",
            "date": "date",
            "language": "languages",
            "program": "programs",
            "project": "projects",
            "funder": "projects.funders",
            **_dates("date"),
        },
    ),
    _of_family(
        "media-appearances",
        "media-appearance",
        {"medium": "medium", "outlet": "outlet", "date": "date", "program": "programs", **_dates("date")},
    ),
    _of_family("networks", "network", {"scope": "scope"}, is_whole_organization=True),
    _of_family("policies", "policy", {"in_force": "in_force"}, is_whole_organization=True),
    _of_family("objectives", "objective", {"program": "programs", "monitored": "monitored"}),
    _of_family(
        "institutions",
        "institution",
        {"kind": "kind", "country": "country", "municipality": "municipality"},
        is_whole_organization=True,
    ),
    _of_family("photographs", "photograph", {"program": "programs", "consent": "consent"}),
    Population(
        name="staff",
        word="staff",
        record=Heads,
        names=MappingProxyType({"gender": "gender", "staff.gender": "gender"}),
        unit="unit.person",
        is_whole_organization=True,
    ),
    Population(
        name="attendances",
        word="attendance",
        record=Participation,
        names=MappingProxyType({"attendance": "", **_PARTICIPATION}),
        unit="unit.attendance",
    ),
    Population(
        name="persons",
        word="person",
        record=Participation,
        names=MappingProxyType({"person": "participant", "persons": "participant", **_PARTICIPATION}),
        unit="unit.person",
    ),
    Population(
        name="reach",
        word="reach",
        record=ReachEntry,
        names=MappingProxyType(
            {
                "reach": "",
                "activity.reach": "",
                "activity": "activity",
                "metric": "metric",
                "platform": "platform",
                "kind": "activity.kind",
                "scope": "activity.scope",
                "series": "activity.series",
                **_OF_ACTIVITY,
            }
        ),
        unit="unit.record",
    ),
)

#: Every population by name.
POPULATIONS: Mapping[str, Population] = MappingProxyType({population.name: population for population in _ALL})

#: Populations whose records are participations, kept in columns.
OF_PARTICIPATIONS = frozenset({"attendances", "persons"})

#: What an edition may be filtered by; each is a name of the populations that it reaches.
FILTERS = ("program", "project", "funder")

# What paths of count-distinct and sum may begin with: one record's word, or the population's name.
_STARTS: Mapping[str, str] = MappingProxyType(
    {
        **{population.word: population.name for population in _ALL},
        **{population.name: population.name for population in _ALL},
        "participant": "persons",
        "participants": "persons",
        "participation": "attendances",
        "participations": "attendances",
    }
)


def find_population(name: str) -> Population:
    """Return a population by name.

    Raises:
        GrammarError: There is none of that name.
    """
    if name not in POPULATIONS:
        raise GrammarError(
            f"expected a population, got {name!r}",
            did_you_mean(name, POPULATIONS) or f"the populations are {', '.join(POPULATIONS)}",
        )
    return POPULATIONS[name]


def find_subject(words: str) -> tuple[Population, Path]:
    """Return the population and the path of ``activity.places`` or ``activities.places``.

    Numbers of reach belong to the population ``reach``: ``activity.reach.number``.

    Raises:
        GrammarError: It is no path of any population.
    """
    start, dot, rest = words.partition(".")
    if start not in _STARTS or not dot:
        if start in _STARTS:
            hint: str | None = f"go on with a field: {words}.…"
        else:
            hint = did_you_mean(start, _STARTS) or f"it begins with one of {', '.join(one.word for one in _ALL)}"
        raise GrammarError(f"expected a path such as activity.places, got {words!r}", hint)
    population = POPULATIONS[_STARTS[start]]
    if population.name == "activities" and rest.startswith("reach."):
        population, rest = POPULATIONS["reach"], rest.removeprefix("reach.")
    if start in ("participant", "participants"):
        return population, population.find(f"participant.{rest}")
    return population, population.find(rest if rest in population.names else f"{population.word}.{rest}")


def elements_of(population: Population, dataset: Dataset) -> tuple[Any, ...]:
    """Return the records of a population that is not one of participations, in file order."""
    if population.name == "reach":
        return tuple(
            ReachEntry(
                activity=activity,
                metric=entry.metric,
                number=entry.number,
                platform=entry.platform,
                qualifier=entry.qualifier,
                date=entry.date,
                origin=None if activity.origin is None else activity.origin.at(f"reach[{index}]"),
            )
            for activity in dataset.activities
            for index, entry in enumerate(activity.reach, 1)
        )
    if population.name == "staff":
        return tuple(
            Heads(gender=gender, number=number, source=count)
            for count in dataset.staff
            for gender, number in heads(count)
            if number
        )
    return tuple(dataset.of(population.name))
