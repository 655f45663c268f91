"""The figures of gender balance: for each group, heads counted and the share of women."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from attrs import frozen

from kcss_core.figures import Figure, Measure, Target
from kcss_core.text import Text
from kcss_core.vocabulary import transliterate

#: Neither women nor men may be below this share.
#: Source: Council of Europe, Recommendation Rec(2003)3; EIGE thesaurus, "gender balance".
LOWEST = Fraction(40, 100)
BALANCED = Target(low=LOWEST, high=1 - LOWEST, is_balance=True)


def text(en: str, sq: str, sr: str) -> Text:
    """Return a text in the languages of reports; Serbian is given in Latin script."""
    return Text({"en": en, "sq": sq, "sr-Latn": sr, "sr-Cyrl": transliterate(sr)})


@frozen
class Group:
    """People among whom women and men are counted.

    Attributes:
        id: Figures are ``<id>.total`` (heads) and ``<id>.women`` (share of women).
        gender: Name of the condition that holds the gender.
    """

    id: str
    name: Text
    share: Text
    population: str
    where: Mapping[str, Any]
    unit: str
    gender: str = "participant.gender"


GROUPS = (
    Group(
        "staff",
        text("Staff", "Stafi", "Osoblje"),
        text("Women among staff", "Gratë në staf", "Žene među osobljem"),
        "staff",
        MappingProxyType({}),
        "unit.person",
        gender="gender",
    ),
    Group(
        "invited",
        text("Invited", "Të ftuar", "Pozvani"),
        text("Women among those invited", "Gratë ndër të ftuarit", "Žene među pozvanima"),
        "attendances",
        MappingProxyType({"invited": True}),
        "unit.person",
    ),
    Group(
        "participants",
        text("Participants", "Pjesëmarrës", "Učesnici"),
        text("Women among participants", "Gratë ndër pjesëmarrësit", "Žene među učesnicima"),
        "attendances",
        MappingProxyType({"attended": True, "role": "participant"}),
        "unit.attendance",
    ),
    Group(
        "speakers",
        text("Speakers", "Folës", "Govornici"),
        text("Women among speakers", "Gratë ndër folësit", "Žene među govornicima"),
        "attendances",
        MappingProxyType({"attended": True, "role": ["speaker", "panelist"]}),
        "unit.attendance",
    ),
)


def _figures(group: Group) -> Iterator[Figure]:
    yield Figure(
        id=f"{group.id}.total",
        title=group.name,
        measure=Measure.COUNT,
        subject=group.population,
        where=group.where,
        unit=group.unit,
    )
    yield Figure(
        id=f"{group.id}.women",
        title=group.share,
        measure=Measure.SHARE,
        subject=group.population,
        where=group.where,
        of={group.gender: "woman"},
        unit="unit.percent",
        target=BALANCED,
    )


#: Two figures a group. A workspace may keep aggregates for any of them.
FIGURES = tuple(figure for group in GROUPS for figure in _figures(group))
