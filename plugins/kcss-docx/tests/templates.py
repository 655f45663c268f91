"""Templates for tests: the smallest one, changed part by part, so that each fault stands in the test that is about it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = R + "/"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"

BODY = '<w:p><w:r><w:t>Words of the template</w:t></w:r></w:p><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'


def document(body: str = BODY) -> str:
    """Return the main part around a body."""
    return (
        f'<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
        f'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"><w:body>{body}</w:body></w:document>'
    )


def relations(*rows: str) -> str:
    """Return a part of relations; each row is ``id kind target`` and ``!`` at the end for one that leads outside."""
    written = []
    for row in rows:
        identifier, kind, target, *outside = row.split(" ")
        mode = ' TargetMode="External"' if outside else ""
        type_ = kind if "/" in kind else OFFICE + kind
        written.append(f'<Relationship Id="{identifier}" Type="{type_}" Target="{target}"{mode}/>')
    return f'<Relationships xmlns="{PACKAGE}relationships">{"".join(written)}</Relationships>'


def types(main: str = f"{_WORD}document.main+xml") -> str:
    """Return the content types, with that of the main part."""
    kinds = {
        "styles": "styles", "numbering": "numbering", "settings": "settings", "footnotes": "footnotes",
        "header1": "header", "header2": "header", "header3": "header", "footer1": "footer", "footer2": "footer",
    }  # fmt: skip
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}{kind}+xml"/>' for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}content-types"><Default Extension="rels" ContentType="{PACKAGE}relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{main}"/>{overrides}</Types>'
    )


def template(more: Mapping[str, str | bytes | None] | None = None, body: str = BODY) -> bytes:
    """Return a template. ``more`` adds parts or replaces them; None leaves one out."""
    parts: dict[str, str | bytes | None] = {
        "[Content_Types].xml": types(),
        "_rels/.rels": relations("rId1 officeDocument word/document.xml"),
        "word/document.xml": document(body),
        **(more or {}),
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            if part is not None:
                file.writestr(name, part)
    return buffer.getvalue()


def field(*instruction: str, result: str = "shown") -> str:
    """Return a paragraph with a complex field, its instruction split over runs."""
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>' for part in instruction)
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
