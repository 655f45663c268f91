"""Makes what the cases read, from seeds: workspaces of participations, a long report, photographs, the example.

Run as a program of its own, so that the process that measures stays small: ``python bench/data.py FOLDER SIZE …``.
"""

from __future__ import annotations

import csv
import json
import random
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
from cases.questions import AS_WORKBOOK, GENDERS, PROGRAMS, ROLES, SCOPES
from markdown import write_markdown
from PIL import Image, ImageDraw

import kcss_core

_EXAMPLE = Path(__file__).parent.parent / "examples/kcss-2022"
_MUNICIPALITIES = ("Prishtina", "Prizren", "Peja", "Gjilan", "Ferizaj", "Lipjan", "Klina", "North Mitrovica")
_WORDS = (
    *("security", "policy", "community", "police", "parliament", "oversight", "trust", "citizens", "report", "budget"),
    *("women", "youth", "border", "dialogue", "municipality", "reform", "survey", "corruption", "integrity", "&"),
)

#: Photographs as a phone makes them, and as they come out of a messenger or off a web page. In pixels.
CAMERA, WEB = (4000, 3000), (1200, 800)


def participations(root: Path, size: int) -> None:
    """Write a workspace of ``size`` participations of 3/8 as many persons at 1/40 as many activities.

    5 percent of the genders are not recorded; a tenth of the participants did not come.
    """
    rng = random.Random(size)
    records = root / "records"
    records.mkdir(parents=True)
    (root / "kcss.toml").write_text('[workspace]\nname = "Bench"\nperiod = "2022"\n', encoding="utf-8")
    organization = '[organization]\nid = "bench"\nname = { en = "Fictional centre" }\ncountry = "XK"\n'
    (records / "organization.toml").write_text(organization, encoding="utf-8")
    _write(records / "programs.csv", "id name.en", ((id, id.title()) for id in PROGRAMS))
    activities = [f"a{number}" for number in range(size // 40)]
    _write(
        records / "activities.csv",
        "id title kind start scope involvement programs",
        (
            (
                id,
                f"Meeting {id}",
                rng.choice(("meeting", "training", "advocacy")),
                f"2022-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
                rng.choice(SCOPES),
                rng.choice(("organizer", "co-organizer", "contributor")),
                rng.choice(PROGRAMS),
            )
            for id in activities
        ),
    )
    persons = [f"p{number}" for number in range(size * 3 // 8)]
    genders = ("", *GENDERS)
    _write(
        records / "participants.csv",
        "id gender municipality country",
        ((id, rng.choices(genders, (5, 45, 45, 1, 4))[0], rng.choice(_MUNICIPALITIES), "XK") for id in persons),
    )
    _write(
        records / "participations.csv",
        "participant activity role attended",
        (
            (person, activity, rng.choices(ROLES, (70, 10, 10, 5, 5))[0], "yes" if rng.random() < 0.9 else "no")
            for activity in activities
            for person in rng.sample(persons, 40)
        ),
    )


def as_workbook(root: Path) -> None:
    """Copy a workspace of participations and keep these in a workbook instead of a CSV file, as Excel writes it."""
    copy = root.with_name(f"{root.name}-xlsx")
    shutil.copytree(root, copy)
    source = copy / "records/participations.csv"
    with source.open(encoding="utf-8", newline="") as file, xlsxwriter.Workbook(source.with_suffix(".xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(csv.reader(file)):
            sheet.write_row(number, 0, row)
    source.unlink()


def _write(path: Path, header: str, rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(rows)


def documents(folder: Path) -> None:
    """Write the long report, and documents of 20 and 200 pictures, as JSON and as Markdown."""
    rng = random.Random(50)

    def words(number: int) -> str:
        return " ".join(rng.choice(_WORDS) for _ in range(number))

    sections = [
        {
            "title": f"Section {number}",
            "paragraphs": [(words(20) + " ", words(3), f" {words(20)}.") for _ in range(20)],
            "rows": [[words(2), *(str(rng.randint(0, 999)) for _ in range(5))] for _ in range(50)],
            "pictures": [],
        }
        for number in range(1, 101)
    ]
    _write_document(folder / "long", sections)
    files = [f"pictures/{file}" for file in photographs(folder / "pictures", 200, WEB)]
    for number in (20, 200):
        section = {"title": "Pictures", "paragraphs": [], "rows": [], "pictures": files[:number]}
        _write_document(folder / f"pictures-{number}", [section])


def _write_document(stem: Path, sections: list[dict[str, Any]]) -> None:
    lines = []
    for section in sections:
        lines += [f"# {section['title']}", ""]
        for first, bold, last in section["paragraphs"]:
            lines += [f"{first}**{bold}**{last}", ""]
        rows = [f"| {' | '.join(row)} |" for row in section["rows"]]
        lines += [*rows[:1], *["|---" * 6 + "|"][: len(rows)], *rows[1:], ""]
        lines += [f"![{file}]({file})\n" for file in section["pictures"]]
    stem.with_suffix(".json").write_text(json.dumps(sections), encoding="utf-8")
    stem.with_suffix(".md").write_text("\n".join(lines), encoding="utf-8")


def long_template(target: Path) -> None:
    """Write the template that docxtpl fills with the long report."""
    document = docx.Document()
    document.add_paragraph("{%p for section in sections %}")
    document.add_heading("{{ section.title }}", 1)
    document.add_paragraph("{%p for paragraph in section.paragraphs %}")
    paragraph = document.add_paragraph("{{ paragraph[0] }}")
    paragraph.add_run("{{ paragraph[1] }}").bold = True
    paragraph.add_run("{{ paragraph[2] }}")
    document.add_paragraph("{%p endfor %}")
    table = document.add_table(3, 6)
    table.cell(0, 0).text = "{%tr for row in section.rows %}"
    for column in range(6):
        table.cell(1, column).text = f"{{{{ row[{column}] }}}}"
    table.cell(2, 0).text = "{%tr endfor %}"
    document.add_paragraph("{%p endfor %}")
    document.save(str(target))


def photographs(folder: Path, number: int, size: tuple[int, int]) -> list[str]:
    """Write so many different JPEG files, soft in shape and grained like a photograph, and return their names."""
    folder.mkdir(parents=True)
    rng = random.Random(number)
    grain = Image.effect_noise((size[0] // 2, size[1] // 2), 24).resize(size)
    files = []
    for index in range(number):
        shapes = Image.frombytes("RGB", (18, 12), rng.randbytes(18 * 12 * 3)).resize(size, Image.Resampling.BICUBIC)
        files.append(f"photograph-{index:03}.jpeg")
        Image.blend(shapes, grain.convert("RGB"), 0.15).save(folder / files[-1], quality=85)
    return files


def example(folder: Path, name: str, size: tuple[int, int] | None) -> None:
    """Copy the example, with ten photographs of a size or with none, and write its report as Markdown beside it."""
    root = folder / name
    shutil.copytree(_EXAMPLE, root)
    if size is not None:
        files = photographs(root / "images/bench", 10, size)
        path = root / "records/photographs.csv"
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        shown = [f"images/bench/{file}" for file in files] + [""] * len(rows)
        rows = [[*row, file] for row, file in zip(rows, shown, strict=False)]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([[*header, "file"], *rows])
    workspace = kcss_core.load(root)
    (report_id,) = workspace.report_ids
    report, problems = kcss_core.build_report(workspace, report_id)
    assert report is not None, problems
    write_markdown(report, folder / f"{name}.md", folder / "chart.png")


def chart(target: Path) -> None:
    """Write a picture of a bar chart."""
    drawn = Image.new("RGB", (1400, 700), "white")
    pen = ImageDraw.Draw(drawn)
    for bar in range(6):
        pen.rectangle((80 + 220 * bar, 600 - 90 * bar, 220 + 220 * bar, 660), fill="#2F5D8A")
    drawn.save(target)


def main(folder: Path, sizes: Iterable[int]) -> None:
    """Write everything anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for size in sizes:
        participations(folder / str(size), size)
        if size <= AS_WORKBOOK:
            as_workbook(folder / str(size))
    documents(folder)
    long_template(folder / "template.docx")
    (folder / "out").mkdir()
    chart(folder / "chart.png")
    example(folder, "example", None)
    example(folder, "example-photographs", WEB)
    example(folder, "example-camera", CAMERA)


if __name__ == "__main__":
    main(Path(sys.argv[1]), map(int, sys.argv[2:]))
