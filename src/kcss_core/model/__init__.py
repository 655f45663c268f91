"""The records of one organization, and the dataset that holds them. Knows nothing of files, figures or reports."""

from __future__ import annotations

from kcss_core.model.activities import (
    Activity,
    Aggregate,
    Document,
    MediaAppearance,
    Photograph,
    Publication,
    Reach,
)
from kcss_core.model.dataset import FAMILIES, Dataset, Family
from kcss_core.model.organization import (
    Identifier,
    Institution,
    Measurement,
    Network,
    Objective,
    Organization,
    Policy,
    Program,
    Project,
    StaffCount,
)
from kcss_core.model.people import HeadCount, Participant, Participation, SameAs
from kcss_core.model.table import Column, RowOrigins, Table

__all__ = [
    "FAMILIES",
    "Activity",
    "Aggregate",
    "Column",
    "Dataset",
    "Document",
    "Family",
    "HeadCount",
    "Identifier",
    "Institution",
    "Measurement",
    "MediaAppearance",
    "Network",
    "Objective",
    "Organization",
    "Participant",
    "Participation",
    "Photograph",
    "Policy",
    "Program",
    "Project",
    "Publication",
    "Reach",
    "RowOrigins",
    "SameAs",
    "StaffCount",
    "Table",
]
