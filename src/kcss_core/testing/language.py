"""Sample texts in all languages of reports, Serbian given once."""

from __future__ import annotations

from kcss_core.text import Text
from kcss_core.vocabulary import transliterate


def in_languages(en: str, sq: str, sr: str) -> Text:
    """Return a text in the four languages; Serbian is given in Latin script."""
    return Text({"en": en, "sq": sq, "sr-Latn": sr, "sr-Cyrl": transliterate(sr)})
