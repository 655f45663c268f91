"""Places, as people read them."""

from __future__ import annotations

import pytest

from kcss_core.origin import Origin


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (Origin("kcss.toml"), "kcss.toml"),
        (Origin("records/activities.csv", row=17), "records/activities.csv:17"),
        (Origin("records/activities.csv", row=17, part="scope"), "records/activities.csv:17 scope"),
        (Origin("records/all.xlsx", "People", 3, "gender"), "records/all.xlsx · People:3 gender"),
        (Origin("figures.toml", part="figure[2].title"), "figures.toml figure[2].title"),
    ],
)
def test_a_place_is_shown_as_a_person_looks_it_up(origin: Origin, words: str) -> None:
    """File, sheet, row, part, in this order."""
    assert str(origin) == words


def test_a_part_of_a_part_is_a_key_path() -> None:
    """`at` goes one step further into what the place names already."""
    record = Origin("records/organization.toml", row=12, part="policies[1]")
    assert record.at("in_force") == Origin("records/organization.toml", row=12, part="policies[1].in_force")
    assert Origin("a.csv", row=2).at("id") == Origin("a.csv", row=2, part="id")


def test_places_are_sorted_by_file_sheet_and_row() -> None:
    """Row 9 comes before row 10, and a whole file before its rows."""
    places = [Origin("b.csv", row=10), Origin("b.csv", row=9), Origin("a.csv", row=99), Origin("b.csv")]
    assert sorted(places, key=lambda place: place.order) == [places[2], places[3], places[1], places[0]]


def test_numbers_in_a_part_are_sorted_by_size() -> None:
    """Column 4 comes before column 12, and the second chapter before the tenth."""
    places = [Origin("a.md", row=3, part="column 12"), Origin("a.md", row=3, part="column 4")]
    assert sorted(places, key=lambda place: place.order) == places[::-1]
