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

# CLDR names these too, but asking Babel means reading a megabyte first, which is half the time of reading a workspace.
# A test holds both lists against each other.
_COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY
    BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK
    FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK
    ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF
    TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
    """.split()  # noqa: SIM905  # two hundred quotation marks help nobody
)

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
    return code in _COUNTRIES


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
    return {code: str(names[code]) for code in _COUNTRIES}
