"""Text files: from bytes to words that every format can hold. Knows no records."""

from __future__ import annotations

import codecs

from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity
from kcss_core.text import clean


def decoded(data: bytes, file: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the text of a file that must be UTF-8, or None, and what is wrong with its characters."""
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            hint = "save the file as UTF-8; in an editor of Windows choose it under Save as"
            return None, (Problem("file.encoding", "expected UTF-8, got UTF-16", Origin(file), hint=hint),)
        row = error.object.count(b"\n", 0, error.start) + 1
        bad = error.object[error.start]
        return None, (
            Problem(
                "file.encoding",
                f"expected UTF-8, got the byte 0x{bad:02x}",
                Origin(file, row=row),
                hint="save the file as UTF-8",
            ),
        )
    words, replaced = clean(text)
    if not replaced:
        return words, ()
    row = next(number for number, line in enumerate(text.split("\n"), 1) if clean(line)[1])
    amount = "1 control character was" if replaced == 1 else f"{replaced} control characters were"
    return words, (
        Problem(
            "text.control-characters",
            f"{amount} replaced, the first in this line",
            Origin(file, row=row),
            Severity.WARNING,
            hint="delete them",
        ),
    )
