"""Problems as values: how they read, and how they are sorted."""

from __future__ import annotations

from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity, Silence, has_errors, silenced, sorted_problems

PLACE = Origin("records/activities.csv", row=17, part="scope")


def test_a_problem_reads_place_fault_remedy() -> None:
    """The three parts of a message stand in one line."""
    problem = Problem("field.invalid", "expected one of 'local', got 'locl'", PLACE, hint="did you mean 'local'?")
    assert str(problem) == (
        "records/activities.csv:17 scope: expected one of 'local', got 'locl'; did you mean 'local'?"
    )


def test_a_problem_may_have_no_place_and_no_remedy() -> None:
    """What is missing leaves no punctuation behind."""
    assert str(Problem("organization.missing", "expected one organization")) == "expected one organization"


def test_problems_are_sorted_by_place_then_weight_and_shown_once() -> None:
    """Those of the whole workspace come first, errors before warnings of the same place, repeats are dropped."""
    warning = Problem("b.b", "w", PLACE, Severity.WARNING)
    error = Problem("c.c", "e", PLACE)
    early = Problem("d.d", "x", Origin("records/activities.csv", row=2))
    general = Problem("e.e", "g")
    assert sorted_problems([warning, error, early, general, error]) == (general, early, error, warning)


def test_only_errors_stop_a_report() -> None:
    """Warnings and notes inform."""
    note = Problem("a.a", "n", severity=Severity.NOTE)
    warning = Problem("a.a", "w", severity=Severity.WARNING)
    assert not has_errors([note, warning])
    assert has_errors([note, Problem("a.a", "e")])


def test_what_is_silenced_is_a_note_with_its_reason() -> None:
    """Only the code and the files that are named; an error stays what it is."""
    silence = Silence(code="a.a", reason="Known.", file=("records/*",))
    there = Problem("a.a", "w", PLACE, Severity.WARNING)
    elsewhere = Problem("a.a", "w", Origin("reports/r/report.toml"), Severity.WARNING)
    other = Problem("a.b", "w", PLACE, Severity.WARNING)
    error = Problem("a.a", "e", PLACE)
    quiet, *rest = silenced([there, elsewhere, other, error], [silence])
    assert (quiet.severity, quiet.silenced, quiet.message) == (Severity.NOTE, "Known.", "w")
    assert rest == [elsewhere, other, error]
