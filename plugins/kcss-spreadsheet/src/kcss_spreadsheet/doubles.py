"""Participants of a workspace who may be one person, and where that is decided. Writes nothing but undecided pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import evolve, field, frozen

from kcss_core.builtin.exporters.csv import guarded
from kcss_core.errors import FileError
from kcss_core.export import write
from kcss_core.model import Dataset
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.reading.load import load
from kcss_core.reading.persons import KEYED, is_private
from kcss_core.reading.raw import Raw, Reader, Source
from kcss_core.vocabulary import Decision
from kcss_spreadsheet.similar import persons_of, suggestions

#: Where decisions stand; a file like all others below ``records/``.
FILE = "records/same-as.csv"
_HEADER = "participant,same_as,decision"
# Those of the readers that leave names out unless they are asked for.
_READERS = ("spreadsheet", "kobo")


@frozen
class Double:
    """Two participants who may be one person.

    Attributes:
        participant, same_as: Their ids; None for one that must not be written down.
        origin, other: Where each is first named.
        names: What each is called.
        is_open: Whether the pair is among the decisions, undecided.
    """

    participant: str | None = field(repr=False)
    same_as: str | None = field(repr=False)
    why: str
    origin: Origin | None
    other: Origin | None
    names: tuple[str, str] = field(repr=False)
    is_open: bool = False


@frozen
class Doubles:
    """What was found in a workspace.

    Attributes:
        pairs: Those of which nothing is decided.
        same, different: How many decisions of each kind there are.
        problems: Errors of the workspace: participants and decisions that could not be read are not among these.
    """

    pairs: tuple[Double, ...]
    same: int
    different: int
    problems: tuple[Problem, ...] = ()


def look(root: Path, readers: Mapping[str, Reader], key_file: Path) -> Doubles:
    """Return participants with similar names. The names of all sheets are read for it, and kept by nobody.

    Raises:
        FileError: There is no such folder, or nothing in it is of a workspace.
    """
    workspace = load(root, [_with_names(reader) for reader in readers.values()], key_file=key_file)
    persons, records = workspace.dataset.participants, workspace.dataset.same_as
    ids, names = persons.column("id"), persons.column("name")
    known = {frozenset((record.participant, record.same_as)): record.decision for record in records}
    decided = list(known.values())

    def decision(row: int, other: int) -> Decision | None:
        return known.get(frozenset((ids[row], ids[other])))

    def told(row: int) -> str | None:
        return None if is_private(ids[row]) else str(ids[row])

    return Doubles(
        tuple(
            Double(
                told(one.row),
                told(one.kept),
                one.why,
                persons.origin(one.row),
                persons.origin(one.kept),
                (names[one.row], names[one.kept]),
                decision(one.row, one.kept) is Decision.OPEN,
            )
            for one in suggestions(
                persons_of(persons), lambda row, other: decision(row, other) not in (None, Decision.OPEN)
            )
        ),
        decided.count(Decision.SAME),
        decided.count(Decision.DIFFERENT),
        tuple(problem for problem in workspace.problems if problem.is_error),
    )


def not_looked_at(dataset: Dataset) -> Iterator[Problem]:
    """Yield a note where persons are told apart by what lists say of them, and no pair was ever decided or saved.

    No pair is looked for: that takes names and seconds, which no report has.
    """
    ids = dataset.participants.column("id").values
    if dataset.same_as or not any(is_private(id) or id.startswith(KEYED) for id in ids):
        return
    yield Problem(
        "same-as.not-looked-at",
        "expected decisions about persons with similar names, got none; each counts as another person, "
        "and no number of persons says how many they are at least",
        None,
        Severity.NOTE,
        hint="kcss same-as lists who may be one person, and --save keeps the pairs; "
        "where there is nothing to keep, say so in kcss.toml: [[silence]]",
    )


def _with_names(reader: Reader) -> Reader:
    if reader.name not in _READERS:
        return reader

    def read(source: Source) -> Raw:
        return reader.read(evolve(source, options={**source.options, "keep_names": True}))

    return evolve(reader, read=read)


def save(root: Path, pairs: Sequence[Double]) -> str:
    """Append pairs, undecided, to the decisions of a workspace, and return what was done.

    Raises:
        FileError: The file has other columns, or cannot be written.
    """
    new = [pair for pair in pairs if not pair.is_open]
    named = [pair for pair in new if pair.participant is not None and pair.same_as is not None]
    left = f"; {len(new) - len(named)} cannot be named without a key" if len(named) < len(new) else ""
    path = root / FILE
    if not named:
        return f"{path}: nothing to append{left}"
    before = _before(path)
    lines = [",".join((_cell(pair.participant), _cell(pair.same_as), Decision.OPEN)) for pair in named]
    write(("\n".join((before, *lines)) + "\n").encode(), path)
    return f'{path}: {len(named)} appended as "open"; write "same" or "different" instead{left}'


def _before(path: Path) -> str:
    try:
        text = path.read_text("utf-8-sig").rstrip() if path.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"{path}: the file cannot be read: {error}") from error
    text = text or _HEADER
    if text.splitlines()[0].strip() != _HEADER:
        raise FileError(f"{path}: expected the columns {_HEADER}, got others; name the columns so, or write by hand")
    return text


def _cell(id: str | None) -> str:
    words = guarded(id or "")
    return '"' + words.replace('"', '""') + '"' if set(words) & set(',"\n\r;') else words
