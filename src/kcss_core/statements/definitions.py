"""What figures take in by their definitions, and what parts of them. Counts nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kcss_core.edition import Edition
from kcss_core.figures.conditions import Demand
from kcss_core.figures.definition import Figure, Measure
from kcss_core.figures.grammar import Grammar
from kcss_core.figures.paths import GrammarError
from kcss_core.figures.populations import Population, find_population, find_subject


class Definitions:
    """The definitions of an edition's figures, looked up once."""

    def __init__(self, edition: Edition) -> None:
        self._figures = edition.figures
        self._grammar = Grammar(edition.dataset)
        self._titles = Counter(figure.title.within("en") for figure in edition.figures.values())

    def title(self, id: str) -> str:
        """Return what messages call a figure: its title, with its id where others have the same title."""
        title = self._figures[id].title.within("en")
        return title if self._titles[title] == 1 else f"{title} ({id})"

    def population(self, figure: Figure) -> Population | None:
        """Return what a figure counts; None for a function, and for a sum of figures that count different things."""
        if figure.measure is Measure.FUNCTION:
            return None
        try:
            if figure.measure is Measure.SUM_OF:
                names = {self.population(self._figures[id]) for id in figure.parts if id in self._figures}
                return next(iter(names)) if len(names) == 1 else None
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

    def parts_add_up(self, figure: Figure, dimension: str) -> bool:
        """Say whether each record stands in one part at most, and is counted once in all of them."""
        population = self.population(figure)
        if population is None or figure.measure not in (Measure.COUNT, Measure.SUM) or population.name == "persons":
            return False
        path = self._grammar.find(population, dimension)
        return path.first_many is None and not path.is_many
