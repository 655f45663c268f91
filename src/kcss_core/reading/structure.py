"""From raw records to typed ones, strictly: all fields of all records are tried. Knows no files and no formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import compress
from types import MappingProxyType
from typing import Any, TypeVar

import attrs
from attrs import field

from kcss_core.frozen import frozen
from kcss_core.model import FAMILIES, Dataset, Organization, Participant, Table
from kcss_core.model.unread import Unread
from kcss_core.origin import Origin
from kcss_core.problems import Problem, Severity, sorted_problems
from kcss_core.reading.converter import Flaw, convert
from kcss_core.reading.participations import as_attended, once_each
from kcss_core.reading.persons import one_each
from kcss_core.reading.plain import plain_records
from kcss_core.reading.raw import RawRecord, RawTable
from kcss_core.reading.rows import Rows, missing_column, structured_rows
from kcss_core.reading.rules import broken
from kcss_core.text import Text, clean, did_you_mean
from kcss_core.vocabulary import KindTree
from kcss_core.withheld import names_nobody

T = TypeVar("T")

ORGANIZATION = "organization"


def structure_record(
    cls: type[T],
    fields: Mapping[str, Any],
    origin: Origin,
    *,
    kinds: KindTree | None = None,
    rows: Mapping[str, int] = MappingProxyType({}),
    is_of_people: bool = False,
) -> tuple[T | None, tuple[Problem, ...]]:
    """Return an instance of any attrs class, or None where a field is wrong, and all problems.

    Text stands for any value as a person writes it; several values of a tuple stand in a list or, divided by
    semicolons, in one text. Empty text is the same as no field. A field ``origin`` of the class is set, not read.

    Args:
        fields: Name to raw value; nested tables for nested classes.
        kinds: The tree that kinds of activities are looked up in; the standard one where none is given.
        rows: Line of each key path inside the record, where the file format lets one tell.
        is_of_people: Whether a name may stand in any field, so that messages repeat none.
    """
    prepared, replaced = _prepared(fields)
    record, flaws = convert(cls, prepared, kinds or KindTree.standard())
    if record is not None:
        flaws = tuple(broken(record))
    if flaws or record is None:
        fields_ = {attribute.name: attribute for attribute in attrs.fields(cls) if attribute.name != "origin"}  # type: ignore[arg-type]
        return None, tuple(_problem(flaw, origin, rows, fields_, is_of_people=is_of_people) for flaw in flaws)
    problems = [
        Problem(
            "text.control-characters",
            f"{count} control characters were replaced" if count > 1 else "a control character was replaced",
            _place(origin, path, rows),
            Severity.WARNING,
            hint="delete them where the text comes from",
        )
        for path, count in replaced
    ]
    if hasattr(record, "origin"):
        # Nobody else has seen the record yet; making it again to set one field takes as long as making it.
        object.__setattr__(record, "origin", origin)
    return record, tuple(problems)


def structure_options(
    cls: type[T], options: Mapping[str, str], origin: Origin
) -> tuple[T | None, tuple[Problem, ...]]:
    """Return an instance of an options class from options that are all text, as directives and commands give them.

    Several values stand as words, divided by spaces or semicolons; an option without a value means yes.
    """
    attributes = attrs.fields_dict(attrs.resolve_types(cls))  # type: ignore[arg-type, type-var]
    fields: dict[str, Any] = {}
    for name, text in options.items():
        type_ = attributes[name].type if name in attributes else None
        if type_ is bool and not text.strip():
            fields[name] = True
        elif str(type_).startswith("tuple["):
            fields[name] = text.replace(";", " ").split()
        else:
            fields[name] = text
    return structure_record(cls, fields, origin)


def structure(
    raw: Iterable[RawRecord | RawTable], kinds: KindTree, *, unread: Unread | None = None
) -> tuple[Dataset, tuple[Problem, ...]]:
    """Return the dataset of all raw records, and everything that is wrong with them.

    A record with an error is left out. An organization without an id or name stands in for one that could not be read,
    so that all else is checked in the same run.

    Args:
        unread: What could not be read; references to it are not judged.
    """
    gathered = _Gathered(kinds)
    raw, found = one_each(raw)
    gathered.problems.extend(found)
    tables: dict[str, list[RawRecord | RawTable]] = {}
    unread = unread or Unread()
    lost: set[str] = set()
    for item in raw:
        if item.family in FAMILIES and FAMILIES[item.family].is_table:
            tables.setdefault(item.family, []).append(item)
        elif isinstance(item, RawTable):
            if absent_columns(item):
                lost.add(item.family)
            gathered.add_rows(item)
        else:
            gathered.add(item)
    families: dict[str, Any] = {
        FAMILIES[name].attribute: tuple(records) for name, records in gathered.families.items()
    }
    if "participations" in tables:
        tables["participations"] = [*as_attended(tables["participations"])]
    structured = {family: gathered.rows_of(family, items) for family, items in tables.items()}
    for family, rows in structured.items():
        families[FAMILIES[family].attribute] = rows.table
        gathered.problems.extend(rows.problems)
        gathered.left_out.setdefault(family, set()).update(rows.left_out)
        if rows.lost:
            lost.add(family)

    unread |= Unread(frozenset(lost), gathered.left_out)
    if "same_as" in families:
        families |= _with_one_each(families, lambda id: unread.may_hold("participants", id), gathered.problems)
    if "participations" in families:
        families["participations"] = once_each(families["participations"], gathered.problems)
    organization = gathered.organization
    stand_in = Organization(id="?", name=Text("?"))
    dataset = Dataset(organization=organization or stand_in, kinds=kinds, unread=unread, **families)
    of_people = {(item.origin.file, item.origin.sheet) for item in raw if item.is_of_people}
    gathered.problems.extend(dataset.dangling(of_people))
    if organization is None and ORGANIZATION not in gathered.left_out and not unread.may_hold_any(ORGANIZATION):
        gathered.problems.append(
            Problem(
                "organization.missing",
                "expected one organization, got none",
                hint="write [organization] with id and name into a TOML file under records/",
            )
        )
    return dataset, sorted_problems(gathered.problems)


def _with_one_each(
    families: Mapping[str, Any], is_elsewhere: Callable[[str], bool], problems: list[Problem]
) -> dict[str, Any]:
    """Return the families of persons, in which those that somebody found to be one person are one."""
    # Most workspaces decide nothing of the kind.
    from kcss_core.reading.same_as import followed, made_one, with_kept

    persons = families.get("participants", Table.of(Participant))
    kept, records, found = followed(families["same_as"], persons, is_elsewhere)
    problems += found
    made: dict[str, Any] = {"participants": made_one(persons, kept), "same_as": records}
    if "participations" in families:
        made["participations"] = with_kept(families["participations"], kept)
    return made


def rows_of(table: RawTable, wanted: Iterable[bool], problems: list[Problem]) -> Iterator[RawRecord]:
    """Yield rows of a raw table as raw records; a header ``title.en`` makes a table ``title`` with ``en``."""
    cls = FAMILIES[table.family].record
    known = [attribute.name for attribute in attrs.fields(cls) if attribute.name != "origin"]
    paths: list[tuple[str, ...]] = []
    for name in table.header:
        path = tuple(name.split("."))
        paths.append(path if path[0] in known else ())
        if path[0] not in known:
            problems.append(unknown_column(table, name, known))
        elif len(path) == 1 and any(other.startswith(f"{name}.") for other in table.header):
            problems.append(
                Problem(
                    "column.twice",
                    f"expected either one column {name!r} or one a language or part, got both",
                    table.origin.at(name),
                )
            )
            paths[-1] = ()
    absent = absent_columns(table)
    problems.extend(missing_column(table, name) for name in absent)
    if absent or not any(paths):
        return
    for row, cells in compress(zip(table.rows, zip(*table.columns, strict=True), strict=True), wanted):
        fields: dict[str, Any] = dict(table.constants)
        for path, cell in zip(paths, cells, strict=True):
            if not path or cell is None or cell == "":
                continue
            into = fields
            for step in path[:-1]:
                into = into.setdefault(step, {})
            into[path[-1]] = cell
        origin = Origin(table.origin.file, table.origin.sheet, row, table.origin.part)
        yield RawRecord(table.family, fields, origin, is_of_people=table.is_of_people)


def absent_columns(table: RawTable) -> list[str]:
    """Return the fields that every row needs and that neither a column nor a constant gives."""
    given = {name.partition(".")[0] for name in (*table.header, *table.constants)}
    needed = [a.name for a in attrs.fields(FAMILIES[table.family].record) if a.default is attrs.NOTHING]
    return [name for name in needed if name not in {*given, "origin"}] if table.rows else []


def unknown_column(table: RawTable, name: str, known: Collection[str]) -> Problem:
    """Return the problem of a column that no field of the family answers to."""
    part, header = name, name
    if _is_of_people(table) and not names_nobody(name):
        # Where nobody wrote a header, or one that is a person, a name stands there.
        place = table.header.index(name)
        part, header = f"column {table.letters[place] if table.letters else place + 1}", "its header"
    remedy = f'map it in kcss.toml, columns = {{ "{header}" = "field" }}, or to "" to leave it out'
    meant = did_you_mean(name, known)
    hint = f"{meant} Else {remedy}" if meant else f"{remedy}; the fields are {', '.join(known)}"
    return Problem("column.unknown", f"no field of {table.family} has this name", table.origin.at(part), hint=hint)


@frozen
class _Gathered:
    """What was structured so far.

    Attributes:
        families: Records of each family that is kept as objects.
        left_out: Ids of the records that exist in a file but have an error.
    """

    kinds: KindTree
    families: dict[str, list[Any]] = field(factory=dict)
    left_out: dict[str, set[str]] = field(factory=dict)
    problems: list[Problem] = field(factory=list)
    _places: dict[tuple[Any, ...], Origin] = field(factory=dict)
    _organizations: list[Organization] = field(factory=list)

    @property
    def organization(self) -> Organization | None:
        return self._organizations[0] if self._organizations else None

    def add(self, raw: RawRecord) -> None:
        if raw.family == ORGANIZATION:
            cls: type[Any] = Organization
        elif raw.family in FAMILIES:
            cls = FAMILIES[raw.family].record
        else:
            self.problems.append(unknown_family(raw.family, raw.origin))
            return
        record, problems = structure_record(
            cls, raw.fields, raw.origin, kinds=self.kinds, rows=raw.rows, is_of_people=_is_of_people(raw)
        )
        self.problems.extend(problems)
        if record is None:
            id = str(raw.fields.get("id", "")).strip()
            self.left_out.setdefault(raw.family, set()).add(id)
            self._places.setdefault((raw.family, id), raw.origin)
        elif raw.family == ORGANIZATION:
            self._add_organization(record)
        else:
            self._add_record(record, raw, raw.rows)

    def add_rows(self, table: RawTable) -> None:
        made = plain_records(FAMILIES[table.family].record, table, self.kinds)
        others = rows_of(table, [record is None for record in made], self.problems)
        for record in made:
            if record is not None:
                self._add_record(record, table)
            elif (other := next(others, None)) is not None:
                self.add(other)
        # The header of a table without rows may be wrong, too.
        next(others, None)

    def _add_record(
        self, record: Any, raw: RawRecord | RawTable, rows: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        if self._is_new(raw, record):
            if _ENDS.search(getattr(record, "id", "")):
                self.problems.append(_unnameable(record, raw, rows))
            self.families.setdefault(raw.family, []).append(record)

    def rows_of(self, family: str, items: Iterable[RawRecord | RawTable]) -> Rows[Any]:
        """Structure a family that is kept in columns; single records of TOML files are rows like others."""
        schema = FAMILIES[family].record
        tables = [item for item in items if isinstance(item, RawTable)]
        single = []
        for item in items:
            if isinstance(item, RawRecord):
                record, problems = structure_record(
                    schema, item.fields, item.origin, kinds=self.kinds, rows=item.rows, is_of_people=True
                )
                self.problems.extend(problems)
                if record is None:
                    self.left_out.setdefault(family, set()).add(str(item.fields.get("id", "")).strip())
                else:
                    single.append(record)
        return structured_rows(schema, tables, single, self.kinds, unknown_column)

    def _add_organization(self, organization: Organization) -> None:
        if self.organization is None:
            self._organizations.append(organization)
            return
        self.problems.append(
            Problem(
                "organization.twice",
                f"expected one organization, got a second; the first stands at {self.organization.origin}",
                organization.origin,
                hint="a workspace is of one organization: delete one of them",
            )
        )

    def _is_new(self, raw: RawRecord | RawTable, record: Any) -> bool:
        family = raw.family
        key = (family, *_KEYS.get(family, _by_id)(record))
        first = self._places.setdefault(key, record.origin)
        if first is record.origin:
            return True
        if family in _KEYS:
            problem = Problem(
                "record.duplicate",
                f"expected {_ONE[family]}, got the same as at {first}",
                record.origin,
                hint="delete one of them",
            )
        else:
            problem = Problem(
                "record.duplicate-id",
                f"expected an id that is used once, got the one of {first} again"
                if _is_of_people(raw)
                else f"expected an id that is used once, got {record.id!r}, which stands also at {first}",
                record.origin.at("id"),
                hint="give one of them another id, or delete it",
            )
        self.problems.append(problem)
        return False


def _by_id(record: Any) -> tuple[Any, ...]:
    return (record.id,)


# Families without ids, and what makes their records the same.
_KEYS: Mapping[str, Callable[[Any], tuple[Any, ...]]] = MappingProxyType(
    {
        "head-counts": lambda count: (count.activity, count.role, count.presence),
        "aggregates": lambda total: (total.figure, total.reported, tuple(sorted(total.by))),
        "same-as": lambda pair: tuple(sorted((pair.participant, pair.same_as))),
    }
)
_ONE = MappingProxyType(
    {
        "head-counts": "one head count for an activity, role and presence",
        "aggregates": "one aggregate for a figure, period and cell",
        "same-as": "one decision about two participants",
    }
)


def unknown_family(name: str, origin: Origin) -> Problem:
    """Return the problem of a family that does not exist."""
    known = (ORGANIZATION, *FAMILIES)
    return Problem(
        "family.unknown",
        f"expected the name of a family of records, got {name!r}",
        origin,
        hint=did_you_mean(name, known) or f"the families are {', '.join(known)}",
    )


# The name of a field, before what stands inside of it.
_FIRST_STEP = re.compile(r"[.\[]")
# What ends an id in a chapter, and in a cell that holds several.
_ENDS = re.compile(r"[\s;]+")


def _unnameable(record: Any, raw: RawRecord | RawTable, rows: Mapping[str, int]) -> Problem:
    """Return the problem of an id that nothing can name; persons are named by their own rows only."""
    is_told = not _is_of_people(raw)
    return Problem(
        "record.unnameable-id",
        "expected an id without spaces and semicolons, which chapters and lists cannot name"
        + (f", got {record.id!r}" if is_told else ""),
        _place(record.origin, "id", rows),
        Severity.WARNING,
        hint=f"write {_ENDS.sub('-', record.id)!r}, here and where it is named"
        if is_told
        else "write hyphens instead, here and where it is named",
    )


def _is_of_people(raw: RawRecord | RawTable) -> bool:
    """Say whether a name of a participant may stand in any cell of a record or table."""
    return raw.is_of_people or (raw.family in FAMILIES and FAMILIES[raw.family].is_of_people)


def _problem(
    flaw: Flaw,
    origin: Origin,
    rows: Mapping[str, int],
    known: Mapping[str, attrs.Attribute[Any]],
    *,
    is_of_people: bool,
) -> Problem:
    attribute = known.get(_FIRST_STEP.split(flaw.path)[0])
    is_personal = attribute is not None and attribute.repr is False
    message, hint = flaw.told(is_personal=is_personal, is_of_people=is_of_people)
    place = _place(origin, flaw.path, rows)
    if is_of_people and flaw.path:
        # A key that nobody knows may be a name, as a word inside a table may.
        place = attrs.evolve(origin if attribute is None else origin.at(attribute.name), row=place.row)
    return Problem(flaw.code, message, place, hint=hint)


def _place(origin: Origin, path: str, rows: Mapping[str, int]) -> Origin:
    """Return the place of a key path inside a record, on its own line where that is known."""
    if not path:
        return origin
    steps = path.replace("[", ".[").split(".")
    for length in range(len(steps), 0, -1):
        row = rows.get(".".join(steps[:length]).replace(".[", "["))
        if row is not None:
            return attrs.evolve(origin, row=row).at(path)
    return origin.at(path)


def _prepared(fields: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, int]]]:
    """Return fields without control characters, and where how many of these were replaced."""
    replaced: list[tuple[str, int]] = []
    if all(isinstance(value, str) and value.isprintable() for value in fields.values()):
        return dict(fields), replaced

    def prepare(value: Any, path: str) -> Any:
        if isinstance(value, str):
            words, count = clean(value)
            if count:
                replaced.append((path, count))
            return words
        if isinstance(value, Mapping):
            return {key: prepare(inner, f"{path}.{key}" if path else str(key)) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [prepare(inner, f"{path}[{index}]") for index, inner in enumerate(value, 1)]
        return value

    prepared: dict[str, Any] = prepare(fields, "")
    return prepared, replaced
