"""What a text says and cannot show, or says in two ways: words too wide, lists, shares, changes. Adds up nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from kcss_core.edition import WITHHELD, Edition
from kcss_core.errors import UsageError
from kcss_core.figures.definition import Measure
from kcss_core.figures.value import Value
from kcss_core.period import Period
from kcss_core.problems import Problem, Severity
from kcss_core.statements.definitions import Definitions
from kcss_core.statements.quantities import Quantity
from kcss_core.statements.statement import Change, Manner, Statement
from kcss_core.statements.words import Words
from kcss_core.text import plain
from kcss_core.vocabulary import Basis


def check_words(
    statements: Sequence[Statement], quantities: Sequence[Quantity], definitions: Definitions, words: Words
) -> Iterator[Problem]:
    """Yield each passage whose words mean more than is meant, and then say something else than another place.

    "The organization produced 15 reports", in the chapter of a program, where elsewhere the organization produced 18.
    """
    passages: dict[object, list[tuple[Statement, Quantity]]] = {}
    for statement in statements:
        stated = statement.bounds
        if statement.worded is None or stated is None:
            continue
        scope = definitions.scope(statement.worded)
        for quantity in quantities:
            is_it = quantity.figure == statement.worded and not quantity.part
            is_it = is_it or (scope is not None and quantity.scope == scope)
            if is_it and quantity.period == statement.period and not stated.meets(quantity.bounds):
                passages.setdefault(statement.place.passage, []).append((statement, quantity))
    for found in passages.values():
        first = found[0][0]
        told = ", and ".join(f"{one.amount} {whole.title!r}, elsewhere {words.of(whole)}" for one, whole in found)
        yield Problem(
            "statement.worded-wider",
            f"{words.places([first])}: by its words this place gives {told}",
            first.origin,
            Severity.WARNING,
            hint="say in the sentence itself what these are numbers of",
        )


def check_lists(statements: Iterable[Statement], edition: Edition, words: Words) -> Iterator[Problem]:
    """Yield each thing of which two lists differ, and each list that names what no record has.

    A list of what may belong (``at-most``) is not compared; only its length says something.
    """
    for name, lists in _lists(statements, edition):
        first = lists[0]
        others = [one for one in lists[1:] if _folded(one) != _folded(first)]
        if others:
            told = "; ".join(_difference(first, other, words) for other in others)
            yield Problem(
                "list.differs",
                f"{name}: {', '.join(first.items)} ({words.places([first])}), but {told}",
                others[0].origin,
                Severity.WARNING,
                hint="find out which list is right, and give it everywhere, or say that it is not complete",
            )
        elif first.figures:
            yield from _against_records(name, lists, edition, words)


def same_lists(statements: Iterable[Statement], edition: Edition) -> Iterator[tuple[str, list[Statement]]]:
    """Yield what several lists are about that have the same members, and these lists."""
    for name, lists in _lists(statements, edition):
        if len(lists) > 1 and len({_folded(one) for one in lists}) == 1:
            yield name, lists


def _lists(statements: Iterable[Statement], edition: Edition) -> Iterator[tuple[str, list[Statement]]]:
    gathered: dict[object, list[Statement]] = {}
    for statement in statements:
        if statement.items and statement.manner is not Manner.AT_MOST:
            key = (statement.about or statement.figures, statement.part, statement.period)
            gathered.setdefault(key, []).append(statement)
    for lists in gathered.values():
        yield lists[0].about or edition.figures[lists[0].figures[0]].title.within("en"), lists


def _difference(first: Statement, other: Statement, words: Words) -> str:
    missing = [item for item in first.items if plain(item) not in _folded(other)]
    more = [item for item in other.items if plain(item) not in _folded(first)]
    parts = [f"{', '.join(more)} besides"] if more else []
    parts += [f"without {', '.join(missing)}"] if missing else []
    return f"{' and '.join(parts)} ({words.places([other])})"


def _folded(statement: Statement) -> frozenset[str]:
    return frozenset(plain(item) for item in statement.items)


def _against_records(
    name: str, lists: Sequence[Statement], edition: Edition, words: Words
) -> Iterator[Problem]:
    first = lists[0]
    value = _value(first, edition, first.period)
    if value is None or value.basis is not Basis.RECORDS:
        return
    known = {plain(label) for label in _labels(value, edition)}
    strange = [item for item in first.items if plain(item) not in known]
    if strange:
        yield Problem(
            "list.contradicts-records",
            f"{name}: {', '.join(strange)} ({words.places(lists)}), of which there is no record",
            first.origin,
            Severity.WARNING,
            hint="record what is missing, or mend the name",
        )


def _labels(value: Value, edition: Edition) -> Iterator[str]:
    """Yield what is counted, by name: records by their titles, different values as readers know them."""
    figure = edition.figures[value.address.figure]
    if figure.measure is Measure.COUNT_DISTINCT:
        rows = edition.breakdown(figure.id, [figure.subject], period=value.address.period).rows
        yield from (row.label.within("en") for row in rows)
    else:
        evidence = value.evidence
        yield from (entry.label for entry in (*evidence.included, *evidence.undecided))


def check_shares(
    statements: Sequence[Statement], edition: Edition, definitions: Definitions, words: Words
) -> Iterator[Problem]:
    """Yield percentages without counts, once for all that say the same of the same people in several measures.

    Two measures of one thing (who was invited, who came) look like one another where no counts stand beside them.
    """
    told = {id(one) for one in statements if one.change is not None and not _has_baseline(one, statements, edition)}
    groups: dict[object, list[Statement]] = {}
    for statement in statements:
        if statement.is_percent and not _has_counts(statement, edition):
            scope = definitions.scope(statement.figures[0], statement.part)
            key = (scope.measured if scope else statement.figures, statement.period)
            groups.setdefault(key, []).append(statement)
    for found in groups.values():
        if all(id(one) in told for one in found):
            continue
        named: dict[tuple[str, str], list[Statement]] = {}
        for one in found:
            titles = " and ".join(definitions.title(id, one.part) for id in one.figures)
            named.setdefault((titles, one.amount), []).append(one)
        parts = []
        for (titles, amount), several in named.items():
            shared = " for all of them" if len(several[0].figures) > 1 else ""
            parts.append(f"{titles}: {words.said(amount + shared, several)}")
        measures = "; different measures, easily taken for one" if len(named) > 1 else ""
        yield Problem(
            "share.no-counts",
            f"{'; '.join(parts)}: no numbers of people stand behind {'them' if len(parts) > 1 else 'it'}{measures}",
            found[-1].origin,
            Severity.WARNING,
            hint="give each share with the numbers that it comes from, and say what is measured",
        )


def check_changes(
    statements: Sequence[Statement], edition: Edition, definitions: Definitions, words: Words
) -> Iterator[Problem]:
    """Yield each rise or fall that nothing shows: no earlier value is stated or recorded, or it goes the other way."""
    for statement in statements:
        if statement.change is None:
            continue
        title = definitions.title(statement.figures[0], statement.part)
        said = f"said to have {statement.change.value} ({words.places([statement])})"
        now = f", now {statement.amount}" if statement.amount else ""
        before, shown = _earlier(statement, statements, edition)
        if before is None:
            counts = ""
            if statement.is_percent and not _has_counts(statement, edition):
                counts = ", and no number of people stands behind the percentage"
            yield Problem(
                "statement.no-baseline",
                f"{title}: {said}{now}; no earlier value is stated or recorded{counts}",
                statement.origin,
                Severity.WARNING,
                hint="give the earlier value and its year, or leave the change out",
            )
            continue
        number = statement.number
        if number is None:
            value = _value(statement, edition, statement.period)
            number = None if value is None or value.magnitude is None else Fraction(value.magnitude)
        if number is not None and (number > before) != (statement.change is Change.INCREASED):
            yield Problem(
                "statement.wrong-change",
                f"{title}: {said}{now}; the period before it was {shown}",
                statement.origin,
                Severity.WARNING,
                hint="mend the sentence, or the number of either period",
            )


def _has_baseline(statement: Statement, statements: Iterable[Statement], edition: Edition) -> bool:
    return _earlier(statement, statements, edition)[0] is not None


def _earlier(
    statement: Statement, statements: Iterable[Statement], edition: Edition
) -> tuple[Fraction | None, str]:
    """Return the number of the period before, as the records or a text have it, and in words; None for none."""
    before = statement.period.previous
    value = _value(statement, edition, before)
    if value is not None and value.basis is not Basis.NONE and value.magnitude is not None:
        number = Fraction(value.magnitude)
        return number, _shown(number, statement) if edition.may_tell(value) else WITHHELD
    for other in statements:
        is_same = other.figures == statement.figures and other.part == statement.part
        if is_same and other.period == before and other.number is not None:
            return Fraction(other.number), _shown(Fraction(other.number), statement)
    return None, ""


def _has_counts(statement: Statement, edition: Edition) -> bool:
    """Say whether the records hold the counts behind a percentage."""
    value = _value(statement, edition, statement.period)
    return value is not None and value.share is not None and value.share.exact is not None


def _value(statement: Statement, edition: Edition, period: Period) -> Value | None:
    if any(len(values) > 1 for _, values in statement.part):
        return None
    cell = tuple((name, values[0]) for name, values in statement.part)
    try:
        return edition.value(statement.figures[0], period=period, cell=cell)
    except UsageError:
        return None


def _shown(number: Fraction, statement: Statement) -> str:
    return f"{float(number * 100):g} percent" if statement.is_percent else f"{float(number):,g}"
