"""The TOML and CSV readers: what they take from a file, what they guess, what they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcss_core.builtin.readers import read_csv, read_toml
from kcss_core.model import Column
from kcss_core.origin import Origin
from kcss_core.reading.raw import Raw, RawRecord, RawTable, Source

# ---------------------------------------------------------------- TOML


def toml(text: str | bytes, **rest: Any) -> Raw:
    """Read a TOML file."""
    data = text.encode() if isinstance(text, str) else text
    return read_toml(Source(file="records/all.toml", data=data, **rest))


def messages(raw: Raw) -> list[str]:
    """Return the problems as shown."""
    return [str(problem) for problem in raw.problems]


def test_a_toml_file_holds_records_of_any_family() -> None:
    """`[organization]` and arrays of tables, each with the line of its header and of its keys."""
    raw = toml('[organization]\nid = "k"\n\n[[programs]]\nid = "a"\n[[programs]]\nid = "b"\nname.en = "B"\n')
    assert messages(raw) == []
    assert raw.records == (
        RawRecord(
            "organization", {"id": "k"}, Origin("records/all.toml", row=1, part="organization"), {"id": 2}
        ),
        RawRecord("programs", {"id": "a"}, Origin("records/all.toml", row=4, part="programs[1]"), {"id": 5}),
        RawRecord(
            "programs",
            {"id": "b", "name": {"en": "B"}},
            Origin("records/all.toml", row=6, part="programs[2]"),
            {"id": 7, "name.en": 8},
        ),
    )


def test_constants_fill_the_records_of_a_toml_file() -> None:
    """What the manifest states for a file holds for its records that say nothing themselves."""
    raw = toml('[[projects]]\nid = "a"\n[[projects]]\nid = "b"\nreported = "2021"', constants={"reported": "2022"})
    assert [record.fields["reported"] for record in raw.records if isinstance(record, RawRecord)] == ["2022", "2021"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[[programmes]]\nid = 1",
            "records/all.toml:1: expected the name of a family of records above the fields, got another; "
            "did you mean 'programs'?",
        ),
        ("# x\n[programs]\nid = 1", "records/all.toml:2 programs: expected [[programs]] above the fields"),
        ("[[organization]]\nid = 1", "records/all.toml:1 organization: expected [organization] above the fields"),
        ("programs = 3", "records/all.toml:1 programs: expected [[programs]] above the fields"),
        (
            "[[programs]]\nid = ",
            "records/all.toml:2: broken TOML at the end of the file: invalid value; mend it first: until then "
            "the table of line 1 is not read, and names that it may define are not checked",
        ),
        (b"a = 1\nb = '\xeb'", "records/all.toml:2: expected UTF-8, got the byte 0xeb; save the file as UTF-8"),
    ],
)
def test_a_toml_file_of_another_shape_is_refused(text: str | bytes, message: str) -> None:
    """The message names the line and what should stand there."""
    raw = toml(text)
    assert messages(raw) == [message]
    assert raw.records == ()


def test_options_that_the_toml_reader_does_not_have_are_refused() -> None:
    """Nothing that the manifest says about a file is ignored."""
    raw = toml("", options={"encoding": "cp1250"}, columns={"a": "b"})
    assert messages(raw) == [
        "records/all.toml: the reader of TOML files has no option 'encoding'; it has none",
        "records/all.toml: columns and values are mapped for tables only",
    ]


# ---------------------------------------------------------------- CSV


def csv(text: str | bytes, file: str = "records/participants.csv", **rest: Any) -> Raw:
    """Read a CSV file."""
    return read_csv(Source(file=file, data=text.encode() if isinstance(text, str) else text, **rest))


def rows(raw: Raw) -> list[list[Any]]:
    """Return the rows of the one table that was read, each after its row number."""
    (table,) = raw.records
    assert isinstance(table, RawTable)
    return [[row, *cells] for row, cells in zip(table.rows, zip(*table.columns, strict=True), strict=True)]


def header(raw: Raw) -> tuple[str, ...]:
    """Return the fields of the one table that was read."""
    (table,) = raw.records
    assert isinstance(table, RawTable)
    return table.header


def test_the_name_of_a_file_says_its_family() -> None:
    """Without a word in the manifest the file's name decides; rows are counted as an editor does."""
    raw = csv("id,gender\np1,woman\np2,\n")
    (table,) = raw.records
    assert isinstance(table, RawTable)
    assert (table.family, table.header, table.origin) == (
        "participants",
        ("id", "gender"),
        Origin("records/participants.csv", row=1),
    )
    assert rows(raw) == [[2, "p1", "woman"], [3, "p2", ""]]
    assert raw.guesses == {"encoding": "utf-8", "delimiter": "comma"}
    assert raw.problems == ()


def test_the_manifest_may_state_the_family() -> None:
    """A file of any name is read when its family is stated."""
    raw = csv("id\np1", file="records/list-may.csv", family="participants")
    assert rows(raw) == [[2, "p1"]]


def test_a_file_of_no_family_is_refused() -> None:
    """The remedy is to rename it or to state its family."""
    assert messages(csv("id\np1", file="records/partcipants.csv")) == [
        "records/partcipants.csv: expected a file named like a family of records, got 'partcipants'; "
        "did you mean 'participants'? Else name the family of its rows under [[source]] in kcss.toml: "
        'family = "activities"'
    ]


def test_each_distinct_cell_is_kept_once() -> None:
    """Columns come coded, so that the converter meets each text once."""
    (table,) = csv("id,gender\np1,woman\np2,man\np3,woman").records
    assert isinstance(table, RawTable)
    column = table.columns[1]
    assert isinstance(column, Column)
    assert column.values == ("woman", "man")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("id,gender\np1,woman", "comma"),
        ("id;gender\np1;woman", "semicolon"),
        ("id\tgender\np1\twoman", "tab"),
        ("id|gender\np1|woman", "bar"),
        ('id;gender\n"p1,p1,p1";woman\n', "semicolon"),
        ('"id, or name";gender\np1;woman\np2;man\n', "semicolon"),
    ],
)
def test_the_delimiter_is_guessed(text: str, name: str) -> None:
    """Comma, semicolon, tab or bar, whichever divides the header and the rows alike."""
    raw = csv(text)
    assert raw.guesses["delimiter"] == name
    assert len(header(raw)) == 2


def test_a_file_of_one_column_needs_no_delimiter() -> None:
    """Any delimiter will do."""
    assert rows(csv("id\np1\np2")) == [[2, "p1"], [3, "p2"]]


def test_a_sep_line_states_the_delimiter() -> None:
    """Excel's own line is honored and not taken for the header; rows keep their numbers."""
    raw = csv("sep=;\r\nid;gender\r\np1;a,b,c\r\n")
    assert (header(raw), rows(raw)) == (("id", "gender"), [[3, "p1", "a,b,c"]])
    assert raw.guesses == {"encoding": "utf-8"}


@pytest.mark.parametrize("stated", ["|", "bar"])
def test_the_manifest_may_state_the_delimiter(stated: str) -> None:
    """A stated delimiter is no guess; its name will do."""
    raw = csv("id|a,b\np1|x", options={"delimiter": stated}, columns={"a,b": "gender"})
    assert rows(raw) == [[2, "p1", "x"]]
    assert raw.guesses == {"encoding": "utf-8"}


LETTERS = "id,municipality\np1,Gjakovë\np2,Đakovica\np3,Peć\np4,Uroševac\np5,Fushë Kosovë\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_at_the_start_states_the_encoding(encoding: str) -> None:
    """Files that Excel and editors mark are read without guessing."""
    raw = csv(LETTERS.encode(encoding))
    assert rows(raw)[0] == [2, "p1", "Gjakovë"]
    assert header(raw) == ("id", "municipality")
    assert raw.guesses == {"delimiter": "comma"}


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("Gjakovë,Đakovica,Peć,Uroševac,Žegra", "cp1250"),
        ("Ђаковица,Пећ,Урошевац,Косово Поље,Општина", "cp1251"),
    ],
)
def test_an_encoding_that_is_not_utf8_is_guessed_with_a_warning(words: str, encoding: str) -> None:
    """The guess is shown, with the first row that needs it, and can be overridden."""
    text = "id,municipality\nx,ASCII\n" + "".join(f"p{n},{w}\n" for n, w in enumerate(words.split(",")))
    raw = csv(text.encode(encoding))
    assert [row[2] for row in rows(raw)][1:] == words.split(",")
    assert raw.guesses["encoding"] == encoding
    assert messages(raw) == [
        f"records/participants.csv:3: expected UTF-8, guessed {encoding}; look at the letters of this row and state "
        "the encoding in kcss.toml, or save the file as CSV UTF-8"
    ]
    stated = csv(text.encode(encoding), options={"encoding": encoding})
    assert (rows(stated), stated.problems) == (rows(raw), ())
    assert "encoding" not in stated.guesses


def test_bytes_that_the_stated_encoding_does_not_have_are_refused() -> None:
    """The row of the first one is named."""
    assert messages(csv(b"id\np1\np\xeb\n", options={"encoding": "utf-8"})) == [
        "records/participants.csv:3: expected utf-8, got the byte 0xeb; "
        "state the right encoding in kcss.toml, or save the file as CSV UTF-8"
    ]


def test_a_byte_cut_off_at_the_end_is_refused() -> None:
    """Half a letter at the end of a file is found too."""
    assert messages(csv(b"id\np1\np\xc3", options={"encoding": "utf-8"})) == [
        "records/participants.csv:3: expected utf-8, got the byte 0xc3; "
        "state the right encoding in kcss.toml, or save the file as CSV UTF-8"
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"encoding": "latin-9000"}, "expected an encoding, got 'latin-9000'; use utf-8, cp1250, cp1252 or cp1251"),
        ({"encoding": "hex"}, "expected an encoding, got 'hex'; use utf-8, cp1250, cp1252 or cp1251"),
        ({"delimiter": ";;"}, "expected a delimiter, got ';;'; use one character, or comma, semicolon, tab, bar"),
        ({"delimeter": ";"}, "the reader of CSV files has no option 'delimeter'; did you mean 'delimiter'?"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, str], message: str) -> None:
    """What the manifest says about a file must be possible."""
    assert messages(csv("id\np1", options=options)) == [f"records/participants.csv: {message}"]


@pytest.mark.parametrize("data", ["", "\n \n", b"\xef\xbb\xbf"], ids=["nothing", "blank", "mark"])
def test_an_empty_file_is_refused(data: str | bytes) -> None:
    """A file without a header is no table."""
    raw = csv(data)
    assert messages(raw) == ["records/participants.csv: expected a header and rows, got an empty file"]
    assert raw.records == ()


def test_a_file_of_bytes_is_refused() -> None:
    """A workbook under the name of a CSV file is not decoded into letters."""
    assert messages(csv(b"PK\x03\x04\x00\x00\x00id,gender")) == [
        "records/participants.csv:1: expected text, got a NUL character; delete it, or save the file as CSV UTF-8"
    ]


def test_rows_are_counted_where_they_begin() -> None:
    """Blank lines and line breaks inside cells shift the rows as they do in an editor."""
    raw = csv('id,name\n\np1,"A\nB"\np2,C\r\n\r\np3,"D\r\nE\rF"\np4,G\n')
    assert [(row[0], row[1]) for row in rows(raw)] == [(3, "p1"), (5, "p2"), (7, "p3"), (10, "p4")]


@given(st.lists(st.lists(st.text("ab\n\r \"',;", max_size=4), min_size=2, max_size=2), max_size=20))
def test_cells_come_back_as_they_were_written(cells: list[list[str]]) -> None:
    """Whatever a spreadsheet writes in quotation marks is read again; blank rows are skipped, rows are counted."""
    text, expected = "id,name\n", []
    for row in cells:
        number = 1 + len((text + "x").replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1
        text += ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n"
        if any(cell.strip() for cell in row):
            expected.append([number, *row])
    raw = csv(text, options={"delimiter": ","})
    assert raw.problems == ()
    assert rows(raw) == expected


def test_blank_rows_are_skipped() -> None:
    """Rows of delimiters and spaces are no records."""
    raw = csv("id,name,gender\np1,A,man\n,,\n  , ,\n\np2,,\n")
    assert (rows(raw), raw.problems) == ([[2, "p1", "A", "man"], [6, "p2", "", ""]], ())


def test_rows_of_another_length_are_left_out() -> None:
    """Nobody can tell which cell stands in which column; empty cells beyond the header do no harm."""
    raw = csv("id,name\np1,A,,\np2\np3,B,C\np4,D\n")
    assert rows(raw) == [[2, "p1", "A"], [5, "p4", "D"]]
    assert messages(raw) == [
        "records/participants.csv:3: expected 2 cells as in the header, got 1; the row is left out; "
        "add the missing cells",
        "records/participants.csv:4: expected 2 cells as in the header, got 3; the row is left out; "
        "put quotation marks around cells that hold the delimiter",
    ]


def test_a_quotation_mark_in_the_wrong_place_costs_one_row() -> None:
    """The rows around it are read, and keep their numbers."""
    raw = csv('id,name\np1,A\np2,"B"x\np3,C\n', options={"delimiter": ","})
    assert rows(raw) == [[2, "p1", "A"], [4, "p3", "C"]]
    assert messages(raw) == [
        "records/participants.csv:3: expected the delimiter after a closing quotation mark; the row is left out; "
        'write a quotation mark inside a quoted cell twice: ""'
    ]


def test_a_quotation_mark_that_does_not_close_is_found_where_it_opens() -> None:
    """The rest of the file is not swallowed in silence."""
    raw = csv('id,name\np1,A\np2,"B\np3,C\n', options={"delimiter": ","})
    assert rows(raw) == [[2, "p1", "A"]]
    assert messages(raw) == [
        "records/participants.csv:3: a cell that begins in this row does not end; close its quotation mark"
    ]


def test_a_header_that_cannot_be_read_is_refused() -> None:
    """Without a header no row can be read."""
    raw = csv('id,"name\np1,A\n', options={"delimiter": ","})
    assert raw.records == ()
    assert messages(raw) == [
        "records/participants.csv:1: a cell that begins in this row does not end; close its quotation mark"
    ]


def test_headers_are_mapped_to_fields() -> None:
    """The manifest says what a header means, or that its column is left out."""
    raw = csv("Nr, Gjinia ,id\n1,woman,p1\n", columns={"Gjinia": "gender", "Nr": ""})
    assert (header(raw), rows(raw), raw.problems) == (("gender", "id"), [[2, "woman", "p1"]], ())


def test_words_are_mapped_to_values() -> None:
    """The manifest says what a word of the file means; the empty text makes it absent."""
    raw = csv("id,gender\np1,F\np2, M \np3,NA\np4,x\n", values={"gender": {"F": "woman", "M": "man", "NA": ""}})
    assert [row[2] for row in rows(raw)] == ["woman", "man", "", "x"]
    assert raw.problems == ()


def test_mappings_that_meet_nothing_are_said() -> None:
    """A misspelt header in the manifest would leave a column unread."""
    raw = csv("Gjinia,id\nF,p1", columns={"Gjini": "gender", "Gjinia": "gender"}, values={"gendr": {"F": "woman"}})
    assert messages(raw) == [
        "records/participants.csv:1: kcss.toml maps a column 'Gjini', which this file does not have; "
        "did you mean 'Gjinia'?",
        "records/participants.csv:1: kcss.toml maps values of the field 'gendr', for which this file has no column; "
        "did you mean 'gender'?",
    ]


def test_a_column_stands_once() -> None:
    """Two columns of one field would contradict one another, so no row is read by either."""
    raw = csv("id,id,Emri,name\np1,p2,A,B", columns={"Emri": "name"})
    assert raw.records == ()
    assert messages(raw) == [
        "records/participants.csv:1 id: expected this column once, got it twice",
        "records/participants.csv:1 name: expected one column for the field 'name', got 'Emri' and 'name'; "
        'leave one out in kcss.toml: columns = { "name" = "" }',
    ]


def test_a_column_without_a_name_must_be_empty() -> None:
    """Columns that a spreadsheet writes for nothing are skipped; cells under no header are not."""
    assert messages(csv("id,,\np1,,\np2,,")) == []
    raw = csv("id,,gender,\np1,,woman,x\n")
    assert (header(raw), rows(raw)) == (("id", "gender"), [[2, "p1", "woman"]])
    assert messages(raw) == [
        "records/participants.csv:1: expected a name over column D, which is not empty, got nothing"
    ]


def test_many_rows_are_read_in_pieces() -> None:
    """Rows, numbers and codes run on over the seams, past a cell of several lines."""
    lines = [f"p{n},x" for n in range(3000)]
    lines[700] = 'p700,"x\ny"'
    raw = csv("id,name\n" + "\n".join(lines))
    found = rows(raw)
    assert len(found) == 3000
    assert found[700] == [702, "p700", "x\ny"]
    assert found[701] == [704, "p701", "x"]
    assert found[-1] == [3002, "p2999", "x"]
