"""The figures of gender balance: for each group, how many there are and the share of women. Shows nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any

from attrs import evolve, field, frozen

from kcss_core.figures import Cell, Figure, Measure, Target
from kcss_core.text import Text
from kcss_core.vocabulary import Role, label_id, labels
from kcss_gender_balance import words
from kcss_gender_balance.words import text

#: Neither women nor men may be below this share.
#: Source: Council of Europe, Recommendation Rec(2003)3; EIGE thesaurus, "gender balance".
LOWEST = Fraction(40, 100)
BALANCED = Target(low=LOWEST, high=1 - LOWEST, is_balance=True)

#: The dimension that tells women from men, in every population that has it.
GENDER = "gender"


class Counting(StrEnum):
    """What is counted of people: each person once, or each time that one came or was asked to come."""

    ATTENDANCES = "attendances"
    PERSONS = "persons"


@frozen
class Group:
    """People among whom women and men are counted.

    Attributes:
        id: What chapters call it.
        figure: Beginning of the ids of its figures.
        cell: The part of these figures that it is: one role of all who attended.
        countings: How it can be counted; staff is persons.
        times: What attendances are called: invitations among the invited.
        is_role: Whether it is part of all who attended.
    """

    id: str
    name: Text
    figure: str
    cell: Cell = ()
    countings: tuple[Counting, ...] = (Counting.ATTENDANCES, Counting.PERSONS)
    times: Text = words.ATTENDANCES
    is_role: bool = False

    def total(self, counting: Counting) -> str:
        """Return the id of the figure that counts all."""
        return f"{self.figure}.persons" if self._is_second(counting) else f"{self.figure}.total"

    def women(self, counting: Counting) -> str:
        """Return the id of the figure that is the share of women."""
        return f"{self.figure}.persons.women" if self._is_second(counting) else f"{self.figure}.women"

    def unit(self, counting: Counting) -> Text:
        """Return what is counted, in words."""
        return words.PERSONS if counting is Counting.PERSONS else self.times

    def _is_second(self, counting: Counting) -> bool:
        return counting is not self.countings[0]


@frozen
class _Declared:
    """A group with figures of its own.

    Attributes:
        share: Title of the share of women.
        where: Conditions of its figures. Where these name neither ``invited`` nor ``attended``, who came counts.
        unit: Id of the unit of attendances.
    """

    group: Group
    share: Text
    where: Mapping[str, Any] = field(default=MappingProxyType({}))
    unit: str = "unit.attendance"


_DECLARED = (
    _Declared(
        Group("staff", text("Staff", "Stafi", "Osoblje"), "staff", countings=(Counting.PERSONS,)),
        text("Women among staff", "Gratë në staf", "Žene među osobljem"),
    ),
    _Declared(
        Group("invited", text("Invited", "Të ftuar", "Pozvani"), "invited", times=words.INVITATIONS),
        text("Women among those invited", "Gratë ndër të ftuarit", "Žene među pozvanima"),
        MappingProxyType({"invited": True}),
        "unit.invitation",
    ),
    _Declared(
        Group("attended", text("Attended", "Të pranishëm", "Prisutni"), "attended"),
        text("Women among those who attended", "Gratë ndër të pranishmit", "Žene među prisutnima"),
    ),
    _Declared(
        Group(
            "participants", text("Participants", "Pjesëmarrës", "Učesnici"), "participants", is_role=True
        ),
        text("Women among participants", "Gratë ndër pjesëmarrësit", "Žene među učesnicima"),
        MappingProxyType({"role": "participant"}),
    ),
    _Declared(
        Group(
            # Named after both, because the role of a speaker alone is another number in the same report.
            "speakers",
            text("Speakers and panelists", "Folës dhe panelistë", "Govornici i panelisti"),
            "speakers",
            is_role=True,
        ),
        text(
            "Women among speakers and panelists",
            "Gratë ndër folësit dhe panelistët",
            "Žene među govornicima i panelistima",
        ),
        MappingProxyType({"role": ["speaker", "panelist"]}),
    ),
)


#: Groups with figures of their own.
FIGURED = tuple(one.group for one in _DECLARED)


@cache
def all_groups() -> tuple[Group, ...]:
    """Return every group, in the order of tables.

    Roles without figures of their own are cells of those of all who attended. Their names are read when a table asks
    for them, because every command asks for figures.
    """
    return (
        *(one.group for one in _DECLARED),
        *(
            Group(f"{role}s", Text(labels()[label_id(role)]), "attended", cell=(("role", role.value),), is_role=True)
            for role in Role
            if role not in (Role.PARTICIPANT, Role.SPEAKER, Role.PANELIST)
        ),
    )


def group(id: str) -> Group:
    """Return a group by id."""
    return next(one for one in all_groups() if one.id == id)


def _figures(declared: _Declared) -> Iterator[Figure]:
    one = declared.group
    for counting in one.countings:
        is_persons = counting is Counting.PERSONS
        is_of_staff = len(one.countings) == 1
        count = Figure(
            id=one.total(counting),
            title=_each_once(one.name) if is_persons and not is_of_staff else one.name,
            measure=Measure.COUNT,
            subject="staff" if is_of_staff else counting.value,
            where=declared.where,
            unit="unit.person" if is_persons else declared.unit,
        )
        yield count
        yield evolve(
            count,
            id=one.women(counting),
            title=_each_once(declared.share) if is_persons and not is_of_staff else declared.share,
            measure=Measure.SHARE,
            of={GENDER: "woman"},
            unit="unit.percent",
            target=BALANCED,
        )


def _each_once(title: Text) -> Text:
    return Text({language: f"{form} ({words.PERSONS_ONCE.within(language)})" for language, form in title.forms})


#: Counts and shares of every group. A workspace may keep aggregates for any of them.
FIGURES = tuple(figure for declared in _DECLARED for figure in _figures(declared))
