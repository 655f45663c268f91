"""A report goes to people, comes back changed in eleven ways, and is brought up to date: nothing of theirs is lost."""

from __future__ import annotations

import copy
from collections import Counter
from decimal import Decimal

import pytest

from kcss_core.report.blocks import Contents, Heading, Paragraph, Span, Tile, Tiles, words
from kcss_docx.alive import audit, refresh
from kcss_docx.exporter import render
from kcss_docx.refreshing import Take
from kcss_docx.statuses import Kind, Status

from .lint import W, faults_of_parts, parts_of
from .living import DOCUMENT, Edit, fragment, report, run, sentence, span, visible
from .schema import invalid


def written(numbers: dict[str, int]):
    """Return the report of some numbers: a tile and a chapter of ten sentences, and one more for the conclusion."""
    return report(
        Heading(level=1, content=words("Results"), anchor="results"),
        Tiles(items=(Tile(value=span("split", numbers["split"]), label=words("split")),)),
        *(sentence(f"The {name} number is ", span(name, numbers[name]), " in all.") for name in numbers),
        Heading(level=1, content=words("Conclusion"), anchor="end"),
        Paragraph(content=(Span("Again "), span("split", numbers["split"]), Span(" and "), span("deleted", numbers["deleted"]))),
    )


BEFORE = {
    "split": 18,
    "typed": 23,
    "adopted": 31,
    "format": 1000,
    "tracked": 41,
    "emptied": 52,
    "deleted": 63,
    "copied": 74,
    "reworded": 85,
    "unwrapped": 96,
    "nested": 107,
    "foreign": 118,
}
# Every number changes but the one of which only the format is changed.
AFTER = {name: number if name == "format" else number + 1 for name, number in BEFORE.items()}


def edited() -> bytes:
    """Return the report of `BEFORE` after people have edited it in Word."""
    edit = Edit(render(written(BEFORE)))
    # 1. Nobody types, but Word splits the runs of a place that the spelling checker has looked at.
    edit.content(
        edit.control("18", 1),
        f'<w:proofErr w:type="spellStart"/>{run("1")}<w:proofErr w:type="spellEnd"/>{run("8", "<w:b/>")}',
    )
    # 2. Somebody types another number: Word changes the store as well.
    edit.content(edit.control("23"), run("2") + run("9"))
    edit.store("23", "29")
    # 3. Somebody types what the records will say.
    edit.content(edit.control("31"), run("32"))
    edit.store("31", "32")
    # 4. Somebody writes the number in another way, in bold.
    edit.content(edit.control("1,000"), run("1 000", "<w:b/>"))
    edit.store("1,000", "1 000")
    # 5. Somebody proposes another number as tracked change.
    edit.content(
        edit.control("41"),
        '<w:del w:id="900" w:author="Besa" w:date="2023-01-05T10:00:00Z"><w:r><w:delText>41</w:delText></w:r></w:del>'
        f'<w:ins w:id="901" w:author="Besa" w:date="2023-01-05T10:00:00Z">{run("44")}</w:ins>',
    )
    edit.store("41", "44")
    # 6. Somebody deletes the number; Word shows its placeholder.
    control = edit.control("52")
    control.find(f"{W}sdtPr").insert(3, fragment("<w:showingPlcHdr/>")[0])
    edit.content(control, run("Click or tap here to enter text.", '<w:rStyle w:val="PlaceholderText"/>'))
    edit.store("52", "")
    # 7. Somebody deletes a sentence, and writes another one that says the number.
    gone = edit.paragraph("The deleted number")
    gone[:] = fragment(run("Somebody wrote instead that 63 came."))
    # 8. Somebody copies a number into another sentence: the copy has a new id and no bookmark.
    pasted = copy.deepcopy(edit.control("74"))
    pasted.find(f"{W}sdtPr/{W}id").set(f"{W}val", "-1203344556")
    edit.paragraph("The copied number").append(pasted)
    # 9. Somebody rewrites the sentence around a number.
    reworded = edit.paragraph("The reworded number")
    reworded[0][:] = fragment('<w:t xml:space="preserve">As Besa rightly says, it was </w:t>')
    # 10. Somebody removes a control and keeps its words (Remove Content Control).
    control = edit.control("96")
    control.getparent()[control.getparent().index(control) : control.getparent().index(control) + 1] = list(
        control.find(f"{W}sdtContent")
    )
    # 11. A smart tag and a hyperlink come to stand around a place, and half of it is set in another face.
    control = edit.control("107")
    holder = fragment('<w:smartTag w:uri="urn:x" w:element="number"/>')[0]
    control.addprevious(holder)
    holder.append(control)
    edit.content(control, run("10", "<w:i/>") + f"{run('7', '<w:i/><w:b/>')}<w:proofErr w:type=\"gramEnd\"/>")
    # And one control comes from another document.
    edit.control("118").find(f"{W}sdtPr/{W}tag").set(f"{W}val", "figure:v999999999999")
    edit.control("118").find(f"{W}sdtPr").remove(edit.control("118").find(f"{W}sdtPr/{W}dataBinding"))
    return edit.data()


def statuses(found) -> dict[str, Counter[str]]:
    """Return how often each label has which status."""
    by_label: dict[str, Counter[str]] = {}
    for one in found:
        by_label.setdefault(one.label.lower(), Counter())[one.status] += 1
    return by_label


def test_the_audit_tells_what_happened_to_every_place():
    """Each of eleven ways to edit has its status."""
    found = statuses(audit(edited(), written(AFTER)))
    assert found == {
        "split": {Status.STALE: 3},
        "typed": {Status.TYPED_OVER: 1},
        "adopted": {Status.ADOPTED: 1},
        "format": {Status.FORMAT_ONLY: 1},
        "tracked": {Status.TRACKED_CHANGE: 1},
        "emptied": {Status.EMPTIED: 1},
        "deleted": {Status.STALE: 1, Status.MISSING: 1, Status.LOOSE_NUMBER: 1},
        "copied": {Status.STALE: 2},
        "reworded": {Status.STALE: 1},
        "unwrapped": {Status.STALE: 1},
        "nested": {Status.STALE: 1},
        "v999999999999": {Status.UNKNOWN: 1},
        "foreign": {Status.MISSING: 1},
    }


def test_the_refresh_writes_what_is_stale_and_keeps_what_people_wrote():
    """Every stale number is new, every edit is there, and nothing else has changed."""
    before = edited()
    assert visible(refresh(before, written(AFTER)).data) == [
        words_.replace("split number is 18", "split number is 19")
        .replace("Again 18 and 63", "Again 19 and 64")
        .replace("is 74 in all.74", "is 75 in all.75")
        .replace("rightly says, it was 85", "rightly says, it was 86")
        .replace("unwrapped number is 96", "unwrapped number is 97")
        .replace("nested number is 107", "nested number is 108")
        if words_ != "18"
        else "19"
        for words_ in visible(before)
    ]


def test_formatting_and_tracked_changes_stay():
    """The face of the first run is kept, and a proposal of a person waits for a decision."""
    after = Edit(refresh(edited(), written(AFTER)).data)
    assert [one.tag.removeprefix(W) for one in after.control("108").find(f"{W}sdtContent").iter(f"{W}i", f"{W}b")] == ["i"]
    tracked = after.paragraph("The tracked number")
    assert [(one.tag.removeprefix(W), "".join(one.itertext())) for one in tracked.iter(f"{W}del", f"{W}ins")] == [
        ("del", "41"),
        ("ins", "44"),
    ]


def test_only_the_parts_that_changed_have_changed():
    """Pictures, styles, headers and everything else are what they were, byte for byte."""
    before, after = parts_of(edited()), parts_of(refresh(edited(), written(AFTER)).data)
    assert {name for name in before if before[name] != after.get(name)} == {DOCUMENT, "customXml/item1.xml"}
    assert before.keys() == after.keys()


def test_a_second_refresh_changes_nothing():
    """What was brought up to date is up to date, and what is left stays left."""
    first = refresh(edited(), written(AFTER))
    second = refresh(first.data, written(AFTER))
    assert (second.data, second.done) == (first.data, ())
    assert [one.status for one in second.left] == [one.status for one in first.left]


def test_the_refreshed_document_has_no_fault():
    """The lint finds nothing that was not there before: a placeholder's style, and a store that cannot be the same."""
    found = faults_of_parts(parts_of(refresh(edited(), written(AFTER)).data))
    assert set(found) < set(faults_of_parts(parts_of(edited())))


@pytest.mark.parametrize("track", [False, True])
def test_the_refreshed_document_is_valid(schemas, track):
    """Every part passes the official schemas, with and without tracked changes."""
    assert invalid(refresh(edited(), written(AFTER), track=track).data, schemas) == []


def test_records_win_when_asked():
    """What was typed over and emptied says what the records say; the proposal still waits."""
    after = visible(refresh(edited(), written(AFTER), take=Take.RECORDS).data)
    for said in ("The typed number is 24 in all.", "The emptied number is 53 in all.", "The format number is 1,000 in all."):
        assert said in after
    assert "The tracked number is 44 in all." in after


def test_tracked_refresh_can_be_rejected():
    """With deletions taken back and insertions out, the document reads as it came."""
    before = edited()
    after = Edit(refresh(before, written(AFTER), track=True).data)
    for change in [*after.body.iter(f"{W}ins")]:
        if change.get(f"{W}author") == "kcss-docx":
            change.getparent().remove(change)
    for change in [*after.body.iter(f"{W}del")]:
        if change.get(f"{W}author") == "kcss-docx":
            for text in change.iter(f"{W}delText"):
                text.tag = f"{W}t"
            change.getparent()[change.getparent().index(change) : change.getparent().index(change) + 1] = list(change)
    assert visible(after.data()) == visible(before)


def test_tracked_refresh_is_followed_by_the_next_one():
    """Changes that the refresh itself has tracked do not stop it: the second round replaces them."""
    first = refresh(edited(), written(AFTER), track=True)
    assert refresh(first.data, written(AFTER), track=True).done == ()
    later = {name: number + 5 for name, number in AFTER.items()}
    assert "The nested number is 113 in all." in visible(refresh(first.data, written(later), track=True).data)


UNWRAPPED = f"""<w:del w:id="900" w:author="AUTHOR"><w:r><w:delText>4,773</w:delText></w:r></w:del>\
<w:ins w:id="901" w:author="AUTHOR">{run("4,774")}</w:ins>"""


def unwrapped(author: str) -> bytes:
    """Return a document whose only number has lost its control, and was changed with tracking on since."""
    edit = Edit(render(report(sentence("There came ", span("people", 4773)))))
    control = edit.control("4,773")
    for one in fragment(UNWRAPPED.replace("AUTHOR", author)):
        control.addprevious(one)
    control.getparent().remove(control)
    return edit.data()


def test_a_tracked_change_in_a_bookmark_is_hidden():
    """Where the control is lost too, neither the deleted number nor the proposed one is left."""
    refreshed = refresh(unwrapped("Besa"), report(sentence("There came ", span("people", 4773, hidden=True))))
    assert [one.what for one in refreshed.done if one.kind is Kind.VALUE] == ["hidden", "restored"]
    assert [name for name, part in parts_of(refreshed.data).items() if b"4,77" in part] == []
    assert "There came hidden." in visible(refreshed.data)


def test_a_tracked_refresh_in_a_bookmark_is_followed_by_the_next_one():
    """A program may take controls away while what a refresh has tracked still waits."""
    after = report(sentence("There came ", span("people", 4775)))
    data = refresh(unwrapped("kcss-docx"), after, take=Take.RECORDS).data
    assert "There came 4,775." in visible(data)


def test_every_form_of_a_text_box_is_hidden():
    """Older programs read a second form of a text box, which may still say another number."""
    edit = Edit(render(report(sentence("There came ", span("people", 4773)))))
    paragraph = edit.paragraph("There came")
    second = copy.deepcopy(paragraph)
    edit.control("4,773").find(f".//{W}t").text = "4,772"
    box = fragment(
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="wps"><w:txbxContent/></mc:Choice><mc:Fallback><w:txbxContent/></mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p>"
    )[0]
    paragraph.addprevious(box)
    first, other = box.iter(f"{W}txbxContent")
    first.append(paragraph)
    other.append(second)
    data = refresh(edit.data(), report(sentence("There came ", span("people", 4773, hidden=True)))).data
    assert [name for name, part in parts_of(data).items() if b"4,77" in part] == []


def test_a_control_without_properties_gets_them_again():
    """The schema does not ask for them, so a program may leave them out; the bookmark still tells the value."""
    before = render(report(sentence("There came ", span("people", 4773))))
    edit = Edit(before)
    control = edit.control("4,773")
    control.remove(control.find(f"{W}sdtPr"))
    after = Edit(refresh(edit.data(), report(sentence("There came ", span("people", 4774)))).data)
    kept = Edit(before).control("4,773").find(f"{W}sdtPr")
    for name in ("tag", "alias", "dataBinding"):
        assert dict(after.control("4,774").find(f"{W}sdtPr/{W}{name}").attrib) == dict(kept.find(f"{W}{name}").attrib)


def test_a_number_written_in_words_keeps_its_decimal_mark():
    """Thousands are parted as somebody has parted them, and three digits after the mark are no thousands."""
    edit = Edit(render(report(sentence("There are ", span("hectares", 18)))))
    edit.content(edit.control("18"), run("eighteen"))
    for number, said in ((Decimal("2.125"), "2.125"), (1000, "1000")):
        after = report(sentence("There are ", span("hectares", number)))
        assert f"There are {said}." in visible(refresh(edit.data(), after).data)


def test_three_digits_after_the_decimal_mark_are_no_thousands():
    """Two thousand is not the right number in another writing where the records say two and an eighth."""
    edit = Edit(render(report(sentence("There are ", span("hectares", Decimal("2.125"))))))
    edit.content(edit.control("2.125"), run("2,125"))
    (found,) = audit(edit.data(), report(sentence("There are ", span("hectares", Decimal("2.125")))))
    assert found.status is Status.TYPED_OVER


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("40")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("instruction", "take", "status", "said"),
    [
        (" = 20*2 ", Take.EDITS, Status.TYPED_OVER, "40"),
        (" = 20*2 ", Take.RECORDS, Status.TYPED_OVER, "50"),
        (' FILLIN "" ', Take.EDITS, Status.STALE, "50"),  # LibreOffice makes it of a control
    ],
)
def test_a_field_in_the_place_of_a_number(instruction, take, status, said):
    """A formula is somebody's, though it shows the number that was printed; what is written leaves no field behind."""
    edit = Edit(render(report(sentence("There came ", span("people", 40)))))
    edit.content(edit.control("40"), FIELD.format(instruction))
    now = report(sentence("There came ", span("people", 50)))
    assert [one.status for one in audit(edit.data(), now)] == [status]
    data = refresh(edit.data(), now, take=take).data
    assert f"There came {said}." in visible(data)
    assert (next(Edit(data).body.iter(f"{W}fldChar"), None) is None) is (said == "50")
    assert refresh(data, now, take=take).data == data


def test_a_number_in_a_moved_paragraph_is_no_loose_number():
    """Word marks what was moved with tracking on in another way than what was typed."""
    edit = Edit(render(report(sentence("There came ", span("people", 40)))))
    paragraph = edit.paragraph("There came")
    moved = fragment('<w:moveTo w:id="912" w:author="Besa"/>')[0]
    moved.extend([one for one in paragraph if one.tag != f"{W}pPr"])
    paragraph.append(moved)
    now = report(sentence("There came ", span("people", 50)))
    assert [one.status for one in audit(edit.data(), now)] == [Status.STALE]
    assert "There came 50." in visible(refresh(edit.data(), now).data)


def test_a_number_that_word_repeats_in_the_contents_is_no_copy():
    """Updating the contents copies the control of a heading: it follows, and is not told."""

    def written_(number: int):
        heading = Heading(level=1, content=(Span("All "), span("people", number)), anchor="all")
        return report(Contents(title=words("Contents")), heading)

    edit = Edit(render(written_(40)))
    control = copy.deepcopy(edit.control("40"))
    control.find(f"{W}sdtPr/{W}id").set(f"{W}val", "-777")
    link = next(edit.body.iter(f"{W}hyperlink"))
    link[0:1] = [fragment(run("All "))[0], control]
    assert [one.status for one in audit(edit.data(), written_(40))] == [Status.UP_TO_DATE]
    data = refresh(edit.data(), written_(50)).data
    assert visible(data).count("All 50") == 2
    assert refresh(data, written_(50)).data == data
