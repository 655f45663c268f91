"""What stands in ``{value}`` in a chapter: figure, cell, period, form and qualifier. Formats nothing itself."""

from __future__ import annotations

import re
from fractions import Fraction

from kcss_core.edition import Edition
from kcss_core.errors import UsageError
from kcss_core.figures.value import Cell, Value
from kcss_core.frozen import frozen
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.problems import Problem, Severity
from kcss_core.report.blocks import Form, ValueSpan
from kcss_core.report.shown import HAVE_REST, qualified, shown
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import Qualifier, label, label_id

_ASK = re.compile(r"\s*([^\s\[\]@|]+)\s*(?:\[([^\]]*)\])?\s*(?:@\s*([^|\s]+))?\s*((?:\|[^|]*)*)")
_FORMS = {form.value: form for form in Form}
_QUALIFIERS = {word.value: word for word in Qualifier if word is not Qualifier.EXACT}
_HOW = "write {value}`figure-id`, {value}`figure-id[scope=local]`, {value}`figure-id@2021` or {value}`figure-id|words`"


@frozen(kw_only=True)
class Ask:
    """One ``{value}`` of a chapter.

    Attributes:
        period: None for the edition's own.
        form: None for the usual one: a number, or a share with its counts.
        qualifier: None for the value's own.
    """

    figure: str
    cell: Cell = ()
    period: Period | None = None
    form: Form | None = None
    qualifier: Qualifier | None = None


def read_ask(words: str, origin: Origin) -> tuple[Ask | None, tuple[Problem, ...]]:
    """Return what a chapter asks for: ``figure[dimension=value]@period|form|qualifier``, all but the figure optional.

    A dimension without value (``[program=]``) is the cell "not recorded".
    """
    match = _ASK.fullmatch(words)
    if match is None:
        return None, (Problem("chapter.wrong-value", f"expected the id of a figure, got {words!r}", origin, hint=_HOW),)
    figure, cell_words, period_words, option_words = match.groups()
    problems: list[Problem] = []
    cell: list[tuple[str, str | None]] = []
    for pair in cell_words.split(",") if cell_words else ():
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not name or not equals:
            message = f"{words}: expected a cell such as [scope=local], got {pair.strip()!r}"
            problems.append(Problem("chapter.wrong-value", message, origin))
        cell.append((name, value or None))
    period = None
    if period_words:
        try:
            period = Period.parse(period_words)
        except ValueError as error:
            problems.append(Problem("chapter.wrong-value", f"{words}: {error}, got {period_words!r}", origin))
    options = [option.strip() for option in option_words.split("|")[1:]]
    forms = [_FORMS[option] for option in options if option in _FORMS]
    qualifiers = [_QUALIFIERS[option] for option in options if option in _QUALIFIERS]
    known = (*_FORMS, *_QUALIFIERS)
    for option in options:
        if option not in known:
            message = f"{words}: expected one of {', '.join(known)} after |, got {option!r}"
            problems.append(Problem("chapter.wrong-value", message, origin, hint=did_you_mean(option, known)))
    if len(forms) > 1 or len(qualifiers) > 1:
        message = f"{words}: expected one form and one qualifier at most, got {', '.join(options)}"
        problems.append(Problem("chapter.wrong-value", message, origin))
    if problems:
        return None, tuple(problems)
    return Ask(
        figure=figure,
        cell=tuple(cell),
        period=period,
        form=forms[0] if forms else None,
        qualifier=qualifiers[0] if qualifiers else None,
    ), ()


def answer(edition: Edition, words: str, origin: Origin) -> tuple[ValueSpan | None, tuple[Problem, ...]]:
    """Return the value that a chapter asks for, as it is printed, and what is wrong with asking."""
    ask, problems = read_ask(words, origin)
    if ask is None:
        return None, problems
    if ask.figure not in edition.figures:
        return None, (
            Problem(
                "chapter.unknown-figure",
                f"nobody defines the figure {ask.figure!r}",
                origin,
                hint=did_you_mean(ask.figure, edition.figures) or "declare it in figures.toml",
                missing=("figures", ask.figure),
            ),
        )
    try:
        value = edition.value(ask.figure, period=ask.period, cell=ask.cell)
    except UsageError as error:
        return None, (Problem("chapter.wrong-value", f"{words}: {error}", origin, missing=error.missing),)
    form = ask.form or (Form.NUMBER if value.share is None else Form.QUANTITY)
    return shown(value, edition, form, ask.qualifier), tuple(_doubts(value, ask, edition, words, origin))


def _doubts(value: Value, ask: Ask, edition: Edition, words: str, origin: Origin) -> list[Problem]:
    """Return what a reader of the chapter would stumble over."""
    share = value.share
    if value.number is None and (share is None or share.stated is None):
        return [
            Problem(
                "chapter.no-data",
                f"{words}: there are no data, {label('report.no-data', edition.language)!r} is printed",
                origin,
                Severity.WARNING,
                hint="record what is counted, keep an aggregate, or leave the sentence out",
            )
        ]
    found = []
    if share is None and ask.form in (Form.SHARE, Form.COUNTS, Form.REST):
        message = f"{words}: expected a share for the form {ask.form.value!r}, got a number"
        found.append(Problem("chapter.wrong-form", message, origin, hint="leave the form out"))
    if share is not None and ask.form is Form.REST and value.qualifier not in HAVE_REST:
        own = label(label_id(value.qualifier), "en").format(number="").strip()
        message = f"{words}: the rest of a share that is kept as {own!r} cannot be said"
        found.append(Problem("chapter.wrong-form", message, origin, hint="say the share itself"))
    if share is not None and ask.form is Form.WORDS:
        message = f"{words}: expected a number for the form 'words', got a share"
        found.append(Problem("chapter.wrong-form", message, origin, hint="use |share or |counts"))
    number = Fraction(share.stated) / 100 if share is not None and share.stated is not None else value.number
    if ask.qualifier is not None and number is not None and qualified(number, value.qualifier, ask.qualifier) is None:
        asked = label(label_id(ask.qualifier), "en").format(number="").strip()
        own = label(label_id(value.qualifier), "en").format(number="").strip()
        message = f"{words}: {asked!r} cannot be said of a number that is kept as {own!r}"
        found.append(Problem("chapter.wrong-qualifier", message, origin, hint=f"leave |{ask.qualifier.value} out"))
    return found
