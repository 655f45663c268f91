"""The reports of the sample centre against the attacker: real sheets, thousands of people, every block of each report."""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
from attrs import frozen

from kcss_core import Workspace, build_report, load, load_plugins
from kcss_core.export import render
from kcss_core.model import Activity, Dataset
from kcss_core.reading.workspace import Disclosure
from kcss_core.vocabulary import Presence

from .attacker import GENDERS, Attacker, Group, Sort, Told

EXAMPLE = Path(__file__).parents[1] / "examples" / "sample-centre"
REPORTS = ("annual-report-2024", "donor-report", "quarterly-report-2024-q2")
PLUGINS = load_plugins()
K = 5

#: Beginning of a figure's id to what it counts: what people did, as far as it is recorded, and in which roles; none for
#: any.
WHO = {
    "attendances": ("attended", ()),
    "attended": ("attended", ()),
    "invited": ("invited", ()),
    "participants": ("attended", ("participant",)),
    "speakers": ("attended", ("speaker", "panelist")),
    "trainings": ("attended", ()),
}
# Of each gender's ways to come, the attacker takes so many of each place for unknown, the shortest: then a solver is done
# in seconds, and what is left open by them is left open by all.
WAYS = 2


@frozen
class Place:
    """All that a report asks of an attendance; None where it is not recorded whether somebody was invited, or came."""

    year: int
    quarter: int
    programs: tuple[str, ...]
    projects: tuple[str, ...]
    is_training: bool
    role: str
    invited: bool | None
    attended: bool | None
    is_listed: bool


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Return the centre in its usual size, without faults."""
    folder = tmp_path_factory.mktemp("centre")
    sys.path.insert(0, str(EXAMPLE))
    try:
        import make  # type: ignore[import-not-found, unused-ignore]

        make.write(make.draw(200), folder, mended=True)
        yield load(folder, plugins=PLUGINS)
    finally:
        sys.path.remove(str(EXAMPLE))
        for script in EXAMPLE.glob("*.py"):
            sys.modules.pop(script.stem, None)


def told_of(workspace: Workspace, id: str, k: int) -> Told:
    """Return what the JSON of a report tells."""
    manifest = attrs.evolve(workspace.manifest, disclosure=Disclosure(k=k))
    report, problems = build_report(attrs.evolve(workspace, manifest=manifest), id, plugins=PLUGINS)
    assert report is not None, problems
    told: Told = json.loads(render(report, PLUGINS.exporters["json"]))
    return told


def counted(dataset: Dataset) -> Counter[Sort]:
    """Return how many people came in which way, read from the records one by one."""
    activities = {activity.id: activity for activity in dataset.activities}
    genders = dict(zip(dataset.participants.column("id"), dataset.participants.column("gender"), strict=True))

    def place(activity: Activity, role: str, invited: bool | None, attended: bool | None, is_listed: bool) -> Place:
        assert activity.start is not None
        day = activity.start.first
        is_training = dataset.kinds.is_a(activity.kind, "training")
        return Place(
            day.year, (day.month + 2) // 3, activity.programs, activity.projects, is_training, role, invited, attended,
            is_listed,
        )  # fmt: skip

    visits: defaultdict[str, Counter[Any]] = defaultdict(Counter)
    listed = set()
    for row in dataset.participations:
        listed |= {(row.activity, row.role, "attended")} if row.attended is not None else set()
        listed |= {(row.activity, row.role, "invited")} if row.invited is not None else set()
        came = place(activities[row.activity], row.role.value, row.invited, row.attended, is_listed=True)
        visits[row.participant][came] += 1
    people: Counter[Sort] = Counter()
    for id, places in visits.items():
        gender = genders[id]
        people[None if gender is None else gender.value, frozenset(places.items())] += 1
    for count in dataset.head_counts:
        if (count.activity, count.role, count.presence.value) in listed:
            continue
        is_invited = count.presence is Presence.INVITED
        at = place(activities[count.activity], count.role.value, is_invited, not is_invited, is_listed=False)
        parts = (count.women, count.men, count.non_binary, count.undisclosed)
        rest = max(count.not_recorded or 0, (count.total or 0) - sum(part or 0 for part in parts))
        for gender_, number in zip(GENDERS, (*parts, rest), strict=True):
            people[gender_, frozenset({(at, 1)})] += number or 0
    return people


def usual(people: Mapping[Sort, int]) -> Iterator[Sort]:
    """Yield simple ways to come, each for every gender; the others stay as they are."""
    kept: Counter[tuple[str | None, Any]] = Counter()
    for gender, way in sorted(people, key=lambda one: (len(one[1]), -people[one], str(one))):
        if any(kept[gender, place] < WAYS for place, _ in way):
            kept.update((gender, place) for place, _ in way)
            yield from ((other, way) for other in GENDERS)


class OfCentre(Attacker):
    """The attacker of a report of the centre."""

    def __init__(self, people: Mapping[Sort, int], project: str | None, told: Told, asked: Told) -> None:
        places: set[Any] = {place for _, way in people for place, _ in way}
        self.places = [one for one in places if project is None or project in one.projects]
        super().__init__(people, told, asked, K, usual(people))

    def is_listed(self, place: Any) -> bool:
        return bool(place.is_listed)

    def undecided(self, value: Mapping[str, Any], group: Group) -> Group | None:
        """Return nobody; what a number tells besides of those of whom it is not recorded is read below."""
        return None

    def _read_value(self, value: Mapping[str, Any], group: Group) -> None:
        super()._read_value(value, group)
        if value["is_share"] or value["number"] is None or value["undecided"] is None:
            return
        # Of persons it tells those who are not counted anyhow.
        open_ = self._group(value, None)
        assert open_ is not None
        if group.counting == "persons":
            every = Group(group.counting, group.places | open_.places, group.genders)
            self.known[every] = value["number"] + value["undecided"]
        else:
            self.known[open_] = value["undecided"]

    def group(self, value: Mapping[str, Any]) -> Group | None:
        return self._group(value, True)

    def _group(self, value: Mapping[str, Any], said: bool | None) -> Group | None:
        """Return those of whom a value asks who were invited, or came, or of whom that is not recorded."""
        if value["population"] not in ("attendances", "persons"):
            return None
        what, roles = WHO[value["figure"].partition(".")[0]]
        year, _, quarter = value["period"].partition("-Q")
        places: Iterable[Any] = (
            one
            for one in self.places
            if str(one.year) == year
            and quarter in ("", str(one.quarter))
            and getattr(one, what) is said
            and (not roles or one.role in roles)
            and (value["figure"] != "trainings.women" or one.is_training)
        )
        genders = set(GENDERS)
        for dimension, word in value["cell"].items():
            match dimension:
                case "gender":
                    genders &= {word}
                case "role":
                    places = [one for one in places if one.role == word]
                case "program":
                    places = [one for one in places if word in one.programs]
                case "quarter":
                    places = [one for one in places if f"{one.year}-Q{one.quarter}" == word]
                case _:
                    raise AssertionError(f"the attacker does not know {dimension}")
        return Group(value["population"], frozenset(places), frozenset(genders))


@pytest.mark.parametrize("id", REPORTS)
def test_no_small_group_of_the_centre_is_pinned(workspace: Workspace, id: str) -> None:
    """The attacker understands each number, finds small groups without protection, and none with it."""
    people = counted(workspace.dataset)
    project = "safe-streets" if id == "donor-report" else None
    asked, told = (told_of(workspace, id, k) for k in (1, K))
    open_ = OfCentre(people, project, asked, asked)
    assert open_.wrong() == []
    protected = OfCentre(people, project, told, asked)
    assert protected.wrong() == []
    assert [*protected.pinned()] == []
    if id == "annual-report-2024":
        # One person who is neither a woman nor a man spoke, and was told.
        assert ("non-binary", 1) in {(gender, number) for group, number in open_.known.items() for gender in group.genders}


def test_only_the_speakers_are_hidden(workspace: Workspace) -> None:
    """One speaker of 2024 is neither a woman nor a man: their rows are hidden, and nothing else of the year's report."""
    told = told_of(workspace, "annual-report-2024", K)["values"].values()
    hidden = {value["figure"].partition(".")[0] for value in told if value["hidden"]}
    assert hidden == {"speakers"}
