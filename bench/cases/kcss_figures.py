"""The counts with kcss-core: load, check and figures, every value with its evidence; or ``--load`` only."""

from __future__ import annotations

import json
import sys
import time
from itertools import product

from questions import FILTERS, GENDERS, MONTHS, PROGRAMS, ROLES, answer

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
of_filters = [
    count(BOTH[is_persons], role=role, gender=gender, **{"activity.scope": scope})
    for role, scope, gender, is_persons in FILTERS
]
edition = Edition(workspace.dataset, [*map(count, BOTH), *of_filters], period=Period.year(2022))


def numbers(*figures: str, **cell: str | None) -> tuple[int, ...]:
    return tuple(edition.value(figure, cell=tuple(cell.items())).number for figure in figures)


cells = {
    (program, role, month, gender): numbers(*BOTH, program=program, role=role, month=month, gender=gender)
    for program, role, month, gender in product(PROGRAMS, ROLES, MONTHS, (*GENDERS, None))
}
genders = {gender: numbers("persons", "attendances", gender=gender) for gender in (*GENDERS, None)}
filtered = [edition.value(figure.id).number for figure in of_filters]
print(answer(time.perf_counter() - started, cells, genders, filtered))
