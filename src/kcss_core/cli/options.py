"""What several commands share: the workspace, plugins, periods, and options that an options class declares."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kcss_core.errors import FileError, UsageError

if TYPE_CHECKING:
    from kcss_core.period import Period
    from kcss_core.plugins.registry import Plugins

F = TypeVar("F", bound=Callable[..., Any])

#: What heads numbers that nobody protected.
UNPROTECTED = "internal, unprotected: small groups are shown, not for publication"

_BLOCKED = "kcss_core.blocked"
_STRICT = "kcss_core.strict"
_PLUGINS = "kcss_core.plugins"
_COMMANDS = "kcss_core.commands"

# ---------------------------------------------------------------- plugins


def remember_plugin_options(ctx: click.Context, blocked: Iterable[str], *, strict: bool) -> None:
    """Keep which plugins to leave out for when plugins are loaded; options before and after a command add up."""
    for word in blocked:
        if not word.startswith("no:") or len(word) == 3:
            raise click.BadParameter(f"expected no:NAME, got {word!r}", ctx, param_hint="'-p'")
        ctx.meta.setdefault(_BLOCKED, []).append(word.removeprefix("no:"))
    if strict:
        ctx.meta[_STRICT] = True


def plugin_options(command: F) -> F:
    """Give a command ``-p no:NAME`` and ``--strict-plugins``."""

    def leave_out(ctx: click.Context, _: click.Parameter, value: tuple[str, ...]) -> None:
        remember_plugin_options(ctx, value, strict=False)

    def be_strict(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        remember_plugin_options(ctx, (), strict=value)

    command = click.option(
        "--strict-plugins", is_flag=True, expose_value=False, callback=be_strict, help="Stop when a plugin fails."
    )(command)
    return click.option(
        "-p",
        "blocked",
        metavar="no:NAME",
        multiple=True,
        expose_value=False,
        callback=leave_out,
        help="Leave out a plugin. May be repeated.",
    )(command)


def is_strict(ctx: click.Context) -> bool:
    """Say whether a plugin that fails is to stop the command."""
    return bool(ctx.meta.get(_STRICT))


def plugins_of(ctx: click.Context, *, quiet: bool = False) -> Plugins:
    """Return the plugins, loaded when first asked for; each that failed is named on stderr.

    Args:
        quiet: Whether the caller names the failed ones itself.
    """
    plugins: Plugins | None = ctx.meta.get(_PLUGINS)
    if plugins is None:
        from kcss_core.plugins.registry import load_plugins

        plugins = load_plugins(blocked=ctx.meta.get(_BLOCKED, ()), strict=is_strict(ctx))
        ctx.meta[_PLUGINS] = plugins
        if not quiet:
            for problem in plugins.problems:
                click.echo(f"kcss: {problem}", err=True)
    return plugins


def plugin_commands(ctx: click.Context, reserved: Iterable[str]) -> Mapping[str, click.Command]:
    """Return the commands that plugins add; each that is left out is named on stderr."""
    commands: Mapping[str, click.Command] | None = ctx.meta.get(_COMMANDS)
    if commands is None:
        commands, problems = plugins_of(ctx).commands(reserved)
        ctx.meta[_COMMANDS] = commands
        for problem in problems:
            click.echo(f"kcss: {problem}", err=True)
    return commands


# ---------------------------------------------------------------- workspace and period


def workspace_option(command: F) -> F:
    """Give a command ``--workspace``."""
    return click.option(
        "-w",
        "--workspace",
        metavar="FOLDER",
        type=click.Path(path_type=Path),
        help="The workspace; by default the nearest one, from this folder upward.",
    )(command)


def workspace_folder(given: Path | None) -> Path:
    """Return the folder that was given, or the nearest workspace from the current folder upward.

    Raises:
        FileError: There is none.
    """
    if given is not None:
        return given
    from kcss_core.reading.workspace import find_workspace

    return find_workspace(Path.cwd())


def named_report(names: tuple[str, ...]) -> tuple[Path, str | None]:
    """Return workspace and report; a single name is a folder if there is one, else a report of the workspace here.

    Raises:
        UsageError: There are more than two names.
    """
    if len(names) > 2:
        raise UsageError(f"expected a workspace and a report, got {len(names)} names: {' '.join(names)}")
    if len(names) == 2:
        return Path(names[0]), names[1]
    if not names:
        return workspace_folder(None), None
    if Path(names[0]).is_dir() or "/" in names[0] or "\\" in names[0]:
        return Path(names[0]), None
    try:
        return workspace_folder(None), names[0]
    except FileError:
        # Neither: the name was probably meant as a folder, and reading it says that there is none.
        return Path(names[0]), None


def period_option(command: F) -> F:
    """Give a command ``--period``."""
    return click.option("--period", metavar="PERIOD", help="Such as 2022, 2022-Q1, 2022-05 or 2022-01/2022-06.")(
        command
    )


def language_option(command: F) -> F:
    """Give a command ``--language``."""
    return click.option("--language", metavar="LANGUAGE", help="One of en, sq, sr-Latn, sr-Cyrl.")(command)


def format_option(words: str, *formats: str) -> Callable[[F], F]:
    """Give a command ``--format``, by default the first one; ``words`` are its help."""
    return click.option(
        "--format", "format_", type=click.Choice(formats), default=formats[0], show_default=True, help=words
    )


def output_option(command: F) -> F:
    """Give a command ``-o``."""
    return click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to a file.")(
        command
    )


def parsed_period(words: str | None, asked_by: str = "--period") -> Period | None:
    """Return the period that was asked for, if any; ``asked_by`` says by what, where it is wrong."""
    if words is None:
        return None
    from kcss_core.period import Period

    try:
        return Period.parse(words)
    except ValueError as error:
        raise UsageError(f"{asked_by}: {error}, got {words!r}") from None


# ---------------------------------------------------------------- options that an attrs class declares


def declared_options(cls: type[Any]) -> Iterator[click.Option]:
    """Yield an option of the command line for each field of an options class; one that is not given stays None.

    A truth value is a flag, a field with several values may be repeated; the help is the docstring's.
    """
    import attrs

    from kcss_core.report.calls import option_name

    docs = documented(cls)
    for field in attrs.fields(attrs.resolve_types(cls)):
        if not field.init:
            continue
        flag = f"--{option_name(field.name)}"
        help_ = docs.get(field.name, "")
        if field.type is bool:
            yield click.Option([f"{flag}/--no-{flag[2:]}", field.name], default=None, help=help_)
            continue
        metavar = "TEXT"
        if isinstance(field.type, type) and issubclass(field.type, Enum):
            metavar = "|".join(str(member.value) for member in field.type)
        elif field.type is int:
            metavar = "NUMBER"
        many = str(field.type).startswith("tuple[")
        yield click.Option([flag, field.name], multiple=many, default=None, metavar=metavar, help=help_)


def given_options(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the declared options that were given, as text, ready to be structured."""
    given: dict[str, str] = {}
    for name, value in values.items():
        if value is None or value == ():
            continue
        if isinstance(value, bool):
            given[name] = "yes" if value else "no"
        else:
            given[name] = " ".join(value) if isinstance(value, tuple) else str(value)
    return given


_FIELD = re.compile(r"^    (\w+(?:, \w+)*): (.*(?:\n        .*)*)", re.MULTILINE)


def documented(cls: type[Any]) -> dict[str, str]:
    """Return what the docstring of a class says about each of its attributes."""
    _, _, attributes = inspect.cleandoc(cls.__doc__ or "").partition("Attributes:\n")
    found = {}
    for match in _FIELD.finditer(attributes):
        text = " ".join(match[2].split()).replace("``", "")
        found.update(dict.fromkeys(match[1].split(", "), text))
    return found


class DeclaringCommand(click.Command):
    """A command that has more options than its own: those of the exporter or directive that it is called with."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line twice: once for what it names, then with the options of that."""
        first = self.make_parser(ctx)
        first.ignore_unknown_options = True
        named, _, _ = first.parse_args([word for word in args if word not in ctx.help_option_names])
        for word in named.get("blocked") or ():
            remember_plugin_options(ctx, (word,), strict=False)
        own = {flag for parameter in super().get_params(ctx) for flag in parameter.opts}
        ctx.meta[self._key] = [option for option in self.declared(ctx, named) if not own & set(option.opts)]
        return super().parse_args(ctx, args)

    @property
    def _key(self) -> str:
        return f"kcss_core.declared.{self.name}"

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the command's own parameters and those that were declared for this call."""
        return [*super().get_params(ctx), *ctx.meta.get(self._key, ())]

    def declared(self, ctx: click.Context, named: Mapping[str, Any]) -> Iterable[click.Option]:
        """Return the further options for a command line.

        Args:
            named: The command's own options and arguments as they were given, unset ones of another type.
        """
        raise NotImplementedError
