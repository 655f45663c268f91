"""``kcss report``: what is written where, in which format, and what stops it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from kcss_core.export import Exporter
from kcss_core.plugins import hookimpl
from kcss_core.plugins.registry import load_plugins

TEXT = "Annual report\nSample Centre\n2022\n\n\nThe year\n========\n\nIn all 2 works and over 50 meetings.\n"


@frozen(kw_only=True)
class PageOptions:
    """Options of a format for these tests.

    Attributes:
        pages: Whether pages are counted,
            which takes long.
        copies: How many copies.
        parts: Which parts are written.
    """

    pages: bool = False
    copies: int = 1
    parts: tuple[str, ...] = ()


def pages(report: Any, options: PageOptions) -> bytes:
    return f"pages={options.pages} copies={options.copies} parts={','.join(options.parts)} draft={report.is_draft}".encode()


@pytest.fixture
def docx(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a plugin provide a format ``docx`` that writes its options, and knows an edited file by its first letter."""
    exporter = Exporter(
        name="docx",
        suffix=".docx",
        summary="Pages",
        render=pages,
        options=PageOptions,
        is_untouched=lambda data: data[:1] == b"p",
    )
    plugin = type("docx", (), {"kcss_exporters": staticmethod(hookimpl(lambda: [exporter]))})
    monkeypatch.setattr(
        "kcss_core.plugins.registry.load_plugins", lambda **more: load_plugins(plugin, discover=False, **more)
    )


def test_to_stdout(kcss: Any, write: Any) -> None:
    """``-o -`` sends the report to stdout, and everything else to stderr."""
    result = kcss("report", write(), "--to", "text", "-o", "-")
    assert (result.exit_code, result.stdout) == (0, TEXT)


def test_the_ending_chooses_the_format(kcss: Any, write: Any) -> None:
    """A file that ends in .txt is text; its path is printed."""
    result = kcss("report", write(), "-o", "out/report.txt")
    assert (result.exit_code, result.stdout) == (0, f"{Path('out/report.txt')}\n")
    assert Path("out/report.txt").read_text("utf-8") == TEXT


def test_the_default_is_word_by_the_name_of_the_report(kcss: Any, write: Any, docx: None) -> None:
    """Without -o and --to a Word document is written here, under the report's name."""
    result = kcss("report", write())
    assert (result.exit_code, result.stdout) == (0, "annual.docx\n")
    assert Path("annual.docx").read_text() == "pages=False copies=1 parts= draft=False"


def test_another_language_is_in_the_name(kcss: Any, write: Any, docx: None) -> None:
    """A report in a language that was asked for does not take the place of the other."""
    assert kcss("report", write(), "--language", "sq").stdout == "annual.sq.docx\n"


def test_options_of_the_format_are_options_of_the_command(kcss: Any, write: Any, docx: None) -> None:
    """Flags, numbers and repeated options of an exporter are typed like the command's own; --draft beside them."""
    words = ("--pages", "--draft", "--copies", "2", "--parts", "a", "--parts", "b")
    assert kcss("report", write(), *words).exit_code == 0
    assert Path("annual.docx").read_text() == "pages=True copies=2 parts=a,b draft=True"


def test_options_of_the_report_give_way_to_those_of_the_command(kcss: Any, write: Any, docx: None) -> None:
    """``[export.docx]`` in report.toml sets options; the command line has the last word."""
    report = 'title = "T"\nchapters = ["01.md"]\n[export.docx]\npages = true\ncopies = 3\n'
    assert kcss("report", write({"reports/annual/report.toml": report}), "--no-pages").exit_code == 0
    assert Path("annual.docx").read_text() == "pages=False copies=3 parts= draft=False"


def test_help_lists_the_options_of_the_format(kcss: Any, docx: None) -> None:
    """``--help`` shows what the format adds, with the words of its docstring."""
    words = " ".join(kcss("report", "--help").stdout.split())
    assert "--pages / --no-pages Whether pages are counted, which takes long." in words
    assert "--copies NUMBER How many copies." in words


def test_an_option_of_the_format_with_a_wrong_value(kcss: Any, write: Any, docx: None) -> None:
    """A value that does not fit is refused with what was expected."""
    result = kcss("report", write(), "--copies", "two")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("kcss: kcss report copies: expected a whole number, got 'two'\n")


def test_an_unknown_option_gets_the_nearest(kcss: Any, write: Any, docx: None) -> None:
    """A slip in an option of the format is treated like one in the command's own."""
    result = kcss("report", write(), "--copeis", "2")
    assert result.exit_code == 2
    assert "No such option '--copeis'" in result.stderr
    assert "--copies" in result.stderr


def test_without_kcss_docx_it_says_what_to_install(
    kcss: Any, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no plugin writes Word documents, the message names the one to install; also for an option of its."""
    monkeypatch.setattr("kcss_core.plugins.installed.entry_points", lambda group: ())
    monkeypatch.delenv("KCSS_LOAD_PLUGINS", raising=False)
    for words in ((), ("--pages",), ("-o", "report.docx"), ("--to", "docx")):
        result = kcss("report", write(), *words)
        assert (result.exit_code, result.stdout) == (4, "")
        assert result.stderr == (
            "kcss: the format 'docx' needs kcss-docx, which is not installed: "
            "pip install kcss-docx (or: pip install 'kcss-core[docx]')\n"
        )


def test_unknown_format(kcss: Any, write: Any) -> None:
    """A slip in a format gets the nearest one."""
    result = kcss("report", write(), "--to", "jsn")
    assert (result.exit_code, result.stderr) == (2, "kcss: there is no format 'jsn'; did you mean 'json'?\n")


def test_unknown_ending(kcss: Any, write: Any) -> None:
    """An ending that no format has is refused, with those that there are."""
    result = kcss("report", write(), "-o", "report.pdf")
    assert result.exit_code == 2
    assert result.stderr == (
        "kcss: -o report.pdf: no format ends in '.pdf'; the endings are .csv, .json, .txt; or name a format with --to\n"
    )


def test_unknown_report(kcss: Any, write: Any) -> None:
    """A slip in the name of a report gets the nearest one."""
    result = kcss("report", write(), "anual", "--to", "text")
    assert (result.exit_code, result.stderr) == (2, "kcss: there is no report 'anual'; did you mean 'annual'?\n")


def test_one_of_several_reports_must_be_named(kcss: Any, write: Any) -> None:
    """With two reports the command asks which."""
    more = {"reports/donor/report.toml": 'title = "D"\nchapters = ["01.md"]\n', "reports/donor/01.md": "# A\n\nB.\n"}
    root = write(more)
    result = kcss("report", root, "--to", "text")
    assert (result.exit_code, result.stderr) == (2, "kcss: which report? there are annual, donor\n")
    assert kcss("report", root, "donor", "--to", "text").stdout == "donor.txt\n"


def test_a_report_of_the_workspace_here(kcss: Any, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside a workspace the name of the report is enough."""
    monkeypatch.chdir(write())
    assert kcss("report", "annual", "--to", "text", "-o", "-").stdout == TEXT


def test_errors_in_the_data_stop_the_report(kcss: Any, write: Any) -> None:
    """With an error nothing is written, an old file stays, and the errors are on stderr."""
    Path("annual.txt").write_text("old")
    root = write({"reports/annual/01.md": "# The year\n\n{value}`meetigns` meetings.\n"})
    result = kcss("report", root, "--to", "text")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error: reports/annual/01.md:3: " in result.stderr
    assert result.stderr.splitlines()[-1].startswith("kcss: no report was written: 1 error")
    assert Path("annual.txt").read_text() == "old"


def test_an_edited_document_is_left_alone(kcss: Any, write: Any, docx: None) -> None:
    """A document that was edited stays; the command says so and writes beside it."""
    Path("annual.docx").write_text("edited by hand")
    result = kcss("report", write())
    assert (result.exit_code, result.stdout) == (0, "annual (2).docx\n")
    assert "kcss: annual.docx was edited since it was written and stays as it is\n" in result.stderr
    assert Path("annual.docx").read_text() == "edited by hand"


def test_a_broken_manifest_is_said_before_what_follows_from_it(kcss: Any, write: Any) -> None:
    """Where the manifest cannot be read, that is the message, and not the period that is missing because of it."""
    result = kcss("report", write({"kcss.toml": "[workspace\n"}), "--to", "text")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error: kcss.toml:1: ")
    assert "period" not in result.stderr


def test_a_file_that_is_open_elsewhere(kcss: Any, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A target that another program holds is one line and exit code 3."""

    def locked(*arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", locked)
    result = kcss("report", write(), "--to", "text")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.endswith(
        "kcss: annual.txt is open in another program or not writable: close it and run again\n"
    )


def test_a_wrong_period(kcss: Any, write: Any) -> None:
    """A period that is none is refused with examples."""
    result = kcss("report", write(), "--to", "text", "--period", "last year")
    assert result.exit_code == 2
    assert result.stderr == (
        "kcss: --period: expected a period such as 2022, 2022-Q1, 2022-05 or 2022-01/2022-06, got 'last year'\n"
    )


def test_two_runs_give_the_same_bytes(kcss: Any, write: Any) -> None:
    """The same workspace gives the same report."""
    root = write()
    first = kcss("report", root, "--to", "json", "-o", "-").stdout_bytes
    assert kcss("report", root, "--to", "json", "-o", "-").stdout_bytes == first


def test_the_option_of_another_command_is_suggested(kcss: Any, write: Any, docx: None) -> None:
    """What a report calls --to other commands call --format; each suggests its own, not one that only looks alike."""
    root = write()
    assert kcss("report", root, "--format", "text").stderr.endswith(
        "Error: No such option '--format'. Did you mean '--to'?\n"
    )
    assert kcss("figures", root, "--to", "csv").stderr.endswith(
        "Error: No such option '--to'. Did you mean '--format'?\n"
    )
    assert kcss("figures", root, "--langauge", "sq").stderr.endswith("Did you mean '--language'?\n")
