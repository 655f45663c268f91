"""Sheets with one row an event, head counts alone, and lists of other families."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from kcss_core.period import PartialDate

from .books import AT, book, dataset, read, said


def test_events_become_activities_with_head_counts():
    """One row is an activity and its head count, with the counts as they stand even where they do not add up."""
    rows = [
        ("Nr", "Aktiviteti", "Lloji", "Data", "Komuna", "Niveli", "Gra", "Burra", "Tjetër", "Gjithsej"),
        (1, "Tryezë për policinë", "Tryezë e rrumbullakët", datetime.date(2022, 5, 3), "Prishtinë", "Lokal", 10, "12", 1, 25),
        (2, "Trajnim", "Trajnim", "12-14.06.2022", "Pejë dhe Gjakovë", None, 5, None, None, None),
        ("Totali", None, None, None, None, None, 15, 12, 1, 25),
    ]
    raw = read(rows)
    assert said(raw) == ["note: records/list.xlsx · List:4: a row of totals is left out"]
    found = dataset(raw, activities=())
    first, second = found.activities
    assert (first.id, str(first.title), first.kind, first.scope, first.places) == (
        "tryeze-per-policine-2022-05-03", "Tryezë për policinë", "roundtable", "local", ("Prishtinë",),
    )  # fmt: skip
    assert (second.kind, second.start, second.end) == ("training", PartialDate(2022, 6, 12), PartialDate(2022, 6, 14))
    assert second.places == ("Pejë", "Gjakovë")
    counts = [(count.activity, count.women, count.men, count.non_binary, count.total) for count in found.head_counts]
    assert counts == [("tryeze-per-policine-2022-05-03", 10, 12, 1, 25), ("trajnim-2022-06-12", 5, None, None, None)]


def test_header_of_two_rows_with_merged_cells():
    """Women and men below one merged header are two columns; headers merged downward hold for both rows."""
    def merge(workbook):
        sheet = workbook.get_worksheet_by_name("List")
        sheet.merge_range("A1:A2", "Title")
        sheet.merge_range("B1:B2", "Kind")
        sheet.merge_range("C1:D1", "Participants")

    data = book(("List", [(), (None, None, "Women", "Men"), ("Debate on budgets", "Debate", 3, 4)]), also=merge)
    raw = read(data)
    assert said(raw) == []
    [count] = dataset(raw, activities=()).head_counts
    assert (count.women, count.men, count.total, str(count.origin)) == (3, 4, None, "records/list.xlsx · List:3")


def test_municipality_comes_before_venue():
    """Of a venue and a municipality the municipality is the place; that the venue is not read is said."""
    raw = read([("Title", "Kind", "Venue", "Municipality"), ("A", "Panel", "Hotel X", "Pejë")])
    assert said(raw) == [
        "note: records/list.xlsx · List:1 C1 Venue: this column is left out, because another one tells the same",
    ]
    assert dataset(raw, activities=()).activities[0].places == ("Pejë",)


def test_invited_and_attended_are_two_head_counts():
    """Numbers under Invited and Participants are totals of two head counts."""
    raw = read([("Title", "Kind", "Invited", "Participants"), ("Big", "Panel", 30, 20)])
    assert said(raw) == []
    counts = [(str(count.presence), count.total) for count in dataset(raw, activities=()).head_counts]
    assert counts == [("attended", 20), ("invited", 30)]


def test_head_counts_of_activities_that_stand_elsewhere():
    """Rows without a kind are head counts of activities that they name by id."""
    raw = read([("Activity", "Women", "Men"), ("a-1", 3, 4)])
    assert said(raw) == []
    [count] = dataset(raw).head_counts
    assert (count.activity, count.women, count.men) == ("a-1", 3, 4)


def test_number_that_is_no_count():
    """A count that is no whole number is named with its cell, and the row is left out."""
    raw = read([("Title", "Kind", "Women"), ("A", "Panel", 2.5), ("B", "Panel", "shumë"), ("C", "Panel", 3)])
    assert said(raw) == [
        "error: records/list.xlsx · List:2 C2 Women: expected a whole number, 0 or more, got '2.5' "
        "(2 rows, this is the first)",
        "note: records/list.xlsx · List: 2 of 3 rows are left out: a cell of theirs cannot be read",
    ]
    assert [activity.id for activity in dataset(raw, activities=()).activities] == ["c"]


@pytest.mark.parametrize(
    ("cell", "start"),
    [
        (datetime.date(2022, 5, 3), PartialDate(2022, 5, 3)),
        (44684, PartialDate(2022, 5, 3)),
        (44684.75, PartialDate(2022, 5, 3)),
        ("2022-05-03", PartialDate(2022, 5, 3)),
        ("2022-05-03T10:30:00.000+02:00", PartialDate(2022, 5, 3)),
        ("3.5.2022", PartialDate(2022, 5, 3)),
        ("03. 05. 2022.", PartialDate(2022, 5, 3)),
        ("3/5/2022", PartialDate(2022, 5, 3)),
        ("03-05-2022", PartialDate(2022, 5, 3)),
        ("2022-05", PartialDate(2022, 5)),
        (2022, PartialDate(2022)),
    ],
)
def test_dates(cell, start):
    """Dates of Excel, its serial numbers, ISO, and day before month in dots, slashes and hyphens."""
    raw = read([("Title", "Kind", "Date", "Place"), ("A", "Panel", cell, "Pejë")])
    assert said(raw) == []
    assert dataset(raw, activities=()).activities[0].start == start


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (
            "05/13/2022",
            "expected the day before the month, as in 31.05.2022, got '05/13/2022'; if this column is written month first, "
            "its other dates are read wrongly too: format it as dates, or write 2022-05-31",
        ),
        ("31.02.2022", "expected a day that exists, got '31.02.2022'"),
        ("3.5.22", "expected a date such as 31.05.2022 or 2022-05-31, got '3.5.22'; write the year with four digits"),
        (
            "maj",
            "expected a date such as 31.05.2022 or 2022-05-31; "
            "look into the cell: what stands there may name a person, and is not repeated",
        ),
        (12, "expected a date such as 31.05.2022 or 2022-05-31, got '12'"),
    ],
)
def test_dates_that_are_problems(cell, message):
    """What is no date, or would have to be guessed, is a problem."""
    raw = read([("Title", "Kind", "Date", "Place"), ("A", "Panel", cell, "Pejë")])
    assert said(raw) == [
        f"error: records/list.xlsx · List:2 C2 Date: {message}",
        "note: records/list.xlsx · List: 1 of 1 row is left out: a cell of it cannot be read",
    ]


def test_unknown_kind():
    """A word that is no kind is listed once; an id that may be the workspace's own kind is left to the model."""
    raw = read([("Title", "Kind", "Place"), ("A", "Konferencee", "Pejë"), ("B", "community-forum", "Pejë")])
    assert said(raw)[0] == (
        "error: records/list.xlsx · List:2 B2 Kind: expected a word for kind, got another word in B2 (did you mean 'conference'?); "
        "look there, for what may name persons is not repeated; where it names none, "
        'say in kcss.toml what it means: values = { kind = { "the word" = "…" } }'
    )
    assert [list(table.columns[table.header.index("kind")]) for table in raw.records] == [["community-forum"]]


def test_titles_on_one_day_are_two_activities():
    """The same title on the same day twice is two occurrences with two ids."""
    raw = read([("Title", "Kind", "Date", "Place"), ("A", "Panel", 2022, "Pejë"), ("A", "Panel", 2022, "Klinë")])
    assert said(raw) == []
    assert [activity.id for activity in dataset(raw, activities=()).activities] == ["a-2022", "a-2022-row-3"]


def test_activity_without_title_kind_or_place():
    """A row that has only numbers is a problem, because nobody could tell which activity it was."""
    raw = read([("Title", "Kind", "Women"), (None, None, 3), ("B", "Panel", 4)])
    assert said(raw) == [
        "error: records/list.xlsx · List:2: expected a title or an id of each activity, got 1 without, of which this is the first",
        "note: records/list.xlsx · List: 1 of 2 rows is left out: a cell of it cannot be read",
    ]


def test_list_of_publications():
    """A file named after a family, with its fields as headers, is that family."""
    rows = [("ID", "Title.sq", "Type", "Date", "Languages"), (1, 2022, "Raport", datetime.date(2022, 3, 1), "sq; en")]
    raw = read(rows, file="records/publications.xlsx")
    assert said(raw) == []
    [work] = dataset(raw).publications
    assert (work.id, work.title.within("sq"), work.kind, work.date, work.languages) == (
        "1", "2022", "report", PartialDate(2022, 3, 1), ("sq", "en"),
    )  # fmt: skip


def test_family_by_its_headers():
    """Headers that fit one family only need no manifest."""
    raw = read([("id", "outlet", "medium", "date"), ("x", "RTK", "television", datetime.date(2022, 5, 3))])
    assert said(raw) == []
    [seen] = dataset(raw).media_appearances
    assert (seen.id, seen.outlet, seen.medium, seen.date) == ("x", "RTK", "television", PartialDate(2022, 5, 3))


def test_headers_that_fit_no_family():
    """Columns that do not tell what the rows are need a word in the manifest."""
    raw = read([("Title", "Date"), ("A", 2022)])
    assert said(raw) == [
        "error: records/list.xlsx · List:1: expected columns that tell what its rows are, got only date, title; "
        'say in kcss.toml what they are: family = "activities"',
    ]


def test_constants_fill_empty_cells():
    """What the manifest states for all rows holds where a row says nothing; a field of none of them is named."""
    rows = [("Title", "Kind", "Scope", "Place"), ("A", "Panel", None, "Pejë"), ("B", "Panel", "Regional", "Pejë")]
    raw = read(rows, constants={"scope": "local", "reported": "2022", "color": "red"})
    assert said(raw) == [
        "warning: records/list.xlsx · List:1: kcss.toml states 'color' for all rows, for which rows of this sheet have no field",
    ]
    found = dataset(raw, activities=()).activities
    assert [(str(each.scope), str(each.reported)) for each in found] == [("local", "2022"), ("regional", "2022")]


def test_numbers_are_exact():
    """A fraction that Excel holds keeps the digits that people see, and is never a float."""
    rows = [("figure", "reported", "value", "source"), ("f", 2022, 0.1, "list")]
    raw = read(rows, file="records/aggregates.xlsx")
    assert said(raw) == []
    [total] = dataset(raw).aggregates
    assert total.value == Decimal("0.1")


def test_unknown_family():
    """A family that does not exist is named, with the nearest one."""
    assert said(read([("Emri", "Gjinia")], family="participant", constants=AT)) == [
        "error: records/list.xlsx: expected the name of a family of records, got 'participant'; did you mean 'participants'?",
    ]
