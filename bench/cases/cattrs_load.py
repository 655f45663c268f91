"""Loading with cattrs row by row: a plain attrs class a family, one ``structure`` a row."""

from __future__ import annotations

import csv
import datetime
import json
import sys
import time
from enum import Enum
from pathlib import Path
from typing import TypeVar

import attrs
import cattrs

Scope = Enum("Scope", {word: word for word in ("local", "national", "regional", "international")})
Gender = Enum("Gender", {word: word for word in ("woman", "man", "non-binary", "undisclosed")})
Role = Enum("Role", {word: word for word in ("participant", "speaker", "panelist", "moderator", "trainer")})
Record = TypeVar("Record")


@attrs.frozen
class Activity:
    id: str
    title: str
    kind: str
    start: datetime.date
    scope: Scope
    involvement: str
    programs: str


@attrs.frozen
class Participant:
    id: str
    municipality: str
    country: str
    gender: Gender | None = None


@attrs.frozen
class Participation:
    participant: str
    activity: str
    role: Role
    attended: bool


def read(name: str, record: type[Record]) -> list[Record]:
    with Path(sys.argv[1], f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [converter.structure({name: cell for name, cell in row.items() if cell}, record) for row in rows]


converter = cattrs.Converter(forbid_extra_keys=True)
converter.register_structure_hook(datetime.date, lambda text, _: datetime.date.fromisoformat(text))
converter.register_structure_hook(bool, lambda text, _: {"yes": True, "no": False}[text])
started = time.perf_counter()
records = [
    *read("activities", Activity),
    *read("participants", Participant),
    *read("participations", Participation),
]
print(json.dumps({"work": time.perf_counter() - started, "check": f"{len(records)} rows"}))
