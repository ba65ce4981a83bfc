"""Charts of « Comparer »: hollow estimates, bars only for intervals, names that do not collide."""

from __future__ import annotations

from itertools import combinations

from dashboard.charts.palette import CNGE, DGOS, NEUTRAL
from dashboard.views.comparer.columns import Reference
from dashboard.views.comparer.figures import (
    COLUMNS,
    Axis,
    Interval,
    Panel,
    Point,
    YearValue,
    _box,
    _overlap,
    place_labels,
    plot_cloud,
    plot_intervals,
    plot_panels,
)


def row(label, value, low=None, high=None, tone="", verdict=None, estimate=False, focus=False):
    return Interval(
        value,
        low,
        high,
        "estimated" if estimate else "observed",
        label=label,
        tone=tone,
        verdict=verdict,
        is_focus=focus,
        hover=f"{label} dit",
    )


ROWS = [
    row("Ain", 60.0, 20.0, 90.0, "unsure", "undetermined", estimate=True, focus=True),
    row("Aisne", 70.0, tone="better", verdict="over"),
    row("Allier", 40.0, tone="worse", verdict="under"),
    row("Ardèche", None),
]


def test_the_rows_run_from_top_to_bottom_and_a_missing_value_keeps_its_line():
    axis = plot_intervals(ROWS, "%", None)["layout"]["yaxis"]
    assert axis["tickvals"] == [3, 2, 1, 0]
    assert axis["ticktext"] == ["<b>Ain</b>", "Aisne", "Allier", "Ardèche : n.\u00a0d."]


def test_only_what_has_an_interval_has_a_bar():
    barred, exact = plot_intervals(ROWS, "%", None)["data"]
    assert (barred["x"], barred["y"]) == ([60.0], [3])
    assert (barred["error_x"]["arrayminus"], barred["error_x"]["array"]) == ([40.0], [30.0])
    assert "error_x" not in exact
    assert exact["y"] == [2, 1, 0]


def test_estimates_are_hollow_and_a_triangle_says_the_side_without_colour():
    barred, exact = plot_intervals(ROWS, "%", None)["data"]
    assert barred["marker"]["symbol"] == ["circle-open"]
    assert barred["marker"]["color"] == [NEUTRAL]
    assert exact["marker"]["symbol"][:2] == ["triangle-up", "triangle-down"]
    assert exact["marker"]["color"][:2] == [CNGE, DGOS]


def test_the_reference_is_a_line_with_a_band_when_it_is_estimated():
    exact = plot_intervals(ROWS, "%", Reference(value=50.0, label="France : 50"))["layout"]
    assert [shape["type"] for shape in exact["shapes"]] == ["line"]
    assert exact["annotations"][0]["text"] == "France : 50"
    region = Reference(value=50.0, low=40.0, high=60.0, label="Région")
    estimated = plot_intervals(ROWS, "%", region)["layout"]
    band = estimated["shapes"][0]
    assert (band["type"], band["x0"], band["x1"]) == ("rect", 40.0, 60.0)
    assert plot_intervals(ROWS, "%", None)["layout"]["shapes"] == []


def point(label, x, y, compared=True, focus=False, estimate=False):
    return Point(label, label[:2], x, y, estimate, compared, focus, label)


def test_the_cloud_names_the_territories_compared_only_and_draws_both_references():
    points = [
        point("Ain", 1.0, 1.0, focus=True),
        point("Aisne", 2.0, 3.0, estimate=True),
        point("Paris", 3.0, 2.0, compared=False),
    ]
    across = Axis("x", Reference(value=2.0, label="F"))
    up = Axis("y", Reference(value=2.5, low=2.0, high=3.0, label="F"))
    figure = plot_cloud(points, across, up)
    others, compared = figure["data"]
    assert others["hovertext"] == ["Paris"]
    assert "text" not in others
    assert compared["text"] == ["Ain", "Aisne"]
    assert compared["marker"]["symbol"] == ["diamond", "circle-open"]
    shapes = figure["layout"]["shapes"]
    assert [shape["type"] for shape in shapes] == ["line", "rect", "line"]
    assert shapes[0]["x0"] == shapes[0]["x1"] == 2.0
    assert shapes[2]["y0"] == shapes[2]["y1"] == 2.5


def test_a_cloud_of_one_point_has_an_extent():
    figure = plot_cloud([point("Ain", 1.0, 1.0)], Axis("x", None), Axis("y", None))
    assert figure["data"][1]["text"] == ["Ain"]


def test_names_do_not_cover_each_other_where_there_is_room():
    places = [(0.5, 0.5), (0.52, 0.5), (0.5, 0.53), (0.1, 0.9), (0.12, 0.88)]
    labels = [(f"Territoire {index}", str(index)) for index in range(len(places))]
    texts, sides = place_labels(labels, places)
    step = {"right": 1, "left": -1, "center": 0}
    rise = {"top": 1, "bottom": -1, "middle": 0}
    boxes = []
    for text, side, place in zip(texts, sides, places, strict=True):
        up, right = side.split()
        boxes.append(_box(text, place, step[right], rise[up]))
    assert not any(_overlap(*pair) for pair in combinations(boxes, 2))


def test_points_on_top_of_each_other_fall_back_on_their_code():
    texts, _ = place_labels([("Territoire lointain", "12")] * 30, [(0.5, 0.5)] * 30)
    assert texts[0] == "Territoire lointain"
    assert texts[-1] == "12"


def value(year, shown, status="estimated", width=5.0):
    low, high = (shown - width, shown + width) if status == "estimated" else (None, None)
    return YearValue(value=shown, low=low, high=high, status=status, year=year, hover=f"{year}")


PANEL = Panel(
    "Pyrénées-Orientales",
    (value(2010, 20.0), value(2014, 40.0, "observed"), value(2015, 25.0), value(2016, 27.0)),
    is_focus=True,
)


def test_a_count_and_an_estimate_are_never_joined_by_a_line():
    figure = plot_panels([PANEL], None)
    lines = [trace for trace in figure["data"] if trace["mode"] == "lines+markers"]
    assert [line["line"]["dash"] for line in lines] == ["dash", "solid"]
    assert lines[0]["y"] == [20.0, None, 25.0, 27.0]
    assert lines[1]["y"] == [None, 40.0, None, None]


def test_the_band_stops_where_there_is_no_interval():
    figure = plot_panels([PANEL], None)
    bands = [trace for trace in figure["data"] if trace.get("fill") == "toself"]
    assert [band["x"] for band in bands] == [[2010, 2010], [2015, 2016, 2016, 2015]]


def test_panels_share_one_scale_and_are_laid_in_rows():
    figure = plot_panels([PANEL] * 5, Panel("France", (value(2010, 30.0, ""),)))
    layout = figure["layout"]
    assert layout["yaxis2"]["matches"] == layout["yaxis5"]["matches"] == "y"
    assert layout["xaxis"]["domain"] == layout[f"xaxis{COLUMNS + 1}"]["domain"]
    assert layout["yaxis"]["domain"][0] > layout["yaxis4"]["domain"][1]
    references = [t for t in figure["data"] if t["mode"] == "lines" and t["line"].get("dash")]
    assert len(references) == 5


def test_a_long_name_is_cut_at_its_hyphen_and_the_focus_is_bold():
    (title,) = plot_panels([PANEL], None)["layout"]["annotations"]
    assert title["text"] == "<b>Pyrénées-<br>Orientales</b>"
