"""Directives: named block builders that chapters call. Knows what a directive is, and none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import field

from kcss_core.frozen import frozen
from kcss_core.origin import Origin
from kcss_core.problems import Problem
from kcss_core.reading.images import Image
from kcss_core.report.blocks import Block

if TYPE_CHECKING:
    from kcss_core.edition import Edition  # for its name only: a report can be rendered without what evaluates


@frozen
class NoOptions:
    """The options of a directive that has none."""


@frozen(kw_only=True)
class Call:
    """One call of a directive.

    Attributes:
        arguments: The words after the name.
        options: An instance of the directive's options class.
        body: What stands between the fences, as blocks; empty for none.
        origin: File and line of the call.
        level: Level of the heading that it stands under; 0 before the first.
        is_draft: Whether missing photographs are shown as placeholders.
        images: Image files of the workspace by path below it; a file that is missing or no image is not in it.
    """

    edition: Edition
    arguments: tuple[str, ...] = ()
    options: Any = field(factory=NoOptions)
    body: tuple[Block, ...] = ()
    origin: Origin = Origin("<call>")
    level: int = 0
    is_draft: bool = False
    images: Mapping[str, Image] = MappingProxyType({})


@frozen
class Built:
    """What a directive returns: blocks, and what is wrong with the call or the data behind it."""

    blocks: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __attrs_post_init__(self) -> None:
        # Here and not in an exporter, so that the plugin at fault can be named.
        for expected, items in ((Block, self.blocks), (Problem, self.problems)):
            for wrong in (item for item in items if not isinstance(item, expected)):
                raise TypeError(f"expected blocks and problems, got {type(wrong).__name__}")


@frozen(kw_only=True)
class Directive:
    """A named block builder.

    Attributes:
        summary: One line for ``kcss plugins`` and the documentation.
        arguments: What the words after the name are, e.g. ``figure ids``; empty where it takes none.
        options: attrs class of its options; each field has a default and is structured strictly from text
            (``tuple[str, ...]`` from words, ``bool``, ``int``, enums).
        takes_body: Whether text may stand between the fences.
        build: From a call to blocks and problems; reads no file.
    """

    name: str
    summary: str
    build: Callable[[Call], Built]
    arguments: str = ""
    options: type[Any] = NoOptions
    takes_body: bool = False
