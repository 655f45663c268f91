"""Breakdowns: a figure by one or two dimensions, rows in the order of the vocabulary. Formats nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any

from kcss_core.errors import UsageError
from kcss_core.figures.evaluate import Evaluation
from kcss_core.figures.frames import label_of
from kcss_core.figures.paths import GRAINS, Path
from kcss_core.figures.value import Breakdown, BreakdownRow, Cell
from kcss_core.model import Dataset
from kcss_core.model.fields import Country, Kind, Language
from kcss_core.period import PartialDate, Period
from kcss_core.text import Text, fold
from kcss_core.vocabulary import LANGUAGES, Gender, label_id, labels

#: How many persons share words about them that a breakdown shows. The least that thresholds of small groups come to.
SHARED_BY = 3


def break_down(evaluation: Evaluation, figure: str, by: Sequence[str], period: Period) -> Breakdown:
    """Return a figure by one or two dimensions.

    A dimension has a row for each value that occurs, in records or aggregates, for women and men always, and for every
    program; then one for what is not recorded, where something is not. Free words about persons, such as the
    organization they come from, have a row only where several share them: with swapped columns they are names.

    Raises:
        UsageError: There is no such figure, or it has no such dimension.
    """
    if not 1 <= len(by) <= 2 or len(set(by)) != len(by):
        raise UsageError(f"expected one or two dimensions, got {', '.join(by) or 'none'}")
    total = evaluation.value(figure, period)
    paths = [evaluation.dimension(figure, name) for name in by]
    occurring = [_occurring(evaluation, figure, path, period) for path in paths]
    alone = [_alone(path, evaluation.dataset) & values for values, path in zip(occurring, paths, strict=True)]
    columns = [
        _ordered(values - unnamed, path, evaluation.dataset)
        for values, unnamed, path in zip(occurring, alone, paths, strict=True)
    ]
    rows = []
    for values in product(*columns):
        cell: Cell = tuple(zip(by, values, strict=True))
        label = _row_label(evaluation, tuple(zip(paths, values, strict=True)))
        rows.append(BreakdownRow(cell=cell, label=label, value=evaluation.value(figure, period, cell)))
    overlap = evaluation.overlap(figure, period, [row.cell for row in rows])
    return Breakdown(
        figure=figure, by=tuple(by), rows=tuple(rows), total=total, overlap=overlap, unnamed=sum(map(len, alone))
    )


def _alone(path: Path, dataset: Dataset) -> set[str | None]:
    """Return the words about persons that too few of them share to be shown."""
    if not path.steps or path.steps[-1].family != "participants" or not path.is_free_text:
        return set()
    shared = Counter(dataset.participants.column(path.name))
    return {value for value, number in shared.items() if value is not None and number < SHARED_BY}


def _row_label(evaluation: Evaluation, places: tuple[tuple[Path, str | None], ...]) -> Text:
    """Return the label of a row; made once, however many figures are broken down by the same."""
    key = tuple((path.words, value) for path, value in places)
    label = evaluation.labels.get(key)
    if label is None:
        if len(places) == 1:
            ((path, value),) = places
            label = value_label(value, path, evaluation.dataset)
        else:
            label = joined_labels([_row_label(evaluation, (place,)) for place in places])
        evaluation.labels[key] = label
    return label


def _occurring(evaluation: Evaluation, figure: str, path: Path, period: Period) -> set[str | None]:
    values = {None if value is None else written(value) for value in evaluation.values(figure, path, period)}
    narrowed = evaluation.narrowed(figure)
    for cell in evaluation.aggregates.cells(figure, period):
        if any(one <= cell for one in narrowed):
            values |= {value for name, value in cell if name == path.words}
    if path.type is Gender:
        values |= {Gender.WOMAN.value, Gender.MAN.value}
    if path.family == "programs":
        values |= {program.id for program in evaluation.dataset.programs}
    return values


def written(value: Any) -> str:
    """Return a value as cells hold it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _ordered(values: Iterable[str | None], path: Path, dataset: Dataset) -> list[str | None]:
    known = [value for value in values if value is not None]
    return [*sorted(known, key=_order(path, dataset)), *([None] if None in values else [])]


def _order(path: Path, dataset: Dataset) -> Callable[[str], Any]:
    """Return what values are sorted by: the order of a word list or of a file, else the words themselves."""
    if path.family is not None:
        order = list(dataset.by_id(path.family))
    elif path.type == Kind:
        order = list(dataset.kinds)
    elif path.type is bool:
        order = ["yes", "no"]
    elif isinstance(path.type, type) and hasattr(path.type, "__members__"):
        order = [str(word) for word in path.type.__members__.values()]
    elif path.grain or path.type is PartialDate:
        return lambda value: value
    else:
        return lambda value: (not value.isdigit(), int(value) if value.isdigit() else 0, fold(value), value)
    places = {value: index for index, value in enumerate(order)}
    return lambda value: (places.get(value, len(places)), value)


def value_label(value: str | None, path: Path, dataset: Dataset) -> Text:
    """Return a value of a dimension in words for readers."""
    if value is None:
        return Text(labels()["report.not-recorded"])
    if path.family is not None and path.family != "participants":
        record = dataset.find(path.family, value)
        return Text(value) if record is None else _name(record)
    if path.type is bool:
        return Text(labels()[f"answer.{value}"])
    if path.type == Kind:
        return Text(dataset.kinds.label(value) or value.replace("-", " ").capitalize())
    if isinstance(path.type, type) and hasattr(path.type, "__members__"):
        return Text(labels()[label_id(path.type(value))])
    if path.grain in GRAINS:
        return _in_languages(_period_name, value)
    if path.type == Country:
        return _in_languages(_country_name, value)
    if path.type == Language:
        return _in_languages(_language_name, value)
    return Text(value)


def joined_labels(names: Sequence[Text]) -> Text:
    """Return labels of several dimensions as one, in every language that one of them has."""
    languages = dict.fromkeys(language for name in names for language in name.languages)
    return Text({language: ", ".join(name.within(language) for name in names) for language in languages})


def _name(record: Any) -> Text:
    for name in ("name", "title"):
        words = getattr(record, name, None)
        if isinstance(words, Text):
            return words
    return Text(label_of(record))


def _in_languages(words: Callable[[str, str], str], value: str) -> Text:
    return Text({language: words(value, language) for language in LANGUAGES})


def _period_name(value: str, language: str) -> str:
    from kcss_core.formatting import format_period

    return format_period(Period.parse(value), language)


def _country_name(value: str, language: str) -> str:
    from kcss_core.vocabulary import country_name

    return country_name(value, language)


def _language_name(value: str, language: str) -> str:
    from kcss_core.vocabulary import language_name

    return language_name(value, language)
