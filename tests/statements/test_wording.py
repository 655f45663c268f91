"""What a text says and cannot show: words that mean more than is meant, lists that differ, shares, rises and falls."""

from __future__ import annotations

from decimal import Decimal
from textwrap import dedent

from kcss_core.edition import Edition
from kcss_core.figures.declared import structure_figures
from kcss_core.model import Activity, Aggregate, Dataset, Network, Organization, Program
from kcss_core.origin import Origin
from kcss_core.period import PartialDate, Period
from kcss_core.statements import check_statements, structure_statements
from kcss_core.text import Text

FIGURES = """
[[figure]]
id = "works"
title = "Works"
count = "publications"

[[figure]]
id = "works.peace"
title = "Works on peace"
count = "publications"
where = { program = "peace" }

[[figure]]
id = "networks"
title = "Networks"
count = "networks"

[[figure]]
id = "countries"
title = "Countries"
count-distinct = "activity.countries"

[[figure]]
id = "staff.women"
title = "Women in the staff"
share = "staff"
of = { gender = "woman" }

[[figure]]
id = "invited.women"
title = "Women invited"
share = "attendances"
of = { gender = "woman" }
where = { invited = true }

[[figure]]
id = "came.women"
title = "Women who came"
share = "attendances"
of = { gender = "woman" }
where = { attended = true }
"""


def found(text: str, *aggregates: Aggregate) -> list[str]:
    """Return what is found in a text of statements, each in a section of its own, of a centre in two networks."""
    year = Period.year(2022)
    dataset = Dataset(
        organization=Organization(id="o", name=Text("O")),
        programs=(Program(id="peace", name=Text("Peace")),),
        networks=(
            Network(id="eplo", name=Text("E.P.L.O."), reported=year, origin=Origin("n.toml", row=1)),
            Network(id="w", name=Text("Western Net"), since=PartialDate(2020), origin=Origin("n.toml", row=5)),
        ),
        activities=(Activity(id="a", kind="survey", reported=year, countries=("XK", "AL")),),
        aggregates=aggregates,
    )
    figures, _, wrong = structure_figures(FIGURES, "figures.toml", dataset)
    assert wrong == ()
    edition = Edition(dataset, figures, period=Period.year(2000))
    document = '[[document]]\nid = "r"\ntitle = "Report"\nperiod = "2022"\n'
    body = dedent(text).replace("[[S]]", '[[statement]]\nsays = "…"')
    statements, wrong = structure_statements(document + body, "statements.toml", edition)
    assert wrong == ()
    return [f"{problem.code}: {problem.message}" for problem in check_statements(statements, edition)]


def test_words_that_mean_more_than_is_meant() -> None:
    """A number of a part that is worded as the whole's, and is not the whole's, is reported once a passage."""
    text = """
    [[S]]
    line = 41
    figure = "works"
    value = 18
    [[S]]
    line = 75
    figure = "works.peace"
    worded = "works"
    value = {}
    """
    assert found(text.format(18)) == []
    assert found(text.format(15)) == [
        "statement.worded-wider: line 75: by its words this place gives 15 'Works', elsewhere 18 (line 41)"
    ]


def test_lists_that_differ() -> None:
    """Two lists of one thing are compared as sets, whatever marks and capitals they are written with."""
    text = """
    [[S]]
    line = 1
    about = "pages"
    items = ["Facebook", "Linked-In", "Twitter"]
    [[S]]
    line = 2
    about = "pages"
    items = [{}]
    """
    assert found(text.format('"twitter", "Linked In", "Facebook"')) == []
    assert found(text.format('"Twitter", "Linked-In", "Instagram"')) == [
        "list.differs: pages: Facebook, Linked-In, Twitter (line 1), "
        "but Instagram besides and without Facebook (line 2)"
    ]


def test_list_of_what_has_no_record() -> None:
    """The members of a list that a figure counts are looked up among its records, by name."""
    text = '[[S]]\nline = 1\nfigure = "networks"\nitems = ["EPLO", "Western Net"]'
    assert found(text.replace("EPLO", "E.P.L.O")) == []
    assert found(text.replace("EPLO", "ELPO")) == [
        "list.contradicts-records: Networks: ELPO (line 1), of which there is no record"
    ]
    countries = '[[S]]\nline = 1\nfigure = "countries"\nitems = ["Kosovo", "Albania"]'
    assert found(countries) == []
    assert found(countries.replace("Albania", "Albana")) == [
        "list.contradicts-records: Countries: Albana (line 1), of which there is no record"
    ]


def test_shares_without_counts_once_for_the_same_people() -> None:
    """Percentages that rest on no counts are told once, all measures of the same people together."""
    text = """
    [[S]]
    line = 193
    figure = "invited.women"
    percent = 50
    [[S]]
    line = 199
    figure = "came.women"
    percent = 40
    qualifier = "around"
    """
    assert found(text) == [
        "share.no-counts: Women invited: 50 percent (line 193); Women who came: around 40 percent (line 199): "
        "no numbers of people stand behind them; different measures, easily taken for one"
    ]
    both = '[[S]]\nline = 199\nfigure = ["came.women", "invited.women"]\npercent = 40'
    assert found(both) == [
        "share.no-counts: Women who came and Women invited: 40 percent for all of them (line 199): "
        "no numbers of people stand behind it"
    ]


def test_rise_without_an_earlier_value() -> None:
    """A rise needs a value of the period before, recorded or stated; the missing counts are told in the same breath."""
    rise = '[[S]]\nline = 185\nfigure = "staff.women"\npercent = 45\nchange = "increased"\n'
    assert found(rise) == [
        "statement.no-baseline: Women in the staff: said to have increased (line 185), now 45 percent; "
        "no earlier value is stated or recorded, and no number of people stands behind the percentage"
    ]
    before = '[[S]]\nline = 1\nfigure = "staff.women"\npercent = 41\nperiod = "2021"\n'
    assert [one.partition(":")[0] for one in found(before + rise)] == ["share.no-counts", "share.no-counts"]
    kept = Aggregate(figure="works", reported=Period.year(2021), value=Decimal(12), source="S")
    works = '[[S]]\nline = 1\nfigure = "works"\nvalue = 15\nchange = "increased"'
    assert found(works, kept) == []
    assert found(works.replace("15", "11"), kept) == [
        "statement.wrong-change: Works: said to have increased (line 1), now 11; the period before it was 12"
    ]
    assert found(works) == [
        "statement.no-baseline: Works: said to have increased (line 1), now 15; no earlier value is stated or recorded"
    ]
