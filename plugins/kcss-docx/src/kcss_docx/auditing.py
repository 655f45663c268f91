"""What stands in an edited document, held against what was printed and against what the records say now.

Changes nothing; what may be written is decided by ``refreshing``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from kcss_docx.current import Current
from kcss_docx.edited import Edited, heading_above
from kcss_docx.judging import judged
from kcss_docx.living_charts import chart_states
from kcss_docx.living_tables import TILES, table_states
from kcss_docx.loose import loose_numbers
from kcss_docx.places import Place
from kcss_docx.statuses import Finding, Kind, Status
from kcss_docx.store import Stored
from kcss_docx.surroundings import Context, contexts, proposals
from kcss_docx.wording import said


def compare(
    edited: Edited, now: Current, beside: Iterable[Context] = (), *, with_loose: bool = True
) -> list[Finding]:
    """Return everything that is to be said of a document, in reading order; what is missing stands last.

    Args:
        beside: Contexts of its side file. Without places and without these, those of the report written anew are used.
        with_loose: Whether numbers outside of places are looked for.
    """
    stored = edited.store.values if edited.store is not None else {}
    beside = list(beside)
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
        if place.doubles and status is not Status.WRITTEN_TWICE:
            notes.append("a program has written it twice")
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
                shown=place.text + said(*place.doubles),
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
    found += _told_beside(beside, stored, now)
    if not edited.places and not beside:
        # These know what the records say, and not what was printed.
        beside = [evolve(one, text="") for one in contexts(now.anew)]
    proposed = list(_proposed(edited, now, beside))
    # A number that a proposal is about needs no second line.
    return [*found, *proposed, *(loose_numbers(edited, now) if with_loose and not proposed else ())]


def _told_beside(beside: Iterable[Context], stored: Mapping[str, Stored], now: Current) -> Iterator[Finding]:
    """Yield the values of which a side file tells a number that may not be told any more, each once."""
    for key, text in {context.key: context.text for context in beside}.items():
        answer, _ = now.value(key, stored.get(key))
        if answer is not None and answer.is_hidden and text != answer.text:
            yield Finding(
                status=Status.TO_BE_HIDDEN,
                kind=Kind.SIDE_FILE,
                label=answer.label,
                address=answer.address,
                now=answer.text,
                note="in the side file: delete it, and write another after a refresh with kcss docx remember",
            )


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
            label=state.shape.title or "a table",
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
            status = Status.RESTRUCTURED if chart.is_rebuilt and not chart.has_edits else Status.TYPED_OVER
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
