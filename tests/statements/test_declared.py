"""Statements as files declare them: what is read, and each thing that can be wrong with one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from textwrap import dedent

import pytest

from kcss_core.edition import Edition
from kcss_core.figures import Overlap, RelationKind
from kcss_core.figures.declared import structure_figures
from kcss_core.figures.relations import Bounds
from kcss_core.model import Dataset, Organization
from kcss_core.period import Period
from kcss_core.statements import Manner, Statement, Statements, structure_statements
from kcss_core.text import Text

FIGURES = """
[[figure]]
id = "events"
title = "Events"
count = "activities"

[[figure]]
id = "events.local"
title = "Local events"
count = "activities"
where = { scope = "local" }

[[figure]]
id = "women"
title = "Women among those who came"
share = "attendances"
of = { gender = "woman" }
where = { attended = true }
"""

DOCUMENT = """
[[document]]
id = "report-2022"
title = "Annual Report 2022"
period = "2022"
"""


def edition() -> Edition:
    """Return an edition of no records with three figures."""
    dataset = Dataset(organization=Organization(id="o", name=Text("O")))
    figures, _, problems = structure_figures(FIGURES, "figures.toml", dataset)
    assert problems == ()
    return Edition(dataset, figures, period=Period.year(2022))


def read(text: str) -> tuple[Statements, list[str]]:
    """Return statements of one document, and what is wrong: code, place and words of each."""
    statements, problems = structure_statements(DOCUMENT + dedent(text), "statements.toml", edition())
    return statements, [f"{problem.code} {problem}" for problem in problems]


def only(fields: str) -> Statement:
    """Return the only statement, with these fields and a place."""
    statements, problems = read(f'[[statement]]\nsection = "S"\nsays = "…"\n{fields}')
    assert problems == []
    (statement,) = statements.statements
    return statement


def wrong(fields: str) -> list[str]:
    """Return what is wrong with the only statement, which begins in row 6."""
    statements, problems = read(f'[[statement]]\nsection = "S"\nsays = "…"\n{fields}')
    assert statements.statements == () or not problems
    return problems


def test_number_with_its_place() -> None:
    """A statement keeps document, section and line, the paraphrase, the figure and the number."""
    statements, problems = read(
        """
        [[statement]]
        section = "In figures"
        line = 41
        figure = "events"
        by = { scope = ["local", "regional"] }
        value = 18
        says = "eighteen events"
        """
    )
    assert problems == []
    (one,) = statements.statements
    assert str(one.place) == "Annual Report 2022: In figures, line 41"
    assert (one.figures, one.part) == (("events",), (("scope", ("local", "regional")),))
    assert (one.number, one.says) == (Decimal(18), "eighteen events")
    assert one.period == Period.year(2022)
    assert str(one.origin) == "statements.toml:7"


@pytest.mark.parametrize(
    ("fields", "bounds", "amount"),
    [
        ('figure = "events"\nvalue = 50', Bounds(Fraction(50), Fraction(50)), "50"),
        ('figure = "events"\nvalue = 1000\nqualifier = "over"', Bounds(Fraction(1001), None), "over 1,000"),
        ('figure = "events"\nvalue = 50\nqualifier = "at-least"', Bounds(Fraction(50), None), "at least 50"),
        ('figure = "events"\nvalue = 50\nqualifier = "at-most"', Bounds(Fraction(0), Fraction(50)), "at most 50"),
        ('figure = "events"\nvalue = 50\nqualifier = "around"', Bounds(Fraction(45), Fraction(55)), "around 50"),
        (
            'figure = "events"\nvalue = 50\nqualifier = "around"\ntolerance = 2',
            Bounds(Fraction(48), Fraction(52)),
            "around 50",
        ),
        (
            'figure = "women"\npercent = 45',
            Bounds(Fraction(445, 1000), Fraction(455, 1000), is_open=True),
            "45 percent",
        ),
        (
            'figure = "women"\npercent = 45.5',
            Bounds(Fraction(4545, 10000), Fraction(4555, 10000), is_open=True),
            "45.5 percent",
        ),
        (
            'figure = "women"\npercent = 40\nqualifier = "around"\ntolerance = 3',
            Bounds(Fraction(37, 100), Fraction(43, 100)),
            "around 40 percent",
        ),
        ('figure = "events"\nitems = ["A", "B"]', Bounds(Fraction(2), Fraction(2)), "2 listed"),
        (
            'figure = "events"\nitems = ["A", "B"]\nqualifier = "at-most"',
            Bounds(Fraction(0), Fraction(2)),
            "at most 2 listed",
        ),
    ],
)
def test_between_which_numbers_a_statement_leaves_the_truth(fields: str, bounds: Bounds, amount: str) -> None:
    """Each qualifier opens the side that it names; a percentage leaves open what rounding does."""
    assert only(fields).bounds == bounds
    assert only(fields).amount == amount


def test_names_lists_and_changes_need_no_number() -> None:
    """A name stands alone; a list may be about what no figure counts; a change may come without a number."""
    assert only('name = "Youth Forum"').name == "Youth Forum"
    assert only('items = ["Facebook", "Instagram"]\nabout = "social media"').bounds is None
    assert only('figure = "women"\nchange = "increased"').bounds is None


def test_one_number_for_several_figures() -> None:
    """A statement may give one number for several figures."""
    assert only('figure = ["events", "events.local"]\nvalue = 3').figures == ("events", "events.local")


def test_every_form_of_relation() -> None:
    """A relation of published numbers has the forms of those in figures.toml."""
    statements, problems = read(
        """
        [[relation]]
        total = "women"
        parts = ["events.local"]
        overlap = "allowed"

        [[relation]]
        same = ["events", "events.local"]
        why = "all were local"

        [[relation]]
        listed = "events"

        [[relation]]
        whole = "women"
        parts = ["events"]
        """
    )
    assert problems == []
    assert [(one.kind, one.overlap, one.total, one.parts, one.why) for one in statements.relations] == [
        (RelationKind.TOTAL, Overlap.ALLOWED, "women", ("events.local",), None),
        (RelationKind.SAME, Overlap.NONE, "events", ("events.local",), "all were local"),
        (RelationKind.LISTED, Overlap.NONE, "events", (), None),
        (RelationKind.WITHIN, Overlap.NONE, "women", ("events",), None),
    ]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        (
            'figure = "evnts"\nvalue = 1',
            "figure.unknown statements.toml:6 figure: expected the id of a figure, got 'evnts'; did you mean 'events'?",
        ),
        (
            'figure = "events"\nworded = "all"\nvalue = 1',
            "figure.unknown statements.toml:6 worded: expected the id of a figure, got 'all'; "
            "declare it in figures.toml, or mend the id",
        ),
        (
            'figure = "women"\npercent = 101',
            "field.invalid statements.toml:10 percent: expected a number from 0 to 100, got 101",
        ),
        (
            'figure = "women"\nvalue = 45',
            "statement.invalid statements.toml:6 value: 'women' is a share and takes a percent, got a value; "
            "write percent =",
        ),
        (
            'figure = "events"\npercent = 45',
            "statement.invalid statements.toml:6 percent: 'events' is no share and takes a value, got a percent; "
            "write value =",
        ),
        (
            'figure = "events"\nvalue = 4.5',
            "statement.invalid statements.toml:6 value: 'events' takes a whole number, got 4.5",
        ),
        ('figure = "events"\nvalue = -1', "statement.invalid statements.toml:6 value: expected 0 or more, got -1"),
        (
            'figure = "events"\nby = { scop = "local" }\nvalue = 1',
            "statement.invalid statements.toml:6 by: figure 'events' by 'scop': expected a name that "
            "conditions may use here, got 'scop'; "
            "did you mean 'scope'?",
        ),
        (
            'figure = "events"\nvalue = 1\nqualifier = "about"',
            "field.invalid statements.toml:11 qualifier: expected one of 'exact', 'over', 'around', 'at-least', "
            "'at-most', got 'about'",
        ),
        (
            'name = "Forum"\nqualifier = "over"',
            "statement.wrong-qualifier statements.toml:6 qualifier: "
            "expected a number or a list to go with 'over', got neither",
        ),
        (
            'figure = "women"\npercent = 100\nqualifier = "over"',
            "statement.wrong-qualifier statements.toml:6 qualifier: nothing is over 100 percent",
        ),
        (
            'figure = "events"\nitems = ["A"]\nqualifier = "around"',
            "statement.wrong-qualifier statements.toml:6 qualifier: expected 'at-least' or 'at-most' of a list, "
            "got 'around'; at-least for a list that may go on, at-most for one of which perhaps not all count",
        ),
        (
            'figure = "events"\nvalue = 5\ntolerance = 1',
            "statement.wrong-qualifier statements.toml:6 tolerance: a tolerance belongs to 'around', got 'exact'",
        ),
        (
            'figure = "events"\nvalue = 5\nqualifier = "around"\ntolerance = 5',
            "statement.wrong-qualifier statements.toml:6 tolerance: "
            "expected more than 0 and less than the number, got 5",
        ),
        (
            'figure = "events"',
            "statement.invalid statements.toml:6: expected one of value, percent, items, name or change, got none",
        ),
        (
            'figure = "events"\nvalue = 1\nitems = ["A"]',
            "statement.invalid statements.toml:6: expected one of value, percent, items, name or change, "
            "got value and items",
        ),
        ("value = 1", "statement.invalid statements.toml:6 figure: expected the figure of this value, got none"),
        (
            'items = ["A"]',
            "statement.invalid statements.toml:6: "
            "expected for a list either figure, or about where no figure counts it",
        ),
        (
            'name = "Forum"\nfigure = "events"',
            "statement.invalid statements.toml:6 figure: a name stands alone, and this is none of it",
        ),
        (
            'about = "x"\nitems = ["A", "A"]',
            "statement.invalid statements.toml:6 items: expected each member of the list once",
        ),
        (
            'name = "F"\nline = 0',
            "statement.invalid statements.toml:6 line: expected a number from 1, got 0",
        ),
        (
            'name = "F"\ndocument = "report-2023"',
            "statement.no-place statements.toml:6 document: expected the id of a document, got 'report-2023'; "
            "did you mean 'report-2022'?",
        ),
        (
            'name = "F"\ndocument = "leaflet"',
            "statement.no-place statements.toml:6 document: expected the id of a document, got 'leaflet'; "
            "declare it under [[document]]",
        ),
        (
            'figure = "events"\nvalue = 1\nabout = "x"',
            "statement.invalid statements.toml:6 about: about belongs to a list that no figure counts",
        ),
        (
            'figure = "women"\nitems = ["A"]',
            "statement.invalid statements.toml:6 items: 'women' is a share and counts no list",
        ),
    ],
)
def test_what_is_wrong_with_a_statement(fields: str, problem: str) -> None:
    """Each thing that a statement cannot mean is one problem with its row and what to do; it is left out."""
    assert wrong(fields) == [problem]


def test_statement_without_place() -> None:
    """A statement without section, page and line is left out and reported."""
    _, problems = read('[[statement]]\nsays = "…"\nname = "Forum"')
    assert problems == [
        "statement.no-place statements.toml:6: expected the place where the text says it: a section, a page or a line, "
        'got none; write section = "…", page = … or line = …'
    ]


def test_document_twice() -> None:
    """Two documents with one id cannot be told apart."""
    _, problems = read(DOCUMENT)
    assert problems == [
        "statement.invalid statements.toml:8 document[2].id: expected an id that is used once, got 'report-2022' for a second document"
    ]


def test_statement_of_no_document() -> None:
    """Without a document a statement has no place."""
    text = '[[statement]]\nsays = "…"\nname = "Forum"\npage = 3'
    _, problems = structure_statements(text, "statements.toml", edition())
    assert [str(problem) for problem in problems] == [
        "statements.toml:1: expected the document it stands in; none is declared; "
        'write [[document]] with id, title and period, and document = "id" in each statement'
    ]


def test_broken_file_and_unknown_table() -> None:
    """A broken file is one problem; a table with another name is named."""
    _, problems = structure_statements("[[statement]\n", "statements.toml", edition())
    assert [problem.code for problem in problems] == ["toml.broken"]
    _, found = read('[[statemnt]]\nname = "F"')
    assert found == [
        "statement.invalid statements.toml:6 statemnt: expected one of document, statement, relation, got 'statemnt'; "
        "did you mean 'statement'?"
    ]


@pytest.mark.parametrize(
    ("relations", "problem"),
    [
        (
            '[[relation]]\ntotal = "events"\nparts = ["events.local"]\n'
            '[[relation]]\nwhole = "events.local"\nparts = ["events"]',
            "relation.circle statements.toml:6: expected no total that is part of its own parts, "
            "got 'events' → 'events.local' → 'events'; leave one of these relations out",
        ),
        (
            '[[relation]]\ntotal = "events"\nparts = ["events.local"]\n'
            '[[relation]]\nwhole = "events"\nparts = ["events.local"]',
            "relation.contradictory statements.toml:9: the parts of 'events' are some of it here, and all of it, "
            "without overlap at statements.toml:6; leave one of these relations out",
        ),
        (
            '[[relation]]\nsame = ["events", "events.local"]\n'
            '[[relation]]\ntotal = "events"\nparts = ["events.local", "women"]',
            "relation.contradictory statements.toml:8: 'events.local' is one of several parts of 'events' here, "
            "and another relation says that they are the same; leave one of these relations out",
        ),
        (
            '[[relation]]\nsame = ["events"]',
            "relation.invalid statements.toml:6 same: expected the ids of two figures that are the same",
        ),
        (
            '[[relation]]\nsame = ["events", "events.local"]\noverlap = "allowed"',
            "relation.invalid statements.toml:6 overlap: 'overlap' belongs to a total or a whole, got 'same'",
        ),
        (
            '[[relation]]\nparts = ["events"]',
            "relation.invalid statements.toml:6: expected total and parts, whole and parts, same, or listed, "
            "got none of these",
        ),
        (
            '[[relation]]\nlisted = "event"',
            "figure.unknown statements.toml:6 listed: expected the id of a figure, got 'event'; "
            "did you mean 'events'?",
        ),
    ],
)
def test_relations_that_cannot_be_meant(relations: str, problem: str) -> None:
    """A circle, two relations that say opposite things, and a relation without a form are reported once."""
    assert problem in read(relations)[1]
    assert len(read(relations)[1]) <= 2


def test_manners_are_the_qualifiers_of_values_and_at_most() -> None:
    """Every qualifier of a value is one of statements, so that values can be frozen as statements."""
    from kcss_core.vocabulary import Qualifier

    assert {manner.value for manner in Manner} == {qualifier.value for qualifier in Qualifier} | {"at-most"}
