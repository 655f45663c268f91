"""Relations as files declare them, and what cannot be meant by them together. Evaluates nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import field

from kcss_core.figures.definition import Figure, Overlap, Relation, RelationKind, way_back
from kcss_core.frozen import frozen
from kcss_core.origin import Origin
from kcss_core.problems import Problem
from kcss_core.reading.structure import structure_record
from kcss_core.reading.toml import Document
from kcss_core.text import did_you_mean

_FORMS = "total and parts, whole and parts, same, or listed"


@frozen(kw_only=True)
class _Declared:
    """A ``[[relation]]`` as written, in one of its forms."""

    total: str | None = None
    whole: str | None = None
    parts: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    listed: str | None = None
    overlap: Overlap | None = None
    why: str | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


def structure_relation(
    document: Document, path: str, table: Mapping[str, Any], figures: Mapping[str, Figure], problems: list[Problem]
) -> Relation | None:
    """Return the relation in a table of a document, or None; what is wrong is added to the problems."""
    place = document.origin(path)
    origin = Origin(place.file, row=place.row)
    declared, wrong = structure_record(_Declared, table, origin, rows=document.rows_below(path))
    problems.extend(wrong)
    if declared is None:
        return None
    found = list(_misshapen(declared, origin))
    for name in ("total", "whole", "listed", "parts", "same"):
        ids = getattr(declared, name)
        for id in (ids,) if isinstance(ids, str) else ids or ():
            if id not in figures:
                message = f"expected the id of a figure, got {id!r}"
                hint = did_you_mean(id, figures) or "declare it in figures.toml, or mend the id"
                found += [Problem("figure.unknown", message, origin.at(name), hint=hint, missing=("figures", id))]
    problems.extend(found)
    return None if found else _relation(declared, origin)


def _misshapen(declared: _Declared, origin: Origin) -> Iterator[Problem]:
    forms = [name for name in ("total", "whole", "same", "listed") if getattr(declared, name)]
    if len(forms) != 1:
        yield Problem("relation.invalid", f"expected {_FORMS}, got {' and '.join(forms) or 'none of these'}", origin)
        return
    (form,) = forms
    if form in ("total", "whole"):
        if not declared.parts:
            yield Problem("relation.invalid", "expected the ids of parts, got none", origin.at("parts"))
        return
    for name in ("parts", "overlap"):
        if getattr(declared, name):
            yield Problem("relation.invalid", f"{name!r} belongs to a total or a whole, got {form!r}", origin.at(name))
    if form == "same" and len(set(declared.same)) < 2:
        yield Problem("relation.invalid", "expected the ids of two figures that are the same", origin.at("same"))


def _relation(declared: _Declared, origin: Origin) -> Relation:
    common: dict[str, Any] = {"why": declared.why, "origin": origin}
    if declared.same:
        first, *others = declared.same
        return Relation(total=first, parts=tuple(others), kind=RelationKind.SAME, **common)
    if declared.listed:
        return Relation(total=declared.listed, parts=(), kind=RelationKind.LISTED, **common)
    kind = RelationKind.TOTAL if declared.total else RelationKind.WITHIN
    return Relation(
        total=declared.total or declared.whole or "",
        parts=declared.parts,
        overlap=declared.overlap or Overlap.NONE,
        kind=kind,
        **common,
    )


def impossible(relations: Sequence[Relation]) -> Iterator[Problem]:
    """Yield a problem for each relation that cannot hold beside the others, whatever the numbers are."""
    yield from _circles(relations)
    seen: dict[tuple[str, frozenset[str]], Relation] = {}
    same = {frozenset((one.total, part)) for one in relations if one.kind is RelationKind.SAME for part in one.parts}
    for relation in relations:
        if relation.kind not in (RelationKind.TOTAL, RelationKind.WITHIN):
            continue
        for part in relation.parts:
            if frozenset((relation.total, part)) in same and len(relation.parts) > 1:
                yield Problem(
                    "relation.contradictory",
                    f"{part!r} is one of several parts of {relation.total!r} here, and another relation says that "
                    "they are the same",
                    relation.origin,
                    hint="leave one of these relations out",
                )
        first = seen.setdefault((relation.total, frozenset(relation.parts)), relation)
        if first is not relation and (first.kind, first.overlap) != (relation.kind, relation.overlap):
            yield Problem(
                "relation.contradictory",
                f"the parts of {relation.total!r} are {_nature(relation)} here, and {_nature(first)} at {first.origin}",
                relation.origin,
                hint="leave one of these relations out",
            )


def _nature(relation: Relation) -> str:
    if relation.kind is RelationKind.WITHIN:
        return "some of it"
    return "all of it, without overlap" if relation.overlap is Overlap.NONE else "all of it, with overlap"


def _circles(relations: Iterable[Relation]) -> Iterator[Problem]:
    below: dict[str, list[str]] = {}
    ordering = [one for one in relations if one.kind in (RelationKind.TOTAL, RelationKind.WITHIN)]
    for relation in ordering:
        below.setdefault(relation.total, []).extend(relation.parts)
    told: set[frozenset[str]] = set()
    for relation in ordering:
        way = way_back(relation.total, lambda id: below.get(id, ()))
        if way and frozenset(way) not in told:
            told.add(frozenset(way))
            yield Problem(
                "relation.circle",
                "expected no total that is part of its own parts, got " + " → ".join(repr(id) for id in way),
                relation.origin,
                hint="leave one of these relations out",
            )
