"""What programs export: the persons of a webinar, and the answers of a form."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import words
from book import Book, Fault
from centre import Centre, Person, Row
from lists import person_cells


def write_webinars(
    centre: Centre, year: int, rows: dict[str, list[Row]], folder: Path, faults: list[Fault], mended: bool
) -> None:
    """Write what the platform for webinars exports: one file of persons with ids and one of who came to what."""
    base = f"records/sheets/{year}/webinars"
    (folder / base).mkdir(parents=True, exist_ok=True)
    persons: dict[Person, str] = {}
    said: dict[Person, bool] = {}
    participations = ["participant,activity,role,invited,attended"]
    for activity in centre.of(year, "webinar"):
        for row in rows[activity.id]:
            row.is_lost = False
            id = persons.setdefault(row.person, f"w{year}-{len(persons) + 1:04}")
            said[row.person] = said.get(row.person, False) or row.says_gender
            came = "yes" if row.has_attended else "no"
            if not mended and year == 2022 and len(participations) == 3:
                came, row.is_lost = "maybe", True
                file = f"{base}/participations.csv"
                faults.append(Fault(file, "", f"{len(participations) + 1} attended", "field.invalid"))
                faults.append(Fault(file, "", "", "table.rows-left-out", "note"))
            participations.append(f"{id},{activity.id},{row.role},yes,{came}")
    lines = ["id,gender,affiliation,municipality"]
    for person, id in persons.items():
        gender = {"woman": "F", "man": "M", "non-binary": "X"}[str(person.gender)] if said[person] else ""
        lines.append(f"{id},{gender},{person.affiliation},{words.PLACES[person.place][0]}")
    (folder / base / "participants.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    (folder / base / "participations.csv").write_text("\n".join([*participations, ""]), encoding="utf-8")


# A form is exported with labels in one year and with the names of questions in the others.
_QUESTIONS = ("activity", "name", "gender", "municipality", "affiliation", "role", "invited", "attended")
_LABELS = ("ID e aktivitetit", "Emri dhe mbiemri", "Gjinia", "Komuna", "Institucioni", "Roli", "I ftuar", "Pjesëmarrja")
_TOWNS = ("peje", "prizren")


def write_form(
    centre: Centre, year: int, rows: dict[str, list[Row]], folder: Path, faults: list[Fault], mended: bool
) -> None:
    """Write what a Kobo form exports: a sheet of sessions and one of their people; in 2024 each saved as CSV."""
    language = "sq" if year == 2022 else "en"
    titles = dict(zip(_QUESTIONS, _LABELS if year == 2022 else _QUESTIONS, strict=True))
    session, person = ("Takimi", "Personi") if year == 2022 else ("session", "person")
    head = ["start", "end", f"{session}/{titles['activity']}", *(f"session/places/{town}" for town in _TOWNS)]
    sessions: list[list[Any]] = [[*head, "__version__", "_id", "_uuid", "_submission_time", "_index"]]
    columns = [f"{person}/{titles[each]}" for each in _QUESTIONS[1:]]
    people: list[list[Any]] = [[*columns, "_index", "_parent_table_name", "_parent_index", "_submission__id"]]
    if year == 2023:
        # The tags of the humanitarian exchange language, below the header.
        sessions.append(["", "", "#activity+code", *[""] * (len(head) + 2)])
        people.append(["#meta+name", "#indicator+sex", *[""] * (len(people[0]) - 2)])
    file = f"records/sheets/{year}/kobo/attendance form {year}.xlsx"
    sheet = "people"
    if year == 2024:
        file, sheet = f"records/sheets/{year}/kobo/people.csv", ""
    lost = []
    for index, activity in enumerate(centre.of(year, "form"), 1):
        moment = f"{activity.date}T09:00:00.000+01:00"
        chosen = [int(index % 2 == number) for number in range(len(_TOWNS))]
        sessions.append([moment, moment, activity.id, *chosen, "v1", 100 + index, f"u-{year}-{index}", moment, index])
        for place, row in enumerate(rows[activity.id], 1):
            row.is_lost = False
            _, name, gender, town, affiliation, role = person_cells(row, place, "sq")
            gender = words.GENDERS[language][str(row.person.gender)][0] if row.says_gender else None
            answers: list[Any] = [words.YES_NO["sq"][0], words.YES_NO["sq"][0 if row.has_attended else 1]]
            if row.is_invited is None:
                answers = [None, None]
            parent, number = index, len(people) + 1
            if not mended and (year, index, place) == (2023, 1, 3):
                gender, row.is_lost = "femail?", True
                faults.append(Fault(file, sheet, f"B{number} {columns[1]}", "value.unknown-word"))
                faults.append(Fault(file, sheet, "", "sheet.rows-left-out", "note"))
            if not mended and year == 2024 and index == 2 and place < 3:
                # Somebody deleted a session and left its people.
                parent, row.is_lost = 99, True
                lost.append(number)
            cells = [name, gender, town, affiliation, role, *answers]
            people.append([*cells, len(people), "attendance form", parent, 100 + index])
    if lost:
        faults.append(Fault(file, sheet, str(lost[0]), "repeat.orphan"))
    if year == 2024:
        for name, lines in (("attendance form", sessions), ("people", people)):
            text = io.StringIO(newline="")
            csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(lines)
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).with_name(f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")
        return
    book = Book(folder, file)
    for name, lines in (("attendance form", sessions), ("people", people)):
        book.add(name)
        for number, cells in enumerate(lines, 1):
            # The tags begin with a sign that the other sheets keep for errors.
            for column, cell in enumerate(cells):
                if cell not in (None, ""):
                    book.sheet.write(number - 1, column, cell)
    book.close()
