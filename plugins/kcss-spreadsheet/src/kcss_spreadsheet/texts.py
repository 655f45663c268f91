"""A CSV file as one sheet without a name. Knows the core's reader of CSV, and nothing of what rows mean."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from kcss_core.builtin.readers import read_csv
from kcss_core.origin import Origin
from kcss_core.problems import Problem
from kcss_core.reading.raw import Raw, RawTable, Source
from kcss_spreadsheet.sheets import Sheet

_NAMELESS = ""
# The core's reader wants to know what rows are before it has seen any; it looks nothing up.
_ANY_FAMILY = "participants"


def text_sheets(source: Source) -> tuple[Iterable[Sheet], tuple[Problem, ...], dict[str, str]]:
    """Return the only sheet of a CSV file, with true line numbers, what is wrong, and what was guessed."""
    options = {name: value for name, value in source.options.items() if name not in ("keep_names", "activity_from")}
    plain = evolve(source, family=_ANY_FAMILY, options=options, columns={}, values={}, constants={})
    raw = read_csv(plain)
    for table in raw.records:
        assert isinstance(table, RawTable)
        header_row = table.origin.row or 1
        blank = [""] * len(table.header)
        lines = dict(zip(table.rows, zip(*table.columns, strict=True), strict=True))
        last = max(lines, default=header_row)
        rows = [blank] * (header_row - 1) + [list(table.header)]
        rows += [list(lines.get(line, blank)) for line in range(header_row + 1, last + 1)]
        return (Sheet(_NAMELESS, 0, iter(rows)),), raw.problems, dict(raw.guesses)
    return (), raw.problems, dict(raw.guesses)


def without_sheets(raw: Raw) -> Raw:
    """Return the same without the name of the sheet in any place: a CSV file has none."""

    def at(origin: Origin) -> Origin:
        return evolve(origin, sheet=None)

    return evolve(
        raw,
        records=tuple(evolve(table, origin=at(table.origin)) for table in raw.records),
        problems=tuple(p if p.origin is None else evolve(p, origin=at(p.origin)) for p in raw.problems),
    )
