"""Figures and relations as ``figures.toml`` declares them. Evaluates nothing, and reads no file itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from attrs import field

from kcss_core.figures.declared_relations import structure_relation
from kcss_core.figures.definition import Figure, Measure, Relation, Target
from kcss_core.figures.grammar import Grammar
from kcss_core.figures.plan import plan_of
from kcss_core.frozen import frozen
from kcss_core.model import Dataset
from kcss_core.model.unread import Unread, UnreadText, has_broken_id
from kcss_core.origin import Origin
from kcss_core.problems import Problem
from kcss_core.reading.structure import structure_record
from kcss_core.reading.toml import Document, parse_toml
from kcss_core.text import Text, did_you_mean

_NO_CONDITIONS: Mapping[str, Any] = MappingProxyType({})
# Chapters write ids inside backquotes, commands on a line, addresses before brackets and @.
_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_MEASURES = ("count", "count-distinct", "sum", "share", "sum-of")


@frozen(kw_only=True)
class _DeclaredTarget:
    """A target as written: percents of a share, or numbers.

    Attributes:
        balanced: ``40-60``: a share between two percents, with neither women nor men below the first.
    """

    balanced: str | None = None
    at_least: int | None = None
    at_most: int | None = None


@frozen(kw_only=True)
class _DeclaredFigure:
    """A ``[[figure]]`` as written, with the measure's key taken out; conditions are checked later."""

    id: str
    title: Text
    unit: str = ""
    target: _DeclaredTarget | None = None
    headline: bool = False
    description: Text | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


def structure_figures(
    text: str, file: str, dataset: Dataset, others: Mapping[str, Figure] = _NO_CONDITIONS
) -> tuple[tuple[Figure, ...], tuple[Relation, ...], tuple[Problem, ...]]:
    """Return the figures and relations that a text declares, and everything that is wrong with them.

    A figure that cannot be read is left out. One whose names or values mean nothing stays and has no number, so that
    one mistake is not reported again wherever a chapter names the figure.

    Args:
        file: Path below the workspace, for messages.
        others: Figures of plugins by id, which sums and relations may name and ids may not repeat.
    """
    document, problems = parse_toml(text, file)
    found: list[Problem] = list(problems)
    for name in document.data:
        if name not in ("figure", "relation") and not document.is_broken(""):
            hint = did_you_mean(name, ("figure", "relation")) or "write [[figure]] or [[relation]]"
            message = f"expected 'figure' or 'relation', got {name!r}"
            found.append(Problem("figure.invalid", message, document.origin(name), hint=hint))
    figures: dict[str, Figure] = {}
    for path, table in _tables(document, "figure", found):
        figure = _figure(document, path, table, found)
        if figure is None:
            continue
        if figure.id in others or figure.id in figures:
            found.append(_twice(figure, others.get(figure.id) or figures[figure.id]))
            continue
        figures[figure.id] = figure
    everything = {**others, **figures}
    grammar = Grammar(dataset)
    for figure in figures.values():
        _, wrong = plan_of(figure, everything, grammar)
        found.extend(wrong)
    relations = []
    for path, table in _tables(document, "relation", found):
        relation = structure_relation(document, path, table, everything, found)
        if relation is not None:
            relations.append(relation)
    return tuple(figures.values()), tuple(relations), tuple(found)


def _tables(document: Document, name: str, problems: list[Problem]) -> list[tuple[str, Mapping[str, Any]]]:
    tables = document.data.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        problems.append(Problem("figure.invalid", f"expected tables headed [[{name}]]", document.origin(name)))
        return []
    paths = ((f"{name}[{index}]", table) for index, table in enumerate(tables, 1))
    return [(path, table) for path, table in paths if not document.is_broken(path)]


def unread_figures(text: str, file: str, figures: Iterable[str]) -> Unread:
    """Return what could not be read of declared figures: ids of those with errors, and the tables that are broken.

    Args:
        figures: Ids of those that could be read.
    """
    document, _ = parse_toml(text, file)
    tables = document.data.get("figure", [])
    known = set(figures)
    named = [table.get("id") for table in (tables if isinstance(tables, list) else ()) if isinstance(table, Mapping)]
    ids = {id for id in named if isinstance(id, str) and id not in known}
    family = frozenset({"figures"})
    if any(map(has_broken_id, document.broken.values())):
        return Unread(families=family)
    texts = [UnreadText(family, broken) for broken in document.broken.values()]
    return Unread(ids=MappingProxyType({"figures": ids}), texts=tuple(texts))


def _figure(document: Document, path: str, table: Mapping[str, Any], problems: list[Problem]) -> Figure | None:
    origin = _origin(document, path)
    fields = dict(table)
    counted = [name for name in _MEASURES if name in fields]
    for word in ("where", "of"):
        if not isinstance(fields.get(word, {}), Mapping):
            problems.append(
                Problem("figure.invalid", f"expected a table of conditions, got {fields[word]!r}", origin.at(word))
            )
            return None
    where, of = fields.pop("where", {}), fields.pop("of", {})
    what = {name: fields.pop(name) for name in counted}
    unknown = [name for name in fields if name not in _FIELDS]
    for name in unknown:
        known = (*_FIELDS, *_MEASURES, "where", "of")
        hint = did_you_mean(name, known) or f"a figure has {', '.join(known)}"
        problems.append(Problem("field.unknown", "there is no such field", origin.at(name), hint=hint))
        del fields[name]
    declared, wrong = structure_record(_DeclaredFigure, fields, origin, rows=document.rows_below(path))
    problems.extend(wrong)
    if len(counted) != 1:
        got = " and ".join(counted) or "none"
        problems.append(
            Problem("figure.invalid", f"expected one of {', '.join(_MEASURES)}, got {got}", origin)
        )
        return None
    if declared is not None and _ID.fullmatch(declared.id) is None:
        message = f"expected lower-case letters, digits, dots and hyphens, got {declared.id!r}"
        problems.append(Problem("figure.invalid", message, origin.at("id")))
        return None
    measure = Measure(counted[0])
    subject, parts = _subject(what[counted[0]], measure, origin, problems)
    if declared is None or unknown or (not subject and not parts):
        return None
    if of and measure is not Measure.SHARE:
        problems.append(
            Problem("figure.invalid", f"'of' belongs to a share, and this is a {measure.value}", origin.at("of"))
        )
        return None
    target = None
    if declared.target is not None:
        target = _target(declared.target, measure, origin, problems)
        if target is None:
            return None
    return Figure(
        id=declared.id,
        title=declared.title,
        measure=measure,
        subject=subject,
        where=MappingProxyType(dict(where)),
        of=MappingProxyType(dict(of)),
        parts=parts,
        unit=declared.unit,
        target=target,
        headline=declared.headline,
        description=declared.description,
        origin=origin,
    )


_FIELDS = ("id", "title", "unit", "target", "headline", "description")


def _subject(
    value: Any, measure: Measure, origin: Origin, problems: list[Problem]
) -> tuple[str, tuple[str, ...]]:
    if measure is Measure.SUM_OF:
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            return "", tuple(value)
        expected = "a list of figure ids"
    else:
        if isinstance(value, str) and value:
            return value, ()
        expected = "the name of what is counted"
    problems.append(Problem("figure.invalid", f"expected {expected}, got {value!r}", origin.at(measure.value)))
    return "", ()


def _target(declared: _DeclaredTarget, measure: Measure, origin: Origin, problems: list[Problem]) -> Target | None:
    scale = 100 if measure is Measure.SHARE else 1
    if declared.balanced is None and (declared.at_least is not None or declared.at_most is not None):
        low, high = (None if one is None else Fraction(one, scale) for one in (declared.at_least, declared.at_most))
        if low is None or high is None or low <= high:
            return Target(low=low, high=high)
    elif declared.balanced is not None and declared.at_least is None and declared.at_most is None:
        first, _, last = declared.balanced.partition("-")
        is_range = first.isdigit() and last.isdigit() and int(first) <= int(last) <= 100
        if measure is Measure.SHARE and is_range:
            return Target(low=Fraction(int(first), 100), high=Fraction(int(last), 100), is_balance=True)
    problems.append(
        Problem(
            "figure.invalid",
            "expected a target such as { balanced = \"40-60\" } for a share, or { at_least = 30 }, { at_most = 60 }",
            origin.at("target"),
            hint="targets of shares are percents",
        )
    )
    return None


def _origin(document: Document, path: str) -> Origin:
    place = document.origin(path)
    return Origin(place.file, row=place.row)


def _twice(figure: Figure, first: Figure) -> Problem:
    where = f"plugin {first.plugin!r}" if first.plugin else str(first.origin)
    assert figure.origin is not None
    return Problem(
        "figure.twice",
        f"expected an id that is used once, got {figure.id!r}, which {where} declares too",
        figure.origin.at("id"),
        hint="choose another id; to state a total for a figure of a plugin, keep an aggregate",
    )
