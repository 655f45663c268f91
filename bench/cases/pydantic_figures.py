"""The counts with pydantic: every row validated into a model, then plain loops."""

from __future__ import annotations

import csv
import datetime
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter
from questions import FILTERS, answer

Scope = Literal["local", "national", "regional", "international"]
Gender = Literal["woman", "man", "non-binary", "undisclosed"]
Role = Literal["participant", "speaker", "panelist", "moderator", "trainer", "organizer", "facilitator", "observer"]
Model = TypeVar("Model")


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Activity(Record):
    id: str
    title: str
    kind: str
    start: datetime.date
    scope: Scope
    involvement: Literal["organizer", "co-organizer", "contributor"]
    programs: str


class Participant(Record):
    id: str
    gender: Gender | None = None
    municipality: str
    country: str


class Participation(Record):
    participant: str
    activity: str
    role: Role
    attended: bool


def read(name: str, model: type[Model]) -> list[Model]:
    with Path(sys.argv[1], f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = [{name: cell for name, cell in row.items() if cell} for row in csv.DictReader(file)]
    return TypeAdapter(list[model]).validate_python(rows)


started = time.perf_counter()
activities = {one.id: one for one in read("activities", Activity)}
participants = {one.id: one for one in read("participants", Participant)}
sizes: defaultdict[tuple, int] = defaultdict(int)
people: defaultdict[tuple, set[str]] = defaultdict(set)
by_filter: defaultdict[tuple, list[str]] = defaultdict(list)
for one in read("participations", Participation):
    if one.attended:
        activity, gender = activities[one.activity], participants[one.participant].gender
        key = (activity.programs, one.role, f"{activity.start:%Y-%m}", gender)
        sizes[key] += 1
        people[key].add(one.participant)
        by_filter[one.role, activity.scope, gender].append(one.participant)
genders = {
    gender: (
        len(set().union(*(people[key] for key in people if key[3] == gender))),
        sum(sizes[key] for key in sizes if key[3] == gender),
    )
    for gender in {key[3] for key in sizes}
}
filtered = [
    len(set(by_filter[role, scope, gender])) if is_persons else len(by_filter[role, scope, gender])
    for role, scope, gender, is_persons in FILTERS
]
cells = {key: (size, len(people[key])) for key, size in sizes.items()}
print(answer(time.perf_counter() - started, cells, genders, filtered))
