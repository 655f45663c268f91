"""Rows of totals against the rows above them: what disagrees is told with its cell, and no number is changed."""

from __future__ import annotations

import pytest

from .books import AT, dataset, read, said

HEAD = ("Aktiviteti", "Lloji", "Data", "Gra", "Burra", "Gjithsej")
FIRST = ("Tryezë", "Tryezë e rrumbullakët", "3.5.2022", 10, "12", 22)
SECOND = ("Trajnim", "Trajnim", "4.5.2022", 5, 3, 8)
NOTE = "note: records/list.xlsx · List:4: a row of totals is left out"
TOLD = "the rows are used as they are; mend the total, or the row that is missing, doubled or wrong"


def warnings(*rows: tuple[object, ...], **says: object) -> list[str]:
    return [each for each in said(read([*rows], **says)) if not each.startswith("note: ")]


def test_a_total_that_its_head_counts_do_not_come_to_is_told_with_its_cell():
    """Fifteen women are counted and sixteen stated; the right total of men and the rows stay as they are."""
    raw = read([HEAD, FIRST, SECOND, ("Gjithsej", None, None, 16, 15, 30)])
    assert said(raw) == [
        NOTE,
        "warning: records/list.xlsx · List:4 D4 Gra: expected the total of 15, the sum of the rows above, got 16; " + TOLD,
    ]
    assert [(one.women, one.men, one.total) for one in dataset(raw, activities=()).head_counts] == [(10, 12, 22), (5, 3, 8)]


@pytest.mark.parametrize(
    "foot",
    [
        ("Gjithsej", None, None, 15, 15, 30),
        ("Gjithsej", 2, None, "15"),
        ("Total: 2",),
        ("Total 2022",),
        ("Gjithsej",),
    ],
)
def test_a_total_that_agrees_is_left_out_without_a_warning(foot):
    """Sums of numbers and of numbers as text, how many rows there are, a year after the word, or no number at all."""
    assert warnings(HEAD, FIRST, SECOND, foot) == []


def test_a_total_of_persons_is_how_many_rows_there_are():
    """Three persons are listed and four stated, in any language, beside the word or in its cell."""
    rows = [("Ime i prezime", "Pol"), ("Ana A", "Ž"), ("Boris B", "M"), ("Cveta C", "Ž")]
    expected = "expected the total of 3, as many as there are rows above, got 4; " + TOLD
    at = "warning: records/list.xlsx · List:5"
    assert warnings(*rows, ("Ukupno", 4), constants=AT) == [f"{at} B5 Pol: {expected}"]
    assert warnings(*rows, ("Укупно: 4",), constants=AT) == [f"{at} A5 Ime i prezime: {expected}"]
    assert warnings(*rows, ("Ukupno", 3), constants=AT) == []
    # Two women: a total below a column of words may be of one of them.
    assert warnings(*rows, ("Ukupno", 2), constants=AT) == []


def test_each_total_is_of_the_rows_since_the_last_or_of_all():
    """A sum a month and one of the year at the foot agree; a month that is wrong is told, and the year is not."""
    year = ("Total", None, None, 15, 15, 30)
    months = [HEAD, FIRST, ("Total", None, None, 10, 12, 22), SECOND, ("Total", None, None, 5, 3, 8), year]
    assert warnings(*months) == []
    months[2] = ("Total", None, None, 11, 12, 22)
    assert len(warnings(*months)) == 1
    # Written as it grows, from the first row on.
    assert warnings(HEAD, FIRST, ("Total", None, None, 10, 12, 22), SECOND, year) == []


def test_what_cannot_be_summed_is_not_held_against_a_total():
    """Running numbers, and a column with a word among its numbers, which is reported for itself."""
    rows = [("Nr", *HEAD), (1, *FIRST), (2, *SECOND[:4], "about 30", 8), ("Total", None, None, None, 15, 15, 30)]
    assert [each for each in warnings(*rows) if "total" in each] == []
    assert warnings(("Nr", *HEAD), (1, *FIRST), (2, *SECOND), ("Total", None, None, None, 15, 15, 30)) == []
