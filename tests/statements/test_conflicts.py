"""Statements held against one another: what contradicts, told once, and what does not."""

from __future__ import annotations

from textwrap import dedent

import pytest

from kcss_core.edition import Edition
from kcss_core.figures.declared import structure_figures
from kcss_core.model import Dataset, Organization, Program
from kcss_core.period import Period
from kcss_core.statements import check_statements, structure_statements
from kcss_core.text import Text

PROGRAMS = (Program(id="peace", name=Text("Peace")), Program(id="water", name=Text("Water")))


def figure(id: str, where: str = "", count: str = "activities", more: str = "") -> str:
    """Return a declared figure, with its id as title."""
    return f'[[figure]]\nid = "{id}"\ntitle = "{id}"\ncount = "{count}"\nwhere = {{ {where} }}\n{more}\n'


FIGURES = "".join(
    [
        figure("all", 'kind = "public-event"'),
        figure("local", 'kind = "public-event", scope = "local"', more="headline = true"),
        figure("regional", 'kind = "public-event", scope = "regional"', more="headline = true"),
        figure("local-conferences", 'scope = "local", kind = "conference"'),
        figure("local-debates", 'scope = "local", kind = "debate"'),
        figure("here", 'kind = "public-event", scope = ["local"]'),
        figure("peace", 'kind = "public-event", program = "peace"'),
        figure("water", 'kind = "public-event", program = "water"'),
        figure("trainings", 'kind = "training"', more="headline = true"),
        figure("persons", "attended = true", "persons"),
        figure("persons.peace", 'attended = true, "activity.programs" = "peace"', "persons"),
        figure("members", count="networks"),
        '[[figure]]\nid = "sum"\ntitle = "sum"\nsum-of = ["trainings", "local"]\n',
        figure("here-and-now", 'kind = "launch"'),
    ]
)


def found(text: str) -> list[str]:
    """Return what is found in statements written ``figure[dimension=value,…] amount @line``, and in relations."""
    document = '[[document]]\nid = "r"\ntitle = "Report"\nperiod = "2022"\n'
    lines = []
    for line in dedent(text).strip().splitlines():
        if " @" not in line:
            lines.append(line)
            continue
        said, _, place = line.rpartition(" @")
        named, _, number = said.rpartition(" ")
        named, _, qualifier = named.partition(" ")
        name, _, part = named.rstrip("]").partition("[")
        dimension, _, values = part.partition("=")
        lines.append(f'[[statement]]\nsays = "…"\nline = {place}\nfigure = "{name}"\nvalue = {number}')
        if qualifier:
            lines.append(f'qualifier = "{qualifier}"')
        if part:
            lines.append(f"by = {{ {dimension} = {values.split(',')} }}")
    dataset = Dataset(organization=Organization(id="o", name=Text("O")), programs=PROGRAMS)
    figures, relations, wrong = structure_figures(FIGURES, "figures.toml", dataset)
    assert wrong == ()
    edition = Edition(dataset, figures, period=Period.year(2000), relations=relations)
    statements, wrong = structure_statements(document + "\n".join(lines), "statements.toml", edition)
    assert wrong == ()
    return [f"{problem.code}: {problem.message}" for problem in check_statements(statements, edition)]


def codes(text: str) -> list[str]:
    """Return the codes of what is found."""
    return [problem.partition(":")[0] for problem in found(text)]


def test_one_quantity_with_two_numbers() -> None:
    """What agrees is one side with all its places; each further number is named with its places."""
    assert found("all 18 @41\nall 18 @226\nall 15 @75\nall over 17 @9") == [
        "statement.contradicts-statement: all: 18 (lines 41 and 226), but 15 (line 75); over 17 (line 9)"
    ]


def test_same_definition_under_two_ids_is_one_quantity() -> None:
    """Two figures that ask the same of the same records cannot have two numbers."""
    assert codes("local 5 @1\nhere 6 @2") == ["statement.contradicts-statement"]
    assert codes("local 5 @1\nhere 5 @2\nall[scope=local] 5 @3") == []
    assert codes("local 5 @1\nall[scope=local] 6 @3") == ["statement.contradicts-statement"]


@pytest.mark.parametrize(
    "text",
    [
        "all over 50 @1\nall 55 @2",
        "all around 50 @1\nall 54 @2",
        "all at-least 50 @1\nall over 60 @2",
        "all 50 @1\nall[scope=local] 49 @2",
    ],
)
def test_numbers_that_can_both_be_true(text: str) -> None:
    """Qualifiers are heard before two numbers are said to differ."""
    assert codes(text) == []


@pytest.mark.parametrize(
    "text", ["all over 50 @1\nall 50 @2", "all around 50 @1\nall 56 @2", "all over 50 @1\nall over 40 @2"]
)
def test_numbers_that_cannot(text: str) -> None:
    """Fifty is not over fifty; and "over 50" beside "over 40" makes a reader wonder, though both may be true."""
    assert codes(text) == ["statement.contradicts-statement"]


def test_part_is_no_more_than_the_whole_though_nobody_declared_it() -> None:
    """A condition that is plainly narrower than another's is a part of it: by kind, by scope, by program."""
    assert found("trainings 5 @1\nall 10 @2\npeace 11 @3") == [
        "relation.beyond-whole: all: 10 (line 2), but a part of it is 11 (line 3), 'peace'"
    ]
    assert codes("local 5 @1\nlocal-conferences 6 @2") == ["relation.beyond-whole"]
    assert codes("persons 5 @1\npersons.peace 6 @2") == ["relation.beyond-whole"]
    assert codes("peace 5 @1\nlocal-conferences 6 @2") == []


def test_parts_that_share_nothing_are_added() -> None:
    """Parts by a field with one value a record lie beside one another; parts by programs may overlap."""
    assert found("all 10 @1\nlocal 6 @2\nregional 5 @3") == [
        "relation.beyond-whole: all: 10 (line 1), but parts of it make 11: 6 + 5 (lines 2 and 3)"
    ]
    assert codes("local 10 @1\nlocal-conferences 6 @2\nlocal-debates 5 @3") == ["relation.beyond-whole"]
    assert codes("all 10 @1\npeace 6 @2\nwater 5 @3") == []


def test_parts_that_are_together_the_whole_add_up_to_it() -> None:
    """Two scopes said together are the sum of both said singly, no more and no less; told once for all its ways."""
    text = "all[scope=regional,international] {} @1\nall[scope=regional] 7 @2\nall[scope=international] 13 @3"
    assert codes(text.format(20)) == []
    assert codes(text.format(19)) == ["relation.not-a-sum"]
    assert found(text.format(30) + "\nall 30 @4\nall[scope=local] 10 @5") == [
        "relation.not-a-sum: all, scope regional or international: 30 (line 1), "
        "but its parts make 20: 7 + 13 (lines 2 and 3)"
    ]


def test_declared_relation_with_overlap_says_how_many_are_shared() -> None:
    """Parts that may overlap and make more than their total share at least the difference."""
    relation = '[[relation]]\ntotal = "all"\nparts = ["peace", "water"]\noverlap = "allowed"\n'
    assert codes(relation + "all 19 @1\npeace 11 @2\nwater 8 @3") == []
    assert found(relation + "all 19 @1\npeace 18 @2\nwater 7 @3") == [
        "relation.shared: all: 19 (line 1), but its parts make 25: 18 + 7 (lines 2 and 3); "
        "at least 6 of them stand in both, and the text does not say so"
    ]
    assert codes(relation + "all 19 @1\npeace 20 @2\nwater 7 @3") == ["relation.beyond-whole"]
    assert codes(relation + "all 19 @1\npeace 3 @2\nwater 7 @3") == ["relation.not-a-sum"]
    assert codes(relation + "all 19 @1\npeace 3 @2") == []
    three = '[[relation]]\ntotal = "all"\nparts = ["peace", "water", "here-and-now"]\noverlap = "allowed"\n'
    assert found(three + "all 19 @1\npeace 8 @2\nwater 7 @3\nhere-and-now 5 @4") == [
        "relation.shared: all: 19 (line 1), but its parts make 20: 8 + 7 + 5 (lines 2, 3 and 4); "
        "at least 1 time one of them stands in a further part, and the text does not say so"
    ]


def test_declared_relations_say_why() -> None:
    """Two names for one thing, and parts within a whole, where the definitions do not tell; each says why."""
    same = '[[relation]]\nsame = ["members", "trainings"]\nwhy = "all met there"\n'
    assert found(same + "members 17 @1\ntrainings 20 @2") == [
        "relation.not-same: members: 17 (line 1), but 20 (line 2) as 'trainings'; they are one thing, "
        "since all met there"
    ]
    assert codes(same + "members 17 @1\ntrainings 17 @2") == []
    whole = '[[relation]]\nwhole = "trainings"\nparts = ["peace", "members"]\nwhy = "they argued"\n'
    assert found(whole + "trainings 50 @1\npeace over 50 @2\nmembers 10 @3") == [
        "relation.beyond-whole: trainings: 50 (line 1), but parts of it make at least 61: over 50 + 10 "
        "(lines 2 and 3), since they argued"
    ]
    assert codes(whole + "trainings 50 @1\npeace 40 @2\nmembers 10 @3") == []


def test_periods_are_held_apart() -> None:
    """Statements about two years contradict nothing."""
    other = '[[statement]]\nsays = "…"\nline = 9\nfigure = "all"\nvalue = 5\nperiod = "2021"\n'
    assert codes(other + "all 18 @41") == []


def test_number_of_a_program_that_no_headline_figure_holds() -> None:
    """A number of a program is reported that is larger than what the headline figures hold of its kind in all."""
    assert found("local 50 @1\nregional 2 @2\npeace 60 @3") == [
        "statement.beyond-headlines: peace: 60 (line 3), but the headline figures hold 52: 50 + 2 (lines 1 and 2)"
    ]
    assert codes("local 50 @1\nregional 2 @2\npeace 52 @3") == []
    assert codes("trainings 50 @1\npeace 60 @2") == []
    # The text gives the whole, of which the headline figures are only some.
    assert codes("local 50 @1\nregional 2 @2\npeace 60 @3\nall 90 @4") == []


def test_number_of_the_whole_organization_beyond_all_headline_figures() -> None:
    """A number of the whole organization is reported where even all headline figures of every kind are fewer."""
    assert found("local 50 @1\nregional 2 @2\ntrainings 40 @3\nall over 200 @4") == [
        "statement.beyond-headlines: all: over 200 (line 4), but the headline figures hold 52: 50 + 2 "
        "(lines 1 and 2), and even with every other kind 92: 50 + 2 + 40 (lines 1, 2 and 3)"
    ]
    assert codes("local 50 @1\nregional 2 @2\ntrainings 40 @3\nall 92 @4") == []
    # Two headline figures are no account of the year.
    assert codes("local 50 @1\nregional 2 @2\nall over 200 @4") == []
    assert codes("local 50 @1\nlocal-conferences 49 @2") == []


def test_sum_of_figures_is_their_sum() -> None:
    """A figure that is declared as a sum is stated as the sum of its parts."""
    assert codes("sum 12 @1\ntrainings 7 @2\nlocal 5 @3") == []
    assert found("sum 13 @1\ntrainings 7 @2\nlocal 5 @3") == [
        "relation.not-a-sum: sum: 13 (line 1), but its parts make 12: 7 + 5 (lines 2 and 3)"
    ]
    assert codes("sum 13 @1\ntrainings 7 @2") == []


def test_one_thing_under_three_names() -> None:
    """All names of one thing are held against one another, also where the first is not stated."""
    same = '[[relation]]\nsame = ["members", "trainings", "here-and-now"]\n'
    assert found(same + "trainings 17 @1\nhere-and-now 20 @2") == [
        "relation.not-same: trainings: 17 (line 1), but 20 (line 2) as 'here-and-now'; they are one thing"
    ]

