"""Sides of a crossing, as short as a test needs them."""

from __future__ import annotations

from dataclasses import replace

from dashboard.core.catalog import Indicator
from dashboard.core.values import LevelValues
from dashboard.views.fidelisation.crossing.classes import AxisReference, CrossingSide, side_of

EVEN = AxisReference(value=50.0, label_fr="une chance sur deux")
POOL = AxisReference(value=80.99, label_fr="ensemble des taux publiés")
RATES = ("installes_sur_place_pct", 0, POOL)
CHANGE = ("evolution_mg_rpps_pct", 1, AxisReference(value=0.0, label_fr="effectif inchangé"))
DENSITY = (
    "densite_mg_liberaux_cnam_pour_100k",
    1,
    AxisReference(value=81.0, label_fr="France, 2024 : 81,0"),
)
STRONG = [(90, 85, 95), (72, 66, 77), (90, 85, 95)]


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


def chances(*probabilities, level="departement", is_counted=()) -> CrossingSide:
    """The side of the situations: chances of being below one's share, 0 to 1, None if missing."""
    whole = [None if item is None else 100 * item for item in probabilities]
    bare = side(("situation_msu", 0, EVEN), [(item, None, None) for item in whole], level=level)
    indicator = replace(bare.indicator, direction="down")
    status = tuple(
        None if item is None else "observed" if rank in is_counted else "estimated"
        for rank, item in enumerate(probabilities)
    )
    values = replace(bare.values, status=status)
    return replace(
        bare, indicator=indicator, values=values, p_unfavourable=probabilities, band=30.0
    )


def counted(which, *values) -> CrossingSide:
    """One side of values counted, without interval."""
    return side(which, [(value, None, None) for value in values], status="observed")
