"""Evidence as rows and blocks: what counts, what does not and why, programs side by side, and nobody's name."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kcss_core.edition import Edition
from kcss_core.figures import Figure, Measure
from kcss_core.model import (
    Activity,
    Aggregate,
    Dataset,
    Organization,
    Participant,
    Participation,
    Program,
    Publication,
    Table,
)
from kcss_core.origin import Origin
from kcss_core.period import PartialDate, Period
from kcss_core.report.blocks import ListBlock, Paragraph, plain
from kcss_core.report.blocks import Table as TableBlock
from kcss_core.report.evidence import attribution, evidence_annex, evidence_blocks, evidence_rows
from kcss_core.report.traversal import contents_of
from kcss_core.text import Text
from kcss_core.vocabulary import Gender, PublicationKind, Role

YEAR = Period.year(2022)


def publication(row: int, *programs: str, kind: PublicationKind | None = PublicationKind.REPORT) -> Publication:
    return Publication(
        id=f"p{row}",
        title=Text(f"Work {row}"),
        kind=kind,
        programs=programs,
        date=PartialDate(2022),
        origin=Origin("records/publications.csv", row=row),
    )


PEOPLE = [
    Participant(id=f"person-{n}", name="Besa Krasniqi", gender=Gender.WOMAN, origin=Origin("records/people.csv", row=n))
    for n in range(2, 8)
]
CAME = [
    Participation(
        participant=one.id,
        activity="a",
        role=Role.PARTICIPANT,
        attended=True,
        origin=Origin("records/came.csv", row=row),
    )
    for row, one in enumerate(PEOPLE, start=2)
]
DATASET = Dataset(
    organization=Organization(id="o", name=Text("O")),
    programs=(Program(id="a", name=Text("Alpha")), Program(id="b", name=Text("Beta"))),
    activities=(Activity(id="a", kind="training", start=PartialDate(2022, 5)),),
    publications=(publication(2, "a"), publication(3, "a", "b"), publication(4, "b", kind=None)),
    participants=Table.of(Participant, PEOPLE),
    participations=Table.of(Participation, CAME),
    aggregates=(
        Aggregate(figure="total", reported=YEAR, value=Decimal(5), source="Minutes", origin=Origin("t.toml", row=7)),
        Aggregate(figure="total.a", reported=YEAR, value=Decimal(4), source="Minutes", origin=Origin("t.toml", row=9)),
    ),
)


def figure(id: str, subject: str = "publications", **where: object) -> Figure:
    return Figure(id=id, title=Text(id), measure=Measure.COUNT, subject=subject, where=where)


FIGURES = (
    figure("all"),
    figure("reports", kind="report"),
    figure("total", status="published"),
    figure("total.a", status="published", program="a"),
    figure("people", "persons", attended=True),
)
EDITION = Edition(DATASET, FIGURES, period=YEAR)


def rows(id: str) -> list[tuple[str, ...]]:
    return [(row.state, row.label, row.where, row.why) for row in evidence_rows(EDITION.value(id))]


def test_each_record_has_its_place_and_its_reason() -> None:
    """What counts, and what nobody can tell with why, each with file and row."""
    assert rows("reports") == [
        ("counted", "Work 2", "records/publications.csv:2", ""),
        ("counted", "Work 3", "records/publications.csv:3", ""),
        ("undecided", "Work 4", "records/publications.csv:4", "kind is not recorded, or too vague"),
    ]


def test_a_total_comes_first_and_records_are_part_of_it() -> None:
    """Where an aggregate answers, its source is told, and what was found are not the records counted."""
    assert [(state, label) for state, label, _, _ in rows("total")] == [
        ("total", "Minutes"),
        ("part", "Work 2"),
        ("part", "Work 3"),
        ("part", "Work 4"),
    ]


def test_rows_of_people_are_numbers_only() -> None:
    """Participations of one file are one line with the numbers of their rows; no name and no id of a person."""
    assert rows("people") == [("counted", "6 participations", "records/came.csv:2–7", "")]


def cells(block: TableBlock | None) -> list[list[str]]:
    assert block is not None
    return [[plain(cell) for cell in row] for row in (block.header, *(row.cells for row in block.rows))]


def test_programs_side_by_side() -> None:
    """With more figures than programs a row is a figure. Each program has what is its own, the total counts once, and what counts again is told."""
    table = attribution([EDITION.value("all")] * 5, EDITION)
    assert cells(table)[:2] == [
        ["Indicator", "Alpha", "Beta", "Not recorded", "Counted once", "Again in further programs"],
        ["all", "2", "2", "", "3", "1"],
    ]


def test_the_figure_that_is_declared_for_a_program_is_its_number() -> None:
    """Beside a total that somebody keeps, what is counted again is at least what the numbers prove."""
    table = attribution([EDITION.value("total")], EDITION)
    assert cells(table) == [
        ["Program", "total"],
        ["Alpha", "4"],
        ["Beta", "at least 2"],
        ["Not recorded", ""],
        ["Counted once", "5"],
        ["Again in further programs", "at least 1"],
    ]


def test_no_table_without_programs() -> None:
    """Figures of which no program has any are left out, and a table of none is none."""
    assert attribution([EDITION.value("people")], EDITION) is None


def test_the_tables_for_colleagues() -> None:
    """Every value with its definition and how many records count; every record with its address."""
    values, programs, records = evidence_blocks([EDITION.value("reports")], EDITION)
    assert isinstance(values, TableBlock)
    assert isinstance(programs, TableBlock)
    assert isinstance(records, TableBlock)
    assert cells(values)[1] == [
        "reports@2022", "reports", "2 publications", "counted from records", "", "2", "1", "0", "",
        "The number of publications where kind is report. A publication counts where it is reported, else by its date.",
    ]
    assert cells(records)[3] == [
        "reports@2022", "undecided", "publications", "Work 4", "records/publications.csv", "", "4", "", "1",
        "kind is not recorded, or too vague",
    ]


def said(edition: Edition, *ids: str) -> list[str]:
    blocks = evidence_annex([edition.value(id) for id in ids], edition)
    return [plain(content) for block in blocks for content in contents_of(block)]


def test_the_annex_lists_records_and_counts_the_others() -> None:
    """A value with basis and definition, its records with place, and how many are undecided for which reason."""
    told = said(EDITION, "reports")
    assert told[3:7] == [
        "reports: 2 publications (counted from records). The number of publications where kind is report. "
        "A publication counts where it is reported, else by its date.",
        "Work 2 (records/publications.csv:2)",
        "Work 3 (records/publications.csv:3)",
        "undecided: 1 (kind is not recorded, or too vague)",
    ]


def test_the_annex_lists_nobody() -> None:
    """Of numbers of people it tells definition and basis, and no row of a list of participants."""
    blocks = evidence_annex([EDITION.value("people")], EDITION)
    assert not any(isinstance(block, ListBlock) for block in blocks)
    assert "came.csv" not in "".join(said(EDITION, "people"))


@pytest.mark.parametrize("language", ["en", "sq", "sr-Latn", "sr-Cyrl"])
def test_a_hidden_value_is_hidden_in_the_annex(language: str) -> None:
    """What a report may not tell its annex does not tell either: no number, no source, no reason."""
    value = EDITION.with_language(language).value("total").concealed()
    blocks = evidence_annex([value], EDITION.with_language(language))
    paragraph = next(block for block in blocks if isinstance(block, Paragraph) and "total: " in plain(block.content))
    assert "Minutes" not in plain(paragraph.content)
    assert not any(isinstance(block, ListBlock) for block in blocks)
    assert "5" not in plain(paragraph.content)
