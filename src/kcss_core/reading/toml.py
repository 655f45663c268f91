"""TOML text with the line of every key. Knows no records and no files on disk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from attrs import evolve, field

from kcss_core.frozen import frozen
from kcss_core.origin import Origin
from kcss_core.problems import Problem

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")

_NAME = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_PATH = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_HEADER = re.compile(rf"[ \t]*(?P<open>\[\[?)[ \t]*(?P<path>{_PATH})[ \t]*\]\]?")
_KEY = re.compile(rf"[ \t]*(?P<path>{_PATH})[ \t]*=")
_BROKEN_HEADER = re.compile(rf"[ \t]*\[+[ \t]*({_NAME})")
_NAMES = re.compile(_NAME)
# What decides where a value ends. Strings and comments come first, so that brackets inside them are not seen.
_PIECE = re.compile(
    r"""(?P<text>"{3}(?:\\.|[^\\])*?"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
    r"|(?P<comment>\#[^\n]*)|(?P<newline>\n)|(?P<open>[\[{])|(?P<close>[\]}])",
    re.DOTALL,
)


@frozen
class Document:
    """A TOML document.

    Attributes:
        file: Path below the workspace.
        data: Its tables; numbers with a point are ``Decimal``.
        rows: Line of each table and key, by key path (``policies[1].in_force``, counted from one).
        broken: Text of each table that cannot be read whole, by its key path, empty for what stands before the first
            table. What can be read of such a table is in ``data``.
    """

    file: str
    data: Mapping[str, Any]
    rows: Mapping[str, int]
    broken: Mapping[str, str] = MappingProxyType({})
    _inside: Mapping[str, Mapping[str, int]] = field(init=False, eq=False, repr=False)

    @_inside.default
    def _by_table(self) -> Mapping[str, Mapping[str, int]]:
        # Asked for each of perhaps hundreds of tables, so that going through all keys each time would be felt.
        found: dict[str, dict[str, int]] = {}
        for path, row in self.rows.items():
            table, dot, rest = path.partition(".")
            if dot:
                found.setdefault(table, {})[rest] = row
        return found

    def is_broken(self, path: str) -> bool:
        """Say whether a table, or one below it, cannot be read whole."""
        return any(one == path or one.startswith(f"{path}.") for one in self.broken)

    def is_within_broken(self, path: str) -> bool:
        """Say whether a key path lies in a table that cannot be read whole."""
        first = re.split(r"[.\[]", path, maxsplit=1)[0]
        is_table = first != path or isinstance(self.data.get(first), Mapping | list)
        return any(
            path == one or path.startswith((f"{one}.", f"{one}[")) if one else not is_table for one in self.broken
        )

    def origin(self, path: str = "") -> Origin:
        """Return the place of a key path; of an array of tables it is the first one's."""
        if not path:
            return Origin(self.file)
        return Origin(self.file, row=self.rows.get(path, self.rows.get(f"{path}[1]")), part=path)

    def rows_below(self, path: str) -> Mapping[str, int]:
        """Return the line of each key path inside a table, for ``structure_record``."""
        table, dot, rest = path.partition(".")
        inside = self._inside.get(table, {})
        if not dot:
            return inside
        start = f"{rest}."
        return {key.removeprefix(start): row for key, row in inside.items() if key.startswith(start)}


def parse_toml(text: str, file: str) -> tuple[Document, tuple[Problem, ...]]:
    """Return the document that a text holds, and what breaks it, with line and column.

    Of a broken text the document holds what can be read, so that the rest is checked in the same run.
    """
    import tomllib

    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except RecursionError:
        problem = Problem("toml.broken", "expected fewer brackets inside one another", Origin(file))
    except ValueError as error:
        problem = _broken(str(error), text, file)
    else:
        return Document(file, MappingProxyType(data), MappingProxyType(dict(_rows(text)))), ()
    from kcss_core.reading.salvage import salvaged

    readable, broken = salvaged(text)
    rows = dict(_rows(readable))
    paths = {row: path for path, row in reversed(rows.items())}
    named = {(paths.get(row) or _called(words, row)) if row else "": words for row, words in broken.items()}
    data = tomllib.loads(readable, parse_float=Decimal)
    document = Document(file, MappingProxyType(data), MappingProxyType(rows), MappingProxyType(named))
    return document, (evolve(problem, hint=_left_unread(broken)),)


def _called(words: str, row: int) -> str:
    """Return what a table is called whose header is broken, as well as it can be told."""
    name = _BROKEN_HEADER.match(words)
    return f"line {row}" if name is None else name[1]


def _left_unread(broken: Mapping[int, str]) -> str:
    """Return what to do about broken TOML, and what is not known before."""
    tables = [f"the table of line {row}" if row else "what stands before the first table" for row in broken]
    if len(tables) == 1:
        return f"mend it first: until then {tables[0]} is not read, and names that it may define are not checked"
    more = f"{tables[0]} and {len(tables) - 1} more"
    return f"mend it first: until then {more} are not read, and names that they may define are not checked"


def _broken(message: str, text: str, file: str) -> Problem:
    place = _PLACE.search(message)
    if place is None:
        # The one message without a place is that of int() about thousands of digits.
        return Problem("toml.broken", "broken TOML: a number has too many digits", Origin(file))
    reason = message[: place.start()]
    # Keys may be names of persons, and are left out; the line tells which they are.
    if reason.startswith(("Cannot overwrite a value", "Duplicate inline table key")):
        reason = "a key is given twice"
    elif reason.startswith("Cannot declare "):
        reason = "a table is declared twice"
    elif reason.startswith("Cannot mutate immutable namespace"):
        reason = "a table that is complete is added to"
    reason = reason[:1].lower() + reason[1:]
    if place["line"]:
        where, row = f"in column {place['column']}", int(place["line"])
    else:
        where, row = "at the end of the file", text.rstrip().count("\n") + 1
    return Problem("toml.broken", f"broken TOML {where}: {reason}", Origin(file, row=row))


def _rows(text: str) -> Iterator[tuple[str, int]]:
    """Yield key path and line of every table, and of every key that begins a line, of a valid document."""
    at, row, table = 0, 1, ""
    counts: dict[str, int] = {}
    while at < len(text):
        statement = _HEADER.match(text, at) or _KEY.match(text, at)
        if statement is not None:
            names = [name.strip("\"'") for name in _NAMES.findall(statement["path"])]
            if statement.re is _HEADER:
                table = _table_path(names, statement["open"] == "[[", counts)
                yield table, row
            else:
                path = ".".join(names)
                yield (f"{table}.{path}" if table else path), row
        at, row = _next_statement(text, at if statement is None else statement.end(), row)


def _table_path(names: list[str], is_array: bool, counts: dict[str, int]) -> str:
    """Return the key path that a header opens: ``[[a]]`` the next ``a[n]``, ``[a.b]`` a table in the latest."""
    path = ""
    for index, name in enumerate(names, 1):
        path = f"{path}.{name}" if path else name
        if is_array and index == len(names):
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = f"{path}[{counts[path]}]"
    return path


def _next_statement(text: str, at: int, row: int) -> tuple[int, int]:
    """Return where the next statement begins, and its line."""
    depth = 0
    for piece in _PIECE.finditer(text, at):
        if piece.lastgroup == "newline":
            row += 1
            if not depth:
                return piece.end(), row
        elif piece.lastgroup == "text":
            row += piece[0].count("\n")
        elif piece.lastgroup == "open":
            depth += 1
        elif piece.lastgroup == "close":
            depth -= 1
    return len(text), row
