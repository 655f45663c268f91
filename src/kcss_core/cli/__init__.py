"""The command ``kcss``: finds the module of a command and runs it; says what went wrong in one line.

``kcss --help`` imports click and nothing else that takes time: each command's module is imported when it runs.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import Any

import click

__all__ = ["COMMANDS", "EXIT_CODES", "main"]

#: Command to its line in ``--help``; kept here so that listing the commands imports none of them.
COMMANDS = {
    "init": "Make a small workspace to start from.",
    "check": "Say everything that is wrong with the data, and where.",
    "report": "Write a report of a workspace.",
    "show": "Show one directive on its own, such as in-figures.",
    "figures": "List the figures of a workspace with their values.",
    "explain": "Say what a figure is, what it comes to and which records it rests on.",
    "evidence": "Write what each value of a report means and the records behind it.",
    "persons": "List the participants, without names unless asked.",
    "publish": "Freeze the values of a finished report.",
    "plugins": "List the plugins, and what became of each.",
}

EXIT_CODES = """\
\b
Exit codes:
  0  fine
  1  problems in the data
  2  wrong usage
  3  a file or the environment
  4  a plugin is missing or failed
  70 a defect in kcss-core itself, 130 interrupted
"""

_DEFECT = 70
_INTERRUPTED = 130
# What KCSS_DEBUG is where the words of errors are wanted, which may quote the data.
_WITH_WORDS = "words"


class Kcss(click.Group):
    """The group of all commands: the core's by name of module, a plugin's when the core has none of the name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the names of the core's commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None where neither the core nor a plugin has it."""
        if cmd_name in COMMANDS:
            command = import_module(f"kcss_core.cli.{cmd_name}").command
            assert isinstance(command, click.Command)
            return command
        if cmd_name.startswith("-") or ctx.resilient_parsing:
            return None
        from kcss_core.cli.options import plugin_commands

        return plugin_commands(ctx, COMMANDS).get(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with; an unknown one is refused with the nearest."""
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None and not name.startswith("-") and not ctx.resilient_parsing:
            from kcss_core.cli.options import plugin_commands
            from kcss_core.text import did_you_mean

            known = [*COMMANDS, *plugin_commands(ctx, COMMANDS)]
            hint = did_you_mean(name, known) or f"the commands are {', '.join(known)}"
            ctx.fail(f"there is no command {name!r}; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        """Write the list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))
        with formatter.section("Commands of plugins"):
            formatter.write_text("listed by: kcss plugins")

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what goes wrong is one line on stderr and an exit code."""
        _prepare_streams()
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            ctx.color = False
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except click.NoSuchOption as error:
            raise _suggesting(error) from None
        except (click.ClickException, click.exceptions.Exit):
            raise
        except (KeyboardInterrupt, click.Abort):
            ctx.exit(_INTERRUPTED)
        except BrokenPipeError:
            # Whoever read the output has read enough. Python would say so once more when it closes the stream.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except Exception as error:  # noqa: BLE001  # the last place that can say what happened
            ctx.exit(_say(_blamed(ctx, error)))
        return result


# What some commands call --to, because they also write files, others call --format.
_SAME = {"--format": "--to", "--to": "--format"}


def _suggesting(error: click.NoSuchOption) -> click.NoSuchOption:
    """Return the error with the option of the same meaning where the command has one, not one that looks alike."""
    known = () if error.ctx is None else {flag for one in error.ctx.command.params for flag in one.opts}
    other = _SAME.get(error.option_name)
    if other is None or other not in known:
        return error
    message = f"No such option {error.option_name!r}. Did you mean {other!r}?"
    return click.NoSuchOption(error.option_name, message, ctx=error.ctx)


def _prepare_streams() -> None:
    """Let no letter that a console cannot show end the command: it is shown as a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _blamed(ctx: click.Context, error: Exception) -> Exception:
    """Return the error, named after the plugin where its command failed."""
    from kcss_core.errors import KcssError

    name = ctx.invoked_subcommand
    if isinstance(error, KcssError) or name is None or name in COMMANDS:
        return error
    from kcss_core.cli.options import plugins_of

    return plugins_of(ctx).failed_command(name, error)


def _trace(error: BaseException) -> None:
    """Print where an error came about, and where those behind it did; only our own words, for others may quote data."""
    import traceback

    from kcss_core.errors import KcssError

    if os.environ.get("KCSS_DEBUG") == _WITH_WORDS:
        traceback.print_exception(error)
        return
    behind = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if behind is not None:
        _trace(behind)
    click.echo("Traceback (most recent call last):", err=True)
    traceback.print_tb(error.__traceback__)
    click.echo(f"{type(error).__name__}{f': {error}' if isinstance(error, KcssError) else ''}", err=True)


def _say(error: Exception) -> int:
    """Say on stderr what went wrong, and return the exit code."""
    if os.environ.get("KCSS_DEBUG"):
        _trace(error)
    from kcss_core.errors import DataError, KcssError

    if isinstance(error, DataError) and error.problems:
        from kcss_core.cli.output import exit_code, summarize

        summarize(error.problems)
        click.echo(f"kcss: {error}", err=True)
        return max(exit_code(error.problems), error.exit_code)
    if isinstance(error, KcssError):
        click.echo(f"kcss: {error}", err=True)
        return error.exit_code
    from kcss_core.plugins.contributions import place_of

    # Its own words may quote the data, so only its type and place are told.
    click.echo(
        f"kcss: unexpected {type(error).__name__} at {place_of(error)}, a defect in kcss-core; "
        "run again with KCSS_DEBUG=1 to see how it came about, and report it",
        err=True,
    )
    return _DEFECT


@click.group(
    cls=Kcss,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXIT_CODES,
)
@click.version_option(package_name="kcss-core", prog_name="kcss-core", message="%(prog)s %(version)s")
@click.option(
    "-p", "blocked", metavar="no:NAME", multiple=True, help="Leave out a plugin; also after a command. May be repeated."
)
@click.option("--strict-plugins", is_flag=True, help="Stop when a plugin fails; also after a command.")
@click.pass_context
def main(ctx: click.Context, blocked: tuple[str, ...], strict_plugins: bool) -> None:
    """From the records of a research centre to its annual report.

    \b
    Examples:
      kcss init my-centre            a small workspace to start from
      kcss check my-centre           what is wrong with the data
      kcss report my-centre          the report, as a Word document
      kcss explain publications      which records stand behind a number
    """
    # A command lives a second: looking for garbage in cycles would take a twelfth of it and free next to nothing.
    gc.set_threshold(100_000)
    if blocked or strict_plugins:
        from kcss_core.cli.options import remember_plugin_options

        remember_plugin_options(ctx, blocked, strict=strict_plugins)
