"""What can be read of broken TOML: the tables that are whole, and the lines of the others that are. Judges nothing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

_PLACE = re.compile(r"\(at line (\d+), column \d+\)$")
# Where an equals sign follows, a bracket too many stands before a key.
_HEADER = re.compile(r"[ \t]*\[[^=]*$")
# A table with more broken lines than these is given up: each costs another reading of it.
_MOST_LINES = 10
# With more tables that are given twice than these nothing is read, for the same reason.
_MOST_TABLES = 20


# Each stage reads the files that it needs, and none of them hands on what was broken.
@lru_cache(maxsize=8)
def salvaged(text: str) -> tuple[str, Mapping[int, str]]:
    """Return a text with what breaks it blanked, line by line so that every line keeps its number, and what is broken.

    A line that begins with a bracket begins a table, as it does wherever people write TOML; where it stands inside a
    text or a list, more is taken for broken than is.

    Returns:
        The text, which is TOML; and by the line of its header, 0 for what stands before the first table, the text of
        each table in which something was blanked.
    """
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if number and _HEADER.match(line)]
    bounds = list(zip([0, *starts], [*starts, len(lines)], strict=True))
    kept = [_readable(lines[start:end]) for start, end in bounds]
    for _ in range(_MOST_TABLES):
        row = _broken_line([line for part in kept for line in part])
        if row is None:
            break
        # Whole in itself, a table does not stand beside the others: it is given twice.
        index = max(index for index, (start, _) in enumerate(bounds) if start <= row)
        kept[index] = [""] * len(kept[index])
    else:
        kept = [[""] * (end - start) for start, end in bounds]
    broken = {}
    for (start, end), part in zip(bounds, kept, strict=True):
        if part != lines[start:end]:
            broken[start + 1 if _HEADER.match(lines[start]) else 0] = "\n".join(lines[start:end])
    return "\n".join(line for part in kept for line in part), MappingProxyType(broken)


def _readable(lines: list[str]) -> list[str]:
    """Return the lines of one table with those blanked that break it; all of them where its header does."""
    kept = list(lines)
    for _ in range(_MOST_LINES):
        row = _broken_line(kept)
        if row is None:
            return kept
        while row > 0 and not kept[row].strip():
            row -= 1
        if row == 0 and _HEADER.match(kept[0]):
            break
        kept[row] = ""
    return [""] * len(lines)


def _broken_line(lines: list[str]) -> int | None:
    """Return the number of the line at which reading fails, from 0; None where it does not."""
    try:
        tomllib.loads("\n".join(lines))
    except RecursionError:
        return len(lines) - 1
    except ValueError as error:
        place = _PLACE.search(str(error))
        return len(lines) - 1 if place is None else int(place[1]) - 1
    return None
