"""Runs commands as processes of their own and compares them round by round. Knows no case; standard library only.

The process that measures stays small: on Linux a child's peak memory is never reported below its parent's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


class BenchError(Exception):
    """A case failed, or two cases came to different results; its text is a sentence for the user."""


@dataclass(frozen=True)
class Case:
    """A command to measure.

    Attributes:
        name: What the table calls it.
        command: Program and arguments. Its last line of output may be a JSON object with ``work`` (seconds inside the
            process, after imports) and ``check`` (what it came to).
        verify: Command that prints the ``check`` of what was written, after the first run and outside of all times.
        absent: Why it cannot run on this machine; empty where it can.
    """

    name: str
    command: Sequence[str]
    verify: Sequence[str] = ()
    absent: str = ""


@dataclass(frozen=True)
class Run:
    """One run of one case. **Units**: seconds; ``memory`` is the peak resident set in bytes."""

    whole: float
    work: float | None
    cpu: float
    memory: int
    check: str | None


@dataclass(frozen=True)
class Group:
    """Cases that are run in turn; those that tell a ``check`` must all come to the same."""

    title: str
    cases: Sequence[Case]


def run(case: Case) -> Run:
    """Return what one run took.

    Raises:
        BenchError: The command failed; carries the end of what it said.
    """
    # As on anyone's machine: modules are compiled once, in the round to warm up, whatever this shell has set.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    started = time.perf_counter()
    process = subprocess.Popen(case.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    assert process.stdout and process.stderr
    # Output is one line or a page of help, so that neither pipe fills while the other is read.
    said, complained = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    whole = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    process.stderr.close()
    if process.returncode != 0:
        end = complained.decode(errors="replace").strip()[-2000:]
        raise BenchError(f"{case.name}: exit code {process.returncode} from {' '.join(case.command)}\n{end}")
    lines = said.decode(errors="replace").strip().splitlines()
    told = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    return Run(
        whole,
        told.get("work"),
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        told.get("check"),
    )


def measure(group: Group, rounds: int) -> dict[str, list[Run]]:
    """Return the runs of every case that can run: interleaved, in rotating order, after one round to warm up.

    Raises:
        BenchError: A case failed, or two came to different results.
    """
    cases = [case for case in group.cases if not case.absent]
    _agree(group.title, {case.name: _first_check(case) for case in cases})
    runs: dict[str, list[Run]] = {case.name: [] for case in cases}
    for number in range(rounds):
        turn = number % len(cases)
        for case in (*cases[turn:], *cases[:turn]):
            runs[case.name].append(run(case))
            print(".", end="", file=sys.stderr, flush=True)
    return runs


def _first_check(case: Case) -> str | None:
    first = run(case)
    return run(Case(case.name, case.verify)).check if case.verify else first.check


def _agree(title: str, checks: Mapping[str, str | None]) -> None:
    told = {name: check for name, check in checks.items() if check is not None}
    if len(set(told.values())) > 1:
        found = "; ".join(f"{name}: {check}" for name, check in told.items())
        raise BenchError(f"{title}: expected one result of all cases, got {found}")


@dataclass(frozen=True)
class Ratio:
    """Ours over a peer's, in the same round: median, lowest and highest of all rounds."""

    middle: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.low:.2f}–{self.high:.2f})"


def ratio(ours: Sequence[Run], theirs: Sequence[Run], what: str = "whole") -> Ratio | None:
    """Return the ratio of two cases, paired by round; None where one of them does not tell."""
    pairs = [(getattr(a, what), getattr(b, what)) for a, b in zip(ours, theirs, strict=True)]
    if any(a is None or not b for a, b in pairs):
        return None
    ratios = sorted(a / b for a, b in pairs)
    return Ratio(median(ratios), ratios[0], ratios[-1])


def middle(runs: Sequence[Run], what: str) -> float | None:
    """Return the median of one measure over all rounds; None where the case does not tell."""
    values = [getattr(one, what) for one in runs]
    return None if None in values else median(values)


def program(name: str) -> str:
    """Return the path of a program of the environment that runs the bench."""
    return str(Path(sys.executable).with_name(name))
