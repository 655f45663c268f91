"""Figures against a plain count: what cubes and bits come to must be what a person counts row by row."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
from hypothesis import given

from kcss_core.edition import Edition
from kcss_core.figures import Figure, Measure
from kcss_core.model import (
    Activity,
    Dataset,
    HeadCount,
    Organization,
    Participant,
    Participation,
    Program,
    Project,
    Table,
)
from kcss_core.period import PartialDate, Period
from kcss_core.text import Text
from kcss_core.vocabulary import Gender, KindTree, Presence, Role, Scope

YEAR = Period.year(2022)
KINDS = ("public-event", "conference", "meeting", "bilateral-meeting")
PROGRAMS = ("p1", "p2")
ROLES = (Role.PARTICIPANT, Role.SPEAKER)
TRUTH = st.sampled_from([True, False, None])

dates = st.sampled_from(
    [None, PartialDate(2022), PartialDate(2021, 12), PartialDate(2022, 3), PartialDate(2022, 7, 1), PartialDate(2023, 1, 1)]
)
projects: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.builds(
        dict,
        scheme=st.sampled_from([None, "H2020", "Erasmus"]),
        countries=st.sampled_from([(), ("XK",), ("XK", "AL")]),
    ),
    min_size=2,
    max_size=2,
)
activities: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.builds(
        dict,
        kind=st.sampled_from(KINDS),
        scope=st.sampled_from([None, Scope.LOCAL, Scope.REGIONAL]),
        programs=st.sampled_from([(), ("p1",), ("p2",), ("p1", "p2")]),
        projects=st.sampled_from([(), ("j0",), ("j1",), ("j0", "j1")]),
        start=dates,
        sample_size=st.sampled_from([None, 0, 7, 1000]),
    ),
    min_size=1,
    max_size=5,
)
persons: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.builds(dict, gender=st.sampled_from([None, *Gender]), municipality=st.sampled_from([None, "Pejë", "Gjakovë"])),
    min_size=1,
    max_size=4,
)
participations = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 4), st.sampled_from(ROLES), TRUTH, TRUTH), max_size=12
)
head_counts = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(ROLES),
        st.sampled_from(Presence),
        st.sampled_from([None, 0, 3]),
        st.sampled_from([None, 5]),
        st.sampled_from([None, 1, 20]),
    ),
    max_size=4,
    unique_by=lambda count: count[:3],
)

of_activity = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from([*KINDS, ["conference", "meeting"], {"not": "meeting"}]),
        "scope": st.sampled_from(["local", ["local", "regional"], {"not": "local"}]),
        "program": st.sampled_from(["p1", ["p1", "p2"], {"not": "p1"}, {"all": ["p1", "p2"]}]),
        "project.scheme": st.sampled_from(["H2020", {"not": "H2020"}]),
        "project.countries": st.sampled_from(["AL", ["XK", "AL"]]),
        "start": st.sampled_from([{"from": "2022-04-01"}, {"to": "2022-03"}]),
    },
)
of_attendance = st.fixed_dictionaries(
    {},
    optional={
        "role": st.sampled_from(["speaker", {"not": "speaker"}]),
        "attended": st.booleans(),
        "invited": st.booleans(),
        "participant.gender": st.sampled_from(["woman", ["woman", "man"], {"not": "man"}]),
        "participant.municipality": st.just("Pejë"),
        "activity.kind": st.sampled_from(KINDS),
        "activity.programs": st.sampled_from(["p1", {"not": "p1"}]),
    },
)


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """A few activities with who was invited to them, who attended, and head counts."""
    drawn = draw(activities)
    people = draw(persons)
    last, somebody = len(drawn) - 1, len(people) - 1
    rows = [
        Participation(participant=f"x{min(x, somebody)}", activity=f"a{min(a, last)}", role=role, invited=i, attended=t)
        for x, a, role, i, t in draw(participations)
    ]
    counts = [
        HeadCount(activity=f"a{a}", role=role, presence=presence, women=women, men=men, total=total)
        for a, role, presence, women, men, total in draw(head_counts)
        if a <= last
    ]
    return Dataset(
        organization=Organization(id="o", name=Text("O")),
        programs=tuple(Program(id=id, name=Text(id)) for id in PROGRAMS),
        projects=tuple(Project(id=f"j{i}", title=Text("J"), **fields) for i, fields in enumerate(draw(projects))),
        activities=tuple(Activity(id=f"a{i}", **fields) for i, fields in enumerate(drawn)),
        participants=Table.of(Participant, (Participant(id=f"x{i}", **fields) for i, fields in enumerate(people))),
        participations=Table.of(Participation, rows),
        head_counts=tuple(counts),
    )


# --- the plain count: True, False, or None where the records do not tell


def all_of(answers: list[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True


def any_of(answers: list[bool | None]) -> bool | None:
    return True if True in answers else None if None in answers else False


def meets(value: Any, wanted: Any, name: str) -> bool | None:
    """Say whether one value meets a condition without ``not`` and ``all``."""
    if value is None:
        return None
    if isinstance(wanted, dict):
        first, last = value.first, value.last
        if "from" in wanted:
            edge = PartialDate.parse(wanted["from"]).first
            return True if first >= edge else False if last < edge else None
        edge = PartialDate.parse(wanted["to"]).last
        return True if last <= edge else False if first > edge else None
    if isinstance(wanted, list):
        return any(meets(value, one, name) for one in wanted)
    if name.endswith("kind"):
        return KindTree.standard().is_a(value, wanted)
    return bool(value == wanted)


def holds(values: list[Any], wanted: Any, name: str) -> bool | None:
    """Say whether values of a field meet a condition; no value at all is not recorded."""
    if isinstance(wanted, dict) and "not" in wanted:
        answer = holds(values, wanted["not"], name)
        return None if answer is None else not answer
    if isinstance(wanted, dict) and "all" in wanted:
        return all_of([holds(values, one, name) for one in wanted["all"]])
    return any_of([meets(value, wanted, name) for value in values]) if values else None


def in_year(activity: Activity) -> bool | None:
    return None if activity.start is None else YEAR.holds(activity.start)


def activity_meets(activity: Activity, where: dict[str, Any], dataset: Dataset) -> bool | None:
    mine = [project for project in dataset.projects if project.id in activity.projects]
    answers = [in_year(activity)]
    one_project = {name: wanted for name, wanted in where.items() if name.startswith("project.")}
    if {"project.scheme", "project.countries"} <= set(one_project) and not isinstance(one_project["project.scheme"], dict):
        # Two conditions under one prefix: the same project meets both.
        answers.append(
            any_of(
                [
                    all_of(
                        [
                            holds([project.scheme], one_project["project.scheme"], "scheme"),
                            holds(list(project.countries), one_project["project.countries"], "countries"),
                        ]
                    )
                    for project in mine
                ]
            )
            if mine
            else None
        )
    else:
        for name, wanted in one_project.items():
            if name == "project.scheme":
                answers.append(holds([project.scheme for project in mine], wanted, name))
            else:
                # A project without countries tells nothing, so it leaves open what the others do not settle.
                per_project = [holds(list(project.countries), wanted, name) for project in mine]
                answers.append(any_of(per_project) if mine else None)
    for name, wanted in where.items():
        if name == "program":
            answers.append(holds(list(activity.programs), wanted, name))
        elif name in ("kind", "scope", "start"):
            answers.append(holds([getattr(activity, name)], wanted, name))
    return all_of(answers)


def figure_of(measure: Measure, subject: str, where: dict[str, Any], of: dict[str, Any] | None = None) -> Figure:
    return Figure(id="f", title=Text("F"), measure=measure, subject=subject, where=where, of=of or {})


def value_of(dataset: Dataset, figure: Figure) -> Any:
    return Edition(dataset, [figure], period=YEAR).value("f")


@given(datasets(), of_activity)
def test_activities_are_counted_as_one_counts(dataset: Dataset, where: dict[str, Any]) -> None:
    """Activities that meet the conditions count, those of which nobody can tell are undecided."""
    answers = [activity_meets(activity, where, dataset) for activity in dataset.activities]
    value = value_of(dataset, figure_of(Measure.COUNT, "activities", where))
    if value.number is not None:
        assert (value.number, value.undecided) == (answers.count(True), answers.count(None))
    else:
        assert answers.count(True) == 0


@given(datasets(), of_activity)
def test_numbers_are_summed_as_one_sums(dataset: Dataset, where: dict[str, Any]) -> None:
    """Sample sizes are summed over the activities that count; one without a size is undecided."""
    counted = [activity for activity in dataset.activities if activity_meets(activity, where, dataset)]
    sizes = [activity.sample_size for activity in counted]
    value = value_of(dataset, figure_of(Measure.SUM, "activities.sample_size", where))
    if value.number is not None:
        assert value.number == sum(size for size in sizes if size is not None)
    else:
        assert all(size is None for size in sizes)


@given(datasets(), of_activity)
def test_distinct_values_are_counted_as_one_counts(dataset: Dataset, where: dict[str, Any]) -> None:
    """Programs of the activities that count are counted once each."""
    counted = [activity for activity in dataset.activities if activity_meets(activity, where, dataset)]
    value = value_of(dataset, figure_of(Measure.COUNT_DISTINCT, "activities.programs", where))
    assert (value.number or 0) == len({program for activity in counted for program in activity.programs})


# --- attendances and persons


def heads_of(count: HeadCount) -> list[tuple[Gender | None, int]]:
    women, men, total = count.women or 0, count.men or 0, count.total or 0
    return [(Gender.WOMAN, women), (Gender.MAN, men), (None, max(total - women - men, 0))]


def attendances(dataset: Dataset, where: dict[str, Any]) -> list[tuple[str | None, int, dict[str, Any]]]:
    """Return every attendance of the population: person, weight and fields; one source a cell."""
    presence = Presence.INVITED if "invited" in where and "attended" not in where else Presence.ATTENDED
    rows = list(dataset.participations)
    listed = {
        (row.activity, row.role)
        for row in rows
        if (row.invited is not None if presence is Presence.INVITED else row.attended is not None)
    }
    counted = {(count.activity, count.role): count for count in dataset.head_counts if count.presence is presence}
    # A head count of nobody holds nobody, and replaces nothing.
    used = {cell for cell, count in counted.items() if cell not in listed and any(n for _, n in heads_of(count))}
    found: list[tuple[str | None, int, dict[str, Any]]] = []
    for row in rows:
        if (row.activity, row.role) in used:
            continue
        person = dataset.find("participants", row.participant)
        fields = {
            "role": row.role,
            "invited": row.invited,
            "attended": row.attended,
            "participant.gender": person.gender,
            "participant.municipality": person.municipality,
            "activity": dataset.find("activities", row.activity),
        }
        found.append((row.participant, 1, fields))
    for cell in used:
        for gender, number in heads_of(counted[cell]):
            fields = {
                "role": cell[1],
                "invited": True if presence is Presence.INVITED else None,
                "attended": True if presence is Presence.ATTENDED else None,
                "participant.gender": gender,
                "participant.municipality": None,
                "activity": dataset.find("activities", cell[0]),
            }
            found.append((None, number, fields))
    return found


def attendance_meets(fields: dict[str, Any], where: dict[str, Any]) -> bool | None:
    activity = fields["activity"]
    answers = [in_year(activity)]
    for name, wanted in where.items():
        if name == "activity.kind":
            answers.append(holds([activity.kind], wanted, name))
        elif name == "activity.programs":
            answers.append(holds(list(activity.programs), wanted, name))
        else:
            answers.append(holds([fields[name]], wanted, name))
    if not {"invited", "attended"} & set(where):
        answers.append(fields["attended"])
    return all_of(answers)


@given(datasets(), of_attendance)
def test_attendances_are_counted_as_one_counts(dataset: Dataset, where: dict[str, Any]) -> None:
    """Participations and head counts are counted from one source a cell, head counts by their numbers."""
    judged = [(weight, attendance_meets(fields, where)) for _, weight, fields in attendances(dataset, where)]
    value = value_of(dataset, figure_of(Measure.COUNT, "attendances", where))
    certain = sum(weight for weight, answer in judged if answer is True)
    if value.number is None:
        assert certain == 0
    else:
        assert value.number == certain
        assert value.undecided == sum(weight for weight, answer in judged if answer is None)


@given(datasets(), of_attendance)
def test_persons_are_counted_once_as_one_counts(dataset: Dataset, where: dict[str, Any]) -> None:
    """Each person with at least one matching participation counts once; head counts make the number a lower bound."""
    judged = [
        (person, weight, attendance_meets(fields, where)) for person, weight, fields in attendances(dataset, where)
    ]
    value = value_of(dataset, figure_of(Measure.COUNT, "persons", where))
    certain = {person for person, _, answer in judged if answer is True and person is not None}
    left_out = sum(weight for person, weight, answer in judged if person is None and answer is not False)
    if value.number is None:
        assert not certain
    else:
        assert value.number == len(certain)
        assert value.qualifier == ("at-least" if left_out else "exact")


@given(datasets(), of_attendance.map(lambda where: {k: v for k, v in where.items() if k != "participant.gender"}))
def test_shares_are_what_one_counts(dataset: Dataset, where: dict[str, Any]) -> None:
    """Women over women, men and non-binary; bounds put the others on either side."""
    judged = [
        (weight, fields["participant.gender"])
        for _, weight, fields in attendances(dataset, where)
        if attendance_meets(fields, where)
    ]
    women = sum(weight for weight, gender in judged if gender is Gender.WOMAN)
    men = sum(weight for weight, gender in judged if gender is Gender.MAN)
    told = sum(weight for weight, gender in judged if gender in (Gender.WOMAN, Gender.MAN, Gender.NON_BINARY))
    everybody = sum(weight for weight, _ in judged)
    figure = figure_of(Measure.SHARE, "attendances", where, {"participant.gender": "woman"})
    share = value_of(dataset, figure).share
    if share is None:
        assert everybody == 0
        return
    assert (share.numerator, share.denominator, share.opposite) == (women, told, men)
    assert share.exact == (Fraction(women, told) if told else None)
    if everybody:
        assert (share.low, share.high) == (
            Fraction(women, everybody),
            Fraction(women + everybody - told, everybody),
        )


@given(datasets(), of_attendance)
def test_rows_of_a_breakdown_are_what_one_counts(dataset: Dataset, where: dict[str, Any]) -> None:
    """Persons by program: each row counts its own persons once, the overlap those in several rows."""
    edition = Edition(dataset, [figure_of(Measure.COUNT, "persons", where)], period=YEAR)
    breakdown = edition.breakdown("f", ["activity.programs"])
    judged = [
        (person, fields["activity"])
        for person, _, fields in attendances(dataset, where)
        if person is not None and attendance_meets(fields, where)
    ]
    rows: dict[str | None, set[str]] = {}
    for person, activity in judged:
        for program in activity.programs or (None,):
            rows.setdefault(program, set()).add(person)
    for row in breakdown.rows:
        ((_, program),) = row.cell
        assert (row.value.number or 0) == len(rows.get(program, set()))
    everyone = {person for person, _ in judged}
    assert breakdown.overlap == sum(1 for person in everyone if sum(person in row for row in rows.values()) > 1)


DIMENSIONS = ("participant.gender", "participant.municipality", "role", "activity.kind", "activity.programs")
asked_figures = st.lists(
    st.tuples(st.sampled_from(["attendances", "persons"]), of_attendance), min_size=2, max_size=4
)
asked_cells = st.lists(
    st.tuples(st.integers(0, 3), st.lists(st.sampled_from(DIMENSIONS), max_size=2, unique=True)), min_size=1, max_size=4
)


def values_at(fields: dict[str, Any], dimension: str) -> set[str | None]:
    """Return the rows of a breakdown in which an attendance stands."""
    if dimension == "activity.programs":
        return set(fields["activity"].programs) or {None}
    if dimension == "activity.kind":
        # A row of a kind holds the kinds below it.
        return {kind for kind in KINDS if KindTree.standard().is_a(fields["activity"].kind, kind)}
    return {None if fields[dimension] is None else str(fields[dimension])}


@given(datasets(), asked_figures, asked_cells)
def test_cells_of_a_shared_cube_are_what_one_counts(dataset: Dataset, figures: list[Any], asked: list[Any]) -> None:
    """Whatever figures share a cube and in whatever order their cells are asked for, each counts its own records."""
    declared = [
        Figure(id=f"f{number}", title=Text("F"), measure=Measure.COUNT, subject=subject, where=where)
        for number, (subject, where) in enumerate(figures)
    ]
    edition = Edition(dataset, declared, period=YEAR)
    for number, dimensions in asked:
        subject, where = figures[number % len(figures)]
        id = f"f{number % len(figures)}"
        breakdown = edition.breakdown(id, dimensions).rows if dimensions else ()
        cells = [row.cell for row in breakdown] or [()]
        for cell in cells:
            inside = [
                (person, weight)
                for person, weight, fields in attendances(dataset, where)
                if attendance_meets(fields, where) and all(value in values_at(fields, name) for name, value in cell)
            ]
            value = edition.value(id, cell=cell)
            if subject == "persons":
                assert (value.number or 0) == len({person for person, _ in inside} - {None})
            else:
                assert (value.number or 0) == sum(weight for _, weight in inside)
            included = value.evidence.included
            rows = sum(1 for person, _ in inside if person is not None)
            assert sum(entry.weight for entry in included if entry.family == "participations") == rows


@given(datasets(), of_attendance, of_attendance)
def test_records_behind_a_value_have_the_same_bits_whatever_was_asked_before(
    dataset: Dataset, where: dict[str, Any], other: dict[str, Any]
) -> None:
    """Protection compares the records of values; what another figure parts changes none of them."""
    one = Figure(id="f", title=Text("F"), measure=Measure.COUNT, subject="persons", where=where)
    two = Figure(id="g", title=Text("G"), measure=Measure.COUNT, subject="attendances", where=other)
    alone, shared = (Edition(dataset, figures, period=YEAR) for figures in ([one], [one, two]))
    address = alone.value("f").address
    before = shared.people(address)
    shared.breakdown("g", ["participant.municipality", "activity.kind"])
    after = shared.people(address)
    assert before == after == alone.people(address)


@given(
    datasets(), of_attendance, of_attendance.filter(bool), st.sampled_from(["attendances", "persons"]),
    st.sampled_from([Measure.COUNT, Measure.SHARE]), st.sampled_from(["gender", "role", "activity.kind"]),
)  # fmt: skip
def test_who_stands_behind_a_value_are_as_many_as_it_tells(
    dataset: Dataset, where: dict[str, Any], of: dict[str, Any], subject: str, measure: Measure, by: str
) -> None:
    """Each group that protection is told of has the number that the value tells: counts, shares, undecided, notes."""
    edition = Edition(dataset, [figure_of(measure, subject, where, of if measure is Measure.SHARE else {})], period=YEAR)
    for row in edition.breakdown("f", [by]).rows:
        for group in edition.people(row.value.address):
            if group.members:
                assert edition.size_of(group) == group.number


@given(datasets(), of_attendance, st.sampled_from(["attendances", "persons"]))
def test_reasons_add_up_to_what_the_evidence_says_of_each(dataset: Dataset, where: dict[str, Any], subject: str) -> None:
    """Reasons are counted by sorts of participations; one by one the evidence comes to the same."""
    edition = Edition(dataset, [figure_of(Measure.COUNT, subject, where)], period=YEAR)
    listed: Counter[str] = Counter()
    for entry in edition.value("f").evidence.undecided:
        listed[entry.why] += entry.weight
    assert dict(edition.undecided("f")) == dict(listed)
