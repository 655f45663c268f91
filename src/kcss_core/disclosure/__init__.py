"""Protection of small groups: which values of people a report must hide. Looks at values only, no block and no format.

The rule, and why it holds, stand in ``docs/design/disclosure.md``.
"""

from __future__ import annotations

from collections.abc import Iterable

from kcss_core.disclosure.audit import Audit
from kcss_core.disclosure.counts import Counts
from kcss_core.edition import Edition
from kcss_core.figures import Address

__all__ = ["POPULATIONS", "hidden"]

#: Whose numbers are protected; ``staff`` besides, where the manifest asks for it.
POPULATIONS = frozenset({"attendances", "persons"})


def hidden(
    addresses: Iterable[Address], edition: Edition, k: int, populations: frozenset[str] = POPULATIONS
) -> frozenset[Address]:
    """Return which values of a report must be hidden, given all that it tells.

    Groups of 1 to k-1 people are hidden, with all cells of their row where they are of one gender, and so much besides
    that nobody can work them out from the rest.

    Args:
        addresses: What the report tells. What the edition does not know was worked out from what it does.
        k: Fewer people than these are a small group; with 1 there is none.
        populations: Whose numbers are protected.
    """
    if k <= 1:
        return frozenset()
    audit = Audit(Counts(addresses, edition, k, populations), k)
    audit.run()
    return frozenset(audit.hidden)
