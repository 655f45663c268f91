"""Names across records, chapters, captions, titles and published texts."""

from __future__ import annotations

from typing import Any

from kcss_core.checks.chapters import seen
from kcss_core.checks.names import check_names
from kcss_core.model import Activity, Dataset, Institution, Organization, Photograph, Program, Project, Publication
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.problems import Severity
from kcss_core.statements import Place, Statement, Statements
from kcss_core.text import Text

PROGRAM = Program(id="b", name=Text("Western Balkans Security Barometer"), origin=Origin("p.toml", row=3))
FORCE = Institution(
    id="f", name=Text({"en": "Kosovo Security Force", "sq": "Forca e Sigurisë"}), origin=Origin("i.csv", row=7)
)


def found(
    *names: str, chapter: str = "", accepted: tuple[str, ...] = (), **families: Any
) -> list[tuple[Severity, str]]:
    """Return what is found in names of a published text, a chapter and records."""
    statements = Statements(
        statements=tuple(
            Statement(
                place=Place(document="R", line=row),
                says="…",
                period=Period.year(2022),
                name=name,
                origin=Origin("statements.toml", row=row),
            )
            for row, name in enumerate(names, 1)
        )
    )
    dataset = Dataset(organization=Organization(id="o", name=Text("Centre for Peace Studies")), **families)
    problems = check_names(dataset, statements, {"r/01.md": seen(chapter)}, accepted)
    return [(problem.severity, str(problem)) for problem in problems]


def test_published_name_and_record() -> None:
    """A published form beside that of a record is one suggestion with both places and its confidence."""
    assert found("Kosovo Security Forces", "Kosovo Security Force", institutions=(FORCE,)) == [
        (
            Severity.WARNING,
            "statements.toml:1: 'Kosovo Security Force' (i.csv:7; line 2), but 'Kosovo Security Forces' (line 1): "
            "the form of a word differs; one name with a confidence of 90 percent; "
            "write one name in one way, or keep both: accept under [names] in kcss.toml",
        )
    ]


def test_chapter_caption_and_title() -> None:
    """Forms are found inside sentences, captions and titles, with file and line."""
    opening = Text("Opening of the Western Balkan Security Barometer")
    caption = Photograph(id="x", caption=opening, origin=Origin("c.csv", row=2))
    debate = Text("Debate in the Kosovo Security Forces")
    title = Activity(id="a", kind="debate", title=debate, origin=Origin("a.csv", row=9))
    chapter = "# Year\n\nThe results of the Western Balkan\nSecurity Barometer, told to the Kosovo Security Force.\n"
    messages = found(
        chapter=chapter, programs=(PROGRAM,), institutions=(FORCE,), photographs=(caption,), activities=(title,)
    )
    assert [message.partition(": the form")[0] for _, message in messages] == [
        "c.csv:2: 'Western Balkans Security Barometer' (p.toml:3), "
        "but 'Western Balkan Security Barometer' (c.csv:2; r/01.md:3)",
        "a.csv:9: 'Kosovo Security Force' (i.csv:7; r/01.md:4), but 'Kosovo Security Forces' (a.csv:9)",
    ]


def test_name_that_only_chapters_know() -> None:
    """Names that no record has are compared with one another; the word for what it is makes a note."""
    chapter = "We joined the Women, Peace and Security Forum.\n\nThe Women, Peace and Security Conference was long.\n"
    assert found(chapter=chapter) == [
        (
            Severity.NOTE,
            "r/01.md:3: 'Women, Peace and Security Forum' (r/01.md:1), but 'Women, Peace and Security Conference' "
            "(r/01.md:3): the word for what it is differs; one name with a confidence of 60 percent; "
            "write one name in one way, or keep both: accept under [names] in kcss.toml",
        )
    ]


def test_words_without_capitals_are_no_names() -> None:
    """What a sentence says in its own words is not held against a name."""
    panel = Project(id="p", title=Text("Women in the Security Sector"))
    assert found(chapter="It was about women in security sectors.", projects=(panel,)) == []


def test_two_records_of_a_family_are_two_things() -> None:
    """Titles that look alike and have a record each are two, and so are an event and a project of one name."""
    publications = (
        Publication(id="one", title=Text("Voices of the Young People")),
        Publication(id="two", title=Text("Voices of Young People")),
    )
    assert found(publications=publications) == []
    assert found("Voices of Young People", publications=publications) == []
    project = Project(id="p", title=Text("Clean Rivers Project"))
    report = Publication(id="r", title=Text("Clean Rivers Report"))
    assert found(projects=(project,), publications=(report,)) == []


def test_accepted_form() -> None:
    """A form that the manifest accepts is not reported."""
    assert found("Kosovo Security Forces", institutions=(FORCE,), accepted=("Kosovo security forces",)) == []
    assert len(found("Kosovo Security Forces", institutions=(FORCE,))) == 1


def test_what_no_reader_sees_holds_no_name() -> None:
    """Roles, directives, options, comments and addresses are not searched."""
    chapter = (
        ":::{photo} x\n:alt: Kosovo Security Forces\n:::\n<!-- Kosovo Security Forces -->\n"
        "[page](https://x.org/Kosovo-Security-Forces) {value}`Kosovo Security Forces`\n"
    )
    assert found(chapter=chapter, institutions=(FORCE,)) == []
    assert seen(chapter).count("\n") == chapter.count("\n")
