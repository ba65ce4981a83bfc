"""Charts of the demonstration say that they are fictitious."""

from __future__ import annotations

from dashboard.charts.marks import FICTITIOUS, with_demo_mark


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
