"""Which record files there are and what reads each, by the manifest. Opens their beginnings at most."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TypeAlias

from kcss_core.model import FAMILIES
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import Reader
from kcss_core.reading.workspace import ANY_FILE, Manifest, SourceRule
from kcss_core.text import did_you_mean

#: A file with its reader, and what the manifest says of it.
Planned: TypeAlias = tuple[str, Reader, SourceRule]

# Readers that do not come with the core, by suffix.
_ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {".xlsx": "kcss-spreadsheet", ".xlsm": "kcss-spreadsheet", ".xls": "kcss-spreadsheet", ".ods": "kcss-spreadsheet"}
)
# Files that systems leave behind. Those of office programs and hidden ones are known by how they begin.
_LITTER = frozenset({"thumbs.db", "desktop.ini"})
# What only files are called, and never a folder that people sort records or chapters into.
_OF_FILES = frozenset({".toml", ".csv", ".tsv", ".md", *_ELSEWHERE})


def files_of(root: Path, folder: str) -> Iterator[str]:
    """Yield the paths of all files below a folder of the workspace, sorted, without hidden ones and litter."""
    for parent, folders, names in os.walk(root / folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = Path(parent).relative_to(root).as_posix()
        # A folder that is called like a file is meant to be one; that it cannot be read is told.
        misnamed = [name for name in folders if PurePosixPath(name).suffix.lower() in _OF_FILES]
        folders[:] = [name for name in folders if name not in misnamed]
        for name in sorted((*names, *misnamed)):
            if not name.startswith((".", "~$")) and name.lower() not in _LITTER:
                yield f"{below}/{name}"


def plan(root: Path, manifest: Manifest, readers: tuple[Reader, ...], problems: list[Problem]) -> list[Planned]:
    """Return the files to read, sorted: those that the manifest names, and all others under ``records/``."""
    found = list(files_of(root, "records"))
    rules: dict[str, SourceRule] = {}
    for rule in manifest.source:
        for file in _matching(root, rule, found, problems):
            if rules.setdefault(file, rule) is not rule:
                message = f"expected one [[source]] for {file}, got a second; the first is {rules[file].origin}"
                problems.append(Problem("source.twice", message, rule.origin))
    for file in found:
        rules.setdefault(file, SourceRule(file=(file,)))
    planned = []
    for file, rule in sorted(rules.items()):
        if rule.family is not None and rule.family not in FAMILIES:
            continue
        reader = _reader_for(file, rule, readers, problems)
        if reader is not None:
            planned.append((file, reader, rule))
    return planned


def _matching(root: Path, rule: SourceRule, found: list[str], problems: list[Problem]) -> list[str]:
    """Return the files that a rule means, and report a rule that means none or cannot be followed."""
    assert rule.origin is not None
    if rule.family is not None and rule.family not in FAMILIES:
        problems.append(
            Problem(
                "family.unknown",
                f"expected the name of a family of records, got {rule.family!r}",
                rule.origin.at("family"),
                hint=did_you_mean(rule.family, FAMILIES) or f"the families are {', '.join(FAMILIES)}",
            )
        )
    files = [file for pattern in rule.file for file in _matches(root, pattern, rule.origin, found, problems)]
    return list(dict.fromkeys(files))


def _matches(root: Path, pattern: str, origin: Origin, found: list[str], problems: list[Problem]) -> list[str]:
    """Return the files that a pattern means."""
    pure = PurePosixPath(pattern)
    if pure.is_absolute() or ".." in pure.parts or "\\" in pattern or ":" in pattern:
        message = f"expected a path below the workspace with forward slashes, got {pattern!r}"
        problems.append(Problem("source.outside", message, origin.at("file")))
        return []
    try:
        files = sorted(path.relative_to(root).as_posix() for path in root.glob(pattern) if path.is_file())
    except (ValueError, IndexError) as error:
        # pathlib's own words: "**" beside other letters, or a pattern that names the folder itself.
        problems.append(Problem("source.invalid", f"expected a pattern of files: {error}", origin.at("file")))
        return []
    kept = [file for file in files if not file.rpartition("/")[2].startswith((".", "~$"))]
    if not kept:
        hint = did_you_mean(pattern, found) or "put the file there, or delete this [[source]]"
        message = f"expected a file, got {pattern!r}, which matches none"
        problems.append(Problem("source.missing", message, origin.at("file"), hint=hint))
    return kept


def _reader_for(file: str, rule: SourceRule, readers: tuple[Reader, ...], problems: list[Problem]) -> Reader | None:
    if rule.reader is not None:
        names = {reader.name: reader for reader in readers}
        if rule.reader not in names and rule.origin is not None:
            problems.append(
                Problem(
                    "reader.unknown",
                    f"expected the name of a reader, got {rule.reader!r}",
                    rule.origin.at("reader"),
                    hint=did_you_mean(rule.reader, names) or f"the readers are {', '.join(names)}",
                )
            )
        return names.get(rule.reader)
    suffix = PurePosixPath(file).suffix.lower()
    for reader in readers:
        if suffix in reader.suffixes:
            return reader
    if suffix in _ELSEWHERE:
        problem = Problem(
            "reader.missing",
            f"no reader is installed that takes {suffix} files",
            Origin(file),
            hint=f"install {_ELSEWHERE[suffix]}, or save each sheet as CSV",
        )
    else:
        taken = ", ".join(sorted(suffix for reader in readers for suffix in reader.suffixes))
        problem = Problem(
            "reader.missing",
            f"expected a file of records ({taken}), got {suffix or 'no suffix'}",
            Origin(file),
            Severity.WARNING,
            hint="move it out of records/ if it holds none",
        )
    problems.append(problem)
    return None


def readable(planned: list[Planned], manifest: Manifest) -> tuple[list[Planned], list[Planned]]:
    """Return the files that can be read, and those of which nobody knows how, because the manifest is wrong there."""
    if not manifest.unread:
        return planned, []
    patterns = [one for one in manifest.unread if one != ANY_FILE]
    # The end of a name may be what is broken.
    starts = tuple(one for one in patterns if one.startswith("records/") and "*" not in one and one != "records/")
    named = {file for file, *_ in planned if any(PurePosixPath(file).match(one) for one in patterns)}
    named |= {file for file, *_ in planned if file.startswith(starts)}
    if not named or ANY_FILE in manifest.unread:
        # Tables are what the manifest tells how to read.
        named |= {file for file, *_ in planned if not file.endswith(".toml")}
    ruled = {id(rule) for rule in manifest.source}
    left_out = [one for one in planned if one[0] in named and id(one[2]) not in ruled]
    return [one for one in planned if one not in left_out], left_out


def left_unread(file: str) -> Problem:
    return Problem(
        "source.unread",
        "the file is left unread, because what kcss.toml says of reading it is wrong or cannot be read",
        Origin(file),
        Severity.NOTE,
        hint="mend kcss.toml first",
    )


_HEAD = 4096


def recognized(root: Path, planned: list[Planned], readers: tuple[Reader, ...]) -> list[Planned]:
    """Return the same, with the readers that recognize files of which nothing is said, instead of the suffix's."""
    asked = [reader for reader in readers if reader.recognizes is not None]
    found = []
    for file, reader, rule in planned:
        if asked and rule.reader is None and rule.family is None and PurePosixPath(file).stem not in FAMILIES:
            try:
                with (root / file).open("rb") as stream:
                    head = stream.read(_HEAD)
            except OSError:
                head = b""
            reader = next((one for one in asked if one.recognizes and one.recognizes(head)), reader)
        found.append((file, reader, rule))
    return found
