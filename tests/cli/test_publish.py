"""``kcss publish``: what is frozen of a report, what is not, and what later data are said to have restated."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from .conftest import FIGURES, PUBLICATIONS

FILE = "reports/annual/published.toml"
PUBLISHED = PUBLICATIONS.replace("undated,No date,report,\n", "")
PEOPLE = {
    "figures.toml": FIGURES
    + """
[[figure]]
id = "came"
title = "Came"
count = "persons"
where = { attended = true }

[[figure]]
id = "spoke"
title = "Spoke"
count = "persons"
where = { role = "speaker" }
""",
    "records/activities.csv": "id,title,kind,start\nforum,Forum,forum,2022-03-01\ntalk,Talk,debate,2022-04-01\n",
    "records/participants.csv": "id,name,gender\n" + "".join(f"person-{n},Besa Krasniqi {n},woman\n" for n in range(10)),
    "records/participations.csv": "participant,activity,role,attended\n"
    + "".join(f"person-{n},forum,participant,yes\n" for n in range(8))
    + "person-8,talk,speaker,yes\nperson-9,talk,participant,yes\n",
    "reports/annual/01.md": "# The year\n\n{value}`publications` works, {value}`came` people, {value}`spoke` speakers.\n",
}


def frozen(root: Path) -> list[dict[str, Any]]:
    values = tomllib.loads((root / FILE).read_text("utf-8"))["value"]
    assert isinstance(values, list)
    return values


def test_values_are_frozen_with_their_records(kcss: Any, write: Any) -> None:
    """A number has its words, its place, its definition, and the ids of its records with what each adds."""
    root = write({"records/publications.csv": PUBLISHED})
    result = kcss("publish", root)
    assert (result.exit_code, result.stdout) == (0, f"{root / FILE}\n")
    assert frozen(root) == [
        {
            "figure": "publications",
            "period": "2022",
            "value": 2,
            "says": "2",
            "sections": ["The year"],
            "definition": "The number of publications. A publication counts where it is reported, else by its date.",
            "records": {"publications": {"first": 1, "second": 1}},
        },
        {
            "figure": "meetings",
            "period": "2022",
            "value": 50,
            "qualifier": "over",
            "says": "over 50",
            "sections": ["The year"],
            "definition": "The number of activities where kind is meeting (with all kinds below). "
            "An activity counts where it is reported, else by its start.",
        },
    ]


def test_what_is_frozen_stays(kcss: Any, write: Any) -> None:
    """A second time nothing is overwritten, unless it is asked for."""
    root = write()
    assert kcss("publish", root).exit_code == 0
    before = (root / FILE).read_bytes()
    again = kcss("publish", root)
    assert again.exit_code == 3
    assert again.stderr.endswith("the report is frozen already; --again freezes it anew, as for a corrected edition\n")
    assert kcss("publish", root, "--again").exit_code == 0
    assert (root / FILE).read_bytes() == before


def test_nothing_is_frozen_over_errors(kcss: Any, write: Any) -> None:
    """A report that cannot be built is not finished."""
    root = write({"reports/annual/01.md": "# A\n\n{value}`nothing`\n"})
    assert kcss("publish", root).exit_code == 1
    assert not (root / FILE).exists()


def test_nothing_is_restated_at_first(kcss: Any, write: Any) -> None:
    """Right after publishing the records say what the report says."""
    root = write(PEOPLE)
    kcss("publish", root)
    assert "published" not in kcss("check", root).stdout


def test_small_groups_and_names_are_not_frozen(kcss: Any, write: Any) -> None:
    """What the report hides is not there, an activity with few people is not counted, and nobody has a name or id."""
    root = write(PEOPLE)
    kcss("publish", root)
    text = (root / FILE).read_text("utf-8")
    assert [value["figure"] for value in frozen(root)] == ["publications", "came"]
    assert frozen(root)[1]["records"] == {"participations": {"forum": 8}}
    assert "Besa" not in text
    assert "person-" not in text


def changed(kcss: Any, root: Path, name: str, text: str) -> list[str]:
    (root / name).write_text(text, "utf-8")
    lines = kcss("check", root).stdout.splitlines()
    return [line.strip() for line in lines if "[published." in line]


def test_a_record_that_came_later(kcss: Any, write: Any) -> None:
    """A later record is named with the number before and now, and its place."""
    root = write({"records/publications.csv": PUBLISHED})
    kcss("publish", root)
    assert changed(kcss, root, "records/publications.csv", f"{PUBLISHED}late,Late,report,2022-12\n") == [
        "5: warning: 'publications' 2 when published, now 3: publications 'late' (records/publications.csv:4) is counted "
        "now  [published.restated]"
    ]


def test_a_record_that_is_gone_or_moved(kcss: Any, write: Any) -> None:
    """A record that was deleted is gone; one with another date is no longer counted."""
    root = write({"records/publications.csv": PUBLISHED})
    kcss("publish", root)
    moved = "id,title,kind,date\nsecond,A survey,survey-report,2023-06\n"
    assert changed(kcss, root, "records/publications.csv", moved) == [
        "5: warning: 'publications' 2 when published, now no data: publications 'first' is gone; publications 'second' "
        "(records/publications.csv:2) is no longer counted  [published.restated]"
    ]


def test_a_total_that_was_changed(kcss: Any, write: Any) -> None:
    """Of a total without records its source and place are named."""
    root = write()
    kcss("publish", root)
    organization = (root / "records/organization.toml").read_text("utf-8").replace("value = 50", "value = 60")
    assert changed(kcss, root, "records/organization.toml", organization) == [
        "14: warning: 'meetings' over 50 when published, now over 60: the total kept under \"Director's notebook\" is "
        "another now (records/organization.toml:5 aggregates[1])  [published.restated]"
    ]


def test_another_definition(kcss: Any, write: Any) -> None:
    """Where the figure itself means something else now, that is said."""
    root = write({"records/publications.csv": PUBLISHED})
    kcss("publish", root)
    figures = FIGURES.replace('count = "publications"', 'count = "publications"\nwhere = { kind = "policy-brief" }')
    assert changed(kcss, root, "figures.toml", figures) == [
        "5: warning: 'publications' 2 when published, now 1: publications 'second' (records/publications.csv:3) is no "
        "longer counted; its definition has changed  [published.restated]"
    ]


def test_people_are_told_by_activity(kcss: Any, write: Any) -> None:
    """Of people the activity is named, and how many came where they were not few."""
    root = write(PEOPLE)
    kcss("publish", root)
    rows = PEOPLE["records/participations.csv"].replace("person-7,forum,participant,yes\n", "")
    assert changed(kcss, root, "records/participations.csv", rows) == [
        "14: warning: 'came' 10 when published, now 9: those who came to 'forum' (records/activities.csv:2) are 7, not 8 "
        " [published.restated]"
    ]
    few = "participant,activity,role,attended\nperson-1,forum,participant,yes\n"
    (line,) = changed(kcss, root, "records/participations.csv", few)
    assert line.startswith("14: warning: 'came' 10 when published, now fewer than 5: ")


def test_chapters_that_were_edited(kcss: Any, write: Any) -> None:
    """A published report whose chapters give other values, or give them elsewhere, is told once."""
    root = write({"records/publications.csv": PUBLISHED})
    kcss("publish", root)
    chapter = "# The year\n\nIn all {value}`meetings` works.\n\n# The end\n\n{value}`meetings` meetings.\n"
    assert changed(kcss, root, "reports/annual/01.md", chapter) == [
        "warning: the chapters are not those that were published: 'publications@2022' no longer stands under 'The year'; "
        "'meetings@2022' stands under 'The end' now  [published.edited]"
    ]


def test_a_figure_that_nobody_declares_any_longer(kcss: Any, write: Any) -> None:
    """A published number cannot be looked after without its figure."""
    root = write({"records/publications.csv": PUBLISHED})
    kcss("publish", root)
    (root / "reports/annual/01.md").write_text("# The year\n\n{value}`publications` works.\n", "utf-8")
    figures = FIGURES.partition('[[figure]]\nid = "meetings"')[0]
    organization = '[organization]\nid = "centre"\nname = "Sample Centre"\n'
    (root / "records/organization.toml").write_text(organization, "utf-8")
    assert changed(kcss, root, "figures.toml", figures) == [
        "14: warning: published as 'over 50', and nobody declares the figure 'meetings' any longer  "
        "[published.unknown-figure]"
    ]


def test_a_number_that_somebody_edited(kcss: Any, write: Any) -> None:
    """Where records and definition are the same, only the file can have changed."""
    root = write({"records/publications.csv": PUBLISHED})
    kcss("publish", root)
    frozen = (root / FILE).read_text("utf-8").replace('value = 2\nsays = "2"', 'value = 7\nsays = "seven"', 1)
    assert changed(kcss, root, FILE, frozen) == [
        "5: warning: 'publications' 7 when published, now 2: its records are the same, so perhaps somebody edited this "
        "file  [published.restated]"
    ]


def test_a_number_that_its_words_do_not_say(kcss: Any, write: Any) -> None:
    """A number or its words that somebody edited are told once, whichever of the two it was."""
    root = write({"records/publications.csv": PUBLISHED})
    kcss("publish", root)
    frozen = (root / FILE).read_text("utf-8")
    assert changed(kcss, root, FILE, frozen.replace("value = 2\n", "value = 7\n", 1)) == [
        "5: warning: 'publications': expected the words that were printed for 7, got '2'; somebody edited this file  "
        "[published.miswritten]"
    ]
    assert changed(kcss, root, FILE, frozen.replace('"over 50"', '"over 60"')) == [
        "14: warning: 'meetings': expected the words that were printed for over 50, got 'over 60'; somebody edited this "
        "file  [published.miswritten]"
    ]


def test_words_in_whatever_form_and_language_say_their_number(kcss: Any, write: Any) -> None:
    """A number in words, with its unit, or rounded as the chapter asked is no doubt, in the language of the report."""
    chapter = (
        "# The year\n\n{value}`publications|words` works, {value}`share-of-reports` and {value}`meetings|at-least` "
        "meetings.\n\n{value}`share-of-reports|counts` {value}`publications|over`\n"
    )
    share = """
[[figure]]
id = "share-of-reports"
title = "Share of reports"
share = "publications"
of = { kind = "policy-brief" }
"""
    files = {
        "records/publications.csv": PUBLISHED,
        "reports/annual/01.md": chapter,
        "figures.toml": FIGURES + share,
    }
    for language in ("en", "sq", "sr-Cyrl"):
        root = write(files)
        assert kcss("publish", root, "--again", "--language", language).exit_code == 0
        assert "[published." not in kcss("check", root).stdout
    assert [value["says"] for value in frozen(root)] == ["две", "50% (1 од 2)", "најмање 50"]


def test_other_records_with_the_same_total(kcss: Any, write: Any) -> None:
    """One record for another leaves the number as it is, and is a note."""
    root = write({"records/publications.csv": PUBLISHED})
    kcss("publish", root)
    other = PUBLISHED.replace("second,A survey", "third,An atlas")
    assert changed(kcss, root, "records/publications.csv", other) == [
        "5: note: 'publications' 2 as published, but of other records: publications 'second' is gone; publications "
        "'third' (records/publications.csv:3) is counted now  [published.other-records]"
    ]


def test_what_was_published_is_held_against_other_texts(kcss: Any, write: Any) -> None:
    """A statement on a figure that a report was published with stands beside it, with both places; told once."""
    said = """
[[document]]
id = "leaflet"
title = "Leaflet"
period = "2022"

[[statement]]
page = 2
figure = "publications"
value = 3
says = "Publications"

[[statement]]
page = 3
figure = "meetings"
value = 50
qualifier = "over"
says = "Meetings"
"""
    root = write({"records/publications.csv": PUBLISHED, "statements.toml": said})
    lines = [line.strip() for line in kcss("check", root).stdout.splitlines()]
    assert "7: warning: Publications: 3 (page 2), but the records have 2 counted  [statement.contradicts-records]" in lines
    kcss("publish", root)
    lines = [line.strip() for line in kcss("check", root, "--consistent").stdout.splitlines()]
    assert [line for line in lines if "[statement." in line] == [
        "7: warning: Publications: 3 (Leaflet, page 2), but 2 (Annual report: The year)  "
        "[statement.contradicts-statement]",
        "13: note: Meetings: over 50 (Leaflet, page 3; Annual report: The year); the records have over 50, a total kept "
        "at records/organization.toml:5  [statement.consistent]",
    ]


def test_a_figure_that_was_renamed(kcss: Any, write: Any) -> None:
    """The remedy names the figure that is meant, and does not tell to mend records."""
    root = write({"records/publications.csv": PUBLISHED})
    kcss("publish", root)
    frozen = (root / FILE).read_text("utf-8").replace('figure = "meetings"', 'figure = "meeting"')
    (root / FILE).write_text(frozen, "utf-8")
    lines = [line.strip() for line in kcss("check", root).stdout.splitlines()]
    place = next(number for number, line in enumerate(lines) if "[published.unknown-figure]" in line)
    assert lines[place + 1] == (
        "-> did you mean 'meetings'? Else declare it again under its old id, or say in the next report that it is no "
        "longer counted; kcss publish --again freezes it anew"
    )


def test_each_change_says_what_to_do(kcss: Any, write: Any) -> None:
    """The remedies of all that may become of a published value, whole."""
    root = write({"records/publications.csv": PUBLISHED})
    kcss("publish", root)
    frozen = (root / FILE).read_text("utf-8").replace('says = "over 50"', 'says = "50"')
    (root / FILE).write_text(frozen, "utf-8")
    (root / "reports/annual/01.md").write_text("# The year\n\n{value}`publications` works.\n", "utf-8")
    (root / "records/publications.csv").write_text(PUBLISHED.replace("second,A survey", "third,An atlas"), "utf-8")
    (root / "records/organization.toml").write_text('[organization]\nid = "centre"\nname = "Sample Centre"\n', "utf-8")
    found = json.loads(kcss("check", root, "--format", "json").stdout)["problems"]
    assert {one["code"]: one["hint"] for one in found if one["file"] == FILE} == {
        "published.edited": "leave a published report as it is; after a corrected edition, kcss publish --again",
        "published.miswritten": "undo the edit; after a corrected edition, kcss publish --again",
        "published.other-records": "no number is restated; where a text names the records, say in the next report that it "
        "was corrected",
        "published.restated": "say in the next report that it was corrected, or mend the records; kcss publish --again "
        "freezes it anew",
    }


def test_people_whose_records_are_not_kept(kcss: Any, write: Any) -> None:
    """Of a cell of people no records are frozen, so nobody can tell why it is another number."""
    chapter = "# The year\n\n{value}`came[role=participant]` people.\n"
    root = write({**PEOPLE, "reports/annual/01.md": chapter})
    assert kcss("publish", root).exit_code == 0
    rows = PEOPLE["records/participations.csv"].replace("person-7,forum,participant,yes\n", "")
    (line,) = changed(kcss, root, "records/participations.csv", rows)
    assert line == (
        "5: warning: 'came' [role=participant] 9 when published, now 8: which people these are is not kept  "
        "[published.restated]"
    )


def test_what_is_hidden_now_is_not_told(kcss: Any, write: Any) -> None:
    """A number that today's report hides, for the sake of a small group beside it, stands in no message either."""
    rows = PEOPLE["records/participations.csv"].replace("talk,speaker", "talk,participant")
    chapter = "# The year\n\n{value}`came` people, {value}`came[role=participant]` in the room.\n"
    root = write({**PEOPLE, "records/participations.csv": rows, "reports/annual/01.md": chapter})
    assert kcss("publish", root).exit_code == 0
    later = PEOPLE["records/participations.csv"]
    assert changed(kcss, root, "records/participations.csv", later) == [
        "14: warning: 'came' [role=participant] 10 when published, now hidden: which people these are is not kept  "
        "[published.restated]"
    ]


def test_a_file_that_somebody_broke(kcss: Any, write: Any) -> None:
    """What is wrong in the file is told with its line, like any other file."""
    root = write()
    kcss("publish", root)
    text = (root / FILE).read_text("utf-8")
    (root / FILE).write_text(text.replace("value = 50", 'value = "many"'), "utf-8")
    assert "14 value: error: expected a number such as 12 or 12.5, got 'many'  [field.invalid]" in kcss("check", root).stdout
