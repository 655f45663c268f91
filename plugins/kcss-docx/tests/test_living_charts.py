"""Charts follow the records in place, with their workbook, in the colors that people gave them."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from kcss_core.report.blocks import ChartKind
from kcss_docx.alive import audit, refresh
from kcss_docx.exporter import render
from kcss_docx.package import archive
from kcss_docx.refreshing import Take
from kcss_docx.statuses import Kind, Status

from .lint import W, faults_of_parts, parts_of
from .living import DOCUMENT, Edit, chart, fragment, report, run
from .schema import invalid

PART, BOOK = "word/charts/chart1.xml", "word/embeddings/chart1.xlsx"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
BEFORE = {"Women": {"Local": 4, "Abroad": 6}, "Men": {"Local": 5, "Abroad": 7}}
AFTER = {"Women": {"Online": 1, "Local": 4, "Abroad": 9}, "Others": {"Online": 2, "Local": 3, "Abroad": 4}}


def of_charts(found) -> list[tuple[Status, str]]:
    """Return status and note of what is said of charts."""
    return [(one.status, one.note) for one in found if one.kind is Kind.CHART]


def drawn(data: bytes) -> dict[str, dict[str, str | None]]:
    """Return what the chart draws, read apart from the library."""
    found = {}
    for series in etree.fromstring(parts_of(data)[PART]).iter(f"{C}ser"):
        names = {point.get("idx"): point.findtext(f"{C}v") for point in series.iterfind(f"{C}cat//{C}pt")}
        numbers = {point.get("idx"): point.findtext(f"{C}v") for point in series.iterfind(f"{C}val//{C}pt")}
        found[series.findtext(f"{C}tx//{C}v")] = {name: numbers.get(at) for at, name in names.items()}
    return found


def in_workbook(data: bytes) -> dict[str, dict[str, float | str]]:
    """Return what Word opens for editing."""
    book = CalamineWorkbook.from_filelike(BytesIO(parts_of(data)[BOOK]))
    (_, *names), *rows = book.get_sheet_by_index(0).to_python()
    return {name: {str(row[0]): row[at] for row in rows} for at, name in enumerate(names, 1)}


def changed(data: bytes, change) -> bytes:
    """Return a document with another chart part."""
    root = etree.fromstring(parts_of(data)[PART])
    change(root)
    return archive({**parts_of(data), PART: etree.tostring(root)})


@pytest.mark.parametrize("kind", [ChartKind.BAR, ChartKind.STACKED_BAR, ChartKind.LINE])
def test_series_and_categories_that_came_and_went(kind, schemas):
    """Chart, workbook, alternative text and height follow; a second refresh changes nothing."""
    before, after = render(report(chart(BEFORE, kind))), report(chart(AFTER, kind))
    assert of_charts(audit(before, after)) == [(Status.STALE, "numbers; alternative text")]
    data = refresh(before, after).data
    assert drawn(data) == {name: {of: str(number) for of, number in row.items()} for name, row in AFTER.items()}
    assert in_workbook(data) == AFTER
    assert 'descr="Events: Women Online 1; Women Local 4;' in parts_of(data)[DOCUMENT].decode()
    assert of_charts(audit(data, after)) == [(Status.UP_TO_DATE, "")]
    assert refresh(data, after).data == data
    assert faults_of_parts(parts_of(data)) == []
    assert invalid(data, schemas) == []


def test_a_refreshed_chart_has_the_size_that_it_would_have():
    """Three groups of bars need more height than two; a size that a person chose stays."""
    wanted = parts_of(render(report(chart(AFTER))))[DOCUMENT].decode().partition("<wp:extent ")[2].partition("/>")[0]
    before = render(report(chart(BEFORE)))
    data = parts_of(refresh(before, report(chart(AFTER))).data)
    assert f"<wp:extent {wanted}/>" in data[DOCUMENT].decode()
    parts = parts_of(before)
    old = parts[DOCUMENT].decode().partition("<wp:extent ")[2].partition("/>")[0]
    resized = archive({**parts, DOCUMENT: parts[DOCUMENT].replace(f"<wp:extent {old}/>".encode(), b'<wp:extent cx="99" cy="77"/>')})
    assert b'<wp:extent cx="99" cy="77"/>' in parts_of(refresh(resized, report(chart(AFTER))).data)[DOCUMENT]


def paint(element):
    """Fill a series or a slice with a green of one's own, as Word does."""
    (color,) = element.find(f"{C}spPr/{A}solidFill")
    color.tag = f"{A}srgbClr"
    color.set("val", "00AA00")


def test_colors_of_people_stay():
    """Somebody has made the women's bars green."""

    def recolor(root):
        paint(root.find(f".//{C}ser"))

    data = refresh(changed(render(report(chart(BEFORE))), recolor), report(chart(AFTER))).data
    first = etree.fromstring(parts_of(data)[PART]).find(f".//{C}ser")
    assert (first.findtext(f"{C}tx//{C}v"), first.find(f"{C}spPr/{A}solidFill/{A}srgbClr").get("val")) == ("Women", "00AA00")


def test_a_slice_keeps_its_color_when_others_come():
    """In a doughnut each category has a color of its own, which follows it."""
    before = report(chart({"Events": {"Local": 4, "Abroad": 6}}, ChartKind.DOUGHNUT))
    after = report(chart({"Events": {"Online": 1, "Local": 4, "Abroad": 9}}, ChartKind.DOUGHNUT))

    def recolor(root):
        paint(root.findall(f".//{C}dPt")[1])

    data = refresh(changed(render(before), recolor), after).data
    points = etree.fromstring(parts_of(data)[PART]).findall(f".//{C}dPt")
    assert [point.find(f"{C}idx").get("val") for point in points] == ["0", "1", "2"]
    colors = [point.find(f"{C}spPr/{A}solidFill")[0].get("val") for point in points]
    assert colors[2] == "00AA00"
    assert len(set(colors)) == 3


@pytest.mark.parametrize("kind", [ChartKind.BAR, ChartKind.STACKED_BAR, ChartKind.LINE])
def test_a_new_series_has_a_color_of_its_own(kind):
    """Also where it stands before those that were there."""
    before = report(chart({"Women": {"Local": 4}, "Men": {"Local": 5}}, kind))
    after = report(chart({"Others": {"Local": 2}, "Women": {"Local": 4}, "Men": {"Local": 5}}, kind))
    series = etree.fromstring(parts_of(refresh(render(before), after).data)[PART]).findall(f".//{C}ser")
    assert [one.findtext(f"{C}tx//{C}v") for one in series] == ["Others", "Women", "Men"]
    assert len({etree.tostring(one.find(f"{C}spPr"), method="c14n") for one in series}) == 3


def test_narrow_parts_are_silent_where_they_now_are():
    """Which parts of a stack are too narrow for their number changes with the numbers."""
    before = report(chart({"Women": {"Local": 1, "Abroad": 99}}, ChartKind.STACKED_BAR))
    after = report(chart({"Women": {"Local": 99, "Abroad": 1}}, ChartKind.STACKED_BAR))
    root = etree.fromstring(parts_of(refresh(render(before), after).data)[PART])
    assert [one.find(f"{C}idx").get("val") for one in root.iter(f"{C}dLbl") if one.find(f"{C}delete") is not None] == ["1"]


def typed_over(data: bytes, number: str) -> bytes:
    """Return a document in which somebody has changed the first number by *Edit data*."""

    def change(root):
        root.find(f".//{C}val//{C}v").text = number

    return changed(data, change)


def test_numbers_that_somebody_typed_stay():
    """They are told; records win where that is asked for; what the records come to say is adopted."""
    mine, after = typed_over(render(report(chart(BEFORE))), "44"), report(chart(AFTER))
    assert of_charts(audit(mine, after)) == [(Status.TYPED_OVER, "somebody has changed its data")]
    assert drawn(refresh(mine, after).data)["Women"]["Local"] == "44"
    assert drawn(refresh(mine, after, take=Take.RECORDS).data)["Women"]["Local"] == "4"
    adopted = report(chart({**BEFORE, "Women": {"Local": 44, "Abroad": 6}}))
    assert of_charts(audit(mine, adopted)) == [(Status.STALE, "alternative text; the workbook behind it")]
    kept = refresh(mine, adopted).data
    assert of_charts(audit(kept, adopted)) == [(Status.UP_TO_DATE, "")]
    assert in_workbook(kept)["Women"]["Local"] == 44


def test_a_hidden_number_is_nowhere_afterwards():
    """Neither in the chart, nor in its workbook, nor in words about it, whoever typed it."""
    before = {"Women": {"Local": 4773, "Abroad": 6}}
    after = report(chart(before, hidden=frozenset({("Women", "Local")})))
    for data in (render(report(chart(before))), typed_over(render(report(chart(before))), "4773.0")):
        refreshed = refresh(data, after).data
        parts = {**parts_of(refreshed), **parts_of(parts_of(refreshed)[BOOK])}
        assert [name for name, part in parts.items() if b"4773" in part or b"4,773" in part] == []
        assert drawn(refreshed) == {"Women": {"Local": None, "Abroad": "6"}}


def test_what_somebody_added_goes_where_nothing_is_left_to_draw():
    """Then there is no workbook any more, and the refresh says what went with it."""
    numbers = {"Women": {"Local": 4773}}
    after = report(chart(numbers, hidden=frozenset({("Women", "Local")})))
    refreshed = refresh(added_to(render(report(chart(numbers))), "sheet"), after)
    assert BOOK not in parts_of(refreshed.data)
    assert "its workbook taken away, with what somebody added to it" in [one.now for one in refreshed.done]


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SECOND = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>4773</v></c></row></sheetData></worksheet>'.encode()


def added_to(data: bytes, how: str) -> bytes:
    """Return a document in whose chart somebody has opened *Edit data* and left more there than names and numbers."""
    parts = parts_of(data)
    book = parts_of(parts[BOOK])
    sheet = "xl/worksheets/sheet1.xml"
    if how == "sheet":
        book["xl/worksheets/sheet2.xml"] = SECOND
        book["xl/workbook.xml"] = book["xl/workbook.xml"].replace(b"</sheets>", b'<sheet name="Mine" sheetId="2" r:id="rId9"/></sheets>')
    elif how == "cell":
        book[sheet] = book[sheet].replace(b"</sheetData>", b'<row r="9"><c r="H9"><v>4773</v></c></row></sheetData>')
    elif how == "formula":
        book[sheet] = book[sheet].replace(b"<v>6</v>", b"<f>2*3</f><v>6</v>")
    elif how == "rule":
        book[sheet] = book[sheet].replace(b"</sheetData>", b'</sheetData><conditionalFormatting sqref="B2"/>')
    elif how == "name":
        book["xl/workbook.xml"] = book["xl/workbook.xml"].replace(b"</sheets>", b'</sheets><definedNames><definedName name="mine">4773</definedName></definedNames>')
    assert book != parts_of(parts[BOOK])
    return archive({**parts, BOOK: archive(book)})


ADDITIONS = ["sheet", "cell", "formula", "rule", "name"]


@pytest.mark.parametrize("how", ADDITIONS)
def test_what_somebody_added_to_a_workbook_stays(how):
    """Such a chart keeps its numbers and is told, until the records are to win; where nothing has changed, it is fine."""
    before, after = report(chart(BEFORE)), report(chart(AFTER))
    mine = added_to(render(before), how)
    assert of_charts(audit(mine, before)) == [(Status.UP_TO_DATE, "")]
    note = "its data have changed in the records, and somebody has added to its workbook"
    assert of_charts(audit(mine, after)) == [(Status.RESTRUCTURED, note)]
    kept = refresh(mine, after)
    assert (parts_of(kept.data)[BOOK], parts_of(kept.data)[PART]) == (parts_of(mine)[BOOK], parts_of(mine)[PART])
    assert of_charts(kept.left) == [(Status.RESTRUCTURED, note)]
    assert refresh(kept.data, after).data == kept.data
    won = refresh(kept.data, after, take=Take.RECORDS)
    assert in_workbook(won.data) == AFTER
    assert [one.now for one in won.done] == ["numbers", "its workbook written anew, without what somebody added to it"]
    assert of_charts(audit(won.data, after))[0][0] is not Status.RESTRUCTURED


def test_a_workbook_as_excel_saves_it_is_nobody_s():
    """Shared strings, a theme, properties and how the window looked are what the program adds, so that the chart follows."""
    parts = parts_of(render(report(chart(BEFORE))))
    book = parts_of(parts[BOOK])
    for name in ("docProps/app.xml", "docProps/core.xml", "xl/theme/theme1.xml", "xl/sharedStrings.xml"):
        book[name] = f'<sst xmlns="{MAIN}"/>'.encode()
    sheet = "xl/worksheets/sheet1.xml"
    book[sheet] = book[sheet].replace(b"<sheetData>", b'<dimension ref="A1:C3"/><sheetViews/><sheetFormatPr/><cols/><sheetData>')
    book[sheet] = book[sheet].replace(b"</sheetData>", b'<row r="9"><c r="H9" s="1"/></row></sheetData><pageMargins/>')
    mine = archive({**parts, BOOK: archive(book)})
    assert in_workbook(refresh(mine, report(chart(AFTER))).data) == AFTER


@pytest.mark.parametrize("how", ADDITIONS)
def test_what_somebody_added_to_a_workbook_goes_with_a_hidden_number(how):
    """It may hold the number, also where the chart itself shows it no more; the refresh tells that it went."""
    numbers = {"Women": {"Local": 4773, "Abroad": 6}}
    after = report(chart(numbers, hidden=frozenset({("Women", "Local")})))
    for data in (render(report(chart(numbers))), render(after)):
        refreshed = refresh(added_to(data, how), after)
        assert "its workbook written anew, without what somebody added to it" in [one.now for one in refreshed.done]
        assert [name for name, part in parts_of(parts_of(refreshed.data)[BOOK]).items() if b"4773" in part] == []
        assert "sheet2.xml" not in "".join(parts_of(parts_of(refreshed.data)[BOOK]))
        assert refresh(refreshed.data, after).data == refreshed.data


def test_a_chart_that_has_nothing_to_draw_becomes_words_and_comes_back(schemas):
    """Its parts go; when there are numbers again, so is the chart."""
    before = {"Women": {"Local": 4773, "Abroad": 4774}}
    none = report(chart(before, hidden=frozenset({("Women", "Local"), ("Women", "Abroad")})))
    data = refresh(render(report(chart(before))), none).data
    parts = parts_of(data)
    assert [name for name in parts if "chart" in name] == []
    assert [name for name, part in parts.items() if b"477" in part] == []
    assert b"Events: Women Local hidden" in parts[DOCUMENT]
    assert faults_of_parts(parts) == []
    assert invalid(data, schemas) == []
    assert refresh(data, none).data == data
    again = refresh(data, report(chart(BEFORE))).data
    assert in_workbook(again) == BEFORE
    assert faults_of_parts(parts_of(again)) == []
    assert invalid(again, schemas) == []


def test_a_chart_that_was_deleted_is_missing():
    """It is told, and not put back."""
    edit = Edit(render(report(chart(BEFORE))))
    paragraph = next(next(edit.body.iter(f"{C}chart")).iterancestors(f"{W}p"))
    paragraph.getparent().remove(paragraph)
    data = edit.data()
    assert of_charts(audit(data, report(chart(AFTER)))) == [(Status.MISSING, "deleted, or its bookmark lost")]
    assert refresh(data, report(chart(AFTER))).done == ()


def copied(data: bytes) -> bytes:
    """Return a document in which somebody has copied the chart: Word copies its parts and keeps one bookmark."""
    edit = Edit(data)
    for name, copy_of in (("word/charts/chart9.xml", PART), ("word/embeddings/chart9.xlsx", BOOK)):
        edit.parts[name] = edit.parts[copy_of]
    edit.parts["word/charts/_rels/chart9.xml.rels"] = edit.parts["word/charts/_rels/chart1.xml.rels"].replace(b"chart1.xlsx", b"chart9.xlsx")
    links = edit.parts["word/_rels/document.xml.rels"]
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="charts/chart9.xml"/></Relationships>'.encode()
    edit.parts["word/_rels/document.xml.rels"] = links.replace(b"</Relationships>", link)
    types = edit.parts["[Content_Types].xml"]
    part = b'<Override PartName="/word/charts/chart%d.xml"'
    at = types.index(part % 1)
    override = types[at : types.index(b"/>", at) + 2]
    edit.parts["[Content_Types].xml"] = types.replace(override, override + override.replace(part % 1, part % 9))
    original = next(one for one in edit.body.iter(f"{W}p") if one.find(f".//{C}chart") is not None)
    pasted = deepcopy(original)
    for one in [*pasted.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
        one.getparent().remove(one)
    next(pasted.iter(f"{C}chart")).set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", "rId99")
    next(one for one in pasted.iter() if one.tag.endswith("}docPr")).set("id", "9001")
    original.addnext(pasted)
    return edit.data()


@pytest.mark.parametrize("left", [{"Abroad": 12}, {}])
def test_a_copied_chart_is_hidden_too(left):
    """Neither it, nor its workbook or alternative text, keeps a number that may not be told; nor where words stand instead."""
    before = copied(render(report(chart({"Women": {"Local": 4773, **left}}))))
    after = report(chart({"Women": {"Local": 4773, **left}}, hidden=frozenset({("Women", "Local")})))
    refreshed = refresh(before, after)
    parts = parts_of(refreshed.data)
    for name in list(parts):
        if name.endswith(".xlsx"):
            parts |= parts_of(parts[name])
    assert [name for name, part in parts.items() if b"4773" in part or b"4,773" in part] == []
    assert refresh(refreshed.data, after).data == refreshed.data


def test_a_copied_chart_follows():
    """Nobody has touched what it draws, so that it says what the records say, as a copied number does."""
    data = refresh(copied(render(report(chart(BEFORE)))), report(chart(AFTER))).data
    assert parts_of(data)["word/charts/chart9.xml"] == parts_of(data)[PART]
    assert faults_of_parts(parts_of(data)) == []


def test_words_instead_of_a_chart_keep_what_people_wrote():
    """There was nothing to draw; somebody has rewritten the words, or written beside them and commented on them."""
    none = report(chart({"Women": {"Local": None}}))
    for mine, said in ((" Besa: ask them.", True), ("", False)):
        edit = Edit(render(none))
        paragraph = edit.paragraph("Women Local no data")
        paragraph.extend(fragment(f'{run(mine)}<w:r><w:commentReference w:id="3"/></w:r>'))
        data = refresh(edit.data(), report(chart(BEFORE))).data
        body = Edit(data).body
        assert body.find(f".//{W}commentReference") is not None
        assert any("Besa: ask them." in (text.text or "") for text in body.iter(f"{W}t")) is said
        assert drawn(data)["Men"] == {"Local": "5", "Abroad": "7"}
    edit = Edit(render(none))
    next(edit.paragraph("Women Local no data").iter(f"{W}t")).text = "We do not know yet."
    refreshed = refresh(edit.data(), report(chart(BEFORE)))
    assert [one.note for one in refreshed.left] == ["somebody has rewritten the words that stand for it"]
