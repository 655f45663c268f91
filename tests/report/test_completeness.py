"""What is missing in a workspace: one note for each sort, and none beside errors or twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcss_core.plugins.registry import load_plugins
from kcss_core.stages import check, load

PLUGINS = load_plugins(discover=False)
MANIFEST = '[workspace]\nperiod = "2024"\n'
CENTRE = """
[organization]
id = "c"
name = "Centre"

[[programs]]
id = "water"
name = "Water"

[[programs]]
id = "air"
name = "Air"

[[aggregates]]
figure = "meetings"
reported = "2024"
value = 12
source = "Notebook"
"""
FIGURES = """
[[figure]]
id = "meetings"
title = "Meetings"
count = "activities"
where = { kind = "meeting" }

[[figure]]
id = "works"
title = "Works"
count = "publications"
"""
FILES = {
    "kcss.toml": MANIFEST,
    "records/centre.toml": CENTRE,
    "figures.toml": FIGURES,
    "records/activities.csv": "id,title,kind,start,reported,programs\na,Launch,debate,2024-05,,water\nb,Walk,debate,,2024,\n",
    "records/publications.csv": "id,title,date,programs\np,The Public’s Water,2024-05,water\nq,Clean air,2024-06,\n",
    "records/participants.csv": "id,gender\nx,woman\ny,\n",
    "records/participations.csv": "participant,activity,role,attended\nx,a,participant,yes\ny,a,participant,yes\n",
    "records/photographs.csv": "id,caption,alt,consent,reported\nbridge,A bridge,A bridge of stone,,2024\n",
    "reports/year/report.toml": 'title = "The year"\nchapters = ["year.md"]\n',
    "reports/year/year.md": "# The year\n\n{value}`meetings` meetings, {value}`works` works; one is *The public\'s water*.\n",
}
COMPLETE = {
    "records/activities.csv": "id,title,kind,start,programs\na,Launch,meeting,2024-05,water\nb,Walk,meeting,2024-06,air\n",
    "records/centre.toml": CENTRE.partition("[[aggregates]]")[0],
    "records/publications.csv": "id,title,date,programs\np,The Public’s Water,2024-05,water\n",
    "records/participants.csv": "id,gender\nx,woman\ny,undisclosed\n",
    "records/photographs.csv": "id,caption,alt,consent,reported\nbridge,A bridge,A bridge of stone,not-needed,2024\n",
}


def notes(folder: Path, **changes: str) -> list[str]:
    """Return what is found in a workspace on disk, some of whose files are changed."""
    for name, text in {**FILES, **{name.replace("__", "/"): text for name, text in changes.items()}}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return [f"{one.severity}: {one} [{one.code}]" for one in check(load(folder, plugins=PLUGINS), plugins=PLUGINS)]


def test_each_sort_is_one_note(tmp_path: Path) -> None:
    """How many there are, of how many, and the first of them, at the first place."""
    fill_in = "fill it in where it is known"
    assert notes(tmp_path) == [
        "note: records/activities.csv:3: 1 of 2 activities of 2024 has no date, so that no month and no quarter counts "
        f"it: 'Walk'; {fill_in} [record.no-date]",
        f"note: records/activities.csv:3: 1 of 2 activities of 2024 names no program, so that no program counts it: 'Walk'; {fill_in} [record.no-program]",
        "note: records/centre.toml:10 programs[2]: 1 of 2 programs has no activities in 2024: 'Air'; "
        "record what they did, or end the program [program.no-activities]",
        "note: records/centre.toml:14 aggregates[1]: 1 of 2 figures of 2024 in reports rests on a total only, without "
        "records: 'meetings'; keep the records too, so that somebody can look behind the number [figure.only-total]",
        "note: records/participations.csv:3: 1 of 2 participations of 2024 is of people whose gender is not recorded; "
        "record it, or say that they prefer not to tell: undisclosed [record.no-gender]",
        "note: records/photographs.csv:2: 1 of 1 photographs of 2024 has no consent: 'A bridge'; "
        "write it down before they are used [photo.consent-not-recorded]",
        "note: records/publications.csv:3: 1 of 2 publications of 2024 stands in no report: 'Clean air'; "
        "list them with :::{publications}, or write about them [publication.not-mentioned]",
        f"note: records/publications.csv:3: 1 of 2 publications of 2024 names no program, so that no program counts it: 'Clean air'; {fill_in} [record.no-program]",
    ]


def test_nothing_is_missing_in_a_complete_workspace(tmp_path: Path) -> None:
    """With all of it filled in nothing is left; a title counts as mentioned whatever its quotes."""
    assert notes(tmp_path, **COMPLETE) == []


def test_a_quarter_is_not_told_again(tmp_path: Path) -> None:
    """What is missing in a quarter is missing in its year, and told there."""
    quarter = {"reports/q2/report.toml": 'title = "Quarter"\nperiod = "2024-Q2"\nchapters = ["q.md"]\n', "reports/q2/q.md": "# Q\n\nText.\n"}
    assert notes(tmp_path, **quarter) == notes(tmp_path)


def test_nothing_is_said_beside_errors(tmp_path: Path) -> None:
    """Where records could not be read, what is missing is no news."""
    told = notes(tmp_path, **{"records/participants.csv": "id,gender\nx,womn\ny,\n"})
    assert [one.rpartition("[")[2] for one in told] == ["table.rows-left-out]", "field.invalid]"]


@pytest.mark.parametrize("consent", ["recorded", "not-needed", "refused"])
def test_any_answer_about_consent_will_do(tmp_path: Path, consent: str) -> None:
    """Consent is missing only where nobody wrote anything down."""
    photographs = f"id,caption,alt,consent,reported\nbridge,A bridge,A bridge of stone,{consent},2024\n"
    assert notes(tmp_path, **{**COMPLETE, "records/photographs.csv": photographs}) == []
