"""What a chapter calls, and who answers: the interface between reading a chapter and building a report."""

from __future__ import annotations

from collections.abc import Callable

from kcss_core.frozen import frozen
from kcss_core.origin import Origin
from kcss_core.problems import Problem
from kcss_core.report.blocks import Block, ValueSpan


@frozen(kw_only=True)
class DirectiveCall:
    """A directive as a chapter calls it: words after the name, options as text, body as blocks."""

    name: str
    arguments: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    body: tuple[Block, ...]
    origin: Origin
    level: int


@frozen(kw_only=True)
class Meaning:
    """What a chapter's roles and directives stand for; each answers for itself and returns what is wrong.

    Attributes:
        value: From what stands in ``{value}`` and its place to what is printed.
        directive: From a call to blocks.
        reference: Told each anchor that is referred to, and where.
    """

    value: Callable[[str, Origin], tuple[ValueSpan | None, tuple[Problem, ...]]]
    directive: Callable[[DirectiveCall], tuple[tuple[Block, ...], tuple[Problem, ...]]]
    reference: Callable[[str, Origin], None]
