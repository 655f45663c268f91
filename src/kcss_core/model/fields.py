"""Types of fields whose words or numbers must mean something. The converter knows how to check each of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, TypeAlias

#: ISO 3166-1 alpha-2, or ``XK``.
Country: TypeAlias = Annotated[str, "country"]

#: A language of works and people, as CLDR codes it: ``sq``, ``sr-Latn``, ``de``.
Language: TypeAlias = Annotated[str, "language"]

#: A language that reports can be written in: ``en``, ``sq``, ``sr-Latn``, ``sr-Cyrl``.
ReportLanguage: TypeAlias = Annotated[str, "report language"]

#: OECD DAC purpose code, five digits.
Sector: TypeAlias = Annotated[str, "sector"]

#: A kind of the activity-kind tree, standard or the workspace's own.
Kind: TypeAlias = Annotated[str, "kind"]

#: A whole number that is not negative.
Count: TypeAlias = Annotated[int, "count"]

#: A number from 0 to 100.
Percent: TypeAlias = Annotated[Decimal, "percent"]

#: A year in which a person now living, or one who took part in living memory, can be born.
BirthYear: TypeAlias = Annotated[int, "birth year"]
