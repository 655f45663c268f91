"""Follows a page of the documentation as a reader would: writes its files, types its commands, compares what comes out.

What each block of a page is for:

- ``console``: commands after ``$``, and below each what it prints; ``...`` stands for whatever is left out. A command
  must end with 0, unless ``echo $?`` follows it.
- ``python``: run, all of a page in one namespace; a ``text`` block right below it is what it prints.
- ``{code-block}`` or ``{literalinclude}`` with a caption: a file of that name; with ``added to`` before the name, lines
  at its end.
- ``toml``: must be TOML. All others are for reading only.
"""

from __future__ import annotations

import contextlib
import doctest
import importlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import Factory, define, frozen
from click.testing import CliRunner
from markdown_it import MarkdownIt

from kcss_core.cli import main

ROOT = Path(__file__).parents[1]


@frozen
class Block:
    """A fenced block of a page: its info string, its ``:option:`` lines, its text, and where it stands."""

    info: str
    options: dict[str, str]
    text: str
    line: int
    end: int


def blocks(page: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page in order."""
    for token in MarkdownIt().parse(page.read_text("utf-8")):
        if token.type != "fence" or token.map is None:
            continue
        head = re.match(r"(?::[a-z-]+:.*\n)*", token.content)
        assert head is not None
        options = dict(re.findall(r"^:([a-z-]+): *(.*)$", head[0], re.MULTILINE))
        yield Block(token.info.strip(), options, token.content[head.end() :].lstrip("\n"), *token.map)


def commands(transcript: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a transcript with what it prints below."""
    for part in re.split(r"^\$ ", transcript, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


@define
class Reader:
    """Someone who follows a page: the folder they are in, and what they did so far."""

    page: Path
    monkeypatch: pytest.MonkeyPatch
    site: Path
    namespace: dict[str, Any] = Factory(lambda: {"__name__": "page"})
    exit_code: int = 0

    def follow(self) -> None:
        """Do everything that the page says; an AssertionError names the line that is not true."""
        previous: Block | None = None
        printed = ""
        for block in blocks(self.page):
            place = f"{self.page.name}:{block.line + 1}"
            if block.info == "console":
                self.type(block, place)
            elif block.info == "python":
                printed = self.run(block, place)
            elif block.info == "text" and previous is not None and previous.info == "python":
                if not self.has_words_between(previous, block):
                    same(block.text, printed, f"{place}: the code above")
            elif block.info.startswith(("{code-block}", "{literalinclude}")):
                self.write(block)
            elif block.info == "toml":
                tomllib.loads(block.text)
            previous = block

    def has_words_between(self, first: Block, second: Block) -> bool:
        lines = self.page.read_text("utf-8").splitlines()
        return any(line.strip() for line in lines[first.end : second.line])

    def write(self, block: Block) -> None:
        """Write the file that a caption names."""
        name = block.options.get("caption")
        text = block.text
        if block.info.startswith("{literalinclude}"):
            text = (self.page.parent / block.info.split()[1]).read_text("utf-8")
        if name is None:
            return
        mode = "a" if name.startswith("added to ") else "w"
        path = Path(name.removeprefix("added to "))
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open(mode, encoding="utf-8", newline="\n") as file:
            file.write(("\n" if mode == "a" else "") + text)

    def run(self, block: Block, place: str) -> str:
        """Run Python code and return what it prints."""
        code = compile("\n" * block.line + block.text, place, "exec")
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(code, self.namespace)  # the pages are ours
        return out.getvalue()

    def type(self, block: Block, place: str) -> None:
        """Type the commands of a transcript."""
        for command, expected in commands(block.text):
            if command == "echo $?":
                assert expected.strip() == str(self.exit_code), f"{place}: the exit code is {self.exit_code}"
                self.exit_code = 0
                continue
            assert self.exit_code == 0, f"{place}: before {command!r}, exit code {self.exit_code}"
            printed = self.enter(command)
            if expected.strip() or self.exit_code:
                same(expected, printed, f"{place}: $ {command} (exit code {self.exit_code})")
        following = "echo $?" in block.text
        assert self.exit_code == 0 or following, f"{place}: exit code {self.exit_code}"

    def enter(self, command: str) -> str:
        """Run one command and return what it prints."""
        program, *words = shlex.split(command)
        if program == "kcss":
            result = CliRunner().invoke(main, words, prog_name="kcss")
            self.exit_code = result.exit_code
            return result.output
        if program == "cd":
            self.monkeypatch.chdir(words[0])
            return ""
        if program in ("python", "pytest"):
            arguments = ["-m", "pytest", "-p", "no:cacheprovider"] if program == "pytest" else []
            path = os.pathsep.join(entry for entry in sys.path if Path(entry).is_relative_to(self.site.parent))
            done = subprocess.run(
                [sys.executable, *arguments, *words],
                env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                check=False,
            )
            self.exit_code = done.returncode
            return done.stdout
        if program == "pip":
            assert words[:2] == ["install", "-e"], f"the tests cannot type: {command}"
            self.install(Path(words[2]))
            return ""
        if program == "make":
            targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
            assert set(words) <= set(targets), f"there is no such target: {command}"
            return ""
        raise AssertionError(f"the tests cannot type: {command}")

    def install(self, folder: Path) -> None:
        """Do what ``pip install -e`` does for a plugin: its source on the path, its entry points among the metadata."""
        project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
        metadata = self.site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
        metadata.mkdir(parents=True)
        (metadata / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", "utf-8"
        )
        lines = []
        for group, points in project["entry-points"].items():
            lines += [f"[{group}]", *(f"{name} = {value}" for name, value in points.items())]
        (metadata / "entry_points.txt").write_text("\n".join(lines), "utf-8")
        self.monkeypatch.syspath_prepend(str(self.site))
        self.monkeypatch.syspath_prepend(str((folder / "src").resolve()))
        importlib.invalidate_caches()


def follow(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Follow a page in a folder of its own, beside which the repository's examples stand."""
    here = folder / "here"
    here.mkdir()
    shutil.copytree(ROOT / "examples", here / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(here)
    monkeypatch.syspath_prepend(str(here))
    modules = set(sys.modules)
    try:
        Reader(page, monkeypatch, folder / "site").follow()
    finally:
        for name in set(sys.modules) - modules:
            if str(getattr(sys.modules[name], "__file__", None) or "").startswith(str(folder)):
                del sys.modules[name]


def same(expected: str, printed: str, place: str) -> None:
    """Compare what a page promises with what came out; ``...`` is anything, and how wide a column is does not count."""
    wanted, got = (
        "".join(f"{re.sub(' {2,}', '  ', re.sub('-{3,}', '---', line.rstrip()))}\n" for line in text.strip("\n").splitlines())
        for text in (expected, printed)
    )
    is_same = doctest.OutputChecker().check_output(wanted, got, doctest.ELLIPSIS)
    assert is_same, f"{place}\n--- the page says\n{wanted}--- it printed\n{got}"
