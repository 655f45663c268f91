"""Loading plugins: what they contribute, which are refused and with what reason, and that the others go on."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from attrs import define, frozen

from kcss_core.edition import Edition
from kcss_core.errors import PluginError, UsageError
from kcss_core.export import Exporter, render
from kcss_core.figures import Figure, Measure
from kcss_core.model import Dataset, Organization
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.plugins import hookimpl
from kcss_core.plugins.installed import EntryPoint
from kcss_core.plugins.registry import PluginInfo, Plugins, State, load_plugins
from kcss_core.problems import Problem, Severity
from kcss_core.reading.raw import Raw, Reader, Source
from kcss_core.report.directives import Built, Call, Directive
from kcss_core.testing import sample_report
from kcss_core.text import Text


def figure(id: str = "hello") -> Figure:
    return Figure(id=id, title=Text("Hello"), measure=Measure.COUNT, subject="activities")


def directive(name: str = "greeting", **more: Any) -> Directive:
    return Directive(name=name, summary="Says hello", build=lambda call: Built(), **more)


def exporter(name: str = "shout", **more: Any) -> Exporter:
    return Exporter(**{"name": name, "suffix": ".x", "summary": "Shouts", "render": lambda report, options: b"!", **more})


def reader(name: str = "words", *suffixes: str) -> Reader:
    return Reader(name=name, suffixes=suffixes, summary="Reads words", read=lambda source: Raw())


def plugin(name: str, **hooks: Any) -> Any:
    """Return a plugin in code with hooks that return what is given, or call it."""
    attributes: dict[str, Any] = {}
    for hook, given in hooks.items():
        call = given if callable(given) else (lambda given=given: given)
        # pluggy takes arguments with defaults for its own, so each hook is made without.
        attributes[hook] = staticmethod(hookimpl(_without_arguments(call) if given is not call else call))
    return type(name, (), attributes)


def _without_arguments(call: Any) -> Any:
    def hook() -> Any:
        return call()

    return hook


def load(*extra: object, **more: Any) -> Plugins:
    return load_plugins(*extra, discover=False, **more)


def info(plugins: Plugins, name: str) -> PluginInfo:
    return next(one for one in plugins.found if one.name == name)


# ---------------------------------------------------------------- what they contribute


def test_the_core_is_a_plugin() -> None:
    """Readers and exporters of the core come through the same hooks, from the plugin builtin of kcss-core."""
    plugins = load()
    assert [one.name for one in plugins.found] == ["builtin"]
    assert info(plugins, "builtin").distribution == "kcss-core"
    assert list(plugins.readers) == ["csv", "toml"]
    assert list(plugins.exporters) == ["csv", "json", "text"]


def test_contributions_are_found_by_name() -> None:
    """What a plugin returns is there by name, and the plugin's hooks name it."""
    hello = plugin("hello", kcss_figures=[figure()], kcss_directives=(directive(),), kcss_exporters={exporter()})
    plugins = load(hello)
    assert plugins.figures["hello"].title == Text("Hello")
    assert plugins.directives["greeting"].summary == "Says hello"
    assert plugins.exporters["shout"].suffix == ".x"
    assert info(plugins, "hello").hooks == {
        "kcss_directives": ("greeting",),
        "kcss_exporters": ("shout",),
        "kcss_figures": ("hello",),
    }


def test_a_figure_knows_its_plugin() -> None:
    """A figure of a plugin says so, without the plugin's doing."""
    assert load(plugin("hello", kcss_figures=[figure()])).figures["hello"].plugin == "hello"


def test_the_result_is_frozen() -> None:
    """Nobody can register anything afterwards."""
    plugins = load()
    assert isinstance(plugins.exporters, MappingProxyType)
    with pytest.raises(AttributeError):
        plugins.exporters = {}  # type: ignore[misc]


def test_exporters_are_sorted_by_name() -> None:
    """The order is that of the names, not that of loading."""
    plugins = load(plugin("b", kcss_exporters=[exporter("zebra"), exporter("apple")]))
    assert list(plugins.exporters) == ["apple", "csv", "json", "text", "zebra"]


def test_the_same_plugin_twice_counts_once() -> None:
    """A plugin that is given in code and installed as well is loaded once."""
    hello = plugin("hello", kcss_figures=[figure()])
    assert [one.name for one in load(hello, hello).found] == ["builtin", "hello"]


# ---------------------------------------------------------------- what is refused


@frozen
class Required:
    """Options of which one has no default."""

    depth: int


@hookimpl
def taking_more(figures: object) -> Iterable[Figure]:
    return ()


def wrapping() -> Any:
    return (yield)


def failing() -> Iterable[Figure]:
    raise ValueError("no such\nfile")


def with_default(strict: bool = False) -> Iterable[Figure]:
    return ()


REFUSED = {
    "misspelt": (
        plugin("bad", kcss_figure=[figure()]),
        "kcss_figure: there is no such hook; did you mean 'kcss_figures'?",
    ),
    "unmarked": (
        type("bad", (), {"kcss_figures": staticmethod(lambda: ())}),
        "kcss_figures: expected the marker @hookimpl above it, got none; import it from kcss_core.plugins",
    ),
    "unmarked and misspelt": (
        type("bad", (), {"kcss_exporter": staticmethod(lambda: ())}),
        "kcss_exporter: there is no such hook, and names in kcss_ are kept for hooks; did you mean 'kcss_exporters'?",
    ),
    "argument": (
        type("bad", (), {"kcss_figures": staticmethod(taking_more)}),
        "kcss_figures: there is no argument 'figures', the hook passes none",
    ),
    "default": (
        type("bad", (), {"kcss_figures": staticmethod(hookimpl(with_default))}),
        "kcss_figures: argument 'strict' has a default, so it is never passed; remove it",
    ),
    "wrapper": (
        type("bad", (), {"kcss_figures": staticmethod(hookimpl(wrapper=True)(wrapping))}),
        "kcss_figures: expected a function that returns records, got a wrapper of other hooks",
    ),
    "raises": (
        type("bad", (), {"kcss_figures": staticmethod(hookimpl(failing))}),
        "kcss_figures failed: ValueError: no such file",
    ),
    "returns nothing": (
        plugin("bad", kcss_figures=lambda: None),
        "kcss_figures: expected an iterable of records, got None; return () where there are none",
    ),
    "returns one record": (
        plugin("bad", kcss_figures=figure()),
        "kcss_figures: expected an iterable of records, got a Figure",
    ),
    "wrong type": (
        plugin("bad", kcss_figures=[directive()]),
        "kcss_figures: expected Figure records, got a Directive",
    ),
    "class instead of record": (
        plugin("bad", kcss_figures=[Figure]),
        "kcss_figures: expected Figure records, got the class Figure",
    ),
    "ill-formed name": (
        plugin("bad", kcss_exporters=[exporter("My Format")]),
        "kcss_exporters: expected a name in lower case with dots and hyphens, got 'My Format'",
    ),
    "options without default": (
        plugin("bad", kcss_directives=[directive(options=Required)]),
        "directive 'greeting': each option needs a default, depth has none",
    ),
    "options of another sort": (
        plugin("bad", kcss_exporters=[exporter(options=dict)]),
        "exporter 'shout': expected an attrs class as options, got the class dict",
    ),
    "taken name": (
        plugin("bad", kcss_exporters=[exporter("json")]),
        "kcss_exporters: the exporter 'json' is already that of plugin builtin (kcss-core {core})",
    ),
    "name twice": (
        plugin("bad", kcss_figures=[figure(), figure()]),
        "kcss_figures: the figure 'hello' is returned twice",
    ),
    "taken suffix": (
        plugin("bad", kcss_readers=[reader("other", ".csv")]),
        "kcss_readers: '.csv' already selects reader 'csv' of plugin builtin (kcss-core {core})",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_the_reason(case: str) -> None:
    """Each breach of the rules is refused by name, and the plugin is kept with its reason."""
    bad, reason = REFUSED[case]
    plugins = load(bad)
    found = info(plugins, "bad")
    reason = reason.format(core=info(plugins, "builtin").version) if "{core}" in reason else reason
    assert (found.state, found.reason) == (State.FAILED, reason)


def test_the_others_go_on() -> None:
    """A plugin that is refused contributes nothing, and those after it are loaded."""
    bad = plugin("bad", kcss_figures=[figure("good"), figure("good")])
    plugins = load(bad, plugin("fine", kcss_figures=[figure("fine")]))
    assert list(plugins.figures) == ["fine"]
    assert [one.name for one in plugins.loaded] == ["builtin", "fine"]
    assert plugins.problems == (
        Problem(
            "plugin.not-loaded",
            "plugin bad is not loaded: kcss_figures: the figure 'good' is returned twice",
            severity=Severity.WARNING,
            hint="update it or install it anew; -p no:bad leaves it out",
        ),
    )


def test_both_contributors_of_a_name_are_named() -> None:
    """The second of two plugins with the same directive is refused, and the first is named in the reason."""
    plugins = load(plugin("one", kcss_directives=[directive()]), plugin("two", kcss_directives=[directive()]))
    assert str(plugins.problems[0]) == (
        "plugin two is not loaded: kcss_directives: the directive 'greeting' is already that of plugin one; "
        "update it or install it anew; -p no:two leaves it out"
    )


def test_two_plugins_of_one_name_are_told_apart() -> None:
    """A second plugin with a name that is taken is refused."""
    plugins = load(plugin("one", kcss_figures=[figure("a")]), plugin("one", kcss_figures=[figure("b")]))
    assert plugins.found[-1].reason == "expected a name of its own, got 'one', which is that of plugin one"


def test_strict_stops() -> None:
    """With strict the first failure is an error that carries the plugin."""
    with pytest.raises(PluginError) as caught:
        load(plugin("bad", kcss_figures=lambda: None), strict=True)
    assert str(caught.value) == (
        "plugin bad: kcss_figures: expected an iterable of records, got None; return () where there are none"
    )
    assert (caught.value.plugin, caught.value.exit_code) == ("bad", 4)


# ---------------------------------------------------------------- installed ones


def installed(monkeypatch: pytest.MonkeyPatch, **plugins: str) -> None:
    """Install plugins for a test: name of the entry point to its module; the distribution is kcss-NAME 0.3."""
    points = [EntryPoint(name, module, f"kcss-{name}", "0.3") for name, module in plugins.items()]
    monkeypatch.setattr("kcss_core.plugins.installed.entry_points", lambda group: points)


def module(monkeypatch: pytest.MonkeyPatch, name: str, **hooks: Any) -> None:
    monkeypatch.setitem(sys.modules, name, plugin(name, **hooks))


def test_installed_plugins_are_loaded_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed plugins come after the core's own, by name, with distribution and version."""
    module(monkeypatch, "zoo", kcss_figures=[figure("z")])
    module(monkeypatch, "ant", kcss_figures=[figure("a")])
    installed(monkeypatch, zoo="zoo", ant="ant")
    plugins = load_plugins()
    assert [str(one) for one in plugins.found[1:]] == ["plugin ant (kcss-ant 0.3)", "plugin zoo (kcss-zoo 0.3)"]
    assert list(plugins.figures) == ["a", "z"]


def test_a_plugin_that_cannot_be_imported_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A plugin whose module fails is kept with the reason, and the others are loaded."""
    (tmp_path / "kcss_broken.py").write_text("import no_such_library\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    module(monkeypatch, "ant", kcss_figures=[figure("a")])
    installed(monkeypatch, broken="kcss_broken", ant="ant")
    plugins = load_plugins()
    assert list(plugins.figures) == ["a"]
    assert str(plugins.problems[0]) == (
        "plugin broken (kcss-broken 0.3) is not loaded: kcss_broken cannot be imported: "
        "ModuleNotFoundError: No module named 'no_such_library'; "
        "update it or install it anew; -p no:broken leaves it out"
    )


def test_a_plugin_that_leaves_on_import_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A module that calls sys.exit() does not end the program."""
    (tmp_path / "kcss_leaving.py").write_text("import sys\nsys.exit('bye')\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    installed(monkeypatch, leaving="kcss_leaving")
    assert load_plugins().found[-1].reason == "kcss_leaving cannot be imported: SystemExit: bye"


@pytest.mark.parametrize("name", ["ant", "kcss-ant"])
def test_blocked_by_plugin_or_distribution(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A blocked plugin is not imported, but listed."""
    installed(monkeypatch, ant="no_such_module")
    plugins = load_plugins(blocked=[name])
    assert plugins.found[-1] == PluginInfo(name="ant", distribution="kcss-ant", version="0.3", state=State.BLOCKED)


def test_a_name_to_block_that_no_plugin_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in a name to block is an error with the nearest name."""
    installed(monkeypatch, gallery="gallery")
    with pytest.raises(UsageError) as caught:
        load_plugins(blocked=["galery"])
    assert str(caught.value) == "-p no:galery: there is no such plugin; did you mean 'gallery'?"


def test_the_environment_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    """KCSS_LOAD_PLUGINS names the installed plugins to load, by plugin or distribution."""
    for name in ("ant", "bee", "cat"):
        module(monkeypatch, name, kcss_figures=[figure(name)])
    installed(monkeypatch, ant="ant", bee="bee", cat="cat")
    monkeypatch.setenv("KCSS_LOAD_PLUGINS", "ant, kcss-cat")
    assert list(load_plugins().figures) == ["ant", "cat"]


def test_the_environment_empty_means_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty KCSS_LOAD_PLUGINS leaves the core and what is given in code."""
    module(monkeypatch, "ant", kcss_figures=[figure("ant")])
    installed(monkeypatch, ant="ant")
    monkeypatch.setenv("KCSS_LOAD_PLUGINS", "")
    plugins = load_plugins(plugin("mine", kcss_figures=[figure("mine")]))
    assert [one.name for one in plugins.loaded] == ["builtin", "mine"]


def test_the_environment_with_an_unknown_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in KCSS_LOAD_PLUGINS is an error with the nearest name."""
    installed(monkeypatch, ant="ant")
    monkeypatch.setenv("KCSS_LOAD_PLUGINS", "antt")
    with pytest.raises(UsageError) as caught:
        load_plugins()
    assert str(caught.value) == "KCSS_LOAD_PLUGINS=antt: there is no such plugin; did you mean 'ant'?"


# ---------------------------------------------------------------- later failures


def test_an_exporter_that_fails_names_its_plugin() -> None:
    """What a plugin's exporter raises names plugin and place, and quotes nothing that may be personal."""

    def broken(report: Any, options: Any) -> bytes:
        raise KeyError("Blerta Krasniqi")

    plugins = load(plugin("hello", kcss_exporters=[exporter(render=broken)]))
    line = broken.__code__.co_firstlineno + 1
    with pytest.raises(PluginError) as caught:
        render(sample_report(), plugins.exporters["shout"])
    assert str(caught.value) == (
        f"plugin hello: exporter 'shout' failed with KeyError at plugins/test_registry.py:{line}; "
        "run again with --strict-plugins and KCSS_DEBUG=1 to see how it came about"
    )
    assert caught.value.plugin == "hello"


def test_a_directive_that_returns_something_else_names_its_plugin() -> None:
    """A directive must return what directives return."""
    wrong = Directive(name="greeting", summary="Says hello", build=lambda call: None)  # type: ignore[arg-type, return-value]
    plugins = load(plugin("hello", kcss_directives=[wrong]))
    with pytest.raises(PluginError) as caught:
        plugins.directives["greeting"].build(Call(edition=None))  # type: ignore[arg-type]
    assert str(caught.value) == "plugin hello: directive 'greeting' returned None, expected Built"


def test_errors_for_the_user_pass() -> None:
    """An error that a plugin meant for the user reaches the user as it is."""

    def refuse(source: Source) -> Raw:
        raise UsageError("no such sheet")

    plugins = load(plugin("hello", kcss_readers=[Reader(name="words", suffixes=(), summary="", read=refuse)]))
    with pytest.raises(UsageError, match=r"^no such sheet$"):
        plugins.readers["words"].read(Source(file="a", data=b""))


# ---------------------------------------------------------------- checks


# An edition in which the core's own check finds nothing.
EMPTY = Edition(Dataset(organization=Organization(id="o", name=Text("O"))), [], period=Period.year(2022))


def checking(name: str, check: Any) -> Any:
    return type(name, (), {"kcss_check": staticmethod(hookimpl(check))})


def finding(edition: Any) -> Iterable[Problem]:
    yield Problem("b.late", "second", Origin("b.csv", row=2))
    yield Problem("a.early", "first", Origin("a.csv", row=1))


def raising(edition: Any) -> Iterable[Problem]:
    yield Problem("lost.anyway", "found before it failed")
    raise RuntimeError("Blerta Krasniqi")


def test_checks_of_all_plugins_are_sorted() -> None:
    """What all plugins find comes in one order, by place."""
    plugins = load(checking("one", finding), checking("two", lambda edition: [Problem("c.none", "no place")]), blocked=["builtin"])
    assert [problem.code for problem in plugins.check(EMPTY)] == ["c.none", "a.early", "b.late"]


def test_a_check_that_fails_is_a_problem_and_the_others_go_on() -> None:
    """The failure names the plugin and the place, and the other plugin's problems are there."""
    plugins = load(checking("bad", raising), checking("good", finding), blocked=["builtin"])
    found = plugins.check(EMPTY)
    line = raising.__code__.co_firstlineno + 2
    assert [problem.code for problem in found] == ["plugin.failed", "a.early", "b.late"]
    assert found[0].message == (
        f"plugin bad: kcss_check failed with RuntimeError at plugins/test_registry.py:{line}; "
        "run again with --strict-plugins and KCSS_DEBUG=1 to see how it came about"
    )
    assert found[0].is_error


def test_a_check_that_returns_something_else_is_a_problem() -> None:
    """A check must return problems."""
    found = load(checking("bad", lambda edition: ["wrong"]), blocked=["builtin"]).check(EMPTY)
    assert [problem.message for problem in found] == ["plugin bad: kcss_check: expected Problem records, got str"]


def test_a_check_that_fails_stops_where_strict() -> None:
    """With strict the failure is raised, with its cause for the traceback."""
    with pytest.raises(PluginError, match=r"^plugin bad: kcss_check failed with RuntimeError") as caught:
        load(checking("bad", raising), blocked=["builtin"]).check(EMPTY, strict=True)
    assert isinstance(caught.value.__cause__, RuntimeError)


# ---------------------------------------------------------------- commands


@define
class Command:
    """As much of a command as the registry looks at."""

    name: str

    def main(self) -> None:
        """Run."""


def test_commands_are_asked_for_when_needed() -> None:
    """Commands come by name; loading plugins does not call the hook."""
    calls: list[str] = []

    def commands() -> Iterable[Command]:
        calls.append("called")
        return [Command("audit")]

    plugins = load(plugin("word", kcss_commands=commands))
    assert calls == []
    found, problems = plugins.commands()
    assert (list(found), problems, calls) == (["audit"], (), ["called"])


def test_a_command_with_a_taken_name_is_left_out() -> None:
    """The command line keeps its own names, and the first plugin its."""
    plugins = load(plugin("one", kcss_commands=[Command("audit")]), plugin("two", kcss_commands=[Command("audit")]))
    found, problems = plugins.commands()
    assert list(found) == ["audit"]
    assert [str(problem) for problem in problems] == [
        "plugin two adds no commands: kcss_commands: the command 'audit' is already that of plugin one"
    ]
    _, problems = plugins.commands(reserved=["audit"])
    assert str(problems[0]) == (
        "plugin one adds no commands: kcss_commands: the command 'audit' is already that of kcss-core"
    )
