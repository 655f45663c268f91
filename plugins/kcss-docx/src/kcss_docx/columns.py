"""How wide the columns of a table are, by the words in them. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from kcss_core.frozen import frozen
from kcss_core.report.blocks import Align, Span, Table, plain
from kcss_docx.design import TEXT_WIDTH
from kcss_docx.grids import shared

# Of words in a table: letters on a line of full width, and twips of a letter.
_LINE = 86
_LETTER = TEXT_WIDTH // _LINE
#: With more columns a table takes the whole line.
_FEW = 3
#: With more columns there is less air between them, because words would be broken otherwise.
_MANY = 7


@frozen
class Columns:
    """The columns of a table. **Units**: letters of table text.

    Attributes:
        align: One a column.
        longest, word: Its longest cell and its longest word.
        weights: How much of a line it should have.
    """

    align: Sequence[Align]
    longest: Sequence[int]
    word: Sequence[int]
    weights: Sequence[int]

    @property
    def are_dense(self) -> bool:
        """Whether there are so many that they have little air between them."""
        return len(self.align) > _MANY

    def are_wide(self, line: int) -> bool:
        """Say whether words would be broken on an upright page, so that the table is better read on a turned one.

        Args:
            line: Length of a line of that page, in twips.
        """
        air = 2 if self.are_dense else 3
        least = sum(min(weight, part + air) for weight, part in zip(self.weights, self.word, strict=True))
        return len(self.align) > _FEW and least > line // _LETTER

    def widths(self, line: int) -> list[int]:
        """Return the widths: numbers get what they need, words share the rest by their length, within bounds.

        Args:
            line: Length of a line, in twips, as the widths are.
        """
        weights, count = list(self.weights), len(self.align)
        whole = _table_width(sum(map(max, weights, self.longest)) + 2 * count, count, line)
        texts = [column for column, side in enumerate(self.align) if side is Align.START]
        spare = whole // _LETTER - sum(weights)
        if spare < 0:
            # What breaks between words gives way before a word is broken.
            air = 2 if self.are_dense else 5
            slack = [max(weight - min(part + air, weight), 0) for weight, part in zip(weights, self.word, strict=True)]
            given = min(-spare, sum(slack))
            weights = [weight - part * given // max(sum(slack), 1) for weight, part in zip(weights, slack, strict=True)]
        if texts and spare > 0:
            among = sum(weights[column] for column in texts)
            for column in texts:
                weights[column] += spare * weights[column] // among
        return shared(whole, weights)


def columns_of(block: Table) -> Columns:
    """Return the columns of a table."""
    rows = [
        # Most cells hold one piece of words.
        [cell[0].text if len(cell) == 1 and isinstance(cell[0], Span) else plain(cell) for cell in cells]
        for cells in (block.header, *(row.cells for row in block.rows))
    ]
    longest, word = [], []
    for cells in zip_longest(*rows, fillvalue=""):
        longest.append(max(map(len, cells)))
        # A line may also end after a hyphen.
        word.append(max(map(len, " ".join(cells).replace("-", "- ").split()), default=0))
    align = [*block.align[: len(word)], *[Align.START] * (len(word) - len(block.align))]
    weights = [
        min(max(long + 3, 10), 22) if side is Align.END else min(max(long, 10), 45)
        for long, side in zip(longest, align, strict=True)
    ]
    weights = [max(weight, min(part + 3, 30)) for weight, part in zip(weights, word, strict=True)]
    return Columns(align, longest, word, weights)


def _table_width(letters: int, columns: int, line: int) -> int:
    """Return half, two thirds or the whole of a line: few short columns are read together only when they are near."""
    if columns > _FEW:
        return line
    return next((part for part in (line // 2, line * 2 // 3) if letters * _LETTER <= part), line)
