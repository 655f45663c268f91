"""Words of headers and cells as they are compared, and the lists they are looked up in. Knows no sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from kcss_core import withheld
from kcss_core.text import fold
from kcss_core.vocabulary import LANGUAGES, Gender, KindTree, PublicationKind, Role, Scope
from kcss_core.vocabulary import label as label_of

# Serbian first; ѓ, ќ and ѕ are Macedonian and come with guests.
_LATIN = str.maketrans(
    dict(zip("абвгдђежзијклмнопрстћуфхцчшѕ", "abvgdđežzijklmnoprstćufhcčšz", strict=True))
    | {"љ": "lj", "њ": "nj", "џ": "dž", "ѓ": "gj", "ќ": "kj"}
)


def latin(words: str) -> str:
    """Return words in lower case with Serbian Cyrillic letters as Latin ones."""
    return words.casefold().translate(_LATIN)


def folded(words: str) -> str:
    """Return words folded, in Latin letters: ``Ђорђевић`` and ``Djordjevic`` are the same."""
    # Most names are plain ASCII, and there are as many of them as persons.
    return " ".join(words.lower().split()) if words.isascii() else fold(latin(words))


def key(words: str) -> str:
    """Return words as they are compared: Latin letters and digits only; đ as dj. Empty for punctuation alone."""
    return "".join(filter(str.isalnum, folded(words)))


def keys(words: str) -> tuple[str, ...]:
    """Return all keys that the same words may be written with; đ is also typed as a plain d."""
    return tuple(dict.fromkeys((key(words), key(latin(words).replace("đ", "d")))))


def rows_of(name: str) -> Iterator[Mapping[str, str]]:
    """Yield the rows of one of the word lists that come with the package."""
    import csv
    from importlib.resources import files

    with files(__package__).joinpath("words", name).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


@cache
def headers() -> Mapping[str, str]:
    """Return the field that each known header stands for, by the header's key."""
    found: dict[str, str] = {}
    for row in rows_of("headers.csv"):
        for each in keys(row["words"]):
            found.setdefault(each, row["field"])
    return MappingProxyType(found)


@cache
def words(vocabulary: str) -> Mapping[str, str]:
    """Return the value that each word of a list stands for, by the word's key; empty for not recorded."""
    found: dict[str, str] = {}
    for value in members(vocabulary):
        found[key(value)] = value
    for row in rows_of("values.csv"):
        if row["list"] == vocabulary:
            found.setdefault(key(row["value"]), row["value"])
            for each in keys(row["words"]):
                found.setdefault(each, row["value"])
    # What reports call the values comes last: it is plural for people, and never another value's own name.
    for value in members(vocabulary):
        for language in LANGUAGES:
            for each in keys(label(vocabulary, value, language)):
                found.setdefault(each, value)
    return MappingProxyType(found)


def names_nobody(text: str) -> bool:
    """Say whether a word certainly names no person: it stands in a list, whatever column it stands in."""
    return withheld.names_nobody(text) or any(key(text) in words(vocabulary) for vocabulary in _NAMELESS)


# Countries and towns are surnames as well, and Jo, the Albanian no, is a first name.
_NAMELESS = ("gender", "role", "kind", "scope", "publication-kind", "total")


def members(vocabulary: str) -> tuple[str, ...]:
    """Return the values of a list of the model, in its order; none for a list that is not the model's."""
    if vocabulary == "kind":
        return tuple(KindTree.standard())
    return tuple(str(member.value) for member in _LISTS.get(vocabulary, ()))


def label(vocabulary: str, value: str, language: str) -> str:
    """Return what reports call a value of a list of the model."""
    return label_of(f"{vocabulary}.{value}", language)


_LISTS: Mapping[str, type[StrEnum]] = MappingProxyType(
    {"gender": Gender, "role": Role, "scope": Scope, "publication-kind": PublicationKind}
)


@cache
def spelled(vocabulary: str) -> tuple[str, ...]:
    """Return the words of a list as people write them."""
    return tuple(dict.fromkeys(row["words"] for row in rows_of("values.csv") if row["list"] == vocabulary))
