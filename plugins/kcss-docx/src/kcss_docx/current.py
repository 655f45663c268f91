"""What a document would show if it were written now: the other side of every comparison. Knows no edited document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from attrs import evolve, field, frozen

from kcss_core.errors import UsageError
from kcss_core.figures.value import Address, Value
from kcss_core.report.blocks import (
    Block,
    Chart,
    Extension,
    Gallery,
    Paragraph,
    Picture,
    Series,
)
from kcss_core.report.report import Report
from kcss_core.report.shown import shown
from kcss_core.text import Text, did_you_mean
from kcss_docx.document import Document
from kcss_docx.edited import Edited, edited_of, find_places
from kcss_docx.exporter import finish, write_text
from kcss_docx.inline import DOCUMENT
from kcss_docx.markup import DECLARATION, NAMESPACES
from kcss_docx.store import KeptChart, Stored
from kcss_docx.values import printed

_NAME = "the report written anew"
# A table or chart by its bookmark, as this library writes it. Words of people hold no such text: they are escaped.
_MARKED = re.compile(
    rb'<w:bookmarkStart w:id="(\d+)" w:name="(_(?:chart|table|tiles)_[0-9a-f]{12}_\d+)(?:_[0-9a-f]{12})?"/>'
)
_P_END = b"</w:p>"


@frozen(kw_only=True, eq=False)
class Current:
    """What the records say now.

    Attributes:
        document: The text of the report written anew, without its pictures, which nobody compares.
        values: By key.
    """

    report: Report
    document: Document = field(repr=False)
    values: dict[str, Stored] = field(repr=False)

    @cached_property
    def anew(self) -> Edited:
        """The report written anew, read back as an edited document is."""
        finish(self.document, self.report)
        return edited_of(self.document.package.finished(), _NAME)

    def only(self, names: Iterable[str]) -> Edited:
        """Return some tables and charts as they would be written now, without the text around them.

        To read the whole report back takes longer than everything else of a refresh.

        Args:
            names: Of their bookmarks.
        """
        package, wanted = self.document.package, set(names)
        xml = package.parts[DOCUMENT]
        pieces = [_piece(xml, found) for found in _MARKED.finditer(xml) if found[2].decode() in wanted]
        start, end = f"{DECLARATION}<w:document {NAMESPACES}><w:body>", "</w:body></w:document>"
        parts = package.finished() | {DOCUMENT: b"".join((start.encode(), *pieces, end.encode()))}
        edited = Edited(name=_NAME, parts=parts, main=DOCUMENT, texts=(DOCUMENT,))
        find_places(edited)
        return edited

    @property
    def is_hiding(self) -> bool:
        """Whether the report may not tell some of its numbers."""
        return any(stored.is_hidden for stored in self.values.values())

    def value(self, key: str, stored: Stored | None) -> tuple[Stored | None, str]:
        """Return what a value comes to now, or None, and then why nobody can tell.

        A value that the report does not show any more is worked out from its address.
        """
        now = self.values.get(key)
        if now is not None:
            if stored is not None and stored.address != now.address:
                return None, f"the key of {stored.address} is now that of {now.address}"
            return now, ""
        if stored is None:
            return None, "the document does not say which value it is"
        value, why = self.of(stored.address)
        if value is None:
            return None, why
        return self._stored(stored, value), ""

    def of(self, address: Address) -> tuple[Value | None, str]:
        """Return the value of an address, or None, and then why nobody can tell."""
        edition = self.report.edition
        if address.figure not in edition.figures:
            known = [*edition.figures]
            hint = did_you_mean(address.figure, known) or "was it renamed?"
            return None, f"nobody defines the figure {address.figure!r}; {hint}"
        try:
            return edition.value(address.figure, period=address.period, cell=address.cell), ""
        except UsageError:
            return None, "the report does not show it any more"

    def nothing(self, stored: Stored) -> Stored:
        """Return what a value shows where the records know nothing of it: that there are no data."""
        return self._stored(stored, Value(address=stored.address, title=Text(stored.label), unit="", number=None))

    def _stored(self, stored: Stored, value: Value) -> Stored:
        span = shown(value, self.report, stored.form, stored.qualifier)
        exact = "" if value.magnitude is None else str(value.magnitude)
        text = printed(span)
        return evolve(stored, text=text, base=text, value=exact, is_hidden=value.hidden)

    def redrawn(self, kept: KeptChart, *, blank: bool = False) -> Redrawn | None:
        """Return a chart that the report does not show any more, drawn from the addresses of its values.

        None where nobody can tell what these come to. Where one of them may not be told, the others that nobody can
        tell are gaps: no number stays for which nothing vouches.

        Args:
            blank: Whether the records know nothing of it, so that every number is a gap.
        """
        found = [[self.of(address)[0] for address in addresses] for _, addresses in kept.series]
        values = [value for series in found for value in series]
        if not values or not (blank or None not in values or any(value and value.hidden for value in values)):
            return None
        series = tuple(
            Series(
                name=name,
                values=tuple(
                    Value(address=address, title=Text(name), unit="", number=None) if value is None or blank else value
                    for address, value in zip(addresses, values_, strict=True)
                ),
            )
            for (name, addresses), values_ in zip(kept.series, found, strict=True)
        )
        said = "; ".join(
            f"{one.name}: "
            + ", ".join(
                f"{category} {shown(value, self.report).text}"
                for category, value in zip(kept.categories, one.values, strict=False)
            )
            for one in series
        )
        chart = Chart(
            kind=kept.kind, caption=(), categories=kept.categories, series=series, alt=said, is_share=kept.is_share,
            key="redrawn",
        )  # fmt: skip
        alone = current(evolve(self.report, blocks=(chart,)))
        ((name, now),) = alone.document.kept_charts.items()
        if now.data == kept.data and not now.is_hiding:
            now = evolve(now, alt=kept.alt)  # the words that came with these numbers still hold
        return Redrawn(name=name, kept=now, alone=alone)


@frozen(kw_only=True, eq=False)
class Redrawn:
    """One chart written anew, in a report of its own.

    Attributes:
        name: Of its bookmark there.
    """

    name: str
    kept: KeptChart
    alone: Current = field(repr=False)


def _piece(xml: bytes, found: re.Match[bytes]) -> bytes:
    """Return the paragraph with a chart, or a table with the paragraph after it, which may be its note."""
    if found[2].startswith(b"_chart"):
        start, end = xml.rindex(b"<w:p>", 0, found.start()), found.end()
    else:
        closing = b'<w:bookmarkEnd w:id="%b"/>' % found[1]
        start, end = found.start(), xml.index(closing, found.end()) + len(closing)
        if not xml.startswith(b"<w:p>", end):
            return xml[start:end]
    return xml[start : xml.index(_P_END, end) + len(_P_END)]


def current(report: Report) -> Current:
    """Return what a report shows now."""
    bare = evolve(
        report, blocks=tuple(_without_pictures(report.blocks)), cover=evolve(report.cover, logo=None, image=None)
    )
    document = write_text(bare, template=report.template)
    return Current(report=report, document=document, values=document.words.values.stored())


def _without_pictures(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks with the words of pictures only: to prepare photographs takes most of the time of a report."""
    for block in blocks:
        match block:
            case Picture():
                yield Paragraph(content=block.caption)
            case Gallery():
                for item in block.items:
                    yield Paragraph(content=item.title)
                    yield Paragraph(content=item.note)
            case Extension():
                yield evolve(block, fallback=tuple(_without_pictures(block.fallback)))
            case _:
                yield block
