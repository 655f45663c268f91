"""Workbooks as people keep them: the reader ``spreadsheet`` for XLSX, XLS and ODS. Declares no figures or checks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kcss_core.plugins import hookimpl

if TYPE_CHECKING:
    from kcss_core.reading.raw import Reader


@hookimpl
def kcss_readers() -> Iterable[Reader]:
    """Return ``spreadsheet``."""
    from kcss_spreadsheet.reader import SPREADSHEET

    return (SPREADSHEET,)
