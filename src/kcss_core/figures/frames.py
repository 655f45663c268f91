"""Frames: the records of one population as bits, so that a condition is asked once and a figure is a few ANDs.

A frame gives every record, or every cell of records that conditions cannot tell apart, one bit. What a condition says
is a pair of whole numbers, and figures combine these. A frame counts, sums and lists records; it knows no figures,
aggregates, shares or rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from kcss_core.figures.conditions import Atom, Demand, Truth
from kcss_core.figures.paths import Path
from kcss_core.figures.populations import Heads, Population, ReachEntry, elements_of
from kcss_core.figures.value import Entry
from kcss_core.figures.when import counts_in, latest_staff, years
from kcss_core.frozen import frozen
from kcss_core.model import Dataset
from kcss_core.period import Period
from kcss_core.vocabulary import Presence


@frozen
class Answer:
    """What a condition says of all records of a frame, in its bits.

    Attributes:
        yes: Those for which it holds.
        maybe: Those for which it holds or nobody can tell; ``yes`` is part of it.
    """

    yes: int
    maybe: int

    def __and__(self, other: Answer) -> Answer:
        return Answer(self.yes & other.yes, self.maybe & other.maybe)

    @property
    def undecided(self) -> int:
        """Those of which nobody can tell."""
        return self.maybe & ~self.yes


def bits(indexes: Iterable[int], length: int) -> int:
    """Return the number with some bits set."""
    marks = bytearray(length // 8 + 1)
    for index in indexes:
        marks[index >> 3] |= 1 << (index & 7)
    return int.from_bytes(marks, "little")


def positions(mask: int) -> Iterator[int]:
    """Yield the bits that are set, lowest first."""
    marks = f"{mask:b}"[::-1]
    at = marks.find("1")
    while at >= 0:
        yield at
        at = marks.find("1", at + 1)


# A digit of each byte, as a letter.
_DIGITS = tuple(bytes(0x30 | byte >> digit & 1 for byte in range(256)) for digit in range(8))


@frozen
class Weights:
    """A whole number for each bit, kept as one mask a binary digit, so that a sum is a few bit counts."""

    planes: tuple[int, ...]

    @classmethod
    def of(cls, numbers: Sequence[int]) -> Weights:
        """Return the weights of bits 0, 1, 2 …; none may be negative."""
        digits = max(numbers, default=0).bit_length()
        planes = []
        for low in range(0, digits, 8):
            # A byte of every number at once, the last number first, as binary numbers are written.
            column = bytes([number >> low & 0xFF for number in reversed(numbers)])
            planes += [int(column.translate(letters), 2) for letters in _DIGITS[: digits - low]]
        return cls(tuple(planes))

    def total(self, mask: int) -> int:
        """Return the sum over the bits of a mask."""
        if not mask:
            return 0
        total = 0
        for digit, plane in enumerate(self.planes):
            total += (mask & plane).bit_count() << digit
        return total


class Frame:
    """The records of one population of a dataset.

    Attributes:
        version: A number that changes where masks that were found before mean nothing any more.
    """

    version = 0

    def __init__(self, population: Population, dataset: Dataset) -> None:
        self.population = population
        self.dataset = dataset
        self._answers: dict[str, Answer] = {}
        self._periods: dict[Period, Answer] = {}
        self._weights: dict[str, Weights] = {}

    def foresee(
        self, atoms: Iterable[Atom] = (), periods: Iterable[Period] = (), dimensions: Iterable[Demand] = ()
    ) -> None:
        """Prepare for what will be asked: conditions, periods, and conditions of which other values will be asked."""

    # What each kind of frame says for itself.

    @property
    def is_empty(self) -> bool:
        """Whether the dataset has no such record at all."""
        raise NotImplementedError

    def base(self, presence: Presence) -> int:
        """Return the records that stand for the population; presence matters for participations only."""
        raise NotImplementedError

    def size(self, mask: int, *, is_unique: bool = False) -> int:
        """Return how many the records of a mask are; with ``is_unique`` how many persons."""
        raise NotImplementedError

    def in_several(self, masks: Iterable[int], *, is_unique: bool = False) -> int:  # noqa: ARG002  # as in size()
        """Return how many stand in more than one of some masks."""
        once = twice = 0
        for mask in masks:
            twice |= once & mask
            once |= mask
        return self.size(twice)

    def record_bits(self, mask: int) -> int:
        """Return one bit for each record of a mask, the same ones whatever was foreseen."""
        return mask

    def person_bits(self, mask: int) -> int:
        """Return one bit for each person of a mask; only participations have persons."""
        raise NotImplementedError

    def weigh(self, records: int) -> int:
        """Return how many the records are that ``record_bits`` returned."""
        return self.size(records)

    def values(self, path: Path, mask: int) -> set[Any]:
        """Return the distinct values that records of a mask have at a path, None for what is not recorded."""
        raise NotImplementedError

    def entries(self, mask: int, why: Callable[[Any], str] | str = "") -> tuple[Entry, ...]:
        """Return the records of a mask as evidence, in file order."""
        raise NotImplementedError

    def _ask(self, atom: Atom) -> Answer:
        raise NotImplementedError

    def _ask_when(self, period: Period) -> Answer:
        raise NotImplementedError

    # What all share.

    def answer(self, atom: Atom) -> Answer:
        """Return what a condition says of the records; asked once, whatever number of figures shares it."""
        known = self._answers.get(atom.key)
        if known is None:
            known = self._answers[atom.key] = self._ask(atom)
        return known

    def when(self, period: Period) -> Answer:
        """Return which records belong to a period."""
        known = self._periods.get(period)
        if known is None:
            known = self._periods[period] = self._ask_when(period)
        return known

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year of which the records tell; None where they tell of none."""
        raise NotImplementedError


class RecordFrame(Frame):
    """Records that are objects: all populations but those of participations. Bit i is record i in file order."""

    def __init__(self, population: Population, dataset: Dataset) -> None:
        super().__init__(population, dataset)
        self.records = elements_of(population, dataset)
        self._heads = Weights.of([one.number for one in self.records]) if population.name == "staff" else None

    @property
    def is_empty(self) -> bool:
        return not self.records

    def base(self, presence: Presence) -> int:  # noqa: ARG002  # staff and activities are neither invited nor attended
        return (1 << len(self.records)) - 1

    def size(self, mask: int, *, is_unique: bool = False) -> int:  # noqa: ARG002  # these name no persons
        return mask.bit_count() if self._heads is None else self._heads.total(mask)

    def values(self, path: Path, mask: int) -> set[Any]:
        return {
            value for index in positions(mask) for value in path.values(self.records[index], self.dataset) or (None,)
        }

    def weights(self, path: Path) -> Weights:
        """Return the numbers at a path; what is not recorded weighs nothing."""
        known = self._weights.get(path.words)
        if known is None:
            numbers = [sum(int(n) for n in path.values(one, self.dataset) if n is not None) for one in self.records]
            known = self._weights[path.words] = Weights.of(numbers)
        return known

    def entries(self, mask: int, why: Callable[[Any], str] | str = "") -> tuple[Entry, ...]:
        return tuple(self._entry(self.records[index], why) for index in positions(mask))

    def _entry(self, record: Any, why: Callable[[Any], str] | str) -> Entry:
        reason = why if isinstance(why, str) else why(record)
        if isinstance(record, Heads):
            gender = "not recorded" if record.gender is None else record.gender.value
            label = f"{record.source.id}, {gender}"
            return Entry("staff", label, record.source.origin, reason, record.number, record.source.id)
        if isinstance(record, ReachEntry):
            label = f"{label_of(record.activity)}, {record.platform or record.metric.value}"
            return Entry("activities", label, record.origin, reason, record.number, record.activity.id)
        return Entry(self.population.name, label_of(record), record.origin, reason, id=record.id)

    def _ask(self, atom: Atom) -> Answer:
        return self._collect(atom.holds(record, self.dataset) for record in self.records)

    def _ask_when(self, period: Period) -> Answer:
        if self.population.name == "staff":
            latest, vague = latest_staff(self.dataset, period)
            return self._collect(
                True if one.source is latest else None if one.source in vague else False for one in self.records
            )
        return self._collect(
            counts_in(one.activity if isinstance(one, ReachEntry) else one, period, self.dataset)
            for one in self.records
        )

    def _collect(self, answers: Iterable[Truth]) -> Answer:
        yes, maybe = [], []
        for index, truth in enumerate(answers):
            if truth:
                yes.append(index)
            elif truth is None:
                maybe.append(index)
        held = bits(yes, len(self.records))
        return Answer(held, held | bits(maybe, len(self.records)) if maybe else held)

    @cached_property
    def years(self) -> tuple[int, int] | None:
        if self.population.name == "staff":
            return years(self.dataset.staff)
        return years(one.activity if isinstance(one, ReachEntry) else one for one in self.records)


def label_of(record: Any) -> str:
    """Return what a person recognizes a record by: its title, name or words, else its id."""
    for name in ("title", "name", "text", "caption", "topic", "outlet"):
        words = getattr(record, name, None)
        if words:
            return str(words)
    return str(record.id)
