"""Protection of small groups: tables by hand, and attackers who have everything that is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from kcss_core.disclosure import POPULATIONS, hidden
from kcss_core.edition import WITHHELD, Edition, Protection
from kcss_core.figures import Address, Figure, Measure, Relation
from kcss_core.model import (
    Activity,
    Aggregate,
    Dataset,
    HeadCount,
    Organization,
    Participant,
    Participation,
    Program,
    Publication,
    SameAs,
    StaffCount,
    Table,
)
from kcss_core.period import PartialDate, Period
from kcss_core.plugins.registry import load_plugins
from kcss_core.problems import Problem
from kcss_core.reading.workspace import Disclosure, Manifest, Workspace
from kcss_core.report import blocks
from kcss_core.report.build import build
from kcss_core.report.report import Report
from kcss_core.text import Text
from kcss_core.vocabulary import Decision, Gender

YEAR = Period.year(2022)


def figure(id: str, measure: Measure = Measure.COUNT, subject: str = "attendances", **settings: Any) -> Figure:
    return Figure(id=id, title=Text(id), measure=measure, subject=subject, **settings)


TOTAL = figure("total")
WOMEN = figure("women", Measure.SHARE, of={"gender": "woman"})
PERSONS = figure("persons", subject="persons")

#: Program to women, men, and those whose gender is not recorded.
Heads = Mapping[str, tuple[int, ...]]


def dataset(heads: Heads, **records: Any) -> Dataset:
    """Return head counts of one meeting a program."""
    return Dataset(
        organization=Organization(id="centre", name=Text("Centre")),
        programs=tuple(Program(id=id, name=Text(id)) for id in heads),
        activities=tuple(
            Activity(id=id, title=Text(id), kind="meeting", programs=(id,), start=PartialDate(2022, month))
            for month, id in enumerate(heads, 1)
        ),
        head_counts=tuple(
            HeadCount(activity=id, women=women, men=men, not_recorded=rest[0] if rest else None)
            for id, (women, men, *rest) in heads.items()
        ),
        **records,
    )


def edition(data: Dataset, *figures: Figure, **settings: Any) -> Edition:
    return Edition(data, figures or (TOTAL, WOMEN, PERSONS), period=YEAR, **settings)


def of(figure: str, **cell: str | None) -> Address:
    return Address(figure, YEAR, tuple(cell.items()))


def row(gender: str | None = "", **cell: str | None) -> Address:
    """Return a cell of a table by gender; with no gender its total."""
    return of("total", **cell) if gender == "" else of("total", **cell, gender=gender)


def balance(programs: Iterable[str], genders: Iterable[str | None] = ("woman", "man")) -> list[list[Address]]:
    """Return the addresses of a table of women and men by program: genders, total and share, and a row of totals."""
    cells: list[dict[str, str | None]] = [{}]
    cells[:0] = ({"program": program} for program in programs)
    return [[*(row(gender, **cell) for gender in genders), row(**cell), of("women", **cell)] for cell in cells]


def printed(data: Dataset, table: list[list[Address]], k: int = 5) -> list[str]:
    """Return a table as a reader sees it, with a dot for each hidden value; shares as numerator of denominator."""
    seen = edition(data)
    concealed = hidden([address for line in table for address in line], seen, k)

    def cell(address: Address) -> str:
        value = seen.value(address.figure, cell=address.cell)
        if address in concealed:
            return "·"
        return str(value.number) if value.share is None else f"{value.share.numerator}/{value.share.denominator}"

    return [" ".join(map(cell, line)) for line in table]


# ---------------------------------------------------------------- tables by hand


def test_a_table_without_small_groups_is_told() -> None:
    """Nobody is few: everything is printed, and 0 is printed."""
    heads = {"a": (12, 20), "b": (0, 9)}
    assert printed(dataset(heads), balance(heads)) == ["12 20 32 12/32", "0 9 9 0/9", "12 29 41 12/41"]


def test_the_next_smallest_row_is_hidden_too() -> None:
    """Two women in a: a is hidden; of b with 17 and c with 42, b goes too, or 22 - 8 - 12 would give the two away."""
    heads = {"a": (2, 20), "b": (8, 9), "c": (12, 30)}
    assert printed(dataset(heads), balance(heads)) == ["· · 22 ·", "· · 17 ·", "12 30 42 12/42", "22 59 81 22/81"]


def test_two_small_rows_protect_each_other() -> None:
    """Two women in a, three men in b: a woman more in a may be one fewer in b. Nothing else is hidden."""
    heads = {"a": (2, 20), "b": (8, 3), "c": (12, 30)}
    assert printed(dataset(heads), balance(heads)) == ["· · 22 ·", "· · 11 ·", "12 30 42 12/42", "22 53 75 22/75"]


def test_a_total_below_k_is_hidden() -> None:
    """Two people in a: the total goes, and with it the next smallest total, or 61 - 17 - 42 would give it away."""
    heads = {"a": (1, 1), "b": (8, 9), "c": (12, 30)}
    assert printed(dataset(heads), balance(heads)) == ["· · · ·", "· · · ·", "12 30 42 12/42", "21 40 61 21/61"]


def test_rows_that_cannot_take_part_do_not_protect() -> None:
    """In b are five women and five men: one fewer of either would be a small group, and b is none. So c goes."""
    heads = {"a": (2, 20), "b": (5, 5), "c": (12, 30), "d": (40, 50)}
    assert printed(dataset(heads), balance(heads)) == [
        *("· · 22 ·", "5 5 10 5/10", "· · 42 ·", "40 50 90 40/90"),
        "59 105 164 59/164",
    ]


def test_a_single_row_is_its_total() -> None:
    """The only program is all there is: its row of totals is hidden as well, cell by cell; 22 people are told."""
    heads = {"a": (2, 20)}
    assert printed(dataset(heads), balance(heads)) == ["· · 22 ·", "· · 22 ·"]


def test_those_not_recorded_are_no_small_group() -> None:
    """Two whose gender is not recorded tell nothing of anybody; in a row with a small group they are hidden with it."""
    heads = {"a": (12, 20, 2), "b": (8, 9, 0)}
    genders = ("woman", "man", None)
    assert printed(dataset(heads), balance(heads, genders)) == ["12 20 2 34 12/32", "8 9 0 17 8/17", "20 29 2 51 20/49"]
    heads = {"a": (12, 20, 2), "b": (3, 9, 1), "c": (30, 30, 0)}
    assert printed(dataset(heads), balance(heads, genders)) == [
        *("· · · 34 ·", "· · · 13 ·", "30 30 0 60 30/60"),
        "45 59 3 107 45/104",
    ]


def test_the_limit_is_the_manifests() -> None:
    """Below 5 is small where k is 5, below 3 where it is 3; with 1 nobody is."""
    heads = {"a": (3, 20), "b": (8, 9), "c": (12, 30)}
    everything = ["3 20 23 3/23", "8 9 17 8/17", "12 30 42 12/42", "23 59 82 23/82"]
    assert printed(dataset(heads), balance(heads), k=5)[0] == "· · 23 ·"
    assert printed(dataset(heads), balance(heads), k=3) == everything
    assert printed(dataset({**heads, "a": (1, 20)}), balance(heads), k=1)[0] == "1 20 21 1/21"


# ---------------------------------------------------------------- other ways to the same number


def test_a_share_tells_its_counts() -> None:
    """18 of 20 are women: the two men are as good as told, though no table counts them."""
    data = dataset({"a": (18, 2)})
    assert hidden([of("women")], edition(data), 5) == {of("women")}
    assert hidden([of("women")], edition(dataset({"a": (18, 7)})), 5) == frozenset()


def test_what_is_hidden_once_is_hidden_everywhere() -> None:
    """Women of a are the same people in a table, as a figure of their own and in a share."""
    own = figure("women-of-a", where={"program": "a", "gender": "woman"})
    data = dataset({"a": (2, 20), "b": (30, 40)})
    seen = edition(data, TOTAL, WOMEN, own)
    told = [of("women-of-a"), of("women", program="a"), row("man", program="a"), row(program="a")]
    assert hidden(told, seen, 5) == {of("women-of-a"), of("women", program="a"), row("man", program="a")}


def test_a_figure_and_its_complement() -> None:
    """21 people, 19 of them in a: the other two are not in the report, but 21 - 19 are. The smaller goes."""
    data = dataset({"a": (9, 10), "b": (1, 1)})
    assert hidden([row(), row(program="a")], edition(data), 5) == {row(program="a")}
    assert hidden([row(), row(program="a")], edition(dataset({"a": (9, 10), "b": (9, 9)})), 5) == frozenset()


def test_rows_that_hold_others() -> None:
    """18 of 20 at public events came to a conference, which is one: two came to another."""
    data = Dataset(
        organization=Organization(id="centre", name=Text("Centre")),
        activities=(
            Activity(id="c", kind="conference", start=PartialDate(2022)),
            Activity(id="p", kind="public-event", start=PartialDate(2022)),
        ),
        head_counts=(HeadCount(activity="c", total=18), HeadCount(activity="p", total=2)),
    )
    events, conferences = (of("total", **{"activity.kind": kind}) for kind in ("public-event", "conference"))
    assert edition(data).value("total", cell=events.cell).number == 20
    assert hidden([events, conferences], edition(data), 5) == {conferences}


def test_a_table_by_month_and_one_by_quarter() -> None:
    """Two came in January: without the quarters February would do, with them February is what is left of the quarter."""
    heads = {"a": (2, 0), "b": (9, 9), "c": (20, 20), "d": (5, 5)}
    months = [of("total", month=f"2022-0{number}") for number in range(1, 5)]
    quarters = [of("total", quarter=f"2022-Q{number}") for number in (1, 2)]
    seen = edition(dataset(heads))
    assert hidden([row(), *months], seen, 5) == {months[0], months[3]}
    assert hidden([row(), *months, *quarters], seen, 5) == {months[0], months[1]}


def test_a_sum_of_figures() -> None:
    """Three people at a and twenty at b: their sum would give the three away, so the twenty are hidden too."""
    one, two = figure("one", where={"program": "a"}), figure("two", where={"program": "b"})
    both = figure("both", Measure.SUM_OF, "", parts=("one", "two"))
    data = dataset({"a": (2, 1), "b": (10, 10)})
    seen = edition(data, one, two, both)
    assert seen.value("both").number == 23
    assert hidden([of("one"), of("two"), of("both")], seen, 5) == {of("one"), of("two")}


def test_a_relation_between_figures() -> None:
    """What a relation says to add up is a sum, even where aggregates are kept and no records."""
    figures = [figure(id, where={"role": role}) for id, role in (("x", "speaker"), ("y", "trainer"))]
    everybody = figure("z")
    data = dataset(
        {},
        aggregates=tuple(
            Aggregate(figure=id, reported=YEAR, value=Decimal(number), source="Notes")
            for id, number in (("x", 3), ("y", 20), ("z", 23))
        ),
    )
    told = [of("x"), of("y"), of("z")]
    loose = edition(data, *figures, everybody)
    bound = edition(data, *figures, everybody, relations=[Relation(total="z", parts=("x", "y"))])
    assert hidden(told, bound, 5) == {of("x"), of("y")}
    assert hidden([of("x"), of("z")], loose, 5) == {of("x")}


def test_aggregates_by_gender() -> None:
    """Aggregates have rows too: two women are hidden with the men."""
    kept = [(None, 22), ("woman", 2), ("man", 20)]
    data = dataset(
        {},
        aggregates=tuple(
            Aggregate(
                figure="total",
                reported=YEAR,
                value=Decimal(number),
                source="Notes",
                by=() if gender is None else (("gender", gender),),
            )
            for gender, number in kept
        ),
    )
    assert hidden([row(), row("woman"), row("man")], edition(data), 5) == {row("woman"), row("man")}


def people(*visits: tuple[str, str, Gender]) -> dict[str, Any]:
    """Return participants and participations from person, activity and gender."""
    genders = {person: gender for person, _, gender in visits}
    return {
        "participants": Table.of(Participant, [Participant(id=id, gender=gender) for id, gender in genders.items()]),
        "participations": Table.of(
            Participation,
            [Participation(participant=person, activity=activity, attended=True) for person, activity, _ in visits],
        ),
    }


def test_persons_and_attendances_bound_each_other() -> None:
    """Four women came six times and thirty men thirty times: where both are told, 34 persons pin the women at four.

    Nobody attends less than once, so the men are at most thirty and the women, of 34, at least four: and four at most,
    if they are a small group.
    """
    visits = [(f"w{number}", "a", Gender.WOMAN) for number in range(4)]
    visits += [(f"m{number}", "a", Gender.MAN) for number in range(30)]
    data = dataset({"a": (0, 0), "b": (0, 0), "c": (0, 0)}, **people(*visits, *(("w0", b, Gender.WOMAN) for b in "bc")))
    persons = [of("persons"), of("persons", gender="woman"), of("persons", gender="man")]
    attendances = [row(), row("woman"), row("man")]
    seen = edition(data)
    assert [seen.value(one.figure, cell=one.cell).number for one in (*persons, *attendances)] == [34, 4, 30, 36, 6, 30]
    assert hidden(persons, seen, 5) == {*persons[1:]}
    assert hidden([*persons, *attendances], seen, 5) == {*persons[1:], *attendances[1:]}


# ---------------------------------------------------------------- several reports


def overlapping_with(this: str, others: Mapping[str, str]) -> list[str]:
    """Return what is said of other reports when one is built that hides something."""
    chapter = "# Year\n\n:::{breakdown} heads\n:by: program\n:::\n"
    figures = '[[figure]]\nid = "heads"\ntitle = "Heads"\ncount = "attendances"\n'
    texts = {"figures.toml": figures, "reports/this/c.md": chapter}
    for id, settings in {"this": this, **others}.items():
        texts[f"reports/{id}/report.toml"] = f'title = "T"\nchapters = ["c.md"]\n{settings}'
    workspace = Workspace(
        root=Path("ws"),
        manifest=Manifest(),
        dataset=dataset({"a": (2, 1), "b": (9, 9), "c": (20, 20)}),
        texts=texts,
        images={},
    )
    _, problems = build(workspace, "this", directives=load_plugins().directives.values())
    return [problem.message for problem in problems if problem.code == "report.overlapping"]


def test_a_report_of_more_or_fewer_of_the_same_people_is_named() -> None:
    """A year holds its quarter and all of it one program, and the other way round; another year holds nothing of it."""
    year, quarter, program = 'period = "2022"\n', 'period = "2022-Q1"\n', 'filter = { program = "a" }\n'
    said = "'b' tells of the same people, or of more or fewer of them, and what is hidden here may be the difference of two numbers"
    assert overlapping_with(year, {"b": quarter}) == [said]
    assert overlapping_with(quarter, {"b": year}) == [said]
    assert overlapping_with(year, {"b": year + program}) == [said]
    assert overlapping_with(year, {"b": 'period = "2021"\n'}) == []
    # A quarter of all and a year of one program hold no part of each other.
    assert overlapping_with(quarter, {"b": year + program}) == []
    assert overlapping_with(year, {}) == []


# ---------------------------------------------------------------- numbers that are no values


def test_an_overlap_does_not_tell_the_row_that_is_hidden() -> None:
    """Of 29 in all 20 came to a and 12 to b, and 6 to both: with that number told, the 3 of c would be the rest."""
    heads = {"a": ("a",), "both": ("a", "b"), "b": ("b",), "c": ("c",)}
    data = Dataset(
        organization=Organization(id="centre", name=Text("Centre")),
        programs=tuple(Program(id=id, name=Text(id)) for id in "abc"),
        activities=tuple(
            Activity(id=id, title=Text(id), kind="meeting", programs=programs, start=PartialDate(2022, 5))
            for id, programs in heads.items()
        ),
        head_counts=tuple(
            HeadCount(activity=id, men=men) for id, men in zip(heads, (14, 6, 6, 3), strict=True)
        ),
    )
    open_ = edition(data, TOTAL)
    shown = [of("total"), *(of("total", program=program) for program in "abc")]
    concealed = hidden(shown, open_, 5)
    assert concealed == {of("total", program="c")}
    protection = Protection(POPULATIONS, frozenset(shown) - concealed, 5, concealed)
    assert open_.breakdown("total", ["program"]).overlap == 6
    assert open_.protected(protection).breakdown("total", ["program"]).overlap is None


def telling(k: int = 5, *hidden: Address) -> Protection:
    """Return what tells every value, but some that stand elsewhere."""
    return Protection(POPULATIONS, None, k, frozenset(hidden))


def built_of(data: Dataset, chapter: str, k: int) -> tuple[Report | None, tuple[Problem, ...]]:
    """Return a report of one chapter about the figure ``total``."""
    texts = {
        "figures.toml": '[[figure]]\nid = "total"\ntitle = "Total"\ncount = "attendances"\n',
        "reports/r/report.toml": 'title = "R"\nperiod = "2022"\nchapters = ["c.md"]\n',
        "reports/r/c.md": f"# Year\n\n{chapter}\n",
    }
    manifest = Manifest(disclosure=Disclosure(k=k))
    workspace = Workspace(root=Path("ws"), manifest=manifest, dataset=data, texts=texts, images={})
    return build(workspace, "r", directives=load_plugins().directives.values())


def test_an_overlap_is_told_where_nothing_is_hidden() -> None:
    """Eight came to both: with all rows told but a number of another table hidden, nobody has looked what it tells."""
    data = evolve(dataset({"a": (0, 14), "b": (0, 8)}), activities=(
        Activity(id="a", title=Text("a"), kind="meeting", programs=("a",), start=PartialDate(2022, 5)),
        Activity(id="b", title=Text("b"), kind="meeting", programs=("a", "b"), start=PartialDate(2022, 5)),
    ))  # fmt: skip
    open_ = edition(data, TOTAL)

    def overlap(protection: Protection) -> int | None:
        return open_.protected(protection).breakdown("total", ["program"]).overlap

    assert overlap(telling()) == 8
    assert overlap(telling(5, of("total", role="speaker"))) is None
    assert overlap(telling(9)) is None


def with_an_open_pair() -> Dataset:
    """Return seven men who came, two of whom may be one."""
    ids = [f"p{number}" for number in range(7)]
    return dataset(
        {"a": (0, 0)},
        participants=Table.of(Participant, [Participant(id=id, gender=Gender.MAN) for id in ids]),
        participations=Table.of(
            Participation, [Participation(participant=id, activity="a", attended=True) for id in ids]
        ),
        same_as=(SameAs(participant="p0", same_as="p1", decision=Decision.OPEN),),
    )  # fmt: skip


def test_the_fewest_persons_are_told_where_nothing_is_hidden() -> None:
    """Seven, or six: no equation holds the six, so it is told only where no equation matters, and never as a few."""
    open_ = edition(with_an_open_pair(), PERSONS)
    value = open_.value("persons")
    assert (value.number, open_.fewest(value)) == (7, 6)
    assert open_.protected(telling()).fewest(value) == 6
    assert open_.protected(telling(5, of("persons", role="speaker"))).fewest(value) is None
    assert open_.protected(telling(7)).fewest(value) is None


def test_a_report_that_hides_nothing_tells_no_small_number_besides() -> None:
    """Three of a's and b's forty came to both: the note says that some did, with k = 3 that three did."""
    men = evolve(dataset({"a": (0, 14), "b": (0, 3), "c": (0, 23)}), activities=tuple(
        Activity(id=id, title=Text(id), kind="meeting", programs=programs, start=PartialDate(2022, 5))
        for id, programs in {"a": ("a",), "b": ("a", "b"), "c": ("b",)}.items()
    ), programs=(Program(id="a", name=Text("A")), Program(id="b", name=Text("B"))))  # fmt: skip

    def note(k: int) -> str:
        report, problems = built_of(men, ":::{breakdown} total\n:by: program\n:::", k)
        assert report is not None
        assert "report.small-groups" not in [problem.code for problem in problems]
        (table,) = [block for block in report.blocks if isinstance(block, blocks.Table)]
        return blocks.plain(table.note)

    assert note(5) == "Some stand in more than one row; the total counts each once."
    assert note(3) == "Some stand in more than one row (3); the total counts each once."


@pytest.mark.parametrize(
    ("cell", "number", "said"),
    [
        ((), 19, "expected at most 19 records of 'total' in 2022, as this aggregate states, got {0}"),
        ((("role", "speaker"),), 32, "expected at most {0} of 'total' in 2022, which is what the figure comes to, got 32"),
    ],
)
def test_what_stops_a_report_tells_no_counted_people(cell: tuple[tuple[str, str], ...], number: int, said: str) -> None:
    """Without the report nobody knows what it would hide, so what was counted is withheld; not where k is 1."""
    stated = Aggregate(figure="total", by=cell, reported=YEAR, value=Decimal(number), source="report")
    data = dataset({"a": (2, 29)}, aggregates=(stated,))
    for k, counted in ((5, WITHHELD), (1, "31")):
        report, problems = built_of(data, "{value}`total`", k)
        assert report is None
        (message,) = [problem.message for problem in problems if problem.code.startswith("aggregate.")]
        assert message.startswith(said.format(counted))
        assert counted == "31" or "31" not in message


# ---------------------------------------------------------------- what is not protected


def test_only_people_are_protected() -> None:
    """One publication and three activities are no people."""
    works, meetings = figure("works", subject="publications"), figure("meetings", subject="activities")
    data = dataset(
        {"a": (9, 9), "b": (9, 9), "c": (9, 9)},
        publications=(Publication(id="p", title=Text("P"), date=PartialDate(2022)),),
    )
    assert hidden([of("works"), of("meetings")], edition(data, works, meetings), 5) == frozenset()


def test_the_staff_is_protected_on_request() -> None:
    """Two women among the staff are told, unless the manifest asks for more."""
    staff = figure("staff", subject="staff")
    data = dataset({}, staff=(StaffCount(id="s", date=PartialDate(2022), women=2, men=9),))
    told = [of("staff"), of("staff", gender="woman"), of("staff", gender="man")]
    assert hidden(told, edition(data, staff), 5) == frozenset()
    assert hidden(told, edition(data, staff), 5, POPULATIONS | {"staff"}) == set(told[1:])


def test_what_a_directive_worked_out_is_left_to_it() -> None:
    """An address that the edition does not know is no count: the change by two is told where both years are."""
    change = Address("total", YEAR, (("change-from", "2021"),))
    assert hidden([row(), change], edition(dataset({"a": (9, 9)})), 5) == frozenset()


def test_who_is_undecided_is_told_of_the_whole_and_of_no_gender() -> None:
    """A report says of how many it is not recorded whether they came, and not that one of them is a man."""
    rows = (Participation(participant="a", activity="a", attended=True), Participation(participant="b", activity="a"))
    persons = (Participant(id="a", gender=Gender.WOMAN), Participant(id="b", gender=Gender.MAN))
    data = dataset(
        {"a": (0, 0)},
        participants=Table.of(Participant, persons), participations=Table.of(Participation, rows),
    )  # fmt: skip
    cells = [row("woman"), row("man"), row()]
    protection = Protection(POPULATIONS, frozenset(cells), 5)
    told = edition(data, TOTAL).protected(protection)
    assert [told.value("total", cell=one.cell).undecided for one in cells] == [None, None, 1]
    assert [one.value.undecided for one in told.breakdown("total", "gender").rows[:2]] == [None, None]
