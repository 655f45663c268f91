"""Notes that values carry for their readers, in every language of reports. Decides nothing."""

from __future__ import annotations

from decimal import Decimal

from kcss_core.text import Text
from kcss_core.vocabulary import LANGUAGES, labels


def note(id: str) -> Text:
    """Return a note without numbers, by the id of its label."""
    return Text(labels()[id])


def partial_note(total: Decimal) -> Text:
    """Return that only some of a total are recorded singly."""
    from kcss_core.formatting import format_number

    forms = labels()["report.partial-note"]
    return Text({language: forms[language].format(total=format_number(total, language)) for language in LANGUAGES})


def head_counts_note(attendances: int) -> Text:
    """Return how many attendances are left out, because head counts name no persons."""
    from kcss_core.formatting import format_quantity

    forms = labels()["report.head-counts-note"]
    return Text(
        {
            language: forms[language].format(attendances=format_quantity(attendances, "unit.attendance", language))
            for language in LANGUAGES
        }
    )
