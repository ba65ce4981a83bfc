"""The arithmetic and the words of the map, run without a page."""

from __future__ import annotations

import re

import pytest

from dashboard.charts.palette import SITUATIONS
from dashboard.ui.territory_map.component import HERE

PLOT = HERE / "plot.js"
FORMAT = HERE / "format.js"
LEGEND = HERE / "legend.js"
LAYER = {
    "title": "MSU pour 100 généralistes",
    "subtitle": "2024",
    "unit": "MSU",
    "dec": 1,
    "v": [1.25, None, -0.04, 30.0],
    "lo": [1.0, None, None, 20.0],
    "hi": [1.5, None, None, 40.0],
    "st": "1013",
    "breaks": [0, 10],
    "colors": ["#1", "#2", "#3"],
    "kind": "sequential",
}


@pytest.mark.parametrize(
    ("span", "count", "step"),
    [(10, 6, 2), (100, 6, 20), (1, 6, 0.2), (7, 6, 2), (6, 6, 1), (25, 6, 5), (55, 6, 10)],
)
def test_steps_of_an_axis_are_one_two_or_five_at_a_power_of_ten(javascript, span, count, step):
    code = "({ roundStep }, [span, count]) => roundStep(span, count)"
    assert javascript.call(PLOT, code, [span, count]) == pytest.approx(step)


def ticks(javascript, axis, half):
    code = """({ plotTicks }, { axis, half }) =>
        plotTicks(axis, (value) => 10 * value, () => half)
            .map(({ value, kind }) => [value, kind])"""
    return javascript.call(PLOT, code, {"axis": axis, "half": half})


def test_an_axis_shows_its_reference_its_limits_then_round_values(javascript):
    axis = {"frame": [0, 10], "ref": 5, "lim": [3]}
    assert ticks(javascript, axis, 1) == [
        [5, "reference"],
        [3, "limit"],
        [0, "round"],
        [2, "round"],
        [4, "round"],
        [6, "round"],
        [8, "round"],
        [10, "round"],
    ]


def test_a_tick_gives_way_to_the_reference_and_to_the_limits(javascript):
    axis = {"frame": [0, 10], "ref": 5, "lim": [5.5, 3]}
    values = [value for value, _ in ticks(javascript, axis, 6)]
    assert values[:2] == [5, 3]
    assert not {5.5, 4, 2} & set(values)


def test_a_dot_outside_the_frame_is_put_at_its_edge(javascript):
    code = """({ plotScale }, value) => {
        const scale = plotScale({ frame: [0, 10] }, 100, 200);
        return [scale.at(value), scale.inside(value), scale.beyond(value)];
    }"""
    assert javascript.call(PLOT, code, 5) == [150, 150, 0]
    assert javascript.call(PLOT, code, 20) == [300, 200, 1]
    assert javascript.call(PLOT, code, -1) == [90, 100, -1]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (12790, 0, "12\u202f790"),
        (45.25, 1, "45,3"),
        (-3.04, 1, "\u22123,0"),
        (-0.04, 1, "0,0"),
        (0, 0, "0"),
    ],
)
def test_numbers_are_written_in_french(javascript, value, decimals, text):
    code = "({ formatNumber }, [value, decimals]) => formatNumber(value, decimals)"
    assert javascript.call(FORMAT, code, [value, decimals]) == text


def test_a_limit_is_never_rounded_to_look_tidy(javascript):
    code = "({ formatLimit }, values) => values.map(formatLimit)"
    assert javascript.call(FORMAT, code, [10, 2.5, 0.25]) == ["10", "2,5", "0,25"]


def test_a_missing_value_is_said_and_has_no_interval(javascript):
    code = """({ formatValue, formatInterval }, layer) =>
        layer.v.map((_, index) => [formatValue(layer, index), formatInterval(layer, index)])"""
    assert javascript.call(FORMAT, code, LAYER) == [
        ["1,3\u00a0MSU", "1,0 à 1,5"],
        ["n.\u00a0d.", ""],
        ["0,0\u00a0MSU", ""],
        ["30,0\u00a0MSU", "20,0 à 40,0"],
    ]


def test_a_value_equal_to_a_limit_belongs_to_the_class_above(javascript):
    code = "({ classOf }, layer) => [-1, 0, 9.9, 10].map((value) => classOf(layer, value))"
    assert javascript.call(FORMAT, code, LAYER) == [0, 1, 1, 2]


def test_a_map_counts_its_classes_and_its_statuses(javascript):
    stats = javascript.call(FORMAT, "({ summarise }, layer) => summarise(layer)", LAYER)
    assert stats["classes"] == [1, 1, 1]
    assert stats["statuses"] == [1, 2, 0, 1, 0]
    assert (stats["known"], stats["low"], stats["high"]) == (3, -0.04, 30)


def test_the_spoken_summary_names_the_extremes_and_what_is_missing(javascript):
    code = """({ describe, summarise }, { layer, names }) =>
        describe(layer, summarise(layer), "departement", names)"""
    names = ["Ain", "Aisne", "Allier", "Ardèche"]
    text = javascript.call(FORMAT, code, {"layer": LAYER, "names": names})
    assert "3 départements avec une valeur, de 0,0\u00a0MSU (Allier)" in text
    assert "à 30,0\u00a0MSU (Ardèche)" in text
    assert text.endswith("1 valeurs estimées. 1 sans donnée.")


def test_on_a_dark_ground_what_is_the_darkest_on_white_is_the_lightest(javascript):
    code = "({ onDark }, colours) => colours.map((colour) => onDark(colour))"
    shades = javascript.call(LEGEND, code, list(SITUATIONS))
    lightness = [int(re.search(r"(\d+)%\)$", shade).group(1)) for shade in shades]
    brightness = [sum(int(c[at : at + 2], 16) for at in (1, 3, 5)) for c in SITUATIONS]
    by_page = sorted(range(len(SITUATIONS)), key=lambda rank: brightness[rank])
    assert lightness[by_page[0]] > lightness[by_page[-1]]
    # None is lost in the ground, none is as bright as the text.
    assert min(lightness) >= 14
    assert max(lightness) <= 92
