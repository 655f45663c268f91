"""Statements held against the records: what contradicts them, and what only could be otherwise."""

from __future__ import annotations

from decimal import Decimal
from textwrap import dedent

import pytest

from kcss_core.edition import Edition
from kcss_core.figures.declared import structure_figures
from kcss_core.model import Activity, Aggregate, Dataset, Organization
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.statements import check_statements, structure_statements
from kcss_core.text import Text
from kcss_core.vocabulary import Qualifier, Scope

YEAR = Period.year(2022)

FIGURES = """
[[figure]]
id = "events"
title = "Events"
count = "activities"

[[figure]]
id = "meetings"
title = "Meetings"
count = "activities"
where = { kind = "meeting" }

[[figure]]
id = "local"
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


def edition() -> Edition:
    """Return two local activities, three regional ones and one without scope; two totals that are kept."""
    scopes = [Scope.LOCAL] * 2 + [Scope.REGIONAL] * 3 + [None]
    activities = tuple(
        Activity(id=str(number), kind="conference", scope=scope, reported=YEAR)
        for number, scope in enumerate(scopes)
    )
    kept = Origin("totals.toml", row=4)
    aggregates = (
        Aggregate(figure="meetings", reported=YEAR, value=Decimal(50), qualifier=Qualifier.OVER, source="S", origin=kept),
        Aggregate(figure="women", reported=YEAR, percent=Decimal(45), source="S", origin=kept),
    )
    dataset = Dataset(organization=Organization(id="o", name=Text("O")), activities=activities, aggregates=aggregates)
    figures, _, problems = structure_figures(FIGURES, "figures.toml", dataset)
    assert problems == ()
    return Edition(dataset, figures, period=Period.year(2000))


def found(fields: str) -> list[str]:
    """Return the messages about one statement of a document on 2022."""
    text = """
    [[document]]
    id = "r"
    title = "Report"
    period = "2022"

    [[statement]]
    section = "In figures"
    line = 41
    says = "…"
    """
    whole = edition()
    statements, problems = structure_statements(dedent(text) + fields, "statements.toml", whole)
    assert problems == ()
    return [
        f"{problem.code} {problem}" for problem in check_statements(statements, whole) if "records" in problem.code
    ]


@pytest.mark.parametrize(
    "fields",
    [
        'figure = "events"\nvalue = 6',
        'figure = "events"\nvalue = 5\nqualifier = "over"',
        'figure = "events"\nvalue = 5\nqualifier = "around"\ntolerance = 1',
        'figure = "local"\nvalue = 3',  # the one without scope may be local
        'figure = "events"\nby = { scope = ["local", "regional"] }\nvalue = 5',
        'figure = "events"\nby = { scope = "regional" }\nvalue = 4',
        'figure = "meetings"\nvalue = 50\nqualifier = "over"',
        'figure = "meetings"\nvalue = 60',
        'figure = "women"\npercent = 45',
        'figure = "women"\npercent = 45.2',
        'figure = "women"\npercent = 44\nqualifier = "around"\ntolerance = 1',
        'figure = "events"\nperiod = "2021"\nvalue = 99',  # of that year nothing is known
    ],
)
def test_what_can_be_true_is_not_reported(fields: str) -> None:
    """Qualifiers, rounding, undecided records and years without data are heard first."""
    assert found(fields) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ('figure = "events"\nvalue = 7', "Events: 7 (In figures, line 41), but the records have 6 counted"),
        (
            'figure = "local"\nvalue = 4',
            "Local events: 4 (In figures, line 41), but the records have "
            "2 counted, and 1 of which nobody can tell",
        ),
        (
            'figure = "events"\nby = { scope = ["local", "regional"] }\nvalue = 9',
            "Events, scope local or regional: 9 (In figures, line 41), but the records have "
            "2 counted + 3 counted",
        ),
        (
            'figure = "meetings"\nvalue = 50',
            "Meetings: 50 (In figures, line 41), but the records have over 50, a total kept at totals.toml:4",
        ),
        (
            'figure = "meetings"\nvalue = 40\nqualifier = "over"',
            "Meetings: over 40 (In figures, line 41), but the records have "
            "over 50, a total kept at totals.toml:4",
        ),
        (
            'figure = "women"\npercent = 46',
            "Women among those who came: 46 percent (In figures, line 41), but the records have "
            "45 percent, a total kept at totals.toml:4",
        ),
    ],
)
def test_what_the_records_contradict(fields: str, message: str) -> None:
    """A number that cannot be true beside the records is one warning with both."""
    assert found(fields) == [
        f"statement.contradicts-records statements.toml:7: {message}; "
        "find out which number is right; mend the records, or say in the next text that it was corrected"
    ]
