"""The workbook behind a chart, which Word opens for *Edit data*. Knows no chart part.

Hidden and missing values are empty cells.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kcss_core.origin import column_letters
from kcss_core.report.blocks import Chart
from kcss_docx.design import FONT
from kcss_docx.markup import DECLARATION, R, escape
from kcss_docx.package import OFFICE, archive

#: Name of the sheet.
SHEET = "Sheet1"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIXED_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SPREADSHEET}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{R}"><sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets>'
        "</workbook>"
    ),
    # Style 1 is a percentage: the second format of cells, with the built-in number format 9.
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="{FONT}"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
        '</fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf xfId="0"/><xf numFmtId="9" applyNumberFormat="1" xfId="0"/></cellXfs></styleSheet>'
    ),
}


def workbook(chart: Chart) -> bytes:
    """Return the chart's numbers as a workbook: names in the first column, a series in each other one.

    Names are strings whatever they start with, so none can become a formula; there is no date in it.
    """
    head = [_cell(0, 1, "")] + [_cell(column, 1, series.name) for column, series in enumerate(chart.series, 1)]
    rows = [f'<row r="1">{"".join(head)}</row>']
    style = ' s="1"' if chart.is_share else ""
    for index, name in enumerate(chart.categories):
        cells = [_cell(0, index + 2, name)]
        for column, series in enumerate(chart.series, 1):
            written = number(series.values[index].magnitude) if index < len(series.values) else None
            if written is not None:
                cells.append(f'<c r="{column_letters(column)}{index + 2}"{style}><v>{written}</v></c>')
        rows.append(f'<row r="{index + 2}">{"".join(cells)}</row>')
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    parts = {**_FIXED_PARTS, "xl/worksheets/sheet1.xml": sheet}
    return archive({name: (DECLARATION + xml).encode() for name, xml in parts.items()})


def number(value: int | Decimal | Fraction | None) -> str | None:
    """Return a value as a workbook writes it: exact to six decimals, never in powers of ten; None for a gap."""
    if value is None:
        return None
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    rounded = round(exact, 6)
    return f"{Decimal(rounded.numerator) / Decimal(rounded.denominator):f}"


def _cell(column: int, row: int, words: str) -> str:
    return f'<c r="{column_letters(column)}{row}" t="inlineStr"><is><t>{escape(words)}</t></is></c>'
