"""The directive ``gender-balance``: a table and a chart of women and men, with numerator and denominator."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from attrs import frozen

from kcss_core.edition import Edition
from kcss_core.figures import BreakdownRow, Value
from kcss_core.figures.paths import GrammarError
from kcss_core.figures.populations import find_population
from kcss_core.figures.verdict import verdict
from kcss_core.formatting import format_list, format_share
from kcss_core.problems import Problem, Severity
from kcss_core.report.blocks import (
    Align,
    Block,
    Chart,
    ChartKind,
    Content,
    Form,
    Series,
    Table,
    TableRow,
    plain,
    words,
)
from kcss_core.report.directives import Built, Call, Directive
from kcss_core.report.shown import shown
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import Qualifier
from kcss_gender_balance.figures import BALANCED, GROUPS, LOWEST, Group, text

_BY_GENDER = ("woman", "man", "non-binary", "undisclosed", None)
#: Genders whose column is left out where nobody is counted in it.
_ON_DEMAND = ("non-binary", "undisclosed", None)

_STATED = text("Stated without counts: {groups}.", "E dhënë pa numra: {groups}.", "Navedeno bez brojeva: {groups}.")
_CAPTION = text("Women and men", "Gra dhe burra", "Žene i muškarci")
_CAPTION_BY = text(
    "{group}: women and men by {dimension}",
    "{group}: gra dhe burra sipas: {dimension}",
    "{group}: žene i muškarci, po: {dimension}",
)
_UNDETERMINED = text(
    "Undetermined: what was not recorded, or the rounding of a stated percentage, could change the assessment.",
    "E papërcaktuar: ajo që nuk është regjistruar, ose rrumbullakimi i përqindjes së dhënë, mund ta ndryshonte "
    "vlerësimin.",
    "Neodređeno: ono što nije evidentirano, ili zaokruživanje navedenog procenta, moglo bi da promeni ocenu.",
)


class As(StrEnum):
    """What the directive shows."""

    TABLE = "table"
    CHART = "chart"
    BOTH = "both"


@frozen(kw_only=True)
class GenderBalanceOptions:
    """What the directive shows.

    Attributes:
        groups: Which groups of people; all of which there are data when empty.
        by: Dimensions, one table each for every group; empty for one table of the groups.
        show: A table, a chart with the table, or only the table.
    """

    groups: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    show: As = As.BOTH


@frozen
class Line:
    """One line of a table: who, how many of each gender, and the share of women.

    Attributes:
        counts: One value a gender, in the order woman, man, non-binary, undisclosed, not recorded; None: no counts.
    """

    label: str
    counts: tuple[Value | None, ...]
    total: Value | None
    share: Value


def build(call: Call) -> Built:
    """Return the tables and charts asked for."""
    edition, options = call.edition, call.options
    known = {group.id: group for group in GROUPS}
    problems = tuple(
        Problem(
            "directive.unknown-group",
            f"gender-balance: expected a group, one of {', '.join(known)}, got {id!r}",
            call.origin,
            hint=did_you_mean(id, known),
        )
        for id in options.groups
        if id not in known
    )
    if problems:
        return Built(problems=problems)
    groups = [known[id] for id in options.groups or known]
    for dimension in options.by:
        if not any(_has(group, dimension) for group in groups):
            return Built(problems=(_no_dimension(call, groups, dimension),))
    edition.prepare([id for group in groups for id in (f"{group.id}.total", f"{group.id}.women")])
    blocks: list[Block] = []
    if not options.by:
        lines = [line for group in groups if (line := _group_line(edition, group)) is not None]
        if lines:
            blocks += _shown(edition, edition.text(_CAPTION), edition.text(_GROUP), lines, options.show, "")
    else:
        for group in groups:
            for dimension in options.by:
                if not _has(group, dimension):
                    continue
                lines = list(_lines_by(edition, group, dimension))
                if lines:
                    name = edition.label(f"field.{dimension.rpartition('.')[2]}")
                    caption = edition.text(_CAPTION_BY).format(
                        group=edition.text(group.name), dimension=name[0].lower() + name[1:]
                    )
                    blocks += _shown(edition, caption, name, lines, options.show, f"{group.id}.{dimension}")
    if not blocks:
        return Built(
            problems=(
                Problem(
                    "gender.no-data",
                    f"gender-balance: {_nothing(options.by)}",
                    call.origin,
                    Severity.WARNING,
                    hint="add head counts, participations, staff counts or an aggregate, or leave the directive out",
                ),
            )
        )
    return Built(tuple(blocks))


_GROUP = text("Group", "Grupi", "Grupa")


def _nothing(by: tuple[str, ...]) -> str:
    if by:
        return f"no records tell women and men by {' or '.join(by)}"
    return "neither records nor aggregates tell the gender of anyone"


def _has(group: Group, dimension: str) -> bool:
    """Say whether the people of a group can be told apart by a dimension; staff has no program."""
    try:
        find_population(group.population).find(dimension)
    except GrammarError:
        return False
    return True


def _no_dimension(call: Call, groups: list[Group], dimension: str) -> Problem:
    names = sorted({name for group in groups for name in find_population(group.population).names})
    return Problem(
        "directive.unknown-dimension",
        f"gender-balance: expected a dimension of {', '.join(group.id for group in groups)}, got {dimension!r}",
        call.origin,
        hint=did_you_mean(dimension, names) or f"the names are {', '.join(names)}",
    )


def _group_line(edition: Edition, group: Group) -> Line | None:
    share = edition.value(f"{group.id}.women")
    if share.share is None or (share.share.stated is None and not share.share.denominator):
        return None
    if share.share.stated is not None:
        return Line(edition.text(group.name), (None,) * 5, None, share)
    counts = edition.breakdown(f"{group.id}.total", [group.gender])
    return Line(edition.text(group.name), tuple(counts.get(gender) for gender in _BY_GENDER), counts.total, share)


def _lines_by(edition: Edition, group: Group, dimension: str) -> Iterable[Line]:
    shares = edition.breakdown(f"{group.id}.women", [dimension])
    counts = edition.breakdown(f"{group.id}.total", [dimension, group.gender])
    totals = edition.breakdown(f"{group.id}.total", [dimension])
    for row in (*shares.rows, None):
        share = shares.total if row is None else row.value
        if share.share is None or not share.share.denominator:
            continue
        if row is None:
            overall = edition.breakdown(f"{group.id}.total", [group.gender])
            cells = tuple(overall.get(gender) for gender in _BY_GENDER)
            yield Line(edition.label("report.total"), cells, overall.total, share)
            continue
        name = _dimension_value(row)
        cells = tuple(counts.get(name, gender) for gender in _BY_GENDER)
        yield Line(edition.text(row.label), cells, totals.get(name), share)


def _dimension_value(row: BreakdownRow) -> str | None:
    return row.cell[0][1]


def _shown(edition: Edition, caption: str, heading: str, lines: list[Line], show: As, key: str) -> list[Block]:
    table = _table(edition, caption, heading, lines, key)
    if show is As.TABLE:
        return [table]
    chart = _chart(edition, caption, lines, key)
    return [chart] if show is As.CHART else [table, chart]


def _table(edition: Edition, caption: str, heading: str, lines: list[Line], key: str) -> Table:
    columns = [
        index
        for index, gender in enumerate(_BY_GENDER)
        if any(line.counts[index] is not None for line in lines)
        and (gender not in _ON_DEMAND or any(_counts(line.counts[index]) for line in lines))
    ]
    header = [words(heading)]
    header += [words(edition.label(f"gender.{_BY_GENDER[index] or 'not-recorded'}")) for index in columns]
    has_totals = any(line.total is not None for line in lines)
    if has_totals:
        header.append(words(edition.label("report.total")))
    header += [words(edition.label("report.share-of-women")), words(edition.label("report.assessment"))]
    total_label = edition.label("report.total")
    rows = []
    for line in lines:
        cells: list[Content] = [words(line.label)]
        cells += [_cell(edition, line.counts[index]) for index in columns]
        if has_totals:
            cells.append(_cell(edition, line.total))
        cells.append((shown(line.share, edition, Form.SHARE),))
        cells.append(words(edition.label(f"verdict.{verdict(line.share, BALANCED)}")))
        rows.append(TableRow(cells=tuple(cells), is_total=line.label == total_label))
    return Table(
        caption=words(caption),
        header=tuple(header),
        rows=tuple(rows),
        align=(Align.START, *[Align.END] * (len(header) - 2), Align.START),
        note=words(_note(edition, lines)),
        summary=_said(edition, lines),
        key=f"gender-balance.{key}" if key else "gender-balance",
    )


def _cell(edition: Edition, value: Value | None) -> Content:
    return words("–") if value is None else (shown(value, edition, Form.NUMBER),)


def _counts(value: Value | None) -> bool:
    return value is not None and (value.hidden or bool(value.number))


def _note(edition: Edition, lines: list[Line]) -> str:
    """Return what a reader must know: what balanced means, what was stated without counts, what is undetermined."""
    notes = [edition.label("report.balance-note").format(share=format_share(LOWEST, edition.language))]
    stated = [
        line.label.lower() for line in lines if line.share.share is not None and line.share.share.stated is not None
    ]
    if stated:
        notes.append(edition.text(_STATED).format(groups=format_list(stated, edition.language)))
    if any(verdict(line.share, BALANCED) == "undetermined" for line in lines):
        notes.append(edition.text(_UNDETERMINED))
    return " ".join(notes)


def _said(edition: Edition, lines: list[Line]) -> str:
    parts = [f"{line.label} {plain((shown(line.share, edition, Form.SHARE),))}" for line in lines]
    return f"{edition.label('report.share-of-women')}: {format_list(parts, edition.language)}"


def _chart(edition: Edition, caption: str, lines: list[Line], key: str) -> Chart:
    return Chart(
        kind=ChartKind.BAR,
        caption=words(f"{caption}: {_lower(edition.label('report.share-of-women'))}"),
        categories=tuple(_category(edition, line) for line in lines),
        series=(Series(name=edition.label("report.share-of-women"), values=tuple(line.share for line in lines)),),
        alt=_said(edition, lines),
        is_share=True,
        key=f"gender-balance.chart.{key}" if key else "gender-balance.chart",
    )


def _category(edition: Edition, line: Line) -> str:
    """Return who a bar stands for; with the words of a share that is not exact, since the bar's height is."""
    if line.share.qualifier is Qualifier.EXACT:
        return line.label
    return f"{line.label} ({shown(line.share, edition, Form.SHARE).text})"


def _lower(phrase: str) -> str:
    return phrase[:1].lower() + phrase[1:]


GENDER_BALANCE = Directive(
    name="gender-balance",
    summary="Women and men among staff, invited, participants and speakers, with the share of women and its counts.",
    options=GenderBalanceOptions,
    build=build,
)
