"""Codes that others define: languages of reports, countries, sectors. Loads Babel when first asked, not before."""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel import Locale

#: The languages that reports can be written in, BCP 47.
LANGUAGES = ("en", "sq", "sr-Latn", "sr-Cyrl")

# English is British: the reports say "31 December 2022" and "a, b and c".
_LOCALES: Mapping[str, str] = MappingProxyType({"en": "en_GB", "sq": "sq", "sr-Latn": "sr_Latn", "sr-Cyrl": "sr_Cyrl"})

# Two-letter codes of CLDR that ISO 3166-1 does not assign: exceptionally reserved, private, groups of countries.
_NO_COUNTRY = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})

_SECTOR = re.compile(r"[1-9][0-9]{4}")


def is_language(code: str) -> bool:
    """Say whether reports can be written in a language."""
    return code in LANGUAGES


@cache
def locale_of(language: str) -> Locale:
    """Return Babel's locale for one of the languages of reports.

    Raises:
        KeyError: Reports cannot be written in that language.
    """
    if language not in _LOCALES:
        raise KeyError(f"expected a language, one of {', '.join(LANGUAGES)}, got {language!r}")
    from babel import Locale

    return Locale.parse(_LOCALES[language])


def is_country(code: str) -> bool:
    """Say whether a code is a country.

    **Source**: ISO 3166-1 alpha-2 as in CLDR, and ``XK``, which ISO leaves to its users and which CLDR, IATI and the
    European Commission use for Kosovo. Upper case only.
    """
    return code in _countries("en")


def country_name(code: str, language: str) -> str:
    """Return the name of a country: ``country_name("XK", "sq")`` is ``Kosovë``.

    Raises:
        KeyError: There is no such country.
    """
    names = _countries(language)
    if code not in names:
        raise KeyError(f"expected a country, ISO 3166-1 alpha-2 or XK, got {code!r}")
    return names[code]


def language_name(code: str, language: str) -> str:
    """Return the name of any language that CLDR knows: ``language_name("sq", "en")`` is ``Albanian``.

    The script is left out: ``sr-Latn`` and ``sr-Cyrl`` are both Serbian.

    Raises:
        KeyError: There is no such language.
    """
    names = locale_of(language).languages
    base = code.partition("-")[0]
    if base not in names:
        raise KeyError(f"expected the code of a language such as sq, got {code!r}")
    return str(names[base])


def is_sector(code: str) -> bool:
    """Say whether a code has the form of a sector; whether it exists is known only where data leave the library.

    **Source**: OECD DAC purpose codes, five digits.
    """
    return _SECTOR.fullmatch(code) is not None


@cache
def _countries(language: str) -> Mapping[str, str]:
    names = locale_of(language).territories
    codes = [code for code in map(str, names) if re.fullmatch("[A-Z]{2}", code) and code not in _NO_COUNTRY]
    return {code: str(names[code]) for code in codes}
