"""Quantities that statements speak of, with all that is said of each. Judges nothing."""

from __future__ import annotations

from typing import Any

from attrs import field

from kcss_core.figures.relations import Bounds
from kcss_core.frozen import frozen
from kcss_core.period import Period
from kcss_core.statements.definitions import Definitions, Scope
from kcss_core.statements.statement import Manner, Part, Statement, Statements


@frozen
class Side:
    """Statements that say the same of one quantity, in the order of their file."""

    statements: tuple[Statement, ...]

    @property
    def bounds(self) -> Bounds:
        """Between which numbers the truth lies if they are true."""
        found = self.statements[0].bounds
        assert found is not None
        return found

    @property
    def amount(self) -> str:
        """What they say, in words; a number rather than a list of as many."""
        return min(self.statements, key=lambda one: one.number is None).amount

    @property
    def is_listed(self) -> bool:
        """Whether it is known from lists only."""
        return all(one.number is None for one in self.statements)

    def allows(self, other: Side) -> bool:
        """Say whether both can be said of one quantity without a reader's wondering.

        "Over 50" and "over 40" may both be true of 60, and are two numbers for one thing all the same.
        """
        one, two = self.statements[0], other.statements[0]
        is_same_manner = one.manner is two.manner and one.manner is not Manner.EXACT
        if is_same_manner and one.number is not None and two.number is not None:
            return False
        return self.bounds.meets(other.bounds)


@frozen(eq=False)
class Quantity:
    """One thing that texts give numbers for: a figure, or a part of it, in a period.

    Attributes:
        figures: Ids of the figures that statements name for it; several where two are defined alike.
        scope: What it takes in; None where the figure's definition does not tell.
        sides: What is said of it, each number once.
    """

    figures: tuple[str, ...]
    part: Part
    period: Period
    scope: Scope | None
    sides: tuple[Side, ...]
    title: str = field(kw_only=True)

    @property
    def figure(self) -> str:
        """The figure that the first statement names."""
        return self.figures[0]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything that is said of it."""
        return tuple(statement for side in self.sides for statement in side.statements)

    def is_beside(self, other: Quantity) -> bool:
        """Say whether it is of the same part and period, of perhaps another figure."""
        return self.part == other.part and self.period == other.period

    @property
    def is_agreed(self) -> bool:
        """Whether all that is said of it can be true together."""
        return all(one.allows(two) for index, one in enumerate(self.sides) for two in self.sides[:index])

    @property
    def bounds(self) -> Bounds:
        """Between which numbers it lies: what all sides leave, or where they contradict each other what any leaves.

        Where numbers are stated, a list that differs from them is a contradiction of its own, and leaves nothing open.
        """
        stated = [side for side in self.sides if not side.is_listed]
        ranges = [side.bounds for side in stated or self.sides]
        highs = [one.high for one in ranges if one.high is not None]
        if all(one.allows(two) for index, one in enumerate(stated) for two in stated[:index]):
            return Bounds(max(one.low for one in ranges), min(highs, default=None))
        return Bounds(min(one.low for one in ranges), max(highs) if len(highs) == len(ranges) else None)

    @property
    def amount(self) -> str:
        """The numbers that are stated of it, in words; those of lists where there are no others."""
        stated = [side for side in self.sides if not side.is_listed]
        return " or ".join(side.amount for side in stated or self.sides)


def quantities_of(said: Statements, definitions: Definitions) -> tuple[Quantity, ...]:
    """Return the quantities that statements give numbers for, in the order of their first statement.

    What was frozen of the same quantity stands beside it; of other quantities nothing is said.
    """
    gathered: dict[Any, list[tuple[str, Statement]]] = {}
    for statement in (*said.statements, *said.frozen):
        if statement.bounds is None:
            continue
        for figure in statement.figures:
            scope = definitions.scope(figure, statement.part)
            key = (scope or (figure, statement.part), statement.period)
            if not statement.is_frozen or key in gathered:
                gathered.setdefault(key, []).append((figure, statement))
    return tuple(_quantity(several, definitions) for several in gathered.values())


def _quantity(said: list[tuple[str, Statement]], definitions: Definitions) -> Quantity:
    sides: dict[Any, list[Statement]] = {}
    for _, statement in said:
        key = (statement.bounds, statement.manner)
        sides.setdefault(key, []).append(statement)
    figure, first = said[0]
    return Quantity(
        figures=tuple(dict.fromkeys(id for id, _ in said)),
        part=first.part,
        period=first.period,
        scope=definitions.scope(figure, first.part),
        sides=tuple(Side(tuple(several)) for several in sides.values()),
        title=definitions.title(figure, first.part),
    )
