"""Charts of installations and departures: plain dictionaries that hide no gap and no estimate."""

from __future__ import annotations

import json

import pytest

from dashboard.charts.bars import Bar, axis_ticks, plot_bars, tick_text
from dashboard.charts.marks import with_demo_mark
from dashboard.charts.palette import GAIN, LOSS
from dashboard.core.files import FICTITIOUS
from dashboard.themes.installations import ENTRIES, EXITS, Installations
from dashboard.views.fidelisation.installations.figures import (
    UNTOLD_COLOR,
    plot_movements,
    shows_ages,
)
from dashboard.views.fidelisation.installations.years import estimate_bars
from tests.support.movements import row, years_of


def bars_of(figure, color):
    return [
        trace
        for trace in figure["data"]
        if trace["type"] == "bar" and trace["marker"]["color"] == color
    ]


def test_entries_go_up_and_exits_down_with_the_net_as_a_mark():
    figure = plot_movements(years_of(row(2020, 10, 4), row(2021, 6, 15)))
    (entries,), (exits,) = bars_of(figure, GAIN), bars_of(figure, LOSS)
    assert (entries["y"], exits["y"]) == ([10, 6], [-4, -15])
    (net,) = [trace for trace in figure["data"] if trace["type"] == "scatter"]
    assert net["y"] == [6, -9]
    assert json.dumps(figure)


def test_an_absent_year_is_a_gap_and_a_withheld_one_a_word():
    years = years_of(row(2020, 10, 4), row(2022, 6, None), withheld=[(2022, "ensemble", EXITS)])
    figure = plot_movements(years)
    assert bars_of(figure, GAIN)[0]["y"] == [10, None, 6]
    assert bars_of(figure, LOSS)[0]["y"] == [-4, None, None]
    ((text, year),) = [(note["text"], note["x"]) for note in figure["layout"]["annotations"]]
    assert (text, year) == ("masqué", 2022)


def test_ages_are_stacked_and_what_no_age_tells_is_grey():
    years = years_of(row(2020, 11, 8), row(2020, 7, None, age="moins_40"))
    figure = plot_movements(years)
    assert shows_ages(years)
    assert sum(trace["y"][0] for trace in figure["data"] if trace["type"] == "bar") == 11 - 8
    assert [trace["y"] for trace in bars_of(figure, UNTOLD_COLOR)] == [[4], [-8]]
    assert not bars_of(figure, GAIN)


def test_ages_that_are_all_withheld_do_not_cut_the_bars():
    years = years_of(row(2020, 11, 8), withheld=[(2020, "60_plus", ENTRIES)])
    assert not shows_ages(years)
    assert bars_of(plot_movements(years), GAIN)[0]["y"] == [11]


def test_years_that_are_all_withheld_keep_their_words():
    hidden = [(2020, "ensemble", ENTRIES), (2020, "ensemble", EXITS)]
    figure = plot_movements(years_of(withheld=hidden))
    assert len(figure["layout"]["annotations"]) == 2
    assert not [trace for trace in figure["data"] if trace["type"] == "bar"]


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


def test_departures_are_drawn_on_the_left_of_0_with_their_bounds_in_order():
    estimate = row(
        2022,
        81.3,
        24.3,
        field="rpps_and_liberal",
        period="2022/2026",
        duration_ans=4,
        entries_low_n=64.0,
        entries_high_n=100.0,
        exits_low_n=7.0,
        exits_high_n=43.0,
    )
    net = row(2022, field="rpps_all_modes", period="2022/2026", duration_ans=4, net_n=57.0)
    cessations = row(2022, None, 2327.0, field="liberal_cessations")
    found = Installations((estimate, net, cessations), frozenset())
    entries, exits, balance, national = estimate_bars(found)
    assert entries.value == pytest.approx(81.3 / 4)
    assert (exits.low, exits.value, exits.high) == pytest.approx((-43 / 4, -24.3 / 4, -7 / 4))
    assert balance.value == pytest.approx(entries.value + exits.value)
    assert (entries.is_estimated, exits.is_estimated) == (True, True)
    assert (balance.is_estimated, national.is_estimated) == (False, False)
    assert national.value == -2327


@pytest.mark.parametrize("figure", [plot_bars([Bar("a", "1", 1.0, GAIN)], "x")])
def test_a_chart_of_the_demonstration_says_so(figure):
    marked = with_demo_mark(figure)
    assert FICTITIOUS in json.dumps(marked, ensure_ascii=False)
