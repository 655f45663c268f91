"""What a report said when it was published, frozen with its evidence. Holds nothing against later data.

Keeps ids of records and how much each adds, and no person: participations are kept by activity, and of a small group
not even how many. Reads no file and builds no report.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from attrs import field, frozen

from kcss_core.disclosure import POPULATIONS
from kcss_core.edition import Edition
from kcss_core.errors import UsageError
from kcss_core.figures.explain import define
from kcss_core.figures.value import Address, Value
from kcss_core.formatting import decimal_places
from kcss_core.model.fields import Count, Percent
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.problems import Problem
from kcss_core.reading.structure import structure_record
from kcss_core.reading.toml import parse_toml
from kcss_core.reading.values import AnyText
from kcss_core.statements.statement import Manner, Place, Statement
from kcss_core.vocabulary import Qualifier

#: The file beside ``report.toml`` that holds them.
PUBLISHED_FILE = "published.toml"

#: Records behind a value. **Shape**: family -> id -> how much it adds.
Records = Mapping[str, Mapping[str, int]]

_NOTHING: Records = MappingProxyType({})
OF_PEOPLE = POPULATIONS | {"staff"}
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
    def address(self) -> Address:
        """What it is the value of."""
        return Address(self.figure, self.period, tuple((name, word or None) for name, word in self.by.items()))


@frozen(kw_only=True)
class Published:
    """A ``published.toml``: the title of the report, and its values."""

    title: str = ""
    values: tuple[PublishedValue, ...] = ()


def as_statements(published: Published) -> Iterator[Statement]:
    """Yield what a report said, as statements with the headings as places; of cells that are recorded."""
    for one in published.values:
        if "" in one.by.values():
            continue
        number: Decimal | Fraction | None = one.value
        if one.percent is not None:
            number = Fraction(one.percent) / 100
        elif one.numerator is not None and one.denominator:
            # As it is printed, in whole percent.
            number = Fraction((Fraction(200 * one.numerator, one.denominator) + 1) // 2, 100)
        for section in dict.fromkeys(one.sections):
            yield Statement(
                place=Place(document=published.title, section=section),
                says=one.says,
                period=one.period,
                figures=(one.figure,),
                part=tuple((name, (word,)) for name, word in one.by.items()),
                number=number,
                digits=0 if one.percent is None else decimal_places(one.percent),
                manner=Manner(one.qualifier.value),
                is_percent=one.value is None,
                is_frozen=True,
                origin=one.origin,
            )


def read_published(text: str, file: str) -> tuple[Published, tuple[Problem, ...]]:
    """Return what a ``published.toml`` holds, and what is wrong with it; values that cannot be read are left out.

    Args:
        file: Path below the workspace, for messages.
    """
    document, problems = parse_toml(text, file)
    found = list(problems)
    values = []
    tables = document.data.get("value", [])
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        hint = "take the file from a copy, or write it anew with kcss publish --again"
        found.append(Problem("field.invalid", "expected tables headed [[value]]", document.origin("value"), hint=hint))
        tables = []
    for number, table in enumerate(tables, start=1):
        path = f"value[{number}]"
        if document.is_broken(path):
            continue
        value, wrong = structure_record(PublishedValue, table, Origin(file, row=document.origin(path).row))
        found += wrong
        if value is not None:
            values.append(value)
    return Published(title=str(document.data.get("title", "")), values=tuple(values)), tuple(found)


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
    sections = sections_of(values, edition)
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


def sections_of(values: Iterable[tuple[Value, str, str]], edition: Edition) -> dict[Address, list[str]]:
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
    is_of_people = value.population in OF_PEOPLE
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
