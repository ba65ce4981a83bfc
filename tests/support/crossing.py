"""Sides of a crossing, as short as a test needs them."""

from __future__ import annotations

from dashboard.core.catalog import Indicator
from dashboard.core.values import LevelValues
from dashboard.views.fidelisation.crossing.classes import AxisReference, CrossingSide, side_of

TARGET = AxisReference(value=100.0, label_fr="part de la cible atteinte à 100 %")
FRANCE = AxisReference(value=80.99, low=74.9, high=92.2, label_fr="France : 81")
COVERAGE = ("couverture_pct", 1, TARGET)
ENTRIES = ("fidelisation_apparente", 0, FRANCE)
CHANGE = ("evolution_mg_rpps_pct", 1, AxisReference(value=0.0, label_fr="effectif inchangé"))
DENSITY = (
    "densite_mg_liberaux_cnam_pour_100k",
    1,
    AxisReference(value=81.0, label_fr="France, 2024 : 81,0"),
)
WIDE = [(80, 20, 300), (90, 30, 310), (150, 50, 400)]
CLEAR = [(80, 60, 90), (90, 70, 95), (150, 50, 400)]
STRONG = [(115, 104, 134), (76, 66, 91), (115, 104, 134)]


def side(which, rows, status="estimated", level="departement") -> CrossingSide:
    """One side of values with their bounds, (value, low, high) by territory."""
    indicator_id, decimals, reference = which
    size = len(rows)
    nothing = (None,) * size
    values, low, high = zip(*rows, strict=True)
    indicator = Indicator(
        indicator_id, indicator_id, indicator_id, "", "%", decimals, "up", False, "", None, True
    )
    level_values = LevelValues(
        indicator_id=indicator_id,
        level=level,
        period="2024",
        ids=tuple(f"DEP-{rank:02}" for rank in range(1, size + 1)),
        values=values,
        low=low,
        high=high,
        status=tuple(None if value is None else status for value in values),
        notes=nothing,
        source_ids=nothing,
        locators=nothing,
        method_ids=nothing,
    )
    published = [value for value in values if value is not None]
    return side_of(indicator, level_values, reference, published, "2024")


def counted(which, *values) -> CrossingSide:
    """One side of values counted, without interval."""
    return side(which, [(value, None, None) for value in values], status="observed")
