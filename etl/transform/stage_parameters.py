"""Parameters of the balance of stages, measured on the published national counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from etl.build import Build
from etl.declared.maquettes import Stage
from etl.transform.stage_inputs import OTHER_SEMESTER_HIGH, OTHER_SEMESTER_LOW, fill_rate
from etl.transform.targets import GPS, GPS_YEAR
from models.stages import balance
from models.stages.balance import Parameters
from models.stages.maquettes import CYCLE2, Maquette
from models.territories.cells import NATION

DONE = {
    "N1": "stages_niveau1_realises",
    "SASPAS": "stages_saspas_realises",
    "SFE": "stages_femme_enfant_realises",
    "2C": "stages_2e_cycle_realises",
}
CYCLE2_COVERAGE = "couverture_stage_2e_cycle_pct"
VOLUNTEERS = "msu_volontaires_docteurs_juniors"
VOLUNTEERS_MSU_YEAR = "2024"
LABELS = {
    "third_cycle_places": ("Places de N1, SASPAS et SFE par MSU et par an", "place-semestres"),
    "sfe_part": ("Part de la santé femme-enfant dans ces places", "de 0 à 1"),
    "n1_tilt": ("Part du N1 dans les autres, écart à ce que demandent les maquettes", "de −1 à 1"),
    "dj_places": ("Places de docteur junior par MSU et par an", "place-semestres"),
    "cycle2_places": ("Étudiants du 2e cycle reçus par MSU et par an", "étudiants"),
    "cycle2_weeks": ("Durée du stage de 2e cycle", "semaines"),
}
Spread = dict[str, tuple[float, float]]


def read_parameters(build: Build, maquettes: Sequence[Maquette]) -> tuple[Parameters, Spread]:
    """Places per MSU, from the national counts of stages done beside the MSU of each year.

    Stages then lacked (about half of a cohort had a SASPAS): what was done is close to what MSU
    could offer. The value is the mean of the years, the bounds are the lowest and the highest.
    """
    done = pd.DataFrame({level: by_end_year(build, name) for level, name in DONE.items()})
    msu = build.figure("msu_cnge").set_index("period_year")["value"]
    per_msu = done.dropna().div(msu, axis=0).dropna()
    third = per_msu[["N1", "SASPAS", "SFE"]].sum(axis=1)
    n1 = per_msu["N1"] / (per_msu["N1"] + per_msu["SASPAS"])
    tilt = float((n1 - balance.n1_part(list(n1.index), maquettes)).abs().max())
    juniors = _junior_places(build)
    measured = {
        "third_cycle_places": third,
        # Over the mean of the total, so that SFE places per MSU range as they did.
        "sfe_part": per_msu["SFE"] / third.mean(),
        "cycle2_places": per_msu["2C"],
    }
    spread = {name: (float(item.min()), float(item.max())) for name, item in measured.items()}
    spread["n1_tilt"] = (-tilt, tilt)
    # One docteur junior for two volunteers, or two for one: nothing published says.
    spread["dj_places"] = (juniors / 2, juniors * 2)
    parameters = Parameters(
        **{name: float(item.mean()) for name, item in measured.items()},
        dj_places=juniors,
        cycle2_weeks=float(_cycle2_stage(build).weeks or 0),
    )
    return parameters, spread


def by_end_year(build: Build, indicator_id: str) -> pd.Series:
    """National values of academic years, by the year they end in."""
    rows = build.figure(indicator_id)
    rows = rows[(rows["territory_id"] == NATION) & rows["period"].str.fullmatch(r"\d{4}/\d{4}")]
    return rows.set_index(rows["period_year"].astype(int) + 1)["value"]


def published_parameters(
    build: Build, parameters: Parameters, spread: Spread
) -> list[tuple[str, str, float, str]]:
    """Parameters as published: their value, and their bounds where they have some."""
    rows = []
    for name, (label, unit) in LABELS.items():
        rows.append((name, label, float(getattr(parameters, name)), unit))
        if name in spread:
            low, high = spread[name]
            rows.append((f"{name}_low", f"{label}, borne basse", low, unit))
            rows.append((f"{name}_high", f"{label}, borne haute", high, unit))
    return [
        *rows,
        ("semester_weeks", "Durée d’un semestre", balance.SEMESTER_WEEKS, "semaines"),
        ("fill_low", "Part des postes pourvus, borne basse", 100 * fill_rate(build), "%"),
        ("other_semester_low", "Semestre inconnu, borne basse", OTHER_SEMESTER_LOW, "facteur"),
        ("other_semester_high", "Semestre inconnu, borne haute", OTHER_SEMESTER_HIGH, "facteur"),
    ]


def _cycle2_stage(build: Build) -> Stage:
    return next(
        stage for entry in build.maquettes for stage in entry.stages if stage.level == CYCLE2
    )


def _junior_places(build: Build) -> float:
    """Two semesters for each MSU that volunteers, over the MSU of the one région that counted.

    The MSU of the région are its liberal GPs' share of the national count, so that an import
    does not move the parameter.
    """
    volunteers = build.figure(VOLUNTEERS).iloc[0]
    gps = build.departement_values(GPS, GPS_YEAR).to_numpy()
    region = build.cells.region_ids.index(str(volunteers["territory_id"]))
    inside = np.unique(build.cells.departement[build.cells.region == region])
    msu = build.national("msu_cnge", VOLUNTEERS_MSU_YEAR) * gps[inside].sum() / gps.sum()
    return float(2 * volunteers["value"] / msu)
