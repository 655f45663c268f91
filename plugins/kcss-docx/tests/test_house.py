"""A report in a house style of one's own: what is taken from a template, what stands in for what it lacks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest
from attrs import evolve
from click.testing import CliRunner
from lxml import etree

from kcss_core.errors import FileError
from kcss_core.export import render as export
from kcss_core.report.blocks import Heading, ListBlock, ListItem, Paragraph, words
from kcss_core.testing import sample_report
from kcss_core.testing.exporters import missing_words
from kcss_core.testing.strategies import block_trees
from kcss_docx import DocxOptions, accessibility, kcss_exporters
from kcss_docx.commands import command
from kcss_docx.contract import _P_ORDER
from kcss_docx.exporter import render
from kcss_docx.palette import contrast, swaps
from kcss_docx.pictures import solid
from kcss_docx.survey import described, remarks, survey

from .conftest import Read
from .lint import W, faults
from .schema import invalid
from .templates import BODY, R, field, relations, template
from .templates import W as NS

(DOCX,) = kcss_exporters()
REL = "word/_rels/document.xml.rels"
ROOT = Path(__file__).parents[3]


def part(root: str, inner: str) -> str:
    return f'<w:{root} xmlns:w="{NS}" xmlns:r="{R}">{inner}</w:{root}>'


def style(name: str, ppr: str = "", rpr: str = "", identifier: str = "", kind: str = "paragraph", based: str = "N") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if name != "Normal" else ""
    default = ' w:default="1"' if name == "Normal" else ""
    return (
        f'<w:style w:type="{kind}"{default} w:styleId="{identifier or name[:1]}"><w:name w:val="{name}"/>{base}'
        f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
    )


def styles(*more: str) -> str:
    return part("styles", style("Normal") + "".join(more))


_SECTION = '<w:pgSz w:w="8391" w:h="11906"/><w:pgMar w:top="1000" w:right="900" w:bottom="1000" w:left="900" w:header="500" w:footer="500" w:gutter="0"/>'
_FIVE = "".join(
    f'<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="h{n % 3 + 1}"/>{_SECTION}</w:sectPr></w:pPr></w:p>' for n in range(4)
)
_HEADERS = {
    REL: relations("h1 header header1.xml", "h2 header header2.xml", "h3 header header3.xml", "f1 footer footer1.xml", "s settings settings.xml"),
    **{f"word/header{n}.xml": part("hdr", f"<w:p><w:r><w:t>Letterhead {n}</w:t></w:r></w:p>") for n in (1, 2, 3)},
    "word/footer1.xml": part("ftr", field("PAGE")),
    "word/settings.xml": part("settings", "<w:evenAndOddHeaders/>"),
}  # fmt: skip
_REFERENCES = "".join(
    f'<w:{kind}Reference w:type="{page}" r:id="{to}"/>'
    for kind, page, to in (("header", "even", "h2"), ("header", "default", "h1"), ("footer", "default", "f1"), ("header", "first", "h3"))
)

TEMPLATES = {
    "no styles part, no settings part, no core properties": template(),
    "no section": template(body="<w:p/>"),
    "no body": template({"word/document.xml": f'<w:document xmlns:w="{NS}"/>'}),
    "odd and even headers": template(_HEADERS, f"<w:sectPr>{_REFERENCES}{_SECTION}<w:titlePg/></w:sectPr>"),
    "five sections": template(_HEADERS, f'{_FIVE}<w:sectPr><w:footerReference w:type="default" r:id="f1"/>{_SECTION}</w:sectPr>'),
    "broken numbers": template({REL: relations("s styles styles.xml"), "word/styles.xml": styles(style("List Bullet", '<w:numPr><w:numId w:val="9"/></w:numPr>'))}),
    "styles of one name and another kind": template(
        {REL: relations("s styles styles.xml"), "word/styles.xml": styles(style("Lead", kind="character"), style("Gap", kind="table", identifier="Gap"))}
    ),
    "a page of impossible size": template(body='<w:sectPr><w:pgSz w:w="-3" w:h="99999999"/><w:pgMar w:left="x"/></w:sectPr>'),
    "margins wider than the page": template(body='<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="9000" w:right="9000"/></w:sectPr>'),
    "two columns and a border": template(
        body='<w:sectPr><w:pgSz w:w="16838" w:h="11906"/><w:pgBorders><w:top w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pgBorders><w:cols w:num="2"/></w:sectPr>'
    ),
    "the report at a bookmark": template(
        _HEADERS,
        '<w:p><w:r><w:t>Own first page</w:t></w:r></w:p><w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="h1"/>' + _SECTION + "</w:sectPr></w:pPr></w:p>"
        '<w:p><w:bookmarkStart w:id="7" w:name="report_body"/><w:r><w:t>goes away</w:t></w:r><w:bookmarkEnd w:id="7"/></w:p>'
        '<w:p><w:r><w:t>Own last page</w:t></w:r></w:p><w:sectPr><w:headerReference w:type="default" r:id="h2"/>' + _SECTION + "</w:sectPr>",
    ),
}  # fmt: skip


def set_in(tmp_path: Path, data: bytes, **more) -> Read:
    file = tmp_path / "house.docx"
    file.write_bytes(data)
    return Read(render(evolve(sample_report("en"), **more), template=file))


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_breaks_a_report(name, tmp_path):
    """The document passes the lint, and every word of the report is in it."""
    read = set_in(tmp_path, TEMPLATES[name])
    said = "".join(text.text or "" for text in read.body.iter(f"{W}t")) + read.words()
    assert missing_words(sample_report("en").blocks, said) == ()


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_report_in_a_template_is_valid(name, tmp_path, schemas):
    """What comes from the template and what is added to it fit the schemas together."""
    assert invalid(set_in(tmp_path, TEMPLATES[name]).data, schemas) == []


def test_the_same_template_gives_the_same_bytes(tmp_path):
    """Nothing of a first run is left in a second one."""
    data = TEMPLATES["odd and even headers"]
    assert set_in(tmp_path, data).data == set_in(tmp_path, data).data


def test_the_page_is_that_of_the_template(tmp_path):
    """Size and margins; lines, tables and pictures are as long as it gives."""
    read = set_in(tmp_path, TEMPLATES["odd and even headers"])
    sizes = [(one.get(f"{W}w"), one.get(f"{W}h")) for one in read.body.iter(f"{W}pgSz")]
    assert sizes == [("8391", "11906")] * 2
    widths = [int(one.get(f"{W}w")) for one in read.body.iter(f"{W}tblW")]
    assert max(widths) == 8391 - 2 * 900
    assert 'w:pos="6591"' in read.xml("word/styles.xml")


def test_headers_of_all_pages_are_kept(tmp_path):
    """Right and left pages have the template's own, the cover that of its first page or none."""
    read = set_in(tmp_path, TEMPLATES["odd and even headers"])
    targets = dict(re.findall(r'Id="(\w+)" Type="[^"]*/(?:header|footer)" Target="([^"]+)"', read.xml(REL)))
    last = read.body.findall(f".//{W}sectPr")[-1]
    shown = {
        (one.tag.removeprefix(W), one.get(f"{W}type")): "".join(etree.fromstring(read.parts["word/" + targets[one.get(f"{{{R}}}id")]]).itertext())
        for one in last
        if one.tag.endswith("Reference")
    }
    assert shown["headerReference", "default"] == "Letterhead 1"
    assert shown["headerReference", "even"] == "Letterhead 2"
    assert shown["footerReference", "default"] == shown["footerReference", "even"]
    assert "<w:evenAndOddHeaders/>" in read.xml("word/settings.xml")


def test_a_header_that_a_section_does_not_name_is_that_of_the_section_before(tmp_path):
    """The last of five sections shows the header of the fourth."""
    read = set_in(tmp_path, TEMPLATES["five sections"])
    (used,) = {name for name in read.parts if "Letterhead 1" in read.parts[name].decode("utf-8", "replace")}
    assert used.startswith("word/header")


def test_a_report_stands_where_the_template_marks_the_place(tmp_path):
    """Its own pages stay around it, what the bookmark covers goes, and there is no other cover."""
    read = set_in(tmp_path, TEMPLATES["the report at a bookmark"])
    said = [words_ for _, words_ in Read(read.data).paragraphs()]
    everything = "".join(text.text or "" for text in read.body.iter(f"{W}t"))
    assert everything.startswith("Own first page")
    assert said[-1] == "Own last page"
    assert "goes away" not in everything
    assert "CoverOrganization" not in read.xml("word/document.xml")
    assert len(read.body.findall(f".//{W}sectPr")) == 2


def test_words_of_the_report_fill_bookmarks_of_the_template(tmp_path):
    """In the face of what stood there; in headers too."""
    mark = '<w:p><w:bookmarkStart w:id="3" w:name="report_title"/><w:r><w:rPr><w:b/></w:rPr><w:t>Title</w:t></w:r><w:bookmarkEnd w:id="3"/></w:p>'
    more = {REL: relations("h1 header header1.xml"), "word/header1.xml": part("hdr", mark)}
    read = set_in(tmp_path, template(more, f'<w:sectPr><w:headerReference w:type="default" r:id="h1"/>{_SECTION}</w:sectPr>'))
    assert any("<w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">Annual report</w:t>" in part_.decode("utf-8", "replace") for part_ in read.parts.values())


NAMES = {
    "Word, in German": ("heading 1", "berschrift1"),
    "LibreOffice": ("Heading 1", "Heading1"),
    "Serbian": ("Naslov 1", "Naslov1"),
    "Albanian": ("Titulli 1", "Titulli1"),
    "an alias": ("Kapitel", "K"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_style_is_found_by_its_name(name, tmp_path):
    """Whatever language or program it comes from, and under the id that it has there."""
    theirs, identifier = NAMES[name]
    more = style(theirs, '<w:outlineLvl w:val="0"/>', '<w:color w:val="AA0000"/>', identifier)
    if theirs == "Kapitel":
        more = more.replace("</w:style>", "").replace('<w:name w:val="Kapitel"/>', '<w:name w:val="Kapitel"/><w:aliases w:val="x,heading 1"/>') + "</w:style>"
    data = template({REL: relations("s styles styles.xml"), "word/styles.xml": styles(more)})
    read = set_in(tmp_path, data, blocks=(Heading(level=1, content=words("One"), anchor="one"),))
    assert (identifier, "One") in read.paragraphs()
    assert read.xml("word/styles.xml").count('<w:name w:val="heading 1"/>') == int(theirs == "heading 1")


def test_a_chapter_starts_a_page_whatever_its_style(tmp_path):
    """A style that does not say so is told to."""
    data = template({REL: relations("s styles styles.xml"), "word/styles.xml": styles(style("heading 1", identifier="h"))})
    xml = set_in(tmp_path, data).xml("word/document.xml")
    assert '<w:pStyle w:val="h"/><w:pageBreakBefore/>' in xml


def test_paragraphs_that_would_run_together_are_kept_apart(tmp_path):
    """A template whose default paragraph has no distance, and no style for running text, gets one."""
    data = template({REL: relations("s styles styles.xml"), "word/styles.xml": styles()})
    read = set_in(tmp_path, data, blocks=(Paragraph(content=words("One")),))
    assert read.paragraphs()[0] == ("ReportText", "One")


def test_cells_do_not_inherit_the_indent_of_paragraphs(tmp_path):
    """What the template's default paragraph has is undone in copied styles."""
    normal = style("Normal", '<w:spacing w:after="200"/><w:ind w:firstLine="500"/><w:jc w:val="both"/>', "<w:b/>", "N")
    data = template({REL: relations("s styles styles.xml"), "word/styles.xml": part("styles", normal)})
    root = etree.fromstring(set_in(tmp_path, data).parts["word/styles.xml"])
    text = root.find(f"{W}style[@{W}styleId='TableText']")
    assert text.find(f"{W}pPr/{W}ind").get(f"{W}firstLine") == "0"
    assert text.find(f"{W}pPr/{W}jc").get(f"{W}val") == "left"
    assert text.find(f"{W}rPr/{W}b").get(f"{W}val") == "0"
    names = [child.tag.removeprefix(W) for child in text.find(f"{W}pPr")]
    assert names == sorted(names, key=_P_ORDER.index)


def test_lists_are_those_of_the_template(tmp_path):
    """A style with bullets brings its own list; one without gets the built-in one."""
    numbering = part(
        "numbering",
        '<w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="▸"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="6"><w:abstractNumId w:val="4"/></w:num>',
    )
    bullets = style("List Bullet", '<w:numPr><w:numId w:val="6"/></w:numPr>', identifier="lb")
    more = {REL: relations("s styles styles.xml", "n numbering numbering.xml"), "word/styles.xml": styles(bullets), "word/numbering.xml": numbering}
    deep = ListBlock(items=(ListItem(content=words("One"), below=(ListBlock(items=(ListItem(content=words("Two")),)),)),))
    read = set_in(tmp_path, template(more), blocks=(deep, ListBlock(items=(ListItem(content=words("Three")),), is_ordered=True)))
    marks = [(one.find(f"{W}ilvl").get(f"{W}val"), one.find(f"{W}numId").get(f"{W}val")) for one in read.body.iter(f"{W}numPr")]
    assert marks == [("0", "6"), ("0", "6"), ("0", "7")]


def test_colors_are_those_of_the_theme(tmp_path):
    """Tiles, tables and charts, and what is copied from the built-in styles."""
    example = ROOT / "examples/templates/make.py"
    subprocess.run([sys.executable, str(example), str(tmp_path)], check=True, capture_output=True)
    read = Read(render(sample_report("en"), template=tmp_path / "bare.dotx"))
    for name in ("word/document.xml", "word/styles.xml", "word/charts/chart1.xml"):
        assert "0F5C73" not in read.xml(name)
    for name in ("word/document.xml", "word/styles.xml", "word/theme/theme1.xml"):
        assert "2E7D4F" in read.xml(name)


def named(xml):
    """Return what is set in a color of the theme: attribute or element, value, name."""
    return set(re.findall(r'(w:fill|w:color|<w:color w:val)="(\w+)" w:theme(?:Fill|Color)="(\w+)"|<a:(schemeClr) val="(\w+)"/>', xml))


def test_colors_follow_the_theme_when_somebody_changes_it(tmp_path):
    """Each color that the theme has is named there, its value beside it; of a house the accent that is as it was."""
    subprocess.run([sys.executable, str(ROOT / "examples/templates/make.py"), str(tmp_path)], check=True, capture_output=True)
    read = Read(render(sample_report("en")))
    theme = dict(re.findall(r'<a:(\w+)><a:srgbClr val="(\w+)"/>', read.xml("word/theme/theme1.xml")))
    slots = {"text1": "dk1", "background1": "lt1", "background2": "lt2"}
    found = named(read.xml("word/document.xml")) | named(read.xml("word/styles.xml"))
    assert {(kind, name) for kind, _, name, _, _ in found} >= {
        ("w:fill", "background2"), ("w:fill", "accent1"), ("w:color", "accent1"), ("<w:color w:val", "accent1"), ("<w:color w:val", "text1"),
    }  # fmt: skip
    assert all(color == theme[slots.get(name, name)] for _, color, name, _, _ in found)
    assert {("", "", "", "schemeClr", "accent1"), ("", "", "", "schemeClr", "tx1")} <= named(read.xml("word/charts/chart1.xml"))
    house = Read(render(sample_report("en"), template=tmp_path / "bare.dotx"))
    assert named(house.xml("word/document.xml")) == {("w:fill", "2E7D4F", "accent1", "", ""), ("w:color", "2E7D4F", "accent1", "", "")}
    assert {one[4] for one in named(house.xml("word/charts/chart1.xml"))} == {"accent1"}


def test_colors_that_had_to_be_changed_have_no_name(tmp_path):
    """An accent too pale for words is darkened, and a theme would make it pale again."""
    theme = '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:clrScheme name="x">' + "".join(f'<a:accent{n}><a:srgbClr val="FFC000"/></a:accent{n}>' for n in range(1, 7)) + "</a:clrScheme></a:themeElements></a:theme>"
    read = set_in(tmp_path, template({REL: relations("t theme theme/theme1.xml"), "word/theme/theme1.xml": theme}))
    assert named(read.xml("word/document.xml")) == set()


@pytest.mark.parametrize("accents", [["4472C4", "ED7D31"], ["FFFF00"], ["000000"], [], ["FFC000", "FFFFAA", "AAFFFF"], ["777777", "C00000"]])
@pytest.mark.parametrize("text", ["000000", "222B33", "777777"])
def test_whatever_the_theme_words_can_be_read(accents, text):
    """Contrast of 4.5 or more wherever the built-in style has it."""
    built_in = {"accent": "0F5C73", "ink": "222B33", "tint": "EAF1F4", "muted": "55626B", "deep": "3A4750", "light": "8DB8C6", "grey": "BFC8CD", "last": "A5AFB5", "other": "3B788C"}
    house = {name: swaps(accents, text)[color] for name, color in built_in.items()}
    for words_ in ("accent", "ink", "muted", "deep"):
        assert contrast(house[words_], "FFFFFF") >= 4.5
        assert contrast(house[words_], house["tint"]) >= 4.5
    for ground in ("light", "grey", "last"):
        assert contrast(house["ink"], house[ground]) >= 4.5
    assert contrast("FFFFFF", house["other"]) >= 4.5


def test_logos_of_a_letterhead_come_along(tmp_path):
    """A header's picture is stored, and the logo is not shown beside it."""
    picture = '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="x" descr="Logo"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="x"><a:blip r:embed="p"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    more = {
        REL: relations("h1 header header1.xml", "s styles styles.xml"), "word/styles.xml": styles(style("Title")),
        "word/header1.xml": part("hdr", picture), "word/_rels/header1.xml.rels": relations("p image media/a.png"), "word/media/a.png": solid("FF0000"),
    }  # fmt: skip
    read = set_in(tmp_path, template(more, f'<w:sectPr><w:headerReference w:type="default" r:id="h1"/>{_SECTION}</w:sectPr>'))
    assert solid("FF0000") in read.parts.values()
    assert "Logo of" not in read.xml("word/document.xml")


def test_a_template_is_chosen_by_report_or_option(tmp_path):
    """The option goes before what the report names."""
    one, other = tmp_path / "one.docx", tmp_path / "other.docx"
    one.write_bytes(TEMPLATES["odd and even headers"])
    other.write_bytes(template())
    report = evolve(sample_report("en"), template=one)
    assert b"Letterhead" in b"".join(Read(export(report, DOCX)).parts.values())
    assert b"Letterhead" not in b"".join(Read(export(report, DOCX, DocxOptions(template=str(other)))).parts.values())


def test_what_was_taken_out_is_told_before_writing(tmp_path):
    """As problems, for the command to print; without a template there is nothing to say."""
    file = tmp_path / "house.docx"
    file.write_bytes(template({"word/vbaProject.bin": b"x"}, field("DDE cmd") + BODY))
    assert DOCX.remarks is not None
    assert DOCX.remarks(sample_report("en"), DocxOptions()) == ()
    said = [f"{one.severity.value} {one}" for one in DOCX.remarks(evolve(sample_report("en"), template=file), DocxOptions())]
    hint = "save the template without it, and ask who sent it"
    assert said == [
        f"warning house.docx: taken out: word/document.xml: a field (DDE cmd); {hint}",
        f"warning house.docx: taken out: word/vbaProject.bin: macros; {hint}",
        "note house.docx: the words in the template are left out; a bookmark report_body among them keeps them",
        "note house.docx: there is no header; the built-in one is used",
        "note house.docx: there is no footer; the built-in one is used",
    ]


def test_a_template_that_cannot_be_read_is_a_problem(tmp_path):
    """One sentence with a remedy."""
    (problem,) = remarks(tmp_path / "house.docx", "en")
    assert problem.message == f"{tmp_path / 'house.docx'}: expected a template (.docx or .dotx), got none: No such file or directory"
    assert problem.code == "template.unreadable"


def test_a_survey_says_what_is_used(tmp_path):
    """Found, missing, odd, not needed."""
    file = tmp_path / "house.docx"
    more = style("Heading 1", identifier="h") + style("List Bullet", identifier="lb") + style("Callout", identifier="c") + style("Lead", kind="character", identifier="l")
    file.write_bytes(template({REL: relations("s styles styles.xml"), "word/styles.xml": styles(more)}))
    found = survey(file)
    by_name = {one.name: one for one in found.found}
    assert by_name["heading 1"].theirs == "Heading 1"
    assert by_name["List Bullet"].remark == "it has no bullets; those of the built-in style are used"
    assert by_name["Lead"].remark == "there is one of this name, but for character"
    assert by_name["heading 2"].theirs == ""
    assert found.others == ("Callout", "Lead")
    assert next(described(found)) == "page      210 × 297 mm, lines of 145 mm"


@pytest.mark.parametrize("name", ["built-in", "institute.docx", "bare.dotx", "odd and even headers", "the report at a bookmark"])
def test_any_tree_is_valid_in_any_house(name, tmp_path, schemas):
    """Random blocks in random order pass lint and schema in each house style."""
    subprocess.run([sys.executable, str(ROOT / "examples/templates/make.py"), str(tmp_path)], check=True, capture_output=True)
    if name in TEMPLATES:
        (tmp_path / name).write_bytes(TEMPLATES[name])
    house = None if name == "built-in" else tmp_path / name
    report = sample_report("sr-Cyrl")

    @hypothesis.settings(max_examples=25, database=None, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(blocks=block_trees())
    def try_tree(blocks):
        data = render(evolve(report, blocks=blocks), template=house)
        assert faults(data) == []
        assert invalid(data, schemas) == []
        assert [one for one in accessibility.faults(data, "x.docx") if one.rule.level is accessibility.Level.ERROR] == []

    try_tree()


def test_a_report_of_last_year_is_a_template(tmp_path):
    """Its styles, lists and page are used again, and nothing about it is alarming."""
    file = tmp_path / "last-year.docx"
    file.write_bytes(render(sample_report("en")))
    found = survey(file)
    assert [one.name for one in found.found if not one.theirs] == []
    assert found.removed == ()
    again = Read(render(sample_report("en"), template=file))
    assert again.paragraphs() == Read(file.read_bytes()).paragraphs()
    assert again.xml("word/theme/theme1.xml") == Read(file.read_bytes()).xml("word/theme/theme1.xml")


def run(*words_: str):
    return CliRunner().invoke(command, [*words_])


def test_the_command_lists_styles(tmp_path):
    """What is used of a template, what stands in for it, its page, and what was taken out."""
    file = tmp_path / "house.docx"
    more = {REL: relations("s styles styles.xml"), "word/styles.xml": styles(style("Heading 1", identifier="h"), style("Callout"))}
    file.write_bytes(template(more, field("DDE cmd") + BODY))
    said = run("styles", str(file))
    assert said.exit_code == 0
    lines = said.output.splitlines()
    assert [" ".join(line.split()) for line in lines if line.startswith(("heading 1", "heading 2"))] == ["heading 1 paragraph Heading 1", "heading 2 paragraph (built-in)"]
    assert "page      210 × 297 mm, lines of 145 mm" in lines
    assert lines[lines.index("also there, not needed") + 1 : lines.index("remarks") - 1] == ["  Callout", "", "taken out", "  word/document.xml: a field (DDE cmd)"]


def test_the_command_says_that_a_template_is_missing(tmp_path):
    """One sentence, exit code 3."""
    said = run("styles", str(tmp_path / "none.docx"))
    assert isinstance(said.exception, FileError)
    assert str(said.exception) == f"{tmp_path / 'none.docx'}: expected a template (.docx or .dotx), got none: No such file or directory"


def test_the_command_holds_a_document_against_the_rules(tmp_path):
    """0 where there is nothing, 1 with what and how many where there is something."""
    good, bad = tmp_path / "good.docx", tmp_path / "bad.docx"
    good.write_bytes(render(sample_report("en")))
    bad.write_bytes(template())
    assert (run("accessibility", str(good)).exit_code, run("accessibility", str(good)).output) == (0, "nothing found\n")
    said = run("accessibility", str(bad))
    assert said.exit_code == 1
    assert said.output.splitlines() == [
        "error: the document has a title  [title]",
        "  the document: has no title among its properties",
        "error: every word has a language  [language]",
        "  the document: its styles name no language",
        "2 errors",
    ]
