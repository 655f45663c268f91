"""Write three years of sheets of a fictional centre, and what is wrong with them. The same bytes each time.

Usage: python make.py [FOLDER] [--mended] [--size ACTIVITIES_A_YEAR]

Nothing here is true: names are common first and last names combined at random, places are real and nothing happened
there. Everything is drawn first, from a fixed seed; faults are planted while writing and draw nothing, so that the
mended sheets hold the same centre.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import io
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import words
import xlsxwriter
from attrs import define, field, frozen

HERE = Path(__file__).parent
YEARS = (2022, 2023, 2024)
SIZE = 200
_SEED = 1999
_REGISTER_LANGUAGE = {2022: "sq", 2023: "sr-Latn", 2024: "en"}
_QUARTER_LANGUAGE = {1: "sq", 2: "sr-Latn", 3: "sr-Cyrl", 4: "en"}
# Who organizes what, and what funders' projects work on.
PROJECTS = {"safe-streets": "community-safety", "open-budgets": "oversight", "women-in-uniform": "gender-and-security"}
# What no funder pays for belongs to any program.
_CORE = "core-work"
# What the sheets share of women should come to, so that the years differ: 38, 41, 44 percent.
_WOMEN = {2022: 38, 2023: 41, 2024: 44}
_CREATED = datetime.datetime(2025, 1, 15)  # noqa: DTZ001  # xlsxwriter takes it without a zone


@frozen
class Person:
    """Somebody invented. ``gender`` is None for who is never asked."""

    first: str
    last: str
    language: str
    gender: str | None
    affiliation: str
    place: int


@frozen
class Activity:
    """One activity; ``listed`` says where its people stand: list, counts, partner, webinar or form."""

    id: str
    date: datetime.date
    kind: str
    topic: int
    place: int
    scope: str
    program: str
    project: str
    listed: str


@define
class Row:
    """One person at one activity. ``is_lost`` once a planted fault keeps the row from being read."""

    activity: Activity
    person: Person
    role: str
    is_invited: bool | None
    has_attended: bool
    says_gender: bool
    is_lost: bool = False


@define
class Heads:
    """Heads counted at one activity where nobody is listed."""

    activity: Activity
    women: int
    men: int
    others: int
    is_lost: bool = False


@frozen(order=True)
class Fault:
    """What is expected to be found in a cell, a row or a sheet."""

    file: str
    sheet: str
    cell: str
    code: str
    severity: str = "error"


@define
class Centre:
    """All that the centre did, before it is written."""

    activities: list[Activity] = field(factory=list)
    rows: list[Row] = field(factory=list)
    heads: list[Heads] = field(factory=list)

    def of(self, year: int, listed: str) -> list[Activity]:
        """Return the activities of a year whose people stand in one kind of place."""
        return [each for each in self.activities if each.date.year == year and each.listed == listed]


def draw(size: int = SIZE, seed: int = _SEED) -> Centre:
    """Return a centre drawn at random; the same for the same size and seed."""
    dice = random.Random(seed)  # noqa: S311  # nothing here is secret
    centre = Centre()
    persons = list(_persons(dice, max(size * 12, 600)))
    women = [person for person in persons if person.gender == "woman"]
    others = [person for person in persons if person.gender != "woman"]
    for year in YEARS:
        for number in range(1, size + 1):
            centre.activities.append(_activity(dice, year, number, size))
        for activity in centre.activities[-size:]:
            people = dice.randint(30, 80)
            share = min(max(dice.gauss(_WOMEN[year], 6), 5), 95) / 100
            ladies = round(people * share)
            if activity.listed in ("counts", "partner"):
                rest = dice.choice((0, 0, 0, 1))
                centre.heads.append(Heads(activity, ladies, people - ladies - rest, rest))
                continue
            chosen = dice.sample(women, ladies) + dice.sample(others, people - ladies)
            dice.shuffle(chosen)
            first = {"training": "trainer", "debate": "moderator"}.get(activity.kind, "speaker")
            is_told = activity.listed == "webinar" or _quarter(activity) in (1, 4)
            for place, person in enumerate(chosen):
                second = "participant" if activity.kind == "training" else "panelist"
                role = first if place == 0 else second if place < 3 else "participant"
                came = not is_told or dice.random() < 0.85
                says = person.gender is not None and dice.random() < 0.97
                centre.rows.append(Row(activity, person, role, True if is_told else None, came, says))
    return centre


def _persons(dice: random.Random, number: int) -> Iterator[Person]:
    taken: set[tuple[str, str, str, int]] = set()
    while len(taken) < number:
        language = dice.choices(("sq", "sr", "en"), (70, 24, 6))[0]
        gender = dice.choices(("woman", "man", "non-binary"), (47, 52, 1))[0]
        first = dice.choice(words.FIRST_NAMES[language]["man" if gender == "man" else "woman"])
        last = dice.choice(words.LAST_NAMES[language])
        affiliation, place = dice.choice(words.AFFILIATIONS), dice.randrange(len(words.PLACES))
        who = (first, last, affiliation, place)
        # A list tells two people of one name, affiliation and town apart by nothing at all; here there are none.
        if who not in taken:
            taken.add(who)
            yield Person(first, last, language, gender if dice.random() > 0.03 else None, affiliation, place)


def _activity(dice: random.Random, year: int, number: int, size: int) -> Activity:
    day = datetime.date(year, 1, 1) + datetime.timedelta(days=int(364 * number / size))
    listed = "counts" if number % 5 == 0 else "partner" if number % 20 == 3 else "list"
    if number % 25 == 7:
        listed = "form"
    kind = dice.choice([each for each in words.KINDS if each != "webinar"])
    if listed == "list" and number % 33 == 1:
        listed, kind = "webinar", "webinar"
    project = dice.choice((*PROJECTS, _CORE))
    program = PROJECTS[project] if project in PROJECTS else dice.choice(sorted(PROJECTS.values()))
    scope = dice.choices(tuple(words.SCOPES), (60, 30, 10))[0]
    place = dice.randrange(len(words.PLACES) - 2)
    topic = dice.randrange(len(words.TOPICS))
    return Activity(f"a{year % 100}-{number:03}", day, kind, topic, place, scope, program, project, listed)


def _quarter(activity: Activity) -> int:
    return (activity.date.month + 2) // 3


# ---------------------------------------------------------------- writing


class _Book:
    """One workbook, written row by row; a row and a column are counted from 1, as Excel shows them."""

    def __init__(self, root: Path, file: str) -> None:
        self.root, self.file = root, file
        self.data = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.data, {"in_memory": True})
        self.book.set_properties({"created": _CREATED, "author": words.CENTRE["en"]})
        self.bold = self.book.add_format({"bold": True})
        self.day = self.book.add_format({"num_format": "dd.mm.yyyy"})
        self.sheet: Any = None

    def add(self, name: str) -> None:
        """Begin a sheet."""
        self.name = name
        self.sheet = self.book.add_worksheet(name)

    def row(self, number: int, cells: Sequence[Any], form: Any = None) -> None:
        """Write a row of cells; None is a blank one."""
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime.date):
                self.sheet.write_datetime(number - 1, column, cell, self.day)
            elif isinstance(cell, str) and cell.startswith("#"):
                self.sheet.write_formula(number - 1, column, "=NA()", None, cell)
            elif cell is not None:
                self.sheet.write(number - 1, column, cell, form)

    def merge(self, row: int, first: int, last: int, cell: str, *, last_row: int | None = None) -> None:
        """Write one cell over several."""
        self.sheet.merge_range(row - 1, first - 1, (last_row or row) - 1, last - 1, cell, self.bold)

    def close(self) -> None:
        """Write the file."""
        self.book.close()
        path = self.root / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.data.getvalue())


def write(centre: Centre, folder: Path, *, mended: bool = False) -> list[Fault]:
    """Write the workspace with its sheets and ``faults.csv``; return what is to be found in the sheets."""
    for each in ("kcss.toml", "figures.toml", "records/centre.toml", "reports"):
        if folder.resolve() != HERE.resolve():
            target = folder / each
            target.parent.mkdir(parents=True, exist_ok=True)
            if (HERE / each).is_dir():
                shutil.copytree(HERE / each, target, dirs_exist_ok=True)
            else:
                shutil.copyfile(HERE / each, target)
    sheets = folder / "records" / "sheets"
    if sheets.exists():
        shutil.rmtree(sheets)
    faults: list[Fault] = []
    rows: dict[str, list[Row]] = {}
    for row in centre.rows:
        rows.setdefault(row.activity.id, []).append(row)
    for year in YEARS:
        _write_register(centre, year, folder, faults, mended)
        _write_counts(centre, year, folder, faults, mended)
        for quarter in (1, 2, 3, 4):
            activities = [each for each in centre.of(year, "list") if _quarter(each) == quarter]
            if quarter == 4:
                _write_long_list(year, activities, rows, folder, faults, mended)
            else:
                _write_lists(year, quarter, activities, rows, folder, faults, mended)
        _write_partner(centre, year, folder)
        _write_webinars(centre, year, rows, folder, faults, mended)
        _write_form(centre, year, rows, folder, faults, mended)
    # Excel leaves this beside a workbook that somebody has open; it is no workbook and is passed over.
    (sheets / "2024" / "~$Activities 2024.xlsx").write_bytes(b"\x0bFictional person")
    _write_old_list(folder, faults, mended)
    faults.sort()
    with (sheets.parent.parent / "faults.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("file", "sheet", "cell", "code", "severity"))
        writer.writerows((each.file, each.sheet, each.cell, each.code, each.severity) for each in faults)
    return faults


def _title(activity: Activity, language: str) -> str:
    return f"{words.KINDS[activity.kind][language]}: {words.TOPICS[activity.topic][language]}"


def _cells_of(activity: Activity, language: str) -> list[Any]:
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


def _write_register(centre: Centre, year: int, folder: Path, faults: list[Fault], mended: bool) -> None:
    """Write the register of activities whose people stand elsewhere."""
    language = _REGISTER_LANGUAGE[year]
    file = f"records/sheets/{year}/{words.REGISTER[language]} {year}.xlsx"
    book = _Book(folder, file)
    book.add(str(year))
    titles = words.HEADERS[language]
    book.merge(1, 1, 8, f"{words.CENTRE[language]}: {words.REGISTER[language]} {year}")
    book.row(4, [titles[each] for each in _REGISTER], book.bold)
    number, last_month = 5, 1
    activities = [each for each in centre.activities if each.date.year == year and each.listed != "counts"]
    for index, activity in enumerate(activities):
        if activity.date.month != last_month:
            number, last_month = number + 1, activity.date.month  # a blank row between months
        cells = _cells_of(activity, language)
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


def _write_counts(centre: Centre, year: int, folder: Path, faults: list[Fault], mended: bool) -> None:
    """Write the workbook with one row an event and the heads that were counted, under a header of two rows."""
    language = _REGISTER_LANGUAGE[year]
    file = f"records/sheets/{year}/Statistika {year}.xlsx"
    book = _Book(folder, file)
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
        cells = _cells_of(each.activity, language)
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


def _person_cells(row: Row, number: int, language: str) -> list[Any]:
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


def _letter(column: int) -> str:
    return "ABCDEFGHIJKL"[column]


def _write_lists(
    year: int, quarter: int, activities: Sequence[Activity], rows: dict[str, list[Row]], folder: Path,
    faults: list[Fault], mended: bool,
) -> None:  # fmt: skip
    """Write a workbook with the attendance lists of a quarter, a sheet an activity."""
    language = _QUARTER_LANGUAGE[quarter]
    titles = words.HEADERS[language]
    file = f"records/sheets/{year}/{words.LIST[language]} {year}-Q{quarter}.xlsx"
    book = _Book(folder, file)
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
            cell = f"{_letter(len(header) - 1)}{head} {titles['gender']}"
            faults.append(Fault(file, book.name, cell, "column.twice"))
        if planted == "unknown":
            header.append("Kafe")
            cell = f"{_letter(len(header) - 1)}{head}"
            faults.append(Fault(file, book.name, cell, "column.unknown", "warning"))
        book.row(head, [each or None for each in header], book.bold)
        if language == "sr-Latn":
            book.merge(head, 2, 3, titles["name"])
        gender = header.index(titles["gender"])
        number = head + 1
        is_noted = False
        for place, row in enumerate(rows[activity.id], 1):
            row.is_lost = False
            cells = _person_cells(row, place, language)
            if quarter == 1:
                cells += [words.YES_NO[language][0], words.YES_NO[language][0 if row.has_attended else 1]]
            at = f"{_letter(gender)}{number} {titles['gender']}"
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
                at = f"{_letter(gender + 1)}{number} {titles['municipality']}"
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


def _write_long_list(
    year: int, activities: Sequence[Activity], rows: dict[str, list[Row]], folder: Path, faults: list[Fault],
    mended: bool,
) -> None:  # fmt: skip
    """Write the list of a whole quarter, one below the other, with the activity in a column."""
    file = f"records/sheets/{year}/Attendance {year}-Q4.xlsx"
    titles = words.HEADERS["en"]
    people = ("first", "last", "gender", "municipality", "affiliation", "role")
    names = ("activity", *people, "invited", "attended", "phone")
    book = _Book(folder, file)
    book.add("All")
    book.row(1, [f"{words.CENTRE['en']}: attendance, fourth quarter of {year}"], book.bold)
    book.row(3, [titles[each] for each in names], book.bold)
    faults.append(Fault(file, book.name, "3", "sheet.personal-columns", "note"))
    number = 4
    for index, activity in enumerate(activities):
        for place, row in enumerate(rows[activity.id], 1):
            row.is_lost = False
            yes, no = words.YES_NO["en"]
            cells = [activity.id, *_person_cells(row, place, "en")[1:], yes, yes if row.has_attended else no, "000 000"]
            if not mended and year == 2024 and index == 1 and place == 2:
                cells[8], row.is_lost = "Perhaps", True
                faults.append(Fault(file, book.name, f"I{number} {titles['attended']}", "value.unknown-word"))
                faults.append(Fault(file, book.name, "", "sheet.rows-left-out", "note"))
            book.row(number, cells)
            number += 1
        number += 1
    book.close()


def _write_partner(centre: Centre, year: int, folder: Path) -> None:
    """Write what a partner sends: a CSV with semicolons, in the encoding of an old Windows."""
    file = f"records/sheets/{year}/partner-{year}.csv"
    lines = ["Aktiviteti;Gra;Burra;Të tjerë;Gjithsej"]
    for each in centre.heads:
        if each.activity.date.year == year and each.activity.listed == "partner":
            total = each.women + each.men + each.others
            lines.append(f"{each.activity.id};{each.women};{each.men};{each.others};{total}")
    (folder / file).write_bytes("\r\n".join([*lines, ""]).encode("cp1250"))


def _write_webinars(
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


def _write_form(
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
            _, name, gender, town, affiliation, role = _person_cells(row, place, "sq")
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
    book = _Book(folder, file)
    for name, lines in (("attendance form", sessions), ("people", people)):
        book.add(name)
        for number, cells in enumerate(lines, 1):
            # The tags begin with a sign that the other sheets keep for errors.
            for column, cell in enumerate(cells):
                if cell not in (None, ""):
                    book.sheet.write(number - 1, column, cell)
    book.close()


def _write_old_list(folder: Path, faults: list[Fault], mended: bool) -> None:
    """Write a list of addresses that belongs to no activity; unmended it is text under the name of a workbook."""
    file = "records/sheets/2023/Spisak stari.xlsx"
    if not mended:
        (folder / file).write_text("Ime i prezime;Pol\n", encoding="utf-8")
        faults.append(Fault(file, "", "", "workbook.not-one"))
        return
    book = _Book(folder, file)
    book.add("Spisak")
    book.row(1, [words.CENTRE["sr-Latn"]], book.bold)
    book.row(3, [words.HEADERS["sr-Latn"][each] for each in ("name", "gender", "municipality")], book.bold)
    book.row(4, ["Ana Primer", "Ž", "Peć"])
    book.close()


def main() -> None:
    """Write the sheets to a folder, or beside this script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=HERE)
    parser.add_argument("--mended", action="store_true", help="write the same sheets without the planted faults")
    parser.add_argument("--size", type=int, default=SIZE, help=f"activities a year, usually {SIZE}")
    given = parser.parse_args()
    centre = draw(given.size)
    faults = write(centre, given.folder, mended=given.mended)
    print(f"{len(centre.activities)} activities, {len(centre.rows)} rows of persons, {len(faults)} expected problems")


if __name__ == "__main__":
    main()
