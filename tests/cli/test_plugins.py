"""``kcss plugins``: what there is, what each gives, and why one is not in use."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

import pytest

from kcss_core.plugins import hookimpl
from kcss_core.plugins.registry import load_plugins


def given(monkeypatch: pytest.MonkeyPatch, *plugins: type) -> None:
    monkeypatch.setattr(
        "kcss_core.plugins.registry.load_plugins", lambda **more: load_plugins(*plugins, discover=False, **more)
    )


def test_without_plugins(kcss: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none is installed, stdout is empty and a line says so."""
    given(monkeypatch)
    result = kcss("plugins")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "no plugins are installed; such as kcss-docx, which writes Word documents\n"


def test_a_failed_plugin_has_its_reason(kcss: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin that is refused is listed, and the reason is on stderr."""
    given(monkeypatch, type("broken", (), {"kcss_readers": staticmethod(hookimpl(lambda: None))}))
    result = kcss("plugins")
    assert result.exit_code == 0
    assert result.stdout == (
        "name    distribution  version  state   gives\n"
        "------  ------------  -------  ------  -----\n"
        "broken                         failed\n"
    )
    assert result.stderr == (
        "broken: kcss_readers: expected an iterable of records, got None; return () where there are none\n"
    )


def test_all_as_json(kcss: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON has a version, and for each plugin its hooks with the names that each gave."""
    given(monkeypatch)
    document = json.loads(kcss("plugins", "--all", "--format", "json").stdout)
    builtin = document["plugins"][0]
    assert document["schema_version"] == 1
    assert (builtin["name"], builtin["distribution"], builtin["version"], builtin["state"], builtin["reason"]) == (
        "builtin",
        "kcss-core",
        version("kcss-core"),
        "loaded",
        "",
    )
    assert builtin["hooks"]["kcss_exporters"] == ["csv", "json", "text"]
    assert builtin["hooks"]["kcss_check"] == []
    assert document["commands"] == {}


def test_what_is_left_out_by_the_environment(kcss: Any) -> None:
    """A slip in KCSS_LOAD_PLUGINS is wrong usage."""
    result = kcss("plugins", KCSS_LOAD_PLUGINS="no-such-plugin-at-all")
    assert result.exit_code == 2
    assert result.stderr.startswith("kcss: KCSS_LOAD_PLUGINS=no-such-plugin-at-all: there is no such plugin; there are ")
