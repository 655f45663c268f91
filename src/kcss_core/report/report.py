"""A report: an edition and the blocks that show it. What every exporter is given."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import field

from kcss_core.frozen import frozen
from kcss_core.period import PartialDate
from kcss_core.reading.images import Image
from kcss_core.report.blocks import Block

if TYPE_CHECKING:
    from kcss_core.edition import Edition  # for its name only: a report can be rendered without what evaluates


@frozen(kw_only=True)
class Cover:
    """What the first page shows.

    Attributes:
        organization: The organization's name in the report's language.
        period: The reporting period in words, e.g. ``2022``.
        note: Small words at the foot: what the document is, that data are fictional.
    """

    title: str
    organization: str
    subtitle: str = ""
    period: str = ""
    logo: Image | None = None
    image: Image | None = None
    image_alt: str = ""
    note: str = ""


@frozen(kw_only=True)
class Report:
    """A built report in one language.

    Attributes:
        id: Folder name below ``reports/``.
        author, subject, keywords: For the document's properties.
        date: Day that the document bears; the end of the period where none is given. Never the wall clock.
        is_draft: Whether placeholders for missing photographs are shown.
        template: House-style file on this machine; None for the exporter's own.
        export: Options that ``report.toml`` gives to exporters. **Shape**: name of exporter -> option -> value.
    """

    id: str
    edition: Edition = field(repr=False)
    language: str
    title: str
    cover: Cover
    blocks: tuple[Block, ...] = field(repr=False)
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    date: PartialDate | None = None
    is_draft: bool = False
    template: Path | None = None
    export: Mapping[str, Mapping[str, Any]] = field(default=MappingProxyType({}), eq=False, repr=False)

    def __repr__(self) -> str:
        draft = ", a draft" if self.is_draft else ""
        return f"<Report {self.id} for {self.edition.period} in {self.language}: {len(self.blocks)} blocks{draft}>"
