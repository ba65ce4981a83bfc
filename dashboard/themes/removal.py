"""What « Et sans eux ? » counts: interns of the cohorts, and what imports say of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.retention.removal import CohortFlows


@dataclass(frozen=True)
class Interns:
    """Posts of the cohorts counted, with their bounds, by subdivision and for the nation."""

    counts: Mapping[str, tuple[float, float, float]]
    source_ids: tuple[str, ...]


@dataclass(frozen=True)
class ImportedCohort:
    """One cohort of one place, some years later, with where it was read.

    ``region_n`` and ``elsewhere_n`` are those settled outside the place whose destination is not
    told; None where it is, or where it is unknown.
    """

    cohort: int
    delay_years: int
    flows: CohortFlows
    status: str
    source_id: str
    locator: str
    region_n: int | None = None
    elsewhere_n: int | None = None
