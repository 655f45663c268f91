"""The directive ``in-figures``: headline figures as tiles, and beside the previous period where it has data."""

from __future__ import annotations

from attrs import evolve, frozen

from kcss_core.builtin.directives.numbers import tiles
from kcss_core.edition import Edition
from kcss_core.figures import Address, Value
from kcss_core.formatting import format_number, format_period
from kcss_core.problems import Problem, Severity
from kcss_core.report.blocks import (
    Align,
    Block,
    Content,
    Form,
    Table,
    TableRow,
    ValueSpan,
    words,
)
from kcss_core.report.directives import Built, Call, Directive
from kcss_core.report.shown import shown
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import Basis, Qualifier


@frozen(kw_only=True)
class InFiguresOptions:
    """What the directive shows.

    Attributes:
        tiles: Whether the figures are set as tiles.
        compare: Whether a table with the previous period follows, where that period has data.
    """

    tiles: bool = True
    compare: bool = True


def build(call: Call) -> Built:
    """Return tiles for the figures named, or for the headline figures, and the comparison."""
    edition = call.edition
    ids = call.arguments or headlines(edition)
    unknown = [id for id in ids if id not in edition.figures]
    if unknown:
        return Built(
            problems=tuple(
                Problem(
                    "directive.unknown-figure",
                    f"in-figures: expected the id of a figure, got {id!r}",
                    call.origin,
                    hint=did_you_mean(id, edition.figures) or "declare it in figures.toml",
                    missing=("figures", id),
                )
                for id in unknown
            )
        )
    edition.prepare(ids)
    values = [edition.value(id) for id in ids]
    blocks: list[Block] = []
    if call.options.tiles and values:
        blocks.append(tiles(values, edition))
    if call.options.compare:
        before = [edition.value(id, period=edition.previous) if edition.has_previous(id) else None for id in ids]
        if any(value is not None and value.number is not None for value in before):
            blocks.append(comparison(edition, values, before))
    if not blocks:
        problem = Problem(
            "directive.nothing-to-show",
            "in-figures: there is no figure to show",
            call.origin,
            Severity.WARNING,
            hint="declare figures in figures.toml, mark some as headline = true, or take the directive out",
        )
        return Built(problems=(problem,))
    return Built(tuple(blocks))


def headlines(edition: Edition) -> tuple[str, ...]:
    """Return the ids of the headline figures; of all figures of the workspace when none is marked."""
    own = [figure for figure in edition.figures.values() if not figure.plugin]
    marked = [figure for figure in edition.figures.values() if figure.headline]
    return tuple(figure.id for figure in marked or own)


def comparison(edition: Edition, values: list[Value], before: list[Value | None]) -> Table:
    """Return a table of the period beside the one before, with the change where both are exact."""
    rows = []
    for value, earlier in zip(values, before, strict=True):
        cells: tuple[Content, ...] = (
            words(edition.text(value.title)),
            (shown(value, edition, _form(value)),),
            words("–") if earlier is None else (shown(earlier, edition, _form(earlier)),),
            _change(edition, value, earlier),
        )
        rows.append(TableRow(cells=cells))
    now, then = (format_period(period, edition.language) for period in (edition.period, edition.previous))
    caption = edition.label("report.in-figures").format(year=now)
    header = (edition.label("report.indicator"), now, then, edition.label("report.change"))
    return Table(
        caption=words(caption),
        header=tuple(words(name) for name in header),
        rows=tuple(rows),
        align=(Align.START, Align.END, Align.END, Align.END),
        summary=f"{caption}: {now}, {then}",
        key="in-figures",
    )


def _form(value: Value) -> Form:
    # A share stands with its counts.
    return Form.NUMBER if value.share is None else Form.QUANTITY


def _change(edition: Edition, value: Value, earlier: Value | None) -> Content:
    """Return the difference with its sign; a dash where one side is missing, hidden, inexact or no whole number."""
    if earlier is None or not (_is_exact(value) and _is_exact(earlier)):
        return words("–")
    if not isinstance(value.number, int) or not isinstance(earlier.number, int):
        return words("–")
    number = value.number - earlier.number
    address = Address(value.address.figure, value.address.period, (("change-from", str(earlier.address.period)),))
    sign = "+" if number > 0 else "−" if number < 0 else "±"
    text = sign + format_number(abs(number), edition.language)
    basis = value.basis if value.basis is earlier.basis else Basis.BOTH
    changed = evolve(value, address=address, number=number, basis=basis, find_evidence=lambda: value.evidence)
    return (ValueSpan(changed, text),)


def _is_exact(value: Value) -> bool:
    return not value.hidden and value.qualifier is Qualifier.EXACT


IN_FIGURES = Directive(
    name="in-figures",
    summary="Headline figures as tiles, and a table with the previous period where it has data.",
    arguments="figure ids; the headline figures when none is named",
    options=InFiguresOptions,
    build=build,
)
