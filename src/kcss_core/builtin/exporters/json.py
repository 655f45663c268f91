"""The exporter ``json``: the block tree and its values, for programs. A number that may not be shown is null."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, assert_never

from kcss_core.export import Exporter
from kcss_core.figures.value import Value
from kcss_core.reading.images import Image
from kcss_core.report.blocks import (
    Block,
    Chart,
    Content,
    Contents,
    Extension,
    Footnote,
    Gallery,
    Heading,
    Inline,
    LineBreak,
    ListBlock,
    PageBreak,
    Paragraph,
    Picture,
    Span,
    Table,
    Tiles,
    ValueSpan,
)
from kcss_core.report.captions import Captioned
from kcss_core.report.directives import NoOptions
from kcss_core.report.report import Report
from kcss_core.report.values import values_of

#: Goes up when a key changes its meaning or goes away; a new key does not change it.
SCHEMA_VERSION = 1


def as_bytes(document: Mapping[str, Any]) -> bytes:
    """Return what JSON can hold as it is written to a file."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def render(report: Report, options: NoOptions) -> bytes:  # noqa: ARG001  # every exporter takes its options
    """Return a report as JSON in UTF-8.

    **Shape**: ``blocks`` is the tree in reading order; a printed value points to ``values`` by its address.
    **Units**: whole numbers are numbers; decimals and shares are exact texts such as ``"12.5"`` and ``"9/20"``.
    """
    cover = report.cover
    document = {
        "schema_version": SCHEMA_VERSION,
        "report": {
            "id": report.id,
            "title": report.title,
            "subtitle": cover.subtitle,
            "organization": cover.organization,
            "note": cover.note,
            "language": report.language,
            "period": str(report.edition.period),
            "date": None if report.date is None else str(report.date),
            "is_draft": report.is_draft,
            "logo": _image(cover.logo),
            "image": _image(cover.image),
            "image_alt": cover.image_alt,
        },
        "blocks": [_block(block) for block in report.blocks],
        "values": {str(value.address): value_as_dict(value, report.language) for value in values_of(report.blocks)},
    }
    return as_bytes(document)


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {
                "type": "heading",
                "level": block.level,
                "anchor": block.anchor,
                "content": _content(block.content),
            }
        case Paragraph():
            return {"type": "paragraph", "role": block.role.value, "content": _content(block.content)}
        case ListBlock():
            items = [
                {"content": _content(item.content), "below": [_block(below) for below in item.below]}
                for item in block.items
            ]
            return {"type": "list", "is_ordered": block.is_ordered, "items": items}
        case Table():
            return {
                "type": "table",
                "caption": _content(block.caption),
                "header": [_content(cell) for cell in block.header],
                "align": [align.value for align in block.align],
                "rows": [
                    {"cells": [_content(cell) for cell in row.cells], "is_total": row.is_total} for row in block.rows
                ],
                "note": _content(block.note),
                "summary": block.summary,
                **_numbered(block),
            }
        case Tiles():
            tiles = [{"value": _inline(tile.value), "label": _content(tile.label)} for tile in block.items]
            return {"type": "tiles", "items": tiles, "summary": block.summary}
        case Picture():
            return {
                "type": "picture",
                "image": _image(block.image),
                "caption": _content(block.caption),
                "alt": block.alt,
                "credit": block.credit,
                **_numbered(block),
            }
        case Chart():
            return {
                "type": "chart",
                "kind": block.kind.value,
                "caption": _content(block.caption),
                "categories": list(block.categories),
                "series": [
                    {"name": series.name, "values": [str(value.address) for value in series.values]}
                    for series in block.series
                ],
                "is_share": block.is_share,
                "alt": block.alt,
                **_numbered(block),
            }
        case Gallery():
            works = [
                {
                    "title": _content(item.title),
                    "kicker": item.kicker,
                    "image": _image(item.image),
                    "alt": item.alt,
                    "note": _content(item.note),
                }
                for item in block.items
            ]
            return {"type": "gallery", "columns": block.columns, "items": works}
        case Contents():
            return {"type": "contents", "title": _content(block.title), "depth": block.depth, "of": block.of.value}
        case PageBreak():
            return {"type": "page-break"}
        case Extension():
            return {"type": "extension", "name": block.name, "fallback": [_block(one) for one in block.fallback]}
        case _:
            assert_never(block)


def _numbered(block: Captioned) -> dict[str, Any]:
    return {"anchor": block.anchor, "number": block.number}


def _content(content: Content) -> list[dict[str, Any]]:
    return [_inline(part) for part in content]


def _inline(part: Inline) -> dict[str, Any]:
    match part:
        case LineBreak():
            return {"type": "line-break"}
        case Footnote():
            return {"type": "footnote", "content": _content(part.content)}
        case Span():
            shown: dict[str, Any] = {"type": "words", "text": part.text}
            if part.href is not None:
                shown["href"] = part.href
            if part.language is not None:
                shown["language"] = part.language
        case ValueSpan():
            shown = {
                "type": "value",
                "text": part.text,
                "value": str(part.value.address),
                "form": part.form.value,
            }
            if part.qualifier is not None:
                shown["qualifier"] = part.qualifier.value
        case _:
            assert_never(part)
    if part.strong:
        shown["strong"] = True
    if part.emphasis:
        shown["emphasis"] = True
    return shown


def _image(image: Image | None) -> dict[str, Any] | None:
    if image is None:
        return None
    return {"file": image.file, "media_type": image.media_type, "width": image.width, "height": image.height}


def value_as_dict(value: Value, language: str) -> dict[str, Any]:
    """Return a value as JSON holds it; without any number where it may not be shown."""
    address, share, hidden = value.address, value.share, value.hidden
    return {
        "figure": address.figure,
        "title": value.title.within(language),
        "period": str(address.period),
        "cell": dict(address.cell),
        "number": None if hidden else _exact(value.number),
        "numerator": None if hidden or share is None else share.numerator,
        "denominator": None if hidden or share is None else share.denominator,
        "low": None if hidden or share is None else _exact(share.low),
        "high": None if hidden or share is None else _exact(share.high),
        "stated_percent": None if hidden or share is None else _exact(share.stated),
        "is_share": share is not None,
        "unit": value.unit,
        "qualifier": value.qualifier.value,
        "basis": value.basis.value,
        "population": value.population,
        "undecided": None if hidden else value.undecided,
        "hidden": hidden,
        "note": None if hidden or value.note is None else value.note.within(language),
    }


def _exact(number: int | Decimal | Fraction | None) -> int | str | None:
    if number is None or isinstance(number, int):
        return number
    return format(number, "f") if isinstance(number, Decimal) else f"{number.numerator}/{number.denominator}"


JSON = Exporter(name="json", suffix=".json", summary="The report and its values as JSON, for programs", render=render)
