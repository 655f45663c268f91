"""The smallest plugin of kcss-core: one figure and one exporter."""

from __future__ import annotations

from collections.abc import Iterable

from kcss_core import Exporter, Figure, Measure, Report, Text, hookimpl
from kcss_core.report.blocks import Heading, plain
from kcss_core.report.directives import NoOptions


@hookimpl
def kcss_figures() -> Iterable[Figure]:
    """Return the number of the organization's memberships in networks."""
    title = Text({"en": "Memberships in networks", "sq": "Anëtarësime në rrjete", "sr-Latn": "Članstva u mrežama"})
    return [Figure(id="hello.memberships", title=title, measure=Measure.COUNT, subject="networks")]


@hookimpl
def kcss_exporters() -> Iterable[Exporter]:
    """Return the format ``outline``: the headings of a report, indented by level."""
    return [Exporter(name="outline", suffix=".outline", summary="The headings of a report", render=outline)]


def outline(report: Report, options: NoOptions) -> bytes:  # noqa: ARG001  # every exporter takes its options
    """Return the headings of a report, one a line."""
    headings = [block for block in report.blocks if isinstance(block, Heading)]
    return "".join(f"{'  ' * (heading.level - 1)}{plain(heading.content)}\n" for heading in headings).encode()
