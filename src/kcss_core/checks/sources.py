"""Participations and head counts of the same people that disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kcss_core.edition import Edition
from kcss_core.model import Dataset, HeadCount
from kcss_core.problems import Problem, Severity
from kcss_core.vocabulary import Gender, Presence


def check_sources(edition: Edition) -> Iterator[Problem]:
    """Yield a warning for each head count that differs from the participations of its activity, role and presence.

    Where both exist figures use the participations; that one of the two is wrong is worth knowing all the same. Of the
    parts of a head count only those that it states are compared.
    """
    dataset = edition.dataset
    wanted = {(count.activity, count.role) for count in dataset.head_counts}
    if not wanted or not len(dataset.participations):
        return
    listed, known = _listed(dataset, wanted), dataset.by_id("activities")
    for count in dataset.head_counts:
        people = listed.get((count.activity, count.role, count.presence))
        if people is None:
            continue
        # Where a group is small its row is told by no message, as in a report: what was listed of it least of all.
        is_told = not any(edition.is_small(number) for number in (*people.values(), people.total()))
        differences = list(_differences(count, people, is_told=is_told))
        if differences:
            # Where there is no such activity, its id may be a name that stands in the wrong column.
            which = f"activity {count.activity!r}" if count.activity in known else "the activity"
            verb = "attended" if count.presence is Presence.ATTENDED else "were invited"
            yield Problem(
                "count.disagrees",
                f"expected the head count of {which} to match the participations of role "
                f"{count.role.value!r} that {verb}; {', '.join(differences)}",
                count.origin,
                Severity.WARNING,
                hint="the participations are used; mend whichever is wrong, or delete the head count",
            )


def _differences(count: HeadCount, people: Counter[Gender | None], *, is_told: bool) -> Iterator[str]:
    stated = {
        "women": (count.women, people[Gender.WOMAN]),
        "men": (count.men, people[Gender.MAN]),
        "non-binary": (count.non_binary, people[Gender.NON_BINARY]),
        "in all": (count.persons, people.total()),
    }
    for name, (number, found) in stated.items():
        if number is not None and number != found:
            yield f"{name} {number} counted and {found if is_told else 'another number'} listed"


def _listed(dataset: Dataset, wanted: set[tuple[str, Any]]) -> dict[tuple[str, Any, Presence], Counter[Gender | None]]:
    """Return the people listed for some activities and roles, by gender, where the list tells of a presence."""
    table = dataset.participations
    activities, roles, invited, attended, persons = (
        table.column(name) for name in ("activity", "role", "invited", "attended", "participant")
    )
    genders = dataset.participants.column("gender")
    row_of = dataset.by_id("participants")
    found: dict[tuple[str, Any, Presence], Counter[Gender | None]] = {}
    for row in range(len(table)):
        activity, role = activities[row], roles[row]
        if (activity, role) not in wanted:
            continue
        person = row_of.get(persons[row])
        gender = None if person is None else genders[person]
        for presence, is_so in ((Presence.ATTENDED, attended[row]), (Presence.INVITED, invited[row])):
            if is_so is not None:
                people = found.setdefault((activity, role, presence), Counter())
                if is_so:
                    people[gender] += 1
    return found
