"""Statements as ``statements.toml`` declares them. Holds none of them against anything, and reads no file itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from attrs import field

from kcss_core.edition import Edition
from kcss_core.figures.declared_relations import impossible, structure_relation
from kcss_core.figures.definition import Figure, Measure
from kcss_core.figures.paths import GrammarError
from kcss_core.formatting import decimal_places
from kcss_core.frozen import frozen
from kcss_core.model.fields import Percent
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.problems import Problem, has_errors
from kcss_core.reading.structure import structure_record
from kcss_core.reading.toml import Document, parse_toml
from kcss_core.statements.definitions import Definitions
from kcss_core.statements.statement import Change, Manner, Place, PublishedDocument, Statement, Statements
from kcss_core.text import did_you_mean

#: The file of a workspace that holds them.
STATEMENTS_FILE = "statements.toml"

_TABLES = ("document", "statement", "relation")


@frozen(kw_only=True)
class _Declared:
    """A ``[[statement]]`` as written."""

    says: str
    document: str | None = None
    section: str | None = None
    page: int | None = None
    line: int | None = None
    quotation: str | None = None
    period: Period | None = None
    figure: tuple[str, ...] = ()
    by: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    value: Decimal | None = None
    percent: Percent | None = None
    qualifier: Manner = Manner.EXACT
    tolerance: Decimal | None = None
    items: tuple[str, ...] = ()
    about: str | None = None
    name: str | None = None
    worded: str | None = None
    change: Change | None = None
    origin: Origin | None = field(default=None, eq=False, repr=False)


def structure_statements(text: str, file: str, edition: Edition) -> tuple[Statements, tuple[Problem, ...]]:
    """Return the statements that a text declares, and everything that is wrong with them.

    A statement that cannot be read is left out.

    Args:
        file: Path below the workspace, for messages.
        edition: Whose figures they name; of the whole organization.
    """
    document, problems = parse_toml(text, file)
    found = list(problems)
    for name in document.data:
        if name not in _TABLES and not document.is_broken(""):
            hint = did_you_mean(name, _TABLES) or f"write {', '.join(f'[[{table}]]' for table in _TABLES)}"
            message = f"expected one of {', '.join(_TABLES)}, got {name!r}"
            found.append(Problem("statement.invalid", message, document.origin(name), hint=hint))
    texts: dict[str, PublishedDocument] = {}
    for path, table in _tables(document, "document", found):
        one, wrong = structure_record(PublishedDocument, table, _origin(document, path), rows=document.rows_below(path))
        found += wrong
        if one is not None and texts.setdefault(one.id, one) is not one:
            message = f"expected an id that is used once, got {one.id!r} for a second document"
            found.append(Problem("statement.invalid", message, document.origin(f"{path}.id")))
    is_unread = bool(document.broken) or has_errors(found)
    reading = _Reading(texts, edition, Definitions(edition), are_documents_known=not is_unread)
    statements = []
    for path, table in _tables(document, "statement", found):
        origin = _origin(document, path)
        declared, wrong = structure_record(_Declared, table, origin, rows=document.rows_below(path))
        found += wrong
        if declared is not None:
            wrong = tuple(reading.wrong(declared, origin))
            found += wrong
            if not wrong and reading.knows_document(declared):
                statements.append(reading.statement(declared, origin))
    relations = []
    for path, table in _tables(document, "relation", found):
        relation = structure_relation(document, path, table, edition.figures, found)
        if relation is not None:
            relations.append(relation)
    # What is wrong among those of figures.toml alone is reported there.
    known = set(impossible(edition.relations))
    found += [problem for problem in impossible([*relations, *edition.relations]) if problem not in known]
    return Statements(documents=tuple(texts.values()), statements=tuple(statements), relations=tuple(relations)), tuple(
        found
    )


def _tables(document: Document, name: str, problems: list[Problem]) -> list[tuple[str, Mapping[str, Any]]]:
    tables = document.data.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        problems.append(Problem("statement.invalid", f"expected tables headed [[{name}]]", document.origin(name)))
        return []
    paths = ((f"{name}[{index}]", table) for index, table in enumerate(tables, 1))
    return [(path, table) for path, table in paths if not document.is_broken(path)]


def _origin(document: Document, path: str) -> Origin:
    place = document.origin(path)
    return Origin(place.file, row=place.row)


@frozen
class _Reading:
    """What statements refer to: the documents they stand in, and figures."""

    documents: Mapping[str, PublishedDocument]
    edition: Edition
    definitions: Definitions
    are_documents_known: bool

    def knows_document(self, declared: _Declared) -> bool:
        """Say whether it is known in which document a statement stands."""
        return len(self.documents) == 1 if declared.document is None else declared.document in self.documents

    def statement(self, declared: _Declared, origin: Origin) -> Statement:
        """Return a statement of which nothing is wrong."""
        document = self._document(declared)
        percent = declared.percent
        number: Decimal | Fraction | None = declared.value if percent is None else Fraction(percent) / 100
        tolerance = None if declared.tolerance is None else Fraction(declared.tolerance)
        return Statement(
            place=Place(document=document.title, section=declared.section, page=declared.page, line=declared.line),
            says=declared.says,
            period=declared.period or document.period,
            quotation=declared.quotation,
            figures=declared.figure,
            part=tuple((name, values) for name, values in declared.by.items()),
            number=number,
            digits=0 if percent is None else decimal_places(percent),
            manner=declared.qualifier,
            tolerance=tolerance if tolerance is None or percent is None else tolerance / 100,
            is_percent=percent is not None,
            items=declared.items,
            about=declared.about,
            name=declared.name,
            worded=declared.worded,
            change=declared.change,
            origin=origin,
        )

    def wrong(self, declared: _Declared, origin: Origin) -> Iterator[Problem]:
        """Yield what is wrong with a statement as written."""
        yield from self._place(declared, origin)
        yield from _content(declared, origin)
        yield from _qualifier(declared, origin)
        for name in ("figure", "worded"):
            ids = getattr(declared, name)
            for id in (ids,) if isinstance(ids, str) else ids or ():
                figure = self.edition.figures.get(id)
                if figure is None:
                    hint = did_you_mean(id, self.edition.figures) or "declare it in figures.toml, or mend the id"
                    message = f"expected the id of a figure, got {id!r}"
                    yield Problem("figure.unknown", message, origin.at(name), hint=hint, missing=("figures", id))
                    continue
                yield from _kind_of_number(declared, figure, origin)
                for dimension, values in declared.by.items():
                    try:
                        self.definitions.demand(figure, dimension, values)
                    except GrammarError as error:
                        message = f"figure {id!r} by {dimension!r}: {error}"
                        place = origin.at("by")
                        yield Problem("statement.invalid", message, place, hint=error.hint, missing=error.missing)

    def _document(self, declared: _Declared) -> PublishedDocument:
        if declared.document is None:
            (only,) = self.documents.values()
            return only
        return self.documents[declared.document]

    def _place(self, declared: _Declared, origin: Origin) -> Iterator[Problem]:
        if declared.section is None and declared.page is None and declared.line is None:
            yield Problem(
                "statement.no-place",
                "expected the place where the text says it: a section, a page or a line, got none",
                origin,
                hint='write section = "…", page = … or line = …',
            )
        for name in ("page", "line"):
            number = getattr(declared, name)
            if number is not None and number < 1:
                yield Problem("statement.invalid", f"expected a number from 1, got {number}", origin.at(name))
        if self.knows_document(declared) or not self.are_documents_known:
            return
        if declared.document is None:
            got = "none is declared" if not self.documents else f"there are {', '.join(self.documents)}"
            hint = 'write [[document]] with id, title and period, and document = "id" in each statement'
            yield Problem("statement.no-place", f"expected the document it stands in; {got}", origin, hint=hint)
        else:
            yield Problem(
                "statement.no-place",
                f"expected the id of a document, got {declared.document!r}",
                origin.at("document"),
                hint=did_you_mean(declared.document, self.documents) or "declare it under [[document]]",
            )


_NUMBERS = ("value", "percent")
_CONTENTS = (*_NUMBERS, "items", "name")


def _content(declared: _Declared, origin: Origin) -> Iterator[Problem]:
    contents = [name for name in _CONTENTS if getattr(declared, name) not in (None, ())]
    if len(contents) > 1 or not (contents or declared.change):
        got = " and ".join(contents) or "none"
        yield Problem("statement.invalid", f"expected one of {', '.join(_CONTENTS)} or change, got {got}", origin)
        return
    content = contents[0] if contents else "change"
    if content == "name":
        for name in ("figure", "by", "about", "worded", "change"):
            if getattr(declared, name):
                yield Problem("statement.invalid", "a name stands alone, and this is none of it", origin.at(name))
    elif content == "items" and bool(declared.figure) == bool(declared.about):
        message = "expected for a list either figure, or about where no figure counts it"
        yield Problem("statement.invalid", message, origin)
    elif content != "items" and not declared.figure:
        yield Problem("statement.invalid", f"expected the figure of this {content}, got none", origin.at("figure"))
    if declared.about and content not in ("items", "name"):
        message = "about belongs to a list that no figure counts"
        yield Problem("statement.invalid", message, origin.at("about"))
    if len(set(declared.items)) < len(declared.items):
        yield Problem("statement.invalid", "expected each member of the list once", origin.at("items"))


def _qualifier(declared: _Declared, origin: Origin) -> Iterator[Problem]:
    place, code = origin.at("qualifier"), "statement.wrong-qualifier"
    number = declared.value if declared.percent is None else declared.percent
    if declared.qualifier is not Manner.EXACT:
        said = declared.qualifier.value
        if number is None and not declared.items:
            yield Problem(code, f"expected a number or a list to go with {said!r}, got neither", place)
        elif declared.items and declared.qualifier in (Manner.OVER, Manner.AROUND):
            hint = "at-least for a list that may go on, at-most for one of which perhaps not all count"
            yield Problem(code, f"expected 'at-least' or 'at-most' of a list, got {said!r}", place, hint=hint)
        elif declared.percent == 100 and declared.qualifier is Manner.OVER:
            yield Problem(code, "nothing is over 100 percent", place)
    if declared.value is not None and declared.value < 0:
        yield Problem("statement.invalid", f"expected 0 or more, got {declared.value}", origin.at("value"))
    if declared.tolerance is None:
        return
    if declared.qualifier is not Manner.AROUND:
        message = f"a tolerance belongs to 'around', got {declared.qualifier.value!r}"
        yield Problem(code, message, origin.at("tolerance"))
    elif declared.tolerance <= 0 or (number is not None and declared.tolerance >= number):
        message = f"expected more than 0 and less than the number, got {declared.tolerance}"
        yield Problem(code, message, origin.at("tolerance"))


def _kind_of_number(declared: _Declared, figure: Figure, origin: Origin) -> Iterator[Problem]:
    if figure.measure is Measure.FUNCTION:
        return
    is_share = figure.measure is Measure.SHARE
    if is_share and declared.value is not None:
        message = f"{figure.id!r} is a share and takes a percent, got a value"
        yield Problem("statement.invalid", message, origin.at("value"), hint="write percent =")
    if not is_share and declared.percent is not None:
        message = f"{figure.id!r} is no share and takes a value, got a percent"
        yield Problem("statement.invalid", message, origin.at("percent"), hint="write value =")
    if not is_share and declared.value is not None and declared.value != int(declared.value):
        message = f"{figure.id!r} takes a whole number, got {declared.value}"
        yield Problem("statement.invalid", message, origin.at("value"))
    if is_share and declared.items:
        message = f"{figure.id!r} is a share and counts no list"
        yield Problem("statement.invalid", message, origin.at("items"))
