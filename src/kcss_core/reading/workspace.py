"""A workspace: what ``kcss.toml`` says, and everything that was read from the folder. Reads no record itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import attrs
from attrs import evolve, field

from kcss_core.errors import FileError
from kcss_core.frozen import frozen
from kcss_core.model import Dataset
from kcss_core.model.fields import Count, ReportLanguage
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.problems import Problem, Severity, Silence, has_errors
from kcss_core.reading.images import Image
from kcss_core.reading.structure import structure_record
from kcss_core.reading.toml import Document, parse_toml
from kcss_core.reading.values import AnyText
from kcss_core.text import Text
from kcss_core.vocabulary import KindTree

T = TypeVar("T")

#: The file that makes a folder a workspace.
MANIFEST = "kcss.toml"
#: What a ``[[source]]`` means of which nobody knows the files.
ANY_FILE = "*"


@frozen(kw_only=True)
class Settings:
    """What holds for all reports of a workspace: ``[workspace]``.

    Attributes:
        languages: Languages of its reports; the first one is used where nobody asks for another.
        period: The reporting period where nobody asks for another; None where each report says.
    """

    name: Text | None = None
    languages: tuple[ReportLanguage, ...] = ("en",)
    period: Period | None = None


@frozen(kw_only=True)
class SourceRule:
    """How files are read where the defaults do not do: one ``[[source]]``.

    Attributes:
        file: One path or several below the workspace, with ``*`` for any letters and ``**`` for any folders.
        family: What the rows are; the file's name says where this is None.
        reader: Name of the reader; the suffix decides where this is None.
        reported: The period of all rows; the same as in ``constants``.
        constants: Field values of all rows that have none of their own.
        columns: Header in the file to field; to the empty string to leave a column out.
        values: Field to (word in the file to value).
        encoding, delimiter, sheet: Options of readers of tables.
        options: Other options of the reader.
    """

    file: tuple[str, ...]
    family: str | None = None
    reader: str | None = None
    reported: Period | None = None
    constants: Mapping[str, Any] = MappingProxyType({})
    columns: Mapping[str, AnyText] = MappingProxyType({})
    values: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    options: Mapping[str, Any] = MappingProxyType({})
    origin: Origin | None = field(default=None, eq=False, repr=False)

    @property
    def reader_options(self) -> Mapping[str, Any]:
        """All options of the reader by name."""
        named = {"encoding": self.encoding, "delimiter": self.delimiter, "sheet": self.sheet}
        return {**{name: value for name, value in named.items() if value is not None}, **self.options}

    @property
    def all_constants(self) -> Mapping[str, Any]:
        """The constants, ``reported`` included."""
        return self.constants if self.reported is None else {**self.constants, "reported": self.reported}


@frozen(kw_only=True)
class OwnKind:
    """A kind of activities that the standard tree lacks: ``kind = "parent"``, or a table under ``[kinds]``.

    Attributes:
        parent: The kind above it.
        label: What readers call it; where it is None, its id or the kind above it stands in.
    """

    parent: str
    label: Text | None = None


@frozen(kw_only=True)
class Disclosure:
    """How small groups are protected: ``[disclosure]``.

    Attributes:
        k: A group of fewer persons is small. 1 switches the protection off; 2 would be none, since every number that it
            hides is 1.
        staff: Whether numbers of the staff are protected as well.
    """

    k: Count = 5
    staff: bool = False


@frozen(kw_only=True)
class Names:
    """How names may be written: ``[names]``.

    Attributes:
        accept: Forms of names that may stand beside others, and are not reported.
    """

    accept: tuple[str, ...] = ()


@frozen(kw_only=True)
class Manifest:
    """What ``kcss.toml`` says.

    Attributes:
        kinds: The workspace's own kinds of activities.
        unread: Files, as a ``[[source]]`` that is wrong names them: nobody knows how to read these.
    """

    workspace: Settings = field(factory=Settings)
    source: tuple[SourceRule, ...] = ()
    kinds: Mapping[str, OwnKind] = MappingProxyType({})
    disclosure: Disclosure = field(factory=Disclosure)
    silence: tuple[Silence, ...] = ()
    names: Names = field(factory=Names)
    unread: tuple[str, ...] = ()


@frozen(kw_only=True)
class Workspace:
    """Everything that was read from a folder.

    Attributes:
        root: The folder.
        texts: Path below it to the text of ``figures.toml``, ``statements.toml``, and every ``report.toml``,
            ``published.toml`` and chapter.
        images: Path below it to image file; files that are missing or broken are not in it.
        guesses: Path of a record file to what was guessed about it (``encoding``, ``delimiter``).
        problems: Everything that is wrong, sorted.
    """

    root: Path
    manifest: Manifest
    dataset: Dataset = field(repr=False)
    texts: Mapping[str, str] = field(repr=False)
    images: Mapping[str, Image] = field(repr=False)
    guesses: Mapping[str, Mapping[str, str]] = field(default=MappingProxyType({}), repr=False)
    problems: tuple[Problem, ...] = field(default=(), repr=False)

    def __repr__(self) -> str:
        reports = f"reports {', '.join(self.report_ids)}" if self.report_ids else "no report"
        wrong = f", {len(self.problems)} problems" if self.problems else ""
        return f"<Workspace {self.root}: {reports}{wrong}>"

    @property
    def report_ids(self) -> tuple[str, ...]:
        """Names of the folders below ``reports/`` that hold a ``report.toml``."""
        parts = [path.split("/") for path in self.texts]
        return tuple(sorted(p[1] for p in parts if len(p) == 3 and p[0] == "reports" and p[2] == "report.toml"))


def find_workspace(start: Path) -> Path:
    """Return the nearest folder, from a folder upward, that holds a manifest.

    Raises:
        FileError: None does.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / MANIFEST).is_file():
            return folder
    raise FileError(
        f"{start}: expected a workspace, got a folder without {MANIFEST} in it or above it; "
        f"go to the workspace's folder, or make {MANIFEST} in this one (an empty file will do)"
    )


def structure_manifest(text: str) -> tuple[Manifest, KindTree, tuple[Problem, ...]]:
    """Return the manifest, the kinds of activities with the workspace's own, and what is wrong.

    What is wrong in one part leaves that part at its default, so that the rest of the workspace is still read.
    """
    document, problems = parse_toml(text, MANIFEST)
    found = list(problems)
    document = evolve(document, data=_with_parents(document.data))
    manifest, wrong = structure_record(Manifest, document.data, Origin(MANIFEST), rows=document.rows)
    found += [one for one in wrong if one.origin is None or not document.is_within_broken(one.origin.part or "")]
    if manifest is None or document.broken:
        manifest = _in_parts(document)
    else:
        listed: dict[str, Any] = {name: _placed(document, name, getattr(manifest, name)) for name in _LISTED}
        manifest = evolve(manifest, **listed)
    if manifest.disclosure.k < 3 and manifest.disclosure.k != 1:
        found.append(
            Problem(
                "field.invalid",
                f"expected 3 or more, or 1 for no protection, got {manifest.disclosure.k}",
                document.origin("disclosure.k"),
                hint="5 is usual",
            )
        )
        manifest = evolve(manifest, disclosure=evolve(manifest.disclosure, k=Disclosure().k))
    elif manifest.disclosure.k == 1:
        found.append(
            Problem(
                "disclosure.off",
                "small groups are not protected, whoever reads a report may learn who somebody is",
                document.origin("disclosure.k"),
                Severity.WARNING,
                hint="5 is usual; with a reason, [[silence]] keeps this quiet",
            )
        )
    kinds, wrong = _with_own(KindTree.standard(), manifest.kinds, document)
    return manifest, kinds, (*found, *wrong)


def _placed(document: Document, name: str, tables: Iterable[T | None]) -> tuple[T, ...]:
    """Return what was made of an array of tables, each with its place, without those that could not be made."""
    paths = ((f"{name}[{number}]", one) for number, one in enumerate(tables, 1))
    return tuple(
        evolve(one, origin=document.origin(path))  # type: ignore[misc]  # all of _LISTED are attrs classes
        for path, one in paths
        if one is not None and not document.is_broken(path)
    )


def _table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = data.get(name)
    return found if isinstance(found, Mapping) else {}


def _with_parents(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the manifest with a table for each own kind that only names its parent."""
    kinds = _table(data, "kinds")
    if not kinds:
        return data
    return {**data, "kinds": {k: v if isinstance(v, Mapping) else {"parent": v} for k, v in kinds.items()}}


def _with_own(
    tree: KindTree, own: Mapping[str, OwnKind], document: Document
) -> tuple[KindTree, tuple[Problem, ...]]:
    """Return the tree with the workspace's own kinds, and what is wrong with these.

    A kind that cannot be hung anywhere becomes a root, so that nothing else is said of the records that name it.
    """
    left = dict(own)
    while ready := [kind for kind, one in left.items() if one.parent in tree and kind not in tree]:
        parents = {kind: left.pop(kind).parent for kind in ready}
        tree = tree.with_kinds(parents, {kind: dict(words.forms) for kind in ready if (words := own[kind].label)})
    # A kind below another that is wrong is not at fault itself; what hangs below nothing else hangs in a circle.
    chained = {kind: one for kind, one in left.items() if one.parent in left and kind not in tree}
    wrong = [({kind: one.parent}, f"kinds.{kind}") for kind, one in left.items() if kind not in chained]
    while loose := [kind for kind, one in chained.items() if one.parent not in chained]:
        for kind in loose:
            del chained[kind]
    wrong.append(({kind: one.parent for kind, one in chained.items()}, "kinds"))
    problems: list[Problem] = []
    for parents_of, place in wrong:
        try:
            tree.with_kinds(parents_of)
        except ValueError as error:
            problems.append(Problem("kind.invalid", str(error), document.origin(place)))
    # Kinds in a table that cannot be read whole, too, may be there; their names are all that is known of them.
    broken = (text for path, text in document.broken.items() if path.startswith("kinds") or not _is_section(path))
    unread = (kind for text in broken for kind in _KEYS.findall(text))
    lost = {kind: None for kind in (*left, *_table(document.data, "kinds"), *unread) if kind not in tree}
    return evolve(tree, parents={**tree.parents, **lost}), tuple(problems)


# Arrays of tables of the manifest.
_LISTED: Mapping[str, type[Any]] = MappingProxyType({"source": SourceRule, "silence": Silence})
# A quotation mark may be what is missing.
_QUOTED = re.compile(r"[\"']([^\"'\n]+)[\"']?")
_KEYS = re.compile(r"^[ \t]*(?:\[kinds\.)?\"?([\w-]+)", re.MULTILINE)


def _is_section(path: str) -> bool:
    """Say whether a broken table is known by its name; what it is called may be what is broken."""
    return not path or re.split(r"[.\[]", path)[0] in attrs.fields_dict(Manifest)


def _in_parts(document: Document) -> Manifest:
    """Return what can be taken of a manifest that has errors, which were reported already."""
    manifest = Manifest()
    for name, value in document.data.items():
        part, problems = structure_record(Manifest, {name: value}, Origin(MANIFEST))
        if part is not None and not has_errors(problems) and name not in _LISTED:
            manifest = evolve(manifest, **{name: getattr(part, name)})
        elif name in _LISTED and isinstance(value, list):
            tables = [
                structure_record(_LISTED[name], one, Origin(MANIFEST))[0] if isinstance(one, Mapping) else None
                for one in value
            ]
            placed: Any = _placed(document, name, tables)
            manifest = evolve(manifest, **{name: placed})
            if name == "source":
                wrong = (one for one, rule in zip(value, tables, strict=True) if rule is None)
                manifest = evolve(manifest, unread=tuple(file for one in wrong for file in _files_of(one)))
        elif name == "kinds" and isinstance(value, Mapping):
            kinds = {kind: structure_record(OwnKind, one, Origin(MANIFEST))[0] for kind, one in value.items()}
            manifest = evolve(manifest, kinds={kind: one for kind, one in kinds.items() if one is not None})
    broken = (text for path, text in document.broken.items() if path.startswith("source") or not _is_section(path))
    unread = [file for text in broken for file in _QUOTED.findall(text) or (ANY_FILE,)]
    return evolve(manifest, unread=(*manifest.unread, *unread))


def _files_of(table: Any) -> tuple[str, ...]:
    """Return the files that a wrong ``[[source]]`` names; all where it names none."""
    files = table.get("file") if isinstance(table, Mapping) else None
    named = tuple(one for one in (files if isinstance(files, list) else [files]) if isinstance(one, str))
    return named or (ANY_FILE,)
