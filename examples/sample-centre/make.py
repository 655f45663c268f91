"""Write three years of sheets of a fictional centre, and what is wrong with them. The same bytes each time.

Usage: python make.py [FOLDER] [--mended] [--size ACTIVITIES_A_YEAR]

Nothing here is true: names are common first and last names combined at random, places are real and nothing happened
there. Everything is drawn first, from a fixed seed; faults are planted while writing and draw nothing, so that the
mended sheets hold the same centre.
"""

from __future__ import annotations

import argparse
import csv
import shutil
from pathlib import Path

from book import Fault
from centre import SIZE, YEARS, Centre, Row, draw, quarter_of
from forms import write_form, write_webinars
from lists import write_lists, write_long_list, write_old_list
from registers import write_counts, write_partner, write_register

__all__ = ["draw", "write"]

HERE = Path(__file__).parent


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
        write_register(centre, year, folder, faults, mended)
        write_counts(centre, year, folder, faults, mended)
        for quarter in (1, 2, 3, 4):
            activities = [each for each in centre.of(year, "list") if quarter_of(each) == quarter]
            if quarter == 4:
                write_long_list(year, activities, rows, folder, faults, mended)
            else:
                write_lists(year, quarter, activities, rows, folder, faults, mended)
        write_partner(centre, year, folder)
        write_webinars(centre, year, rows, folder, faults, mended)
        write_form(centre, year, rows, folder, faults, mended)
    # Excel leaves this beside a workbook that somebody has open; it is no workbook and is passed over.
    (sheets / "2024" / "~$Activities 2024.xlsx").write_bytes(b"\x0bFictional person")
    write_old_list(folder, faults, mended)
    faults.sort()
    with (sheets.parent.parent / "faults.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("file", "sheet", "cell", "code", "severity"))
        writer.writerows((each.file, each.sheet, each.cell, each.code, each.severity) for each in faults)
    return faults


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
