"""A statement held against the values of its figures. Compares no statements with one another."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve

from kcss_core.edition import WITHHELD, Edition
from kcss_core.errors import UsageError
from kcss_core.figures.relations import Bounds, bounds
from kcss_core.figures.value import Value
from kcss_core.frozen import frozen
from kcss_core.statements.definitions import Definitions
from kcss_core.statements.statement import Manner, Statement
from kcss_core.vocabulary import Basis, Qualifier


@frozen
class Held:
    """A statement beside what the records say of one of its figures.

    Attributes:
        values: The values that answer, one for each cell of the part that the statement speaks of.
        bounds: Between which numbers the records leave the truth.
        answer: What the records say, in words.
        is_contradicted: Whether the statement cannot be true, or gives another inexact number for the same.
    """

    statement: Statement
    figure: str
    values: tuple[Value, ...]
    bounds: Bounds
    answer: str
    is_contradicted: bool


def held_against_records(statement: Statement, edition: Edition, definitions: Definitions) -> Iterator[Held]:
    """Yield a statement beside the value of each of its figures that has data."""
    stated = statement.bounds
    if stated is None:
        return
    for figure in statement.figures:
        try:
            values = _values(statement, figure, edition)
        except UsageError:
            # Parts of a figure that cannot be broken down; reading reported them.
            continue
        if not values or any(value.basis is Basis.NONE for value in values):
            continue
        adds_up = definitions.parts_add_up(figure, statement.part)
        found = _together(values, adds_up=adds_up, unrecorded=_unrecorded(statement, figure, edition))
        contradicted = not stated.meets(found) or (len(values) == 1 and is_other_inexact(statement, values[0]))
        answer = " + ".join(_words(value) if edition.may_tell(value) else WITHHELD for value in values)
        yield Held(statement, figure, values, found, answer, contradicted)


def is_other_inexact(statement: Statement, value: Value) -> bool:
    """Say whether an inexact total that is kept is given otherwise: "over 50" for "over 40", which may both be true."""
    number = value.magnitude
    if value.qualifier is Qualifier.EXACT or number is None or statement.number is None:
        return False
    return statement.manner is Manner(value.qualifier.value) and Fraction(number) != Fraction(statement.number)


def _values(statement: Statement, figure: str, edition: Edition) -> tuple[Value, ...]:
    """Return the values that together answer a part: of several values of one dimension, one for each."""
    several = [name for name, values in statement.part if len(values) > 1]
    if len(several) > 1:
        return ()
    cells = [tuple((name, values[0]) for name, values in statement.part)]
    for name in several:
        wanted = dict(statement.part)[name]
        cells = [
            tuple((other, one if other == name else values[0]) for other, values in statement.part) for one in wanted
        ]
    return tuple(edition.value(figure, period=statement.period, cell=cell) for cell in cells)


def _unrecorded(statement: Statement, figure: str, edition: Edition) -> Fraction:
    """Return how much may belong to a part besides, because nobody recorded whether it does."""
    missing = Fraction(0)
    for name, _ in statement.part:
        cell = tuple((other, None if other == name else values[0]) for other, values in statement.part)
        missing += Fraction(edition.value(figure, period=statement.period, cell=cell).number or 0)
    return missing


def _together(values: tuple[Value, ...], *, adds_up: bool, unrecorded: Fraction) -> Bounds:
    """Return what several values come to together; where they may share records, at least the largest."""
    ranges = [bounds(value) for value in values]
    if all(value.basis is Basis.RECORDS for value in values):
        ranges = [evolve(one, high=None if one.high is None else one.high + unrecorded) for one in ranges]
    if len(ranges) == 1:
        return ranges[0]
    lows = [one.low for one in ranges]
    highs = [one.high for one in ranges if one.high is not None]
    high = sum(highs, Fraction(0)) if len(highs) == len(ranges) else None
    return Bounds(sum(lows, Fraction(0)) if adds_up else max(lows), high)


def _words(value: Value) -> str:
    share = value.share
    if share is not None and share.stated is not None:
        said = f"{share.stated:f} percent"
    elif share is not None and share.exact is not None:
        said = f"{float(share.exact * 100):.1f} percent ({share.numerator:,} of {share.denominator:,})"
    else:
        said = f"{value.number:,}"
    if value.qualifier is not Qualifier.EXACT:
        said = f"{value.qualifier.value.replace('-', ' ')} {said}"
    aggregate = value.evidence.aggregate
    if aggregate is None:
        return f"{said} counted" + (f", and {value.undecided} of which nobody can tell" if value.undecided else "")
    place = aggregate.source if aggregate.origin is None else str(evolve(aggregate.origin, part=None))
    return f"{said}, a total kept at {place}"
