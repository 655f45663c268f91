"""The manifest, and how a workspace is found."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest

from kcss_core.errors import FileError
from kcss_core.origin import Origin
from kcss_core.period import Period
from kcss_core.reading.workspace import (
    Disclosure,
    Manifest,
    OwnKind,
    Settings,
    SourceRule,
    find_workspace,
    structure_manifest,
)
from kcss_core.text import Text
from kcss_core.vocabulary import KindTree

FULL = """
[workspace]
name = "KCSS"
languages = ["en", "sq"]
period = "2022"

[[source]]
file = "records/sheets/*.csv"
family = "publications"
reader = "csv"
reported = "2022"
constants = { status = "published" }
encoding = "cp1250"
delimiter = ";"
columns = { "Titulli" = "title", "Nr" = "" }
values = { kind = { "Raport" = "report", "-" = "" } }
options = { other = 1 }

[kinds]
community-forum = "meeting"

[disclosure]
k = 10
"""


def test_a_manifest_says_how_a_workspace_is_read() -> None:
    """Every key has its place in the manifest; own kinds hang in the tree."""
    manifest, kinds, problems = structure_manifest(FULL)
    assert problems == ()
    rule = SourceRule(
        file=("records/sheets/*.csv",),
        family="publications",
        reader="csv",
        reported=Period.year(2022),
        constants=MappingProxyType({"status": "published"}),
        columns=MappingProxyType({"Titulli": "title", "Nr": ""}),
        values=MappingProxyType({"kind": MappingProxyType({"Raport": "report", "-": ""})}),
        encoding="cp1250",
        delimiter=";",
        options=MappingProxyType({"other": 1}),
    )
    assert manifest == Manifest(
        workspace=Settings(name=Text("KCSS"), languages=("en", "sq"), period=Period.year(2022)),
        source=(rule,),
        kinds=MappingProxyType({"community-forum": OwnKind(parent="meeting")}),
        disclosure=Disclosure(k=10),
    )
    assert manifest.source[0].origin == Origin("kcss.toml", row=7, part="source[1]")
    assert kinds.parent("community-forum") == "meeting"


def test_a_rule_gives_its_reader_all_options_and_constants() -> None:
    """Options by name and others come together; `reported` is one of the constants."""
    (rule,) = structure_manifest(FULL)[0].source
    assert rule.reader_options == {"encoding": "cp1250", "delimiter": ";", "other": 1}
    assert rule.all_constants == {"status": "published", "reported": Period.year(2022)}


def test_an_empty_manifest_will_do() -> None:
    """Everything has a default: English, five persons, no own kinds."""
    manifest, _, problems = structure_manifest("")
    assert problems == ()
    assert manifest == Manifest()
    assert (manifest.workspace.languages, manifest.disclosure.k) == (("en",), 5)


def shown(text: str) -> list[str]:
    """Return what is wrong with a manifest."""
    return [str(problem) for problem in structure_manifest(text)[2]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[workspace]\nperod = 1", "kcss.toml:2 workspace.perod: there is no such field; did you mean 'period'?"),
        ("[worksapce]", "kcss.toml:1 worksapce: there is no such field; did you mean 'workspace'?"),
        (
            "[workspace]\n\nlanguages = ['en', 'sr']",
            "kcss.toml:3 workspace.languages[2]: expected a language, one of 'en', 'sq', 'sr-Latn', 'sr-Cyrl', "
            "got 'sr'; did you mean 'sr-Latn' or 'sr-Cyrl'?",
        ),
        (
            "[[source]]\nfamily = 'x'",
            "kcss.toml:1 source[1].file: a value is required, got nothing",
        ),
        (
            "[[source]]\nfile = 'a.csv'\n[[source]]\nfile = 'b.csv'\nencodng = 'x'",
            "kcss.toml:5 source[2].encodng: there is no such field; did you mean 'encoding'?",
        ),
        (
            "[kinds]\nforum2 = 'meting'",
            "kcss.toml:2 kinds.forum2: the kind 'forum2' hangs below 'meting', which is no kind; did you mean 'meeting'?",
        ),
        (
            "[disclosure]\nk = 0",
            "kcss.toml:2 disclosure.k: expected 3 or more, or 1 for no protection, got 0; 5 is usual",
        ),
        (
            "[disclosure]\nk = 2",
            "kcss.toml:2 disclosure.k: expected 3 or more, or 1 for no protection, got 2; 5 is usual",
        ),
        (
            "[disclosure]\nk = 1",
            "kcss.toml:2 disclosure.k: small groups are not protected, whoever reads a report may learn who somebody is; 5 is usual; with a reason, [[silence]] keeps this quiet",
        ),
        (
            "[disclosure]\nk = -3",
            "kcss.toml:2 disclosure.k: expected a whole number, 0 or more, got -3",
        ),
        (
            "[disclosure]\nk = 'five'",
            "kcss.toml:2 disclosure.k: expected a whole number, 0 or more, got 'five'",
        ),
        ("[workspace", "kcss.toml:1: broken TOML at the end of the file: expected ']' at the end of a table declaration; mend it first: until then the table of line 1 is not read, and names that it may define are not checked"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_manifest_is_said_with_its_line(text: str, message: str) -> None:
    """Keys, values, own kinds and TOML itself."""
    assert shown(text) == [message]


def test_a_fault_in_one_part_leaves_the_others() -> None:
    """The rest of the workspace is read with what can be taken, so that all problems come in one run."""
    manifest, kinds, problems = structure_manifest(
        "[workspace]\nperiod = 'spring'\n[[source]]\nfile = 'a.csv'\n[[source]]\nfile = 3\n"
        "[kinds]\ncommunity-forum = 'meeting'\n[disclosure]\nk = 3\n"
    )
    assert [str(problem) for problem in problems] == [
        "kcss.toml:2 workspace.period: expected a period such as 2022, 2022-Q1, 2022-05 or 2022-01/2022-06, "
        "got 'spring'",
        "kcss.toml:6 source[2].file: expected a list, got 3",
    ]
    assert [rule.file for rule in manifest.source] == [("a.csv",)]
    assert "community-forum" in kinds
    assert manifest.disclosure.k == 3


def test_own_kinds_may_have_labels() -> None:
    """A kind is its parent, or a table with parent and label in any languages."""
    _, kinds, problems = structure_manifest(
        "[kinds]\nforum2 = 'meeting'\nsalon = { parent = 'forum2', label = { en = 'Salon', sq = 'Sallon' } }\n"
    )
    assert problems == ()
    assert kinds.is_a("salon", "meeting")
    assert kinds.label("salon") == {"en": "Salon", "sq": "Sallon"}
    assert kinds.label("forum2") is None


def test_a_wrong_field_of_a_kind_leaves_the_others() -> None:
    """One kind with a misspelt field does not make the records of all others wrong."""
    _, kinds, problems = structure_manifest("[kinds]\nsalon = { parnt = 'meeting' }\nforum2 = 'meeting'\n")
    assert [str(problem) for problem in problems] == [
        "kcss.toml:2 kinds.salon.parent: a value is required, got nothing",
        "kcss.toml:2 kinds.salon.parnt: there is no such field; did you mean 'parent'?",
    ]
    assert "forum2" in kinds


def test_one_wrong_kind_leaves_the_others() -> None:
    """Every own kind that cannot be hung is named once, and none is then unknown to the records that name it."""
    _, kinds, problems = structure_manifest(
        "[kinds]\nforum2 = 'meting'\nsalon = 'meeting'\ncircle = 'ring'\nring = 'circle'\ntraining = 'meeting'\n"
    )
    assert [str(problem) for problem in problems] == [
        "kcss.toml:2 kinds.forum2: the kind 'forum2' hangs below 'meting', which is no kind; did you mean 'meeting'?",
        "kcss.toml:6 kinds.training: the kind 'training' exists already; choose another name",
        "kcss.toml:1 kinds: kinds hang in a circle: 'circle' below 'ring' below 'circle'; "
        "hang one of them below a standard kind",
    ]
    assert {"forum2", "salon", "circle", "ring"} <= set(kinds)
    assert kinds.parent("training") == KindTree.standard().parent("training")


def test_the_nearest_workspace_upward_is_found(tmp_path: Path) -> None:
    """A command may be run anywhere below the manifest."""
    (tmp_path / "kcss.toml").touch()
    below = tmp_path / "reports" / "annual-report-2022"
    below.mkdir(parents=True)
    assert find_workspace(below) == find_workspace(tmp_path) == tmp_path


def test_no_workspace_says_what_to_do(tmp_path: Path) -> None:
    """The message names the folder and both remedies."""
    with pytest.raises(FileError) as caught:
        find_workspace(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: expected a workspace, got a folder without kcss.toml in it or above it; "
        "go to the workspace's folder, or make kcss.toml in this one (an empty file will do)"
    )
