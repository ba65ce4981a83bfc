"""Scenarios of « Et sans eux ? » in three départements, as short as a test needs them."""

from __future__ import annotations

import numpy as np

from dashboard.themes.removal import ImportedCohort
from dashboard.views.fidelisation.removal.scenario import (
    FLOWS,
    Densities,
    NationalFigures,
    Scenario,
    counted_scenario,
    effect_scenario,
    intern_share,
)
from models.retention.removal import CohortFlows
from models.territories.cells import Cells

CELLS = Cells.from_links(
    [("DEP-A", "SUB-1", 1.0), ("DEP-B", "SUB-1", 1.0), ("DEP-C", "SUB-2", 1.0)],
    dict.fromkeys(("DEP-A", "DEP-B", "DEP-C"), "REG-1"),
)
DENSITIES = Densities(
    ("DEP-A", "DEP-B", "DEP-C"),
    np.array([100.0, 300.0, 100.0]),
    np.array([70.0, 90.0, 50.0]),
    ("observed",) * 3,
)
# A tenth of the interns, 1 000 settlers a year, 500 at least; posts all filled.
NATIONAL = NationalFigures(
    {"SUB-1": (10.0, 10.0, 10.0), "SUB-2": (90.0, 90.0, 90.0), "FR": (100.0, 100.0, 100.0)},
    0.4,
    (1000.0, 500.0, 1000.0),
)


def by_effect(promotions: int = 1, threshold: float = 65.0) -> Scenario:
    """Scenario of the average effect on the subdivision « SUB-1 »."""
    share = intern_share(NATIONAL, "SUB-1")
    return effect_scenario(
        CELLS,
        DENSITIES,
        NATIONAL,
        share,
        {"SUB-1": 1.0},
        origin_id="SUB-1",
        removed_kind="internes",
        promotions=promotions,
        threshold=threshold,
    )


def imported(
    counts, withheld: str = "", settled=None, cohort: int = 2020, delay: int = 5, **apart
) -> ImportedCohort:
    """One imported cohort: its counts, and the départements whose count is withheld."""
    flows = CohortFlows(counts, frozenset(withheld.split()), settled)
    return ImportedCohort(cohort, delay, flows, "imported", "LOCAL", "ligne 1", **apart)


def counted(*cohorts: ImportedCohort, basis: str = FLOWS, threshold: float = 65.0) -> Scenario:
    """Scenario of imported counts of the subdivision « SUB-1 »."""
    return counted_scenario(
        DENSITIES,
        cohorts,
        basis=basis,
        origin_id="SUB-1",
        removed_kind="internes",
        threshold=threshold,
    )
