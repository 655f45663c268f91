"""Measure what kcss check notices: change one number, name, attribution or date of a workspace at random, many times.

Usage: python bench/mutations.py WORKSPACE [--number 200] [--seed 1] [--publish] [--show]

Each time one thing is changed in a copy of the workspace, everything is checked, and the change is put back. A change
is noticed if there is an error or a warning more than before; a warning that only reads differently does not count, and
neither does a note. With --publish the reports are frozen first, as after kcss publish. --show lists what was missed.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from attrs import frozen

import kcss_core as kcss
from kcss_core.cli import main as command

KINDS = ("number", "name", "attribution", "date")

# Keys and headers of what is changed. Lines and pages say where a statement stands, and are not among them.
NUMBERS = (
    "value|percent|number|sample_size|women|men|non_binary|undisclosed|not_recorded|total|Gra|Burra|Të tjerë|Gjithsej"
)
NAMES = "title|name|short_name|caption|scheme|consortium|acronym"
REFERENCES = "programs?|projects?|partners|funders|institutions|figure|program"
DATES = "date|start|end|reported|in_force|founded|since|until|started|ended|period"

_STRING = r'"(?:[^"\\]|\\.)*"'
_TEXT = rf"(?:{_STRING}|\{{[^}}\n]*\}}|\[[^\]]*\])"


@frozen
class Site:
    """One thing that can be changed: its kind, the file, where it stands, and what stands there.

    Attributes:
        part: Member of a workbook; empty for a file of text.
    """

    kind: str
    file: str
    start: int
    end: int
    words: str
    part: str = ""


def main() -> None:
    """Change, check, put back, and print the share that was noticed, by kind."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("workspace")
    arguments.add_argument("--number", type=int, default=200, help="how many changes")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--publish", action="store_true", help="freeze the reports first")
    arguments.add_argument("--show", action="store_true", help="list what was missed")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        shutil.copytree(given.workspace, root)
        measure(root, given.number, random.Random(given.seed), publish=given.publish, show=given.show)  # no secret


def measure(root: Path, number: int, dice: random.Random, *, publish: bool, show: bool) -> None:
    """Print what was noticed of a number of changes to a workspace that may be changed."""
    plugins = kcss.load_plugins()
    if publish:
        for report in kcss.load(root, plugins=plugins).report_ids:
            command(["publish", str(root), report], standalone_mode=False)
    before = found(root, plugins)
    sites = list(all_sites(root))
    tried: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    for _ in range(number):
        # Every kind is tried as often as the others, though there are more names than dates.
        kind = dice.choice(sorted({site.kind for site in sites}))
        site = dice.choice([site for site in sites if site.kind == kind])
        words = another(site, sites, dice)
        after = changed(root, site, words, lambda: found(root, plugins))
        tried[kind] += 1
        if after - before:
            noticed[kind] += 1
        elif show:
            print(f"missed: {site.file} {site.part} {kind}: {site.words!r} -> {words!r}")
    for kind in KINDS:
        if tried[kind]:
            share = round(100 * noticed[kind] / tried[kind])
            print(f"{kind}: {noticed[kind]} of {tried[kind]} noticed ({share} percent)")


def found(root: Path, plugins: kcss.Plugins) -> Counter[tuple[str, str]]:
    """Return how many errors and warnings there are, by code and file."""
    try:
        problems = kcss.check(kcss.load(root, plugins=plugins), plugins=plugins)
    except kcss.DataError as error:
        problems = error.problems
    heavy = (problem for problem in problems if problem.severity is not kcss.Severity.NOTE)
    return Counter((one.code, "" if one.origin is None else one.origin.file) for one in heavy)


# ---------------------------------------------------------------- what can be changed


def all_sites(root: Path) -> Iterator[Site]:
    """Yield everything that can be changed in the files of a workspace, frozen reports left out."""
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        file = path.relative_to(root).as_posix()
        if path.name.startswith("~$") or file in ("faults.csv", "kcss.toml") or path.name == "published.toml":
            continue
        if path.suffix == ".toml":
            yield from _of_toml(path.read_text("utf-8"), file)
        elif path.suffix == ".csv":
            yield from _of_csv(_decoded(path), file)
        elif path.suffix == ".md" and "reports" in path.parts:
            yield from _of_chapter(path.read_text("utf-8"), file)
        elif path.suffix == ".xlsx":
            yield from _of_workbook(path, file)


def _of_toml(text: str, file: str) -> Iterator[Site]:
    def sites(kind: str, keys: str, value: str, inside: str) -> Iterator[Site]:
        for match in re.finditer(rf"(?:^|[{{,]\s*)(?:{keys})(?:\.[\w-]+)?\s*=\s*({value})", text, re.MULTILINE):
            for one in re.finditer(inside, match[1]):
                start = match.start(1) + one.start("it")
                yield Site(kind, file, start, start + len(one["it"]), one["it"])

    # Titles of figures and of reports are words about numbers; names are those of records and statements.
    yield from sites("number", NUMBERS, r"\d[\d_]*", r"(?P<it>\d+)")
    yield from sites("date", DATES, r'"?\d{4}[^\n,}]*', r"(?P<it>\d{4}(?:-\d\d)?(?:-\d\d)?)")
    if file.startswith("records/") or file == "statements.toml":
        yield from sites("name", f"{NAMES}|items", _TEXT, r'"(?P<it>[^"\\]{5,})"')
        yield from sites("attribution", REFERENCES, _TEXT, r'"(?P<it>[\w.-]+)"')


def _of_csv(text: str, file: str) -> Iterator[Site]:
    lines = text.splitlines(keepends=True)
    delimiter = ";" if ";" in lines[0] else ","
    header = [name.strip().partition(".")[0] for name in lines[0].split(delimiter)]
    position = len(lines[0])
    for line in lines[1:]:
        cells = list(re.finditer(rf'"[^"]*"|[^{delimiter}"\r\n]+', line))
        columns = [line.count(delimiter, 0, cell.start()) for cell in cells]
        for cell, column in zip(cells, columns, strict=True):
            kind = _kind_of_column(header[column]) if '"' not in line[: cell.start()] and column < len(header) else None
            words = cell[0].strip('"')
            start = position + cell.start() + cell[0].index(words)
            if kind == "attribution":
                for one in re.finditer(r"[\w.-]+", words):
                    yield Site(kind, file, start + one.start(), start + one.end(), one[0])
            elif kind is not None and (kind != "number" or words.isdecimal()):
                yield Site(kind, file, start, start + len(words), words)
        position += len(line)


def _kind_of_column(name: str) -> str | None:
    for kind, names in zip(KINDS, (NUMBERS, NAMES, REFERENCES, DATES), strict=True):
        if re.fullmatch(names, name):
            return kind
    return None


def _of_chapter(text: str, file: str) -> Iterator[Site]:
    for match in re.finditer(r"\{value\}`([\w.-]+)", text):
        yield Site("attribution", file, match.start(1), match.end(1), match[1])
    unread = re.compile(r"\{[\w-]+\}`[^`]*`|^:.*$|\{#[^}]*\}|\]\([^)]*\)", re.MULTILINE)
    bare = unread.sub(lambda match: " " * len(match[0]), text)
    for match in re.finditer(r"(?<![\w-])\d+(?![\w-])", bare):
        kind = "date" if re.fullmatch(r"(19|20)\d\d", match[0]) else "number"
        yield Site(kind, file, match.start(), match.end(), match[0])
    for match in re.finditer(r"(?:[A-Z]\w+ (?:(?:and|of|in|the|for) )*)+[A-Z]\w+", bare):
        yield Site("name", file, match.start(), match.end(), match[0])


def _of_workbook(path: Path, file: str) -> Iterator[Site]:
    with zipfile.ZipFile(path) as archive:
        for part in sorted(archive.namelist()):
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part):
                text = archive.read(part).decode()
                # The first column of a list holds the numbers of its rows.
                for match in re.finditer(r'<c r="(?!A\d)[A-Z]+\d+"(?: s="\d+")?><v>(\d+)</v>', text):
                    kind = "date" if int(match[1]) > 40_000 else "number"
                    yield Site(kind, file, match.start(1), match.end(1), match[1], part)


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1250")


# ---------------------------------------------------------------- changing


def another(site: Site, sites: list[Site], dice: random.Random) -> str:
    """Return what is written instead."""
    if site.kind == "number":
        number = int(site.words)
        numbers = {number + 1, number - 1, number + dice.randint(2, 9), number * 10, int(site.words[::-1])}
        return str(dice.choice(sorted(one for one in numbers if one >= 0 and one != number)))
    if site.kind == "date":
        parts = re.findall(r"\d+|\D+", site.words)
        if len(parts) == 1 and len(parts[0]) != 4:
            return str(int(parts[0]) + dice.choice((-400, -30, -1, 1, 30, 400)))
        index = dice.randrange(0, len(parts), 2)
        moved = int(parts[index]) + dice.choice((-1, 1))
        highest = 9999 if index == 0 else 12 if index == 2 else 28
        parts[index] = f"{min(max(moved, 1), highest):0{len(parts[index])}}"
        written = "".join(parts)
        return written if written != site.words else another(site, sites, dice)
    if site.kind == "attribution":
        others = {one.words for one in sites if one.kind == "attribution" and _sort(one) == _sort(site)} - {site.words}
        return dice.choice(sorted(others)) if others else f"{site.words}x"
    return misspelt(site.words, dice)


def _sort(site: Site) -> tuple[str, int]:
    """Return what a reference can stand for another of: those of chapters, of statements, of each file of records."""
    return (site.file if site.file.startswith("records/") else Path(site.file).suffix, site.words.count("."))


def misspelt(words: str, dice: random.Random) -> str:
    """Return words with a letter left out, doubled or exchanged with its neighbor, or a short word left out."""
    places = [match.start() for match in re.finditer(r"(?<=\w)\w(?=\w)", words)]
    place = dice.choice(places) if places else 0
    letter = words[place]
    ways = [words[:place] + words[place + 1 :], words[:place] + letter + words[place:]]
    ways.append(words[: place - 1] + letter + words[place - 1] + words[place + 1 :] if place else words + "s")
    ways += [re.sub(rf"\b{word} ", "", words, count=1) for word in ("the", "and", "of")]
    return dice.choice([way for way in ways if way != words] or [words + "s"])


def changed(
    root: Path, site: Site, words: str, then: Callable[[], Counter[tuple[str, str]]]
) -> Counter[tuple[str, str]]:
    """Return what a function says while a thing is changed; afterwards the file is as it was."""
    path = root / site.file
    data = path.read_bytes()
    try:
        if site.part:
            _change_workbook(path, site, words)
        else:
            encoding = "utf-8" if path.suffix != ".csv" or data == _decoded(path).encode() else "cp1250"
            text = data.decode(encoding)
            path.write_bytes((text[: site.start] + words + text[site.end :]).encode(encoding))
        return then()
    finally:
        path.write_bytes(data)


def _change_workbook(path: Path, site: Site, words: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[site.part].decode()
    parts[site.part] = (text[: site.start] + words + text[site.end :]).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


if __name__ == "__main__":
    main()
