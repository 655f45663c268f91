"""Words that stand once and are a letter away from one that stands often: probably misspelt. Knows no dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import attrs

from kcss_core.model import FAMILIES, Dataset
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.statements import Statements
from kcss_core.text import ANY_LANGUAGE, Text, fold

# Shorter words have too many neighbors: form and from.
_WORD = re.compile(r"[^\W\d_]{5,}")
_OFTEN = 3
# Letters at the end are inflected: projects, carried.
_ENDING = 2


def check_spelling(
    dataset: Dataset, statements: Statements, chapters: Mapping[str, str], accepted: Iterable[str] = ()
) -> Iterator[Problem]:
    """Yield a warning for each word of which only a letter is missing, too many or in the wrong place.

    Another word has to stand there in its right form three times. A letter that is another one is no sign: *protects*
    and *projects* are two words.

    Args:
        chapters: Path to text of the chapters that are written in English.
        accepted: Words that may stand beside others.
    """
    places: dict[str, list[tuple[str, Origin | None]]] = {}
    for origin, text in _texts(dataset, statements, chapters):
        for match in _WORD.finditer(text):
            place = origin if not isinstance(origin, str) else _in_chapter(origin, text, match.start())
            places.setdefault(fold(match[0]), []).append((match[0], place))
    often = {word for word, found in places.items() if len(found) >= _OFTEN}
    # Of what is right a letter less, to what is right.
    longer = {short: word for word in often for short in _shortened(word)}
    known = {fold(word) for words in accepted for word in words.split()}
    for word, found in places.items():
        if len(found) > 1 or word in known:
            continue
        near = {*_shortened(word), *_exchanged(word)} & often
        right = longer.get(word) or max(near, key=lambda one: (len(places[one]), one), default=None)
        if right is not None:
            written, origin = found[0]
            usual = places[right][0][0]
            yield Problem(
                "word.misspelt",
                f"{written!r} stands here only, and {usual!r} {len(places[right])} times in records and chapters",
                origin,
                Severity.WARNING,
                hint=f"did you mean {usual!r}? else name it: accept under [names] in kcss.toml",
            )


def _shortened(word: str) -> Iterator[str]:
    """Yield a word with each letter in turn left out, but for the first and those of an ending."""
    yield from (word[:place] + word[place + 1 :] for place in range(1, len(word) - _ENDING))


def _exchanged(word: str) -> Iterator[str]:
    """Yield a word with each two neighbors in turn exchanged, but for those of an ending."""
    for place in range(1, len(word) - _ENDING):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _texts(
    dataset: Dataset, statements: Statements, chapters: Mapping[str, str]
) -> Iterator[tuple[Origin | str | None, str]]:
    """Yield everything that is written in English, with the place of a record or the path of a chapter."""
    records = [dataset.organization]
    for family in FAMILIES.values():
        if not family.is_table:
            records += getattr(dataset, family.attribute)
    for record in records:
        for field in attrs.fields(type(record)):
            for text in _as_tuple(getattr(record, field.name)):
                yield from ((record.origin, form) for form in _english(text))
    for statement in statements.statements:
        yield from ((statement.origin, words) for words in (statement.name, *statement.items) if words)
    yield from chapters.items()


def _as_tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _english(value: object) -> Iterator[str]:
    if isinstance(value, Text):
        yield from (words for language, words in value.forms if language in ("en", ANY_LANGUAGE))


def _in_chapter(file: str, text: str, start: int) -> Origin:
    return Origin(file, row=text.count("\n", 0, start) + 1, part=f"column {start - text.rfind(chr(10), 0, start)}")
