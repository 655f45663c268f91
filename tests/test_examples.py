"""The examples keep what they promise: the report of 2022 holds what was published, and says it once.

Every expected number is written by hand, from the published report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kcss_core import (
    Edition,
    Plugins,
    Problem,
    Report,
    Text,
    Value,
    Workspace,
    build_report,
    load,
    load_plugins,
    open_edition,
)
from kcss_core.model import Activity
from kcss_core.report.blocks import Heading, Picture, ValueSpan, plain
from kcss_core.report.traversal import contents_of

EXAMPLE = Path(__file__).parents[1] / "examples" / "kcss-2022"
REPORT = "annual-report-2022"

HEADLINES = {
    "publications": 18,
    "projects": 19,
    "conferences.local": 50,
    "conferences.regional": 2,
    "advocacy": 50,
    "trainings": 40,
    "external-events": 30,
}


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    """Return what the report needs: the core's own, and the figures and directives of gender balance and of the year."""
    return load_plugins()


@pytest.fixture(scope="module")
def workspace(plugins: Plugins) -> Workspace:
    """Return the example, read once."""
    return load(EXAMPLE, plugins=plugins)


@pytest.fixture(scope="module")
def edition(workspace: Workspace, plugins: Plugins) -> Edition:
    """Return the example's year 2022 with the figures of the plugins."""
    return open_edition(workspace, plugins=plugins)


@pytest.fixture(scope="module")
def built(workspace: Workspace, plugins: Plugins) -> tuple[Report, tuple[Problem, ...]]:
    """Return the built report and the problems that its building found."""
    report, problems = build_report(workspace, REPORT, plugins=plugins)
    assert report is not None, "\n".join(str(problem) for problem in problems)
    return report, problems


# --- the headline figures


@pytest.mark.parametrize(("figure", "number"), HEADLINES.items())
def test_headline_figures_are_those_of_the_published_report(edition: Edition, figure: str, number: int) -> None:
    """The seven headline figures are 18, 19, 50, 2, 50, 40 and 30, exactly."""
    value = edition.value(figure)
    assert (value.number, value.qualifier) == (number, "exact")


def test_publications_are_counted_one_by_one(edition: Edition) -> None:
    """The 18 publications are 18 rows of one file, and nothing else."""
    value = edition.value("publications")
    places = [entry.origin for entry in value.evidence.included]
    assert value.basis == "records"
    assert [(place.file, place.row) for place in places if place is not None] == [
        ("records/publications.csv", row) for row in range(2, 20)
    ]


@pytest.mark.parametrize("figure", [id for id in HEADLINES if id != "publications"])
def test_other_headline_figures_name_their_aggregate(edition: Edition, figure: str) -> None:
    """Six headline figures rest on a published total, and say which."""
    value = edition.value(figure)
    aggregate = value.evidence.aggregate
    assert value.basis in ("aggregate", "both")
    assert aggregate is not None
    assert aggregate.source.startswith("KCSS Annual Report 2022, ")


@pytest.mark.parametrize(("figure", "number"), HEADLINES.items())
def test_headline_figures_stand_twice_in_the_report(
    built: tuple[Report, tuple[Problem, ...]], figure: str, number: int
) -> None:
    """Each headline figure is printed in several places, everywhere the same."""
    printed = [span for span in _values(built[0]) if span.value.address.figure == figure and not span.value.address.cell]
    assert len(printed) >= 2
    assert {span.text for span in printed} == {str(number)}


# --- everything that the published report mentions


def _numbers(edition: Edition, *figures: str) -> tuple[Any, ...]:
    return tuple(_said(edition.value(figure)) for figure in figures)


def _said(value: Value) -> object:
    number: object = value.number
    if value.share is not None:
        number = f"{value.share.stated} %"
    return number if value.qualifier == "exact" else f"{value.qualifier} {number}"


def _activities(edition: Edition, program: str, kind: str) -> tuple[Activity, ...]:
    kinds = edition.dataset.kinds
    return tuple(
        activity
        for activity in edition.dataset.activities
        if program in activity.programs and kinds.is_a(activity.kind, kind)
    )


def _kinds(edition: Edition, program: str, kind: str) -> tuple[str, ...]:
    return tuple(activity.kind for activity in _activities(edition, program, kind))


def _institutions(edition: Edition, program: str, kind: str) -> tuple[str, ...]:
    """Return the names of the institutions met, trained or watched, in the order of the records."""
    activities = _activities(edition, program, kind)
    return tuple(str(edition.dataset.find("institutions", id).name) for one in activities for id in one.institutions)


def _ids(records: Any) -> tuple[str, ...]:
    return tuple(record.id for record in records)


ROWS: tuple[tuple[int, str, Callable[[Edition], object], object], ...] = (
    (1, "name in Albanian", lambda e: e.dataset.organization.name.within("sq"), "Qendra Kosovare për Studime të Sigurisë"),
    (1, "short names", lambda e: e.dataset.organization.short_name, Text({"en": "KCSS", "sq": "QKSS"})),
    (1, "goals", lambda e: len(e.dataset.organization.goals), 5),
    (1, "mission", lambda e: bool(e.dataset.organization.mission), True),
    (
        2,
        "programs",
        lambda e: tuple(str(program.name) for program in e.dataset.programs),
        (
            "Good Governance in the Security Sector",
            "Resilient Communities / Prevention and Countering Violent Extremism",
            "Emerging Threats",
            "Foreign Policy and Regional Security Cooperation",
            "Western Balkans Security Barometer",
            "Gender and Security",
        ),
    ),
    (2, "number of programs", lambda e: _numbers(e, "programs"), (6,)),
    (3, "headline figures", lambda e: _numbers(e, *HEADLINES), (18, 19, 50, 2, 50, 40, 30)),
    (
        4,
        "good governance",
        lambda e: _numbers(
            e,
            "projects.good-governance",
            "publications.good-governance",
            "meetings.good-governance",
            "public-events.good-governance",
            "attendances.good-governance",
        ),
        (18, 15, "over 50", 60, "over 1000"),
    ),
    (
        5,
        "committee and working groups",
        lambda e: _kinds(e, "good-governance", "advocacy"),
        ("selection-committee", "working-group", "working-group", "working-group"),
    ),
    (
        5,
        "parliament",
        lambda e: _institutions(e, "good-governance", "committee-monitoring"),
        ("Parliamentary Committees for Security, Defense and Foreign Affairs",),
    ),
    (
        6,
        "reports, projects, consortia, trainings",
        lambda e: _numbers(
            e,
            "publications.resilient-communities",
            "projects.resilient-communities",
            "projects.resilient-communities.horizon-2020",
            "trainings.resilient-communities",
        ),
        (4, 7, 3, 30),
    ),
    (
        6,
        "who was trained",
        lambda e: _institutions(e, "resilient-communities", "training"),
        (
            "Municipal Councils for Community Safety",
            "Probation Service of Kosovo",
            "Correctional Service of Kosovo",
        ),
    ),
    (
        7,
        "forums, perceptions, survey",
        lambda e: _ids(
            (*_activities(e, "resilient-communities", "forum"), *_activities(e, "resilient-communities", "fieldwork"))
        ),
        ("community-forums", "perception-assessment", "fierc-survey"),
    ),
    (8, "campaign", lambda e: _numbers(e, "campaign.accounts", "campaign.views"), (476_417, 133_660)),
    (
        9,
        "summit, conference, discussions, youth meeting",
        lambda e: _kinds(e, "foreign-policy", "public-event") + _kinds(e, "foreign-policy", "meeting"),
        ("summit", "conference", "discussion", "meeting"),
    ),
    (9, "who held the summit", lambda e: _numbers(e, "summit.partners"), (2,)),
    (9, "report", lambda e: _numbers(e, "publications.foreign-policy"), (1,)),
    (
        9,
        "youth partnership",
        lambda e: e.dataset.find("projects", "regional-youth-partnership").countries,
        ("XK", "RS", "BA"),
    ),
    (
        10,
        "survey",
        lambda e: _numbers(e, "survey.respondents", "survey.countries", "students.barometer"),
        (4500, 3, 90),
    ),
    (10, "reports and conferences", lambda e: _numbers(e, "publications.barometer", "conferences.barometer"), (9, 10)),
    (10, "countries", lambda e: e.dataset.find("activities", "barometer-survey").countries, ("AL", "XK", "RS")),
    (
        10,
        "online platform",
        lambda e: e.dataset.find("activities", "barometer-platform").documents[0].url,
        "https://securitybarometer.qkss.org/te-dhenat/",
    ),
    (11, "municipalities", lambda e: _numbers(e, "municipalities.gender-meetings"), (17,)),
    (11, "baseline report", lambda e: _numbers(e, "publications.gender-and-security"), (1,)),
    (
        11,
        "panel",
        lambda e: _institutions(e, "gender-and-security", "side-event"),
        ("Office of the President of the Republic of Kosovo",),
    ),
    (11, "resolution", lambda e: "Resolution 1325" in str(e.dataset.find("programs", "gender-and-security").summary), True),
    (12, "staff", lambda e: _numbers(e, "staff.women"), ("45 %",)),
    (
        12,
        "policies",
        lambda e: tuple((str(policy.title), str(policy.in_force)) for policy in e.dataset.policies),
        (("Gender Equality Policy", "2022"), ("Gender Equality Code of Conduct", "2022")),
    ),
    (
        13,
        "women invited, taking part, speaking",
        lambda e: _numbers(e, "invited.women", "participants.women", "speakers.women"),
        ("50 %", "around 40 %", "around 40 %"),
    ),
    (
        14,
        "municipalities and central institutions",
        lambda e: _numbers(e, "municipalities.gender-events", "meetings.central-institutions"),
        (20, 10),
    ),
    (
        14,
        "gender equality officials",
        lambda e: _institutions(e, "gender-and-security", "bilateral-meeting"),
        ("Gender Equality Officials of the municipalities",),
    ),
    (
        14,
        "central institutions",
        lambda e: _institutions(e, "gender-and-security", "central-institution-meeting"),
        (
            "Ministry of Internal Affairs",
            "Kosovo Police",
            "Ministry of Defense",
            "Kosovo Security Force",
            "Information and Privacy Agency",
        ),
    ),
    (
        15,
        "objectives",
        lambda e: tuple((objective.id, objective.monitored) for objective in e.dataset.objectives),
        (("advocacy-on-womens-participation", None), ("recruitment-monitoring", True), ("gender-analysis", None)),
    ),
    (16, "media and external events", lambda e: _numbers(e, "media-appearances", "external-events"), (150, 30)),
    (
        16,
        "external events by scope",
        lambda e: tuple(
            _said(value)
            for scope in ("local", "regional", "international")
            if (value := e.breakdown("external-events", ["scope"]).get(scope)) is not None
        ),
        (10, 7, 13),
    ),
    (
        17,
        "networks",
        lambda e: tuple((str(network.name), network.scope) for network in e.dataset.networks),
        (("EPLO", "international"), ("WBOCR", "regional")),
    ),
    (17, "consortia", lambda e: _numbers(e, "consortia.horizon-2020"), (4,)),
    (
        17,
        "names of the consortia",
        lambda e: tuple(project.consortium for project in e.dataset.projects if project.scheme == "Horizon 2020"),
        ("PAVE", "ExtremelyEUnited", "Perceptions", "D.Rad"),
    ),
    (19, "publications", lambda e: len(e.dataset.publications), 18),
    (
        19,
        "nothing invented",
        lambda e: [one.id for one in e.dataset.publications if one.authors or one.date or one.url or one.identifiers],
        [],
    ),
    (
        19,
        "publications whose program is told",
        lambda e: {one.id: one.programs for one in e.dataset.publications if one.programs},
        {
            "safeguarding-critical-infrastructure": ("emerging-threats",),
            "integrity-of-institutions": ("barometer", "good-governance"),
            "status-quo": ("foreign-policy",),
            "disinformation-covid-19": ("emerging-threats",),
            "trust-corruption-integrity": ("good-governance",),
            "gender-based-violence-baseline": ("gender-and-security",),
        },
    ),
    (20, "captions", lambda e: len([one for one in e.dataset.photographs if one.caption and one.alt]), 12),
    (20, "no picture is pretended", lambda e: [one.id for one in e.dataset.photographs if one.file], []),
)


@pytest.mark.parametrize(
    ("ask", "expected"),
    [pytest.param(ask, expected, id=f"{row}: {what}") for row, what, ask, expected in ROWS],
)
def test_everything_published_is_held(edition: Edition, ask: Callable[[Edition], object], expected: object) -> None:
    """What the published report mentions is in the records or in an aggregate, as it was published."""
    assert ask(edition) == expected


def test_no_row_of_the_survey_is_left_out() -> None:
    """Twenty things were found in the published report; the eighteenth, its conclusion, is asked of the report below."""
    assert {row for row, *_ in ROWS} | {18} == set(range(1, 21))


def test_every_record_is_reported_for_2022(edition: Edition) -> None:
    """The report gives no dates, so records carry the year that it assigns them to, and no other."""
    families = ("projects", "activities", "publications", "photographs", "aggregates")
    assert {str(record.reported) for family in families for record in edition.dataset.of(family)} == {"2022"}
    assert [one.id for one in edition.dataset.activities if one.start or one.end] == []


def test_aggregates_answer_figures_that_exist(edition: Edition) -> None:
    """No published total is kept for a figure that nobody defined."""
    assert {aggregate.figure for aggregate in edition.dataset.aggregates} <= set(edition.figures)


def test_figures_have_titles_in_three_languages(edition: Edition) -> None:
    """The workspace's own figures can be shown in English, Albanian and Serbian."""
    own = [figure for figure in edition.figures.values() if not figure.plugin]
    missing = [(one.id, tag) for one in own for tag in ("en", "sq", "sr-Latn") if not one.title.has(tag)]
    assert own
    assert missing == []


# --- the built report


def _values(report: Report) -> Iterator[ValueSpan]:
    for block in report.blocks:
        for content in contents_of(block):
            yield from (part for part in content if isinstance(part, ValueSpan))


def test_report_builds_with_warnings_about_pictures_only(
    workspace: Workspace, edition: Edition, built: tuple[Report, tuple[Problem, ...]]
) -> None:
    """Nothing is wrong with records, figures and chapters but that the twelve photographs have no files."""
    assert workspace.problems == ()
    assert edition.problems == ()
    assert [problem.code for problem in built[1]] == ["photo.missing-file"] * 12
    assert [problem for problem in built[1] if problem.is_error] == []


def test_final_report_holds_no_placeholder(built: tuple[Report, tuple[Problem, ...]]) -> None:
    """A photograph without a file leaves no trace in the final report."""
    assert [block for block in built[0].blocks if isinstance(block, Picture)] == []


def test_draft_shows_where_the_photographs_go(workspace: Workspace, plugins: Plugins) -> None:
    """A draft holds a place for each of the twelve photographs, with its caption."""
    draft, _ = build_report(workspace, REPORT, plugins=plugins, is_draft=True)
    assert draft is not None
    places = [block for block in draft.blocks if isinstance(block, Picture)]
    assert len([place for place in places if place.image is None and place.caption and place.alt]) == 12


def test_headings_stand_once(built: tuple[Report, tuple[Problem, ...]]) -> None:
    """No two chapters share a name, as two of the published report did."""
    headings = [plain(block.content) for block in built[0].blocks if isinstance(block, Heading)]
    assert len(set(headings)) == len(headings)


def test_conclusion_repeats_the_headline_figures(workspace: Workspace) -> None:
    """The seven figures stand in the conclusion by reference."""
    conclusion = workspace.texts[f"reports/{REPORT}/11-conclusion.md"]
    assert [figure for figure in HEADLINES if f"{{value}}`{figure}`" not in conclusion] == []


def test_report_says_what_it_is(built: tuple[Report, tuple[Problem, ...]]) -> None:
    """The cover says that this is an example and no publication of the centre."""
    assert built[0].cover.note.endswith("It is not a publication of the Centre.")


#: What a chapter may hold though it looks like a number: the year, and names.
NAMES = re.compile(r"\b2022\b|Horizon 2020|Resolution 1325|COVID-19")
#: What is no text: roles, links' addresses, anchors, directives with their options.
MARKUP = re.compile(r"\{value\}`[^`]*`|\]\([^)]*\)|\{#[^}]*\}|^:.*$", re.MULTILINE)
NUMBER = re.compile(
    r"\d+|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?)\b", re.IGNORECASE
)


def test_typed_numbers_are_found() -> None:
    """The search below finds a number that somebody typed, in figures or in words, and lets values and names pass."""
    typed = "In 2022 it held {value}`trainings` trainings, seven projects of Horizon 2020 and 15 reports. {#n2}"
    assert NUMBER.findall(MARKUP.sub(" ", NAMES.sub(" ", typed))) == ["seven", "15"]


def test_no_chapter_holds_a_typed_number(workspace: Workspace) -> None:
    """Every number of the narrative is a value."""
    chapters = {path: text for path, text in workspace.texts.items() if path.endswith(".md")}
    typed = {path: NUMBER.findall(MARKUP.sub(" ", NAMES.sub(" ", text))) for path, text in chapters.items()}
    assert len(chapters) == 12
    assert {path: found for path, found in typed.items() if found} == {}
