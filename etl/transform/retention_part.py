"""Rates of settlement of the cohorts: of those trained here, how many settled here."""

from __future__ import annotations

import pandas as pd

from etl.build import Build
from etl.transform.observations import build_method_parameters
from etl.warehouse import append, run_sql
from models import uncertainty
from models.intervals import INTERVAL_LEVEL

RATES = ["rate_pct", "low_pct", "high_pct"]


def build_retention(build: Build) -> None:
    """Publish the rate of each cohort, computed from what is published of it and nothing else.

    Rates read ``pub.cohort`` after the secrecy of small counts: a rate whose numerator or
    denominator is withheld is withheld too. A source of cohorts, or of a matrix by place of
    diploma, plugs in by filling ``pub.cohort``.
    """
    counts = run_sql(build.connection, "cohort_counts")
    build_method_parameters(
        build,
        uncertainty.METHOD_ID,
        [("interval_level", "Niveau de l’intervalle", 100 * INTERVAL_LEVEL, "%")],
    )
    if counts.empty:
        return
    trained = counts["trained_n"].astype(float).to_numpy()
    rate, low, high = uncertainty.wilson(counts["settled_n"].astype(float).to_numpy(), trained)
    unknown = uncertainty.wilson(counts["not_followed_n"].astype(float).to_numpy(), trained)[0]
    frame = pd.DataFrame({"rate_pct": rate, "low_pct": low, "high_pct": high})
    frame["not_followed_pct"] = unknown
    append(
        build.connection,
        "pub.retention",
        pd.concat([counts, frame], axis=1).assign(method_id=uncertainty.METHOD_ID),
    )
