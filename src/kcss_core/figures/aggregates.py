"""Aggregates of a dataset, looked up by the figure, period and cell that they answer. Never adds any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from kcss_core.figures.definition import Figure, Measure
from kcss_core.figures.paths import GrammarError
from kcss_core.frozen import frozen
from kcss_core.model import Aggregate
from kcss_core.period import Period
from kcss_core.problems import Problem, Severity
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import Qualifier

#: A cell whatever names and order it was written with: full path and value of each dimension.
Normal: TypeAlias = frozenset[tuple[str, str | None]]
#: How messages say a number of some population: as it is, or that it is withheld.
Says: TypeAlias = Callable[[int, str], str]


@frozen(eq=False)
class Aggregates:
    """The aggregates that answer figures.

    Attributes:
        answers: Figure and period, to the aggregate of each cell.
        problems: Aggregates that answer nothing, and why.
    """

    answers: Mapping[tuple[str, Period], Mapping[Normal, Aggregate]]
    problems: tuple[Problem, ...] = ()

    def find(self, figure: str, period: Period, cell: Normal) -> Aggregate | None:
        """Return the aggregate that answers exactly one figure, period and cell."""
        return self.answers.get((figure, period), {}).get(cell)

    def above(self, figure: str, period: Period, cells: Iterable[Normal]) -> Iterator[tuple[Normal, Aggregate]]:
        """Yield the aggregates of the cells that hold one of some cells, the figure's own total among them."""
        several = list(cells)
        for wider, aggregate in self.answers.get((figure, period), {}).items():
            if any(wider < cell for cell in several):
                yield wider, aggregate

    def below(self, figure: str, period: Period, cells: Iterable[Normal]) -> Iterator[Aggregate]:
        """Yield the aggregates of the cells that are part of one of some cells."""
        whole = list(cells)
        for narrower, aggregate in self.answers.get((figure, period), {}).items():
            if any(cell <= narrower for cell in whole):
                yield aggregate

    def cells(self, figure: str, period: Period) -> Iterable[Normal]:
        """Return the cells of a figure and period that aggregates answer."""
        return self.answers.get((figure, period), {})

    def of(self, figure: str, period: Period) -> Iterable[Aggregate]:
        """Return the aggregates that answer a figure for a period, in whatever cell."""
        return self.answers.get((figure, period), {}).values()

    def has(self, figure: str, period: Period) -> bool:
        """Say whether any aggregate answers a figure for a period, in whatever cell."""
        return (figure, period) in self.answers


def aggregates_of(
    aggregates: Iterable[Aggregate],
    figures: Mapping[str, Figure],
    normal: Callable[[str, tuple[tuple[str, str | None], ...]], Normal],
) -> Aggregates:
    """Return the aggregates by what they answer.

    Args:
        normal: From figure and cell as written to the cell in full paths; raises ``GrammarError``.
    """
    answers: dict[tuple[str, Period], dict[Normal, Aggregate]] = {}
    problems: list[Problem] = []
    for aggregate in aggregates:
        try:
            cell = _cell(aggregate, figures, normal)
        except GrammarError as error:
            origin = aggregate.origin
            code = "figure.unknown" if aggregate.figure not in figures else "aggregate.invalid"
            problems.append(Problem(code, str(error), origin, hint=error.hint, missing=error.missing))
            continue
        cells = answers.setdefault((aggregate.figure, aggregate.reported), {})
        first = cells.setdefault(cell, aggregate)
        if first is not aggregate:
            problems.append(
                Problem(
                    "aggregate.twice",
                    f"expected one aggregate for {aggregate.figure!r} in {aggregate.reported} and this cell, "
                    f"got a second; the first stands at {first.origin}",
                    aggregate.origin,
                )
            )
    return Aggregates(answers, tuple(problems))


def _cell(
    aggregate: Aggregate,
    figures: Mapping[str, Figure],
    normal: Callable[[str, tuple[tuple[str, str | None], ...]], Normal],
) -> Normal:
    figure = figures.get(aggregate.figure)
    if figure is None:
        raise GrammarError(
            f"expected the id of a figure, got {aggregate.figure!r}",
            did_you_mean(aggregate.figure, figures) or "declare it in figures.toml, or mend the id",
            ("figures", aggregate.figure),
        )
    if figure.measure is Measure.SHARE:
        if aggregate.percent is None:
            raise GrammarError(
                f"{aggregate.figure!r} is a share and takes a percent, got a value",
                "write percent =, or keep the two counts as figures of their own",
            )
    elif aggregate.value is None:
        raise GrammarError(f"{aggregate.figure!r} is no share and takes a value, got a percent", "write value =")
    elif figure.measure is not Measure.FUNCTION and aggregate.value != int(aggregate.value):
        raise GrammarError(f"{aggregate.figure!r} takes a whole number, got {aggregate.value}")
    return normal(aggregate.figure, aggregate.by)


def exceeded(aggregate: Aggregate, counted: int, population: str, first: str, says: Says) -> Problem:
    """Return the problem of an exact aggregate with more records than it states."""
    return Problem(
        "aggregate.exceeded",
        f"expected at most {aggregate.value} records of {aggregate.figure!r} in {aggregate.reported}, as this "
        f"aggregate states, got {says(counted, population)}{first}",
        aggregate.origin,
        Severity.ERROR,
        hint="mend the aggregate, or the records that should not count",
    )


def exceeds_whole(aggregate: Aggregate, whole: str, number: int, population: str, says: Says) -> Problem:
    """Return the problem of a part that is larger than what it is part of.

    Args:
        whole: What it is part of, as messages name it.
        number: What that comes to, exactly, of which population.
    """
    most = says(number, population)
    stated = f"{aggregate.qualifier.value.replace('-', ' ')} " if aggregate.qualifier is not Qualifier.EXACT else ""
    return Problem(
        "aggregate.exceeds-total",
        f"expected at most {most} of {aggregate.figure!r} in {aggregate.reported}, which is what {whole} comes to, "
        f"got {stated}{aggregate.value} for a part of it",
        aggregate.origin,
        Severity.ERROR,
        hint="mend the aggregate, add the records that are missing, or keep an aggregate for the whole",
    )
