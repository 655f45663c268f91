"""Build a dataset in Python and write its year in every format that is installed: text, JSON, CSV, Word.

Usage: python build_dataset.py [FOLDER]
"""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import kcss_core as kcss
from kcss_core.model import Activity, Aggregate, Organization, Publication
from kcss_core.vocabulary import PublicationKind, Qualifier

YEAR = kcss.Period.year(2024)
# A total of which there are no records names its source.
MEETINGS = Aggregate(figure="meetings", reported=YEAR, value=Decimal(12), qualifier=Qualifier.OVER, source="Diary")
RECORDS = kcss.Dataset(
    organization=Organization(id="sample-centre", name=kcss.Text("Sample Centre (fictional)"), country="XK"),
    publications=(
        Publication(id="budget", title=kcss.Text("A budget explained"), kind=PublicationKind.MANUAL, reported=YEAR),
        Publication(id="trust", title=kcss.Text({"en": "Trust", "sq": "Besimi"}), date=kcss.PartialDate(2024, 11)),
        Publication(id="older", title=kcss.Text("An older work"), date=kcss.PartialDate(2023)),
    ),
    activities=(Activity(id="open-day", kind="forum", start=kcss.PartialDate(2024, 5, 6)),),
    aggregates=(MEETINGS,),
)


def counted(id: str, title: str, subject: str, **where: str) -> kcss.Figure:
    """Return a figure that counts records of one sort."""
    return kcss.Figure(id=id, title=kcss.Text(title), measure=kcss.Measure.COUNT, subject=subject, where=where)


FIGURES = (
    counted("publications", "Publications", "publications"),
    counted("events", "Public events", "activities", kind="public-event"),
    counted("meetings", "Meetings", "activities", kind="meeting"),
)


def main(folder: Path) -> None:
    """Write the year into a folder, once in every format."""
    plugins = kcss.load_plugins()
    edition = kcss.Edition(RECORDS, FIGURES, period=YEAR)
    tiles = kcss.call_directive(edition, plugins.directives["tiles"], list(edition.figures))
    works = kcss.call_directive(edition, plugins.directives["publications"])
    for problem in (*RECORDS.dangling(), *edition.problems, *tiles.problems, *works.problems):
        print(problem, file=sys.stderr)
    report = kcss.report_of((*tiles.blocks, *works.blocks), edition, id="year", title="The year 2024")
    for name, exporter in plugins.exporters.items():
        print(kcss.export_report(report, name, folder / f"year{exporter.suffix}", plugins=plugins))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
