"""Documents that other programs have saved: LibreOffice as DOCX and by way of ODT, pandoc, which strips all marks."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from copy import deepcopy
from pathlib import Path

import pytest

from kcss_core.report.blocks import Heading, Tile, Tiles, words
from kcss_docx.alive import audit, opened, refresh, remember
from kcss_docx.exporter import render
from kcss_docx.places import FoundBy
from kcss_docx.statuses import Kind, Status
from kcss_docx.surroundings import from_json, to_json

from . import test_human_edits
from .lint import W, faults_of_parts, parts_of
from .living import Edit, chart, report, run, sentence, span, table, visible

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
needs_pandoc = pytest.mark.skipif(shutil.which("pandoc") is None, reason="needs pandoc")


def written(events: int, reports: int, typed: int):
    """Return a report with tiles, sentences, a table and a chart."""
    return report(
        Heading(level=1, content=words("Results"), anchor="results"),
        Tiles(items=(Tile(value=span("reports", reports), label=words("reports")),)),
        sentence("The centre published ", span("reports", reports), " reports in the year."),
        sentence("It trained ", span("typed", typed), " persons, it says."),
        table({"Local": events, "Abroad": 31}),
        chart({"Events": {"Local": events, "Abroad": 31}}),
    )


BEFORE, AFTER = written(12, 18, 23), written(14, 20, 24)


def typed() -> bytes:
    """Return the report after somebody has typed 29 over 23."""
    edit = Edit(render(BEFORE))
    edit.content(edit.control("23"), run("29"))
    edit.store("23", "29")
    return edit.data()


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return what LibreOffice makes of the edited report: saved as DOCX, and as ODT that is saved as DOCX."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "report.docx").write_bytes(typed())

    def convert(source: Path, suffix: str, to: Path) -> Path:
        subprocess.run(
            [
                "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
                {"docx": "docx:MS Word 2007 XML"}.get(suffix, suffix), "--outdir", str(to), str(source),
            ],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        return to / f"{source.stem}.{suffix}"

    (folder / "eleven.docx").write_bytes(test_human_edits.edited())
    eleven = convert(folder / "eleven.docx", "docx", folder / "directly")
    directly = convert(folder / "report.docx", "docx", folder / "directly")
    by_odt = convert(convert(folder / "report.docx", "odt", folder), "docx", folder / "by-odt")
    return {"docx": directly.read_bytes(), "odt": by_odt.read_bytes(), "eleven": eleven.read_bytes()}


@needs_office
@pytest.mark.parametrize(("way", "found_by"), [("docx", FoundBy.BINDING), ("odt", FoundBy.BOOKMARK)])
def test_every_place_is_found_after_libreoffice(saved, way, found_by):
    """LibreOffice 7.4 drops tags, and by way of ODT the controls and the store: bindings and bookmarks are left.

    Later versions keep the tags.
    """
    places = opened(saved[way]).places
    assert len(places) == 6
    assert {place.found_by for place in places} <= {found_by, FoundBy.TAG}


@needs_office
@pytest.mark.parametrize("way", ["docx", "odt"])
def test_statuses_are_right_after_libreoffice(saved, way):
    """What nobody touched is stale, what somebody typed is theirs, even where only the bookmark says what was printed."""
    found = Counter((one.label, one.status) for one in audit(saved[way], AFTER) if one.kind is Kind.VALUE)
    assert found == {
        ("Reports", Status.STALE): 2,
        ("Typed", Status.TYPED_OVER): 1,
        ("Events", Status.STALE): 2,
        ("Events", Status.UP_TO_DATE): 1,
    }


@needs_office
@pytest.mark.parametrize("way", ["docx", "odt"])
def test_a_refresh_after_libreoffice_heals_what_it_lost(saved, way):
    """Numbers, table and chart are new, the typed number stays, and controls, tags and store are there again."""
    refreshed = refresh(saved[way], AFTER)
    text = visible(refreshed.data)
    assert "The centre published 20 reports in the year." in text
    assert "It trained 29 persons, it says." in text
    assert "14" in text
    assert {place.found_by for place in opened(refreshed.data).places} == {FoundBy.TAG}
    store = opened(refreshed.data).store
    assert store is not None
    assert {one.base for one in store.values.values()} >= {"20", "14", "31", "45"}
    assert any(b"<c:v>14</c:v>" in part for name, part in parts_of(refreshed.data).items() if "charts/chart" in name)
    assert refresh(refreshed.data, AFTER).data == refreshed.data


@needs_office
def test_eleven_edits_survive_libreoffice(saved):
    """Edited in Word, saved by LibreOffice: what it keeps of each edit is kept, and every stale number is new.

    LibreOffice accepts the tracked change inside of the control, and makes words of the placeholder of an emptied one.
    """
    after = test_human_edits.written(test_human_edits.AFTER)
    found = test_human_edits.statuses(audit(saved["eleven"], after))
    assert found == {
        "split": {Status.STALE: 3},
        "typed": {Status.TYPED_OVER: 1},
        "adopted": {Status.ADOPTED: 1},
        "format": {Status.FORMAT_ONLY: 1},
        "tracked": {Status.TYPED_OVER: 1},
        "emptied": {Status.TYPED_OVER: 1},
        "deleted": {Status.STALE: 1, Status.MISSING: 1, Status.LOOSE_NUMBER: 1},
        "copied": {Status.STALE: 2},
        "reworded": {Status.STALE: 1},
        "unwrapped": {Status.STALE: 1},
        "nested": {Status.STALE: 1},
        "foreign": {Status.STALE: 1},
    }
    refreshed = refresh(saved["eleven"], after)
    text = visible(refreshed.data)
    for said in (
        "The typed number is 29 in all.",
        "The tracked number is 44 in all.",
        "The format number is 1 000 in all.",
        "Somebody wrote instead that 63 came.",
        "The copied number is 75 in all.75",
        "As Besa rightly says, it was 86 in all.",
        "The nested number is 108 in all.",
        "Again 19 and 64",
    ):
        assert said in text
    assert refresh(refreshed.data, after).data == refreshed.data


def stripped(data: bytes, folder: Path) -> bytes:
    (folder / "report.docx").write_bytes(data)
    subprocess.run(["pandoc", "report.docx", "-o", "plain.docx"], cwd=folder, check=True, timeout=300)
    return (folder / "plain.docx").read_bytes()


@needs_pandoc
def test_places_are_proposed_by_the_words_around_them(tmp_path):
    """Nothing but words is left: the side file tells where numbers stood and what was printed; nothing is written."""
    known = from_json(to_json(remember(render(BEFORE)), "report.docx").encode(), "side")
    plain = stripped(typed(), tmp_path)
    assert opened(plain).places == []
    found = [(one.label, one.shown, one.now, one.note) for one in audit(plain, AFTER, beside=known)]
    assert found == [
        ("Reports", "", "20", "not found by the words around it"),  # pandoc has put other words above the tile
        ("Reports", "18", "20", "seems stale"),
        ("Typed", "29", "24", "seems typed over"),
        ("Events", "12", "14", "seems stale"),
        ("Events", "31", "31", "seems up to date"),
        ("Events", "43", "45", "seems stale"),
    ]
    assert visible(refresh(plain, AFTER).data) == visible(plain)


@needs_pandoc
def test_without_a_side_file_the_report_written_anew_tells_the_places(tmp_path):
    """What was printed is not known then, and the note says so."""
    found = [one for one in audit(stripped(typed(), tmp_path), AFTER) if one.status is Status.PROPOSAL]
    assert len(found) == 5
    assert {one.note for one in found} == {"differs from the records; a side file would tell why", "seems up to date"}


def doubled(text: str) -> bytes:
    """Return a document as LibreOffice 7.4 leaves it where its paragraph has a comment: the control is cut in two."""
    edit = Edit(render(report(sentence("There came ", span("people", 40), " people."))))
    control = edit.control("40")
    end = control.getnext()
    second = deepcopy(control)
    second.find(f"{W}sdtPr/{W}id").set(f"{W}val", "190190")
    edit.content(second, f'<w:r><w:t>{text}</w:t></w:r>')
    second.find(f"{W}sdtContent").insert(0, end)
    control.addnext(second)
    return edit.data()


@pytest.mark.parametrize(
    ("number", "status", "note"),
    [(40, Status.WRITTEN_TWICE, ""), (50, Status.STALE, "a program has written it twice")],
)
def test_a_number_that_libreoffice_has_doubled_stands_once(number, status, note):
    """A reader sees 4040; a refresh takes the second away, and its bookmark ends where it did."""
    now = report(sentence("There came ", span("people", number), " people."))
    (found,) = audit(doubled("40"), now)
    assert (found.status, found.shown, found.note, found.is_quiet) == (status, "4040", note, False)
    refreshed = refresh(doubled("40"), now)
    assert f"There came {number} people." in visible(refreshed.data)
    assert faults_of_parts(parts_of(refreshed.data)) == []
    assert [one.status for one in audit(refreshed.data, now)] == [Status.UP_TO_DATE]
    assert refresh(refreshed.data, now).data == refreshed.data


def test_what_somebody_typed_beside_a_number_is_no_double():
    """Other words in the second half are a person's."""
    now = report(sentence("There came ", span("people", 50), " people."))
    assert "There came 5041 people." in visible(refresh(doubled("41"), now).data)
