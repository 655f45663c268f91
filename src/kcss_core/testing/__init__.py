"""For the tests of plugin authors: a sample dataset, a report with every block, and what every exporter must do.

Strategies of block trees are in :mod:`kcss_core.testing.strategies`, which needs Hypothesis.
"""

from __future__ import annotations

from kcss_core.testing.dataset import sample_dataset, sample_edition, sample_figures
from kcss_core.testing.exporters import check_exporter, missing_words
from kcss_core.testing.report import sample_blocks, sample_images, sample_report, sample_values

__all__ = [
    "check_exporter",
    "missing_words",
    "sample_blocks",
    "sample_dataset",
    "sample_edition",
    "sample_figures",
    "sample_images",
    "sample_report",
    "sample_values",
]
