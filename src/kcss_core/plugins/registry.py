"""All plugins: found, loaded one by one, and what they contribute. Keeps no global state and runs no stage."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any

import pluggy
from attrs import evolve, field

from kcss_core.errors import KcssError, PluginError, UsageError
from kcss_core.export import Exporter
from kcss_core.figures.definition import Figure
from kcss_core.frozen import frozen
from kcss_core.plugins import GROUP, installed
from kcss_core.plugins.contributions import (
    CHECK,
    COMMANDS,
    KINDS,
    Contribution,
    PluginInfo,
    RefusedError,
    State,
    asked,
    contributions,
    failure,
    implemented,
    said,
)
from kcss_core.plugins.installed import EntryPoint
from kcss_core.problems import Problem, Severity, sorted_problems
from kcss_core.reading.raw import Reader
from kcss_core.report.directives import Directive
from kcss_core.text import did_you_mean

if TYPE_CHECKING:
    import click

    from kcss_core.edition import Edition

__all__ = ["PluginInfo", "Plugins", "State", "load_plugins"]

#: Names of the plugins to load, divided by commas; empty for none. Not set: all that are installed.
VARIABLE = "KCSS_LOAD_PLUGINS"

# Loaded by its name, like any plugin, because what it contributes lies above this module.
_BUILTIN = "kcss_core.builtin"
_CORE = "kcss-core"


def _none() -> Mapping[str, Any]:
    return MappingProxyType({})


@frozen(kw_only=True)
class Plugins:
    """What all plugins contribute.

    **Shape**: each mapping goes from name to record. Readers, directives and exporters are in the order of their names;
    figures in the order of plugins, the core's first, and as each plugin gave them.

    Attributes:
        found: Every plugin that was found, whatever became of it: the core's own, those given in code, then by name.
        is_strict: Whether they were loaded to stop at the first that fails, also later, over a file.
    """

    found: tuple[PluginInfo, ...]
    readers: Mapping[str, Reader] = field(factory=_none)
    figures: Mapping[str, Figure] = field(factory=_none)
    directives: Mapping[str, Directive] = field(factory=_none)
    exporters: Mapping[str, Exporter] = field(factory=_none)
    is_strict: bool = False
    _managers: tuple[tuple[PluginInfo, pluggy.PluginManager], ...] = field(default=(), repr=False, eq=False)

    def __repr__(self) -> str:
        states = (one.name if one.state is State.LOADED else f"{one.name} ({one.state.value})" for one in self.found)
        return f"<Plugins {', '.join(states)}>"

    @property
    def loaded(self) -> tuple[PluginInfo, ...]:
        """The plugins that are in use."""
        return tuple(info for info in self.found if info.state is State.LOADED)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """A warning for each plugin that failed."""
        return tuple(
            Problem(
                "plugin.not-loaded",
                f"{info} is not loaded: {info.reason}",
                severity=Severity.WARNING,
                hint=f"update it or install it anew; -p no:{info.name} leaves it out",
            )
            for info in self.found
            if info.state is State.FAILED
        )

    def check(self, edition: Edition, *, strict: bool = False) -> tuple[Problem, ...]:
        """Return what the checks of all plugins find, sorted.

        A check that fails is itself a problem, ``plugin.failed``, and the others go on.

        Raises:
            PluginError: A check failed, and strict is asked for.
        """
        problems: list[Problem] = []
        for info, manager in self._managers:
            if CHECK not in info.hooks:
                continue
            try:
                found = asked(manager, CHECK, edition=edition)
                if wrong := next((one for one in found if not isinstance(one, Problem)), None):
                    raise RefusedError(f"{CHECK}: expected Problem records, got {type(wrong).__name__}")
            except RefusedError as refused:
                error = _failed_check(info, refused)
                if strict:
                    raise error from refused.__cause__
                problems.append(Problem("plugin.failed", str(error)))
            else:
                problems.extend(found)
        return sorted_problems(problems)

    def commands(self, reserved: Iterable[str] = ()) -> tuple[Mapping[str, click.Command], tuple[Problem, ...]]:
        """Return the commands that plugins add, by name, and a warning for each that is left out.

        Args:
            reserved: Names that the command line keeps for itself.
        """
        commands: dict[str, click.Command] = {}
        owners = dict.fromkeys(reserved, _CORE)
        problems: list[Problem] = []
        for info, manager in self._managers:
            if COMMANDS not in info.hooks:
                continue
            try:
                for command in asked(manager, COMMANDS):
                    name = getattr(command, "name", None)
                    if not isinstance(name, str) or not callable(getattr(command, "main", None)):
                        raise RefusedError(f"{COMMANDS}: expected click commands, got {type(command).__name__}")
                    if name in owners:
                        raise RefusedError(f"{COMMANDS}: the command {name!r} is already that of {owners[name]}")
                    commands[name] = command
                    owners[name] = str(info)
            except RefusedError as refused:
                message = f"{info} adds no commands: {refused}"
                problems.append(Problem("plugin.not-loaded", message, severity=Severity.WARNING))
        return MappingProxyType(dict(sorted(commands.items()))), tuple(problems)

    def failed_command(self, name: str, error: Exception) -> Exception:
        """Return the error that names the plugin whose command failed; the error itself where no plugin has it."""
        for info, manager in self._managers:
            if COMMANDS in info.hooks and any(one.name == name for one in asked(manager, COMMANDS)):
                blamed = failure(info, f"command {name!r}", error)
                blamed.__cause__ = error
                return blamed
        return error


def _failed_check(info: PluginInfo, refused: RefusedError) -> PluginError:
    cause = refused.__cause__
    if cause is None:
        return PluginError(f"{info}: {refused}", info.release)
    if isinstance(cause, KcssError):
        return PluginError(f"{info}: {CHECK} failed: {cause}", info.release)
    return failure(info, CHECK, cause)


def load_plugins(
    *extra: object, discover: bool = True, blocked: Iterable[str] = (), strict: bool = False
) -> Plugins:
    """Return the plugins of the core, those given, and those installed; one that fails is named and left out.

    The environment variable ``KCSS_LOAD_PLUGINS`` limits which installed ones are loaded.

    Args:
        extra: Modules or objects with marked functions.
        discover: Whether to look for installed plugins.
        blocked: Names of plugins or distributions to leave out.
        strict: Whether to stop at the first plugin that fails.

    Raises:
        PluginError: A plugin failed, and strict is asked for.
        UsageError: A name to block or to load belongs to no plugin.
    """
    loading = _Loading(strict=strict)
    candidates = list(_candidates(extra, discover=discover))
    unwanted = _unwanted(candidates, frozenset(blocked), os.environ.get(VARIABLE) if discover else None)
    for info, plugin in candidates:
        if info in unwanted:
            loading.found.append(evolve(info, state=State.BLOCKED))
        else:
            loading.add(info, plugin)
    return loading.plugins()


def _candidates(extra: tuple[object, ...], *, discover: bool) -> Iterator[tuple[PluginInfo, object]]:
    """Yield every plugin that there is: the object itself, or the entry point that leads to it."""
    builtin = EntryPoint("builtin", _BUILTIN)
    core = installed.version(_CORE)
    yield PluginInfo(name="builtin", distribution=_CORE, version=core), builtin
    for plugin in extra:
        name = plugin.__name__ if isinstance(plugin, ModuleType | type) else type(plugin).__name__
        yield PluginInfo(name=name.strip("_") or name), plugin
    if discover:
        points = installed.entry_points(GROUP)
        found = [(PluginInfo(name=one.name, distribution=one.distribution, version=one.version), one) for one in points]
        yield from sorted(found, key=lambda pair: (pair[0].name, pair[0].distribution))


def _unwanted(
    candidates: Iterable[tuple[PluginInfo, object]], blocked: frozenset[str], wanted: str | None
) -> tuple[PluginInfo, ...]:
    """Return the plugins that the user does not want."""
    infos = [info for info, _ in candidates]
    names = {name for info in infos for name in (info.name, info.distribution) if name}
    chosen = None if wanted is None else {name.strip() for name in wanted.split(",")} - {""}
    for asked_for, where in ((blocked, "-p no:"), (chosen or (), f"{VARIABLE}=")):
        for name in sorted(asked_for):
            if name not in names:
                hint = did_you_mean(name, names) or f"there are {', '.join(sorted(names))}"
                raise UsageError(f"{where}{name}: there is no such plugin; {hint}")
    return tuple(
        info
        for info in infos
        if {info.name, info.distribution} & blocked
        # Only installed plugins are chosen from: the core's own and those given in code are always meant.
        or (
            chosen is not None
            and info.distribution not in ("", _CORE)
            and not {info.name, info.distribution} & chosen
        )
    )


@frozen
class _Loading:
    """What is loaded so far."""

    strict: bool
    found: list[PluginInfo] = field(factory=list)
    contributed: dict[str, dict[str, tuple[PluginInfo, Any]]] = field(
        factory=lambda: {kind.hook: {} for kind in KINDS}
    )
    managers: list[tuple[PluginInfo, pluggy.PluginManager]] = field(factory=list)
    objects: list[object] = field(factory=list)

    def add(self, info: PluginInfo, plugin: object) -> None:
        try:
            loaded = self._load(info, plugin)
        except RefusedError as refused:
            if self.strict:
                raise PluginError(f"{info}: {refused}", info.release) from refused.__cause__
            loaded = evolve(info, state=State.FAILED, reason=str(refused))
        if loaded is not None:
            self.found.append(loaded)

    def _load(self, info: PluginInfo, plugin: object) -> PluginInfo | None:
        """Return the plugin in use; None where the same object is there already."""
        if isinstance(plugin, EntryPoint):
            plugin = _imported(plugin)
        if any(plugin is other for other in self.objects):
            return None
        other = next((one for one in self.found if one.name == info.name and one.state is State.LOADED), None)
        if other is not None:
            raise RefusedError(f"expected a name of its own, got {info.name!r}, which is that of {other}")
        manager, hooks = implemented(plugin, info.name)
        info = evolve(info, hooks=MappingProxyType(dict.fromkeys(hooks, ())))
        given = list(contributions(manager, info, guarded=info.distribution != _CORE))
        self._refuse_duplicates(given)
        names: dict[str, tuple[str, ...]] = {
            hook: tuple(one.name for one in given if one.kind.hook == hook) for hook in hooks
        }
        info = evolve(info, hooks=MappingProxyType(names))
        for one in given:
            self.contributed[one.kind.hook][one.name] = (info, one.item)
        self.managers.append((info, manager))
        self.objects.append(plugin)
        return info

    def _refuse_duplicates(self, given: list[Contribution]) -> None:
        """Refuse a plugin that gives a name or a suffix twice, or one that another plugin has given."""
        seen: set[tuple[str, str]] = set()
        suffixes = {
            suffix: f"reader {name!r} of {owner}"
            for name, (owner, reader) in self.contributed["kcss_readers"].items()
            for suffix in reader.suffixes
        }
        for one in given:
            word = one.kind.word
            if (word, one.name) in seen:
                raise RefusedError(f"{one.kind.hook}: the {word} {one.name!r} is returned twice")
            seen.add((word, one.name))
            if one.name in self.contributed[one.kind.hook]:
                owner, _ = self.contributed[one.kind.hook][one.name]
                raise RefusedError(f"{one.kind.hook}: the {word} {one.name!r} is already that of {owner}")
            for suffix in one.item.suffixes if isinstance(one.item, Reader) else ():
                if suffix in suffixes:
                    raise RefusedError(f"{one.kind.hook}: {suffix!r} already selects {suffixes[suffix]}")
                suffixes[suffix] = f"reader {one.name!r} of the same plugin"

    def plugins(self) -> Plugins:
        def by_name(hook: str) -> Mapping[str, Any]:
            return MappingProxyType({name: item for name, (_, item) in sorted(self.contributed[hook].items())})

        figures = {name: item for name, (_, item) in self.contributed["kcss_figures"].items()}
        return Plugins(
            found=tuple(self.found),
            readers=by_name("kcss_readers"),
            figures=MappingProxyType(figures),
            directives=by_name("kcss_directives"),
            exporters=by_name("kcss_exporters"),
            is_strict=self.strict,
            managers=tuple(self.managers),
        )


def _imported(point: EntryPoint) -> object:
    try:
        return point.load()
    except (Exception, SystemExit) as error:
        raise RefusedError(f"{point.target} cannot be imported: {said(error)}") from error
