"""What is installed: the entry points that distributions on the path name. Imports none of what they lead to.

``importlib.metadata`` finds the same, and importing it takes a tenth of the time that a small report does, because it
reads metadata as e-mail. Like pip, this looks into folders only, not into archives on the path.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from kcss_core.frozen import frozen


@frozen
class Distribution:
    """A distribution whose metadata lie in a folder on the path; the folder's name tells name and version."""

    folder: Path

    @property
    def key(self) -> str:
        """Its name as all ways to write it are compared: case, ``-``, ``_`` and ``.`` make no difference."""
        return re.sub(r"[-_.]+", "-", self.folder.name.partition("-")[0]).lower()

    def field(self, name: str) -> str:
        """Return a field of the metadata, ``Name`` or ``Version``; empty where it is not there."""
        for file in ("METADATA", "PKG-INFO"):
            try:
                text = (self.folder / file).read_text("utf-8", "replace")
            except OSError:
                continue
            found = re.search(rf"^{name}: *(.+)$", text, re.MULTILINE)
            return found[1].strip() if found else ""
        return ""

    def points(self, group: str) -> Iterator[tuple[str, str]]:
        """Yield name and target of each of its entry points in a group."""
        try:
            text = (self.folder / "entry_points.txt").read_text("utf-8", "replace")
        except OSError:
            return
        section = ""
        for line in map(str.strip, text.splitlines()):
            if line.startswith("["):
                section = line.strip("[]").strip()
            elif section == group and "=" in line and not line.startswith("#"):
                name, _, target = line.partition("=")
                yield name.strip(), target.strip()


@frozen
class EntryPoint:
    """An entry point: a name, and the module or the object in a module that it leads to."""

    name: str
    target: str
    distribution: str = ""
    version: str = ""

    def load(self) -> object:
        """Return what it leads to; whatever importing it raises is not caught."""
        module, _, attributes = self.target.partition("[")[0].partition(":")
        found: object = import_module(module.strip())
        for name in filter(None, attributes.strip().split(".")):
            found = getattr(found, name)
        return found


def distributions() -> Iterator[Distribution]:
    """Yield the distributions on the path, the first of each name, as an import would find it."""
    seen: set[str] = set()
    for place in sys.path:
        try:
            names = sorted(os.listdir(place or "."))  # noqa: PTH208  # hundreds of names, of which few are looked at
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")):
                one = Distribution(Path(place, name))
                if one.key not in seen:
                    seen.add(one.key)
                    yield one


def entry_points(group: str) -> list[EntryPoint]:
    """Return the entry points in a group of all distributions on the path."""
    return [
        EntryPoint(name, target, one.field("Name"), one.field("Version"))
        for one in distributions()
        for name, target in one.points(group)
    ]


def version(distribution: str) -> str:
    """Return the version of a distribution; empty where it is not installed."""
    return next((one.field("Version") for one in distributions() if one.key == distribution), "")
