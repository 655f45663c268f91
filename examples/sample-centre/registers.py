"""What the office keeps: registers of activities, heads that were counted, and what partners send."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import words
from book import Book, Fault
from centre import Activity, Centre

_REGISTER_LANGUAGE = {2022: "sq", 2023: "sr-Latn", 2024: "en"}


def _title(activity: Activity, language: str) -> str:
    return f"{words.KINDS[activity.kind][language]}: {words.TOPICS[activity.topic][language]}"


def cells_of(activity: Activity, language: str) -> list[Any]:
    """Return the cells of an activity in a register: id, title, kind, date, place, scope, program, project."""
    number = int(activity.id[-3:])
    # Most dates are dates; some are typed.
    day: Any = activity.date
    if number % 7 == 0:
        day = f"{day.day}.{day.month}.{day.year}"
    elif number % 11 == 0:
        day = f"{day.day}/{day.month}/{day.year}"
    return [
        activity.id, _title(activity, language), words.KINDS[activity.kind][language], day,
        words.PLACES[activity.place][words.LOCATIONS[language]], words.SCOPES[activity.scope][language],
        activity.program, activity.project,
    ]  # fmt: skip


_REGISTER = ("id", "title", "kind", "date", "place", "scope", "program", "project")


def write_register(centre: Centre, year: int, folder: Path, faults: list[Fault], mended: bool) -> None:
    """Write the register of activities whose people stand elsewhere."""
    language = _REGISTER_LANGUAGE[year]
    file = f"records/sheets/{year}/{words.REGISTER[language]} {year}.xlsx"
    book = Book(folder, file)
    book.add(str(year))
    titles = words.HEADERS[language]
    book.merge(1, 1, 8, f"{words.CENTRE[language]}: {words.REGISTER[language]} {year}")
    book.row(4, [titles[each] for each in _REGISTER], book.bold)
    number, last_month = 5, 1
    activities = [each for each in centre.activities if each.date.year == year and each.listed != "counts"]
    for index, activity in enumerate(activities):
        if activity.date.month != last_month:
            number, last_month = number + 1, activity.date.month  # a blank row between months
        cells = cells_of(activity, language)
        if not mended and year == 2023 and index == 2:
            cells[4] = "Mitrovica"
            faults.append(Fault(file, book.name, f"E{number} {titles['place']}", "municipality.ambiguous", "warning"))
        if not mended and year == 2024 and index == 4:
            cells[4] = "Prishtinw"
            faults.append(Fault(file, book.name, f"E{number} {titles['place']}", "municipality.unknown", "warning"))
        if not mended and year == 2023 and index == 5:
            cells[7] = "open-budgetz"
            faults.append(Fault(file, book.name, f"{number} projects", "reference.dangling"))
        book.row(number, cells)
        number += 1
    book.row(number + 1, [words.TOTAL[language], len(activities)], book.bold)
    faults.append(Fault(file, book.name, str(number + 1), "sheet.total-row", "note"))
    book.add("Shënime" if language == "sq" else "Old")
    book.row(1, [titles["id"], titles["title"], titles["kind"], titles["place"]])
    book.row(2, ["x", "x", "x", "x"])
    book.sheet.hide()
    faults.append(Fault(file, book.name, "", "sheet.hidden", "note"))
    book.close()


def write_counts(centre: Centre, year: int, folder: Path, faults: list[Fault], mended: bool) -> None:
    """Write the workbook with one row an event and the heads that were counted, under a header of two rows."""
    language = _REGISTER_LANGUAGE[year]
    file = f"records/sheets/{year}/Statistika {year}.xlsx"
    book = Book(folder, file)
    book.add("Data")
    titles = words.HEADERS[language]
    book.merge(1, 1, 12, f"{words.CENTRE[language]}, {year}")
    for column, name in enumerate(_REGISTER, 1):
        book.merge(3, column, column, titles[name], last_row=4)
    book.merge(3, 9, 12, titles["people"])
    book.row(4, [None] * 8 + [titles["women"], titles["men"], titles["others"], titles["total"]], book.bold)
    number, wrong = 5, 0
    heads = [each for each in centre.heads if each.activity.date.year == year and each.activity.listed == "counts"]
    for index, each in enumerate(heads):
        each.is_lost = False
        cells = cells_of(each.activity, language)
        total = each.women + each.men + each.others
        # Some numbers are kept as text.
        cells += [str(each.women) if index % 4 == 1 else each.women, each.men, each.others or None, total]
        if not mended:
            code = {(2022, 1): "date", (2023, 1): "count", (2024, 1): "kind", (2024, 2): "sum"}.get((year, index))
            if code == "date":
                day = each.activity.date
                cells[3] = f"{day.month:02}/{max(day.day, 13)}/{day.year}"
                faults.append(Fault(file, book.name, f"D{number} {titles['date']}", "date.month-first"))
            elif code == "count":
                cells[9] = "oko 30"
                faults.append(Fault(file, book.name, f"J{number} {titles['men']}", "count.invalid"))
            elif code == "kind":
                cells[2] = "Get-together"
                faults.append(Fault(file, book.name, f"C{number} {titles['kind']}", "value.unknown-word"))
            elif code == "sum":
                cells[11], wrong = total + 9, 9
                faults.append(Fault(file, book.name, f"{number} total", "gender.parts-do-not-sum", "warning"))
            if code in ("date", "count", "kind"):
                each.is_lost = True
                faults.append(Fault(file, book.name, "", "sheet.rows-left-out", "note"))
        book.row(number, cells)
        number += 1
    # Totals are sums that somebody let the sheet work out; one was typed.
    sums = [sum(getattr(each, part) for each in heads) for part in ("women", "men", "others")]
    sums.append(sum(sums) + wrong)
    if not mended and year == 2022:
        sums[0] += 10
        faults.append(Fault(file, book.name, f"I{number} {titles['women']}", "sheet.total-disagrees", "warning"))
    book.row(number, [words.TOTAL[language], *[None] * 7, *sums], book.bold)
    faults.append(Fault(file, book.name, str(number), "sheet.total-row", "note"))
    book.close()


def write_partner(centre: Centre, year: int, folder: Path) -> None:
    """Write what a partner sends: a CSV with semicolons, in the encoding of an old Windows."""
    file = f"records/sheets/{year}/partner-{year}.csv"
    lines = ["Aktiviteti;Gra;Burra;Të tjerë;Gjithsej"]
    for each in centre.heads:
        if each.activity.date.year == year and each.activity.listed == "partner":
            total = each.women + each.men + each.others
            lines.append(f"{each.activity.id};{each.women};{each.men};{each.others};{total}")
    (folder / file).write_bytes("\r\n".join([*lines, ""]).encode("cp1250"))
