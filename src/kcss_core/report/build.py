"""From a workspace and one of its reports to a built report: definition, edition, chapters, directives, headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from kcss_core.checks.typed import check_chapter, check_title
from kcss_core.edition import Edition, open_edition
from kcss_core.errors import UsageError
from kcss_core.figures import Address, Figure
from kcss_core.formatting import format_list, format_period
from kcss_core.origin import Origin
from kcss_core.period import PartialDate, Period
from kcss_core.problems import Problem, Severity, has_errors, silenced, sorted_problems
from kcss_core.reading.images import Image
from kcss_core.reading.workspace import Workspace
from kcss_core.report.blocks import (
    Block,
    Chart,
    Content,
    Contents,
    Heading,
    Picture,
    Span,
    Table,
    ValueSpan,
    plain,
    with_contents,
    words,
)
from kcss_core.report.calls import call_directive, directive_options, unknown_directive
from kcss_core.report.captions import numbered, reference_words, with_references
from kcss_core.report.definition import Annex, ReportDefinition, read_definition
from kcss_core.report.directives import Directive
from kcss_core.report.evidence import evidence_annex
from kcss_core.report.markdown import typeset
from kcss_core.report.narrative import DirectiveCall, Meaning, Placed, read_chapter
from kcss_core.report.protection import overlapping, protect, with_notes
from kcss_core.report.report import Cover, Report
from kcss_core.report.roles import answer
from kcss_core.report.values import values_of
from kcss_core.text import Text, did_you_mean, fold
from kcss_core.vocabulary import LANGUAGES, label

__all__ = ["build", "call_directive"]

# What follows where records are missing.
_CONSEQUENCES = frozenset({"chapter.no-data", "directive.nothing-to-show"})
_ASKED = re.compile(r"\{value\}`+\s*([^\s`\[@|]+)")


def build(
    workspace: Workspace,
    report_id: str,
    *,
    directives: Iterable[Directive],
    figures: Iterable[Figure] = (),
    language: str | None = None,
    period: Period | None = None,
    is_draft: bool = False,
    told: Iterable[Address] = (),
) -> tuple[Report | None, tuple[Problem, ...]]:
    """Return a report, or None where there are errors, and all problems: of the workspace, figures and chapters.

    Args:
        directives: What chapters may call.
        figures: Figures of plugins, beside those of the workspace.
        language, period: Instead of those in ``report.toml``.
        is_draft: Whether missing photographs are shown as placeholders.
        told: Values that readers are told besides; small groups are protected over both together.

    Raises:
        UsageError: There is no such report, or reports cannot be written in the language.
    """
    folder = f"reports/{report_id}/"
    file = f"{folder}report.toml"
    if file not in workspace.texts:
        known = workspace.report_ids
        hint = did_you_mean(report_id, known) or (f"the reports are {', '.join(known)}" if known else f"write {file}")
        raise UsageError(f"there is no report {report_id!r}; {hint}")
    if language is not None and language not in LANGUAGES:
        raise UsageError(f"expected a language of reports, one of {', '.join(LANGUAGES)}, got {language!r}")
    definition, problems = read_definition(workspace.texts[file], file)
    if definition is None:
        return None, sorted_problems((*workspace.problems, *problems))

    def opened(filter: Mapping[str, Any]) -> Edition:  # noqa: A002  # the word of report.toml
        return open_edition(
            workspace,
            figures=figures,
            period=period or definition.period,
            language=language or definition.written_in,
            filter=filter,
        )

    try:
        edition = opened(definition.filter)
    except UsageError as error:
        if not definition.filter:
            raise
        # Built without the filter, so that what is wrong with the chapters is said in the same run.
        problems = (*problems, Problem("report.wrong-filter", str(error), Origin(file, part="filter")))
        edition = opened({})
    def built(edition: Edition) -> tuple[Report, list[Problem]]:
        return _Build(workspace, report_id, definition, edition, by_name, is_draft).report()

    by_name = {directive.name: directive for directive in directives}
    report, found = built(edition)
    if has_errors(workspace.problems):
        # Where records could not be read, that there are none is no news.
        found = [problem for problem in found if problem.code not in _CONSEQUENCES]
    everything = sorted_problems((*workspace.problems, *problems, *found, *edition.problems))
    everything = silenced(everything, workspace.manifest.silence)
    if has_errors(everything):
        return None, everything
    disclosure = workspace.manifest.disclosure
    edition, concealed = protect(report.blocks, edition, disclosure, told)
    if not concealed:
        return attrs.evolve(report, edition=edition), everything
    # The problems of the first build hold: the second is told less, and finds that more is missing.
    report, _ = built(edition)
    report = attrs.evolve(report, blocks=with_notes(report.blocks, disclosure.k, report.language))
    others = overlapping(workspace, report_id, edition)
    notes = [_hidden(len(concealed), disclosure.k, file), *([_overlapping(others, file)] if others else [])]
    everything = sorted_problems((*everything, *notes))
    return report, silenced(everything, workspace.manifest.silence)


def _hidden(number: int, k: int, file: str) -> Problem:
    return Problem(
        "report.small-groups",
        f"{number} numbers of people are hidden, for some tell of groups of fewer than {k} and the others would reveal "
        "these",
        Origin(file),
        Severity.NOTE,
        hint="kcss explain tells them for internal use; [disclosure] in kcss.toml says how small a group may be",
    )


def _overlapping(others: Sequence[str], file: str) -> Problem:
    named = format_list([repr(other) for other in others], "en")
    return Problem(
        "report.overlapping",
        f"{named} {'tells' if len(others) == 1 else 'tell'} of the same people, or of more or fewer of them, and what "
        "is hidden here may be the difference of two numbers",
        Origin(file),
        Severity.NOTE,
        hint="each report is protected on its own: publish one of them, or leave numbers of people out of the smaller",
    )


class _Build:
    def __init__(
        self,
        workspace: Workspace,
        report_id: str,
        definition: ReportDefinition,
        edition: Edition,
        directives: Mapping[str, Directive],
        is_draft: bool,
    ) -> None:
        self.workspace = workspace
        self.id = report_id
        self.folder = f"reports/{report_id}/"
        self.definition = definition
        self.edition = edition
        self.directives = directives
        self.is_draft = is_draft
        self.problems: list[Problem] = []
        self.references: list[tuple[str, Origin]] = []
        self.names: dict[str, Origin] = {}
        # Files that are there and were reported already.
        self.unreadable = {one.origin.file for one in workspace.problems if one.origin is not None and one.is_error}

    def report(self) -> tuple[Report, list[Problem]]:
        edition, definition = self.edition, self.definition
        chapters = list(self.chapters())
        self.check_template()
        title_of = Origin(f"{self.folder}report.toml", part="title")
        self.problems += check_title(definition.title, edition, title_of)
        asked = {id for _, text in chapters for id in _ASKED.findall(text)}
        edition.prepare([id for id in sorted(asked) if id in edition.figures])
        placed: list[Placed] = []
        meaning = Meaning(value=self.value, directive=self.directive, reference=self.refer)
        for file, text in chapters:
            parts, problems = read_chapter(text, file, edition.language, meaning)
            self.problems += problems
            language = self.language_of(file)
            self.problems += check_chapter(text, file, language, edition, definition.allowed_numbers)
            if not parts and not has_errors(problems):
                self.problems.append(
                    Problem(
                        "chapter.empty",
                        "the chapter holds nothing",
                        Origin(file),
                        Severity.WARNING,
                        hint="write it, or take it out of report.toml",
                    )
                )
            placed += parts
        self.problems += check_headings(placed)
        if Annex.EVIDENCE in definition.annex:
            annex = evidence_annex(values_of(part.block for part in placed), edition)
            placed += [Placed(block, title_of, is_written=False) for block in annex]
        blocks = self.with_references(with_anchors([self.typeset(part) for part in placed]))
        if definition.contents and not any(isinstance(block, Contents) for block in blocks):
            blocks = (Contents(title=words(label("report.contents", edition.language))), *blocks)
        cover = self.cover()
        report = Report(
            id=self.id,
            edition=edition,
            language=edition.language,
            title=cover.title,
            cover=cover,
            blocks=blocks,
            author=edition.text(definition.author) or cover.organization,
            subject=edition.text(definition.subject),
            keywords=definition.keywords,
            date=definition.date or _day(edition.period),
            is_draft=self.is_draft,
            template=None if definition.template is None else self.workspace.root / definition.template,
            export=definition.export,
        )
        return report, self.problems

    def refer(self, anchor: str, origin: Origin) -> None:
        self.references.append((anchor, origin))

    def with_references(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Return blocks with numbers on their captions, where they are needed, and with the words of references."""
        language = self.edition.language
        blocks = numbered(blocks, (anchor for anchor, _ in self.references))
        words_ = reference_words(blocks, language)
        headings = {block.anchor for block in blocks if isinstance(block, Heading)}
        for anchor in headings & self.names.keys():
            message = f"the name {anchor!r} is also the anchor of a heading"
            problem = Problem("chapter.duplicate-anchor", message, self.names[anchor], hint="give one another name")
            self.problems.append(problem)
        for anchor, origin in self.references:
            if anchor not in words_:
                message = f"there is no heading, table or figure with the anchor {anchor!r}"
                hint = did_you_mean(anchor, words_) or "end a heading with {#anchor}, or give a directive :name: anchor"
                self.problems.append(Problem("chapter.unknown-reference", message, origin, hint=hint))
            elif not words_[anchor]:
                message = f"{anchor!r} leads to something without a caption, which has no number"
                hint = "give it a caption, or refer to a heading"
                self.problems.append(Problem("chapter.unknown-reference", message, origin, hint=hint))
        return with_references(blocks, words_)

    def typeset(self, part: Placed) -> Placed:
        """Return a block that a directive made, with words from records set as those of chapters are."""
        if part.is_written:
            return part

        def change(content: Content) -> Content:
            return tuple(
                attrs.evolve(inline, text=typeset(inline.text, self.words_language(inline)))
                if isinstance(inline, Span)
                else inline
                for inline in content
            )

        return attrs.evolve(part, block=with_contents(part.block, change))

    def words_language(self, span: Span) -> str:
        return span.language if span.language in LANGUAGES else self.edition.language

    def language_of(self, file: str) -> str:
        """Return the language that a chapter is written in."""
        named = next((language for language in LANGUAGES if file.endswith(f".{language}.md")), None)
        return named or self.definition.written_in or self.edition.language

    # What chapters call

    def value(self, words: str, origin: Origin) -> tuple[ValueSpan | None, tuple[Problem, ...]]:
        return answer(self.edition, words, origin)

    def directive(self, call: DirectiveCall) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
        directive = self.directives.get(call.name)
        if directive is None:
            return (), (unknown_directive(call.name, self.directives, call.origin),)
        options: dict[str, str] = {}
        for name, text in call.options:
            if name in options:
                message = f"{call.name}: the option {name!r} is given twice"
                return (), (Problem("directive.wrong-option", message, call.origin, hint="keep one of them"),)
            options[name] = text
        anchor = options.pop("name", "") if "name" not in directive_options(directive) else ""
        built = call_directive(
            self.edition,
            directive,
            call.arguments,
            options,
            body=call.body,
            origin=call.origin,
            level=call.level,
            is_draft=self.is_draft,
            images=self.workspace.images,
        )
        return self.named(built.blocks, anchor, call), built.problems

    def named(self, blocks: tuple[Block, ...], anchor: str, call: DirectiveCall) -> tuple[Block, ...]:
        """Return blocks, the first table or figure of which has an anchor, where the call gives one."""
        if not anchor:
            return blocks
        for place, block in enumerate(blocks):
            if isinstance(block, Table | Picture | Chart):
                if anchor in self.names:
                    message = f"{call.name}: the name {anchor!r} is used twice, also at {self.names[anchor]}"
                    problem = Problem("chapter.duplicate-anchor", message, call.origin, hint="give one another name")
                    self.problems.append(problem)
                    return blocks
                self.names[anchor] = call.origin
                return (*blocks[:place], attrs.evolve(block, anchor=anchor), *blocks[place + 1 :])
        if blocks:
            message = f"{call.name}: expected a table, picture or chart for the name {anchor!r}, got none"
            problem = Problem("directive.wrong-option", message, call.origin, hint="leave :name: out")
            self.problems.append(problem)
        return blocks

    # Files

    def chapters(self) -> Iterator[tuple[str, str]]:
        """Yield file and text of each chapter, in the report's language where it was written in it."""
        texts = self.workspace.texts
        there = [name.removeprefix(self.folder) for name in texts if _is_chapter(name, self.folder)]
        place = Origin(f"{self.folder}report.toml")
        if not self.definition.chapters:
            hint = f"name {', '.join(there)}" if there else f"write one in {self.folder} and name it"
            self.problems.append(
                Problem("report.no-chapters", "expected a chapter, got an empty list", place.at("chapters"), hint=hint)
            )
            return
        seen: set[str] = set()
        for number, name in enumerate(self.definition.chapters, start=1):
            origin = place.at(f"chapters[{number}]")
            if name in seen:
                self.problems.append(
                    Problem("report.chapter-twice", f"the chapter {name!r} is named twice", origin, hint="name it once")
                )
                continue
            seen.add(name)
            translated = _in_language(name, self.edition.language)
            if f"{self.folder}{translated}" in texts:
                seen.add(translated)
                name = translated
            elif f"{self.folder}{name}" in self.unreadable:
                continue
            elif f"{self.folder}{name}" not in texts:
                hint = did_you_mean(name, there) or (
                    f"the folder holds {', '.join(there)}" if there else f"write it in {self.folder}"
                )
                self.problems.append(
                    Problem("report.missing-chapter", f"there is no chapter {name!r}", origin, hint=hint)
                )
                continue
            elif self.edition.language != (self.definition.written_in or self.edition.language):
                self.problems.append(
                    Problem(
                        "chapter.not-translated",
                        f"the chapter is not written in {self.edition.language!r}",
                        Origin(f"{self.folder}{name}"),
                        Severity.WARNING,
                        hint=f"write {translated}",
                    )
                )
            yield f"{self.folder}{name}", texts[f"{self.folder}{name}"]
        named = {form for name in seen for form in (name, *(_in_language(name, other) for other in LANGUAGES))}
        for name in there:
            if name not in named:
                self.problems.append(
                    Problem(
                        "report.unused-chapter",
                        f"the report does not hold the chapter {name!r}",
                        place.at("chapters"),
                        Severity.NOTE,
                        hint="add it to chapters, or move the file elsewhere",
                    )
                )

    def cover(self) -> Cover:
        edition, definition = self.edition, self.definition
        organization = edition.dataset.organization
        title = self.words(definition.title)
        period = format_period(edition.period, edition.language)
        return Cover(
            title=title,
            organization=self.words(organization.name),
            subtitle=self.words(definition.subtitle),
            # A title that names the period says it already.
            period="" if period.rstrip(".") in title else period,
            logo=self.image(definition.logo, "logo") or self.image(organization.logo, None),
            image=self.image(definition.cover.image, "cover.image"),
            image_alt=self.words(definition.cover.alt),
            note=self.words(definition.cover.note),
        )

    def check_template(self) -> None:
        """Report a house-style file that is not there."""
        template = self.definition.template
        if template is None:
            return
        path, root = (self.workspace.root / template).resolve(), self.workspace.root.resolve()
        if not (path.is_relative_to(root) and path.is_file()):
            self.problems.append(
                Problem(
                    "report.missing-template",
                    f"there is no file {template!r} below the workspace",
                    Origin(f"{self.folder}report.toml", part="template"),
                    hint="put the file there, mend the path, or remove the line for the built-in house style",
                )
            )

    def words(self, text: Text | None) -> str:
        return typeset(self.edition.text(text), self.edition.language)

    def image(self, file: str | None, part: str | None) -> Image | None:
        """Return an image of the workspace; one that is missing is left out and reported, with its key."""
        if file is None or file in self.workspace.images:
            return None if file is None else self.workspace.images[file]
        place = Origin(f"{self.folder}report.toml").at(part) if part else self.edition.dataset.organization.origin
        self.problems.append(
            Problem(
                "report.missing-image",
                f"there is no image {file!r}, it is left out",
                place,
                Severity.WARNING,
                hint=did_you_mean(file, self.workspace.images) or "put the file there, or mend the path",
            )
        )
        return None


def _is_chapter(file: str, folder: str) -> bool:
    return file.startswith(folder) and file.endswith(".md")


def _in_language(name: str, language: str) -> str:
    return f"{name.removesuffix('.md')}.{language}.md"


def _day(period: Period) -> PartialDate:
    return PartialDate(period.end.year, period.end.month, period.end.day)


def check_headings(placed: Sequence[Placed]) -> Iterator[Problem]:
    """Yield what is wrong with the headings of a report: anchors used twice, levels skipped, sections without words."""
    anchors: dict[str, Origin] = {}
    titles: dict[str, Origin] = {}
    level = 0
    for index, part in enumerate(placed):
        heading, origin = part.block, part.origin
        if not isinstance(heading, Heading):
            continue
        title = plain(heading.content)
        if part.is_written and heading.anchor:
            if heading.anchor in anchors:
                message = f"the anchor {heading.anchor!r} is used twice, it stands also at {anchors[heading.anchor]}"
                yield Problem("chapter.duplicate-anchor", message, origin, hint="give one of them another name")
            anchors.setdefault(heading.anchor, origin)
        if heading.level == 1:
            if fold(title) in titles:
                message = f"two chapters are called {title!r}, the other stands at {titles[fold(title)]}"
                yield Problem("chapter.duplicate-title", message, origin, Severity.WARNING, hint="rename one of them")
            titles.setdefault(fold(title), origin)
        if heading.level > level + 1:
            message = f"expected a heading of level {level + 1} or higher up, got level {heading.level}"
            remedy = f"begin the line with {'#' * (level + 1)}"
            yield Problem("chapter.skipped-level", message, origin, Severity.WARNING, hint=remedy)
        level = heading.level
        after = placed[index + 1].block if index + 1 < len(placed) else None
        if after is None or (isinstance(after, Heading) and after.level <= heading.level):
            message = f"nothing stands under the heading {title!r}"
            remedy = "write what belongs there, or delete the heading"
            yield Problem("chapter.empty-section", message, origin, Severity.WARNING, hint=remedy)


def with_anchors(placed: Sequence[Placed]) -> tuple[Block, ...]:
    """Return the blocks with an anchor on every heading, each used once; those that chapters give stay as they are."""
    used = {part.block.anchor for part in placed if part.is_written and isinstance(part.block, Heading)}
    blocks: list[Block] = []
    for part in placed:
        block = part.block
        if isinstance(block, Heading) and not (part.is_written and block.anchor):
            block = attrs.evolve(block, anchor=_unused(block.anchor or _slug(plain(block.content)), used))
            used.add(block.anchor)
        blocks.append(block)
    return tuple(blocks)


def _slug(title: str) -> str:
    return re.sub(r"[^\w]+", "-", fold(title)).strip("-") or "section"


def _unused(anchor: str, used: set[str]) -> str:
    number, name = 1, anchor
    while name in used:
        number += 1
        name = f"{anchor}-{number}"
    return name
