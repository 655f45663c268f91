"""Page numbers of headings, from LibreOffice's layout. Knows the bookmarks of a document and nothing else of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from kcss_core.errors import FileError

#: LibreOffice takes two seconds for a report and twelve for three hundred pages.
_PATIENCE = 300

_INSTALL = "install LibreOffice from libreoffice.org, or leave the option pages out"
# Turns every bookmark into a named destination of the PDF.
_FILTER = (
    'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"},'
    '"ExportFormFields":{"type":"boolean","value":"false"}}'
)
# "   3 [ XYZ  79  718 null ] "5FToc123456789"": page, place, name; LibreOffice writes an underscore as 5F.
_DESTINATION = re.compile(r'^\s*(\d+)\s+\[.*\]\s+"(?:5F|_)Toc(\d{9})"', re.MULTILINE)


def _places() -> Iterator[Path]:
    """Yield where LibreOffice is installed when it is not on the path."""
    for applications in (Path("/Applications"), Path.home() / "Applications"):
        yield applications / "LibreOffice.app/Contents/MacOS/soffice"
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)"):
        if folder := os.environ.get(variable):
            yield Path(folder) / "LibreOffice/program/soffice.com"


def _office() -> str:
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    for place in _places():
        if place.is_file():
            return str(place)
    raise FileError(f"page numbers: expected LibreOffice (soffice) on this machine, found none; {_INSTALL}")


def _reader() -> str:
    if found := shutil.which("pdfinfo"):
        return found
    raise FileError(
        "page numbers: expected pdfinfo on this machine, found none; install Poppler (Debian: poppler-utils, "
        "macOS: brew install poppler), or leave the option pages out"
    )


def pages_of(data: bytes) -> Mapping[str, int]:
    """Return the page of each heading by its bookmark, counted from the first page after the cover.

    Raises:
        FileError: LibreOffice or Poppler is missing, or one of them fails.
    """
    office, reader = _office(), _reader()
    with tempfile.TemporaryDirectory(prefix="kcss-docx-") as folder:
        source, target = Path(folder) / "report.docx", Path(folder) / "report.pdf"
        source.write_bytes(data)
        # A profile of its own: an open LibreOffice would take the job over and return at once.
        profile = (Path(folder) / "profile").as_uri()
        _run(
            [
                office, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", _FILTER,
                "--outdir", folder, str(source),
            ],
            "LibreOffice",
        )  # fmt: skip
        if not target.is_file():
            raise FileError(f"page numbers: LibreOffice made no pages of the report; {_INSTALL}")
        listed = _run([reader, "-dests", str(target)], "pdfinfo")
    # The cover is the only page before page 1.
    return {f"_Toc{digits}": max(int(page) - 1, 1) for page, digits in _DESTINATION.findall(listed)}


def _run(command: list[str], name: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  # the program found on this machine, with no words from the report
            command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FileError(f"page numbers: {name} did not finish ({type(error).__name__}); {_INSTALL}") from error
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines()
        said = f" ({lines[-1]})" if lines else ""
        raise FileError(f"page numbers: {name} failed{said}; {_INSTALL}")
    return done.stdout
