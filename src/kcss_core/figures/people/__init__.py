"""Who stands behind values that count people: which records, of which genders, and who is like whom. Hides nothing."""

from __future__ import annotations

from kcss_core.figures.people.alike import Alike, alike
from kcss_core.figures.people.group import Group, size_of
from kcss_core.figures.people.told import people_of
from kcss_core.figures.people.ways import Way

__all__ = ["Alike", "Group", "Way", "alike", "people_of", "size_of"]
