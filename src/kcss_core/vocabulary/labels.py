"""Words that readers see, in every language of reports, and the forms of nouns after a number. Formats no numbers."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from kcss_core.vocabulary.codes import LANGUAGES, locale_of
from kcss_core.vocabulary.lists import families, family_of
from kcss_core.vocabulary.scripts import transliterate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

_FILE = "labels.toml"

#: The gender of a noun, as far as number words agree with it.
NounGender: TypeAlias = Literal["masculine", "feminine", "neuter"]


def label(id: str, language: str) -> str:
    """Return the label with an id: ``label("scope.local", "sq")`` is ``Lokal``; English where a language has none.

    Some labels hold named places for words or numbers (``{number}``), filled by ``str.format``.

    Raises:
        KeyError: There is no such label, or no such language.
    """
    _demand(language)
    if id not in labels():
        raise KeyError(_unknown("label", id, labels()))
    return labels()[id][language]


def plural(unit_id: str, number: int | Decimal, language: str) -> str:
    """Return the form of a unit's noun that follows a number, without the number.

    ``plural("unit.publication", 21, "sr-Latn")`` is ``publikacija``. **Source** of the rules: CLDR, by Babel.

    Raises:
        KeyError: There is no such unit, or no such language.
    """
    return _forms(unit_id, language)[locale_of(language).plural_form(number)]


def noun_gender(unit_id: str, language: str) -> NounGender:
    """Return the gender that number words take before a unit's noun; masculine where the language has none.

    For Albanian it is the gender of the plural, which for many nouns is not that of the singular.

    Raises:
        KeyError: There is no such unit, or no such language.
    """
    gender: Any = _forms(unit_id, language).get("gender", "masculine")
    return gender  # type: ignore[no-any-return]


def labels() -> Mapping[str, Mapping[str, str]]:
    """Return all labels but the units'. **Shape**: id -> language -> words; ``Text(labels()[id])`` is the label."""
    return _LABELS


class _Labels(Mapping[str, "Mapping[str, str]"]):
    """Labels by id, each made when it is first asked for."""

    def __init__(self) -> None:
        self._made: dict[str, Mapping[str, str]] = {}

    def __getitem__(self, id: str) -> Mapping[str, str]:
        known = self._made.get(id)
        if known is None:
            family, _, name = id.partition(".")
            entries = {} if family == "unit" else family_of(_FILE, family)
            known = self._made[id] = MappingProxyType(_in_all(entries[name]))
        return known

    def __iter__(self) -> Iterator[str]:
        names = (family for family in families(_FILE) if family != "unit")
        return (f"{family}.{name}" for family in names for name in family_of(_FILE, family))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _in_all(entry: str | Mapping[str, str]) -> dict[str, str]:
    """Return a label in every language."""
    if isinstance(entry, str):
        return dict.fromkeys(LANGUAGES, entry)
    words = {language: entry.get(language, entry["en"]) for language in LANGUAGES}
    if "sr-Cyrl" not in entry and "sr-Latn" in entry:
        words["sr-Cyrl"] = transliterate(entry["sr-Latn"])
    return words


def units() -> Iterable[str]:
    """Return the ids of all units."""
    return _nouns("en").keys()


def _forms(unit_id: str, language: str) -> Mapping[str, str]:
    nouns = _nouns(language)
    if unit_id not in nouns:
        raise KeyError(_unknown("unit", unit_id, nouns))
    return nouns[unit_id]


def _unknown(what: str, id: str, known: Mapping[str, Any]) -> str:
    close = get_close_matches(id, known, n=1)
    return f"there is no {what} {id!r}" + (f"; did you mean {close[0]!r}?" if close else "")


@cache
def _nouns(language: str) -> Mapping[str, Mapping[str, str]]:
    _demand(language)
    nouns = {}
    for name, entry in family_of(_FILE, "unit").items():
        if language == "sr-Cyrl" and language not in entry:
            forms = {key: form if key == "gender" else transliterate(form) for key, form in entry["sr-Latn"].items()}
        else:
            forms = entry[language]
        nouns[f"unit.{name}"] = forms
    return nouns


def _demand(language: str) -> None:
    if language not in LANGUAGES:
        raise KeyError(f"expected a language, one of {', '.join(LANGUAGES)}, got {language!r}")


_LABELS = _Labels()
