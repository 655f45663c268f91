"""What authors typed into a chapter by hand: numbers, stale years, and changes without an earlier value.

Reads the source of a chapter and not its blocks, so that line and column are those of the author's editor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from kcss_core.checks.chapters import ROLE, seen
from kcss_core.edition import Edition
from kcss_core.frozen import frozen
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.prose import PLACEHOLDER, Written, change_without_baseline, numbers_in, years_in
from kcss_core.text import Text, fold

_SINGLE = re.compile(r"^(?:[ >]*(?:[-*+]|#+) |[ >]*\|)", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[*_”“\"’')]*\s+(?=[\"“„(*_]*[^\W\d_a-zčćšđžëça-яђјљњћџ]|[\"“„(*_]*\ufffc)")
_ASKED_PERIOD = re.compile(r"@(\d{4})")
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")
_BLANK = re.compile(r"\s")
_BAR = re.compile(r"\|")
_VALUES = re.compile(f"{PLACEHOLDER}+")
_QUOTED = 30
_MOST_FIGURES = 3

# A record's name, and where something is called the same but for a number.
_Misnamed: TypeAlias = tuple[str, re.Match[str]]


def check_chapter(
    text: str, file: str, language: str, edition: Edition, allowed: Sequence[str] = ()
) -> Iterator[Problem]:
    """Yield a warning for each number, stale year and baseless change that stands in a chapter.

    Not reported: numbers in the titles of records, targets of figures as percentages, and what is allowed.

    Args:
        language: The one that the chapter is written in.
        allowed: Words that may stand as they are, with a number in them: ``24 hours``.
    """
    exempt = _Exempt(edition, tuple(fold(words) for words in allowed))
    for sentence in _sentences(text):
        misnamed = list(_misnamed(sentence, exempt))
        yield from _numbers(sentence, file, language, exempt, misnamed)
        yield from _years(sentence, file, language, exempt)
        yield from _names(sentence, file, misnamed)
        word = change_without_baseline(sentence.words, language)
        if word is not None and not sentence.asks_earlier(edition):
            start = sentence.words.index(word)
            yield Problem(
                "statement.no-baseline",
                f"expected an earlier value beside {word!r}, got none: “{sentence.around(start, start + len(word))}”",
                sentence.place(file, start),
                Severity.WARNING,
                hint="give the earlier value too, such as {value}`figure-id@2021`, or say how things stand now",
            )


@frozen
class _Sentence:
    """A sentence of a chapter, or a heading, an item, a cell; ``start`` is where it stands in the chapter's text."""

    words: str
    start: int
    source: str
    asks: tuple[str, ...]
    is_heading: bool

    def place(self, file: str, start: int) -> Origin:
        position = self.start + start
        line = self.source.count("\n", 0, position) + 1
        column = position - self.source.rfind("\n", 0, position)
        return Origin(file, row=line, part=f"column {column}")

    def around(self, start: int, end: int) -> str:
        """Return a few words around a place, for somebody to recognize it; values stand as dots."""
        first = max(0, self.words.rfind(" ", 0, max(0, start - _QUOTED)) + 1) if start > _QUOTED else 0
        last = self.words.find(" ", end + _QUOTED)
        words = self.words[first : len(self.words) if last < 0 else last]
        return " ".join(_VALUES.sub("…", words).replace("*", "").split()).strip("_|#>- ")

    def asks_earlier(self, edition: Edition) -> bool:
        return any(int(year) < edition.period.start.year for ask in self.asks for year in _ASKED_PERIOD.findall(ask))


def _sentences(text: str) -> Iterator[_Sentence]:
    asks = [(match.start(), match[2]) for match in ROLE.finditer(text)]
    read = seen(text)
    for start, end in _passages(read):
        passage = _BLANK.sub(" ", read[start:end])
        is_heading = passage.lstrip(" >").startswith("#")
        first = 0
        for cut in [*(match.end() for match in _SENTENCE_END.finditer(passage)), len(passage)]:
            inside = tuple(ask for place, ask in asks if start + first <= place < start + cut)
            yield _Sentence(passage[first:cut], start + first, text, inside, is_heading)
            first = cut


def _passages(text: str) -> Iterator[tuple[int, int]]:
    """Yield where paragraphs, headings, items and cells begin and end."""
    begin: int | None = None
    position = 0
    for line in text.split("\n"):
        end = position + len(line)
        starts_anew = not line.strip() or _SINGLE.match(line) is not None
        if begin is not None and starts_anew:
            yield begin, position
            begin = None
        if line.lstrip(" >").startswith("|"):
            cells = [position, *(position + match.start() for match in _BAR.finditer(line)), end]
            yield from ((first, last) for first, last in pairwise(cells) if last > first)
        elif line.lstrip(" >").startswith("#"):
            yield position, end
        elif line.strip() and begin is None:
            begin = position
        position = end + 1
    if begin is not None:
        yield begin, len(text)


# ---------------------------------------------------------------- what need not be a value


@frozen(slots=False, eq=False)
class _Exempt:
    edition: Edition
    allowed: tuple[str, ...]

    @cached_property
    def titles(self) -> dict[str, str]:
        """Titles and names of records that hold a digit, by their folded form."""
        found: dict[str, str] = {}
        dataset = self.edition.dataset
        for family in ("programs", "projects", "institutions", "networks", "policies", "activities", "publications"):
            for record in dataset.of(family):
                for name in ("title", "name", "short_name", "acronym", "scheme", "consortium"):
                    words = getattr(record, name, None)
                    forms = [form for _, form in words.forms] if isinstance(words, Text) else [words or ""]
                    found |= {fold(form): form for form in forms if _DIGIT.search(form)}
        return found

    @cached_property
    def alike(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The titles of several words, each with the pattern of what is called the same but for a number."""
        found = []
        for folded, title in self.titles.items():
            like = r"\s+".join(_DIGITS.sub(r"\\d+", re.escape(word)) for word in folded.split())
            if " " in folded:
                found.append((title, re.compile(rf"(?<![\w-]){like}(?![\w-])", re.IGNORECASE)))
        return tuple(found)

    @cached_property
    def phrases(self) -> tuple[re.Pattern[str], ...]:
        """The patterns of what may stand with a number in it, in folded words."""
        phrases = (*self.allowed, *self.titles)
        return tuple(re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)") for phrase in phrases)

    @cached_property
    def targets(self) -> frozenset[Decimal]:
        """What figures of the edition are to reach, in percent."""
        bounds = [
            bound * 100
            for figure in self.edition.figures.values()
            if figure.target is not None
            for bound in (figure.target.low, figure.target.high)
            if bound is not None and 0 < bound < 1
        ]
        return frozenset(Decimal(bound.numerator) / bound.denominator for bound in bounds)

    def covers(self, sentence: _Sentence, one: Written) -> bool:
        """Say whether a number or year may stand as it is typed."""
        if one.is_percent and one.number in self.targets:
            return True
        words = fold(sentence.words)
        # The sign at the end keeps the space before the number.
        before = len(fold(sentence.words[: one.start] + "\0")) - 1
        return any(
            match.start() <= before < match.end()
            for phrase in self.phrases
            for match in phrase.finditer(words)
        )


# ---------------------------------------------------------------- numbers and years


def _numbers(
    sentence: _Sentence, file: str, language: str, exempt: _Exempt, misnamed: Sequence[_Misnamed]
) -> Iterator[Problem]:
    spans = [match.span() for _, match in misnamed]
    for one in numbers_in(sentence.words, language):
        if exempt.covers(sentence, one) or any(start <= one.start < end for start, end in spans):
            continue
        yield Problem(
            "chapter.typed-number",
            f"expected a value, got {one.words!r} typed by hand: “{sentence.around(one.start, one.end)}”",
            sentence.place(file, one.start),
            Severity.WARNING,
            hint=_remedy(one, exempt.edition),
        )


def _remedy(one: Written, edition: Edition) -> str:
    equal = [] if one.is_percent else [id for id in edition.figures if edition.value(id).number == one.number]
    if equal:
        named = " or ".join(f"{{value}}`{id}`" for id in equal[:_MOST_FIGURES])
        return f"write {named}, or name the words under allowed_numbers in report.toml"
    return "write {value}`figure-id`, or name the words under allowed_numbers in report.toml"


def _misnamed(sentence: _Sentence, exempt: _Exempt) -> Iterator[_Misnamed]:
    """Yield what is called as a record is but for a number, with the record's name: Horizon 2021 for Horizon 2020."""
    if not _DIGIT.search(sentence.words):
        return
    for title, like in exempt.alike:
        for match in like.finditer(sentence.words):
            if fold(match[0]) not in exempt.titles:
                yield title, match


def _names(sentence: _Sentence, file: str, misnamed: Sequence[_Misnamed]) -> Iterator[Problem]:
    for title, match in misnamed:
        yield Problem(
            "chapter.other-number",
            f"expected {title!r}, as a record is called, got {match[0]!r}: "
            f"“{sentence.around(match.start(), match.end())}”",
            sentence.place(file, match.start()),
            Severity.WARNING,
            hint="mend the number, or add what it names to the records",
        )


def _years(sentence: _Sentence, file: str, language: str, exempt: _Exempt) -> Iterator[Problem]:
    """Yield a warning for each year that is not the report's in a sentence that has a value of the report's period."""
    period = exempt.edition.period
    own = range(period.start.year, period.end.year + 1)
    years = [
        one
        for one in years_in(sentence.words, language, of_names=sentence.is_heading)
        if not exempt.covers(sentence, one)
    ]
    asked = {int(year) for ask in sentence.asks for year in _ASKED_PERIOD.findall(ask)}
    if any(one.number in own for one in years) or not (sentence.is_heading or _tells_now(sentence)):
        return
    for one in years:
        if one.number not in asked:
            yield Problem(
                "chapter.stale-year",
                f"expected a year of the report, {period}, got {one.words}: “{sentence.around(one.start, one.end)}”",
                sentence.place(file, one.start),
                Severity.WARNING,
                hint="mend the year; where another is meant, ask for its value, such as {value}`figure-id@2021`",
            )


def _tells_now(sentence: _Sentence) -> bool:
    return any("@" not in ask for ask in sentence.asks)


def check_title(title: Text, edition: Edition, origin: Origin) -> Iterator[Problem]:
    """Yield a warning for each form of a report's title whose years are all others than the report's."""
    first, last = edition.period.start.year, edition.period.end.year
    for language, words in title.forms:
        years = [one.number for one in years_in(words, language or edition.language, of_names=True)]
        if years and (max(years) < first or min(years) > last):
            message = f"expected a year of the report, {edition.period}, got {words!r}"
            yield Problem("chapter.stale-year", message, origin, Severity.WARNING, hint="mend the year, or the period")
