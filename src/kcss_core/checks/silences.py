"""Whether what the manifest silences is there, and may be silenced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kcss_core.problems import Problem, Severity, Silence, has_errors
from kcss_core.text import did_you_mean


def check_silences(silences: Sequence[Silence], problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield a warning for each silence over errors, and a note for each that there is nothing left to silence.

    Beside errors nobody can tell what is left: what they hide has not been looked for.
    """
    for silence in silences:
        named = [problem for problem in problems if silence.names(problem)]
        if any(problem.is_error for problem in named):
            yield Problem(
                "silence.error",
                f"expected the code of warnings or notes, got {silence.code!r}, which is an error here; it is told",
                silence.origin,
                Severity.WARNING,
                hint="mend what is wrong; a report cannot be built over errors",
            )
        elif not named and not has_errors(problems):
            codes = {problem.code for problem in problems}
            # A code that is there after all is missing in these files only.
            meant = None if silence.code in codes else did_you_mean(silence.code, codes)
            yield Problem(
                "silence.unused",
                f"no problem with the code {silence.code!r} is left to silence",
                silence.origin,
                Severity.NOTE,
                hint=meant or "take it out of kcss.toml, so that it hides nothing new",
            )
