"""Words: texts in several languages, folding for comparison, nearest names. Knows nothing of records or files."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import filterfalse

from attrs import field

from kcss_core.frozen import frozen

#: The language of a text whose language nobody stated: shown in every language as it is.
ANY_LANGUAGE = ""

# Marks that NFD does not split off, and the letters the field writes in two ways.
_FOLDED_LETTERS = str.maketrans({"đ": "dj", "ð": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe"})

# C0 controls but tab and newline; C1 controls; lone surrogates; noncharacters.
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Overrides of the reading direction: invisible, and able to show "18" as "81".
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def _pairs(value: str | Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    if isinstance(value, str):
        return ((ANY_LANGUAGE, value),)
    if isinstance(value, Mapping):
        return tuple(value.items())
    return tuple(value)


@frozen
class Text:
    """A text for readers in one or several languages.

    ``Text("Annual report")`` has no stated language; ``Text({"en": "…", "sq": "…"})`` has two.

    Attributes:
        forms: Pairs of language and words, in the order given.
    """

    forms: tuple[tuple[str, str], ...] = field(converter=_pairs)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages stated, in order; the empty string stands for "not stated"."""
        return tuple(language for language, _ in self.forms)

    def has(self, language: str) -> bool:
        """Say whether readers of a language get words that were written for them."""
        return language in self.languages or self.languages == (ANY_LANGUAGE,)

    def within(self, language: str) -> str:
        """Return the words for a language.

        Falls back to the other script of the same language, to English, to words without a stated language,
        and last to the first form.
        """
        forms = dict(self.forms)
        if language in forms:
            return forms[language]
        base = language.split("-")[0]
        for other, words in self.forms:
            if other.split("-")[0] == base:
                return words
        return forms.get("en", forms.get(ANY_LANGUAGE, self.forms[0][1] if self.forms else ""))

    def __repr__(self) -> str:
        is_plain = self.languages == (ANY_LANGUAGE,)
        return f"Text({(self.forms[0][1] if is_plain else dict(self.forms))!r})"

    def __str__(self) -> str:
        return self.within("en")

    def __bool__(self) -> bool:
        return any(words for _, words in self.forms)


def fold(words: str) -> str:
    """Return words as they are compared: lower case, without accents, single spaces; đ as dj."""
    if words.isascii():
        # Most words; nothing of them has an accent.
        return " ".join(words.lower().split())
    lowered = words.casefold().translate(_FOLDED_LETTERS)
    marked = unicodedata.normalize("NFD", lowered)
    bare = "".join(filterfalse(unicodedata.combining, marked))
    return " ".join(bare.split())


# Apostrophes join what they stand between; every other mark divides words.
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_MARKS = re.compile(r"[\W_]+")


def plain(words: str) -> str:
    """Return words as names are compared: folded, without marks; "Citizens’ (dis)trust" as "citizens dis trust"."""
    return _MARKS.sub(" ", _APOSTROPHES.sub("", fold(words))).strip()


def clean(words: str) -> tuple[str, int]:
    """Return words that any document format can hold, and how many characters were replaced or dropped.

    Control characters and lone surrogates become U+FFFD; overrides of the reading direction are dropped. Every line
    break becomes a line feed, the vertical tab too, which is common in text pasted from Word; that counts for nothing.
    """
    if words.isprintable():
        return words, 0
    words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    words, replaced = _ILLEGAL.subn("\ufffd", words)
    words, dropped = _DIRECTION.subn("", words)
    return words, replaced + dropped


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Return the name that was probably meant, or None when none is close."""
    known = {fold(name): name for name in names}
    close = difflib.get_close_matches(fold(word), known, n=1, cutoff=0.6)
    return known[close[0]] if close else None


def did_you_mean(word: str, names: Iterable[str]) -> str | None:
    """Return ``did you mean 'x'?`` for the nearest name, or None when none is close."""
    name = nearest(word, names)
    return None if name is None else f"did you mean {name!r}?"
