"""The command as a whole: help without cost, exit codes, one line for every failure."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest

from kcss_core.cli import COMMANDS, main
from kcss_core.errors import FileError

HEAVY = ("attr", "babel", "cattrs", "charset_normalizer", "importlib.metadata", "markdown_it", "pluggy", "tomllib")


def process(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process of its own."""
    program = "from kcss_core.cli import main; main(prog_name='kcss')"
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True,
        check=False,
        env={**os.environ, "KCSS_LOAD_PLUGINS": "", **environment},
    )


def test_help_imports_nothing_heavy() -> None:
    """``kcss --help`` imports click, the face and the module of the command, and nothing that takes time."""
    program = (
        "import sys\nfrom kcss_core.cli import main\n"
        "try:\n    main(['--help'], prog_name='kcss')\nexcept SystemExit:\n    pass\n"
        "print([name for name in sys.modules if name.startswith('kcss_core')], file=sys.stderr)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert result.stderr.splitlines() == ["['kcss_core', 'kcss_core.cli']", "[]"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, kcss: Any) -> None:
    """Each command explains itself and shows how it is typed; the list of commands says the same in one line."""
    result = kcss(name, "--help")
    assert result.exit_code == 0
    assert f"Usage: kcss {name} " in result.stdout
    assert "Example" in result.stdout
    assert f"  kcss {name}" in result.stdout
    assert import_module(f"kcss_core.cli.{name}").command.short_help == COMMANDS[name]


def test_exit_codes_are_documented(kcss: Any) -> None:
    """The help of the command lists its exit codes."""
    assert "  1  problems in the data\n  2  wrong usage\n  3  a file or the environment\n" in kcss("--help").stdout.replace(
        "    ", "  "
    )


def test_version(kcss: Any) -> None:
    """The version is that of the distribution."""
    assert kcss("--version").stdout.startswith("kcss-core ")


def test_unknown_command(kcss: Any) -> None:
    """A slip in the name of a command gets the nearest one, and exit code 2."""
    result = kcss("reprot")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.endswith("Error: there is no command 'reprot'; did you mean 'report'?\n")


def test_missing_workspace(kcss: Any) -> None:
    """A folder that is not there is one line and exit code 3."""
    result = kcss("check", "nowhere")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "kcss: nowhere: there is no such folder; name the folder that holds kcss.toml\n"


def test_a_file_is_no_workspace(kcss: Any) -> None:
    """A file that is there is not said to be missing."""
    Path("report.docx").write_text("mine")
    result = kcss("check", "report.docx")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "kcss: report.docx: expected a folder, got a file; name the folder that holds kcss.toml\n"


def test_no_workspace_here(kcss: Any, tmp_path: Path) -> None:
    """Without a workspace from here upward the message says what to do."""
    result = kcss("figures")
    assert result.exit_code == 3
    assert result.stderr == (
        f"kcss: {tmp_path / 'here'}: expected a workspace, got a folder without kcss.toml in it or above it; "
        "go to the workspace's folder, or make kcss.toml in this one (an empty file will do)\n"
    )


def test_workspace_is_found_upward(kcss: Any, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside a workspace no command needs its folder."""
    monkeypatch.chdir(write() / "reports" / "annual")
    assert kcss("explain", "publications").exit_code == 0


def test_a_defect_is_one_line_without_data(kcss: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw is one line with type and place, and does not quote what may be personal."""

    def fail(folder: Path) -> None:
        raise ZeroDivisionError("Blerta Krasniqi")

    monkeypatch.setattr("kcss_core.reading.workspace.find_workspace", fail)
    result = kcss("figures")
    assert result.exit_code == 70
    line = fail.__code__.co_firstlineno + 1
    assert result.stderr == (
        f"kcss: unexpected ZeroDivisionError at cli/test_main.py:{line}, a defect in kcss-core; "
        "run again with KCSS_DEBUG=1 to see how it came about, and report it\n"
    )


def test_debug_shows_the_traceback(kcss: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With KCSS_DEBUG=1 the traceback comes first."""

    def fail(folder: Path) -> None:
        raise FileError("no such folder")

    monkeypatch.setattr("kcss_core.reading.workspace.find_workspace", fail)
    result = kcss("figures", KCSS_DEBUG="1")
    assert result.exit_code == 3
    assert result.stderr.startswith("Traceback (most recent call last):\n")
    assert result.stderr.endswith("\nkcss: no such folder\n")


def test_interrupted(kcss: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the command without a word."""

    def interrupt(folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kcss_core.reading.workspace.find_workspace", interrupt)
    result = kcss("figures")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "")


def test_a_reader_that_has_enough(write: Any) -> None:
    """Output into a pipe that is closed at the other end ends quietly."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    program = "from kcss_core.cli import main; main(prog_name='kcss')"
    result = subprocess.run(
        [sys.executable, "-c", program, "figures", str(write())],
        stdout=write_end,
        stderr=subprocess.PIPE,
        check=False,
        env={**os.environ, "KCSS_LOAD_PLUGINS": ""},
    )
    os.close(write_end)
    assert (result.returncode, result.stderr) == (0, b"")


def test_a_console_of_another_encoding(write: Any) -> None:
    """A letter that the console lacks is a question mark, not the end of the command."""
    figures = '[[figure]]\nid = "a"\ntitle = "Žene në Kosovë"\ncount = "publications"\n'
    result = process("explain", "-w", str(write({"figures.toml": figures})), "a", PYTHONIOENCODING="cp1252")
    assert result.returncode == 0
    assert "Žene në Kosovë (a@2022)" in result.stdout.decode("cp1252")
    result = process("explain", "-w", str(write({"figures.toml": figures})), "a", PYTHONIOENCODING="latin-1")
    assert result.returncode == 0
    assert "?ene në Kosovë (a@2022)" in result.stdout.decode("latin-1")


def test_data_formats_are_utf8_on_any_console(write: Any) -> None:
    """JSON and CSV are UTF-8, whatever the console's encoding."""
    figures = '[[figure]]\nid = "a"\ntitle = "Žene në Kosovë"\ncount = "publications"\n'
    result = process("figures", str(write({"figures.toml": figures})), "--format", "json", PYTHONIOENCODING="ascii")
    assert "Žene në Kosovë" in result.stdout.decode("utf-8")


# ---------------------------------------------------------------- plugins


def plugin_with(monkeypatch: pytest.MonkeyPatch, **hooks: Any) -> None:
    """Let the command find one installed plugin, named extra, with these hooks."""
    from kcss_core.plugins import hookimpl
    from kcss_core.plugins.registry import load_plugins

    plugin = type("extra", (), {name: staticmethod(hookimpl(hook)) for name, hook in hooks.items()})
    monkeypatch.setattr(
        "kcss_core.plugins.registry.load_plugins", lambda **more: load_plugins(plugin, discover=False, **more)
    )


def test_a_command_of_a_plugin(kcss: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin's command runs like one of the core's."""

    @click.command("greet")
    @click.argument("name")
    def greet(name: str) -> None:
        click.echo(f"hello {name}")

    plugin_with(monkeypatch, kcss_commands=lambda: [greet])
    assert kcss("greet", "Arta").stdout == "hello Arta\n"
    assert kcss("gret", "Arta").stderr.endswith("Error: there is no command 'gret'; did you mean 'greet'?\n")


def test_a_failed_plugin_is_named_and_the_command_goes_on(
    kcss: Any, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plugin that fails is one line on stderr; the command does its work."""
    plugin_with(monkeypatch, kcss_figures=lambda: None)
    result = kcss("figures", write())
    assert result.exit_code == 0
    assert result.stderr == (
        "kcss: plugin extra is not loaded: kcss_figures: expected an iterable of records, got None; "
        "return () where there are none; update it or install it anew; -p no:extra leaves it out\n"
    )


@pytest.mark.parametrize("words", [("--strict-plugins", "figures"), ("figures", "--strict-plugins")])
def test_strict_plugins_stops(
    words: tuple[str, ...], kcss: Any, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --strict-plugins, before or after the command, a plugin that fails ends it with 4."""
    plugin_with(monkeypatch, kcss_figures=lambda: None)
    result = kcss(*words, write())
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.startswith("kcss: plugin extra: kcss_figures: expected an iterable")


@pytest.mark.parametrize("words", [("-p", "no:builtin", "plugins", "--all"), ("plugins", "--all", "-p", "no:builtin")])
def test_leaving_out_a_plugin(words: tuple[str, ...], kcss: Any) -> None:
    """``-p no:NAME`` works before and after the command."""
    assert "blocked" in kcss(*words).stdout


def test_leaving_out_needs_no(kcss: Any) -> None:
    """``-p NAME`` is refused: nothing is ever added by it."""
    result = kcss("-p", "docx", "plugins")
    assert result.exit_code == 2
    assert result.stderr.endswith("Error: Invalid value for '-p': expected no:NAME, got 'docx'\n")


def test_the_group_is_the_entry_point() -> None:
    """What the installed script calls is the group of commands."""
    assert list(main.list_commands(click.Context(main))) == list(COMMANDS)


def test_a_command_of_a_plugin_that_fails_is_the_plugins(kcss: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plugin is named, without the words of its failure, and the exit code is that of plugins."""

    @click.group("greet")
    def greet() -> None:
        pass

    @greet.command("all")
    def everybody() -> None:
        raise ZeroDivisionError("Blerta Krasniqi")

    plugin_with(monkeypatch, kcss_commands=lambda: [greet])
    result = kcss("greet", "all")
    line = everybody.callback.__code__.co_firstlineno + 2  # type: ignore[union-attr]
    assert (result.exit_code, result.stderr) == (
        4,
        f"kcss: plugin extra: command 'greet' failed with ZeroDivisionError at cli/test_main.py:{line}; "
        "run again with --strict-plugins and KCSS_DEBUG=1 to see how it came about\n",
    )


def test_a_command_of_a_plugin_may_refuse(kcss: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors meant for the user keep their words and code."""

    @click.command("greet")
    def greet() -> None:
        raise FileError("no such folder")

    plugin_with(monkeypatch, kcss_commands=lambda: [greet])
    assert (kcss("greet").exit_code, kcss("greet").stderr) == (3, "kcss: no such folder\n")


@pytest.mark.parametrize("command", [("check",), ("report", "--to", "text")])
def test_a_reader_of_a_plugin_that_fails_is_4(
    command: tuple[str, ...], kcss: Any, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that a plugin could not read stops a report with the exit code of plugins."""
    from kcss_core.reading.raw import Reader

    def fail(source: Any) -> Any:
        raise ZeroDivisionError

    odd = Reader(name="odd", summary="Odd files.", suffixes=(".odd",), read=fail)
    plugin_with(monkeypatch, kcss_readers=lambda: [odd])
    result = kcss(*command, write({"records/a.odd": "x"}))
    assert result.exit_code == 4
    assert "plugin extra: reader 'odd' failed with ZeroDivisionError" in result.output
