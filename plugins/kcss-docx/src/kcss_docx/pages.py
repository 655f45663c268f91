"""Page numbers of headings, from LibreOffice's layout. Knows the bookmarks of a document and nothing else of it."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kcss_docx.office import Purpose, converted, run

_PURPOSE = Purpose("page numbers", "pages")
# Turns every bookmark into a named destination of the PDF.
_CHOICES = {"ExportBookmarksToPDFDestination": True, "ExportFormFields": False}
# "   3 [ XYZ  79  718 null ] "5FToc123456789"": page, place, name; LibreOffice writes an underscore as 5F.
_DESTINATION = re.compile(r'^\s*(\d+)\s+\[.*\]\s+"(?:5F|_)(Toc|Ref)(\d{9})"', re.MULTILINE)


def pages_of(data: bytes, *, uncounted: int = 1) -> Mapping[str, int]:
    """Return the page of each heading by its bookmark.

    Args:
        uncounted: How many pages stand before page 1: the cover.

    Raises:
        FileError: LibreOffice or Poppler is missing, or one of them fails.
    """
    reader = shutil.which("pdfinfo")
    if reader is None:
        raise _PURPOSE.missing("pdfinfo", "Poppler (Debian: poppler-utils, macOS: brew install poppler)")
    pdf = converted(data, _CHOICES, _PURPOSE)
    with tempfile.TemporaryDirectory(prefix="kcss-docx-") as folder:
        file = Path(folder) / "report.pdf"
        file.write_bytes(pdf)
        listed = run([reader, "-dests", str(file)], "pdfinfo", _PURPOSE)
    return {
        f"_{kind}{digits}": max(int(page) - uncounted, 1) for page, kind, digits in _DESTINATION.findall(listed)
    }
