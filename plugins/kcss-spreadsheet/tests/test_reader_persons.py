"""Sheets with one row a person: what becomes of rows, and what is said about cells that cannot be read."""

from __future__ import annotations

import datetime

import pytest

from .books import AT, book, dataset, read, said


def genders(raw) -> list[str | None]:
    """Return the genders of the participants, in order."""
    return [None if person.gender is None else str(person.gender) for person in dataset(raw).participants]


@pytest.mark.parametrize(
    "header",
    [
        ("Emri dhe mbiemri", "Gjinia", "Komuna"),
        ("Ime i prezime", "Pol", "Opština"),
        ("Име и презиме", "Пол", "Општина"),
        ("Full name", "Gender", "Municipality"),
        ("EMRI DHE MBIEMRI:.", "gjinia m/f", "KOMUNA "),
        ("Emri dhe mbiemri / Ime i prezime", "Gjinia\nPol", "Komuna (Opština)"),
    ],
)
def test_headers_are_known_in_every_language_and_script(header):
    """The same sheet under headers in Albanian, Serbian in both scripts and English is the same person."""
    raw = read([header, ("Arta Krasniqi", "F", "Pejë")], constants=AT)
    assert said(raw) == []
    [person] = dataset(raw).participants
    assert (person.gender, person.municipality, person.name) == ("woman", "Pejë", None)


def test_rows_are_those_that_excel_shows():
    """Blank rows at the top and between, a title and a label of a form shift no row number."""
    rows = [
        (), (), ("Lista e pjesëmarrësve",), ("Data:", "12.05.2022"), (),
        ("Emri dhe mbiemri", "Gjinia"),
        ("Arta", "F"), (), ("Ben", "M"),
    ]  # fmt: skip
    raw = read(rows, constants=AT)
    assert said(raw) == []
    assert [str(row.origin) for row in dataset(raw).participants] == ["records/list.xlsx · List:7", "records/list.xlsx · List:9"]
    assert dict(raw.guesses) == {"sheet List": "one row a person, who attended, header in row 6"}


def test_cells_are_those_that_excel_shows():
    """A sheet that begins at C5 names the cell D7, not the second column of the second row."""
    rows = [(), (), (), (), (None, None, "Emri", "Gjinia"), (None, None, "Arta", "F"), (None, None, "Ben", "Xyz")]
    assert said(read(rows, constants=AT)) == [
        "error: records/list.xlsx · List:7 D7 Gjinia: expected a word for gender, got another word in D7; "
        "look there, for what may name persons is not repeated; where it names none, "
        'say in kcss.toml what it means: values = { gender = { "the word" = "…" } }; '
        "the values are woman, man, non-binary, undisclosed",
        "note: records/list.xlsx · List: 1 of 2 rows is left out: a cell of it cannot be read",
    ]


@pytest.mark.parametrize(
    ("word", "gender"),
    [
        ("F", "woman"), ("f", "woman"), ("Femër", "woman"), ("femer", "woman"), ("Ž", "woman"), ("Z", "woman"),
        ("Ж", "woman"), ("Женски", "woman"), ("W", "woman"), ("Female", "woman"),
        ("M", "man"), ("М", "man"), ("Mashkull", "man"), ("Burrë", "man"), ("Muški", "man"), ("Мушки", "man"),
        ("Tjetër", "non-binary"), ("Ne želim da odgovorim", "undisclosed"), ("Prefer not to say", "undisclosed"),
        ("", None), (None, None), ("-", None), ("N/A", None), ("No response", None),
    ],
)  # fmt: skip
def test_words_for_gender(word, gender):
    """Words of all languages and both letters M are known; an empty cell is not recorded, which is no answer."""
    raw = read([("Emri", "Gjinia"), ("Arta", word)], constants=AT)
    assert said(raw) == []
    assert genders(raw) == [gender]


def test_unknown_words_are_one_problem_with_their_counts():
    """Each unknown word is listed once with its count; its rows are left out and never become not recorded."""
    rows = [("Emri", "Gjinia"), ("A", "Fem."), ("B", "F"), ("C", "Musk"), ("D", "Fem.")]
    raw = read(rows, constants=AT)
    assert said(raw) == [
        "error: records/list.xlsx · List:2 B2 Gjinia: expected a word for gender, "
        "got 2 other words in B2 (2 rows, did you mean 'woman'?) and B4 (did you mean 'man'?); "
        "look there, for what may name persons is not repeated; where it names none, "
        'say in kcss.toml what it means: values = { gender = { "the word" = "…" } }; '
        "the values are woman, man, non-binary, undisclosed",
        "note: records/list.xlsx · List: 3 of 4 rows are left out: a cell of theirs cannot be read",
    ]
    assert genders(raw) == ["woman"]


def test_manifest_explains_words():
    """A word that the manifest explains is read, whatever its case and accents."""
    rows = [("Emri", "Gjinia"), ("A", "Fem."), ("B", "FEM"), ("C", "?")]
    raw = read(rows, constants=AT, values={"gender": {"Fem.": "woman", "?": ""}})
    assert said(raw) == []
    assert genders(raw) == ["woman", "woman", None]


def test_words_that_may_name_a_person_are_not_repeated():
    """Of a name or an address in the gender column the cell is told; what names nobody in any list is shown."""
    rows = [("Emri", "Mbiemri", "Gjinia"), ("Arta", "Berisha", "Berisha"), ("Ben", "Gashi", "ben@example.org")]
    assert said(read([*rows, ("Cufe", "Gashi", "Folëse")], constants=AT))[0] == (
        "error: records/list.xlsx · List:2 C2 Gjinia: expected a word for gender, "
        "got 'Folëse' (1 row) and 2 other words in C2 and C3; "
        "look there, for what may name persons is not repeated; where it names none, "
        'say in kcss.toml what it means: values = { gender = { "Folëse" = "…" } }; '
        "the values are woman, man, non-binary, undisclosed"
    )


def test_swapped_columns():
    """Many different words are no slips: the first cells are told, and what may have happened."""
    rows = [("Emri", "Roli"), *(("Folëse", f"Emër{chr(65 + n)} Trilluar{chr(65 + n)}") for n in range(26))]
    first = said(read(rows, constants=AT))[0]
    assert first == (
        "error: records/list.xlsx · List:2 B2 Roli: expected a word for role, got 26 other words in "
        "B2, B3, B4, B5, B6, B7, B8, B9, B10, B11, B12, B13 and 14 more; "
        "look whether columns were swapped, for what may name persons is not repeated; where it names none, "
        'say in kcss.toml what it means: values = { role = { "the word" = "…" } }; '
        "the values are participant, speaker, panelist, moderator, trainer, organizer, facilitator, observer, guest"
    )


def test_headers_that_may_name_persons():
    """A header that is a person, whole or in part, is told by its cell; so is one under another, or a second one."""
    rows = [("Emri", "Gjinia / Arta Berisha", "Gjinia (Ben Gashi)", "Arta Berisha"), ("A", "F", "F", "x")]
    assert said(read(rows, constants=AT, columns={"Arta Berish": ""})) == [
        "error: records/list.xlsx · List:1 C1: expected one column for 'gender', got column B and column C; "
        'column B is read; leave one out in kcss.toml: columns = { "its header" = "" }',
        "warning: records/list.xlsx · List:1 D1: nobody knows what this column holds, and it is left out; "
        'map it in kcss.toml, columns = { "its header" = "field" }, or to "" to leave it out silently',
        "warning: records/list.xlsx: kcss.toml maps a column 'Arta Berish', which no sheet of this workbook has",
    ]


def test_codes_for_gender_need_a_legend():
    """1 and 2 are refused, because lists differ in what they mean."""
    assert said(read([("Emri", "Gjinia"), ("A", 1), ("B", 2.0), ("C", "1")], constants=AT)) == [
        "error: records/list.xlsx · List:2 B2 Gjinia: expected words for gender, or codes with a legend, "
        "got '1' and '2' (3 rows, this is the first); "
        'say in kcss.toml what the codes mean: values = { gender = { "1" = "woman", "2" = "man" } }',
        "note: records/list.xlsx · List: 3 of 3 rows are left out: a cell of theirs cannot be read",
    ]


def test_codes_for_gender_with_a_legend():
    """With a legend, codes are read, whether Excel holds them as numbers or as text."""
    rows = [("Emri", "Gjinia"), ("A", 1), ("B", 2.0), ("C", "1")]
    raw = read(rows, constants=AT, values={"gender": {"1": "woman", "2": "man"}})
    assert said(raw) == []
    assert genders(raw) == ["woman", "man", "woman"]


def test_date_of_birth_in_the_gender_column():
    """A date under gender is called a date, and not shown."""
    rows = [("Emri", "Gjinia"), ("A", datetime.date(1980, 3, 4)), ("B", "4.3.1980"), ("C", "F")]
    raw = read(rows, constants=AT)
    assert said(raw) == [
        "error: records/list.xlsx · List:2 B2 Gjinia: expected a word for gender, got a date (2 rows, this is the first); "
        "look whether dates of birth stand in this column",
        "note: records/list.xlsx · List: 2 of 3 rows are left out: a cell of theirs cannot be read",
    ]


def test_role_nouns_set_no_gender():
    """A role in its feminine form is the role, and the gender stays not recorded."""
    rows = [("Emri", "Roli"), ("A", "Folëse"), ("B", "Trenerica"), ("C", "Учесница")]
    raw = read(rows, constants=AT)
    assert said(raw) == []
    assert genders(raw) == [None, None, None]
    assert [str(row.role) for row in dataset(raw).participations] == ["speaker", "trainer", "participant"]


def test_personal_columns_are_not_kept():
    """Personal number, phone, e-mail and signature are in nothing that the reader returns, and neither is the name."""
    rows = [
        ("Emri", "Gjinia", "Nr. personal", "Telefoni", "E-mail", "Nënshkrimi"),
        ("Zamira", "F", 1234567890, "044 123 456", "z@example.org", "zz"),
    ]
    raw = read(rows, constants=AT)
    assert said(raw) == [
        "note: records/list.xlsx · List:1: 4 columns of personal data are not kept (C, D, E, F); "
        "C, D, E would tell persons apart, as a digest, if there were a key: kcss same-as",
    ]
    everything = repr([[list(map(list, table.columns)), table] for table in raw.records])
    assert [word for word in ("Zamira", "zamira", "1234567890", "044", "example.org", "zz'") if word in everything] == []


def test_names_are_kept_when_asked_for():
    """With keep_names the name is read, first and last joined."""
    raw = read([("Emri", "Mbiemri"), ("Arta", "Krasniqi")], constants=AT, options={"keep_names": True})
    assert [person.name for person in dataset(raw).participants] == ["Arta Krasniqi"]


def test_birth_date_becomes_a_year_and_is_never_shown():
    """Of a date of birth only the year is kept; a broken one is not repeated."""
    rows = [("Emri", "Datëlindja"), ("A", datetime.date(1980, 3, 4)), ("B", "31.02.1985")]
    raw = read(rows, constants=AT)
    assert said(raw) == [
        "error: records/list.xlsx · List:3 B3 Datëlindja: expected a date of birth such as 31.05.1980",
        "note: records/list.xlsx · List: 1 of 2 rows is left out: a cell of it cannot be read",
    ]
    assert [person.birth_year for person in dataset(raw).participants] == [1980]


def test_age_becomes_a_group():
    """Ages in years fall into the age groups of the model."""
    raw = read([("Emri", "Mosha"), ("A", 14), ("B", 15), ("C", "25 - 44"), ("D", 65)], constants=AT)
    assert said(raw) == []
    groups = [str(person.age_group) for person in dataset(raw).participants]
    assert groups == ["under-15", "15-24", "25-44", "65-plus"]


def test_errors_of_formulas_are_problems():
    """A formula that shows #N/A is no empty cell: it is named, and its row is left out."""
    raw = read([("Emri", "Gjinia"), ("A", "=NA()"), ("B", "F"), ("C", "=1/0")], constants=AT)
    assert said(raw) == [
        "error: records/list.xlsx · List:2 B2 Gjinia: expected a value, got the error #N/A and the error #DIV/0! "
        "(2 rows, this is the first); mend the formula",
        "note: records/list.xlsx · List: 2 of 3 rows are left out: a cell of theirs cannot be read",
    ]
    assert genders(raw) == ["woman"]


def test_totals_at_the_foot_are_left_out():
    """A row of totals is no person, whatever column its word stands in."""
    rows = [("Nr", "Emri", "Gjinia"), (1, "A", "F"), (2, "B", "M"), ("GJITHSEJ: 2", None, 2)]
    raw = read(rows, constants=AT)
    assert said(raw) == ["note: records/list.xlsx · List:4: a row of totals is left out"]
    assert len(dataset(raw).participants) == 2


def test_header_repeated_on_the_next_page():
    """A header that stands once more between the rows is left out, with a note."""
    rows = [("Emri", "Gjinia"), ("A", "F"), ("Emri", "Gjinia"), ("B", "M")]
    raw = read(rows, constants=AT)
    assert said(raw) == ["note: records/list.xlsx · List:3: the header stands here once more, and the row is left out"]
    assert genders(raw) == ["woman", "man"]


def test_header_in_two_languages_below_one_another():
    """A second header row that says the same is left out, with a note."""
    raw = read([("Emri", "Gjinia"), ("First name", "Sex"), ("A", "F")], constants=AT)
    assert said(raw) == ["note: records/list.xlsx · List:2: a second header row is left out"]
    assert genders(raw) == ["woman"]


def test_second_header_that_disagrees():
    """A second header row that says something else is a problem, with its cell."""
    raw = read([("Emri", "Gjinia"), ("Gender", "Name"), ("A", "F")], constants=AT)
    assert said(raw) == [
        "error: records/list.xlsx · List:2 A2 Gender: expected one header row, got a second with 'Gender' under 'Emri'; "
        "the second is left out; leave one header row",
    ]


def test_first_row_of_words_is_no_header():
    """A first row whose cells are words that are headers elsewhere (Femra, Pjesëmarrës) is a row."""
    raw = read([("Gjinia", "Roli"), ("Femra", "Pjesëmarrës")], constants=AT)
    assert said(raw) == []
    assert genders(raw) == ["woman"]


def test_same_header_twice():
    """The same header twice is a problem at the second; the first is read."""
    raw = read([("Emri", "Gjinia", "Gjinia"), ("A", "F", "M")], constants=AT)
    assert said(raw) == [
        "error: records/list.xlsx · List:1 C1 Gjinia: expected this column once, got it twice; column B is read; "
        "delete one, or give it another header",
    ]
    assert genders(raw) == ["woman"]


def test_two_headers_for_one_field():
    """Two headers that mean one field are a problem, with what to write in the manifest."""
    raw = read([("Emri", "Komuna", "Qyteti"), ("A", "Pejë", "Peja")], constants=AT)
    assert said(raw) == [
        "error: records/list.xlsx · List:1 C1 Qyteti: expected one column for 'municipality', got 'Komuna' and 'Qyteti'; "
        'column B is read; leave one out in kcss.toml: columns = { "Qyteti" = "" }',
    ]


def test_unknown_header():
    """A column that nobody knows is left out and named; the manifest can map it or silence it."""
    rows = [("Emri", "Gjinia", "Dieta", "Shkolla"), ("A", "F", "veg", "X")]
    assert said(read(rows, constants=AT, columns={"Shkolla": "affiliation"})) == [
        "warning: records/list.xlsx · List:1 C1: nobody knows what this column holds, and it is left out; "
        'map it in kcss.toml, columns = { "its header" = "field" }, or to "" to leave it out silently',
    ]
    raw = read(rows, constants=AT, columns={"Shkolla": "affiliation", "Dieta": ""})
    assert said(raw) == []
    assert [person.affiliation for person in dataset(raw).participants] == ["X"]


def test_column_mapped_to_no_field():
    """A field that does not exist is named, with the nearest one."""
    assert said(read([("Emri", "Sex?"), ("A", "F")], constants=AT, columns={"Sex?": "gendre"})) == [
        "error: records/list.xlsx · List:1 B1 Sex?: kcss.toml maps this column to 'gendre', which rows of this sheet "
        "do not have; it is left out; did you mean 'gender'?",
    ]


def test_values_mapped_for_no_column():
    """Words for a field that no sheet has are named."""
    assert said(read([("Emri", "Gjinia"), ("A", "F")], constants=AT, values={"gendre": {"X": "woman"}})) == [
        "warning: records/list.xlsx: kcss.toml maps values of the field 'gendre', for which no sheet of this workbook "
        "has a column; did you mean 'gender'?",
    ]


def test_persons_that_a_file_defines():
    """In participants.xlsx with ids and no activity, persons are defined, and an id twice is not one person."""
    raw = read([("ID", "Name"), (7, "Arta"), (8, "Ben")], file="records/participants.xlsx")
    assert said(raw) == []
    assert [table.is_repeated for table in raw.records] == [False]


def test_cells_without_a_header():
    """Cells in a column without a header are named, with the column."""
    assert said(read([("Emri", "Gjinia", None), ("A", "F", "x")], constants=AT)) == [
        "warning: records/list.xlsx · List:1 C1: expected a name over this column, which is not empty, got nothing; "
        "the column is left out; write a header over it, or delete it",
    ]


def test_one_header_merged_over_first_and_last_name():
    """A header merged over two columns names both: first and last name become one."""
    def merge(workbook):
        workbook.get_worksheet_by_name("List").merge_range("A1:B1", "Emri dhe mbiemri")

    data = book(("List", [(None, None, "Gjinia"), ("Arta", "Krasniqi", "F")]), also=merge)
    raw = read(data, constants=AT, options={"keep_names": True})
    assert said(raw) == []
    assert [person.name for person in dataset(raw).participants] == ["Arta Krasniqi"]


def test_one_header_merged_down_beside_a_group():
    """The header that is found is the lower row; what is merged down into it is part of it."""
    def merge(workbook):
        sheet = workbook.get_worksheet_by_name("List")
        sheet.merge_range("A2:A3", "Ime i prezime")
        sheet.merge_range("B2:C2", "Podaci")

    rows = [("Spisak",), (), (None, "Pol", "Opština"), ("Arta Krasniqi", "Ž", "Priština")]
    raw = read(book(("List", rows), also=merge), constants=AT, options={"keep_names": True})
    assert said(raw) == []
    [person] = dataset(raw).participants
    assert (person.name, person.gender, person.municipality) == ("Arta Krasniqi", "woman", "Prishtinë")
    assert raw.guesses == {"sheet List": "one row a person, who attended, header in row 3"}


def test_attendance_by_marks():
    """Po and Jo, X and an empty cell: attended, not attended, and not recorded."""
    rows = [("Emri", "Të pranishëm"), ("A", "Po"), ("B", "Jo"), ("C", "x"), ("D", None)]
    raw = read(rows, constants=AT)
    assert said(raw) == []
    assert [row.attended for row in dataset(raw).participations] == [True, False, True, None]


def test_rows_without_an_activity():
    """Persons without an activity are read, and it is said that no participation is counted."""
    raw = read([("Emri", "Gjinia"), ("A", "F")])
    assert said(raw) == [
        "warning: records/list.xlsx · List:1: these rows name persons, and nothing says at which activity they were; "
        "no participation is counted; "
        'add a column Activity with its id, or say in kcss.toml: constants = { activity = "id" }',
    ]
    assert len(dataset(raw).participants) == 1


def test_sheet_per_activity():
    """With activity_from, each sheet is the list of the activity that it is named after."""
    rows = [("Emri", "Gjinia"), ("A", "F")]
    raw = read(book(("Tryeza 1", rows), ("Tryeza 2", rows)), options={"activity_from": "sheet"})
    assert said(raw) == []
    found = dataset(raw, activities=("tryeza-1", "tryeza-2"))
    assert [row.activity for row in found.participations] == ["tryeza-1", "tryeza-2"]
    assert len(found.participants) == 1


# ---------------------------------------------------------------- one person


def test_equal_name_affiliation_and_municipality_are_one_person():
    """Case, accents, script and the form of the town's name make no other person; the gender is taken from any row."""
    rows = [
        ("Name", "Gender", "Affiliation", "Municipality", "Role"),
        ("Milica Đorđević", None, "KCSS", "Peć", "Speaker"),
        ("Милица Ђорђевић", "Ж", "kcss", "Komuna e Pejës", "Moderator"),
        ("MILICA DJORDJEVIC", None, "KCSS", "Peja", "Guest"),
    ]
    raw = read(rows, constants=AT)
    assert genders(raw) == ["woman"]
    assert len(dataset(raw).participations) == 3


def test_one_person_in_two_files():
    """The same person on the lists of two files is one participant with two participations."""
    rows = [("Name", "Gender"), ("Arta", "F")]
    found = dataset(read(rows, constants=AT), read(rows, file="records/other.xlsx", constants={"activity": "a-2"}), activities=("a-1", "a-2"))
    assert len(found.participants) == 1
    assert [(row.activity, row.participant == found.participants[0].id) for row in found.participations] == [("a-1", True), ("a-2", True)]


def test_conflict_of_gender_makes_persons_distinct():
    """One name with two recorded genders is two persons, and a third where none is recorded."""
    raw = read([("Name", "Gender"), ("Sasha", "F"), ("Sasha", "M"), ("Sasha", None)], constants=AT)
    assert genders(raw) == ["woman", "man", None]


@pytest.mark.parametrize("other", [("Arta", "NGO", "Pejë"), ("Arta", "KCSS", "Klinë"), ("Artan", "KCSS", "Pejë"), ("Arta", None, "Pejë")])
def test_another_affiliation_or_municipality_is_another_person(other):
    """A name alone does not make two rows one person where anything recorded differs."""
    raw = read([("Name", "Affiliation", "Municipality"), ("Arta", "KCSS", "Pejë"), other], constants=AT)
    assert len(dataset(raw).participants) == 2


def test_rows_without_a_name_are_distinct():
    """Nobody knows who stands in rows without a name, so each is a person."""
    raw = read([("Name", "Gender"), (None, "F"), (None, "F")], constants=AT)
    assert genders(raw) == ["woman", "woman"]


def test_own_ids_are_kept():
    """A column of ids decides who is who, whatever the names."""
    rows = [("ID", "Name", "Role"), (7, "Arta", "Speaker"), (7, "Arta K.", "Guest"), (8, "Arta", "Guest")]
    raw = read(rows, constants=AT)
    assert [person.id for person in dataset(raw).participants] == ["7", "8"]
