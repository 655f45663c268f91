"""What is installed: entry points of distributions on the path, as Python's own metadata find them."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest

from kcss_core.plugins.installed import EntryPoint, entry_points, version


def distribution(place: Path, name: str, release: str, points: str = "") -> None:
    """Install as much of a distribution as is looked at."""
    folder = place / f"{name.replace('-', '_')}-{release}.dist-info"
    folder.mkdir(parents=True)
    metadata = f"Metadata-Version: 2.4\nName: {name}\nVersion: {release}\nSummary: Name: not this one\n\nName: nor this\n"
    (folder / "METADATA").write_text(metadata, "utf-8")
    if points:
        (folder / "entry_points.txt").write_text(points, "utf-8")


def test_entry_points_of_a_group_are_found_with_their_distribution(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other groups, comments and spaces change nothing; the first of two distributions of one name is taken."""
    points = "[console_scripts]\nx = y:z\n\n[kcss_test]\n# none = none\nant=ant_module\nzoo = zoo.parts : keeper [more]\n"
    distribution(tmp_path / "first", "Kcss-Zoo", "0.3", points)
    distribution(tmp_path / "second", "kcss.zoo", "0.1", "[kcss_test]\nold = old\n")
    for place in ("second", "first"):
        monkeypatch.syspath_prepend(str(tmp_path / place))
    assert entry_points("kcss_test") == [
        EntryPoint("ant", "ant_module", "Kcss-Zoo", "0.3"),
        EntryPoint("zoo", "zoo.parts : keeper [more]", "Kcss-Zoo", "0.3"),
    ]
    assert version("kcss-zoo") == "0.3"
    assert version("kcss-nowhere") == ""


def test_what_is_found_is_what_python_finds() -> None:
    """The plugins of this environment are those that importlib.metadata names."""
    expected = {
        (point.name, point.value, point.dist.name, point.dist.version)
        for point in importlib.metadata.entry_points(group="kcss_core")
        if point.dist is not None
    }
    found = {(point.name, point.target, point.distribution, point.version) for point in entry_points("kcss_core")}
    assert found == expected
    assert version("kcss-core") == importlib.metadata.version("kcss-core")


def test_an_entry_point_leads_to_a_module_or_to_an_object_in_it() -> None:
    """After a colon stand attributes."""
    assert EntryPoint("m", "os.path").load() is __import__("os").path
    assert EntryPoint("o", "os : path.join [extra]").load() is __import__("os").path.join
