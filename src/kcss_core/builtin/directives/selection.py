"""Which records a listing directive shows, and their words: of the period, by id, by program. Builds no blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from kcss_core.edition import Edition
from kcss_core.figures.conditions import Atom, Demand, both, condition_of, joined
from kcss_core.figures.populations import POPULATIONS
from kcss_core.figures.when import counts_in, deciding_field
from kcss_core.frozen import frozen
from kcss_core.problems import Problem, Severity
from kcss_core.report.blocks import Content, Span
from kcss_core.report.directives import Call
from kcss_core.text import ANY_LANGUAGE, Text, did_you_mean
from kcss_core.vocabulary import labels


def said(
    text: Text | None, edition: Edition, *, strong: bool = False, emphasis: bool = False, href: str | None = None
) -> Content:
    """Return a text in the report's language; words that exist in another language only are marked with it."""
    if not text:
        return ()
    words = text.within(edition.language)
    language = None
    if not text.has(edition.language):
        language = next((name for name, form in text.forms if form == words and name != ANY_LANGUAGE), None)
    return (Span(words, strong=strong, emphasis=emphasis, href=href, language=language),)


def lower(words: str) -> str:
    """Return words as they stand inside a sentence; abbreviations stay as they are."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def kind_label(kind: str, edition: Edition) -> str:
    """Return the label of a kind of activities; a workspace's own kind without one is called as the kind above it."""
    kinds = edition.dataset.kinds
    step: str | None = kind
    while step is not None:
        if label := kinds.label(step):
            return edition.text(Text(label))
        step = kinds.parents.get(step)
    return kind


def dimension_label(dimension: str, edition: Edition) -> str:
    """Return the name of a field or path as a heading: ``Gender`` for ``participant.gender``."""
    name = dimension.rpartition(".")[2].replace("_", "-")
    for id in (f"field.{name}", f"field.{name.removesuffix('s')}"):
        if id in labels():
            return edition.label(id)
    return name.replace("-", " ").capitalize()


def unknown(call: Call, name: str, family: str, id: str, known: Iterable[str]) -> Problem:
    """Return the problem of an id that no record of a family has."""
    return Problem(
        "directive.unknown-record",
        f"{name}: expected the id of one of the {family}, got {id!r}",
        call.origin,
        hint=did_you_mean(id, known) or f"add it to the {family}, or mend the id",
        missing=(family, id),
    )


@frozen
class Selection:
    """The records that a directive shows, and what is wrong with the choice."""

    records: tuple[Any, ...] = ()
    problems: tuple[Problem, ...] = ()


#: What a record must be to be shown, beside being of the period.
Test = Callable[[Any], bool]


def select(
    call: Call,
    name: str,
    family: str,
    *,
    references: Mapping[str, Sequence[str]] = MappingProxyType({}),
    tests: Sequence[Test] = (),
    of_period: bool = True,
) -> Selection:
    """Return the records of a family named by id, or else those of the period and the edition's filter, in file order.

    Args:
        references: Field (``programs``) to ids of which a record must name at least one; none given, none asked.
        tests: What must hold besides.
        of_period: Whether records outside the period are left out.
    """
    dataset = call.edition.dataset
    problems = [
        unknown(call, name, family, id, dataset.by_id(family))
        for id in call.arguments
        if id not in dataset.by_id(family)
    ]
    for field, ids in references.items():
        problems += [
            unknown(call, name, field, id, dataset.by_id(field)) for id in ids if id not in dataset.by_id(field)
        ]
    if problems:
        return Selection(problems=tuple(problems))
    named = [dataset.find(family, id) for id in call.arguments]
    records = named or list(dataset.of(family))
    chosen = [
        record
        for record in records
        if all(not ids or set(ids) & set(getattr(record, field)) for field, ids in references.items())
        and all(test(record) for test in tests)
    ]
    if of_period and not call.arguments:
        chosen, problems = _of_period(call, name, family, chosen)
    if not chosen:
        problems.append(
            Problem(
                "directive.nothing-to-show",
                f"{name}: none of the {family} is to be shown",
                call.origin,
                Severity.WARNING,
                hint="check the options, record what belongs here, or take the directive out",
            )
        )
    return Selection(tuple(chosen), tuple(problems))


def _of_period(call: Call, name: str, family: str, records: list[Any]) -> tuple[list[Any], list[Problem]]:
    edition = call.edition
    demands = _demands(family, edition)
    judged = [
        (
            record,
            both(
                [
                    counts_in(record, edition.period, edition.dataset),
                    *(demand.holds(record, edition.dataset) for demand in demands),
                ]
            ),
        )
        for record in records
    ]
    undecided = [record.id for record, holds in judged if holds is None]
    problems = []
    if undecided:
        narrowed = f" and {', '.join(edition.filter)}" if demands else ""
        problems.append(
            Problem(
                "directive.undecided",
                f"{name}: nothing tells whether these {family} belong to {edition.period}{narrowed}: "
                f"{', '.join(undecided)}",
                call.origin,
                Severity.WARNING,
                hint=f"record {deciding_field(records[0])}, or the period that they are reported in",
            )
        )
    return [record for record, holds in judged if holds], problems


def _demands(family: str, edition: Edition) -> tuple[Atom, ...]:
    """Return what the edition's filter asks of the records of a family; nothing where it cannot reach them."""
    population = POPULATIONS.get(family)
    if population is None or population.is_whole_organization:
        return ()
    paths = [(population.find(name), wanted) for name, wanted in edition.filter.items() if name in population.names]
    return joined(Demand(path, condition_of(wanted, path, edition.dataset)) for path, wanted in paths)
