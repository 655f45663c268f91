"""Directives that list records: goals, programs, projects, activities, policies, networks."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from attrs import evolve

from kcss_core.builtin.directives.selection import kind_label, lower, said, select
from kcss_core.edition import Edition
from kcss_core.formatting import format_date, format_list
from kcss_core.frozen import frozen
from kcss_core.model import Activity, Network, Policy, Program, Project
from kcss_core.problems import Problem, Severity
from kcss_core.report.blocks import Block, Content, Heading, ListBlock, ListItem, Paragraph, Span, words
from kcss_core.report.directives import Built, Call, Directive
from kcss_core.text import did_you_mean
from kcss_core.vocabulary import ActivityInvolvement, ProjectInvolvement, Scope, label_id


def _listed(items: Iterable[Content]) -> ListBlock:
    return ListBlock(items=tuple(ListItem(content=item) for item in items))


def _named(items: Iterable[tuple[Content, list[str]]]) -> tuple[Block, ...]:
    """Return records as a list of ``name: a, b``, or nothing for none.

    Names are strong where something follows every one of them; a list in which some are strong looks like a mistake.
    """
    items = tuple(items)
    is_strong = all(known for _, known in items)
    lines = []
    for name, known in items:
        if is_strong:
            name = tuple(evolve(part, strong=True) if isinstance(part, Span) else part for part in name)
        lines.append((*name, *words(f": {', '.join(known)}" if known else "")))
    return (_listed(lines),) if lines else ()


# Goals


def _goals(call: Call) -> Built:
    goals = call.edition.dataset.organization.goals
    if not goals:
        return Built(
            problems=(
                Problem(
                    "directive.nothing-to-show",
                    "goals: the organization states none",
                    call.origin,
                    Severity.WARNING,
                    hint="add goals to the organization, or take the directive out",
                ),
            )
        )
    return Built((_listed(said(goal, call.edition) for goal in goals),))


# Programs


class ProgramsAs(StrEnum):
    """How programs are shown."""

    LIST = "list"
    SECTIONS = "sections"
    TEXT = "text"


@frozen(kw_only=True)
class ProgramsOptions:
    """What ``programs`` shows.

    Attributes:
        as_: A list of names with summaries; a section for each; or the summaries alone, as paragraphs.
    """

    as_: ProgramsAs = ProgramsAs.LIST


def _programs(call: Call) -> Built:
    chosen = select(call, "programs", "programs")
    edition, shape = call.edition, call.options.as_
    problems = list(chosen.problems)
    if shape is ProgramsAs.LIST:
        listed = (_listed(_program(program, edition) for program in chosen.records),) if chosen.records else ()
        return Built(listed, tuple(problems))
    blocks: list[Block] = []
    for program in chosen.records:
        if not program.summary:
            problems.append(
                Problem(
                    "program.no-summary",
                    f"programs: {program.id!r} has no summary to show",
                    call.origin,
                    Severity.WARNING,
                    hint="write one into the field summary",
                )
            )
            continue
        if shape is ProgramsAs.SECTIONS:
            level = min(call.level + 1, 6)
            blocks.append(Heading(level=level, content=said(program.name, edition), anchor=f"program-{program.id}"))
        blocks.append(Paragraph(content=said(program.summary, edition)))
    return Built(tuple(blocks), tuple(problems))


def _program(program: Program, edition: Edition) -> Content:
    if not program.summary:
        return said(program.name, edition)
    return (*said(program.name, edition, strong=True), Span(": "), *said(program.summary, edition))


# Projects


@frozen(kw_only=True)
class ProjectsOptions:
    """What ``projects`` shows.

    Attributes:
        program: Projects of at least one of these.
        scheme: Projects under this funding scheme.
        involvement: Projects in which the organization has this part.
    """

    program: tuple[str, ...] = ()
    scheme: str | None = None
    involvement: ProjectInvolvement | None = None


def _projects(call: Call) -> Built:
    options = call.options
    schemes = {project.scheme for project in call.edition.dataset.projects if project.scheme}
    if options.scheme is not None and options.scheme not in schemes:
        hint = did_you_mean(options.scheme, schemes) or (
            f"the schemes are {', '.join(sorted(schemes))}" if schemes else "no project has one"
        )
        message = f"projects: expected the scheme of a project, got {options.scheme!r}"
        missing = ("projects", options.scheme)
        return Built(problems=(Problem("directive.wrong-option", message, call.origin, hint=hint, missing=missing),))
    chosen = select(
        call,
        "projects",
        "projects",
        references={"programs": options.program},
        tests=[
            lambda project: options.scheme is None or project.scheme == options.scheme,
            lambda project: options.involvement is None or project.involvement is options.involvement,
        ],
    )
    return Built(_named(_project(project, call.edition) for project in chosen.records), chosen.problems)


def _project(project: Project, edition: Edition) -> tuple[Content, list[str]]:
    title = said(project.title, edition)
    if project.acronym:
        title = (*title, Span(f" ({project.acronym})"))
    known = []
    if project.scheme:
        known.append(project.scheme)
    # Many consortia bear the project's own name.
    if project.consortium and project.consortium not in (edition.text(project.title), project.acronym):
        known.append(f"{lower(edition.label('field.consortium'))} {project.consortium}")
    if project.involvement is not None:
        known.append(lower(edition.label(label_id(project.involvement))))
    if project.start is not None and project.end is not None:
        start, end = (format_date(when, edition.language) for when in (project.start, project.end))
        known.append(f"{start} – {end}")
    elif project.start is not None:
        known.append(edition.label("report.since").format(date=format_date(project.start, edition.language)))
    elif project.end is not None:
        known.append(edition.label("report.until").format(date=format_date(project.end, edition.language)))
    return title, known


# Activities


@frozen(kw_only=True)
class ActivitiesOptions:
    """What ``activities`` shows.

    Attributes:
        program, project: Activities of at least one of these.
        kind: Activities of these kinds and the kinds below them.
        scope, involvement: Activities of this scope, in which the organization has this part.
    """

    program: tuple[str, ...] = ()
    project: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    scope: Scope | None = None
    involvement: ActivityInvolvement | None = None


def _activities(call: Call) -> Built:
    options, kinds = call.options, call.edition.dataset.kinds
    unknown = [kind for kind in options.kind if kind not in kinds]
    if unknown:
        return Built(
            problems=tuple(
                Problem(
                    "directive.wrong-option",
                    f"activities: expected a kind of activity, got {kind!r}",
                    call.origin,
                    hint=did_you_mean(kind, kinds),
                )
                for kind in unknown
            )
        )
    chosen = select(
        call,
        "activities",
        "activities",
        references={"programs": options.program, "projects": options.project},
        tests=[
            lambda activity: bool(activity.title),
            lambda activity: not options.kind or any(kinds.is_a(activity.kind, kind) for kind in options.kind),
            lambda activity: options.scope is None or activity.scope is options.scope,
            lambda activity: options.involvement is None or activity.involvement is options.involvement,
        ],
    )
    return Built(_named(_activity(activity, call.edition) for activity in chosen.records), chosen.problems)


def _activity(activity: Activity, edition: Edition) -> tuple[Content, list[str]]:
    title = edition.text(activity.title)
    # A title often says kind and place itself: "Meeting with …".
    above = edition.dataset.kinds.parent(activity.kind)
    kinds = [kind_label(kind, edition) for kind in (activity.kind, above) if kind is not None]
    known = [] if any(kind.lower() in title.lower() for kind in kinds) else [lower(kinds[0])]
    places = [place for place in activity.places if place not in title]
    if places:
        known.append(format_list(places, edition.language))
    if activity.start is not None:
        known.append(format_date(activity.start, edition.language))
    return said(activity.title, edition), known


# Policies and networks


def _policies(call: Call) -> Built:
    return _simple(call, "policies", _policy)


def _policy(policy: Policy, edition: Edition) -> tuple[Content, list[str]]:
    title = said(policy.title, edition)
    if policy.in_force is None:
        return title, []
    date = format_date(policy.in_force, edition.language)
    return title, [edition.label("report.in-force-since").format(date=date)]


def _networks(call: Call) -> Built:
    return _simple(call, "networks", _network)


def _network(network: Network, edition: Edition) -> tuple[Content, list[str]]:
    name = said(network.name, edition, href=network.website)
    known = []
    if network.scope is not None:
        known.append(lower(edition.label(label_id(network.scope))))
    if network.since is not None:
        known.append(edition.label("report.member-since").format(date=format_date(network.since, edition.language)))
    return name, known


def _simple(call: Call, family: str, line: Any) -> Built:
    chosen = select(call, family, family)
    return Built(_named(line(record, call.edition) for record in chosen.records), chosen.problems)


GOALS = Directive(name="goals", summary="What the organization wants to reach, as a list.", build=_goals)
PROGRAMS = Directive(
    name="programs",
    summary="Programs with their summaries, as a list, as sections or as text.",
    arguments="program ids; those of the period when none is named",
    options=ProgramsOptions,
    build=_programs,
)
PROJECTS = Directive(
    name="projects",
    summary="Projects with scheme, consortium and time, as a list.",
    arguments="project ids; those of the period when none is named",
    options=ProjectsOptions,
    build=_projects,
)
ACTIVITIES = Directive(
    name="activities",
    summary="Activities that have a title, with kind, place and date, as a list.",
    arguments="activity ids; those of the period when none is named",
    options=ActivitiesOptions,
    build=_activities,
)
POLICIES = Directive(
    name="policies",
    summary="The organization's policies and the day each took force, as a list.",
    arguments="policy ids; those in force in the period when none is named",
    build=_policies,
)
NETWORKS = Directive(
    name="networks",
    summary="Networks that the organization is a member of, as a list.",
    arguments="network ids; those of the period when none is named",
    build=_networks,
)
