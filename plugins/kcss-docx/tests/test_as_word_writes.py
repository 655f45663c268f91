"""Documents as Word leaves them after a person's work, each audited and refreshed: the table in docs/design tells them."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from kcss_core.errors import FileError
from kcss_core.report.blocks import Contents, Heading, Span, Tile, Tiles, words
from kcss_docx.alive import audit, refresh
from kcss_docx.exporter import render
from kcss_docx.package import archive
from kcss_docx.statuses import Status

from .lint import W, parts_of
from .living import DOCUMENT, Edit, chart, fragment, report, run, sentence, span, table, visible

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
BESA = 'w:author="Besa" w:date="2023-01-05T10:00:00Z"'


def written(number: int):
    """Return a report with contents, tiles, sentences, a table and a chart; rows that are no events stay as they are."""
    return report(
        Contents(title=words("Contents")),
        Heading(level=1, content=(Span("The "), span("heads", number + 100), Span(" of us")), anchor="results"),
        Tiles(items=(Tile(value=span("reports", number), label=words("reports")),)),
        sentence("It published ", span("reports", number), " reports."),
        sentence("It trained ", span("trained", number + 1), " persons."),
        table({"Local": number + 2, "Abroad": 31, "Online": 7}),
        chart({"Events": {"Local": number + 2, "Abroad": 31}}),
        sentence("Again ", span("reports", number), "."),
    )


BEFORE, AFTER = written(40), written(50)
#: What is said of the values where nobody has done anything, and what the document reads then.
STALE = Counter({("Heads", Status.STALE): 1, ("Reports", Status.STALE): 3, ("Trained", Status.STALE): 1, ("Events", Status.STALE): 2,
                 ("Events", Status.UP_TO_DATE): 2})  # fmt: skip
NEW = ["The 150 of us", "50", "It published 50 reports.", "It trained 51 persons.", "52", "90", "Again 50."]


def split_runs(edit: Edit) -> None:
    """Word splits runs where somebody has typed, and its spelling checker puts marks between them."""
    for control in edit.body.iter(f"{W}sdt"):
        if control.find(f"{W}sdtPr/{W}tag") is not None:
            letters = "".join(text.text or "" for text in control.iter(f"{W}t"))
            edit.content(control, f'<w:proofErr w:type="spellStart"/>{"".join(map(run, letters))}<w:proofErr w:type="spellEnd"/>')


def smart_tag(edit: Edit) -> None:
    control = edit.control("40", 1)
    holder = fragment('<w:smartTag w:uri="urn:x" w:element="n"/>')[0]
    control.addprevious(holder)
    holder.append(control)


def control_removed(edit: Edit) -> None:
    """*Remove content control* leaves its words and the bookmark."""
    control = edit.control("40", 1)
    holder = control.getparent()
    holder[holder.index(control) : holder.index(control) + 1] = list(control.find(f"{W}sdtContent"))


def dragged(edit: Edit) -> None:
    edit.paragraph("Again").addnext(edit.paragraph("It trained"))


def moved_with_tracking(edit: Edit) -> None:
    """The number waits where it was, and follows where it is."""
    old = edit.paragraph("It trained")
    new = copy.deepcopy(old)
    for one in [*new.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
        one.getparent().remove(one)
    for paragraph, name, number in ((old, "moveFrom", 910), (new, "moveTo", 920)):
        change = fragment(f'<w:{name} w:id="{number}" {BESA}/>')[0]
        change.extend([one for one in paragraph if one.tag != f"{W}pPr"])
        start = fragment(f'<w:{name}RangeStart w:id="{number + 1}" {BESA} w:name="move1"/>')[0]
        paragraph.extend([start, change, *fragment(f'<w:{name}RangeEnd w:id="{number + 1}"/>')])
    edit.paragraph("Again").addnext(new)


def section_copied(edit: Edit) -> None:
    """A copy has new ids and no bookmarks."""
    pasted = copy.deepcopy(edit.paragraph("It published"))
    for one in [*pasted.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
        one.getparent().remove(one)
    pasted.find(f".//{W}sdtPr/{W}id").set(f"{W}val", "-1203344556")
    edit.paragraph("Again").addnext(pasted)


def insertion_accepted(edit: Edit) -> None:
    edit.content(edit.control("41"), run("4") + run("5"))
    edit.store("41", "45")


def inserted_with_tracking(edit: Edit) -> None:
    """A paragraph that is new to Word is read like any other."""
    paragraph = edit.paragraph("It trained")
    change = fragment(f'<w:ins w:id="950" {BESA}/>')[0]
    change.extend([one for one in paragraph if one.tag != f"{W}pPr"])
    paragraph.append(change)


def deleted_with_tracking(edit: Edit) -> None:
    """Word puts the deletion into the control."""
    content = edit.control("41").find(f"{W}sdtContent")
    change = fragment(f'<w:del w:id="951" {BESA}/>')[0]
    change.extend(list(content))
    for text in change.iter(f"{W}t"):
        text.tag = f"{W}delText"
    content.append(change)


def emptied(edit: Edit) -> None:
    control = edit.control("41")
    control.find(f"{W}sdtPr").insert(3, fragment("<w:showingPlcHdr/>")[0])
    edit.content(control, run("Click or tap here to enter text.", '<w:rStyle w:val="PlaceholderText"/>'))
    edit.store("41", "")


def typed_over_everywhere(edit: Edit) -> None:
    """Typing in a bound control levels its places."""
    for _ in range(3):
        edit.content(edit.control("40"), run("47"))
    edit.store("40", "47")


def space_typed(edit: Edit) -> None:
    edit.content(edit.control("41"), run("41\u00a0"))


def language_changed(edit: Edit) -> None:
    for one in edit.body.iter(f"{W}r"):
        face = one.find(f"{W}rPr")
        if face is None:
            face = fragment("<w:rPr/>")[0]
            one.insert(0, face)
        face.append(fragment('<w:lang w:val="sq-AL"/>')[0])


def _table(edit: Edit) -> Any:
    return next(one for one in edit.body.iter(f"{W}tbl") if "Kind" in "".join(one.itertext()))


def row_moved(edit: Edit) -> None:
    rows = _table(edit).findall(f"{W}tr")
    rows[1].addprevious(rows[3])


def row_added(edit: Edit) -> None:
    cells = "".join(f"<w:tc><w:p>{run(words_)}</w:p></w:tc>" for words_ in ("Mine", "9"))
    _table(edit).findall(f"{W}tr")[2].addnext(fragment(f"<w:tr>{cells}</w:tr>")[0])


def column_added(edit: Edit) -> None:
    _table(edit).find(f"{W}tblGrid").append(fragment('<w:gridCol w:w="500"/>')[0])
    for row in _table(edit).findall(f"{W}tr"):
        row.append(fragment(f"<w:tc><w:p>{run('Mine')}</w:p></w:tc>")[0])


def cells_merged(edit: Edit) -> None:
    row = _table(edit).findall(f"{W}tr")[1]
    first, second = row.findall(f"{W}tc")
    first.find(f"{W}tcPr").append(fragment('<w:gridSpan w:val="2"/>')[0])
    first.extend(second.findall(f"{W}p"))
    row.remove(second)


def row_deleted_with_tracking(edit: Edit) -> None:
    row = _table(edit).findall(f"{W}tr")[1]
    row.find(f"{W}trPr").append(fragment(f'<w:del w:id="930" {BESA}/>')[0])
    for content in row.iter(f"{W}sdtContent"):
        change = fragment(f'<w:del w:id="931" {BESA}/>')[0]
        change.extend(list(content))
        for text in change.iter(f"{W}t"):
            text.tag = f"{W}delText"
        content.append(change)


def turned_to_text(edit: Edit) -> None:
    """*Convert to text* leaves a paragraph a row, with tabs."""
    old = _table(edit)
    for row in old.findall(f"{W}tr"):
        paragraph = fragment("<w:p/>")[0]
        for cell in row.findall(f"{W}tc"):
            paragraph.extend([*(one for one in cell.find(f"{W}p") if one.tag != f"{W}pPr"), *fragment("<w:r><w:tab/></w:r>")])
        old.addprevious(paragraph)
    old.getparent().remove(old)


def _change_chart(edit: Edit, change: Callable[[str], str]) -> None:
    name = "word/charts/chart1.xml"
    edit.parts[name] = change(edit.parts[name].decode()).encode()


def chart_recolored(edit: Edit) -> None:
    root = etree.fromstring(edit.parts["word/charts/chart1.xml"])
    fill = root.find(f".//{C}ser/{C}spPr/{A}solidFill")
    fill[:] = [etree.Element(f"{A}srgbClr", val="00AA00")]
    edit.parts["word/charts/chart1.xml"] = etree.tostring(root)


def chart_made_a_line(edit: Edit) -> None:
    def change(xml: str) -> str:
        xml = re.sub(r"<c:(barDir|gapWidth|overlap|invertIfNegative)[^>]*/>", "", xml)
        return xml.replace("c:barChart", "c:lineChart").replace('grouping val="clustered"', 'grouping val="standard"')

    _change_chart(edit, change)


def in_a_text_box(edit: Edit) -> None:
    """Word writes a text box twice, once for older programs."""
    paragraph = edit.paragraph("It published")
    box = fragment(
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        'Requires="wps"><w:drawing><w:txbxContent/></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent/></w:pict>'
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )[0]
    paragraph.addprevious(box)
    first, second = box.iter(f"{W}txbxContent")
    second.append(copy.deepcopy(paragraph))
    first.append(paragraph)


def header_edited(edit: Edit) -> None:
    for name in edit.parts:
        if name.startswith("word/header"):
            edit.parts[name] = edit.parts[name].replace(b"</w:p>", f"{run('Besa')}</w:p>".encode(), 1)


def contents_updated(edit: Edit) -> None:
    """F9 gives the bookmarks of headings other names, and splits the entries."""
    link = next(one for one in edit.body.iter(f"{W}hyperlink") if (one.get(f"{W}anchor") or "").startswith("_Toc"))
    for one in edit.body.iter(f"{W}bookmarkStart"):
        if one.get(f"{W}name") == link.get(f"{W}anchor"):
            one.set(f"{W}name", "_Toc199912345")
    link.set(f"{W}anchor", "_Toc199912345")
    link[0:1] = [fragment(run(piece))[0] for piece in ("The ", "140", " of us")]


def saved_by_two(edit: Edit) -> None:
    """Word on the web names every paragraph, and adds elements of later versions to controls."""
    for number, one in enumerate(edit.body.iter(f"{W}p", f"{W}tr"), 1):
        one.set(f"{W14}paraId", f"{number:08X}")
        one.set(f"{W14}textId", "77777777")
    for one in edit.body.iter(f"{W}sdtPr"):
        one.append(etree.Element("{http://schemas.microsoft.com/office/word/2012/wordml}color"))


def compatible(edit: Edit) -> None:
    """*Compatibility mode* of Word 2007."""
    settings = edit.parts["word/settings.xml"]
    edit.parts["word/settings.xml"] = settings.replace(b'w:val="15"', b'w:val="12"')


def macros_renamed(edit: Edit) -> None:
    """A .docm that was renamed."""
    kind = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = edit.parts["[Content_Types].xml"]
    edit.parts["[Content_Types].xml"] = types.replace(kind, b"vnd.ms-word.document.macroEnabled.main+xml")


def saved_as_template(edit: Edit) -> None:
    types = edit.parts["[Content_Types].xml"]
    edit.parts["[Content_Types].xml"] = types.replace(b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml")


def store_renamed(edit: Edit) -> None:
    """Word numbers custom parts anew; a list of sources takes the first number."""
    for name in ("customXml/item1.xml", "customXml/itemProps1.xml", "customXml/_rels/item1.xml.rels"):
        edit.parts[name.replace("1", "3")] = edit.parts.pop(name)
    rels = "customXml/_rels/item3.xml.rels"
    edit.parts[rels] = edit.parts[rels].replace(b"itemProps1", b"itemProps3")
    edit.parts["customXml/item1.xml"] = b'<b:Sources xmlns:b="urn:sources"/>'
    for name, old in (("word/_rels/document.xml.rels", b"customXml/item1"), ("[Content_Types].xml", b"itemProps1")):
        edit.parts[name] = edit.parts[name].replace(old, old[:-1] + b"3")


def changed(**statuses: Any) -> Counter[Any]:
    """Return what is said of untouched values, with some labels in other words."""
    found = Counter({key: count for key, count in STALE.items() if key[0] not in statuses})
    for label, those in statuses.items():
        found.update({(label, status): count for status, count in those.items()})
    return found


UNTOUCHED = (STALE, NEW)
#: For each work of a person: what the audit says of the values, and what stands there after a refresh.
CASES: dict[Callable[[Edit], None], tuple[Counter[Any], list[str]]] = {
    **dict.fromkeys(
        (split_runs, smart_tag, control_removed, inserted_with_tracking, space_typed, language_changed, dragged, chart_recolored,
         chart_made_a_line, in_a_text_box, header_edited, contents_updated, saved_by_two, compatible, macros_renamed,
         saved_as_template, store_renamed, row_moved, cells_merged),
        UNTOUCHED,
    ),
    row_added: (STALE, [*NEW, "Mine", "9"]),
    column_added: (STALE, [*NEW, "Mine"]),
    section_copied: (changed(Reports={Status.STALE: 4}), NEW),
    moved_with_tracking: (changed(Trained={Status.STALE: 1, Status.TRACKED_CHANGE: 1}), NEW),
    insertion_accepted: (changed(Trained={Status.TYPED_OVER: 1}), ["It trained 45 persons."]),
    deleted_with_tracking: (changed(Trained={Status.TRACKED_CHANGE: 1}), ["It trained  persons."]),
    emptied: (changed(Trained={Status.EMPTIED: 1}), ["It trained Click or tap here to enter text. persons."]),
    typed_over_everywhere: (changed(Reports={Status.TYPED_OVER: 3}), ["47", "It published 47 reports.", "Again 47."]),
    row_deleted_with_tracking: (
        changed(Events={Status.STALE: 1, Status.UP_TO_DATE: 2, Status.TRACKED_CHANGE: 1}), ["Local", "90"],
    ),
    turned_to_text: (STALE, [*(one for one in NEW if one not in ("52", "90")), "Local52", "Total90"]),
}  # fmt: skip


@pytest.mark.parametrize("work", CASES, ids=lambda work: work.__name__)
def test_what_a_person_did_in_word(work):
    """Statuses are right, edits are kept, stale numbers are new, and a second refresh changes nothing."""
    edit = Edit(render(BEFORE))
    work(edit)
    before = edit.data()
    statuses, reads = CASES[work]
    found = audit(before, AFTER)
    values = Counter((one.label, one.status) for one in found if one.kind == "value")
    assert values == statuses
    assert [one.label for one in found if one.status is Status.LOOSE_NUMBER] == []
    refreshed = refresh(before, AFTER)
    after = visible(refreshed.data)
    assert [one for one in reads if one not in after] == []
    assert refresh(refreshed.data, AFTER).data == refreshed.data
    kept = {key for key in statuses if key[1] in (Status.TYPED_OVER, Status.TRACKED_CHANGE, Status.EMPTIED)}
    assert {(one.label, one.status) for one in refreshed.left if one.kind == "value"} == kept


def test_a_recolored_chart_and_one_of_another_kind_follow():
    """The color and the kind are somebody's, the numbers the records'."""
    for work, sign in ((chart_recolored, b'val="00AA00"'), (chart_made_a_line, b"<c:lineChart>")):
        edit = Edit(render(BEFORE))
        work(edit)
        part = parts_of(refresh(edit.data(), AFTER).data)["word/charts/chart1.xml"]
        assert sign in part
        assert b"<c:v>52</c:v>" in part


def test_strict_open_xml_is_refused():
    """It is another format with the same suffix; Word saves it as the usual one."""
    parts = parts_of(render(BEFORE))
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = parts[DOCUMENT].replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    with pytest.raises(FileError) as said:
        audit(archive({**parts, DOCUMENT: strict}), AFTER)
    assert str(said.value) == "the document: the document is saved as Strict Open XML; save it in Word as Word Document (*.docx)"
