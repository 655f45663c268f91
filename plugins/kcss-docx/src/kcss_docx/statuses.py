"""What can be said of a place in an edited document, and a finding that says it. Judges nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from attrs import field, frozen

from kcss_core.figures.value import Address
from kcss_docx.places import Place


class Status(StrEnum):
    """What is said of one place.

    The first four need nobody, the next three a refresh; the others want to be looked at.
    """

    UP_TO_DATE = "up to date"
    ADOPTED = "adopted"
    FORMAT_ONLY = "format only"
    COPIED = "copied"
    STALE = "stale"
    WRITTEN_TWICE = "written twice"
    TO_BE_HIDDEN = "to be hidden"
    TYPED_OVER = "typed over"
    TRACKED_CHANGE = "tracked change"
    EMPTIED = "emptied"
    MISSING = "missing"
    RESTRUCTURED = "restructured"
    UNKNOWN = "unknown"
    LOOSE_NUMBER = "loose number"
    PROPOSAL = "proposal"


#: Statuses that leave nothing to do.
QUIET = frozenset({Status.UP_TO_DATE, Status.ADOPTED, Status.FORMAT_ONLY, Status.COPIED})

#: What each status means, for who reads a list or a comment.
MEANINGS = {
    Status.UP_TO_DATE: "shows what the records say",
    Status.ADOPTED: "somebody typed what the records now say",
    Status.FORMAT_ONLY: "the right number, written in another way",
    Status.COPIED: "one place more than was written, with the right number",
    Status.STALE: "nobody touched it, and the records have changed",
    Status.WRITTEN_TWICE: "the right number, which a program has doubled",
    Status.TO_BE_HIDDEN: "tells of a small group, and may not be shown any more",
    Status.TYPED_OVER: "somebody typed something else",
    Status.TRACKED_CHANGE: "somebody's tracked change waits for a decision",
    Status.EMPTIED: "somebody emptied it",
    Status.MISSING: "somebody deleted it",
    Status.RESTRUCTURED: "somebody rebuilt it, so only its numbers are compared",
    Status.UNKNOWN: "nothing in the report answers to it",
    Status.LOOSE_NUMBER: "typed by hand, and equal to a value",
    Status.PROPOSAL: "found by the words around it only",
}


class Kind(StrEnum):
    """What a finding is about."""

    VALUE = "value"
    TABLE = "table"
    CHART = "chart"
    NUMBER = "number"
    SIDE_FILE = "side file"


@frozen(kw_only=True)
class Finding:
    """One place with what is to be said of it.

    Attributes:
        label: What it is, as a person would say it.
        address: Figure, period and cell; None where there is none.
        heading: The heading above it.
        printed: What was printed when the document was written or last refreshed.
        shown: What stands there.
        now: What the records say; empty where nobody can tell.
        note: What else there is to say.
        place: The place itself; None where it is none of a value.
        paragraph: The paragraph where a number of no place stands; None for other findings.
    """

    status: Status
    kind: Kind
    label: str
    address: Address | None = None
    heading: str = ""
    printed: str = ""
    shown: str = ""
    now: str = ""
    note: str = ""
    place: Place | None = field(default=None, repr=False, eq=False)
    paragraph: Any = field(default=None, repr=False, eq=False)

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to do."""
        return self.status in QUIET
