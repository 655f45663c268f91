"""LibreOffice on this machine: turns a Word document into a PDF. Knows nothing of what is in either.

LibreOffice gets a profile of its own, with no macros and no extensions of the user.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from kcss_core.errors import FileError

#: LibreOffice takes two seconds for a report and twelve for three hundred pages.
_PATIENCE = 300
_LIBREOFFICE = "LibreOffice from libreoffice.org"


@frozen
class Purpose:
    """What a program is asked for, as messages call it, and the option that asks."""

    name: str
    option: str

    def missing(self, program: str, install: str) -> FileError:
        """Return the error for a program that is not on this machine."""
        return FileError(
            f"{self.name}: expected {program} on this machine, found none; install {install}, {self._without}"
        )

    def failed(self, what: str) -> FileError:
        """Return the error for a program that did not do it."""
        return FileError(f"{self.name}: {what}; install {_LIBREOFFICE}, {self._without}")

    @property
    def _without(self) -> str:
        return f"or leave the option {self.option} out"


_TAGGED = {"UseTaggedPDF": True, "ExportBookmarks": True, "ExportFormFields": False}


def tagged_pdf(data: bytes) -> bytes:
    """Return a document as a PDF with tags, which a screen reader needs, and with its headings as bookmarks.

    Raises:
        FileError: LibreOffice is missing or fails.
    """
    return converted(data, _TAGGED, Purpose("PDF", "pdf"))


def converted(data: bytes, choices: dict[str, bool], purpose: Purpose) -> bytes:
    """Return a document as a PDF.

    Args:
        choices: Options of LibreOffice's PDF export.

    Raises:
        FileError: LibreOffice is missing or fails.
    """
    office = _office(purpose)
    options = {name: {"type": "boolean", "value": str(value).lower()} for name, value in choices.items()}
    with tempfile.TemporaryDirectory(prefix="kcss-docx-") as folder:
        source, target = Path(folder) / "report.docx", Path(folder) / "report.pdf"
        source.write_bytes(data)
        # A profile of its own: an open LibreOffice would take the job over and return at once.
        profile = (Path(folder) / "profile").as_uri()
        run(
            [
                office, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to",
                f"pdf:writer_pdf_Export:{json.dumps(options)}", "--outdir", folder, str(source),
            ],
            "LibreOffice", purpose,
        )  # fmt: skip
        if not target.is_file():
            raise purpose.failed("LibreOffice made no pages of the report")
        return target.read_bytes()


def run(command: list[str], name: str, purpose: Purpose) -> str:
    """Run a program that was found on this machine, and return what it printed.

    Raises:
        FileError: It cannot be started, fails, or takes too long.
    """
    try:
        done = subprocess.run(  # noqa: S603  # with no words from the report
            command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise purpose.failed(f"{name} did not finish ({type(error).__name__})") from error
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise purpose.failed(f"{name} failed" + (f" ({lines[-1]})" if lines else ""))
    return done.stdout


def _places() -> Iterator[Path]:
    """Yield where LibreOffice is installed when it is not on the path."""
    for applications in (Path("/Applications"), Path.home() / "Applications"):
        yield applications / "LibreOffice.app/Contents/MacOS/soffice"
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)"):
        if folder := os.environ.get(variable):
            yield Path(folder) / "LibreOffice/program/soffice.com"


def _office(purpose: Purpose) -> str:
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    for place in _places():
        if place.is_file():
            return str(place)
    raise purpose.missing("LibreOffice (soffice)", _LIBREOFFICE)
