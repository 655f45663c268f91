"""Editions: a dataset seen for one period, in one language, perhaps filtered; every value worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import evolve

from kcss_core.errors import UsageError
from kcss_core.figures.breakdown import break_down
from kcss_core.figures.declared import structure_figures, unread_figures
from kcss_core.figures.definition import Figure, Relation
from kcss_core.figures.evaluate import Evaluation
from kcss_core.figures.people import Alike, Group, alike, people_of, size_of
from kcss_core.figures.value import Address, Breakdown, Cell, Value
from kcss_core.frozen import frozen
from kcss_core.model import Dataset
from kcss_core.model.unread import Unread
from kcss_core.period import Period
from kcss_core.problems import Problem, has_errors, sorted_problems
from kcss_core.text import Text, did_you_mean
from kcss_core.vocabulary import LANGUAGES, Decision, label, labels

if TYPE_CHECKING:
    from kcss_core.reading.workspace import Workspace

FIGURES_FILE = "figures.toml"
_NO_FILTER: Mapping[str, Any] = MappingProxyType({})


@frozen
class Protection:
    """What an edition may tell of people.

    Attributes:
        populations: Those that are protected.
        cleared: Addresses that may be told; every other value of these populations is hidden. None where nobody has
            looked yet, and all are told.
        k: Fewer people than these are a small group.
        hidden: Addresses that a report would tell, and may not; in messages nothing else is withheld but small groups.
    """

    populations: frozenset[str]
    cleared: frozenset[Address] | None
    k: int
    hidden: frozenset[Address] = frozenset()

    def told(self, value: Value) -> Value:
        """Return a value as it may be told; one without data has no number to hide, but what its note tells."""
        if self.cleared is None or value.population not in self.populations or value.address in self.cleared:
            return value
        share = value.share
        if value.number is None and not (share is not None and (share.stated or share.denominator)):
            return evolve(value, note=None, undecided=0)
        return value.concealed()

    def lets_tell_besides(self, people: int) -> bool:
        """Say whether a number of people may be told that is no value, so that nobody has looked what follows from it.

        Where a value is hidden any other number may lead to it.
        """
        return not self.hidden and people >= self.k

    def lets_messages_tell(self, value: Value) -> bool:
        """Say whether a message may tell a value: no report hides it, and no group that it tells of is small."""
        if value.population not in self.populations:
            return True
        numbers = [value.number]
        if value.share is not None:
            numerator, denominator = value.share.numerator, value.share.denominator
            numbers = [numerator, denominator, None if denominator is None else denominator - (numerator or 0)]
        return value.address not in self.hidden and not any(number and 0 < number < self.k for number in numbers)


#: What messages say instead of a number that they may not tell.
WITHHELD = "a number withheld for small groups, which kcss explain tells"


class Edition:
    """What one report speaks of: dataset, figures, period, language and filter.

    Values are worked out when they are first asked for and remembered; nothing that an edition says ever changes.

    Args:
        relations: What must hold between figures.
        filter: ``program``, ``project`` or ``funder`` to an id or ids: only what belongs to these counts.
        problems: What was wrong with the declarations of figures.
        unread: What could not be read, figures included; that of the dataset where none is given.

    Raises:
        UsageError: Two figures share an id, the language is none of reports, or the filter names nothing.
    """

    def __init__(
        self,
        dataset: Dataset,
        figures: Iterable[Figure],
        *,
        period: Period | str,
        language: str = "en",
        relations: Iterable[Relation] = (),
        filter: Mapping[str, Any] = _NO_FILTER,  # noqa: A002  # the word of report.toml
        problems: Iterable[Problem] = (),
        unread: Unread | None = None,
    ) -> None:
        if language not in LANGUAGES:
            raise UsageError(
                f"expected a language, one of {', '.join(LANGUAGES)}, got {language!r}"
                + (f"; {hint}" if (hint := did_you_mean(language, LANGUAGES)) else "")
            )
        by_id: dict[str, Figure] = {}
        for figure in figures:
            if figure.id in by_id:
                raise UsageError(f"two figures have the id {figure.id!r}; rename one of them")
            by_id[figure.id] = figure
        self._dataset = dataset
        self._figures = MappingProxyType(by_id)
        self._relations = tuple(relations)
        self._period = _as_period(period)
        self._language = language
        self._filter = MappingProxyType(dict(filter))
        self._declared_problems = tuple(problems)
        self._unread = dataset.unread if unread is None else unread
        self._protection: Protection | None = None
        self._discretion: Protection | None = None
        self._evaluation = Evaluation(dataset, self._figures, self._filter, self.with_period)

    @property
    def dataset(self) -> Dataset:
        """The records."""
        return self._dataset

    @property
    def period(self) -> Period:
        """The reporting period."""
        return self._period

    @property
    def previous(self) -> Period:
        """The period of equal length just before."""
        return self._period.previous

    @property
    def language(self) -> str:
        """The language of readers."""
        return self._language

    @property
    def figures(self) -> Mapping[str, Figure]:
        """All figures by id, those of plugins first."""
        return self._figures

    @property
    def relations(self) -> tuple[Relation, ...]:
        """What must hold between figures."""
        return self._relations

    @property
    def unread(self) -> Unread:
        """What could not be read of records and figures, and is not missing therefore."""
        return self._unread

    @property
    def filter(self) -> Mapping[str, Any]:
        """What the edition is narrowed to; empty for the whole organization."""
        return self._filter

    def value(
        self, figure_id: str, *, period: Period | str | None = None, cell: Cell | Mapping[str, str | None] = ()
    ) -> Value:
        """Return the value of a figure; the same figure, period and cell always has the same value.

        Args:
            period: Another period than the edition's, or the words for it, such as ``2021-Q3``.
            cell: Dimension to value, or pairs of these; None for "not recorded".

        Raises:
            UsageError: There is no such figure, dimension or period; with what was probably meant.
        """
        pairs = cell if isinstance(cell, tuple) else tuple(cell.items() if isinstance(cell, Mapping) else cell)
        value = self._evaluation.value(figure_id, _as_period(period) if period else self._period, pairs)
        return self._told(value)

    def breakdown(self, figure_id: str, by: str | Sequence[str], *, period: Period | str | None = None) -> Breakdown:
        """Return a figure by one or two dimensions.

        Raises:
            UsageError: There is no such figure, dimension or period; with what was probably meant.
        """
        dimensions = (by,) if isinstance(by, str) else tuple(by)
        found = break_down(self._evaluation, figure_id, dimensions, _as_period(period or self._period))
        protection = self._protection
        if protection is None or found.total.population not in protection.populations:
            return found
        rows = tuple(evolve(row, value=self._told(row.value)) for row in found.rows)
        overlap = found.overlap if not found.overlap or protection.lets_tell_besides(found.overlap) else None
        return evolve(found, rows=rows, total=self._told(found.total), overlap=overlap)

    def _told(self, value: Value) -> Value:
        if self._protection is None or self._protection.cleared is None:
            return value
        told = self._protection.told(value)
        if told.population in self._protection.populations and self._evaluation.is_of_gender(told.address):
            # They may be few, and no report needs them: the whole tells how many are undecided.
            return evolve(told, undecided=None)
        return told

    def fewest(self, value: Value) -> int | None:
        """Return how many persons a value counts if all pairs of participants that are open are one person each.

        None where that changes nothing, or may not be told.

        **Units**: persons.
        """
        if self._if_same is None or value.hidden or value.number is None or value.population != "persons":
            return None
        address = value.address
        found = self._if_same.value(address.figure, period=address.period, cell=address.cell).number
        if found is None or found >= value.number:
            return None
        return int(found) if self._protection is None or self._protection.lets_tell_besides(int(found)) else None

    @property
    def open_pairs(self) -> int:
        """How many pairs of participants are open: suggested as one person, and not decided.

        **Units**: pairs.
        """
        return sum(one.decision is Decision.OPEN for one in self._dataset.same_as)

    @cached_property
    def _if_same(self) -> Edition | None:
        """The same edition without protection, if all pairs that are open are one; None where none is."""
        from kcss_core.reading.same_as import fewest, made_one, with_kept

        dataset = self._dataset
        kept = fewest(dataset.same_as)
        if not kept:
            return None
        persons, participations = made_one(dataset.participants, kept), with_kept(dataset.participations, kept)
        return Edition(
            evolve(dataset, participants=persons, participations=participations),
            self._figures.values(),
            period=self._period,
            filter=self._filter,
        )

    def people(self, address: Address) -> tuple[Group, ...]:
        """Return the groups of people whose numbers a value tells, whoever may know them; for disclosure.

        Raises:
            UsageError: There is no such figure or dimension.
        """
        return people_of(self._evaluation, address)

    def size_of(self, group: Group) -> int:
        """Return how many there are of a group whose records are known; for disclosure."""
        return size_of(self._evaluation, group)

    def alike(self, groups: Sequence[Group]) -> list[Alike]:
        """Return everybody whom some groups count, those together whom they do not tell apart; for disclosure."""
        return alike(self._evaluation, groups)

    def has_previous(self, figure_id: str) -> bool:
        """Say whether the previous period has records of what a figure counts, or an aggregate."""
        return self._evaluation.has_data(figure_id, self.previous)

    def undecided(self, figure_id: str) -> Mapping[str, int]:
        """Return how many records of a figure are undecided for which reason; what the evidence says of each, added up.

        Raises:
            UsageError: There is no such figure.
        """
        return self._evaluation.undecided(figure_id, self._period)

    def prepare(self, ids: Iterable[str]) -> None:
        """Work out several figures together; what their conditions share is asked of the records once."""
        for id in ids:
            self._evaluation.value(id, self._period)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with declared figures, and what evaluating all of them for the period finds, sorted."""
        found = [*self._declared_problems, *self._evaluation.problems(self._period, self._said_in_errors)]
        if self._unread.holds_records:
            # A total is small where its records, or the aggregate that states it, could not be read.
            found = [problem for problem in found if problem.code != "aggregate.exceeds-total"]
        return sorted_problems(self._unread.certain(found))

    def _said_in_errors(self, number: int, population: str) -> str:
        """Return a number as errors that stop a report say it: without the report nobody knows what it would hide."""
        discretion = self._discretion
        if discretion is None or discretion.k <= 1 or population not in discretion.populations:
            return str(number)
        return WITHHELD

    def text(self, text: Text | None) -> str:
        """Return a text in the edition's language; empty for none."""
        return "" if text is None else text.within(self._language)

    def label(self, id: str) -> str:
        """Return a label of the vocabulary in the edition's language.

        Raises:
            UsageError: There is no such label.
        """
        if id not in labels():
            hint = did_you_mean(id, labels())
            raise UsageError(f"there is no label {id!r}" + (f"; {hint}" if hint else ""))
        return label(id, self._language)

    def with_language(self, language: str) -> Edition:
        """Return the same edition for readers of another language; what was worked out is shared."""
        return self._again(self._period, language, self._protection)

    def with_period(self, period: Period | str) -> Edition:
        """Return the edition of another period; what was worked out is shared."""
        return self._again(_as_period(period), self._language, self._protection)

    def protected(self, protection: Protection) -> Edition:
        """Return the same edition, but it tells of people only what may be told; what was worked out is shared."""
        return self._again(self._period, self._language, protection)

    @property
    def unprotected(self) -> Edition:
        """The same edition that tells everything: for checks, and for who may know."""
        return self._again(self._period, self._language, None)

    def discreet(self, protection: Protection | None) -> Edition:
        """Return an edition that tells everything, but whose messages withhold what reports hide; for checks."""
        other = Edition.__new__(Edition)
        other.__dict__.update(self.__dict__, _protection=None, _discretion=protection)
        return other

    def may_tell(self, value: Value) -> bool:
        """Say whether the message of a check may tell a value; where it may not, it says ``WITHHELD``."""
        return self._discretion is None or self._discretion.lets_messages_tell(value)

    def is_small(self, people: int) -> bool:
        """Say whether so few people are too few for the message of a check to count them."""
        return self._discretion is not None and 0 < people < self._discretion.k

    @property
    def protection(self) -> Protection | None:
        """What the edition may tell of people; None where that is everything."""
        return self._protection

    def _again(self, period: Period, language: str, protection: Protection | None) -> Edition:
        if (period, language, protection) == (self._period, self._language, self._protection):
            return self
        other = Edition(
            self._dataset,
            self._figures.values(),
            period=period,
            language=language,
            relations=self._relations,
            filter=self._filter,
            problems=self._declared_problems,
            unread=self._unread,
        )
        other._protection = protection
        other._discretion = self._discretion
        other._evaluation = self._evaluation
        return other

    def __repr__(self) -> str:
        return f"<Edition of {self._dataset.organization.id} for {self._period} in {self._language}>"


def _as_period(period: Period | str) -> Period:
    """Return a period that was given, or that words name.

    Raises:
        UsageError: The words name none.
    """
    if isinstance(period, Period):
        return period
    try:
        return Period.parse(period)
    except (ValueError, AttributeError) as error:
        reason = error if isinstance(error, ValueError) else "expected a period"
        raise UsageError(f"{reason}, got {period!r}") from None


def open_edition(
    workspace: Workspace,
    *,
    figures: Iterable[Figure] = (),
    period: Period | str | None = None,
    language: str | None = None,
    filter: Mapping[str, Any] | None = None,  # noqa: A002  # the word of report.toml
) -> Edition:
    """Return the edition of a workspace, with its ``figures.toml`` and the figures of plugins.

    Args:
        figures: Figures of plugins.
        period: The workspace's own where none is given.
        language: The workspace's first where none is given.

    Raises:
        UsageError: Neither the call nor ``kcss.toml`` says of which period.
    """
    period = period or workspace.manifest.workspace.period
    if period is None:
        raise UsageError("which period? give one, or write period = \"2022\" under [workspace] in kcss.toml")
    if language is None:
        language = next(iter(workspace.manifest.workspace.languages), "en")
    others = {figure.id: figure for figure in figures}
    own: tuple[Figure, ...] = ()
    relations: tuple[Relation, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread = workspace.dataset.unread
    text = workspace.texts.get(FIGURES_FILE)
    if text is not None:
        own, relations, problems = structure_figures(text, FIGURES_FILE, workspace.dataset, others)
        if has_errors(problems):
            unread |= unread_figures(text, FIGURES_FILE, (figure.id for figure in own))
    return Edition(
        workspace.dataset,
        [*others.values(), *own],
        period=period,
        language=language,
        relations=relations,
        filter=filter or _NO_FILTER,
        problems=problems,
        unread=unread,
    )
