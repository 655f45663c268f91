"""Time: dates that may be a year, a month or a day, and the periods of reports. Knows nothing of records."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from attrs import field

from kcss_core.frozen import frozen

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")


class NoSuchDateError(ValueError):
    """Words have the form of a date, but the calendar has no such date."""


@frozen(order=True)
class PartialDate:
    """A date known to the year, the month or the day. ISO 8601 with reduced precision.

    Attributes:
        month: 1 to 12; None when only the year is known.
        day: None when only the month is known.
    """

    year: int
    month: int | None = field(default=None, order=lambda month: month or 0)
    day: int | None = field(default=None, order=lambda day: day or 0)

    def __attrs_post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def parse(cls, words: str) -> PartialDate:
        """Return the date written ``2022``, ``2022-05`` or ``2022-05-31``.

        Raises:
            ValueError: The words are no such date, or the day does not exist.
        """
        match = _DATE.fullmatch(words.strip())
        if match is None:
            raise ValueError("expected a date such as 2022-05-31, 2022-05 or 2022")
        year, month, day = (None if part is None else int(part) for part in match.groups())
        assert year is not None
        try:
            return cls(year, month, day)
        except ValueError:
            what = "year" if year == 0 else "month" if month is not None and not 1 <= month <= 12 else "day"
            raise NoSuchDateError(f"there is no such {what}") from None

    @property
    def first(self) -> date:
        """The first day that it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __repr__(self) -> str:
        return f"PartialDate.parse({str(self)!r})"

    def __str__(self) -> str:
        return "-".join(
            [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part is not None]
        )


@frozen(order=True, cache_hash=True)  # part of the key of every value
class Period:
    """The days from start to end, both included."""

    start: date
    end: date

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"the period ends {self.end}, before it starts {self.start}")

    @classmethod
    def year(cls, year: int) -> Period:
        """Return a calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def parse(cls, words: str) -> Period:
        """Return the period written ``2022``, ``2022-Q1``, ``2022-05``, ``2022-05-31`` or ``2022-01/2022-06``.

        Raises:
            ValueError: The words are no such period.
        """
        words = words.strip()
        quarter = _QUARTER.fullmatch(words)
        if quarter is not None and int(quarter[1]):
            year, first = int(quarter[1]), 3 * int(quarter[2]) - 2
            return cls(date(year, first, 1), PartialDate(year, first + 2).last)
        first_words, slash, last_words = words.partition("/")
        try:
            first_date = PartialDate.parse(first_words)
            last_date = PartialDate.parse(last_words) if slash else first_date
        except NoSuchDateError:
            raise
        except ValueError:
            raise ValueError("expected a period such as 2022, 2022-Q1, 2022-05 or 2022-01/2022-06") from None
        return cls(first_date.first, last_date.last)

    @property
    def previous(self) -> Period:
        """The period of equal length just before: the year before a year, the quarter before a quarter."""
        if self._is_whole_months:
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
            index = self.start.year * 12 + self.start.month - 1 - months
            return Period(date(index // 12, index % 12 + 1, 1), self.start - timedelta(days=1))
        length = self.end - self.start
        return Period(self.start - timedelta(days=1) - length, self.start - timedelta(days=1))

    def holds(self, when: PartialDate | date) -> bool | None:
        """Say whether a date lies inside; None when it is too vague to tell."""
        first, last = (when, when) if isinstance(when, date) else (when.first, when.last)
        if last < self.start or first > self.end:
            return False
        return True if self.start <= first and last <= self.end else None

    def overlaps(self, start: PartialDate | None, end: PartialDate | None) -> bool | None:
        """Say whether something that ran from start to end (None: open or unknown) ran inside; None: cannot tell.

        A missing start is unknown, a missing end means that it still runs.
        """
        if start is None and end is None:
            return None
        if end is not None and end.last < self.start:
            return False
        if start is not None and start.first > self.end:
            return False
        if start is None:
            assert end is not None
            return True if self.start <= end.first and end.last <= self.end else None
        # It began before it ended, so each of the two dates makes the other less vague.
        began = start.last if end is None else min(start.last, end.last)
        ended = None if end is None else max(end.first, start.first)
        return True if began <= self.end and (ended is None or ended >= self.start) else None

    def __contains__(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end

    @property
    def _is_whole_months(self) -> bool:
        return self.start.day == 1 and self.end.day == calendar.monthrange(self.end.year, self.end.month)[1]

    def __repr__(self) -> str:
        return f"Period.parse({str(self)!r})"

    def __str__(self) -> str:
        """The shortest words that parse back."""
        first, last = self.start, self.end
        if not self._is_whole_months:
            return f"{first}" if first == last else f"{first}/{last}"
        if (first.month, last.month) == (1, 12):
            years = PartialDate(first.year), PartialDate(last.year)
            return f"{years[0]}" if first.year == last.year else f"{years[0]}/{years[1]}"
        if first.year == last.year and first.month % 3 == 1 and last.month == first.month + 2:
            return f"{first.year:04}-Q{(first.month + 2) // 3}"
        months = PartialDate(first.year, first.month), PartialDate(last.year, last.month)
        return f"{months[0]}" if months[0] == months[1] else f"{months[0]}/{months[1]}"
