"""The TOML files of the vocabulary, read beside this module. Knows nothing of what they say."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any


def text_of(file: str) -> str:
    """Return the text of a file of the vocabulary."""
    # importlib.resources would do it for packages in archives, and takes longer to import than the file to read.
    return Path(__file__).with_name(file).read_text("utf-8")


def tables_of(file: str) -> dict[str, Any]:
    """Return what a file of the vocabulary says."""
    import tomllib

    return tomllib.loads(text_of(file))


@cache
def families(file: str) -> dict[str, str]:
    """Return the text of each top-level table of a file, by its name: parsing all takes longer than most runs need."""
    parts = f"\n{text_of(file)}".split("\n[")
    return dict(part.split("]", 1) for part in parts[1:])


@cache
def family_of(file: str, name: str) -> dict[str, Any]:
    """Return one top-level table of a file; empty where there is none of that name."""
    import tomllib

    return tomllib.loads(families(file).get(name, ""))
