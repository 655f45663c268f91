"""The organization and its lasting structure: programs, projects, institutions, networks, policies, objectives."""

from __future__ import annotations

from decimal import Decimal

from attrs import field

from kcss_core.frozen import frozen
from kcss_core.model.fields import Count, Country, Language, Sector
from kcss_core.origin import Origin
from kcss_core.period import PartialDate, Period
from kcss_core.text import Text
from kcss_core.vocabulary import (
    GenderMarker,
    IdentifierScheme,
    InstitutionKind,
    ProjectInvolvement,
    Scope,
)


@frozen(kw_only=True)
class Identifier:
    """A name under which others know a thing, in a stated scheme."""

    scheme: IdentifierScheme
    value: str


@frozen(kw_only=True)
class Measurement:
    """A measured state of an objective.

    Attributes:
        value: The number, in the objective's unit; None where only words describe the state.
        date: When it was measured; None where not recorded.
    """

    value: Decimal | None = None
    date: PartialDate | None = None
    note: Text | None = None


@frozen(kw_only=True)
class Organization:
    """The body whose year is reported.

    Attributes:
        country: ISO 3166-1 alpha-2, or ``XK``.
        goals: What it wants to reach, one sentence each, in the order it gives them.
        logo: Image file below the workspace; None where there is none.
    """

    id: str
    name: Text
    short_name: Text | None = None
    kind: Text | None = None
    mission: Text | None = None
    founded: PartialDate | None = None
    country: Country | None = None
    goals: tuple[Text, ...] = ()
    languages: tuple[Language, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    website: str | None = None
    logo: str | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Objective:
    """Something to be reached, with what was measured before, midway and after (baseline, midline, endline)."""

    id: str
    text: Text
    programs: tuple[str, ...] = ()
    unit: str | None = None
    baseline: Measurement | None = None
    midline: Measurement | None = None
    endline: Measurement | None = None
    target: Measurement | None = None
    monitored: bool | None = None
    reported: Period | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Policy:
    """A rule that the organization gave itself.

    Attributes:
        in_force: The day it took force; None where not recorded.
    """

    id: str
    title: Text
    in_force: PartialDate | None = None
    reported: Period | None = None
    document: str | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Network:
    """A network of organizations, and the organization's membership in it.

    Attributes:
        since, until: The membership's first and last day; None where not recorded, or still a member.
    """

    id: str
    name: Text
    scope: Scope | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    reported: Period | None = None
    website: str | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class StaffCount:
    """Head count of the staff on a date, by gender. **Units**: persons; None where not recorded."""

    id: str
    date: PartialDate
    women: Count | None = None
    men: Count | None = None
    non_binary: Count | None = None
    undisclosed: Count | None = None
    not_recorded: Count | None = None
    total: Count | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Institution:
    """Another body: partner, funder, or one that was met."""

    id: str
    name: Text
    kind: InstitutionKind | None = None
    country: Country | None = None
    municipality: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Program:
    """A lasting line of the organization's work."""

    id: str
    name: Text
    short_name: Text | None = None
    summary: Text | None = None
    started: PartialDate | None = None
    ended: PartialDate | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Project:
    """A piece of work with a beginning and an end, usually funded, in one or several programs.

    Attributes:
        involvement: Whether the organization leads it or is a partner; None where not recorded.
        partners, funders: Ids of institutions.
        scheme: The funding scheme, e.g. Horizon 2020.
        consortium: The consortium's name.
        countries: ISO 3166-1 alpha-2, or ``XK``.
        sectors: OECD DAC five-digit purpose codes.
        sample_size: Persons asked, where the project surveys.
    """

    id: str
    title: Text
    acronym: str | None = None
    programs: tuple[str, ...] = ()
    start: PartialDate | None = None
    end: PartialDate | None = None
    reported: Period | None = None
    involvement: ProjectInvolvement | None = None
    partners: tuple[str, ...] = ()
    funders: tuple[str, ...] = ()
    scheme: str | None = None
    consortium: str | None = None
    countries: tuple[Country, ...] = ()
    sectors: tuple[Sector, ...] = ()
    gender_marker: GenderMarker | None = None
    sample_size: Count | None = None
    summary: Text | None = None
    identifiers: tuple[Identifier, ...] = ()
    origin: Origin | None = field(default=None, eq=False, repr=False)
