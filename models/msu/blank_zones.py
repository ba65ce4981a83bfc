"""Under-served départements for which no count of MSU is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

# A share is published to a tenth of a percent: the population it gives is not known any better.
ROUNDED_TO = 100
Knowledge = Literal["unknown", "withheld", "partial", "counted"]


@dataclass(frozen=True)
class Count:
    """A count of MSU that somebody published or imported; ``is_partial`` leaves some out."""

    value: float
    period: str
    status: str
    source_id: str
    locator: str
    is_partial: bool = False


@dataclass(frozen=True)
class Places:
    """Stage places offered for one semester, as imported; ``is_at_least``: some are withheld."""

    semester: str
    offered_n: int
    status: str
    source_id: str
    is_at_least: bool = False


@dataclass(frozen=True)
class Known:
    """MSU and stage places known of one département; ``is_withheld``: counted, not published."""

    count: Count | None = None
    is_withheld: bool = False
    places: Places | None = None

    @property
    def knowledge(self) -> Knowledge:
        """Whether the MSU were counted. No count does not mean no MSU."""
        if self.count is not None:
            return "partial" if self.count.is_partial else "counted"
        return "withheld" if self.is_withheld else "unknown"


@dataclass(frozen=True)
class Zone:
    """One département; shares are in % of its population, None unknown."""

    departement_id: str
    population_hab: float
    zip_pct: float | None
    zip_zac_pct: float | None
    known: Known

    @property
    def zip_hab(self) -> int | None:
        """Population living in a ZIP, to the nearest hundred."""
        return people(self.population_hab, self.zip_pct)

    @property
    def zip_zac_hab(self) -> int | None:
        """Population living in a ZIP or a ZAC, to the nearest hundred."""
        return people(self.population_hab, self.zip_zac_pct)


def people(population_hab: float, share_pct: float | None) -> int | None:
    """People that a share stands for, to the nearest hundred; None when the share is unknown."""
    if share_pct is None:
        return None
    return round(population_hab * share_pct / 100 / ROUNDED_TO) * ROUNDED_TO


def is_blank(zone: Zone) -> bool:
    """Whether people live there in a ZIP while its MSU are not known, or only in part."""
    return bool(zone.zip_pct) and zone.known.knowledge != "counted"


def by_priority(zones: Iterable[Zone]) -> list[Zone]:
    """Zones with people in a ZIP: first those without a full count, the most people first."""
    found = [zone for zone in zones if zone.zip_pct]
    return sorted(
        found, key=lambda zone: (not is_blank(zone), -(zone.zip_hab or 0), zone.departement_id)
    )
