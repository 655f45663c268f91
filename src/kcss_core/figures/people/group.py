"""Groups: some people of whom a value tells how many they are, and the records behind them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from kcss_core.figures.conditions import Demand, Missing, OneOf
from kcss_core.figures.cube import Cube
from kcss_core.figures.frames import Frame
from kcss_core.figures.populations import OF_PARTICIPATIONS, POPULATIONS
from kcss_core.figures.value import Address
from kcss_core.frozen import frozen
from kcss_core.vocabulary import Gender, Presence

if TYPE_CHECKING:
    from kcss_core.figures.evaluate import Evaluation


#: Populations of people.
OF_PEOPLE = OF_PARTICIPATIONS | {"staff"}

#: Some genders; None is not recorded.
Genders: TypeAlias = frozenset[Gender | None]
EVERY: Genders = frozenset((*Gender, None))

#: Records as bits, whatever the gender, and which genders of these.
Members: TypeAlias = tuple[tuple[int, Genders], ...]

_GENDER = "gender"


@frozen(kw_only=True)
class Group:
    """Some people of whom a value tells how many they are.

    Attributes:
        population: ``persons``, ``attendances`` or ``staff``.
        asks: What they have in common: pairs of path and condition. A group that asks more is part of one that asks
            less.
        genders: Of which genders they are; all where gender is not asked.
        members: The records behind them; none where nobody knows which they are.
        without: Who of these is not counted: a record, and of persons whoever has such a record.
        parts: What a sum of figures is the sum of.
        is_telling: Whether it tells of somebody where it is small. That something is not recorded tells of nobody.
    """

    population: str
    number: int
    asks: frozenset[tuple[str, str]]
    genders: Genders = EVERY
    members: Members = ()
    without: Members = ()
    parts: tuple[Address, ...] = ()
    is_telling: bool = True

    @property
    def is_cell(self) -> bool:
        """Whether gender is asked."""
        return self.genders != EVERY

    @property
    def identity(self) -> Hashable:
        """What is equal for the same people."""
        return (self.population, (self.members, self.without) if self.members else self.asks, self.genders)

    @property
    def row(self) -> Hashable:
        """What is equal for all genders of the same people: their row in a table."""
        if len(self.members) == 1 and not self.without:
            return self.population, self.members[0][0]
        return self.population, frozenset(pair for pair in self.asks if not pair[0].endswith(_GENDER)), self.without

    def holds(self, other: Group) -> bool:
        """Say whether everybody of another group is in this one, and why is no accident of who came."""
        if self.population != other.population or not other.genders <= self.genders:
            return False
        if len(self.members) == len(other.members) == 1 and not self.without:
            return not other.members[0][0] & ~self.members[0][0]
        return not (self.members or other.members) and self.asks < other.asks


def size_of(evaluation: Evaluation, group: Group) -> int:
    """Return how many there are of a group whose records are known."""
    frame = frame_of(evaluation, group)
    if group.population == "persons" and isinstance(frame, Cube):
        inside, outside = (set(frame.persons_at(bits_of(frame, one))) for one in (group.members, group.without))
        return len(inside - outside)
    return frame.weigh(bits_of(frame, group.members) & ~bits_of(frame, group.without))


def frame_of(evaluation: Evaluation, group: Group) -> Frame:
    """Return the frame of the records of a group."""
    return evaluation.selection.frame(POPULATIONS["staff" if group.population == "staff" else "attendances"])


def bits_of(frame: Frame, members: Members) -> int:
    """Return the records of members, of their genders alone."""
    return _either(records & records_of(frame, genders) for records, genders in members)


def records_of(frame: Frame, genders: Genders) -> int:
    """Return the records of some genders."""
    path = frame.population.find(_GENDER)
    demands = [Demand(path, Missing() if gender is None else OneOf(frozenset({gender}))) for gender in genders]
    frame.foresee(demands)
    frame.base(Presence.ATTENDED)
    return _either(frame.record_bits(frame.answer(demand).yes) for demand in demands)


def _either(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
