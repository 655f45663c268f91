"""Raw tables are whole, so that a reader at fault is found where it makes one."""

from __future__ import annotations

import pytest

from kcss_core.model import Column
from kcss_core.origin import Origin
from kcss_core.reading.raw import RawTable


def test_columns_are_as_many_as_headers() -> None:
    """A header without a column is refused."""
    with pytest.raises(ValueError, match=r"^expected a column for each of 2 headers, got 1$"):
        RawTable("programs", ("id", "name"), (["a"],), [2], Origin("a.csv"))


@pytest.mark.parametrize("column", [["a", "b"], Column.of(["a", "b"])])
def test_columns_are_as_long_as_the_table(column: list[str] | Column) -> None:
    """A column with more cells than rows is refused, whether it lists cells or codes them."""
    with pytest.raises(ValueError, match=r"^expected 1 cells in the column 'id', got 2$"):
        RawTable("programs", ("id",), (column,), [2], Origin("a.csv"))
