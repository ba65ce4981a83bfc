"""The charts of the cohorts: intervals around their value, gaps left as gaps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.views.fidelisation.figures import plot_cohorts
from tests.support.cohorts import RATE, WITHHELD

OTHER_DELAY = replace(RATE, delay_years=10, cohort=2014)


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
