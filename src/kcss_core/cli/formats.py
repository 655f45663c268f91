"""Which exporter a command line means: by name, or by the ending of a file; and what to install where it is missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kcss_core.errors import PluginError, UsageError
from kcss_core.text import did_you_mean

if TYPE_CHECKING:
    from kcss_core.export import Exporter
    from kcss_core.plugins.registry import Plugins

# Formats that come with other distributions, and the extra of the core that installs each.
_ELSEWHERE = {
    "docx": ("kcss-docx", "kcss-core[docx]"),
    "xlsx": ("kcss-spreadsheet", "kcss-core[spreadsheet]"),
}


def exporter_name(plugins: Plugins, to: str | None, output: str | None, default: str) -> str:
    """Return the format that is asked for by name, else by the ending of the output, else the default."""
    if to:
        return to
    suffix = Path(output).suffix.lower() if output else ""
    fitting = [name for name, exporter in plugins.exporters.items() if exporter.suffix == suffix]
    if not fitting and suffix.removeprefix(".") in _ELSEWHERE:
        return suffix.removeprefix(".")
    if suffix and not fitting:
        known = sorted({exporter.suffix for exporter in plugins.exporters.values()})
        hint = did_you_mean(suffix, known) or f"the endings are {', '.join(known)}"
        raise UsageError(f"-o {output}: no format ends in {suffix!r}; {hint}; or name a format with --to")
    if len(fitting) > 1 and suffix.removeprefix(".") not in fitting:
        raise UsageError(f"-o {output}: {' and '.join(fitting)} end in {suffix!r}; choose with --to")
    return suffix.removeprefix(".") if suffix.removeprefix(".") in fitting else (fitting or [default])[0]


def exporter_of(plugins: Plugins, name: str) -> Exporter:
    """Return the exporter of a format.

    Raises:
        PluginError: It comes with a distribution that is not installed, or not loaded.
        UsageError: There is none of that name.
    """
    if name in plugins.exporters:
        return plugins.exporters[name]
    if name in _ELSEWHERE:
        distribution, extra = _ELSEWHERE[name]
        for info in plugins.found:
            if info.distribution == distribution:
                reason = info.reason or "it was left out by -p or KCSS_LOAD_PLUGINS"
                raise PluginError(f"the format {name!r} needs {info}, which is not loaded: {reason}", info.release)
        raise PluginError(
            f"the format {name!r} needs {distribution}, which is not installed: "
            f"pip install {distribution} (or: pip install '{extra}')",
            distribution,
        )
    known = sorted({*plugins.exporters, *_ELSEWHERE})
    hint = did_you_mean(name, known) or f"the formats are {', '.join(known)}"
    raise UsageError(f"there is no format {name!r}; {hint}")
