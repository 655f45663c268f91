"""The sample centre: each planted fault is found and nothing else, and what is counted is what was drawn.

Expected numbers come from the list that the script draws before it writes a sheet, counted here one by one.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kcss_core import Edition, Period, Plugins, Workspace, build_report, check, load, load_plugins, open_edition
from kcss_core.problems import Problem, Severity

EXAMPLE = Path(__file__).parents[1] / "examples" / "sample-centre"
REPORTS = ("annual-report-2024", "donor-report", "quarterly-report-2024-q2")
# A year of 60 activities has a list for each planted fault; one test takes the usual 200.
SMALL = 60
PROGRAMS = ("community-safety", "gender-and-security", "oversight")


@pytest.fixture(scope="module")
def make() -> Iterator[ModuleType]:
    """Return the script of the example, which imports what lies beside it."""
    sys.path.insert(0, str(EXAMPLE))
    try:
        import make as module  # type: ignore[import-not-found, unused-ignore]

        yield module
    finally:
        sys.path.remove(str(EXAMPLE))
        for script in EXAMPLE.glob("*.py"):
            del sys.modules[script.stem]


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    """Return all installed plugins."""
    return load_plugins()


class Written:
    """A centre that was drawn, written and read."""

    def __init__(self, make: ModuleType, plugins: Plugins, folder: Path, size: int, *, mended: bool) -> None:
        self.folder, self.plugins = folder, plugins
        self.centre: Any = make.draw(size)
        make.write(self.centre, folder, mended=mended)
        self.workspace: Workspace = load(folder, plugins=plugins)

    def edition(self, year: int) -> Edition:
        """Return a year of it."""
        return open_edition(self.workspace, plugins=self.plugins, period=Period.parse(str(year)))


@pytest.fixture(scope="module")
def faulty(make, plugins, tmp_path_factory) -> Written:
    """Return a small centre with the planted faults."""
    return Written(make, plugins, tmp_path_factory.mktemp("faulty"), SMALL, mended=False)


@pytest.fixture(scope="module")
def mended(make, plugins, tmp_path_factory) -> Written:
    """Return the same centre without them."""
    return Written(make, plugins, tmp_path_factory.mktemp("mended"), SMALL, mended=True)


@pytest.fixture(scope="module")
def full(make, plugins, tmp_path_factory) -> Written:
    """Return the centre in its usual size, with the planted faults."""
    return Written(make, plugins, tmp_path_factory.mktemp("full"), 200, mended=False)


def found(written: Written) -> list[Problem]:
    """Return what reading and checking find in the sheets, but for what the example silences with a reason."""
    problems = [*written.workspace.problems, *check(written.workspace, plugins=written.plugins)]
    of_records = (each for each in dict.fromkeys(problems) if each.origin and each.origin.file.startswith("records/"))
    return [each for each in of_records if not each.silenced]


def places(problems: Iterable[Problem]) -> Counter[tuple[str, ...]]:
    """Return file, sheet, cell, code and severity of problems, as faults.csv gives them."""
    placed: Counter[tuple[str, ...]] = Counter()
    for each in problems:
        assert each.origin is not None
        part, row = each.origin.part or "", each.origin.row
        is_cell = row is not None and part[1:].startswith(str(row))
        cell = part if is_cell else " ".join(str(word) for word in (row, part) if word)
        placed[each.origin.file, each.origin.sheet or "", cell, each.code, str(each.severity)] += 1
    return placed


def planted(written: Written) -> Counter[tuple[str, ...]]:
    """Return the rows of faults.csv."""
    with (written.folder / "faults.csv").open(encoding="utf-8", newline="") as file:
        return Counter(tuple(row) for row in list(csv.reader(file))[1:])


# --- faults


def test_each_planted_fault_is_found_where_it_is_and_nothing_else(faulty):
    """File, sheet, cell, code and severity of all that is found in the sheets are those that were planted."""
    assert places(found(faulty)) == planted(faulty)


def test_each_kind_of_fault_is_planted(faulty):
    """The list of planted faults holds no fewer kinds than the README promises, so none can be lost unseen."""
    codes = Counter(code for _, _, _, code, severity in planted(faulty).elements() if severity != "note")
    assert codes == {
        "cell.error": 1, "column.twice": 1, "column.unknown": 1, "count.invalid": 1, "date.month-first": 1,
        "field.invalid": 1, "gender.codes": 1, "gender.date": 2, "gender.parts-do-not-sum": 1,
        "municipality.ambiguous": 1, "municipality.unknown": 1, "reference.dangling": 1, "repeat.orphan": 1,
        "sheet.total-disagrees": 2, "value.unknown-word": 6, "workbook.not-one": 1,
    }  # fmt: skip


def test_mended_sheets_have_neither_errors_nor_warnings(mended):
    """Without the planted faults only notes are left, and each is on the list."""
    problems = found(mended)
    assert {each.severity for each in problems} == {Severity.NOTE}
    assert places(problems) == planted(mended)


def test_no_message_names_a_person(faulty):
    """No message holds the last name of anybody who was drawn."""
    said = " ".join(f"{each.message} {each.hint}" for each in found(faulty))
    assert [row.person.last for row in faulty.centre.rows if row.person.last in said] == []


# --- counts


def drawn(written: Written, year: int, program: str | None = None) -> dict[str, int]:
    """Return what a year comes to, counted one row after the other from what was drawn."""
    centre = written.centre
    told = {row.person for row in centre.rows if row.says_gender and not row.is_lost and not _has_id(row)}
    counts = dict.fromkeys(
        ("attendances", "women", "unknown", "silent", "invitations", "persons", "women once", "unknown once"), 0
    )
    met = set()
    # What a platform exports has ids of its own, so the same person is another one there, each year anew.
    told_online = {(row.person, row.activity.date.year) for row in centre.rows if row.says_gender and _has_id(row)}
    for row in centre.rows:
        if row.activity.date.year != year or row.is_lost or program not in (None, row.activity.program):
            continue
        is_told = (row.person, year) in told_online if _has_id(row) else row.person in told
        counts["invitations"] += row.is_invited is True
        if row.activity.listed == "form" and row.is_invited is None:
            # The form asks who came, and nobody filled it in.
            counts["silent"] += 1
            continue
        if not row.has_attended:
            continue
        is_woman = is_told and row.person.gender == "woman"
        counts["attendances"] += 1
        counts["women"] += is_woman
        counts["unknown"] += not is_told
        if (row.person, _has_id(row)) not in met:
            met.add((row.person, _has_id(row)))
            counts["persons"] += 1
            counts["women once"] += is_woman
            counts["unknown once"] += not is_told
    for heads in centre.heads:
        if heads.activity.date.year == year and not heads.is_lost and program in (None, heads.activity.program):
            counts["attendances"] += heads.women + heads.men + heads.others
            counts["women"] += heads.women
    return counts


def _has_id(row: Any) -> bool:
    return bool(row.activity.listed == "webinar")


def counted(edition: Edition, program: str | None = None) -> dict[str, int]:
    """Return what the figures say about the same."""
    cell = () if program is None else (("program", program),)
    times = edition.value("attended.women", cell=cell).share
    once = edition.value("attended.persons.women", cell=cell).share
    assert times is not None
    assert once is not None
    numbers: dict[str, Any] = {
        "attendances": edition.value("attended.total", cell=cell).number,
        "women": times.numerator,
        "unknown": times.unknown,
        "silent": edition.value("attended.total", cell=cell).undecided,
        "invitations": edition.value("invited.total", cell=cell).number,
        "persons": edition.value("attended.persons", cell=cell).number,
        "women once": once.numerator,
        "unknown once": once.unknown,
    }
    return numbers


def test_a_mended_year_is_counted_as_it_was_drawn(mended):
    """Attendances, persons, women and not recorded of each year, and of each program, are those that were drawn."""
    for year in (2022, 2023, 2024):
        edition = mended.edition(year)
        assert counted(edition) == drawn(mended, year)
        for program in PROGRAMS:
            assert counted(edition, program) == drawn(mended, year, program)


def test_eight_thousand_participations_a_year_are_counted_as_they_were_drawn(full):
    """In the usual size with all faults, what is counted is all that was drawn but the rows that cannot be read.

    In 2024 a planted total says nine more than its parts, so that year is left to the mended sheets.
    """
    for year in (2022, 2023):
        expected = drawn(full, year)
        rows = [row for row in full.centre.rows if row.activity.date.year == year]
        assert len({row.activity.id for row in rows}) > 140
        assert 7_500 < len(rows) < 8_500
        assert counted(full.edition(year)) == expected


def test_one_word_has_one_number(mended):
    """The centre's own figure of attendances and the tables' "Attended" agree in each year; both say who is undecided."""
    for year in (2022, 2023, 2024):
        own, usual = (mended.edition(year).value(id) for id in ("attendances", "attended.total"))
        assert (own.number, own.undecided) == (usual.number, usual.undecided)
        assert own.undecided == drawn(mended, year)["silent"] > 0


# --- the script


def test_the_same_bytes_each_time(make, mended, tmp_path):
    """Written again, each file has the bytes that it had."""
    make.write(make.draw(SMALL), tmp_path, mended=True)
    assert digests(tmp_path) == digests(mended.folder)


def digests(folder: Path) -> dict[str, str]:
    """Return a digest of each file, by path."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_all_says_that_it_is_fictional(mended):
    """The organization, each cover and the README say that the centre does not exist."""
    assert "(fictional)" in mended.workspace.dataset.organization.name.within("en")
    for report in REPORTS:
        assert "does not exist" in mended.workspace.texts[f"reports/{report}/report.toml"]
    assert "This centre does not exist" in (EXAMPLE / "README.md").read_text(encoding="utf-8")


# --- reports


@pytest.mark.parametrize("id", REPORTS)
def test_reports_build(mended, id):
    """The reports of a year, a quarter and a donor build from the mended sheets, without errors and warnings."""
    report, problems = build_report(mended.workspace, id, plugins=mended.plugins)
    assert report is not None
    assert [str(each) for each in problems if each.severity is not Severity.NOTE] == []


def test_the_years_differ_as_they_were_drawn(mended):
    """The share of women that came rises by some points each year: the example has something to compare."""
    shares = [mended.edition(year).value("attended.women").share.exact for year in (2022, 2023, 2024)]
    assert shares == sorted(shares)
    assert shares[2] - shares[0] > Fraction(2, 100)
