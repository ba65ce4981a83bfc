"""Share every national target between territories, by every key."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from etl.build import Build
from etl.errors import RegisterError
from etl.transform.interns import interns_in_training
from etl.transform.territories import departement_population
from etl.warehouse import append
from models.territories.apportionment import FloatArray

GPS = "mg_liberaux_cnam"
GPS_YEAR = "2024"
LATEST_COHORT = 2026
ZONING_YEAR = "2025"
ZIP_WEIGHT = 1.0
ZAC_WEIGHT = 0.5


def build_apportionment(build: Build) -> None:
    """Publish the weights of the keys, then the share of each target for each territory."""
    weights = {key.key_id: _weight_of(key.key_id)(build) for key in build.registers.keys}
    append(build.connection, "pub.apportionment_key", _key_rows(build, weights))
    ids = build.cells.territory_ids
    rows = [
        pd.DataFrame(
            {
                "target_id": target.target_id,
                "key_id": key_id,
                "territory_id": ids,
                "target_msu": build.cells.apportion(target.value_msu, weight),
            }
        )
        for target in build.registers.targets
        for key_id, weight in weights.items()
    ]
    append(build.connection, "pub.apportionment", pd.concat(rows))


def _weight_of(key_id: str) -> Callable[[Build], FloatArray]:
    if key_id not in KEY_WEIGHTS:
        raise RegisterError(
            "data/keys.yml",
            key_id,
            "id",
            f"clé sans calcul ; clés connues : {', '.join(KEY_WEIGHTS)}.",
        )
    return KEY_WEIGHTS[key_id]


def _population(build: Build) -> FloatArray:
    return departement_population(build).to_numpy()


def _gps(build: Build) -> FloatArray:
    return build.departement_values(GPS, GPS_YEAR).to_numpy()


def _interns(build: Build) -> FloatArray:
    """Interns of each subdivision, spread between its départements by liberal GPs."""
    cells = build.cells
    gp_cells = cells.spread(_gps(build))
    gp_subdivisions = np.bincount(cells.subdivision, weights=gp_cells)
    interns = interns_in_training(build, LATEST_COHORT)
    per_cell = interns[cells.subdivision] * gp_cells / gp_subdivisions[cells.subdivision]
    return np.bincount(cells.departement, weights=per_cell).astype(np.float64)


def _under_density(build: Build) -> FloatArray:
    """Population weighted by zoning: ZIP counts double, ZAC one and a half."""
    zip_share, zac_share = _zoning(build)
    factor = 1 + (ZIP_WEIGHT * zip_share + ZAC_WEIGHT * zac_share) / 100
    return _population(build) * factor.to_numpy()


def _zoning(build: Build) -> tuple[pd.Series, pd.Series]:
    """Shares of population in ZIP and ZAC; the national share where none is published."""
    shares = []
    for indicator_id in ("part_population_zip_pct", "part_population_zac_pct"):
        national = build.national(indicator_id, ZONING_YEAR)
        values = build.departement_values(indicator_id, ZONING_YEAR)
        shares.append(values.fillna(national))
    return shares[0], shares[1]


KEY_WEIGHTS: dict[str, Callable[[Build], FloatArray]] = {
    "population": _population,
    "generalistes": _gps,
    "internes": _interns,
    "sous_densite": _under_density,
}


def _key_rows(build: Build, weights: dict[str, FloatArray]) -> pd.DataFrame:
    ids = list(build.cells.departement_ids)
    zip_published = build.departement_values("part_population_zip_pct", ZONING_YEAR)
    no_zoning = zip_published.isna().to_numpy()
    rows = []
    for key_id, weight in weights.items():
        frame = pd.DataFrame({"key_id": key_id, "territory_id": ids, "weight": weight})
        frame["note_fr"] = None
        if key_id == "sous_densite":
            frame.loc[no_zoning, "note_fr"] = (
                "zonage non publié pour ce département : parts nationales ZIP et ZAC employées"
            )
        rows.append(frame)
    return pd.concat(rows)
