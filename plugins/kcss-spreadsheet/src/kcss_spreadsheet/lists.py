"""Sheets of any other family, whose headers are its fields: publications, projects, policies. Knows no persons."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

import attrs

from kcss_core.model import FAMILIES
from kcss_core.model.fields import Country
from kcss_core.period import PartialDate
from kcss_core.reading.raw import RawTable
from kcss_core.text import Text
from kcss_core.vocabulary import Gender, PublicationKind, Role, Scope
from kcss_spreadsheet import cells
from kcss_spreadsheet.grid import Grid

# What sheets call a field when it is not named by itself; the first that the family has.
_MEANT = {
    "title": ("title", "name", "topic"),
    "date": ("date", "start", "in_force"),
    "place": ("places",),
    "municipality": ("places",),
    "program": ("programs",),
    "project": ("projects",),
    "country": ("country", "countries"),
}


def fields(family: str) -> tuple[str, ...]:
    """Return what rows of a family may tell, by the names of fields and of what sheets call them."""
    own = _own(family)
    return (*own, *(name for name, meant in _MEANT.items() if set(meant) & set(own)))


@cache
def _own(family: str) -> tuple[str, ...]:
    return tuple(each.name for each in attrs.fields(FAMILIES[family].record) if each.name != "origin")


def required(family: str) -> frozenset[str]:
    """Return the fields without which there is no record of a family."""
    return frozenset(
        each.name for each in attrs.fields(FAMILIES[family].record) if each.default is attrs.NOTHING
    )


def stands_for(family: str, name: str) -> str:
    """Return the field of a family that a column means."""
    own = _own(family)
    if name.partition(".")[0] in own:
        return name
    return next(each for each in _MEANT[name] if each in own)


def tables(grid: Grid, family: str) -> tuple[RawTable, ...]:
    """Return the rows as one table of a family."""
    columns = {}
    for name in grid.columns:
        target = stands_for(family, name)
        if target not in columns or target == name:
            columns[target] = grid.read(name, rule_for(family, target))
    grid.note_left_out()
    return (grid.table(family, columns),)


def rule_for(family: str, name: str) -> cells.Rule:
    """Return the rule of a field by its type; what a word or number must be is left to the model to judge."""
    base, dot, _ = name.partition(".")
    if dot:
        return cells.as_text
    cls = attrs.resolve_types(FAMILIES[family].record)
    types = _inside(attrs.fields_dict(cls)[base].type)
    for type_, rule in _RULES.items():
        if type_ in types:
            return rule
    return cells.as_text if {str, Text} & types else _as_it_stands


def _inside(type_: Any) -> set[Any]:
    """Return the types that a type is made of: of ``tuple[str, ...] | None`` text and None."""
    parts = () if type_ == Country else get_args(type_)
    return set().union(*map(_inside, parts)) if parts else {type_}


def _as_it_stands(cell: Any) -> Any:
    return cell


_RULES: dict[Any, cells.Rule] = {
    PartialDate: cells.day,
    Gender: cells.gender,
    Role: cells.word("role"),
    Scope: cells.word("scope"),
    PublicationKind: cells.word("publication-kind"),
    bool: cells.word("yes-no"),
    Country: cells.country,
}
