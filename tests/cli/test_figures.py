"""``kcss figures`` and ``kcss explain``: every figure with its value, and one with all that stands behind it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

UNPROTECTED = "internal, unprotected: small groups are shown, not for publication\n"


def test_all_figures_with_their_values(kcss: Any, write: Any) -> None:
    """Each figure has its id, its value as a reader sees it, its title and its basis."""
    result = kcss("figures", write())
    assert result.exit_code == 0
    assert result.stdout == (
        UNPROTECTED + "\n"
        "figure        value               title         basis\n"
        "------------  ------------------  ------------  ------------------------------\n"
        "publications  2 publications      Publications  counted from records\n"
        "meetings      over 50 activities  Meetings      total kept by the organization\n"
    )


def test_figures_as_csv(kcss: Any, write: Any) -> None:
    """As CSV each figure is a row with exact numbers and the source of an aggregate."""
    result = kcss("figures", write(), "--format", "csv")
    text = result.stdout_bytes.decode("utf-8-sig")
    assert f"kcss: {UNPROTECTED}" in result.stderr
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["figure"], row["value"], row["qualifier"], row["source"]) for row in rows] == [
        ("publications", "2", "exact", ""),
        ("meetings", "50", "over", "Director's notebook"),
    ]


def test_figures_in_a_workspace_without_a_period(kcss: Any, write: Any) -> None:
    """Where nothing says of which period, the command asks."""
    result = kcss("figures", write({"kcss.toml": ""}))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("kcss: which period?")


def test_explain_lists_the_records(kcss: Any, write: Any) -> None:
    """A counted figure: what it is, what it comes to, each record with file and row, and those nobody can tell."""
    result = kcss("explain", "publications", "-w", write())
    assert result.exit_code == 0
    assert result.stdout.startswith(
        UNPROTECTED + "\nPublications (publications@2022)\n"
        "  value:      2 publications\n"
        "  period:     2022\n"
        "  basis:      counted from records\n"
        "  definition: The number of publications. "
    )
    assert (
        "\ncounted: 2 records\n"
        "  records/publications.csv:2  First brief\n"
        "  records/publications.csv:3  A survey\n"
        "\nundecided: 1 record\n"
        "  records/publications.csv:4  No date  "
    ) in result.stdout


def test_explain_names_the_source_of_an_aggregate(kcss: Any, write: Any) -> None:
    """A figure that an aggregate answers says where the organization keeps it."""
    result = kcss("explain", "meetings", "-w", write())
    assert "  value:      over 50 activities\n" in result.stdout
    assert "  source:     Director's notebook (records/organization.toml:5 aggregates[1])\n" in result.stdout


def test_explain_one_cell(kcss: Any, write: Any) -> None:
    """One cell of a figure has its own records."""
    result = kcss("explain", "publications", "--cell", "kind=survey-report", "-w", write())
    assert "Publications (publications[kind=survey-report]@2022)\n  value:      1 publication\n" in result.stdout
    assert "counted: 1 record\n  records/publications.csv:3  A survey\n" in result.stdout


def test_explain_all_cells(kcss: Any, write: Any) -> None:
    """By a dimension, each of its values has its number; the total is the figure's own."""
    result = kcss("explain", "publications", "--by", "kind", "-w", write())
    assert result.stdout == (
        UNPROTECTED + "\nPublications (publications@2022)\n\n"
        "kind           value           basis\n"
        "-------------  --------------  -------\n"
        "survey-report  1 publication   records\n"
        "policy-brief   1 publication   records\n"
        "total          2 publications  records\n"
    )


def test_explain_as_json(kcss: Any, write: Any) -> None:
    """JSON holds the value, the records by what became of them, and says that nothing is protected."""
    document = json.loads(kcss("explain", "publications", "-w", write(), "--format", "json").stdout)
    assert document["protection"] == "internal, unprotected"
    assert document["value"]["number"] == 2
    assert [(entry["file"], entry["row"]) for entry in document["included"]] == [
        ("records/publications.csv", 2),
        ("records/publications.csv", 3),
    ]
    assert [entry["label"] for entry in document["undecided"]] == ["No date"]


def test_explain_as_csv(kcss: Any, write: Any) -> None:
    """CSV has a row for each record; the warning that nothing is protected is on stderr."""
    result = kcss("explain", "publications", "-w", write(), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"))))
    assert [(row["state"], row["label"], row["row"]) for row in rows] == [
        ("included", "First brief", "2"),
        ("included", "A survey", "3"),
        ("undecided", "No date", "4"),
    ]
    assert f"kcss: {UNPROTECTED}" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("publicatons",), "there is no figure 'publicatons'; did you mean 'publications'?"),
        (("publications", "--cell", "kind"), "--cell: expected NAME=VALUE such as scope=local, got 'kind'"),
        (
            ("publications", "--by", "kynd"),
            "figure 'publications' by 'kynd': expected a name that conditions may use here, got 'kynd'; did you mean 'kind'?",
        ),
        (
            ("publications", "--by", "kind", "--cell", "kind=report"),
            "--cell asks for one cell and --by for all; give one of them",
        ),
    ],
)
def test_what_explain_refuses(words: tuple[str, ...], message: str, kcss: Any, write: Any) -> None:
    """A figure, dimension or cell that does not exist is wrong usage, with the nearest that does."""
    result = kcss("explain", "-w", write(), *words)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"kcss: {message}\n")


def test_explaining_a_broken_figure_is_1(kcss: Any, write: Any) -> None:
    """Like ``kcss figures``: what the figure is cannot be said, only what is wrong with it."""
    figures = '[[figure]]\nid = "a"\ntitle = "A"\ncount = "publications"\nwhere = { kind = { nto = "report" } }\n'
    result = kcss("explain", "a", "-w", write({"figures.toml": figures}))
    assert result.exit_code == 1
    assert "  definition: What is declared is broken, so nothing is counted: figure 'a': expected " in result.stdout


def test_explaining_all_cells_of_a_broken_figure_is_1_too(kcss: Any, write: Any) -> None:
    """What is wrong with the figure is said, not that it has no such dimension."""
    figures = '[[figure]]\nid = "a"\ntitle = "A"\ncount = "publications"\nwhere = { kind = { nto = "report" } }\n'
    root = write({"figures.toml": figures})
    result, whole = (kcss("explain", "a", *by, "-w", root) for by in (("--by", "kind"), ()))
    assert result.exit_code == 1
    assert (result.stdout, result.stderr) == (whole.stdout, whole.stderr)


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("publications[kind=survey-report]", ("--cell", "kind=survey-report")),
        ("publications@2021", ("--period", "2021")),
        (
            "publications[kind=survey-report,language=]@2022-Q2",
            ("--cell", "kind=survey-report", "--cell", "language=", "--period", "2022-Q2"),
        ),
    ],
)
def test_explain_takes_the_addresses_that_outputs_show(
    address: str, options: tuple[str, ...], kcss: Any, write: Any
) -> None:
    """An address is figure, cell and period in one word, and says the same as the options."""
    result = kcss("explain", address, "-w", write())
    assert result.exit_code == 0
    assert result.stdout == kcss("explain", "publications", *options, "-w", write()).stdout


def test_a_figure_may_stand_in_a_file_that_cannot_be_read(kcss: Any, write: Any) -> None:
    """Nobody is told only that a figure does not exist, where it does."""
    result = kcss("explain", "publications", "-w", write({"figures.toml": "[[figure]\n"}))
    first, *_, last = result.stderr.splitlines()
    assert first.startswith("error: figures.toml:1: broken TOML")
    assert (result.exit_code, last) == (2, "kcss: there is no figure 'publications'")


def test_an_address_leaves_nothing_to_the_options(kcss: Any, write: Any) -> None:
    """Two periods are one too many, and so are two ways to ask for cells."""
    result = kcss("explain", "publications@2021", "--period", "2022", "-w", write())
    assert (result.exit_code, result.stderr) == (2, "kcss: 'publications@2021' names a period already; leave out --period\n")
    result = kcss("explain", "publications@202", "-w", write())
    expected = "such as 2022, 2022-Q1, 2022-05 or 2022-01/2022-06"
    assert (result.exit_code, result.stderr) == (2, f"kcss: publications@202: expected a period {expected}, got '202'\n")
    result = kcss("explain", "publications[kind=report]", "--by", "kind", "-w", write())
    assert (result.exit_code, result.stderr) == (
        2, "kcss: 'publications[kind=report]' names a cell already; leave out --cell and --by\n"
    )
