"""The built-in template: styles, numbering, theme, fonts and settings as parts. Knows no report."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from kcss_docx.colors import edge, fill, ink
from kcss_docx.design import (
    ACCENT,
    FONT,
    FONT_METRIC_TWIN,
    INK,
    MUTED,
    RULE,
    SERIES,
    TEXT_WIDTH,
    THEME,
    TINT,
    WHITE,
)
from kcss_docx.inline import SEPARATORS
from kcss_docx.markup import DECLARATION, A, W, locale

#: Deepest level of heading that the template knows.
HEADING_LEVELS = 4

#: Styles for the number of a tile, largest first: words and long numbers must not break a line.
TILE_SIZES = MappingProxyType({"Tile Number": 60, "Tile Number Long": 46, "Tile Number Longest": 32})
#: Styles for the period on the cover, likewise.
PERIOD_SIZES = MappingProxyType({"Cover Period": 320, "Cover Period Long": 176, "Cover Period Longest": 72})

BULLETS = 1  # the list without numbers; every numbered list gets a number of its own


def _style(
    kind: str, identifier: str, name: str, *, based: str = "", then: str = "", ppr: str = "", rpr: str = "",
    own: bool = False, rest: str = "",
) -> str:  # fmt: skip
    """Return one style. ``own`` marks styles that Word does not know by name."""
    custom = ' w:customStyle="1"' if own else ""
    default = ' w:default="1"' if identifier in ("Normal", "DefaultParagraphFont", "TableNormal") else ""
    return (
        f'<w:style w:type="{kind}"{default}{custom} w:styleId="{identifier}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f'<w:next w:val="{then}"/>' if then else "")
        + ("<w:qFormat/>" if kind == "paragraph" else "")
        + (f"<w:pPr>{ppr}</w:pPr>" if ppr else "")
        + (f"<w:rPr>{rpr}</w:rPr>" if rpr else "")
        + f"{rest}</w:style>"
    )


def _space(before: int, after: int, line: int | None = None) -> str:
    """Return space around a paragraph and, in 240ths, its line height."""
    height = "" if line is None else f' w:line="{line}" w:lineRule="auto"'
    return f'<w:spacing w:before="{before}" w:after="{after}"{height}/>'


def _face(size: int, color: str = "", *, bold: bool = False, italic: bool = False, caps: bool = False) -> str:
    return (
        ("<w:b/>" if bold else "")
        + ("<w:i/>" if italic else "")
        + ("<w:caps/>" if caps else "")
        + (ink(color) if color else "")
        + ('<w:spacing w:val="20"/>' if caps else "")
        + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def _rule(sides: str | tuple[str, ...], color: str, size: int, space: int) -> str:
    """Return lines beside a paragraph; ``between`` is the one between two paragraphs of one style."""
    face = f'w:val="single" w:sz="{size}" w:space="{space}" {edge(color)}'
    lines = "".join(f"<w:{side} {face}/>" for side in ([sides] if isinstance(sides, str) else sides))
    return f"<w:pBdr>{lines}</w:pBdr>"


_KEEP = "<w:keepNext/><w:keepLines/>"
_RIGHT_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'

_LEADERS = _RIGHT_TAB.replace('w:val="right"', 'w:val="right" w:leader="dot"')


def _paragraph_styles(has_pages: bool) -> Iterable[str]:
    def own(name: str, based: str = "Normal", ppr: str = "", rpr: str = "", then: str = "") -> str:
        identifier = name.replace(" ", "")
        return _style("paragraph", identifier, name, based=based, then=then, ppr=ppr, rpr=rpr, own=True)

    def built_in(identifier: str, name: str, ppr: str, rpr: str, based: str = "Normal", then: str = "") -> str:
        return _style("paragraph", identifier, name, based=based, then=then, ppr=ppr, rpr=rpr)

    yield _style("paragraph", "Normal", "Normal", ppr="<w:widowControl/>" + _space(0, 140, 278))
    yield built_in(
        "Heading1", "heading 1",
        f'{_KEEP}<w:pageBreakBefore/>{_rule("bottom", ACCENT, 8, 8)}{_space(0, 300, 240)}<w:outlineLvl w:val="0"/>',
        _face(50, ACCENT), then="Normal",
    )  # fmt: skip
    yield built_in(
        "Heading2", "heading 2",
        f'{_KEEP}{_space(320, 100, 250)}<w:outlineLvl w:val="1"/>', _face(31, ACCENT, bold=True), then="Normal",
    )  # fmt: skip
    yield built_in(
        "Heading3", "heading 3",
        f'{_KEEP}{_space(280, 80, 250)}<w:outlineLvl w:val="2"/>', _face(25, INK, bold=True), then="Normal",
    )  # fmt: skip
    yield built_in(
        "Heading4", "heading 4",
        f'{_KEEP}{_space(220, 60, 250)}<w:outlineLvl w:val="3"/>', _face(22, MUTED, bold=True), then="Normal",
    )  # fmt: skip
    # Words on the color field of the cover bear its color themselves: they can be read where the field is lost.
    field = f'<w:shd w:val="clear" w:color="auto" w:fill="{ACCENT}"/>'
    yield built_in("Title", "Title", field + _space(0, 200, 228), _face(80, WHITE, bold=True), then="Subtitle")
    yield own("Title Long", "Title", rpr=_face(56, WHITE, bold=True), then="Subtitle")
    yield built_in("Subtitle", "Subtitle", field + _space(0, 0, 264), _face(32, TINT), then="Normal")
    yield own("Cover Organization", ppr=field + _space(0, 0, 260), rpr=_face(28, WHITE, bold=True))
    for name, size in PERIOD_SIZES.items():
        # Large figures carry their own white on the left; the indent takes it back.
        ppr = f'{field}{_space(0, 120, 204)}<w:ind w:left="-{size // 3}"/>'
        yield own(name, ppr=ppr, rpr=_face(size, TINT))
    yield own("Cover Note", ppr=_space(0, 0, 250), rpr=_face(18, MUTED))
    yield own("Lead", ppr=_space(0, 220, 288), rpr=_face(26, "3A4750"), then="Normal")
    yield built_in(
        "Quote", "Quote",
        f'{_rule("left", ACCENT, 18, 14)}{_space(200, 240)}<w:ind w:left="397" w:right="397"/>',
        _face(23, "3A4750", italic=True), then="Normal",
    )  # fmt: skip
    yield own("Note", ppr=f"<w:keepLines/>{_space(60, 200, 260)}", rpr=_face(18, MUTED))
    yield built_in("Caption", "caption", f"<w:keepLines/>{_space(100, 320, 260)}", _face(18, MUTED), then="Normal")
    yield own("Credit", "Caption")
    yield own("Picture", ppr=f"<w:keepNext/>{_space(240, 0, 240)}", then="Caption")
    yield own("Drawing", ppr=_space(80, 240, 240))
    yield own("Table Caption", ppr=_KEEP + _space(240, 100, 260), rpr=_face(21, INK, bold=True))
    yield own("Table Text", ppr=_space(0, 0, 250), rpr=_face(19))
    yield own("Table Number", "TableText", ppr='<w:jc w:val="right"/>')
    yield own("Table Header", "TableText", ppr="<w:keepNext/>", rpr="<w:b/>" + ink(ACCENT))
    yield own("Table Header Number", "TableHeader", ppr='<w:jc w:val="right"/>')
    yield own("Table Total", "TableText", rpr="<w:b/>")
    yield own("Table Total Number", "TableNumber", rpr="<w:b/>")
    yield own("Gap", ppr='<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>', rpr=_face(2))
    for name, size in TILE_SIZES.items():
        yield own(name, ppr=_KEEP + _space(120, 20, 216), rpr=_face(size, ACCENT, bold=True))
    yield own("Tile Label", ppr=f"<w:keepLines/>{_space(0, 120, 240)}", rpr=_face(19, "3A4750"))
    yield own("Work Kicker", ppr=_space(0, 40, 240), rpr=_face(18, TINT))
    yield own("Work Cover", ppr=_rule("top", SERIES[1], 24, 8) + _space(60, 160, 252), rpr=_face(22, WHITE, bold=True))
    yield own("Work Picture", ppr='<w:keepNext/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>')
    yield own("Work Label", ppr=_KEEP + _space(60, 0, 240), rpr=_face(15, ACCENT, bold=True, caps=True))
    yield own("Work Title", ppr=_space(60, 0, 250), rpr=_face(19, INK, bold=True))
    yield own("Work Note", ppr=_space(40, 60, 250), rpr=_face(17, MUTED))
    tab = _LEADERS if has_pages else _RIGHT_TAB
    parted = "" if has_pages else _rule(("top", "between"), RULE, 4, 5)
    for level in (1, 2, 3):
        ppr, rpr = {
            1: (parted + tab + _space(120, 70, 250), _face(23, INK, bold=True)),
            2: (tab + f'{_space(0, 50, 250)}<w:ind w:left="284"/>', _face(21, "3A4750")),
            3: (tab + f'{_space(0, 30, 250)}<w:ind w:left="568"/>', _face(19, MUTED)),
        }[level]
        yield built_in(f"TOC{level}", f"toc {level}", ppr, rpr, then="Normal")
    yield built_in("TableofFigures", "table of figures", parted + tab + _space(90, 60, 250), _face(21, "3A4750"))
    yield built_in("FootnoteText", "footnote text", _space(0, 40, 240), _face(18, MUTED))
    yield built_in(
        "TOCHeading", "TOC Heading", _KEEP + _rule("bottom", ACCENT, 8, 8) + _space(0, 360, 240), _face(52, ACCENT),
        then="Normal",
    )  # fmt: skip
    yield built_in("Header", "header", _rule("bottom", RULE, 4, 6) + _RIGHT_TAB + _space(0, 0, 240), _face(17, MUTED))
    yield built_in("Footer", "footer", _RIGHT_TAB + _space(0, 0, 240), _face(18, MUTED))
    yield built_in(
        "ListBullet", "List Bullet",
        f'<w:numPr><w:numId w:val="{BULLETS}"/></w:numPr>{_space(0, 60)}', "",
    )  # fmt: skip
    yield built_in("ListNumber", "List Number", _space(0, 60), "")


def _other_styles() -> Iterable[str]:
    yield _style("character", "DefaultParagraphFont", "Default Paragraph Font")
    yield _style(
        "character", "Hyperlink", "Hyperlink", based="DefaultParagraphFont",
        rpr=f'{ink(ACCENT)}<w:u w:val="single"/>',
    )  # fmt: skip
    yield _style(
        "character", "FootnoteReference", "footnote reference", based="DefaultParagraphFont",
        rpr='<w:vertAlign w:val="superscript"/>',
    )  # fmt: skip
    yield _style(
        "table", "TableNormal", "Normal Table",
        rest='<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>",
    )  # fmt: skip
    yield _style(
        "table", "ReportTable", "Report Table", based="TableNormal", own=True,
        rest=_table(
            _edge("top", 8, ACCENT) + _edge("bottom", 8, ACCENT) + _edge("insideH", 4, RULE), (42, 100, 42, 100)
        )
        + f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>{_edge("bottom", 8, ACCENT)}</w:tcBorders>'
        f'<w:shd w:val="clear" w:color="auto" {fill(TINT)}/></w:tcPr></w:tblStylePr>',
    )  # fmt: skip
    tiles = "".join(_edge(side, 48, WHITE) for side in ("insideH", "insideV"))
    yield _style(
        "table", "ReportTiles", "Report Tiles", based="TableNormal", own=True,
        rest=_table(tiles, (40, 170, 40, 120)),
    )  # fmt: skip
    covers = "".join(_edge(side, 48, WHITE) for side in ("insideV",))
    yield _style(
        "table", "ReportGallery", "Report Gallery", based="TableNormal", own=True,
        rest=_table(covers, (110, 170, 110, 170)),
    )  # fmt: skip
    yield _style("numbering", "NoList", "No List").replace('"numbering"', '"numbering" w:default="1"')


def _edge(side: str, size: int, color: str) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" {edge(color)}/>'


def _table(borders: str, margins: tuple[int, int, int, int]) -> str:
    top, left, bottom, right = margins
    return (
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>'
        f'<w:top w:w="{top}" w:type="dxa"/><w:left w:w="{left}" w:type="dxa"/>'
        f'<w:bottom w:w="{bottom}" w:type="dxa"/><w:right w:w="{right}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )


def styles(language: str, *, has_pages: bool = False) -> str:
    """Return the style part, with the report's language as that of every word.

    Args:
        has_pages: Whether the contents bear page numbers: dotted leaders lead to them, else lines part the chapters.
    """
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" '
        f'w:cs="{FONT}"/>{ink(INK)}<w:sz w:val="22"/><w:szCs w:val="22"/>'
        f'<w:lang w:val="{locale(language)}" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    every = "".join((*_paragraph_styles(has_pages), *_other_styles()))
    return f'{DECLARATION}<w:styles xmlns:w="{W}">{defaults}{every}</w:styles>'


def numbering(restarts: Iterable[int]) -> str:
    """Return the numbering part: one list with bullets, and one numbered list for each entry.

    Args:
        restarts: The level at which each numbered list starts; the first of them has number 2.
    """
    marks = ("•", "–", "•", "–")
    formats = (("decimal", "%1."), ("lowerLetter", "%2."), ("lowerRoman", "%3."), ("decimal", "%4."))
    bullets = "".join(_level(level, "bullet", mark, ink(ACCENT)) for level, mark in enumerate(marks))
    numbers = "".join(_level(level, kind, words, "") for level, (kind, words) in enumerate(formats))
    instances = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="{level}">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for number, level in enumerate(restarts, BULLETS + 1)
    )
    return (
        f'{DECLARATION}<w:numbering xmlns:w="{W}">'
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>{bullets}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{numbers}</w:abstractNum>'
        f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="0"/></w:num>{instances}</w:numbering>'
    )


def _level(level: int, kind: str, words: str, face: str) -> str:
    indent = 340 * (level + 1)
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{words}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="{indent}"/></w:tabs>'
        f'<w:ind w:left="{indent}" w:hanging="340"/></w:pPr>' + (f"<w:rPr>{face}</w:rPr>" if face else "") + "</w:lvl>"
    )


def settings(language: str, *, has_footnotes: bool = False) -> str:
    """Return the settings part: current layout rules, nothing that makes Word ask a question on opening."""
    marks = "".join(f'<w:footnote w:id="{number}"/>' for number, _, _ in SEPARATORS) if has_footnotes else ""
    uri = "http://schemas.microsoft.com/office/word"
    modes = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{uri}" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    return (
        f'{DECLARATION}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"{marks and f'<w:footnotePr>{marks}</w:footnotePr>'}"
        # Without it the words before a new line in a justified paragraph are drawn apart.
        f"<w:compat><w:doNotExpandShiftReturn/>{modes}</w:compat>"
        f'<w:themeFontLang w:val="{locale(language)}"/></w:settings>'
    )


def fonts() -> str:
    """Return the font table: which font stands in where the house font is missing."""
    return (
        f'{DECLARATION}<w:fonts xmlns:w="{W}"><w:font w:name="{FONT}"><w:altName w:val="{FONT_METRIC_TWIN}"/>'
        '<w:panose1 w:val="020F0502020204030204"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
        "</w:fonts>"
    )


def theme() -> str:
    """Return the theme: the palette and the font that Word offers to who edits."""
    colors = "".join(f'<a:{slot}><a:srgbClr val="{color}"/></a:{slot}>' for slot, color in THEME.items())
    face = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = "".join(f'<a:ln w="{width}">{fill}</a:ln>' for width in (6_350, 12_700, 19_050))
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{DECLARATION}<a:theme xmlns:a="{A}" name="Report"><a:themeElements>'
        f'<a:clrScheme name="Report">{colors}</a:clrScheme><a:fontScheme name="Report">'
        f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Report"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )
