"""Closed word lists that records may use, with their sources. Knows nothing of languages or files."""

from __future__ import annotations

import re
from enum import StrEnum


class Gender(StrEnum):
    """Gender as a person states it; *undisclosed* means that the person prefers not to say.

    Not recorded is ``None``, another fact, and no member. Codes of other standards (ISO/IEC 5218, which codes sex and
    not gender identity, or the words of IATI dimensions) are given where data leave the library, never here.
    """

    WOMAN = "woman"
    MAN = "man"
    NON_BINARY = "non-binary"
    UNDISCLOSED = "undisclosed"


class AgeGroup(StrEnum):
    """Age in completed years, in broad groups.

    **Source**: United Nations, Provisional Guidelines on Standard International Age Classifications, Statistical
    Papers M/74, 1982, lowest level of detail, of which the two groups below 15 are one here. 15–24 is also the
    United Nations' definition of youth.
    """

    UNDER_15 = "under-15"
    FROM_15_TO_24 = "15-24"
    FROM_25_TO_44 = "25-44"
    FROM_45_TO_64 = "45-64"
    FROM_65 = "65-plus"


class Role(StrEnum):
    """What a person does at an activity. Nouns that tell a gender in some languages never set the person's gender."""

    PARTICIPANT = "participant"
    SPEAKER = "speaker"
    PANELIST = "panelist"
    MODERATOR = "moderator"
    TRAINER = "trainer"
    ORGANIZER = "organizer"
    FACILITATOR = "facilitator"
    OBSERVER = "observer"
    GUEST = "guest"


class Decision(StrEnum):
    """What somebody decided about two participants who may be one person; *open* is not decided."""

    SAME = "same"
    DIFFERENT = "different"
    OPEN = "open"


class Presence(StrEnum):
    """Whether a head count counts who was invited or who came."""

    INVITED = "invited"
    ATTENDED = "attended"


class Scope(StrEnum):
    """How far an activity or a network reaches: inside the country, the region around it, or beyond."""

    LOCAL = "local"
    NATIONAL = "national"
    REGIONAL = "regional"
    INTERNATIONAL = "international"


class ActivityInvolvement(StrEnum):
    """The organization's part in an activity; a contributor took part in what others organized."""

    ORGANIZER = "organizer"
    CO_ORGANIZER = "co-organizer"
    CONTRIBUTOR = "contributor"


class ProjectInvolvement(StrEnum):
    """The organization's part in a project."""

    LEAD = "lead"
    PARTNER = "partner"


class PublicationKind(StrEnum):
    """What sort of work a publication is.

    **Source**: the words of the field's own reports; the Citation Style Language and COAR know no policy brief, so
    their types are chosen where data leave the library.
    """

    REPORT = "report"
    RESEARCH_REPORT = "research-report"
    BASELINE_REPORT = "baseline-report"
    SURVEY_REPORT = "survey-report"
    SYNTHESIS_REPORT = "synthesis-report"
    POLICY_BRIEF = "policy-brief"
    POLICY_ANALYSIS = "policy-analysis"
    POLICY_PAPER = "policy-paper"
    WORKING_PAPER = "working-paper"
    ARTICLE = "article"
    BOOK = "book"
    BOOK_CHAPTER = "book-chapter"
    MANUAL = "manual"
    DATASET = "dataset"
    INFOGRAPHIC = "infographic"
    NEWSLETTER = "newsletter"
    OTHER = "other"


class PublicationStatus(StrEnum):
    """How far a publication has come."""

    PUBLISHED = "published"
    FORTHCOMING = "forthcoming"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


class Medium(StrEnum):
    """Where a media appearance was seen, heard or read."""

    TELEVISION = "television"
    RADIO = "radio"
    PRINT = "print"
    ONLINE = "online"
    PODCAST = "podcast"
    SOCIAL_MEDIA = "social-media"


class ReachMetric(StrEnum):
    """What a number of reach counts. Numbers of different metrics never add up, and none of them counts people."""

    ACCOUNTS_REACHED = "accounts-reached"
    VIEWS = "views"
    IMPRESSIONS = "impressions"
    FOLLOWERS = "followers"
    VISITS = "visits"
    DOWNLOADS = "downloads"
    LISTENERS = "listeners"
    SHARES = "shares"


class Qualifier(StrEnum):
    """How a stated number is meant: exactly, more than, about, or no less than it."""

    EXACT = "exact"
    OVER = "over"
    AROUND = "around"
    AT_LEAST = "at-least"


class Basis(StrEnum):
    """What a value rests on: single records, a total that the organization keeps, both, or nothing."""

    RECORDS = "records"
    AGGREGATE = "aggregate"
    BOTH = "both"
    NONE = "none"


class InstitutionKind(StrEnum):
    """What sort of body a partner, a funder or an institution that was met is."""

    PRESIDENCY = "presidency"
    GOVERNMENT = "government"
    MINISTRY = "ministry"
    PARLIAMENT = "parliament"
    MUNICIPALITY = "municipality"
    INDEPENDENT_AGENCY = "independent-agency"
    POLICE = "police"
    ARMED_FORCES = "armed-forces"
    COURT = "court"
    PROSECUTION = "prosecution"
    CORRECTIONAL_SERVICE = "correctional-service"
    PROBATION_SERVICE = "probation-service"
    EMBASSY = "embassy"
    INTERNATIONAL_ORGANIZATION = "international-organization"
    CIVIL_SOCIETY = "civil-society"
    FOUNDATION = "foundation"
    ACADEMIA = "academia"
    MEDIA = "media"
    COMPANY = "company"
    OTHER = "other"


class GenderMarker(StrEnum):
    """How far a project aims at gender equality; *not-targeted* says that it was screened, which ``None`` does not.

    **Source**: OECD DAC gender equality policy marker, handbook of December 2016.
    """

    NOT_TARGETED = "not-targeted"
    SIGNIFICANT = "significant"
    PRINCIPAL = "principal"

    @property
    def code(self) -> int:
        """The score of the marker: 0, 1 or 2."""
        return tuple(GenderMarker).index(self)


class Consent(StrEnum):
    """The consent of the persons in a photograph; ``None`` means that nobody wrote it down."""

    RECORDED = "recorded"
    NOT_NEEDED = "not-needed"
    REFUSED = "refused"


class IdentifierScheme(StrEnum):
    """The scheme that an identifier belongs to; *own* is the organization's own numbering."""

    DOI = "doi"
    ISBN = "isbn"
    ISSN = "issn"
    ORCID = "orcid"
    ROR = "ror"
    URL = "url"
    IATI = "iati"
    OWN = "own"


def label_id(word: StrEnum) -> str:
    """Return the id of a word's label: ``gender.woman`` for ``Gender.WOMAN``."""
    family = re.sub(r"(?<!^)(?=[A-Z])", "-", type(word).__name__).lower()
    return f"{family}.{word.value}"
