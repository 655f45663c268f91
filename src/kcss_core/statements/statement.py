"""Statements as they are declared, and between which numbers each leaves the truth. Holds none against anything."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from attrs import field

from kcss_core.figures.definition import Relation
from kcss_core.figures.relations import Bounds
from kcss_core.frozen import frozen
from kcss_core.origin import Origin
from kcss_core.period import Period

#: Part of a figure: pairs of dimension and values; several values mean all of these together.
Part: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]

#: What "around" allows on either side where a statement does not say: a tenth of the number.
TOLERANCE = Fraction(1, 10)


class Manner(StrEnum):
    """How a text gives a number, or a list."""

    EXACT = "exact"
    OVER = "over"
    AROUND = "around"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"


class Change(StrEnum):
    """What a text says has become of a number since an earlier time."""

    INCREASED = "increased"
    DECREASED = "decreased"


@frozen(kw_only=True)
class PublishedDocument:
    """A text that was published.

    Attributes:
        period: What its statements speak of, where they do not say otherwise.
    """

    id: str
    title: str
    period: Period
    origin: Origin | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Place:
    """Where a published text says something; a section, a page or a line, or several of these.

    Attributes:
        document: Title of the text.
    """

    document: str
    section: str | None = None
    page: int | None = None
    line: int | None = None

    @property
    def inside(self) -> str:
        """The place within its document, in words."""
        parts = [
            self.section,
            None if self.page is None else f"page {self.page}",
            None if self.line is None else f"line {self.line}",
        ]
        return ", ".join(part for part in parts if part is not None)

    @property
    def passage(self) -> tuple[str, str | None, int | None, int | None]:
        """What two statements share that stand in the same sentence, or near it."""
        return (self.document, self.section, self.page, self.line)

    def __str__(self) -> str:
        return f"{self.document}: {self.inside}"


@frozen(kw_only=True)
class Statement:
    """One thing that a published text says: a number, a list, a name, or that a number changed.

    Attributes:
        says: What it says, in other words than the text's.
        quotation: The text's own words, where whoever keeps the workspace may quote them.
        figures: Ids of the figures that its number is given for: one, or several that share it; none for a name, and
            for a list that no figure counts.
        part: The part of the figure that it speaks of; empty for the whole.
        number: The number: a count, or a share of 1; None for a list, a name, and a change without a number.
        digits: Of a percentage, how many stand after the point. **Units**: decimal places of the percentage.
        tolerance: What "around" allows on either side, in the unit of ``number``.
        items: Members of a list.
        about: What a list is about that no figure counts; lists about the same thing are compared.
        name: A name as the text writes it.
        worded: Id of the figure that the words alone would mean, where these are wider than what is meant: "the
            organization produced", in the chapter of a program.
        change: That the number rose or fell.
        is_frozen: Whether a report of the workspace said it, and the program wrote it down.
    """

    place: Place
    says: str
    period: Period
    quotation: str | None = None
    figures: tuple[str, ...] = ()
    part: Part = ()
    number: Decimal | Fraction | None = None
    digits: int = 0
    manner: Manner = Manner.EXACT
    tolerance: Fraction | None = None
    is_percent: bool = False
    items: tuple[str, ...] = ()
    about: str | None = None
    name: str | None = None
    worded: str | None = None
    change: Change | None = None
    is_frozen: bool = False
    origin: Origin | None = field(default=None, eq=False, repr=False)

    @property
    def figure(self) -> str | None:
        """The figure it speaks of, the first where its number is given for several; None for none."""
        return self.figures[0] if self.figures else None

    @property
    def bounds(self) -> Bounds | None:
        """Between which numbers the truth lies if it is true; None without a number.

        A list of four members says that there are four, "at least" or "at most" where it may be shortened or too long.
        "45 percent" leaves open what rounding leaves open.
        """
        if self.number is None and self.figures and self.items:
            number: Fraction | None = Fraction(len(self.items))
        else:
            number = None if self.number is None else Fraction(self.number)
        if number is None:
            return None
        top = Fraction(1) if self.is_percent else None
        if self.manner is Manner.OVER:
            return Bounds(number if self.is_percent else Fraction(number.__floor__() + 1), top)
        if self.manner is Manner.AT_LEAST:
            return Bounds(number, top)
        if self.manner is Manner.AT_MOST:
            return Bounds(Fraction(0), number)
        if self.manner is Manner.AROUND:
            room = number * TOLERANCE if self.tolerance is None else self.tolerance
            return Bounds(number - room, number + room)
        if self.is_percent:
            half = Fraction(1, 2 * 100 * 10**self.digits)
            return Bounds(number - half, number + half, is_open=True)
        return Bounds(number, number)

    @property
    def amount(self) -> str:
        """Its number as a message shows it: ``over 50``, ``around 40 percent``, ``4 listed``; empty without one."""
        words = "" if self.manner is Manner.EXACT else f"{self.manner.value.replace('-', ' ')} "
        if self.number is None:
            return f"{words}{len(self.items)} listed" if self.items else ""
        number = Fraction(self.number) * 100 if self.is_percent else Fraction(self.number)
        shown = f"{number.numerator:,}" if number.denominator == 1 else f"{float(number):g}"
        return f"{words}{shown}{' percent' if self.is_percent else ''}"


@frozen(kw_only=True)
class Statements:
    """Everything that published texts say, as a workspace keeps it.

    Attributes:
        relations: What the texts treat as holding between numbers, beside the relations of ``figures.toml``.
        frozen: What reports of the workspace said when they were published. It is held against what the texts say of
            the same quantity, and against nothing else: of its own chapters the program knows that they agree.
    """

    documents: tuple[PublishedDocument, ...] = ()
    statements: tuple[Statement, ...] = ()
    relations: tuple[Relation, ...] = ()
    frozen: tuple[Statement, ...] = ()

    @property
    def titles(self) -> frozenset[str]:
        """Titles of all texts that something is said in."""
        return frozenset((*(one.title for one in self.documents), *(one.place.document for one in self.frozen)))
