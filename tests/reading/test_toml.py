"""TOML with the line of every key."""

from __future__ import annotations

import tomllib

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcss_core.origin import Origin
from kcss_core.reading.toml import parse_toml

DOCUMENT = '''# [not.a.table] = 1
name = "a" # = [
[organization]
id = "kcss"
goals = [
  "a ] b",  # [
  """x
[y]""",
]
website = "u"
[organization.name]
en = "K"

[[policies]]
id = "a"
"in force" = 2022
[[policies]]
id = 'b "c" ['
  [[policies.docs]]
  a.b = 1.5
  [policies.docs.more]
  z = \'\'\'
k = 1
\'\'\'
last = { x = [1, 2] }
'''


def test_every_key_has_its_line() -> None:
    """Tables and keys are found where they stand; text, arrays and comments are not taken for them."""
    document, problems = parse_toml(DOCUMENT, "a.toml")
    assert problems == ()
    assert document is not None
    assert dict(document.rows) == {
        "name": 2,
        "organization": 3,
        "organization.id": 4,
        "organization.goals": 5,
        "organization.website": 10,
        "organization.name": 11,
        "organization.name.en": 12,
        "policies[1]": 14,
        "policies[1].id": 15,
        "policies[1].in force": 16,
        "policies[2]": 17,
        "policies[2].id": 18,
        "policies[2].docs[1]": 19,
        "policies[2].docs[1].a.b": 20,
        "policies[2].docs[1].more": 21,
        "policies[2].docs[1].more.z": 22,
        "policies[2].docs[1].more.last": 25,
    }


def test_lines_are_those_of_editors_on_windows_too() -> None:
    """CR LF is one line break."""
    document, _ = parse_toml("a = 1\r\n\r\n[b]\r\nc = 2\r\n", "a.toml")
    assert document is not None
    assert dict(document.rows) == {"a": 1, "b": 3, "b.c": 4}


def test_places_are_made_from_key_paths() -> None:
    """A key path becomes an origin with its line; lines inside a table are relative to it."""
    document, _ = parse_toml(DOCUMENT, "a.toml")
    assert document is not None
    assert document.origin("policies[2].id") == Origin("a.toml", row=18, part="policies[2].id")
    assert document.origin() == Origin("a.toml")
    assert document.rows_below("policies[1]") == {"id": 15, "in force": 16}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\nb = \n", "a.toml:2: broken TOML in column 5: invalid value"),
        ('a = "x\n', "a.toml:1: broken TOML in column 7: illegal character '\\n'"),
        ("a = 'x", "a.toml:1: broken TOML at the end of the file: expected \"'\""),
        ("[a\n", "a.toml:1: broken TOML in column 3: expected ']' at the end of a table declaration"),
        ("a = 1\na = 2\nb = 3", "a.toml:2: broken TOML in column 6: a key is given twice"),
        ("[[x]]\n[x]\n", "a.toml:2: broken TOML in column 3: a table is declared twice"),
        (
            'a = { "Zamira Quetzal" = 1, "Zamira Quetzal" = 2 }\n',
            "a.toml:1: broken TOML in column 49: a key is given twice",
        ),
        ("a = 2022-02-30", "a.toml:1: broken TOML in column 5: invalid date or datetime"),
        ("a = " + "[" * 9000, "a.toml: expected fewer brackets inside one another"),
        ("a = " + "9" * 5000, "a.toml: broken TOML: a number has too many digits"),
    ],
    ids=["value", "quote", "quote-end", "bracket", "key", "table", "inline", "date", "depth", "number"],
)
def test_broken_toml_is_one_problem_with_line_and_column(text: str, message: str) -> None:
    """A slip of the keyboard has its line and column wherever the parser tells them."""
    _, problems = parse_toml(text, "a.toml")
    assert [str(attrs.evolve(problem, hint=None)) for problem in problems] == [message]


BROKEN = """\
name = "N
size = 3

[[programs]]
id = "a"

[[programs]]
id = "b"
title = = "B"

[programs.more]
x = 1

[[projects]
id = "p"

[[projects]]
id = "q"
"""


def test_of_broken_toml_the_rest_is_read() -> None:
    """Tables that are whole are read with their lines, and of the others what can be; the first fault is told."""
    document, problems = parse_toml(BROKEN, "a.toml")
    assert document.data == {
        "size": 3,
        "programs": [{"id": "a"}, {"id": "b", "more": {"x": 1}}],
        "projects": [{"id": "q"}],
    }
    assert document.broken == {
        "": 'name = "N\nsize = 3\n',
        "programs[2]": '[[programs]]\nid = "b"\ntitle = = "B"\n',
        "projects": '[[projects]\nid = "p"\n',
    }
    assert document.rows["projects[1].id"] == 18
    assert [document.is_broken(path) for path in ("", "programs[1]", "programs[2]", "projects[1]")] == [
        True,
        False,
        True,
        False,
    ]
    assert [str(problem) for problem in problems] == [
        "a.toml:1: broken TOML in column 10: illegal character '\\n'; mend it first: until then what stands before "
        "the first table and 2 more are not read, and names that they may define are not checked"
    ]


def test_a_bracket_too_many_before_a_key_breaks_its_table() -> None:
    """It is no header: the table goes on, and is not read as if it had fewer keys."""
    document, _ = parse_toml('[[a]]\nid = "x"\n[kind = "y"\nmore = 1\n[[a]]\nid = "z"\n', "a.toml")
    assert document.data == {"a": [{"id": "x", "more": 1}, {"id": "z"}]}
    assert [document.is_broken(path) for path in ("a[1]", "a[2]")] == [True, False]


@given(st.text('[]a.=1"\n #{}', max_size=40))
def test_broken_toml_never_stops_reading(text: str) -> None:
    """Whatever is broken, reading ends, and what is left is on its line."""
    document, problems = parse_toml(text, "a.toml")
    assert bool(document.broken) == bool(problems)
    assert all(1 <= row <= text.count("\n") + 1 for row in document.rows.values())


names = st.text("abc-_", min_size=1, max_size=3)
values = st.sampled_from(['"x"', "'''\n[a]\n'''", '"""a = 1\n"""', "[\n1, # [\n2]", "{ a = [1] }", "1.5", '"#"'])


@given(st.lists(st.tuples(st.sampled_from(["key", "table", "array", "blank", "comment"]), names, values), max_size=12))
def test_each_line_found_begins_with_its_key(parts: list[tuple[str, str, str]]) -> None:
    """Of any valid document, every key and table header is found, on the line where it stands."""
    text, expected = "", []
    for kind, name, value in parts:
        row = text.count("\n") + 1
        text += {
            "key": f"{name} = {value}\n",
            "table": f"[{name}]\n",
            "array": f"[[{name}]]\n",
            "blank": "\n",
            "comment": "# a = 1 [[x]]\n",
        }[kind]
        if kind in ("key", "table", "array"):
            expected.append(row)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    document, _ = parse_toml(text, "a.toml")
    assert document is not None
    assert list(document.rows.values()) == expected
