"""One call of a directive, from a chapter or from the command line: options structured, blocks built, all checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import attrs

from kcss_core.edition import Edition
from kcss_core.errors import UsageError
from kcss_core.origin import Origin
from kcss_core.problems import Problem
from kcss_core.reading.images import Image
from kcss_core.reading.structure import structure_options
from kcss_core.report.blocks import Block
from kcss_core.report.directives import Built, Call, Directive
from kcss_core.text import did_you_mean

#: Directives that are not the core's, and the distribution that brings each.
ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {"in-figures": "kcss-figure-summary", "gender-balance": "kcss-gender-balance"}
)


def call_directive(
    edition: Edition,
    directive: Directive,
    arguments: Sequence[str] = (),
    options: Mapping[str, str] = MappingProxyType({}),
    *,
    body: tuple[Block, ...] = (),
    origin: Origin = Origin("<call>"),
    level: int = 0,
    is_draft: bool = False,
    images: Mapping[str, Image] = MappingProxyType({}),
) -> Built:
    """Return what a directive builds, or everything that is wrong with the call.

    Args:
        options: Name to text, as after ``:name:`` in a chapter or ``--name`` on the command line.
        origin: File and line of the call.
        images: Image files of the workspace by path below it.
    """
    problems: list[Problem] = []
    if arguments and not directive.arguments:
        problems.append(
            Problem(
                "directive.wrong-arguments",
                f"{directive.name}: expected no words after the name, got {' '.join(arguments)!r}",
                origin,
                hint="write options on lines of their own, as :name: value",
            )
        )
    if body and not directive.takes_body:
        problems.append(
            Problem(
                "directive.wrong-body",
                f"{directive.name}: expected no text between the fences",
                origin,
                hint="put it before or after the directive; options are lines such as :name: value",
            )
        )
    known = directive_options(directive)
    problems += [
        Problem(
            "directive.unknown-option",
            f"{directive.name}: there is no option {name!r}",
            origin,
            hint=did_you_mean(name, known) or (f"the options are {', '.join(known)}" if known else "it has none"),
        )
        for name in options
        if name not in known
    ]
    given = {known[name]: text for name, text in options.items() if name in known}
    structured, wrong = structure_options(directive.options, given, origin)
    problems += [_of_option(problem, directive, origin) for problem in wrong]
    if problems or structured is None:
        return Built(problems=tuple(problems))
    call = Call(
        edition=edition,
        arguments=tuple(arguments),
        options=structured,
        body=body,
        origin=origin,
        level=level,
        is_draft=is_draft,
        images=images,
    )
    try:
        return directive.build(call)
    except UsageError as error:
        # A figure, dimension or period that does not exist: the chapter's mistake, not the program's.
        return Built(problems=(Problem("directive.failed", f"{directive.name}: {error}", origin),))


def directive_options(directive: Directive) -> dict[str, str]:
    """Return the field of each option of a directive, by the option's name."""
    return {option_name(field.name): field.name for field in attrs.fields(directive.options)}


def option_name(field: str) -> str:
    """Return what an option is called, given its field: ``as`` for ``as_``, which Python keeps for itself."""
    return field.removesuffix("_").replace("_", "-")


def _of_option(problem: Problem, directive: Directive, origin: Origin) -> Problem:
    part = "" if problem.origin is None or problem.origin.part is None else problem.origin.part
    where = f", option {option_name(part.partition('[')[0])}" if part else ""
    message = f"{directive.name}{where}: {problem.message}"
    return attrs.evolve(problem, code="directive.wrong-option", message=message, origin=origin)


def unknown_directive(name: str, known: Mapping[str, Directive], origin: Origin) -> Problem:
    """Return the problem of a directive that does not exist or is not installed."""
    if name in ELSEWHERE:
        hint: str | None = f"install {ELSEWHERE[name]}, which brings it"
    else:
        hint = did_you_mean(name, (*known, *ELSEWHERE)) or f"the directives are {', '.join(sorted(known))}"
    return Problem("chapter.unknown-directive", f"there is no directive {name!r}", origin, hint=hint)
