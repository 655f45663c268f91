"""Editions: the same value everywhere, in every language and period, and how one is opened."""

from __future__ import annotations

from typing import Any

import pytest

from kcss_core.edition import Edition, open_edition
from kcss_core.errors import UsageError
from kcss_core.figures import Figure, Measure
from kcss_core.model import Dataset, Organization, Publication
from kcss_core.period import PartialDate, Period
from kcss_core.reading.workspace import Manifest, Settings, Workspace
from kcss_core.text import Text

YEAR = Period.year(2022)
WORKS = Figure(id="works", title=Text({"en": "Works", "sq": "Vepra"}), measure=Measure.COUNT, subject="publications")

DATASET = Dataset(
    organization=Organization(id="kcss", name=Text("KCSS")),
    publications=tuple(
        Publication(id=f"p{year}{n}", title=Text("P"), date=PartialDate(year)) for year, n in ((2021, 1), (2022, 1), (2022, 2))
    ),
)


def edition(*figures: Figure, **settings: Any) -> Edition:
    return Edition(DATASET, figures or (WORKS,), period=YEAR, **settings)


def test_value_is_worked_out_once() -> None:
    """The second look sees the same value, not an equal one."""
    one = edition()
    assert one.value("works") is one.value("works")
    assert one.value("works", period=YEAR, cell=()) is one.value("works")


def test_periods_and_languages_share_what_was_worked_out() -> None:
    """Other readers and other years see the same values."""
    one = edition()
    assert one.with_language("sq").value("works") is one.value("works")
    assert one.with_period(Period.year(2021)).value("works") is one.value("works", period=Period.year(2021))
    assert one.with_language("en") is one


def test_period_and_the_one_before() -> None:
    """Two works in 2022 and one in 2021."""
    one = edition()
    assert one.previous == Period.year(2021)
    assert (one.value("works").number, one.value("works", period=one.previous).number) == (2, 1)


def test_previous_period_is_known_or_not() -> None:
    """2021 has publications; 2020, before it, has nothing."""
    assert edition().has_previous("works")
    assert not edition().with_period(Period.year(2021)).has_previous("works")


def test_words_are_in_the_language_of_readers() -> None:
    """Texts and labels in Albanian."""
    one = edition(language="sq")
    assert (one.text(WORKS.title), one.text(None), one.label("scope.local")) == ("Vepra", "", "Lokal")


def test_figures_keep_their_order() -> None:
    """Figures by id, in the order given."""
    first = Figure(id="z", title=Text("Z"), measure=Measure.COUNT, subject="networks")
    assert list(edition(first, WORKS).figures) == ["z", "works"]


def test_same_questions_in_another_order_find_the_same_problems() -> None:
    """Problems do not depend on what was asked before."""
    total = Figure(id="sum", title=Text("S"), measure=Measure.SUM_OF, parts=("works", "none"))
    none = Figure(id="none", title=Text("N"), measure=Measure.COUNT, subject="networks")
    asked, fresh = edition(total, WORKS, none), edition(total, WORKS, none)
    asked.value("sum", period=Period.year(2021))
    asked.value("none")
    assert asked.problems == fresh.problems
    assert [problem.code for problem in fresh.problems] == ["figure.inexact-part"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: edition().value("work"), "there is no figure 'work'; did you mean 'works'?"),
        (lambda: edition().label("scope.locl"), "there is no label 'scope.locl'; did you mean 'scope.local'?"),
        (lambda: edition(WORKS, WORKS), "two figures have the id 'works'; rename one of them"),
        (
            lambda: edition(language="sr"),
            "expected a language, one of en, sq, sr-Latn, sr-Cyrl, got 'sr'",
        ),
    ],
)
def test_what_does_not_exist_is_refused(call: Any, message: str) -> None:
    """With what was probably meant."""
    with pytest.raises(UsageError) as error:
        call()
    assert str(error.value) == message


def workspace(tmp_path: Any, figures: str | None, **settings: Any) -> Workspace:
    texts = {} if figures is None else {"figures.toml": figures}
    manifest = Manifest(workspace=Settings(**settings))
    return Workspace(root=tmp_path, manifest=manifest, dataset=DATASET, texts=texts, images={})


OWN = '[[figure]]\nid = "own"\ntitle = "Own"\ncount = "publications"'


def test_edition_of_a_workspace_has_its_figures_and_those_of_plugins(tmp_path: Any) -> None:
    """Plugins' figures first; period and language are the workspace's."""
    one = open_edition(workspace(tmp_path, OWN, period=YEAR, languages=("sq", "en")), figures=[WORKS])
    assert (list(one.figures), one.period, one.language) == (["works", "own"], YEAR, "sq")
    assert one.value("own").number == 2


def test_period_and_language_can_be_asked_for(tmp_path: Any) -> None:
    """What the call says goes before what the manifest says."""
    one = open_edition(workspace(tmp_path, None, period=YEAR), figures=[WORKS], period=Period.year(2021), language="sr-Latn")
    assert (one.value("works").number, one.language) == (1, "sr-Latn")


def test_edition_needs_a_period(tmp_path: Any) -> None:
    """Nobody said of which year."""
    with pytest.raises(UsageError) as error:
        open_edition(workspace(tmp_path, OWN))
    assert str(error.value) == 'which period? give one, or write period = "2022" under [workspace] in kcss.toml'


def test_mistakes_of_figures_are_problems_of_the_edition(tmp_path: Any) -> None:
    """A figure of the workspace that takes a plugin's id is refused, and the plugin's stays."""
    one = open_edition(workspace(tmp_path, OWN.replace("own", "works"), period=YEAR), figures=[WORKS])
    assert one.figures["works"] is WORKS
    assert [problem.code for problem in one.problems] == ["figure.twice"]
