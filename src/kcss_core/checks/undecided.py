"""Records of which nobody can tell whether they count: no date, or not what a figure asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kcss_core.edition import Edition
from kcss_core.figures.frames import label_of
from kcss_core.figures.when import counts_in, deciding_field
from kcss_core.problems import Problem, Severity

#: Families whose records belong to a period, in the order of problems.
_DATED = (
    "projects",
    "activities",
    "publications",
    "media-appearances",
    "networks",
    "policies",
    "objectives",
    "photographs",
)


# What evidence says of records without a date that tells.
_PERIOD = "to tell the period"


def check_undecided(edition: Edition) -> Iterator[Problem]:
    """Yield what leaves records out of figures: missing dates of records, and missing fields by figure."""
    yield from check_dates(edition)
    yield from check_figures(edition)


def check_figures(edition: Edition) -> Iterator[Problem]:
    """Yield a note for each figure with records that leave one of its conditions open, with how many leave which.

    Missing dates are problems of the records, and are not told again here.
    """
    for figure in edition.figures.values():
        value = edition.value(figure.id)
        if not value.undecided:
            continue
        reasons = Counter(
            {why: number for why, number in edition.undecided(figure.id).items() if _PERIOD not in why}
        )
        if reasons:
            is_told = edition.may_tell(value)
            counted = ", ".join(f"{n if is_told else 'some'} because {why}" for why, n in reasons.most_common())
            total = reasons.total() if is_told else "some"
            yield Problem(
                "figure.undecided",
                f"figure {figure.id!r} of {_scope(edition)} leaves out {total} of which nobody can tell: "
                f"{counted}",
                figure.origin,
                Severity.NOTE,
                hint=f"record what is missing; kcss explain {figure.id}@{edition.period} lists them"
                + (" among those of the whole organization" if edition.filter else ""),
            )


def _scope(edition: Edition) -> str:
    """Return the period, and what the report is narrowed to: several reports may each leave out others."""
    narrowed = ", ".join(
        f"{name} {', '.join([ids] if isinstance(ids, str) else ids)}" for name, ids in edition.filter.items()
    )
    return f"{edition.period}" + (f" ({narrowed})" if narrowed else "")


def check_dates(edition: Edition) -> Iterator[Problem]:
    """Yield a warning for each record whose dates are absent, or too vague to tell whether it belongs to the period.

    Such a record is left out of every figure. A staff count is judged by the latest of them, so it is not asked here;
    photographs count in figures only where a figure asks for them.
    """
    for family in _DATED:
        if family == "photographs" and not _counts_photographs(edition):
            continue
        for record in edition.dataset.of(family):
            if counts_in(record, edition.period, edition.dataset) is not None:
                continue
            field = deciding_field(record)
            yield Problem(
                "record.undecided",
                f"expected a {field} that tells whether {label_of(record)!r} belongs to {edition.period}; "
                "it is left out of every figure",
                record.origin,
                Severity.WARNING,
                hint=f'give {field}, or assign it: reported = "{edition.period}"',
            )


def _counts_photographs(edition: Edition) -> bool:
    return any(figure.subject == "photographs" for figure in edition.figures.values())
