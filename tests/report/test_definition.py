"""``report.toml``: everything that it may say, and strictness about everything else."""

from __future__ import annotations

from datetime import date

import pytest

from kcss_core.period import PartialDate, Period
from kcss_core.report.definition import CoverDefinition, ReportDefinition, read_definition
from kcss_core.text import Text

FILE = "reports/r/report.toml"

WHOLE = """
title = { en = "Annual report", sq = "Raporti vjetor" }
subtitle = "A year"
period = "2022-Q1"
languages = ["en", "sq"]
template = "house.docx"
author = "Centre"
subject = "Security"
keywords = ["police", "trust"]
date = 2023-03-01
logo = "images/logo.png"
contents = false
chapters = ["01-a.md", "02-b.md"]

[filter]
project = "x"

[cover]
image = "images/cover.jpg"
alt = "A hall"
note = "Draft"

[export.docx]
pages = true
"""


def test_everything() -> None:
    """Each key arrives typed."""
    definition, problems = read_definition(WHOLE, FILE)
    assert problems == ()
    assert definition == ReportDefinition(
        title=Text({"en": "Annual report", "sq": "Raporti vjetor"}),
        subtitle=Text("A year"),
        period=Period(date(2022, 1, 1), date(2022, 3, 31)),
        languages=("en", "sq"),
        template="house.docx",
        author=Text("Centre"),
        subject=Text("Security"),
        keywords=("police", "trust"),
        date=PartialDate(2023, 3, 1),
        logo="images/logo.png",
        contents=False,
        chapters=("01-a.md", "02-b.md"),
        filter={"project": "x"},
        cover=CoverDefinition(image="images/cover.jpg", alt=Text("A hall"), note=Text("Draft")),
        export={"docx": {"pages": True}},
    )
    assert definition.written_in == "en"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('titel = "A"\ntitle = "A"\nchapters = []', "reports/r/report.toml:1 titel: there is no such field; did you mean 'title'?"),
        ('title = "A"\nchapters = []\nlanguage = "de"', "reports/r/report.toml:3 language: expected a language, one of 'en', 'sq', 'sr-Latn', 'sr-Cyrl', got 'de'"),
        ('title = "A"\nchapters = []\n[cover]\nimg = "a.png"', "reports/r/report.toml:4 cover.img: there is no such field; did you mean 'image'?"),
        ('title = "A"', "reports/r/report.toml chapters: a value is required, got nothing"),
        (
            'title = "A\nchapters = []',
            "reports/r/report.toml:1: broken TOML in column 11: illegal character '\\n'; mend it first: until then what "
            "stands before the first table is not read, and names that it may define are not checked",
        ),
    ],
)  # fmt: skip
def test_wrong(text: str, message: str) -> None:
    """What is wrong is named with its line, and nothing is guessed."""
    definition, problems = read_definition(text, FILE)
    assert definition is None
    assert [str(problem) for problem in problems] == [message]
