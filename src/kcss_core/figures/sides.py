"""What participations refer to, activities and persons, parted by what figures ask of them. Counts nothing.

Things of which every condition says the same are of one class. A condition is asked of each distinct value once, and of
a class through any thing of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

from kcss_core.figures.conditions import Atom, Demand, Truth, holds_for
from kcss_core.figures.paths import Path, Unknown
from kcss_core.figures.when import counts_in
from kcss_core.frozen import frozen
from kcss_core.model import Activity, Dataset
from kcss_core.model.table import numbering
from kcss_core.period import Period
from kcss_core.vocabulary import Gender, Presence, Role

# Where things have more different values than these, they are parted by the answer to a condition and not by value:
# one figure about one activity should not part all activities from one another.
_FEW = 32


@frozen
class Axis:
    """One field of all things of a side: ``values[codes[i]]`` are the values of thing i."""

    codes: Sequence[int]
    values: Sequence[tuple[Any, ...]]


class Side:
    """Things that participations refer to.

    Attributes:
        classes: Number of the class of each thing.
        examples: One thing of each class, by its number.
    """

    def __init__(self, first: Sequence[Hashable]) -> None:
        self.classes: Sequence[int] = ()
        self.examples: Sequence[int] = ()
        self._axes: dict[str, Axis] = {}
        self._truths: dict[str, list[Truth]] = {}
        self._parted: set[str] = set()
        self._part(first)

    def axis(self, path: Path) -> Axis:
        """Return what all things have at a path."""
        known = self._axes.get(path.words)
        if known is None:
            known = self._axes[path.words] = self._axis(path)
        return known

    def _axis(self, path: Path) -> Axis:
        raise NotImplementedError

    def _part(self, codes: Iterable[Hashable]) -> None:
        """Part the classes further by a number for each thing."""
        numbers = numbering()
        self.classes = [*map(numbers.__getitem__, zip(self.classes, codes, strict=True) if self.classes else codes)]
        first = dict(zip(reversed(self.classes), range(len(self.classes) - 1, -1, -1), strict=True))
        self.examples = [first[number] for number in range(len(numbers))]

    def foresee(self, atom: Atom, *, by_value: bool) -> bool:
        """Part the things so that a condition says the same of each of a class; return whether that changed them.

        Args:
            by_value: Whether other values will be asked for, as the cells of a breakdown do.
        """
        path = atom.path.words if isinstance(atom, Demand) else ""
        if path in self._parted or (atom.key in self._parted and not by_value):
            return False
        if isinstance(atom, Demand) and (by_value or len(self.axis(atom.path).values) <= _FEW):
            self._parted.add(path)
            self._part(self.axis(atom.path).codes)
            return True
        self._parted.add(atom.key)
        self._part(self._each(atom))
        return True

    def truths(self, atom: Atom) -> list[Truth]:
        """Return what a condition that was foreseen says of each class."""
        if not isinstance(atom, Demand) or atom.path.words not in self._parted:
            assert atom.key in self._parted, atom.key
        each = self._each(atom)
        return [each[example] for example in self.examples]

    def _each(self, atom: Atom) -> list[Truth]:
        """Return what a condition says of each thing."""
        known = self._truths.get(atom.key)
        if known is None:
            known = self._truths[atom.key] = self._ask(atom)
        return known

    def _ask(self, atom: Atom) -> list[Truth]:
        assert isinstance(atom, Demand)
        axis, may_be_empty = self.axis(atom.path), atom.path.may_be_empty
        truths = [holds_for(atom.condition, values, may_be_empty=may_be_empty) for values in axis.values]
        return [*map(truths.__getitem__, axis.codes)]


class Activities(Side):
    """The activities that participations and head counts name.

    Args:
        replaced: For which presences and roles of an activity head counts are used instead of participations.
    """

    def __init__(
        self, ids: Iterable[str], dataset: Dataset, replaced: Mapping[str, frozenset[tuple[Presence, Role]]]
    ) -> None:
        known = dataset.by_id("activities")
        self.things = [known.get(id) or Unknown(id) for id in ids]
        self._dataset = dataset
        self._replaced = replaced
        self._periods: dict[Period, list[Truth]] = {}
        # Why a participation is undecided differs where its activity does not exist.
        super().__init__([(isinstance(thing, Unknown), replaced.get(thing.id)) for thing in self.things])

    def replaced(self, number: int) -> frozenset[tuple[Presence, Role]]:
        """Return for which presences and roles of an activity head counts are used instead of participations."""
        return self._replaced.get(self.things[number].id, frozenset())

    def _axis(self, path: Path) -> Axis:
        rest = path.beyond(1)
        numbers = numbering()
        codes = [numbers[rest.values(thing, self._dataset)] for thing in self.things]
        return Axis(codes, tuple(numbers))

    def _ask(self, atom: Atom) -> list[Truth]:
        if isinstance(atom, Demand):
            return super()._ask(atom)
        rest = atom.beyond(1)
        return [rest.holds(thing, self._dataset) for thing in self.things]

    def foresee_period(self, period: Period) -> bool:
        """Part the activities by whether they belong to a period; return whether that changed them."""
        if period in self._periods:
            return False
        self._periods[period] = [
            counts_in(thing, period, self._dataset) if isinstance(thing, Activity) else None for thing in self.things
        ]
        self._part(self._periods[period])
        return True

    def truths_when(self, period: Period) -> list[Truth]:
        """Return whether the activities of each class belong to a period that was foreseen."""
        each = self._periods[period]
        return [each[example] for example in self.examples]


class Persons(Side):
    """The persons whom participations name, then one for each gender in head counts, of whom nothing else is known.

    Args:
        ids: A dangling id is a person all the same, of whom nothing is recorded.
    """

    def __init__(self, ids: Iterable[str], genders: Iterable[Gender | None], dataset: Dataset) -> None:
        self._rows = [*map(dataset.by_id("participants").get, ids, repeat(-1))]
        self._genders = tuple(genders)
        self._dataset = dataset
        super().__init__([0] * (len(self._rows) + len(self._genders)))

    def _axis(self, path: Path) -> Axis:
        column = self._dataset.participants.column(path.name)
        nothing = len(column.values)
        # Row -1, of a person who is not in the table, is the last.
        codes = [*column.codes, nothing]
        values: list[Any] = [*column.values, None]
        if path.name == "gender":
            heads = [*range(len(values), len(values) + len(self._genders))]
            values += self._genders
        else:
            heads = [nothing] * len(self._genders)
        return Axis([*map(codes.__getitem__, self._rows), *heads], [(value,) for value in values])


