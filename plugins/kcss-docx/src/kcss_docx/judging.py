"""The status of one place: what was printed, what stands there, what the records say. Knows no table and no chart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from kcss_core.prose import numbers_in
from kcss_docx.current import Current
from kcss_docx.edited import Edited
from kcss_docx.places import Place, is_untouched
from kcss_docx.statuses import Status
from kcss_docx.store import Stored
from kcss_docx.wording import has_field

#: What parts the thousands of a number; perhaps its decimal mark.
GROUP = re.compile(r"(?<=\d)([\s.,'’\u00a0\u202f])(?=\d{3}(?!\d))")
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
    if text == now.text and place.doubles:
        return Status.WRITTEN_TWICE
    if text == now.text:
        return Status.UP_TO_DATE if untouched or stored is None else Status.ADOPTED
    if untouched:
        return Status.STALE
    if are_same_number(text, now.text, language):
        return Status.FORMAT_ONLY
    if stored is not None and are_same_number(text, stored.base, language) and not has_field(*place.elements):
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
