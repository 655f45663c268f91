"""Numbers that stand in no place and equal a value: typed by hand, so that no refresh reaches them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kcss_core.prose import PLACEHOLDER, numbers_in
from kcss_docx.current import Current
from kcss_docx.edited import Edited
from kcss_docx.statuses import Finding, Kind, Status
from kcss_docx.store import Stored
from kcss_docx.surroundings import paragraphs
from kcss_docx.values import key_of

#: Smaller numbers equal some value of nearly every report.
_LEAST_LOOSE = 10
_IN_DIGITS = re.compile(r"\d(?:[\d.,'’\s]*\d)?")


def loose_numbers(edited: Edited, now: Current) -> Iterator[Finding]:
    """Yield the numbers outside of every place that equal what a value prints or has printed.

    Those in paragraphs that stand in the report written anew come from a chapter, which ``kcss check`` looks at.
    """
    # Digits first: to look for numbers as people write them takes fifty times as long.
    with_digits = [(paragraph, digits) for paragraph in paragraphs(edited) if (digits := _digits(paragraph.text))]
    if not with_digits:
        return
    language = now.report.language
    by_digits: dict[str, list[Stored]] = defaultdict(list)
    for stored in [*now.values.values(), *(edited.store.values.values() if edited.store else ())]:
        if not stored.is_hidden:
            for one in _digits(stored.base):
                by_digits[one].append(stored)
    known: dict[tuple[object, bool], Stored] = {}
    looked_at: set[str] = set()
    written_anew: frozenset[str] | None = None
    for paragraph, digits in with_digits:
        shared = digits & by_digits.keys()
        for one in shared - looked_at:
            for stored in by_digits[one]:
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


def loose_and_hidden(edited: Edited, now: Current) -> list[Finding]:
    """Return the numbers outside of every place that equal a value which a refresh is about to hide.

    They are words of a person, so that they stay; who refreshes has to look at them.
    """
    hidden = set()
    for key, stored in (edited.store.values if edited.store is not None else {}).items():
        answer, _ = now.value(key, stored)
        if answer is not None and answer.is_hidden and stored.base != answer.text:
            hidden.add(stored.address)
    return [one for one in loose_numbers(edited, now) if one.address in hidden] if hidden else []


def _digits(text: str) -> set[str]:
    """Return the numbers in digits of a text, without what parts their thousands."""
    return {re.sub(r"\D", "", found) for found in _IN_DIGITS.findall(text)}


def _around(text: str, start: int, end: int) -> str:
    """Return the words around a number, for finding it."""
    before, after = text[max(start - 30, 0) : start], text[end : end + 30]
    return " ".join(f"{before}{text[start:end]}{after}".replace(PLACEHOLDER, "…").split())
