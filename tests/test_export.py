"""Rendering and writing: options, failures that name the exporter, and files that are whole or untouched."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen

from kcss_core.errors import DataError, FileError, PluginError, UsageError
from kcss_core.export import Exporter, render, write
from kcss_core.report.report import Report
from kcss_core.testing import sample_report


@frozen(kw_only=True)
class Shout:
    """The options of an exporter for these tests."""

    loud: bool = False
    times: int = 1


def title(report: Report, options: Shout) -> bytes:
    words = report.title.upper() if options.loud else report.title
    return (words * options.times).encode()


TITLE = Exporter(name="title", suffix=".title", summary="Only the title", render=title, options=Shout)
EDITABLE = Exporter(
    name="title", suffix=".title", summary="Only the title", render=title, is_untouched=lambda data: data[:3] == b"new"
)


def failing(error: Exception) -> Exporter:
    def broken(report: Report, options: Any) -> bytes:
        raise error

    return Exporter(name="broken", suffix=".x", summary="Fails", render=broken)


def test_render_uses_the_defaults_of_the_options() -> None:
    """Without options an exporter gets its options class as it is by default."""
    assert render(sample_report(), TITLE) == b"Annual report"


def test_render_takes_an_instance_of_the_options() -> None:
    """Options may be given as an instance of the exporter's class."""
    assert render(sample_report(), TITLE, Shout(loud=True)) == b"ANNUAL REPORT"


def test_render_takes_a_mapping() -> None:
    """Options may be given by name; text stands for any value."""
    assert render(sample_report(), TITLE, {"loud": "yes", "times": 2}) == b"ANNUAL REPORTANNUAL REPORT"


def test_options_of_the_report_reach_the_exporter() -> None:
    """What report.toml sets for a format holds, whoever renders; what is given besides goes before it."""
    report = evolve(sample_report(), export={"title": {"loud": True}, "other": {"times": 9}})
    assert render(report, TITLE) == b"ANNUAL REPORT"
    assert render(report, TITLE, {"times": 2}) == b"ANNUAL REPORTANNUAL REPORT"
    assert render(report, TITLE, {"loud": False}) == b"Annual report"


def test_render_refuses_an_unknown_option() -> None:
    """An option that does not exist is refused with the nearest one."""
    with pytest.raises(DataError) as caught:
        render(sample_report(), TITLE, {"laud": True})
    assert str(caught.value) == "options of title laud: there is no such field; did you mean 'loud'?"


def test_render_names_the_exporter_that_failed() -> None:
    """What an exporter raises becomes an error with its name, and without words that might quote data."""
    with pytest.raises(PluginError) as caught:
        render(sample_report(), failing(ValueError("Blerta Krasniqi")))
    assert str(caught.value) == "exporter 'broken' failed with ValueError; run again with KCSS_DEBUG=1"
    assert caught.value.plugin == "broken"


def test_render_lets_errors_for_the_user_pass() -> None:
    """An error that an exporter meant for the user reaches the user as it is."""
    with pytest.raises(UsageError, match=r"^no such template$"):
        render(sample_report(), failing(UsageError("no such template")))


def test_render_refuses_anything_but_bytes() -> None:
    """An exporter that returns text is at fault, not the file that would hold it."""
    texts = Exporter(name="texts", suffix=".x", summary="Wrong", render=lambda report, options: "text")  # type: ignore[arg-type, return-value]
    with pytest.raises(PluginError, match=r"^exporter 'texts' returned str, expected bytes$"):
        render(sample_report(), texts)


def test_write_creates_the_folder(tmp_path: Path) -> None:
    """The folder of the target is made where it is missing, and the path is returned."""
    target = tmp_path / "out" / "2022" / "report.title"
    assert write(b"new", target, exporter=TITLE) == target
    assert target.read_bytes() == b"new"


def test_write_leaves_nothing_else(tmp_path: Path) -> None:
    """Nothing but the target is left in the folder."""
    write(b"new", tmp_path / "report.title", exporter=TITLE)
    assert [path.name for path in tmp_path.iterdir()] == ["report.title"]


def test_write_keeps_permissions(tmp_path: Path) -> None:
    """A file that is replaced keeps who may read it."""
    target = tmp_path / "report.title"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write(b"new", target, exporter=TITLE)
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_write_follows_a_link(tmp_path: Path) -> None:
    """A target that is a link stays one; the file that it leads to is replaced."""
    real = tmp_path / "real.title"
    real.write_bytes(b"old")
    link = tmp_path / "report.title"
    link.symlink_to(real)
    assert write(b"new", link, exporter=TITLE) == link
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_write_to_a_folder_is_refused(tmp_path: Path) -> None:
    """A target that is a folder gets a message that names a file."""
    with pytest.raises(FileError) as caught:
        write(b"new", tmp_path, exporter=TITLE)
    assert str(caught.value) == f"{tmp_path} is a folder, expected a file; name one in it, such as report.title"


def test_write_below_a_file_is_refused(tmp_path: Path) -> None:
    """A folder that cannot be made because a file stands there gets a message."""
    (tmp_path / "out").write_bytes(b"")
    target = tmp_path / "out" / "report.title"
    with pytest.raises(FileError) as caught:
        write(b"new", target, exporter=TITLE)
    assert str(caught.value) == f"{target}: a file stands where a folder is needed; choose another place"


def refuse(*arguments: object) -> None:
    raise PermissionError(13, "Permission denied")


def fill(*arguments: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        (refuse, "{} is open in another program or not writable: close it and run again"),
        (fill, "{} cannot be written: No space left on device"),
    ],
)
def test_write_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Any, message: str
) -> None:
    """A target that is open elsewhere, or a full disk: one message, the old file whole, and no new file beside it."""
    target = tmp_path / "report.title"
    target.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", failure)
    with pytest.raises(FileError) as caught:
        write(b"new", target, exporter=TITLE)
    assert str(caught.value) == message.format(target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.title"]


def test_write_protects_a_file_that_is_not_writable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be written is not replaced, although its folder would allow it."""
    target = tmp_path / "report.title"
    target.write_bytes(b"old")
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(FileError, match=r"is open in another program or not writable: close it and run again$"):
        write(b"new", target, exporter=TITLE)
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("old", [b"new, as it was written", b""], ids=["untouched", "empty"])
def test_write_replaces_what_nobody_edited(tmp_path: Path, old: bytes) -> None:
    """A document as it was written, or an empty file, holds nobody's work."""
    target = tmp_path / "report.title"
    target.write_bytes(old)
    assert write(b"new", target, exporter=EDITABLE) == target
    assert target.read_bytes() == b"new"


def test_write_goes_beside_an_edited_document(tmp_path: Path) -> None:
    """A document that people have edited is left alone, and the next run does not add a third file."""
    target = tmp_path / "report.title"
    target.write_bytes(b"edited")
    beside = tmp_path / "report (2).title"
    assert write(b"new", target, exporter=EDITABLE) == beside
    assert write(b"new again", target, exporter=EDITABLE) == beside
    assert target.read_bytes() == b"edited"
    assert beside.read_bytes() == b"new again"


def test_write_counts_on_over_edited_documents(tmp_path: Path) -> None:
    """Where the document beside was edited too, the next number is taken."""
    (tmp_path / "report.title").write_bytes(b"edited")
    (tmp_path / "report (2).title").write_bytes(b"edited too")
    assert write(b"new", tmp_path / "report.title", exporter=EDITABLE) == tmp_path / "report (3).title"


def test_a_file_that_cannot_be_judged_counts_as_edited(tmp_path: Path) -> None:
    """What an exporter cannot read in its own format is somebody else's, and is left alone."""

    def judge(data: bytes) -> bool:
        raise ValueError("not a zip file")

    exporter = Exporter(name="title", suffix=".title", summary="Only the title", render=title, is_untouched=judge)
    (tmp_path / "report.title").write_bytes(b"a holiday picture")
    assert write(b"new", tmp_path / "report.title", exporter=exporter) == tmp_path / "report (2).title"


def test_write_to_a_device_does_not_replace_it(tmp_path: Path) -> None:
    """A device takes the bytes and stays a device."""
    assert write(b"new", "/dev/null", exporter=EDITABLE) == Path("/dev/null")
    assert not Path("/dev/null").is_file()
