"""The territories the fictitious set speaks of, and how large they are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl.extract.reference import extract_crosswalk, extract_geometry, extract_territories
from etl.geo.drawing import neighbour_pairs
from etl.imports.templates import territory_label
from models.territories.apportionment import FloatArray

SIZE = "mg_liberaux_cnam"


@dataclass(frozen=True)
class Places:
    """The territories the set speaks of, and how large they are.

    ``departements`` holds id, code, region_id and size (general practitioners); ``labels`` and
    ``parts`` are by subdivision: its name, and the size of each of its départements in it;
    ``regions`` is the label of each région.
    """

    departements: pd.DataFrame
    labels: dict[str, str]
    parts: pd.DataFrame
    neighbours: frozenset[tuple[str, str]]
    regions: dict[str, str]

    @property
    def sizes(self) -> FloatArray:
        """Size of each département."""
        return self.departements["size"].to_numpy("float64")


def read_places(data: Path, figures: pd.DataFrame) -> Places:
    """Read the territories of ``data``; their sizes are published figures."""
    territories = extract_territories(data / "reference")
    sizes = figures[figures["indicator_id"] == SIZE].set_index("territory_id")["value"]
    departements = territories[territories["level"] == "departement"].sort_values("territory_id")
    departements = departements.assign(size=departements["territory_id"].map(sizes))
    crosswalk = extract_crosswalk(data / "reference")
    parts = crosswalk.assign(size=crosswalk["weight"] * crosswalk["departement_id"].map(sizes))
    return Places(
        departements=departements.reset_index(drop=True),
        labels=_labels(territories, "subdivision"),
        parts=parts.sort_values(["subdivision_id", "departement_id"]),
        neighbours=frozenset(
            (f"DEP-{one}", f"DEP-{other}")
            for pair in neighbour_pairs(extract_geometry(data / "reference")["departements"])
            for one, other in (pair, pair[::-1])
        ),
        regions=_labels(territories, "region"),
    )


def _labels(territories: pd.DataFrame, level: str) -> dict[str, str]:
    rows = territories[territories["level"] == level].sort_values("territory_id")
    return {
        row.territory_id: territory_label(row.level, row.code, row.name_fr)
        for row in rows.itertuples()
    }
