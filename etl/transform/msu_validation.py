"""How the estimate of the MSU was judged: each piece of evidence beside what is expected of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter

import numpy as np
import pandas as pd

from etl.build import Build
from etl.extract.evidence import EvidenceRow, extract_scores, extract_worlds
from etl.transform.msu_inputs import NATIONAL_COUNT
from etl.transform.msu_v1 import v1_estimates, v1_points, validate_v1
from etl.warehouse import append
from models.msu import hierarchical
from models.msu.country import Country
from models.msu.evidence import Evidence
from models.msu.scores import Judged, leave_out

QUANTILES = {
    "estimated_msu": 0.5,
    "low80_msu": 0.1,
    "high80_msu": 0.9,
    "low95_msu": 0.025,
    "high95_msu": 0.975,
}


def build_validation(build: Build, facts: Country, evidence: Sequence[Evidence]) -> None:
    """Publish each piece of evidence beside its forecast, the scores, and the simulated worlds.

    The forecast of a count is made without any count of its place; imports take no part in it.
    """
    posterior = hierarchical.fit(facts, evidence)
    judged = {item.name: item for item in leave_out(posterior, attrgetter("place"))}
    v1 = v1_by_name(build, evidence)
    by_name = {item.name: item for item in evidence}
    rows = [
        _row(row, by_name.get(row.evidence_id), judged.get(row.evidence_id), v1)
        for row in build.evidence
    ]
    append(build.connection, "pub.validation", pd.DataFrame(rows))
    data = build.settings.data
    for table, items in (
        ("pub.msu_score", extract_scores(data)),
        ("pub.msu_world", extract_worlds(data)),
    ):
        frame = pd.DataFrame([item.model_dump() for item in items])
        append(build.connection, table, frame.assign(rank=np.arange(len(frame))))


def v1_by_name(build: Build, evidence: Sequence[Evidence]) -> dict[str, float]:
    """What ``msu-v1`` gives for each count, by name, without the place where it used it."""
    national = build.figure(NATIONAL_COUNT)
    validation = validate_v1(build, national)
    names = {item.name for item in evidence if not item.of_cells}
    rows = [row for row in build.evidence if row.evidence_id in names]
    at_best = v1_estimates(build, national, rows)(validation.blend)
    estimated = dict(zip((row.evidence_id for row in rows), at_best.tolist(), strict=True))
    points = [point.point_id for point in v1_points(build, national)]
    return estimated | dict(zip(points, validation.estimated.tolist(), strict=True))


def _row(
    row: EvidenceRow, evidence: Evidence | None, judged: Judged | None, v1: Mapping[str, float]
) -> dict[str, object]:
    """One row of ``pub.validation``; a lower bound and a share have no number of MSU."""
    common = row.model_dump(
        include={
            "evidence_id",
            "label_fr",
            "territory_ids",
            "kind",
            "period",
            "is_sound",
            "is_exact",
            "error_reason_fr",
            "source_id",
            "locator",
        }
    ) | {"year": row.known_year, "error_pct": 100 * row.error}
    if evidence is None or judged is None:
        return common | {"observed_msu": row.value}
    ratio = float(np.exp(judged.log_value - judged.forecast.quantiles([0.5])[0]))
    if evidence.of_cells:
        return common | {"ratio": ratio}
    law = np.exp(judged.forecast.quantiles(list(QUANTILES.values())))
    return common | {
        "observed_msu": float(np.exp(judged.log_value)),
        "ratio": ratio,
        **dict(zip(QUANTILES, law.tolist(), strict=True)),
        "estimated_v1_msu": v1.get(row.evidence_id),
    }
