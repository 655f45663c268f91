"""Where a thing stands: file, sheet, row or key path. Knows nothing of what stands there."""

from __future__ import annotations

import re

from attrs import evolve

from kcss_core.frozen import frozen

_NUMBER = re.compile(r"\d+")


@frozen(order=False)
class Origin:
    """The place of a record or of a problem, as a person would look it up.

    Attributes:
        file: Path below the workspace, with forward slashes.
        sheet: Name of the sheet in a workbook; None where the file has no sheets.
        row: Line or row as an editor or Excel numbers it, from 1; None for the whole file.
        part: Column, field or key path (``policies[1].in_force``); None for the whole row.
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    part: str | None = None

    def at(self, part: str) -> Origin:
        """Return the place of one part (column, key path) of this row, or of this part."""
        return evolve(self, part=part if self.part is None else f"{self.part}.{part}")

    @property
    def order(self) -> tuple[str, str, int, str]:
        """What places are sorted by: file, sheet, row, part; numbers in a part by size."""
        part = _NUMBER.sub(lambda match: match[0].zfill(9), self.part or "")
        return (self.file, self.sheet or "", self.row or 0, part)

    def __str__(self) -> str:
        words = self.file
        if self.sheet is not None:
            words += f" · {self.sheet}"
        if self.row is not None:
            words += f":{self.row}"
        if self.part is not None:
            words += f" {self.part}"
        return words


def column_letters(number: int) -> str:
    """Return the letters by which a spreadsheet names a column; 0 is A, 26 is AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
