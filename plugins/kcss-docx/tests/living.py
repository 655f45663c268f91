"""A small living report whose numbers a test chooses, and edits of it as Word writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve
from lxml import etree

from kcss_core.figures.value import Address, Value
from kcss_core.formatting import format_number
from kcss_core.report.blocks import (
    Align,
    Block,
    Chart,
    ChartKind,
    Paragraph,
    Series,
    Span,
    Table,
    TableRow,
    ValueSpan,
    words,
)
from kcss_core.report.report import Report
from kcss_core.report.shown import shown
from kcss_core.testing import sample_report
from kcss_core.text import Text
from kcss_docx.package import archive

from .lint import W, parts_of

REPORT = sample_report("en")
PERIOD = REPORT.edition.period
DOCUMENT = "word/document.xml"
#: What Word puts on runs that somebody typed.
RSID = 'w:rsidR="00AB12CD"'


def value(figure: str, number: int | None, *, cell: Any = (), hidden: bool = False) -> Value:
    """Return a value of an invented figure."""
    found = Value(
        address=Address(figure, PERIOD, cell),
        title=Text(figure.replace("-", " ").capitalize()),
        unit="",
        number=number,
        population="persons",
    )
    return found.concealed() if hidden else found


def span(figure: str, number: int | None, **more: Any) -> ValueSpan:
    """Return a value as it is printed."""
    return shown(value(figure, number, **more), REPORT.edition)


def sentence(before: str, printed: ValueSpan, after: str = ".") -> Paragraph:
    """Return a paragraph with one value."""
    return Paragraph(content=(Span(before), printed, Span(after)))


def report(*blocks: Block) -> Report:
    """Return a report of some blocks."""
    return evolve(REPORT, blocks=blocks)


def table(rows: Mapping[str, int | None], *, hidden: tuple[str, ...] = (), note: str = "") -> Table:
    """Return a breakdown of events by kind, with a total."""
    total = sum(number or 0 for number in rows.values())
    said = ", ".join(f"{name} {'hidden' if name in hidden else number}" for name, number in rows.items())
    return Table(
        caption=words("Events by kind"),
        header=(words("Kind"), words("Number")),
        rows=(
            *(
                TableRow(cells=(words(name), (span("events", number, cell=(("kind", name),), hidden=name in hidden),)))
                for name, number in rows.items()
            ),
            TableRow(cells=(words("Total"), (span("events", total),)), is_total=True),
        ),
        align=(Align.START, Align.END),
        note=words(note),
        summary=f"Events by kind: {said}",
        key="breakdown.events.kind",
    )


def chart(
    series: Mapping[str, Mapping[str, int | None]], kind: ChartKind = ChartKind.BAR, *, hidden: frozenset[tuple[str, str]] = frozenset()
) -> Chart:
    """Return a chart of series by category."""
    categories = tuple(dict.fromkeys(name for numbers in series.values() for name in numbers))
    return Chart(
        kind=kind,
        caption=words("Events"),
        categories=categories,
        series=tuple(
            Series(
                name=name,
                values=tuple(
                    value(f"events-{name}", numbers.get(category), cell=(("kind", category),), hidden=(name, category) in hidden)
                    for category in categories
                ),
            )
            for name, numbers in series.items()
        ),
        alt="Events: " + "; ".join(
            f"{name} {category} {'hidden' if (name, category) in hidden else format_number(number, 'en') if number is not None else 'no data'}"
            for name, numbers in series.items()
            for category, number in numbers.items()
        ),
        key="breakdown.events.kind.chart",
    )


class Edit:
    """A document that is edited part by part, as Word would leave it."""

    def __init__(self, data: bytes) -> None:
        self.parts = parts_of(data)
        self.body: Any = etree.fromstring(self.parts[DOCUMENT])

    def control(self, text: str, at: int = 0) -> Any:
        """Return the ``at``-th control that shows some words."""
        found = [
            control
            for control in self.body.iter(f"{W}sdt")
            if control.find(f"{W}sdtPr/{W}tag") is not None and "".join(control.find(f"{W}sdtContent").itertext()) == text
        ]
        return found[at]

    def content(self, control: Any, xml: str) -> None:
        """Put other runs into a control."""
        holder = control.find(f"{W}sdtContent")
        holder[:] = fragment(xml)

    def store(self, old: str, new: str) -> None:
        """Write what Word writes into the store when somebody types in a bound control."""
        part = self.parts["customXml/item1.xml"].decode()
        assert f"<f:text>{old}</f:text>" in part
        self.parts["customXml/item1.xml"] = part.replace(f"<f:text>{old}</f:text>", f"<f:text>{new}</f:text>", 1).encode()

    def paragraph(self, words_: str) -> Any:
        """Return the first paragraph that holds some words."""
        return next(one for one in self.body.iter(f"{W}p") if words_ in "".join(one.itertext()))

    def data(self) -> bytes:
        """Return the edited document."""
        return archive({**self.parts, DOCUMENT: etree.tostring(self.body, xml_declaration=True, encoding="UTF-8", standalone=True)})


def fragment(xml: str) -> list[Any]:
    """Return elements of WordprocessingML."""
    return list(etree.fromstring(f'<w:x xmlns:w="{W[1:-1]}">{xml}</w:x>'))


def run(text: str, face: str = "") -> str:
    """Return a run as Word writes one that somebody typed."""
    return f'<w:r {RSID}>{face and f"<w:rPr>{face}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


def visible(data: bytes) -> list[str]:
    """Return the words of every paragraph of a document with all changes accepted, written apart from the library."""
    root = etree.fromstring(parts_of(data)[DOCUMENT])
    for gone in [*root.iter(f"{W}del", f"{W}moveFrom")]:
        gone.getparent().remove(gone)
    return ["".join(text.text or "" for text in paragraph.iter(f"{W}t")) for paragraph in root.iter(f"{W}p")]
