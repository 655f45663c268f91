"""Evaluation: from figures, a dataset and a period to values. Knows no language of a report and formats nothing.

In the frames only whole numbers are counted and summed. Shares, bounds, qualifiers and "no data" are worked out once,
here, afterwards and exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from functools import cached_property, partial
from itertools import chain, combinations, product, repeat
from typing import Any

from attrs import evolve

from kcss_core.errors import UsageError
from kcss_core.figures.aggregates import Aggregates, Normal, Says, aggregates_of, exceeded, exceeds_whole
from kcss_core.figures.counting import Counted, count, stated_share
from kcss_core.figures.definition import Figure, Measure
from kcss_core.figures.evidence import evidence_of, undecided_of
from kcss_core.figures.grammar import Grammar
from kcss_core.figures.notes import head_counts_note, note, partial_note
from kcss_core.figures.paths import GrammarError, Path
from kcss_core.figures.plan import Plan, plan_of
from kcss_core.figures.populations import POPULATIONS, Population
from kcss_core.figures.selection import Selection
from kcss_core.figures.value import Address, Cell, Evidence, Value
from kcss_core.model import Aggregate, Dataset
from kcss_core.period import Period
from kcss_core.problems import Problem, Severity, sorted_problems
from kcss_core.text import Text, did_you_mean
from kcss_core.vocabulary import Basis, Gender, Qualifier

_WHOLE: Normal = frozenset()


class Evaluation:
    """Values of figures over one dataset and filter, each worked out once.

    Args:
        figures: Every figure by id.
        filter: ``program``, ``project`` or ``funder`` to an id or ids; only records of these count.
        edition_of: From a period to what functions of figures are given.

    Attributes:
        labels: Labels of rows that breakdowns have made so far, by their cells with full paths.
    """

    def __init__(
        self,
        dataset: Dataset,
        figures: Mapping[str, Figure],
        filter: Mapping[str, Any],  # noqa: A002  # it is what editions call it
        edition_of: Callable[[Period], Any],
    ) -> None:
        self.dataset = dataset
        self.figures = figures
        self.grammar = Grammar(dataset)
        self.selection = Selection(dataset, self.grammar, filter, self._all_plans)
        self.labels: dict[Cell, Text] = {}
        self._edition_of = edition_of
        self._plans: dict[str, Plan | None] = {}
        self._values: dict[tuple[str, Cell, Period], Value] = {}
        self._counted: dict[tuple[str, Period, Normal, bool], Counted] = {}
        self._full_names: dict[str, dict[str, str]] = {}
        self._computing: set[Address] = set()
        self._invalid: list[Problem] = []
        self._wrong: dict[Address, Callable[[Says], Problem]] = {}

    # ------------------------------------------------------------ what is asked

    def value(self, figure: str, period: Period, cell: Cell = ()) -> Value:
        """Return the value of a figure for a period and cell.

        Raises:
            UsageError: There is no such figure, or it has no such dimension.
        """
        key = (figure, cell, period)
        known = self._values.get(key)
        if known is None:
            known = self._values[key] = self._evaluate(Address(figure, period, cell))
        return known

    def has_data(self, figure: str, period: Period) -> bool:
        """Say whether any record of what a figure counts, or an aggregate, belongs to a period."""
        plan = self.plan(figure)
        if plan is None:
            return False
        if self.aggregates.has(figure, period):
            return True
        if plan.figure.measure is Measure.SUM_OF:
            return any(self.has_data(part, period) for part in plan.figure.parts)
        if plan.population is None:
            return self.value(figure, period).basis is not Basis.NONE
        frame = self.selection.frame(plan.population)
        frame.foresee(periods=(period,))
        return bool(frame.when(period).yes)

    def problems(self, period: Period, says: Says) -> tuple[Problem, ...]:
        """Return what is wrong with the figures and aggregates of a period, sorted; evaluates all of them.

        Args:
            says: Number and population to how messages say it.
        """
        for figure in self.figures:
            self.value(figure, period)
            for aggregate in self.aggregates.of(figure, period):
                self.value(figure, period, aggregate.by)
        found = [problem(says) for address, problem in self._wrong.items() if address.period == period]
        return sorted_problems([*self._invalid, *self.aggregates.problems, *found])

    def plan(self, figure: str) -> Plan | None:
        """Return the plan of a figure; None where what was declared is wrong, which is a problem.

        Raises:
            UsageError: There is no such figure.
        """
        if figure not in self._plans:
            if figure not in self.figures:
                hint = did_you_mean(figure, self.figures)
                raise UsageError(f"there is no figure {figure!r}" + (f"; {hint}" if hint else ""))
            plan, problems = plan_of(self.figures[figure], self.figures, self.grammar)
            self._plans[figure] = plan
            self._invalid.extend(problems)
        return self._plans[figure]

    def _all_plans(self) -> list[Plan]:
        return [plan for figure in self.figures if (plan := self.plan(figure)) is not None]

    def dimension(self, figure: str, name: str) -> Path:
        """Return the path of a dimension of a figure.

        Raises:
            UsageError: The figure has no such dimension.
        """
        population = self._population_of(figure)
        if population is None:
            raise UsageError(f"figure {figure!r} cannot be broken down: it counts no records of one kind")
        try:
            path = self.grammar.find(population, name)
        except GrammarError as error:
            raise UsageError(f"figure {figure!r} by {name!r}: {error.with_hint}") from None
        if path.family == "participants":
            raise UsageError(
                f"figure {figure!r} by {name!r}: expected something that several persons share, got who they are; "
                "kcss persons --with-names lists them"
            )
        return path

    def is_of_gender(self, address: Address) -> bool:
        """Say whether a cell is one of a gender."""
        return any(self.dimension(address.figure, name).type is Gender for name, _ in address.cell)

    def values(self, figure: str, path: Path, period: Period) -> set[Any]:
        """Return the distinct values that the records of a figure have at a path, None for what is not recorded."""
        plan = self.plan(figure)
        if plan is None:
            return set()
        if plan.figure.measure is Measure.SUM_OF:
            return {value for part in plan.figure.parts for value in self.values(part, path, period)}
        if plan.population is None or not self.selection.is_reachable(plan):
            return set()
        return self.selection.frame(plan.population).values(path, self.selection.answer(plan, period).yes)

    def overlap(self, figure: str, period: Period, cells: Iterable[Cell]) -> int:
        """Return how many records of a figure stand in more than one of some cells."""
        plan = self.plan(figure)
        if plan is None or plan.population is None or not self.selection.is_reachable(plan):
            return 0
        masks = [self.selection.answer(plan, period, self.normal(figure, cell)).yes for cell in cells]
        return self.selection.frame(plan.population).in_several(masks, is_unique=plan.is_of_persons)

    def undecided(self, figure: str, period: Period) -> Mapping[str, int]:
        """Return how many records of a figure are undecided for which reason, without listing them."""
        plan = self.plan(figure)
        if plan is None:
            return {}
        if plan.figure.measure is Measure.SUM_OF:
            return sum((Counter(self.undecided(part, period)) for part in plan.figure.parts), Counter())
        if plan.population is None:
            entries = self.value(figure, period).evidence.undecided
            return Counter(chain.from_iterable(repeat(entry.why, entry.weight) for entry in entries))
        frame = self.selection.frame(plan.population)
        found = self.selection.answer(plan, period)
        return undecided_of(plan, frame, found, period, self.selection.atoms(plan, frozenset()))

    # ------------------------------------------------------------ one value

    def _evaluate(self, address: Address) -> Value:
        figure, period = address.figure, address.period
        plan = self.plan(figure)
        if plan is None:
            return self._nothing(address, self.figures[figure], "unit.record")
        if plan.figure.measure is Measure.FUNCTION:
            return self._computed(plan, address)
        places = self._places(figure, address.cell)
        if plan.figure.measure is Measure.SUM_OF:
            counted = self._sum_of(plan, address)
        else:
            counted = self._counted_now(plan, period, places)
        if not self.aggregates.has(figure, period):
            return self._from_records(plan, address, counted, None)
        cell = frozenset(places)
        aggregate = self._answering(plan, period, cell)
        if aggregate is not None:
            return self._from_aggregate(plan, address, counted, aggregate)
        return self._from_records(plan, address, counted, self._larger_total(plan, period, cell))

    def _from_records(self, plan: Plan, address: Address, counted: Counted, larger: Decimal | None) -> Value:
        """Return the value that the records alone come to.

        Args:
            larger: What an aggregate states of a whole of which this is a part, where the records are not all of it.
        """
        number, qualifier, said = counted.number, counted.qualifier, counted.note
        basis = Basis.RECORDS if counted.has_data else Basis.NONE
        if not self.selection.is_reachable(plan):
            number, basis, said = None, Basis.NONE, note("report.not-filterable-note")
        elif larger is not None and plan.figure.measure is not Measure.SHARE:
            # Only some of the records are kept singly: what they come to is a lower bound, and none of them no zero.
            said = partial_note(larger)
            if number:
                qualifier = Qualifier.AT_LEAST
            else:
                number, basis = None, Basis.NONE
        elif larger is not None:
            said = partial_note(larger)
        elif counted.left_out:
            said = head_counts_note(counted.left_out)
            if plan.figure.measure is not Measure.SHARE:
                qualifier = Qualifier.AT_LEAST
            if not number:
                # Nobody is named, so nobody can tell how many persons they are.
                number, qualifier, basis = None, Qualifier.EXACT, Basis.NONE
        elif self.selection.only and plan.population is not None and plan.population.is_whole_organization:
            said = note("report.unfiltered-note")
        elif plan.figure.measure is Measure.SUM_OF and counted.has_data:
            basis = self._basis_of_parts(plan, address)
        if basis is Basis.NONE:
            number = None
        return Value(
            address=address,
            title=plan.figure.title,
            unit=plan.unit,
            number=number,
            population=self._population_name(plan),
            qualifier=qualifier,
            basis=basis,
            share=None if basis is Basis.NONE else counted.share,
            note=said,
            undecided=counted.undecided,
            find_evidence=partial(self._evidence, address, None),
        )

    def _from_aggregate(
        self, plan: Plan, address: Address, counted: Counted, aggregate: Aggregate
    ) -> Value:
        is_share = plan.figure.measure is Measure.SHARE
        population = self._population_name(plan)
        if (
            not is_share
            and aggregate.qualifier is Qualifier.EXACT
            and aggregate.value is not None
            and counted.number is not None
            and counted.number > aggregate.value
        ):
            first = self._first_place(address)
            self._wrong[address] = partial(exceeded, aggregate, int(counted.number), population, first)
        elif not is_share and aggregate.qualifier is not Qualifier.AROUND and aggregate.value is not None:
            whole = self._exceeded_whole(address, aggregate)
            if whole is not None and whole.number is not None:
                named = _named(whole.address)
                self._wrong[address] = partial(exceeds_whole, aggregate, named, int(whole.number), population)
        return Value(
            address=address,
            title=plan.figure.title,
            unit=plan.unit,
            number=None if is_share else _whole(aggregate.value),
            population=population,
            qualifier=aggregate.qualifier,
            basis=Basis.BOTH if counted.has_data and counted.records else Basis.AGGREGATE,
            share=stated_share(aggregate.percent) if is_share and aggregate.percent is not None else None,
            note=aggregate.note,
            find_evidence=partial(self._evidence, address, aggregate),
        )

    def _exceeded_whole(self, address: Address, aggregate: Aggregate) -> Value | None:
        """Return the value of a wider cell that is known exactly and yet smaller than the aggregate of a part."""
        assert aggregate.value is not None
        least = aggregate.value + (aggregate.qualifier is Qualifier.OVER)
        for length in range(len(address.cell)):
            for wider in combinations(address.cell, length):
                whole = self.value(address.figure, address.period, wider)
                if whole.number is not None and whole.qualifier is Qualifier.EXACT and whole.number < least:
                    return whole
        return None

    def _nothing(self, address: Address, figure: Figure, unit: str) -> Value:
        return Value(address=address, title=figure.title, unit=unit, number=None, basis=Basis.NONE)

    def _computed(self, plan: Plan, address: Address) -> Value:
        if address.cell:
            raise UsageError(f"figure {plan.figure.id!r} is computed by a function and has no cells")
        compute = plan.figure.compute
        if compute is None:
            return self._nothing(address, plan.figure, plan.unit)
        if address in self._computing:
            raise UsageError(f"figure {plan.figure.id!r} is computed from itself")
        self._computing.add(address)
        try:
            value = compute(self._edition_of(address.period))
        finally:
            self._computing.discard(address)
        aggregate = self.aggregates.find(address.figure, address.period, frozenset())
        if aggregate is None or self.selection.narrows(plan):
            return evolve(value, address=address)
        return evolve(
            value,
            address=address,
            number=_whole(aggregate.value),
            qualifier=aggregate.qualifier,
            basis=Basis.AGGREGATE if value.basis is Basis.NONE else Basis.BOTH,
            note=aggregate.note,
            find_evidence=lambda: evolve(value.evidence, aggregate=aggregate),
        )

    # ------------------------------------------------------------ what the records come to

    def _count(self, plan: Plan, period: Period, cell: Normal, *, is_filtered: bool = True) -> Counted:
        key = (plan.figure.id, period, cell, is_filtered)
        known = self._counted.get(key)
        if known is None:
            known = self._counted[key] = self._counted_now(plan, period, cell, is_filtered=is_filtered)
        return known

    def _counted_now(
        self,
        plan: Plan,
        period: Period,
        places: Collection[tuple[str, str | None]],
        *,
        is_filtered: bool = True,
    ) -> Counted:
        selection = self.selection
        assert plan.population is not None
        found = selection.answer(plan, period, places, is_filtered=is_filtered)
        return count(plan, selection.frame(plan.population), found, selection.has_records(plan, period))

    def _sum_of(self, plan: Plan, address: Address) -> Counted:
        parts = [self.value(part, address.period, address.cell) for part in plan.figure.parts]
        has_data = any(part.basis is not Basis.NONE for part in parts)
        inexact = [part for part in parts if part.number is None or part.qualifier is not Qualifier.EXACT]
        records = sum(1 for part in parts if part.basis in (Basis.RECORDS, Basis.BOTH))
        undecided = sum(part.undecided or 0 for part in parts)
        if not inexact:
            number = sum(int(part.number) for part in parts if part.number is not None)
            return Counted(number, has_data, records, undecided=undecided)
        if has_data and not address.cell:
            inexact_part = Problem(
                "figure.inexact-part",
                f"figure {plan.figure.id!r} for {address.period}: a sum needs parts that are known exactly, and "
                + ", ".join(f"{part.address.figure!r} is {_manner(part)}" for part in inexact),
                plan.figure.origin,
                Severity.WARNING,
                hint="keep an aggregate for the sum, or count its records",
            )
            self._wrong[address] = lambda _: inexact_part
        why = note("report.inexact-note") if has_data else None
        return Counted(None, has_data, records, undecided=undecided, note=why)

    def _basis_of_parts(self, plan: Plan, address: Address) -> Basis:
        bases = {self.value(part, address.period, address.cell).basis for part in plan.figure.parts} - {Basis.NONE}
        return bases.pop() if len(bases) == 1 else Basis.BOTH

    def narrowed(self, figure: str, cell: Normal = frozenset()) -> list[Normal]:
        """Return the cells that a cell stands for where the filter applies: one for each id that it lets through."""
        plan, only = self.plan(figure), self.selection.only
        if plan is None or not self.selection.narrows(plan):
            return [cell]
        population = self._population_of(figure)
        if population is None or not all(name in population.names for name in only):
            return []
        wanted = [[(name, id) for id in _ids(ids)] for name, ids in only.items()]
        return [cell | self.normal(figure, pairs) for pairs in product(*wanted)]

    def _answering(self, plan: Plan, period: Period, cell: Normal) -> Aggregate | None:
        """Return the aggregate that answers exactly a cell, within the filter."""
        if self.selection.narrows(plan):
            narrowed = self.narrowed(plan.figure.id, cell)
            if len(narrowed) != 1:
                return None
            (cell,) = narrowed
        return self.aggregates.find(plan.figure.id, period, cell)

    def _larger_total(self, plan: Plan, period: Period, cell: Normal) -> Decimal | None:
        """Return the aggregate of a whole, of which this is a part, where it holds more than there are records."""
        if plan.population is None:
            return None
        cells = [cell]
        if self.selection.narrows(plan):
            cells = self.narrowed(plan.figure.id, cell)
            counted = self._count(plan, period, cell)
            for part in self.aggregates.below(plan.figure.id, period, cells):
                # What the filter lets through holds it, so what it states is missing from the records.
                if part.value is not None and counted.number is not None and counted.number < part.value:
                    return part.value
        for wider, aggregate in self.aggregates.above(plan.figure.id, period, cells):
            if aggregate.value is None:
                return None
            counted = self._count(plan, period, wider, is_filtered=False)
            if counted.number is None or counted.number < aggregate.value:
                return aggregate.value
        return None

    # ------------------------------------------------------------ evidence

    def _evidence(self, address: Address, aggregate: Aggregate | None) -> Evidence:
        plan, period = self.plan(address.figure), address.period
        assert plan is not None
        if plan.population is None:
            parts = [self.value(part, period, address.cell).evidence for part in plan.figure.parts]
            return Evidence(
                tuple(entry for part in parts for entry in part.included),
                tuple(entry for part in parts for entry in part.undecided),
                tuple(entry for part in parts for entry in part.excluded),
                aggregate,
            )
        cell = self.normal(address.figure, address.cell)
        frame = self.selection.frame(plan.population)
        found = self.selection.answer(plan, period, cell)
        return evidence_of(plan, frame, found, period, self.selection.atoms(plan, cell), aggregate)

    def _first_place(self, address: Address) -> str:
        for entry in self._evidence(address, None).included:
            if entry.origin is not None:
                return f"; the first stands at {entry.origin}"
        return ""

    # ------------------------------------------------------------ names, cells and filters

    @cached_property
    def aggregates(self) -> Aggregates:
        """The aggregates of the dataset by what they answer."""
        return aggregates_of(self.dataset.aggregates, self.figures, self._normal_of_aggregate)

    def _normal_of_aggregate(self, figure: str, cell: Cell) -> Normal:
        population = self._population_of(figure)
        if population is None:
            if cell and self.plan(figure) is not None:
                raise GrammarError(f"{figure!r} has no cells")
            return frozenset(cell)
        normal = []
        for name, value in cell:
            if value is not None:
                self.grammar.demand(population, name, value)
            normal.append((self.grammar.find(population, name).words, value))
        return frozenset(normal)

    def normal(self, figure: str, cell: Cell) -> Normal:
        """Return a cell of a figure whatever names and order it was written with.

        Raises:
            UsageError: The figure has no such dimension.
        """
        return frozenset(self._places(figure, cell)) if cell else _WHOLE

    def _places(self, figure: str, cell: Cell) -> list[tuple[str, str | None]]:
        """Return the full path and the value of each dimension of a cell."""
        names = self._full_names.setdefault(figure, {})
        for name, _ in cell:
            if name not in names:
                names[name] = self.dimension(figure, name).words
        return [(names[name], value) for name, value in cell]

    def _population_of(self, figure: str) -> Population | None:
        plan = self.plan(figure)
        if plan is None:
            return None
        if plan.figure.measure is Measure.SUM_OF:
            names = {self._population_name(part) for id in plan.figure.parts if (part := self.plan(id)) is not None}
            (only,) = names if len(names) == 1 else ("",)
            return POPULATIONS.get(only)
        return plan.population

    def _population_name(self, plan: Plan) -> str:
        """Return what is counted; for a sum of figures what all of its parts count."""
        if plan.population is not None:
            return plan.population.name
        population = self._population_of(plan.figure.id)
        return "" if population is None else population.name


def _whole(value: Decimal | None) -> int | Decimal | None:
    return int(value) if value is not None and value == int(value) else value


def _ids(wanted: Any) -> tuple[str, ...]:
    return (wanted,) if isinstance(wanted, str) else tuple(wanted)


def _named(address: Address) -> str:
    return "the figure" if not address.cell else str(address).partition("@")[0]


def _manner(value: Value) -> str:
    return "not known" if value.number is None else f"{value.qualifier.value.replace('-', ' ')} {value.number}"
