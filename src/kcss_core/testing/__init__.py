"""For the tests of plugin authors: a sample dataset, a report with every block, and what every exporter must do."""

from __future__ import annotations

from kcss_core.testing.report import sample_blocks, sample_images, sample_report

__all__ = ["sample_blocks", "sample_images", "sample_report"]
