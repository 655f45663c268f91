"""What readers return before anything is believed: raw records and raw tables, and what a reader is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from attrs import field

from kcss_core.frozen import frozen
from kcss_core.model import Column
from kcss_core.origin import Origin
from kcss_core.problems import Problem


@frozen
class RawRecord:
    """One record as a file gives it.

    Attributes:
        family: Name of a family (``publications``), or ``organization``.
        fields: Name to value as the file format types it (TOML: str, int, Decimal, bool, date, list, dict).
        origin: Where it stands; ``part`` is the key path in a TOML file.
        rows: Line of each key path inside the record, where the file format lets one tell.
        is_of_people: Whether its file may name participants, so that messages repeat nothing of it; of some families
            that is known anyhow.
    """

    family: str
    fields: Mapping[str, Any] = field(repr=False)
    origin: Origin
    rows: Mapping[str, int] = field(default=MappingProxyType({}), repr=False)
    is_of_people: bool = False


@frozen
class RawTable:
    """Rows of one sheet or CSV file, by column, all of one family.

    Attributes:
        header: Column names as the model names the fields, after the source's mapping.
        columns: Cells of each column, top to bottom: text as it stands, None or "" for an empty cell. A ``Column``
            of texts is taken as it is, so that each distinct text is converted once.
        rows: Row number of each row, as an editor or Excel shows it.
        origin: The file and sheet, and the row of the header.
        constants: Field values that the source states for all its rows (``reported``).
        is_repeated: Whether rows mention persons instead of defining them, so that one may stand in many rows.
        is_of_people: As of ``RawRecord``.
        letters: Of each column, as a spreadsheet shows it; empty where every header is a field's name.
    """

    family: str
    header: tuple[str, ...] = field(repr=False)
    columns: Sequence[Sequence[Any] | Column] = field(repr=False)
    rows: Sequence[int]
    origin: Origin
    constants: Mapping[str, Any] = MappingProxyType({})
    is_repeated: bool = False
    is_of_people: bool = False
    letters: Sequence[str] = ()

    def __attrs_post_init__(self) -> None:
        if len(self.columns) != len(self.header):
            raise ValueError(f"expected a column for each of {len(self.header)} headers, got {len(self.columns)}")
        for name, column in zip(self.header, self.columns, strict=True):
            length = len(column.codes) if isinstance(column, Column) else len(column)
            if length != len(self.rows):
                raise ValueError(f"expected {len(self.rows)} cells in the column {name!r}, got {length}")


@frozen(kw_only=True)
class Source:
    """One file with what the manifest says about it.

    Attributes:
        file: Path below the workspace, with forward slashes.
        data: The file's bytes.
        family: What its rows are; None where the file itself says (TOML), or its name does.
        options: Options for the reader (``encoding``, ``delimiter``, ``sheet``).
        columns: Header in the file to field of the model; to the empty string for a column to leave out.
        values: Field to (word in the file to value of the model).
        constants: Field values for all its rows (``reported``).
        beside: The other files of its folder that the same reader reads, for readers that join files.
        key: For digests of numbers that tell persons apart; None where nobody made one.
    """

    file: str
    data: bytes = field(repr=False)
    family: str | None = None
    options: Mapping[str, Any] = MappingProxyType({})
    columns: Mapping[str, str] = MappingProxyType({})
    values: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    constants: Mapping[str, Any] = MappingProxyType({})
    beside: tuple[Source, ...] = field(default=(), repr=False)
    key: bytes | None = field(default=None, repr=False)


@frozen
class Raw:
    """What a reader found in one source.

    Attributes:
        guesses: What was guessed (encoding, delimiter), to be shown and overridden.
    """

    records: tuple[RawRecord | RawTable, ...] = ()
    problems: tuple[Problem, ...] = ()
    guesses: Mapping[str, str] = MappingProxyType({})


@frozen(kw_only=True)
class Reader:
    """A way to read one kind of file.

    Attributes:
        name: What ``reader =`` in ``kcss.toml`` says.
        suffixes: Endings, with dot and in lower case, that select it.
        summary: One line for ``kcss plugins``.
        read: From a source to what was found; touches no disk.
        recognizes: Says by the first bytes of a file that it is the reader's, whatever its suffix. It is asked where
            nothing says what the rows are: no name of a family, no ``[[source]]`` with a family or a reader.
        is_joining: Whether a file may need others of its folder, ``Source.beside``.
    """

    name: str
    suffixes: tuple[str, ...]
    summary: str
    read: Callable[[Source], Raw]
    recognizes: Callable[[bytes], bool] | None = None
    is_joining: bool = False
