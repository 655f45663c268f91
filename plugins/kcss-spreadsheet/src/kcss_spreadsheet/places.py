"""The 38 municipalities of Kosovo in the forms people write them, and several towns in one cell. Knows no sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from attrs import evolve

from kcss_core.problems import Severity
from kcss_spreadsheet.cells import Misfit, as_text
from kcss_spreadsheet.compared import key, keys, rows_of

_BEFORE = re.compile(
    r"^\s*(komuna\s+(e|ë|i)\s+|komuna\s+|komunë\s+e\s+|opština\s+|opstina\s+|општина\s+|municipality\s+of\s+"
    r"|qyteti\s+(i|e)\s+|grad\s+|град\s+|city\s+of\s+|town\s+of\s+)",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s+(municipality|commune|city)\s*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;/&+\n]\s*|\s+dhe\s+|\s+and\s+|\s+-\s+", re.IGNORECASE)
# Serbian "and" is also a word inside names: Hani i Elezit.
_SERBIAN_AND = re.compile(r"\s+(?:i|и)\s+", re.IGNORECASE)
_COUNTRY = frozenset({"kosovo", "kosova", "kosove", "kosoves", "republikaekosoves", "kosovoimetohija", "xk", "ks"})


@cache
def municipalities() -> Mapping[str, tuple[str, ...]]:
    """Return the municipalities, by their Albanian names, that each known form may mean, by the form's key."""
    found: dict[str, dict[str, None]] = {}
    certain: set[str] = set()
    rows = list(rows_of("municipalities.csv"))
    for row in rows:
        for name in _names(row):
            for each in keys(name):
                found.setdefault(each, {})[row["sq"]] = None
                certain.add(each)
    for row in rows:
        for form in (*_albanian(row["sq"]), *_serbian(row["sr-Latn"])):
            for each in keys(form):
                # A form that is worked out never makes a name doubtful that somebody listed.
                if each not in certain:
                    found.setdefault(each, {})[row["sq"]] = None
    return MappingProxyType({form: tuple(names) for form, names in found.items()})


def _names(row: Mapping[str, str]) -> Iterator[str]:
    for language, name in row.items():
        yield from (each for each in name.split(";") if each) if language == "other" else (name,)


def _albanian(name: str) -> Iterator[str]:
    """Yield the definite form and its cases: Prishtinë, Prishtina, Prishtinës; Gjilan, Gjilani, Gjilanit."""
    first, space, rest = name.partition(" ")
    if rest.startswith(("e ", "i ")):
        # The article between the words follows the case: Mitrovica e Jugut, Mitrovicës së Jugut.
        for form in _declined(first):
            yield f"{form} {rest}"
            yield f"{form} {'së' if rest[0] == 'e' else 'të'} {rest[2:]}"
        return
    head, stem = ("", first) if not space else (f"{first} ", rest)
    for form in _declined(stem):
        yield head + form


def _declined(stem: str) -> Iterator[str]:
    if stem.endswith("ë"):
        endings = ["a", "ën", "ës"]
        stem = stem[:-1]
    elif stem.endswith("e"):
        endings = ["ja", "en", "es"]
        stem = stem[:-1]
    elif stem.endswith("i"):
        endings = ["a", "në", "së"]
    elif stem.endswith(("k", "g", "h")):
        endings = ["u", "un", "ut", "i", "it"]
    else:
        endings = ["i", "in", "it", "n", "t"]
    yield from (stem + ending for ending in endings)


def _serbian(name: str) -> Iterator[str]:
    """Yield the cases of names of one word: Priština, Prištine, Prištini."""
    if " " in name:
        return
    if name.endswith("a"):
        yield from (name[:-1] + ending for ending in ("e", "i", "u"))
    elif name.endswith("o"):
        yield from (name[:-1] + ending for ending in ("a", "u"))
    else:
        yield from (name + ending for ending in ("a", "u", "i"))


def _bare(text: str) -> str:
    return _AFTER.sub("", _BEFORE.sub("", text))


def _meant(text: str) -> tuple[str, ...]:
    known = municipalities()
    return known.get(key(text)) or known.get(key(_bare(text)), ())


def towns(text: str) -> list[str]:
    """Return the towns that a cell names, as it names them; the country beside a town is none."""
    if _meant(text):
        return [text]
    found: list[str] = []
    for part in filter(None, _BETWEEN.split(text.strip())):
        smaller = [each for each in _SERBIAN_AND.split(part) if each]
        both = not _meant(part) and len(smaller) > 1 and all(map(_meant, smaller))
        found.extend(smaller if both else [part])
    return [town for town in found if key(town) not in _COUNTRY] or [text.strip()]


def _named(town: str) -> str | Misfit:
    """Return the Albanian name of a municipality, or another place as it stands."""
    meant = _meant(town)
    if len(meant) == 1:
        return meant[0]
    if meant:
        return Misfit(
            code="municipality.ambiguous",
            expected=" or ".join(meant),
            got="a name that may mean either",
            is_plain=True,
            hint=f'say in kcss.toml which: values = {{ municipality = {{ "{town}" = "{meant[0]}" }} }}',
            severity=Severity.WARNING,
            value=town,
        )
    written = key(_bare(town))
    names = {name for form, each in municipalities().items() if _is_slip(written, form) for name in each}
    if names:
        return Misfit(
            code="municipality.unknown",
            expected="a municipality of Kosovo or a place elsewhere",
            got="a name that is nearly one",
            is_plain=True,
            hint=f"did you mean {' or '.join(map(repr, sorted(names)))}?",
            severity=Severity.WARNING,
            value=town,
        )
    return town


def _is_slip(word: str, name: str) -> bool:
    """Say whether two words differ by one letter: added, left out, changed, or changed places with its neighbor."""
    if len(word) < 5 or abs(len(word) - len(name)) > 1:
        return False
    same = 0
    while same < min(len(word), len(name)) and word[same] == name[same]:
        same += 1
    rest, of_name = word[same:], name[same:]
    swapped = rest[:2] == of_name[1::-1] and rest[2:] == of_name[2:]
    return rest[1:] == of_name[1:] or rest == of_name[1:] or rest[1:] == of_name or swapped


def municipality(cell: Any) -> Any:
    """Return where a person lives: a municipality by its Albanian name, or another place as it stands."""
    found = [_named(town) for town in towns(as_text(cell))]
    wrong = next((each for each in found if isinstance(each, Misfit)), None)
    return wrong if wrong is not None else ", ".join(map(str, found))


def places(cell: Any) -> Any:
    """Return where an activity was held, several places divided by semicolons."""
    found = [_named(town) for town in towns(as_text(cell))]
    joined = ";".join(str(each.value) if isinstance(each, Misfit) else each for each in found)
    wrong = next((each for each in found if isinstance(each, Misfit)), None)
    return joined if wrong is None else evolve(wrong, value=joined)
