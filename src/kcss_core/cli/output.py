"""How commands print: problems in three formats, rows, bytes, and what takes long. Decides nothing."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from kcss_core.problems import Problem, Severity

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_MOST_LINES = 20
# Problems that are not of the data: of files that everything rests on, and of plugins.
_CODES = {"manifest.missing": 3, "manifest.unreadable": 3, "plugin.not-loaded": 4, "plugin.failed": 4}
_MOST_ALIKE = 3
_LONG = 2.0
# Characters a line where nobody reads at a screen: a row stays in one line, for other programs to search.
_UNBOUNDED = 100_000


def problem_table(problems: Iterable[Problem], *, is_whole: bool = True) -> str:
    """Return problems for a reader, by file and by what to do; at the end those that are silenced, by code and reason.

    What several problems of a file have in common to do is said once, above them; several notes come last.

    Args:
        is_whole: Whether each note is told; otherwise many notes with one code are one line at the end, with how many
            they are and where the first of them stand. Errors and warnings are always told one by one.
    """
    problems = tuple(problems)
    lines: list[str] = []
    alike = {} if is_whole else _many_notes(problems)
    counting = (problem for problem in problems if not problem.silenced and problem.code not in alike)
    for file, group in groupby(counting, key=lambda one: "" if one.origin is None else _file(one)):
        lines += ["", click.style(file or "(the workspace)", bold=True)]
        by_hint: dict[object, list[Problem]] = {}
        for problem in group:
            by_hint.setdefault(problem.hint or id(problem), []).append(problem)
        for group_ in sorted(by_hint.values(), key=_is_of_notes):
            lines += _problem_lines(group_)
    if alike:
        lines += ["", click.style("(many alike)", bold=True)]
        for notes in alike.values():
            lines += _summed_up(notes)
        lines.append("  -> kcss check --verbose tells each of them")
    silenced = Counter((problem.code, problem.silenced) for problem in problems if problem.silenced)
    if silenced:
        lines += ["", click.style("(silenced in kcss.toml)", bold=True)]
        lines += [f"  {number} {code}: {reason}" for (code, reason), number in sorted(silenced.items())]
    return "\n".join(lines[1:])


def _many_notes(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """Return the notes of each code that more of them have than are worth a line each."""
    notes: dict[str, list[Problem]] = {}
    others = set()
    for problem in problems:
        if problem.severity is not Severity.NOTE:
            others.add(problem.code)
        elif not problem.silenced:
            notes.setdefault(problem.code, []).append(problem)
    return {code: found for code, found in notes.items() if len(found) > _MOST_ALIKE and code not in others}


def _summed_up(notes: list[Problem]) -> Iterator[str]:
    """Yield how many notes of one code there are, the words of the first, and the first two places."""
    places = list(dict.fromkeys(str(problem.origin) for problem in notes if problem.origin is not None))
    word = click.style(f"{len(notes)} notes", fg=_COLORS[Severity.NOTE])
    messages = {problem.message for problem in notes}
    such = "" if len(messages) == 1 else "such as: "
    yield f"  {word}: {such}{notes[0].message}  [{notes[0].code}]"
    yield from (f"    first: {place}" for place in places[:1])
    yield from (f"    then:  {place}" for place in places[1:2])
    hints = {problem.hint for problem in notes}
    if len(hints) == 1 and notes[0].hint is not None:
        yield f"    -> {notes[0].hint}"


def _file(problem: Problem) -> str:
    origin = problem.origin
    assert origin is not None
    return origin.file if origin.sheet is None else f"{origin.file} · {origin.sheet}"


def _is_of_notes(alike: list[Problem]) -> bool:
    return len(alike) > 1 and all(problem.severity is Severity.NOTE for problem in alike)


def _problem_lines(alike: list[Problem]) -> Iterator[str]:
    """Yield one problem and what to do about it, or what to do about several and then these."""
    hint = alike[0].hint
    if len(alike) > 1:
        yield f"  -> {hint}"
        yield from (f"    {_problem_line(problem)}" for problem in alike)
        return
    yield f"  {_problem_line(alike[0])}"
    if hint is not None:
        yield f"    -> {hint}"


def _problem_line(problem: Problem) -> str:
    origin = problem.origin
    place = ""
    if origin is not None:
        place = " ".join(str(part) for part in (origin.row, origin.part) if part is not None)
    word = click.style(problem.severity.value, fg=_COLORS[problem.severity])
    return f"{f'{place}: ' if place else ''}{word}: {problem.message}  [{problem.code}]"


def problem_document(problems: Iterable[Problem]) -> dict[str, Any]:
    """Return problems for a program, as JSON can hold them."""
    problems = tuple(problems)
    rows = [dict(zip(PROBLEM_HEADER, _problem_cells(problem), strict=True)) for problem in problems]
    return {"schema_version": 1, **counts(problems), "problems": rows}


PROBLEM_HEADER = ("severity", "code", "file", "sheet", "row", "part", "message", "hint", "silenced")


def _problem_cells(problem: Problem) -> list[Any]:
    origin = problem.origin
    place = (None,) * 4 if origin is None else (origin.file, origin.sheet, origin.row, origin.part)
    return [problem.severity.value, problem.code, *place, problem.message, problem.hint, problem.silenced or None]


def problem_csv(problems: Iterable[Problem], language: str) -> bytes:
    """Return problems for a spreadsheet, as those of a language expect them."""
    from kcss_core.builtin.exporters.csv import guarded, table

    rows = [["" if cell is None else guarded(str(cell)) for cell in _problem_cells(one)] for one in problems]
    return table([list(PROBLEM_HEADER), *rows], language)


def counts(problems: Iterable[Problem]) -> dict[str, int]:
    """Return how many problems there are of each severity, and how many are silenced."""
    counted = Counter("silenced" if problem.silenced else f"{problem.severity.value}s" for problem in problems)
    return {name: counted[name] for name in (*(f"{severity.value}s" for severity in Severity), "silenced")}


def exit_code(problems: Iterable[Problem], *, strict: bool = False) -> int:
    """Return what a command exits with for problems: the largest code of what they are.

    Args:
        strict: Whether warnings count as errors do.
    """
    counting = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return max((_CODES.get(one.code, int(one.severity in counting)) for one in problems), default=0)


def counted(problems: Iterable[Problem]) -> str:
    """Return how many problems there are, in words: ``2 errors, 1 warning``."""
    parts = [
        f"{number} {name.removesuffix('s') if number == 1 else name}"
        for name, number in counts(problems).items()
        if number
    ]
    return ", ".join(parts) or "no problems"


def summarize(problems: Iterable[Problem]) -> None:
    """Print errors and warnings on stderr: errors first, a few of each code, not more than a screen."""
    shown = [problem for problem in problems if problem.severity is not Severity.NOTE]
    shown.sort(key=lambda problem: problem.severity is not Severity.ERROR)
    seen: Counter[str] = Counter()
    lines: list[str] = []
    for problem in shown:
        seen[problem.code] += 1
        if seen[problem.code] <= _MOST_ALIKE and len(lines) < _MOST_LINES:
            lines.append(f"{click.style(problem.severity.value, fg=_COLORS[problem.severity])}: {problem}")
    left = len(shown) - len(lines)
    if left:
        lines.append(f"… and {left} more; kcss check shows all")
    for line in lines:
        click.echo(line, err=True)


def rows_table(header: list[str], rows: list[list[str]], ends: Iterable[str] = ()) -> str:
    """Return rows for a reader, in aligned columns.

    Args:
        ends: Names of the columns that are set at their end.
    """
    from kcss_core.builtin.exporters.text import table_lines

    at_end = set(ends)
    return "\n".join(table_lines(header, rows, [name in at_end for name in header], page_width()))


def page_width() -> int:
    """Return how many characters fit in a line of the terminal; very many where nobody reads at one."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else _UNBOUNDED


def write_out(data: bytes | str, path: Path | None) -> None:
    """Write to a file, whole or not at all, or to stdout; bytes go out as they are, whatever the console."""
    if isinstance(data, str) and path is None:
        click.echo(data, nl=not data.endswith("\n"))
        return
    data = data if isinstance(data, bytes) else data.encode()
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from kcss_core.export import write

    click.echo(write(data, path))


@contextmanager
def slow(what: str) -> Iterator[None]:
    """Say on stderr what is being done, once it has taken long, and only to a person at a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from threading import Timer

    timer = Timer(_LONG, lambda: click.echo(f"{what} …", err=True))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
