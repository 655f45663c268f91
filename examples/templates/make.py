"""Write two templates of fictional centres, to try house styles with.

    python examples/templates/make.py build/templates

``institute.docx`` is a letterhead on American paper with styles of other names, as a program in Serbian leaves them:
serifs, a first page and left pages of their own. ``bare.dotx`` has a page, a theme and next to no styles. The third
house style is the built-in one, which needs no template.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

RED, BROWN, INK = "8C2F1B", "6B5B4B", "2B2622"
PAGE_NUMBER = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def paragraph(style_id: str, words: str, more: str = "") -> str:
    """Return a paragraph; words may hold XML that stands beside runs."""
    run = words if words.startswith("<") else f"<w:r><w:t>{words}</w:t></w:r>"
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{more}</w:pPr>{run}</w:p>'


def style(identifier: str, name: str, ppr: str = "", rpr: str = "", based: str = "Normalno") -> str:
    """Return one style; without a base it is the default one."""
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    default = "" if based else ' w:default="1"'
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{identifier}"><w:name w:val="{name}"/>{base}<w:qFormat/>'
        f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
    )


def space(before: int, after: int, line: int = 240) -> str:
    """Return the distance around a paragraph (twips) and between its lines (240ths)."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def face(half_points: int, color: str, mark: str = "") -> str:
    """Return a color and size of type; mark is ``i``, ``b`` or ``smallCaps``."""
    return f'{f"<w:{mark}/>" if mark else ""}<w:color w:val="{color}"/>{size(half_points)}'


def heading(number: int, before: int, after: int, rpr: str) -> str:
    """Return the style of a heading."""
    ppr = f'<w:keepNext/>{space(before, after)}<w:jc w:val="left"/><w:outlineLvl w:val="{number - 1}"/>'
    return style(f"Naslov{number}", f"Naslov {number}", ppr, rpr)


def size(half_points: int) -> str:
    """Return the size of type."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def theme(name: str, colors: dict[str, str], font: str) -> str:
    """Return a theme with six accents and one font."""
    slots = "".join(f'<a:{slot}><a:srgbClr val="{color}"/></a:{slot}>' for slot, color in colors.items())
    face = f'<a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    return (
        f'<a:theme xmlns:a="{A}" name="{name}"><a:themeElements><a:clrScheme name="{name}">{slots}</a:clrScheme>'
        f'<a:fontScheme name="{name}"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="{name}"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>'
        f'{f"<a:ln>{fill}</a:ln>" * 3}</a:lnStyleLst><a:effectStyleLst>'
        f'{"<a:effectStyle><a:effectLst/></a:effectStyle>" * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}'
        "</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def part(root: str, inner: str) -> str:
    """Return a part of WordprocessingML."""
    return f'<w:{root} xmlns:w="{W}" xmlns:r="{R}">{inner}</w:{root}>'


def institute() -> dict[str, str]:
    """Return the parts of the letterhead."""
    family = '<w:rFonts w:ascii="Palatino Linotype" w:hAnsi="Palatino Linotype" w:cs="Palatino Linotype"/>'
    rule = f'<w:pBdr><w:{{}} w:val="single" w:sz="6" w:space="6" w:color="{RED}"/></w:pBdr>'
    styles = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{family}<w:color w:val="{INK}"/>{size(22)}'
        '<w:lang w:val="sr-Latn-RS"/></w:rPr></w:rPrDefault></w:docDefaults>'
        + style("Normalno", "Normal", based="")
        + style("Osnovnitekst", "Osnovni tekst", f'{space(0, 150, 290)}<w:jc w:val="both"/>')
        + heading(1, 0, 360, face(44, RED))
        + heading(2, 320, 100, face(30, RED, "i"))
        + heading(3, 240, 80, face(24, BROWN, "b"))
        + style("Naslov", "Naslov", space(0, 160, 228), face(84, RED))
        + style("Podnaslov", "Podnaslov", space(120, 0), face(30, BROWN, "i"))
        + style("Natpis", "Natpis", space(100, 280), face(19, BROWN, "i"))
        + style("Zaglavlje", "Zaglavlje", rule.format("bottom"), face(19, BROWN, "smallCaps"))
        + style("Podnozje", "Podnožje", '<w:jc w:val="center"/>', face(18, BROWN))
    )
    name = "Institut za javnu bezbednost (izmišljen)"
    letterhead = (
        paragraph("Podnozje", f'<w:r><w:rPr>{face(26, RED, "b")}</w:rPr><w:t>{name}</w:t></w:r>')
        + paragraph("Podnozje", "Ulica primera 1, Primer grad · example.org", rule.format("bottom"))
    )  # fmt: skip
    title = '<w:bookmarkStart w:id="1" w:name="report_title"/><w:r><w:t>Title</w:t></w:r><w:bookmarkEnd w:id="1"/>'
    references = "".join(
        f'<w:{kind}Reference w:type="{page}" r:id="{kind}-{page}"/>'
        for kind, page in (
            ("header", "even"), ("header", "default"), ("footer", "even"), ("footer", "default"), ("header", "first"),
            ("footer", "first"),
        )
    )  # fmt: skip
    body = (
        paragraph("Naslov", "Naslov dokumenta")
        + f'<w:sectPr>{references}<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1900" w:right="1700" '
        'w:bottom="1500" w:left="1700" w:header="800" w:footer="700" w:gutter="0"/><w:cols w:space="720"/><w:titlePg/>'
        "</w:sectPr>"
    )
    right = '<w:jc w:val="right"/>'
    colors = {
        "dk1": INK, "lt1": "FFFFFF", "dk2": BROWN, "lt2": "F5EFE6", "accent1": RED, "accent2": "C9A66B",
        "accent3": BROWN, "accent4": "D9CDBB", "accent5": "3F5D4E", "accent6": "A9B8AE", "hlink": RED,
        "folHlink": BROWN,
    }  # fmt: skip
    return {
        "document": part("document", f"<w:body>{body}</w:body>"),
        "styles": part("styles", styles),
        "settings": part("settings", "<w:evenAndOddHeaders/>"),
        "theme": theme("Institute", colors, "Palatino Linotype"),
        "header-default": part("hdr", paragraph("Zaglavlje", title, right)),
        "header-even": part("hdr", paragraph("Zaglavlje", name)),
        "header-first": part("hdr", letterhead),
        "footer-default": part("ftr", paragraph("Podnozje", PAGE_NUMBER, right)),
        "footer-even": part("ftr", paragraph("Podnozje", PAGE_NUMBER, '<w:jc w:val="left"/>')),
        "footer-first": part("ftr", paragraph("Podnozje", "Sva prava zadržana")),
    }


def bare() -> dict[str, str]:
    """Return the parts of a template with next to no styles."""
    family = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
    colors = {
        "dk1": "1D2B22", "lt1": "FFFFFF", "dk2": "24503A", "lt2": "EEF3EF", "accent1": "2E7D4F", "accent2": "E0A526",
        "accent3": "1B4965", "accent4": "9FB8A8", "accent5": "7A4E2D", "accent6": "BFC9C2", "hlink": "1B4965",
        "folHlink": "5B4A6B",
    }  # fmt: skip
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="2268" '
        'w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    )
    return {
        "document": part("document", f"<w:body>{page}</w:body>"),
        "styles": part("styles", style("a", "Normal", rpr=family + size(20), based="")),
        "theme": theme("Bare", colors, "Arial"),
    }


def write(parts: dict[str, str], path: Path, *, is_template: bool = False) -> None:
    """Write parts as a package; a name with a dash is a header or footer and the page that it is for."""
    kinds = {name: f"{WORD}.{name.partition('-')[0]}+xml" for name in parts}
    kinds["document"] = f"{WORD}.{'template' if is_template else 'document'}.main+xml"
    kinds["theme"] = "application/vnd.openxmlformats-officedocument.theme+xml"
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in kinds.items())
    links = "".join(
        f'<Relationship Id="{name}" Type="{R}/{name.partition("-")[0]}" Target="{name}.xml"/>'
        for name in parts
        if name != "document"
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="d" Type="{R}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        **{f"word/{name}.xml": xml for name, xml in parts.items()},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, xml in files.items():
            file.writestr(zipfile.ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}')


def main(folder: str = "build/templates") -> None:
    """Write both templates into a folder."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    write(institute(), target / "institute.docx")
    write(bare(), target / "bare.dotx", is_template=True)
    print(target / "institute.docx", target / "bare.dotx", sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
