"""Names of municipalities in three languages, with their cases, several in a cell, and doubtful ones."""

from __future__ import annotations

import pytest

from kcss_spreadsheet.compared import rows_of
from kcss_spreadsheet.places import municipalities, places

from .books import AT, dataset, read, said


def test_there_are_38():
    """All municipalities of Kosovo are known, each by its names in Albanian, Serbian and English."""
    rows = list(rows_of("municipalities.csv"))
    assert len(rows) == 38
    for row in rows:
        assert [places(row[language]) for language in ("sq", "sr-Latn", "sr-Cyrl", "en")] == [row["sq"]] * 4


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Prishtina", "Prishtinë"), ("PRISHTINE", "Prishtinë"), ("Komuna e Prishtinës", "Prishtinë"),
        ("Komuna e Deçanit", "Deçan"), ("Komuna e Ferizajt", "Ferizaj"), ("Komuna e Kaçanikut", "Kaçanik"),
        ("Komuna e Vitisë", "Viti"), ("Komuna e Hanit të Elezit", "Hani i Elezit"), ("Komuna e Fushë Kosovës", "Fushë Kosovë"),
        ("Mitrovicës së Veriut", "Mitrovicë e Veriut"), ("Opština Đakovica", "Gjakovë"), ("Djakovica", "Gjakovë"),
        ("Dakovica", "Gjakovë"), ("Peći", "Pejë"), ("Prištine", "Prishtinë"),
        ("Општина Призрен", "Prizren"), ("Municipality of Pristina", "Prishtinë"), ("Klokot/Vrbovac", "Kllokot"),
        ("Prishtinë, Kosovë", "Prishtinë"), ("Hani i Elezit", "Hani i Elezit"), ("Tirana", "Tirana"),
        ("Prishtinë, Pejë dhe Gjakovë", "Prishtinë;Pejë;Gjakovë"), ("Priština i Peć", "Prishtinë;Pejë"),
        ("Приштина и Пећ", "Prishtinë;Pejë"), ("Gjilan/Skopje", "Gjilan;Skopje"),
    ],
)  # fmt: skip
def test_forms_of_names(cell, name):
    """Definite forms, genitives, ASCII spellings, words around a name, and several towns in one cell."""
    assert places(cell) == name


def test_no_form_means_two_municipalities():
    """Only plain Mitrovica is doubtful; no case of a name is a case of another."""
    doubtful = {form for form, names in municipalities().items() if len(names) > 1}
    assert doubtful == {"mitrovice", "mitrovica", "kosovskamitrovica"}


def test_ambiguous_name_is_asked_about():
    """Mitrovica may be two municipalities; the row is kept as it stands until somebody says which."""
    raw = read([("Emri", "Komuna"), ("A", "Mitrovica"), ("B", "Mitrovica"), ("C", "Peja")], constants=AT)
    assert said(raw) == [
        "warning: records/list.xlsx · List:2 B2 Komuna: expected Mitrovicë e Jugut or Mitrovicë e Veriut, "
        "got a name that may mean either (2 rows, this is the first); "
        'say in kcss.toml which: values = { municipality = { "Mitrovica" = "Mitrovicë e Jugut" } }',
    ]
    assert [person.municipality for person in dataset(raw).participants] == ["Mitrovica", "Mitrovica", "Pejë"]
    said_which = {"municipality": {"Mitrovica": "Mitrovicë e Jugut"}}
    raw = read([("Emri", "Komuna"), ("A", "Mitrovica")], constants=AT, values=said_which)
    assert said(raw) == []
    assert [person.municipality for person in dataset(raw).participants] == ["Mitrovicë e Jugut"]


def test_slip_of_the_keyboard_is_asked_about():
    """A name one letter away from a municipality is doubtful; the home of a person is not repeated."""
    raw = read([("Emri", "Komuna"), ("A", "Prishitna"), ("B", "Podujva"), ("C", "Shkup")], constants=AT)
    assert said(raw) == [
        "warning: records/list.xlsx · List:2 B2 Komuna: expected a municipality of Kosovo or a place elsewhere, "
        "got a name that is nearly one; did you mean 'Prishtinë'?",
        "warning: records/list.xlsx · List:3 B3 Komuna: expected a municipality of Kosovo or a place elsewhere, "
        "got a name that is nearly one; did you mean 'Podujevë'?",
    ]
