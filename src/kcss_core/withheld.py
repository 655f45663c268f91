"""What messages may repeat of records that hold persons: only what certainly names nobody. Knows no records.

How often a word stands in a list does not tell: first names repeat as often as roles do.
"""

from __future__ import annotations

from functools import cache

from kcss_core.text import fold
from kcss_core.vocabulary import labels

#: What to do where a message does not say what stands in a cell.
LOOK = "look into the cell: what stands there may name a person, and is not repeated"

# Lists whose words name nobody, whatever column they stand in. Countries and towns are not among them: Jordan is a
# first name and Gjakova a surname.
_LISTS = ("gender", "age-group", "role", "presence", "decision", "scope", "kind", "answer")
# With more digits it may be a year of birth, a telephone or a personal number.
_MOST_DIGITS = 3


def names_nobody(words: str) -> bool:
    """Say whether words certainly name no person: a letter and a short number at most, marks, or a word of a list."""
    is_short = sum(map(str.isalpha, words)) <= 1 and sum(map(str.isnumeric, words)) <= _MOST_DIGITS
    return is_short or fold(words.strip()) in _words()


@cache
def _words() -> frozenset[str]:
    found = set()
    for id, in_languages in labels().items():
        family, _, value = id.partition(".")
        if family in _LISTS:
            found |= {fold(value), *map(fold, in_languages.values())}
    return frozenset(found)
