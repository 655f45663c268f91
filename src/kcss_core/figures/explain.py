"""Explanations: what a figure means in words, and where a value comes from. Knows no terminal and no report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from kcss_core.figures.definition import Figure, Measure, Relation
from kcss_core.figures.grammar import Grammar
from kcss_core.figures.paths import GrammarError
from kcss_core.figures.plan import plan_of
from kcss_core.figures.populations import OF_PARTICIPATIONS, Population, find_population, find_subject
from kcss_core.figures.relations import least_shared
from kcss_core.figures.value import Entry, Value
from kcss_core.figures.verdict import Verdict, verdict
from kcss_core.formatting import format_list, format_period
from kcss_core.frozen import frozen
from kcss_core.model import Aggregate, Dataset
from kcss_core.model.fields import Kind
from kcss_core.period import Period
from kcss_core.problems import Problem
from kcss_core.text import Text

# When records of a population count. Source: the rules of kcss_core.figures.when.
_WHEN: Mapping[str, str] = {
    "activities": "An activity counts where it is reported, else by its start.",
    "attendances": "An attendance counts with its activity, which counts where it is reported, else by its start.",
    "persons": "A participation counts with its activity, which counts where it is reported, else by its start.",
    "reach": "Reach counts with its activity, which counts where it is reported, else by its start.",
    "projects": "A project counts where it is reported, else in every period that it runs in.",
    "programs": "A program counts in every period that it runs in; one without dates always.",
    "publications": "A publication counts where it is reported, else by its date.",
    "media-appearances": "An appearance counts where it is reported, else by its date.",
    "networks": "A network counts where it is reported, else while the organization is a member.",
    "policies": "A policy counts where it is reported, else while it is in force.",
    "objectives": "An objective counts where it is reported, else from its first to its last measurement.",
    "institutions": "An institution counts in every period.",
    "photographs": "A photograph counts where it is reported, else with the activities that show it.",
    "staff": "The latest head count up to the end of the period is taken.",
}
# Who came. Source: kcss_core.reading.participations.as_attended, and the rule on what is not recorded.
_WHO_CAME = (
    "A list that asks neither who was invited nor who attended is one of who attended; "
    "where a list asks and an answer is missing, it is undecided."
)


class Explained(Protocol):
    """What an explanation is made from: an edition."""

    @property
    def dataset(self) -> Dataset:
        """The records."""

    @property
    def figures(self) -> Mapping[str, Figure]:
        """All figures by id."""

    @property
    def relations(self) -> tuple[Relation, ...]:
        """What must hold between figures."""

    @property
    def filter(self) -> Mapping[str, Any]:
        """What the edition is narrowed to."""

    @property
    def language(self) -> str:
        """The language of readers."""

    def text(self, text: Text | None) -> str:
        """Return a text in the edition's language."""

    def label(self, id: str) -> str:
        """Return a label in the edition's language."""

    def value(self, figure_id: str, *, period: Period | None = None) -> Value:
        """Return the value of a figure."""


@frozen(kw_only=True)
class Explanation:
    """Where a value comes from.

    Attributes:
        title, period, basis, note: Words in the edition's language; ``note`` is empty for none.
        definition: What the figure counts, in words.
        value: The value itself; how it is printed is the report's business.
        verdict: How it stands to its target; None without one.
        aggregate: The total kept by the organization that answers, with its source; None where records answer.
        included, undecided, excluded: The records, each with its place, and why where it was left out.
        facts: What follows from relations to other figures, one sentence each.
        problems: What is wrong with the declaration, so that nothing is counted.
    """

    title: str
    definition: str
    period: str
    value: Value
    basis: str
    note: str
    verdict: Verdict | None
    aggregate: Aggregate | None
    included: tuple[Entry, ...]
    undecided: tuple[Entry, ...]
    excluded: tuple[Entry, ...]
    facts: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def explain(value: Value, edition: Explained) -> Explanation:
    """Return where a value comes from; its records are listed anew each time."""
    figure = edition.figures[value.address.figure]
    evidence = value.evidence
    return Explanation(
        title=edition.text(value.title),
        definition=define(figure, edition),
        period=format_period(value.address.period, edition.language),
        value=value,
        basis=edition.label(f"basis.{value.basis.value}"),
        note=edition.text(value.note),
        verdict=None if figure.target is None else verdict(value, figure.target),
        aggregate=evidence.aggregate,
        included=evidence.included,
        undecided=evidence.undecided,
        excluded=evidence.excluded,
        facts=tuple(_facts(value, edition)),
        problems=_broken(figure, edition),
    )


def define(figure: Figure, edition: Explained) -> str:
    """Return what a figure means, in English words; its own description follows in the edition's language."""
    problems = _broken(figure, edition)
    if problems:
        # Words made of what means nothing would read like a definition.
        said = "; ".join(problem.message for problem in problems)
        return f"What is declared is broken, so nothing is counted: {said}."
    sentences = [_what(figure)]
    if figure.measure not in (Measure.SUM_OF, Measure.FUNCTION):
        population = _population(figure)
        if population is not None:
            sentences.append(_WHEN[population.name])
            if population.name in OF_PARTICIPATIONS:
                sentences.append(_WHO_CAME)
            sentences += _reached(population, edition.filter)
    if figure.description is not None:
        sentences.append(edition.text(figure.description))
    return " ".join(sentences)


def _broken(figure: Figure, edition: Explained) -> tuple[Problem, ...]:
    return plan_of(figure, edition.figures, Grammar(edition.dataset))[1]


def _what(figure: Figure) -> str:
    if figure.measure is Measure.FUNCTION:
        return "Computed by a function."
    if figure.measure is Measure.SUM_OF:
        return f"The sum of the figures {_joined(repr(part) for part in figure.parts)}."
    population = _population(figure)
    conditions = _conditions(figure.where, population)
    where = f" where {conditions}" if conditions else ""
    is_open = population is not None and population.name in OF_PARTICIPATIONS
    if is_open and not {"invited", "attended"} & {*figure.where, *figure.of}:
        where += ", of those who attended" if where else " of those who attended"
    if figure.measure is Measure.COUNT:
        each = ", each person once" if figure.subject == "persons" else ""
        return f"The number of {figure.subject}{where}{each}."
    if figure.measure is Measure.COUNT_DISTINCT:
        return f"The number of different values of {figure.subject}{where}."
    if figure.measure is Measure.SUM:
        return f"The sum of {figure.subject}{where}."
    return (
        f"The share of {figure.subject}{where} for which {_conditions(figure.of, population)}, "
        "among those for which this is recorded."
    )


def _reached(population: Population, wanted: Mapping[str, Any]) -> list[str]:
    if not wanted:
        return []
    if population.is_whole_organization:
        return ["It is told for the whole organization."]
    missing = [name for name in wanted if name not in population.names]
    if missing:
        return [f"The records do not tell to which {_joined(missing)} these belong."]
    named = _joined(f"{name} {_one(value)}" for name, value in wanted.items())
    return [f"Only what is of {named} counts."]


def _population(figure: Figure) -> Population | None:
    try:
        if figure.measure in (Measure.COUNT, Measure.SHARE):
            return find_population(figure.subject)
        return find_subject(figure.subject)[0]
    except GrammarError:
        return None


def _conditions(declared: Mapping[str, Any], population: Population | None) -> str:
    return _joined(
        f"{name} {_is(value)}" + (" (with all kinds below)" if _is_of_tree(name, population) else "")
        for name, value in declared.items()
    )


def _is_of_tree(name: str, population: Population | None) -> bool:
    try:
        return population is not None and population.find(name).type == Kind
    except GrammarError:
        return False


def _is(declared: Any) -> str:
    if not isinstance(declared, Mapping):
        return f"is {_one(declared)}"
    parts = []
    if "from" in declared and "to" in declared:
        parts.append(f"is from {declared['from']} to {declared['to']}")
    elif "from" in declared:
        parts.append(f"is from {declared['from']} on")
    elif "to" in declared:
        parts.append(f"is up to {declared['to']}")
    if "all" in declared:
        parts.append("has " + _joined(_one(one) for one in declared["all"]))
    if "any" in declared:
        parts.append(" or ".join(_is(one) for one in declared["any"]))
    if "not" in declared:
        inner = _is(declared["not"])
        parts.append(f"is not {inner.removeprefix('is ')}" if inner.startswith("is ") else f"not ({inner})")
    return _joined(parts)


def _one(declared: Any) -> str:
    if isinstance(declared, bool):
        return "yes" if declared else "no"
    if isinstance(declared, list | tuple | set | frozenset):
        return format_list([_one(one) for one in declared], "en", style="or")
    if isinstance(declared, Mapping):
        return f"what {_is(declared)}"
    return str(declared)


def _joined(words: Iterable[str]) -> str:
    return format_list(list(words), "en")


def _facts(value: Value, edition: Explained) -> Iterable[str]:
    if value.address.cell:
        return
    for relation in edition.relations:
        if relation.total != value.address.figure:
            continue
        if any(part not in edition.figures for part in relation.parts):
            continue
        parts = [edition.value(part, period=value.address.period) for part in relation.parts]
        shared = least_shared(relation, value, parts)
        if shared is not None:
            together = " + ".join(f"{part.address.figure} {part.number}" for part in parts)
            if len(parts) == 2:
                what = f"at least {shared} of them {'stands' if shared == 1 else 'stand'} in both"
            else:
                what = f"records must stand in a further part at least {shared} {'time' if shared == 1 else 'times'}"
            yield f"The parts {together} exceed {value.address.figure} {value.number}: {what}."
