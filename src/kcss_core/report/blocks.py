"""The format-neutral tree of a report. Knows no format: no page, no pixel, no markup."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias

from attrs import field

from kcss_core.figures.value import Value
from kcss_core.frozen import frozen
from kcss_core.reading.images import Image
from kcss_core.vocabulary import Qualifier


class Form(StrEnum):
    """How a value is written: ``18``, ``eighteen``, ``18 publications``, ``45%``, ``9 of 20``, the other ``55%``."""

    NUMBER = "number"
    WORDS = "words"
    QUANTITY = "quantity"
    SHARE = "share"
    COUNTS = "counts"
    REST = "rest"


@frozen
class Span:
    """Some words in one face.

    Attributes:
        href: Address of a link, or ``#`` and the anchor of a heading, table or figure; None for plain words.
        language: Language of the words where it is not the report's.
    """

    text: str
    strong: bool = field(default=False, kw_only=True)
    emphasis: bool = field(default=False, kw_only=True)
    href: str | None = field(default=None, kw_only=True)
    language: str | None = field(default=None, kw_only=True)


@frozen
class ValueSpan:
    """A value where it is printed.

    Attributes:
        value: The value with its address and evidence.
        text: What a reader sees, formatted once when the report was built.
        form: How it is written.
        qualifier: What the chapter asked to say instead of the number itself (``over``); None for the value's own.
            With address and form it names the place's content: ``shown`` makes the same text of the three again.
    """

    value: Value
    text: str
    form: Form = field(default=Form.NUMBER, kw_only=True)
    qualifier: Qualifier | None = field(default=None, kw_only=True)
    strong: bool = field(default=False, kw_only=True)
    emphasis: bool = field(default=False, kw_only=True)


@frozen
class LineBreak:
    """A new line inside a paragraph."""


@frozen
class Footnote:
    """Words at the foot of the page, told of by a mark where this stands."""

    content: Content


Inline: TypeAlias = Span | ValueSpan | LineBreak | Footnote
#: Words of a heading, paragraph, cell, caption.
Content: TypeAlias = tuple[Inline, ...]


def words(text: str) -> Content:
    """Return plain words as content."""
    return (Span(text),) if text else ()


def plain(content: Content) -> str:
    """Return content as a reader hears it, without faces and footnotes."""
    return "".join(
        "\n" if isinstance(part, LineBreak) else part.text for part in content if not isinstance(part, Footnote)
    )


def spoken(content: Content) -> str:
    """Return content without faces, with the words of footnotes in brackets where their marks stand."""
    return "".join(f" [{plain(part.content)}]" if isinstance(part, Footnote) else plain((part,)) for part in content)


class ParagraphRole(StrEnum):
    """What a paragraph is for; each format decides how it looks."""

    BODY = "body"
    LEAD = "lead"
    QUOTE = "quote"
    NOTE = "note"


@frozen(kw_only=True)
class Heading:
    """A heading. ``level`` 1 is a chapter; ``anchor`` is unique in the report."""

    level: int
    content: Content
    anchor: str


@frozen(kw_only=True)
class Paragraph:
    """A paragraph."""

    content: Content
    role: ParagraphRole = ParagraphRole.BODY


@frozen(kw_only=True)
class ListItem:
    """An item of a list, with lists below it."""

    content: Content
    below: tuple[ListBlock, ...] = ()


@frozen(kw_only=True)
class ListBlock:
    """A list, numbered or not."""

    items: tuple[ListItem, ...]
    is_ordered: bool = False


class Align(StrEnum):
    """How a column is set."""

    START = "start"
    END = "end"


@frozen(kw_only=True)
class TableRow:
    """A row of a table, one content a column; ``is_total`` for a row that sums up."""

    cells: tuple[Content, ...]
    is_total: bool = False


@frozen(kw_only=True)
class Table:
    """A table with one header row; its first column names the rows.

    Attributes:
        caption: Words above it; empty for none.
        align: One a column.
        note: Words below it: source, overlap, what was hidden.
        summary: What it shows, for who cannot see it.
        key: Names it for refreshing: the address of what it shows; empty where it shows no figures.
        anchor: What references lead to; empty for none, else unique in the report.
        number: Its place among the tables with a caption; None where tables are not counted.
    """

    caption: Content
    header: tuple[Content, ...]
    rows: tuple[TableRow, ...]
    align: tuple[Align, ...]
    note: Content = ()
    summary: str = ""
    key: str = ""
    anchor: str = ""
    number: int | None = None


@frozen(kw_only=True)
class Tile:
    """A headline figure: the number large, the words small."""

    value: ValueSpan
    label: Content


@frozen(kw_only=True)
class Tiles:
    """Headline figures side by side; ``summary`` says what they show, for who cannot see them."""

    items: tuple[Tile, ...]
    summary: str = ""


@frozen(kw_only=True)
class Picture:
    """A picture with caption and credit.

    Attributes:
        image: None for a placeholder, which only a draft shows.
        alt: What it shows, for who cannot see it; empty only for a decorative picture.
        anchor, number: As those of a table, among pictures and charts.
    """

    image: Image | None
    caption: Content = ()
    alt: str = ""
    credit: str = ""
    anchor: str = ""
    number: int | None = None


class ChartKind(StrEnum):
    """Kinds of chart that word processors can edit."""

    BAR = "bar"
    STACKED_BAR = "stacked-bar"
    LINE = "line"
    DOUGHNUT = "doughnut"


@frozen(kw_only=True)
class Series:
    """One series of a chart: a value a category; a hidden or missing value is drawn as a gap."""

    name: str
    values: tuple[Value, ...]


@frozen(kw_only=True)
class Chart:
    """A chart; the numbers also stand in a table or sentence beside it.

    Attributes:
        alt: What it shows, for who cannot see it.
        key: Names it for refreshing, as for tables.
        anchor, number: As those of a picture.
    """

    kind: ChartKind
    caption: Content
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    is_share: bool = False
    key: str = ""
    anchor: str = ""
    number: int | None = None


@frozen(kw_only=True)
class GalleryItem:
    """One work in a gallery.

    Attributes:
        image: Its cover; None for a cover drawn from the title.
        kicker: Small words over the title: kind of work.
    """

    title: Content
    image: Image | None = None
    alt: str = ""
    kicker: str = ""
    note: Content = ()


@frozen(kw_only=True)
class Gallery:
    """Pictures or covers side by side."""

    items: tuple[GalleryItem, ...]
    columns: int = 3


class Listed(StrEnum):
    """What a list of contents holds; figures are pictures and charts."""

    HEADINGS = "headings"
    TABLES = "tables"
    FIGURES = "figures"


@frozen(kw_only=True)
class Contents:
    """The list of headings down to ``depth``, or of all numbered tables or figures."""

    title: Content
    depth: int = 2
    of: Listed = Listed.HEADINGS


@frozen
class PageBreak:
    """What follows starts a page, in formats that have pages."""


@frozen(kw_only=True)
class Extension:
    """A block that one plugin makes and one exporter knows; every other exporter shows the fallback."""

    name: str
    payload: Mapping[str, Any] = field(default=MappingProxyType({}), eq=False)
    fallback: tuple[Block, ...]


Block: TypeAlias = (
    Heading | Paragraph | ListBlock | Table | Tiles | Picture | Chart | Gallery | Contents | PageBreak | Extension
)
