"""``kcss explain``: what a figure is, what it comes to, and the records behind it. Protects nothing, and says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kcss_core.cli.options import (
    UNPROTECTED,
    format_option,
    language_option,
    output_option,
    parsed_period,
    period_option,
    plugin_options,
    plugins_of,
    workspace_folder,
    workspace_option,
)
from kcss_core.errors import DataError, UsageError

if TYPE_CHECKING:
    from kcss_core.edition import Edition
    from kcss_core.figures.explain import Explanation
    from kcss_core.figures.value import Cell, Entry
    from kcss_core.period import Period

_ADDRESS = re.compile(r"(?P<figure>[^\[\]@]+)(\[(?P<cell>.+)\])?(@(?P<period>[^\[\]@]+))?")
# A comma ends a pair only before the next name: values may hold some.
_PAIR = re.compile(r",(?=[\w.-]+=)")
_STATES = ("included", "undecided", "excluded")
_HEADINGS = {"included": "counted", "undecided": "undecided", "excluded": "left out"}


@click.command(
    "explain",
    short_help="Say what a figure is, what it comes to and which records it rests on.",
    epilog="\b\nExamples:\n"
    "  kcss explain publications\n"
    "  kcss explain publications --by kind            what it comes to for each kind\n"
    "  kcss explain publications --cell kind=report   the records of one of them\n"
    "  kcss explain publications --format csv -o list.csv",
)
@click.argument("figure")
@click.option("--cell", metavar="NAME=VALUE", multiple=True, help="One cell; VALUE empty for not recorded. Repeatable.")
@click.option("--by", metavar="NAME", multiple=True, help="Its values by a dimension or two. Repeatable.")
@period_option
@language_option
@workspace_option
@format_option("How it is written.", "text", "json", "csv")
@output_option
@plugin_options
@click.pass_context
def command(
    ctx: click.Context,
    figure: str,
    cell: tuple[str, ...],
    by: tuple[str, ...],
    period: str | None,
    language: str | None,
    workspace: Path | None,
    format_: str,
    output: Path | None,
) -> None:
    """Say what FIGURE is, what it comes to, and which records it rests on, each with its file and row.

    FIGURE is an id, or an address as outputs show it, such as publications[kind=report]@2021.

    What it prints is internal: small groups are not protected, as they are in a report.
    """
    asked_by = figure if period is None else "--period"
    figure, cell, period = _addressed(figure, cell, by, period)
    if cell and by:
        raise UsageError("--cell asks for one cell and --by for all; give one of them")

    from kcss_core import stages
    from kcss_core.cli.output import summarize, write_out
    from kcss_core.figures.explain import explain
    from kcss_core.problems import has_errors, sorted_problems

    plugins = plugins_of(ctx)
    asked_for = parsed_period(period, asked_by)
    loaded = stages.load(workspace_folder(workspace), plugins=plugins)
    edition = stages.open_edition(loaded, plugins=plugins, period=asked_for, language=language)
    if figure not in edition.figures and edition.unread.may_hold("figures", figure):
        problems = sorted_problems((*loaded.problems, *edition.problems))
        raise DataError(f"the figure {figure!r} may stand in what could not be read; mend that first", problems)
    if figure not in edition.figures:
        # What is wrong with figures.toml may be why it is not there.
        summarize(one for one in edition.problems if one.is_error)
    explanation = explain(edition.value(figure, cell=_cell(cell)), edition)
    is_broken = bool(explanation.problems)
    # Of a broken figure there is nothing to break down; what is wrong with it is said.
    if by and not is_broken:
        data = _by(edition, figure, by, format_, asked_for)
    elif format_ == "json":
        data = _json(explanation, edition)
    elif format_ == "csv":
        data = _csv(explanation, edition.language)
    else:
        data = "\n".join(_lines(explanation, edition)) + "\n"
    summarize(loaded.problems)
    if format_ == "csv":
        click.echo(f"kcss: {UNPROTECTED}", err=True)
    write_out(data, output)
    if is_broken or has_errors(loaded.problems):
        ctx.exit(1)


def _addressed(
    words: str, cell: tuple[str, ...], by: tuple[str, ...], period: str | None
) -> tuple[str, tuple[str, ...], str | None]:
    """Return figure, cell and period of an address as outputs show it, such as ``trainings[program=a]@2021``."""
    match = _ADDRESS.fullmatch(words)
    if match is None:
        return words, cell, period
    if match["period"] is not None:
        if period is not None:
            raise UsageError(f"{words!r} names a period already; leave out --period")
        period = match["period"]
    if match["cell"] is not None:
        if cell or by:
            raise UsageError(f"{words!r} names a cell already; leave out --cell and --by")
        cell = tuple(_PAIR.split(match["cell"]))
    return match["figure"], cell, period


def _cell(words: Iterable[str]) -> Cell:
    pairs = []
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name:
            raise UsageError(f"--cell: expected NAME=VALUE such as scope=local, got {word!r}")
        pairs.append((name.strip(), value.strip() or None))
    return tuple(pairs)


# ---------------------------------------------------------------- one value


def _lines(explanation: Explanation, edition: Edition) -> Iterator[str]:
    from kcss_core.cli.output import rows_table
    from kcss_core.report.blocks import Form
    from kcss_core.report.shown import shown

    value = explanation.value
    yield UNPROTECTED
    yield ""
    yield f"{explanation.title} ({value.address})"
    facts = [
        ("value", shown(value, edition, Form.QUANTITY).text),
        ("at least", _at_least(explanation, edition)),
        ("period", explanation.period),
        ("basis", explanation.basis),
        ("source", _source(explanation)),
        ("target", "" if explanation.verdict is None else explanation.verdict.value),
        ("definition", explanation.definition),
        ("note", explanation.note),
        *(("relation", fact) for fact in explanation.facts),
    ]
    for name, words in facts:
        if words:
            yield f"  {name + ':':12}{words}"
    for state in _STATES:
        entries: tuple[Entry, ...] = getattr(explanation, state)
        if not entries:
            continue
        # Where a total answers, the records that meet the conditions did not make it.
        heading = "matching" if state == "included" and explanation.aggregate else _HEADINGS[state]
        yield ""
        yield f"{heading}: {_how_many(state, entries, explanation, edition)}"
        rows = [_row(entry, explanation) for entry in entries]
        # The header says nothing that the rows do not; the table is for its columns.
        yield from (f"  {line}" for line in rows_table(["", "", ""], rows).splitlines()[2:])


def _at_least(explanation: Explanation, edition: Edition) -> str:
    from kcss_core.formatting import format_number

    fewest = edition.fewest(explanation.value)
    if fewest is None:
        return ""
    number, pairs = (format_number(each, edition.language) for each in (fewest, edition.open_pairs))
    return f"{number}, were each of the pairs saved as open ({pairs}) one person"


def _how_many(state: str, entries: Sequence[Entry], explanation: Explanation, edition: Edition) -> str:
    """Return how many records there are, what they come to together, and of persons how many they name."""
    from kcss_core.figures.definition import Measure
    from kcss_core.formatting import format_number, format_quantity

    number, weight = len(entries), sum(entry.weight for entry in entries)
    words = f"{format_number(number, edition.language)} record{'s' if number > 1 else ''}"
    value, figure = explanation.value, edition.figures[explanation.value.address.figure]
    is_of_persons = value.population == "persons" and figure.measure in (Measure.COUNT, Measure.SHARE)
    if is_of_persons and explanation.aggregate is None and state == "included":
        share = value.share
        persons = int(value.number or 0) if share is None else (share.denominator or 0) + share.unknown
        return f"{words} of {format_quantity(persons, 'unit.person', edition.language)}, each counted once"
    if is_of_persons and state == "undecided" and value.share is None and value.undecided is not None:
        return f"{words}, which would add {format_quantity(value.undecided, 'unit.person', edition.language)}"
    return words + (f", together {format_number(weight, edition.language)}" if weight != number else "")


def _row(entry: Entry, explanation: Explanation) -> list[str]:
    weighted = any(one.weight != 1 for one in explanation.included)
    label = f"{entry.label} ({entry.weight})" if weighted else entry.label
    return [str(entry.origin or ""), label, entry.why]


def _source(explanation: Explanation) -> str:
    aggregate = explanation.aggregate
    if aggregate is None:
        return ""
    return f"{aggregate.source}" + (f" ({aggregate.origin})" if aggregate.origin is not None else "")


def _json(explanation: Explanation, edition: Edition) -> bytes:
    from kcss_core.builtin.exporters.json import as_bytes, value_as_dict

    aggregate = explanation.aggregate
    document = {
        "schema_version": 1,
        "protection": "internal, unprotected",
        "value": value_as_dict(explanation.value, edition.language),
        "definition": explanation.definition,
        "target": None if explanation.verdict is None else explanation.verdict.value,
        "source": None if aggregate is None else aggregate.source,
        "relations": list(explanation.facts),
        **{state: [_entry(entry) for entry in getattr(explanation, state)] for state in _STATES},
    }
    return as_bytes(document)


def _entry(entry: Entry) -> dict[str, Any]:
    origin = entry.origin
    return {
        "family": entry.family,
        "label": entry.label,
        "file": None if origin is None else origin.file,
        "sheet": None if origin is None else origin.sheet,
        "row": None if origin is None else origin.row,
        "part": None if origin is None else origin.part,
        "weight": entry.weight,
        "why": entry.why,
    }


def _csv(explanation: Explanation, language: str) -> bytes:
    from kcss_core.builtin.exporters.csv import guarded, table

    header = ["state", "family", "label", "file", "sheet", "row", "part", "weight", "why"]
    rows = [
        [state, *("" if cell is None else guarded(str(cell)) for cell in _entry(entry).values())]
        for state in _STATES
        for entry in getattr(explanation, state)
    ]
    return table([header, *rows], language)


# ---------------------------------------------------------------- all cells


def _by(edition: Edition, figure: str, by: tuple[str, ...], format_: str, period: Period | None) -> bytes | str:
    from kcss_core.builtin.exporters.csv import guarded, table
    from kcss_core.builtin.exporters.json import as_bytes, value_as_dict
    from kcss_core.cli.output import rows_table
    from kcss_core.figures.breakdown import SHARED_BY
    from kcss_core.report.blocks import Form
    from kcss_core.report.shown import shown

    breakdown = edition.breakdown(figure, by, period=period)
    values = [*(row.value for row in breakdown.rows), breakdown.total]
    if format_ == "json":
        document = {
            "schema_version": 1,
            "protection": "internal, unprotected",
            "by": list(breakdown.by),
            "rows": [value_as_dict(row.value, edition.language) for row in breakdown.rows],
            "total": value_as_dict(breakdown.total, edition.language),
            "overlap": breakdown.overlap,
            "unnamed": breakdown.unnamed,
        }
        return as_bytes(document)
    header = [*breakdown.by, "value", "basis"]
    rows = [
        [
            *([value or "(not recorded)" for _, value in cell] or ["total", *[""] * (len(breakdown.by) - 1)]),
            shown(value_, edition, Form.QUANTITY).text,
            value_.basis.value,
        ]
        for cell, value_ in zip([*(row.cell for row in breakdown.rows), ()], values, strict=True)
    ]
    if format_ == "csv":
        return table([header, *([guarded(cell) for cell in row] for row in rows)], edition.language)
    records = "1 record stands" if breakdown.overlap == 1 else f"{breakdown.overlap} records stand"
    overlap = f"\n{records} in more than one row" if breakdown.overlap else ""
    if breakdown.unnamed:
        overlap += f"\nnot named, because fewer than {SHARED_BY} participants share it: {breakdown.unnamed}"
    title = f"{edition.text(breakdown.total.title)} ({breakdown.total.address})"
    return f"{UNPROTECTED}\n\n{title}\n\n{rows_table(header, rows)}{overlap}\n"
