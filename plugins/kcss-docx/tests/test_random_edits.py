"""Whatever people do to a document, a refresh loses none of their words, and a second one changes nothing."""

from __future__ import annotations

import copy
from typing import Any

import hypothesis
from hypothesis import strategies as st

from kcss_core.report.blocks import Heading, Tile, Tiles, words
from kcss_docx.alive import audit, refresh
from kcss_docx.exporter import render
from kcss_docx.refreshing import Take

from .lint import W, faults_of_parts, parts_of
from .living import DOCUMENT, Edit, chart, fragment, report, run, sentence, span, table, visible

#: Words that no report writes, so that each can be looked for.
WORDS = [f"besa{number}" for number in range(12)]


def written(numbers: list[int]):
    """Return a report in which each number stands in several places."""
    return report(
        Heading(level=1, content=words("Results"), anchor="results"),
        Tiles(items=tuple(Tile(value=span(f"f{at}", number), label=words(f"label {at}")) for at, number in enumerate(numbers[:3]))),
        *(sentence(f"Figure {at} is ", span(f"f{at}", number), " in all.") for at, number in enumerate(numbers)),
        table({f"kind {at}": number for at, number in enumerate(numbers)}),
        chart({"Events": {f"kind {at}": number for at, number in enumerate(numbers)}}),
        Heading(level=1, content=words("Conclusion"), anchor="end"),
        sentence("Again ", span("f0", numbers[0])),
    )


NUMBERS = st.lists(st.integers(0, 5_000), min_size=4, max_size=6)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["type", "append", "split", "track", "empty", "cut", "copy", "unwrap", "prose", "paragraph", "row", "cell", "format"]
        ),
        st.integers(0, 30),
    ),
    max_size=6,
)


def make(edit: Edit, how: str, at: int, word: str) -> bool:
    """Make one edit with one word in it, and return whether the word stands in the document now."""
    controls = [one for one in edit.body.iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W}tag") is not None]
    if not controls and how not in ("paragraph", "prose", "row"):
        return False
    control: Any = controls[at % len(controls)] if controls else None
    paragraphs = [one for one in edit.body.iter(f"{W}p") if "Figure" in "".join(one.itertext())]
    if how == "type":
        edit.content(control, run(word))
    elif how == "append":
        control.find(f"{W}sdtContent").append(fragment(run(word))[0])
    elif how == "split":
        text = "".join(one.text or "" for one in control.iter(f"{W}t"))
        edit.content(control, "".join(run(letter) for letter in text))
        return False
    elif how == "track":
        edit.content(control, f'<w:del w:id="{7000 + at}" w:author="Besa">{"<w:r><w:delText>9</w:delText></w:r>"}</w:del>'
                              f'<w:ins w:id="{8000 + at}" w:author="Besa">{run(word)}</w:ins>')
    elif how == "empty":
        edit.content(control, "<w:r/>")
        return False
    elif how == "cut":
        control.getparent().remove(control)
        return False
    elif how == "copy":
        pasted = copy.deepcopy(control)
        pasted.find(f"{W}sdtPr/{W}id").set(f"{W}val", str(50_000 + at))
        paragraphs[at % len(paragraphs)].extend([pasted, *fragment(run(word))])
    elif how == "unwrap":
        holder = control.getparent()
        holder[holder.index(control) : holder.index(control) + 1] = list(control.find(f"{W}sdtContent"))
        return False
    elif how == "prose":
        paragraphs[at % len(paragraphs)].append(fragment(run(f" {word}"))[0])
    elif how == "paragraph":
        edit.body[0].insert(at % 5, fragment(f"<w:p>{run(word)}</w:p>")[0])
    elif how == "row":
        rows = list(edit.body.iter(f"{W}tr"))
        row = rows[at % len(rows)]
        row.addnext(fragment(f"<w:tr>{''.join(f'<w:tc><w:p>{run(word)}</w:p></w:tc>' for _ in row.findall(f'{W}tc'))}</w:tr>")[0])
    elif how == "cell":
        cells = list(edit.body.iter(f"{W}tc"))
        cells[at % len(cells)].find(f"{W}p").append(fragment(run(word))[0])
    else:
        for one in control.iter(f"{W}r"):
            one.insert(0, fragment("<w:rPr><w:b/></w:rPr>")[0])
            break
        return False
    return True


@hypothesis.settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck))
@hypothesis.given(before=NUMBERS, after=NUMBERS, edits=EDITS, track=st.booleans(), take=st.sampled_from(Take))
def test_no_word_of_a_person_is_lost(before, after, edits, track, take):
    """Edits win; where the records win, only what was typed over a number gives way, and words beside it stay."""
    edit = Edit(render(written(before)))
    typed = []
    for (how, at), word in zip(edits, WORDS, strict=False):
        if make(edit, how, at, word) and (take is Take.EDITS or how not in ("type", "append")):
            typed.append(word)
    data = edit.data()
    there = "\n".join(visible(data))
    refreshed = refresh(data, written(after), take=take, track=track)
    left = "\n".join(visible(refreshed.data))
    assert [word for word in typed if word in there and word not in left] == []
    again = refresh(refreshed.data, written(after), take=take, track=track)
    assert again.data == refreshed.data
    assert again.done == ()
    assert parts_of(refreshed.data).keys() == parts_of(data).keys()
    assert set(faults_of_parts(parts_of(refreshed.data))) <= set(faults_of_parts(parts_of(data)))


@hypothesis.settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck))
@hypothesis.given(before=NUMBERS, after=NUMBERS)
def test_an_untouched_document_becomes_what_would_be_written_now(before, after):
    """Where nobody has edited anything, a refreshed document reads as a new one, and nothing is left to do."""
    refreshed = refresh(render(written(before)), written(after))
    if len(before) == len(after):
        assert visible(refreshed.data) == visible(render(written(after)))
        assert refreshed.left == ()
        assert [one.status for one in audit(refreshed.data, written(after)) if not one.is_quiet] == []
    assert DOCUMENT in parts_of(refreshed.data)
