"""The parts that a call of the directive may ask for: by group, by dimension, over time. Knows no options."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from kcss_core.edition import Edition
from kcss_core.figures import Cell, Target, Value
from kcss_core.figures.paths import GRAINS
from kcss_core.formatting import format_number, format_period
from kcss_core.report.blocks import Block, ChartKind
from kcss_core.vocabulary import labels
from kcss_gender_balance import words
from kcss_gender_balance.figures import Counting, Group, group
from kcss_gender_balance.lines import (
    Line,
    difference,
    group_lines,
    is_unlisted,
    over_time,
    periods_with_data,
    rows_by,
)
from kcss_gender_balance.tables import (
    balance_chart,
    balance_table,
    lower,
    shares_chart,
    shares_table,
)

_KEY = "gender-balance"
_SIDES = ("invited", "attended")


@frozen
class Dimension:
    """What people are told apart by; the path is one of attendances."""

    path: str

    def label(self, edition: Edition) -> str:
        """Return its name as a heading. The municipality of an activity is another than that of a person."""
        name = self.path.rpartition(".")[2].replace("_", "-")
        if name == "places":
            return edition.text(words.PLACE_OF_ACTIVITY)
        if name == "municipality" and self.path.startswith("participant."):
            return edition.text(words.HOME_OF_PARTICIPANT)
        for id in (f"field.{name}", f"field.{name.removesuffix('s')}", f"field.{name.removesuffix('ies')}y"):
            if id in labels():
                return edition.label(id)
        return name.replace("-", " ").capitalize()

    @property
    def is_time(self) -> bool:
        """Whether its values are months, quarters or years, one after the other."""
        return self.path.rpartition(".")[2] in GRAINS

    def inside(self, edition: Edition) -> str:
        """Return its name as it stands inside a sentence."""
        return lower(self.label(edition))


def by_group(
    edition: Edition, groups: Sequence[Group], measure: Target, show: tuple[bool, bool]
) -> Iterator[Block]:
    """Yield a table of attendances, one of persons, each with a line a group, and a chart with a bar a group.

    Where all are percentages stated without counts, nobody knows what was counted, and they are in one table.

    Args:
        show: Whether the table, and whether the chart.
    """
    lines = {counting: group_lines(edition, groups, counting) for counting in Counting}
    every = [line for who in groups for found in lines.values() for line in found if line.group == who.id]
    if not every:
        return
    caption = edition.text(words.CAPTION)
    is_stated = all(line.is_stated for line in every)
    has_table, has_chart = show
    for counting, found in {Counting.PERSONS: every}.items() if is_stated else lines.items():
        if not found or not has_table:
            continue
        is_persons = counting is Counting.PERSONS
        against = _difference(edition, groups, counting)
        notes = [edition.text(words.IN_POINTS)] if against else []
        if not is_persons:
            notes += _nobody_named(edition, groups)
            notes += _more_came(edition) if against else []
        yield balance_table(
            edition,
            caption if is_stated else f"{caption} ({_counted(edition, counting, found)})",
            edition.text(words.GROUP),
            found,
            measure,
            key=_KEY if is_stated else f"{_KEY}.{counting.value}",
            against=against,
            notes=notes,
        )
    # A bar a group: attendances, or persons where nothing else is known. The tables have both.
    bars = {line.group: line for line in reversed(every) if not line.is_hidden}
    if has_chart and bars:
        yield balance_chart(edition, caption, list(reversed(bars.values())), key=f"{_KEY}.chart")


def _counted(edition: Edition, counting: Counting, lines: Sequence[Line]) -> str:
    """Return what the lines of a table count, in words."""
    if counting is Counting.PERSONS:
        return edition.text(words.PERSONS_ONCE)
    return ", ".join(dict.fromkeys(line.unit for line in lines))


def _difference(edition: Edition, groups: Sequence[Group], counting: Counting) -> Value | None:
    if not {one.id for one in groups}.issuperset(_SIDES):
        return None
    return difference(edition, counting)


def by_dimension(
    edition: Edition, who: Group, dimension: Dimension, measure: Target, show: tuple[bool, bool]
) -> Iterator[Block]:
    """Yield a table of attendances, one of persons where any are known, and a chart of both."""
    has_table, has_chart = show
    found: dict[Counting, list[Line]] = {}
    for counting in who.countings:
        if lines := rows_by(edition, who, counting, dimension.path):
            found[counting] = lines
    key = f"{_KEY}.{who.id}.{dimension.path}"
    name, inside = edition.text(who.name), dimension.inside(edition)
    for counting, lines in found.items():
        unit = edition.text(words.PERSONS_ONCE if counting is Counting.PERSONS else who.unit(counting))
        if has_table:
            yield balance_table(
                edition,
                edition.text(words.CAPTION_BY).format(group=name, dimension=inside, unit=unit),
                dimension.label(edition),
                lines,
                measure,
                key=key if counting is Counting.ATTENDANCES else f"{key}.persons",
                notes=(*_nobody_named(edition, [who]), *_unnamed(edition, who, counting, dimension)),
            )
    if has_chart and found:
        # A line through time has no place for the whole of it.
        kind = ChartKind.LINE if dimension.is_time else ChartKind.BAR
        labels_of = {
            line.share.address.cell: line.label
            for lines in found.values()
            for line in lines
            if not (line.is_total and dimension.is_time)
        }
        series = [
            (
                _capital(edition.text(who.unit(counting))),
                [edition.value(who.women(counting), cell=cell) for cell in labels_of],
            )
            for counting in found
        ]
        caption = edition.text(words.CAPTION_SHARES_BY).format(group=name, dimension=inside)
        yield shares_chart(edition, kind, caption, list(labels_of.values()), series, key=f"{key}.chart")


def _unnamed(edition: Edition, who: Group, counting: Counting, dimension: Dimension) -> Iterator[str]:
    """Yield the note on what too few persons share to be named."""
    if number := edition.breakdown(who.women(counting), [dimension.path]).unnamed:
        yield edition.label("report.unnamed-note").format(number=format_number(number, edition.language))


def against_by(edition: Edition, dimension: Dimension, show: tuple[bool, bool]) -> Iterator[Block]:
    """Yield tables of those invited against those who attended, with the difference, and charts: for each counting."""
    has_table, has_chart = show
    asked, came = (group(id) for id in _SIDES)
    for counting in Counting:
        labels_of = {
            line.share.address.cell: line.label
            for who in (came, asked)
            for line in rows_by(edition, who, counting, dimension.path)
        }
        values = {
            cell: [edition.value(who.women(counting), cell=cell) for who in (asked, came)] for cell in labels_of
        }
        differences = {cell: difference(edition, counting, cell) for cell in labels_of}
        if all(value is None for value in differences.values()):
            continue
        unit = f"{edition.text(asked.unit(counting))}, {edition.text(came.unit(counting))}"
        caption = edition.text(words.CAPTION_AGAINST_BY).format(
            dimension=dimension.inside(edition),
            unit=edition.text(words.PERSONS_ONCE) if counting is Counting.PERSONS else unit,
        )
        names = [edition.text(who.name) for who in (asked, came)]
        key = f"{_KEY}.against.{dimension.path}.{counting.value}"
        labels_in_order = _total_last(edition, labels_of)
        if has_table:
            yield shares_table(
                edition,
                caption,
                dimension.label(edition),
                [*names, edition.text(words.DIFFERENCE)],
                [(label, [*values[cell], differences[cell]]) for cell, label in labels_in_order.items()],
                key=key,
                note=" ".join(_more_came(edition)),
            )
        if has_chart:
            series = [(name, [values[cell][at] for cell in labels_in_order]) for at, name in enumerate(names)]
            yield shares_chart(
                edition, ChartKind.BAR, caption, list(labels_in_order.values()), series, key=f"{key}.chart"
            )


def _nobody_named(edition: Edition, groups: Sequence[Group]) -> list[str]:
    """Return that nobody knows how many persons some groups are, where head counts are all there is of them."""
    return [edition.text(words.NOBODY_NAMED)] if any(is_unlisted(edition, who) for who in groups) else []


def _more_came(edition: Edition) -> list[str]:
    """Return that more attended than were invited, where the numbers show it: then not all invitations are known."""
    asked, came = (edition.value(group(id).total(Counting.ATTENDANCES)) for id in _SIDES)
    if asked.hidden or came.hidden or asked.number is None or came.number is None or came.number <= asked.number:
        return []
    return [edition.text(words.MORE_CAME)]


def _capital(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def _total_last(edition: Edition, labels_of: dict[Cell, str]) -> dict[Cell, str]:
    """Return cells with what has none of its own, the whole, at the end."""
    return {**{cell: label for cell, label in labels_of.items() if cell}, (): edition.label("report.total")}


def over_periods(edition: Edition, groups: Sequence[Group], show: tuple[bool, bool]) -> Iterator[Block]:
    """Yield a table of shares with a row for each period and a column for each group, and a chart of lines.

    Attendances and persons have a table each. Earlier periods are shown as far as there are data.
    """
    has_table, has_chart = show
    every = periods_with_data(edition)
    for counting in Counting:
        found = {
            who.id: (who, lines)
            for who in groups
            if counting in who.countings and (lines := over_time(edition, who, counting, every))
        }
        first = min((period for _, lines in found.values() for period in lines), default=None)
        periods = [period for period in every if first is not None and period >= first]
        if not periods:
            continue
        names = [format_period(period, edition.language) for period in periods]
        values = [
            (
                edition.text(who.name),
                [edition.value(who.women(counting), period=period, cell=who.cell) for period in periods],
            )
            for who, _ in found.values()
        ]
        times = list(dict.fromkeys(edition.text(who.unit(counting)) for who, _ in found.values()))
        unit = edition.text(words.PERSONS_ONCE) if counting is Counting.PERSONS else ", ".join(times)
        caption = edition.text(words.CAPTION_TREND).format(unit=unit)
        key = f"{_KEY}.trend.{counting.value}"
        if has_table:
            rows = [(name, [column[at] for _, column in values]) for at, name in enumerate(names)]
            period = edition.label("field.period")
            yield shares_table(edition, caption, period, [name for name, _ in values], rows, key=key)
        if has_chart and len(periods) > 1:
            yield shares_chart(edition, ChartKind.LINE, caption, names, values, key=f"{key}.chart")
