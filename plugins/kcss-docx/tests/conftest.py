"""What the tests of this distribution share: small reports, and documents read back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from kcss_core.report.blocks import Block
from kcss_core.report.report import Cover, Report
from kcss_core.testing.dataset import sample_edition
from kcss_docx.exporter import render

from .lint import W, faults, parts_of


class Read:
    """A document read back; it has passed the lint."""

    def __init__(self, data: bytes) -> None:
        assert faults(data) == []
        self.data = data
        self.parts = parts_of(data)
        self.body: Any = etree.fromstring(self.parts["word/document.xml"])[0]

    def xml(self, part: str) -> str:
        return self.parts[part].decode()

    def paragraphs(self) -> list[tuple[str, str]]:
        """Return style and words of each paragraph after the cover, content controls included."""
        found = []
        for paragraph in self.body.iter(f"{W}p"):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            words = "".join(
                {f"{W}tab": "\t", f"{W}br": "\n"}.get(element.tag, element.text or "")
                for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br")
                if element.getparent().tag == f"{W}r"
            )
            found.append(("" if style is None else style.get(f"{W}val"), words))
        ends = [number for number, paragraph in enumerate(self.body.iter(f"{W}p")) if paragraph.find(f".//{W}sectPr") is not None]
        return found[ends[0] + 1 :]

    def words(self) -> str:
        """Return the words of the body after the cover, and of the footnotes."""
        notes = self.parts.get("word/footnotes.xml", b"<none/>")
        below = "".join(element.text or "" for element in etree.fromstring(notes).iter(f"{W}t"))
        return "\n".join([*(words for _, words in self.paragraphs()), *filter(None, [below])])


@pytest.fixture
def write() -> Callable[..., Read]:
    """Return a function from blocks to the document read back."""

    def write_(*blocks: Block, language: str = "en", **more: Any) -> Read:
        report = Report(
            id="small",
            edition=sample_edition(language=language),
            language=language,
            title="Small report",
            cover=Cover(title="Small report", organization="Sample Centre"),
            blocks=blocks,
            **more,
        )
        return Read(render(report))

    return write_
