"""Tables follow the records in place: rows and columns that came or went, and what is said about the table."""

from __future__ import annotations

import copy

import pytest
from attrs import evolve

from kcss_core.report.blocks import Align, Span, Table, TableRow, Tile, Tiles, words
from kcss_docx.alive import audit, refresh
from kcss_docx.exporter import render
from kcss_docx.statuses import Kind, Status

from .lint import W, faults_of_parts, parts_of
from .living import DOCUMENT, Edit, fragment, report, run, sentence, span, table
from .schema import invalid

ROWS = {"Local": 12, "Regional": 7, "Abroad": 5}


def texts(data: bytes) -> list[list[str]]:
    """Return the words of the cells of the first table that is not of the cover."""
    found = Edit(data).body.find(f"{W}body/{W}tbl")
    return [
        ["".join(text.text or "" for text in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")] for row in found.iter(f"{W}tr")
    ]


def of_tables(found) -> list[tuple[Status, str]]:
    """Return status and note of what is said of tables."""
    return [(one.status, one.note) for one in found if one.kind is Kind.TABLE]


def test_rows_that_came_and_went_and_changed_place():
    """A new kind of events gets its row where it would stand, one without events loses it."""
    before = render(report(table(ROWS)))
    after = report(table({"Abroad": 6, "Local": 12, "Online": 3}))
    assert of_tables(audit(before, after)) == [
        (
            Status.STALE,
            "row 'Regional' taken out; row 'Online' added; rows in another order; summary for screen readers",
        )
    ]
    data = refresh(before, after).data
    assert texts(data) == [["Kind", "Number"], ["Abroad", "6"], ["Local", "12"], ["Online", "3"], ["Total", "21"]]
    assert faults_of_parts(parts_of(data)) == []
    assert of_tables(audit(data, after)) == [(Status.UP_TO_DATE, "")]
    assert refresh(data, after).data == data


def test_a_refreshed_table_is_valid(schemas):
    """Every part passes the official schemas."""
    assert invalid(refresh(render(report(table(ROWS))), report(table({"Abroad": 6, "Online": 3}, note="A note."))).data, schemas) == []


def test_what_a_screen_reader_says_follows():
    """The summary names numbers, so it would be stale."""
    data = refresh(render(report(table(ROWS))), report(table({**ROWS, "Abroad": 6}))).data
    described = Edit(data).body.find(f".//{W}tblDescription").get(f"{W}val")
    assert described == "Events by kind: Local 12, Regional 7, Abroad 6"


def test_a_summary_of_a_person_stays():
    """Somebody wrote a better one."""
    edit = Edit(render(report(table(ROWS))))
    edit.body.find(f".//{W}tblDescription").set(f"{W}val", "Most events are local.")
    data = refresh(edit.data(), report(table({**ROWS, "Abroad": 6}))).data
    assert Edit(data).body.find(f".//{W}tblDescription").get(f"{W}val") == "Most events are local."


def test_formatting_of_people_stays_and_new_rows_have_it():
    """A row that somebody has shaded stays shaded; a new one looks like the row above it."""
    edit = Edit(render(report(table(ROWS))))
    for cell in edit.body.find(f"{W}body/{W}tbl").findall(f"{W}tr")[3].iter(f"{W}tc"):
        cell.find(f"{W}tcPr").append(fragment('<w:shd w:val="clear" w:fill="FFEEAA"/>')[0])
    data = refresh(edit.data(), report(table({**ROWS, "Online": 3}))).data
    rows = Edit(data).body.find(f"{W}body/{W}tbl").findall(f"{W}tr")
    shaded = ["".join(row.itertext()) for row in rows if row.find(f"{W}tc/{W}tcPr/{W}shd") is not None]
    assert shaded == ["Abroad5", "Online3"]


def test_a_row_in_which_somebody_wrote_is_not_taken_out():
    """Words of people are not lost because the records have no such row any more."""
    edit = Edit(render(report(table(ROWS))))
    edit.paragraph("Regional").find(f"{W}r/{W}t").text = "Regional, with partners"
    after = report(table({"Local": 12, "Abroad": 5}))
    refreshed = refresh(edit.data(), after)
    assert texts(refreshed.data) == [["Kind", "Number"], ["Local", "12"], ["Regional, with partners", "7"], ["Abroad", "5"], ["Total", "17"]]
    assert (
        "the row 'Regional, with partners' is not in the records any more, and somebody has written in it"
        in of_tables(audit(edit.data(), after))[0][1]
    )


def rebuilt(how: str) -> bytes:
    edit = Edit(render(report(table(ROWS))))
    rows = edit.body.find(f"{W}body/{W}tbl").findall(f"{W}tr")
    if how == "row":
        rows[1].addnext(fragment(f"<w:tr><w:tc><w:tcPr/><w:p>{run('mine')}</w:p></w:tc><w:tc><w:p>{run('99')}</w:p></w:tc></w:tr>")[0])
    elif how == "column":
        for row in rows:
            row.append(fragment(f"<w:tc><w:tcPr/><w:p>{run('mine')}</w:p></w:tc>")[0])
    elif how == "order":
        rows[1].addprevious(rows[2])
    else:
        rows[1].findall(f"{W}tc")[0].find(f"{W}tcPr").append(fragment('<w:vMerge w:val="restart"/>')[0])
    return edit.data()


def test_a_copy_of_a_number_stays_bound_when_its_row_goes():
    """Somebody has copied the number of a row into a sentence; it is told, since nobody can tell what it comes to."""
    rest = sentence("Of these ", span("all", 30))
    edit = Edit(render(report(table({"Local": 12, "Abroad": 57}), rest)))
    pasted = copy.deepcopy(edit.control("57"))
    pasted.find(f"{W}sdtPr/{W}id").set(f"{W}val", "50045")
    edit.paragraph("Of these").append(pasted)
    after = report(table({"Local": 12}), rest)
    refreshed = refresh(edit.data(), after)
    assert faults_of_parts(parts_of(refreshed.data)) == []
    found = [(one.status, one.printed, one.shown) for one in audit(refreshed.data, after) if not one.is_quiet]
    assert found == [(Status.UNKNOWN, "57", "57")]
    assert refresh(refreshed.data, after).data == refreshed.data


@pytest.mark.parametrize("how", ["row", "column", "order", "merged"])
def test_a_rebuilt_table_is_reported_and_only_its_values_follow(how):
    """A person's rows and columns are not touched, and the numbers in them are right all the same."""
    after = report(table({"Local": 13, "Regional": 7, "Abroad": 5, "Online": 3}))
    before = texts(rebuilt(how))
    assert of_tables(audit(rebuilt(how), after))[0][0] is Status.RESTRUCTURED
    data = refresh(rebuilt(how), after).data
    assert texts(data) == [
        [{"12": "13", "24": "28"}.get(cell, cell) for cell in row] for row in before
    ]
    assert of_tables(audit(data, after))[0][0] is Status.RESTRUCTURED


def years(*names: str) -> Table:
    """Return a table with a column for each year."""
    return Table(
        caption=words("Years"),
        header=(words("Kind"), *(words(name) for name in names)),
        rows=tuple(
            TableRow(cells=(words(kind), *((span("events", number + int(name), cell=(("kind", kind), ("year", name))),) for name in names)))
            for number, kind in enumerate(("Local", "Abroad"))
        ),
        align=(Align.START, *[Align.END] * len(names)),
        summary="Years",
        key="years",
    )


def test_columns_that_came_and_went():
    """The year that is over goes, the new one comes; formatting of the others stays."""
    edit = Edit(render(report(years("2020", "2021"))))
    edit.body.find(f"{W}body/{W}tbl").findall(f"{W}tr")[1].findall(f"{W}tc")[2].find(f"{W}tcPr").append(
        fragment('<w:shd w:val="clear" w:fill="FFEEAA"/>')[0]
    )
    data = refresh(edit.data(), report(years("2021", "2022"))).data
    assert texts(data) == [["Kind", "2021", "2022"], ["Local", "2,021", "2,022"], ["Abroad", "2,022", "2,023"]]
    found = Edit(data).body.find(f"{W}body/{W}tbl")
    assert [cell.find(f"{W}tcPr/{W}shd") is not None for cell in found.findall(f"{W}tr")[1].findall(f"{W}tc")][1] is True
    assert faults_of_parts(parts_of(data)) == []


def test_a_value_that_became_words():
    """Where the records have no change to tell any more, the dash stands instead of the value."""
    before = years("2021")
    rows = (evolve(before.rows[0], cells=(before.rows[0].cells[0], words("–"))), before.rows[1])
    data = refresh(render(report(before)), report(evolve(before, rows=rows))).data
    assert texts(data)[1] == ["Local", "–"]
    assert texts(refresh(data, report(before)).data)[1] == ["Local", "2,021"]


def test_a_typed_number_stays_where_the_records_have_words_now():
    """What somebody typed into a value's control is theirs, also where no value would stand there any more."""
    before = years("2021")
    edit = Edit(render(report(before)))
    edit.content(edit.control("2,021"), run("9"))
    rows = (evolve(before.rows[0], cells=(before.rows[0].cells[0], words("–"))), before.rows[1])
    refreshed = refresh(edit.data(), report(evolve(before, rows=rows)))
    assert texts(refreshed.data)[1] == ["Local", "9"]
    assert [one.now for one in refreshed.done if one.kind is Kind.TABLE] == []


def test_a_header_with_other_words_stays_the_header():
    """What a column is called may change, as with another label; the row stays the one that is repeated on each page."""
    before = table(ROWS)
    refreshed = refresh(render(report(before)), report(evolve(before, header=(words("Sort"), words("Number")))))
    assert texts(refreshed.data)[:2] == [["Sort", "Number"], ["Local", "12"]]
    rows = Edit(refreshed.data).body.find(f"{W}body/{W}tbl").findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False, False, False]
    assert [one.now for one in refreshed.done] == ["words of 'Sort'"]


def test_a_note_comes_follows_and_goes():
    """Words below a table are its own, unless somebody has rewritten them."""
    none, one, two = (report(table(ROWS, note=note)) for note in ("", "One note.", "Two notes."))

    def note(data: bytes) -> list[str]:
        return ["".join(p.itertext()) for p in Edit(data).body.iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle[@{W}val='Note']") is not None]

    first = refresh(render(none), one).data
    assert note(first) == ["One note."]
    second = refresh(first, two).data
    assert note(second) == ["Two notes."]
    assert note(refresh(second, none).data) == []
    edit = Edit(second)
    edit.paragraph("Two notes.").find(f"{W}r/{W}t").text = "My note."
    assert note(refresh(edit.data(), none).data) == ["My note."]


def test_a_hidden_value_is_nowhere_afterwards():
    """Neither in a cell, nor in the summary, the store, a bookmark or a deletion; and a note says that it is hidden."""
    before = render(report(table({"Local": 12, "Abroad": 4773})))
    after = report(table({"Local": 12, "Abroad": 4773}, hidden=("Abroad",), note="Hidden."))
    assert b"4773" in parts_of(before)[DOCUMENT]
    for track in (False, True):
        parts = parts_of(refresh(before, after, track=track).data)
        assert [name for name, part in parts.items() if b"4,773" in part or b"4773" in part] == []
        assert b"Hidden." in parts[DOCUMENT]


@pytest.mark.parametrize("how", ["copied", "gone"])
def test_the_summary_of_a_table_that_is_not_the_reports_is_hidden(how):
    """Somebody's copy of a table, and one that the report has no more, say nothing of a hidden number either."""
    edit = Edit(render(report(table({"Local": 12, "Abroad": 4773}))))
    after = table({"Local": 12, "Abroad": 4773}, hidden=("Abroad",))
    if how == "copied":
        found = edit.body.find(f"{W}body/{W}tbl")
        pasted = copy.deepcopy(found)
        for one in [*pasted.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
            one.getparent().remove(one)
        found.addnext(pasted)
        found.addnext(fragment(f"<w:p>{run('Again:')}</w:p>")[0])
        blocks = [after]
    else:
        blocks = [sentence("Abroad ", span("events", 4773, cell=(("kind", "Abroad"),), hidden=True))]
    data = refresh(edit.data(), report(*blocks)).data
    assert [name for name, part in parts_of(data).items() if b"4,773" in part or b"4773" in part] == []
    described = [one.get(f"{W}val") for one in Edit(data).body.iter(f"{W}tblDescription")]
    assert described == (["Events by kind: Local 12, Abroad hidden"] if how == "copied" else [])


def test_tiles_follow_with_what_is_said_about_them():
    """A screen reader reads the numbers of headline figures from the summary."""

    def tiles(number: int) -> Tiles:
        return Tiles(items=(Tile(value=span("events", number), label=(Span("Events"),)),), summary=f"{number} Events")

    data = refresh(render(report(tiles(12))), report(tiles(13))).data
    assert Edit(data).body.find(f".//{W}tblDescription").get(f"{W}val") == "13 Events"


def test_a_table_that_was_deleted_is_missing():
    """It is told once, with its values."""
    edit = Edit(render(report(table(ROWS))))
    found = edit.body.find(f"{W}body/{W}tbl")
    found.getparent().remove(found)
    assert of_tables(audit(edit.data(), report(table(ROWS)))) == [(Status.MISSING, "deleted, or its bookmark lost")]


def noted(data: bytes, first: str, last: str) -> bytes:
    """Return a document in which somebody comments on words from one cell to another, with a bookmark around them."""
    edit = Edit(data)
    cells = {"".join(text.text or "" for text in one.iter(f"{W}t")): one for one in edit.body.iter(f"{W}tc")}
    start = '<w:commentRangeStart w:id="7"/><w:bookmarkStart w:id="7001" w:name="besas_mark"/>'
    end = '<w:bookmarkEnd w:id="7001"/><w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>'
    for one in reversed(fragment(start)):
        cells[first].find(f"{W}p").insert(1, one)
    cells[last].find(f"{W}p").extend(fragment(end))
    return edit.data()


def marks_around(data: bytes) -> list[str]:
    """Return the marks of the comment and the bookmark in order, with the words that stand between them."""
    found: list[str] = []
    for one in Edit(data).body.iter():
        name = one.tag.removeprefix(W)
        if name in ("commentRangeStart", "commentRangeEnd", "commentReference") or (
            name in ("bookmarkStart", "bookmarkEnd") and one.get(f"{W}id") == "7001"
        ):
            found.append(name)
        elif name == "t" and "commentRangeStart" in found and "commentRangeEnd" not in found:
            found.append(one.text)
    return found


@pytest.mark.parametrize(
    ("first", "last", "around"),
    [
        ("Regional", "Regional", ["Local"]),  # on the row that goes: on the row above
        ("Regional", "Abroad", ["Local", "12", "Abroad"]),  # from there to one that stays
        ("Local", "7", ["Local", "12"]),  # from one that stays to there
        ("Kind", "Kind", ["Sort"]),  # on words that change
    ],
)
def test_what_people_hang_on_a_row_stays_when_the_row_goes(first, last, around):
    """A comment and a bookmark stand then at the nearest row that stays."""
    before = report(table(ROWS))
    block = table({"Local": 12, "Abroad": 5})
    after = report(evolve(block, header=(words("Sort"), words("Number"))))
    data = refresh(noted(render(before), first, last), after).data
    assert marks_around(data) == ["commentRangeStart", "bookmarkStart", *around, "bookmarkEnd", "commentRangeEnd", "commentReference"]
    assert texts(data) == [["Sort", "Number"], ["Local", "12"], ["Abroad", "5"], ["Total", "17"]]
    assert refresh(data, after).data == data


@pytest.mark.parametrize(
    "theirs",
    [
        '<w:r><w:footnoteReference w:id="5"/></w:r>',
        "<w:r><w:drawing/></w:r>",
        '<w:ins w:id="8000" w:author="Besa"><w:r><w:t/></w:r></w:ins>',
    ],
)
def test_a_row_with_something_of_a_person_stays(theirs):
    """A footnote, a picture or a tracked change without words: the row is told, and not taken out."""
    edit = Edit(render(report(table(ROWS))))
    edit.paragraph("Regional").extend(fragment(theirs))
    after = report(table({"Local": 12, "Abroad": 5}))
    refreshed = refresh(edit.data(), after)
    assert ["Regional", "7"] in texts(refreshed.data)
    assert [one.note for one in refreshed.left if one.kind is Kind.TABLE] == [
        "the row 'Regional' is not in the records any more, and somebody has written in it"
    ]


def test_a_new_row_has_no_names_of_the_row_it_was_made_like():
    """Word names paragraphs; two of one name would be a fault."""
    edit = Edit(render(report(table(ROWS))))
    name = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
    for number, one in enumerate(edit.body.iter(f"{W}p", f"{W}tr")):
        one.set(name, f"{number:08X}")
    body = Edit(refresh(edit.data(), report(table({**ROWS, "Online": 3}))).data).body
    names = [one.get(name) for one in body.iter() if one.get(name)]
    assert len(names) == len(set(names))
