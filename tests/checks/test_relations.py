"""Relations: what contradicts, what does not, and how a contradiction is told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kcss_core.checks.relations import check_relations
from kcss_core.edition import Edition
from kcss_core.figures import Figure, Measure, Overlap, Relation, RelationKind
from kcss_core.figures.explain import explain
from kcss_core.model import Activity, Aggregate, Dataset, Organization
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.text import Text
from kcss_core.vocabulary import Qualifier, Scope

YEAR = Period.year(2022)
OVER, AROUND, AT_LEAST = Qualifier.OVER, Qualifier.AROUND, Qualifier.AT_LEAST


def edition(
    overlap: Overlap, total: Any, *parts: Any, kind: RelationKind = RelationKind.TOTAL, why: str | None = None
) -> Edition:
    """Return an edition of aggregates: numbers, or number and qualifier; None is not known."""
    stated = {"total": total, **{f"part{index}": part for index, part in enumerate(parts, 1)}}
    aggregates = []
    for row, (id, said) in enumerate(stated.items(), 1):
        if said is not None:
            number, qualifier = said if isinstance(said, tuple) else (said, Qualifier.EXACT)
            aggregates.append(
                Aggregate(
                    figure=id,
                    reported=YEAR,
                    value=Decimal(number),
                    qualifier=qualifier,
                    source="S",
                    origin=Origin("a.toml", row=row),
                )
            )
    # Each asks for a series of its own, so that none is part of another by its conditions.
    figures = [
        Figure(id=id, title=Text(id), measure=Measure.COUNT, subject="activities", where={"series": id})
        for id in stated
    ]
    relation = Relation(
        total="total",
        parts=tuple(id for id in stated if id != "total"),
        overlap=overlap,
        kind=kind,
        why=why,
        origin=Origin("figures.toml", row=9),
    )
    dataset = Dataset(organization=Organization(id="o", name=Text("O")), aggregates=tuple(aggregates))
    return Edition(dataset, figures, period=YEAR, relations=[relation])


@pytest.mark.parametrize(
    ("overlap", "total", "parts", "is_broken"),
    [
        ("none", 30, (10, 7, 13), False),
        ("none", 30, (7, 13), True),
        ("none", 20, (10, 7, 13), True),
        ("none", 30, (10, 7, None), False),
        ("none", 16, (10, 7, None), True),
        ("none", 30, (10, (19, OVER)), False),
        ("none", 30, (10, (20, OVER)), True),
        ("none", 30, (10, (20, AT_LEAST)), False),
        ("none", 30, (10, (99, AROUND)), False),
        ("none", (30, OVER), (10, 20), True),
        ("none", (29, OVER), (10, 20), False),
        ("none", (30, AT_LEAST), (10, 20), False),
        ("none", None, (10, 20), False),
        ("allowed", 19, (18, 7), False),
        ("allowed", 25, (18, 7), False),
        ("allowed", 26, (18, 7), True),
        ("allowed", 17, (18, 7), True),
        ("allowed", 18, (18, 7), False),
        ("allowed", 50, ((50, OVER), 10), True),
        ("allowed", 51, ((50, OVER), 10), False),
    ],
)
def test_relation_holds_or_is_broken(overlap: str, total: Any, parts: tuple[Any, ...], is_broken: bool) -> None:
    """Parts without overlap add up; with overlap the total lies between the largest part and their sum."""
    found = list(check_relations(edition(Overlap(overlap), total, *parts)))
    assert [problem.code for problem in found] == (["relation.broken"] if is_broken else [])


def test_broken_sum_names_both_numbers_and_their_places() -> None:
    """Published totals that do not add up are a warning: somebody has to find out which is wrong."""
    (problem,) = check_relations(edition(Overlap.NONE, 20, 7, (13, AT_LEAST), 2))
    assert problem.severity == "warning"
    assert str(problem) == (
        "figures.toml:9: expected parts that add up to their total; 'total' is 20 (a.toml:1), and its parts are "
        "'part1' 7 (a.toml:2) + 'part2' at least 13 (a.toml:3) + 'part3' 2 (a.toml:4); "
        "find out which number is wrong, or declare the relation as it is"
    )


def test_part_larger_than_its_total_is_told_plainly() -> None:
    """Over fifty in one program cannot be fifty in all."""
    (problem,) = check_relations(edition(Overlap.ALLOWED, 50, (50, OVER)))
    assert str(problem) == (
        "figures.toml:9: expected a total between the largest and the sum of its parts; 'total' is 50 (a.toml:1), and "
        "its parts are 'part1' over 50 (a.toml:2); find out which number is wrong, or declare the relation as it is"
    )


def test_contradiction_between_records_is_an_error() -> None:
    """Counted numbers that contradict a relation leave no report to be printed."""
    figures = [
        Figure(id="all", title=Text("A"), measure=Measure.COUNT, subject="activities"),
        Figure(id="local", title=Text("L"), measure=Measure.COUNT, subject="activities", where={"scope": "local"}),
    ]
    dataset = Dataset(
        organization=Organization(id="o", name=Text("O")),
        activities=tuple(
            Activity(id=scope.value, kind="forum", scope=scope, reported=YEAR) for scope in (Scope.LOCAL, Scope.REGIONAL)
        ),
    )
    relation = Relation(total="all", parts=("local",), origin=Origin("figures.toml", row=9))
    (problem,) = check_relations(Edition(dataset, figures, period=YEAR, relations=[relation]))
    assert problem.is_error
    assert problem.message == (
        "expected parts that add up to their total; 'all' is 2 (counted), and its parts are 'local' 1 (counted)"
    )


def test_undecided_records_may_close_a_gap() -> None:
    """Two events of which one is local and of the other nobody recorded the scope: no contradiction."""
    figures = [
        Figure(id="all", title=Text("A"), measure=Measure.COUNT, subject="activities"),
        Figure(id="local", title=Text("L"), measure=Measure.COUNT, subject="activities", where={"scope": "local"}),
    ]
    dataset = Dataset(
        organization=Organization(id="o", name=Text("O")),
        activities=(
            Activity(id="a", kind="forum", scope=Scope.LOCAL, reported=YEAR),
            Activity(id="b", kind="forum", reported=YEAR),
        ),
    )
    relation = Relation(total="all", parts=("local",))
    assert list(check_relations(Edition(dataset, figures, period=YEAR, relations=[relation]))) == []


def test_relations_in_a_circle_are_named() -> None:
    """A total cannot be part of its own parts; each circle is told once, where its first relation stands."""
    figures = [Figure(id=id, title=Text(id), measure=Measure.COUNT, subject="networks") for id in "ab"]
    relations = [Relation(total="a", parts=("b",)), Relation(total="b", parts=("a",))]
    dataset = Dataset(organization=Organization(id="o", name=Text("O")))
    found = check_relations(Edition(dataset, figures, period=YEAR, relations=relations))
    assert [(problem.code, str(problem)) for problem in found] == [
        (
            "relation.circle",
            "expected no total that is part of its own parts, got 'a' → 'b' → 'a'; leave one of these relations out",
        ),
    ]


@pytest.mark.parametrize(
    ("total", "parts", "facts"),
    [
        (19, (18, 7), ("The parts part1 18 + part2 7 exceed total 19: at least 6 of them stand in both.",)),
        (24, (18, 7), ("The parts part1 18 + part2 7 exceed total 24: at least 1 of them stands in both.",)),
        (
            18,
            (15, 4, 13),
            (
                "The parts part1 15 + part2 4 + part3 13 exceed total 18: records must stand in a further part at "
                "least 14 times.",
            ),
        ),
        (25, (18, 7), ()),
        ((19, OVER), (18, 7), ()),
        (19, (18, None), ()),
    ],
)
def test_overlap_that_must_be_is_a_fact_not_a_problem(total: Any, parts: tuple[Any, ...], facts: tuple[str, ...]) -> None:
    """Where parts exceed their total the least overlap is told with the explanation."""
    some = edition(Overlap.ALLOWED, total, *parts)
    assert explain(some.value("total"), some).facts == facts
    assert list(check_relations(some)) == []


@pytest.mark.parametrize(
    ("kind", "overlap", "total", "parts", "is_broken"),
    [
        ("within", "none", 50, (40, 10), False),
        ("within", "none", 50, (40, 11), True),
        ("within", "none", 50, ((50, OVER), None), True),
        ("within", "none", (50, AT_LEAST), (40, 11), False),
        ("within", "none", 50, (1, 1), False),
        ("within", "allowed", 50, (40, 11), False),
        ("within", "allowed", 50, (51, 1), True),
        ("same", "none", 17, (17,), False),
        ("same", "none", 17, (20,), True),
        ("same", "none", 17, (17, 20), True),
        ("same", "none", None, (17, 20), True),
        ("same", "none", (16, OVER), (20,), False),
        ("same", "none", (20, OVER), (20,), True),
        ("same", "none", 17, ((20, AROUND),), False),
    ],
)
def test_parts_within_a_whole_and_the_same_under_two_names(
    kind: str, overlap: str, total: Any, parts: tuple[Any, ...], is_broken: bool
) -> None:
    """Parts within a whole need not reach it; of one quantity under two names no two numbers may differ."""
    found = list(check_relations(edition(Overlap(overlap), total, *parts, kind=RelationKind(kind))))
    assert [problem.code for problem in found] == (["relation.broken"] if is_broken else [])


def test_message_says_why_a_relation_holds() -> None:
    """The reason that was given for a relation goes into the message."""
    (same,) = check_relations(edition(Overlap.NONE, 17, 20, kind=RelationKind.SAME, why="they met once a town"))
    assert same.message == (
        "expected the same number of the same thing, since they met once a town; "
        "'total' is 17 (a.toml:1), and 'part1' 20 (a.toml:2)"
    )
    (within,) = check_relations(edition(Overlap.NONE, 17, 20, kind=RelationKind.WITHIN))
    assert within.message == (
        "expected parts within the whole; 'total' is 17 (a.toml:1), and parts of it are 'part1' 20 (a.toml:2)"
    )


def test_total_of_which_not_all_are_listed() -> None:
    """A total that is kept, and of which the records are said to be all listed, has as many records."""
    figure = Figure(id="total", title=Text("T"), measure=Measure.COUNT, subject="activities")
    relation = Relation(total="total", parts=(), kind=RelationKind.LISTED, origin=Origin("figures.toml", row=9))
    activities = tuple(Activity(id=str(number), kind="debate", reported=YEAR) for number in range(2))
    for stated, messages in ((2, []), (9, ["'total' is 9 (S), and 2 are recorded"])):
        aggregate = Aggregate(figure="total", reported=YEAR, value=Decimal(stated), source="S")
        dataset = Dataset(
            organization=Organization(id="o", name=Text("O")), aggregates=(aggregate,), activities=activities
        )
        found = check_relations(Edition(dataset, [figure], period=YEAR, relations=[relation]))
        assert [problem.message for problem in found] == [
            f"expected as many records as the total that is kept of them; {message}" for message in messages
        ]


@pytest.mark.parametrize(
    ("whole", "part", "is_broken"), [(40, 30, False), (40, 41, True), (40, 40, False), (None, 41, False)]
)
def test_total_of_what_is_plainly_a_part(whole: int | None, part: int, is_broken: bool) -> None:
    """A total that is kept of a figure with narrower conditions is no more than that of the wider one, undeclared."""
    figures = [
        Figure(id="all", title=Text("A"), measure=Measure.COUNT, subject="activities", where={"kind": "training"}),
        Figure(
            id="local",
            title=Text("L"),
            measure=Measure.COUNT,
            subject="activities",
            where={"kind": "mentoring", "scope": "local"},
        ),
    ]
    kept = tuple(
        Aggregate(figure=id, reported=YEAR, value=Decimal(number), source="S", origin=Origin("a.toml", row=row))
        for row, (id, number) in enumerate((("all", whole), ("local", part)), 1)
        if number is not None
    )
    dataset = Dataset(organization=Organization(id="o", name=Text("O")), aggregates=kept)
    found = [str(one) for one in check_relations(Edition(dataset, figures, period=YEAR))]
    assert found == (
        [
            "a.toml:2: expected parts within the whole, since the conditions of the part are narrower; "
            "'all' is 40 (a.toml:1), and parts of it are 'local' 41 (a.toml:2); "
            "find out which number is wrong, or mend the conditions of the figures"
        ]
        if is_broken
        else []
    )


def test_declared_relation_is_not_told_again() -> None:
    """Where a relation was declared for two figures, their definitions say nothing more."""
    where = {"all": {"kind": "training"}, "part": {"kind": "mentoring"}}
    figures = [
        Figure(id=id, title=Text(id), measure=Measure.COUNT, subject="activities", where=one) for id, one in where.items()
    ]
    kept = tuple(
        Aggregate(figure=id, reported=YEAR, value=Decimal(number), source="S") for id, number in (("all", 3), ("part", 4))
    )
    dataset = Dataset(organization=Organization(id="o", name=Text("O")), aggregates=kept)
    relation = Relation(total="all", parts=("part",), overlap=Overlap.ALLOWED)
    found = [one.message for one in check_relations(Edition(dataset, figures, period=YEAR, relations=[relation]))]
    assert found == [
        "expected a total between the largest and the sum of its parts; 'all' is 3 (S), and its parts are 'part' 4 (S)"
    ]
