"""Counts that « Et sans eux ? » starts from: interns of the cohorts, and imported cohorts."""

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
    """One cohort of one place, some years later, with its source.

    ``region_n`` and ``elsewhere_n`` are those settled outside the place, at a destination that the
    file leaves out; None where it names the destination, or where the number is unknown.
    """

    cohort: int
    delay_years: int
    flows: CohortFlows
    status: str
    source_id: str
    locator: str
    region_n: int | None = None
    elsewhere_n: int | None = None
