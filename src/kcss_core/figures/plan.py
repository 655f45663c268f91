"""Plans: figures made ready to be evaluated, their names looked up and their values checked. Evaluates nothing."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from kcss_core.figures.conditions import Atom, Demand, Missing, OneOf, joined, without_undisclosed
from kcss_core.figures.definition import Figure, Measure, way_back
from kcss_core.figures.grammar import Grammar
from kcss_core.figures.paths import GrammarError, Path, base_type
from kcss_core.figures.populations import (
    OF_PARTICIPATIONS,
    Population,
    find_population,
    find_subject,
)
from kcss_core.frozen import frozen
from kcss_core.origin import Origin
from kcss_core.problems import Problem
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import Gender, Presence, ReachMetric, units

#: What is counted when distinct values at a path are, by the field that the path ends at.
_UNITS_OF_FIELDS = {
    "places": "unit.municipality",
    "municipality": "unit.municipality",
    "countries": "unit.country",
    "country": "unit.country",
    "consortium": "unit.consortium",
    "series": "unit.series",
    "scheme": "unit.scheme",
    "languages": "unit.language",
    "outlet": "unit.outlet",
}

_UNITS_OF_METRICS = {
    ReachMetric.ACCOUNTS_REACHED: "unit.account",
    ReachMetric.VIEWS: "unit.view",
    ReachMetric.IMPRESSIONS: "unit.impression",
    ReachMetric.FOLLOWERS: "unit.follower",
    ReachMetric.VISITS: "unit.visit",
    ReachMetric.DOWNLOADS: "unit.download",
    ReachMetric.LISTENERS: "unit.listener",
    ReachMetric.SHARES: "unit.share",
}


@frozen
class Plan:
    """A figure ready to be evaluated.

    Attributes:
        population: None for a sum of figures and for a function.
        where: What records must meet.
        of: What records of the numerator must meet besides.
        opposite: The demand of the other of women and men, where a share is one of theirs.
        subject: What is counted or summed, where it is not the records themselves.
        presence: Whether head counts of those invited or of those who attended are used.
        is_open: Whether the figure names neither, so that who did not come is left out.
    """

    figure: Figure
    population: Population | None = None
    where: tuple[Atom, ...] = ()
    of: tuple[Atom, ...] = ()
    opposite: Atom | None = None
    subject: Path | None = None
    presence: Presence = Presence.ATTENDED
    is_open: bool = False
    unit: str = "unit.record"

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """Every condition that working the figure out asks of records."""
        gap = None if self.subject is None else self.subject.gap
        others = (self.opposite, None if gap is None else Demand(gap, Missing()))
        return (*self.where, *self.of, *(atom for atom in others if atom is not None))

    @property
    def is_of_persons(self) -> bool:
        """Whether each person counts once."""
        return self.population is not None and self.population.name == "persons"


def plan_of(figure: Figure, figures: Mapping[str, Figure], grammar: Grammar) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Return the plan of a figure, or None and all that is wrong with what was declared."""
    if figure.measure is Measure.FUNCTION:
        return Plan(figure, unit=figure.unit or "unit.record"), ()
    if figure.measure is Measure.SUM_OF:
        problems = _parts(figure, figures)
        return (None if problems else Plan(figure, unit=figure.unit or "unit.record")), problems
    try:
        population, subject = _counted(figure)
    except GrammarError as error:
        return None, (_problem(figure, figure.measure.value, error),)
    where, wrong_where = grammar.demands(population, figure.where)
    of, wrong_of = grammar.demands(population, figure.of)
    problems = tuple(
        _problem(figure, f"{part}.{name}" if part == "of" else name, error)
        for part, errors in (("where", wrong_where), ("of", wrong_of))
        for name, error in errors
    )
    if figure.measure is Measure.SHARE and not figure.of:
        problems += (_plain(figure, "of", "a share needs conditions of its numerator, got none"),)
    if population.name == "reach" and figure.measure is Measure.SUM:
        problems += _one_metric(figure, where)
    if figure.unit and figure.unit not in units():
        hint = did_you_mean(figure.unit, units())
        problems += (_plain(figure, "unit", f"expected a unit, got {figure.unit!r}", hint),)
    if problems:
        return None, problems
    of = [without_undisclosed(demand) for demand in of]
    named = {demand.path.words for demand in (*where, *of)}
    return (
        Plan(
            figure,
            population,
            joined(where),
            joined(of),
            _opposite(of),
            subject,
            presence_of(named),
            population.name in OF_PARTICIPATIONS and not named & {"invited", "attended"},
            figure.unit or _unit(figure, population, subject, where),
        ),
        (),
    )


def presence_of(named: set[str]) -> Presence:
    """Return whether conditions that name some fields speak of who was invited, or of who attended."""
    return Presence.INVITED if "invited" in named and "attended" not in named else Presence.ATTENDED


def _counted(figure: Figure) -> tuple[Population, Path | None]:
    if figure.measure in (Measure.COUNT, Measure.SHARE):
        return find_population(figure.subject), None
    population, path = find_subject(figure.subject)
    if figure.measure is Measure.SUM:
        plain = base_type(path.type)
        if population.name in OF_PARTICIPATIONS or not (issubclass(plain, int) and plain is not bool):
            raise GrammarError(
                f"expected a path to whole numbers that can be summed, got {figure.subject!r}",
                "activities.sample_size, projects.sample_size and activities.reach.number are some",
            )
    return population, path


def _one_metric(figure: Figure, where: list[Demand]) -> tuple[Problem, ...]:
    for demand in where:
        if demand.path.words == "metric" and isinstance(demand.condition, OneOf) and len(demand.condition.values) == 1:
            return ()
    return (
        _plain(
            figure,
            "sum",
            "reach is summed within one metric only, and the conditions name none",
            'add a condition such as "activity.reach.metric" = "views"',
            "figure.mixed-metrics",
        ),
    )


def _opposite(of: list[Demand]) -> Atom | None:
    if len(of) != 1 or of[0].path.type is not Gender or not isinstance(of[0].condition, OneOf):
        return None
    other = {
        frozenset({Gender.WOMAN}): Gender.MAN,
        frozenset({Gender.MAN}): Gender.WOMAN,
    }.get(of[0].condition.values)
    return None if other is None else Demand(of[0].path, evolve(of[0].condition, values=frozenset({other})))


def _unit(figure: Figure, population: Population, subject: Path | None, where: list[Demand]) -> str:
    if figure.measure is Measure.SHARE:
        return "unit.percent"
    if subject is None:
        return population.unit
    if population.name == "reach":
        for demand in where:
            if demand.path.words == "metric" and isinstance(demand.condition, OneOf):
                (metric,) = demand.condition.values
                return _UNITS_OF_METRICS[metric]
    if figure.measure is Measure.SUM:
        return "unit.person" if subject.name == "sample_size" else "unit.record"
    if subject.family is not None:
        return find_population(subject.family).unit if subject.family != "participants" else "unit.person"
    return _UNITS_OF_FIELDS.get(subject.name, "unit.record")


def _parts(figure: Figure, figures: Mapping[str, Figure]) -> tuple[Problem, ...]:
    problems = [
        _plain(
            figure,
            "sum-of",
            f"expected a figure's id, got {id!r}",
            did_you_mean(id, figures),
            "figure.unknown",
            ("figures", id),
        )
        for id in figure.parts
        if id not in figures
    ]
    if not figure.parts:
        problems.append(_plain(figure, "sum-of", "expected the ids of the figures to sum, got none"))
    shares = [part for part in figure.parts if part in figures and figures[part].measure is Measure.SHARE]
    problems += [_plain(figure, "sum-of", f"shares cannot be summed, and {part!r} is one") for part in shares]
    circle = way_back(figure.id, lambda id: figures[id].parts if id in figures else ())
    if circle:
        way = " → ".join(repr(id) for id in circle)
        problems.append(_plain(figure, "sum-of", f"the figure is part of itself: {way}", None, "figure.circle"))
    return tuple(problems)


def _problem(figure: Figure, name: str, error: GrammarError) -> Problem:
    return _plain(figure, name, str(error), error.hint, missing=error.missing)


def _plain(
    figure: Figure,
    part: str,
    message: str,
    hint: str | None = None,
    code: str = "figure.invalid",
    missing: tuple[str, str] | None = None,
) -> Problem:
    origin = figure.origin or Origin(f"plugin {figure.plugin}" if figure.plugin else "<figures>")
    return Problem(code, f"figure {figure.id!r}: {message}", origin.at(part), hint=hint, missing=missing)
