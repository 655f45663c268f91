"""Places are found again whatever a program has left of their marks, and blocks of every kind follow."""

from __future__ import annotations

import copy
import re

from lxml import etree

from kcss_core.report.blocks import Contents, Heading, ListBlock, ListItem, Picture, Span, words
from kcss_core.testing.report import sample_images
from kcss_docx import values
from kcss_docx.alive import audit, opened, refresh
from kcss_docx.comments import comment
from kcss_docx.exporter import render
from kcss_docx.package import archive
from kcss_docx.places import FoundBy
from kcss_docx.statuses import Status

from .lint import W, faults_of_parts, parts_of
from .living import DOCUMENT, Edit, fragment, report, run, sentence, span, visible


def statuses(data: bytes, now) -> list[Status]:
    """Return the statuses of all places."""
    return [one.status for one in audit(data, now) if one.place is not None]


def without(data: bytes, *patterns: str) -> bytes:
    """Return a document without what some patterns match."""
    text = parts_of(data)[DOCUMENT].decode()
    for pattern in patterns:
        assert re.search(pattern, text), pattern
        text = re.sub(pattern, "", text)
    return archive({**parts_of(data), DOCUMENT: text.encode()})


TAG, BINDING, MARKS = r"<w:tag [^>]*/>", r"<w:dataBinding [^>]*/>", r'<w:bookmark\w+ w:id="\d+"(?: w:name="_fig_\w+")?/>'


def test_a_place_is_recognized_by_what_is_left():
    """Tag, else binding, else bookmark, else the title that only one value has."""
    data = render(report(sentence("There were ", span("events", 7))))
    ways = {
        FoundBy.TAG: data,
        FoundBy.BINDING: without(data, TAG),
        FoundBy.BOOKMARK: without(data, TAG, BINDING),
        FoundBy.TITLE: without(data, TAG, BINDING, MARKS),
    }
    for way, edited in ways.items():
        assert [place.found_by for place in opened(edited).places] == [way]
        assert statuses(edited, report(sentence("There were ", span("events", 8)))) == [Status.STALE]
        refreshed = refresh(edited, report(sentence("There were ", span("events", 8)))).data
        assert [place.found_by for place in opened(refreshed).places] == [FoundBy.TAG]
        assert "There were 8." in visible(refreshed)


def test_two_values_of_one_title_are_not_taken_for_each_other():
    """Nothing but the title is left, and it is that of two: the words around them are asked, and nothing is written."""
    both = report(sentence("There were ", span("events", 7)), sentence("And ", span("events", 9, cell=(("kind", "a"),))))
    edited = without(render(both), TAG, BINDING, MARKS)
    assert opened(edited).places == []
    assert [one.shown for one in audit(edited, both) if one.status is Status.PROPOSAL] == ["7", "9"]


def test_keys_that_collide_are_told_and_not_written(monkeypatch):
    """Should two addresses come to one key, the number of one is never written in the place of the other."""
    monkeypatch.setattr(values, "digest", lambda parts, length: "0" * length)
    before = render(report(sentence("There were ", span("events", 7))))
    now = report(sentence("There were ", span("projects", 8)))
    (found,) = audit(before, now)
    assert (found.status, found.note) == (Status.UNKNOWN, "the key of events@2022 is now that of projects@2022")
    assert parts_of(refresh(before, now).data) == parts_of(before)


def test_numbers_in_headings_lists_captions_and_contents_follow():
    """The contents repeat the heading, so they would be stale as well."""

    def written(number: int):
        return report(
            Contents(title=words("Contents")),
            Heading(level=1, content=(span("events", number), Span(" events")), anchor="events"),
            ListBlock(items=(ListItem(content=(Span("a list with "), span("events", number))),)),
            Picture(image=sample_images()["images/photo.jpg"], alt="A", caption=(Span("a caption with "), span("events", number))),
        )

    data = refresh(render(written(7)), written(8)).data
    text = visible(data)
    for said in ("8 events", "a list with 8", "a caption with 8"):
        assert said in text
    assert [line for line in text if "7" in line] == []
    assert faults_of_parts(parts_of(data)) == []


def test_both_forms_of_a_text_box_follow_and_are_told_once():
    """Word writes a text box twice, for itself and for older programs."""
    edit = Edit(render(report(sentence("There were ", span("events", 7)))))
    paragraph = edit.paragraph("There were")
    boxes = []
    for kind in ("Choice", "Fallback"):
        inner = copy.deepcopy(paragraph)
        for identifier in inner.iterfind(f".//{W}sdtPr/{W}id"):
            identifier.set(f"{W}val", str(900 + len(boxes)))
        box = etree.fromstring(
            '<x xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w="'
            f'{W[1:-1]}"><mc:{kind}><w:pict><w:txbxContent/></w:pict></mc:{kind}></x>'
        )[0]
        box[0][0].append(inner)
        boxes.append(box)
    both = etree.fromstring('<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"/>')
    both.extend(boxes)
    holder = fragment("<w:p><w:r/></w:p>")[0]
    holder[0].append(both)
    paragraph.getparent().replace(paragraph, holder)
    now = report(sentence("There were ", span("events", 8)))
    assert statuses(edit.data(), now) == [Status.STALE]
    refreshed = refresh(edit.data(), now)
    assert len(refreshed.done) == 1
    assert visible(refreshed.data).count("There were 8.") == 2


def test_thousands_stay_parted_as_somebody_parted_them():
    """Only how the number is written was changed, so that it is still stale, and follows in that writing."""
    edit = Edit(render(report(sentence("There were ", span("events", 1234)))))
    edit.content(edit.control("1,234"), run("1 234"))
    edit.store("1,234", "1 234")
    assert "There were 5 678." in visible(refresh(edit.data(), report(sentence("There were ", span("events", 5678)))).data)


def test_places_that_differ_are_not_levelled():
    """One of two places was typed over: neither stays bound, since Word would make them read the same."""
    now = report(sentence("There were ", span("events", 8)), sentence("Again ", span("events", 8)))
    before = report(sentence("There were ", span("events", 7)), sentence("Again ", span("events", 7)))
    edit = Edit(render(before))
    edit.content(edit.control("7", 1), run("99"))
    data = refresh(edit.data(), now).data
    assert "There were 8." in visible(data)
    assert "Again 99." in visible(data)
    assert b"dataBinding" not in parts_of(data)[DOCUMENT]
    # When they agree again, they share their words again.
    again = Edit(data)
    again.content(again.control("99"), run("8"))
    assert parts_of(refresh(again.data(), now).data)[DOCUMENT].count(b"dataBinding") == 2


def test_a_document_without_binding_gets_none():
    """Who chose places on their own keeps them."""
    before, now = (report(sentence("There were ", span("events", number))) for number in (7, 8))
    data = refresh(render(before, bind=False), now).data
    assert "There were 8." in visible(data)
    assert b"dataBinding" not in parts_of(data)[DOCUMENT]


def test_a_hidden_value_takes_deleted_words_with_it():
    """A tracked change of a person would keep the number in its deletion."""
    edit = Edit(render(report(sentence("There were ", span("persons", 4773)))))
    edit.content(
        edit.control("4,773"),
        f'<w:del w:id="90" w:author="Besa"><w:r><w:delText>4,773</w:delText></w:r></w:del><w:ins w:id="91" w:author="Besa">{run("some")}</w:ins>',
    )
    now = report(sentence("There were ", span("persons", 4773, hidden=True)))
    assert statuses(edit.data(), now) == [Status.TO_BE_HIDDEN]
    parts = parts_of(refresh(edit.data(), now).data)
    assert [name for name, part in parts.items() if b"4,773" in part or b"4773" in part] == []


def test_a_hidden_value_takes_what_an_earlier_audit_said_of_it():
    """A comment told both sides; it stays where it is, and tells nothing any more."""
    now = report(sentence("There were ", span("persons", 4773)))
    copy_ = opened(render(report(sentence("There were ", span("persons", 4112)))))
    assert comment(copy_, audit(copy_, now)) == 1
    commented = copy_.to_bytes()
    assert b"4,773" in parts_of(commented)["word/comments.xml"]
    hidden = report(sentence("There were ", span("persons", 4773, hidden=True)))
    parts = parts_of(refresh(commented, hidden).data)
    assert [name for name, part in parts.items() if b"4,773" in part or b"4,112" in part] == []
    assert b">Persons: up to date (shows what the records say). The records say hidden.<" in parts["word/comments.xml"]
    assert refresh(refresh(commented, hidden).data, hidden).done == ()


def test_words_without_a_number_stay_over_a_hidden_value():
    """ "A few" tells nothing that is hidden."""
    edit = Edit(render(report(sentence("There were ", span("persons", 4773)))))
    edit.content(edit.control("4,773"), run("a few"))
    edit.store("4,773", "a few")
    data = refresh(edit.data(), report(sentence("There were ", span("persons", 4773, hidden=True)))).data
    assert "There were a few." in visible(data)
    assert [name for name, part in parts_of(data).items() if b"4,773" in part or b"4773" in part] == []
