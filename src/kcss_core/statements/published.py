"""What a report said when it was published, frozen with its evidence, and what later data have restated.

Keeps ids of records and how much each adds, and no person: participations are kept by activity, and of a small group
not even how many. Reads no file and builds no report.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from kcss_core.disclosure import POPULATIONS
from kcss_core.edition import Edition
from kcss_core.errors import UsageError
from kcss_core.figures.explain import define
from kcss_core.figures.value import Address, Cell, Value
from kcss_core.model.fields import Count, Percent
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.problems import Problem, Severity
from kcss_core.reading.structure import structure_record
from kcss_core.reading.toml import parse_toml
from kcss_core.reading.values import AnyText
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import Qualifier

#: The file beside ``report.toml`` that holds them.
PUBLISHED_FILE = "published.toml"

#: Records behind a value. **Shape**: family -> id -> how much it adds.
Records = Mapping[str, Mapping[str, int]]

_NOTHING: Records = MappingProxyType({})
_PEOPLE = POPULATIONS | {"staff"}
_PARTICIPATIONS = frozenset({"participations", "head-counts"})
_MOST = 5


@frozen(kw_only=True)
class PublishedValue:
    """A value as a report said it.

    Attributes:
        by: Its cell; the empty text is "not recorded".
        value: The number; None for a share.
        numerator, denominator: Of a share with counts.
        percent: Of a share that was stated without counts.
        says: The words that were printed.
        sections: The headings under which it stood, in order, each as often as it stood there.
        definition: What the figure meant.
        records: What stood behind it; of cells of people nothing, and of people nothing below the threshold.
    """

    figure: str
    period: Period
    by: Mapping[str, AnyText] = MappingProxyType({})
    value: Decimal | None = None
    numerator: Count | None = None
    denominator: Count | None = None
    percent: Percent | None = None
    qualifier: Qualifier = Qualifier.EXACT
    says: str = ""
    sections: tuple[AnyText, ...] = ()
    definition: str = ""
    records: Mapping[str, Mapping[str, Count]] = _NOTHING
    origin: Origin | None = field(default=None, eq=False, repr=False)

    @property
    def cell(self) -> Cell:
        """Its cell as addresses hold it."""
        return tuple((name, word or None) for name, word in self.by.items())


# ---------------------------------------------------------------- freezing


def freeze(values: Iterable[tuple[Value, str, str]], edition: Edition, k: int, *, title: str) -> str:
    """Return the text of a ``published.toml``.

    Args:
        values: What the report shows, each with its words and the heading it stands under; hidden values, those
            without data, and what is no figure's own (a change) are left out.
        edition: The report's, protecting nothing.
        k: Fewer people than these are a small group.
    """
    lines = [
        "# What this report said when it was published, and the records behind it. Written by kcss publish;",
        "# kcss check says what later data have restated.",
        f"title = {_quoted(title)}",
    ]
    values = tuple(values)
    sections = _sections(values, edition)
    said = {value.address: words for value, words, _ in reversed(values)}
    for address in sections:
        value = edition.value(address.figure, period=address.period, cell=address.cell)
        lines += ["", "[[value]]", f"figure = {_quoted(address.figure)}", f"period = {_quoted(str(address.period))}"]
        if address.cell:
            lines.append(f"by = {_table({name: word or '' for name, word in address.cell})}")
        lines += [f"{name} = {number}" for name, number in _numbers(value)]
        if value.qualifier is not Qualifier.EXACT:
            lines.append(f"qualifier = {_quoted(value.qualifier.value)}")
        lines.append(f"says = {_quoted(said[address])}")
        lines.append(f"sections = [{', '.join(map(_quoted, sections[address]))}]")
        lines.append(f"definition = {_quoted(define(edition.figures[address.figure], edition))}")
        lines += [f"records.{family} = {_table(ids)}" for family, ids in records_of(value, k).items()]
    return "\n".join(lines) + "\n"


def _sections(values: Iterable[tuple[Value, str, str]], edition: Edition) -> dict[Address, list[str]]:
    """Return the headings under which each value stands that a report tells and that is a figure's own."""
    found: dict[Address, list[str]] = {}
    for value, _, section in values:
        address = value.address
        if value.hidden or value.magnitude is None:
            continue
        try:
            edition.value(address.figure, period=address.period, cell=address.cell)
        except UsageError:
            # Derived by a directive, such as a change.
            continue
        found.setdefault(address, []).append(section)
    return found


def _numbers(value: Value) -> Iterator[tuple[str, int | Decimal]]:
    share = value.share
    if share is None:
        assert isinstance(value.number, int | Decimal)
        yield "value", value.number
    elif share.numerator is not None and share.denominator is not None:
        yield from (("numerator", share.numerator), ("denominator", share.denominator))
    elif share.stated is not None:
        yield "percent", share.stated


def records_of(value: Value, k: int) -> Records:
    """Return the records that count for a value, by family and id, with how much each adds."""
    is_of_people = value.population in _PEOPLE
    if is_of_people and value.address.cell:
        return _NOTHING
    found: dict[str, dict[str, int]] = {}
    for entry in value.evidence.included:
        ids = found.setdefault("participations" if entry.family in _PARTICIPATIONS else entry.family, {})
        ids[entry.id] = ids.get(entry.id, 0) + entry.weight
    if is_of_people:
        found = {family: {id: number for id, number in ids.items() if number >= k} for family, ids in found.items()}
    return found


def _quoted(words: str) -> str:
    # What JSON escapes TOML escapes in the same way.
    return json.dumps(words, ensure_ascii=False)


def _table(pairs: Mapping[str, str | int]) -> str:
    inside = (f"{_quoted(name)} = {_quoted(word) if isinstance(word, str) else word}" for name, word in pairs.items())
    return "{ " + ", ".join(inside) + " }" if pairs else "{}"


# ---------------------------------------------------------------- restated


def check_published(
    text: str, file: str, shown: Iterable[tuple[Value, str, str]], edition: Edition, k: int
) -> Iterator[Problem]:
    """Yield a warning for each cause that has restated published numbers, and one where they stand elsewhere now.

    Args:
        file: Path of the ``published.toml`` below the workspace.
        shown: What the report shows now, as for :func:`freeze`.
        edition: The report's, with what the records say now; protecting nothing.
        k: Fewer people than these are a small group, which no message counts.
    """
    document, problems = parse_toml(text, file)
    yield from problems
    if document is None:
        return
    shown = tuple(shown)
    places: dict[Address, tuple[str, ...]] = {}
    changed: dict[Any, list[_Restated]] = {}
    cells: list[_Restated] = []
    for number, table in enumerate(document.data.get("value", []), start=1):
        place = document.origin(f"value[{number}]")
        published, found = structure_record(PublishedValue, table, Origin(file, row=place.row))
        yield from found
        if published is None:
            continue
        places[Address(published.figure, published.period, published.cell)] = published.sections
        if published.figure not in edition.figures:
            message = f"published as {published.says!r}, and nobody declares the figure {published.figure!r} any longer"
            meant = did_you_mean(published.figure, edition.figures)
            hint = f"{meant} Else {_UNDECLARED}" if meant else _UNDECLARED
            yield Problem("published.unknown-figure", message, published.origin, Severity.WARNING, hint=hint)
            continue
        one = _compare(published, edition, k)
        if one is not None and published.by:
            cells.append(one)
        elif one is not None:
            changed.setdefault(one.cause, []).append(one)
    whole = {(one.published.figure, one.published.period): group for group in changed.values() for one in group}
    for cell in cells:
        group = whole.get((cell.published.figure, cell.published.period))
        (changed.setdefault(cell.cause, []) if group is None else group).append(cell)
    for group in changed.values():
        yield _problem(group)
    if places:
        yield from _edited(places, shown, edition, Origin(file))


def _edited(
    then: Mapping[Address, tuple[str, ...]], shown: Iterable[tuple[Value, str, str]], edition: Edition, origin: Origin
) -> Iterator[Problem]:
    """Yield a warning where the chapters of a published report give its values elsewhere, or other values."""
    shown = tuple(shown)
    now = _sections(shown, edition)
    # Without data, hidden now or hidden then, or without its figure: that is no change of the chapters.
    still = {value.address for value, _, _ in shown}
    of_people = {value.address for value, _, _ in shown if value.population in _PEOPLE}
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
    """A published value that is another now, and how its records differ; ``reasons`` are in words."""

    published: PublishedValue
    now: str
    cause: tuple[Any, ...]
    reasons: tuple[str, ...]


def _compare(published: PublishedValue, edition: Edition, k: int) -> _Restated | None:
    try:
        value = edition.value(published.figure, period=published.period, cell=published.cell)
    except UsageError as error:
        return _Restated(published, "not known", (str(error),), (str(error),))
    if _same(published, value):
        return None
    then, now = published.records, records_of(value, k)
    differences = [
        (family, id, then.get(family, {}).get(id), now.get(family, {}).get(id))
        for family in dict.fromkeys((*then, *now))
        for id in dict.fromkeys((*then.get(family, {}), *now.get(family, {})))
        if then.get(family, {}).get(id) != now.get(family, {}).get(id)
    ]
    reasons = [_reason(*difference, edition) for difference in differences]
    aggregate = value.evidence.aggregate
    if aggregate is not None and not reasons:
        reasons = [f"the total kept under {aggregate.source!r} is another now ({aggregate.origin})"]
    elif define(edition.figures[published.figure], edition) != published.definition:
        reasons.append("its definition has changed")
    elif not reasons:
        edited = "its records are the same, so perhaps somebody edited this file"
        reasons = ["which people these are is not kept" if value.population in _PEOPLE else edited]
    cause = tuple(differences) if differences else (published.figure, published.period, *reasons)
    return _Restated(published, _told(value, k), cause, tuple(reasons))


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


def _told(value: Value, k: int) -> str:
    if value.share is not None:
        share = value.share
        if share.stated is not None and share.numerator is None:
            return f"{share.stated} percent"
        number, counted = share.numerator, share.denominator
        if value.population in _PEOPLE and counted is not None and 0 < counted < k:
            return f"of fewer than {k}"
        return "no data" if number is None else f"{number} of {counted}"
    if value.number is None:
        return "no data"
    if value.population in _PEOPLE and 0 < value.number < k:
        return f"fewer than {k}"
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
