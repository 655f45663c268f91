"""Living values: each place of a value, and the store that all places of one value share. Knows no block."""

from __future__ import annotations

from attrs import define, field

from kcss_core.report.blocks import ValueSpan
from kcss_docx.markup import DECLARATION, attribute, digest, escape

NAMESPACE = "urn:kcss-core:figures:1"
#: Names the store within one document; every document has one, so one constant does.
STORE_ID = "{6A1D8C52-3B7E-4F09-9C64-5E2B7A90D318}"
STORE_PART = "customXml/item1.xml"
STORE_PROPERTIES_PART = "customXml/itemProps1.xml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


@define
class _Stored:
    """One value of the store: what was printed, and how many places print it."""

    span: ValueSpan
    label: str
    places: int = 0
    alias: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.alias = attribute(f"{self.label} ({self.span.value.address.period})", 64)


class Values:
    """The values of one document.

    A key names address, form and qualifier. Should two places of one key read differently all the same, the later
    words get a key of their own: a shared one would level them.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._stored: dict[str, _Stored] = {}
        self._keys: dict[tuple[object, str, str], str] = {}

    def place(self, span: ValueSpan, face: str, identifier: int) -> str:
        """Return one place of a value: a hidden bookmark around a bound content control.

        Args:
            face: Run properties of the words, as XML.
            identifier: Unique among bookmarks and among content controls.
        """
        key = self._key(span)
        stored = self._stored[key]
        stored.places += 1
        run = f"<w:rPr>{face}</w:rPr>" if face else ""
        return (
            f'<w:bookmarkStart w:id="{identifier}" w:name="_fig_{key}_{stored.places}"/><w:sdt><w:sdtPr>{run}'
            f'<w:alias w:val="{stored.alias}"/><w:tag w:val="figure:{key}"/><w:id w:val="{identifier}"/>'
            f"<w:dataBinding w:prefixMappings=\"xmlns:f='{NAMESPACE}'\" "
            f'w:xpath="/f:figures[1]/f:{key}[1]/f:text[1]" w:storeItemID="{STORE_ID}"/><w:text/></w:sdtPr>'
            f'<w:sdtContent><w:r>{run}<w:t xml:space="preserve">{_printed(span)}</w:t></w:r></w:sdtContent></w:sdt>'
            f'<w:bookmarkEnd w:id="{identifier}"/>'
        )

    def _key(self, span: ValueSpan) -> str:
        known = (span.value.address, span.form.value, span.text)
        key = self._keys.get(known)
        if key is None:
            address = span.value.address
            cell = [part for name, value in address.cell for part in (name, "" if value is None else f"={value}")]
            parts = [address.figure, str(address.period), *cell, span.form.value, span.qualifier or ""]
            key = "v" + digest(parts, 12)
            if key in self._stored:
                key = "v" + digest([*parts, span.text], 12)
            self._keys[known] = key
            self._stored[key] = _Stored(span, span.value.title.within(self._language))
        return key

    def __bool__(self) -> bool:
        return bool(self._stored)

    def store(self) -> str:
        """Return the store: elements only, because LibreOffice drops attributes when it saves.

        ``text`` is what the controls show, ``base`` what was printed first, ``value`` the exact number (empty
        where it is hidden or missing), ``n`` the number of places.
        """
        items = "".join(
            f"<f:{key}><f:text>{_printed(stored.span)}</f:text><f:base>{_printed(stored.span)}</f:base>"
            f"<f:value>{_exact(stored.span)}</f:value><f:label>{escape(stored.label)}</f:label>"
            f"<f:n>{stored.places}</f:n>{_address(stored.span)}</f:{key}>"
            for key, stored in self._stored.items()
        )
        return f'{DECLARATION}<f:figures xmlns:f="{NAMESPACE}">{items}</f:figures>'


def _printed(span: ValueSpan) -> str:
    # A plain-text control holds one line.
    return escape(" ".join(span.text.split("\n")))


def _exact(span: ValueSpan) -> str:
    return "" if span.value.magnitude is None else str(span.value.magnitude)


def _address(span: ValueSpan) -> str:
    """Return what the key is a hash of, so that the value can be evaluated again."""
    address = span.value.address
    cell = "".join(
        f"<f:cell><f:by>{escape(by)}</f:by>{'' if value is None else f'<f:is>{escape(value)}</f:is>'}</f:cell>"
        for by, value in address.cell
    )
    return (
        f"<f:figure>{escape(address.figure)}</f:figure><f:period>{address.period}</f:period>{cell}"
        f"<f:form>{span.form.value}</f:form>"
        + (f"<f:qualifier>{span.qualifier.value}</f:qualifier>" if span.qualifier is not None else "")
    )


def store_properties() -> str:
    """Return the part that gives the store its name."""
    return (
        f'{DECLARATION}<ds:datastoreItem ds:itemID="{STORE_ID}" xmlns:ds="{_PROPERTIES}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
