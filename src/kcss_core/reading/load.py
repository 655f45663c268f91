"""From a folder to a workspace: the one place that reads records, texts and images from the disk."""

from __future__ import annotations

import codecs
import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from attrs import evolve

from kcss_core.errors import FileError, PluginError
from kcss_core.model import FAMILIES, Dataset
from kcss_core.model.unread import Unread, UnreadText, has_broken_id
from kcss_core.origin import Origin
from kcss_core.problems import Problem, has_errors, silenced, sorted_problems
from kcss_core.reading.identity import read_key
from kcss_core.reading.images import READ_IT, SUFFIXES, Image, look_at
from kcss_core.reading.plan import Planned, files_of, left_unread, plan, readable, recognized
from kcss_core.reading.raw import RawRecord, RawTable, Reader, Source
from kcss_core.reading.structure import ORGANIZATION, structure
from kcss_core.reading.texts import decoded
from kcss_core.reading.workspace import ANY_FILE, MANIFEST, Manifest, SourceRule, Workspace, structure_manifest
from kcss_core.vocabulary import KindTree

# Pictures that no exporter can place; other files between the images, such as credits, are nobody's business.
_NO_IMAGES = frozenset({".svg", ".heic", ".avif", ".eps", ".pdf", ".psd"})


def load(
    folder: Path | str, readers: Iterable[Reader], *, key_file: Path | None = None, strict: bool = False
) -> Workspace:
    """Return the workspace in a folder, with all problems of all its files.

    Every file is read once; images are looked at, and read when they are rendered.

    Args:
        key_file: Where the key for digests lies, if there is one.
        strict: Whether a reader of a plugin that fails is raised; otherwise it is a problem of its file.

    Raises:
        PluginError: A reader failed, and strict is asked for.
        FileError: There is no such folder, or nothing in it is of a workspace.
    """
    root = Path(folder)
    problems: list[Problem] = []
    with _paused_collector():
        manifest, kinds, found = _manifest(root)
        problems += found
        key, found = (None, ()) if key_file is None else read_key(key_file, root)
        problems += found
        readers = tuple(readers)
        planned = recognized(root, plan(root, manifest, readers, problems), readers)
        planned, left_out = readable(planned, manifest)
        raw, guesses, unread = _read(root, planned, problems, key, strict=strict)
        for file, _, rule in left_out:
            problems.append(left_unread(file))
            unread |= _unread(file, rule, (root / file).read_bytes() if os.access(root / file, os.R_OK) else None)
        texts, unread_texts = _texts(root, problems)
        dataset, found = structure(raw, kinds, unread=unread | unread_texts)
        problems += found
        images = _images(root, dataset, problems)
    return Workspace(
        root=root,
        manifest=manifest,
        dataset=dataset,
        texts=MappingProxyType(texts),
        images=MappingProxyType(images),
        guesses=MappingProxyType(guesses),
        problems=silenced(sorted_problems(problems), manifest.silence),
    )


@contextmanager
def _paused_collector() -> Iterator[None]:
    """Pause the garbage collector: records are made by the thousand, and none of them is garbage."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


# What makes a folder a workspace in the eyes of people, beside its manifest.
_PARTS = ("records", "reports", "figures.toml")


def _manifest(root: Path) -> tuple[Manifest, KindTree, tuple[Problem, ...]]:
    """Return what the manifest says, or the defaults where it cannot be read, and what is wrong with it.

    Raises:
        FileError: There is no such folder, or it is no workspace.
    """
    if not root.is_dir():
        wrong = "expected a folder, got a file" if root.exists() else "there is no such folder"
        raise FileError(f"{root}: {wrong}; name the folder that holds {MANIFEST}")
    defaults = Manifest(), KindTree.standard()
    try:
        data = (root / MANIFEST).read_bytes()
    except FileNotFoundError:
        if not any((root / name).exists() for name in _PARTS):
            raise FileError(
                f"{root}: expected a workspace, got a folder without {MANIFEST}; "
                f"name another folder, or make {MANIFEST} in this one (an empty file will do)"
            ) from None
        missing = Problem(
            "manifest.missing",
            "expected the file that says how all others are read, got none",
            Origin(MANIFEST),
            hint=f"put it back, or make an empty one; until then all is read as with an empty {MANIFEST}",
        )
        return *defaults, (missing,)
    except OSError as error:
        unreadable = evolve(_unreadable(MANIFEST, error), code="manifest.unreadable")
        return evolve(defaults[0], unread=(ANY_FILE,)), defaults[1], (unreadable,)
    text, problems = decoded(data, MANIFEST)
    if text is None:
        # Nearly all that matters in it are plain letters, so that the other files can be read by it.
        text = _text(data) or ""
    manifest, kinds, found = structure_manifest(text)
    return manifest, kinds, (*problems, *found)


# ---------------------------------------------------------------- record files


def _read(
    root: Path,
    planned: Sequence[Planned],
    problems: list[Problem],
    key: bytes | None,
    *,
    strict: bool,
) -> tuple[list[RawRecord | RawTable], dict[str, Mapping[str, str]], Unread]:
    """Return what the readers found, what they guessed, and what could not be read."""
    records: list[RawRecord | RawTable] = []
    guesses: dict[str, Mapping[str, str]] = {}
    unread = Unread()
    joining: dict[tuple[str, PurePosixPath], tuple[Source, ...]] = {}
    for file, reader, rule in planned:
        try:
            source = _source(root, file, rule, key)
        except OSError as error:
            problems.append(_unreadable(file, error))
            unread |= _unread(file, rule)
            continue
        if reader.is_joining:
            place = (reader.name, PurePosixPath(file).parent)
            if place not in joining:
                joining[place] = tuple(_together(root, planned, place, key))
            source = evolve(source, beside=tuple(one for one in joining[place] if one.file != file))
        try:
            raw = reader.read(source)
        except PluginError as error:
            if strict:
                raise
            problems.append(Problem("plugin.failed", str(error), Origin(file)))
            unread |= _unread(file, rule, source.data)
            continue
        records += raw.records
        problems += raw.problems
        if raw.guesses:
            guesses[file] = raw.guesses
        if has_errors(raw.problems):
            unread |= _unread(file, rule, source.data, is_read=bool(raw.records))
    return records, guesses, unread


def _source(root: Path, file: str, rule: SourceRule, key: bytes | None) -> Source:
    return Source(
        file=file,
        data=(root / file).read_bytes(),
        family=rule.family,
        options=rule.reader_options,
        columns=rule.columns,
        values=rule.values,
        constants=rule.all_constants,
        key=key,
    )


def _together(
    root: Path,
    planned: Iterable[Planned],
    place: tuple[str, PurePosixPath],
    key: bytes | None,
) -> Iterator[Source]:
    """Yield the files of one reader in one folder; one that cannot be read is reported when its turn comes."""
    for file, reader, rule in planned:
        if (reader.name, PurePosixPath(file).parent) == place:
            with suppress(OSError):
                yield _source(root, file, rule, key)


# The words of a longer text would take too much memory.
_MOST_SEARCHED = 1 << 22


def _unread(file: str, rule: SourceRule, data: bytes | None = None, *, is_read: bool = False) -> Unread:
    """Return what is not known of a file of which something could not be read: what it may hold, and its text.

    Args:
        is_read: Whether some records of it could be read; they are all that is known of a file that is no text.
    """
    family = rule.family or PurePosixPath(file).stem
    if family in FAMILIES:
        families = frozenset({family})
    else:
        families = frozenset({ORGANIZATION, *FAMILIES} if file.endswith(".toml") else FAMILIES)
    text = None if data is None or len(data) > _MOST_SEARCHED else _text(data)
    if text is not None and not (file.endswith(".toml") and has_broken_id(text)):
        return Unread(texts=(UnreadText(families, text),))
    if text is not None:
        return Unread(families)
    return Unread() if is_read else Unread(families)


def _text(data: bytes) -> str | None:
    """Return the text of a file, as well as it can be told; None for a workbook or the like."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    return None if b"\0" in data else data.decode("utf-8", "replace")


def _unreadable(file: str, error: OSError) -> Problem:
    return Problem("file.unreadable", f"the file cannot be read: {error.strerror}", Origin(file), hint=READ_IT)


# ---------------------------------------------------------------- texts and images

_FIGURES = "figures.toml"


def _texts(root: Path, problems: list[Problem]) -> tuple[dict[str, str], Unread]:
    """Return all texts, and whether figures may be declared where nobody could read them."""
    files = [file for file in (_FIGURES, "statements.toml") if (root / file).exists()]
    files += [file for file in files_of(root, "reports") if file.endswith((".md", "/report.toml", "/published.toml"))]
    texts = {}
    for file in files:
        try:
            text, found = decoded((root / file).read_bytes(), file)
        except OSError as error:
            text, found = None, (_unreadable(file, error),)
        problems += found
        if text is not None:
            texts[file] = text
        elif file.endswith("/report.toml"):
            # The report is there, and its chapters are checked.
            texts[file] = ""
    is_unread = _FIGURES in files and _FIGURES not in texts
    return texts, Unread(families=frozenset({"figures"}) if is_unread else frozenset())


def _images(root: Path, dataset: Dataset, problems: list[Problem]) -> dict[str, Image]:
    """Return all images under ``images/`` and ``reports/``, and those that records name."""
    images: dict[str, Image] = {}
    looked: set[str] = set()
    for file in (*files_of(root, "images"), *files_of(root, "reports")):
        if PurePosixPath(file).suffix.lower() in SUFFIXES | _NO_IMAGES:
            looked.add(file)
            image, problem = look_at(root, file)
            if image is not None:
                images[file] = image
            if problem is not None:
                problems.append(problem)
    for origin, file in _named_images(dataset):
        if file not in looked:
            image, problem = look_at(root, file)
            if image is not None:
                images[file] = image
            if problem is not None:
                problems.append(evolve(problem, message=f"image {file!r}: {problem.message}", origin=origin))
    return images


def _named_images(dataset: Dataset) -> Iterator[tuple[Origin | None, str]]:
    named: list[tuple[Origin | None, str, str | None]] = [
        (dataset.organization.origin, "logo", dataset.organization.logo),
        *((photograph.origin, "file", photograph.file) for photograph in dataset.photographs),
        *((publication.origin, "cover", publication.cover) for publication in dataset.publications),
    ]
    for origin, attribute, file in named:
        if file is not None:
            yield None if origin is None else origin.at(attribute), file
