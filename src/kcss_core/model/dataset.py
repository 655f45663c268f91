"""The dataset: all records of one organization, with indexes built once. Holds references, resolves none silently."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any

import attrs
from attrs import field

from kcss_core.errors import UsageError
from kcss_core.frozen import frozen
from kcss_core.model.activities import Activity, Aggregate, MediaAppearance, Photograph, Publication
from kcss_core.model.organization import (
    Institution,
    Network,
    Objective,
    Organization,
    Policy,
    Program,
    Project,
    StaffCount,
)
from kcss_core.model.people import HeadCount, Participant, Participation, SameAs
from kcss_core.model.table import Table
from kcss_core.model.unread import Unread
from kcss_core.origin import Origin
from kcss_core.problems import Problem
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import KindTree
from kcss_core.withheld import names_nobody


@frozen(slots=False)
class Dataset:
    """All records of one organization, in file order.

    ``dataset.of("publications")`` is a family by name; ``dataset.find("programs", "gender")`` a record by id.

    Attributes:
        kinds: The activity-kind tree, the workspace's own kinds included.
        unread: What could not be read, and is not missing therefore.
    """

    organization: Organization
    programs: tuple[Program, ...] = ()
    projects: tuple[Project, ...] = ()
    institutions: tuple[Institution, ...] = ()
    networks: tuple[Network, ...] = ()
    policies: tuple[Policy, ...] = ()
    objectives: tuple[Objective, ...] = ()
    staff: tuple[StaffCount, ...] = ()
    activities: tuple[Activity, ...] = ()
    participants: Table[Participant] = field(factory=lambda: Table.of(Participant))
    participations: Table[Participation] = field(factory=lambda: Table.of(Participation))
    same_as: tuple[SameAs, ...] = ()
    head_counts: tuple[HeadCount, ...] = ()
    publications: tuple[Publication, ...] = ()
    media_appearances: tuple[MediaAppearance, ...] = ()
    photographs: tuple[Photograph, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()
    kinds: KindTree = field(factory=KindTree.standard)
    unread: Unread = field(factory=Unread, eq=False, repr=False)

    def __repr__(self) -> str:
        counts = (f"{len(self.of(name))} {name}" for name in FAMILIES if len(self.of(name)))
        return f"<Dataset of {self.organization.id}: {', '.join(counts) or 'no records'}>"

    def of(self, family: str) -> Sequence[Any]:
        """Return the records of a family, by its name in files (``head-counts``).

        Raises:
            UsageError: There is no such family; with what was probably meant.
        """
        found = FAMILIES.get(family)
        if found is None:
            hint = did_you_mean(family, FAMILIES) or f"the families are {', '.join(FAMILIES)}"
            raise UsageError(f"there is no family {family!r}; {hint}")
        return getattr(self, found.attribute)  # type: ignore[no-any-return]

    @cached_property
    def _by_id(self) -> dict[str, dict[str, Any]]:
        return {}

    def by_id(self, family: str) -> Mapping[str, Any]:
        """Return the records of a family by id, built once; for a table the row number by id."""
        index = self._by_id.get(family)
        if index is None:
            records = self.of(family)
            if isinstance(records, Table):
                ids = records.column("id")
                index = dict(zip(ids, range(len(ids.codes)), strict=True))
            else:
                index = {record.id: record for record in records}
            self._by_id[family] = index
        return MappingProxyType(index)

    def find(self, family: str, id: str) -> Any:
        """Return the record with an id, or None."""
        found = self.by_id(family).get(id)
        records = self.of(family)
        return records[found] if found is not None and isinstance(records, Table) else found

    def dangling(self, of_people: Collection[tuple[str, str | None]] = ()) -> Iterator[Problem]:
        """Yield a problem for each reference to a record that does not exist; once a distinct value of a table.

        Of a record that may stand in what could not be read nothing is said: one mistake would be reported again at
        every reference to it.

        Args:
            of_people: Files and sheets whose cells may name participants, beside those of families of people.
        """
        for name, family in FAMILIES.items():
            if family.record is SameAs:
                # Persons who were made one are not there any more; their ids are judged before.
                continue
            records = self.of(name)
            for path, target in family.references.items():
                if isinstance(records, Table):
                    yield from self._dangling_column(records, path, target)
                    continue
                known = self.by_id(target)
                for record in records:
                    value = getattr(record, path)
                    for id in value if isinstance(value, tuple) else (value,):
                        if id is not None and id not in known and not self.unread.may_hold(target, id):
                            place = None if record.origin is None else (record.origin.file, record.origin.sheet)
                            is_told = not family.is_of_people and place not in of_people
                            yield _dangling(record.origin, path, id, target, known, is_told=is_told)

    def _dangling_column(self, records: Table[Any], path: str, target: str) -> Iterator[Problem]:
        known = self.by_id(target)
        column = records.column(path)
        if all(map(known.__contains__, column.values)):
            return
        unknown = {
            code
            for code, id in enumerate(column.values)
            if id is not None and id not in known and not self.unread.may_hold(target, id)
        }
        if not unknown:
            return
        rows: dict[int, list[int]] = {}
        for row, code in enumerate(column.codes):
            if code in unknown:
                # The ids of participants are not shown, so all of them are one problem.
                rows.setdefault(0 if target == "participants" else code, []).append(row)
        for code, seen in rows.items():
            id = "" if target == "participants" else column.values[code]
            problem = _dangling(records.origin(seen[0]), path, id, target, known, is_told=False)
            if len(seen) > 1:
                problem = attrs.evolve(problem, message=f"{problem.message} ({len(seen)} rows, this is the first)")
            yield problem


# Comparing an id with thousands of others takes seconds, and where so many are wrong a name is not what was misspelt.
_COMPARED = 1000


def _dangling(
    origin: Origin | None, path: str, id: str, target: str, known: Mapping[str, Any], *, is_told: bool
) -> Problem:
    # The id of a participant may be personal: it is neither echoed nor compared. Where persons are listed, a name may
    # stand in the place of any other id.
    got = f", got {id!r}" if id and (is_told or names_nobody(id)) else ""
    return Problem(
        "reference.dangling",
        f"expected the id of one of the {target}{got}",
        None if origin is None else origin.at(path),
        hint=(did_you_mean(id, known) if id and len(known) <= _COMPARED else None)
        or f"add it to the {target}, or mend the id",
    )


@frozen
class Family:
    """A family of records as files name it.

    Attributes:
        attribute: The attribute of the dataset that holds it.
        record: The attrs class of a record.
        references: Field and the family that its ids point to.
    """

    attribute: str
    record: type[Any]
    references: Mapping[str, str] = MappingProxyType({})

    @property
    def is_of_people(self) -> bool:
        """Whether its records tell who was where, so that a name may stand in any of their cells."""
        return self.record in (Participant, Participation, SameAs, HeadCount)

    @property
    def is_table(self) -> bool:
        """Whether its records are kept in columns."""
        return self.record in (Participant, Participation)


#: Every family that files may hold, by the name that files use; ``organization`` is the one record beside them.
FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "programs": Family("programs", Program),
        "institutions": Family("institutions", Institution),
        "networks": Family("networks", Network),
        "policies": Family("policies", Policy),
        "objectives": Family("objectives", Objective, {"programs": "programs"}),
        "staff": Family("staff", StaffCount),
        "projects": Family(
            "projects",
            Project,
            {"programs": "programs", "partners": "institutions", "funders": "institutions"},
        ),
        "photographs": Family("photographs", Photograph, {"programs": "programs"}),
        "activities": Family(
            "activities",
            Activity,
            {
                "programs": "programs",
                "projects": "projects",
                "partners": "institutions",
                "institutions": "institutions",
                "photographs": "photographs",
            },
        ),
        "participants": Family("participants", Participant),
        "participations": Family(
            "participations", Participation, {"participant": "participants", "activity": "activities"}
        ),
        "same-as": Family("same_as", SameAs, {"participant": "participants", "same_as": "participants"}),
        "head-counts": Family("head_counts", HeadCount, {"activity": "activities"}),
        "publications": Family(
            "publications", Publication, {"programs": "programs", "projects": "projects"}
        ),
        "media-appearances": Family("media_appearances", MediaAppearance, {"programs": "programs"}),
        "aggregates": Family("aggregates", Aggregate),
    }
)
