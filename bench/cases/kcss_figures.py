"""The counts with kcss-core: load, check and figures, every value with its evidence; or ``--load`` only."""

from __future__ import annotations

import json
import sys
import time
from itertools import product

from questions import FILTERS, PROGRAMS, ROLES, answer

import kcss_core
from kcss_core import Edition, Figure, Measure, Period, Severity, Text

started = time.perf_counter()
plugins = kcss_core.load_plugins()
workspace = kcss_core.load(sys.argv[1], plugins=plugins)
if "--load" in sys.argv:
    records = workspace.dataset
    rows = len(records.activities) + len(records.participants) + len(records.participations)
    print(json.dumps({"work": time.perf_counter() - started, "check": f"{rows} rows"}))
    sys.exit()
problems = kcss_core.check(workspace, plugins=plugins)
assert not any(problem.severity is Severity.ERROR for problem in problems), problems[:3]


def count(subject: str, **where: str) -> Figure:
    id = ".".join((subject, *where.values()))
    return Figure(id=id, title=Text(id), measure=Measure.COUNT, subject=subject, where={"attended": True, **where})


BOTH = ("attendances", "persons")
everybody = [count(subject) for subject in BOTH]
of_cells = {
    (program, role): [count(subject, program=program, role=role) for subject in BOTH]
    for program, role in product(PROGRAMS, ROLES)
}
of_filters = [
    count(BOTH[is_persons], role=role, gender=gender, **{"activity.scope": scope})
    for role, scope, gender, is_persons in FILTERS
]
edition = Edition(
    workspace.dataset,
    [*everybody, *(figure for pair in of_cells.values() for figure in pair), *of_filters],
    period=Period.year(2022),
)


def broken_down(pair: list[Figure], *by: str) -> dict[tuple[str | None, ...], tuple[int, int]]:
    rows, persons = (edition.breakdown(figure.id, by).rows for figure in pair)
    return {
        tuple(value for _, value in row.cell): (row.value.number, same.value.number)
        for row, same in zip(rows, persons, strict=True)
    }


cells = {
    (*key, *place): counts
    for key, pair in of_cells.items()
    for place, counts in broken_down(pair, "month", "gender").items()
}
genders = {place[0]: (persons, rows) for place, (rows, persons) in broken_down(everybody, "gender").items()}
filtered = [edition.value(figure.id).number for figure in of_filters]
print(answer(time.perf_counter() - started, cells, genders, filtered))
