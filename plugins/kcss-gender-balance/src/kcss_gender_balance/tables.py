"""Lines of balance as tables and charts. Counts nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from kcss_core.edition import Edition
from kcss_core.figures import Target, Value, Verdict
from kcss_core.formatting import format_list, format_number, format_share
from kcss_core.report.blocks import (
    Align,
    Chart,
    ChartKind,
    Content,
    Form,
    LineBreak,
    Series,
    Span,
    Table,
    TableRow,
    plain,
)
from kcss_core.report.blocks import words as content
from kcss_core.report.shown import shown
from kcss_core.text import Text
from kcss_core.vocabulary import Gender, Qualifier
from kcss_gender_balance import words
from kcss_gender_balance.figures import Counting, group
from kcss_gender_balance.lines import GENDERS, Line, bounds_of
from kcss_gender_balance.measure import meaning

#: Genders whose column is left out where nobody is counted in it.
_ON_DEMAND = (Gender.NON_BINARY, Gender.UNDISCLOSED, None)
_NOTHING = "–"


def balance_table(
    edition: Edition,
    caption: str,
    heading: str,
    lines: Sequence[Line],
    measure: Target,
    *,
    key: str,
    against: Value | None = None,
    notes: Iterable[str] = (),
) -> Table:
    """Return a table with a line for each, the counts, the share of women with its bounds, and the assessment.

    Args:
        against: The difference between those who attended and the invited; None for no such row.
        notes: Sentences after those that every table has.
    """
    genders = [gender for gender in GENDERS if _is_shown(gender, lines)]
    has_counts = any(not line.is_stated for line in lines)
    header = [heading]
    header += [edition.label(f"gender.{gender.value if gender else 'not-recorded'}") for gender in genders]
    header += [edition.label("report.total")] if has_counts else []
    header += [edition.label("report.share-of-women"), edition.label("report.assessment")]
    rows = []
    for line in lines:
        cells: list[Content] = [content(line.label)]
        cells += [_number(edition, line.count(gender)) for gender in genders]
        if has_counts:
            cells.append(_total(edition, line.total))
        cells += [_share(edition, line.share), content(_assessment(edition, line, measure))]
        rows.append(TableRow(cells=tuple(cells), is_total=line.is_total))
    if against is not None:
        empty: list[Content] = [()] * (len(header) - 3)
        last = (shown(against, edition),)
        rows.append(TableRow(cells=(content(edition.text(words.ATTENDED_LESS_INVITED)), *empty, last, ())))
    return Table(
        caption=content(caption),
        header=tuple(content(name) for name in header),
        rows=tuple(rows),
        align=(Align.START, *[Align.END] * (len(header) - 2), Align.START),
        note=content(" ".join((*_notes(edition, lines, measure), *notes))),
        summary=said(edition, lines),
        key=key,
    )


def _is_shown(gender: Gender | None, lines: Sequence[Line]) -> bool:
    values = [value for line in lines if (value := line.count(gender)) is not None]
    if gender not in _ON_DEMAND:
        return bool(values)
    # A column of hidden cells alone would say that there is somebody.
    return any(not value.hidden and value.number for value in values)


def _number(edition: Edition, value: Value | None) -> Content:
    return content(_NOTHING) if value is None else (shown(value, edition, Form.NUMBER),)


def _total(edition: Edition, value: Value | None) -> Content:
    """Return how many there are; of persons, on a line below, how many at least where similar names are open."""
    fewest = None if value is None else edition.fewest(value)
    if fewest is None:
        return _number(edition, value)
    return (*_number(edition, value), LineBreak(), Span(f"≥ {format_number(fewest, edition.language)}"))


def _share(edition: Edition, value: Value, form: Form = Form.SHARE) -> Content:
    """Return the share, and on a line below it the bounds where they differ from it."""
    share = (shown(value, edition, form),)
    bounds = bounds_of(value)
    if bounds is None:
        return share
    # Rounded outward, so that the range as printed holds every share that is possible.
    low = Fraction(floor(bounds[0] * 100), 100)
    high = Fraction(ceil(bounds[1] * 100), 100)
    return (*share, LineBreak(), Span(f"{format_share(low, edition.language)}–{format_share(high, edition.language)}"))


def _assessment(edition: Edition, line: Line, measure: Target) -> str:
    if line.is_hidden:
        return shown(line.share, edition).text
    return edition.label(f"verdict.{line.verdict(measure)}")


def _notes(edition: Edition, lines: Sequence[Line], measure: Target) -> Iterator[str]:
    """Yield what a reader must know: the measure, what the share leaves out, what is stated, what is undetermined."""
    yield meaning(measure, edition)
    if any(line.bounds is not None for line in lines):
        yield edition.text(words.BOUNDS)
    if stated := [line.label.lower() for line in lines if line.is_stated]:
        yield edition.text(words.STATED).format(groups=format_list(stated, edition.language))
    if any(not line.is_hidden and line.verdict(measure) is Verdict.UNDETERMINED for line in lines):
        yield edition.text(words.UNDETERMINED)
    if _is_overlapping(lines):
        yield edition.text(words.OVERLAP)
    yield from _notes_of_values(edition, lines)
    asked = [line for line in lines if line.is_total] or lines
    undecided = [(line.label, line.total.undecided or 0) for line in asked if line.total and _may_come(line)]
    if any(number for _, number in undecided):
        yield _numbers(edition, words.UNDECIDED, undecided, is_alone=len(asked) == 1)
    if any(line.total and edition.fewest(line.total) for line in lines):
        pairs = format_number(edition.open_pairs, edition.language)
        yield edition.text(words.FEWEST).format(pairs=pairs)


def _numbers(edition: Edition, sentence: Text, found: Iterable[tuple[str, int]], *, is_alone: bool) -> str:
    """Return a sentence about the numbers of some lines, with the names of these where there are more."""
    numbers = [(label, format_number(number, edition.language)) for label, number in found if number]
    said_of = [number if is_alone else f"{label} ({number})" for label, number in numbers]
    return edition.text(sentence).format(numbers=format_list(said_of, edition.language))


def _notes_of_values(edition: Edition, lines: Sequence[Line]) -> Iterator[str]:
    """Yield what the totals say of themselves; with the names of their lines where they do not all say the same."""
    asked = [line for line in lines if line.is_total] or lines
    said_of: dict[str, list[str]] = {}
    for line in asked:
        if line.total is not None and not line.total.hidden and line.total.note is not None:
            said_of.setdefault(edition.text(line.total.note), []).append(line.label)
    for note, labels in said_of.items():
        yield note if len(said_of) == 1 else f"{format_list(labels, edition.language)}: {lower(note)}"


def _may_come(line: Line) -> bool:
    """Say whether a line is of people who are invited or come, and not of the staff, who simply are."""
    return Counting.ATTENDANCES in group(line.group).countings


def _is_overlapping(lines: Sequence[Line]) -> bool:
    """Say whether the rows come to more than their total."""
    totals = [line for line in lines if line.is_total]
    rows = [line for line in lines if not line.is_total]
    if len(totals) != 1 or not rows:
        return False
    numbers = [_visible(line) for line in (*totals, *rows)]
    return None not in numbers and sum(number or 0 for number in numbers[1:]) > (numbers[0] or 0)


def _visible(line: Line) -> int | None:
    if line.total is None or line.total.hidden or line.total.number is None:
        return None
    return int(line.total.number)


def said(edition: Edition, lines: Sequence[Line]) -> str:
    """Return the shares of lines as one sentence, for who cannot see them."""
    units = {line.unit for line in lines if not line.is_stated}
    parts = [f"{_named(line, units)} {plain((shown(line.share, edition, Form.SHARE),))}" for line in lines]
    return f"{edition.label('report.share-of-women')}: {format_list(parts, edition.language)}"


def balance_chart(edition: Edition, caption: str, lines: Sequence[Line], *, key: str) -> Chart:
    """Return a bar for the share of each line."""
    units = {line.unit for line in lines if not line.is_stated}
    return Chart(
        kind=ChartKind.BAR,
        caption=content(f"{caption}: {lower(edition.label('report.share-of-women'))}"),
        categories=tuple(_category(edition, line, units) for line in lines),
        series=(Series(name=edition.label("report.share-of-women"), values=tuple(line.share for line in lines)),),
        alt=said(edition, lines),
        is_share=True,
        key=key,
    )


def _named(line: Line, units: set[str]) -> str:
    return f"{line.label} ({line.unit})" if len(units) > 1 and not line.is_stated else line.label


def _category(edition: Edition, line: Line, units: set[str]) -> str:
    """Return who a bar stands for; with the words of a share that is not exact, since the bar's height is."""
    if line.share.qualifier is Qualifier.EXACT:
        return _named(line, units)
    return f"{line.label} ({shown(line.share, edition, Form.SHARE).text})"


def shares_table(
    edition: Edition,
    caption: str,
    heading: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Value | None]]],
    *,
    key: str,
    note: str = "",
) -> Table:
    """Return a table of shares with their counts, one column a group: over time, or the invited against who came.

    Args:
        rows: Label, and a value a column; None where there is none.
    """
    return Table(
        caption=content(caption),
        header=tuple(content(name) for name in (heading, *columns)),
        rows=tuple(
            TableRow(cells=(content(label), *(_quantity(edition, value) for value in values)))
            for label, values in rows
        ),
        align=(Align.START, *[Align.END] * len(columns)),
        note=content(" ".join(filter(None, (*_notes_on_bounds(edition, rows), note)))),
        summary=f"{caption}: {format_list(columns, edition.language)}",
        key=key,
    )


def _quantity(edition: Edition, value: Value | None) -> Content:
    if value is None:
        return content(_NOTHING)
    return _share(edition, value, Form.NUMBER if value.share is None else Form.QUANTITY)


def _notes_on_bounds(edition: Edition, rows: Iterable[tuple[str, Sequence[Value | None]]]) -> Iterator[str]:
    if any(value is not None and bounds_of(value) for _, values in rows for value in values):
        yield edition.text(words.BOUNDS)


def shares_chart(
    edition: Edition,
    kind: ChartKind,
    caption: str,
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[Value]]],
    *,
    key: str,
) -> Chart:
    """Return a chart of shares with a series for each group or way of counting."""
    sentences = []
    for name, values in series:
        parts = [
            f"{category} {shown(value, edition, Form.SHARE).text}"
            for category, value in zip(categories, values, strict=True)
        ]
        sentences.append(f"{name}: {format_list(parts, edition.language)}.")
    return Chart(
        kind=kind,
        caption=content(caption),
        categories=tuple(categories),
        series=tuple(Series(name=name, values=tuple(values)) for name, values in series),
        alt=f"{caption}. {' '.join(sentences)}",
        is_share=True,
        key=key,
    )


def lower(phrase: str) -> str:
    """Return words as they stand inside a sentence."""
    return phrase[:1].lower() + phrase[1:]
