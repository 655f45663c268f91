"""``kcss plugins``: lists the plugins and what became of each. Loads them and runs none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from kcss_core.cli.options import format_option, plugin_options, plugins_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kcss_core.plugins.registry import PluginInfo


@click.command(
    "plugins",
    short_help="List the plugins, and what became of each.",
    epilog="\b\nExamples:\n"
    "  kcss plugins                  those that are installed\n"
    "  kcss plugins --all            the core's own as well\n"
    "  kcss plugins --format json    with everything that each contributes",
)
@click.option("--all", "show_all", is_flag=True, help="List what the core itself contributes, too.")
@format_option("How they are listed.", "table", "json")
@plugin_options
@click.pass_context
def command(ctx: click.Context, show_all: bool, format_: str) -> None:
    """List the plugins, with distribution, version, state and hooks.

    KCSS_LOAD_PLUGINS=a,b in the environment loads only these; empty, none. Commands that plugins add are listed below
    the table.
    """
    from kcss_core.cli import COMMANDS
    from kcss_core.cli.options import plugin_commands
    from kcss_core.cli.output import rows_table

    plugins = plugins_of(ctx, quiet=True)
    infos = [info for info in plugins.found if show_all or info.name != "builtin"]
    commands = plugin_commands(ctx, COMMANDS)
    if format_ == "json":
        document = {
            "schema_version": 1,
            "plugins": [_as_dict(info) for info in infos],
            "commands": {name: command.get_short_help_str() for name, command in commands.items()},
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    if not infos:
        click.echo("no plugins are installed; such as kcss-docx, which writes Word documents", err=True)
        return
    header = ["name", "distribution", "version", "state", "gives"]
    rows = [[info.name, info.distribution, info.version, info.state.value, _gives(info)] for info in infos]
    click.echo(rows_table(header, rows))
    for info in infos:
        if info.reason:
            click.echo(f"{info.name}: {info.reason}", err=True)
    _list_commands(commands.items())


def _list_commands(commands: Iterable[tuple[str, click.Command]]) -> None:
    for name, command in commands:
        click.echo(f"command: kcss {name}  {command.get_short_help_str()}")


def _gives(info: PluginInfo) -> str:
    words = []
    for hook, names in info.hooks.items():
        what = hook.removeprefix("kcss_")
        words.append(f"{what}: {', '.join(names)}" if names else what)
    return "; ".join(words)


def _as_dict(info: PluginInfo) -> dict[str, Any]:
    return {
        "name": info.name,
        "distribution": info.distribution,
        "version": info.version,
        "state": info.state.value,
        "reason": info.reason,
        "hooks": {hook: list(names) for hook, names in info.hooks.items()},
    }
