"""What the dashboard allows itself, decided before measuring; most are ratios to the floor."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Literal

from tests.bench.samples import (
    ALONE,
    CALAMINE,
    CROSSING,
    FEW_LINES,
    FLOOR,
    MANY_LINES,
    OPENPYXL,
    OURS,
    PANDAS,
    POLARS,
    Samples,
)

Against = Literal["floor", "value"]


@dataclass(frozen=True)
class Line:
    """One line of the report.

    ``measures`` are those whose samples are pooled; ``limit`` bounds the ratio to the floor or
    the value itself, None for a line given for information. ``floor`` is the contender that the
    line is compared to.
    """

    what: str
    measures: tuple[str, ...]
    unit: str
    limit: float | None = None
    against: Against = "floor"
    at_least: bool = False
    contender: str = OURS
    floor: str = FLOOR


CHANGES = ("change_indicator", "change_target", "change_key", "change_year")

LINES = (
    Line("First paint of the maps, cold", ("paint_map_cold",), "ms", 1.2),
    Line("First paint of the maps, warm", ("paint_map_warm",), "ms", 1.25),
    Line("… maps alone, cold", ("paint_map_cold",), "ms", contender=ALONE),
    Line("… maps alone, warm", ("paint_map_warm",), "ms", contender=ALONE),
    Line("Overview: figures and text, cold", ("paint_figures_cold",), "ms", 1.3),
    Line("Overview: figures and text, warm", ("paint_figures_warm",), "ms", 1.3),
    Line("Overview: plotly chart, cold", ("paint_chart_cold",), "ms", 2.0),
    Line("Overview: plotly chart, warm", ("paint_chart_warm",), "ms", 2.0),
    Line("Change → maps repainted, maps alone", CHANGES, "ms", 1.6, contender=ALONE),
    Line("Change → maps repainted, whole page", CHANGES, "ms", 2.2),
    Line("… indicator", ("change_indicator",), "ms"),
    Line("… target", ("change_target",), "ms"),
    Line("… key", ("change_key",), "ms"),
    Line("… year", ("change_year",), "ms"),
    Line("… values never asked before", ("change_first_time",), "ms"),
    Line(
        "Crossing: indicator → map repainted", ("change_indicator",), "ms", 2.2, contender=CROSSING
    ),
    *(
        Line(f"{title}, {what}", (f"{measure}_{page}{state}",), unit, limit, contender=contender)
        for page, title in (("initiatives", "Initiatives"), ("follow_up", "Suivi"))
        for measure, state, what, unit, limit in (
            ("paint", "_cold", "first paint, cold", "ms", 1.3),
            ("paint", "_warm", "first paint, warm", "ms", 1.3),
            ("change", "", "change → repainted", "ms", 2.2),
            ("cpu", "", "server CPU per change", "ms", 3),
        )
        for contender, what, limit in (
            (MANY_LINES, f"50 000 lines: {what}", limit),
            (FEW_LINES, f"… published lines: {what}", None),
        )
    ),
    Line("Click on a territory → panel", ("panel",), "ms", 1.3),
    Line("Bytes per change of indicator", ("bytes_indicator",), "kB", 15, "value"),
    Line("… maps alone", ("bytes_indicator",), "kB", contender=ALONE),
    Line(
        "Crossing: bytes per change of indicator",
        ("bytes_indicator",),
        "kB",
        15,
        "value",
        contender=CROSSING,
    ),
    Line("Bytes per click on a territory", ("bytes_panel",), "kB"),
    Line("Fetches of the outlines, first visit", ("geometry_sent_cold",), "", 1, "value"),
    Line("Fetches of the outlines, next visit", ("geometry_sent_warm",), "", 0, "value"),
    Line("Requests to other machines", ("external_requests",), "", 0, "value"),
    Line("Server CPU per change, whole page", ("cpu_per_change",), "ms", 3),
    Line("Changes per second, one process", ("saturation",), "/s", 50, "value", at_least=True),
    Line("30 sessions, one change each 3 s: p95", ("load_p95",), "ms", 100, "value"),
    Line("… errors", ("load_errors",), "", 0, "value"),
    Line("etl build from the committed figures", ("etl_build",), "s", 20, "value"),
    Line("RPPS, 2.2 M lines, beside pandas", ("rpps_seconds",), "s", 0.5, floor=PANDAS),
    Line("… peak memory", ("rpps_mb",), "MB", 256, "value", floor=PANDAS),
    Line("… beside polars", ("rpps_seconds",), "s", floor=POLARS),
    Line("… peak memory", ("rpps_mb",), "MB", floor=POLARS),
    Line("DREES workbook, beside openpyxl", ("drees_seconds",), "s", 0.5, floor=OPENPYXL),
    Line("… peak memory", ("drees_mb",), "MB", 400, "value", floor=OPENPYXL),
    Line("… beside calamine, whole sheets", ("drees_seconds",), "s", floor=CALAMINE),
    Line("… peak memory", ("drees_mb",), "MB", floor=CALAMINE),
    Line("msu-v2: fit on all the evidence", ("estimate_fit",), "s", 2, "value"),
    Line("msu-v2: draws and summary of one year", ("estimate_year",), "s", 2, "value"),
    Line("Campaign: list of 28 to ask first", ("campaign_list",), "s", 3, "value"),
    Line("Brief: PDF, warm", ("brief_pdf",), "ms", 500, "value"),
    Line("Brief: every format, warm", ("brief_formats",), "ms", 5000, "value"),
    Line("Brief: PDF of the 101 départements", ("brief_mailing",), "s", 60, "value"),
)
# A single request too many counts: no median for these.
COUNTED = ("external_requests", "load_errors", "geometry_sent_cold", "geometry_sent_warm")


def value_of(samples: Samples, line: Line, contender: str) -> float | None:
    """Value of a contender on a line: the median, or the highest where each one counts."""
    pooled = [
        value
        for measure in line.measures
        for value in samples.values.get(measure, {}).get(contender, [])
    ]
    if not pooled:
        return None
    if line.measures[0] in COUNTED:
        return max(pooled)
    return median(pooled) / 1000 if line.unit == "kB" else median(pooled)


def is_met(line: Line, value: float | None, floor: float | None) -> bool | None:
    """Whether the budget is met; None where there is none, or nothing to compare."""
    if line.limit is None or value is None:
        return None
    if line.against == "floor":
        if not floor:
            return None
        value /= floor
    return value >= line.limit if line.at_least else value <= line.limit
