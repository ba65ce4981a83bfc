"""What the values of an indicator may be: a count is whole and never negative, a part is a %."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DomainId = Literal["count", "balance", "percent", "change", "rate", "quantity", "age"]


@dataclass(frozen=True)
class Domain:
    """Least and greatest value, None without; whether they are whole; how it is said."""

    least: float | None
    most: float | None
    is_whole: bool
    expected_fr: str

    def holds(self, value: float) -> bool:
        """Whether a value may be one of the indicator."""
        if self.is_whole and not float(value).is_integer():
            return False
        return (self.least is None or value >= self.least) and (
            self.most is None or value <= self.most
        )


DOMAINS: dict[DomainId, Domain] = {
    "count": Domain(0, None, True, "un nombre entier, 0 ou plus"),
    "balance": Domain(None, None, True, "un nombre entier, négatif pour une baisse"),
    "percent": Domain(0, 100, False, "un pourcentage, de 0 à 100"),
    # Nothing loses more than the whole of itself; tenfold growth is a fault of unit.
    "change": Domain(-100, 1_000, False, "une évolution en %, de −100 à 1 000"),
    "rate": Domain(0, 100_000, False, "un nombre pour 100 000, de 0 à 100 000"),
    "quantity": Domain(0, None, False, "un nombre, 0 ou plus"),
    "age": Domain(18, 110, False, "un âge en années, de 18 à 110"),
}
