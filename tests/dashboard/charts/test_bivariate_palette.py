"""The nine colours of a crossing stay apart: to the eye, to the colour-blind, in grey print."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from dashboard.charts.palette import BIVARIATE, bivariate, quadrant_color

# Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
VISION = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
# Distances in CIELAB; neighbours of a bivariate map in common use come as near as 5.
APART = 18
CORNERS_APART = 45
GREY_STEP = 6
COLORS = [color for row in BIVARIATE for color in row]


def lab(color: str, vision: str = "usual") -> np.ndarray:
    channels = np.array([int(color[start : start + 2], 16) for start in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    seen = XYZ @ np.clip(VISION[vision] @ linear, 0, 1) / WHITE
    f = np.where(seen > 216 / 24389, np.cbrt(seen), (seen * 24389 / 27 + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def nearest(colors: list[str], vision: str) -> float:
    """Distance of the two nearest of these colours."""
    seen = [lab(color, vision) for color in colors]
    return min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2))


@pytest.mark.parametrize("vision", VISION)
def test_the_nine_colours_stay_apart_for_every_vision(vision):
    assert nearest(COLORS, vision) >= APART


@pytest.mark.parametrize("vision", VISION)
def test_the_four_corners_cannot_be_taken_for_each_other(vision):
    corners = [BIVARIATE[row][column] for row in (0, 2) for column in (0, 2)]
    assert nearest(corners, vision) >= CORNERS_APART


def test_two_colours_too_close_are_caught():
    assert nearest(["#ace4e4", "#e8e8e8"], "deuteranopia") < APART


def test_lightness_falls_along_each_axis_so_that_grey_print_keeps_both_orders():
    lightness = [[lab(color)[0] for color in row] for row in BIVARIATE]
    for line in (*lightness, *zip(*lightness, strict=True)):
        assert all(light > dark for light, dark in pairwise(line)), line


def test_the_nine_colours_have_nine_greys():
    greys = sorted(float(lab(color)[0]) for color in COLORS)
    assert min(after - before for before, after in pairwise(greys)) >= GREY_STEP


@pytest.mark.parametrize("shortage_is_low", [True, False])
def test_the_darkest_colour_is_that_of_a_shortage_where_doctors_stay(shortage_is_low):
    colors = bivariate(shortage_is_low=shortage_is_low)
    darkest = min(range(9), key=lambda rank: lab(colors[rank])[0])
    assert darkest == (6 if shortage_is_low else 8)


def test_each_group_bears_the_colour_of_its_corner():
    colors = bivariate(shortage_is_low=True)
    assert [quadrant_color(quadrant) for quadrant in range(4)] == [
        colors[0],
        colors[2],
        colors[6],
        colors[8],
    ]
