"""From a report to bytes of one format, and bytes to disk: whole or untouched. Knows no format."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from kcss_core.errors import DataError, FileError, KcssError, PluginError, UsageError
from kcss_core.frozen import frozen
from kcss_core.origin import Origin
from kcss_core.problems import Problem
from kcss_core.report.directives import NoOptions
from kcss_core.report.report import Report


@frozen(kw_only=True)
class Exporter:
    """A way to turn a report into one format.

    Attributes:
        name: What ``--to`` says, e.g. ``docx``.
        suffix: With dot.
        summary: One line for ``kcss plugins`` and ``--help``.
        options: attrs class of its options; each field has a default.
        render: From a report and options to bytes; the same report gives the same bytes.
        is_untouched: Says of bytes in this format whether they are as ``render`` made them, so that nobody's
            edits are overwritten; None for formats that people do not edit.
        remarks: Returns what a person should know before a report is written with some options, such as what is wrong
            with a template; None for formats where there is nothing to say.
        beside: Returns what is written beside the bytes of a report with some options, by the suffix of its file, such
            as a PDF; None for formats that stand alone.
    """

    name: str
    suffix: str
    summary: str
    render: Callable[[Report, Any], bytes]
    options: type[Any] = NoOptions
    is_untouched: Callable[[bytes], bool] | None = None
    remarks: Callable[[Report, Any], Iterable[Problem]] | None = None
    beside: Callable[[bytes, Any], Mapping[str, bytes]] | None = None


def render(report: Report, exporter: Exporter, options: Any = None) -> bytes:
    """Return a report in one format; the same report and options give the same bytes.

    Args:
        options: A mapping from option to value, over those that ``report.toml`` gives; or an instance of the exporter's
            options class, instead of them. None for those of ``report.toml``.

    Raises:
        DataError: An option does not exist or has a wrong value; carries all problems.
        PluginError: The exporter failed.
        UsageError: What is given as exporter is none.
    """
    if not isinstance(exporter, Exporter):
        raise UsageError(f"expected an exporter, such as load_plugins().exporters['text'], got {exporter!r}")
    if options is None or isinstance(options, Mapping):
        options = _structured(exporter, {**report.export.get(exporter.name, {}), **(options or {})})
    try:
        data = exporter.render(report, options)
    except KcssError:
        raise
    except Exception as error:
        message = f"exporter {exporter.name!r} failed with {type(error).__name__}; run again with KCSS_DEBUG=1"
        raise PluginError(message, exporter.name) from error
    if not isinstance(data, bytes):
        message = f"exporter {exporter.name!r} returned {type(data).__name__}, expected bytes"
        raise PluginError(message, exporter.name)
    return data


def _structured(exporter: Exporter, options: Mapping[str, Any]) -> Any:
    if not options:  # each has a default, and the converter takes longer to import than a small report to write
        return exporter.options()
    from kcss_core.reading.structure import structure_record

    structured, problems = structure_record(exporter.options, options, Origin(f"options of {exporter.name}"))
    if structured is None:
        raise DataError("; ".join(map(str, problems)), problems)
    return structured


def write(data: bytes, path: str | os.PathLike[str], *, exporter: Exporter | None = None) -> Path:
    """Write a rendered report, or other bytes, to a file, and return where it stands.

    The file is whole or as it was: the bytes go to a new file beside it, which then takes its place. A document that
    people have edited since it was written is left alone; the report goes beside it, as ``name (2).docx``.

    Args:
        exporter: What made the bytes; None for bytes that are no report.

    Raises:
        FileError: The place is a folder, locked, not writable, or full.
    """
    target = Path(path)
    _refuse_folder(target, exporter)
    with _errors_of(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file():
            # A device or pipe takes bytes as they come and must not be replaced by a file.
            target.write_bytes(data)
            return target
        if exporter is not None and exporter.is_untouched is not None:
            target = _unedited(target, exporter.is_untouched)
        _replace(Path(os.path.realpath(target)), data)
    return target


def check_target(path: str | os.PathLike[str]) -> None:
    """Raise what :func:`write` would raise about a place, as far as it can be told without writing.

    Raises:
        FileError: The place is a folder, locked or not writable.
    """
    target = Path(path)
    _refuse_folder(target, None)
    with _errors_of(target):
        if target.is_file():
            target.open("r+b").close()
            return
        parent = next(one for one in target.absolute().parents if one.exists())
        if not parent.is_dir():
            raise NotADirectoryError
        if not os.access(parent, os.W_OK):
            raise PermissionError


def _refuse_folder(target: Path, exporter: Exporter | None) -> None:
    if target.is_dir():
        example = "" if exporter is None else f", such as report{exporter.suffix}"
        raise FileError(f"{target} is a folder, expected a file; name one in it{example}")


def _unedited(target: Path, is_untouched: Callable[[bytes], bool]) -> Path:
    """Return the target, or the first numbered name beside it that holds nobody's edits."""
    for number in count(2):
        if not target.exists() or not _is_edited(target.read_bytes(), is_untouched):
            return target
        stem = target.stem if number == 2 else target.stem.removesuffix(f" ({number - 1})")
        target = target.with_name(f"{stem} ({number}){target.suffix}")
    raise AssertionError("there is always another number")


def _is_edited(data: bytes, is_untouched: Callable[[bytes], bool]) -> bool:
    if not data:
        return False
    try:
        return not is_untouched(data)
    except Exception:  # noqa: BLE001  # whatever it holds, it is not what was written
        return True


def _replace(target: Path, data: bytes) -> None:
    """Write bytes to a new file in the same folder and let it take the target's place, with its permissions."""
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    if mode is not None and not os.access(target, os.W_OK):
        # Replacing needs only the folder's permission, but who protects a file means its content.
        raise PermissionError
    new = target.with_name(f".{target.name[:100]}.{os.urandom(4).hex()}.part")
    try:
        # Opened like any file, so that its mode is what the user's mask makes of it; the tempfile module hides its own.
        with new.open("xb") as file:
            file.write(data)
        if mode is not None:
            new.chmod(mode)
        new.replace(target)
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


@contextmanager
def _errors_of(target: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError:
        raise FileError(f"{target} is open in another program or not writable: close it and run again") from None
    except (FileExistsError, NotADirectoryError):
        raise FileError(f"{target}: a file stands where a folder is needed; choose another place") from None
    except OSError as error:
        raise FileError(f"{target} cannot be written: {error.strerror or type(error).__name__}") from error
