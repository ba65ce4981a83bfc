"""Charts of the demonstration say that they are fictitious."""

from __future__ import annotations

import pytest

from dashboard.charts.marks import COLOR, OPACITY, with_demo_mark
from dashboard.core.files import FICTITIOUS
from tests.dashboard.charts.test_palette import DARK, WHITE, contrast


def mixed(color: str, background: str, opacity: float) -> str:
    """Colour seen where a translucent one lies on a background."""
    pairs = [[int(one[at : at + 2], 16) for one in (color, background)] for at in (1, 3, 5)]
    return "#" + "".join(f"{round(opacity * a + (1 - opacity) * b):02x}" for a, b in pairs)


@pytest.mark.parametrize("background", [WHITE, DARK], ids=["light", "dark"])
def test_the_mark_can_be_read_in_both_themes(background):
    note = with_demo_mark({"data": [], "layout": {}})["layout"]["annotations"][-1]
    assert (note["font"]["color"], note["opacity"]) == (COLOR, OPACITY)
    assert contrast(mixed(COLOR, background, OPACITY), background) >= 3


def test_a_marked_figure_says_it_is_fictitious_and_keeps_its_other_notes():
    figure = {"data": [1], "layout": {"annotations": [{"text": "cible"}], "height": 300}}
    marked = with_demo_mark(figure)
    assert [note["text"] for note in marked["layout"]["annotations"]] == ["cible", FICTITIOUS]
    assert marked["layout"]["height"] == 300
    assert marked["data"] == [1]


def test_marking_a_figure_does_not_change_the_one_it_was_given():
    figure = {"data": [], "layout": {}}
    with_demo_mark(figure)
    assert figure == {"data": [], "layout": {}}
