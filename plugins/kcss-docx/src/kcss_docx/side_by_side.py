"""Drawings side by side in one height, each above its caption. Prepares no picture."""

from __future__ import annotations

from collections.abc import Sequence

from kcss_docx.grids import GAP, HEADER_ROW, ROW, opened

_GUTTER = 240
#: In twips: two upright pictures may take this much of a page, and a caption needs this much of a line.
HIGHEST, _NARROWEST = 5_200, 2_000


def row_widths(forms: Sequence[float], line: int, *, highest: int = HIGHEST) -> list[int]:
    """Return how wide pictures are that stand side by side in one height (twips).

    Args:
        forms: How many times wider than high each of them is.
        line: Length of the line that they share.
    """
    height = min((line - _GUTTER * (len(forms) - 1)) / sum(forms), highest)
    return [round(form * height) for form in forms]


def fit_together(forms: Sequence[float], line: int) -> bool:
    """Say whether pictures can stand side by side: none becomes too narrow for its caption."""
    return min(row_widths(forms, line)) >= _NARROWEST


def side_by_side(widths: Sequence[int], cells: Sequence[tuple[str, str]], title: str) -> str:
    """Return drawings side by side, each above its caption, which may be empty."""
    faces, last = [], len(cells) - 1
    for place, width in enumerate(widths):
        right = 0 if place == last else _GUTTER
        faces.append(
            f'<w:tcPr><w:tcW w:w="{width + right}" w:type="dxa"/><w:tcMar><w:right w:w="{right}" w:type="dxa"/>'
            "</w:tcMar></w:tcPr>"
        )
    drawings = "".join(
        f'<w:tc>{face}<w:p><w:pPr><w:pStyle w:val="Picture"/></w:pPr>{drawing}</w:p></w:tc>'
        for face, (drawing, _) in zip(faces, cells, strict=True)
    )
    captions = "".join(
        f'<w:tc>{face}{caption or GAP}</w:tc>' for face, (_, caption) in zip(faces, cells, strict=True)
    )
    below = f"<w:tr>{ROW}{captions}</w:tr>" if any(caption for _, caption in cells) else ""
    columns = [width + _GUTTER for width in widths[:-1]] + list(widths[-1:])
    return f"{opened('TableNormal', columns, title)}<w:tr>{HEADER_ROW}{drawings}</w:tr>{below}</w:tbl>{GAP}"
