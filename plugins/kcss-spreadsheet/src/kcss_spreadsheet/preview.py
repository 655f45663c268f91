"""What sheets would become: each read as a report would read it, and nothing kept. Writes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import evolve, frozen

from kcss_core.errors import FileError
from kcss_core.model import FAMILIES, Dataset, Table
from kcss_core.model.unread import Unread
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity, sorted_problems
from kcss_core.reading.identity import key_file
from kcss_core.reading.load import load
from kcss_core.reading.raw import Raw, RawRecord, RawTable, Reader, Source
from kcss_core.reading.structure import ORGANIZATION, structure
from kcss_core.reading.workspace import find_workspace
from kcss_core.vocabulary import KindTree
from kcss_spreadsheet.forms import JoinedTitle
from kcss_spreadsheet.header import PERSONAL
from kcss_spreadsheet.reader import Examined, SheetRead, examine
from kcss_spreadsheet.signs import is_export

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
#: What becomes of a column that no field is read from.
UNKNOWN, PERSONAL_COLUMN, LEFT_OUT, UNUSED = "unknown", "personal, not kept", "left out", "no field for it"
#: A header that may name a person.
UNTOLD = "(not repeated)"
# One problem a row, for rows that are no records.
_DROPPED = frozenset({"sheet.total-row", "sheet.example-row", "header.repeated", "header.second"})
_HEAD = 4096
_STAND_IN = RawRecord(ORGANIZATION, {"id": "stand-in", "name": "?"}, Origin("?"))


@frozen(kw_only=True)
class Counts:
    """Numbers of rows; every row that is not blank is in one of them.

    Attributes:
        valid: Records are made of it, and nothing is asked about it.
        doubtful: Records are made of it, and something is asked about it.
        invalid: No record is made of it, or one that refers to nothing.
        repeated: It says what another row says.
        dropped: Totals, examples, headers.
    """

    valid: int = 0
    doubtful: int = 0
    invalid: int = 0
    repeated: int = 0
    dropped: int = 0


@frozen(kw_only=True)
class SheetPreview:
    """What one sheet would become.

    Attributes:
        sheet: None for a CSV file.
        becomes: What its rows are taken for; None where it is not read.
        row: Its header's.
        columns: Letters of the column, its header, and its field or what becomes of it.
    """

    file: str
    sheet: str | None
    becomes: str | None
    row: int | None
    columns: tuple[tuple[str, str, str], ...]
    counts: Counts
    read: SheetRead
    needs_reader: bool = False


@frozen(kw_only=True)
class Preview:
    """What the sheets of some files would become.

    Attributes:
        root: The workspace that the files are in; None for files of none.
        problems: Of these files, sorted.
    """

    root: Path | None
    sheets: tuple[SheetPreview, ...]
    problems: tuple[Problem, ...]


@frozen
class _Seen:
    source: Source
    examined: Examined
    needs_reader: bool


def preview(paths: Sequence[Path], readers: Mapping[str, Reader]) -> Preview:
    """Return what a workspace, or some files of one, or files of none, would become.

    Raises:
        FileError: There is no such file or folder, or it holds no sheets.
    """
    for path in paths:
        if not path.exists():
            raise FileError(f"{path}: there is no such file or folder")
    roots = {_workspace_of(path) for path in paths}
    if len(roots) > 1:
        raise FileError(f"{paths[0]}: expected files of one workspace, got files of several; name those of one")
    root = roots.pop()
    if root is None:
        return _of_loose(paths)
    wanted = [Path(os.path.relpath(path, root)).as_posix() for path in paths]
    found = _of_workspace(root, readers)
    whole = "." in wanted
    chosen = [
        one
        for one in found.sheets
        if whole or any(one.file == name or one.file.startswith(f"{name}/") for name in wanted)
    ]
    files = {one.file for one in chosen}
    problems = [
        problem
        for problem in found.problems
        if problem.origin is not None
        and (
            problem.origin.file in files
            or (not whole and problem.origin.file in wanted)
            or (whole and problem.origin.file.lower().endswith(SUFFIXES))
        )
    ]
    if not chosen and not problems and not whole:
        # A file that no report reads, beside the records.
        return _of_loose(paths)
    if not chosen and not problems:
        hint = "put workbooks, or exports of forms, below records/ of the workspace"
        raise FileError(f"{paths[0]}: expected sheets to read, got none; {hint}")
    return evolve(found, sheets=tuple(chosen), problems=sorted_problems(problems))


def _workspace_of(path: Path) -> Path | None:
    try:
        return find_workspace(path if path.is_dir() else path.parent)
    except FileError:
        return None


def _of_workspace(root: Path, readers: Mapping[str, Reader]) -> Preview:
    seen: list[_Seen] = []

    def watching(reader: Reader) -> Reader:
        def read(source: Source) -> Raw:
            one = _examined(reader.name, source)
            if one is None:
                return reader.read(source)
            seen.append(one)
            return one.examined.raw

        return evolve(reader, read=read)

    workspace = load(root, [watching(reader) for reader in readers.values()], key_file=key_file())
    if workspace.dataset.organization.origin is None and seen:
        # Without its organization the workspace is not there yet, and neither is what sheets refer to.
        dataset, _ = _structured(seen)
        return _preview(root, seen, dataset, workspace.problems, judge_references=False)
    return _preview(root, seen, workspace.dataset, workspace.problems, judge_references=True)


def _examined(reader: str, source: Source) -> _Seen | None:
    if reader not in ("spreadsheet", "kobo"):
        return None
    # A rule that names a family must name the reader of a CSV file as well, for then nobody asks what it is.
    needs_reader = reader == "kobo" and not source.file.lower().endswith(SUFFIXES)
    return _Seen(source, examine(source, is_form=reader == "kobo"), needs_reader)


def _of_loose(paths: Iterable[Path]) -> Preview:
    sources: list[tuple[str, Source]] = []
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            suffix = file.suffix.lower()
            is_sheet = suffix in (*SUFFIXES, ".csv") and file.is_file() and not file.name.startswith((".", "~$"))
            if path.is_dir() and not is_sheet:
                continue
            try:
                source = Source(file=file.as_posix(), data=file.read_bytes())
            except OSError as error:
                raise FileError(f"{file}: the file cannot be read: {error.strerror}") from error
            reader = "spreadsheet" if suffix in SUFFIXES else "kobo" if is_export(source.data[:_HEAD]) else ""
            if reader:
                sources.append((reader, source))
            elif not path.is_dir():
                hint = "name a workbook or an export of a form, or put the file into a workspace and run kcss check"
                raise FileError(f"{file}: expected a workbook or an export of a form, got another file; {hint}")
    forms = [source for reader, source in sources if reader == "kobo"]
    seen = []
    for reader, source in sources:
        folder = source.file.rpartition("/")[0]
        beside = [other for other in forms if other is not source and other.file.rpartition("/")[0] == folder]
        one = _examined(reader, evolve(source, beside=tuple(beside)))
        if one is not None:
            seen.append(one)
    if not seen:
        hint = f"expected workbooks ({', '.join(SUFFIXES)}) or exports of forms as CSV, got none"
        raise FileError(f"{', '.join(map(str, paths))}: {hint}")
    dataset, found = _structured(seen)
    return _preview(None, seen, dataset, found, judge_references=False)


def _structured(seen: Iterable[_Seen]) -> tuple[Dataset, list[Problem]]:
    """Return the dataset of what was read alone, in which references to other files are not judged."""
    records = [record for one in seen for record in one.examined.raw.records]
    unread = Unread(families=frozenset(FAMILIES))
    dataset, problems = structure([_STAND_IN, *records], KindTree.standard(), unread=unread)
    return dataset, [*problems, *(problem for one in seen for problem in one.examined.raw.problems)]


def _preview(
    root: Path | None, seen: Iterable[_Seen], dataset: Dataset, problems: Iterable[Problem], *, judge_references: bool
) -> Preview:
    problems = sorted_problems(problems)
    made = _rows_made(dataset, judge_references=judge_references)
    asked = {
        (p.origin.file, p.origin.sheet, p.origin.row) for p in problems if p.origin and p.severity is Severity.WARNING
    }
    mentioned: set[tuple[str, ...]] = set()
    sheets = []
    for one in seen:
        is_text = not one.source.data.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
        for read in one.examined.sheets:
            place = (one.source.file, None if is_text else read.name)
            sheets.append(
                SheetPreview(
                    file=place[0],
                    sheet=place[1],
                    becomes=read.guess,
                    row=read.row,
                    columns=tuple(_columns(read)),
                    counts=_counts(read, place, made, asked, mentioned),
                    read=read,
                    needs_reader=one.needs_reader,
                )
            )
    return Preview(root=root, sheets=tuple(sheets), problems=problems)


def _columns(read: SheetRead) -> Iterator[tuple[str, str, str]]:
    for title in read.titles:
        if not title.words or isinstance(title, JoinedTitle):
            continue
        field = read.used.get(title.letters)
        if field is None:
            field = (
                UNKNOWN
                if title.field is None
                else PERSONAL_COLUMN
                if title.field in PERSONAL
                else UNUSED
                if title.field
                else LEFT_OUT
            )
        yield title.letters, title.told or UNTOLD, field


def _rows_made(dataset: Dataset, *, judge_references: bool) -> Callable[[str, str, str | None], set[int]]:
    """Return a function from a family, a file and a sheet to the rows of it that records were made of."""
    activities = dataset.by_id("activities")
    found: dict[tuple[str, str, str | None], set[int]] = {}
    for family in FAMILIES:
        records = dataset.of(family)
        refers = judge_references and family in ("participations", "head-counts")
        for index in range(len(records)):
            origin = records.origin(index) if isinstance(records, Table) else records[index].origin
            if origin is None or origin.row is None:
                continue
            if refers:
                activity = (
                    records.column("activity")[index] if isinstance(records, Table) else records[index].activity
                )
                if activity not in activities:
                    continue
            found.setdefault((family, origin.file, origin.sheet), set()).add(origin.row)
    return lambda family, file, sheet: found.get((family, file, sheet), set())


def _counts(
    read: SheetRead,
    place: tuple[str, str | None],
    made: Callable[[str, str, str | None], set[int]],
    asked: set[tuple[str, str | None, int | None]],
    mentioned: set[tuple[str, ...]],
) -> Counts:
    if read.grid is None:
        return Counts()
    grid = read.grid
    good = {row for row, keep in zip(grid.rows, grid.keep, strict=True) if keep}
    repeated: set[int] = set()
    for table in read.tables:
        # A person is one record, however many rows mention it.
        if table.family == "participants" and table.is_repeated:
            continue
        rows = set(table.rows)
        lost = rows - made(table.family, *place)
        if table.family == "participations":
            again = _again(table, mentioned)
            repeated |= again & lost
        good -= lost
    good -= repeated
    doubtful = {row for row in good if row in grid.doubtful or (*place, row) in asked}
    return Counts(
        valid=len(good) - len(doubtful),
        doubtful=len(doubtful),
        invalid=len(grid) - len(good) - len(repeated) + read.orphans,
        repeated=len(repeated),
        dropped=sum(problem.code in _DROPPED for problem in read.problems),
    )


def _again(table: RawTable, mentioned: set[tuple[str, ...]]) -> set[int]:
    """Return the rows that name a person, activity and role that were named before."""
    named = [name for name in ("participant", "activity", "role") if name in table.header]
    columns = [table.columns[table.header.index(name)] for name in named]
    found = set()
    for row, cells in zip(table.rows, zip(*columns, strict=True), strict=True):
        # A derived id ends in the gender that the row records.
        person = str(cells[0])
        person = person.rpartition(".")[0] if person.startswith("~") else person
        told = (person, *map(str, cells[1:]))
        if told in mentioned:
            found.add(row)
        mentioned.add(told)
    return found
