"""From a report to bytes of one format, and bytes to disk: whole or untouched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen

from kcss_core.report.directives import NoOptions
from kcss_core.report.report import Report


@frozen(kw_only=True)
class Exporter:
    """A way to turn a report into one format.

    Attributes:
        name: What ``--to`` says, e.g. ``docx``.
        suffix: With dot.
        summary: One line for ``kcss plugins`` and ``--help``.
        options: attrs class of its options; each field has a default.
        render: From a report and options to bytes; the same report gives the same bytes.
        is_untouched: Says of bytes in this format whether they are as ``render`` made them, so that nobody's
            edits are overwritten; None for formats that people do not edit.
    """

    name: str
    suffix: str
    summary: str
    render: Callable[[Report, Any], bytes]
    options: type[Any] = NoOptions
    is_untouched: Callable[[bytes], bool] | None = None
