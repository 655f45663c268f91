"""Which records count for a figure: its conditions with period, cell and filter. Counts none of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Any, TypeAlias

from kcss_core.errors import UsageError
from kcss_core.figures.conditions import Atom, Demand, Missing, condition_of
from kcss_core.figures.cube import Cube
from kcss_core.figures.frames import Answer, Frame, RecordFrame
from kcss_core.figures.grammar import Grammar
from kcss_core.figures.paths import GrammarError, find_path
from kcss_core.figures.plan import Plan
from kcss_core.figures.populations import FILTERS, OF_PARTICIPATIONS, POPULATIONS, Population
from kcss_core.model import Dataset
from kcss_core.period import Period
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import Presence

_NOTHING = (-1, Answer(0, 0))

# Full path and value of a dimension, to the records that have it.
_Insides: TypeAlias = dict[tuple[str, str | None], int]
_UNKNOWN: tuple[int, _Insides] = (-1, {})


class Selection:
    """The records of a dataset, narrowed by a filter, and what figures select of them.

    Args:
        plans: Returns the plans of all figures, for which the cube of participations is made.

    Raises:
        UsageError: The filter names nothing.
    """

    def __init__(
        self, dataset: Dataset, grammar: Grammar, only: Mapping[str, Any], plans: Callable[[], Iterable[Plan]]
    ) -> None:
        self.dataset = dataset
        self.grammar = grammar
        self.only = only
        self._plans = plans
        self._frames: dict[str, Frame] = {}
        self._filters: dict[str, tuple[Atom, ...]] = {}
        self._selected: dict[tuple[str, Period, bool], tuple[int, Answer]] = {}
        self._cell_atoms: dict[tuple[str, str, str | None], Demand] = {}
        self._insides: dict[str, tuple[int, _Insides]] = {}
        self._recorded: dict[tuple[str, Period], bool] = {}
        for name, wanted in only.items():
            self._check_filter(name, wanted)

    def frame(self, population: Population) -> Frame:
        """Return the frame of a population; attendances and persons share one."""
        frame = self._frames.get(population.name)
        if frame is None:
            is_cube = population.name in OF_PARTICIPATIONS
            name = "attendances" if is_cube else population.name
            frame = Cube(POPULATIONS[name], self.dataset) if is_cube else RecordFrame(population, self.dataset)
            self._frames |= dict.fromkeys(OF_PARTICIPATIONS if is_cube else (name,), frame)
            if is_cube:
                for plan in self._plans():
                    if plan.population is not None and plan.population.name in OF_PARTICIPATIONS:
                        frame.foresee([*plan.atoms, *self.filter_atoms(plan)])
        return frame

    def answer(
        self,
        plan: Plan,
        period: Period,
        cell: Collection[tuple[str, str | None]] = (),
        *,
        is_filtered: bool = True,
    ) -> Answer:
        """Return which records meet the conditions of a figure, in a period and cell.

        Args:
            cell: Full path and value of each dimension.
            is_filtered: Whether the filter applies, as far as it reaches.
        """
        population = plan.population
        assert population is not None
        frame = self.frame(population)
        # Hundreds of cells share what the figure itself asks, and thousands what each of their dimensions does.
        version, found = self._selected.get((plan.figure.id, period, is_filtered), _NOTHING)
        of_version, known = self._insides.get(population.word, _UNKNOWN)
        inside = [known.get(place, -1) for place in cell]
        if not version == of_version == frame.version or -1 in inside:
            found, inside = self._prepared(plan, frame, period, cell, is_filtered)
        # What is not recorded of a dimension stands in a cell of its own, so it is undecided in no other.
        yes, maybe = found.yes, found.maybe
        if maybe is yes:
            for mask in inside:
                yes &= mask
            return Answer(yes, yes)
        for mask in inside:
            yes &= mask
            maybe &= mask
        return Answer(yes, maybe)

    def _prepared(
        self, plan: Plan, frame: Frame, period: Period, cell: Collection[tuple[str, str | None]], is_filtered: bool
    ) -> tuple[Answer, list[int]]:
        """Return which records a figure selects, and which are inside of each dimension of a cell."""
        population = plan.population
        assert population is not None
        # All that is asked is foreseen before any of it is answered.
        atoms = [self.cell_atom(population, name, value) for name, value in cell]
        key = (plan.figure.id, period, is_filtered)
        version, found = self._selected.get(key, _NOTHING)
        if version != frame.version:
            frame.foresee(periods=(period,))
            found = self._select(plan, frame, period, is_filtered)
            self._selected[key] = frame.version, found
        version, known = self._insides.get(population.word, _UNKNOWN)
        if version != frame.version:
            known = {}
            self._insides[population.word] = frame.version, known
        inside = [frame.answer(atom).yes for atom in atoms]
        known.update(zip(cell, inside, strict=True))
        return found, inside

    def _select(self, plan: Plan, frame: Frame, period: Period, is_filtered: bool) -> Answer:
        yes = maybe = frame.base(plan.presence)
        answers = [frame.when(period)]
        answers += [frame.answer(atom) for atom in plan.where]
        if plan.is_open and isinstance(frame, Cube):
            answers.append(frame.took_part)
        if is_filtered:
            answers += [frame.answer(atom) for atom in self.filter_atoms(plan)]
        for answer in answers:
            yes &= answer.yes
            maybe &= answer.maybe
        # Mostly nothing is undecided; then one number is enough, and half the work is.
        return Answer(yes, yes if maybe == yes else maybe)

    def has_records(self, plan: Plan, period: Period) -> bool:
        """Say whether records can answer for a period: a zero is said only of years that somebody recorded.

        A register begins with its first record and goes on to the last year of which any record tells. Who came says
        nothing of who was invited: where the records of a period tell nothing else, there is no zero of invitations.
        """
        key = (plan.figure.id, period)
        known = self._recorded.get(key)
        if known is None:
            known = self._recorded[key] = self._has_records(plan, period)
        return known

    def _has_records(self, plan: Plan, period: Period) -> bool:
        assert plan.population is not None
        frame = self.frame(plan.population)
        if frame.is_empty:
            return False
        found = frame.when(period).yes
        if plan.presence is Presence.INVITED and isinstance(frame, Cube):
            telling = frame.tells_invited
            if found or not telling:
                return bool(found & telling)
        if found:
            return True
        years = frame.years
        return years is not None and years[0] <= period.end.year and period.start.year <= self._last_year

    @cached_property
    def _last_year(self) -> int:
        frames = [self.frame(population) for population in POPULATIONS.values()]
        return max((frame.years[1] for frame in frames if frame.years is not None), default=0)

    def atoms(self, plan: Plan, cell: Collection[tuple[str, str | None]]) -> list[Atom]:
        """Return all conditions that a record of a figure and cell must meet but those of time."""
        population = plan.population
        assert population is not None
        found: list[Atom] = [*plan.where, *(self.cell_atom(population, name, value) for name, value in cell)]
        return [*found, *self.filter_atoms(plan)]

    def cell_atom(self, population: Population, name: str, value: str | None) -> Demand:
        """Return what a dimension, by its full path, and its value ask; None asks for what is not recorded.

        Raises:
            UsageError: The dimension has no such value.
        """
        key = (population.word, name, value)
        known = self._cell_atoms.get(key)
        if known is not None:
            return known
        # Full paths need no short name: they begin with the record's own word, which names the empty path.
        path = find_path(name, population.record, {name.partition(".")[0]: name.partition(".")[0]})
        try:
            condition = Missing() if value is None else condition_of(value, path, self.dataset)
        except GrammarError as error:
            raise UsageError(f"{name} = {value!r}: {error.with_hint}", error.missing) from None
        atom = self._cell_atoms[key] = Demand(path, condition)
        self.frame(population).foresee(dimensions=(atom,))
        return atom

    def _check_filter(self, name: str, wanted: Any) -> None:
        if name not in FILTERS:
            hint = did_you_mean(name, FILTERS) or f"a report can be filtered by {', '.join(FILTERS)}"
            raise UsageError(f"filter: expected one of {', '.join(FILTERS)}, got {name!r}; {hint}")
        try:
            self.grammar.demand(POPULATIONS["activities"], name, wanted)
        except GrammarError as error:
            raise UsageError(f"filter {name}: {error.with_hint}", error.missing) from None

    def filter_atoms(self, plan: Plan) -> tuple[Atom, ...]:
        """Return what the filter asks of the records of a figure; nothing where it does not reach them."""
        population = plan.population
        if population is None or not self.is_reachable(plan):
            return ()
        known = self._filters.get(population.name)
        if known is None:
            known = tuple(
                self.grammar.demand(population, name, wanted)
                for name, wanted in self.only.items()
                if not population.is_whole_organization
            )
            self._filters[population.name] = known
        return known

    def is_reachable(self, plan: Plan) -> bool:
        """Say whether the records tell to which program, project or funder of the filter they belong."""
        population = plan.population
        if not self.only or population is None or population.is_whole_organization:
            return True
        return all(name in population.names for name in self.only)

    def narrows(self, plan: Plan) -> bool:
        """Say whether a figure is told for less than the whole organization."""
        return bool(self.only) and not (plan.population is not None and plan.population.is_whole_organization)
