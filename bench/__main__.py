"""Measures kcss-core against its peers and prints the tables: ``python bench --help``.

A goal that is missed fails nothing. A case that fails, or comes to another result than the others, ends the run.
"""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from math import log
from pathlib import Path

from cases.questions import AS_WORKBOOK
from measure import BenchError, Case, Group, Run, measure, middle, program, ratio

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent / "build/bench"
PANDOC = shutil.which("pandoc")
ENGINES = ("kcss", "polars", "pandas", "pydantic")
LOADERS = ("kcss, load only", "cattrs, row by row")
TIMES = ("whole", "work")

#: With so many participations a round takes half a minute, so there are fewer.
LARGE, FEW_ROUNDS = 800_000, 3


@dataclass(frozen=True)
class Comparison:
    """A ratio of two cases of one group, and the goal it should not exceed; None where there is no goal."""

    ours: str
    peer: str
    goal: float | None = None
    what: str = "whole"


Part = tuple[Group, Sequence[Comparison]]


def script(name: str, file: str, *arguments: str, verify: Sequence[str] = ()) -> Case:
    """Return a case that runs a script of ``cases/``."""
    return Case(name, (sys.executable, f"{HERE}/cases/{file}.py", *arguments), verify)


def pandoc(name: str, source: str, *options: str, verify: Sequence[str] = ()) -> Case:
    """Return a case in which pandoc makes a Word document of Markdown."""
    command = (PANDOC or "pandoc", *options, source, "-o", f"out/{Path(source).stem}-pandoc.docx")
    return Case(name, command, verify, absent="" if PANDOC else "pandoc is not installed on this machine")


def reports() -> Iterator[Part]:
    """Yield (a): the example's report, without and with photographs."""
    for name, title, goal in (
        ("example", "(a) The example's report", 0.7),
        ("example-photographs", "(a) The example's report with ten photographs of 1,200 × 800 pixels", 0.7),
        ("example-camera", "(a) The example's report with ten photographs of 4,000 × 3,000 pixels", None),
    ):
        ours = Case("kcss report", (program("kcss"), "report", name, "-o", f"out/{name}.docx"))
        peer = pandoc("pandoc", f"{name}.md")
        yield Group(title, (ours, peer)), [Comparison("kcss report", "pandoc", goal)]


def documents(slow: bool) -> Iterator[Part]:
    """Yield (b): the writers of Word documents on the long report, and ten times the pictures."""

    def checked(file: str) -> tuple[str, ...]:
        return sys.executable, f"{HERE}/cases/document.py", f"out/{file}.docx"

    cases = [
        script("kcss-docx", "kcss_document", "long.json", "out/kcss.docx", verify=checked("kcss")),
        pandoc("pandoc", "long.md", verify=checked("long-pandoc")),
        pandoc("pandoc, GitHub's Markdown", "long.md", "--from", "gfm", verify=checked("long-pandoc")),
        script("docxtpl", "docxtpl_document", "long.json", "template.docx", "out/tpl.docx", verify=checked("tpl")),
        script("python-docx, row.cells", "python_docx_document", "long.json", "out/rows.docx", verify=checked("rows")),
    ]
    if slow:
        cell = ("python_docx_document", "long.json", "out/cell.docx", "--cell")
        cases.append(script("python-docx, table.cell()", *cell, verify=checked("cell")))
    alive = "kcss-docx, 2,000 living values"
    cases.append(script(alive, "kcss_document", "long.json", "out/alive.docx", "--alive"))
    compared = [
        Comparison("kcss-docx", "pandoc", 0.1),
        Comparison(alive, "pandoc", 0.1),
        Comparison("kcss-docx", "pandoc, GitHub's Markdown", 0.1),
        Comparison("kcss-docx", "docxtpl", 0.5),
        Comparison("kcss-docx", "docxtpl", 0.5, "work"),
        *(Comparison("kcss-docx", case.name, None, what) for case in cases[4:-1] for what in ("whole", "work")),
    ]
    yield Group("(b) A report of 2,000 paragraphs and 100 tables of 50 × 6", cases), compared
    cases, compared = [], []
    for name, file in (("kcss-docx", "kcss_document"), ("python-docx", "python_docx_document")):
        few, many = f"{name}, 20 pictures", f"{name}, 200 pictures"
        for number, case in ((20, few), (200, many)):
            cases.append(script(case, file, f"pictures-{number}.json", f"out/{file}-{number}.docx"))
        compared.append(Comparison(many, few, 10 if name == "kcss-docx" else None, "work"))
    cases += [pandoc(f"pandoc, {number} pictures", f"pictures-{number}.md") for number in (20, 200)]
    compared.append(Comparison("pandoc, 200 pictures", "pandoc, 20 pictures"))
    yield Group("(b) Ten times the pictures", cases), compared


def figures(sizes: Sequence[int]) -> Iterator[Part]:
    """Yield (c): load, check and figures, from cold start; goals at the smallest size."""
    for size in sizes:
        cases = [
            script(engine, f"{engine}_figures", f"{size}/records" if engine != "kcss" else str(size))
            for engine in ENGINES
        ]
        goals: Mapping[str, float] = {"polars": 0.6, "pandas": 0.35} if size == sizes[0] else {}
        compared = [Comparison("kcss", engine, goals.get(engine)) for engine in ENGINES[1:]]
        yield Group(f"(c) Load, check and figures of {size:,} participations", cases), compared
        if size <= AS_WORKBOOK:
            yield from workbooks(size, is_smallest=size == sizes[0])
        load = [
            script(LOADERS[0], "kcss_figures", str(size), "--load"),
            script(LOADERS[1], "cattrs_load", f"{size}/records"),
        ]
        goal = 0.4 if size == LARGE else None
        compared = [Comparison(load[0].name, load[1].name, goal if what == "work" else None, what) for what in TIMES]
        yield Group(f"(c) Loading alone of {size:,} participations", load), compared
        few, many = (
            script(f"kcss, {number:,} figures", "kcss_many", str(size), str(number)) for number in (10, 1000)
        )
        compared = [Comparison(many.name, few.name, 1.5, what) for what in TIMES]
        yield Group(f"(c) A thousand figures of {size:,} participations", (few, many)), compared


def workbooks(size: int, *, is_smallest: bool) -> Iterator[Part]:
    """Yield (c) with the participations in a workbook; pandas reads it by openpyxl, which takes long."""
    file = f"{size}-xlsx/records/participations.xlsx"
    cases = [script("kcss", "xlsx_read", file, "kcss"), script("calamine, cells", "xlsx_read", file, "calamine")]
    compared = [Comparison("kcss", "calamine, cells", 1.4, what) for what in TIMES]
    yield Group(f"(c) Reading a workbook of {size:,} participations", cases), compared
    if is_smallest:
        cases = [
            script("kcss", "kcss_figures", f"{size}-xlsx"),
            script("pandas, openpyxl", "pandas_figures", f"{size}-xlsx/records"),
        ]
        compared = [Comparison("kcss", "pandas, openpyxl", 0.35)]
        yield Group(f"(c) Load, check and figures of a workbook of {size:,} participations", cases), compared


def start() -> Iterator[Part]:
    """Yield (d): start-up."""
    ours = Case("kcss --help", (program("kcss"), "--help"))
    bare = Case("import click", (sys.executable, "-c", "import click"))
    yield Group("(d) Start-up", (ours, bare)), [Comparison("kcss --help", "import click", 2)]


def living() -> Iterator[Part]:
    """Yield (e): an edited document of 2,000 values; the least that another program does is to open and save it."""
    file = "out/living.docx"
    making = (sys.executable, f"{HERE}/cases/living_document.py", "make", file)
    subprocess.run(making, check=True)
    audit = script("kcss docx audit", "living_document", "audit", file)
    refresh = script("kcss docx refresh", "living_document", "refresh", file)
    saving = script("python-docx, open and save", "python_docx_save", file)
    chart = script("one chart", "living_document", "chart", file)
    compared = [Comparison(one.name, saving.name, None, "work") for one in (audit, refresh)]
    title = "(e) A document of 2,000 values and a chart; half a second of work each"
    yield Group(title, (audit, refresh, saving)), compared
    yield Group("(e) Refresh of a chart; 0.02 seconds of work", (chart,)), []


# ---------------------------------------------------------------- tables


def case_rows(group: Group, runs: Mapping[str, list[Run]]) -> Iterator[str]:
    """Yield the table of a group's cases."""
    yield f"### {group.title}\n"
    yield "| case | whole s | work s | CPU s | peak MB | command |\n|---|--:|--:|--:|--:|---|"
    for case in group.cases:
        command = shlex.join(case.command).replace(sys.executable, "python").replace(f"{HERE}/", "")
        command = command.replace(f"{program('kcss')} ", "kcss ").replace(f"{PANDOC} ", "pandoc ")
        if case.absent:
            yield f"| {case.name} | {case.absent} | | | | `{command}` |"
            continue
        mine = runs[case.name]
        work = middle(mine, "work")
        numbers = (
            f"{middle(mine, 'whole'):.3f} | {'' if work is None else f'{work:.3f}'} | "
            f"{middle(mine, 'cpu'):.3f} | {(middle(mine, 'memory') or 0) / 1e6:.0f}"
        )
        yield f"| {case.name} | {numbers} | `{command}` |"
    yield ""


def comparison_row(group: Group, one: Comparison, runs: Mapping[str, list[Run]]) -> str:
    """Return the row of one ratio."""
    found = ratio(runs[one.ours], runs[one.peer], one.what) if {one.ours, one.peer} <= runs.keys() else None
    goal = "" if one.goal is None else f"≤ {one.goal:g}"
    verdict = "" if one.goal is None or found is None else "met" if found.middle <= one.goal else "**not met**"
    return f"| {group.title} | {one.ours} / {one.peer} | {one.what} | {found or 'not run'} | {goal} | {verdict} |"


def slopes(results: Mapping[str, Mapping[str, list[Run]]], sizes: Sequence[int]) -> Iterator[str]:
    """Yield how memory and time of the engines grow from one size to ten times as many rows."""
    yield "### (c) Growth\n"
    yield "| engine | from | to | whole × | work × | exponent | bytes a row |\n|---|--:|--:|--:|--:|--:|--:|"
    steps = [*pairwise(sizes), *([(sizes[0], sizes[-1])] if len(sizes) > 2 else [])]
    for few, many in steps:
        whole = [(name, "(c) Load, check and figures of {:,} participations") for name in ENGINES]
        for engine, group in (*whole, *((name, "(c) Loading alone of {:,} participations") for name in LOADERS)):
            small, large = (results[group.format(size)][engine] for size in (few, many))
            # Medians of their own, because so many rows are not run as often as few.
            times = [(middle(large, what) or 0) / (middle(small, what) or 1) for what in TIMES]
            more = (middle(large, "memory") or 0) - (middle(small, "memory") or 0)
            numbers = f"{times[0]:.1f} | {times[1]:.1f} | {log(times[1]) / log(many / few):.2f}"
            yield f"| {engine} | {few:,} | {many:,} | {numbers} | {more / (many - few):.0f} |"
    yield ""


def machine(rounds: int) -> str:
    """Return what the numbers depend on, as a paragraph."""
    name = ""
    if Path("/proc/cpuinfo").is_file():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    names = ("polars", "pandas", "openpyxl", "python-calamine", "pydantic", "cattrs", "docxtpl", "python-docx")
    peers = [f"{peer} {version(peer)}" for peer in names]
    if PANDOC:
        said = subprocess.run((PANDOC, "--version"), capture_output=True, text=True, check=True).stdout
        peers.append(said.splitlines()[0])
    return (
        f"{time.strftime('%Y-%m-%d')}; {name or platform.machine()}, {os.cpu_count()} CPUs, "
        f"{platform.system()}; Python {platform.python_version()}; kcss-core {version('kcss-core')}; "
        f"{', '.join(peers)}; medians of {rounds} rounds after one to warm up, "
        f"{min(rounds, FEW_ROUNDS)} with {LARGE:,} rows, ratios with their range."
    )


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="how often each case is run (7)")
    parser.add_argument("--only", default="abcde", help="parts to run, such as ac (abcde)")
    parser.add_argument("--large", action="store_true", help="also 800,000 participations; takes minutes a round")
    parser.add_argument("--slow", action="store_true", help="also python-docx with table.cell(); minutes a round")
    parser.add_argument("--save", action="store_true", help="write the tables to bench/results.md too")
    asked = parser.parse_args()
    sizes = (8_000, 80_000, *([LARGE] if asked.large else []))
    print("bench: making the data ...", file=sys.stderr)
    subprocess.run((sys.executable, f"{HERE}/data.py", str(FOLDER), *map(str, sizes)), check=True)
    os.chdir(FOLDER)
    found = (reports(), documents(asked.slow), figures(sizes), start(), living())
    parts = [part for letter, group in zip("abcde", found, strict=True) if letter in asked.only for part in group]
    results = {}
    for group, _ in parts:
        print(f"bench: {group.title} ", end="", file=sys.stderr)
        rounds = min(asked.rounds, FEW_ROUNDS) if f"{LARGE:,}" in group.title else asked.rounds
        results[group.title] = measure(group, rounds)
        print(file=sys.stderr)
    lines = ["# Results\n", machine(asked.rounds), "", "## Ratios\n"]
    lines.append("| what | ours / peer | time | ratio | goal | |\n|---|---|---|--:|--:|---|")
    lines += [comparison_row(group, one, results[group.title]) for group, compared in parts for one in compared]
    lines += ["", "## Cases\n"]
    lines += [line for group, _ in parts for line in case_rows(group, results[group.title])]
    if "c" in asked.only:
        lines += slopes(results, sizes)
    text = "\n".join(lines)
    print(text)
    if asked.save:
        (HERE / "results.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except BenchError as error:
        sys.exit(f"bench: {error}")
