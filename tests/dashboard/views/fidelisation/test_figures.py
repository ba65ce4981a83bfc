"""The charts of the cohorts: intervals around their value, gaps left as gaps, order as given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.views.fidelisation.figures import RetentionDot, plot_apparent, plot_cohorts
from tests.support.cohorts import RATE, WITHHELD

OTHER_DELAY = replace(RATE, delay_years=10, cohort=2014)
DOTS = [
    RetentionDot("Amiens", 67.4, 57.9, 82.3, is_selected=False),
    RetentionDot("Toulouse", 94.0, 83.8, 110.5, is_selected=True),
]


def test_one_series_per_delay_and_no_point_for_a_rate_that_is_withheld():
    figure = plot_cohorts([RATE, WITHHELD, OTHER_DELAY])
    assert [series["name"] for series in figure["data"]] == ["5 ans après", "10 ans après"]
    assert [len(series["y"]) for series in figure["data"]] == [1, 1]
    assert "70 installés sur 120 formés" in figure["data"][0]["text"][0]


def test_the_interval_of_a_rate_is_drawn_around_it():
    (series,) = plot_cohorts([RATE])["data"]
    (value,) = series["y"]
    error = series["error_y"]
    assert value - error["arrayminus"][0] == pytest.approx(RATE.low)
    assert value + error["array"][0] == pytest.approx(RATE.high)


def test_delays_of_one_cohort_stand_side_by_side_in_different_symbols():
    same = replace(RATE, delay_years=3)
    figure = plot_cohorts([RATE, same])
    places = [series["x"][0] for series in figure["data"]]
    assert len(set(places)) == 2
    assert {round(place) for place in places} == {RATE.cohort}
    assert len({series["marker"]["symbol"] for series in figure["data"]}) == 2


def test_dots_keep_the_order_they_are_given_from_top_to_bottom():
    (series,) = plot_apparent(DOTS, 80.9, "France : 81")["data"]
    assert series["y"] == ["Toulouse", "Amiens"]  # plotly draws from the bottom
    assert series["marker"]["line"]["width"] == [4, 2]
    assert series["marker"]["symbol"] == "circle-open"


def test_the_national_value_is_a_line_with_its_label():
    layout = plot_apparent(DOTS, 80.9, "France : 81")["layout"]
    assert layout["shapes"][0]["x0"] == layout["shapes"][0]["x1"] == 80.9
    assert layout["annotations"][0]["text"] == "France : 81"
