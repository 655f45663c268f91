"""Small datasets for the tests, and tables as text."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from kcss_core.edition import Edition
from kcss_core.model import Activity, Dataset, Organization, Participant, Participation, Program, StaffCount
from kcss_core.model import Table as Rows
from kcss_core.period import PartialDate, Period
from kcss_core.report.blocks import Table, plain
from kcss_core.report.directives import Built, Call
from kcss_core.text import Text
from kcss_core.vocabulary import Gender, Role, Scope
from kcss_gender_balance.directive import GENDER_BALANCE, GenderBalanceOptions
from kcss_gender_balance.figures import FIGURES

YEAR = Period.year(2022)
EMPTY = Dataset(Organization(id="o", name=Text("Centre")))
STAFF = evolve(EMPTY, staff=(StaffCount(id="s", date=PartialDate(2022, 12, 31), women=9, men=11, total=20),))
#: Two trainings in two programs, a month, a scope and a municipality each.
TRAINING = evolve(
    EMPTY,
    programs=(Program(id="gender", name=Text("Gender")), Program(id="police", name=Text("Police"))),
    activities=(
        Activity(
            id="a",
            kind="training",
            start=PartialDate(2022, 5, 1),
            programs=("gender",),
            scope=Scope.LOCAL,
            places=("Pejë",),
        ),
        Activity(
            id="b",
            kind="conference",
            start=PartialDate(2022, 9, 1),
            programs=("police",),
            scope=Scope.NATIONAL,
            places=("Prizren",),
        ),
    ),
)


def with_people(
    dataset: Dataset,
    genders: dict[str, Gender | None],
    rows: Iterable[tuple[str, str, Role, bool | None, bool | None]],
) -> Dataset:
    """Return a dataset with persons and what they took part in: person, activity, role, invited, attended."""
    return evolve(
        dataset,
        participants=Rows.of(
            Participant,
            [
                Participant(id=id, gender=gender, municipality="Gjilan" if id < "p4" else None)
                for id, gender in genders.items()
            ],
        ),
        participations=Rows.of(
            Participation,
            [
                Participation(participant=person, activity=activity, role=role, invited=invited, attended=attended)
                for person, activity, role, invited, attended in rows
            ],
        ),
    )


def edition_of(dataset: Dataset, language: str = "en", period: Period = YEAR) -> Edition:
    """Return the edition of 2022 with the plugin's figures."""
    return Edition(dataset, FIGURES, period=period, language=language)


def built(dataset: Dataset, language: str = "en", period: Period = YEAR, **options: object) -> Built:
    """Return what the directive builds of a dataset."""
    edition = edition_of(dataset, language, period)
    return GENDER_BALANCE.build(Call(edition=edition, options=GenderBalanceOptions(**options)))  # type: ignore[arg-type]


def cells(table: object) -> list[list[str]]:
    """Return header and rows of a table as text."""
    assert isinstance(table, Table)
    return [[plain(cell) for cell in row] for row in (table.header, *(row.cells for row in table.rows))]


def tables(result: Built) -> dict[str, list[list[str]]]:
    """Return every table by its caption."""
    return {plain(block.caption): cells(block) for block in result.blocks if isinstance(block, Table)}
