"""No message of ``kcss check`` tells a number of people that a report hides, in any format of the command."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from kcss_core import stages
from kcss_core.builtin.exporters.json import as_bytes
from kcss_core.cli.output import problem_csv, problem_document, problem_table
from kcss_core.model import Activity, Dataset, HeadCount, Organization, Participant, Participation, Program, Table
from kcss_core.period import PartialDate
from kcss_core.plugins.registry import load_plugins
from kcss_core.problems import Problem
from kcss_core.reading.workspace import Disclosure, Manifest, Workspace
from kcss_core.report.build import build
from kcss_core.text import Text
from kcss_core.vocabulary import Gender

PLUGINS = load_plugins()
# Nobody meets these numbers by accident, so a group is small here where it is below five thousand.
K = 5000
FIGURES = """\
[[figure]]
id = "women-in-a"
title = "Women in a"
count = "attendances"
where = { gender = "woman", program = "a" }

[[figure]]
id = "in-a"
title = "All in a"
count = "attendances"
where = { program = "a" }

[[figure]]
id = "women-in-b"
title = "Women in b"
count = "attendances"
where = { gender = "woman", program = "b" }

[[figure]]
id = "share-in-a"
title = "Women among all in a"
share = "attendances"
where = { program = "a" }
of = { gender = "woman" }

[[relation]]
same = ["women-in-a", "women-in-b"]
"""
CHAPTER = """\
# The year

There came {value}`women-in-a` women to a and {value}`women-in-b` to b, a share of {value}`share-in-a|share`.

:::{gender-balance}
:groups: attended
:by: program
:not-recorded: 1
:::
"""
STATEMENTS = """\
[[document]]
id = "r"
title = "Our year"
period = "2024"

[[statement]]
section = "People"
says = "9,101 women came to a"
figure = "women-in-a"
value = 9101

[[statement]]
section = "People"
says = "the number of women in a has risen to 4,009 in 2025"
figure = "women-in-a"
period = "2025"
value = 4009
change = "increased"

[[statement]]
section = "People"
says = "sixty percent of those who came to a were women"
figure = "share-in-a"
percent = 60
"""
PUBLISHED = """\
title = "R"

[[value]]
figure = "women-in-a"
period = "2024"
value = 6001
says = "6,001"
sections = ["The year"]
definition = "attendances of women in a"

[[value]]
figure = "share-in-a"
period = "2024"
numerator = 6001
denominator = 13000
says = "46%"
sections = ["The year"]
definition = "women among attendances in a"
"""


def workspace(k: int) -> Workspace:
    """Return two programs: 4,703 women and 7,919 men in a are a small group, and b tells of nobody few."""
    persons = [Participant(id=f"p{number}", gender=Gender.WOMAN if number % 3 else Gender.MAN) for number in range(61)]
    activities = [
        Activity(id=id, title=Text(id), kind="meeting", programs=(id[0],), start=PartialDate(2024, 5))
        for id in ("a1", "b1", "b2")
    ]
    return Workspace(
        root=Path("ws"),
        manifest=Manifest(disclosure=Disclosure(k=k)),
        dataset=Dataset(
            organization=Organization(id="centre", name=Text("Centre")),
            programs=tuple(Program(id=id, name=Text(id)) for id in "ab"),
            activities=tuple(activities),
            head_counts=(
                HeadCount(activity="a1", women=4703, men=7919, not_recorded=1201),
                HeadCount(activity="b1", women=8861, men=9973, not_recorded=2003),
                HeadCount(activity="b2", women=41, men=30),
            ),
            participants=Table.of(Participant, persons),
            participations=Table.of(
                Participation, [Participation(participant=one.id, activity="b2", attended=True) for one in persons]
            ),
        ),
        texts={
            "figures.toml": FIGURES,
            "statements.toml": STATEMENTS,
            "reports/r/report.toml": 'title = "R"\nperiod = "2024"\nchapters = ["c.md"]\n',
            "reports/r/c.md": CHAPTER,
            "reports/r/published.toml": PUBLISHED,
        },
        images={},
    )


def output(problems: tuple[Problem, ...], form: str) -> str:
    """Return problems as the command writes them."""
    if form == "json":
        return as_bytes(problem_document(problems)).decode()
    return problem_csv(problems, "en").decode() if form == "csv" else click.unstyle(problem_table(problems))


def numbers(text: str) -> set[int]:
    """Return every whole number in a text, however its thousands are set apart."""
    return {int(re.sub(r"\D", "", one)) for one in re.findall(r"\d[\d,.\u00a0\u202f]*", text) if re.sub(r"\D", "", one)}


#: Women, men and all of a, with and without those who are not recorded; how many these are in a, and in all.
SECRETS = {4703, 7919, 12622, 13823, 1201, 3204}
#: The listed women and men of b2, who are few.
LISTED = {40, 21}


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_no_message_tells_what_a_report_hides(form: str) -> None:
    """Relations, statements, published values, shares not recorded and head counts name no number of a small group."""
    problems = stages.check(workspace(K), plugins=PLUGINS)
    told = numbers(output(problems, form))
    assert sorted(told & SECRETS) == []
    assert sorted(told & LISTED) == []


def test_the_same_messages_tell_it_without_protection() -> None:
    """So the search finds what there is to find, in as many messages."""
    protected, open_ = (stages.check(workspace(k), plugins=PLUGINS) for k in (K, 1))
    assert {4703, 12622} <= numbers(output(open_, "table"))
    assert numbers(output(open_, "table")) >= LISTED
    about = {"relation.broken", "statement.contradicts-records", "statement.wrong-change"}
    about |= {"published.restated", "count.disagrees", "gender.not-recorded"}
    assert about <= {one.code for one in open_}
    assert about <= {one.code for one in protected}


def test_a_withheld_number_says_where_it_is_told() -> None:
    """A person who may know it finds it with kcss explain."""
    problems = stages.check(workspace(K), plugins=PLUGINS)
    assert (
        "Women in a: 9,101 (Our year: People), but the records have a number withheld for small groups, which kcss "
        "explain tells"
    ) in {one.message for one in problems}


def test_a_report_says_no_more_than_check() -> None:
    """What building a report finds is told on stderr, and held to the same."""
    problems = {}
    for k in (K, 1):
        report, problems[k] = build(
            workspace(k), "r", directives=PLUGINS.directives.values(), figures=PLUGINS.figures.values()
        )
        assert report is not None
    assert sorted(numbers(output(problems[K], "table")) & SECRETS) == []
    assert 3204 in numbers(output(problems[1], "table"))
