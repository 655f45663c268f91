"""Directives that order the page: ``contents``, ``page-break``, ``table``, ``lead`` and ``note``."""

from __future__ import annotations

from attrs import evolve

from kcss_core.frozen import frozen
from kcss_core.problems import Problem
from kcss_core.report.blocks import Block, Contents, Listed, PageBreak, Paragraph, ParagraphRole, Table, words
from kcss_core.report.directives import Built, Call, Directive


@frozen(kw_only=True)
class ContentsOptions:
    """What ``contents`` lists.

    Attributes:
        depth: Down to which level of headings, 1 to 6.
        title: Instead of the usual one.
        of: ``headings``, ``tables``, or ``figures`` for pictures and charts; captions are numbered then.
    """

    depth: int = 2
    title: str = ""
    of: Listed = Listed.HEADINGS


def _contents(call: Call) -> Built:
    depth = call.options.depth
    if not 1 <= depth <= 6:
        message = f"contents: expected a depth from 1 to 6, got {depth}"
        return Built(problems=(Problem("directive.wrong-option", message, call.origin),))
    of = call.options.of
    usual = {Listed.HEADINGS: "report.contents", Listed.TABLES: "report.tables", Listed.FIGURES: "report.figures"}[of]
    title = call.options.title or call.edition.label(usual)
    return Built((Contents(title=words(title), depth=depth, of=of),))


def _table(call: Call) -> Built:
    (*tables,) = (block for block in call.body if isinstance(block, Table))
    if len(tables) != 1 or len(call.body) != 1:
        message = "table: expected one table between the fences, got something else"
        hint = "write rows such as | a | b | and nothing else"
        return Built(problems=(Problem("directive.wrong-body", message, call.origin, hint=hint),))
    return Built((evolve(tables[0], caption=words(" ".join(call.arguments))),))


def _page_break(_: Call) -> Built:
    return Built((PageBreak(),))


def _set_apart(call: Call, name: str, role: ParagraphRole) -> Built:
    blocks: list[Block] = []
    for block in call.body:
        if not isinstance(block, Paragraph):
            return Built(
                problems=(
                    Problem(
                        "directive.wrong-body",
                        f"{name}: expected paragraphs between the fences, got something else",
                        call.origin,
                        hint="put it after the directive",
                    ),
                )
            )
        blocks.append(evolve(block, role=role))
    if not blocks:
        message = f"{name}: expected text between the fences, got none"
        return Built(problems=(Problem("directive.wrong-body", message, call.origin),))
    return Built(tuple(blocks))


def _lead(call: Call) -> Built:
    return _set_apart(call, "lead", ParagraphRole.LEAD)


def _note(call: Call) -> Built:
    return _set_apart(call, "note", ParagraphRole.NOTE)


CONTENTS = Directive(
    name="contents",
    summary="The list of headings; without it the report opens with one.",
    options=ContentsOptions,
    build=_contents,
)
PAGE_BREAK = Directive(
    name="page-break", summary="What follows starts a page, in formats that have pages.", build=_page_break
)
TABLE = Directive(
    name="table", summary="A table with a caption.", arguments="caption", takes_body=True, build=_table
)
LEAD = Directive(name="lead", summary="Paragraphs that open a chapter.", takes_body=True, build=_lead)
NOTE = Directive(name="note", summary="Paragraphs in small print.", takes_body=True, build=_note)
