"""Many different figures with kcss-core: ``kcss_many.py WORKSPACE NUMBER`` loads and works out so many.

Each has two to four conditions of six fields, and counts attendances or persons, or is a share of women. Its work is
that of figures alone, whole is everything.
"""

from __future__ import annotations

import json
import random
import sys
import time

from questions import GENDERS, MONTHS, PROGRAMS, ROLES, SCOPES

import kcss_core
from kcss_core import Edition, Figure, Measure, Period, Text

FIELDS = {
    "role": ROLES,
    "program": PROGRAMS,
    "month": MONTHS,
    "gender": GENDERS,
    "activity.scope": SCOPES,
    "activity.kind": ("meeting", "training", "advocacy"),
}


def figures(number: int) -> list[Figure]:
    """Return the first of a series of figures that is always the same."""
    rng = random.Random(1000)
    found = []
    for index in range(number):
        names = rng.sample(list(FIELDS), rng.randint(2, 4))
        where = {"attended": True, **{name: rng.choice(FIELDS[name]) for name in names}}
        is_share = "gender" not in where and rng.random() < 0.5
        found.append(
            Figure(
                id=f"f{index}",
                title=Text(f"Figure {index}"),
                measure=Measure.SHARE if is_share else Measure.COUNT,
                subject=rng.choice(("attendances", "persons")),
                where=where,
                of={"gender": "woman"} if is_share else {},
            )
        )
    return found


workspace = kcss_core.load(sys.argv[1])
several = figures(int(sys.argv[2]))
started = time.perf_counter()
edition = Edition(workspace.dataset, several, period=Period.year(2022))
# The first ten are among any thousand, so both cases come to the same.
check = [str(edition.value(figure.id).number) for figure in several][:10]
print(json.dumps({"work": time.perf_counter() - started, "check": " ".join(check)}))
