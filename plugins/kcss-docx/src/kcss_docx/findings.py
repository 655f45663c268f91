"""Findings of an audit as a table, JSON or CSV. Decides nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from kcss_docx.refreshing import Done
from kcss_docx.statuses import MEANINGS, Finding, Kind, Status

HEADER = ("status", "kind", "label", "address", "heading", "printed", "shown", "now", "note")
_LONGEST = 36


def cells(finding: Finding) -> list[str]:
    """Return a finding as a row under `HEADER`."""
    return [
        finding.status.value,
        finding.kind.value,
        finding.label,
        "" if finding.address is None else str(finding.address),
        finding.heading,
        finding.printed,
        finding.shown,
        finding.now,
        finding.note,
    ]


def counted(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many places have each status, in the order of the statuses."""
    counts = Counter(finding.status for finding in findings)
    return {status.value: counts[status] for status in Status if counts[status]}


def as_table(findings: Sequence[Finding]) -> str:
    """Return findings for a reader, with the meaning of each status that stands among them."""
    from kcss_core.cli.output import rows_table

    rows = [
        [
            one.status.value,
            _short(one.heading),
            _short(one.label),
            _short(one.printed),
            _short(one.shown),
            _short(one.now),
            one.note,
        ]
        for one in findings
    ]
    table = rows_table(["status", "under", "value", "printed", "shows", "records say", "note"], rows)
    told = [status for status in Status if any(one.status is status for one in findings)]
    meanings = "\n".join(f"{status.value}: {MEANINGS[status]}" for status in told)
    return f"{table}\n\n{meanings}"


def done_table(done: Sequence[Done]) -> str:
    """Return what a refresh did, for a reader."""
    from kcss_core.cli.output import rows_table

    rows = [[one.what, _short(one.heading), _short(one.label), _short(one.was), _short(one.now)] for one in done]
    return rows_table(["done", "under", "what", "was", "now"], rows)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


def as_json(findings: Sequence[Finding], document: str) -> str:
    """Return findings for a program."""
    rows = [dict(zip(HEADER, cells(one), strict=True)) for one in findings]
    whole = {"schema_version": 1, "document": document, "counts": counted(findings), "findings": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def as_csv(findings: Sequence[Finding], language: str) -> bytes:
    """Return findings for a spreadsheet, as those of a language expect them."""
    from kcss_core.builtin.exporters.csv import guarded, table

    return table([list(HEADER), *([guarded(cell) for cell in cells(one)] for one in findings)], language)


def summary(findings: Sequence[Finding]) -> str:
    """Return one line: how many places there are, and how many of each status."""
    no_places = (Status.LOOSE_NUMBER, Status.MISSING)
    places = sum(1 for one in findings if one.status not in no_places and one.kind is not Kind.SIDE_FILE)
    told = ", ".join(f"{number} {status}" for status, number in counted(findings).items())
    return number_of(places, "place") + (f": {told}" if told else "")


def number_of(count: int, what: str) -> str:
    """Return how many there are of something: ``1 place``, ``2 places``."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
