"""What figures take in by their definitions, and which of them is part of which. Counts nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from attrs import field

from kcss_core.edition import Edition
from kcss_core.figures.conditions import AnyOf, Condition, Demand, OneOf, Within
from kcss_core.figures.definition import Figure, Measure
from kcss_core.figures.grammar import Grammar
from kcss_core.figures.paths import GrammarError
from kcss_core.figures.populations import FILTERS, OF_PARTICIPATIONS, Population, find_population, find_subject
from kcss_core.frozen import frozen
from kcss_core.statements.statement import Part

#: Measures that grow with what they take in.
_GROWING = frozenset({Measure.COUNT, Measure.COUNT_DISTINCT, Measure.SUM})

#: Conditions by the path that they are on.
Conditions: TypeAlias = frozenset[tuple[str, Condition]]


@frozen
class Scope:
    """What a figure, or a part of it, takes in. Two that are equal take in the same.

    Attributes:
        measured: Measure and what of which population is measured, and for a share its numerator.
        conditions: What records must meet.
        single: Paths of conditions at which a record has one value, so that parts by it share no record.
        divides: Paths that tell parts of the organization from one another: its programs, projects and funders.
        is_divisible: Whether parts that share no record add up; unique persons and different values do not.
    """

    measured: tuple[Any, ...]
    conditions: Conditions
    single: frozenset[str] = field(eq=False)
    divides: frozenset[str] = field(eq=False)
    is_divisible: bool = field(eq=False)

    def is_within(self, other: Scope) -> bool:
        """Say whether everything that it takes in, another plainly takes in too; so it is no more."""
        return self.measured == other.measured and all(
            any(path == own and _implies(condition, wanted) for own, condition in self.conditions)
            for path, wanted in other.conditions
        )

    @property
    def whole_organization(self) -> Scope:
        """The same without what narrows it to programs, projects or funders."""
        kept = frozenset(one for one in self.conditions if one[0] not in self.divides)
        return Scope(self.measured, kept, self.single, self.divides, self.is_divisible)

    def divisions(self) -> Iterator[tuple[str, frozenset[Any], Conditions]]:
        """Yield each condition by which a whole may be divided: path, values, and all other conditions.

        Parts by it share no record, and add up to what they take in together.
        """
        for path, condition in self.conditions if self.is_divisible else ():
            if path in self.single and isinstance(condition, OneOf):
                yield path, condition.values, self.conditions - {(path, condition)}


def _implies(condition: Condition, wanted: Condition) -> bool:
    if condition == wanted:
        return True
    if isinstance(condition, AnyOf):
        return all(_implies(part, wanted) for part in condition.parts)
    if isinstance(condition, OneOf) and isinstance(wanted, OneOf):
        return condition.values <= wanted.values
    if isinstance(condition, Within) and isinstance(wanted, Within):
        begins = wanted.low is None or (condition.low is not None and condition.low >= wanted.low)
        return begins and (wanted.high is None or (condition.high is not None and condition.high <= wanted.high))
    return False


class Definitions:
    """The definitions of an edition's figures, each looked up once."""

    def __init__(self, edition: Edition) -> None:
        self.figures = edition.figures
        self._grammar = Grammar(edition.dataset)
        self._titles = Counter(figure.title.within("en") for figure in edition.figures.values())
        self._scopes: dict[tuple[str, Part], Scope | None] = {}

    def title(self, id: str, part: Part = ()) -> str:
        """Return what messages call a figure: its title, with its id where others have the same, and its part."""
        title = self.figures[id].title.within("en")
        if self._titles[title] > 1:
            title += f" ({id})"
        return ", ".join([title, *(f"{name} {' or '.join(values)}" for name, values in part)])

    def scope(self, id: str, part: Part = ()) -> Scope | None:
        """Return what a figure, or a part of it, takes in; None where conditions do not tell."""
        key = (id, part)
        if key not in self._scopes:
            try:
                self._scopes[key] = self._scope(self.figures[id], part)
            except GrammarError:
                # Reported where the figure, or the part, is declared.
                self._scopes[key] = None
        return self._scopes[key]

    def _scope(self, figure: Figure, part: Part) -> Scope | None:
        population = self.population(figure)
        if population is None or figure.measure in (Measure.SUM_OF, Measure.FUNCTION):
            return None
        demands = [self._grammar.demand(population, name, wanted) for name, wanted in figure.where.items()]
        demands += [self.demand(figure, name, values) for name, values in part]
        if population.name in OF_PARTICIPATIONS and not {one.path.words for one in demands} & {"invited", "attended"}:
            # Where neither is named, figures count who came.
            demands.append(self._grammar.demand(population, "attended", True))  # the value asked for
        of = [self._grammar.demand(population, name, wanted) for name, wanted in figure.of.items()]
        divides = {self._grammar.find(population, name).words for name in FILTERS if name in population.names}
        return Scope(
            measured=(figure.measure, population.name, figure.subject, _conditions(of)),
            conditions=_conditions(demands),
            single=frozenset(
                one.path.words for one in demands if one.path.first_many is None and not one.path.is_many
            ),
            divides=frozenset(divides),
            is_divisible=figure.measure in (Measure.COUNT, Measure.SUM) and population.name != "persons",
        )

    def population(self, figure: Figure) -> Population | None:
        """Return what a figure counts; None for a function, and for a sum of figures that count different things."""
        if figure.measure is Measure.FUNCTION:
            return None
        try:
            if figure.measure is Measure.SUM_OF:
                parts = [self.population(self.figures[id]) for id in figure.parts if id in self.figures]
                first = next(iter(parts), None)
                return first if all(part == first for part in parts) else None
            if figure.measure in (Measure.COUNT, Measure.SHARE):
                return find_population(figure.subject)
            return find_subject(figure.subject)[0]
        except (GrammarError, RecursionError):
            # The figure is reported where it is declared.
            return None

    def demand(self, figure: Figure, dimension: str, values: Sequence[str]) -> Demand:
        """Return what belonging to a part of a figure asks of a record.

        Raises:
            GrammarError: The figure has no such dimension, or the dimension no such value.
        """
        population = self.population(figure)
        if population is None:
            raise GrammarError("it counts no records of one kind, and has no parts")
        return self._grammar.demand(population, dimension, list(values))

    def parts_add_up(self, id: str, part: Part) -> bool:
        """Say whether each record has one value of every dimension of a part, and is counted once."""
        scope = self.scope(id, part)
        if scope is None or not scope.is_divisible:
            return False
        return all(self.demand(self.figures[id], *one).path.words in scope.single for one in part)

    def grows(self, scope: Scope) -> bool:
        """Say whether what is part of it is no more than it."""
        return scope.measured[0] in _GROWING


def _conditions(demands: Iterable[Demand]) -> Conditions:
    return frozenset((demand.path.words, demand.condition) for demand in demands)
