"""The maker of frozen classes: ``attrs.frozen``, with equality, hash and words written once for all of them.

attrs compiles these methods anew for each class, which is half of what a class costs; a command that makes a report
defines some 150 before it does anything. What they do is the same.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from attrs import frozen as frozen
else:

    def frozen(cls: type | None = None, **options: Any) -> Any:
        """Make a class frozen, as ``attrs.frozen`` does and with its options."""
        if cls is None:
            return lambda later: frozen(later, **options)
        # What a class says of these methods itself is left to attrs.
        if _OPTIONS & options.keys() or _METHODS & vars(cls).keys():
            return attrs.frozen(cls, **options)
        made = attrs.frozen(cls, eq=False, repr=False, **options)
        compared = [attribute.name for attribute in attrs.fields(made) if attribute.eq]
        made._compared = attrgetter(*compared or ("__class__",))
        made.__eq__, made.__hash__ = _equal, _hash
        if "__repr__" not in vars(cls):
            made.__repr__ = _words
        return made


_OPTIONS = frozenset({"eq", "order", "cache_hash", "unsafe_hash", "repr"})
_METHODS = frozenset({"__eq__", "__hash__"})


def _equal(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self._compared(self) == self._compared(other)


def _hash(self: Any) -> int:
    return hash((self.__class__, self._compared(self)))


def _words(self: Any) -> str:
    shown = [
        f"{one.name}={one.repr(value) if callable(one.repr) else repr(value)}"
        for one in attrs.fields(self.__class__)
        if one.repr
        for value in [getattr(self, one.name)]
    ]
    return f"{self.__class__.__qualname__.rsplit('>.', 1)[-1]}({', '.join(shown)})"
