"""What is done to elements of parsed XML. Knows no element by name."""

from __future__ import annotations

from typing import Any


def whole(element: Any, name: str) -> int:
    """Return the whole number that an attribute says; 0 where a program has left it out or written something else."""
    try:
        return int(element.get(name, "0"))
    except ValueError:
        return 0


def child(element: Any, tag: str) -> Any:
    """Return the first child with a tag, or None. ``find`` reads a path for that, which takes three times as long."""
    return next(element.iterchildren(tag), None)


def cut(element: Any) -> None:
    """Take an element out, unless it is the root or was taken out with another."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: Any) -> None:
    """Put what an element holds in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent[at : at + 1] = list(element)
