"""Dates that are known to the year, month or day, and periods."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcss_core.period import PartialDate, Period

dates = st.dates(max_value=date(9999, 12, 31))
partial_dates = st.builds(
    lambda day, precision: PartialDate(*(day.year, day.month, day.day)[:precision]), dates, st.integers(1, 3)
)
periods = st.builds(lambda a, b: Period(min(a, b), max(a, b)), dates, dates)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (" 2022-05-31 ", date(2022, 5, 31), date(2022, 5, 31)),
    ],
)
def test_a_date_spans_the_days_that_it_may_mean(words: str, first: date, last: date) -> None:
    """A year may mean any of its days, a month any of its own."""
    when = PartialDate.parse(words)
    assert (when.first, when.last) == (first, last)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("2022-02-30", "there is no such day"),
        ("2022-05-00", "there is no such day"),
        ("2022-13", "there is no such month"),
        ("2022-00-10", "there is no such month"),
        ("0000", "there is no such year"),
        ("31.5.2022", "expected a date such as 2022-05-31, 2022-05 or 2022"),
        ("22", "expected a date such as 2022-05-31, 2022-05 or 2022"),
        ("2022-5-1", "expected a date such as 2022-05-31, 2022-05 or 2022"),
        ("２０２２", "expected a date such as 2022-05-31, 2022-05 or 2022"),
    ],
)
def test_what_is_no_date_is_refused(words: str, message: str) -> None:
    """The calendar's refusals and those of the form are told apart."""
    with pytest.raises(ValueError) as caught:
        PartialDate.parse(words)
    assert str(caught.value) == message


def test_a_day_needs_its_month() -> None:
    """A day of an unknown month is no date."""
    with pytest.raises(ValueError, match=r"^a day needs its month$"):
        PartialDate(2022, None, 3)


@given(partial_dates)
def test_a_date_is_written_as_it_is_read(when: PartialDate) -> None:
    """Writing and parsing give the same date."""
    assert PartialDate.parse(str(when)) == when


def test_dates_are_ordered_by_their_first_day_and_the_vaguer_first() -> None:
    """2022 comes before 2022-01, which comes before 2022-01-01."""
    words = ["2023", "2022-01-01", "2022", "2022-01", "2022-03"]
    assert [str(when) for when in sorted(map(PartialDate.parse, words))] == [
        "2022",
        "2022-01",
        "2022-01-01",
        "2022-03",
        "2023",
    ]


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022-Q1", date(2022, 1, 1), date(2022, 3, 31)),
        ("2022-Q4", date(2022, 10, 1), date(2022, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022-05-31", date(2022, 5, 31), date(2022, 5, 31)),
        ("2022-01/2022-06", date(2022, 1, 1), date(2022, 6, 30)),
        ("2021/2022", date(2021, 1, 1), date(2022, 12, 31)),
        ("2022-03-15/2022-04-02", date(2022, 3, 15), date(2022, 4, 2)),
    ],
)
def test_a_period_is_read_and_written_in_its_shortest_form(words: str, start: date, end: date) -> None:
    """Every documented form is read, and comes back as it was."""
    period = Period.parse(words)
    assert (period.start, period.end) == (start, end)
    assert str(period) == words


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("2022-Q5", "expected a period such as 2022, 2022-Q1, 2022-05 or 2022-01/2022-06"),
        ("last year", "expected a period such as 2022, 2022-Q1, 2022-05 or 2022-01/2022-06"),
        ("2022-02-30", "there is no such day"),
        ("2022-01/2022-13", "there is no such month"),
        ("2022-06/2022-01", "the period ends 2022-01-31, before it starts 2022-06-01"),
    ],
)
def test_what_is_no_period_is_refused(words: str, message: str) -> None:
    """The message says whether the form, the calendar or the order is wrong."""
    with pytest.raises(ValueError) as caught:
        Period.parse(words)
    assert str(caught.value) == message


@given(periods)
def test_any_period_is_written_as_it_is_read(period: Period) -> None:
    """Writing and parsing give the same period, at the ends of the calendar too."""
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    ("words", "previous"),
    [
        ("2022", "2021"),
        ("2022-Q1", "2021-Q4"),
        ("2024-03", "2024-02"),
        ("2022-01/2022-06", "2021-07/2021-12"),
        ("2022-03-11/2022-03-20", "2022-03-01/2022-03-10"),
        ("2022-03-01", "2022-02-28"),
    ],
)
def test_the_previous_period_has_equal_length_and_ends_the_day_before(words: str, previous: str) -> None:
    """Whole months go back by months, other periods by days."""
    assert Period.parse(words).previous == Period.parse(previous)


@pytest.mark.parametrize(
    ("when", "is_inside"),
    [("2022-05-31", True), ("2022", True), ("2021-12-31", False), ("2023", False)],
)
def test_a_year_holds_its_dates(when: str, is_inside: bool) -> None:
    """A date that lies wholly inside or outside is decided."""
    assert Period.year(2022).holds(PartialDate.parse(when)) is is_inside


def test_a_date_too_vague_for_the_period_is_undecided() -> None:
    """A year may or may not lie in its first quarter."""
    quarter = Period.parse("2022-Q1")
    assert quarter.holds(PartialDate(2022)) is None
    assert quarter.holds(PartialDate(2022, 2)) is True
    assert quarter.holds(date(2022, 4, 1)) is False


@given(periods, partial_dates, st.data())
def test_a_verdict_about_a_vague_date_is_true_of_each_of_its_days(
    period: Period, when: PartialDate, data: st.DataObject
) -> None:
    """Where a period says yes or no to a vague date, it says so to every day that the date may mean."""
    verdict = period.holds(when)
    days = (when.last - when.first).days
    day = when.first + timedelta(days=data.draw(st.integers(0, days)))
    if verdict is not None:
        assert period.holds(day) is verdict


def overlaps(start: str | None, end: str | None) -> bool | None:
    """Ask the first quarter of 2022."""
    return Period.parse("2022-Q1").overlaps(
        None if start is None else PartialDate.parse(start), None if end is None else PartialDate.parse(end)
    )


@pytest.mark.parametrize(
    ("start", "end", "ran"),
    [
        ("2021-05", "2023", True),
        ("2021-05", None, True),
        ("2022-03-31", None, True),
        ("2022-04-01", None, False),
        ("2020", "2021-12-31", False),
        (None, "2021", False),
        (None, "2022-02", True),
        (None, "2023", None),
        (None, None, None),
        ("2022", None, None),
        ("2021", "2022", True),
        ("2022", "2022", None),
        ("2020", "2022-04", True),
        ("2022", "2022-02", True),
        ("2022-02", "2022", True),
    ],
)
def test_a_project_runs_in_a_period_if_any_day_of_it_does(
    start: str | None, end: str | None, ran: bool | None
) -> None:
    """No end means that it still runs; an unknown start, or dates too vague, leave it undecided."""
    assert overlaps(start, end) is ran


@given(periods, partial_dates, partial_dates, st.data())
def test_a_verdict_about_a_vague_run_is_true_of_each_run_that_it_may_mean(
    period: Period, start: PartialDate, end: PartialDate, data: st.DataObject
) -> None:
    """Where a period decides, the decision holds for every pair of days that the two dates may mean, in order."""
    first = start.first + timedelta(days=data.draw(st.integers(0, (start.last - start.first).days)))
    last = end.first + timedelta(days=data.draw(st.integers(0, (end.last - end.first).days)))
    verdict = period.overlaps(start, end)
    if verdict is not None and first <= last:
        assert (first <= period.end and period.start <= last) is verdict


def test_a_period_holds_another() -> None:
    """A quarter lies in its year."""
    assert Period.parse("2022-Q1") in Period.year(2022)
    assert Period.year(2022) not in Period.parse("2022-Q1")
