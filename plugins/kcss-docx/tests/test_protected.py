"""Small groups in edited documents: what newer records hide is in no part of the document afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcss_core.stages import build_report, load
from kcss_docx.alive import Refreshed, audit, opened, refresh, remember, report_behind
from kcss_docx.exporter import render
from kcss_docx.refreshing import Take
from kcss_docx.statuses import Kind, Status
from kcss_docx.surroundings import to_json

from .lint import parts_of
from .living import visible

KCSS = '[workspace]\nperiod = "2022"\nlanguages = ["en"]\n'
CENTRE = """\
[organization]
id = "centre"
name = "Sample Centre"
country = "XK"

[[programs]]
id = "police"
name = "Police"

[[programs]]
id = "budget"
name = "Budget"
"""
FIGURES = """\
[[figure]]
id = "attendances"
title = { en = "Attendances" }
count = "attendances"
headline = true
"""
ACTIVITIES = "id,kind,title,start,programs\na,meeting,A,2022-03-01,police\nb,training,B,2022-04-01,budget\n"
CHAPTER = """\
# Results

At meetings there were {value}`attendances[program=police]` attendances, of women {value}`attendances[gender=woman]`.

:::{breakdown} attendances
:by: program gender
:as: both
:kind: stacked-bar
:::
"""


def counts(women: int, men: int) -> str:
    return f"activity,women,men,total\na,{women},{men},{women + men}\nb,3331,2221,5552\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Return a workspace in which nobody is hidden."""
    for name, text in {
        "kcss.toml": KCSS,
        "records/centre.toml": CENTRE,
        "records/activities.csv": ACTIVITIES,
        "records/head-counts.csv": counts(1117, 1223),
        "figures.toml": FIGURES,
        "reports/annual/report.toml": 'title = "Annual report"\nchapters = ["a.md"]\n',
        "reports/annual/a.md": CHAPTER,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def written(here: Path) -> bytes:
    report, problems = build_report(load(here), "annual")
    assert report is not None, problems
    return render(report)


def holding(data: bytes, *numbers: str) -> list[tuple[str, str]]:
    """Return which parts, also of embedded workbooks, hold which numbers."""
    parts = parts_of(data)
    for name in list(parts):
        if name.endswith(".xlsx"):
            parts.update({f"{name}/{inner}": part for inner, part in parts_of(parts[name]).items()})
    return [(number, name) for number in numbers for name, part in parts.items() if number.encode() in part]


@pytest.mark.parametrize("track", [False, True])
def test_what_newer_records_hide_is_nowhere_afterwards(here, track):
    """Women at the meeting turn out to be two: they, and what would tell them, are in no part, old or new."""
    before = written(here)
    told = ["1117", "1,117", "1223", "1,223"]
    assert {number for number, _ in holding(before, *told)} == set(told)
    (here / "records/head-counts.csv").write_text(counts(2, 1223))
    edited = opened(before)
    report, _ = report_behind(edited, load(here))
    assert report is not None
    assert Status.TO_BE_HIDDEN in {one.status for one in audit(edited, report)}
    refreshed = refresh(before, report, track=track)
    assert holding(refreshed.data, *told, ">2</w:t>", "text>2<", "base>2<", "value>2<", "v>2<") == []
    assert refreshed.left == ()
    assert refresh(refreshed.data, report, track=track).data == refreshed.data


def test_what_the_document_tells_is_protected_with_the_report(here):
    """A chapter was shortened since: a number that only the document still shows is judged together with the others."""
    before = written(here)
    (here / "reports/annual/a.md").write_text("# Results\n\nIn all {value}`attendances`, of women {value}`attendances[gender=woman]`.\n")
    shown_still = opened(before)
    report, _ = report_behind(shown_still, load(here))
    assert report is not None
    texts = visible(refresh(before, report).data)
    assert any("At meetings there were 2,340 attendances" in text for text in texts)
    (here / "records/head-counts.csv").write_text(counts(2, 1))
    report, _ = report_behind(shown_still, load(here))
    assert report is not None
    texts = visible(refresh(before, report).data)
    assert any("At meetings there were hidden attendances" in text for text in texts)


def test_a_hidden_value_that_may_be_told_again_is(here):
    """Records grow: what was hidden when the document was written is shown by a refresh."""
    everything = (here / "records/head-counts.csv").read_text()
    (here / "records/head-counts.csv").write_text(counts(2, 1))
    before = written(here)
    assert any("At meetings there were hidden attendances" in text for text in visible(before))
    (here / "records/head-counts.csv").write_text(everything)
    report, _ = report_behind(opened(before), load(here))
    assert report is not None
    refreshed = refresh(before, report)
    assert any("At meetings there were 2,340 attendances" in text for text in visible(refreshed.data))
    assert refreshed.left == ()


def test_a_side_file_that_tells_what_newer_records_hide_is_named(here):
    """A refresh does not reach it, so the audit says what it still holds; one of the refreshed document holds it no more."""
    before = written(here)
    known = remember(before)
    (here / "records/head-counts.csv").write_text(counts(2, 1223))
    report, _ = report_behind(opened(before), load(here))
    assert report is not None
    told = [one for one in audit(before, report, beside=known) if one.kind is Kind.SIDE_FILE]
    assert told
    assert {one.status for one in told} == {Status.TO_BE_HIDDEN}
    assert not any("1117" in repr(one) or "1,117" in repr(one) for one in told)
    refreshed = refresh(before, report)
    again = remember(refreshed.data)
    assert "1,117" in to_json(known, "a.docx")
    assert "1,117" not in to_json(again, "a.docx")
    assert not any(one.kind is Kind.SIDE_FILE for one in audit(refreshed.data, report, beside=again))


WITHOUT_CHART = "# Results\n\nIn all {value}`attendances`.\n"


def refreshed_from(before: bytes, here: Path, **how) -> Refreshed:
    """Return a document brought up to date with the workspace as it is now, twice, which must be the same."""
    report, problems = report_behind(opened(before), load(here))
    assert report is not None, problems
    first = refresh(before, report, **how)
    report, _ = report_behind(opened(first.data), load(here))
    assert report is not None
    assert refresh(first.data, report, **how).data == first.data
    return first


def test_a_chart_that_the_report_has_no_more_hides_too(here):
    """The chapter has lost table and chart since; the document keeps them, and what newer records hide is in neither."""
    before = written(here)
    (here / "reports/annual/a.md").write_text(WITHOUT_CHART)
    (here / "records/head-counts.csv").write_text(counts(2, 1223))
    refreshed = refreshed_from(before, here)
    assert holding(refreshed.data, "1117", "1,117", "1223", "1,223", "2340", "2,340") == []
    assert [one.status for one in refreshed.left if one.kind is Kind.CHART] == []


def test_a_chart_that_the_report_has_no_more_follows(here):
    """Its values are worked out from their addresses, as those in the text are."""
    before = written(here)
    (here / "reports/annual/a.md").write_text(WITHOUT_CHART)
    (here / "records/head-counts.csv").write_text(counts(1118, 1223))
    parts = parts_of(refreshed_from(before, here).data)
    assert b"<c:v>1118</c:v>" in parts["word/charts/chart1.xml"]
    assert b"1118" in parts_of(parts["word/embeddings/chart1.xlsx"])["xl/worksheets/sheet1.xml"]
    assert 'descr="Women: Police 1,118, Budget 3,331; Men: Police 1,223, Budget 2,221' in parts["word/document.xml"].decode()


def test_what_no_figure_vouches_for_is_told_and_goes_where_the_records_win(here):
    """The figure is gone: nobody can tell whether its numbers may be told, so they are told, and taken out on request."""
    before = written(here)
    (here / "figures.toml").write_text(FIGURES.replace('"attendances"', '"people"', 1))
    (here / "reports/annual/a.md").write_text("# Results\n\nIn all {value}`people`.\n")
    kept = refreshed_from(before, here)
    assert {one.status for one in kept.left} == {Status.UNKNOWN}
    assert holding(kept.data, "1117")
    taken = refreshed_from(before, here, take=Take.RECORDS)
    assert holding(taken.data, "1117", "1,117", "1223", "1,223", "3331", "3,331") == []
    assert any("At meetings there were no data attendances" in text for text in visible(taken.data))
