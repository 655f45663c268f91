"""The custom XML part in which a document keeps what it shows: written, and read back. Knows no place in the text.

It holds elements only, because LibreOffice drops attributes when it saves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from attrs import define, field

from kcss_core.errors import FileError
from kcss_core.figures.value import Address
from kcss_core.frozen import frozen
from kcss_core.period import Period
from kcss_core.report.blocks import ChartKind, Form
from kcss_core.vocabulary import Qualifier
from kcss_docx.markup import DECLARATION, escape

NAMESPACE = "urn:kcss-core:figures:1"
#: Names the store within one document; every document has one, so one constant does.
STORE_ID = "{6A1D8C52-3B7E-4F09-9C64-5E2B7A90D318}"
STORE_PART = "customXml/item1.xml"
STORE_PROPERTIES_PART = "customXml/itemProps1.xml"
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
#: Version of what stands in the store; 1 had neither report nor version.
FORMAT = 2
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_F = f"{{{NAMESPACE}}}"


@define(kw_only=True)
class Stored:
    """What is kept of a value.

    Attributes:
        text: What its controls show; programs that edit the document change it.
        base: What was printed when the document was written or last refreshed.
        value: The exact number; empty where it is hidden or missing.
        places: How many places show it.
        is_hidden: Whether the records say that it may not be told; not kept in the store.
    """

    text: str
    base: str
    value: str
    label: str
    places: int
    address: Address
    form: Form
    qualifier: Qualifier | None = None
    is_hidden: bool = False


@frozen
class KeptCell:
    """A cell as it was written: what it said with a sign for each value, as mark, and the keys of these values."""

    mark: str
    keys: tuple[str, ...] = ()


@frozen(kw_only=True)
class KeptTable:
    """A table as it was written.

    Attributes:
        rows: The header row first.
        note: Mark of the words below it; empty where there were none.
        title, summary: Marks of what a screen reader says of it.
    """

    rows: tuple[tuple[KeptCell, ...], ...]
    note: str = ""
    title: str = ""
    summary: str = ""


@frozen(kw_only=True)
class KeptChart:
    """A chart as it was written.

    Attributes:
        data: Mark of names and numbers; empty where there was nothing to draw, and words stand instead.
        alt: Mark of the alternative text.
        size: Width and height, in EMU.
        kind, is_share, categories, series: What it is drawn from, of each series its name and the address of a value
            for each category: for a report that does not show the chart any more.
        is_hiding: Whether one of its numbers may not be told; not kept in the store.
    """

    data: str
    alt: str = ""
    size: tuple[int, int] = (0, 0)
    kind: ChartKind = ChartKind.BAR
    is_share: bool = False
    categories: tuple[str, ...] = ()
    series: tuple[tuple[str, tuple[Address, ...]], ...] = ()
    is_hiding: bool = field(default=False, eq=False)


@define(kw_only=True)
class Store:
    """What a document keeps of itself.

    Attributes:
        report: Id of the report; with organization, period and language it says what to build anew.
        period: As written, e.g. ``2022``.
        is_bound: Whether controls share the stored words.
        values: By key.
        tables, charts: By the name of their bookmark.
    """

    report: str
    organization: str
    period: str
    language: str
    is_draft: bool = False
    is_bound: bool = True
    values: dict[str, Stored] = field(factory=dict)
    tables: dict[str, KeptTable] = field(factory=dict)
    charts: dict[str, KeptChart] = field(factory=dict)

    @property
    def addresses(self) -> tuple[Address, ...]:
        """What the document tells: the addresses of its values, and of those that its charts draw."""
        drawn = (address for chart in self.charts.values() for _, addresses in chart.series for address in addresses)
        return tuple(dict.fromkeys([*(stored.address for stored in self.values.values()), *drawn]))

    def to_xml(self) -> str:
        """Return the part."""
        about = (
            _element("format", str(FORMAT))
            + _element("report", self.report)
            + _element("organization", self.organization)
            + _element("period", self.period)
            + _element("language", self.language)
            + _element("draft", _YES if self.is_draft else "")
            + _element("bound", _YES if self.is_bound else "")
        )
        items = "".join(f"<f:{key}>{_stored(stored)}</f:{key}>" for key, stored in self.values.items())
        blocks = "".join(_table(name, table) for name, table in self.tables.items())
        blocks += "".join(_chart(name, chart) for name, chart in self.charts.items())
        return (
            f'{DECLARATION}<f:figures xmlns:f="{NAMESPACE}"><f:document>{about}</f:document>{items}{blocks}</f:figures>'
        )


_YES = "yes"


@cache
def words_of(period: Period) -> str:
    """Return a period as it is written; a report has few periods, and each of its values has one."""
    return str(period)


def _element(name: str, words: str) -> str:
    return f"<f:{name}>{escape(words)}</f:{name}>"


def _stored(stored: Stored) -> str:
    text = escape(stored.text)
    base = text if stored.base == stored.text else escape(stored.base)
    qualifier = "" if stored.qualifier is None else f"<f:qualifier>{stored.qualifier.value}</f:qualifier>"
    return (
        f"<f:text>{text}</f:text><f:base>{base}</f:base><f:value>{stored.value}</f:value>"
        f"<f:label>{escape(stored.label)}</f:label><f:n>{stored.places}</f:n>"
        f"{_address(stored.address)}<f:form>{stored.form.value}</f:form>{qualifier}"
    )


def _address(address: Address) -> str:
    cell = "".join(
        f"<f:cell><f:by>{escape(by)}</f:by>{'' if value is None else f'<f:is>{escape(value)}</f:is>'}</f:cell>"
        for by, value in address.cell
    )
    return f"<f:figure>{escape(address.figure)}</f:figure><f:period>{words_of(address.period)}</f:period>{cell}"


def _table(name: str, table: KeptTable) -> str:
    rows = "".join(_element("row", " ".join(",".join((cell.mark, *cell.keys)) for cell in row)) for row in table.rows)
    return (
        f"<f:table>{_element('name', name)}{rows}{_element('note', table.note)}{_element('title', table.title)}"
        f"{_element('summary', table.summary)}"
        "</f:table>"
    )


def _chart(name: str, chart: KeptChart) -> str:
    size = _element("width", str(chart.size[0])) + _element("height", str(chart.size[1]))
    drawn = _element("kind", chart.kind) + _element("share", _YES if chart.is_share else "")
    drawn += "".join(_element("category", category) for category in chart.categories)
    for called, addresses in chart.series:
        points = "".join(f"<f:point>{_address(address)}</f:point>" for address in addresses)
        drawn += f"<f:series>{_element('called', called)}{points}</f:series>"
    return (
        f"<f:chart>{_element('name', name)}{_element('data', chart.data)}{_element('alt', chart.alt)}{size}{drawn}"
        "</f:chart>"
    )


def store_properties() -> str:
    """Return the part that gives the store its name."""
    return (
        f'{DECLARATION}<ds:datastoreItem ds:itemID="{STORE_ID}" xmlns:ds="{_PROPERTIES}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )


# --- read back


def is_store(part: bytes) -> bool:
    """Say whether a part may be a store, before it is parsed."""
    return NAMESPACE.encode() in part and b"figures" in part


def read_store(root: Any, name: str) -> Store | None:
    """Return a store that was read back; None where the part is something else.

    Args:
        name: What messages call the document.

    Raises:
        FileError: Another version of this library wrote it, or somebody has damaged it.
    """
    if root.tag != f"{_F}figures":
        return None
    about = root.find(f"{_F}document")
    version = "1" if about is None else _text(about, "format")
    if version != str(FORMAT):
        age = "an older" if version.isdecimal() and int(version) < FORMAT else "a newer"
        remedy = (
            "write the report anew with kcss report and carry the edits over"
            if age == "an older"
            else "install the version that wrote it"
        )
        raise FileError(
            f"{name}: the document was written by {age} kcss-docx: expected format {FORMAT}, got {version}; {remedy}"
        )
    try:
        return Store(
            report=_text(about, "report"),
            organization=_text(about, "organization"),
            period=_text(about, "period"),
            language=_text(about, "language"),
            is_draft=_text(about, "draft") == _YES,
            is_bound=_text(about, "bound") == _YES,
            values=dict(_read_values(root)),
            tables=dict(map(_read_table, root.iterfind(f"{_F}table"))),
            charts=dict(map(_read_chart, root.iterfind(f"{_F}chart"))),
        )
    except ValueError as error:
        raise FileError(
            f"{name}: what the document keeps of its values is damaged: {error}; take an earlier copy, or write the "
            "report anew"
        ) from error


def _read_values(root: Any) -> Iterable[tuple[str, Stored]]:
    for element in root:
        said = {child.tag: child.text or "" for child in element}
        if f"{_F}base" not in said:
            continue
        qualifier = said.get(f"{_F}qualifier")
        yield (
            element.tag.removeprefix(_F),
            Stored(
                text=said.get(f"{_F}text", ""),
                base=said[f"{_F}base"],
                value=said.get(f"{_F}value", ""),
                label=said.get(f"{_F}label", ""),
                places=int(said.get(f"{_F}n") or 0),
                address=Address(
                    said.get(f"{_F}figure", ""),
                    _period(said.get(f"{_F}period", "")),
                    _read_cell(element) if f"{_F}cell" in said else (),
                ),
                form=Form(said.get(f"{_F}form", "")),
                qualifier=Qualifier(qualifier) if qualifier else None,
            ),
        )


@cache
def _period(words: str) -> Period:
    return Period.parse(words)


def _read_address(element: Any) -> Address:
    return Address(_text(element, "figure"), _period(_text(element, "period")), _read_cell(element))


def _read_cell(element: Any) -> tuple[tuple[str, str | None], ...]:
    return tuple(
        (_text(one, "by"), None if one.find(f"{_F}is") is None else _text(one, "is"))
        for one in element.iterfind(f"{_F}cell")
    )


def _read_table(element: Any) -> tuple[str, KeptTable]:
    rows = []
    for row in element.iterfind(f"{_F}row"):
        cells = [cell.split(",") for cell in (row.text or "").split(" ")]
        rows.append(tuple(KeptCell(mark, tuple(keys)) for mark, *keys in cells))
    return _text(element, "name"), KeptTable(
        rows=tuple(rows),
        note=_text(element, "note"),
        title=_text(element, "title"),
        summary=_text(element, "summary"),
    )


def _read_chart(element: Any) -> tuple[str, KeptChart]:
    size = int(_text(element, "width") or 0), int(_text(element, "height") or 0)
    series = tuple(
        (_text(one, "called"), tuple(map(_read_address, one.iterfind(f"{_F}point"))))
        for one in element.iterfind(f"{_F}series")
    )
    return _text(element, "name"), KeptChart(
        data=_text(element, "data"),
        alt=_text(element, "alt"),
        size=size,
        kind=ChartKind(_text(element, "kind") or ChartKind.BAR),
        is_share=_text(element, "share") == _YES,
        categories=tuple(one.text or "" for one in element.iterfind(f"{_F}category")),
        series=series,
    )


def _text(element: Any, name: str) -> str:
    return element.findtext(f"{_F}{name}") or ""


def store_of(parts: Mapping[str, bytes], name: str) -> tuple[str, Store] | None:
    """Return the part of a document that is its store, with what it says; None where there is none.

    Raises:
        FileError: As `read_store`, or the part is broken.
    """
    from kcss_docx.archive import parsed

    for part in sorted(parts):
        if part.startswith("customXml/") and is_store(parts[part]):
            store = read_store(parsed(parts[part], name, part), name)
            if store is not None:
                return part, store
    return None
