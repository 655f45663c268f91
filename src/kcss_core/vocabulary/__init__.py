"""Words that every record and report uses: closed lists, activity kinds, codes, labels. Knows nothing of records."""

from __future__ import annotations

from kcss_core.vocabulary.codes import (
    LANGUAGES,
    country_name,
    is_country,
    is_language,
    is_sector,
    language_name,
    locale_of,
)
from kcss_core.vocabulary.kinds import KindTree
from kcss_core.vocabulary.labels import NounGender, label, labels, noun_gender, plural, units
from kcss_core.vocabulary.scripts import transliterate
from kcss_core.vocabulary.words import (
    ActivityInvolvement,
    AgeGroup,
    Basis,
    Consent,
    Decision,
    Gender,
    GenderMarker,
    IdentifierScheme,
    InstitutionKind,
    Medium,
    Presence,
    ProjectInvolvement,
    PublicationKind,
    PublicationStatus,
    Qualifier,
    ReachMetric,
    Role,
    Scope,
    label_id,
)

__all__ = [
    "LANGUAGES",
    "ActivityInvolvement",
    "AgeGroup",
    "Basis",
    "Consent",
    "Decision",
    "Gender",
    "GenderMarker",
    "IdentifierScheme",
    "InstitutionKind",
    "KindTree",
    "Medium",
    "NounGender",
    "Presence",
    "ProjectInvolvement",
    "PublicationKind",
    "PublicationStatus",
    "Qualifier",
    "ReachMetric",
    "Role",
    "Scope",
    "country_name",
    "is_country",
    "is_language",
    "is_sector",
    "label",
    "label_id",
    "labels",
    "language_name",
    "locale_of",
    "noun_gender",
    "plural",
    "transliterate",
    "units",
]
