"""``kcss init``: a workspace that is valid, complete and says that it is fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def test_the_workspace_is_valid(kcss: Any) -> None:
    """What is written checks without an error or a warning; its only total is noted."""
    assert kcss("init", "centre").exit_code == 0
    result = kcss("check", "centre", "--strict")
    assert (result.exit_code, result.stderr) == (0, "1 note\n")
    assert "[figure.only-total]" in result.stdout


def test_its_report_can_be_written(kcss: Any) -> None:
    """The first report comes out, with its numbers, and says that its data are fictional."""
    kcss("init", "centre")
    text = " ".join(kcss("report", "centre", "--to", "text", "-o", "-").stdout.split())
    assert "The centre and all data in this report are fictional." in text
    assert "In 2024 the centre published three works, two of them policy briefs, and held over 12 meetings" in text


def test_it_says_what_was_written_and_what_comes_next(kcss: Any) -> None:
    """The files are on stdout, the next steps on stderr."""
    result = kcss("init", "centre")
    assert result.stdout.splitlines()[0] == str(Path("centre/kcss.toml"))
    assert all(Path(line).is_file() for line in result.stdout.splitlines())
    assert result.stderr == (
        "The centre in it is fictional: put your own in its place.\n"
        "Next: kcss check centre\n"
        "      kcss report centre --to text -o -\n"
    )


def test_an_empty_folder_will_do(kcss: Any) -> None:
    """A folder that exists and is empty is used."""
    Path("centre").mkdir()
    assert kcss("init", "centre").exit_code == 0


def test_a_folder_with_files_is_left_alone(kcss: Any) -> None:
    """Nobody's files are touched."""
    Path("centre").mkdir()
    Path("centre/kcss.toml").write_text("mine")
    result = kcss("init", "centre")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "kcss: centre: expected an empty folder or none, got one with files; choose another name\n"
    assert Path("centre/kcss.toml").read_text() == "mine"


def test_a_file_is_no_folder(kcss: Any) -> None:
    """Where a file stands, the message says so."""
    Path("centre").write_text("mine")
    result = kcss("init", "centre")
    assert result.exit_code == 3
    assert result.stderr == "kcss: centre: expected an empty folder or none, got a file; choose another name\n"
