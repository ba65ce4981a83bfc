"""The funnel as it is drawn: parts that sum to those who reached a step, words that say so."""

from __future__ import annotations

from dataclasses import replace

from dashboard.views.suivi.figures import plot_funnel
from models.registers.follow_up import Funnel, Spread, Stage
from models.registers.register import RegisterStep

SPENT = Spread(30, 41, 62, 90)
CONTACT = Stage(RegisterStep("contact", "Contact"), 1040, 8, 32, None, None, None)
FILE = Stage(RegisterStep("dossier", "Dossier reçu"), 1000, 0, 0, SPENT, "Contact", None)
KEPT = Stage(RegisterStep("decision", "Agréé", None, "kept"), 1000, 1000, 0, None, None, None)
FUNNEL = Funnel((CONTACT, FILE, KEPT), (), 1040, 0, 0)


def test_the_parts_of_a_bar_sum_to_those_who_reached_its_step():
    series = plot_funnel(FUNNEL, "dossiers")["data"]
    assert [sum(values) for values in zip(*(item["x"] for item in series), strict=True)] == [
        1040,
        1000,
        1000,
    ]
    assert [item["name"] for item in series] == [
        "allés plus loin",
        "s’y trouvent",
        "perdus ensuite",
    ]


def test_what_a_bar_says_is_above_it_from_top_to_bottom():
    layout = plot_funnel(FUNNEL, "dossiers")["layout"]
    texts = [
        item["text"].replace("\u202f", " ").replace("\u00a0", " ") for item in layout["annotations"]
    ]
    assert texts[0] == "<b>Contact</b> : 1 040, dont 8 s’y trouvent et 32 perdus ensuite"
    assert "62 jours (41 à 90) après « Contact »" in texts[1]
    # An ending is where lines stay: « s’y trouvent » would say the same number twice.
    assert texts[2] == "<b>Agréé</b> : 1 000"
    bottom, top = layout["yaxis"]["range"]
    assert bottom > top


def test_a_part_that_no_step_has_is_not_in_the_legend():
    kept = Funnel((KEPT,), (), 1000, 0, 0)
    assert [item["name"] for item in plot_funnel(kept, "dossiers")["data"]] == ["s’y trouvent"]


def test_lines_that_all_count_for_nothing_are_drawn_as_nothing():
    nothing = replace(CONTACT, reached_n=0, standing_n=0, lost_n=0)
    series = plot_funnel(Funnel((nothing,), (), 0, 0, 0), "dossiers")["data"]
    assert [item["x"] for item in series] == [[0], [0], [0]]
