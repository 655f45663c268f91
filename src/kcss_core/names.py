"""Names that are written in several ways: how alike two forms are, and where one stands in a text. Knows no records.

English only: in Albanian and Serbian a name changes with its place in the sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from attrs import field

from kcss_core.frozen import frozen
from kcss_core.text import fold
from kcss_core.vocabulary import labels

_SMALL = frozenset("a an and at by for from in of on or the to with".split())  # noqa: SIM905
_JOINING = frozenset({"and", "or"})
_TOKEN = re.compile(r"[^\W_]+(?:['’‘][^\W_]+)*['’‘]?")
_OPENING = re.compile(r"(?:^|[\s(\[*_“\"])['‘‚]$")
# What ends a name: a mark, the end of a paragraph, the next item of a list. A line that only goes on ends nothing.
_MARKS_BETWEEN = re.compile(r"[`.:;!?()\[\]{}|\"“”„«»]|\n\s*(?:\n|[-*+>#])")

#: Words that say what kind of thing has a name, beside those of the vocabulary, by what people take for one another:
#: a project is called a partnership, a report a study, but no report a conference.
_KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "structure": (
            "alliance",
            "coalition",
            "consortium",
            "initiative",
            "network",
            "partnership",
            "platform",
            "program",
            "programme",
            "project",
        ),
        "work": ("assessment", "brief", "handbook", "manual", "paper", "report", "study"),
        "event": ("conference", "event", "meeting"),
    }
)

# How sure it is that two forms are one name: where only a mark or a small word differs, nearly; each other word less.
_SAME = 95
#: What differs where only the word for the kind of thing does, which is the least sure.
KIND = "the word for what it is"
_LOSS = {"an apostrophe": 0, "a small word": 5, "the form of a word": 5, "a letter": 15, KIND: 35}
#: From so many letters on a word may differ in its first one.
_LONG = 9
#: Less than this is not told.
_LEAST = 50


@frozen
class Variation:
    """What makes two forms of a name differ.

    Attributes:
        confidence: How sure it is that both are one name. **Units**: percent.
        why: What differs, in words.
    """

    confidence: int
    why: str


@frozen
class Token:
    """A word of a text, folded, with where it stands."""

    word: str
    start: int = field(eq=False)
    end: int = field(eq=False)
    is_capital: bool = field(eq=False)

    @property
    def is_small(self) -> bool:
        """Whether it joins others and names nothing."""
        return self.word in _SMALL


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a text; marks between them are left out, an apostrophe belongs to its word.

    The mark that closes a quotation opened by its like belongs to no word: 'Kosovo Security Forces'.
    """
    found: list[Token] = []
    is_quoted = False
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        is_quoted = is_quoted or bool(_OPENING.search(text, max(0, start - 2), start))
        word = fold(match[0]).replace("’", "'").replace("‘", "'")
        if word.endswith("'") and (is_quoted or not word.endswith("s'")):
            word, end, is_quoted = word[:-1], end - 1, False
        found.append(Token(word, start, end, not match[0][0].islower()))
    return tuple(found)


def variation(one: Sequence[Token], other: Sequence[Token]) -> Variation | None:
    """Return how two forms of what may be one name differ; None where they are the same, or two names.

    Two names share at least two words that mean something, and at least half of them; what differs is small words,
    forms of words, single letters, or the last word where it only says what kind of thing it is.
    """
    mine, theirs = [token.word for token in one], [token.word for token in other]
    if mine == theirs:
        return None
    reasons: list[str] = []
    shared = 0
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag == "equal":
            shared += sum(not token.is_small for token in one[first:last])
            continue
        found = _differences(one, other, (first, last), (begin, end))
        if found is None:
            return None
        reasons += found
    meaning = max(sum(not token.is_small for token in tokens) for tokens in (one, other))
    if shared < 2 or 2 * shared < meaning:
        return None
    confidence = _SAME - sum(_LOSS[reason] for reason in reasons)
    return Variation(confidence, " and ".join(dict.fromkeys(reasons))) if confidence >= _LEAST else None


def _differences(
    one: Sequence[Token], other: Sequence[Token], mine: tuple[int, int], theirs: tuple[int, int]
) -> list[str] | None:
    """Return what differs between two stretches of two names; None where they are too different."""
    left, right = ([t for t in all_[slice(*span)] if not t.is_small] for all_, span in ((one, mine), (other, theirs)))
    if len(left) != len(right):
        return None
    reasons: list[str] = []
    if len(one[slice(*mine)]) - len(left) != len(other[slice(*theirs)]) - len(right):
        reasons.append("a small word")
    is_end = mine[1] == len(one) and theirs[1] == len(other)
    for number, (first, second) in enumerate(zip(left, right, strict=True), 1):
        reason = _difference(first.word, second.word)
        if reason is None and is_end and number == len(left) and _are_alike_kinds(first.word, second.word):
            reason = KIND
        if reason is None:
            return None
        if reason:
            reasons.append(reason)
    return reasons or ["a small word"]


def _are_alike_kinds(one: str, other: str) -> bool:
    sort = kinds().get(one)
    return sort is not None and sort == kinds().get(other)


def _difference(one: str, other: str) -> str | None:
    """Return how two words differ, empty for not at all, None for two words."""
    if one == other:
        return ""
    bare, plain = one.replace("'", ""), other.replace("'", "")
    if bare == plain:
        return "an apostrophe"
    short, long = sorted((bare, plain), key=len)
    if not (short.isalpha() and long.isalpha()) or len(short) < 4:
        return None
    if short[:1] != long[:1]:
        # National and rational are two words; in a long one a first letter is a slip.
        return "a letter" if len(long) >= _LONG and distance(short, long, 1) <= 1 else None
    is_plural = short.endswith("y") and long.endswith("ies") and short[:-1] == long[:-3]
    if is_plural or (long.startswith(short) and len(long) - len(short) <= 2):
        return "the form of a word"
    if len(short) >= 5 and distance(short, long, 1) <= 1:
        return "a letter"
    return None


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters must be put in, left out or exchanged to make one word the other; ``most`` + 1 for more.

    Two letters that change places count once. Damerau–Levenshtein with single transpositions.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, 1):
        before, last, row = row, before, [index]
        for at, wanted in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != wanted))
            if index > 1 and at > 1 and letter == other[at - 2] and one[index - 2] == wanted:
                cost = min(cost, last[at - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


@cache
def kinds() -> Mapping[str, str]:
    """Return the words that only say what kind of thing has a name: word to the sort of things that it stands for."""
    found = {word: sort for sort, words in _KINDS.items() for word in words}
    for id, words in labels().items():
        name = fold(words["en"])
        if id.startswith("kind.") and name.isalpha():
            found.setdefault(name, "event")
    return MappingProxyType(found)


# ---------------------------------------------------------------- names inside a text


def proper_names(text: str) -> Iterator[tuple[Token, ...]]:
    """Yield what a text seems to name: three words or more with capitals, and small words between them."""
    run: list[Token] = []
    for token in (*tokens(text), None):
        is_joined = token is not None and (not run or not _MARKS_BETWEEN.search(text[run[-1].end : token.start]))
        if token is not None and is_joined and (token.is_capital or (run and token.is_small)):
            if run or not token.is_small:
                run.append(token)
            continue
        while run and run[-1].is_small:
            run.pop()
        if sum(not one.is_small for one in run) >= 3 and not _is_enumeration(text, run):
            yield tuple(run)
        run = [token] if token is not None and token.is_capital and not token.is_small else []


def _is_enumeration(text: str, run: Sequence[Token]) -> bool:
    """Say whether words only stand in a row: Albania, Kosovo and Serbia. Of a name the last part has two or more."""
    joints = [
        place
        for place, (one, other) in enumerate(pairwise(run), 1)
        if one.word in _JOINING or "," in text[one.end : other.start]
    ]
    return bool(joints) and sum(not token.is_small for token in run[joints[-1] :]) == 1


@frozen
class Index:
    """Names by the beginnings of their words, to find their forms in texts."""

    names: tuple[tuple[Token, ...], ...]
    _at: dict[str, list[tuple[int, int]]] = field(init=False, eq=False, repr=False)

    @_at.default
    def _by_beginning(self) -> dict[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = {}
        for number, name in enumerate(self.names):
            for position, token in enumerate(name):
                if not token.is_small:
                    found.setdefault(token.word[:4], []).append((number, position))
        return found

    def near(self, text: Sequence[Token]) -> Iterator[tuple[int, int, int]]:
        """Yield number of a name, and first and last place of the words of a text that may be a form of it."""
        hits: Counter[tuple[int, int]] = Counter()
        for place, token in enumerate(text):
            for number, position in self._at.get(token.word[:4], ()):
                hits[number, place - position] += 1
        seen: set[tuple[int, int]] = set()
        for number, start in sorted(hits):
            together = hits[number, start] + hits[number, start + 1]
            if together < 2 or (number, start) in seen:
                continue
            seen.add((number, start + 1))
            length = len(self.names[number])
            for first in (start, start + 1):
                for size in (length, length + 1, length - 1):
                    if first >= 0 and size > 0 and first + size <= len(text):
                        yield number, first, first + size


def is_named(form: Iterable[Token], name: Iterable[Token]) -> bool:
    """Say whether words of a text have capitals where a name would have them."""
    wants = all(token.is_capital for token in name if not token.is_small)
    return not wants or all(token.is_capital for token in form if not token.is_small)
