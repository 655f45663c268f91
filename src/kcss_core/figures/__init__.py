"""Figures: numbers with a definition, and their values with evidence. Knows the dataset, not reports."""

from __future__ import annotations

from kcss_core.figures.definition import Figure, Measure, Overlap, Relation, RelationKind, Target
from kcss_core.figures.value import (
    Address,
    Breakdown,
    BreakdownRow,
    Cell,
    Entry,
    Evidence,
    Share,
    Value,
)
from kcss_core.figures.verdict import Verdict

__all__ = [
    "Address",
    "Breakdown",
    "BreakdownRow",
    "Cell",
    "Entry",
    "Evidence",
    "Figure",
    "Measure",
    "Overlap",
    "Relation",
    "RelationKind",
    "Share",
    "Target",
    "Value",
    "Verdict",
]
