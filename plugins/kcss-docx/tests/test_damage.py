"""Damaged and odd documents: a clear message or a refresh, never a crash, and the original as it was."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from lxml import etree

from kcss_core.errors import FileError
from kcss_core.report.blocks import Heading, Tile, Tiles, words
from kcss_docx import archive as archives
from kcss_docx.alive import audit, opened, refresh, remember
from kcss_docx.comments import comment
from kcss_docx.exporter import render
from kcss_docx.package import archive
from kcss_docx.refreshing import Take
from kcss_docx.surroundings import from_json

from .lint import W, parts_of
from .living import DOCUMENT, Edit, chart, report, run, sentence, span, table, visible


def written(number: int) -> Any:
    """Return a report with a tile, a sentence, a table and a chart."""
    rows = {"Local": number, "Abroad": 31, **({"Online": 5} if number > 20 else {})}
    return report(
        Heading(level=1, content=words("Results"), anchor="results"),
        Tiles(items=(Tile(value=span("reports", number), label=words("reports")),)),
        sentence("It published ", span("reports", number), " reports."),
        sentence("It trained ", span("trained", number + 7)),
        table(rows, note="A note"),
        chart({"Events": rows}),
    )


BEFORE, AFTER = written(20), written(30)


def edited() -> bytes:
    """Return a document with a comment, a tracked change and a number whose control is gone."""
    edit = Edit(render(BEFORE))
    edit.content(
        edit.control("27"),
        f'<w:del w:id="900" w:author="Besa"><w:r><w:delText>27</w:delText></w:r></w:del><w:ins w:id="901" w:author="Besa">{run("28")}</w:ins>',
    )
    control = edit.control("20", 1)
    holder = control.getparent()
    holder[holder.index(control) : holder.index(control) + 1] = list(control.find(f"{W}sdtContent"))
    document = opened(edit.data())
    comment(document, audit(document, AFTER))
    return document.to_bytes()


def everything(data: bytes) -> None:
    """Do what the commands do with a document."""
    before = bytes(data)
    copy = opened(data)
    comment(copy, audit(copy, AFTER))
    copy.to_bytes()
    remember(data)
    for take in Take:
        for track in (False, True):
            refreshed = refresh(data, AFTER, take=take, track=track)
            again = refresh(refreshed.data, AFTER, take=take, track=track)
            assert again.data == refreshed.data
    assert data == before


# What is broken in an element, given the element and a source of chance.
BREAKS: tuple[Callable[[Any, random.Random], None], ...] = (
    lambda one, chance: one.attrib.pop(chance.choice(list(one.attrib)), None) if one.attrib else None,
    lambda one, chance: one.set(chance.choice(list(one.attrib)), chance.choice(["x", "", "-1", "9" * 30, "1.5"])) if one.attrib else None,
    lambda one, _: one.getparent().remove(one) if one.getparent() is not None else None,
    lambda one, _: one.clear(),
    lambda one, _: setattr(one, "text", "x" if one.text else None),
    lambda one, chance: one.append(chance.choice(list(one.getroottree().getroot().iter(etree.Element))).__copy__()),
    lambda one, _: setattr(one, "tag", one.tag.rpartition("}")[0] + "}other"),
)
PARTS = (DOCUMENT, "customXml/item1.xml", "word/charts/chart1.xml", "word/comments.xml", "word/_rels/document.xml.rels",
         "[Content_Types].xml", "word/styles.xml", "word/charts/_rels/chart1.xml.rels")


@pytest.mark.parametrize("seed", range(12))
def test_random_damage_is_said_or_survived(seed):
    """Whatever is missing, doubled or nonsense: the message is a sentence, or all goes on and a second refresh changes nothing."""
    chance = random.Random(seed)
    parts = parts_of(edited())
    for _ in range(chance.randint(1, 4)):
        name = chance.choice(PARTS)
        root = etree.fromstring(parts[name])
        chance.choice(BREAKS)(chance.choice(list(root.iter(etree.Element))), chance)
        parts[name] = etree.tostring(root)
    with suppress(FileError):
        everything(archive(parts))


def ids_that_are_no_numbers() -> bytes:
    """Return the document with ids of marks, comments, changes and points of the chart that are no numbers."""
    parts = parts_of(edited())
    for name, tags, attribute in (
        (DOCUMENT, ("bookmarkStart", "bookmarkEnd", "ins", "del", "commentRangeStart", "commentRangeEnd", "commentReference"), "id"),
        (DOCUMENT, ("id",), "val"),
        ("word/comments.xml", ("comment",), "id"),
    ):
        root = etree.fromstring(parts[name])
        for one in root.iter(*(f"{W}{tag}" for tag in tags)):
            one.set(f"{W}{attribute}", f"x{one.get(f'{W}{attribute}')}")
        parts[name] = etree.tostring(root)
    chart_part = etree.fromstring(parts["word/charts/chart1.xml"])
    for one in chart_part.iter("{*}idx", "{*}ptCount"):
        one.set("val" if one.get("val") else "idx", "x")
    parts["word/charts/chart1.xml"] = etree.tostring(chart_part)
    return archive(parts)


def test_ids_that_are_no_numbers_harm_nobody():
    """They are taken for ids of which nothing is known; the numbers are refreshed all the same."""
    data = ids_that_are_no_numbers()
    everything(data)
    assert "It published 30 reports." in visible(refresh(data, AFTER).data)


def test_a_body_without_paragraphs_bears_comments_all_the_same():
    """Everything is missing, and told in a first paragraph."""
    edit = Edit(render(BEFORE))
    edit.body[0][:] = []
    document = opened(edit.data())
    count = comment(document, audit(document, AFTER))
    assert count > 0
    body = etree.fromstring(parts_of(document.to_bytes())[DOCUMENT])[0]
    assert len(body.findall(f"{W}p/{W}commentRangeStart")) == count


def test_a_document_without_a_body_is_refused():
    """There is nothing in it that could be read."""
    parts = parts_of(render(BEFORE))
    with pytest.raises(FileError) as said:
        opened(archive({**parts, DOCUMENT: f'<w:document xmlns:w="{W[1:-1]}"/>'.encode()}))
    assert str(said.value) == "the document: the part 'word/document.xml' holds no text; open it in Word and save it as .docx"


def test_a_chart_that_lost_its_plot_is_drawn_anew():
    """Nothing of it is left that could be kept; its workbook stays where it is."""
    parts = parts_of(render(BEFORE))
    root = etree.fromstring(parts["word/charts/chart1.xml"])
    root.find("{*}chart/{*}plotArea")[:] = []
    data = refresh(archive({**parts, "word/charts/chart1.xml": etree.tostring(root)}), AFTER, take=Take.RECORDS).data
    found = etree.fromstring(parts_of(data)["word/charts/chart1.xml"])
    assert [one.text for one in found.iterfind(".//{*}val//{*}v")] == ["30", "31", "5"]


def test_a_file_larger_than_any_document_is_not_read_whole(tmp_path, monkeypatch):
    """A film with the name of a document is refused after the first megabytes."""
    monkeypatch.setattr(archives, "LARGEST_FILE", 1_000_000)
    path = tmp_path / "film.docx"
    path.write_bytes(b"PK" + bytes(3_000_000))
    assert len(archives.read_file(path, "a film", 1_000_000)) == 1_000_001
    with pytest.raises(FileError) as said:
        opened(path)
    assert str(said.value) == f"{path}: expected a Word document of at most 1 MB, got more; make its pictures smaller"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe", "expected a side file, which kcss docx remember writes, got something else; name the file that it wrote"),
        (b"[" * 100_000, "expected a side file, which kcss docx remember writes, got something else; name the file that it wrote"),
        (b"[1]", "expected a side file, which kcss docx remember writes, got something else; name the file that it wrote"),
        (b'{"format": 2, "places": []}', "expected a side file of format 1, got 2; write it again with kcss docx remember"),
        (b'{"format": 1, "places": [7]}', "place 1: expected key, number, text, before, after, got int; write it again with kcss docx remember"),
        (
            b'{"format": 1, "places": [{"key": "v", "number": 1, "text": 7, "before": "", "after": ""}]}',
            "place 1: text: expected text, got int; write it again with kcss docx remember",
        ),
        (
            b'{"format": 1, "places": [{"key": "v", "number": true, "text": "", "before": "", "after": ""}]}',
            "place 1: number: expected a whole number, got bool; write it again with kcss docx remember",
        ),
    ],
)
def test_a_side_file_that_is_none_is_refused(data, message):
    """Each value has the type that it should have."""
    with pytest.raises(FileError) as said:
        from_json(data, "side.json")
    assert str(said.value).removeprefix("side.json: ") == message
