"""What later data, or a later hand, have made of the values that a report was published with. Freezes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from kcss_core.edition import Edition
from kcss_core.errors import UsageError
from kcss_core.figures.explain import define
from kcss_core.figures.value import Address, Share, Value
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.statements.published import OF_PEOPLE, Published, PublishedValue, records_of, sections_of
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import Qualifier

_MOST = 5


def check_published(
    published: Published,
    file: str,
    shown: Iterable[tuple[Value, str, str]],
    edition: Edition,
    k: int,
    ways_to_say: Callable[[Value], Iterable[str]],
) -> Iterator[Problem]:
    """Yield what has become of published values; each cause once, however many values it has changed.

    A warning for what has restated numbers, for a number that its words do not say, and for values that stand
    elsewhere now; a note where a number is the same, but of other records.

    Args:
        file: Path of the ``published.toml`` below the workspace.
        shown: What the report shows now, as for :func:`~kcss_core.statements.published.freeze`; what it hides now, no
            message tells.
        edition: The report's, with what the records say now; protecting nothing.
        k: Fewer people than these are a small group, which no message counts.
        ways_to_say: Everything that a report may print for a value.
    """
    shown = tuple(shown)
    hidden = {value.address for value, _, _ in shown if value.hidden}
    changed: dict[Any, list[_Restated]] = {}
    cells: list[_Restated] = []
    same: dict[Any, list[_Restated]] = {}
    for one in published.values:
        if one.figure not in edition.figures:
            message = f"published as {one.says!r}, and nobody declares the figure {one.figure!r} any longer"
            meant = did_you_mean(one.figure, edition.figures)
            hint = f"{meant} Else {_UNDECLARED}" if meant else _UNDECLARED
            missing = ("figures", one.figure)
            yield Problem(
                "published.unknown-figure", message, one.origin, Severity.WARNING, hint=hint, missing=missing
            )
            continue
        try:
            value = edition.value(one.figure, period=one.period, cell=one.address.cell)
        except UsageError as error:
            restated = _Restated(one, "not known", (str(error),), (str(error),))
        else:
            if not _says(one.says, _as_published(one, value), ways_to_say) and not _is_redefined(one, edition):
                yield _miswritten(one)
                if _says(one.says, value, ways_to_say):
                    # The words are those of today's number: nothing but the number in the file has changed.
                    continue
            # Another report may hide it, too.
            is_hidden = one.address in hidden or not edition.may_tell(value)
            restated = _compare(one, value, edition, k, is_hidden=is_hidden)
        if restated.is_same:
            if restated.reasons and one.address not in hidden:
                same.setdefault(restated.cause, []).append(restated)
        elif one.by:
            cells.append(restated)
        else:
            changed.setdefault(restated.cause, []).append(restated)
    whole = {(one.published.figure, one.published.period): group for group in changed.values() for one in group}
    for cell in cells:
        group = whole.get((cell.published.figure, cell.published.period))
        (changed.setdefault(cell.cause, []) if group is None else group).append(cell)
    for group in changed.values():
        yield _problem(group)
    for cause, group in same.items():
        if cause not in changed:
            yield _of_others(group)
    places = {one.address: one.sections for one in published.values}
    if places:
        yield from _edited(places, shown, edition, Origin(file))


def _edited(
    then: Mapping[Address, tuple[str, ...]], shown: Iterable[tuple[Value, str, str]], edition: Edition, origin: Origin
) -> Iterator[Problem]:
    """Yield a warning where the chapters of a published report give its values elsewhere, or other values."""
    shown = tuple(shown)
    now = sections_of(shown, edition)
    # Without data, hidden now or hidden then, or without its figure: that is no change of the chapters.
    still = {value.address for value, _, _ in shown}
    of_people = {value.address for value, _, _ in shown if value.population in OF_PEOPLE}
    differences = []
    for address in dict.fromkeys((*then, *now)):
        before, after = Counter(then.get(address, ())), Counter(now.get(address, ()))
        is_hidden = (address in still and address not in now) or (address in of_people and address not in then)
        if is_hidden or address.figure not in edition.figures:
            continue
        differences += [f"{str(address)!r} no longer stands under {section!r}" for section in before - after]
        differences += [f"{str(address)!r} stands under {section!r} now" for section in after - before]
    if differences:
        yield Problem(
            "published.edited",
            f"the chapters are not those that were published: {'; '.join(_some(differences))}",
            origin,
            Severity.WARNING,
            hint="leave a published report as it is; after a corrected edition, kcss publish --again",
        )


_UNDECLARED = (
    "declare it again under its old id, or say in the next report that it is no longer counted; "
    "kcss publish --again freezes it anew"
)
_REMEDY = "say in the next report that it was corrected, or mend the records; kcss publish --again freezes it anew"


@frozen
class _Restated:
    """A published value beside that of today, and how its records differ.

    Attributes:
        cause: Equal for all values that differ for the same reasons.
        reasons: In words; none where nothing is known to differ.
        is_same: Whether the number is as it was.
    """

    published: PublishedValue
    now: str
    cause: tuple[Any, ...]
    reasons: tuple[str, ...]
    is_same: bool = False


def _compare(published: PublishedValue, value: Value, edition: Edition, k: int, *, is_hidden: bool) -> _Restated:
    is_same, is_of_people = _same(published, value), value.population in OF_PEOPLE
    told = _told(value, k, is_hidden=is_hidden)
    then, now = published.records, records_of(value, k)
    differences = [
        (family, id, then.get(family, {}).get(id), now.get(family, {}).get(id))
        for family in dict.fromkeys((*then, *now))
        for id in dict.fromkeys((*then.get(family, {}), *now.get(family, {})))
        if then.get(family, {}).get(id) != now.get(family, {}).get(id)
    ]
    if is_same and is_of_people:
        # Groups that are not kept on one side were perhaps too small there.
        differences = [one for one in differences if None not in one]
    reasons = [_reason(*difference, edition) for difference in differences]
    if is_same:
        return _Restated(published, told, tuple(differences), tuple(reasons), is_same=True)
    aggregate = value.evidence.aggregate
    if aggregate is not None and not reasons:
        reasons = [f"the total kept under {aggregate.source!r} is another now ({aggregate.origin})"]
    elif _is_redefined(published, edition):
        reasons.append("its definition has changed")
    elif not reasons:
        edited = "its records are the same, so perhaps somebody edited this file"
        reasons = ["which people these are is not kept" if is_of_people else edited]
    cause = tuple(differences) if differences else (published.figure, published.period, *reasons)
    return _Restated(published, told, cause, tuple(reasons))


def _is_redefined(published: PublishedValue, edition: Edition) -> bool:
    return define(edition.figures[published.figure], edition) != published.definition


def _same(published: PublishedValue, value: Value) -> bool:
    share = value.share
    if published.numerator is not None:
        counts = (published.numerator, published.denominator)
        return share is not None and (share.numerator, share.denominator) == counts
    if published.percent is not None:
        return share is not None and share.stated == published.percent and value.qualifier is published.qualifier
    if value.number is None or published.value is None or value.qualifier is not published.qualifier:
        return False
    return Fraction(value.number) == Fraction(published.value)


def _as_published(published: PublishedValue, value: Value) -> Value:
    """Return a figure's value with the number that was published."""
    numerator, denominator = published.numerator, published.denominator
    number: int | Decimal | Fraction | None = published.value
    if published.value is not None and published.value == int(published.value):
        number = int(published.value)
    share = None
    if numerator is not None or published.percent is not None:
        share = Share(numerator=numerator, denominator=denominator, stated=published.percent)
        number = share.exact
    return evolve(value, number=number, share=share, qualifier=published.qualifier, hidden=False)


def _says(words: str, value: Value, ways_to_say: Callable[[Value], Iterable[str]]) -> bool:
    """Say whether words may have been printed for a value; a space is a space, however wide."""
    wanted = " ".join(words.split())
    return any(" ".join(way.split()) == wanted for way in ways_to_say(value))


def _miswritten(published: PublishedValue) -> Problem:
    return Problem(
        "published.miswritten",
        f"{published.figure!r}: expected the words that were printed for {_then(published)}, got {published.says!r}; "
        "somebody edited this file",
        published.origin,
        Severity.WARNING,
        hint="undo the edit; after a corrected edition, kcss publish --again",
    )


def _of_others(group: list[_Restated]) -> Problem:
    first = group[0]
    numbers = [f"{one.published.figure!r} {_then(one.published)}" for one in group]
    return Problem(
        "published.other-records",
        f"{', '.join(_some(numbers))} as published, but of other records: {'; '.join(_some(first.reasons))}",
        first.published.origin,
        Severity.NOTE,
        hint="no number is restated; where a text names the records, say in the next report that it was corrected",
    )


def _told(value: Value, k: int, *, is_hidden: bool) -> str:
    if value.share is not None:
        share = value.share
        if share.stated is not None and share.numerator is None:
            return f"{share.stated} percent"
        number, counted = share.numerator, share.denominator
        if value.population in OF_PEOPLE and counted is not None and 0 < counted < k:
            return f"of fewer than {k}"
        if is_hidden:
            return "hidden"
        return "no data" if number is None else f"{number} of {counted}"
    if value.number is None:
        return "no data"
    if value.population in OF_PEOPLE and 0 < value.number < k:
        return f"fewer than {k}"
    if is_hidden:
        return "hidden"
    prefix = "" if value.qualifier is Qualifier.EXACT else f"{value.qualifier.value.replace('-', ' ')} "
    return f"{prefix}{value.number}"


def _reason(family: str, id: str, then: int | None, now: int | None, edition: Edition) -> str:
    is_of_people = family == "participations"
    record = edition.dataset.find("activities" if is_of_people else family, id)
    origin = "" if record is None or record.origin is None else f" ({record.origin})"
    what = f"those who came to {id!r}" if is_of_people else f"{family} {id!r}"
    if then is None:
        # Of people: perhaps they were too few to be kept.
        said = f"{'are' if is_of_people else 'is'} counted now"
    elif now is None and record is None:
        said = "is gone"
    elif now is None:
        said = f"{'are' if is_of_people else 'is'} no longer counted"
    else:
        said = f"{'are' if is_of_people else 'adds'} {now}, not {then}"
    return f"{what}{origin} {said}"


def _problem(group: list[_Restated]) -> Problem:
    first = group[0]
    wholes = [one for one in group if not one.published.by] or group[:1]
    numbers = [f"{one.published.figure!r} {_then(one.published)} when published, now {one.now}" for one in wholes]
    inside = len(group) - len(wholes)
    if inside:
        numbers.append(f"and {inside} of {'its' if len(wholes) == 1 else 'their'} cells")
    return Problem(
        "published.restated",
        f"{', '.join(_some(numbers))}: {'; '.join(_some(first.reasons))}",
        first.published.origin,
        Severity.WARNING,
        hint=_REMEDY,
    )


def _then(published: PublishedValue) -> str:
    if published.numerator is not None:
        words = f"{published.numerator} of {published.denominator}"
    elif published.percent is not None:
        words = f"{published.percent} percent"
    else:
        words = str(published.value)
    prefix = "" if published.qualifier is Qualifier.EXACT else f"{published.qualifier.value.replace('-', ' ')} "
    cell = f"[{', '.join(f'{name}={word}' for name, word in published.by.items())}] " if published.by else ""
    return f"{cell}{prefix}{words}"


def _some(words: Iterable[str]) -> list[str]:
    listed = list(words)
    more = len(listed) - _MOST
    return [*listed[:_MOST], *([f"{more} more"] if more > 0 else [])]
