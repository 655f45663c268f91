"""Blank workbooks to fill in: which columns, which words in the drop-downs, one example. Reads nothing."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from attrs import frozen

from kcss_core.origin import column_letters
from kcss_core.vocabulary import transliterate
from kcss_spreadsheet.compared import label, members, rows_of
from kcss_spreadsheet.sheets import LISTS

_ROWS = 2000
#: How the header of every sheet looks.
HEADER = {"bold": True, "bg_color": "#D9E2F3", "bottom": 1, "text_wrap": True, "valign": "top"}
_EXAMPLE = {"italic": True, "font_color": "#7F7F7F"}
_DAY = {"num_format": "dd.mm.yyyy"}
#: Workbooks hold the time they were made; the same content is the same bytes.
MADE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@frozen
class TemplateColumn:
    """One column of a template.

    Attributes:
        field: What it holds, as headers name it.
        width: In characters.
        example: What stands in the example row: a value of the list, a number, a date, or words by language.
        choices: The list of words to choose from; ``municipality``, ``day`` and ``count`` are no lists of the model.
    """

    field: str
    width: int
    example: Any
    choices: str | None = None


def _in(en: str, sq: str, sr: str) -> Mapping[str, str]:
    return {"en": en, "sq": sq, "sr-Latn": sr, "sr-Cyrl": transliterate(sr)}


_ACTIVITY = _in("roundtable-1", "tryeza-1", "okrugli-sto-1")
_NUMBERS = (("women", 12), ("men", 9), ("non_binary", 0), ("undisclosed", 0), ("not_recorded", 1), ("total", 22))

#: Name of a template to its columns.
TEMPLATES: Mapping[str, Sequence[TemplateColumn]] = MappingProxyType(
    {
        "activities": (
            TemplateColumn("id", 20, _ACTIVITY),
            TemplateColumn("title", 40, _in("Round table on budgets", "Tryezë për buxhetin", "Okrugli sto o budžetu")),
            TemplateColumn("kind", 22, "roundtable", "kind"),
            TemplateColumn("start", 12, datetime.date(2022, 5, 3), "day"),
            TemplateColumn("end", 12, datetime.date(2022, 5, 3), "day"),
            TemplateColumn("municipality", 20, "Prishtinë", "municipality"),
            TemplateColumn("scope", 14, "local", "scope"),
            TemplateColumn("program", 20, None),
            TemplateColumn("project", 20, None),
        ),
        "participants": (
            TemplateColumn("name", 30, _in("Name Surname", "Emri Mbiemri", "Ime Prezime")),
            TemplateColumn("gender", 16, "woman", "gender"),
            TemplateColumn("affiliation", 30, None),
            TemplateColumn("municipality", 20, "Prishtinë", "municipality"),
            TemplateColumn("birth_year", 12, 1990, "count"),
            TemplateColumn("activity", 20, _ACTIVITY),
            TemplateColumn("role", 18, "speaker", "role"),
            TemplateColumn("invited", 12, "yes", "yes-no"),
            TemplateColumn("attended", 12, "yes", "yes-no"),
        ),
        "head-counts": (
            TemplateColumn("activity", 24, _ACTIVITY),
            TemplateColumn("role", 18, "participant", "role"),
            *(TemplateColumn(field, 14, number, "count") for field, number in _NUMBERS),
        ),
    }
)


def header(field: str, language: str) -> str:
    """Return the header of a field in a language: the first that the list of headers has."""
    found: dict[str, str] = {}
    for row in rows_of("headers.csv"):
        if row["field"] == field:
            found.setdefault(row["language"], row["words"])
    if language == "sr-Cyrl" and language not in found and "sr-Latn" in found:
        return transliterate(found["sr-Latn"])
    return found.get(language) or found["en"]


def choices(vocabulary: str, language: str) -> Mapping[str, str]:
    """Return the words to choose from, by value, in a language."""
    if vocabulary == "municipality":
        return {row["sq"]: row[language] for row in rows_of("municipalities.csv")}
    written: dict[str, str] = {}
    for row in rows_of("values.csv"):
        # Letters such as F and M are read, but a word is what a list should offer.
        if row["list"] == vocabulary and row["language"] == language and row["value"] and len(row["words"]) > 1:
            written.setdefault(row["value"], row["words"])
    if vocabulary == "yes-no":
        return written
    return {value: written.get(value) or label(vocabulary, value, language) for value in members(vocabulary)}


def template(name: str, language: str) -> bytes:
    """Return a blank workbook with one example row, which the reader knows and leaves out.

    Raises:
        KeyError: There is no such template.
    """
    import xlsxwriter

    columns = TEMPLATES[name]
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        sheet, lists = book.add_worksheet(name), book.add_worksheet(LISTS)
        lists.hide()
        head, example, day = (book.add_format(look) for look in (HEADER, _EXAMPLE, _DAY))
        example_day = book.add_format(_EXAMPLE | _DAY)
        sheet.freeze_panes(1, 0)
        # Lists are printed and signed.
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for number, column in enumerate(columns):
            is_day = column.choices == "day"
            sheet.set_column(number, number, column.width, day if is_day else None)
            sheet.write_string(0, number, header(column.field, language), head)
            words = {} if column.choices in (None, "day", "count") else choices(column.choices or "", language)
            shown = column.example
            shown = shown[language] if isinstance(shown, Mapping) else words.get(shown, shown)
            if number == 0:
                shown = f"{_example_word(language)}: {shown}"
            if is_day:
                sheet.write_datetime(1, number, shown, example_day)
            elif shown is not None:
                sheet.write(1, number, shown, example)
            rule = _rule(column.choices, list(words.values()), number)
            if rule is not None:
                sheet.data_validation(1, number, _ROWS, number, rule)
            lists.write_column(0, number, list(words.values()))
    return stream.getvalue()


def _example_word(language: str) -> str:
    return next(
        row["words"] for row in rows_of("values.csv") if row["list"] == "example" and row["language"] == language
    )


def _rule(kind: str | None, words: Sequence[str], number: int) -> dict[str, Any] | None:
    """Return what Excel allows in a column; other words are asked about, not refused."""
    if kind is None:
        return None
    if kind == "day":
        return {"validate": "date", "criteria": ">=", "value": datetime.date(1900, 1, 1), "error_type": "warning"}
    if kind == "count":
        return {"validate": "integer", "criteria": ">=", "value": 0, "error_type": "warning"}
    letters = column_letters(number)
    source = f"='{LISTS}'!${letters}$1:${letters}${len(words)}"
    return {"validate": "list", "source": source, "error_type": "warning"}
