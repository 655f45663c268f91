"""Serbian Latin into Serbian Cyrillic. Knows no labels and no other languages."""

from __future__ import annotations

import re
import unicodedata

_DIGRAPHS = {"lj": "љ", "nj": "њ", "dž": "џ"}
_LETTERS = str.maketrans(
    "abvgdđežzijklmnoprstćufhcčšABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠ",
    "абвгдђежзијклмнопрстћуфхцчшАБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШ",
)
_DIGRAPH = re.compile("lj|nj|dž", re.IGNORECASE)

# Stems in which two letters that look like one meet at the seam between prefix and word, and stay two.
_SEAMS = ("in-jek", "kon-jug", "kon-junk", "van-jezi", "tan-jug", "nad-živ", "pod-žanr", "od-žal")
_SEAM = re.compile("|".join("(?<={})(?={})".format(*stem.split("-")) for stem in _SEAMS), re.IGNORECASE)

_IN_BRACES = re.compile(r"(\{[^}]*\})")

# One-character digraphs, which some keyboards type and Unicode holds for round trips.
_LIGATURES = str.maketrans(
    {"ǉ": "lj", "ǈ": "Lj", "Ǉ": "LJ", "ǌ": "nj", "ǋ": "Nj", "Ǌ": "NJ", "ǆ": "dž", "ǅ": "Dž", "Ǆ": "DŽ"}
)


def transliterate(words: str) -> str:
    """Return Serbian words in Cyrillic that are given in Latin.

    *lj*, *nj* and *dž* are one letter each, but two where a prefix ends inside them (*injekcija*, *nadživeti*); the
    stems known here are kept apart, others are not. Letters that Serbian lacks (q, w, x, y) stay as they are. Names
    that keep their spelling (DOI, Facebook) would be spelt anew: do not give them. Names in braces, which a program
    fills in, stay as they are.
    """
    return "".join(part if part.startswith("{") else _cyrillic(part) for part in _IN_BRACES.split(words))


def _cyrillic(words: str) -> str:
    words = unicodedata.normalize("NFC", words).translate(_LIGATURES)
    seams = {match.start() for match in _SEAM.finditer(words)}

    def one_letter(match: re.Match[str]) -> str:
        if match.start() + 1 in seams:
            return match[0]
        letter = _DIGRAPHS[match[0].lower()]
        return letter.upper() if match[0][0].isupper() else letter

    return _DIGRAPH.sub(one_letter, words).translate(_LETTERS)
