"""The core's directives: what each builds from a few records, in which words, and what it refuses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from kcss_core.builtin.directives import DIRECTIVES
from kcss_core.edition import Edition
from kcss_core.figures import Figure, Measure
from kcss_core.model import (
    Activity,
    Aggregate,
    Dataset,
    Measurement,
    Network,
    Objective,
    Organization,
    Photograph,
    Policy,
    Program,
    Project,
    Publication,
)
from kcss_core.origin import Origin
from kcss_core.period import PartialDate, Period
from kcss_core.report.blocks import (
    Align,
    Block,
    Chart,
    ChartKind,
    Contents,
    Form,
    Gallery,
    GalleryItem,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    ParagraphRole,
    Picture,
    Span,
    Table,
    Tiles,
    ValueSpan,
    plain,
    words,
)
from kcss_core.report.calls import call_directive
from kcss_core.report.directives import Built
from kcss_core.testing import sample_images
from kcss_core.text import Text
from kcss_core.vocabulary import (
    Consent,
    ProjectInvolvement,
    PublicationKind,
    PublicationStatus,
    Qualifier,
    Scope,
)

YEAR = Period.year(2022)
EMPTY = Dataset(organization=Organization(id="c", name=Text("Centre")))
IMAGES = sample_images()
PHOTO, COVER = IMAGES["images/photo.jpg"], IMAGES["images/cover.png"]


def edition(*figures: Figure, language: str = "en", only: Any = None, **families: Any) -> Edition:
    return Edition(evolve(EMPTY, **families), figures, period=YEAR, language=language, filter=only or {})


def call(
    edition: Edition, name: str, *arguments: str, is_draft: bool = False, level: int = 0, body: Any = (), **options: str
) -> Built:
    directive = next(one for one in DIRECTIVES if one.name == name)
    named = {option.rstrip("_"): text for option, text in options.items()}
    return call_directive(
        edition, directive, arguments, named, origin=Origin("c.md", row=3), images=IMAGES,
        is_draft=is_draft, level=level, body=body,
    )  # fmt: skip


def blocks(built: Built) -> tuple[Block, ...]:
    assert built.problems == ()
    return built.blocks


def items(built: Built) -> list[str]:
    (block,) = blocks(built)
    assert isinstance(block, ListBlock)
    return [plain(item.content) for item in block.items]


def problems(built: Built) -> list[str]:
    return [f"{problem.severity.value}: {problem}" for problem in built.problems]


def rows(table: Block) -> list[list[str]]:
    assert isinstance(table, Table)
    return [[plain(cell) for cell in cells] for cells in (table.header, *(row.cells for row in table.rows))]


def figure(id: str, title: str = "Events", subject: str = "activities", **more: Any) -> Figure:
    return Figure(id=id, title=Text(title), **{"measure": Measure.COUNT, "subject": subject, **more})


def publication(id: str, **more: Any) -> Publication:
    return Publication(id=id, **{"title": Text(id.capitalize()), "reported": YEAR, **more})


def activity(id: str, kind: str = "conference", **more: Any) -> Activity:
    return Activity(id=id, kind=kind, **{"title": Text(id.capitalize()), "reported": YEAR, **more})


# ---------------------------------------------------------------- tiles


def test_tiles() -> None:
    """A tile is the value with its qualifier over the figure's title, and the tiles are said as one sentence."""
    kept = Aggregate(figure="meetings", reported=YEAR, value=Decimal(50), qualifier=Qualifier.OVER, source="plan")
    found = edition(
        figure("events"), figure("meetings", "Meetings", where={"kind": "meeting"}),
        activities=(activity("a"),), aggregates=(kept,),
    )  # fmt: skip
    (tiles,) = blocks(call(found, "tiles", "events", "meetings"))
    assert isinstance(tiles, Tiles)
    assert [(tile.value.text, plain(tile.label)) for tile in tiles.items] == [("1", "Events"), ("over 50", "Meetings")]
    assert tiles.summary == "1 Events and over 50 Meetings"


@pytest.mark.parametrize(
    ("percent", "expected"),
    [(None, ("no data", "Women")), (Decimal(45), ("45%", "Women (stated without counts)"))],
)
def test_tile_of_a_share(percent: Decimal | None, expected: tuple[str, str]) -> None:
    """A share says in its tile that no counts exist; without data it says only that."""
    women = figure(
        "women", "Women", "persons", measure=Measure.SHARE, where={"role": "speaker"}, of={"gender": "woman"}
    )
    kept = () if percent is None else (Aggregate(figure="women", reported=YEAR, percent=percent, source="r"),)
    (tiles,) = blocks(call(edition(women, aggregates=kept), "tiles", "women"))
    assert isinstance(tiles, Tiles)
    assert [(tile.value.text, plain(tile.label)) for tile in tiles.items] == [expected]


def test_tiles_need_figures() -> None:
    """Without ids, or with one that nobody defines, there are no tiles."""
    assert problems(call(edition(), "tiles")) == [
        "error: c.md:3: tiles: expected the ids of figures, got none; write them after the name, as :::{tiles} publications projects"
    ]
    assert problems(call(edition(figure("events")), "tiles", "evens", "x")) == [
        "error: c.md:3: tiles: nobody defines the figure 'evens'; did you mean 'events'?",
        "error: c.md:3: tiles: nobody defines the figure 'x'; declare it in figures.toml",
    ]


# ---------------------------------------------------------------- breakdown

PROGRAMS = (Program(id="p", name=Text("Police")), Program(id="q", name=Text("Youth")))
THREE = (
    activity("a", scope=Scope.LOCAL, programs=("p", "q")),
    activity("b", scope=Scope.LOCAL, programs=("p",)),
    activity("c", scope=Scope.REGIONAL, programs=("q",)),
)


def test_breakdown_as_table() -> None:
    """A table has a row a value and the figure's own total; its key names it for refreshing."""
    (table,) = blocks(call(edition(figure("events"), activities=THREE), "breakdown", "events", by="scope"))
    assert rows(table) == [["Scope", "Number"], ["Local", "2"], ["Regional", "1"], ["Total", "3"]]
    assert isinstance(table, Table)
    assert (plain(table.caption), table.key) == ("Events by scope", "breakdown.events.scope")
    assert table.summary == "Events by scope: Local 2, Regional 1; total 3."
    assert table.align == (Align.START, Align.END)
    assert [row.is_total for row in table.rows] == [False, False, True]


def test_overlap_is_named() -> None:
    """Rows that share records do not add up, and the note says so."""
    found = edition(figure("events"), activities=THREE, programs=PROGRAMS)
    (table,) = blocks(call(found, "breakdown", "events", by="program"))
    assert rows(table) == [["Program", "Number"], ["Police", "2"], ["Youth", "2"], ["Total", "3"]]
    assert isinstance(table, Table)
    assert plain(table.note) == "Some stand in more than one row (1); the total counts each once."


def test_breakdown_by_two() -> None:
    """Two dimensions are rows and columns, each with its own total."""
    found = edition(figure("events"), activities=THREE, programs=PROGRAMS)
    (table,) = blocks(call(found, "breakdown", "events", by="program scope"))
    assert rows(table) == [
        ["Program", "Local", "Regional", "Total"],
        ["Police", "2", "0", "2"],
        ["Youth", "1", "1", "2"],
        ["Total", "2", "1", "3"],
    ]


def test_chart_comes_with_its_numbers() -> None:
    """A chart alone is followed by a sentence with values, not by words that could get old."""
    found = edition(figure("events"), activities=THREE)
    chart, sentence = blocks(call(found, "breakdown", "events", by="scope", as_="chart", kind="doughnut"))
    assert isinstance(chart, Chart)
    assert (chart.kind, chart.categories, chart.key) == (
        ChartKind.DOUGHNUT, ("Local", "Regional"), "breakdown.events.scope.chart",
    )  # fmt: skip
    assert [(series.name, [value.number for value in series.values]) for series in chart.series] == [("Events", [2, 1])]
    assert chart.alt == "Chart: Events by scope. Local 2, Regional 1; total 3."
    assert isinstance(sentence, Paragraph)
    assert plain(sentence.content) == "Local 2, Regional 1; total 3."
    assert [part.value.number for part in sentence.content if isinstance(part, ValueSpan)] == [2, 1, 3]


def test_chart_by_two_comes_with_the_table() -> None:
    """Two dimensions are too many numbers for a sentence."""
    found = edition(figure("events"), activities=THREE, programs=PROGRAMS)
    table, chart = blocks(call(found, "breakdown", "events", by="program scope", as_="chart", kind="stacked-bar"))
    assert isinstance(table, Table)
    assert isinstance(chart, Chart)
    assert [(series.name, [value.number for value in series.values]) for series in chart.series] == [
        ("Local", [2, 1]),
        ("Regional", [0, 1]),
    ]


def test_a_caption_is_said_once() -> None:
    """Where table and chart stand together the table has the caption; a chart alone has its own."""
    found = edition(figure("events"), activities=THREE)
    table, chart = blocks(call(found, "breakdown", "events", by="scope", as_="both"))
    assert isinstance(table, Table)
    assert isinstance(chart, Chart)
    assert (plain(table.caption), plain(chart.caption)) == ("Events by scope", "")
    alone = blocks(call(found, "breakdown", "events", by="scope", as_="chart"))[0]
    assert isinstance(alone, Chart)
    assert plain(alone.caption) == "Events by scope"


def test_breakdown_of_a_share_shows_counts() -> None:
    """A share in a table stands with its numerator and denominator."""
    local = figure("local", "Local", measure=Measure.SHARE, of={"scope": "local"})
    (table,) = blocks(call(edition(local, activities=THREE, programs=PROGRAMS), "breakdown", "local", by="program"))
    assert rows(table) == [
        ["Program", "Share"], ["Police", "100% (2 of 2)"], ["Youth", "50% (1 of 2)"], ["Total", "67% (2 of 3)"],
    ]  # fmt: skip
    assert isinstance(table, Table)
    cell = table.rows[0].cells[1][0]
    assert isinstance(cell, ValueSpan)
    assert cell.form is Form.QUANTITY


@pytest.mark.parametrize(
    ("language", "caption", "header"),
    [
        ("sq", "Ngjarje sipas: niveli", ["Niveli", "Numri"]),
        ("sr-Latn", "Događaji, po: nivo", ["Nivo", "Broj"]),
        ("sr-Cyrl", "Догађаји, по: ниво", ["Ниво", "Број"]),
    ],
)
def test_breakdown_in_other_languages(language: str, caption: str, header: list[str]) -> None:
    """Caption and headings are in the report's language."""
    title = Text({"en": "Events", "sq": "Ngjarje", "sr-Latn": "Događaji", "sr-Cyrl": "Догађаји"})
    events = evolve(figure("events"), title=title)
    (table,) = blocks(call(edition(events, language=language, activities=THREE), "breakdown", "events", by="scope"))
    assert isinstance(table, Table)
    assert plain(table.caption) == caption
    assert rows(table)[0] == header


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ((), {"by": "scope"}, "breakdown: expected the id of one figure, got 0; write it after the name, as :::{breakdown} publications"),
        (("events",), {}, "breakdown: expected one or two dimensions, got 0; write them as :by: scope or :by: program kind"),
        (("events",), {"by": "a b c"}, "breakdown: expected one or two dimensions, got 3; write them as :by: scope or :by: program kind"),
        (("events",), {"by": "program scope", "as_": "chart", "kind": "doughnut"}, "breakdown: a doughnut shows one dimension, got two; use :kind: stacked-bar, or one dimension"),
        (("events",), {"by": "program", "as_": "chart", "kind": "doughnut"}, "breakdown: a doughnut shows parts that add up, and the rows of 'events' do not; use :kind: bar"),
        (("events",), {"by": "scope", "kind": "pie"}, "breakdown, option kind: expected one of 'bar', 'stacked-bar', 'line', 'doughnut', got 'pie'"),
    ],
)  # fmt: skip
def test_wrong_breakdown(arguments: tuple[str, ...], options: dict[str, Any], message: str) -> None:
    """A breakdown that cannot be shown truthfully, or is not said completely, is an error."""
    found = edition(figure("events"), activities=THREE, programs=PROGRAMS)
    assert problems(call(found, "breakdown", *arguments, **options)) == [f"error: c.md:3: {message}"]


# ---------------------------------------------------------------- photographs

HILLS = Photograph(
    id="hills", file="images/photo.jpg", caption=Text("Hills"), alt=Text("Two hills"), credit="A. B.",
    consent=Consent.NOT_NEEDED,
)  # fmt: skip


def test_photo() -> None:
    """A photograph stands with caption, alternative text and credit."""
    (picture,) = blocks(call(edition(photographs=(HILLS,)), "photo", "hills"))
    assert picture == Picture(image=PHOTO, caption=words("Hills"), alt="Two hills", credit="A. B.")


@pytest.mark.parametrize(
    ("file", "what"),
    [(None, "has no file"), ("images/hall.jpg", "has no image file 'images/hall.jpg'")],
)
def test_photo_without_file(file: str | None, what: str) -> None:
    """The final report leaves it out and reports it; a draft shows a placeholder."""
    found = edition(photographs=(evolve(HILLS, file=file),))
    final, draft = call(found, "photo", "hills"), call(found, "photo", "hills", is_draft=True)
    remedy = "put the image below the workspace and its path into the field file"
    assert final.blocks == ()
    assert problems(final) == [f"warning: c.md:3: photo: 'hills' {what}, it is left out; {remedy}"]
    assert draft.blocks == (Picture(image=None, caption=words("Hills"), alt="Two hills", credit="A. B."),)
    assert problems(draft) == [f"note: c.md:3: photo: 'hills' {what}, a placeholder stands for it; {remedy}"]


@pytest.mark.parametrize(
    ("consent", "sensitive", "message"),
    [
        (None, True, "error: c.md:3: photo: 'hills' shows a sensitive activity, and no consent is recorded; record the consent of the persons shown (consent = recorded), or take the photograph out"),
        (Consent.NOT_NEEDED, True, "error: c.md:3: photo: 'hills' shows a sensitive activity, and no consent is recorded; record the consent of the persons shown (consent = recorded), or take the photograph out"),
        (Consent.REFUSED, False, "error: c.md:3: photo: the persons in 'hills' refused their consent; take it out"),
        (Consent.RECORDED, True, None),
        (None, False, None),
    ],
)  # fmt: skip
def test_consent(consent: Consent | None, sensitive: bool, message: str | None) -> None:
    """A picture of a sensitive activity needs recorded consent; a refusal always counts."""
    visit = activity("visit", sensitive=sensitive, photographs=("hills",))
    found = edition(photographs=(evolve(HILLS, consent=consent),), activities=(visit,))
    assert problems(call(found, "photo", "hills")) == ([] if message is None else [message])


def test_photo_without_alternative_text() -> None:
    """A picture that says nothing to who cannot see it is reported; the caption stands in."""
    built = call(edition(photographs=(evolve(HILLS, alt=None),)), "photo", "hills")
    assert problems(built) == [
        "warning: c.md:3: photo: nothing says what 'hills' shows, for who cannot see it; describe it in the field alt"
    ]
    assert built.blocks == (Picture(image=PHOTO, caption=words("Hills"), alt="Hills", credit="A. B."),)


def test_unknown_photo() -> None:
    """An id that no photograph has is an error; no id at all is another."""
    found = edition(photographs=(HILLS,))
    assert problems(call(found, "photo", "hill")) == [
        "error: c.md:3: photo: expected the id of one of the photographs, got 'hill'; did you mean 'hills'?"
    ]
    assert problems(call(found, "photo")) == [
        "error: c.md:3: photo: expected the ids of photographs, got none; write them after the name, as :::{photo} some-photograph"
    ]


def test_gallery() -> None:
    """A gallery shows the pictures that there are; in a draft each missing one follows by itself."""
    found = edition(photographs=(HILLS, Photograph(id="hall", caption=Text("Hall"), alt=Text("A hall"))))
    built = call(found, "gallery", "hills", "hall", columns="2", is_draft=True)
    assert built.blocks == (
        Gallery(items=(GalleryItem(title=words("Hills"), image=PHOTO, alt="Two hills"),), columns=2),
        Picture(image=None, caption=words("Hall"), alt="A hall"),
    )
    assert problems(call(found, "gallery", "hills", columns="7")) == [
        "error: c.md:3: gallery: expected 1 to 6 columns, got 7"
    ]


# ---------------------------------------------------------------- publications

WORKS = (
    publication(
        "police", kind=PublicationKind.POLICY_BRIEF, authors=("A. A.", "B. B."), date=PartialDate(2022, 3),
        reported=None, programs=("p",), url="https://example.org/p", cover="images/cover.png",
    ),
    publication("survey"),
    publication("older", reported=Period.year(2021)),
    publication("draft", status=PublicationStatus.DRAFT),
)  # fmt: skip


def test_publications_as_list() -> None:
    """Published works of the period, in file order; what is not recorded is left out."""
    found = edition(publications=WORKS, programs=PROGRAMS)
    assert items(call(found, "publications")) == ["A. A. and B. B.: Police, policy brief, March 2022", "Survey"]
    assert items(call(found, "publications", program="p")) == ["A. A. and B. B.: Police, policy brief, March 2022"]
    assert items(call(found, "publications", kind="policy-brief manual")) == [
        "A. A. and B. B.: Police, policy brief, March 2022"
    ]
    assert items(call(found, "publications", "older")) == ["Older"]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("sq", "A. A. dhe B. B.: Police, dokument politikash, mars 2022"),
        ("sr-Latn", "A. A. i B. B.: Police, predlog praktične politike, mart 2022."),
        ("sr-Cyrl", "A. A. и B. B.: Police, предлог практичне политике, март 2022."),
    ],
)
def test_publications_in_other_languages(language: str, line: str) -> None:
    """Kind, date and list of authors are in the report's language, the title as it is."""
    assert items(call(edition(publications=WORKS[:1], language=language), "publications")) == [line]


def test_title_in_another_language_is_marked() -> None:
    """A title that exists in another language only says which, and links to the work."""
    work = publication("x", title=Text({"sq": "Besimi"}), url="https://example.org/x")
    (block,) = blocks(call(edition(publications=(work,)), "publications"))
    assert isinstance(block, ListBlock)
    assert block.items[0].content == (Span("Besimi", emphasis=True, href="https://example.org/x", language="sq"),)


def test_publications_as_gallery() -> None:
    """A gallery has the cover where there is one, and none to be drawn from the title."""
    assert blocks(call(edition(publications=WORKS), "publications", as_="gallery")) == (
        Gallery(
            items=(
                GalleryItem(
                    title=words("Police"), image=COVER, alt="Cover of “Police”", kicker="Policy brief",
                    note=words("A. A. and B. B., March 2022"),
                ),
                GalleryItem(title=words("Survey"), alt="Cover of “Survey”"),
            ),
        ),
    )  # fmt: skip


def test_missing_cover() -> None:
    """A cover that is named and not there is reported, and drawn."""
    built = call(edition(publications=(publication("x", cover="x.png"),)), "publications", as_="gallery")
    assert problems(built) == [
        "warning: c.md:3: publications: 'x' has no image file 'x.png', its cover is drawn from the title; put the image below the workspace, or mend the path"
    ]
    assert built.blocks == (Gallery(items=(GalleryItem(title=words("X"), alt="Cover of “X”"),)),)


# ---------------------------------------------------------------- choosing records


def test_undecided_records_are_reported() -> None:
    """A record of which nothing tells the period is left out, and named."""
    built = call(edition(publications=(publication("a"), publication("b", reported=None))), "publications")
    assert [plain(item.content) for item in built.blocks[0].items] == ["A"]  # type: ignore[union-attr]
    assert problems(built) == [
        "warning: c.md:3: publications: nothing tells whether these publications belong to 2022: b; record date, or the period that they are reported in"
    ]


def test_filter_of_the_edition_narrows_lists() -> None:
    """A report of one program lists what belongs to it; of what names no program nobody can tell."""
    works = (publication("a", programs=("p",)), publication("b", programs=("q",)), publication("c"))
    found = edition(publications=works, programs=PROGRAMS, only={"program": "p"})
    built = call(found, "publications")
    assert [plain(item.content) for item in built.blocks[0].items] == ["A"]  # type: ignore[union-attr]
    assert problems(built) == [
        "warning: c.md:3: publications: nothing tells whether these publications belong to 2022 and program: c; record date, or the period that they are reported in"
    ]


def test_nothing_to_show() -> None:
    """A list without records is no list, and is reported."""
    built = call(edition(), "networks")
    assert built.blocks == ()
    assert problems(built) == [
        "warning: c.md:3: networks: none of the networks is to be shown; check the options, record what belongs here, or take the directive out"
    ]


def test_unknown_ids() -> None:
    """Ids of records, and of programs in an option, are checked together."""
    found = edition(projects=(Project(id="eyes", title=Text("Eyes"), reported=YEAR),), programs=PROGRAMS)
    assert problems(call(found, "projects", "eye", program="r")) == [
        "error: c.md:3: projects: expected the id of one of the projects, got 'eye'; did you mean 'eyes'?",
        "error: c.md:3: projects: expected the id of one of the programs, got 'r'; add it to the programs, or mend the id",
    ]


# ---------------------------------------------------------------- lists of records


def test_goals() -> None:
    """Goals are the organization's, in its order."""
    centre = evolve(EMPTY.organization, goals=(Text("Peace."), Text("Trust.")))
    assert items(call(edition(organization=centre), "goals")) == ["Peace.", "Trust."]
    assert problems(call(edition(), "goals")) == [
        "warning: c.md:3: goals: the organization states none; add goals to the organization, or take the directive out"
    ]


def test_programs() -> None:
    """Programs are a list, sections below the heading above, or their summaries alone."""
    found = edition(programs=(evolve(PROGRAMS[0], summary=Text("Who polices.")), PROGRAMS[1]))
    assert items(call(found, "programs")) == ["Police: Who polices.", "Youth"]
    assert call(found, "programs", "p", as_="sections", level=2).blocks == (
        Heading(level=3, content=words("Police"), anchor="program-p"),
        Paragraph(content=words("Who polices.")),
    )
    text = call(found, "programs", as_="text")
    assert text.blocks == (Paragraph(content=words("Who polices.")),)
    assert problems(text) == ["warning: c.md:3: programs: 'q' has no summary to show; write one into the field summary"]


def test_projects() -> None:
    """A project stands with acronym, scheme, consortium, part and time, as far as they are recorded."""
    eyes = Project(
        id="eyes", title=Text("Eyes"), acronym="EYE", scheme="Horizon 2020", consortium="LOOK",
        involvement=ProjectInvolvement.PARTNER, start=PartialDate(2021, 3), end=PartialDate(2023),
    )  # fmt: skip
    ears = Project(id="ears", title=Text("Ears"), reported=YEAR, start=PartialDate(2022))
    found = edition(projects=(eyes, ears))
    assert items(call(found, "projects")) == [
        "Eyes (EYE): Horizon 2020, consortium LOOK, partner, March 2021 – 2023",
        "Ears: since 2022",
    ]
    assert items(call(found, "projects", involvement="partner")) == [
        "Eyes (EYE): Horizon 2020, consortium LOOK, partner, March 2021 – 2023"
    ]
    assert items(call(found, "projects", scheme="Horizon 2020"))[0].startswith("Eyes")
    assert problems(call(found, "projects", scheme="Horizon")) == [
        "error: c.md:3: projects: expected the scheme of a project, got 'Horizon'; did you mean 'Horizon 2020'?"
    ]


def test_activities() -> None:
    """An activity with a title stands with kind, places and date, each said once."""
    happened = (
        activity("week", places=("Prishtina",), start=PartialDate(2022, 4, 1), reported=None),
        activity("x", title=Text("Roundtable in Klina"), kind="roundtable", places=("Klina", "Peja")),
        activity("y", title=None),
        activity("z", kind="training"),
    )
    found = edition(activities=happened)
    lines = ["Week: conference, Prishtina, 1 April 2022", "Roundtable in Klina: Peja", "Z: training"]
    assert items(call(found, "activities")) == lines
    assert items(call(found, "activities", kind="public-event")) == lines[:2]
    assert problems(call(found, "activities", kind="public-evnt")) == [
        "error: c.md:3: activities: expected a kind of activity, got 'public-evnt'; did you mean 'public-event'?"
    ]


def test_own_kind_is_called_as_the_kind_above_it() -> None:
    """A workspace's own kind has no label in four languages; the nearest standard kind has."""
    kinds = EMPTY.kinds.with_kinds({"community-forum": "meeting"})
    found = edition(activities=(activity("f", kind="community-forum"),), kinds=kinds, language="sq")
    assert items(call(found, "activities")) == ["F: takim"]


def test_own_kind_has_the_label_that_the_workspace_gives() -> None:
    """Where a workspace says what its kind is called, lists and breakdowns say so in the report's language."""
    label = {"en": "Community forum", "sq": "Forum komunitar"}
    kinds = EMPTY.kinds.with_kinds({"community-forum": "meeting"}, {"community-forum": label})
    found = edition(figure("events"), activities=(activity("f", kind="community-forum"),), kinds=kinds, language="sq")
    assert items(call(found, "activities")) == ["F: forum komunitar"]
    (table,) = blocks(call(found, "breakdown", "events", by="kind"))
    assert rows(table)[1] == ["Forum komunitar", "1"]


@pytest.mark.parametrize(("scope", "is_strong"), [(None, False), (Scope.INTERNATIONAL, True)])
def test_names_are_strong_where_something_follows_each(scope: Scope | None, is_strong: bool) -> None:
    """Names stand out from what is known of them; a list with some strong names would look like a mistake."""
    networks = (
        Network(id="a", name=Text("A"), scope=scope, reported=YEAR),
        Network(id="b", name=Text("B"), scope=Scope.REGIONAL, reported=YEAR),
    )
    (listed,) = blocks(call(edition(networks=networks), "networks"))
    assert isinstance(listed, ListBlock)
    names = [item.content[0] for item in listed.items]
    assert names == [Span("A", strong=is_strong), Span("B", strong=is_strong)]
    assert listed.items[1].content[1:] == (Span(": regional"),)


def test_kind_that_the_title_says_is_not_repeated() -> None:
    """A meeting called "Meeting with …" needs no kind, nor does one of the workspace's own kinds of meeting."""
    kinds = EMPTY.kinds.with_kinds({"central-meeting": "meeting"}, {"central-meeting": {"en": "Central meeting"}})
    meeting = evolve(activity("m", kind="central-meeting"), title=Text("Meeting with the police"))
    assert items(call(edition(activities=(meeting,), kinds=kinds), "activities")) == ["Meeting with the police"]


def test_policies_and_networks() -> None:
    """A policy says the day it took force, a network its scope and since when."""
    rules = (
        Policy(id="a", title=Text("Conduct"), in_force=PartialDate(2022, 6, 1)),
        Policy(id="b", title=Text("Equality"), reported=YEAR),
    )
    assert items(call(edition(policies=rules), "policies")) == ["Conduct: in force since 1 June 2022", "Equality"]
    network = Network(id="n", name=Text("EPLO"), scope=Scope.INTERNATIONAL, since=PartialDate(2019))
    assert items(call(edition(networks=(network,)), "networks")) == ["EPLO: international, member since 2019"]


OBJECTIVE = Objective(
    id="o", text=Text("Trust rises."), unit="%", reported=YEAR,
    baseline=Measurement(value=Decimal(40), date=PartialDate(2020)), endline=Measurement(note=Text("higher")),
)  # fmt: skip


def test_objectives() -> None:
    """An objective stands with what was measured, in brackets or in columns."""
    found = edition(objectives=(OBJECTIVE, Objective(id="p", text=Text("Peace."), reported=YEAR)))
    assert items(call(found, "objectives")) == ["Trust rises. (baseline: 40%, 2020; endline: higher)", "Peace."]
    (table,) = blocks(call(found, "objectives", as_="table"))
    assert rows(table) == [
        ["Objective", "Baseline", "Endline"], ["Trust rises.", "40%, 2020", "higher"], ["Peace.", "–", "–"],
    ]  # fmt: skip


# ---------------------------------------------------------------- page


def test_page() -> None:
    """Contents, page breaks and paragraphs set apart."""
    body: tuple[Block, ...] = (Paragraph(content=words("Small.")),)
    assert blocks(call(edition(language="sq"), "contents", depth="3")) == (
        Contents(title=words("Përmbajtja"), depth=3),
    )
    assert blocks(call(edition(), "contents", title="Inside")) == (Contents(title=words("Inside"), depth=2),)
    assert blocks(call(edition(), "page-break")) == (PageBreak(),)
    assert blocks(call(edition(), "note", body=body)) == (Paragraph(content=words("Small."), role=ParagraphRole.NOTE),)
    assert blocks(call(edition(), "lead", body=body)) == (Paragraph(content=words("Small."), role=ParagraphRole.LEAD),)


@pytest.mark.parametrize(
    ("name", "body", "options", "message"),
    [
        ("contents", (), {"depth": "7"}, "contents: expected a depth from 1 to 6, got 7"),
        ("note", (), {}, "note: expected text between the fences, got none"),
        ("lead", (PageBreak(),), {}, "lead: expected paragraphs between the fences, got something else; put it after the directive"),
    ],
)  # fmt: skip
def test_wrong_page(name: str, body: Any, options: dict[str, Any], message: str) -> None:
    """What cannot be ordered so is refused."""
    assert problems(call(edition(), name, body=body, **options)) == [f"error: c.md:3: {message}"]


def test_each_directive_is_documented() -> None:
    """The reference names every directive and each of its options."""
    from pathlib import Path

    import attrs

    from kcss_core.report.calls import option_name

    page = (Path(__file__).parents[2] / "docs/reference/chapters.md").read_text("utf-8")
    names = {directive.name for directive in DIRECTIVES}
    options = {option_name(field.name) for directive in DIRECTIVES for field in attrs.fields(directive.options)}
    assert [name for name in sorted(names | options) if f"`{name}`" not in page] == []
