"""What the map of a crossing sends to the browser: short, and refused when it cannot be drawn."""

from __future__ import annotations

import pytest

from dashboard.ui.territory_map import MapCrossing, PlotAxis, crossing_payload


def plot_axis(**changes):
    axis = {
        "reference": 100.0,
        "reference_label": "repère",
        "limits": (80.0, 120.0),
        "frame": (0.0, 200.0),
        "more_is_better": True,
    }
    return PlotAxis(**(axis | changes))


def map_crossing(**changes):
    crossing = {
        "title": "A × B",
        "subtitle": "2024",
        "across": plot_axis(),
        "upwards": plot_axis(),
        "classes": (0, 8, -1),
        "quadrants": (0, 3, -1),
        "is_decided": (False, True, False),
        "colors": ("#000000",) * 9,
        "names": ("a", "b", "c", "d"),
    }
    return MapCrossing(**(crossing | changes))


def test_classes_quadrants_and_certainty_travel_as_one_character_each():
    payload = crossing_payload(map_crossing(), 3)
    assert (payload["cls"], payload["q"], payload["sure"]) == ("08-", "03-", "010")
    assert "span" not in payload["x"]
    estimated = map_crossing(upwards=plot_axis(reference_span=(90.0, 110.0)))
    assert crossing_payload(estimated, 3)["y"]["span"] == [90.0, 110.0]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"classes": (0, 9, -1)}, "classes must be under 9"),
        ({"quadrants": (0, 3)}, "2 quadrants for 3 values"),
        ({"names": ("a",)}, "4 names"),
        ({"across": plot_axis(limits=(120.0, 80.0))}, "must ascend"),
        ({"across": plot_axis(frame=(90.0, 200.0))}, "must ascend"),
    ],
)
def test_a_crossing_that_cannot_be_drawn_is_refused_with_the_reason(changes, message):
    with pytest.raises(ValueError, match=message):
        crossing_payload(map_crossing(**changes), 3)
