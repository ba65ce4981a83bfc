"""Chart of imported installations and departures: no gap and no withheld year is hidden."""

from __future__ import annotations

import json

from dashboard.charts.palette import GAIN, LOSS
from dashboard.views.fidelisation.installations.figures import (
    NO_AGE_COLOR,
    plot_movements,
    shows_ages,
)
from dashboard.views.fidelisation.installations.imported import ENTRIES, EXITS
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
    assert [trace["y"] for trace in bars_of(figure, NO_AGE_COLOR)] == [[4], [-8]]
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
