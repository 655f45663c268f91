"""Numbers that the headline figures of a text have no place for. Looks at no records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from kcss_core.problems import Problem, Severity
from kcss_core.statements.conflicts import Conflict
from kcss_core.statements.definitions import Definitions
from kcss_core.statements.quantities import Quantity
from kcss_core.statements.words import Words

#: So many headline figures of one sort make an account of the year; one or two are only examples.
_SEVERAL = 3


def beyond_headlines(quantities: Sequence[Quantity], definitions: Definitions, words: Words) -> Iterator[Conflict]:
    """Yield each number that is larger than what the headline figures can hold of it.

    The few figures that stand for the year are read as an account of it. A number of the whole organization that is
    larger than all of them together, of every kind, has no place in it. Neither has a number of a program that is
    larger than what they hold of its kind, unless the text gives a total for the whole organization that does hold it.
    """
    headlines = [
        one for one in quantities if not one.part and one.scope is not None and definitions.figures[one.figure].headline
    ]
    outside: list[Quantity] = []
    for quantity in sorted(quantities, key=lambda one: one.scope is None or one.scope != one.scope.whole_organization):
        scope = quantity.scope
        if scope is None or not scope.is_divisible or quantity in headlines:
            continue
        whole = scope.whole_organization
        alike = [
            (one, one.scope)
            for one in headlines
            if one.period == quantity.period and one.scope is not None and one.scope.measured == scope.measured
        ]
        held = [one for one, narrower in alike if narrower.is_within(whole)]
        if not held or any(scope.is_within(wider) for _, wider in alike):
            continue
        message = f"{quantity.title}: {words.of(quantity)}, but the headline figures hold {words.sum_of(held)}"
        if scope == whole:
            every = [one for one, _ in alike]
            if len(every) < _SEVERAL or not _is_more(quantity, every):
                continue
            message += f", and even with every other kind {words.sum_of(every)}"
        elif not _is_more(quantity, held) or any(
            one.scope == whole and one.period == quantity.period and one not in outside for one in quantities
        ):
            continue
        outside.append(quantity)
        problem = Problem(
            "statement.beyond-headlines",
            message,
            quantity.statements[0].origin,
            Severity.WARNING,
            hint="say which headline figure counts them, or give them one",
        )
        yield Conflict((quantity,), problem, lambda *_: False)


def _is_more(quantity: Quantity, others: Iterable[Quantity]) -> bool:
    highs = [one.bounds.high for one in others]
    if any(high is None for high in highs):
        return False
    return quantity.bounds.low > sum((high for high in highs if high is not None), Fraction(0))
