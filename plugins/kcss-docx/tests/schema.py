"""Parts against the official schemas, ISO/IEC 29500-4:2016 transitional; the documents hold no extension markup."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from .lint import parts_of

_WORD = r"word/(document|styles|numbering|settings|footnotes|fontTable|header\d+|footer\d+)\.xml"
_RULES = (
    (_WORD, "ISO-IEC29500-4_2016/wml.xsd"),
    (r"word/charts/chart\d+\.xml", "ISO-IEC29500-4_2016/dml-chart.xsd"),
    (r"word/theme/theme\d+\.xml", "ISO-IEC29500-4_2016/dml-main.xsd"),
    (r"xl/(workbook|styles|worksheets/sheet\d+)\.xml", "ISO-IEC29500-4_2016/sml.xsd"),
    (r"docProps/app\.xml", "ISO-IEC29500-4_2016/shared-documentPropertiesExtended.xsd"),
    (r"docProps/custom\.xml", "ISO-IEC29500-4_2016/shared-documentPropertiesCustom.xsd"),
    (r"customXml/itemProps\d+\.xml", "ISO-IEC29500-4_2016/shared-customXmlDataProperties.xsd"),
    (r"\[Content_Types\]\.xml", "opc/opc-contentTypes.xsd"),
    (r".*\.rels", "opc/opc-relationships.xsd"),
)


@cache
def _schema(path: Path) -> Any:
    return etree.XMLSchema(etree.parse(str(path)))


def invalid(data: bytes, schemas: Path) -> list[str]:
    """Return what the schemas find wrong with a document and the workbooks in it."""
    found = []
    for name, part in parts_of(data).items():
        if name.endswith(".xlsx"):
            found += [f"{name}!{fault}" for fault in invalid(part, schemas)]
        for pattern, file in _RULES:
            if re.fullmatch(pattern, name):
                schema = _schema(schemas / "ooxml" / file)
                if not schema.validate(etree.parse(BytesIO(part))):
                    found += [f"{name}:{error.line}: {error.message}" for error in schema.error_log]
    return found
