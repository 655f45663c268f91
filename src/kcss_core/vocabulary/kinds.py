"""The tree of activity kinds, and how a workspace hangs its own kinds into it. Knows no records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache, cached_property
from types import MappingProxyType

from attrs import field

from kcss_core.frozen import frozen
from kcss_core.vocabulary.labels import labels
from kcss_core.vocabulary.lists import tables_of


def _depth_first(parents: Mapping[str, str | None]) -> Mapping[str, str | None]:
    below: dict[str | None, list[str]] = {}
    for kind, parent in parents.items():
        below.setdefault(parent, []).append(kind)
    ordered: dict[str, str | None] = {}
    waiting = below.get(None, [])[::-1]
    while waiting:
        kind = waiting.pop()
        ordered[kind] = parents[kind]
        waiting.extend(reversed(below.get(kind, [])))
    if lost := [kind for kind in parents if kind not in ordered]:
        raise ValueError(f"the kinds {', '.join(map(repr, lost))} hang below no root")
    return MappingProxyType(ordered)


@frozen
class KindTree:
    """Kinds of activities, each below one parent; a kind holds its whole subtree.

    ``KindTree.standard().is_a("conference", "public-event")`` is true.

    Attributes:
        parents: The parent of each kind, None for a root; depth first, which is the order of reports.
        own_labels: What readers call the kinds of a workspace. **Shape**: kind -> language -> words.
    """

    parents: Mapping[str, str | None] = field(converter=_depth_first)
    own_labels: Mapping[str, Mapping[str, str]] = field(default=MappingProxyType({}), kw_only=True)
    _subtrees: Mapping[str, frozenset[str]] = field(init=False, eq=False, repr=False)

    @_subtrees.default
    def _collect(self) -> Mapping[str, frozenset[str]]:
        collected: dict[str, set[str]] = {kind: {kind} for kind in self.parents}
        for kind, parent in reversed(list(self.parents.items())):
            if parent is not None:
                collected[parent] |= collected[kind]
        return MappingProxyType({kind: frozenset(below) for kind, below in collected.items()})

    @classmethod
    def standard(cls) -> KindTree:
        """Return the tree that comes with the library, read once."""
        return _standard()

    def with_kinds(
        self, parents: Mapping[str, str], own_labels: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    ) -> KindTree:
        """Return the tree with more kinds.

        Args:
            parents: The parent of each new kind, a kind of this tree or another new one.
            own_labels: Language to words, for the new kinds that have them.

        Raises:
            ValueError: A kind is there already, a parent is unknown, or new kinds hang below one another in a circle.
        """
        for kind, parent in parents.items():
            if kind in self.parents:
                raise ValueError(f"the kind {kind!r} exists already; choose another name")
            if parent not in self.parents and parent not in parents:
                raise ValueError(
                    f"the kind {kind!r} hangs below {parent!r}, which is no kind" + self._hint(parent, parents)
                )
        for kind in parents:
            passed = [kind]
            while (above := parents.get(passed[-1])) is not None:
                if above in passed:
                    circle = " below ".join(repr(name) for name in [*passed[passed.index(above) :], above])
                    raise ValueError(f"kinds hang in a circle: {circle}; hang one of them below a standard kind")
                passed.append(above)
        return KindTree({**self.parents, **parents}, own_labels={**self.own_labels, **own_labels})

    def label(self, kind: str) -> Mapping[str, str] | None:
        """Return what readers call a kind, by language; None for a kind of the workspace that gives no label."""
        return self.own_labels.get(kind) or labels().get(f"kind.{kind}")

    @property
    def roots(self) -> tuple[str, ...]:
        """The kinds without a parent."""
        return tuple(kind for kind, parent in self.parents.items() if parent is None)

    def parent(self, kind: str) -> str | None:
        """Return the kind right above; None for a root."""
        self._demand(kind)
        return self.parents[kind]

    def children(self, kind: str) -> tuple[str, ...]:
        """Return the kinds right below, in the order of the tree."""
        self._demand(kind)
        return tuple(below for below, parent in self.parents.items() if parent == kind)

    def subtree(self, kind: str) -> frozenset[str]:
        """Return the kind itself and all below it."""
        self._demand(kind)
        return self._subtrees[kind]

    def is_a(self, kind: str, ancestor: str) -> bool:
        """Say whether a kind is another or stands somewhere below it."""
        self._demand(kind)
        return kind in self.subtree(ancestor)

    def __contains__(self, kind: object) -> bool:
        return kind in self.parents

    def __iter__(self) -> Iterator[str]:
        return iter(self.parents)

    def __len__(self) -> int:
        return len(self.parents)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(self.parents.items()))

    def _demand(self, kind: str) -> None:
        if kind not in self.parents:
            raise KeyError(f"there is no kind {kind!r}" + self._hint(kind, ()))

    def _hint(self, kind: str, others: Mapping[str, str] | tuple[()]) -> str:
        close = get_close_matches(kind, [*self.parents, *others], n=1)
        return f"; did you mean {close[0]!r}?" if close else f"; the roots are {', '.join(self.roots)}"


@cache
def _standard() -> KindTree:
    lists: dict[str, list[str]] = tables_of("kinds.toml")
    parents: dict[str, str | None] = dict.fromkeys(lists)
    for parent, kinds in lists.items():
        for kind in kinds:
            parents[kind] = parent
    return KindTree(parents)
