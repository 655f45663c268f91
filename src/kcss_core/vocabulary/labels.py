"""Words that readers see, in every language of reports, and the forms of nouns after a number. Formats no numbers."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from kcss_core.vocabulary.codes import LANGUAGES, locale_of
from kcss_core.vocabulary.scripts import transliterate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

#: The gender of a noun, as far as number words agree with it.
NounGender: TypeAlias = Literal["masculine", "feminine", "neuter"]


def label(id: str, language: str) -> str:
    """Return the label with an id: ``label("scope.local", "sq")`` is ``Lokal``; English where a language has none.

    Some labels hold named places for words or numbers (``{number}``), filled by ``str.format``.

    Raises:
        KeyError: There is no such label, or no such language.
    """
    words = _words(language)
    if id not in words:
        raise KeyError(_unknown("label", id, words))
    return words[id]


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


@cache
def labels() -> Mapping[str, Mapping[str, str]]:
    """Return all labels but the units'. **Shape**: id -> language -> words; ``Text(labels()[id])`` is the label."""
    by_language = [(language, _words(language)) for language in LANGUAGES]
    return MappingProxyType(
        {id: MappingProxyType({language: words[id] for language, words in by_language}) for id in _words("en")}
    )


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


# One table a language, made when it is first asked for: writing all labels in Cyrillic takes as long as reading them.
@cache
def _words(language: str) -> Mapping[str, str]:
    _demand(language)
    words = {}
    for family, entries in _file().items():
        if family == "unit":
            continue
        for name, entry in entries.items():
            if isinstance(entry, str):
                form = entry
            elif language == "sr-Cyrl" and language not in entry and "sr-Latn" in entry:
                form = transliterate(entry["sr-Latn"])
            else:
                form = entry.get(language, entry["en"])
            words[f"{family}.{name}"] = form
    return words


@cache
def _nouns(language: str) -> Mapping[str, Mapping[str, str]]:
    _demand(language)
    nouns = {}
    for name, entry in _file()["unit"].items():
        if language == "sr-Cyrl" and language not in entry:
            forms = {key: form if key == "gender" else transliterate(form) for key, form in entry["sr-Latn"].items()}
        else:
            forms = entry[language]
        nouns[f"unit.{name}"] = forms
    return nouns


def _demand(language: str) -> None:
    if language not in LANGUAGES:
        raise KeyError(f"expected a language, one of {', '.join(LANGUAGES)}, got {language!r}")


@cache
def _file() -> dict[str, dict[str, Any]]:
    import tomllib
    from importlib.resources import files

    return tomllib.loads(files(__package__).joinpath("labels.toml").read_text("utf-8"))
