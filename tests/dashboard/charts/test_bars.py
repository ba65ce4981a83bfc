"""Bars with their intervals: plain dictionaries that hide no estimate and no unknown."""

from __future__ import annotations

import json

import pytest

from dashboard.charts.bars import Bar, axis_ticks, plot_bars, tick_text
from dashboard.charts.marks import with_demo_mark
from dashboard.charts.palette import GAIN, LOSS
from dashboard.core.files import FICTITIOUS


def test_estimates_are_hatched_with_their_interval_and_what_is_published_is_not():
    bars = [
        Bar("Entrées (est.)", "20", 20.0, GAIN, 16.0, 25.0, is_estimated=True),
        Bar("Solde", "+14", 14.0, LOSS),
    ]
    (trace,) = plot_bars(bars, "par an")["data"]
    assert trace["marker"]["pattern"]["shape"] == ["/", ""]
    assert trace["error_x"]["array"] == [5.0, 0.0]
    assert trace["error_x"]["arrayminus"] == [4.0, 0.0]


def test_an_unknown_bar_keeps_its_line_and_its_label():
    figure = plot_bars([Bar("Entrées (est.)", "n. d.", None, GAIN)], "par an")
    assert figure["data"][0]["x"] == [None]
    assert figure["layout"]["yaxis"]["ticktext"] == ["Entrées (est.)<br><b>n. d.</b>"]


def test_ticks_lie_on_both_sides_of_0_and_bear_no_sign():
    assert axis_ticks([-2600, 2858]) == [-2000, 0, 2000]
    assert axis_ticks([0.0]) == [0]
    assert tick_text(-2000) == "2\u202f000"
    assert all(tick % 1 == 0 for tick in axis_ticks([5, 0], are_whole=True))


@pytest.mark.parametrize("figure", [plot_bars([Bar("a", "1", 1.0, GAIN)], "x")])
def test_a_chart_of_the_demonstration_says_so(figure):
    marked = with_demo_mark(figure)
    assert FICTITIOUS in json.dumps(marked, ensure_ascii=False)
