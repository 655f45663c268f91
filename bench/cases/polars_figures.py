"""The counts with polars: one lazy plan, all questions collected together."""

from __future__ import annotations

import sys
import time

import polars as pl
from questions import FILTERS, answer

started = time.perf_counter()
folder = sys.argv[1]
activities = pl.scan_csv(f"{folder}/activities.csv").select(
    "scope", activity="id", program="programs", month=pl.col("start").str.slice(0, 7)
)
participants = pl.scan_csv(f"{folder}/participants.csv").select("gender", participant="id")
rows = (
    pl.scan_csv(f"{folder}/participations.csv")
    .filter(pl.col("attended") == "yes")
    .join(activities, on="activity")
    .join(participants, on="participant")
)
person = pl.col("participant")
questions = [
    rows.group_by("program", "role", "month", "gender").agg(pl.len(), person.n_unique()),
    rows.group_by("gender").agg(person.n_unique(), pl.len()),
    rows.select(
        (person.filter(holds).n_unique() if is_persons else holds.sum()).alias(str(number))
        for number, (role, scope, gender, is_persons) in enumerate(FILTERS)
        for holds in [(pl.col("role") == role) & (pl.col("scope") == scope) & (pl.col("gender") == gender)]
    ),
]
cells, genders, filtered = pl.collect_all(questions)
print(
    answer(
        time.perf_counter() - started,
        {row[:4]: row[4:] for row in cells.iter_rows()},
        {row[0]: row[1:] for row in genders.iter_rows()},
        filtered.row(0),
    )
)
