"""The national curve: targets are marks, never joined; two fields are two series."""

from __future__ import annotations

import re

import pytest

from dashboard.core.catalog import Target
from dashboard.views.ensemble.figures import horizon_date, plot_national_trend, point_date
from tests.support.series import point

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def target(target_id: str, value: int, horizon: str) -> Target:
    return Target(target_id, f"{value} MSU", value, horizon, "France", "S", None)


TARGETS = [
    target("a", 10_000, "2018"),
    target("b", 15_000, "novembre 2026"),
    target("c", 24_000, "sans échéance"),
]
CNGE = [point("2010-05", 4_739), point("2018-01-01", 9_440), point("2024", 13_908)]
DERIVED = [point("2016", 8_000)]
DGOS = [point("2021-12", 12_941)]


@pytest.fixture
def figure():
    return plot_national_trend(CNGE, DERIVED, DGOS, TARGETS, TARGETS[0])


def traces(figure) -> dict[str, dict]:
    return {trace["name"]: trace for trace in figure["data"]}


def find(figure, word: str) -> dict:
    return next(trace for name, trace in traces(figure).items() if word in name)


def test_targets_are_never_joined(figure):
    mode = find(figure, "Cible")["mode"]
    assert "markers" in mode
    assert "lines" not in mode


def test_a_target_without_a_dated_horizon_is_not_drawn(figure):
    drawn = find(figure, "Cible")
    assert drawn["y"] == [10_000, 15_000]
    assert all(DATE.fullmatch(date) for date in drawn["x"])


def test_the_cnge_counts_and_the_dgos_survey_are_two_traces(figure):
    counted = next(t for t in figure["data"] if t["mode"] == "lines+markers")
    surveyed = find(figure, "DGOS")
    assert "CNGE" in counted["name"]
    assert counted["y"] == [4_739, 9_440, 13_908]
    assert surveyed["y"] == [12_941]
    assert surveyed["mode"] == "markers"
    assert surveyed["marker"]["color"] != counted["marker"]["color"]
    assert surveyed["marker"]["symbol"] != counted["marker"]["symbol"]


def test_counts_deduced_from_a_difference_are_hollow_and_off_the_line(figure):
    deduced = find(figure, "déduit")
    assert deduced["y"] == [8_000]
    assert deduced["mode"] == "markers"
    assert "open" in deduced["marker"]["symbol"]


def test_the_target_in_force_is_the_only_filled_one(figure):
    symbols = find(figure, "Cible")["marker"]["symbol"]
    assert [("open" in symbol) for symbol in symbols] == [False, True]


def test_a_free_target_is_a_reference_line_and_no_mark():
    free = target("libre", 12_345, "sans échéance")
    figure = plot_national_trend(CNGE, [], DGOS, TARGETS, free)
    assert [shape["y0"] for shape in figure["layout"]["shapes"]] == [12_345]
    assert 12_345 not in find(figure, "Cible")["y"]
    assert all("open" in symbol for symbol in find(figure, "Cible")["marker"]["symbol"])


def test_numbers_are_french_on_axes_and_labels(figure):
    assert figure["layout"]["separators"] == ",\u202f"
    assert find(figure, "Cible")["text"] == ["10\u202f000", "15\u202f000"]


def test_the_vertical_axis_starts_at_zero(figure):
    axis = figure["layout"]["yaxis"]
    assert axis.get("rangemode") == "tozero" or axis["range"][0] == 0


def test_every_mark_lies_within_the_axes(figure):
    first, last = figure["layout"]["xaxis"]["range"]
    _, highest = figure["layout"]["yaxis"].get("range", (0, float("inf")))
    for trace in figure["data"]:
        assert all(first <= date <= last for date in trace["x"])
        assert all(value <= highest for value in trace["y"])


@pytest.mark.parametrize(
    ("horizon", "date"),
    [("2018", "2018-12-31"), ("novembre 2026", "2026-11-01"), ("sans échéance", None), ("", None)],
)
def test_a_horizon_is_dated_only_when_it_is_published_with_a_year(horizon, date):
    assert horizon_date(horizon) == date


@pytest.mark.parametrize(
    ("period", "date"),
    [
        ("2024", "2024-07-01"),
        ("2010-05", "2010-05-15"),
        ("2018-01-01", "2018-01-01"),
        ("2024-T1", "2024-01-01"),
        ("2024-T4", "2024-10-01"),
    ],
)
def test_a_count_is_drawn_at_its_date(period, date):
    assert point_date(period) == date
