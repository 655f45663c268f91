"""One plugin: which hooks it implements, what it contributes, and why it is refused. Knows no other plugin."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import wraps
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

import attrs
import pluggy

from kcss_core.errors import KcssError, PluginError
from kcss_core.export import Exporter
from kcss_core.figures.definition import Figure
from kcss_core.figures.value import Value
from kcss_core.frozen import frozen
from kcss_core.plugins import GROUP, hookspecs
from kcss_core.reading.raw import Raw, Reader
from kcss_core.report.directives import Built, Directive
from kcss_core.text import did_you_mean

PREFIX = "kcss_"
CHECK = "kcss_check"
COMMANDS = "kcss_commands"

# Names are typed on a command line and written in TOML, in chapters and in addresses: lower case, dots and hyphens.
_NAME = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_LONGEST_REASON = 300


class State(StrEnum):
    """What became of a plugin: in use, failed or refused, or blocked by the user."""

    LOADED = "loaded"
    FAILED = "failed"
    BLOCKED = "blocked"


@frozen(kw_only=True)
class PluginInfo:
    """A plugin that was found.

    Attributes:
        name: Name of its entry point; of its module or class where it was given in code.
        distribution, version: What was installed; empty where the plugin was given in code.
        hooks: Hook to the names of what it returned; without names for commands and checks, which are asked later.
        reason: Why it failed; empty unless it did.
    """

    name: str
    distribution: str = ""
    version: str = ""
    hooks: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    state: State = State.LOADED
    reason: str = ""

    @property
    def release(self) -> str:
        """Distribution and version, or the name of a plugin that was given in code."""
        return f"{self.distribution} {self.version}" if self.distribution else self.name

    def __str__(self) -> str:
        return f"plugin {self.name}" + (f" ({self.release})" if self.distribution else "")


class RefusedError(Exception):
    """What a plugin returned or implements breaks a rule; its text is the reason."""


@frozen(kw_only=True)
class Kind:
    """What one of the contributing hooks returns.

    Attributes:
        record: The class of what it returns.
        word: What messages call it.
        key: Attribute that names a contribution.
        call: Attribute with the function that it is there for.
        result: What that function returns.
        has_options: Whether it has a class of options.
    """

    hook: str
    record: type[Any]
    word: str
    key: str = "name"
    call: str
    result: type[Any]
    has_options: bool = False


KINDS = (
    Kind(hook="kcss_readers", record=Reader, word="reader", call="read", result=Raw),
    Kind(hook="kcss_figures", record=Figure, word="figure", key="id", call="compute", result=Value),
    Kind(hook="kcss_directives", record=Directive, word="directive", call="build", result=Built, has_options=True),
    Kind(hook="kcss_exporters", record=Exporter, word="exporter", call="render", result=bytes, has_options=True),
)


def implemented(plugin: object, name: str) -> tuple[pluggy.PluginManager, tuple[str, ...]]:
    """Return a manager that holds only this plugin, and the hooks that it implements, sorted.

    A manager of its own keeps each failure with the plugin that caused it.

    Raises:
        RefusedError: A hook is misspelt, not marked, wraps others, or takes what no hook passes.
    """
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    known = sorted(hook for hook in vars(hookspecs) if hook.startswith(PREFIX))
    hooks = set()
    for attribute in dir(plugin):
        options = manager.parse_hookimpl_opts(plugin, attribute)
        if options is None:
            if attribute.startswith(PREFIX) and inspect.isroutine(getattr(plugin, attribute)):
                raise RefusedError(_unmarked(attribute, known))
            continue
        hook = options["specname"] or attribute
        if hook not in known:
            raise RefusedError(f"{attribute}: there is no such hook; {_meant(hook, known)}")
        if options["wrapper"] or options["hookwrapper"]:
            raise RefusedError(f"{attribute}: expected a function that returns records, got a wrapper of other hooks")
        _check_arguments(attribute, getattr(plugin, attribute), getattr(hookspecs, hook))
        hooks.add(hook)
    try:
        manager.register(plugin, name)
    except pluggy.PluginValidationError as error:
        raise RefusedError(" ".join(str(error).split())) from None
    return manager, tuple(sorted(hooks))


def _check_arguments(name: str, hook: Callable[..., Any], specification: Callable[..., Any]) -> None:
    passed = list(inspect.signature(specification).parameters)
    for parameter in inspect.signature(hook).parameters.values():
        if parameter.default is not parameter.empty:
            # pluggy passes no argument that has a default, and its versions differ in what they say about it.
            raise RefusedError(f"{name}: argument {parameter.name!r} has a default, so it is never passed; remove it")
        if parameter.name not in passed:
            there_is = f"the hook passes {', '.join(passed)}" if passed else "the hook passes none"
            raise RefusedError(f"{name}: there is no argument {parameter.name!r}, {there_is}")


def _meant(hook: str, known: Iterable[str]) -> str:
    return did_you_mean(hook, known) or f"the hooks are {', '.join(known)}"


def _unmarked(attribute: str, known: list[str]) -> str:
    if attribute in known:
        return f"{attribute}: expected the marker @hookimpl above it, got none; import it from kcss_core.plugins"
    return f"{attribute}: there is no such hook, and names in {PREFIX} are kept for hooks; {_meant(attribute, known)}"


@frozen
class Contribution:
    """One record that a plugin returned: what it is, its name, and the record with its function guarded."""

    kind: Kind
    name: str
    item: Any


def contributions(manager: pluggy.PluginManager, info: PluginInfo, *, guarded: bool) -> Iterator[Contribution]:
    """Yield what a plugin returns from its contributing hooks, each checked.

    Args:
        guarded: Whether what its functions raise later is to name the plugin.

    Raises:
        RefusedError: A hook fails, or returns something else than it should.
    """
    for kind in KINDS:
        if kind.hook not in info.hooks:
            continue
        for item in asked(manager, kind.hook):
            if not isinstance(item, kind.record):
                raise RefusedError(f"{kind.hook}: expected {kind.record.__name__} records, got {_a(item)}")
            name = getattr(item, kind.key)
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                raise RefusedError(
                    f"{kind.hook}: expected a name in lower case with dots and hyphens, got {name!r}"
                )
            if kind.has_options:
                _check_options(kind, name, item.options)
            yield Contribution(kind, name, _prepared(kind, name, item, info, guarded=guarded))


def asked(manager: pluggy.PluginManager, hook: str, **arguments: Any) -> tuple[Any, ...]:
    """Return what a plugin returns from a hook.

    Raises:
        RefusedError: The hook fails, or returns nothing that can be gone through.
    """
    try:
        results = getattr(manager.hook, hook)(**arguments)
        if not results:
            raise RefusedError(f"{hook}: expected an iterable of records, got None; return () where there are none")
        gathered: list[Any] = []
        for result in results:
            if isinstance(result, str | bytes | Mapping) or not isinstance(result, Iterable):
                raise RefusedError(f"{hook}: expected an iterable of records, got {_a(result)}")
            gathered.extend(result)
    except RefusedError:
        raise
    except Exception as error:
        raise RefusedError(f"{hook} failed: {said(error)}") from error
    return tuple(gathered)


def _check_options(kind: Kind, name: str, options: Any) -> None:
    if not isinstance(options, type) or not attrs.has(options):
        raise RefusedError(f"{kind.word} {name!r}: expected an attrs class as options, got {_a(options)}")
    required = [one.name for one in attrs.fields(options) if one.init and one.default is attrs.NOTHING]
    if required:
        raise RefusedError(f"{kind.word} {name!r}: each option needs a default, {', '.join(required)} has none")


def _prepared(kind: Kind, name: str, item: Any, info: PluginInfo, *, guarded: bool) -> Any:
    changes: dict[str, Any] = {}
    if kind.record is Figure and not item.plugin:
        changes["plugin"] = info.name
    call = getattr(item, kind.call)
    if guarded and call is not None:
        changes[kind.call] = _guard(call, info, f"{kind.word} {name!r}", kind.result)
    return attrs.evolve(item, **changes) if changes else item


def _guard(call: Callable[..., Any], info: PluginInfo, what: str, result: type[Any]) -> Callable[..., Any]:
    """Return the function with its failures named after the plugin; errors meant for the user pass."""

    @wraps(call)
    def guarded(*arguments: Any) -> Any:
        try:
            returned = call(*arguments)
        except KcssError:
            raise
        except Exception as error:
            raise failure(info, what, error) from error
        if not isinstance(returned, result):
            raise PluginError(f"{info}: {what} returned {_a(returned)}, expected {result.__name__}", info.release)
        return returned

    return guarded


def failure(info: PluginInfo, what: str, error: BaseException) -> PluginError:
    """Return the error that names a plugin which failed over somebody's data.

    The words of the failure itself may quote the data, so only its type and place are told.
    """
    # kcss check goes on after a failure, so that there is a traceback only where it is told to stop.
    return PluginError(
        f"{info}: {what} failed with {type(error).__name__} at {place_of(error)}; "
        "run again with --strict-plugins and KCSS_DEBUG=1 to see how it came about",
        info.release,
    )


def place_of(error: BaseException) -> str:
    """Return file and line where an exception was raised, without the folders of this machine."""
    traceback = error.__traceback__
    if traceback is None:
        return "an unknown place"
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    file = PurePath(traceback.tb_frame.f_code.co_filename)
    return f"{'/'.join(file.parts[-2:])}:{traceback.tb_lineno}"


def said(error: BaseException) -> str:
    """Return an exception in one line, for failures that have seen no data."""
    words = " ".join(str(error).split())
    if len(words) > _LONGEST_REASON:
        words = words[:_LONGEST_REASON] + "…"
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _a(item: Any) -> str:
    """Return what something is, in words for a plugin's author."""
    if item is None:
        return "None"
    if isinstance(item, type):
        return f"the class {item.__name__}"
    name = type(item).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"
