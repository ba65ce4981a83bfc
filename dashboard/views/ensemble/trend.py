"""The national counts of MSU over time, with the targets: curve, values, file."""

from __future__ import annotations

import streamlit as st

from dashboard.core.files import SERIES_HEADER
from dashboard.queries.desk import Desk
from dashboard.queries.series import fetch_national_series
from dashboard.ui.chart import Caption, Table, show_chart
from dashboard.ui.national_series import COUNTS, national_rows, show_series
from dashboard.views.ensemble import words
from dashboard.views.ensemble.figures import plot_national_trend

SURVEY = "msu_dgos"


def show_trend(desk: Desk) -> None:
    """Show the curve under its finding, then its sources and its values."""
    counts = fetch_national_series(desk.build, COUNTS)
    survey = fetch_national_series(desk.build, SURVEY)
    firm = [point for point in counts if point.confidence == "high"]
    derived = [point for point in counts if point.confidence != "high"]
    named = dict(desk.catalog.targets)
    # A free target, or the need of the stages, is in the file though it has no mark.
    targets = tuple((named | {desk.target.target_id: desk.target}).values())
    series = {"CNGE": counts, "DGOS": survey}
    title = words.trend_title(firm[0], firm[-1])
    st.header(title, anchor=False)
    show_chart(
        desk.catalog,
        plot_national_trend(firm, derived, survey, list(named.values()), desk.target),
        key="ensemble.courbe",
        alt=words.TREND_ALTERNATIVE,
        caption=Caption(
            title=title,
            subtitle=words.TREND_SUBTITLE,
            name=("msu", "france"),
            source_ids=[point.source_id for points in series.values() for point in points],
            note=words.trend_note(desk.target.label_fr),
        ),
        table=Table(SERIES_HEADER, lambda: national_rows(desk.catalog, series, targets)),
    )
    show_series(desk.catalog, series)
