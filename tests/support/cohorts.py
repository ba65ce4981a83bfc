"""Rates of cohorts, published and withheld."""

from __future__ import annotations

from dataclasses import replace

from dashboard.themes.retention import CohortRate

RATE = CohortRate(
    territory_id="SUB-040",
    scope="subdivision",
    settled_in="region",
    cohort=2019,
    delay_years=5,
    trained=120,
    settled=70,
    not_followed=22,
    value=58.333,
    low=49.38,
    high=66.76,
    not_followed_pct=18.333,
    missing=None,
    status="imported",
    period="2019",
    source_ids=("LOCAL-1",),
    locator="fichier local, ligne 2",
)
WITHHELD = replace(
    RATE,
    cohort=2020,
    period="2020",
    settled=None,
    value=None,
    low=None,
    high=None,
    missing="withheld",
)
