"""The mapping that was found, as text for ``kcss.toml``. Appends to it, and changes no rule that is there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from attrs import evolve, frozen

from kcss_core.errors import FileError, UsageError
from kcss_core.export import write
from kcss_core.reading.workspace import MANIFEST, structure_manifest
from kcss_spreadsheet.preview import UNTOLD, Preview, SheetPreview
from kcss_spreadsheet.reader import family_of


@frozen
class Addition:
    """What would be appended to a manifest.

    Attributes:
        text: The tables as TOML; empty where there is nothing to append.
        skipped: Files that a rule of the manifest matches already, to where it stands.
    """

    path: Path
    old: bytes
    text: str
    skipped: tuple[tuple[str, str], ...]

    def save(self) -> None:
        """Write the manifest with the addition, whole or not at all."""
        end = b"\r\n" if b"\r\n" in self.old else b"\n"
        gap = b"" if not self.old else end if self.old.endswith(b"\n") else end * 2
        write(self.old + gap + self.text.encode().replace(b"\n", end), self.path)


def addition(found: Preview) -> Addition:
    """Return what the manifest lacks to say how the sheets are read.

    Raises:
        UsageError: The files are in no workspace, or the manifest cannot be added to without a change to its rules.
    """
    if found.root is None:
        raise UsageError("--save-mapping: expected files below records/ of a workspace, got others; move them there")
    path = found.root / MANIFEST
    try:
        old = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: the file cannot be read: {error.strerror}") from error
    before, _, problems = structure_manifest(old.decode("utf-8-sig", "replace"))
    ruled: dict[str, str] = {}
    for rule in before.source:
        for pattern in rule.file:
            for match in found.root.glob(pattern):
                ruled.setdefault(match.relative_to(found.root).as_posix(), str(rule.origin))
    by_file: dict[str, list[SheetPreview]] = {}
    for sheet in found.sheets:
        by_file.setdefault(sheet.file, []).append(sheet)
    blocks: dict[str, list[str]] = {}
    for file, sheets in by_file.items():
        body = _body(sheets)
        if body and file not in ruled:
            blocks.setdefault(body, []).append(file)
    text = "\n".join(f"[[source]]\nfile = {_files(files)}\n{body}" for body, files in blocks.items())
    skipped = tuple((file, place) for file, place in ruled.items() if file in by_file)
    made = Addition(path, old, text, skipped)
    if text:
        after, _, found_now = structure_manifest(f"{old.decode('utf-8-sig', 'replace')}\n\n{text}")
        kept = after.source[: len(before.source)]
        if len(found_now) > len(problems) or kept != before.source or evolve(after, source=kept) != before:
            raise UsageError(
                f"{path}: expected a file that can be added to, got one whose rules this would change; "
                "write [[source]] tables instead of source = […], mend what kcss check says, or copy by hand:\n" + text
            )
    return made


def _files(files: list[str]) -> str:
    return _quoted(files[0]) if len(files) == 1 else f"[{', '.join(map(_quoted, files))}]"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def _body(sheets: Iterable[SheetPreview]) -> str:
    """Return the lines of a rule but its file; empty where no sheet of the file was read."""
    sheets = [sheet for sheet in sheets if sheet.row is not None]
    families = {family_of(sheet.read) for sheet in sheets}
    lines = []
    if len(families) == 1 and None not in families:
        lines.append(f"family = {_quoted(str(families.pop()))}")
    if any(sheet.needs_reader for sheet in sheets):
        lines.append('reader = "kobo"')
    meanings: dict[str, set[str]] = {}
    for sheet in sheets:
        used = sheet.read.used
        for letters, words, _ in sheet.columns:
            if words == UNTOLD:
                continue
            meanings.setdefault(words, set()).add(used.get(letters, ""))
    # A header that is read as two things, or only in one sheet of two, is left to the reader.
    columns = [(words, *fields) for words, fields in meanings.items() if len(fields) == 1 and "" not in fields]
    if columns:
        lines.append("[source.columns]")
        lines += [f"{_quoted(words)} = {_quoted(field)}" for words, field in columns]
    return "".join(f"{line}\n" for line in lines)
