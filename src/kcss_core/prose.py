"""Sentences as people write them: the numbers and years in them, and whether they tell of an increase.

Reads words in the languages of reports. Knows no chapter, no figure and no Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

from kcss_core.frozen import frozen
from kcss_core.text import fold
from kcss_core.vocabulary import transliterate
from kcss_core.vocabulary.lists import tables_of

#: Stands in a sentence for a number that was not typed, such as a value that a program fills in.
PLACEHOLDER = "\ufffc"


@frozen(kw_only=True)
class Written:
    """A number, or a year, as somebody wrote it.

    Attributes:
        start, end: Where it stands in the text.
        is_percent: Whether the words after it make it a percentage.
    """

    start: int
    end: int
    words: str
    number: int | Decimal
    is_percent: bool = False


# ---------------------------------------------------------------- words of a language


@frozen(kw_only=True)
class _Words:
    numbers: Mapping[str, int]
    joins: frozenset[str]
    names: frozenset[str]
    months: tuple[str, ...]
    percent: frozenset[str]
    measures: tuple[str, ...]
    to_by: frozenset[str]
    changes: frozenset[str]
    wishes: frozenset[str]


@cache
def _words(language: str) -> _Words:
    base = "sr-Latn" if language == "sr-Cyrl" else language
    more: dict[str, Any] = _file("prose.toml")[base]
    counted: dict[str, Any] = _file("number-words.toml")[base]

    def folded(word: str) -> str:
        return fold(transliterate(word) if language == "sr-Cyrl" else word)

    numbers = {folded(word): number for number, word in enumerate(counted["below-twenty"])}
    numbers |= {folded(word): tens for tens, word in zip(range(20, 100, 10), counted["tens"], strict=True)}
    for gender in ("feminine", "neuter"):
        numbers |= {folded(word): int(number) for number, word in counted.get(gender, {}).items()}
    return _Words(
        numbers=numbers | {folded(word): number for word, number in more["numbers"].items()},
        joins=frozenset(map(folded, more["joins"])),
        names=frozenset(map(folded, more["names"])),
        months=tuple(map(folded, more["months"])),
        percent=frozenset(map(folded, more["percent"])),
        measures=tuple(map(folded, more["measures"])),
        to_by=frozenset(map(folded, more["to-by"])),
        changes=frozenset(map(folded, more["changes"])),
        wishes=frozenset(map(folded, more["wishes"])),
    )


@cache
def _file(name: str) -> dict[str, Any]:
    return tables_of(name)


# ---------------------------------------------------------------- numbers and years

_NARROW = "\u00a0\u202f"
_DIGITS = {
    "en": re.compile(rf"\d{{1,3}}(?:[,{_NARROW}]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"),
    "other": re.compile(rf"\d{{1,3}}(?:[. {_NARROW}]\d{{3}})+(?!\d)(?:,\d+)?|\d+(?:[,.]\d+)?"),
}
_LETTER = r"[^\W\d_]"
# Dates in digits, times of the day, telephone numbers.
_NO_COUNT = re.compile(
    r"\d{4}-\d{2}(?:-\d{2})?|\d{1,2}\s?[./]\s?\d{1,2}\s?[./]\s?\d{2,4}|\d{1,2}:\d{2}|\+\d[\d ()/-]{6,}\d"
)
# COVID-19, G7, 18th, 24-hour, 05/L-123: letters hang on the digits, so they are part of a name or of an adjective.
_HANGING_BEFORE = re.compile(rf"(?:{_LETTER}|\d)[-/]?$")
_HANGING_AFTER = re.compile(rf"[-/]?{_LETTER}")
_WORD_BEFORE = re.compile(rf"({_LETTER}+)\.?[\s#§№(]*$")
_TOKEN = re.compile(rf"{_LETTER}+(?:['’]{_LETTER}+)?")
_YEARS = range(1900, 2100)


def numbers_in(text: str, language: str) -> Iterator[Written]:
    """Yield the numbers that count or measure something, in digits and in words, in order.

    Left out: years, dates, times, ordinals; numbers after words such as *Resolution*, *Article* or *No.*; numbers on
    which letters hang (*COVID-19*, *two-day*); number words that a capital makes a name (*Group of Seven*). *One* alone
    is left out as well, since in all these languages it is mostly an article or a pronoun, and so is *zero*.
    """
    found = [*_in_digits(text, language), *_in_words(text, language)]
    yield from sorted((one for one in found if not isinstance(one, _Year)), key=lambda one: one.start)


def years_in(text: str, language: str, *, of_names: bool = False) -> Iterator[Written]:
    """Yield the years that stand alone, without those that are part of a date in digits.

    Args:
        of_names: Whether years after a capital count too: *Annual Report 2021*; never those of *Horizon 2020*.
    """
    for one in _in_digits(text, language):
        if isinstance(one, _Year) and (of_names or not one.is_named):
            yield Written(start=one.start, end=one.end, words=one.words, number=one.number)


@frozen(kw_only=True)
class _Year(Written):
    is_named: bool = False


def _in_digits(text: str, language: str) -> Iterator[Written]:
    words = _words(language)
    apart = [match.span() for match in _NO_COUNT.finditer(text)]
    last_name = -1
    for match in _DIGITS["en" if language == "en" else "other"].finditer(text):
        start, end = match.span()
        before, after = text[:start], text[end:]
        if any(one <= start < other for one, other in apart):
            continue
        word = _WORD_BEFORE.search(before)
        is_name = word is not None and fold(word[1]) in words.names
        is_name = is_name or (last_name >= 0 and _joins(text[last_name:start], after, words))
        if is_name or _HANGING_BEFORE.search(before) or _HANGING_AFTER.match(after):
            last_name = end
            continue
        number = _value(match[0], language)
        if match[0].isdecimal() and len(match[0]) == 4 and int(match[0]) in _YEARS:
            named = word is not None and _is_name(text, word.start(1), word[1]) and not _is_month(word[1], words)
            yield _Year(start=start, end=end, words=match[0], number=number, is_named=named)
        elif not _is_date(word, after, words) and not _is_ordinal(after, language):
            is_percent = _is_percent(after, words)
            yield Written(start=start, end=end, words=match[0], number=number, is_percent=is_percent)


def _joins(between: str, after: str, words: _Words) -> bool:
    """Say whether words between two numbers make the second one of the same sort: Articles 12, 14 *and* 16."""
    stripped = between.strip()
    if stripped == ",":
        return _GOES_ON.match(after) is not None
    return stripped in ("-", "–", "/", "&") or fold(stripped) in words.joins | _AND


_AND = frozenset({"and", "or", "dhe", "ose", "e", "i", "ili", "и", "или", "to", "deri", "do", "до"})
_GOES_ON = re.compile(rf"\s*(?:,|&|{'|'.join(sorted(_AND))})\s*\d")


def _is_name(text: str, start: int, word: str) -> bool:
    """Say whether a word with a capital is one inside its sentence; at the beginning a capital tells nothing."""
    before = text[:start].rstrip(" \t\n*_(“”\"„'’#>|+-")
    return word[0].isupper() and bool(before) and before[-1] not in ".!?:…"


def _is_month(word: str, words: _Words) -> bool:
    return fold(word).startswith(words.months)


def _is_date(word: re.Match[str] | None, after: str, words: _Words) -> bool:
    """Say whether a month stands beside a number: 14 March, 12–14 March, March 14."""
    if word is not None and _is_month(word[1], words):
        return True
    follows = re.match(rf"\.?(?:\s?[-–]\s?\d{{1,2}}\.?)?\s+(?:of\s+)?({_LETTER}+)", after)
    return follows is not None and _is_month(follows[1], words)


def _is_ordinal(after: str, language: str) -> bool:
    return language.startswith("sr") and re.match(r"\.\s+[a-zčćšđža-яђјљњћџ]", after) is not None


def _is_percent(after: str, words: _Words) -> bool:
    rest = re.sub(rf"^\s*(?:[-–]|{_LETTER}+)\s*\d+(?:[.,]\d+)?(?=\s*(?:%|{_LETTER}))", "", after)
    word = re.match(rf"\s*({_LETTER}+)", rest)
    return rest.lstrip().startswith("%") or (word is not None and fold(word[1]) in words.percent)


def _value(digits: str, language: str) -> int | Decimal:
    group, decimal = (",", ".") if language == "en" else (".", ",")
    bare = re.sub(rf"[ {_NARROW}]", "", digits)
    if language != "en" and re.fullmatch(r"\d+\.\d{1,2}", bare):
        group, decimal = decimal, group
    whole, _, fraction = bare.replace(group, "").partition(decimal)
    return Decimal(f"{whole}.{fraction}") if fraction else int(whole)


def _in_words(text: str, language: str) -> Iterator[Written]:
    words = _words(language)
    tokens = [(match.start(), match.end(), fold(match[0])) for match in _TOKEN.finditer(text)]
    index = 0
    while index < len(tokens):
        if tokens[index][2] not in words.numbers:
            index += 1
            continue
        last, number = _run(text, tokens, index, words)
        start, end = tokens[index][0], tokens[last][1]
        index = last + 1
        is_adjective = _HANGING_AFTER.match(text[end:]) is not None or text[max(0, start - 1) : start] == "-"
        # 2 million: the digits were found already.
        is_scale = number >= 100 and re.search(r"\d\s*$", text[:start]) is not None
        if number > 1 and not is_adjective and not is_scale and not _is_name(text, start, text[start:end]):
            is_percent = _is_percent(text[end:], words)
            yield Written(start=start, end=end, words=text[start:end], number=number, is_percent=is_percent)


def _run(text: str, tokens: list[tuple[int, int, str]], first: int, words: _Words) -> tuple[int, int]:
    """Return the last token of the number that begins with a token, and what the number is."""
    parts = [words.numbers[tokens[first][2]]]
    last = first
    while last + 1 < len(tokens):
        joined = tokens[last + 1][2] in words.joins
        following = last + 2 if joined else last + 1
        if following >= len(tokens):
            break
        between = text[tokens[last][1] : tokens[following][0]]
        part = words.numbers.get(tokens[following][2])
        is_near = not re.search(r"[^\s\w’'-]", between)
        if part is None or not is_near or not _continues(parts[-1], part, joined=joined):
            break
        parts.append(part)
        last = following
    return last, _sum(parts)


def _continues(before: int, part: int, *, joined: bool) -> bool:
    if part >= 100 and part % 100 == 0 and part > before:
        return not joined  # two hundred, five thousand
    return before >= 20 and part < before and (before >= 100 or part < 10)


def _sum(parts: list[int]) -> int:
    total = current = 0
    for before, part in pairwise([0, *parts]):
        if part >= 100 and part > before:
            current = max(current, 1) * part
            if part >= 1000:
                total, current = total + current, 0
        else:
            current += part
    return total + current


# ---------------------------------------------------------------- change


def change_without_baseline(sentence: str, language: str) -> str | None:
    """Return the word that tells of an increase or a decrease where no earlier value is given; None where all is well.

    Only where something measured changes: a word such as *number* or *share* stands beside it, or *to*, *by* and a
    number follow. Two numbers in a sentence are taken for the earlier and the later one; numbers that a program fills
    in are given as :data:`PLACEHOLDER`. A wish (*to increase the share*) tells of no change.
    """
    words = _words(language)
    tokens = [(match.start(), match.end(), fold(match[0])) for match in _TOKEN.finditer(sentence)]
    has_measure = any(word.startswith(words.measures) for _, _, word in tokens)
    for index, (start, end, word) in enumerate(tokens):
        if word not in words.changes or (index and tokens[index - 1][2] in words.wishes):
            continue
        after = tokens[index + 1][2] if index + 1 < len(tokens) else ""
        has_amount = after in words.to_by and bool(_amounts(sentence[end:], language))
        if (has_measure or has_amount) and _amounts(sentence, language) < 2:
            return sentence[start:end]
    return None


def _amounts(text: str, language: str) -> int:
    return len(re.findall(f"{PLACEHOLDER}+", text)) + sum(1 for _ in numbers_in(text, language))
