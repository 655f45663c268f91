"""From chapters, as their files hold them, to the blocks of a report: values, directives, references, annex, cover."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from kcss_core.checks.typed import check_chapter, check_title
from kcss_core.edition import Edition
from kcss_core.formatting import format_period
from kcss_core.origin import Origin
from kcss_core.period import PartialDate, Period
from kcss_core.problems import Problem, Severity, has_errors
from kcss_core.reading.workspace import Workspace
from kcss_core.report.blocks import Block, Chart, Content, Contents, Heading, Picture, Span, Table, ValueSpan, words
from kcss_core.report.calls import call_directive, directive_options, unknown_directive
from kcss_core.report.captions import numbered, reference_words, with_references
from kcss_core.report.definition import Annex, ReportDefinition
from kcss_core.report.directives import Directive
from kcss_core.report.evidence import evidence_annex
from kcss_core.report.files import ReportFiles
from kcss_core.report.headings import check_headings, with_anchors
from kcss_core.report.markdown import typeset
from kcss_core.report.meaning import DirectiveCall, Meaning
from kcss_core.report.narrative import Placed, read_chapter
from kcss_core.report.report import Cover, Report
from kcss_core.report.roles import answer
from kcss_core.report.traversal import with_contents
from kcss_core.report.values import values_of
from kcss_core.text import Text, did_you_mean
from kcss_core.vocabulary import LANGUAGES, label

# What chapters ask for.
_ASKED = re.compile(r"\{value\}`+\s*([^\s`\[@|]+)")


class Composition:
    """One report while it is put together; :meth:`report` is asked once."""

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
        self.definition = definition
        self.edition = edition
        self.directives = directives
        self.is_draft = is_draft
        self.problems: list[Problem] = []
        self.files = ReportFiles(workspace, f"reports/{report_id}/", definition, edition.language, self.problems)
        self.references: list[tuple[str, Origin]] = []
        self.names: dict[str, Origin] = {}

    def report(self) -> tuple[Report, list[Problem]]:
        """Return the report, and what is wrong with its definition and its chapters."""
        edition, definition = self.edition, self.definition
        chapters = list(self.files.chapters())
        self.files.check_template()
        title_of = self.files.place.at("title")
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

    def cover(self) -> Cover:
        edition, definition, files = self.edition, self.definition, self.files
        organization = edition.dataset.organization
        title = self.words(definition.title)
        period = format_period(edition.period, edition.language)
        return Cover(
            title=title,
            organization=self.words(organization.name),
            subtitle=self.words(definition.subtitle),
            # A title that names the period says it already.
            period="" if period.rstrip(".") in title else period,
            logo=files.image(definition.logo, files.place.at("logo"))
            or files.image(organization.logo, organization.origin),
            image=files.image(definition.cover.image, files.place.at("cover.image")),
            image_alt=self.words(definition.cover.alt),
            note=self.words(definition.cover.note),
        )

    def words(self, text: Text | None) -> str:
        return typeset(self.edition.text(text), self.edition.language)


def _day(period: Period) -> PartialDate:
    return PartialDate(period.end.year, period.end.month, period.end.day)
