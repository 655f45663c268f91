"""One record: every field is tried, every fault is said, with place and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Literal

import attrs
import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from kcss_core.model import (
    Activity,
    Aggregate,
    HeadCount,
    Identifier,
    Network,
    Objective,
    Organization,
    Participant,
    Participation,
    Policy,
    Program,
    Project,
    Publication,
    Reach,
    StaffCount,
)
from kcss_core.origin import Origin
from kcss_core.period import PartialDate, Period
from kcss_core.reading.structure import structure_options, structure_record
from kcss_core.text import Text
from kcss_core.vocabulary import (
    ActivityInvolvement,
    Gender,
    IdentifierScheme,
    KindTree,
    PublicationKind,
    Qualifier,
    ReachMetric,
    Scope,
)

PLACE = Origin("records/activities.csv", row=17)


def faults(cls: type[Any], fields: Mapping[str, Any], origin: Origin = PLACE) -> list[str]:
    """Return what is wrong with a record, as shown; nothing may be returned beside errors."""
    record, problems = structure_record(cls, fields, origin)
    assert record is None
    return [str(problem) for problem in problems]


def fault(cls: type[Any], fields: Mapping[str, Any]) -> str:
    """Return the one fault of a record, without the place of the record."""
    (message,) = faults(cls, fields)
    return message.removeprefix(f"{PLACE} ").removeprefix(f"{PLACE}")


def record(cls: type[Any], fields: Mapping[str, Any]) -> Any:
    """Return a record that has no fault."""
    structured, problems = structure_record(cls, fields, PLACE)
    assert problems == ()
    return structured


ACTIVITY = {"id": "a", "kind": "conference"}
PROJECT = {"id": "p", "title": "P"}


# ---------------------------------------------------------------- what is taken


def test_a_row_of_text_becomes_a_typed_record() -> None:
    """Text stands for every type, as in a CSV file."""
    activity = record(
        Activity,
        {
            "id": " a1 ",
            "kind": "conference",
            "title": {"en": "Forum", "sq": "Forumi"},
            "start": "2022-05",
            "reported": "2022-Q2",
            "scope": "local",
            "involvement": "co-organizer",
            "countries": "XK; AL",
            "programs": "gender;peace;",
            "sensitive": "Yes",
            "sample_size": "1000",
        },
    )
    assert activity == Activity(
        id="a1",
        kind="conference",
        title=Text({"en": "Forum", "sq": "Forumi"}),
        start=PartialDate(2022, 5),
        reported=Period.parse("2022-Q2"),
        scope=Scope.LOCAL,
        involvement=ActivityInvolvement.CO_ORGANIZER,
        countries=("XK", "AL"),
        programs=("gender", "peace"),
        sensitive=True,
        sample_size=1000,
    )
    assert activity.origin == PLACE


def test_a_toml_table_becomes_a_typed_record() -> None:
    """Values that the format types already are taken as they are; tables and lists nest."""
    activity = record(
        Activity,
        {
            "id": "a1",
            "kind": "campaign",
            "start": date(2022, 5, 31),
            "reported": 2022,
            "programs": ["gender"],
            "sensitive": False,
            "reach": [{"metric": "views", "number": 1200, "qualifier": "over"}],
        },
    )
    assert activity == Activity(
        id="a1",
        kind="campaign",
        start=PartialDate(2022, 5, 31),
        reported=Period.year(2022),
        programs=("gender",),
        reach=(Reach(metric=ReachMetric.VIEWS, number=1200, qualifier=Qualifier.OVER),),
    )


def test_the_cell_of_an_aggregate_keeps_its_order() -> None:
    """`by` is a table in the file and pairs in the record."""
    aggregate = record(
        Aggregate,
        {
            "figure": "projects",
            "reported": "2022",
            "by": {"scope": "local", "program": "gender"},
            "value": 19,
            "percent": Decimal("45.5"),
            "source": "p. 4",
        },
    )
    assert aggregate.by == (("scope", "local"), ("program", "gender"))
    assert (aggregate.value, aggregate.percent) == (Decimal(19), Decimal("45.5"))


@pytest.mark.parametrize("empty", ["", "   ", "\n"])
def test_empty_text_is_the_same_as_no_field(empty: str) -> None:
    """An empty cell leaves the default, in tables of languages too."""
    program = record(
        Program, {"id": "p", "name": {"en": "P", "sq": empty}, "summary": empty, "started": empty}
    )
    assert program == Program(id="p", name=Text({"en": "P"}))


def test_a_kind_of_the_workspace_is_taken() -> None:
    """Kinds are looked up in the tree that is given."""
    kinds = KindTree.standard().with_kinds({"community-forum": "meeting"})
    activity, problems = structure_record(Activity, {"id": "a", "kind": "community-forum"}, PLACE, kinds=kinds)
    assert problems == ()
    assert activity is not None
    assert activity.kind == "community-forum"


# ---------------------------------------------------------------- what is refused


def test_every_field_is_tried() -> None:
    """All faults of a record are found in one run, in the order of its fields, each with its place."""
    assert faults(
        Activity,
        {
            "id": "a",
            "kind": "conferense",
            "start": "2022-02-30",
            "scope": "locl",
            "countries": "XK;Kosovo",
            "sensitive": "maybe",
            "sample_size": "3.7",
        },
    ) == [
        "records/activities.csv:17 kind: expected a kind of activity, got 'conferense'; did you mean 'conference'?",
        "records/activities.csv:17 start: there is no such day, got '2022-02-30'; "
        "mend it, or write as much as is known: 2022-05 or 2022",
        "records/activities.csv:17 scope: expected one of 'local', 'national', 'regional', 'international', "
        "got 'locl'; did you mean 'local'?",
        "records/activities.csv:17 countries[2]: expected a country, ISO 3166-1 alpha-2 or XK, got 'Kosovo'; "
        "did you mean 'XK' (Kosovo)?",
        "records/activities.csv:17 sensitive: expected yes, no, true or false, got 'maybe'",
        "records/activities.csv:17 sample_size: expected a whole number, 0 or more, got '3.7'",
    ]


@pytest.mark.parametrize(
    ("cls", "fields", "message"),
    [
        (Activity, {"kind": "conference"}, "id: a value is required, got nothing"),
        (Activity, {"id": " ", "kind": "conference"}, "id: a value is required, got nothing"),
        (Activity, {**ACTIVITY, "id": 3}, "id: expected text, got 3"),
        (Activity, {**ACTIVITY, "id": None}, "id: expected text, got nothing"),
        (
            Activity,
            {**ACTIVITY, "kind": "xyz"},
            "kind: expected a kind of activity, got 'xyz'; "
            "take the nearest, or add your own under [kinds] in kcss.toml",
        ),
        (Activity, {**ACTIVITY, "programs": 3}, "programs: expected a list, got 3"),
        (Activity, {**ACTIVITY, "programs": ["a", ""]}, "programs[2]: expected text, got ''"),
        (Activity, {**ACTIVITY, "series": ["a"]}, "series: expected text, got a list"),
        (
            Activity,
            {**ACTIVITY, "scope": True},
            "scope: expected one of 'local', 'national', 'regional', 'international', got true",
        ),
        (
            Activity,
            {**ACTIVITY, "start": "5/13/2022"},
            "start: expected a date such as 2022-05-31, 2022-05 or 2022, got '5/13/2022'",
        ),
        (
            Activity,
            {**ACTIVITY, "start": datetime(2022, 5, 3, 9, 30)},  # noqa: DTZ001  # TOML's local date-time
            "start: expected a date such as 2022-05-31, 2022-05 or 2022, got 2022-05-03 09:30:00",
        ),
        (
            Activity,
            {**ACTIVITY, "reported": "spring"},
            "reported: expected a period such as 2022, 2022-Q1, 2022-05 or 2022-01/2022-06, got 'spring'",
        ),
        (
            Activity,
            {**ACTIVITY, "reported": "2022-06/2022-01"},
            "reported: the period ends 2022-01-31, before it starts 2022-06-01, got '2022-06/2022-01'",
        ),
        (Activity, {**ACTIVITY, "title": 3}, "title: expected text, or a table of texts by language, got 3"),
        (
            Activity,
            {**ACTIVITY, "title": {"en": "A", "sr": "B"}},
            "title.sr: expected a language, one of 'en', 'sq', 'sr-Latn', 'sr-Cyrl', got 'sr'; "
            "did you mean 'sr-Latn' or 'sr-Cyrl'?",
        ),
        (Activity, {**ACTIVITY, "title": {"en": 3}}, "title.en: expected text, got 3"),
        (
            Activity,
            {**ACTIVITY, "title": {"en": ""}},
            "title: expected text in at least one language, got an empty table",
        ),
        (Activity, {**ACTIVITY, "sample_size": True}, "sample_size: expected a whole number, 0 or more, got true"),
        (Activity, {**ACTIVITY, "sample_size": -1}, "sample_size: expected a whole number, 0 or more, got -1"),
        (
            Activity,
            {**ACTIVITY, "sample_size": Decimal("3.0")},
            "sample_size: expected a whole number, 0 or more, got 3.0",
        ),
        (Activity, {**ACTIVITY, "sensitive": 1}, "sensitive: expected yes, no, true or false, got 1"),
        (
            Activity,
            {**ACTIVITY, "countries": ["xk"]},
            "countries[1]: expected a country, ISO 3166-1 alpha-2 or XK, got 'xk'; did you mean 'XK'?",
        ),
        (
            Activity,
            {**ACTIVITY, "countries": [383]},
            "countries[1]: expected a country, ISO 3166-1 alpha-2 or XK, got 383",
        ),
        (Project, {**PROJECT, "sectors": "151"}, "sectors[1]: expected an OECD DAC purpose code of five digits, got '151'"),
        (
            Publication,
            {"id": "b", "title": "B", "languages": "sq;Albanian"},
            "languages[2]: expected the code of a language such as sq or sr-Latn, got 'Albanian'",
        ),
        (
            Objective,
            {"id": "o", "text": "O", "baseline": {"value": "12,5"}},
            "baseline.value: expected a number such as 12 or 12.5, got '12,5'",
        ),
        (Objective, {"id": "o", "text": "O", "baseline": 12}, "baseline: expected a table, got 12"),
        (
            Objective,
            {"id": "o", "text": "O", "baseline": {"value": Decimal("NaN")}},
            "baseline.value: expected a number such as 12 or 12.5, got NaN",
        ),
        (
            Publication,
            {"id": "b", "title": "B", "identifiers": [{"scheme": "doi", "value": "x"}, {"scheme": "dio", "value": "x"}]},
            "identifiers[2].scheme: expected one of 'doi', 'isbn', 'issn', 'orcid', 'ror', 'url', 'iati', 'own', "
            "got 'dio'; did you mean 'doi'?",
        ),
        (
            Aggregate,
            {"figure": "f", "reported": 2022, "source": "s", "percent": 101},
            "percent: expected a number from 0 to 100, got 101",
        ),
        (
            Aggregate,
            {"figure": "f", "reported": 2022, "source": "s", "value": 1, "by": "local"},
            "by: expected a table such as { scope = \"local\" }, got 'local'",
        ),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused(cls: type[Any], fields: dict[str, Any], message: str) -> None:
    """Nothing is coerced: the message says what was expected and what stands there."""
    assert fault(cls, fields) == message


def test_a_long_cell_is_cut_short_in_the_message() -> None:
    """A message stays one line, whatever stands in the cell."""
    assert fault(Activity, {**ACTIVITY, "scope": "x" * 500}) == (
        f"scope: expected one of 'local', 'national', 'regional', 'international', got '{'x' * 40}…'"
    )


def test_an_unknown_field_is_refused_with_the_nearest() -> None:
    """A misspelt key is never ignored."""
    assert fault(Activity, {**ACTIVITY, "scop": "local"}) == "scop: there is no such field; did you mean 'scope'?"


def test_an_unknown_field_far_from_all_lists_them() -> None:
    """Where nothing is near, the fields are listed; `origin` is none of them."""
    assert fault(Identifier, {"scheme": "doi", "value": "x", "qqq": 1}) == (
        "qqq: there is no such field; the fields are scheme, value"
    )
    assert fault(Program, {"id": "p", "name": "P", "origin": "x"}) == (
        "origin: there is no such field; the fields are id, name, short_name, summary, started, ended"
    )


def test_an_unknown_field_of_a_nested_table_has_its_path() -> None:
    """The key path leads to the misspelt key, counted from one."""
    fields = {**ACTIVITY, "reach": [{"metric": "views", "number": 1}, {"metric": "views", "nmber": 1}]}
    assert faults(Activity, fields) == [
        "records/activities.csv:17 reach[2].number: a value is required, got nothing",
        "records/activities.csv:17 reach[2].nmber: there is no such field; did you mean 'number'?",
    ]


def test_a_fault_stands_on_the_line_of_its_key() -> None:
    """Where the lines of keys are known, the nearest key around the fault gives the line."""
    origin = Origin("records/organization.toml", row=3, part="policies[1]")
    _, problems = structure_record(
        Policy,
        {"id": "p", "title": {"en": 3}, "in_force": "2022-02-30", "reported": "x"},
        origin,
        rows={"title": 5, "in_force": 7},
    )
    assert [str(problem) for problem in problems] == [
        "records/organization.toml:5 policies[1].title.en: expected text, got 3",
        "records/organization.toml:7 policies[1].in_force: there is no such day, got '2022-02-30'; "
        "mend it, or write as much as is known: 2022-05 or 2022",
        "records/organization.toml:3 policies[1].reported: "
        "expected a period such as 2022, 2022-Q1, 2022-05 or 2022-01/2022-06, got 'x'",
    ]


# ---------------------------------------------------------------- personal fields


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"id": "x", "birth_year": "3.5.1988"},
            "birth_year: expected a year of birth with four digits, 1900 or later",
        ),
        ({"id": "x", "birth_year": 88}, "birth_year: expected a year of birth with four digits, 1900 or later"),
        ({"id": "x", "name": ["Agim", "Besa"]}, "name: expected text"),
        ({"id": "x", "affiliation": 12}, "affiliation: expected text"),
        ({"id": "x", "municipality": 12}, "municipality: expected text"),
        ({"id": 1234567890}, "id: expected text"),
        ({"name": "Agim"}, "id: a value is required, got nothing"),
        (
            {"id": "x", "gender": "f"},
            "gender: expected one of 'woman', 'man', 'non-binary', 'undisclosed', got 'f'",
        ),
    ],
)
def test_a_personal_cell_is_never_echoed(fields: dict[str, Any], message: str) -> None:
    """What could name a person stays out of the message; what could not is shown."""
    assert fault(Participant, fields) == message


def test_the_participant_of_a_participation_is_never_echoed() -> None:
    """An id may be a name."""
    assert fault(Participation, {"participant": 12345, "activity": "a"}) == "participant: expected text"


# ---------------------------------------------------------------- fields against one another


@pytest.mark.parametrize(
    ("cls", "fields", "message"),
    [
        (
            Activity,
            {**ACTIVITY, "start": "2022-05-02", "end": "2022-05-01"},
            " end: expected a date not before 2022-05-02 (start), got 2022-05-01; mend one of them; perhaps they are swapped",
        ),
        (
            Project,
            {**PROJECT, "start": "2022", "end": "2021"},
            " end: expected a date not before 2022 (start), got 2021; mend one of them; perhaps they are swapped",
        ),
        (
            Program,
            {"id": "p", "name": "P", "started": "2022-05", "ended": "2022-04"},
            " ended: expected a date not before 2022-05 (started), got 2022-04; mend one of them; perhaps they are swapped",
        ),
        (
            Network,
            {"id": "n", "name": "N", "since": "2022-05", "until": "2022-04"},
            " until: expected a date not before 2022-05 (since), got 2022-04; mend one of them; perhaps they are swapped",
        ),
        (
            Aggregate,
            {"figure": "f", "reported": "2022", "source": "s"},
            ": expected a value or a percent, got neither",
        ),
        (
            Aggregate,
            {"figure": "f", "reported": "2022", "source": "s", "value": "-1"},
            " value: expected a number, 0 or more, got -1",
        ),
        (
            HeadCount,
            {"activity": "a"},
            ": expected at least one of women, men, non_binary, undisclosed, not_recorded, total, got none",
        ),
        (
            StaffCount,
            {"id": "s", "date": "2022"},
            ": expected at least one of women, men, non_binary, undisclosed, not_recorded, total, got none",
        ),
    ],
)
def test_fields_that_contradict_one_another_are_refused(cls: type[Any], fields: dict[str, Any], message: str) -> None:
    """A record that is impossible as a whole is left out like one with a bad field."""
    assert faults(cls, fields) == [f"{PLACE}{message}"]


@pytest.mark.parametrize(("start", "end"), [("2022", "2022-01"), ("2022-05", "2022"), ("2022-05-01", "2022-05-01")])
def test_dates_that_may_be_in_order_are_taken(start: str, end: str) -> None:
    """A vague date contradicts only what it cannot mean."""
    assert record(Project, {**PROJECT, "start": start, "end": end}).end == PartialDate.parse(end)


# ---------------------------------------------------------------- control characters


def test_control_characters_are_replaced_with_a_warning() -> None:
    """The record is kept; the warning says where how many were replaced."""
    structured, problems = structure_record(
        Organization, {"id": "k", "name": {"en": "K\x00C\x01S"}, "goals": ["a", "b\x02"]}, PLACE
    )
    assert structured is not None
    assert structured.name.within("en") == "K\ufffdC\ufffdS"
    assert [(str(problem), problem.severity.value) for problem in problems] == [
        (
            "records/activities.csv:17 name.en: 2 control characters were replaced; "
            "delete them where the text comes from",
            "warning",
        ),
        (
            "records/activities.csv:17 goals[2]: a control character was replaced; "
            "delete them where the text comes from",
            "warning",
        ),
    ]


# ---------------------------------------------------------------- any attrs class


class Paper(str, Enum):  # noqa: UP042  # plugins may still write enumerations this way
    """Sizes of paper."""

    A4 = "a4"
    LETTER = "letter"


@frozen
class Options:
    """Options of a directive or exporter."""

    by: tuple[str, ...] = ()
    columns: int = 3
    caption: str = ""
    paper: Paper = Paper.A4
    is_wide: bool = False
    labels: Mapping[str, Text] = attrs.field(factory=dict)
    within: Period | None = None
    order: Literal["size", "name"] = "size"
    width: float = 16.5

    def __attrs_post_init__(self) -> None:
        if self.columns > 6:
            raise ValueError("expected at most 6 columns")


def test_any_class_is_structured() -> None:
    """The converter serves manifests, figures, reports and options of plugins."""
    options = record(
        Options, {"by": ["a"], "columns": 2, "paper": "letter", "labels": {"x": {"en": "X"}}, "within": 2022}
    )
    assert options == Options(
        by=("a",), columns=2, paper=Paper.LETTER, labels={"x": Text({"en": "X"})}, within=Period.year(2022)
    )
    assert type(options.paper) is Paper


def test_faults_inside_a_mapping_have_their_key() -> None:
    """Tables with free keys are walked like others."""
    assert fault(Options, {"labels": {"x": {"en": "X"}, "y": {"de": "Y"}}}) == (
        "labels.y.de: expected a language, one of 'en', 'sq', 'sr-Latn', 'sr-Cyrl', got 'de'"
    )
    assert fault(Options, {"labels": "x"}) == "labels: expected a table, got 'x'"


def test_lengths_and_closed_words_of_options_are_strict_too() -> None:
    """A plugin may write its options with the types that it likes."""
    assert record(Options, {"order": "name", "width": Decimal("12.5")}) == Options(order="name", width=12.5)
    assert faults(Options, {"order": "nam", "width": True}) == [
        "records/activities.csv:17 order: expected one of 'size', 'name', got 'nam'; did you mean 'name'?",
        "records/activities.csv:17 width: expected a number such as 12 or 12.5, got true",
    ]


def test_a_class_may_check_itself() -> None:
    """What an attrs class refuses is a problem of the record, in its own words."""
    assert faults(Options, {"columns": 7}) == [f"{PLACE}: expected at most 6 columns"]


def test_options_are_words() -> None:
    """In directives and commands everything is text: several values are words, a bare option means yes."""
    options, problems = structure_options(
        Options, {"by": "program role", "columns": "2", "is_wide": "", "caption": ""}, PLACE
    )
    assert problems == ()
    assert options == Options(by=("program", "role"), columns=2, is_wide=True)


def test_wrong_options_are_said() -> None:
    """Unknown options and wrong values have the messages of all records."""
    options, problems = structure_options(Options, {"bye": "x", "columns": "two", "paper": "lettr"}, PLACE)
    assert options is None
    assert [str(problem) for problem in problems] == [
        "records/activities.csv:17 columns: expected a whole number, got 'two'",
        "records/activities.csv:17 paper: expected one of 'a4', 'letter', got 'lettr'; did you mean 'letter'?",
        "records/activities.csv:17 bye: there is no such field; did you mean 'by'?",
    ]


# ---------------------------------------------------------------- there and back

words = st.text(st.characters(categories=["L", "N", "P"]), min_size=1).filter(lambda text: ";" not in text)
texts = st.builds(Text, words) | st.builds(
    Text, st.dictionaries(st.sampled_from(["en", "sq", "sr-Latn", "sr-Cyrl"]), words, min_size=1)
)
dates = st.dates().map(lambda day: PartialDate(day.year, day.month, day.day)) | st.dates().map(
    lambda day: PartialDate(day.year)
)
publications = st.builds(
    Publication,
    id=words,
    title=texts,
    kind=st.none() | st.sampled_from(PublicationKind),
    authors=st.lists(words).map(tuple),
    date=st.none() | dates,
    reported=st.none() | st.dates().map(lambda day: Period.year(day.year)),
    languages=st.lists(st.sampled_from(["sq", "sr-Latn", "de"])).map(tuple),
    identifiers=st.lists(
        st.builds(Identifier, scheme=st.sampled_from(IdentifierScheme), value=words), max_size=2
    ).map(tuple),
    url=st.none() | words,
)


def as_toml(value: Any) -> Any:
    """Return a value as a TOML file would give it."""
    if isinstance(value, Text):
        return dict(value.forms) if value.languages != ("",) else str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PartialDate | Period):
        return str(value)
    if isinstance(value, tuple):
        return [as_toml(part) for part in value]
    if attrs.has(type(value)):
        fields = {a.name: getattr(value, a.name) for a in attrs.fields(type(value)) if a.name != "origin"}
        return {name: as_toml(inner) for name, inner in fields.items() if inner is not None}
    return value


@given(publications)
def test_a_record_comes_back_from_its_written_form(publication: Publication) -> None:
    """Writing a record down and reading it gives an equal record without problems."""
    assert record(Publication, as_toml(publication)) == publication


@given(
    st.dictionaries(
        st.sampled_from([attribute.name for attribute in attrs.fields(Activity)] + ["x"]),
        st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()) | st.dates()
        | st.dictionaries(st.text(), st.text()),
    )
)  # fmt: skip
def test_any_input_gives_a_record_or_problems(fields: dict[str, Any]) -> None:
    """Whatever a file holds, there is no exception, and nothing is dropped without a problem."""
    structured, problems = structure_record(Activity, fields, PLACE)
    assert (structured is None) == any(problem.is_error for problem in problems)


def test_gender_not_recorded_is_not_undisclosed() -> None:
    """An empty cell is not recorded; that a person prefers not to say is a word of its own."""
    assert record(Participant, {"id": "x", "gender": ""}).gender is None
    assert record(Participant, {"id": "x", "gender": "undisclosed"}).gender is Gender.UNDISCLOSED
