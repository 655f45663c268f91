"""Persons who may be one, by their names. Suggests, and decides nothing; repeats no name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from attrs import field, frozen

from kcss_core.model import Participant, Table
from kcss_spreadsheet.compared import folded

# The same sounds in the spellings of Albanian and of Serbian, accents folded: Hoxha is Hodža, Krasniqi Krasnići.
_SOUNDS = (
    *(("xh", "dz"), ("gj", "d"), ("dj", "d"), ("sh", "s"), ("zh", "z"), ("th", "t"), ("dh", "d"), ("lj", "l")),
    *(("ll", "l"), ("rr", "r"), ("q", "c"), ("ch", "c"), ("x", "z"), ("y", "i"), ("w", "v")),
)
# A letter in a shorter name makes another name of it: Arta and Arba.
_SHORTEST = 5
_LONG = 9
_MOST_WRONG = 2
# Different spellings of one office have most of their letters in common.
_SAME_OFFICE = 85
_SAME = "the same name"


@frozen
class Person:
    """What is compared of a person.

    Attributes:
        row: In the table of participants, from 0.
        names: The parts of the name, as they sound.
    """

    row: int
    names: tuple[str, ...] = field(repr=False)
    gender: str | None
    affiliation: str = field(repr=False)
    birth_year: int | None = field(repr=False)


@frozen
class Suggestion:
    """Two persons who may be one.

    Attributes:
        row: The one who is named later, in the table of participants, from 0.
        kept: The one who is named first.
        why: What their names have in common.
    """

    row: int
    kept: int
    why: str


def persons_of(table: Table[Participant]) -> Iterator[Person]:
    """Yield the participants who have two names or more; one name alone says too little."""
    sounds = {name: _parts(name) for name in table.column("name").values if name is not None}
    offices = {office: folded(office) for office in table.column("affiliation").values if office is not None}
    columns = (table.column(name) for name in ("name", "gender", "affiliation", "birth_year"))
    for row, (name, gender, office, year) in enumerate(zip(*columns, strict=True)):
        if name is not None and len(sounds[name]) > 1:
            yield Person(row, sounds[name], gender, offices.get(office, ""), year)


def _parts(name: str) -> tuple[str, ...]:
    words = folded(name)
    for spelled, sound in _SOUNDS:
        words = words.replace(spelled, sound)
    letters = "".join(letter if letter.isalnum() else " " for letter in words)
    return tuple(dict.fromkeys(letters.split()))


def suggestions(persons: Iterable[Person], is_known: Callable[[int, int], bool]) -> list[Suggestion]:
    """Return for each person the first who may be the same, in the order of the table.

    Two persons are compared where one part of their names sounds the same and another begins alike.

    Args:
        is_known: Says of two rows whether somebody has looked at them already.
    """
    called: dict[tuple[str, ...], list[Person]] = {}
    for person in persons:
        called.setdefault(person.names, []).append(person)
    pairs: dict[int, dict[int, str]] = {}
    for one, other, why in _alike(called):
        for person in called[one]:
            for another in called[other]:
                first, later = sorted((person, another), key=lambda each: each.row)
                if first is not later and not _differ(first, later) and not is_known(first.row, later.row):
                    pairs.setdefault(later.row, {})[first.row] = why
    # Who is kept should be nobody else's double: a chain of three is two decisions about one person.
    found = []
    for row, others in sorted(pairs.items()):
        kept = min(others, key=lambda other: (other in pairs, other))
        found.append(Suggestion(row, kept, others[kept]))
    return found


def _alike(names: Iterable[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], str]]:
    """Yield pairs of names that are alike, with what they have in common; each name also with itself."""
    blocks: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for each in names:
        yield each, each, _SAME
        for shared in each:
            for initial in dict.fromkeys(name[0] for name in each if name != shared):
                blocks.setdefault((shared, initial), []).append(each)
    found: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for block in blocks.values():
        for one, other in combinations(block, 2):
            why = alike(one, other)
            if why is not None and (one, other) not in found:
                found.add((one, other))
                yield one, other, why


def _differ(one: Person, other: Person) -> bool:
    """Say whether something that is recorded of both tells two persons apart."""
    from rapidfuzz import fuzz

    return (
        _is_other(one.gender, other.gender)
        or _is_other(one.birth_year, other.birth_year)
        or (
            bool(one.affiliation and other.affiliation)
            and one.affiliation != other.affiliation
            and fuzz.ratio(one.affiliation, other.affiliation) < _SAME_OFFICE
        )
    )


def _is_other(one: object, other: object) -> bool:
    return None not in (one, other) and one != other


def alike(one: Sequence[str], other: Sequence[str]) -> str | None:
    """Return what two names have in common, or None where they are the names of two persons.

    Fatmir and Fatmire, Luan and Luana, Petar and Petra are two persons.
    """
    fewer, more = sorted((one, other), key=len)
    left = [name for name in more if name not in fewer]
    rest = [name for name in fewer if name not in more]
    if len(rest) == len(fewer):
        return None
    if not rest:
        return _SAME if not left else "one has a name more"
    whys = []
    for name in rest:
        match = next((each for each in left if _is_initial(name, each)), None)
        why = "an initial"
        if match is None:
            match = next((each for each in left if _is_near(name, each)), None)
            why = "spelled nearly alike"
        if match is None:
            return None
        left.remove(match)
        whys.append(why)
    return None if left else ", ".join(dict.fromkeys(whys))


def _is_initial(one: str, other: str) -> bool:
    return one[0] == other[0] and 1 in (len(one), len(other))


def _is_near(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    if len(shorter) < _SHORTEST or len(longer) - len(shorter) > _MOST_WRONG or one[0] != other[0]:
        return False
    most = 1 if len(shorter) < _LONG else _MOST_WRONG
    return not _are_of_two_genders(shorter, longer) and OSA.distance(one, other, score_cutoff=most) <= most


def _are_of_two_genders(shorter: str, longer: str) -> bool:
    """Say whether one name is the other's form for women: both languages make it with a vowel at the end."""
    if longer[-1] in "ae" and longer[:-1] == shorter:
        return True
    # Aleksandar and Aleksandra, Petar and Petra; Fatmiri, as one is called, and Fatmire.
    return {shorter[-2:], longer[-2:]} == {"ar", "ra"} or (
        shorter[:-1] == longer[:-1] and {shorter[-1], longer[-1]} in ({"a", "i"}, {"e", "i"}, {"a", "o"})
    )
