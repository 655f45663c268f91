"""``figures.toml``: what it declares, and what is said of every mistake in it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kcss_core.edition import Edition
from kcss_core.figures import Figure, Measure, Overlap, Target
from kcss_core.figures.declared import structure_figures
from kcss_core.model import Dataset, Organization, Program
from kcss_core.period import Period
from kcss_core.text import Text

DATASET = Dataset(
    organization=Organization(id="o", name=Text("O")), programs=(Program(id="peace", name=Text("Peace")),)
)


def problems(text: str, *others: Figure) -> list[str]:
    found = structure_figures(text, "figures.toml", DATASET, {figure.id: figure for figure in others})[2]
    return [str(problem) for problem in found]


def test_every_field_of_a_figure() -> None:
    """A figure as one writes it, with conditions, unit, target and words in two languages."""
    (figure,), relations, found = structure_figures(
        """
        [[figure]]
        id = "speakers.women"
        title = { en = "Women among speakers", sq = "Gratë" }
        share = "persons"
        of = { "participant.gender" = "woman" }
        where = { role = ["speaker", "panelist"], attended = true }
        target = { balanced = "40-60" }
        unit = "unit.percent"
        headline = true
        description = "Each speaker once."
        """,
        "figures.toml",
        DATASET,
    )
    assert (found, relations) == ((), ())
    assert figure == Figure(
        id="speakers.women",
        title=Text({"en": "Women among speakers", "sq": "Gratë"}),
        measure=Measure.SHARE,
        subject="persons",
        of={"participant.gender": "woman"},
        where={"role": ["speaker", "panelist"], "attended": True},
        target=Target(low=Fraction(2, 5), high=Fraction(3, 5), is_balance=True),
        unit="unit.percent",
        headline=True,
        description=Text("Each speaker once."),
    )
    assert str(figure.origin) == "figures.toml:2"


@pytest.mark.parametrize(
    ("line", "measure", "subject", "parts"),
    [
        ('count = "activities"', Measure.COUNT, "activities", ()),
        ('count-distinct = "activities.places"', Measure.COUNT_DISTINCT, "activities.places", ()),
        ('sum = "projects.sample_size"', Measure.SUM, "projects.sample_size", ()),
        ('sum-of = ["g"]', Measure.SUM_OF, "", ("g",)),
    ],
)
def test_each_measure_has_its_key(line: str, measure: Measure, subject: str, parts: tuple[str, ...]) -> None:
    """One key says what is done, its value with what."""
    text = f'[[figure]]\nid = "f"\ntitle = "F"\n{line}\n[[figure]]\nid = "g"\ntitle = "G"\ncount = "networks"'
    figures, _, found = structure_figures(text, "figures.toml", DATASET)
    assert found == ()
    assert (figures[0].measure, figures[0].subject, figures[0].parts) == (measure, subject, parts)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("{ at_least = 30 }", Target(low=Fraction(30))),
        ("{ at_most = 60 }", Target(high=Fraction(60))),
        ("{ at_least = 30, at_most = 60 }", Target(low=Fraction(30), high=Fraction(60))),
    ],
)
def test_targets_of_counts_are_numbers(target: str, expected: Target) -> None:
    """A lowest, a highest, or both."""
    text = f'[[figure]]\nid = "f"\ntitle = "F"\ncount = "networks"\ntarget = {target}'
    figures, _, found = structure_figures(text, "figures.toml", DATASET)
    assert found == ()
    assert figures[0].target == expected


def test_targets_of_shares_are_percents() -> None:
    """At least 30 percent is a share of 3/10."""
    text = '[[figure]]\nid = "f"\ntitle = "F"\nshare = "staff"\nof = { gender = "woman" }\ntarget = { at_least = 30 }'
    figures, _, _ = structure_figures(text, "figures.toml", DATASET)
    assert figures[0].target == Target(low=Fraction(3, 10))


def test_relation_names_figures_of_plugins_too() -> None:
    """The total may be a plugin's."""
    other = Figure(id="staff.total", title=Text("Staff"), measure=Measure.COUNT, subject="staff", plugin="gender")
    text = """
    [[figure]]
    id = "f"
    title = "F"
    count = "networks"
    [[relation]]
    total = "staff.total"
    parts = ["f"]
    overlap = "allowed"
    """
    _, (relation,), found = structure_figures(text, "figures.toml", DATASET, {"staff.total": other})
    assert found == ()
    assert (relation.total, relation.parts, relation.overlap) == ("staff.total", ("f",), Overlap.ALLOWED)
    assert str(relation.origin) == "figures.toml:6"


FIGURE = '[[figure]]\nid = "f"\ntitle = "F"\n'


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (
            FIGURE + 'count = "activities"\nwere = { scope = "local" }',
            ["figures.toml:1 were: there is no such field; did you mean 'where'?"],
        ),
        (
            FIGURE,
            ["figures.toml:1: expected one of count, count-distinct, sum, share, sum-of, got none"],
        ),
        (
            FIGURE + 'count = "networks"\nsum = "projects.sample_size"',
            ["figures.toml:1: expected one of count, count-distinct, sum, share, sum-of, got count and sum"],
        ),
        (FIGURE + "count = 3", ["figures.toml:1 count: expected the name of what is counted, got 3"]),
        (FIGURE + 'sum-of = "f"', ["figures.toml:1 sum-of: expected a list of figure ids, got 'f'"]),
        (
            FIGURE + 'count = "networks"\nwhere = "local"',
            ["figures.toml:1 where: expected a table of conditions, got 'local'"],
        ),
        (
            FIGURE + 'count = "networks"\nof = { scope = "local" }',
            ["figures.toml:1 of: 'of' belongs to a share, and this is a count"],
        ),
        (
            FIGURE + 'count = "networks"\ntarget = { balanced = "40-60" }',
            [
                "figures.toml:1 target: expected a target such as { balanced = \"40-60\" } for a share, or "
                "{ at_least = 30 }, { at_most = 60 }; targets of shares are percents"
            ],
        ),
        (
            '[[figure]]\nid = "f"\ncount = "networks"',
            ["figures.toml:1 title: a value is required, got nothing"],
        ),
        (
            FIGURE + 'count = "networks"\n' + FIGURE + 'count = "policies"',
            [
                "figures.toml:5 id: expected an id that is used once, got 'f', which figures.toml:1 declares too; "
                "choose another id; to state a total for a figure of a plugin, keep an aggregate"
            ],
        ),
        (
            '[[figure]]\nid = "Local conferences"\ntitle = "F"\ncount = "activities"',
            ["figures.toml:1 id: expected lower-case letters, digits, dots and hyphens, got 'Local conferences'"],
        ),
        (
            '[figure]\nid = "f"',
            ["figures.toml:1 figure: expected tables headed [[figure]]"],
        ),
        (
            "[[figures]]\nid = 1",
            ["figures.toml:1 figures: expected 'figure' or 'relation', got 'figures'; did you mean 'figure'?"],
        ),
        (
            FIGURE + 'count = "networks"\n[[relation]]\ntotal = "g"\nparts = ["f", "h"]',
            [
                "figures.toml:5 total: expected the id of a figure, got 'g'; declare it in figures.toml, or mend the id",
                "figures.toml:5 parts: expected the id of a figure, got 'h'; declare it in figures.toml, or mend the id",
            ],
        ),
        (
            FIGURE + 'count = "networks"\n[[relation]]\ntotal = "f"\nparts = []',
            ["figures.toml:5 parts: expected the ids of parts, got none"],
        ),
        (
            FIGURE + 'count = "activities"\nwhere = { program = "peac", scop = "local" }',
            [
                "figures.toml:1 program: figure 'f': expected the id of one of the programs, got 'peac'; "
                "did you mean 'peace'?",
                "figures.toml:1 scop: figure 'f': expected a name that conditions may use here, got 'scop'; "
                "did you mean 'scope'?",
            ],
        ),
    ],
)
def test_mistake_is_named_with_its_place(text: str, messages: list[str]) -> None:
    """Every mistake of the file, each with line, field and remedy."""
    assert problems(text) == messages


def test_broken_toml_is_named_with_line_and_column() -> None:
    """Nothing is declared by a file that cannot be parsed."""
    figures, relations, (problem,) = structure_figures("[[figure]\n", "figures.toml", DATASET)
    assert (figures, relations, problem.code) == ((), (), "toml.broken")


def test_id_of_a_plugin_is_taken() -> None:
    """A workspace does not silently replace a figure of a plugin."""
    other = Figure(id="f", title=Text("F"), measure=Measure.COUNT, subject="staff", plugin="kcss-gender-balance")
    assert problems(FIGURE + 'count = "networks"', other) == [
        "figures.toml:1 id: expected an id that is used once, got 'f', which plugin 'kcss-gender-balance' declares too; "
        "choose another id; to state a total for a figure of a plugin, keep an aggregate"
    ]


def test_figure_that_cannot_be_read_is_left_out_and_the_others_stay() -> None:
    """One figure without a title does not take the whole file."""
    text = '[[figure]]\nid = "f"\ncount = "networks"\n[[figure]]\nid = "g"\ntitle = "G"\ncount = "networks"'
    figures, _, _ = structure_figures(text, "figures.toml", DATASET)
    assert [figure.id for figure in figures] == ["g"]


def test_figure_with_a_wrong_condition_stays_without_a_number() -> None:
    """A chapter that names it is not wrong, and the edition reports the mistake once."""
    text = FIGURE + 'count = "programs"\nwhere = { scop = 1 }'
    figures, _, problems = structure_figures(text, "figures.toml", DATASET)
    edition = Edition(DATASET, figures, period=Period.year(2022), problems=problems)
    assert (edition.value("f").number, edition.value("f").basis) == (None, "none")
    assert [problem.code for problem in edition.problems] == ["figure.invalid"]
