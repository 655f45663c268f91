"""The counts with pandas: merge once, group, filter by masks. A workbook is read by openpyxl, as it is by default."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pandas as pd
from questions import FILTERS, answer

started = time.perf_counter()
folder = sys.argv[1]
activities = pd.read_csv(f"{folder}/activities.csv", usecols=["id", "programs", "scope", "start"])
activities["month"] = activities["start"].str[:7]
participants = pd.read_csv(f"{folder}/participants.csv", usecols=["id", "gender"])
workbook = Path(folder, "participations.xlsx")
rows = pd.read_excel(workbook) if workbook.is_file() else pd.read_csv(f"{folder}/participations.csv")
rows = rows[rows["attended"] == "yes"]
rows = rows.merge(activities, left_on="activity", right_on="id")
rows = rows.merge(participants, left_on="participant", right_on="id")
keys = ["programs", "role", "month", "gender"]
rows[keys] = rows[keys].astype("category")
cells = rows.groupby(keys, dropna=False, observed=True)["participant"].agg(["size", "nunique"])
genders = rows.groupby("gender", dropna=False, observed=True)["participant"].agg(["nunique", "size"])
filtered = []
for role, scope, gender, is_persons in FILTERS:
    people = rows.loc[(rows["role"] == role) & (rows["scope"] == scope) & (rows["gender"] == gender), "participant"]
    filtered.append(people.nunique() if is_persons else len(people))


def gender_of(value: object) -> str | None:
    return value if isinstance(value, str) else None


print(
    answer(
        time.perf_counter() - started,
        {(*row[0][:3], gender_of(row[0][3])): (row[1], row[2]) for row in cells.itertuples()},
        {gender_of(row[0]): (row[1], row[2]) for row in genders.itertuples()},
        filtered,
    )
)
