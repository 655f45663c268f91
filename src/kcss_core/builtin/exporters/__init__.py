"""The exporters that come with the library: text, JSON and CSV. None needs anything but the standard library."""

from __future__ import annotations

from kcss_core.builtin.exporters.csv import CSV
from kcss_core.builtin.exporters.json import JSON
from kcss_core.builtin.exporters.text import TEXT

__all__ = ["CSV", "EXPORTERS", "JSON", "TEXT"]

#: The exporters of this package.
EXPORTERS = (CSV, JSON, TEXT)
