"""Retention measured by surveys of former interns, each rate with its interval."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.build import Build
from etl.errors import DataError
from etl.extract.figures import RETENTION_SURVEYS
from etl.extract.retention_surveys import COMPARABLE
from etl.warehouse import append
from models.retention.surveys import survey_interval


def build_retention_surveys(build: Build) -> None:
    """Publish the rates of the surveys, with a Wilson interval where their base is known.

    Raises
    ------
    DataError
        When a line names a territory or a source that no register knows, or repeats another.
    """
    _check_surveys(build)
    frame = pd.DataFrame([survey.model_dump() for survey in build.retention_surveys])
    # The count is surer than the rounded rate, where it is published.
    counted = 100 * frame["practising_n"].astype("float64") / frame["base_n"].astype("float64")
    low, high = survey_interval(
        counted.fillna(frame["value_pct"]).to_numpy(dtype=np.float64),
        frame["base_n"].to_numpy(dtype=np.float64),
    )
    append(
        build.connection,
        "pub.retention_survey",
        frame.assign(low_pct=low, high_pct=high, is_comparable=frame["family_id"] == COMPARABLE),
    )


def _check_surveys(build: Build) -> None:
    territories = set(build.territories["territory_id"])
    sources = {source.source_id for source in build.registers.sources}
    seen: set[str] = set()
    for survey in build.retention_surveys:
        faults = {
            "asked_territory_ids": set(survey.asked_territories) - territories,
            "place_territory_id": {survey.place_territory_id} - territories,
            "source_id": {survey.source_id} - sources,
            "survey_id": {survey.survey_id} & seen,
        }
        seen.add(survey.survey_id)
        for column, values in faults.items():
            if values:
                raise DataError(
                    f"data/figures/{RETENTION_SURVEYS}",
                    0,
                    column,
                    ", ".join(sorted(values)),
                    "un identifiant déclaré dans les registres, une seule ligne par enquête",
                    f"Corriger la ligne « {survey.survey_id} ».",
                )
