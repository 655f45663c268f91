"""From the records of a research centre to its annual report, every number counted once, with its evidence.

The public face. Nothing is imported before it is used.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kcss_core.edition import Edition
    from kcss_core.errors import DataError, FileError, KcssError, PluginError, UsageError
    from kcss_core.export import Exporter, render, write
    from kcss_core.figures import Breakdown, Figure, Measure, Relation, Value
    from kcss_core.model import Dataset
    from kcss_core.origin import Origin
    from kcss_core.period import PartialDate, Period
    from kcss_core.plugins import hookimpl
    from kcss_core.plugins.registry import Plugins, load_plugins
    from kcss_core.problems import Problem, Severity
    from kcss_core.reading.raw import Raw, RawRecord, RawTable, Reader, Source
    from kcss_core.reading.workspace import Workspace
    from kcss_core.report.blocks import Form
    from kcss_core.report.calls import call_directive
    from kcss_core.report.directives import Built, Call, Directive
    from kcss_core.report.report import Report
    from kcss_core.report.shown import shown
    from kcss_core.stages import build_report, check, export_report, load, open_edition, report_of
    from kcss_core.text import Text

# Name to the module that defines it; the records are in kcss_core.model, the blocks in kcss_core.report.blocks.
_HOMES = {
    "Breakdown": "figures",
    "Built": "report.directives",
    "Call": "report.directives",
    "DataError": "errors",
    "Dataset": "model",
    "Directive": "report.directives",
    "Edition": "edition",
    "Exporter": "export",
    "Figure": "figures",
    "FileError": "errors",
    "Form": "report.blocks",
    "KcssError": "errors",
    "Measure": "figures",
    "Origin": "origin",
    "PartialDate": "period",
    "Period": "period",
    "PluginError": "errors",
    "Plugins": "plugins.registry",
    "Problem": "problems",
    "Raw": "reading.raw",
    "RawRecord": "reading.raw",
    "RawTable": "reading.raw",
    "Reader": "reading.raw",
    "Relation": "figures",
    "Report": "report.report",
    "Severity": "problems",
    "Source": "reading.raw",
    "Text": "text",
    "UsageError": "errors",
    "Value": "figures",
    "Workspace": "reading.workspace",
    "build_report": "stages",
    "call_directive": "report.calls",
    "check": "stages",
    "export_report": "stages",
    "hookimpl": "plugins",
    "load": "stages",
    "load_plugins": "plugins.registry",
    "open_edition": "stages",
    "render": "export",
    "report_of": "stages",
    "shown": "report.shown",
    "write": "export",
}

__all__ = [
    "Breakdown",
    "Built",
    "Call",
    "DataError",
    "Dataset",
    "Directive",
    "Edition",
    "Exporter",
    "Figure",
    "FileError",
    "Form",
    "KcssError",
    "Measure",
    "Origin",
    "PartialDate",
    "Period",
    "PluginError",
    "Plugins",
    "Problem",
    "Raw",
    "RawRecord",
    "RawTable",
    "Reader",
    "Relation",
    "Report",
    "Severity",
    "Source",
    "Text",
    "UsageError",
    "Value",
    "Workspace",
    "build_report",
    "call_directive",
    "check",
    "export_report",
    "hookimpl",
    "load",
    "load_plugins",
    "open_edition",
    "render",
    "report_of",
    "shown",
    "write",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        # With name and module, Python itself says what was probably meant.
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=sys.modules[__name__])
    found = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    # What the module itself needs is nobody else's, and would stand between the names.
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
