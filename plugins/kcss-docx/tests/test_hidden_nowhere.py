"""Wherever a number may stand in a document: after a refresh that hides it, it stands there no more."""

from __future__ import annotations

import re

import pytest
from attrs import evolve
from lxml import etree

from kcss_core.report.blocks import Chart, Contents, Heading, Listed, Paragraph, Span, words
from kcss_docx.alive import audit, opened, refresh
from kcss_docx.comments import comment
from kcss_docx.exporter import render
from kcss_docx.package import archive
from kcss_docx.statuses import Status
from kcss_docx.values import mark

from .lint import W, faults_of_parts, parts_of
from .living import DOCUMENT, Edit, chart, fragment, report, run, sentence, span, table, visible

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def holding(data: bytes, number: str = "4773") -> list[str]:
    """Return the parts that hold a number: in digits, parted, as mark of its printed words."""
    parts = parts_of(data)
    for name in list(parts):
        if name.endswith(".xlsx"):
            parts |= {f"{name}/{inner}": part for inner, part in parts_of(parts[name]).items()}
    signs = (number, f"{number[0]},{number[1:]}", mark(f"{number[0]},{number[1:]}"))
    return [f"{name}: {sign}" for name, part in parts.items() for sign in signs if sign.encode() in part]


def hidden(data: bytes, now) -> bytes:
    """Return a refreshed document; it has no fault that was not there, and a second refresh changes nothing."""
    refreshed = refresh(data, now).data
    assert refresh(refreshed, now).data == refreshed
    assert set(faults_of_parts(parts_of(refreshed))) <= set(faults_of_parts(parts_of(data)))
    return refreshed


def with_heading(*, is_hidden: bool):
    return report(
        Contents(title=words("Contents")),
        Heading(level=1, content=(Span("What "), span("people", 4773, hidden=is_hidden), Span(" people said")), anchor="people"),
        Paragraph(content=(Span("See "), Span("What 4,773 people said" if not is_hidden else "What hidden people said", href="#people"))),
    )


@pytest.mark.parametrize("is_reworded", [False, True])
def test_contents_and_references_hide_what_a_heading_told(is_reworded):
    """Also where somebody has reworded the heading since, so that the contents repeat old words."""
    edit = Edit(render(with_heading(is_hidden=False)))
    if is_reworded:
        heading = next(one for one in edit.body.iter(f"{W}p") if "people said" in "".join(one.itertext()) and one.find(f"{W}sdt") is not None)
        heading.append(fragment(run(" to us"))[0])
    data = hidden(edit.data(), with_heading(is_hidden=True))
    assert holding(data) == []
    assert len([one for one in visible(data) if one.startswith(("What hidden people said", "See What hidden people said"))]) == 3


def captioned(number: int, *, is_hidden: bool = False):
    caption = (Span("What "), span("people", number, hidden=is_hidden), Span(" people said"))
    return report(
        Contents(of=Listed.TABLES, title=words("Tables")),
        evolve(table({"Local": 5}), caption=caption, anchor="t", number=1),
    )


def test_lists_of_tables_follow_a_caption():
    """The entry says what the caption says; and so does what a screen reader says of the table."""
    data = refresh(render(captioned(4773)), captioned(4774)).data
    assert visible(data) == visible(render(captioned(4774)))
    assert b'tblCaption w:val="What 4,774 people said"' in parts_of(data)[DOCUMENT]


def test_lists_of_tables_hide_what_a_caption_told():
    """Neither list nor title of the table keeps the number."""
    assert holding(hidden(render(captioned(4773)), captioned(4773, is_hidden=True))) == []


def test_a_title_that_somebody_gave_a_table_stays():
    """It tells no number that may not be told."""
    data = render(captioned(4773))
    parts = parts_of(data)
    mine = archive({**parts, DOCUMENT: parts[DOCUMENT].replace(b'tblCaption w:val="What 4,773 people said"', b'tblCaption w:val="Besa\'s table"')})
    assert b'tblCaption w:val="Besa\'s table"' in parts_of(refresh(mine, captioned(4774)).data)[DOCUMENT]


def number(*, is_hidden: bool):
    return report(sentence("There came ", span("people", 4773, hidden=is_hidden), " people."), sentence("Nobody ", span("left", 7)))


@pytest.mark.parametrize("leaves", ["words", "bookmark", "nothing"])
def test_what_a_person_left_of_a_place_tells_nothing(leaves):
    """Words are typed over the number, or it is deleted with or without its bookmark: neither mark nor store keeps it."""
    edit = Edit(render(number(is_hidden=False)))
    control = edit.control("4,773")
    if leaves == "words":
        edit.content(control, run("a great many"))
    elif leaves == "bookmark":
        control.getparent().remove(control)
    else:
        edit.paragraph("There came")[:] = fragment(run("Words only."))
    data = hidden(edit.data(), number(is_hidden=True))
    assert holding(data) == []
    assert any("a great many" in one for one in visible(data)) is (leaves == "words")


def test_a_comment_that_an_earlier_audit_wrote_tells_nothing():
    """Even where somebody has deleted the place that it was about, so that this refresh finds nothing to hide."""
    later = report(sentence("There came ", span("people", 4774), " people."), sentence("Nobody ", span("left", 7)))
    document = opened(render(number(is_hidden=False)))
    comment(document, audit(document, later))
    edit = Edit(document.to_bytes())
    edit.paragraph("There came")[:] = fragment(run("Words only."))
    assert holding(edit.data(), "4774") != []
    data = hidden(edit.data(), number(is_hidden=True))
    assert holding(data) == []
    assert holding(data, "4774") == []


def labelled(one: Chart) -> bytes:
    """Return a document with a chart to which somebody has typed a label, a title and the label of an axis."""
    parts = parts_of(render(report(one)))
    root = etree.fromstring(parts["word/charts/chart1.xml"])
    rich = (
        f'<c:tx xmlns:c="{C[1:-1]}" xmlns:a="{A[1:-1]}"><c:rich><a:bodyPr/><a:p><a:r><a:t>%s</a:t></a:r></a:p></c:rich></c:tx>'
    )
    label = etree.fromstring(f'<c:dLbl xmlns:c="{C[1:-1]}"><c:idx val="0"/><c:showVal val="1"/></c:dLbl>')
    label.insert(1, etree.fromstring(rich % "4,773 women!"))
    root.find(f".//{C}ser/{C}dLbls").insert(0, label)
    title = etree.fromstring(f'<c:title xmlns:c="{C[1:-1]}"><c:overlay val="0"/></c:title>')
    title.insert(0, etree.fromstring(rich % "All 4,773 of them"))
    root.find(f"{C}chart").insert(0, title)
    return archive({**parts, "word/charts/chart1.xml": etree.tostring(root)})


def test_what_people_typed_into_a_chart_tells_nothing():
    """A label and a title with a number go with the number that may not be told; without one they stay."""
    numbers = {"Women": {"Local": 4773, "Abroad": 6}}
    data = labelled(chart(numbers))
    assert holding(hidden(data, report(chart(numbers, hidden=frozenset({("Women", "Local")})))), "4773") == []
    later = {"Women": {"Local": 4774, "Abroad": 6}}
    kept = parts_of(refresh(data, report(chart(later))).data)["word/charts/chart1.xml"]
    assert re.findall(rb"<a:t>([^<]*)</a:t>", kept) == [b"All 4,773 of them", b"4,773 women!"]


def test_a_number_typed_by_hand_is_told_when_it_comes_to_be_hidden():
    """It stands in a sentence of a person, which no refresh rewrites: who refreshes is told."""
    edit = Edit(render(number(is_hidden=False)))
    edit.body[0].insert(5, fragment(f"<w:p>{run('Besa counted 4,773 as well.')}</w:p>")[0])
    refreshed = refresh(edit.data(), number(is_hidden=True))
    assert [(one.status, one.shown) for one in refreshed.left] == [(Status.LOOSE_NUMBER, "4,773")]
    assert refresh(refreshed.data, number(is_hidden=True)).left == ()
