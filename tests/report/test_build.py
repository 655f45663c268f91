"""From a workspace on disk to a report: chapters in order, languages, headings, and every mistake in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from kcss_core.builtin.directives import DIRECTIVES
from kcss_core.builtin.readers import READERS
from kcss_core.errors import UsageError
from kcss_core.period import PartialDate, Period
from kcss_core.problems import Problem
from kcss_core.reading.load import load
from kcss_core.report.blocks import (
    Block,
    Contents,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    Span,
    ValueSpan,
    plain,
    words,
)
from kcss_core.report.build import build
from kcss_core.report.directives import Built, Call, Directive
from kcss_core.report.report import Report
from kcss_core.report.traversal import contents_of

RECORDS = """
[organization]
id = "centre"
name = { en = "Centre", sq = "Qendra" }
goals = ["Don't stop"]

[[publications]]
id = "one"
title = "One"
reported = "2022"

[[publications]]
id = "two"
title = "Two"
reported = "2022"
"""
FIGURES = """
[[figure]]
id = "publications"
title = "Publications"
count = "publications"

[[figure]]
id = "meetings"
title = "Meetings"
count = "activities"
where = { kind = "meeting" }
"""
REPORT = 'title = "Report"\nperiod = "2022"\nchapters = ["a.md"]\ncontents = false\n'


@pytest.fixture
def write(tmp_path: Path):
    """Return a function that writes files of a workspace, with a manifest, records and figures, and its folder."""

    def written(**files: str) -> Path:
        defaults = {
            "kcss.toml": "",
            "records/r.toml": RECORDS,
            "figures.toml": FIGURES,
            "reports/r/report.toml": REPORT,
        }
        named = {
            name.replace("__", "/").replace("_md", ".md").replace("_toml", ".toml"): text
            for name, text in files.items()
        }
        for name, text in {**defaults, **named}.items():
            if not name.startswith(("kcss", "records", "figures", "reports")):
                name = f"reports/r/{name}"
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return written


def built(folder: Path, *more: Directive, language: str | None = None) -> tuple[Report | None, tuple[Problem, ...]]:
    return build(load(folder, READERS), "r", directives=(*DIRECTIVES, *more), language=language)


def problems(folder: Path) -> list[str]:
    _, found = built(folder)
    return [f"{problem.severity.value}: {problem}" for problem in found]


def report(folder: Path, *more: Directive, language: str | None = None) -> Report:
    found, wrong = built(folder, *more, language=language)
    assert found is not None, [str(problem) for problem in wrong]
    return found


def said(blocks: tuple[Block, ...]) -> list[str]:
    return [plain(content) for block in blocks for content in contents_of(block)]


def test_values_are_counted(write) -> None:
    """A number in a chapter is the figure's, with its address, and not a text."""
    found = report(write(a_md="# A\n\nWe wrote {value}`publications|words` works, {value}`publications|quantity`."))
    paragraph = found.blocks[1]
    assert isinstance(paragraph, Paragraph)
    first, second = (part for part in paragraph.content if isinstance(part, ValueSpan))
    assert (first.text, second.text) == ("two", "2 publications")
    assert str(first.value.address) == "publications@2022"
    assert [entry.label for entry in first.value.evidence.included] == ["One", "Two"]


def test_frame(write) -> None:
    """Title, cover, author and date come from report.toml, the organization and the period, never from the clock."""
    found = report(write(a_md="Text"))
    assert (found.id, found.title, found.author, found.date) == ("r", "Report", "Centre", PartialDate(2022, 12, 31))
    assert (found.cover.organization, found.cover.period, found.edition.period) == ("Centre", "2022", Period.year(2022))


def test_a_title_with_the_period_says_it_once(write) -> None:
    """The cover does not print 2022 below "Report 2022"."""
    found = report(write(report_toml=REPORT.replace('"Report"', '"Report 2022"'), a_md="Text"))
    assert (found.cover.title, found.cover.period) == ("Report 2022", "")


def test_chapters_in_order(write) -> None:
    """Blocks stand in the order of the list of chapters, not of the files' names."""
    toml = REPORT.replace('["a.md"]', '["b.md", "a.md"]')
    assert said(report(write(report_toml=toml, a_md="First", b_md="Second")).blocks) == ["Second", "First"]


def test_contents_open_the_report(write) -> None:
    """Without a word the report opens with its contents."""
    found = report(write(report_toml=REPORT.replace("contents = false\n", ""), a_md="Text"))
    assert found.blocks[0] == Contents(title=words("Contents"), depth=2)


def test_contents_where_a_chapter_places_them(write) -> None:
    """A chapter that places the contents has the only ones."""
    found = report(write(report_toml=REPORT.replace("contents = false\n", ""), a_md="Text\n\n:::{contents}\n:::"))
    assert [type(block) for block in found.blocks] == [Paragraph, Contents]


def test_translated_chapter(write) -> None:
    """A report in another language takes the chapters of that language, and labels and names with them."""
    folder = write(report_toml=REPORT + 'languages = ["en", "sq"]\n', a_md="Text", a_sq_md="")
    (folder / "reports/r/a.sq.md").write_text("{value}`publications|quantity`", "utf-8")
    found = report(folder, language="sq")
    assert said(found.blocks) == ["2 publikime"]
    assert (found.language, found.cover.organization) == ("sq", "Qendra")


def test_missing_translation(write) -> None:
    """A chapter that is not translated stands in its own language, and that is said."""
    found, wrong = built(write(report_toml=REPORT + 'languages = ["en", "sq"]\n', a_md="Text"), language="sq")
    assert found is not None
    assert [str(problem) for problem in wrong] == ["reports/r/a.md: the chapter is not written in 'sq'; write a.sq.md"]


def test_anchors(write) -> None:
    """Given anchors stay; others are made of the words, each once, also those of directives."""
    section = Directive(
        name="section",
        summary="",
        build=lambda _: Built((Heading(level=2, content=words("Made"), anchor="one"), PageBreak())),
    )
    text = "# Viti në {#one}\n\nText\n\n## Çështje & më\n\nText\n\n## Çështje më\n\nText\n\n:::{section}\n:::\n"
    found = report(write(a_md=text), section)
    assert [block.anchor for block in found.blocks if isinstance(block, Heading)] == [
        "one",
        "ceshtje-me",
        "ceshtje-me-2",
        "one-2",
    ]


def test_words_of_records_are_typeset(write) -> None:
    """A straight apostrophe in a record is printed as chapters print theirs."""
    found = report(write(a_md=":::{goals}\n:::"))
    (goals,) = found.blocks
    assert isinstance(goals, ListBlock)
    assert goals.items[0].content == (Span("Don’t stop"),)


def test_level_of_a_call(write) -> None:
    """A directive knows the level of the heading that it stands under."""
    levels: list[int] = []

    def note(call: Call) -> Built:
        levels.append(call.level)
        return Built((PageBreak(),))

    text = ":::{level}\n:::\n\n# A\n\n:::{level}\n:::\n\n## B\n\n:::{level}\n:::"
    report(write(a_md=text), Directive(name="level", summary="", build=note))
    assert levels == [0, 1, 2]


PLACE = "reports/r/a.md"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a {value}`publicatons`", f"error: {PLACE}:1: nobody defines the figure 'publicatons'; did you mean 'publications'?"),
        ("a {value}`zzz`", f"error: {PLACE}:1: nobody defines the figure 'zzz'; declare it in figures.toml"),
        ("{value}`a b`", f"error: {PLACE}:1: expected the id of a figure, got 'a b'; write {{value}}`figure-id`, {{value}}`figure-id[scope=local]`, {{value}}`figure-id@2021` or {{value}}`figure-id|words`"),
        ("{value}`publications|quantty`", f"error: {PLACE}:1: publications|quantty: expected one of number, words, quantity, share, counts, rest, over, around, at-least after |, got 'quantty'; did you mean 'quantity'?"),
        ("{value}`publications|words|quantity`", f"error: {PLACE}:1: publications|words|quantity: expected one form and one qualifier at most, got words, quantity"),
        ("{value}`publications@20221`", f"error: {PLACE}:1: publications@20221: expected a period such as 2022, 2022-Q1, 2022-05 or 2022-01/2022-06, got '20221'"),
        ("{value}`publications[kind]`", f"error: {PLACE}:1: publications[kind]: expected a cell such as [scope=local], got 'kind'"),
        ("{value}`publications|counts`", f"error: {PLACE}:1: publications|counts: expected a share for the form 'counts', got a number; leave the form out"),
        (":::{pubications}\n:::", f"error: {PLACE}:1: there is no directive 'pubications'; did you mean 'publications'?"),
        (":::{in-figures}\n:::", f"error: {PLACE}:1: there is no directive 'in-figures'; install kcss-figure-summary, which brings it"),
        (":::{gender-balance}\n:::", f"error: {PLACE}:1: there is no directive 'gender-balance'; install kcss-gender-balance, which brings it"),
        (":::{publications}\n:as: galery\n:::", f"error: {PLACE}:1: publications, option as: expected one of 'list', 'gallery', got 'galery'; did you mean 'gallery'?"),
        (":::{publications}\n:ass: list\n:::", f"error: {PLACE}:1: publications: there is no option 'ass'; did you mean 'as'?"),
        (":::{publications}\n:columns: many\n:::", f"error: {PLACE}:1: publications, option columns: expected a whole number, got 'many'"),
        (":::{publications}\n:as: list\n:as: list\n:::", f"error: {PLACE}:1: publications: the option 'as' is given twice; keep one of them"),
        (":::{publications}\nText\n:::", f"error: {PLACE}:1: publications: expected no text between the fences; put it before or after the directive; options are lines such as :name: value"),
        (":::{page-break} now\n:::", f"error: {PLACE}:1: page-break: expected no words after the name, got 'now'; write options on lines of their own, as :name: value"),
        (":::{breakdown} publications\n:by: kidn\n:::", f"error: {PLACE}:1: breakdown: figure 'publications' by 'kidn': expected a name that conditions may use here, got 'kidn'; did you mean 'kind'?"),
    ],
)  # fmt: skip
def test_wrong_chapter(write, text: str, message: str) -> None:
    """What a chapter asks for and cannot have is an error with its line, and there is no report."""
    found, wrong = built(write(a_md=text))
    assert found is None
    assert [f"{problem.severity.value}: {problem}" for problem in wrong] == [message]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# A\n\n### B\n\nText", f"warning: {PLACE}:3: expected a heading of level 2 or higher up, got level 3; begin the line with ##"),
        ("# A\n\n# B\n\nText", f"warning: {PLACE}:1: nothing stands under the heading 'A'; write what belongs there, or delete the heading"),
        ("# A\n\nText\n\n# a\n\nText", f"warning: {PLACE}:5: two chapters are called 'a', the other stands at {PLACE}:1; rename one of them"),
        ("", f"warning: {PLACE}: the chapter holds nothing; write it, or take it out of report.toml"),
        ("{value}`meetings@1999`", f"warning: {PLACE}:1: meetings@1999: there are no data, 'no data' is printed; record what is counted, keep an aggregate, or leave the sentence out"),
    ],
)  # fmt: skip
def test_doubtful_chapter(write, text: str, message: str) -> None:
    """What is ugly or empty is a warning, and the report is built."""
    found, wrong = built(write(a_md=text))
    assert found is not None
    assert [f"{problem.severity.value}: {problem}" for problem in wrong] == [message]


def test_duplicate_anchor(write) -> None:
    """An anchor that two chapters give is an error that shows both."""
    toml = REPORT.replace('["a.md"]', '["a.md", "b.md"]')
    folder = write(report_toml=toml, a_md="# A {#x}\n\nText", b_md="\n# B {#x}\n\nText")
    assert problems(folder) == [
        "error: reports/r/b.md:2: the anchor 'x' is used twice, it stands also at reports/r/a.md:1; give one of them another name"
    ]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('chapters = ["aa.md"]', "error: reports/r/report.toml chapters[1]: there is no chapter 'aa.md'; did you mean 'a.md'?"),
        ('chapters = ["a.md", "a.md"]', "error: reports/r/report.toml chapters[2]: the chapter 'a.md' is named twice; name it once"),
        ('chapters = ["a.md"]\nlogo = "images/logo.png"', "warning: reports/r/report.toml logo: there is no image 'images/logo.png', it is left out; put the file there, or mend the path"),
        ('chapters = ["a.md"]\n[cover]\nimage = "x.png"', "warning: reports/r/report.toml cover.image: there is no image 'x.png', it is left out; put the file there, or mend the path"),
        ('chapters = ["a.md"]\nfilter = { donor = "x" }', "error: reports/r/report.toml filter: filter: expected one of program, project, funder, got 'donor'; a report can be filtered by program, project, funder"),
        ("chapters = []", "error: reports/r/report.toml chapters: expected a chapter, got an empty list; name a.md"),
        ('chapters = ["a.md"]\ntemplate = "house.docx"', "error: reports/r/report.toml template: there is no file 'house.docx' below the workspace; put the file there, mend the path, or remove the line for the built-in house style"),
        ('chapters = ["a.md"]\ntemplate = "../house.docx"', "error: reports/r/report.toml template: there is no file '../house.docx' below the workspace; put the file there, mend the path, or remove the line for the built-in house style"),
    ],
)  # fmt: skip
def test_wrong_definition(write, toml: str, message: str) -> None:
    """What report.toml names and does not exist is named with its key."""
    assert message in problems(write(report_toml=f'title = "R"\nperiod = "2022"\n{toml}', a_md="Text"))


def test_a_wrong_filter_hides_no_other_mistake(write) -> None:
    """What is wrong with the chapters is said in the run that refuses the filter."""
    folder = write(report_toml=REPORT + 'filter = { program = "x" }\n', a_md="{value}`publicatons`")
    assert problems(folder) == [
        "error: reports/r/a.md:1: nobody defines the figure 'publicatons'; did you mean 'publications'?",
        "error: reports/r/report.toml filter: filter program: expected the id of one of the programs, got 'x'",
    ]


def test_a_chapter_that_cannot_be_read_is_said_once(write) -> None:
    """A file in another encoding is named by what reads it, and is not missing besides."""
    folder = write(a_md="")
    (folder / "reports/r/a.md").write_bytes("# Pë".encode("cp1252"))
    assert problems(folder) == ["error: reports/r/a.md:1: expected UTF-8, got the byte 0xeb; save the file as UTF-8"]


def test_where_records_are_lost_their_absence_is_no_news(write) -> None:
    """A broken record file is the one thing to mend: that nothing is left to count follows from it."""
    folder = write(records__activities_toml="[[activities]", a_md="{value}`meetings`\n\n:::{activities}\n:::")
    assert [problem.partition(":")[0] for problem in problems(folder)] == ["error"]


def test_unused_chapter(write) -> None:
    """A chapter that nobody lists is noted, a translation of a listed one is not."""
    folder = write(a_md="Text", b_md="Text")
    (folder / "reports/r/a.sq.md").write_text("Tekst", "utf-8")
    assert problems(folder) == [
        "note: reports/r/report.toml chapters: the report does not hold the chapter 'b.md'; add it to chapters, or move the file elsewhere"
    ]


def test_all_problems_of_all_chapters(write) -> None:
    """One run finds what is wrong in every chapter, in report.toml and in figures.toml."""
    folder = write(
        report_toml=REPORT.replace('["a.md"]', '["a.md", "b.md", "c.md"]'),
        a_md="{value}`x`\n\n:::{y}\n:::",
        b_md="`code`",
        figures_toml=FIGURES + '[[figure]]\nid = "broken"\ntitle = "B"\ncount = "publicatons"\n',
    )
    assert [problem.split(" ")[1] for problem in problems(folder)] == [
        "figures.toml:12",
        "reports/r/a.md:1:",
        "reports/r/a.md:3:",
        "reports/r/b.md:1:",
        "reports/r/report.toml",
    ]


def test_unknown_report(write) -> None:
    """A report that does not exist is a wrong usage, with what was probably meant."""
    workspace = load(write(a_md="Text"), READERS)
    with pytest.raises(UsageError, match=r"^there is no report 'rr'; did you mean 'r'\?$"):
        build(workspace, "rr", directives=DIRECTIVES)


def test_unknown_language(write) -> None:
    """A language in which no report can be written is a wrong usage."""
    workspace = load(write(a_md="Text"), READERS)
    with pytest.raises(
        UsageError, match=r"^expected a language of reports, one of en, sq, sr-Latn, sr-Cyrl, got 'de'$"
    ):
        build(workspace, "r", directives=DIRECTIVES, language="de")


@pytest.mark.parametrize("made", [("words",), (3,), (None, PageBreak())])
def test_directives_return_blocks_only(made: tuple[object, ...]) -> None:
    """Anything else is refused where it is made, before an exporter meets it."""
    with pytest.raises(TypeError, match=r"^expected blocks and problems, got (str|int|NoneType)$"):
        Built(made)  # type: ignore[arg-type]  # that is the point
