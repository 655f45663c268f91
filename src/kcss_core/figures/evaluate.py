"""Evaluation: from figures, a dataset and a period to values. Knows no language of a report and formats nothing.

In the frames only whole numbers are counted and summed. Shares, bounds, qualifiers and "no data" are worked out once,
here, afterwards and exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import evolve, frozen

from kcss_core.errors import UsageError
from kcss_core.figures.aggregates import Aggregates, Normal, aggregates_of, exceeded
from kcss_core.figures.conditions import Atom, Demand, Missing, condition_of
from kcss_core.figures.definition import Figure, Measure
from kcss_core.figures.evidence import evidence_of
from kcss_core.figures.frames import Answer, Frame, ParticipationFrame, RecordFrame, positions
from kcss_core.figures.grammar import Grammar
from kcss_core.figures.paths import GrammarError, Path, find_path
from kcss_core.figures.plan import Plan, plan_of
from kcss_core.figures.populations import FILTERS, OF_PARTICIPATIONS, POPULATIONS, Population
from kcss_core.figures.value import Address, Cell, Evidence, Share, Value
from kcss_core.model import Aggregate, Dataset
from kcss_core.period import Period
from kcss_core.problems import Problem, Severity, sorted_problems
from kcss_core.text import Text, did_you_mean
from kcss_core.vocabulary import LANGUAGES, Basis, Qualifier, labels


@frozen
class Counted:
    """What the records alone come to.

    Attributes:
        number: None for a share of nothing, and for a sum of numbers that nobody recorded or that are not exact.
        has_data: Whether the records can answer at all.
        records: How many stand behind it: the denominator of a share.
        left_out: Attendances known from head counts only, which name no persons.
    """

    number: int | Fraction | None
    has_data: bool
    records: int
    share: Share | None = None
    undecided: int = 0
    left_out: int = 0
    qualifier: Qualifier = Qualifier.EXACT
    note: Text | None = None


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
        self.filter = filter
        self.grammar = Grammar(dataset)
        self.labels: dict[Cell, Text] = {}
        self._edition_of = edition_of
        self._plans: dict[str, Plan | None] = {}
        self._frames: dict[str, Frame] = {}
        self._values: dict[Address, Value] = {}
        self._counted: dict[tuple[str, Period, Normal, bool], Counted] = {}
        self._filters: dict[str, tuple[Atom, ...]] = {}
        self._selected: dict[tuple[str, Period, bool], Answer] = {}
        self._cell_atoms: dict[tuple[str, str, str | None], Demand] = {}
        self._full_names: dict[tuple[str, str], str] = {}
        self._invalid: list[Problem] = []
        self._wrong: dict[Address, Problem] = {}
        for name, wanted in filter.items():
            self._check_filter(name, wanted)

    # ------------------------------------------------------------ what is asked

    def value(self, figure: str, period: Period, cell: Cell = ()) -> Value:
        """Return the value of a figure for a period and cell.

        Raises:
            UsageError: There is no such figure, or it has no such dimension.
        """
        address = Address(figure, period, cell)
        known = self._values.get(address)
        if known is None:
            known = self._values[address] = self._evaluate(address)
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
        return bool(self.frame(plan.population).when(period).yes)

    def problems(self, period: Period) -> tuple[Problem, ...]:
        """Return what is wrong with the figures and aggregates of a period, sorted; evaluates all of them."""
        for figure in self.figures:
            self.value(figure, period)
            for aggregate in self.aggregates.of(figure, period):
                self.value(figure, period, aggregate.by)
        found = [problem for address, problem in self._wrong.items() if address.period == period]
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

    def frame(self, population: Population) -> Frame:
        """Return the frame of a population; attendances and persons share one."""
        name = "attendances" if population.name in OF_PARTICIPATIONS else population.name
        frame = self._frames.get(name)
        if frame is None:
            kind = ParticipationFrame if name == "attendances" else RecordFrame
            frame = self._frames[name] = kind(POPULATIONS[name], self.dataset)
        return frame

    def dimension(self, figure: str, name: str) -> Path:
        """Return the path of a dimension of a figure.

        Raises:
            UsageError: The figure has no such dimension.
        """
        population = self._population_of(figure)
        if population is None:
            raise UsageError(f"figure {figure!r} cannot be broken down: it counts no records of one kind")
        try:
            return self.grammar.find(population, name)
        except GrammarError as error:
            raise UsageError(f"figure {figure!r} by {name!r}: {_with_hint(error)}") from None

    def answer(self, plan: Plan, period: Period, cell: Normal = frozenset(), *, is_filtered: bool = True) -> Answer:
        """Return which records meet the conditions of a figure, in a period and cell."""
        population = plan.population
        assert population is not None
        frame = self.frame(population)
        # Hundreds of cells share what the figure itself asks.
        key = (plan.figure.id, period, is_filtered)
        found = self._selected.get(key)
        if found is None:
            found = self._selected[key] = self._select(plan, frame, period, is_filtered)
        for name, value in cell:
            # What is not recorded of a dimension stands in a cell of its own, so it is undecided in no other.
            inside = frame.answer(self._cell_atom(population, name, value)).yes
            yes = found.yes & inside
            found = Answer(yes, yes if found.maybe is found.yes else found.maybe & inside)
        return found

    def _select(self, plan: Plan, frame: Frame, period: Period, is_filtered: bool) -> Answer:
        base = frame.base(plan.presence)
        found = Answer(base, base) & frame.when(period)
        for atom in plan.where:
            found &= frame.answer(atom)
        if plan.is_open and isinstance(frame, ParticipationFrame):
            found &= frame.took_part
        if is_filtered and plan.population is not None:
            for atom in self._filter_atoms(plan.population):
                found &= frame.answer(atom)
        # Mostly nothing is undecided; then one number is enough, and half the work is.
        return Answer(found.yes, found.yes) if found.maybe == found.yes else found

    def values(self, figure: str, path: Path, period: Period) -> set[Any]:
        """Return the distinct values that the records of a figure have at a path, None for what is not recorded."""
        plan = self.plan(figure)
        if plan is None:
            return set()
        if plan.figure.measure is Measure.SUM_OF:
            return {value for part in plan.figure.parts for value in self.values(part, path, period)}
        if plan.population is None or not self._is_reachable(plan):
            return set()
        return self.frame(plan.population).values(path, self.answer(plan, period).yes)

    def overlap(self, figure: str, period: Period, cells: Iterable[Cell]) -> int:
        """Return how many records of a figure stand in more than one of some cells."""
        plan = self.plan(figure)
        if plan is None or plan.population is None or not self._is_reachable(plan):
            return 0
        masks = [self.answer(plan, period, self._normal(figure, cell)).yes for cell in cells]
        return self.frame(plan.population).in_several(masks, is_unique=plan.population.name == "persons")

    # ------------------------------------------------------------ one value

    def _evaluate(self, address: Address) -> Value:
        figure, period = address.figure, address.period
        plan = self.plan(figure)
        if plan is None:
            return self._nothing(address, self.figures[figure], "unit.record")
        if plan.figure.measure is Measure.FUNCTION:
            return self._computed(plan, address)
        if plan.figure.measure is Measure.SUM_OF:
            counted, cell = self._sum_of(plan, address), frozenset(address.cell)
        else:
            cell = self._normal(figure, address.cell)
            counted = self._count(plan, period, cell)
        aggregate = None if self.filter else self.aggregates.find(figure, period, cell)
        if aggregate is not None:
            return self._from_aggregate(plan, address, counted, aggregate, cell)
        return self._from_records(plan, address, counted, cell)

    def _from_records(self, plan: Plan, address: Address, counted: Counted, cell: Normal) -> Value:
        number, qualifier, note = counted.number, counted.qualifier, counted.note
        basis = Basis.RECORDS if counted.has_data else Basis.NONE
        is_reachable = self._is_reachable(plan)
        larger = self._larger_total(plan, address.period, cell) if is_reachable else None
        if not is_reachable:
            number, basis, note = None, Basis.NONE, _label("report.not-filterable-note")
        elif larger is not None and plan.figure.measure is not Measure.SHARE:
            # Only some of the records are kept singly: what they come to is a lower bound, and none of them no zero.
            note = _partial_note(larger)
            if number:
                qualifier = Qualifier.AT_LEAST
            else:
                number, basis = None, Basis.NONE
        elif larger is not None:
            note = _partial_note(larger)
        elif counted.left_out:
            note = _head_counts_note(counted.left_out)
            if plan.figure.measure is not Measure.SHARE:
                qualifier = Qualifier.AT_LEAST
        elif self.filter and plan.population is not None and plan.population.is_whole_organization:
            note = _label("report.unfiltered-note")
        elif plan.figure.measure is Measure.SUM_OF and counted.has_data:
            basis = self._basis_of_parts(plan, address)
        if basis is Basis.NONE:
            number = None
        return Value(
            address=address,
            title=plan.figure.title,
            unit=plan.unit,
            number=number,
            population=_name(plan),
            qualifier=qualifier,
            basis=basis,
            share=None if basis is Basis.NONE else counted.share,
            note=note,
            undecided=counted.undecided,
            find_evidence=lambda: self._evidence(plan, address.period, cell, None),
        )

    def _from_aggregate(
        self, plan: Plan, address: Address, counted: Counted, aggregate: Aggregate, cell: Normal
    ) -> Value:
        is_share = plan.figure.measure is Measure.SHARE
        if (
            not is_share
            and aggregate.qualifier is Qualifier.EXACT
            and aggregate.value is not None
            and counted.number is not None
            and counted.number > aggregate.value
        ):
            first = self._first_place(plan, address.period, cell)
            self._wrong[address] = exceeded(aggregate, int(counted.number), first)
        return Value(
            address=address,
            title=plan.figure.title,
            unit=plan.unit,
            number=None if is_share else _whole(aggregate.value),
            population=_name(plan),
            qualifier=aggregate.qualifier,
            basis=Basis.BOTH if counted.has_data and counted.records else Basis.AGGREGATE,
            share=_stated(aggregate.percent) if is_share and aggregate.percent is not None else None,
            note=aggregate.note,
            find_evidence=lambda: self._evidence(plan, address.period, cell, aggregate),
        )

    def _nothing(self, address: Address, figure: Figure, unit: str) -> Value:
        return Value(address=address, title=figure.title, unit=unit, number=None, basis=Basis.NONE)

    def _computed(self, plan: Plan, address: Address) -> Value:
        if address.cell:
            raise UsageError(f"figure {plan.figure.id!r} is computed by a function and has no cells")
        compute = plan.figure.compute
        if compute is None:
            return self._nothing(address, plan.figure, plan.unit)
        value = compute(self._edition_of(address.period))
        aggregate = None if self.filter else self.aggregates.find(address.figure, address.period, frozenset())
        if aggregate is None:
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
            known = self._counted[key] = self._count_anew(plan, period, cell, is_filtered)
        return known

    def _count_anew(self, plan: Plan, period: Period, cell: Normal, is_filtered: bool) -> Counted:
        population = plan.population
        assert population is not None
        frame = self.frame(population)
        found = self.answer(plan, period, cell, is_filtered=is_filtered and self._is_reachable(plan))
        is_unique = population.name == "persons"
        has_data = self._has_records(frame, period)
        size = frame.size(found.yes, is_unique=is_unique)
        undecided = 0 if found.maybe is found.yes else frame.size(found.maybe, is_unique=is_unique) - size
        left_out = frame.heads(found.maybe) if is_unique and isinstance(frame, ParticipationFrame) else 0
        measure = plan.figure.measure
        if measure is Measure.COUNT:
            return Counted(size, has_data, size, undecided=undecided, left_out=left_out)
        if measure is Measure.SHARE:
            share = self._share(plan, frame, found.yes, is_unique)
            return Counted(share.exact, has_data, size, share, undecided, left_out)
        assert plan.subject is not None
        missing = frame.answer(Demand(plan.subject, Missing())).yes & found.yes
        if plan.subject.may_be_empty:
            missing = 0
        undecided += frame.size(missing, is_unique=is_unique)
        if measure is Measure.COUNT_DISTINCT:
            number = len(frame.values(plan.subject, found.yes) - {None})
            return Counted(number, has_data, size, undecided=undecided, left_out=left_out)
        assert isinstance(frame, RecordFrame)
        return self._sum(plan, frame, found.yes, missing, Counted(None, has_data, size, undecided=undecided))

    def _share(self, plan: Plan, frame: Frame, within: int, is_unique: bool) -> Share:
        everybody = Answer(within, within)
        numerator = everybody
        for atom in plan.of:
            numerator &= frame.answer(atom)
        whole = frame.size(within, is_unique=is_unique)
        count = frame.size(numerator.yes, is_unique=is_unique)
        unknown = frame.size(numerator.maybe, is_unique=is_unique) - count
        opposite = None
        if plan.opposite is not None:
            opposite = frame.size((everybody & frame.answer(plan.opposite)).yes, is_unique=is_unique)
        return Share(
            numerator=count,
            denominator=whole - unknown,
            low=Fraction(count, whole) if whole else None,
            high=Fraction(count + unknown, whole) if whole else None,
            opposite=opposite,
            unknown=unknown,
        )

    def _sum(self, plan: Plan, frame: RecordFrame, within: int, missing: int, counted: Counted) -> Counted:
        assert plan.subject is not None
        if within and within == missing:
            return counted
        summed = list(positions(within & ~missing))
        inexact = [
            qualifier
            for index in summed
            if (qualifier := getattr(frame.records[index], "qualifier", Qualifier.EXACT)) is not Qualifier.EXACT
        ]
        if inexact and len(summed) > 1:
            return evolve(counted, note=_label("report.inexact-note"))
        number = frame.weights(plan.subject).total(within)
        return evolve(counted, number=number, qualifier=inexact[0] if inexact else Qualifier.EXACT)

    def _sum_of(self, plan: Plan, address: Address) -> Counted:
        parts = [self.value(part, address.period, address.cell) for part in plan.figure.parts]
        has_data = any(part.basis is not Basis.NONE for part in parts)
        inexact = [part for part in parts if part.number is None or part.qualifier is not Qualifier.EXACT]
        records = sum(1 for part in parts if part.basis in (Basis.RECORDS, Basis.BOTH))
        undecided = sum(part.undecided for part in parts)
        if not inexact:
            number = sum(int(part.number) for part in parts if part.number is not None)
            return Counted(number, has_data, records, undecided=undecided)
        if has_data and not address.cell:
            self._wrong[address] = Problem(
                "figure.inexact-part",
                f"figure {plan.figure.id!r} for {address.period}: a sum needs parts that are known exactly, and "
                + ", ".join(f"{part.address.figure!r} is {_manner(part)}" for part in inexact),
                plan.figure.origin,
                Severity.WARNING,
                hint="keep an aggregate for the sum, or count its records",
            )
        note = _label("report.inexact-note") if has_data else None
        return Counted(None, has_data, records, undecided=undecided, note=note)

    def _basis_of_parts(self, plan: Plan, address: Address) -> Basis:
        bases = {self.value(part, address.period, address.cell).basis for part in plan.figure.parts} - {Basis.NONE}
        return bases.pop() if len(bases) == 1 else Basis.BOTH

    def _has_records(self, frame: Frame, period: Period) -> bool:
        """Say whether records can answer for a period: a zero is said only of years that somebody recorded.

        A register begins with its first record and goes on to the last year of which any record tells.
        """
        if frame.is_empty:
            return False
        if frame.when(period).yes:
            return True
        years = frame.years
        return years is not None and years[0] <= period.end.year and period.start.year <= self._last_year

    @cached_property
    def _last_year(self) -> int:
        frames = [self.frame(population) for population in POPULATIONS.values()]
        return max((frame.years[1] for frame in frames if frame.years is not None), default=0)

    def _larger_total(self, plan: Plan, period: Period, cell: Normal) -> Decimal | None:
        """Return the aggregate of a whole, of which this is a part, where it holds more than there are records."""
        if plan.population is None or plan.population.is_whole_organization:
            return None
        wholes = list(self.aggregates.above(plan.figure.id, period, cell))
        if self.filter:
            own = self.aggregates.find(plan.figure.id, period, cell)
            wholes += [] if own is None else [(cell, own)]
        for wider, aggregate in wholes:
            if aggregate.value is None:
                return None
            counted = self._count(plan, period, wider, is_filtered=False)
            if counted.number is None or counted.number < aggregate.value:
                return aggregate.value
        return None

    # ------------------------------------------------------------ evidence

    def _evidence(self, plan: Plan, period: Period, cell: Normal, aggregate: Aggregate | None) -> Evidence:
        if plan.population is None:
            parts = [self.value(part, period).evidence for part in plan.figure.parts]
            return Evidence(
                tuple(entry for part in parts for entry in part.included),
                tuple(entry for part in parts for entry in part.undecided),
                tuple(entry for part in parts for entry in part.excluded),
                aggregate,
            )
        found = self.answer(plan, period, cell, is_filtered=self._is_reachable(plan))
        atoms = [*plan.where, *(self._cell_atom(plan.population, name, value) for name, value in cell)]
        if self._is_reachable(plan):
            atoms += self._filter_atoms(plan.population)
        return evidence_of(plan, self.frame(plan.population), found, period, atoms, aggregate)

    def _first_place(self, plan: Plan, period: Period, cell: Normal) -> str:
        for entry in self._evidence(plan, period, cell, None).included:
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

    def _normal(self, figure: str, cell: Cell) -> Normal:
        return frozenset([(self._full_name(figure, name), value) for name, value in cell])

    def _full_name(self, figure: str, name: str) -> str:
        known = self._full_names.get((figure, name))
        if known is None:
            known = self._full_names[figure, name] = self.dimension(figure, name).words
        return known

    def _population_of(self, figure: str) -> Population | None:
        plan = self.plan(figure)
        if plan is None:
            return None
        if plan.figure.measure is Measure.SUM_OF:
            populations = {_name(part) for id in plan.figure.parts if (part := self.plan(id)) is not None}
            (only,) = populations if len(populations) == 1 else ("",)
            return POPULATIONS.get(only)
        return plan.population

    def _cell_atom(self, population: Population, name: str, value: str | None) -> Demand:
        key = (population.word, name, value)
        known = self._cell_atoms.get(key)
        if known is not None:
            return known
        # Full paths need no short name: they begin with the record's own word, which names the empty path.
        path = find_path(name, population.record, {name.partition(".")[0]: name.partition(".")[0]})
        try:
            condition = Missing() if value is None else condition_of(value, path, self.dataset)
        except GrammarError as error:
            raise UsageError(f"{name} = {value!r}: {_with_hint(error)}") from None
        return self._cell_atoms.setdefault(key, Demand(path, condition))

    def _check_filter(self, name: str, wanted: Any) -> None:
        if name not in FILTERS:
            hint = did_you_mean(name, FILTERS) or f"a report can be filtered by {', '.join(FILTERS)}"
            raise UsageError(f"filter: expected one of {', '.join(FILTERS)}, got {name!r}; {hint}")
        try:
            self.grammar.demand(POPULATIONS["activities"], name, wanted)
        except GrammarError as error:
            raise UsageError(f"filter {name}: {_with_hint(error)}") from None

    def _filter_atoms(self, population: Population) -> tuple[Atom, ...]:
        known = self._filters.get(population.name)
        if known is None:
            known = tuple(
                self.grammar.demand(population, name, wanted)
                for name, wanted in self.filter.items()
                if not population.is_whole_organization
            )
            self._filters[population.name] = known
        return known

    def _is_reachable(self, plan: Plan) -> bool:
        """Say whether the records tell to which program, project or funder of the filter they belong."""
        population = plan.population
        if population is None or population.is_whole_organization:
            return True
        return all(name in population.names for name in self.filter)


def _with_hint(error: GrammarError) -> str:
    return f"{error}; {error.hint}" if error.hint else str(error)


def _name(plan: Plan) -> str:
    return "" if plan.population is None else plan.population.name


def _whole(value: Decimal | None) -> int | Decimal | None:
    return int(value) if value is not None and value == int(value) else value


def _stated(percent: Decimal) -> Share:
    """Return a percentage without counts: the shares that its printed places leave open, the upper end excluded."""
    exponent = percent.as_tuple().exponent
    assert isinstance(exponent, int)
    half = Fraction(10) ** min(exponent, 0) / 2
    low, high = (Fraction(percent) - half) / 100, (Fraction(percent) + half) / 100
    return Share(low=max(low, Fraction(0)), high=min(high, Fraction(1)), stated=percent)


def _manner(value: Value) -> str:
    return "not known" if value.number is None else f"{value.qualifier.value.replace('-', ' ')} {value.number}"


def _label(id: str) -> Text:
    return Text(labels()[id])


def _partial_note(total: Decimal) -> Text:
    from kcss_core.formatting import format_number

    forms = labels()["report.partial-note"]
    return Text({language: forms[language].format(total=format_number(total, language)) for language in LANGUAGES})


def _head_counts_note(attendances: int) -> Text:
    from kcss_core.formatting import format_quantity

    forms = labels()["report.head-counts-note"]
    return Text(
        {
            language: forms[language].format(attendances=format_quantity(attendances, "unit.attendance", language))
            for language in LANGUAGES
        }
    )
