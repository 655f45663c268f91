"""How messages say what texts say, and where. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from kcss_core.frozen import frozen
from kcss_core.statements.quantities import Quantity
from kcss_core.statements.statement import Place, Statement


@frozen
class Words:
    """The way of naming places: with the document where there are several."""

    has_several_documents: bool = False

    def places(self, statements: Iterable[Statement]) -> str:
        """Return where statements stand, each place once: ``In figures, lines 41 and 45; Conclusion, line 226``."""
        sections: dict[str, dict[str, None]] = {}
        for one in statements:
            place = one.place
            section = place.section or ""
            if self.has_several_documents:
                section = ": ".join(part for part in (place.document, section) if part)
            spots = sections.setdefault(section, {})
            if place.page is not None or place.line is not None:
                spots[", ".join(_spot(place))] = None
        return "; ".join(", ".join(filter(None, (section, _joined(spots)))) for section, spots in sections.items())

    def said(self, amount: str, statements: Iterable[Statement]) -> str:
        """Return what statements say and where: ``18 (Conclusion, line 226)``."""
        return f"{amount} ({self.places(statements)})"

    def of(self, quantity: Quantity) -> str:
        """Return what is said of a quantity, each number with its places."""
        return " or ".join(self.said(side.amount, side.statements) for side in quantity.sides)

    def sum_of(self, quantities: Sequence[Quantity]) -> str:
        """Return what quantities come to, and each of them with its first place."""
        if len(quantities) == 1:
            (only,) = quantities
            return f"{self.of(only)}, {only.title!r}"
        each = " + ".join(one.amount for one in quantities)
        places = self.places(one.statements[0] for one in quantities)
        low = sum((one.bounds.low for one in quantities), Fraction(0))
        is_exact = all(one.bounds.low == one.bounds.high for one in quantities)
        return f"{'' if is_exact else 'at least '}{float(low):,.10g}: {each} ({places})"


def _spot(place: Place) -> Iterator[str]:
    if place.page is not None:
        yield f"page {place.page}"
    if place.line is not None:
        yield f"line {place.line}"


def _joined(spots: Iterable[str]) -> str:
    """Return spots with what they share said once: ``lines 41 and 45``."""
    several = list(spots)
    if len(several) > 1 and all(spot.startswith("line ") for spot in several):
        *most, last = (spot.removeprefix("line ") for spot in several)
        return f"lines {', '.join(most)} and {last}"
    return " and ".join(several)
