"""The grammar of conditions over one dataset: names and values looked up once, however many figures use them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kcss_core.figures.conditions import Demand, condition_of
from kcss_core.figures.paths import GrammarError, Path
from kcss_core.figures.populations import Population
from kcss_core.model import Dataset


class Grammar:
    """What names and values mean in a dataset."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._paths: dict[tuple[str, str], Path] = {}
        self._demands: dict[tuple[Any, ...], Demand] = {}

    def find(self, population: Population, name: str) -> Path:
        """Return the path that a name or full path means for a population.

        Raises:
            GrammarError: It means nothing there; with what to write instead.
        """
        key = (population.name, name)
        path = self._paths.get(key)
        if path is None:
            path = self._paths[key] = population.find(name)
        return path

    def demand(self, population: Population, name: str, declared: Any) -> Demand:
        """Return what a declared condition asks.

        Raises:
            GrammarError: The name means nothing, or cannot have the value; with what to write instead.
        """
        # True and 1 are equal and not the same, so the type is part of the key.
        key = (population.name, name, type(declared), declared)
        try:
            known = self._demands.get(key)
        except TypeError:
            return self._demand(population, name, declared)
        if known is None:
            known = self._demands[key] = self._demand(population, name, declared)
        return known

    def _demand(self, population: Population, name: str, declared: Any) -> Demand:
        path = self.find(population, name)
        return Demand(path, condition_of(declared, path, self.dataset))

    def demands(
        self, population: Population, declared: Mapping[str, Any]
    ) -> tuple[list[Demand], list[tuple[str, GrammarError]]]:
        """Return what a table of conditions asks, and what is wrong with which name."""
        demands: list[Demand] = []
        errors: list[tuple[str, GrammarError]] = []
        for name, value in declared.items():
            try:
                demands.append(self.demand(population, name, value))
            except GrammarError as error:
                errors.append((name, error))
        return demands, errors
