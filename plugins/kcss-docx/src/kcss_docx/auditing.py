"""What stands in an edited document, held against what was printed and against what the records say now.

Changes nothing; what may be written is decided by ``refreshing``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

from attrs import evolve, field, frozen

from kcss_core.figures.value import Address
from kcss_core.prose import PLACEHOLDER, numbers_in
from kcss_docx.current import Current
from kcss_docx.edited import Edited, Place, heading_above, is_untouched
from kcss_docx.living_charts import chart_states
from kcss_docx.living_tables import TILES, table_states
from kcss_docx.store import Stored
from kcss_docx.surroundings import Context, contexts, paragraphs, proposals
from kcss_docx.values import key_of


class Status(StrEnum):
    """What is said of one place.

    The first four need nobody; the others want to be looked at, *stale* and *to be hidden* by a refresh.
    """

    UP_TO_DATE = "up to date"
    ADOPTED = "adopted"
    FORMAT_ONLY = "format only"
    COPIED = "copied"
    STALE = "stale"
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


#: Smaller numbers equal some value of nearly every report.
_LEAST_LOOSE = 10

#: What parts the thousands of a number; perhaps its decimal mark.
GROUP = re.compile(r"(?<=\d)([\s.,'’\u00a0\u202f])(?=\d{3}(?!\d))")
_IN_DIGITS = re.compile(r"\d(?:[\d.,'’\s]*\d)?")
_BEFORE_SIGN = re.compile(r"\s+(?=[%‰])")


def judge(place: Place, stored: Stored | None, now: Stored | None, language: str) -> Status:
    """Return the status of a place.

    Args:
        stored: What the document keeps of the value; None where that is lost.
        now: What the records say; None where nobody can tell.
    """
    text = place.text.strip()
    if now is not None and now.is_hidden and text != now.text and _tells(place, stored, language):
        return Status.TO_BE_HIDDEN
    if place.has_changes:
        return Status.TRACKED_CHANGE
    if not text:
        return Status.EMPTIED
    if now is None:
        return Status.UNKNOWN
    untouched = is_untouched(place, stored)
    if text == now.text:
        return Status.UP_TO_DATE if untouched or stored is None else Status.ADOPTED
    if untouched:
        return Status.STALE
    if are_same_number(text, now.text, language):
        return Status.FORMAT_ONLY
    if stored is not None and are_same_number(text, stored.base, language):
        return Status.STALE
    return Status.TYPED_OVER


def _tells(place: Place, stored: Stored | None, language: str) -> bool:
    """Say whether a place tells a number: what was printed, or one that somebody typed; also a deleted one."""
    if place.has_changes or is_untouched(place, stored):
        return True
    return bool(re.search(r"\d", place.text)) or any(True for _ in numbers_in(place.text, language))


def are_same_number(one: str, other: str, language: str) -> bool:
    """Say whether two texts are the same number in different writing: 1,000 and 1 000; 18 and eighteen.

    Args:
        one: As somebody wrote it.
        other: As it is printed in a language.
    """
    if _plain(GROUP.sub("", " ".join(one.split()))) == _plain(regrouped(other, "", language)):
        return True
    first, second = (_whole_number(text, language) for text in (one, other))
    return first is not None and first == second


def regrouped(printed: str, sign: str, language: str) -> str:
    """Return a number that is printed in a language with another sign between its thousands."""
    # Three digits may also follow the decimal mark.
    decimal = "." if language == "en" else ","
    return GROUP.sub(lambda found: found[0] if found[1] == decimal else sign, printed)


def _plain(text: str) -> str:
    return _BEFORE_SIGN.sub("", " ".join(text.split())).casefold()


def _whole_number(text: str, language: str) -> tuple[object, bool] | None:
    """Return the number that a text consists of; None where it holds something else."""
    text = text.strip()
    found = list(numbers_in(text, language))
    if len(found) != 1 or found[0].start != 0 or found[0].end < len(text.rstrip("% ")):
        return None
    return found[0].number, found[0].is_percent


@frozen
class Judged:
    """A place with its status, what the document keeps of its value, what the records say, or why nobody can tell."""

    place: Place
    status: Status
    known: Stored | None
    answer: Stored | None
    why: str


def judged(edited: Edited, now: Current) -> Iterator[Judged]:
    """Yield every place of a document with its status, but for the second forms of text boxes."""
    language = now.report.language
    stored = edited.store.values if edited.store is not None else {}
    answers: dict[str, tuple[Stored | None, str]] = {}
    for place in edited.places:
        if not place.is_copy:
            known = stored.get(place.key)
            if place.key not in answers:
                answers[place.key] = now.value(place.key, known)
            answer, why = answers[place.key]
            yield Judged(place, judge(place, known, answer, language), known, answer, why)


def compare(
    edited: Edited, now: Current, beside: Iterable[Context] = (), *, with_loose: bool = True
) -> list[Finding]:
    """Return everything that is to be said of a document, in reading order; what is missing stands last.

    Args:
        beside: Contexts of its side file. Without places and without these, those of the report written anew are used.
        with_loose: Whether numbers outside of places are looked for.
    """
    stored = edited.store.values if edited.store is not None else {}
    found: list[Finding] = []
    seen: Counter[str] = Counter()
    every = list(judged(edited, now))
    surplus = _surplus([one.place for one in every], stored)
    by_key = defaultdict(set)
    for one in every:
        by_key[one.place.key].add(one.place.text)
    for one in every:
        place, status, known, answer = one.place, one.status, one.known, one.answer
        seen[place.key] += 1
        notes = [one.why] if one.why else []
        if place in surplus:
            if status is Status.UP_TO_DATE:
                status = Status.COPIED
            else:
                notes.append("a copy")
        if status in (Status.TYPED_OVER, Status.STALE) and len(by_key[place.key]) > 1:
            notes.append("its places read differently")
        about = answer or known
        found.append(
            Finding(
                status=status,
                kind=Kind.VALUE,
                label=about.label if about else place.key,
                address=about.address if about else None,
                heading=place.heading,
                printed=known.base if known else "",
                shown=place.text,
                now=answer.text if answer else "",
                note="; ".join(notes),
                place=place,
            )
        )
    for key, known in stored.items():
        lost = known.places - seen[key]
        if lost > 0:
            answer, _ = now.value(key, known)
            found.append(
                Finding(
                    status=Status.MISSING,
                    kind=Kind.VALUE,
                    label=known.label,
                    address=known.address,
                    printed=known.base,
                    now=answer.text if answer else "",
                    note=f"{lost} of {known.places} places",
                )
            )
    found += _blocks(edited, now)
    if not edited.places and not beside:
        # These know what the records say, and not what was printed.
        beside = [evolve(one, text="") for one in contexts(now.anew)]
    proposed = list(_proposed(edited, now, beside))
    # A number that a proposal is about needs no second line.
    return [*found, *proposed, *(loose_numbers(edited, now) if with_loose and not proposed else ())]


def _blocks(edited: Edited, now: Current) -> Iterator[Finding]:
    """Yield what is to be said of charts, and of tables as a whole.

    Headline figures, which are tables to Word only, are told where there is something to do.
    """
    seen = set()
    for state in table_states(edited, now):
        seen.add(state.name)
        if state.is_restructured:
            status = Status.RESTRUCTURED
        elif state.to_do:
            status = Status.STALE
        elif state.left:
            status = Status.TYPED_OVER
        elif state.now is None:
            status = Status.UNKNOWN
        else:
            status = Status.UP_TO_DATE
        if state.name.startswith(TILES) and status in (Status.UP_TO_DATE, Status.UNKNOWN):
            continue
        first = next((place for _, cells in state.shape.rows for cell in cells for place in cell.places), None)
        yield Finding(
            status=status,
            kind=Kind.TABLE,
            label=state.shape.title,
            heading=first.heading if first else "",
            note="; ".join([*state.to_do, *state.left]),
            place=first,
        )
    for chart in chart_states(edited, now):
        if chart.to_do:
            status = Status.TO_BE_HIDDEN if chart.now is not None and chart.now.is_hiding else Status.STALE
        elif chart.is_adopted:
            status = Status.ADOPTED
        elif chart.left:
            status = Status.TYPED_OVER
        else:
            status = Status.UP_TO_DATE if chart.now is not None else Status.UNKNOWN
        yield Finding(
            status=status,
            kind=Kind.CHART,
            label=chart.found.title or "a chart",
            heading=heading_above(edited, chart.found.paragraph),
            note="; ".join([*chart.to_do, *chart.left]),
            paragraph=chart.found.paragraph,
        )
        seen.add(chart.name)
    for name in edited.store.charts if edited.store else ():
        if name not in seen:
            yield Finding(status=Status.MISSING, kind=Kind.CHART, label="a chart", note="deleted, or its bookmark lost")
    for name in edited.store.tables if edited.store else ():
        if name not in seen and not name.startswith(TILES):
            yield Finding(status=Status.MISSING, kind=Kind.TABLE, label="a table", note="deleted, or its bookmark lost")


def _proposed(edited: Edited, now: Current, beside: Iterable[Context]) -> Iterator[Finding]:
    """Yield what may be places, by the words around them: for people to decide, never written."""
    stored = edited.store.values if edited.store is not None else {}
    for proposal in proposals(edited, beside):
        answer, why = now.value(proposal.context.key, stored.get(proposal.context.key))
        shown = (proposal.shown or "").strip()
        if proposal.shown is None:
            about = "not found by the words around it"
        elif answer is None:
            about = why
        elif shown == answer.text:
            about = "seems up to date"
        elif not proposal.context.text:
            about = "differs from the records; a side file would tell why"
        elif shown == proposal.context.text:
            about = "seems stale"
        else:
            about = "seems typed over" if shown else "seems emptied"
        yield Finding(
            status=Status.MISSING if proposal.shown is None else Status.PROPOSAL,
            kind=Kind.VALUE,
            label=answer.label if answer else proposal.context.key,
            address=answer.address if answer else None,
            heading=proposal.heading,
            printed=proposal.context.text,
            shown=shown,
            now=answer.text if answer else "",
            note=about,
        )


def loose_numbers(edited: Edited, now: Current) -> Iterator[Finding]:
    """Yield the numbers outside of every place that equal what a value prints or has printed.

    Those in paragraphs that stand in the report written anew come from a chapter, which ``kcss check`` looks at.
    """
    language = now.report.language
    # Digits first: to look for numbers as people write them takes fifty times as long.
    by_digits: dict[str, list[Stored]] = defaultdict(list)
    for stored in [*now.values.values(), *(edited.store.values.values() if edited.store else ())]:
        if not stored.is_hidden:
            for digits in _digits(stored.base):
                by_digits[digits].append(stored)
    known: dict[tuple[object, bool], Stored] = {}
    looked_at: set[str] = set()
    written_anew: frozenset[str] | None = None
    for paragraph in paragraphs(edited):
        shared = _digits(paragraph.text) & by_digits.keys()
        for digits in shared - looked_at:
            for stored in by_digits[digits]:
                for written in numbers_in(stored.base, language):
                    if written.number >= _LEAST_LOOSE or written.is_percent:
                        known.setdefault((written.number, written.is_percent), stored)
        looked_at |= shared
        if shared:
            for written in numbers_in(paragraph.text, language):
                value = known.get((written.number, written.is_percent))
                if value is not None:
                    if written_anew is None:
                        written_anew = frozenset(one.text for one in paragraphs(now.anew))
                    if paragraph.text in written_anew:
                        break
                    answer = now.value(key_of(value.address, value.form, value.qualifier), value)[0]
                    yield Finding(
                        status=Status.LOOSE_NUMBER,
                        kind=Kind.NUMBER,
                        label=value.label,
                        address=value.address,
                        heading=paragraph.heading,
                        shown=written.words,
                        now=answer.text if answer else "",
                        note=_around(paragraph.text, written.start, written.end),
                        paragraph=paragraph.element,
                    )


def _digits(text: str) -> set[str]:
    """Return the numbers in digits of a text, without what parts their thousands."""
    return {re.sub(r"\D", "", found) for found in _IN_DIGITS.findall(text)}


def _around(text: str, start: int, end: int) -> str:
    """Return the words around a number, for finding it."""
    before, after = text[max(start - 30, 0) : start], text[end : end + 30]
    return " ".join(f"{before}{text[start:end]}{after}".replace(PLACEHOLDER, "…").split())


def _surplus(places: list[Place], stored: dict[str, Stored]) -> set[Place]:
    """Return the places that were not written: pasted ones have no bookmark, since a name stands once."""
    by_key: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_key[place.key].append(place)
    found: set[Place] = set()
    for key, those in by_key.items():
        more = len(those) - stored[key].places if key in stored else 0
        if more > 0:
            last = sorted(those, key=lambda place: place.bookmark is not None)
            found.update(last[:more])
    return found
