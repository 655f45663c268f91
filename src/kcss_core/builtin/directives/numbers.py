"""Directives that show figures: ``tiles`` and ``breakdown``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from attrs import evolve

from kcss_core.builtin.directives.selection import dimension_label, lower, said
from kcss_core.edition import Edition
from kcss_core.figures import Breakdown, Value
from kcss_core.formatting import format_list, format_number
from kcss_core.frozen import frozen
from kcss_core.problems import Problem, Severity
from kcss_core.report.blocks import (
    Align,
    Block,
    Chart,
    ChartKind,
    Content,
    Form,
    Paragraph,
    ParagraphRole,
    Series,
    Span,
    Table,
    TableRow,
    Tile,
    Tiles,
    plain,
    words,
)
from kcss_core.report.directives import Built, Call, Directive
from kcss_core.report.shown import shown
from kcss_core.text import did_you_mean


def unknown_figures(call: Call, name: str) -> tuple[Problem, ...]:
    """Return a problem for each argument that is no figure."""
    return tuple(
        Problem(
            "directive.unknown-figure",
            f"{name}: nobody defines the figure {id!r}",
            call.origin,
            hint=did_you_mean(id, call.edition.figures) or "declare it in figures.toml",
            missing=("figures", id),
        )
        for id in call.arguments
        if id not in call.edition.figures
    )


def _tiles(call: Call) -> Built:
    if not call.arguments:
        return Built(
            problems=(
                Problem(
                    "directive.wrong-arguments",
                    "tiles: expected the ids of figures, got none",
                    call.origin,
                    hint="write them after the name, as :::{tiles} publications projects",
                ),
            )
        )
    if problems := unknown_figures(call, "tiles"):
        return Built(problems=problems)
    call.edition.prepare(call.arguments)
    return Built((tiles([call.edition.value(id) for id in call.arguments], call.edition),))


def tiles(values: Iterable[Value], edition: Edition) -> Tiles:
    """Return values as tiles: the number large, the figure's title below; a share with its counts there."""
    items = tuple(_tile(value, edition) for value in values)
    summary = format_list([f"{item.value.text} {plain(item.label)}" for item in items], edition.language)
    return Tiles(items=items, summary=summary)


def _tile(value: Value, edition: Edition) -> Tile:
    label = said(value.title, edition)
    if value.share is None:
        return Tile(value=shown(value, edition), label=label)
    if value.share.denominator:
        counts: Content = (shown(value, edition, Form.COUNTS),)
    elif value.share.stated is not None:
        counts = words(edition.label("report.stated-without-counts"))
    else:
        counts = ()
    if counts and not value.hidden:
        label = (*label, Span(" ("), *counts, Span(")"))
    return Tile(value=shown(value, edition, Form.SHARE), label=label)


class As(StrEnum):
    """How a breakdown is shown."""

    TABLE = "table"
    CHART = "chart"
    BOTH = "both"


@frozen(kw_only=True)
class BreakdownOptions:
    """What ``breakdown`` shows.

    Attributes:
        by: One or two dimensions.
        as_: A table; a chart, with a sentence that says its numbers; or chart and table.
        kind: Kind of the chart.
        caption: Instead of the figure's title and the dimensions.
    """

    by: tuple[str, ...] = ()
    as_: As = As.TABLE
    kind: ChartKind = ChartKind.BAR
    caption: str = ""


def _breakdown(call: Call) -> Built:
    if problems := (*unknown_figures(call, "breakdown"), *_wrong_breakdown(call)):
        return Built(problems=problems)
    edition, options = call.edition, call.options
    figure = call.arguments[0]
    found = edition.breakdown(figure, options.by)
    if not found.rows:
        message = f"breakdown: there are no data for {figure!r} by {' and '.join(options.by)}"
        problem = Problem("directive.nothing-to-show", message, call.origin, Severity.WARNING)
        return Built(problems=(problem,))
    if options.kind is ChartKind.DOUGHNUT and options.as_ is not As.TABLE and (found.overlap != 0 or found.total.share):
        message = f"breakdown: a doughnut shows parts that add up, and the rows of {figure!r} do not"
        return Built(problems=(Problem("directive.wrong-option", message, call.origin, hint="use :kind: bar"),))
    grid = _Grid(found, edition)
    title = options.caption or edition.label("report.breakdown").format(
        title=edition.text(found.total.title),
        dimensions=format_list([lower(dimension_label(name, edition)) for name in options.by], edition.language),
    )
    key = f"breakdown.{figure}.{'.'.join(options.by)}"
    blocks: list[Block] = []
    if options.as_ is not As.CHART or len(options.by) == 2:
        blocks.append(_table(grid, title, key))
    if options.as_ is not As.TABLE:
        chart = _chart(grid, title, key, options.kind)
        if blocks:
            # The table above says it already.
            blocks.append(evolve(chart, caption=()))
        else:
            blocks.append(chart)
            blocks.append(Paragraph(content=_sentence(grid), role=ParagraphRole.NOTE))
    return Built(tuple(blocks))


def _wrong_breakdown(call: Call) -> Iterator[Problem]:
    if len(call.arguments) != 1:
        yield Problem(
            "directive.wrong-arguments",
            f"breakdown: expected the id of one figure, got {len(call.arguments)}",
            call.origin,
            hint="write it after the name, as :::{breakdown} publications",
        )
    by = call.options.by
    if len(by) not in (1, 2):
        yield Problem(
            "directive.wrong-option",
            f"breakdown: expected one or two dimensions, got {len(by)}",
            call.origin,
            hint="write them as :by: scope or :by: program kind",
        )
    if len(by) == 2 and call.options.kind is ChartKind.DOUGHNUT and call.options.as_ is not As.TABLE:
        yield Problem(
            "directive.wrong-option",
            "breakdown: a doughnut shows one dimension, got two",
            call.origin,
            hint="use :kind: stacked-bar, or one dimension",
        )


class _Grid:
    """A breakdown as rows and columns: one column of values, or one for each value of the second dimension."""

    def __init__(self, found: Breakdown, edition: Edition) -> None:
        self.edition = edition
        self.found = found
        self.form = Form.NUMBER if found.total.share is None else Form.QUANTITY
        single = found if len(found.by) == 1 else edition.breakdown(found.figure, found.by[:1])
        self.rows = [(row.cell[0][1], edition.text(row.label), row.value) for row in single.rows]
        self.columns: list[tuple[str | None, str, Value]] = []
        if len(found.by) == 2:
            second = edition.breakdown(found.figure, found.by[1:])
            self.columns = [(row.cell[0][1], edition.text(row.label), row.value) for row in second.rows]

    def value(self, row: str | None, column: str | None) -> Value:
        found = self.found.get(row, column)
        if found is not None:
            return found
        first, second = self.found.by
        return self.edition.value(self.found.figure, cell=((first, row), (second, column)))

    def shown(self, value: Value) -> Content:
        return (shown(value, self.edition, self.form),)


def _table(grid: _Grid, title: str, key: str) -> Table:
    edition, found = grid.edition, grid.found
    total = edition.label("report.total")
    header = [words(dimension_label(found.by[0], edition))]
    header += [words(label) for _, label, _ in grid.columns]
    header.append(
        words(total if grid.columns else edition.label("report.share" if found.total.share else "field.number"))
    )
    rows = [
        TableRow(
            cells=(
                words(label),
                *(grid.shown(grid.value(row, column)) for column, _, _ in grid.columns),
                grid.shown(value),
            )
        )
        for row, label, value in grid.rows
    ]
    sums = (words(total), *(grid.shown(value) for _, _, value in grid.columns), grid.shown(found.total))
    rows.append(TableRow(cells=sums, is_total=True))
    return Table(
        caption=words(title),
        header=tuple(header),
        rows=tuple(rows),
        align=(Align.START, *[Align.END] * (len(header) - 1)),
        note=words(_note(grid)),
        summary=f"{title}: {plain(_sentence(grid))}",
        key=key,
    )


def _note(grid: _Grid) -> str:
    edition, found = grid.edition, grid.found
    notes = []
    if found.overlap is None:
        notes.append(edition.label("report.overlap-hidden-note"))
    elif found.overlap:
        number = format_number(found.overlap, edition.language)
        notes.append(edition.label("report.overlap-note").format(number=number))
    if found.unnamed:
        number = format_number(found.unnamed, edition.language)
        notes.append(edition.label("report.unnamed-note").format(number=number))
    if found.total.undecided:
        number = format_number(found.total.undecided, edition.language)
        notes.append(edition.label("report.undecided-note").format(number=number))
    if found.total.note:
        notes.append(edition.text(found.total.note))
    return " ".join(notes)


def _sentence(grid: _Grid) -> Content:
    """Return the rows' totals as one sentence: ``Local 10, Regional 12; total 22.``"""
    content: Content = ()
    for _, label, value in grid.rows:
        content = (*content, *(words(", ") if content else ()), Span(f"{label} "), *grid.shown(value))
    total = grid.edition.label("report.total")
    return (*content, Span(f"; {lower(total)} "), *grid.shown(grid.found.total), Span("."))


def _chart(grid: _Grid, title: str, key: str, kind: ChartKind) -> Chart:
    edition, found = grid.edition, grid.found
    if grid.columns:
        series = tuple(
            Series(
                name=label,
                values=tuple(grid.value(row, column) for row, _, _ in grid.rows),
            )
            for column, label, _ in grid.columns
        )
    else:
        series = (Series(name=edition.text(found.total.title), values=tuple(value for _, _, value in grid.rows)),)
    return Chart(
        kind=kind,
        caption=words(title),
        categories=tuple(label for _, label, _ in grid.rows),
        series=series,
        alt=edition.label("report.chart-of").format(title=title, values=plain(_sentence(grid))),
        is_share=found.total.share is not None,
        key=f"{key}.chart",
    )


TILES = Directive(
    name="tiles",
    summary="Figures as tiles: the number large, the title small.",
    arguments="figure ids",
    build=_tiles,
)
BREAKDOWN = Directive(
    name="breakdown",
    summary="A figure by one or two dimensions, as a table, a chart or both.",
    arguments="one figure id",
    options=BreakdownOptions,
    build=_breakdown,
)
