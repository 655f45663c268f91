"""Lists that people sign: one for each event, one for a whole quarter, and an old one of addresses."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import words
from book import Book, Fault
from centre import Activity, Row

_QUARTER_LANGUAGE = {1: "sq", 2: "sr-Latn", 3: "sr-Cyrl", 4: "en"}


def person_cells(row: Row, number: int, language: str) -> list[Any]:
    """Return number, name or names, gender, municipality, affiliation and role of a row as one list keeps them."""
    person = row.person
    first, last = person.first, person.last
    if language == "sr-Cyrl" and person.language == "sr":
        first, last = words.cyrillic(first), words.cyrillic(last)
    gender = None
    if row.says_gender:
        spellings = words.GENDERS[language][str(person.gender)]
        gender = spellings[number % len(spellings) if number % 10 == 0 else 0]
    names = [first, last] if language in ("en", "sr-Latn") else [f"{first} {last}"]
    roles = words.ROLES[language][row.role]
    role = roles[-1 if person.gender == "woman" else 0]
    return [number, *names, gender, words.PLACES[person.place][words.LOCATIONS[language]], person.affiliation, role]


def letter(column: int) -> str:
    return "ABCDEFGHIJKL"[column]


def write_lists(
    year: int, quarter: int, activities: Sequence[Activity], rows: dict[str, list[Row]], folder: Path,
    faults: list[Fault], mended: bool,
) -> None:  # fmt: skip
    """Write a workbook with the attendance lists of a quarter, a sheet an activity."""
    language = _QUARTER_LANGUAGE[quarter]
    titles = words.HEADERS[language]
    file = f"records/sheets/{year}/{words.LIST[language]} {year}-Q{quarter}.xlsx"
    book = Book(folder, file)
    for index, activity in enumerate(activities):
        book.add(activity.id)
        top = 1 + index % 3  # blank rows above
        book.row(top, [words.CENTRE[language]], book.bold)
        book.row(top + 1, [words.DATE[language], f"{activity.date:%d.%m.%Y}"])
        head = top + 3
        header = [titles["number"], titles["name"], titles["gender"], titles["municipality"], titles["affiliation"]]
        header.append(titles["role"])
        if language == "sr-Latn":
            header.insert(2, "")
        if quarter == 1:
            header += [titles["invited"], titles["attended"]]
        has_signatures = index % 10 == 0
        if has_signatures:
            header.append(titles["signature"])
            cell = str(head)
            faults.append(Fault(file, book.name, cell, "sheet.personal-columns", "note"))
        planted = "" if mended else _planted(year, quarter, index)
        if planted == "twice":
            header.append(titles["gender"])
            cell = f"{letter(len(header) - 1)}{head} {titles['gender']}"
            faults.append(Fault(file, book.name, cell, "column.twice"))
        if planted == "unknown":
            header.append("Kafe")
            cell = f"{letter(len(header) - 1)}{head}"
            faults.append(Fault(file, book.name, cell, "column.unknown", "warning"))
        book.row(head, [each or None for each in header], book.bold)
        if language == "sr-Latn":
            book.merge(head, 2, 3, titles["name"])
        gender = header.index(titles["gender"])
        number = head + 1
        is_noted = False
        for place, row in enumerate(rows[activity.id], 1):
            row.is_lost = False
            cells = person_cells(row, place, language)
            if quarter == 1:
                cells += [words.YES_NO[language][0], words.YES_NO[language][0 if row.has_attended else 1]]
            at = f"{letter(gender)}{number} {titles['gender']}"
            if planted == "word" and place == 4:
                cells[gender], row.is_lost = "Fëm?", True
                faults.append(Fault(file, book.name, at, "value.unknown-word"))
            elif planted == "birth" and place == 5:
                cells[gender], row.is_lost = datetime.date(1984, 3, 2), True
                faults.append(Fault(file, book.name, at, "gender.date"))
            elif planted == "codes":
                cells[gender], row.is_lost = (2 if row.person.gender == "woman" else 1), True
                if place == 1:
                    faults.append(Fault(file, book.name, at, "gender.codes"))
            elif planted == "formula" and place == 3:
                cells[gender + 1], row.is_lost = "#N/A", True
                at = f"{letter(gender + 1)}{number} {titles['municipality']}"
                faults.append(Fault(file, book.name, at, "cell.error"))
            if row.is_lost and not is_noted:
                is_noted = True
                faults.append(Fault(file, book.name, "", "sheet.rows-left-out", "note"))
            book.row(number, cells)
            number += 1
            if place == 25 and index % 8 == 1:
                # The next page of the printed list begins with the header.
                book.row(number, [each or None for each in header], book.bold)
                faults.append(Fault(file, book.name, str(number), "header.repeated", "note"))
                number += 1
            elif place % 20 == 0:
                number += 1  # a blank row where the page ends
        if index % 6 == 2:
            length = len(rows[activity.id])
            if planted == "total":
                length -= 1
                at = f"B{number + 1} {titles['name']}"
                faults.append(Fault(file, book.name, at, "sheet.total-disagrees", "warning"))
            book.row(number + 1, [words.TOTAL[language], length], book.bold)
            faults.append(Fault(file, book.name, str(number + 1), "sheet.total-row", "note"))
    if not activities:
        book.add("1")
    book.close()


def _planted(year: int, quarter: int, index: int) -> str:
    """Return what is wrong with a list; nothing with most."""
    return {
        (2022, 1, 1): "word", (2022, 2, 0): "twice", (2022, 2, 2): "total", (2022, 3, 1): "codes",
        (2023, 1, 0): "birth", (2023, 2, 1): "word", (2023, 3, 2): "formula",
        (2024, 1, 1): "unknown", (2024, 2, 2): "birth", (2024, 3, 0): "word",
    }.get((year, quarter, index), "")  # fmt: skip


def write_long_list(
    year: int, activities: Sequence[Activity], rows: dict[str, list[Row]], folder: Path, faults: list[Fault],
    mended: bool,
) -> None:  # fmt: skip
    """Write the list of a whole quarter, one below the other, with the activity in a column."""
    file = f"records/sheets/{year}/Attendance {year}-Q4.xlsx"
    titles = words.HEADERS["en"]
    people = ("first", "last", "gender", "municipality", "affiliation", "role")
    names = ("activity", *people, "invited", "attended", "phone")
    book = Book(folder, file)
    book.add("All")
    book.row(1, [f"{words.CENTRE['en']}: attendance, fourth quarter of {year}"], book.bold)
    book.row(3, [titles[each] for each in names], book.bold)
    faults.append(Fault(file, book.name, "3", "sheet.personal-columns", "note"))
    number = 4
    for index, activity in enumerate(activities):
        for place, row in enumerate(rows[activity.id], 1):
            row.is_lost = False
            yes, no = words.YES_NO["en"]
            cells = [activity.id, *person_cells(row, place, "en")[1:], yes, yes if row.has_attended else no, "000 000"]
            if not mended and year == 2024 and index == 1 and place == 2:
                cells[8], row.is_lost = "Perhaps", True
                faults.append(Fault(file, book.name, f"I{number} {titles['attended']}", "value.unknown-word"))
                faults.append(Fault(file, book.name, "", "sheet.rows-left-out", "note"))
            book.row(number, cells)
            number += 1
        number += 1
    book.close()


def write_old_list(folder: Path, faults: list[Fault], mended: bool) -> None:
    """Write a list of addresses that belongs to no activity; unmended it is text under the name of a workbook."""
    file = "records/sheets/2023/Spisak stari.xlsx"
    if not mended:
        (folder / file).write_text("Ime i prezime;Pol\n", encoding="utf-8")
        faults.append(Fault(file, "", "", "workbook.not-one"))
        return
    book = Book(folder, file)
    book.add("Spisak")
    book.row(1, [words.CENTRE["sr-Latn"]], book.bold)
    book.row(3, [words.HEADERS["sr-Latn"][each] for each in ("name", "gender", "municipality")], book.bold)
    book.row(4, ["Ana Primer", "Ž", "Peć"])
    book.close()
