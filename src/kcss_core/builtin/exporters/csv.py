"""The exporter ``csv``: the values of a report as rows, for a spreadsheet. Shows no words of the chapters."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from fractions import Fraction

from kcss_core.export import Exporter
from kcss_core.figures.value import Value
from kcss_core.formatting import format_number
from kcss_core.report.directives import NoOptions
from kcss_core.report.report import Report
from kcss_core.report.values import values_of

HEADER = (
    "figure",
    "title",
    "period",
    "cell",
    "value",
    "numerator",
    "denominator",
    "qualifier",
    "unit",
    "basis",
    "source",
)

# Where a comma divides a number from its decimals, spreadsheets expect a semicolon between cells.
_DECIMAL_COMMA = ("sq", "sr")

# A spreadsheet takes text that begins so for a formula. Source: OWASP, "CSV Injection".
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def is_decimal_comma(language: str) -> bool:
    """Say whether a language writes ``12,5``."""
    return language.startswith(_DECIMAL_COMMA)


def table(rows: list[list[str]], language: str) -> bytes:
    """Return rows of cells as a CSV file that spreadsheets open as it is meant.

    UTF-8 with a byte order mark, for without it Excel reads another encoding; semicolons between cells where the
    language writes a decimal comma.
    """
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";" if is_decimal_comma(language) else ",").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def guarded(words: str) -> str:
    """Return a text cell that no spreadsheet takes for a formula."""
    return f"'{words}" if words.startswith(_FORMULA) else words


def render(report: Report, options: NoOptions) -> bytes:  # noqa: ARG001  # every exporter takes its options
    """Return the values of a report as CSV, one row each, in reading order.

    **Units**: shares are percentages with one decimal, or as stated; numerator and denominator are exact. A value that
    may not be shown has the qualifier ``hidden`` and no numbers.
    """
    rows = [list(HEADER), *(_row(value, report.language) for value in values_of(report.blocks))]
    return table(rows, report.language)


def _row(value: Value, language: str) -> list[str]:
    address, share = value.address, value.share
    counts = (None, None) if share is None or value.hidden else (share.numerator, share.denominator)
    # Looked up only where there is an aggregate: evidence is found anew each time it is asked for.
    aggregate = value.evidence.aggregate if value.basis.value in ("aggregate", "both") else None
    return [
        address.figure,
        guarded(value.title.within(language)),
        str(address.period),
        guarded("; ".join(f"{name}={word or 'not-recorded'}" for name, word in address.cell)),
        "" if value.hidden else _number(value, language),
        *("" if count is None else str(count) for count in counts),
        "hidden" if value.hidden else value.qualifier.value,
        value.unit.removeprefix("unit."),
        value.basis.value,
        "" if aggregate is None else guarded(aggregate.source),
    ]


def _number(value: Value, language: str) -> str:
    number: int | Decimal | Fraction | None = value.number
    if value.share is not None and number is None:
        number = value.share.stated
    if isinstance(number, Fraction):
        return format_number(number * 100, language, places=1)
    if isinstance(number, Decimal):
        plain = format(number, "f")
        return plain.replace(".", ",") if is_decimal_comma(language) else plain
    return "" if number is None else str(number)


CSV = Exporter(name="csv", suffix=".csv", summary="The values of the report as rows, for a spreadsheet", render=render)
