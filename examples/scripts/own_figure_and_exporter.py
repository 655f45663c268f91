"""A figure and a format of one's own, in one file that nobody installs: every number of a report, to be proofread.

Usage: python own_figure_and_exporter.py WORKSPACE
"""

from __future__ import annotations

import sys

import kcss_core as kcss
from kcss_core.figures import Address, Entry, Evidence
from kcss_core.report.values import printed_values

ID, TITLE = "programs.unpublished", kcss.Text({"en": "Programs without a publication", "sq": "Programe pa publikime"})


def unpublished(edition: kcss.Edition) -> kcss.Value:
    """Return how many programs have no publication at all, with these programs as evidence."""
    published = {program for work in edition.dataset.publications for program in work.programs}
    left = [program for program in edition.dataset.programs if program.id not in published]
    found = Evidence(tuple(Entry("programs", edition.text(one.name), one.origin) for one in left))
    address = Address(ID, edition.period)
    return kcss.Value(address=address, title=TITLE, unit="unit.program", number=len(left), find_evidence=lambda: found)


def proof(report: kcss.Report, _options: object) -> bytes:
    """Return every number as it is printed, with its figure and period and what it rests on, one a line."""
    values = printed_values(report)
    return "".join(f"{words} | {value.address} | {value.basis}\n" for value, words, _ in values).encode()


@kcss.hookimpl
def kcss_figures() -> list[kcss.Figure]:
    """Return a figure that conditions cannot state, so a function computes it."""
    return [kcss.Figure(id=ID, title=TITLE, measure=kcss.Measure.FUNCTION, compute=unpublished)]


@kcss.hookimpl
def kcss_exporters() -> list[kcss.Exporter]:
    """Return a format for who proofreads the report."""
    return [kcss.Exporter(name="proof", suffix=".proof", summary="Every number of the report", render=proof)]


def main(folder: str) -> None:
    """Print the figure of a workspace with its evidence, and the numbers of its report."""
    plugins = kcss.load_plugins(sys.modules[__name__])
    workspace = kcss.load(folder, plugins=plugins)
    value = kcss.open_edition(workspace, plugins=plugins).value(ID)
    print(f"{value.title}: {value.number}", *(f"    {entry.label}" for entry in value.evidence.included), sep="\n")
    report, problems = kcss.build_report(workspace, plugins=plugins)
    for problem in problems:
        print(problem, file=sys.stderr)
    if report is not None:
        sys.stdout.write(kcss.render(report, plugins.exporters["proof"]).decode())


if __name__ == "__main__":
    main(sys.argv[1])
