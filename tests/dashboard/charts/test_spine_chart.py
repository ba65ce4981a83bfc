"""The spine chart: places on the line by hand, marks told apart, texts that stay texts."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from dashboard.charts.spine import NARROW, PAPER, WIDE, plot_spine
from dashboard.profile.model import ProfileValue, SpineLine
from models.comparison.spine import against, is_better, spine_of

SVG = "{http://www.w3.org/2000/svg}"
# Quartiles by hand: 0, 25, 50, 75, 100 have 25 and 75.
LEVEL = (0.0, 25.0, 50.0, 75.0, 100.0)
LEFT, RIGHT = WIDE.bar
CENTRE, HALF = (LEFT + RIGHT) / 2, (RIGHT - LEFT) / 2
NAMES = ("range", "middle")


def row(
    value: float | None = 75.0,
    low: float | None = None,
    high: float | None = None,
    *,
    direction: str = "up",
    status: str = "observed",
    nation: float | None = 50.0,
    region: float | None = None,
) -> SpineLine:
    own = ProfileValue(
        *(value, low, high, status, "2024"),
        label="Indicateur",
        unit="%",
        decimals=1,
        ask="ARS, DREES.",
    )
    verdict = against(value, low, high, nation)
    return SpineLine(
        indicator_id="essai",
        label="Indicateur",
        direction=direction,
        value=own,
        nation=replace(own, value=nation, low=None, high=None),
        region=None if region is None else replace(own, value=region),
        verdict=verdict,
        better=is_better(verdict, direction),
        spine=spine_of(LEVEL, nation, direction),
        rank="",
    )


def drawn(*lines: SpineLine, **options) -> ET.Element:
    return ET.fromstring(plot_spine(lines, title="Essai", **options))


def of_class(svg: ET.Element, name: str) -> list[ET.Element]:
    return [node for node in svg.iter() if name in node.get("class", "").split()]


def ends(svg: ET.Element, name: str) -> tuple[float, float]:
    (node,) = of_class(svg, name)
    start = float(node.get("x"))
    return start, start + float(node.get("width"))


def words(svg: ET.Element) -> list[str]:
    return [node.text or "" for node in svg.iter(f"{SVG}text")]


def test_the_bar_goes_from_the_worst_to_the_best_and_the_middle_half_between_the_quartiles():
    svg = drawn(row())
    assert ends(svg, "range") == (LEFT, RIGHT)
    assert ends(svg, "middle") == (CENTRE - HALF / 2, CENTRE + HALF / 2)


def test_the_nation_is_at_the_centre_and_the_mark_where_its_value_is():
    svg = drawn(row(75.0, region=40.0))
    (nation,), (region,), (mark,) = (of_class(svg, x) for x in ("nation", "region", "mark"))
    assert float(nation.get("x1")) == CENTRE
    assert float(mark.get("data-x")) == CENTRE + HALF / 2
    assert float(region.get("x1")) == CENTRE - HALF / 5


def test_less_is_to_the_right_when_less_is_better():
    svg = drawn(row(75.0, direction="down"))
    (mark,) = of_class(svg, "mark")
    assert float(mark.get("data-x")) == CENTRE - HALF / 2
    found = words(svg)
    assert found.index("100,0") < found.index("0,0")


def test_a_nation_off_the_middle_keeps_the_centre_and_one_scale_on_both_sides():
    svg = drawn(row(75.0, nation=25.0))
    assert ends(svg, "range") == pytest.approx((CENTRE - HALF / 3, RIGHT), abs=0.01)
    assert float(of_class(svg, "nation")[0].get("x1")) == CENTRE


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        (row(75.0), "better"),
        (row(25.0), "worse"),
        (row(25.0, direction="down"), "better"),
        (row(75.0, 40.0, 90.0), "undetermined"),
        (row(75.0, 51.0, 90.0), "better"),
        (row(50.0), "undetermined"),
        (row(75.0, direction="none"), "none"),
    ],
)
def test_a_mark_says_no_more_than_the_interval(line, mark):
    (found,) = of_class(drawn(line), "mark")
    assert mark in found.get("class").split()


def test_marks_differ_by_shape_as_well_as_by_colour():
    lines = (row(75.0), row(25.0), row(75.0, 40.0, 90.0), row(75.0, direction="none"))
    found = [of_class(drawn(line), "mark")[0] for line in lines]
    shapes = {"".join(c for c in node.get("d") if c.isalpha()) for node in found}
    assert len(shapes) >= 3
    better, worse = (node.get("d").partition("L")[0].split()[-1] for node in found[:2])
    assert better != worse


def test_an_estimate_is_hollow_with_its_interval_as_a_line():
    (mark,) = of_class(drawn(row(75.0, 60.0, 90.0, status="estimated")), "mark")
    assert mark.get("fill") == "#ffffff"
    (solid,) = of_class(drawn(row(75.0)), "mark")
    assert solid.get("fill") != "#ffffff"
    (span,) = of_class(drawn(row(75.0, 60.0, 90.0)), "interval")
    assert (float(span.get("x1")), float(span.get("x2"))) == (
        CENTRE + HALF / 5,
        CENTRE + HALF * 4 / 5,
    )
    assert of_class(drawn(row(75.0)), "interval") == []


def test_an_arrow_tells_that_an_interval_goes_beyond_the_line():
    assert len(of_class(drawn(row(75.0, 60.0, 130.0)), "beyond")) == 1
    assert len(of_class(drawn(row(75.0, -30.0, 130.0)), "beyond")) == 2
    assert of_class(drawn(row(75.0, 60.0, 100.0)), "beyond") == []
    (arrow,) = of_class(drawn(row(75.0, 60.0, 130.0, direction="down")), "beyond")
    assert float(arrow.get("d")[1:].split()[0]) < LEFT


def test_a_missing_value_says_so_and_whom_to_ask():
    svg = drawn(row(None))
    assert of_class(svg, "mark") == []
    assert "n.\u00a0d." in words(svg)
    assert any("à demander : ARS, DREES." in text for text in words(svg))


def test_a_value_without_a_nation_is_shown_without_a_bar():
    svg = drawn(row(75.0, nation=None))
    assert of_class(svg, "range") == []
    assert "75,0" in words(svg)
    assert "pas de comparaison possible" in words(svg)


@pytest.mark.parametrize("layout", [WIDE, PAPER, NARROW], ids=["wide", "paper", "narrow"])
def test_texts_stay_texts_and_every_layout_says_the_same(layout):
    svg = drawn(row(75.0, 60.0, 90.0, status="estimated"), layout=layout)
    found = " ".join(words(svg))
    for expected in ("Indicateur", "75,0\u00a0est.", "60,0 à 90,0", "50,0", "0,0", "100,0"):
        assert expected in found, expected
    assert "plus,\u00a0c’est\u00a0mieux" in found
    assert svg.find(f"{SVG}title").text == "Essai"
    assert "mieux" not in svg.find(f"{SVG}desc").text
    assert "au-dessus de la France" in svg.find(f"{SVG}desc").text


def test_the_legend_explains_the_marks_that_are_used_only():
    found = words(drawn(row(75.0)))
    assert "mieux que la France" in found
    assert "moins bien que la France" not in found


def test_markup_in_a_label_is_text():
    svg = drawn(replace(row(), label="<script>a & b"))
    assert "<script>a & b" in words(svg)


def test_a_demonstration_says_it_across_the_picture():
    assert "DONNÉES FICTIVES" in words(drawn(row(), demo=True))
    assert "DONNÉES FICTIVES" not in words(drawn(row()))


def test_the_ink_is_that_of_the_page_on_screen_and_explicit_on_paper():
    assert drawn(row(), ink=None).get("color") is None
    assert drawn(row()).get("color") == "#1d2733"
