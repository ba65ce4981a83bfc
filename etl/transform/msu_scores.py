"""The left-out table: ``msu-v2`` and ``msu-v1`` judged on counts they have not seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter

import numpy as np
import pandas as pd

from etl.extract.evidence import EvidenceRow
from models.msu import hierarchical
from models.msu.country import Country
from models.msu.evidence import PRESS_ERROR, Evidence
from models.msu.hierarchical import Posterior
from models.msu.scores import Forecast, Judged, Scores, leave_out, score, student_forecast
from models.msu.validation import Validation

V1 = "msu-v1"


def v1_forecasts(
    evidence: Sequence[Evidence],
    rows: Sequence[EvidenceRow],
    estimated: Mapping[str, float],
    validation: Validation,
) -> dict[str, Forecast]:
    """Forecasts of ``msu-v1``, by name, blurred by the error of each count.

    Parameters
    ----------
    evidence, rows : the evidence, and the rows it was read from
    estimated : estimate of ``msu-v1`` by name, made without the place of the count
    validation : the errors it was published with
    """
    errors = validation.errors
    narrow = float(np.hypot(errors.sigma_subdivision, errors.sigma_departement))
    is_narrow = {row.evidence_id: row.territory_ids.startswith("DEP") for row in rows}
    # Rhône-Alpes is written as its départements, and is wide.
    wide = {row.evidence_id for row in rows if len(row.territories) > 1}
    return {
        item.name: student_forecast(
            float(np.log(estimated[item.name])),
            narrow if is_narrow[item.name] and item.name not in wide else errors.sigma_subdivision,
            errors.df,
            float(np.hypot(item.error, item.definition_error))
            if not item.is_press
            else float(np.linalg.norm([item.error, item.definition_error, PRESS_ERROR])),
        )
        for item in evidence
        if item.name in estimated
    }


def score_table(
    facts: Country,
    evidence: Sequence[Evidence],
    v1: Mapping[str, Forecast],
    v1_points: Collection[str],
    since: Collection[str],
) -> pd.DataFrame:
    """Scores by set of counts and method, one row each.

    Parameters
    ----------
    facts, evidence : what ``msu-v2`` is fitted on
    v1 : forecasts of ``msu-v1``, by name
    v1_points : names of the counts that ``msu-v1`` was validated on
    since : names of the evidence found since ``msu-v1``
    """
    counts = [item for item in evidence if not item.of_cells]
    sound = {item.name for item in counts if item.is_sound}
    first = {name for name in sound if name in v1_points}
    names = {"v1_points": first, "sound": sound, "all": {item.name for item in counts}}
    fits = {
        "own_points": [item for item in evidence if item.name in first],
        "all_evidence": list(evidence),
    }
    rows = []
    for label, kept in names.items():
        rows.append(_row(label, V1, "place", "v1_points", _judged_v1(counts, v1, kept)))
    for fitted, items in fits.items():
        posterior = hierarchical.fit(facts, items)
        for left_out in ("place", "cluster"):
            judged = leave_out(posterior, attrgetter(left_out))
            for label, kept in names.items():
                mine = [item for item in judged if item.name in kept]
                if len(mine) == len(kept):
                    rows.append(_row(label, hierarchical.METHOD_ID, left_out, fitted, mine))
    rows += _since_rows(hierarchical.fit(facts, evidence), v1, since)
    return pd.DataFrame(rows)


def _since_rows(
    posterior: Posterior, v1: Mapping[str, Forecast], names: Collection[str]
) -> list[dict[str, object]]:
    """Scores on the counts found since, of what is fitted without any of them."""
    judged = leave_out(posterior, lambda item: "since" if item.name in names else item.name)
    new = [item for item in posterior.design.evidence if item.name in names]
    return [
        _row("found_since", V1, "since", "v1_points", _judged_v1(new, v1, names)),
        _row(
            "found_since",
            hierarchical.METHOD_ID,
            "since",
            "earlier_evidence",
            [item for item in judged if item.name in names],
        ),
    ]


def _judged_v1(
    evidence: Sequence[Evidence], v1: Mapping[str, Forecast], names: Collection[str]
) -> list[Judged]:
    return [
        Judged(item.name, item.place, item.log_value, v1[item.name])
        for item in evidence
        if item.name in names
    ]


def _row(
    scored_on: str, method_id: str, left_out: str, fitted_on: str, judged: Sequence[Judged]
) -> dict[str, object]:
    found: Scores = score(judged)
    inside = dict(zip(("inside_50", "inside_80", "inside_95"), found.inside, strict=True))
    return {
        "scored_on": scored_on,
        "method_id": method_id,
        "left_out": left_out,
        "fitted_on": fitted_on,
        "counts": found.count,
        "log_rmse": found.log_rmse,
        "log_score": found.log_score,
        "crps": found.crps,
        **inside,
    }
