"""Charts of the page « Stages »: plain dictionaries that hide neither gap nor interpolation."""

from __future__ import annotations

import json

import pytest

from dashboard.core.formatting import number
from dashboard.core.values import Measure
from dashboard.themes.stages import UNKNOWN, Balance, Fact
from dashboard.views.stages.figures import (
    STEP_YEAR,
    STEPS,
    PlaceBars,
    plot_places,
    plot_shares,
    plot_steps,
    plot_years,
)
from tests.support.series import point


def of(year: int, need: float | None, basis: str = "offered") -> Balance:
    figure = UNKNOWN if need is None else Measure(need, need - 1, need + 1)
    fact = Fact("estimated", 2024, basis, None, None)
    return Balance("FR", year, "N1", figure, Measure(9, 8, 10), UNKNOWN, UNKNOWN, fact)


def traces(figure, name: str) -> list[dict]:
    return [trace for trace in figure["data"] if trace.get("name") == name]


def test_an_interpolated_year_is_dotted_only():
    figure = plot_years([of(2016, 5), of(2017, 6, "interpolated"), of(2018, 7)])
    dotted, solid = traces(figure, "Besoin")
    assert dotted["line"]["dash"] == "dot"
    assert dotted["y"] == [5, 6, 7]
    assert solid["line"]["dash"] == "solid"
    assert solid["y"] == [5, None, 7]


def test_an_unknown_year_is_a_gap_in_the_line_and_in_the_band():
    figure = plot_years([of(2015, 5), of(2016, 6), of(2017, None), of(2018, 7), of(2019, 8)])
    assert traces(figure, "Besoin")[0]["y"] == [5, 6, None, 7, 8]
    bands = [trace for trace in figure["data"] if trace.get("fill") == "toself"]
    assert [sorted(set(band["x"])) for band in bands[:2]] == [[2015, 2016], [2018, 2019]]


def test_a_year_alone_still_shows_its_interval():
    figure = plot_years([of(2026, None), of(2027, 6)])
    assert any(trace["x"] == [2027, 2027] and trace["y"] == [5, 7] for trace in figure["data"])


def test_november_2026_is_marked_between_its_two_years():
    (line,) = plot_years([of(2026, 5), of(2027, 6)])["layout"]["shapes"]
    assert 2026 < line["x0"] == STEP_YEAR < 2027


def test_the_waterfall_goes_from_the_reference_to_the_hypotheses_through_each_lever():
    (trace,) = plot_steps(-10.0, [("Promotions", -5.0), ("MSU", 20.0)], 5.0)["data"]
    assert trace["measure"] == ["absolute", "relative", "relative", "total"]
    assert trace["x"] == [-10.0, -5.0, 20.0, 5.0]
    assert trace["y"][1:3] == ["Promotions", "MSU"]
    assert trace["text"][2] == "+20"


def test_shares_are_drawn_at_the_year_their_period_ends():
    points = [point(text, 50.0) for text in ("2013", "2015/2016")]
    (trace,) = plot_shares({"SASPAS": points})["data"]
    assert trace["x"] == [2013, 2016]


@pytest.mark.parametrize(
    "figure", [plot_years([of(2026, None)]), plot_steps(0.0, [], 0.0), plot_shares({})]
)
def test_charts_are_plain_dictionaries(figure):
    assert json.loads(json.dumps(figure)) == figure


def test_places_go_from_the_agreement_to_the_intern_level_by_level():
    figure = plot_places(
        [PlaceBars("Niveau 1", (17, 16, 16, 14)), PlaceBars("SASPAS", (8, 8, 8, 8))]
    )
    assert [trace["name"] for trace in figure["data"]] == list(STEPS)
    assert [trace["x"] for trace in figure["data"]] == [[17, 8], [16, 8], [16, 8], [14, 8]]
    assert all(trace["y"] == ["Niveau 1", "SASPAS"] for trace in figure["data"])
    assert len({trace["marker"]["color"] for trace in figure["data"]}) == len(STEPS)
    json.dumps(figure)


def test_places_that_are_not_known_have_no_bar_and_say_so():
    figure = plot_places([PlaceBars("Niveau 1", (17, None, 0, 14))])
    assert [trace["x"] for trace in figure["data"]] == [[17], [None], [0], [14]]
    assert [trace["text"] for trace in figure["data"]] == [["17"], [number(None)], ["0"], ["14"]]
