"""What happened and what came of it: activities, publications, media appearances, photographs, aggregates."""

from __future__ import annotations

from decimal import Decimal

from attrs import field

from kcss_core.frozen import frozen
from kcss_core.model.fields import Count, Country, Kind, Language, Percent
from kcss_core.model.organization import Identifier
from kcss_core.origin import Origin
from kcss_core.period import PartialDate, Period
from kcss_core.text import Text
from kcss_core.vocabulary import (
    ActivityInvolvement,
    Consent,
    Medium,
    PublicationKind,
    PublicationStatus,
    Qualifier,
    ReachMetric,
    Scope,
)


@frozen(kw_only=True)
class Reach:
    """How far a campaign or product went on one platform. Reach is not people.

    **Units**: ``number`` counts what ``metric`` names (accounts, views …); numbers of different metrics never add up.
    """

    metric: ReachMetric
    number: Count
    platform: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    date: PartialDate | None = None


@frozen(kw_only=True)
class Document:
    """A means of verification: agenda, minutes, attendance sheet, recording."""

    title: str
    file: str | None = None
    url: str | None = None


@frozen(kw_only=True)
class Activity:
    """One occurrence, from start to end; occurrences of the same event share a ``series``.

    Attributes:
        kind: A kind of the activity-kind tree (standard or the workspace's own).
        scope: How far it reaches; None where not recorded.
        involvement: The organization's part in it; None where not recorded.
        places: Municipalities or towns, by name; several for an activity that moved.
        partners, institutions: Ids of institutions that organized it together, or were met.
        photographs: Ids of photographs.
        sensitive: Whether a picture of it needs recorded consent.
        sample_size: Persons asked, where it surveys.
    """

    id: str
    title: Text | None = None
    kind: Kind
    start: PartialDate | None = None
    end: PartialDate | None = None
    reported: Period | None = None
    series: str | None = None
    scope: Scope | None = None
    involvement: ActivityInvolvement | None = None
    places: tuple[str, ...] = ()
    countries: tuple[Country, ...] = ()
    programs: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    reach: tuple[Reach, ...] = ()
    documents: tuple[Document, ...] = ()
    photographs: tuple[str, ...] = ()
    sensitive: bool = False
    sample_size: Count | None = None
    summary: Text | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Publication:
    """A work that the organization published, alone or with others.

    Attributes:
        kind: None where the record does not tell.
        date: Day, month or year of publication; None where not recorded.
        cover: Image file below the workspace; None where there is none.
    """

    id: str
    title: Text
    kind: PublicationKind | None = None
    status: PublicationStatus = PublicationStatus.PUBLISHED
    authors: tuple[str, ...] = ()
    date: PartialDate | None = None
    reported: Period | None = None
    languages: tuple[Language, ...] = ()
    programs: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    cover: str | None = None
    url: str | None = None
    summary: Text | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class MediaAppearance:
    """An appearance of the organization in the media."""

    id: str
    outlet: str | None = None
    medium: Medium | None = None
    date: PartialDate | None = None
    reported: Period | None = None
    topic: Text | None = None
    programs: tuple[str, ...] = ()
    url: str | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Photograph:
    """A picture with what may be said about it.

    Attributes:
        file: Image file below the workspace; None where the picture itself is missing.
        alt: What it shows, for who cannot see it.
        consent: Of the persons shown; None where not recorded.
    """

    id: str
    file: str | None = None
    caption: Text | None = None
    alt: Text | None = None
    credit: str | None = None
    consent: Consent | None = None
    programs: tuple[str, ...] = ()
    reported: Period | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Aggregate:
    """A total that the organization keeps instead of single records; answers exactly one figure and cell.

    Attributes:
        figure: Id of the figure that it answers.
        reported: The period that it covers.
        by: The cell: pairs of condition name and value; empty for the figure's total.
        value: The total, a whole number for counts; None where only ``percent`` is known.
        percent: A share stated without counts, as printed: 45 stands for the interval [44.5, 45.5).
        source: Where the organization keeps it.
    """

    figure: str
    reported: Period
    by: tuple[tuple[str, str], ...] = ()
    value: Decimal | None = None
    percent: Percent | None = None
    qualifier: Qualifier = Qualifier.EXACT
    source: str
    note: Text | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)
