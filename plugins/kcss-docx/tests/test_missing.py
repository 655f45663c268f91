"""What people delete is told as missing, in every round, until somebody says that it was meant; comments follow."""

from __future__ import annotations

import pytest

from kcss_core.report.blocks import Tile, Tiles, words
from kcss_docx.alive import audit, opened, refresh
from kcss_docx.comments import comment
from kcss_docx.exporter import render
from kcss_docx.statuses import Kind, Status

from .lint import W, faults_of_parts, parts_of
from .living import Edit, chart, report, sentence, span, table

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def written(number: int, rows: tuple[str, ...] = ("Local", "Abroad")):
    return report(
        Tiles(items=(Tile(value=span("people", number), label=words("people")),)),
        sentence("There came ", span("people", number), " people."),
        sentence("Nobody ", span("left", number + 1)),
        table({name: number + at for at, name in enumerate(rows, 2)}),
        chart({"Events": dict.fromkeys(rows, number)}),
    )


def without(*beginnings: str) -> bytes:
    """Return a document in which somebody has deleted paragraphs, or the table or chart."""
    edit = Edit(render(written(40)))
    for words_ in beginnings:
        if words_ == "table":
            gone = [*edit.body.iter(f"{W}tbl")][-1]
        elif words_ == "chart":
            gone = next(next(edit.body.iter(f"{C}chart")).iterancestors(f"{W}p"))
        else:
            gone = edit.paragraph(words_)
        gone.getparent().remove(gone)
    return edit.data()


def missing(found) -> list[tuple[Kind, str, str]]:
    return [(one.kind, one.label, one.note) for one in found if one.status is Status.MISSING]


def test_what_was_deleted_is_told_in_every_round():
    """One of two places, all places of a value: by the audit, by each refresh, and by audits after it."""
    data, told = without("There came", "Nobody"), [(Kind.VALUE, "People", "1 of 2 places"), (Kind.VALUE, "Left", "1 of 1 places")]
    for number in (40, 41, 42):
        assert missing(audit(data, written(number))) == told
        refreshed = refresh(data, written(number))
        assert missing(refreshed.left) == told
        data = refreshed.data
    assert faults_of_parts(parts_of(data)) == []


def test_who_meant_it_says_so_once():
    """From then on nothing is missing; what comes to be deleted later is told again."""
    data = refresh(without("There came", "table", "chart"), written(41), forget_missing=True).data
    assert missing(audit(data, written(42))) == []
    assert missing(refresh(data, written(42)).left) == []
    edit = Edit(data)
    edit.paragraph("Nobody").clear()
    assert missing(audit(edit.data(), written(42))) == [(Kind.VALUE, "Left", "1 of 1 places")]


def test_rows_that_a_refresh_takes_out_are_not_missing():
    """Nobody has deleted them; nor are the values of new rows copies."""
    refreshed = refresh(render(written(40, ("Local", "Abroad", "Online"))), written(40, ("Local", "New")))
    assert missing(refreshed.left) == []
    assert [one.status for one in audit(refreshed.data, written(40, ("Local", "New"))) if one.status is not Status.UP_TO_DATE] == []


def test_what_was_pasted_back_is_not_missing_any_more():
    """A sentence that comes back from an older copy is known again."""
    data = refresh(without("There came"), written(41)).data
    edit = Edit(data)
    edit.body[0].insert(0, Edit(render(written(40))).paragraph("There came"))
    found = audit(edit.data(), written(41))
    assert missing(found) == []
    assert [one.status for one in found if one.label == "People"] == [Status.STALE, Status.UP_TO_DATE]


def comments(data: bytes) -> list[str]:
    from lxml import etree

    return ["".join(one.itertext()) for one in etree.fromstring(parts_of(data)["word/comments.xml"]).iter(f"{W}comment")]


@pytest.mark.parametrize("is_deleted", [False, True])
def test_comments_of_an_earlier_audit_follow(is_deleted):
    """They say what is to be said now, also at the beginning about what is missing."""
    data = without("Nobody") if is_deleted else render(written(40))
    copy = opened(data)
    comment(copy, [one for one in audit(copy, written(41)) if one.label in ("People", "Left")])
    after = comments(refresh(copy.to_bytes(), written(42)).data)
    said = "People: up to date (shows what the records say). The records say 42."
    left = (
        "Left: missing (somebody deleted it). Printed was 41. The records say 43. 1 of 1 places."
        if is_deleted
        else "Left: up to date (shows what the records say). The records say 43."
    )
    assert after == [said, said, left]


def test_what_somebody_wrote_into_a_comment_of_an_audit_stays():
    """Word lets people write into each other's comments; the author stays the same."""
    copy = opened(render(written(40)))
    comment(copy, [one for one in audit(copy, written(41)) if one.label == "Left"])
    parts = parts_of(copy.to_bytes())
    edit = Edit(copy.to_bytes())
    edit.parts["word/comments.xml"] = parts["word/comments.xml"].replace(b"say 42.", b"say 42. Besa: ask the ministry first.")
    data = refresh(edit.data(), written(45)).data
    assert comments(data) == [
        "Left: stale (nobody touched it, and the records have changed). The records say 42. Besa: ask the ministry first."
    ]
