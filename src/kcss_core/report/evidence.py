"""The evidence behind a report as blocks: what each value means, the records behind it, and programs side by side.

Two readers: a colleague, who may see everything, and the reader of a report, in an annex. Names no participant: their
rows are listed by number only. Knows no format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from kcss_core.disclosure import POPULATIONS
from kcss_core.edition import Edition
from kcss_core.errors import UsageError
from kcss_core.figures.definition import Figure, Overlap, Relation
from kcss_core.figures.explain import define
from kcss_core.figures.relations import least_shared
from kcss_core.figures.value import Address, Entry, Value
from kcss_core.formatting import format_list, format_number, format_period
from kcss_core.frozen import frozen
from kcss_core.report.blocks import (
    Align,
    Block,
    Content,
    Form,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    ParagraphRole,
    Span,
    Table,
    TableRow,
    words,
)
from kcss_core.report.shown import shown
from kcss_core.vocabulary import Basis

# Their rows are as many as people, and none of them has a label that tells more than its number.
_MANY = "participations"
# So many in one line that their row numbers fit in a cell of a spreadsheet, which holds 32,767 letters.
_TOGETHER = 500
# What the columns of numbers count.
_COUNTED = (("counted", "part"), ("undecided",), ("left-out",))
_START, _END = Align.START, Align.END


@frozen(kw_only=True)
class EvidenceRow:
    """A record behind a value, or several rows of participations of one file.

    Attributes:
        state: ``total`` for the aggregate that answers, and then ``part`` for the records that are part of it; else
            ``counted``; ``undecided`` or ``left-out``.
        rows: Row numbers as a person reads them: ``17``, or ``5–110, 112`` for many.
        records: How many records it stands for.
        weight: How many they add.
    """

    address: Address
    state: str
    family: str
    label: str
    file: str = ""
    sheet: str = ""
    rows: str = ""
    part: str = ""
    records: int = 1
    weight: int = 1
    why: str = ""

    @property
    def where(self) -> str:
        """File, sheet and row, as a person looks them up."""
        return self.file + (f" · {self.sheet}" if self.sheet else "") + (f":{self.rows}" if self.rows else "")


def evidence_rows(value: Value) -> Iterator[EvidenceRow]:
    """Yield the records behind a value, and those left out, each with why."""
    evidence, address = value.evidence, value.address
    if evidence.aggregate is not None:
        total = Entry("aggregates", evidence.aggregate.source, evidence.aggregate.origin)
        yield _row(address, "total", [total], total.label)
    states = ("counted" if evidence.aggregate is None else "part", "undecided", "left-out")
    for state, entries in zip(states, (evidence.included, evidence.undecided, evidence.excluded), strict=True):
        many: dict[tuple[object, ...], list[Entry]] = {}
        for entry in entries:
            if entry.family == _MANY:
                place = None if entry.origin is None else (entry.origin.file, entry.origin.sheet)
                many.setdefault((place, entry.why), []).append(entry)
            else:
                yield _row(address, state, [entry], entry.label)
        for alike in many.values():
            for first in range(0, len(alike), _TOGETHER):
                some = alike[first : first + _TOGETHER]
                yield _row(address, state, some, f"{len(some)} {_MANY}" if len(some) > 1 else "1 participation")


def _row(address: Address, state: str, entries: Sequence[Entry], label: str) -> EvidenceRow:
    first = entries[0]
    origin = first.origin
    return EvidenceRow(
        address=address,
        state=state,
        family=first.family,
        label=label,
        file="" if origin is None else origin.file,
        sheet="" if origin is None or origin.sheet is None else origin.sheet,
        rows=_ranges(entry.origin.row for entry in entries if entry.origin is not None and entry.origin.row),
        part="" if origin is None or origin.part is None else origin.part,
        records=len(entries),
        weight=sum(entry.weight for entry in entries),
        why=first.why,
    )


def _ranges(rows: Iterable[int]) -> str:
    """Return row numbers in order, neighbors as ``5–9``."""
    parts: list[list[int]] = []
    for row in sorted(set(rows)):
        if parts and row == parts[-1][-1] + 1:
            parts[-1] = [parts[-1][0], row]
        else:
            parts.append([row])
    return ", ".join("–".join(map(str, part)) for part in parts)


# ---------------------------------------------------------------- as blocks


def evidence_blocks(values: Iterable[Value], edition: Edition) -> tuple[Block, ...]:
    """Return the evidence of values for colleagues: everything that is known of each, protected by nothing."""
    values = tuple(values)
    rows = [row for value in values for row in evidence_rows(value)]
    blocks = (_values(values, rows, edition), attribution(values, edition), _records(rows, edition))
    return tuple(block for block in blocks if block is not None)


def evidence_annex(values: Iterable[Value], edition: Edition) -> tuple[Block, ...]:
    """Return the evidence of a report's values for its readers.

    What tells of people has its definition and its basis, and no records: single rows of a list of participants are
    nobody's business outside. Numbers are shown as the edition tells them.
    """
    values = tuple(values)
    note = Paragraph(content=words(edition.label("evidence.annex-note")), role=ParagraphRole.NOTE)
    blocks: list[Block] = [
        Heading(level=1, content=words(edition.label("report.evidence")), anchor="evidence"),
        note,
        Heading(level=2, content=words(edition.label("evidence.values")), anchor="evidence-values"),
    ]
    for value in values:
        blocks += _told(value, edition)
    by_program = attribution([value for value in values if _is_open(value)], edition)
    if by_program is not None:
        blocks.append(Heading(level=2, content=by_program.caption, anchor="evidence-programs"))
        blocks.append(evolve(by_program, caption=()))
    return tuple(blocks)


def _is_open(value: Value) -> bool:
    return value.population not in _PEOPLE and not value.hidden


def _told(value: Value, edition: Edition) -> Iterator[Block]:
    """Yield what an annex tells of a value: number, basis, definition; the records that count; how many do not."""
    aggregate = None if value.hidden else value.evidence.aggregate
    basis = edition.label(f"basis.{value.basis.value}") + ("" if aggregate is None else f": {aggregate.source}")
    number = shown(value, edition, Form.QUANTITY)
    title = Span(f"{_named(value, edition)}: ", strong=True)
    yield Paragraph(content=(title, evolve(number, strong=True), Span(f" ({basis}). "), *_defined(value, edition)))
    if not _is_open(value) or value.address.cell:
        return
    rows = list(evidence_rows(value))
    listed = [row for row in rows if row.state in ("counted", "part")]
    if listed:
        yield ListBlock(items=tuple(ListItem(content=words(f"{row.label} ({row.where})")) for row in listed))
    reasons: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.state in ("undecided", "left-out"):
            reasons[row.state, row.why] = reasons.get((row.state, row.why), 0) + row.records
    for (state, why), number_of in reasons.items():
        told = words(f"{edition.label(f'evidence.{state}')}: {number_of}")
        # Reasons are made of the names of fields, which are English.
        because = Span(why, language=None if edition.language == "en" else "en")
        yield Paragraph(content=(*told, Span(" ("), because, Span(")")), role=ParagraphRole.NOTE)


_PEOPLE = POPULATIONS | {"staff"}


def _table(edition: Edition, caption: str, header: Sequence[str], ends: Iterable[int], rows: list[TableRow]) -> Table:
    at_end = set(ends)
    return Table(
        caption=words(edition.label(caption)),
        header=tuple(words(edition.label(name)) for name in header),
        rows=tuple(rows),
        align=tuple(_END if index in at_end else _START for index in range(len(header))),
        summary=edition.label(caption),
    )


def _line(*cells: str | Content) -> TableRow:
    return TableRow(cells=tuple(words(cell) if isinstance(cell, str) else cell for cell in cells))


def _values(values: Sequence[Value], rows: Sequence[EvidenceRow], edition: Edition) -> Table:
    counted: dict[tuple[Address, str], int] = {}
    for row in rows:
        counted[row.address, row.state] = counted.get((row.address, row.state), 0) + row.records
    sources = {row.address: row.label for row in rows if row.state == "total"}
    lines = [
        _line(
            str(value.address),
            edition.text(value.title),
            (shown(value, edition, Form.QUANTITY),),
            edition.label(f"basis.{value.basis.value}"),
            sources.get(value.address, ""),
            *(str(sum(counted.get((value.address, one), 0) for one in states)) for states in _COUNTED),
            edition.text(value.note),
            _defined(value, edition),
        )
        for value in values
    ]
    header = (
        "evidence.address",
        "field.indicator",
        "field.value",
        "field.basis",
        "field.source",
        "evidence.counted",
        "evidence.undecided",
        "evidence.left-out",
        "evidence.note",
        "report.definition",
    )
    return _table(edition, "evidence.values", header, range(5, 8), lines)


def _records(rows: Sequence[EvidenceRow], edition: Edition) -> Table:
    lines = [
        _line(
            str(row.address),
            edition.label(f"evidence.{row.state}"),
            row.family,
            row.label,
            row.file,
            row.sheet,
            row.rows,
            row.part,
            str(row.weight),
            row.why,
        )
        for row in rows
    ]
    names = ("address", "state", "family", "record", "file", "sheet", "row", "field", "adds", "why")
    return _table(edition, "evidence.records", [f"evidence.{name}" for name in names], (8,), lines)


def _named(value: Value, edition: Edition) -> str:
    """Return title, cell and period; the period only where it is not the report's."""
    address = value.address
    said = [f"{name}: {word or edition.label('report.not-recorded')}" for name, word in address.cell]
    if address.period != edition.period:
        said.append(format_period(address.period, edition.language))
    return edition.text(value.title) + (f" ({format_list(said, edition.language)})" if said else "")


def _defined(value: Value, edition: Edition) -> Content:
    figure = edition.figures[value.address.figure]
    language = None if edition.language == "en" else "en"
    return (Span(define(figure, edition), language=language),)


# ---------------------------------------------------------------- programs


def attribution(values: Iterable[Value], edition: Edition) -> Table | None:
    """Return figures by program: what each counts as its own, the total counted once, and how often some count again.

    A program's number is that of the figure that is declared for it, else the figure's own cell. Figures of which no
    program is known are left out; None where none is left.
    """
    programs = edition.dataset.programs
    lines: list[tuple[Content, ...]] = []
    for value in values:
        figure = edition.figures[value.address.figure]
        if value.address.cell or value.share is not None or value.population == "programs" or "program" in figure.where:
            continue
        parts = _by_program(figure, value, edition)
        if parts is None:
            continue
        again, cells = parts
        told = [(shown(cell, edition),) if cell is not None and _is_told(cell) else () for cell in cells]
        lines.append((words(_named(value, edition)), *told, (shown(value, edition),), words(again)))
    if not lines:
        return None
    names = [words(edition.text(program.short_name or program.name)) for program in programs]
    rest = ("report.not-recorded", "evidence.counted-once", "evidence.again")
    header = (words(edition.label("field.indicator")), *names, *(words(edition.label(name)) for name in rest))
    rows = [header, *lines]
    if len(lines) < len(header) - 1:
        # A page is higher than wide.
        rows = [tuple(column) for column in zip(*rows, strict=True)]
        rows[0] = (words(edition.label("field.program")), *rows[0][1:])
    caption = edition.label("evidence.attribution")
    return Table(
        caption=words(caption),
        header=rows[0],
        rows=tuple(TableRow(cells=cells) for cells in rows[1:]),
        align=(_START, *(_END for _ in rows[0][1:])),
        note=words(edition.label("evidence.attribution-note")),
        summary=caption,
    )


def _by_program(figure: Figure, value: Value, edition: Edition) -> tuple[str, list[Value | None]] | None:
    """Return how often something counts in a further program, and the values of programs and of what is not recorded.

    None where no program has any. How often is at least what the numbers prove, and nothing where they prove nothing.
    """
    period = value.address.period
    try:
        found = edition.breakdown(figure.id, ("program",), period=period)
    except UsageError:
        return None
    cells = []
    for program in edition.dataset.programs:
        own = _declared_for(program.id, figure, edition)
        cell = found.get(program.id) if own is None else edition.value(own, period=period)
        assert cell is not None
        cells.append(cell)
    parts = [cell for cell in cells if cell.number is not None]
    if not any(part.number for part in parts):
        return None
    # Beside totals that somebody keeps, how many records name no program tells nothing.
    is_known = all(one.basis is Basis.RECORDS for one in (value, *cells))
    missing = found.get(None) if is_known else None
    if missing is not None:
        parts.append(missing)
    relation = Relation(total=figure.id, parts=tuple(part.address.figure for part in parts), overlap=Overlap.ALLOWED)
    again = least_shared(relation, value, parts) or 0
    number = format_number(again, edition.language)
    if not is_known:
        number = edition.label("qualifier.at-least").format(number=number) if again else ""
    return number, [*cells, missing]


def _is_told(value: Value) -> bool:
    return value.number is not None or value.hidden


def _declared_for(program: str, figure: Figure, edition: Edition) -> str | None:
    """Return the figure that counts the same for one program, if one is declared."""
    for other in edition.figures.values():
        if (other.measure, other.subject, other.of) == (figure.measure, figure.subject, figure.of):
            rest = {name: wanted for name, wanted in other.where.items() if name != "program"}
            if other.where.get("program") == program and rest == dict(figure.where):
                return other.id
    return None
