"""Footnotes, references and numbered captions: from a chapter to blocks, and in plain text and JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kcss_core import build_report, load, load_plugins, render
from kcss_core.report.blocks import Block, Contents, Footnote, Listed, Paragraph, Span, Table, plain, spoken
from kcss_core.report.captions import label_of, listed, numbered

CHAPTER = """# One {#one}

See {ref}`by-place`, {ref}`two` and [below](#two).[^n]

:::{table} Meetings by place
:name: by-place
| place | month |
|---|---|
| Prishtina | May |
:::

## Below {#two}

Words.

[^n]: From the *minutes*.
"""


def built(tmp_path: Path, chapter: str) -> tuple[tuple[Block, ...], list[str], object]:
    """Return the blocks of a report of one chapter, its problems, and the report."""
    files = {
        "kcss.toml": '[workspace]\nperiod = "2024"\n',
        "records/centre.toml": '[organization]\nid = "c"\nname = "Centre"\n',
        "reports/year/report.toml": 'title = "The year"\nchapters = ["year.md"]\ncontents = false\n',
        "reports/year/year.md": chapter,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    plugins = load_plugins()
    report, problems = build_report(load(tmp_path, plugins=plugins), plugins=plugins)
    return (() if report is None else report.blocks), [str(one) for one in problems], report


def test_a_reference_says_what_it_leads_to(tmp_path: Path) -> None:
    """A table by its number, a heading by its words, and words of one's own as they are."""
    blocks, problems, _ = built(tmp_path, CHAPTER)
    assert problems == []
    paragraph = blocks[1]
    assert isinstance(paragraph, Paragraph)
    links = [(part.text, part.href) for part in paragraph.content if isinstance(part, Span) and part.href]
    assert links == [("Table 1", "#by-place"), ("Below", "#two"), ("below", "#two")]


def test_a_footnote_keeps_its_faces_and_is_no_part_of_the_sentence(tmp_path: Path) -> None:
    """Its words stand in the tree where its mark is."""
    blocks, _, _ = built(tmp_path, CHAPTER)
    assert isinstance(blocks[1], Paragraph)
    note = blocks[1].content[-1]
    assert note == Footnote((Span("From the "), Span("minutes", emphasis=True), Span(".")))
    assert plain(blocks[1].content) == "See Table 1, Below and below."
    assert spoken(blocks[1].content) == "See Table 1, Below and below. [From the minutes.]"


def test_plain_text_and_json_carry_them(tmp_path: Path) -> None:
    """Notes in brackets, captions with their number; in JSON as they are."""
    _, _, report = built(tmp_path, CHAPTER)
    exporters = load_plugins().exporters
    text = render(report, exporters["text"]).decode()  # type: ignore[arg-type]
    assert "See Table 1, Below and below. [From the minutes.]" in text
    assert "Table 1. Meetings by place" in text
    tree = json.loads(render(report, exporters["json"]))["blocks"]  # type: ignore[arg-type]
    assert tree[1]["content"][-1]["content"][0] == {"type": "words", "text": "From the "}
    assert (tree[2]["anchor"], tree[2]["number"]) == ("by-place", 1)


@pytest.mark.parametrize(
    ("chapter", "message"),
    [
        ("# A {#here}\n\n{ref}`heer`\n", "reports/year/year.md:3: there is no heading, table or figure with the anchor 'heer'; did you mean 'here'?"),
        ("# A\n\n[x](#b)\n", "reports/year/year.md:3: there is no heading, table or figure with the anchor 'b'; end a heading with {#anchor}, or give a directive :name: anchor"),
        ("# A\n\n{ref}`t`\n\n:::{table}\n:name: t\n| a |\n|---|\n| b |\n:::\n", "reports/year/year.md:3: 't' leads to something without a caption, which has no number; give it a caption, or refer to a heading"),
        ("# A {#t}\n\n:::{table} C\n:name: t\n| a |\n|---|\n| b |\n:::\n", "reports/year/year.md:3: the name 't' is also the anchor of a heading; give one another name"),
        ("# A\n\n:::{table} C\nwords\n:::\n", "reports/year/year.md:3: table: expected one table between the fences, got something else; write rows such as | a | b | and nothing else"),
        ("# A\n\n:::{note}\n:name: t\nwords\n:::\n", "reports/year/year.md:3: note: expected a table, picture or chart for the name 't', got none; leave :name: out"),
        ("# A\n\n" + ":::{table} C\n:name: t\n| a |\n|---|\n| b |\n:::\n\n" * 2, "reports/year/year.md:10: table: the name 't' is used twice, also at reports/year/year.md:3; give one another name"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_reference(tmp_path: Path, chapter: str, message: str) -> None:
    """Said with its line and what to do."""
    _, problems, _ = built(tmp_path, chapter)
    assert message in problems


def test_captions_are_numbered_only_where_it_serves(tmp_path: Path) -> None:
    """Without a reference or a list they are plain."""
    chapter = "# A\n\n:::{table} C\n| a |\n|---|\n| b |\n:::\n"
    plain_ones, _, _ = built(tmp_path, chapter)
    assert [block.number for block in plain_ones if isinstance(block, Table)] == [None]
    counted, problems, _ = built(tmp_path, chapter + "\n:::{contents}\n:of: tables\n:::\n")
    assert problems == []
    assert [block.number for block in counted if isinstance(block, Table)] == [1]
    assert [(one.label, one.words) for one in listed(counted, Listed.TABLES, "sr-Cyrl")] == [("Табела 1", "C")]


def test_tables_and_figures_are_counted_apart() -> None:
    """And what has no caption is not counted."""
    table = Table(caption=(Span("T"),), header=((),), rows=(), align=())
    bare = Table(caption=(), header=((),), rows=(), align=())
    blocks = numbered((table, bare, table, Contents(title=(), of=Listed.FIGURES)), ())
    assert [label_of(block, "en") for block in blocks if isinstance(block, Table)] == ["Table 1", "", "Table 2"]


def test_a_value_in_a_footnote_is_found(tmp_path: Path) -> None:
    """It is protected, checked and listed like any other."""
    from kcss_core.report.values import values_of

    (tmp_path / "figures.toml").write_text('[[figure]]\nid = "works"\ntitle = "Works"\ncount = "publications"\n', "utf-8")
    blocks, _, _ = built(tmp_path, "# A\n\nWords.[^1]\n\n[^1]: There were {value}`works`.\n")
    assert [value.address.figure for value in values_of(blocks)] == ["works"]
