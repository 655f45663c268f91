"""Print the gender balance of a workspace: each share with its counts, and what it rests on where nobody was counted.

Usage: python gender_balance.py WORKSPACE
"""

from __future__ import annotations

import sys

import kcss_core as kcss


def main(folder: str) -> None:
    """Print the share of women in each group of people; a group of which nothing is known is left out."""
    plugins = kcss.load_plugins()
    workspace = kcss.load(folder, plugins=plugins)
    edition = kcss.open_edition(workspace, plugins=plugins)
    print(f"{edition.text(workspace.dataset.organization.name)}, {edition.period}")
    for figure in edition.figures.values():
        if figure.plugin != "gender-balance" or figure.measure is not kcss.Measure.SHARE:
            continue
        value = edition.value(figure.id)
        if value.magnitude is None:
            continue
        print(f"{edition.text(figure.title)}: {kcss.shown(value, edition, kcss.Form.QUANTITY).text}")
        aggregate = value.evidence.aggregate
        if aggregate is not None:
            print(f"    source: {aggregate.source}")


if __name__ == "__main__":
    main(sys.argv[1])
