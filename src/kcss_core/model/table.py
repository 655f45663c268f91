"""Tables: many rows of few distinct values, kept as columns of codes. Knows the class of a row, not what it means."""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Generic, TypeVar, overload

import attrs
from attrs import field

from kcss_core.frozen import frozen
from kcss_core.origin import Origin

Row = TypeVar("Row", bound=attrs.AttrsInstance)


def packed(codes: Sequence[int], distinct: int) -> array[int]:
    """Return codes in the narrowest array that holds them."""
    typecode = "B" if distinct <= 0x100 else "H" if distinct <= 0x10000 else "I"
    if isinstance(codes, array):
        if codes.typecode == typecode:
            return codes
        if typecode == "B" and sys.byteorder == "little":
            # The lowest byte of each, at once.
            return array("B", codes.tobytes()[:: codes.itemsize])
    return array(typecode, codes)


def numbering(known: Iterable[Any] = ()) -> defaultdict[Any, int]:
    """Return a mapping that gives each different thing the next number when it is first met."""
    numbers: defaultdict[Any, int] = defaultdict(count().__next__)
    for thing in known:
        numbers[thing]
    return numbers


@frozen
class Column:
    """One field of all rows: ``values[codes[i]]`` is the value of row i.

    Attributes:
        codes: One code a row.
        values: The typed values, one a code; two codes may stand for equal values.
    """

    codes: array[int] = field(repr=False)
    values: tuple[Any, ...] = field(repr=False)

    def __getitem__(self, index: int) -> Any:
        return self.values[self.codes[index]]

    def __iter__(self) -> Iterator[Any]:
        return map(self.values.__getitem__, self.codes)

    def select(self, holds: Callable[[Any], bool | None]) -> list[bool | None]:
        """Return for each *code* whether a condition holds; asked once a distinct value."""
        return [holds(value) for value in self.values]

    @classmethod
    def of(cls, values: Iterable[Any]) -> Column:
        """Return the column of values in row order; values must be hashable."""
        codes = numbering()
        coded = [codes[value] for value in values]
        return cls(packed(coded, len(codes)), tuple(codes))

    @classmethod
    def constant(cls, value: Any, length: int) -> Column:
        """Return a column that holds one value in every row."""
        return cls(array("B", bytes(length)), (value,))


@frozen
class RowOrigins:
    """Where each row stands: a few files or sheets, and a row number each.

    Attributes:
        places: One origin a file or sheet, without row.
        codes: Index into ``places``, one a row.
        rows: Row number, one a row; 0 where the place has none.
    """

    places: tuple[Origin, ...] = ()
    codes: array[int] = field(factory=lambda: array("B"))
    rows: array[int] = field(factory=lambda: array("I"))

    def __getitem__(self, index: int) -> Origin | None:
        if not self.rows:
            return None
        return attrs.evolve(self.places[self.codes[index]], row=self.rows[index] or None)


@frozen(eq=False)
class Table(Sequence[Row], Generic[Row]):
    """Rows of one attrs class in columns.

    ``table[i]`` is a frozen row; ``table.column("gender")`` is a column; iteration makes rows one by one.

    Attributes:
        schema: The attrs class of a row; its field ``origin`` is kept in ``origins``.
        columns: A column for every field of the schema but ``origin``, all of one length.
    """

    schema: type[Row]
    columns: Mapping[str, Column]
    origins: RowOrigins = field(factory=RowOrigins)
    length: int = field(init=False)

    @length.default
    def _length(self) -> int:
        lengths = {len(column.codes) for column in self.columns.values()}
        if len(lengths) > 1:
            raise ValueError(f"columns of {self.schema.__name__} differ in length: {sorted(lengths)}")
        return lengths.pop() if lengths else 0

    @classmethod
    def of(cls, schema: type[Row], rows: Iterable[Row] = ()) -> Table[Row]:
        """Return the table of some rows; small data and tests."""
        rows = tuple(rows)
        names = [attribute.name for attribute in attrs.fields(schema) if attribute.name != "origin"]
        columns = {name: Column.of(getattr(row, name) for row in rows) for name in names}
        places: dict[Origin | None, int] = {}
        codes, numbers = [], []
        for row in rows:
            origin: Origin | None = getattr(row, "origin", None)
            place = None if origin is None else attrs.evolve(origin, row=None)
            codes.append(places.setdefault(place, len(places)))
            numbers.append(0 if origin is None or origin.row is None else origin.row)
        if None in places:
            return cls(schema, columns)
        origins = RowOrigins(tuple(p for p in places if p), packed(codes, len(places)), array("I", numbers))
        return cls(schema, columns, origins)

    def column(self, name: str) -> Column:
        """Return one column; KeyError for a field that the schema lacks."""
        return self.columns[name]

    def origin(self, index: int) -> Origin | None:
        """Return where a row stands; None for rows made in a script."""
        return self.origins[index]

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self.length))]
        if index < 0:
            index += self.length
        if not 0 <= index < self.length:
            raise IndexError(index)
        fields = {name: column[index] for name, column in self.columns.items()}
        return self.schema(**fields, origin=self.origin(index))  # type: ignore[call-arg]  # AttrsInstance has no fields

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return (
            self.schema is other.schema
            and self.length == other.length
            and all(
                all(mine == theirs for mine, theirs in zip(column, other.columns[name], strict=True))
                for name, column in self.columns.items()
            )
        )

    __hash__ = None  # type: ignore[assignment]  # equal by content, and too large to hash

    def __repr__(self) -> str:
        return f"<Table of {self.length} {self.schema.__name__}>"
