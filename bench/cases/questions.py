"""What every engine is asked about participations, and the form of its answer. Imports nothing slow.

Only participations with ``attended = yes`` count. ``cells``: rows and unique persons by program, role, month and
gender. ``genders``: unique persons and rows by gender. ``filtered``: one number for each of ``FILTERS``.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence

PROGRAMS = ("governance", "security", "communities", "threats", "foreign-policy", "gender")
ROLES = ("participant", "speaker", "panelist", "moderator", "trainer")
SCOPES = ("local", "national", "regional", "international")
GENDERS = ("woman", "man", "non-binary", "undisclosed")
MONTHS = tuple(f"2022-{month:02}" for month in range(1, 13))

#: Up to so many participations are kept in a workbook too; with more, writing and reading it takes minutes.
AS_WORKBOOK = 80_000

#: Twenty counts: role, scope, gender; every second one of unique persons, the others of rows.
FILTERS = tuple((ROLES[i % 5], SCOPES[i % 4], GENDERS[i % 2], bool(i // 2 % 2)) for i in range(20))

Cells = Mapping[tuple[str, str, str, str | None], tuple[int, int]]


def answer(work: float, cells: Cells, genders: Mapping[str | None, tuple[int, int]], filtered: Sequence[int]) -> str:
    """Return the line that a case prints: seconds of work, and a digest over all counts that are not zero.

    Args:
        cells: Program, role, month (``2022-03``) and gender (None: not recorded), to rows and unique persons.
        genders: Gender to unique persons and rows.
        filtered: One number for each of ``FILTERS``.
    """
    lines = [f"{'/'.join(key[:3])}/{key[3] or ''} {rows} {persons}" for key, (rows, persons) in cells.items() if rows]
    lines += [f"{gender or ''} {persons} {rows}" for gender, (persons, rows) in genders.items() if rows]
    text = "\n".join([*sorted(lines), " ".join(map(str, filtered))])
    return json.dumps({"work": work, "check": f"{len(lines)} counts {zlib.crc32(text.encode()):08x}"})
