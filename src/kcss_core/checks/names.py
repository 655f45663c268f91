"""Names that records, chapters, captions and published texts write in several ways; suggestions, never certainties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from attrs import evolve, field

from kcss_core.frozen import frozen
from kcss_core.model import Dataset
from kcss_core.names import KIND, Index, Token, Variation, is_named, proper_names, tokens, variation
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.statements import Statements
from kcss_core.text import ANY_LANGUAGE, Text

#: Families whose records are called by a name, and the field that holds it.
_NAMED = (
    ("programs", "name"),
    ("projects", "title"),
    ("institutions", "name"),
    ("networks", "name"),
    ("policies", "title"),
    ("publications", "title"),
)
#: Families in whose words names stand.
_TELLING = (("activities", "title"), ("photographs", "caption"), ("photographs", "alt"), ("programs", "summary"))

#: From this confidence on a suggestion is a warning, below a note. **Units**: percent.
_LIKELY = 80
_MOST_PLACES = 4


@frozen(eq=False)
class _Form:
    """One way of writing a name.

    Attributes:
        records: Family and id of the records that are called so.
        places: Where it stands, in words, each once.
    """

    words: str
    tokens: tuple[Token, ...]
    records: set[tuple[str, str]] = field(factory=set)
    places: dict[str, Origin | None] = field(factory=dict)


def check_names(
    dataset: Dataset, statements: Statements, chapters: Mapping[str, str], accepted: Iterable[str] = ()
) -> Iterator[Problem]:
    """Yield a suggestion for each name that is written in several ways, with all its places.

    Names that two records of one family have are two names, however alike they are.

    Args:
        chapters: Path to text of the chapters that are written in English.
        accepted: Forms that may stand beside others.
    """
    forms = _Forms()
    forms.add_records(dataset)
    forms.add_statements(statements)
    texts = [*_told(dataset), *((file, text) for file, text in chapters.items())]
    forms.add_texts(texts)
    ignored = {_key(tokens(words)) for words in accepted}
    several = [form for key, form in forms.by_key.items() if key not in ignored]
    yield from (_problem(group, found) for group, found in _groups(several))


def _key(words: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.word for token in words)


@frozen
class _Forms:
    by_key: dict[tuple[str, ...], _Form] = field(factory=dict)

    def add(self, words: str, place: str, origin: Origin | None) -> _Form:
        found = tokens(words)
        form = self.by_key.setdefault(_key(found), _Form(words, found))
        form.places.setdefault(place, origin)
        return form

    def add_record(self, words: str, family: str, id: str, origin: Origin | None) -> None:
        self.add(words, _place(origin), origin).records.add((family, id))

    def add_records(self, dataset: Dataset) -> None:
        organization = dataset.organization
        for words in _english(organization.name):
            self.add_record(words, "organization", organization.id, organization.origin)
        for family, name in _NAMED:
            for record in dataset.of(family):
                for words in _english(getattr(record, name)):
                    self.add_record(words, family, record.id, record.origin)

    def add_statements(self, statements: Statements) -> None:
        has_several = len(statements.documents) > 1
        for statement in statements.statements:
            place = str(statement.place) if has_several else statement.place.inside
            for words in statement.items if statement.name is None else (statement.name,):
                self.add(words, place, statement.origin)

    def add_texts(self, texts: Sequence[tuple[Origin | str, str]]) -> None:
        """Add the forms of known names that stand in texts, and what else these seem to name."""
        known = [form for form in self.by_key.values() if sum(not one.is_small for one in form.tokens) >= 2]
        index = Index(tuple(form.tokens for form in known))
        seen: dict[str, list[tuple[int, int, str]]] = {}
        for origin, text in texts:
            if text not in seen:
                seen[text] = list(_inside(text, index, known))
            for start, _, words in seen[text]:
                place = origin if isinstance(origin, Origin) else Origin(origin, row=text.count("\n", 0, start) + 1)
                self.add(words, _place(place), place)


def _place(origin: Origin | None) -> str:
    return "the records" if origin is None else str(evolve(origin, part=None))


def _inside(text: str, index: Index, known: Sequence[_Form]) -> Iterator[tuple[int, int, str]]:
    """Yield the names in a text, and forms of known names: where each begins and ends, and its words."""
    words = tokens(text)
    exact: list[tuple[int, int]] = []
    alike: list[tuple[int, int, int]] = []
    for number, first, last in index.near(words):
        window, name = words[first:last], known[number].tokens
        if _key(window) == _key(name):
            exact.append((first, last))
        elif not window[0].is_small and not window[-1].is_small and is_named(window, name):
            found = variation(window, name)
            if found is not None:
                alike.append((found.confidence, first, last))
    taken = list(dict.fromkeys(exact))
    for _, first, last in sorted(alike, reverse=True):
        if all(last <= begin or first >= end for begin, end in taken):
            taken.append((first, last))
    spans = [(words[first].start, words[last - 1].end) for first, last in taken]
    for run in proper_names(text):
        start, end = run[0].start, run[-1].end
        if all(end <= begin or start >= stop for begin, stop in spans):
            spans.append((start, end))
    yield from ((start, end, " ".join(text[start:end].split())) for start, end in sorted(spans))


def _english(text: Text | str | None) -> Iterator[str]:
    if isinstance(text, str):
        yield text
    elif text is not None:
        yield from (words for language, words in text.forms if language in ("en", ANY_LANGUAGE))


def _told(dataset: Dataset) -> Iterator[tuple[Origin | str, str]]:
    for family, name in _TELLING:
        for record in dataset.of(family):
            for words in _english(getattr(record, name)):
                yield record.origin or family, words


# ---------------------------------------------------------------- which forms are one name


def _groups(forms: Sequence[_Form]) -> Iterator[tuple[list[_Form], Variation]]:
    """Yield forms of one name, the usual one first, with the least sure of what makes them differ."""
    groups: dict[int, list[_Form]] = {id(form): [form] for form in forms}
    found: dict[int, Variation] = {}
    for one, other in _pairs(forms):
        difference = variation(one.tokens, other.tokens)
        mine, theirs = groups[id(one)], groups[id(other)]
        if difference is None or mine is theirs or any(_are_two(a, b) for a in mine for b in theirs):
            continue
        if KIND in difference.why and all(any(form.records for form in group) for group in (mine, theirs)):
            # A project and an event of the same name are called what they are.
            continue
        joined = [*mine, *theirs]
        known = [found[id(form)] for form in joined if id(form) in found]
        least = min([difference, *known], key=lambda sure: sure.confidence)
        for form in joined:
            groups[id(form)], found[id(form)] = joined, least
    told: set[int] = set()
    for form in forms:
        group = groups[id(form)]
        if len(group) > 1 and id(group) not in told:
            told.add(id(group))
            yield sorted(group, key=lambda one: (not one.records, -len(one.places))), found[id(form)]


def _are_two(one: _Form, other: _Form) -> bool:
    """Say whether records of one family are called so, and so are two things."""
    families = {family for family, _ in one.records}
    return any(family in families and (family, id) not in one.records for family, id in other.records)


def _pairs(forms: Sequence[_Form]) -> Iterator[tuple[_Form, _Form]]:
    """Yield pairs of forms that share the beginnings of two words, each once."""
    by_words: dict[tuple[str, str], list[int]] = {}
    for number, form in enumerate(forms):
        beginnings = sorted({token.word[:4] for token in form.tokens if not token.is_small})
        for pair in combinations(beginnings, 2):
            by_words.setdefault(pair, []).append(number)
    pairs = {pair for numbers in by_words.values() for pair in combinations(numbers, 2)}
    for first, second in sorted(pairs):
        if abs(len(forms[first].tokens) - len(forms[second].tokens)) <= 2:
            yield forms[first], forms[second]


def _problem(group: Sequence[_Form], found: Variation) -> Problem:
    first, *others = group
    told = " and ".join(_said(form) for form in others)
    origin = next(iter(others[0].places.values()), None)
    return Problem(
        "name.varies",
        f"{_said(first)}, but {told}: {found.why} differs; one name with a confidence of {found.confidence} percent",
        origin,
        Severity.WARNING if found.confidence >= _LIKELY else Severity.NOTE,
        hint="write one name in one way, or keep both: accept under [names] in kcss.toml",
    )


def _said(form: _Form) -> str:
    places = list(form.places)
    more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
    return f"{form.words!r} ({'; '.join(places[:_MOST_PLACES])}{more})"
